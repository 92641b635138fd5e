package phrase

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"dealdesk/sales"
)

// bookNames are customers that people call by the beginning of their names.
var bookNames = NewIndex([]Named{{"A-1", "华星科技"}, {"A-2", "绿源环保"}, {"A-3", "蓝海电子"}, {"A-4", "远洋保险"}, {"A-5", "榕城文旅"},
	{"A-6", "Acme Corporation"}, {"A-7", "Globex"}, {"A-8", "Linden Labs"}})

func bookOptions() LogOptions {
	return LogOptions{Now: wednesday, Currency: "CNY", Known: func(text string) int { return bookNames.Known(text, nil) },
		Called: func(word string) bool { return Sure(bookNames.Find(word, nil)) }}
}

// Each of several customers in a line is seen, so that none becomes the words of another.
func TestSeveralCustomersInALineAreSeen(t *testing.T) {
	for line, want := range map[string]string{
		"电话华星10min，绿源半小时，蓝海没接": "绿源", "电话 华星 绿源 蓝海 各10分钟": "绿源", "电话 华星20分钟、绿源10分钟": "绿源",
		"电话华星20分钟；电话绿源10分钟": "绿源", "昨天拜访华星 今天电话绿源10分钟": "绿源", "今天拜访了华星和绿源": "绿源", "拜访华星、绿源、蓝海": "绿源",
		"早上跟华星微信聊了几句，中午请远洋的张总吃饭，下午又去榕城文旅拜访了40分钟":                    "远洋",
		"called Acme 10 min, Globex half an hour, Linden no answer": "Globex", "called Acme, Globex and Linden 10 min each": "Globex",
		"yesterday visited Acme, today called Globex 10 min": "Globex", "called Acme 10 min, Linden no answer": "Linden",
		"电话 华星 20分钟 客户也在看绿源的方案": "", "电话 华星 20分钟 他们和绿源有合作": "", "拜访 华星 1小时，绿源的价格更低": "", "电话 华星 20分钟 今天心情不错": "",
		"电话 华星 20分钟，没接": "", "拜访华星，不在": "", "call Acme 20m, they compare us with Globex": "", "call Acme today, Globex is cheaper": "",
	} {
		l, err := ReadLog(line, bookOptions())
		if err != nil || l.With != want {
			t.Errorf("ReadLog(%q): second %q, want %q, %v (%s)", line, l.With, want, err, short(l))
		}
	}
}

func TestALineOfSeveralContactsIsPartedIntoOneEach(t *testing.T) {
	for line, want := range map[string]string{
		"电话华星10min，绿源半小时，蓝海没接": "电话华星10min|电话 绿源半小时|电话 蓝海没接", "电话 华星 绿源 蓝海 各10分钟": "电话 华星 10分钟|电话 绿源 10分钟|电话 蓝海 10分钟",
		"昨天拜访华星、绿源、蓝海": "昨天拜访华星|昨天 电话 绿源|昨天 电话 蓝海",
		"早上跟华星微信聊了几句，中午请远洋的张总吃饭，下午又去榕城文旅拜访了40分钟":                    "早上跟华星微信聊了几句|中午请远洋的张总吃饭|去榕城文旅拜访了40分钟",
		"called Acme 10 min, Globex half an hour, Linden no answer": "called Acme 10 min|电话 Globex half an hour|电话 Linden no answer",
		"called Acme, Globex and Linden 10 min each":                "called Acme 10 min|电话 Globex 10 min|电话 Linden 10 min",
	} {
		if got := strings.Join(OneEach(line, "电话", bookOptions()), "|"); got != want {
			t.Errorf("OneEach(%q)\n got %s\nwant %s", line, got, want)
		}
	}
}

func TestTwoCertainContactsOfAListAreToldApart(t *testing.T) {
	for line, want := range map[string]string{
		"电话 华星20分钟、绿源10分钟":     "kind=call about=华星 min=20 | kind=call about=绿源 min=10",
		"电话华星20分钟；电话绿源10分钟":    "kind=call about=华星 min=20 | kind=call about=绿源 min=10",
		"昨天拜访华星 今天电话绿源10分钟":    "kind=visit about=华星 on=2026-11-17 | kind=call about=绿源 min=10 on=2026-11-18",
		"今天拜访了华星和绿源":           "kind=visit about=华星 on=2026-11-18 | kind=visit about=绿源 on=2026-11-18",
		"电话华星10min，绿源半小时，蓝海没接": "", "电话 华星 绿源 蓝海 各10分钟": "", "called Acme 10 min, Globex half an hour, Linden no answer": "",
		"早上跟华星微信聊了几句，中午请远洋的张总吃饭，下午又去榕城文旅拜访了40分钟": "", "电话 华星 20分钟，绿源没接": "",
	} {
		first, second, ok := SplitLog(line, bookOptions())
		got := ""
		if ok {
			got = short(first) + " | " + short(second)
		}
		if got != want {
			t.Errorf("SplitLog(%q)\n got %s\nwant %s", line, got, want)
		}
	}
}

