package sales

import (
	"testing"

	"dealdesk/sales/calendar"
)

func TestADayIsOfAnEarlierPeriod(t *testing.T) {
	for name, c := range map[string]struct {
		day, than calendar.Date
		want      string
	}{
		"the same day":                  {"2026-11-24", "2026-11-24", ""},
		"the Monday of the week":        {"2026-11-23", "2026-11-29", ""},
		"the Sunday before":             {"2026-11-22", "2026-11-24", "week"},
		"another month in the week":     {"2026-11-30", "2026-12-02", "month"},
		"a week before, the same month": {"2026-11-09", "2026-11-24", "week"},
		"a year before":                 {"2025-11-24", "2026-11-24", "week"},
	} {
		if got := EarlierPeriod(c.day, c.than); got != c.want {
			t.Errorf("%s: %q", name, got)
		}
	}
}
