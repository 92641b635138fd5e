package sales

import (
	"testing"
	"time"

	"dealdesk/sales/calendar"
)

func TestDoubtsAboutADealAreArithmetic(t *testing.T) {
	const today = calendar.Date("2026-11-30")
	p, l := Templates()[0], Limits{Pushed: 3, Contacts: 2, Decider: 3, Question: 2}
	for name, c := range map[string]struct {
		stage  string
		pushed int
		next   calendar.Date
		known  Known
		limits Limits
		want   Doubts
	}{
		"nothing":                            {"lead", 2, "", Known{}, l, Doubts{}},
		"put off three times":                {"lead", 3, "", Known{}, l, Doubts{Pushed: 3}},
		"one contact in the first stage":     {"lead", 0, "", Known{Contacts: 1}, l, Doubts{}},
		"one contact in the second":          {"discovery", 0, "", Known{Contacts: 1}, l, Doubts{Alone: true}},
		"two contacts":                       {"discovery", 0, "", Known{Contacts: 2}, l, Doubts{}},
		"no decider in the second stage":     {"discovery", 0, "", Known{Contacts: 2}, l, Doubts{}},
		"no decider in the third":            {"proposal", 0, "", Known{Contacts: 2}, l, Doubts{NoDecider: true}},
		"a decider":                          {"proposal", 0, "", Known{Contacts: 2, Decider: true}, l, Doubts{}},
		"a question of yesterday":            {"lead", 0, "", Known{Asked: "2026-11-29"}, l, Doubts{}},
		"a question of two days ago":         {"lead", 0, "", Known{Asked: "2026-11-28"}, l, Doubts{Asked: "2026-11-28"}},
		"a question with a step planned":     {"lead", 0, "2026-12-01", Known{Asked: "2026-11-20"}, l, Doubts{}},
		"a question with a step overdue":     {"lead", 0, "2026-11-25", Known{Asked: "2026-11-20"}, l, Doubts{Asked: "2026-11-20"}},
		"all of it switched off":             {"proposal", 9, "", Known{Contacts: 1, Asked: "2026-11-01"}, Limits{}, Doubts{}},
		"a stage that is gone is before all": {"gone", 0, "", Known{Contacts: 1}, l, Doubts{}},
	} {
		d := Deal{Stage: c.stage, Pushed: c.pushed, Next: NextStep{Due: c.next}, Status: Open}
		if got := d.Doubts(p, c.known, c.limits, today); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

func TestDoubtsAloneNameADealOnceAWeek(t *testing.T) {
	d, zone := silentDeal()
	at := d.Contacted.In(zone)
	x := Doubts{NoDecider: true}
	for name, c := range map[string]struct {
		nudge Nudge
		on    int // days after the last contact
		want  bool
	}{
		"never named":           {Nudge{}, 1, true},
		"named today":           {Nudge{On: calendar.DateOf(at).AddDays(1)}, 1, true},
		"named six days ago":    {Nudge{On: calendar.DateOf(at).AddDays(-5)}, 1, false},
		"named a week ago":      {Nudge{On: calendar.DateOf(at).AddDays(-6)}, 1, true},
		"snoozed":               {Nudge{Until: calendar.DateOf(at).AddDays(9)}, 1, false},
		"dropped":               {Nudge{}.Drop(d), 1, false},
		"dropped, then touched": {Nudge{Enough: at.Add(-time.Hour)}, 1, true},
	} {
		now := at.AddDate(0, 0, c.on)
		m := d.Matter(c.nudge, 30, now, calendar.Worktime{Zone: zone}).Doubted(x, calendar.DateOf(now))
		if m.Nudges() != c.want {
			t.Errorf("%s: %v, want %v", name, m.Nudges(), c.want)
		}
	}
}

func TestAPipelinesOwnLimitsCountBeforeTheCompanys(t *testing.T) {
	c := Company{Alerts: Alerts{Limits: Limits{3, 3, 2, 3, 2}},
		Pipelines: []Pipeline{{ID: "short", Limits: Limits{Quiet: 14, Pushed: 5, Decider: -1}}, {ID: "none", Limits: Limits{Quiet: -1}}}}
	if got := c.Limits("short"); got != (Limits{14, 5, 2, 0, 2}) {
		t.Errorf("%+v", got)
	}
	if got := c.Limits("gone"); got != (Limits{3, 3, 2, 3, 2}) {
		t.Errorf("%+v", got)
	}
	if least, most := c.QuietDays(); least != 14 || most != 14 { // "none" is never stale
		t.Error(least, most)
	}
}

func TestACustomersTierSaysHowLongItMayGoWithoutContact(t *testing.T) {
	c := Company{Alerts: Alerts{Limits: Limits{Quiet: 3}}, Cadence: map[Tier]int{"A": 2, "C": 20, "B": 0},
		Pipelines: []Pipeline{{ID: "usual"}, {ID: "long", Limits: Limits{Quiet: 14}}, {ID: "never", Limits: Limits{Quiet: -1}}}}
	for _, row := range []struct {
		tier                       Tier
		usual, long, never, lately int
	}{
		{"A", 2, 2, 0, 2}, // a tier goes before the pipeline
		{"B", 3, 14, 0, 3},
		{"C", 20, 20, 0, 20},
		{"", 3, 14, 0, 3},
	} {
		usual, long, never, lately := c.Quiet("usual", row.tier), c.Quiet("long", row.tier), c.Quiet("never", row.tier), c.Lately(row.tier)
		if usual != row.usual || long != row.long || never != row.never || lately != row.lately {
			t.Errorf("tier %q: %d, %d, %d, %d, want %+v", row.tier, usual, long, never, lately, row)
		}
	}
	if least, most := c.QuietDays(); least != 2 || most != 20 {
		t.Error(least, most)
	}
	c.Alerts.Quiet, c.Cadence, c.Pipelines = 3, map[Tier]int{"A": 2}, c.Pipelines[2:]
	if least, most := c.QuietDays(); least != 0 || most != 0 {
		t.Errorf("deals that are never stale are so after %d to %d days", least, most)
	}
}

func TestWhoseQuestionANoteHolds(t *testing.T) {
	for note, want := range map[string]bool{
		"They ask: can we deliver by May?":                true,
		"Wants to know whether it runs offline":           true,
		"Bob asked about the warranty":                    true,
		"can it read their old files?":                    true,
		"客户问能不能私有化部署":                                     true,
		"王总想知道质保多久":                                       true,
		"对方问到付款方式":                                        true,
		"能开专票吗？":                                          true,
		"I asked who signs?":                              false,
		"We should ask when the budget is free?":          false,
		"They ask if we deliver in May, told them yes":    false,
		"They asked how long it takes? Answered at once.": false,
		"得问一下谁签字？":                                        false,
		"客户问质保，已答复两年":                                     false,
		"当场解答了他们的疑问？":                                     false,
		"Talked pricing":                                  false,
		"聊了价格":                                            false,
		"asked for 10% off":                               false,
		"":                                                false,
	} {
		if got := CustomerAsks(note); got != want {
			t.Errorf("%q: %v", note, got)
		}
	}
}
