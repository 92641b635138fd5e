package calendar

import "time"

// Date is a calendar day without a zone, "2026-11-21"; "" is no date. Dates compare as
// strings. The instant at which a Date begins depends on the zone: see In.
type Date string

// DateOf is the local day of t in its own location.
func DateOf(t time.Time) Date { return Date(t.Format(time.DateOnly)) }

// In returns the first instant of d in loc, also where the clocks skip or repeat midnight.
// It is the zero time if d is not a day.
func (d Date) In(loc *time.Location) time.Time {
	if !d.Valid() {
		return time.Time{}
	}
	return d.At(0, loc)
}

// At returns the first instant at which the clocks of loc show the time at on day d or
// later. A time skipped by a clock change becomes the first one after the gap, and of a
// repeated time the first one counts: every local day has exactly one (P7).
func (d Date) At(at time.Duration, loc *time.Location) time.Time {
	wall := d.utc().Add(at) // what the clocks show, as if it were UTC
	t := wall.Add(-24 * time.Hour).In(loc)
	for {
		_, offset := t.Zone()
		start, end := t.ZoneBounds()
		hit := wall.Add(-time.Duration(offset) * time.Second).In(loc)
		if hit.Before(start) {
			hit = start
		}
		if end.IsZero() || hit.Before(end) {
			return hit
		}
		t = end
	}
}

// utc is midnight of d in UTC, where all days have 24 hours; the zero time if d is not a
// day.
func (d Date) utc() time.Time {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return time.Time{}
	}
	return t
}

// Valid reports whether d is a real calendar day.
func (d Date) Valid() bool { return !d.utc().IsZero() }

// AddDays returns the day n days later.
func (d Date) AddDays(n int) Date { return DateOf(d.utc().AddDate(0, 0, n)) }

// AddMonths returns the day n months later, or the last one of that month if it is shorter.
func (d Date) AddMonths(n int) Date {
	t := d.utc()
	last := time.Date(t.Year(), t.Month()+time.Month(n)+1, 0, 0, 0, 0, 0, time.UTC)
	return DateOf(last.AddDate(0, 0, min(t.Day(), last.Day())-last.Day()))
}

// Weekday of d.
func (d Date) Weekday() time.Weekday { return d.utc().Weekday() }

// DaysTo counts the days from d to e; negative when e is earlier.
func (d Date) DaysTo(e Date) int { return int(e.utc().Sub(d.utc()) / (24 * time.Hour)) }

// Monday is the first day of d's week: weeks start on Monday in both languages.
func (d Date) Monday() Date { return d.AddDays(-(int(d.Weekday()) + 6) % 7) }
