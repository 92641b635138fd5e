package sales

import (
	"testing"

	"dealdesk/sales/calendar"
)

func TestABudgetIsForADayAndAClockSetBackBringsNoNewOne(t *testing.T) {
	s := Spending{Person: "U1"}
	for i, c := range []struct {
		on   calendar.Date
		want bool
		n    int
	}{{"2026-11-24", true, 1}, {"2026-11-24", true, 2}, {"2026-11-24", false, 2}, {"2026-11-23", false, 2}, {"2026-11-25", true, 1}} {
		var ok bool
		if s, ok = s.Spend(c.on, 2); ok != c.want || s.Requests != c.n {
			t.Errorf("request %d: %v, %+v", i, ok, s)
		}
	}
}
