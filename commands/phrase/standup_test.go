package phrase

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode"
)

func TestReadStandupSplitsAtItsHeadings(t *testing.T) {
	own := []Heading{{"Mood", "mood"}, {"心情", "mood"}, {"hot lead", "lead"}}
	for _, c := range []struct {
		line             string
		done, plan, stop string
		mood, lead, rest string
	}{
		{line: "done called Acme plan send the quote blockers none", done: "called Acme", plan: "send the quote", stop: "none"},
		{line: "Done: called Acme. Plan: send quote. Blockers: legal is slow", done: "called Acme.", plan: "send quote.", stop: "legal is slow"},
		{line: "yesterday I visited Acme, today I send the quote", done: "I visited Acme", plan: "I send the quote"},
		{line: "yesterday I heard that today is fine", done: "I heard that today is fine"},
		{line: "plan call Beta", plan: "call Beta"},
		{line: "blockers: waiting for legal\ndone: two calls", done: "two calls", stop: "waiting for legal"},
		{line: "blocked: pricing sheet missing @bob", stop: "pricing sheet missing @bob"},
		{line: "reviewed the plan with Bob", rest: "reviewed the plan with Bob"},
		{line: "done planned the demo, plan demo done by Fri", done: "planned the demo", plan: "demo done by Fri"},
		{line: "昨天拜访华星，今天发报价，困难：等法务", done: "拜访华星", plan: "发报价", stop: "等法务"},
		{line: "昨天 拜访华星 今天 发报价 困难 等法务", done: "拜访华星", plan: "发报价", stop: "等法务"},
		{line: "已完成：拜访华星\n计划：发报价\n问题：没有", done: "拜访华星", plan: "发报价", stop: "没有"},
		{line: "昨天和客户谈今天的会", done: "和客户谈今天的会"},
		{line: "拜访了华星，今天继续", rest: "拜访了华星，今天继续"},
		{line: "今天发报价", plan: "发报价"},
		{line: "plan call Beta. Mood: fine, hot lead Acme", plan: "call Beta.", mood: "fine", lead: "Acme"},
		{line: "today the mood was good, hot leads came", plan: "the mood was good, hot leads came"},
		{line: "今天发报价，心情：不错", plan: "发报价", mood: "不错"},
		{line: "计划：发报价，没有困难", plan: "发报价", stop: "没有困难"},
		{line: "chase legal, Linden prep. Blocked by procurement @bob", rest: "chase legal, Linden prep.", stop: "procurement @bob"},
		{line: "done: rang Acme; plan: Linden demo prep; stuck on legal", done: "rang Acme", plan: "Linden demo prep", stop: "legal"},
		{line: "今天：写方案 阻碍：法务太慢", plan: "写方案", stop: "法务太慢"},
		{line: "计划写方案，卡在法务", plan: "写方案", stop: "法务"},
		{line: "写方案，卡在法务", rest: "写方案", stop: "法务"},
		{line: "met Linden, today they decide", rest: "met Linden, today they decide"},
		{line: "没有困难", stop: "没有困难"},
		{line: "昨天拜访华星，今天发报价，困难：没有困难", done: "拜访华星", plan: "发报价", stop: "没有困难"},
		{line: "拜访了华星，他们没有困难", rest: "拜访了华星，他们没有困难"},
		{line: "昨：拜访绿源 今：给蓝海催款 困难：等法务", done: "拜访绿源", plan: "给蓝海催款", stop: "等法务"},
		{line: "昨: 拜访绿源\n今: 催款\n卡: 法务", done: "拜访绿源", plan: "催款", stop: "法务"},
		{line: "昨天：拜访绿源 今日：催款 困难：无", done: "拜访绿源", plan: "催款", stop: "无"},
		{line: "昨日拜访绿源，今日催款，没啥困难", done: "拜访绿源", plan: "催款", stop: "没啥困难"},
		{line: "给蓝海催款，没啥困难", rest: "给蓝海催款", stop: "没啥困难"},
		{line: "没困难", stop: "没困难"},
		{line: "今晚拜访绿源", rest: "今晚拜访绿源"},
		{line: "call Acme, nothing in the way", rest: "call Acme", stop: "nothing in the way"},
		{line: "call Acme. No blockers.", rest: "call Acme.", stop: "No blockers."},
		{line: ""},
		{line: "done"},
		{line: "🎉", rest: "🎉"},
	} {
		want := map[string]string{"done": c.done, "plan": c.plan, "blockers": c.stop, "mood": c.mood, "lead": c.lead, "": c.rest}
		maps.DeleteFunc(want, func(_, text string) bool { return text == "" })
		if got := ReadStandup(c.line, own...); !maps.Equal(got, want) {
			t.Errorf("ReadStandup(%q) = %q, want %q", c.line, got, want)
		}
	}
}

