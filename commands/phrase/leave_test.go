package phrase

import (
	"testing"
	"time"
)

func TestADayOffMayHaveAReason(t *testing.T) {
	now := time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)
	for line, want := range map[string][3]string{
		"Thu and Fri":                 {"2026-11-26", "2026-11-27"},
		"Thu, Fri":                    {"2026-11-26", "2026-11-27"},
		"Thu and Fri wedding":         {"2026-11-26", "2026-11-27", "wedding"},
		"Mon-Wed holiday":             {"2026-11-30", "2026-12-02", "holiday"},
		"on Monday (dentist)":         {"2026-11-30", "2026-11-30", "dentist"},
		"next week, moving house":     {"2026-11-30", "2026-12-06", "moving house"},
		"周四周五 家里有事":                   {"2026-11-26", "2026-11-27", "家里有事"},
		"周四和周五":                       {"2026-11-26", "2026-11-27"},
		"周四、周五家里有事":                   {"2026-11-26", "2026-11-27", "家里有事"},
		"下周一身体不舒服":                    {"2026-11-30", "2026-11-30", "身体不舒服"},
		"Thu afternoon":               {},
		"Mon and Wed":                 {},
		"Mon-Wed but not Tue":         {},
		"Mon-Wed except the 1st":      {},
		"周四下午":                        {},
		"周四三天":                        {},
		"周四到周五，周四除外":                  {},
		"Thu and Fri, and Mon":        {},
		"holiday":                     {},
		"next week Mon":               {"2026-11-30", "2026-11-30"},
		"tomorrow for 3 days":         {},
		"Thu or Fri":                  {},
		"Fri to be with the children": {},
	} {
		from, to, why, err := SpanWhy(line, now)
		if got := [3]string{string(from), string(to), why}; got != want || (err == nil) != (want[0] != "") {
			t.Errorf("%q: %q %v, want %q", line, got, err, want)
		}
	}
}

func TestDaysMayShareTheMonthBehindThem(t *testing.T) {
	now := time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)
	for line, want := range map[string][2]string{
		"7-11 Dec": {"2026-12-07", "2026-12-11"}, "7–11 December": {"2026-12-07", "2026-12-11"}, "from 7 to 11 Dec": {"2026-12-07", "2026-12-11"},
		"the 7th to 11th of December": {"2026-12-07", "2026-12-11"}, "between 7 and 11 Dec": {"2026-12-07", "2026-12-11"}, "Dec 7-11": {"2026-12-07", "2026-12-11"},
		"7 Dec - 11 Dec": {"2026-12-07", "2026-12-11"}, "28 Dec to 3 Jan": {"2026-12-28", "2027-01-03"}, "7-11 Dec 2026": {"2026-12-07", "2026-12-11"},
		"7号到11号": {"2026-12-07", "2026-12-11"}, "12月7日到11日": {"2026-12-07", "2026-12-11"}, "11-7 Dec": {},
	} {
		from, to, _, err := SpanWhy(line, now)
		if got := [2]string{string(from), string(to)}; got != want || (err == nil) != (want[0] != "") {
			t.Errorf("%q: %q %v, want %q", line, got, err, want)
		}
	}
}

func TestALineMayAskAColleagueToDecide(t *testing.T) {
	now := time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)
	for line, want := range map[string][2]string{
		"我7号到11号不在，Bob代我审批": {"Bob", "7号到11号"}, "下周一到周三请魏华替我审批": {"魏华", "下周一到周三"}, "请李雷代我审批，到周五": {"李雷", "到周五"},
		"<@UBOB>代我审批 11/24-11/28": {"<@UBOB>", "11/24-11/28"}, "下周一请假，魏华帮我批": {"魏华", "下周一"}, "我明天请假，让韩梅梅代审批": {"韩梅梅", "明天"}, "Bob代我审批": {"Bob", ""},
		"Bob approves for me 7-11 Dec": {"Bob", "7-11 Dec"}, "I'm away 7-11 Dec, @Bob decides for me": {"@Bob", "7-11 dec"},
		"Bob covers for me from Monday to Wednesday": {"Bob", "from Monday to Wednesday"}, "<@UBOB> stands in for me until Fri": {"<@UBOB>", "until Fri"},
		"delegate Bob": {}, "Ask Bob for me": {}, "帮我看看": {}, "call Acme for me": {},
	} {
		who, days, ok := StandIn(line, now)
		if got := [2]string{who, days}; got != want || ok != (want[0] != "") {
			t.Errorf("%q: %q %v, want %q", line, got, ok, want)
		}
	}
	for line, want := range map[string]string{"off tomorrow": "tomorrow", "I'm on leave tomorrow": "tomorrow",
		"明天请假": "明天", "下周一到周三休假": "下周一到周三",
		"I'm off from tomorrow": "from tomorrow", "I'm off from Monday to Wednesday": "from monday to wednesday", "on leave 7-11 Dec": "7-11 dec", "我7号到11号不在": "7号到11号", "请假明天": "明天"} {
		if day, ok := Away(line, now); !ok || day != want {
			t.Errorf("%q: %q %v", line, day, ok)
		}
	}
}
