package goal

import (
	"testing"

	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/sales/kpi"
)

func goalOf(m kpi.Metric, baseline, target int64) Goal {
	g := Goal{ID: "G-1", Metric: m, Scope: Scope{Kind: OfTeam, ID: "east"}, Currency: "CNY", Period: third, Target: kpi.To(target)}
	if baseline >= 0 {
		g.Baseline = kpi.To(baseline)
	}
	return g
}

// The third quarter of 2026 has 66 working days from Monday to Friday, 33 of them before 15 August.
var halfway = calendar.Date("2026-08-15")

func TestWhatIsCovered(t *testing.T) {
	for _, c := range []struct {
		name     string
		g        Goal
		reached  kpi.Tally
		today    calendar.Date
		want     sales.Percent
		set, way bool
	}{
		{"quarter sales at 110 % (R24)", goalOf(kpi.Revenue, -1, 1000), kpi.Tally{N: 1100}, halfway, 110_00, true, false},
		{"sales ignore last year's number", goalOf(kpi.Revenue, 500, 1000), kpi.Tally{N: 750}, halfway, 75_00, true, false},
		{"17 % on the way from 12 % to 18 % (R24)", goalOf(kpi.WinRate, 1200, 1800), kpi.Tally{N: 17, Of: 100}, halfway, 83_33, true, true},
		{"worse than the baseline", goalOf(kpi.WinRate, 1200, 1800), kpi.Tally{N: 9, Of: 100}, halfway, -50_00, true, true},
		{"from 0 % to 5 %", goalOf(kpi.WinRate, 0, 500), kpi.Tally{N: 1, Of: 100}, halfway, 20_00, true, true},
		{"repurchase from 30 % to 50 % (R14)", goalOf(kpi.Repurchase, 3000, 5000), kpi.Tally{N: 9, Of: 20}, halfway, 75_00, true, true},
		{"a rate without a baseline", goalOf(kpi.WinRate, -1, 2000), kpi.Tally{N: 10, Of: 100}, halfway, 50_00, true, false},
		{"a rate of no cases", goalOf(kpi.WinRate, 1200, 1800), kpi.Tally{}, halfway, 0, false, false},
		{"a cycle 15 days shorter (R12)", goalOf(kpi.Cycle, 6000, 4500), kpi.Tally{N: 500, Of: 10}, halfway, 66_67, true, true},
		{"a longer cycle", goalOf(kpi.Cycle, 6000, 4500), kpi.Tally{N: 630, Of: 10}, halfway, -20_00, true, true},
		{"answered within two hours (R12)", goalOf(kpi.Response, -1, 120), kpi.Tally{N: 1500, Of: 10}, halfway, 80_00, true, false},
		{"answered at once", goalOf(kpi.Response, -1, 120), kpi.Tally{N: 0, Of: 10}, halfway, 0, false, false},
		{"order value up by 15 % (R13)", goalOf(kpi.DealSize, 1000, 1150), kpi.Tally{N: 10750, Of: 10}, halfway, 50_00, true, true},
		{"half the complaints (R13), on the way", goalOf(kpi.Complaints, 20, 10), kpi.Tally{N: 5}, halfway, 100_00, true, true},
		{"as many complaints as before", goalOf(kpi.Complaints, 20, 10), kpi.Tally{N: 10}, halfway, 0, true, true},
		{"half the complaints at the end", goalOf(kpi.Complaints, 20, 10), kpi.Tally{N: 12}, "2026-10-01", 80_00, true, true},
		{"complaints on the first day", goalOf(kpi.Complaints, 20, 10), kpi.Tally{N: 0}, "2026-07-01", 0, false, true},
		{"a part of nothing", goalOf(kpi.Customers, -1, 0), kpi.Tally{N: 3}, halfway, 0, false, false},
		{"a market share entered by hand (R10)", goalOf(kpi.Entered, 1000, 1500), kpi.Tally{N: 1250, Of: 1}, halfway, 50_00, true, true},
		{"nothing entered", goalOf(kpi.Entered, 1000, 1500), kpi.Tally{}, halfway, 0, false, false},
	} {
		p := c.g.Progress(Measured{Today: c.today, Reached: c.reached})
		if p.Share != (Covered{c.want, c.set, c.way}) {
			t.Errorf("%s: %+v", c.name, p.Share)
		}
	}
}

