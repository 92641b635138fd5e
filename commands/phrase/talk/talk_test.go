package talk

import (
	"fmt"
	"strings"
	"testing"
)

func TestWordsThatCorrectAreRead(t *testing.T) {
	for line, want := range map[string]Correction{
		"no, it was 45 minutes":     {Right: "45 minutes", Sure: true},
		"sorry, a visit not a call": {Right: "visit", Wrong: "call", Sure: true},
		"it was Nokia not Acme":     {Right: "nokia", Wrong: "acme", Sure: true},
		"not a call, a meeting":     {Right: "meeting", Wrong: "call", Sure: true},
		"make that 30 mins":         {Right: "30 mins"},
		"an hour actually":          {Right: "an hour"},
		"should be a call really":   {Right: "call"},
		"wait, it was only 15 min":  {Right: "15 min"},
		"that's wrong":              {Sure: true},
		"oops, meant Northwind":     {Right: "northwind", Sure: true},
		"不是拜访，是电话":                  {Right: "电话", Wrong: "拜访", Sure: true},
		"是45分钟不是20分钟":               {Right: "45分钟", Wrong: "20分钟", Sure: true},
		"说错了，是昨天":                   {Right: "昨天", Sure: true},
		"应该是半小时":                    {Right: "半小时"},
		"其实应该算电话":                   {Right: "电话"},
		"等等，只有15分钟":                 {Right: "15分钟"},
		"记成电话了，其实是拜访":               {Right: "拜访", Wrong: "电话", Sure: true},
		"更正：40分钟":                   {Right: "40分钟", Sure: true},
	} {
		if got, ok := ReadCorrection(line); !ok || got != want {
			t.Errorf("%q corrects %+v, %v, want %+v", line, got, ok, want)
		}
	}
	if got, ok := ReadCorrection("意向改成4"); !ok || got.Intent != 4 {
		t.Errorf("intent is %+v, %v", got, ok)
	}
	for _, line := range []string{"", "called Acme 20m", "how many deals do I have?", "they said no", "电话 华星 20分钟", "明天给华星打电话",
		strings.Repeat("no, it was 45 minutes and ", 20)} {
		if got, ok := ReadCorrection(line); ok {
			t.Errorf("%q corrects %+v", line, got)
		}
	}
}

func TestWhatWasForgottenIsRead(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"forgot to say they want a Demo":        "they want a Demo",
		"Oh, and I forgot to mention: Q1 is on": "Q1 is on",
		"PS: budget is  approved":               "budget is  approved",
		"also they asked for a reference":       "they asked for a reference",
		"补充一句：他们想要九五折":                          "他们想要九五折",
		"对了，对方年底前要用":                            "对方年底前要用",
		"also called Nokia 10m":                 "",
		"forgot to call Nokia":                  "",
		"add Jane Foster at Acme":               "",
		"also they asked why?":                  "",
	} {
		if got, _, _ := ReadAddition(line); got != want {
			t.Errorf("%q adds %q, want %q", line, got, want)
		}
	}
}

func TestTheLastThingIsTakenBack(t *testing.T) {
	for line, want := range map[string]bool{
		"undo that": true, "Please delete the last one": true, "oops, scrap that": true, "delete that please": false, "撤回刚才那条": true, "把这条删了吧": true,
		"删掉上一条记录": true, "undo": false, "delete the file they sent": false, "they took it back": false, "把合同删了": false, "撤回报价": false,
	} {
		if got := TakesBack(line); got != want {
			t.Errorf("TakesBack(%q) = %v", line, got)
		}
	}
}

func TestWhatIsAskedOfTheDesk(t *testing.T) {
	for line, want := range map[string]Question{
		"anything waiting for me?": Approvals, "what needs my approval": Approvals, "有什么要我批的": Approvals, "待审批": Approvals,
		"who hasn't done the stand-up": Silent, "whose stand-up is missing?": Silent, "谁还没交站会": Silent, "站会还差谁": Silent,
		"how is Mei's team doing": Team, "李雷的团队怎么样": Team, "show me the pipeline": Pipeline, "看下销售管道": Pipeline,
		"is Bob on leave tomorrow?": Leave, "周五有人请假吗": Leave, "李雷下周在不在？": Leave, "which of my deals are stuck?": Stuck, "我的商机有哪些卡住了？": Stuck,
		"which of my deals have no next step?": NoStep, "我有几个单子没下一步": NoStep, "which goals are behind?": Goals, "who's behind this quarter?": Goals,
		"这个季度谁落后了": Goals, "how many calls did i make last week": Numbers, "上周我打了几个电话": Numbers, "explain win rate": Explains, "赢单率什么意思": Explains,
		"what's the forecast for this quarter": Means, "这季度预计能做多少": Means,
		"called Acme 20m": None, "电话 华星 20分钟": None, "我明天请假": None, "send the quote Friday": None, "": None, "stand-up\nyesterday: a": None,
		strings.Repeat("who hasn't done the stand-up ", 20): None,
	} {
		if got := Asked(line); got != want {
			t.Errorf("Asked(%q) = %q, want %q", line, got, want)
		}
	}
}

func TestTwoThatAreCompared(t *testing.T) {
	for line, want := range map[string]string{
		"compare East and West": "east|west", "Please compare the East team with the West team?": "east|west", "东区和西区比一下": "东区|西区",
		"对比一下华东和华南": "华东|华南", "called Acme and compared prices": "|", "compare": "|", "华星和智云都签了": "|",
	} {
		if a, b := Compares(line); a+"|"+b != want {
			t.Errorf("Compares(%q) = %q and %q", line, a, b)
		}
	}
}

