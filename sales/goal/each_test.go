package goal_test

import (
	"testing"

	"dealdesk/sales/calendar"
	"dealdesk/sales/goal"
)

func TestSoMuchAWeekComesAsOftenAsTheWorkingCalendarSays(t *testing.T) {
	away := goal.Work{Away: []calendar.Span{{From: "2026-11-30", To: "2026-12-04"}}}
	for _, c := range []struct {
		work     goal.Work
		from, to calendar.Date
		each     goal.Each
		n, of    int64
	}{
		{goal.Work{}, "2026-11-24", "2026-12-25", goal.EachWeek, 24, 5},
		{away, "2026-11-24", "2026-12-25", goal.EachWeek, 19, 5},
		{goal.Work{}, "2026-11-01", "2026-11-30", goal.EachDay, 21, 1},
		{goal.Work{}, "2026-10-01", "2026-12-31", goal.EachMonth, 30_000, 10_000},
		{goal.Work{}, "2026-12-01", "2027-01-15", goal.EachMonth, 15_238, 10_000}, // 11 of the 21 working days of January
		{goal.Work{}, "2027-01-01", "2027-12-31", goal.EachQuarter, 40_000, 10_000},
	} {
		n, of := c.work.Times(calendar.Span{From: c.from, To: c.to}, c.each)
		if n != c.n || of != c.of {
			t.Errorf("%s to %s comes %d ÷ %d times each %s, want %d ÷ %d", c.from, c.to, n, of, c.each, c.n, c.of)
		}
	}
}