func TestNothingIsRecognisedInBothLanguages(t *testing.T) {
	for text, want := range map[string]bool{
		"none": true, "None.": true, " no ": true, "N/A": true, "没有": true, "没啥困难": true, "没困难": true, "没什么困难": true, "nothing in the way": true, "no blockers.": true, "暂无。": true, "-": true, "无": true,
		"": false, "no budget at Acme": false, "没有预算": false, "none of them answers": false,
	} {
		if got := Nothing(text); got != want {
			t.Errorf("Nothing(%q) = %v", text, got)
		}
	}
}

func TestAnAnswerMayBePutOff(t *testing.T) {
	for line, want := range map[string]string{
		"later": "", "not now": "", "迟点再说": "", "一会儿再提醒我": "", "一会儿再提醒": "", "晚点叫我": "", "过一会儿再问我": "", "等会儿再填": "", "remind me later": "",
		"10分钟后叫我": "10分钟", "半小时后提醒我": "半小时", "过10分钟再叫我": "10分钟", "9点半提醒我": "9点半", "20分钟后再填": "20分钟", "10分钟之后再提醒我一下": "10分钟",
		"remind me in 10 minutes": "in 10 minutes", "ask me again at 9:30": "at 9:30", "in 10 min": "in 10 min",
	} {
		if until, ok := PutsOff(line); !ok || until != want {
			t.Errorf("PutsOff(%q) = %q, %v; want %q", line, until, ok, want)
		}
	}
	for _, line := range []string{"", "later call Acme", "一会儿拜访绿源", "提醒客户付款", "回头客拜访",
		"10分钟后开会", "remind Bob at 9:30", "in 10 minutes call Acme"} {
		if until, ok := PutsOff(line); ok {
			t.Errorf("PutsOff(%q) = %q", line, until)
		}
	}
}

func TestALineMaySayTooLittle(t *testing.T) {
	for line, want := range map[string]bool{
		"已经搞定了": true, "搞定了": true, "都办好了。": true, "催一下": true, "再催催": true, "催一下他们": true, "联系一下吧": true, "all done": true, "it's sorted": true, "chase them": true,
		"催蓝海付款": false, "联系一下绿源": false, "搞定蓝海的合同": false, "chase Acme": false, "done with Acme": false, "写方案": false, "": false,
	} {
		if got := SaysNothing(line); got != want {
			t.Errorf("SaysNothing(%q) = %v", line, got)
		}
	}
}

func TestAStepThatWasDoneIsTold(t *testing.T) {
	for text, want := range map[string]string{
		"done": "", "Done!": "", "completed": "", "finished.": "", "did it": "", "done ✅": "", "✅ done": "", "完成": "", "已完成": "", "完成了。": "", "做完了": "", "搞定": "", "办好了！": "",
		"done, send contract Fri": "send contract Fri", "done. next: send contract Fri": "send contract Fri", "done - send contract": "send contract", "完成，周五发合同": "周五发合同", "搞定了，下一步：周五发合同": "周五发合同",
	} {
		if rest, done := CutDone(text); !done || rest != want {
			t.Errorf("CutDone(%q) = %q, %v; want %q", text, rest, done, want)
		}
	}
	for _, text := range []string{"", "complete the form Fri", "done deal paperwork Fri", "完成报价 周五", "做了演示再报价",
		"send done list", "Donegal visit Fri", "finished goods list Mon"} {
		if rest, done := CutDone(text); done {
			t.Errorf("CutDone(%q) = %q", text, rest)
		}
	}
}