func TestPaceFollowsTheWorkingCalendar(t *testing.T) {
	leave := Work{Away: []calendar.Span{{From: "2026-07-01", To: "2026-07-21"}}} // 15 working days
	for _, c := range []struct {
		name              string
		g                 Goal
		reached           kpi.Tally
		today             calendar.Date
		work              Work
		expected, perWeek int64
		days, passed      int
		pace              Pace
		level, next       string
	}{
		{"half way", goalOf(kpi.Customers, -1, 50), kpi.Tally{N: 25}, halfway, Work{}, 25, 4, 66, 33, OnPace, "", "target"},
		{"one behind", goalOf(kpi.Customers, -1, 50), kpi.Tally{N: 24}, halfway, Work{}, 25, 4, 66, 33, Behind, "", "target"},
		{"the first morning", goalOf(kpi.Customers, -1, 50), kpi.Tally{}, "2026-07-01", Work{}, 0, 4, 66, 0, Early, "", "target"},
		{"back from leave", goalOf(kpi.Customers, -1, 51), kpi.Tally{N: 0}, "2026-07-22", leave, 0, 5, 51, 0, Early, "", "target"},
		{"a day after leave", goalOf(kpi.Customers, -1, 51), kpi.Tally{N: 1}, "2026-07-23", leave, 1, 5, 51, 1, OnPace, "", "target"},
		{"the last day", goalOf(kpi.Customers, -1, 50), kpi.Tally{N: 43}, "2026-09-30", Work{}, 49, 7, 66, 65, Behind, "", "target"},
		{"the last week: what is left of it", goalOf(kpi.Customers, -1, 50), kpi.Tally{N: 43}, "2026-09-28", Work{}, 48, 7, 66, 63, Behind, "", "target"},
		{"reached", goalOf(kpi.Customers, -1, 50), kpi.Tally{N: 50}, halfway, Work{}, 25, 0, 66, 33, Done, "target", ""},
		{"missed", goalOf(kpi.Customers, -1, 50), kpi.Tally{N: 49}, "2026-10-01", Work{}, 50, 0, 66, 66, Missed, "", "target"},
		{"before it begins", goalOf(kpi.Customers, -1, 50), kpi.Tally{}, "2026-06-20", Work{}, 0, 4, 66, 0, Ahead, "", "target"},
		{"a rate is expected to be the target", goalOf(kpi.WinRate, 1200, 1800), kpi.Tally{N: 17, Of: 100}, halfway, Work{}, 1800, 0, 66, 33, Behind, "", "target"},
		{"a rate of few cases", goalOf(kpi.WinRate, 1200, 1800), kpi.Tally{N: 4, Of: 4}, halfway, Work{}, 1800, 0, 66, 33, Early, "", "target"},
		{"a rate of few cases in the end", goalOf(kpi.WinRate, 1200, 1800), kpi.Tally{N: 0, Of: 4}, "2026-10-01", Work{}, 1800, 0, 66, 66, Unclear, "", "target"},
		{"fewer complaints than allowed", goalOf(kpi.Complaints, 20, 10), kpi.Tally{N: 5}, halfway, Work{}, 5, 0, 66, 33, OnPace, "", "target"},
		{"too many complaints", goalOf(kpi.Complaints, 20, 10), kpi.Tally{N: 6}, halfway, Work{}, 5, 0, 66, 33, Behind, "", "target"},
		{"few complaints in the end", goalOf(kpi.Complaints, 20, 10), kpi.Tally{N: 10}, "2026-10-01", Work{}, 10, 0, 66, 66, Done, "target", ""},
		{"a short cycle", goalOf(kpi.Cycle, 6000, 4500), kpi.Tally{N: 400, Of: 10}, halfway, Work{}, 4500, 0, 66, 33, Done, "target", ""},
	} {
		p := c.g.Progress(Measured{Today: c.today, Reached: c.reached, Work: c.work})
		if p.Expected.N != c.expected || p.PerWeek.N != c.perWeek || p.Days != c.days || p.Passed != c.passed || p.Left != c.days-c.passed ||
			p.Pace != c.pace || p.Level != c.level || p.NextLevel != c.next {
			t.Errorf("%s: %+v", c.name, p)
		}
	}
}

