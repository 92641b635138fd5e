package phrase

import (
	"fmt"
	"strings"
	"testing"

	"dealdesk/sales"
	"dealdesk/sales/calendar"
)

func TestWordsSplitsAtSpacesAndQuotes(t *testing.T) {
	for line, want := range map[string]string{
		`next D-7 "demo with CFO" Fri`: `next|D-7|[demo with CFO]|Fri`,
		`“Data platform” 120k`:         `[Data platform]|120k`,
		`"Data platform” x`:            `[Data platform]|x`,
		`＂数据 平台＂ 12万`:                  `[数据 平台]|12万`,
		`「数据 平台」 『二 期』`:                `[数据 平台]|[二 期]`,
		`«Data platform»`:              `[Data platform]`,
		`don't 'quote' Bob’s`:          `don't|'quote'|Bob’s`,
		`15" screen`:                   `15"|screen`,
		`"never closed here`:           `"never|closed|here`,
		`"a"b`:                         `[a]|b`,
		`""`:                           `[]`,
		"a\u00a0b\u3000c\td":           `a|b|c|d`,
		`   `:                          ``,
		`a;b&c|d`:                      `a;b&c|d`,
	} {
		var got []string
		for _, w := range Words(line) {
			text := w.Text
			if w.Quoted {
				text = "[" + text + "]"
			} else if text != line[w.Start:w.End] {
				t.Errorf("Words(%q): offsets of %q are wrong", line, text)
			}
			got = append(got, text)
		}
		if s := strings.Join(got, "|"); s != want {
			t.Errorf("Words(%q) = %s; want %s", line, s, want)
		}
	}
}

func TestRecordIDsAreReadAsPeopleTypeThem(t *testing.T) {
	for text, want := range map[string]string{
		"D-7": "D-7", "d7": "D-7", "D7": "D-7", " d-007 ": "D-7", "Ｄ－７": "D-7", "D–7": "D-7", "商机7": "D-7", "客户 12": "A-12", "R-3": "R-3", "审批3": "R-3", "K-2": "K-2", "联系人3": "K-3",
	} {
		if id, ok := ID(text); !ok || id != want {
			t.Errorf("ID(%q) = %q, %v", text, id, ok)
		}
	}
	for _, text := range []string{"", "D", "D-", "D-0", "7", "X-7", "D-7x", "D 7", "D-7 v2", "N26", "C-3", "T-12", "DD7", "客户500万",
		"D-99999999999", strings.Repeat("D", 1000)} {
		if id, ok := ID(text); ok {
			t.Errorf("ID(%q) = %q", text, id)
		}
	}
}