func TestMentionsFindsThePeopleInAText(t *testing.T) {
	known := func(rest string) int {
		for _, name := range []string{"Mary Wood", "bob", "李雷"} {
			if strings.HasPrefix(strings.ToLower(rest), strings.ToLower(name)) {
				return len(name)
			}
		}
		return 0
	}
	for _, c := range []struct {
		text string
		want []string
	}{
		{"pricing sheet missing @bob", []string{"bob"}},
		{"@Bob, can you? And @mary wood too", []string{"Bob", "mary wood"}},
		{"等法务，@李雷帮忙看一下", []string{"李雷"}},
		{"＠李雷 和 <@U123> 支持", []string{"李雷", "U123"}},
		{"ask <@U5|bob> or @nobody.", []string{"U5", "nobody"}},
		{"write to ann@acme.com", nil},
		{"<@ broken @", nil},
		{"meet @ noon", nil},
	} {
		var got []string
		for _, m := range Mentions(c.text, known) {
			got = append(got, m.ID+m.Name)
			if at := c.text[m.Start:m.End]; !strings.Contains(at, m.ID+m.Name) {
				t.Errorf("%q: %q stands at %q", c.text, m.ID+m.Name, at)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("Mentions(%q) = %q, want %q", c.text, got, c.want)
		}
	}
}

// Only headings, separators and white space may vanish from what was typed.
func FuzzReadStandupLosesNothing(f *testing.F) {
	for _, s := range []string{"done a plan b blockers c", "昨天甲，今天乙，困难：丙", "x", "plan plan plan", "done:：:", "blockers\xff today",
		"mood: fine 心情 x", "@李雷 <@U1|b> a@b"} {
		f.Add(s)
	}
	letters := func(s string) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsSpace(r) || strings.ContainsRune(",，;；、:：", r) {
				return -1
			}
			return unicode.ToLower(r)
		}, s)
	}
	own := []Heading{{"Mood", "mood"}, {"心情", "mood"}}
	f.Fuzz(func(t *testing.T, line string) {
		typed := letters(line)
		lost := len(typed)
		for _, part := range ReadStandup(line, own...) {
			if !strings.Contains(typed, letters(part)) {
				t.Errorf("%q was not typed in %q", part, line)
			}
			lost -= len(letters(part))
		}
		if longest := len("yesterday") + len("今日计划") + len("blockers") + len("心情"); lost > longest {
			t.Errorf("%d bytes of %q are gone", lost, line)
		}
		end := 0
		for _, m := range Mentions(line, func(string) int { return 0 }) {
			if m.Start < end || m.End <= m.Start || m.End > len(line) {
				t.Errorf("%q: a mention from %d to %d", line, m.Start, m.End)
			}
			end = m.End
		}
	})
}

func TestALineThatOnlySaysAwayIsNoPlan(t *testing.T) {
	for line, want := range map[string]string{
		"I was sick today": "today", "off tomorrow": "tomorrow", "I'm off today": "today", "tomorrow off": "tomorrow", "on holiday": "", "out sick today.": "today", "sick": "",
		"今天请假": "今天", "我明天休假": "明天", "请假": "", "今天生病了": "今天", "今天请一天假": "今天",
		"off on monday": "monday", "off next Monday": "next monday", "I'm off on Fri": "fri", "Thu and Fri on holiday": "thu and fri", "on Monday off": "monday",
		"leave Mon-Wed": "mon-wed", "下周一请假": "下周一", "我周四周五休假": "周四周五", "请假 周四周五 家里有事": "周四周五 家里有事",
	} {
		if on, ok := Away(line, day(0)); !ok || on != want {
			t.Errorf("Away(%q) = %q, %v; want %q", line, on, ok, want)
		}
	}
	for _, line := range []string{"", "off to Acme", "10% off today", "plan holiday cover",
		"Bob is off today", "王总今天请假", "sick of pricing", "out to Acme Monday", "call Acme on Monday, off to Bell", "王总下周一休假", "周一拜访华星，周二休息", "send quote, off tomorrow"} {
		if on, ok := Away(line, day(0)); ok {
			t.Errorf("Away(%q) = %q", line, on)
		}
	}
}
