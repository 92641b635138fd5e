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
		"the week after next":         {"2026-12-07", "2026-12-13"},
		"for two weeks from monday":   {"2026-11-30", "2026-12-13"},
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

func TestAbsencesThatPlanNoLeaveAreTold(t *testing.T) {
	now := time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)
	type read struct {
		kind      AbsenceKind
		who, days string
	}
	for line, want := range map[string]read{
		"我下周一到周三出差": {Trip, "", "下周一到周三"}, "我明天去上海出差": {Trip, "", "明天"}, "I'm travelling next week": {Trip, "", "next week"},
		"张伟明天请假": {Theirs, "张伟", "明天"}, "Bob is off tomorrow": {Theirs, "bob", "tomorrow"}, "韩梅梅下周一休假": {Theirs, "韩梅梅", "下周一"},
		"周五下午请假": {HalfDay, "", "周五"}, "明天上午请假半天": {HalfDay, "", "明天"}, "off on Friday afternoon": {HalfDay, "", "friday"},
		"国庆请假": {Unclear, "", ""}, "请假两天": {Unclear, "", ""},
		"明天不请假了": {Off, "", "明天"}, "不请假了": {Off, "", ""}, "I'm not off tomorrow after all": {Off, "", "tomorrow"},
		"不用代了": {Undeputed, "", ""}, "不用李雷代批了": {Undeputed, "", ""}, "no need to cover for me anymore": {Undeputed, "", ""},
		"明天请假": {}, "off tomorrow": {}, "call Acme tomorrow": {}, "": {}, "拜访华星": {}, "出差报销": {}, "客户出差": {},
	} {
		kind, who, days := ReadAbsence(line, now)
		if got := (read{kind, who, days}); got != want {
			t.Errorf("ReadAbsence(%q) = %v, want %v", line, got, want)
		}
	}
	for line, want := range map[string][2]string{
		"我明天不在，审批交给韩梅梅": {"韩梅梅", "明天"}, "我明天出差，审批让韩梅梅看": {"韩梅梅", "明天"}, "下周一到周三审批由李雷处理": {"李雷", "下周一到周三"},
		"I'm away tomorrow, approvals go to Bob": {"Bob", "tomorrow"}, "客户的折扣给老板看": {}, "申请给财务": {},
	} {
		who, days, ok := StandIn(line, now)
		if got := [2]string{who, days}; got != want || ok != (want[0] != "") {
			t.Errorf("StandIn(%q) = %q %v, want %q", line, got, ok, want)
		}
	}
	for _, line := range []string{"明天休", "周四周五 休"} {
		if _, _, why, err := SpanWhy(line, now); err != nil || why != "" {
			t.Errorf("%q: %q %v", line, why, err)
		}
	}
}

func TestLeaveOfOthersAndQuestionsPlanNone(t *testing.T) {
	now := time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)
	for _, line := range []string{"下周谁请假", "明天谁休假？", "holiday next week at Acme", "away next week: Bob", "off tomorrow?",
		"who is off tomorrow"} {
		if _, away := Away(line, now); away {
			t.Errorf("%q plans leave", line)
		}
	}
	for _, line := range []string{"off tomorrow", "下周一请假", "holiday next week"} {
		if _, away := Away(line, now); !away {
			t.Errorf("%q plans no leave", line)
		}
	}
}
