package phrase

import (
	"strings"
	"testing"
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