func TestNextStepFindsItsDate(t *testing.T) {
	for _, c := range []struct{ line, what, due string }{
		{`"demo with CFO" next Tue 3pm`, "demo with CFO", "2026-11-24 15:00"}, {"下周三报价", "报价", "2026-11-25"}, {"周五前发报价", "发报价", "2026-11-20"}, {"send quote Fri", "send quote", "2026-11-20"},
		{"demo with CFO at 3pm next Tue", "demo with CFO", "2026-11-24 15:00"}, {"tomorrow: call the CFO", "call the CFO", "2026-11-19"}, {"call tomorrow at 3", "call", "2026-11-19 15:00"}, {"visit tomorrow at 3 sites", "visit at 3 sites", "2026-11-19"}, {"call back next Tue 3pm about pricing", "call back about pricing", "2026-11-24 15:00"},
		{"明天上午10点去华星演示", "去华星演示", "2026-11-19 10:00"}, {"周五下午3点和CFO演示", "和CFO演示", "2026-11-20 15:00"}, {"给王总发报价 周五前", "给王总发报价", "2026-11-20"}, {"给王总下周三之前发报价", "给王总发报价", "2026-11-25"},
		{"演示 12月20日 14:30", "演示", "2026-12-20 14:30"}, {"3天后回访", "回访", "2026-11-21"}, {"follow up in two weeks", "follow up", "2026-12-02"}, {"Q3 report by EOD", "Q3 report", "2026-11-18"}, {"下周发合同", "发合同", "2026-11-27"},
		{"send it on the 20th", "send it", "2026-11-20"}, {"prepare the 3pm demo tomorrow", "prepare the 3pm demo", "2026-11-19"}, {"call 3pm", "call", "2026-11-18 15:00"}, {"meet at 3", "meet", "2026-11-18 15:00"}, {"tomorrow", "", "2026-11-19"},
		{"split 50/50 Fri", "split 50/50", "2026-11-20"}, {"5号会面", "会面", "2026-12-05"}, {`"Data" sheet to Bob Fri`, `"Data" sheet to Bob`, "2026-11-20"}, {`“发 报价” 周五`, "发 报价", "2026-11-20"},
		{"send the contract in 3 business days", "send the contract", "2026-11-23"}, {"3个工作日内回复报价", "回复报价", "2026-11-23"}, {"三个工作日后回访王总", "回访王总", "2026-11-23"}, {"next working day call back", "call back", "2026-11-19"},
		{"book the room 2 business days before Nov 25", "book the room", "2026-11-23"}, {"11月25日前两天订会议室", "订会议室", "2026-11-23"}, {"周五前两家客户回访", "两家客户回访", "2026-11-20"},
		// what only looks like a date stays text
		{"send minutes of yesterday's call", "send minutes of yesterday's call", ""}, {"24/7 support plan", "24/7 support plan", ""}, {"March campaign plan", "March campaign plan", ""}, {"3号楼参观", "3号楼参观", ""},
		{"每周五例会", "每周五例会", ""}, {"一周一次回访", "一周一次回访", ""}, {"send the 2nd draft", "send the 2nd draft", ""}, {"发3点建议", "发3点建议", ""}, {"quote v2, 1/2 price", "quote v2, 1/2 price", ""},
		{"we sat with them", "we sat with them", ""}, {"call boss 2月30日", "call boss 2月30日", ""}, {"send quote", "send quote", ""}, {"发三点要求给客户", "发三点要求给客户", ""}, {"may call", "may call", ""},
		{"ask about Friday", "ask about Friday", ""}, {"plan business days 3 and 4", "plan business days 3 and 4", ""}, {"check 2 days before launch", "check 2 days before launch", ""}, {"每个工作日跟进", "每个工作日跟进", ""}, {"-5% offer Fri", "-5% offer", "2026-11-20"}, {"send quote - Fri!", "send quote", "2026-11-20"}, {"Fri - send quote!", "send quote!", "2026-11-20"}, {"call now!", "call now!", ""}, {"下周三报价。", "报价", "2026-11-25"},
		{"visit eod friday", "visit", "2026-11-20"}, {"send by cob thu", "send", "2026-11-19"}, {"demo Wed 2/12", "demo", "2026-12-02"}, {"demo next Tue 24 Nov", "demo", "2026-11-24"},
		// as newcomers say it
		{"send quote in a fortnight", "send quote", "2026-12-02"}, {"send quote Thurs wk", "send quote", "2026-11-26"}, {"send quote before Xmas", "send quote", "2026-12-24"}, {"before Christmas send quote", "send quote", "2026-12-24"}, {"send quote before new year", "send quote", "2026-12-31"},
		{"send quote next wk", "send quote", "2026-11-27"}, {"send quote week after next", "send quote", "2026-12-04"}, {"send quote +2w", "send quote", "2026-12-02"}, {"send quote in 2 wks", "send quote", "2026-12-02"}, {"meet at the end of the month", "meet", "2026-11-30"},
		{"chase sometime next week", "chase", "2026-11-27"}, {"chase later this week", "chase", "2026-11-20"}, {"send quote mid Jan", "send quote", "2027-01-15"}, {"call them a week Thursday", "call them", "2026-11-26"}, {"send quote on Christmas Eve", "send quote", "2026-12-24"},
		{"元旦前发报价", "发报价", "2026-12-31"}, {"发报价，圣诞节前", "发报价", "2026-12-24"}, {"五一前发报价", "发报价", "2027-04-30"}, {"国庆节前发报价", "发报价", "2027-09-30"}, {"下下周发报价", "发报价", "2026-12-04"}, {"月中发报价", "发报价", "2026-12-15"}, {"下周中发报价", "发报价", "2026-11-25"},
		{"本周内发报价", "发报价", "2026-11-20"}, {"本周内部评审", "内部评审", "2026-11-20"}, {"半月后回访", "回访", "2026-12-03"}, {"+3天回访", "回访", "2026-11-21"},
		{"send the Christmas offer", "send the Christmas offer", ""}, {"plan for the new year campaign", "plan for the new year campaign", ""}, {"五一活动方案", "五一活动方案", ""}, {"演示环节后发报价", "演示环节后发报价", ""}, {"三年后续约", "续约", "2029-11-18"},
		{"call after lunch", "call after lunch", ""}, {"send first month invoice", "send first month invoice", ""}, {"post summer offer Fri", "post summer offer", "2026-11-20"}, {"post Christmas cards", "post Christmas cards", ""}, {"ask about after Easter plans", "ask about after Easter plans", ""}, {"week on week report", "week on week report", ""},
		{`"send quote after Easter"`, "send quote after Easter", ""}, {"send spring catalogue", "send spring catalogue", ""}, {"会后发报价", "会后发报价", ""},
	} {
		what, due, err := NextStep(c.line, wednesday, calendar.Worktime{})
		got := ""
		if due != nil {
			got = strings.TrimSpace(string(due.Date) + " " + due.Clock)
		}
		if err != nil || what != c.what || got != c.due {
			t.Errorf("NextStep(%q) = %q, %s, %v; want %q, %s", c.line, what, got, err, c.what, c.due)
		}
	}
	for line, want := range map[string]string{"": "next.empty", "  ": "next.empty", `"demo" nxt Tuesdy`: "date.not_understood",
		"send contract Thu 24 Nov": "date.weekday_differs", "demo next Mon 1 Dec": "date.weekday_differs", "周一 12月2日演示": "date.weekday_differs", "call Tue 1/12": "date.two_readings", "contract review 3/12": "date.two_readings",
		`"demo" Mon 2 Dec`: "date.weekday_differs", `"demo" 2月30日`: "date.impossible", strings.Repeat("x", MaxText+1): "text.too_long"} {
		if _, _, err := NextStep(line, wednesday, calendar.Worktime{}); code(err) != want {
			t.Errorf("NextStep(%.30q): %v; want %s", line, err, want)
		}
	}
}