func TestADayWithADotIsReadInChinese(t *testing.T) {
	for line, want := range map[string]string{
		"11.13 电话 绿源 20分钟": "kind=call about=绿源 min=20 on=2026-11-13", "电话 11.13 绿源 20分钟": "kind=call about=绿源 min=20 on=2026-11-13",
		"电话 绿源 20分钟 12.20 签": "kind=call about=绿源 min=20 note=12.20 签", "call Acme 11.13 ok": "kind=call about=Acme note=11.13 ok",
	} {
		if l, err := ReadLog(line, bookOptions()); err != nil || short(l) != want {
			t.Errorf("ReadLog(%q)\n got %s, %v\nwant %s", line, short(l), err, want)
		}
	}
	for _, name := range []string{"11.23", "去", "电活", "和华星的王总通了"} {
		if PlausibleName(name) {
			t.Errorf("%q is offered as a name", name)
		}
	}
}

// A legal or a group name is the whole of one: its beginning is asked about.
func TestAGroupNameIsNotTheBeginningOfAnother(t *testing.T) {
	for name, want := range map[string]bool{"华星": true, "华星科技": true, "华星科技有限公司": true, "华星集团": false, "华星有限公司": false,
		"Linden": true, "Linden Ltd": false, "Acme Inc": true} {
		if got := Sure(bookNames.Find(name, nil)); got != want {
			t.Errorf("%q is sure: %v", name, got)
		}
	}
}

func TestALastClauseIsTheNextStepInChinese(t *testing.T) {
	for line, want := range map[string]string{
		"电话 绿源 20分钟 聊价格 客户说下周五给答复，我周五催一下": "kind=call about=绿源 min=20 note=聊价格 客户说下周五给答复 next=催一下 due=2026-11-20",
		"电话 绿源 20分钟 聊价格 接下来周五去催合同":        "kind=call about=绿源 min=20 note=聊价格 next=去催合同 due=2026-11-20",
		"电话 绿源 20分钟 客户说，我周五发合同":           "kind=call about=绿源 min=20 note=客户说，我周五发合同",
		"电话 绿源 20分钟 我周五很忙":                "kind=call about=绿源 min=20 note=我周五很忙",
	} {
		if l, err := ReadLog(line, bookOptions()); err != nil || short(l) != want {
			t.Errorf("ReadLog(%q)\n got %s, %v\nwant %s", line, short(l), err, want)
		}
	}
}

// The everyday ways to say what kind a contact was.
func TestTheKindOfAContactIsReadInEverydayWords(t *testing.T) {
	for line, want := range map[string]string{
		"请华星何总吃了顿饭，2小时": "kind=meeting about=华星 person=何总 min=120", "跟华星何总吃了顿饭，2小时": "kind=meeting about=华星 person=何总 min=120",
		"跟华星的何总吃饭 两小时": "kind=meeting about=华星 person=何总 min=120", "和蓝海开了个腾迅会议，1.5h": "kind=meeting about=蓝海 min=90",
		"和蓝海开了个Zoom会议，1.5h": "kind=meeting about=蓝海 min=90", "和蓝海开了个飞书会议 30分钟": "kind=meeting about=蓝海 min=30", "飞书会议 蓝海 30分钟": "kind=meeting about=蓝海 min=30",
		"绿源 视频 20分钟": "kind=meeting about=绿源 min=20", "绿源 视频做好了": "about=绿源 note=视频做好了", "绿源 见了王总 20分钟": "kind=meeting about=绿源 person=王总 min=20",
		"wx 绿源 发了资料": "kind=message about=绿源 note=发了资料", "刚和华星的王总通了20分钟电话，客户嫌贵": "kind=call about=华星 person=王总 min=20 note=客户嫌贵",
		"电活 华星 20分钟 聊价格": "kind=call about=华星 min=20 note=聊价格", "vist Acme 1h ok": "kind=visit about=Acme min=60 note=ok",
		"今儿上午去了趟绿源环保，聊了一个多钟头，客户满意": "kind=visit about=绿源环保 min=60 on=2026-11-18 note=聊了一个多钟头，客户满意",
	} {
		if l, err := ReadLog(line, bookOptions()); err != nil || short(l) != want {
			t.Errorf("ReadLog(%q)\n got %s, %v\nwant %s", line, short(l), err, want)
		}
	}
}

