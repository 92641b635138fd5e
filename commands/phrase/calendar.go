package phrase

import "time"

// on returns a found day.
func on(day time.Time) found { return found{day: day, dated: true, clock: -1} }

// ending returns a whole period, by its last day.
func ending(day time.Time) found { return found{day: day, dated: true, clock: -1, period: true} }

// date makes a day from numbers; if there is no such day, it marks the phrase as impossible.
func (d *dates) date(y, m, day int) (found, bool) {
	t := time.Date(y, time.Month(m), day, 0, 0, 0, 0, time.UTC)
	if y < 1990 || y > 2100 || m < 1 || m > 12 || t.Day() != day {
		if d.whole {
			d.bad = "date.impossible"
		}
		return found{}, false
	}
	return on(t), true
}

// yearless finds the next (or last) year in which the day exists.
func (d *dates) yearless(m, day int) (found, bool) {
	step := 1
	if d.past {
		step = -1
	}
	for y, tries := d.base.Year(), 0; tries < 9; y, tries = y+step, tries+1 {
		t := time.Date(y, time.Month(m), day, 0, 0, 0, 0, time.UTC)
		if t.Day() == day && m >= 1 && m <= 12 && (d.past && !t.After(d.base) || !d.past && !t.Before(d.base)) {
			if last := t.AddDate(-1, 0, 0); d.justPassed && last.Day() == day && t.Sub(d.base) > almostYear {
				t = last
			}
			return on(t), true
		}
	}
	if d.whole {
		d.bad = "date.impossible"
	}
	return found{}, false
}

// almostYear is how far off the next such day is when the last one is meant: 11/23 on 24 November.
const almostYear = 300 * 24 * time.Hour

// monthless finds the next (or last) month that has the day.
func (d *dates) monthless(day int) (found, bool) {
	step := 1
	if d.past {
		step = -1
	}
	for k := 0; k < 4; k++ {
		t := time.Date(d.base.Year(), d.base.Month()+time.Month(k*step), day, 0, 0, 0, 0, time.UTC)
		if day > 0 && t.Day() == day && (d.past && !t.After(d.base) || !d.past && !t.Before(d.base)) {
			return on(t), true
		}
	}
	return found{}, false
}

// month is the first of the month k months from today's.
func (d *dates) month(k int) time.Time {
	return time.Date(d.today.Year(), d.today.Month()+time.Month(k), 1, 0, 0, 0, 0, time.UTC)
}

// nextMonth is the first of the next month m that is not over (or the last that has begun).
func (d *dates) nextMonth(m int) time.Time {
	t := time.Date(d.base.Year(), time.Month(m), 1, 0, 0, 0, 0, time.UTC)
	switch {
	case d.past && t.After(d.base):
		return t.AddDate(-1, 0, 0)
	case !d.past && lastOf(t).Before(d.base):
		return t.AddDate(1, 0, 0)
	}
	return t
}

func lastOf(first time.Time) time.Time { return first.AddDate(0, 1, -1) }

// monday is the Monday of the week k weeks from today's.
func (d *dates) monday(k int) time.Time {
	return d.today.AddDate(0, 0, 7*k-(int(d.today.Weekday())+6)%7)
}