// knownNames are the accounts of these tests.
var knownNames = NewIndex([]Named{
	{"A-1", "Acme Corporation"}, {"A-2", "华星科技有限公司"}, {"A-3", "Call Center Inc"}, {"A-4", "和平饭店"}, {"A-5", "3M"}, {"A-6", "Visit"}, {"D-1", "Data platform"},
})

func known(text string) int { return knownNames.Known(text, nil) }

// short prints a log on one line, with only what it has.
func short(l Log) string {
	var b strings.Builder
	put := func(name string, v any) {
		if s := fmt.Sprint(v); s != "" && s != "0" {
			fmt.Fprintf(&b, "%s=%s ", name, s)
		}
	}
	put("kind", l.Kind)
	put("about", l.About)
	put("person", l.Person)
	put("min", l.Minutes)
	put("intent", l.Intent)
	if l.Amount != nil {
		put("amount", fmt.Sprintf("%d %s", l.Amount.Minor, l.Amount.Currency))
	}
	if l.On != nil {
		put("on", l.On.Date)
	}
	put("note", l.Note)
	put("second", l.With)
	put("next", l.Next)
	if l.NextDue != nil {
		put("due", l.NextDue.Date)
	}
	return strings.TrimSpace(b.String())
}

func TestADayThatMayBeSeveralIsAskedFor(t *testing.T) {
	o := LogOptions{Now: wednesday, Currency: "CNY", Known: known}
	for line, want := range map[string]string{
		"send quote 1st week of Jan": "1st week of Jan", "send quote after Easter": "after Easter", "send quote after the Christmas break": "after the Christmas break", "send quote in the new year": "in the new year", "send quote before Easter": "before Easter",
		"send quote early next week": "early next week", "late January: send quote": "late January", "chase in a few days about price": "in a few days", "call mon or tue": "mon or tue", "in a week or so chase them": "in a week or so", "call them Tuesday after next": "Tuesday after next",
		"国庆后发报价": "国庆后", "发报价 国庆节后": "国庆节后", "春节前发报价": "春节前", "年后再聊": "年后", "节后发合同": "节后", "下周初发报价": "下周初", "1月第一周演示": "1月第一周", "过几天再打": "过几天", "改天再约": "改天", "一两周后回访": "一两周后", "周一或周二发报价": "周一或周二", "周五以后联系": "周五以后", "after 12/20 call them": "after 12/20", "12月20日后回访": "12月20日后", "明后天发报价": "明后天",
	} {
		_, _, err := NextStep(line, wednesday, calendar.Worktime{})
		if problem, _ := sales.AsProblem(err); code(err) != "next.vague" || problem.Args["Text"] != want {
			t.Errorf("NextStep(%q): %v; want next.vague of %q", line, err, want)
		}
		if l, err := ReadLog("call Acme ok. next: "+line, o); code(err) != "next.vague" {
			t.Errorf("ReadLog with the step %q = %s, %v", line, short(l), err)
		}
	}
}

