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