func TestLevelsArePassedOneByOne(t *testing.T) {
	g := goalOf(kpi.Customers, -1, 50)
	g.Stretch, g.Challenge = kpi.To(60), kpi.To(70)
	for n, want := range map[int64][2]string{49: {"", "target"}, 50: {"target", "stretch"}, 69: {"stretch", "challenge"},
		70: {"challenge", ""}} {
		if p := g.Progress(Measured{Today: halfway, Reached: kpi.Tally{N: n}}); p.Level != want[0] || p.NextLevel != want[1] {
			t.Errorf("%d: %q, then %q", n, p.Level, p.NextLevel)
		}
	}
}

func TestACheckpointHoldsIfEnoughIsCoveredForItsDay(t *testing.T) {
	g := goalOf(kpi.Customers, -1, 100)
	g.Checkpoints = []Checkpoint{{"2026-08-14", 50_00}, {"2026-09-15", 80_00}} // after 33 and 55 of 66 working days
	for _, c := range []struct {
		today   calendar.Date
		reached int64
		on      calendar.Date
		holds   bool
	}{
		{"2026-07-27", 27, "2026-08-14", false}, // 18 of 33 days have passed: 27.27 % of the way are asked for
		{"2026-07-27", 28, "2026-08-14", true},
		{"2026-08-14", 49, "2026-08-14", true}, // the day itself is not over
		{halfway, 47, "2026-09-15", false},
		{halfway, 48, "2026-09-15", true},
		{"2026-09-16", 0, "", false},
	} {
		p := g.Progress(Measured{Today: c.today, Reached: kpi.Tally{N: c.reached}})
		if p.Next.On != c.on || p.Next.Holds != c.holds || p.Next.Set != (c.on != "") {
			t.Errorf("%s with %d: %+v", c.today, c.reached, p.Next)
		}
	}
}

func TestATrendComparesFourWeeksWithTheFourBefore(t *testing.T) {
	lately, before := Recent("2026-08-17")
	if lately != (calendar.Span{From: "2026-07-20", To: "2026-08-16"}) || before != (calendar.Span{From: "2026-06-22", To: "2026-07-19"}) {
		t.Error(lately, before)
	}
	p := goalOf(kpi.WinRate, 1200, 1800).Progress(Measured{Today: halfway, Lately: kpi.Tally{N: 2, Of: 6}, Before: kpi.Tally{N: 1, Of: 4}})
	if p.Trend != (Trend{Now: kpi.To(3333)}) { // four cases say nothing
		t.Errorf("%+v", p.Trend)
	}
}

func TestNumbersAreRoundedHalfUp(t *testing.T) {
	for _, c := range []struct {
		m    kpi.Metric
		t    kpi.Tally
		want kpi.Level
	}{
		{kpi.WinRate, kpi.Tally{N: 2, Of: 3}, kpi.To(6667)}, {kpi.WinRate, kpi.Tally{N: 1, Of: 3}, kpi.To(3333)}, {kpi.WinRate, kpi.Tally{N: 1, Of: 32}, kpi.To(313)},
		{kpi.Cycle, kpi.Tally{N: 100, Of: 3}, kpi.To(3333)}, {kpi.Response, kpi.Tally{N: 5, Of: 2}, kpi.To(3)}, {kpi.DealSize, kpi.Tally{N: 7, Of: 2}, kpi.To(4)},
		{kpi.DealSize, kpi.Tally{N: 1 << 62, Of: 1}, kpi.To(1 << 62)}, {kpi.Revenue, kpi.Tally{N: 7, Of: 2}, kpi.To(7)}, {kpi.Cycle, kpi.Tally{N: 5}, kpi.Level{}},
		{kpi.Entered, kpi.Tally{N: 5}, kpi.Level{}}, {kpi.Entered, kpi.Tally{N: 5, Of: 1}, kpi.To(5)},
	} {
		if got := (Goal{Metric: c.m}).Definition().Value(c.t); got != c.want {
			t.Errorf("%s of %+v is %+v, want %+v", c.m, c.t, got, c.want)
		}
	}
	for _, c := range [][5]int64{{1, 1, 2, 1, 1}, {-1, 1, 2, -1, 0}, {-3, 1, 2, -2, -1}, {10, 1, 5, 2, 2}, {11, 1, 5, 2, 3}, {1, 1, 0, 0, 0},
		{1 << 62, 1 << 62, 1 << 62, 1 << 62, 1 << 62}, {1 << 62, 8, 1, 1<<63 - 1, 1<<63 - 1}, {-1 << 63, 1, -1, 1<<63 - 1, 1<<63 - 1}} {
		if got, up := kpi.Scale(c[0], c[1], c[2]), kpi.ScaleUp(c[0], c[1], c[2]); got != c[3] || up != c[4] {
			t.Errorf("%d × %d ÷ %d is %d, rounded up %d, want %d and %d", c[0], c[1], c[2], got, up, c[3], c[4])
		}
	}
}