func TestReadLogReadsAContactInOneLine(t *testing.T) {
	o := LogOptions{Now: wednesday, Currency: "CNY", Known: known}
	for _, c := range []struct{ line, want string }{
		{"call Acme Corporation 20m Talked pricing, they want 10% off. next: send quote Fri", "kind=call about=Acme Corporation min=20 note=Talked pricing, they want 10% off. next=send quote due=2026-11-20"},
		{"拜访 华星科技 1小时 客户想要九折。下一步: 下周三报价", "kind=visit about=华星科技 min=60 note=客户想要九折。 next=报价 due=2026-11-25"},
		{"拜访华星科技1小时 客户想要九折。下一步：周五前发报价", "kind=visit about=华星科技 min=60 note=客户想要九折。 next=发报价 due=2026-11-20"},
		{"Acme call 20m hi", "kind=call about=Acme min=20 note=hi"},
		{"20m call Acme hi", "kind=call about=Acme min=20 note=hi"},
		{"called Acme for 20 minutes, no answer", "kind=call about=Acme min=20 note=no answer"},
		{"meeting with Acme Corp. 1h30 yesterday: contract", "kind=meeting about=Acme Corp. min=90 on=2026-11-17 note=contract"},
		{"call D-7 5m ok", "kind=call about=D-7 min=5 note=ok"}, {"d7 call they said yes", "kind=call about=d7 note=they said yes"}, {"电话 商机7 10分钟 没接", "kind=call about=商机7 min=10 note=没接"},
		{`call “Data platform” good`, "kind=call about=Data platform note=good"}, {"call Data platform good", "kind=call about=Data platform note=good"},
		{"昨天拜访华星科技 聊了预算", "kind=visit about=华星科技 on=2026-11-17 note=聊了预算"}, {"email Acme 上周五 sent, waiting", "kind=email about=Acme on=2026-11-13 note=sent, waiting"}, {"call Acme 11/16 ok", "kind=call about=Acme on=2026-11-16 note=ok"},
		{"给华星科技打电话 20分钟 聊价格", "kind=call about=华星科技 min=20 note=聊价格"}, {"今天和华星科技开会 客户要3万台", "kind=meeting about=华星科技 on=2026-11-18 note=客户要3万台"}, {"打了电话给华星科技，对方没接", "kind=call about=华星科技 note=对方没接"},
		{"微信 华星科技 意向4 客户说周五签合同", "kind=message about=华星科技 intent=4 note=客户说周五签合同"}, {"call Acme intent 4 warm", "kind=call about=Acme intent=4 note=warm"}, {"call Acme warm, intent: 5", "kind=call about=Acme intent=5 note=warm, intent: 5"}, {"call Acme 意向度：3分 聊", "kind=call about=Acme intent=3 note=聊"},
		// amounts: out of the header, reported from the note but left there
		{"call Acme 500万 项目", "kind=call about=Acme amount=500000000 CNY note=项目"}, {"call Acme $5k first year", "kind=call about=Acme amount=500000 USD note=first year"}, {"call Acme budget is ¥1,200.50 now", "kind=call about=Acme amount=120050 CNY note=budget is ¥1,200.50 now"},
		{"meeting with Acme about 20 users, 10k users, USD 12,000 deal", "kind=meeting about=Acme amount=1200000 USD note=about 20 users, 10k users, USD 12,000 deal"},
		{"call Acme 20m budget 5m", "kind=call about=Acme min=20 amount=500000000 CNY note=budget 5m"}, {"call Acme waited 20m outside", "kind=call about=Acme note=waited 20m outside"}, {"和平饭店 拜访 半小时 20万预算", "kind=visit about=和平饭店 min=30 amount=20000000 CNY note=20万预算"},
		{"call Acme 50 users, version 1.2.3, 15% off, 3万用户", "kind=call about=Acme note=50 users, version 1.2.3, 15% off, 3万用户"},
		{"call Acme 200 licences @ ¥45 = ¥9,000/yr", "kind=call about=Acme note=200 licences @ ¥45 = ¥9,000/yr"}, {"call Acme 每套45元，一共9000元", "kind=call about=Acme note=每套45元，一共9000元"}, {"call Acme budget ¥9k, yes ¥9k", "kind=call about=Acme amount=900000 CNY note=budget ¥9k, yes ¥9k"},
		// a name that is also a kind, a number or a filler
		{"call Call Center Inc 10m ok", "kind=call about=Call Center Inc min=10 note=ok"}, {"visit Visit 10m ok", "kind=visit about=Visit min=10 note=ok"}, {"call 3M 10m ok", "kind=call about=3M min=10 note=ok"}, {"拜访和平饭店 谈合同", "kind=visit about=和平饭店 note=谈合同"},
		// an unknown name is the first word, and nothing is lost
		{"call Globex 20m hi", "kind=call about=Globex min=20 note=hi"}, {"拜访新客户1小时 不错", "kind=visit about=新客户 min=60 note=不错"}, {"rambled to nobody", "note=rambled to nobody"}, {"demo for Initech 45 minutes went well", "kind=demo about=Initech min=45 note=went well"},
		{"visit Acme tomorrow is fine", "kind=visit about=Acme note=tomorrow is fine"}, {"拜访华星科技 周五签合同", "kind=visit about=华星科技 note=周五签合同"}, {"call Acme 2小时后再打", "kind=call about=Acme note=2小时后再打"},
		{"call Acme 20m", "kind=call about=Acme min=20"}, {"下一步：周五前发报价", "next=发报价 due=2026-11-20"}, {"call Acme hi next steps: a, b", "kind=call about=Acme note=hi next=a, b"}, {"call Acme the next quarter looks good", "kind=call about=Acme note=the next quarter looks good"},
		{"note Acme: price too high; todo: call boss 2月30日", "kind=note about=Acme note=price too high next=call boss 2月30日"}, {"call　Acme　20m　说好了", "kind=call about=Acme min=20 note=说好了"}, {"call Acme 客户在讨论下一步计划。", "kind=call about=Acme note=客户在讨论下一步计划。"},
		{"call Acme 1/2 price offer", "kind=call about=Acme note=1/2 price offer"}, {"call Acme about 11/16 invoice", "kind=call about=Acme note=about 11/16 invoice"}, {"call Acme on 11/16 invoice", "kind=call about=Acme on=2026-11-16 note=invoice"}, {"call Acme intent 4. Talked", "kind=call about=Acme intent=4 note=Talked"},
		{`call Acme "next: gen" chips, see https://next:80/`, `kind=call about=Acme note="next: gen" chips, see https://next:80/`}, {"call Acme. Talked - 5% more", "kind=call about=Acme note=Talked - 5% more"}, {"call Acme -5% on list", "kind=call about=Acme note=-5% on list"}, {"call Acme — no answer", "kind=call about=Acme note=no answer"},
		{"call Acme <!channel> *bold* =1+1", "kind=call about=Acme note=<!channel> *bold* =1+1"}, {"😀😀😀", "about=😀😀😀"},
	} {
		l, err := ReadLog(c.line, o)
		if got := short(l); err != nil || got != c.want {
			t.Errorf("ReadLog(%q)\n got %s, %v\nwant %s", c.line, got, err, c.want)
		}
	}
}

