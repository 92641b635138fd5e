package calendar

import (
	"fmt"
	"strings"
	"time"
)

// Weekdays is a set of days of the week, bit 1<<time.Weekday.
type Weekdays uint8

// MondayToFriday is the default working week.
const MondayToFriday Weekdays = 1<<time.Monday | 1<<time.Tuesday | 1<<time.Wednesday | 1<<time.Thursday | 1<<time.Friday

// ReadWeekdays reads days from 0 (Sunday) to 6 and ranges of them: "1-5", "0-2,4".
func ReadWeekdays(text string) (Weekdays, error) {
	var w Weekdays
	for part := range strings.SplitSeq(text, ",") {
		from, to, ranged := strings.Cut(part, "-")
		if !ranged {
			to = from
		}
		if len(from) != 1 || len(to) != 1 || from < "0" || to > "6" || from > to {
			return 0, fmt.Errorf("%q are not days of the week like 1-5", text)
		}
		for day := from[0] - '0'; day <= to[0]-'0'; day++ {
			w |= 1 << day
		}
	}
	return w, nil
}

// On reports whether d is one of them.
func (w Weekdays) On(d Date) bool { return w&(1<<d.Weekday()) != 0 }