func TestANewCustomerIsNamed(t *testing.T) {
	for line, want := range map[string]string{
		"new customer: Lumen Optics":                                       "Lumen Optics||true",
		"new customer: Lumen Optics, met them at the fair":                 "Lumen Optics|met them at the fair|false",
		"new customer: Tall Trees, Ltd":                                    "Tall Trees, Ltd||true",
		"New client Lumen Optics - Jane Doe rang, needs a quote by Friday": "Lumen Optics|Jane Doe rang, needs a quote by Friday|false",
		"new account: Lumen Optics. Interested in the platform":            "Lumen Optics|Interested in the platform|false",
		"new account: St. Mary Hospital":                                   "St. Mary Hospital||true",
		"add a new customer called Lumen Optics":                           "Lumen Optics||false",
		"we have a new customer, Lumen Optics":                             "Lumen Optics||false",
		"新客户：腾云物流":                                                         "腾云物流||true",
		"新客户：腾云物流，展会上认识的，大概三十万":                                            "腾云物流|展会上认识的，大概三十万|false",
		"新增一个客户，叫腾云物流，做冷链的":                                                "腾云物流|做冷链的|false",
		"有个新客户腾云物流，想了解平台":                                                  "腾云物流|想了解平台|false",
		"来了个新客户：腾云物流。王总介绍的":                                                "腾云物流|王总介绍的|false",
		"called a new customer":                                            "||false",
		"拜访新客户华星":                                                          "||false",
		"the customer is happy":                                            "||false",
		"":                                                                 "||false",
	} {
		name, words, bare := NewCustomer(line)
		if got := fmt.Sprint(name, "|", words, "|", bare); got != want {
			t.Errorf("NewCustomer(%q) = %s, want %s", line, got, want)
		}
	}
}

// contactIn reads a line whose customer stands between brackets.
func contactIn(line string, here bool) (string, bool) {
	before, rest, named := strings.Cut(line, "[")
	name, behind, _ := strings.Cut(rest, "]")
	if !named {
		return NewContact(line, 0, 0, here)
	}
	return NewContact(before+name+behind, len(before), len(before)+len(name), here)
}

func TestANewContactIsNamed(t *testing.T) {
	for line, want := range map[string]string{
		"add jane doe as buyer at [Acme]": "Jane Doe, buyer", "new contact at [Acme]: Jane Doe, CFO": "Jane Doe, CFO", "add Tom Reed (CFO) at [Acme]": "Tom Reed, CFO",
		"给[华星科技]加个联系人 陈志远 采购经理": "陈志远 采购经理", "加个联系人 陈志远 [海川集团] 采购经理": "陈志远, 采购经理", "把陈志远加为[华星]的联系人": "陈志远",
		"put down a visit to [Brightwell], yesterday 40 min": "", "add a demo at [Acme]": "", "called [Acme]": "", "拜访[华星] 40分钟": "", "add 5% at [Acme]": "",
		"new contact: Jane Doe": "",
	} {
		got, ok := contactIn(line, false)
		if got != want && ok || ok != (want != "") {
			t.Errorf("NewContact(%q) = %q, %v, want %q", line, got, ok, want)
		}
	}
	if got, ok := contactIn("new contact: Jane Doe, CFO", true); !ok || got != "Jane Doe, CFO" {
		t.Errorf("in a room: %q, %v", got, ok)
	}
}

func TestAStepIsPutOff(t *testing.T) {
	for line, want := range map[string]string{
		"push the next step by a week": "7", "move the next step for Acme two days": "2", "华星的下一步往后挪一周": "7", "下一步推迟三天": "3",
		"push the next step to Friday": "0 friday", "下一步改到下周三": "0 下周三", "skip Acme this week": "0 next monday", "跳过华星这周": "0 下周一", "snooze Acme till Monday": "0 monday",
		"don't push the next step by a week": "", "别把下一步推迟三天": "", "push the next step by a week?": "", "skip it until tomorrow": "", "called Acme 20m": "", "": "",
	} {
		days, to, ok := PutOff(line)
		got := ""
		if ok {
			got = strings.TrimSpace(fmt.Sprint(days, " ", to))
		}
		if got != want {
			t.Errorf("PutOff(%q) = %q, want %q", line, got, want)
		}
	}
}

func TestANextStepIsSaid(t *testing.T) {
	for line, want := range map[string]string{
		"[Acme] next step is now demo on 3 dec 3pm": "demo on 3 dec 3pm", "[华星]的下一步是周五发报价": "周五发报价", "[Acme]'s next step is done": "done",
		"[华星]的下一步做完了": "done", "Meeting w/ [acme] moved from wed to fri": "meeting fri", "昨天本来约了[智云]，他们改到周四了": "见面 周四", "called [Acme]": "", "[华星]签了": "",
	} {
		before, rest, _ := strings.Cut(line, "[")
		name, behind, _ := strings.Cut(rest, "]")
		step, done, ok := NextStep(before+name+behind, len(before), len(before)+len(name))
		if done {
			step = "done"
		}
		if step != want || ok != (want != "") {
			t.Errorf("NextStep(%q) = %q, %v, want %q", line, step, ok, want)
		}
	}
}