func TestADayOfTheContactMayBeginWithTheDay(t *testing.T) {
	o := LogOptions{Now: wednesday, Currency: "CNY", Known: known}
	for line, want := range map[string]string{
		"call Acme 20m on 13/11, budget tbd": "2026-11-13", "call Acme 20m on 13/11 budget tbd": "2026-11-13", "call Acme 13/11, budget": "2026-11-13", "call Acme 13/11": "2026-11-13",
		"call Acme 13/11 of the budget": "", "call Acme 24/7 support": "", "call Acme, 20m, on 13/11: budget": "2026-11-13",
	} {
		l, err := ReadLog(line, o)
		got := ""
		if l.On != nil {
			got = string(l.On.Date)
		}
		if err != nil || got != want {
			t.Errorf("ReadLog(%q) on %q, %v; want %q", line, got, err, want)
		}
	}
}

func TestTheNextStepOfALineIsReadWhereItIsClear(t *testing.T) {
	o := LogOptions{Now: wednesday, Currency: "CNY", Known: known}
	for _, c := range []struct{ line, want string }{
		{"call Acme 20m on 13/11, budget tbd, next call them back 1 Dec", "kind=call about=Acme min=20 on=2026-11-13 note=budget tbd next=call them back due=2026-12-01"},
		{"call Acme 20m. Next send quote Fri", "kind=call about=Acme min=20 next=send quote due=2026-11-20"}, {"call Acme ok. next - send quote", "kind=call about=Acme note=ok. next=send quote"},
		{"call Acme on 13/11, ok. next: call 1/12", "kind=call about=Acme on=2026-11-13 note=ok. next=call due=2026-12-01"}, {"call Acme ok. next: call 1/12", "kind=call about=Acme note=ok. next=call due=2027-01-12"},
		{"call Acme 24/7 support. next: call 1/12", "kind=call about=Acme note=24/7 support. next=call due=2027-01-12"},
		{"电话 华星科技 谈价格，下步周五发报价", "kind=call about=华星科技 note=谈价格 next=发报价 due=2026-11-20"},
		// not a step
		{"call Acme ok, next quarter looks good", "kind=call about=Acme note=ok, next quarter looks good"}, {"call Acme ok, next call is on Friday", "kind=call about=Acme note=ok, next call is on Friday"}, {"call Acme they call us next", "kind=call about=Acme note=they call us next"},
		{"call Acme ok. next: none", "kind=call about=Acme note=ok. next: none"}, {"电话 华星科技 谈价格。下一步：暂无", "kind=call about=华星科技 note=谈价格。下一步：暂无"}, {"电话 华星科技 谈价格。下一步: 无。", "kind=call about=华星科技 note=谈价格。下一步: 无。"},
	} {
		if l, err := ReadLog(c.line, o); err != nil || short(l) != c.want {
			t.Errorf("ReadLog(%q)\n got %s, %v\nwant %s", c.line, short(l), err, c.want)
		}
	}
	for line, want := range map[string]string{
		"send quote yesterday": "next.past", "yesterday: send quote": "next.past", "send quote last Friday": "next.past", "昨天发报价": "next.past", "发报价 2026-11-02": "next.past", "none": "next.empty", "暂无": "next.empty",
		"发昨天的报价": "", "昨天的报价发给王总": "", "ask about yesterday": "",
	} {
		if _, _, err := NextStep(line, wednesday, calendar.Worktime{}); code(err) != want {
			t.Errorf("NextStep(%q): %v; want %q", line, err, want)
		}
		if _, err := ReadLog("call Acme ok. next: "+line, o); code(err) != want && want != "next.empty" {
			t.Errorf("ReadLog with the step %q: %v; want %q", line, err, want)
		}
	}
}