func TestAGoalIsComparedWithThePast(t *testing.T) {
	span := func(from, to calendar.Date) calendar.Span { return calendar.Span{From: from, To: to} }
	q2, month, weeks := span("2026-04-01", "2026-06-30"), span("2026-06-01", "2026-06-30"), span("2026-06-04", "2026-06-30")
	quarter := func(n, of int64) Past { return Past{Span: q2, Tally: kpi.Tally{N: n, Of: of}, Days: 60} }
	for _, c := range []struct {
		name string
		g    Goal
		past Past
		want Ambition
	}{
		{"as much as usual", goalOf(kpi.Customers, -1, 66), quarter(60, 60), Ambition{true, q2, kpi.To(66), 0, false}},
		{"20 % more", goalOf(kpi.Revenue, -1, 7920), quarter(6000, 5), Ambition{true, q2, kpi.To(6600), 20_00, false}},
		{"twice as much", goalOf(kpi.Customers, -1, 132), quarter(60, 60), Ambition{true, q2, kpi.To(66), 100_00, true}},
		{"half as much again", goalOf(kpi.Customers, -1, 99), quarter(60, 60), Ambition{true, q2, kpi.To(66), 50_00, false}},
		{"less than usual", goalOf(kpi.Customers, -1, 33), quarter(60, 60), Ambition{true, q2, kpi.To(66), -50_00, false}},
		{"a month is enough", goalOf(kpi.Customers, -1, 66), Past{Span: month, Tally: kpi.Tally{N: 1, Of: 1}, Days: 22},
			Ambition{true, month, kpi.To(3), 2100_00, true}},
		{"less than four weeks are too few", goalOf(kpi.Customers, -1, 66), Past{Span: weeks, Tally: kpi.Tally{N: 60, Of: 60}, Days: 19},
			Ambition{Span: weeks}},
		{"four deals are too few for a rate", goalOf(kpi.WinRate, 1200, 1800), quarter(1, 4), Ambition{Span: q2}},
		{"a win rate a half higher", goalOf(kpi.WinRate, 1200, 1800), quarter(12, 100), Ambition{true, q2, kpi.To(1200), 50_00, false}},
		{"a cycle a quarter shorter", goalOf(kpi.Cycle, 6000, 4500), quarter(600, 10), Ambition{true, q2, kpi.To(6000), 25_00, false}},
		{"a cycle of half the time", goalOf(kpi.Cycle, 6000, 3000), quarter(600, 10), Ambition{true, q2, kpi.To(6000), 50_00, true}},
		{"nobody knows a market share", goalOf(kpi.Entered, 1000, 1500), quarter(1000, 100), Ambition{Span: q2}},
		{"nothing was won", goalOf(kpi.Customers, -1, 66), quarter(0, 0), Ambition{true, q2, kpi.To(0), 0, true}},
	} {
		if got := c.g.Achievable(c.past, Work{}); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
	for since, want := range map[calendar.Date]calendar.Span{
		"2025-01-01": span("2026-01-01", "2026-06-30"), "2026-04-02": span("2026-05-01", "2026-06-30"),
		"2026-06-01": span("2026-06-01", "2026-06-30"), "2026-06-04": span("2026-06-04", "2026-07-14"),
	} {
		if got := PastMonths("2026-07-15", since); got != want {
			t.Errorf("since %s: %v, want %v", since, got, want)
		}
	}
}