// A time that no one day is meant by is asked about: the contact was not today.
func TestAVagueDayOfAContactIsAsked(t *testing.T) {
	for line, want := range map[string]string{
		"拜访 绿源 上周": "上周", "拜访 绿源 前几天": "前几天", "上周拜访了绿源": "上周", "前阵子 拜访 绿源 谈价格": "前阵子", "拜访 绿源 上个月 1小时": "上个月", "上周电话 绿源 20分钟": "上周",
		"call Acme last week": "last week", "call Acme the other day talked price": "the other day", "last week called Acme": "last week", "call Acme a few days ago": "a few days ago",
		"visited Acme recently": "recently", "call Acme 20m last week": "last week",
		"拜访 绿源 上周三": "", "电话 绿源 上周他们签了别家": "", "电话 绿源 20分钟 聊了上周的报价": "", "call Acme last Wed": "", "call Acme last week they signed": "", "备注 绿源 最近很忙": "",
		"call Acme they met last week": "",
	} {
		_, err := ReadLog(line, bookOptions())
		problem, _ := sales.AsProblem(err)
		got := ""
		if problem != nil {
			got = fmt.Sprint(problem.Args["Text"])
		}
		if got != want || want != "" && code(err) != "log.vague_day" {
			t.Errorf("ReadLog(%q): %v %v, want %q", line, err, problem, want)
		}
	}
}

func TestAVisitToNobodyIsNoVisit(t *testing.T) {
	for note, want := range map[string]bool{
		"没见到人": true, "没见着人": true, "没见到王总": false, "扑了个空": true, "人不在": true, "王总不在，下次再约": true, "客户不在": true, "没碰到人": true,
		"nobody was in": true, "they were out": true, "didn't see anyone": true, "could not reach him": true,
		"见到人了": false, "没见到竞品": false, "客户不在意价格": false, "they were out of stock": false,
	} {
		if got := NotHeld(sales.Visit, note); got != want {
			t.Errorf("NotHeld(visit, %q) = %v", note, got)
		}
	}
}

// A line that nobody's name was read from is read again from where the picked customer's stands.
func TestALineIsReadFromThePickedCustomersName(t *testing.T) {
	for _, c := range []struct{ line, name, want string }{
		{"跑业务 华星 20分钟 聊价格", "华星科技", "about=华星 min=20 note=跑业务 聊价格"},
		{"昨天拜会 华星 20分钟", "华星科技", "kind=visit about=华星 min=20 on=2026-11-17"},
		{"pitched to Lumen 20m talked", "Lumen Optics", "about=Lumen min=20 note=pitched to talked"},
		{"pitched it 20m", "Lumen Optics", ""},
	} {
		l, ok := ReadFrom(c.line, c.name, bookOptions())
		if got := short(l); ok != (c.want != "") || ok && got != c.want {
			t.Errorf("ReadFrom(%q)\n got %s, %v\nwant %s", c.line, got, ok, c.want)
		}
	}
}

func TestALineThatIsCertainlyAContactNeedsNoCommand(t *testing.T) {
	for line, want := range map[string]bool{
		"电话 华星 20分钟 聊价格": true, "拜访华星 1小时": true, "电话 10分钟": true, "昨天拜访华星 1小时": true, "给华星打了20分钟电话": true, "called Acme 20 min, price": true, "call Acme 20m": true,
		"yesterday visited Acme 1h": true,
		"电话多少":                      false, "电话 华星": false, "call me in 20 min?": false, "call me": false, "20分钟后开会": false, "明天拜访华星 1小时": false, "华星的电话是多少": false, "商机列表": false,
		"email Acme the offer": false, "备注 20分钟": false, "开会20分钟够吗": false, "give me 20 min": false,
	} {
		if got := Contacted(line, wednesday); got != want {
			t.Errorf("Contacted(%q) = %v", line, got)
		}
	}
}

// Two customers who each had a contact of their own in a line are two lines of their own.
func TestEachOfTwoHasItsOwnContact(t *testing.T) {
	for line, want := range map[string]string{
		"saw Acme this morning and called Globex in the afternoon, both want a demo": "saw Acme this morning, both want a demo|called Globex in the afternoon, both want a demo",
		"visited Acme, they liked it, then rang Globex, no news":                     "visited Acme, they liked it|rang Globex, no news",
		"上午去了趟绿源环保，下午又跟榕城文旅通了个电话，两边都说年底前定":                                           "上午去了趟绿源环保, 两边都说年底前定|下午又跟榕城文旅通了个电话, 两边都说年底前定",
		"给蓝海电子发了邮件，又去拜访了绿源环保":                                                        "给蓝海电子发了邮件|又去拜访了绿源环保",
		"called Acme 20m, they met Globex yesterday":                                 "",
		"called Acme, both of them say Globex is cheaper":                            "",
		"电话 绿源环保 20分钟，他们昨天拜访了蓝海电子":                                                   "",
		"电话 绿源环保，蓝海电子的价格更低":                                                          "",
	} {
		var spots []Spot
		for id, name := range map[string]string{"A-6": "Acme", "A-7": "Globex", "A-2": "绿源环保", "A-3": "蓝海电子", "A-5": "榕城文旅"} {
			if at := strings.Index(line, name); at >= 0 {
				spots = append(spots, Spot{Start: at, End: at + len(name), ID: id})
			}
		}
		slices.SortFunc(spots, func(a, b Spot) int { return a.Start - b.Start })
		lines, _ := OwnOf(line, spots)
		if got := strings.Join(lines, "|"); got != want {
			t.Errorf("OwnOf(%q)\n got %s\nwant %s", line, got, want)
		}
	}
}