func TestContactsInEverydayWordsKeepTheirKind(t *testing.T) {
	o := LogOptions{Now: wednesday, Currency: "CNY", Known: known, Called: func(word string) bool { return word == "Linden" }}
	for line, want := range map[string]string{
		"spoke to Linden about price": "kind=call about=Linden note=about price", "talked with Acme Corporation 20m": "kind=call about=Acme Corporation min=20", "zoom with Acme Corporation 20m price": "kind=meeting about=Acme Corporation min=20 note=price",
		"Acme Corporation: coffee with Tom 30min": "kind=meeting about=Acme Corporation min=30 note=with Tom 30min", "popped in at Linden, all fine": "kind=visit about=Linden note=all fine", "call the CFO of Linden": "kind=call about=Linden note=the CFO of Linden",
		"call Globex at Linden": "kind=call about=Globex note=at Linden", "今天上午给华星科技王总打了个电话，聊了15分钟": "kind=call about=华星科技 person=王总 min=15 on=2026-11-18 note=聊了15分钟",
		"去了华星科技现场 一下午": "kind=visit about=华星科技 min=240", "跟华星科技吃饭": "kind=meeting about=华星科技", "微信聊华星科技 价格": "kind=message about=华星科技 note=价格", "popped in to Linden about price": "kind=visit about=Linden note=about price", "popped into Globex": "kind=visit about=Globex", "rang Linden re price": "kind=call about=Linden note=re price", "Rang Globex": "kind=call about=Globex", "dropped by Linden": "kind=visit about=Linden", "caught up with Globex, fine": "kind=call about=Globex note=fine",
		"went to see Linden": "kind=visit about=Linden", "sat down with Globex": "kind=meeting about=Globex", "wrote to Globex": "kind=email about=Globex", "pinged Linden": "kind=message about=Linden", "site visit at Globex 1h": "kind=visit about=Globex min=60", "intro call with Globex 20m": "kind=call about=Globex min=20", "saw Linden": "kind=meeting about=Linden",
		"chased Globex for the order": "about=Globex note=chased Globex for the order", "Chased Linden again": "about=Linden note=Chased Linden again", "sent Globex the quote": "about=Globex note=sent Globex the quote", "took Globex to lunch": "about=Globex note=took Globex to lunch",
		"请华星科技刘总吃饭": "kind=meeting about=华星科技 person=刘总", "请新达科技刘总吃饭": "kind=meeting about=新达科技 person=刘总", "跟华星科技碰了下": "kind=meeting about=华星科技", "和新达科技碰了个头": "kind=meeting about=新达科技", "去了趟华星科技": "kind=visit about=华星科技", "去了一趟新达科技": "kind=visit about=新达科技",
		"见了新达科技刘总": "kind=meeting about=新达科技 person=刘总", "到新达科技拜访": "kind=visit about=新达科技", "给新达科技发了报价": "about=新达科技 note=发了报价", "跟进新达科技 价格": "about=新达科技 note=价格", "联系了新达科技刘总": "about=新达科技 person=刘总", "新达科技刘总来电": "kind=call about=新达科技 person=刘总", "和平饭店 电话": "kind=call about=和平饭店",
		"催新达科技付款": "about=新达科技 note=催新达科技付款", "找华星科技要合同": "about=华星科技 note=找华星科技要合同", "陪新达科技刘总参观": "about=新达科技 note=陪新达科技刘总参观", "打华星科技电话没人接": "kind=call about=华星科技 note=没人接", "见华星科技刘总": "about=华星科技 note=刘总",
		"接待了新达科技": "kind=meeting about=新达科技", "跟新达科技刘总聊了聊": "about=新达科技 person=刘总 note=聊了聊", "微信联系新达科技": "kind=message about=新达科技",
		"华星科技王总说下周开会": "about=华星科技 note=王总说下周开会",
	} {
		if l, err := ReadLog(line, o); err != nil || short(l) != want {
			t.Errorf("ReadLog(%q)\n got %s, %v\nwant %s", line, short(l), err, want)
		}
	}
}

func TestInADealsThreadNoWordIsMistakenForAName(t *testing.T) {
	o := LogOptions{Now: wednesday, Currency: "CNY", Known: known, Here: true}
	for line, want := range map[string]string{
		"call 20m talked pricing": "kind=call min=20 note=talked pricing", "拜访1小时 客户想要九折": "kind=visit min=60 note=客户想要九折", "call Acme 20m hi": "kind=call about=Acme min=20 note=hi", "call with the CFO 20m": "kind=call min=20 note=with the CFO 20m",
	} {
		if l, err := ReadLog(line, o); err != nil || short(l) != want {
			t.Errorf("ReadLog(%q) = %s, %v; want %s", line, short(l), err, want)
		}
	}
}

func TestReadLogRefusesOnlyTheEmptyAndTheTooLong(t *testing.T) {
	for line, want := range map[string]string{"": "log.empty", " \u3000": "log.empty", strings.Repeat("华", MaxText+1): "text.too_long",
		strings.Repeat("华", MaxText): ""} {
		if _, err := ReadLog(line, LogOptions{Now: wednesday, Currency: "CNY"}); code(err) != want {
			t.Errorf("%d bytes: %v; want %q", len(line), err, want)
		}
	}
}

func TestNewDealReadsADealInOneLine(t *testing.T) {
	o := LogOptions{Now: wednesday, Currency: "CNY", Known: known}
	for _, c := range []struct {
		line, account, name string
		amount              int64
		close               string
	}{
		{`Acme "Data platform" 120k close 2026-12-20`, "Acme", "Data platform", 120_000_00, "2026-12-20"}, {"华星科技 数据平台 15万 12月20日成交", "华星科技", "数据平台", 150_000_00, "2026-12-20"},
		{"华星科技数据平台15万12月20日成交", "华星科技", "数据平台", 150_000_00, "2026-12-20"}, {"华星科技 数据平台 约15万 预计12月底成交", "华星科技", "数据平台", 150_000_00, "2026-12-31"}, {"华星科技 数据平台 成交 12月20日 15万", "华星科技", "数据平台", 150_000_00, "2026-12-20"},
		{"华星科技 数据平台 约12月20日成交", "华星科技", "数据平台", 0, "2026-12-20"}, {"华星科技 三期扩容 下周五签约 50万", "华星科技", "三期扩容", 500_000_00, "2026-11-27"}, {"华星科技 数据平台 金额：15万", "华星科技", "数据平台", 150_000_00, ""},
		{"Acme Data platform 120k Dec 20", "Acme", "Data platform", 120_000_00, "2026-12-20"}, {"Acme Corporation Office 365 rollout 120k closing end of year", "Acme Corporation", "Office 365 rollout", 120_000_00, "2026-12-31"},
		{"Acme CRM 120000", "Acme", "CRM", 120_000_00, ""}, {"Acme 24/7 support 10k", "Acme", "24/7 support", 10_000_00, ""}, {"Acme CRM 120k close Dec", "Acme", "CRM", 120_000_00, "2026-12-31"}, {`"New Co" "Deal A" 5k by Fri`, "New Co", "Deal A", 5_000_00, "2026-11-20"},
		{`Acme "Close call" 5k close next Fri`, "Acme", "Close call", 5_000_00, "2026-11-27"}, {"Acme", "Acme", "", 0, ""}, {"Globex 数据平台 5万", "Globex", "数据平台", 50_000_00, ""}, {"A-4 CRM 5k", "A-4", "CRM", 5_000_00, ""}, {"Acme close call project", "Acme", "close call project", 0, ""},
		{`Acme "Phase 2" 80k close end of Q1`, "Acme", "Phase 2", 80_000_00, "2027-03-31"}, {"Acme Phase 80k by end of Q1 2028", "Acme", "Phase", 80_000_00, "2028-03-31"}, {"华星科技 四期 80万 一季度末成交", "华星科技", "四期", 800_000_00, "2027-03-31"},
		{"华星科技 四期 80万 一季度成交", "华星科技", "四期", 800_000_00, "2027-03-31"}, {"华星科技 四期 明年二季度底签约", "华星科技", "四期", 0, "2027-06-30"}, {"Acme 80k Phase two", "Acme", "Phase two", 80_000_00, ""}, {"华星科技 电子签约 15万", "华星科技", "电子签约", 150_000_00, ""},
		{"Acme trucks 30 k close in 6 weeks", "Acme", "trucks", 30_000_00, "2026-12-30"}, {"Acme Vans 30 grand", "Acme", "Vans", 30_000_00, ""},
		{"Acme Vans about 30 K", "Acme", "Vans", 30_000_00, ""}, {"Acme 3 Grand Hotels 90k", "Acme", "3 Grand Hotels", 90_000_00, ""},
		{"华星科技 数据平台 大概15万", "华星科技", "数据平台", 150_000_00, ""},
		// the day on which it is expected to close
		{"华星科技 数据平台 15万 预计1月底签", "华星科技", "数据平台", 150_000_00, "2027-01-31"}, {"华星科技 数据平台 预计1月底签 15万", "华星科技", "数据平台", 150_000_00, "2027-01-31"}, {"华星科技 预计1月底签", "华星科技", "", 0, "2027-01-31"}, {"华星科技数据平台15万预计1月底签", "华星科技", "数据平台", 150_000_00, "2027-01-31"},
		{"华星科技 数据平台 15万 争取1月底签下来", "华星科技", "数据平台", 150_000_00, "2027-01-31"}, {"华星科技 数据平台 15万 预计1月底能签", "华星科技", "数据平台", 150_000_00, "2027-01-31"}, {"华星科技 数据平台 15万 元旦前签", "华星科技", "数据平台", 150_000_00, "2026-12-31"}, {"华星科技 数据平台 15万 Q1末签", "华星科技", "数据平台", 150_000_00, "2027-03-31"},
		{"华星科技 数据平台 15万 预计签约时间12月底", "华星科技", "数据平台", 150_000_00, "2026-12-31"}, {"华星科技 数据平台 15万 下个月拿下", "华星科技", "数据平台", 150_000_00, "2026-12-31"}, {"华星科技 签到系统 15万", "华星科技", "签到系统", 150_000_00, ""}, {"华星科技 电子签 15万", "华星科技", "电子签", 150_000_00, ""},
		{`Acme "Data platform" 120k expected to close end of Jan`, "Acme", "Data platform", 120_000_00, "2027-01-31"}, {"Acme Data platform expected to close end of Jan", "Acme", "Data platform", 0, "2027-01-31"}, {"Acme expected to close end of Jan", "Acme", "", 0, "2027-01-31"},
		{"Acme CRM 120k Q1", "Acme", "CRM", 120_000_00, "2027-03-31"}, {`Acme "CRM" 120k q1`, "Acme", "CRM", 120_000_00, "2027-03-31"},
		{"Acme CRM 120k should close in Jan", "Acme", "CRM", 120_000_00, "2027-01-31"}, {"Acme CRM 120k to sign by mid Jan", "Acme", "CRM", 120_000_00, "2027-01-15"}, {"Acme CRM 120k signing end of Q1", "Acme", "CRM", 120_000_00, "2027-03-31"}, {"Acme CRM 120k target close before Xmas", "Acme", "CRM", 120_000_00, "2026-12-24"},
		{"Acme CRM 120k eta end of Jan", "Acme", "CRM", 120_000_00, "2027-01-31"}, {"Acme CRM 120k +6w", "Acme", "CRM", 120_000_00, "2026-12-30"}, {"Acme digital signing 20k", "Acme", "digital signing", 20_000_00, ""}, {"Acme expected results 20k", "Acme", "expected results", 20_000_00, ""},
	} {
		d, err := NewDeal(c.line, o)
		var amount int64
		if d.Amount != nil {
			amount = d.Amount.Minor
		}
		due := ""
		if d.Close != nil {
			due = string(d.Close.Date)
		}
		if err != nil || d.Account != c.account || d.Name != c.name || amount != c.amount || due != c.close {
			t.Errorf("NewDeal(%q) = %q %q %d %s, %v", c.line, d.Account, d.Name, amount, due, err)
		}
	}
	d, err := NewDeal("Acme CRM 3万美元 下一步：周五演示", o)
	if err != nil || *d.Amount != (sales.Money{Minor: 3_000_000, Currency: "USD"}) || d.Next != "演示" || d.NextDue.Date != "2026-11-20" {
		t.Errorf("with a next step: %+v, %v", d, err)
	}
	for line, want := range map[string]string{"": "deal.empty", "Acme CRM close 2026-02-30": "date.impossible",
		`Acme "Phase 2" 80k close after Easter`: "deal.left_over", `Acme "Phase 2" two 80k`: "deal.left_over", "Acme Phase close after Easter": "deal.left_over",
		"华星科技 三期 80万 春节后签约": "deal.left_over", "华星科技 三期 春节后签约": "deal.left_over", "Acme Phase 80k after Easter": "deal.left_over",
		"Acme second site 5-6k jan": "deal.left_over", "Acme second site jan": "deal.left_over", "华星科技 二期 5-6万": "deal.left_over",
		"Acme Vans 30 000": "money.not_understood", `Acme "Vans" 30 000`: "money.not_understood", "Acme Vans 30 m": "money.not_understood",
		"Acme Vans up to 42k": "money.limit", "华星科技 数据平台 最多42万": "money.limit", "华星科技 数据平台不超过42万": "money.limit",
		"Acme Big 99999999999999999999": "money.too_large", "Acme Vans 1.000": "money.odd_commas", "Acme Vans £30.000": "money.odd_commas",
		"Acme CRM $1,2,3": "money.odd_commas", "Acme CRM ¥5 USD": "money.two_currencies"} {
		if d, err := NewDeal(line, o); code(err) != want {
			t.Errorf("NewDeal(%q) = %+v, %v; want %s", line, d, err, want)
		}
	}
}
