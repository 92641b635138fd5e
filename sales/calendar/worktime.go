package calendar

import "time"

// Worktime is when a team works: its calendar, the days of its week, its hours and its time
// zone. The zero Worktime is nine to six from Monday to Friday in UTC.
type Worktime struct {
	Calendar Calendar
	Days     Weekdays // 0: MondayToFriday
	Hours    Hours
	Zone     *time.Location // nil: UTC
}

// maxSearchDays is how many days ahead or back working days are searched for, a hundred years: a
// calendar without any must not be searched for ever.
const maxSearchDays = 36525

func (w Worktime) week() Weekdays {
	if w.Days == 0 {
		return MondayToFriday
	}
	return w.Days
}

func (w Worktime) zone() *time.Location {
	if w.Zone == nil {
		return time.UTC
	}
	return w.Zone
}

// Workday reports whether d is a working day.
func (w Worktime) Workday(d Date) bool { return w.Holds(d, w.week()) }

// On is the date of an instant on the clocks of this worktime.
func (w Worktime) On(t time.Time) Date { return DateOf(t.In(w.zone())) }

// Since counts the working days after a day until another one, which counts.
func (w Worktime) Since(day, until Date) (n int) {
	for range maxSearchDays {
		if day = day.AddDays(1); day > until {
			break
		}
		if w.Workday(day) {
			n++
		}
	}
	return n
}

// Begins is when a day begins on the clocks of this worktime.
func (w Worktime) Begins(d Date) time.Time { return d.In(w.zone()) }

// Holds reports whether something done on some weekdays is done on d. On a day off it is
// not. A make-up day stands for an unknown other weekday: it has what every day of the
// working week has, such as a daily stand-up, but nothing that happens only on Tuesdays.
func (w Worktime) Holds(d Date, on Weekdays) bool { return w.holds(d, d.Weekday(), on) }

func (w Worktime) holds(d Date, weekday time.Weekday, on Weekdays) bool {
	planned := on&(1<<weekday) != 0
	switch w.Calendar.Day(d).Kind {
	case DayOff:
		return false
	case DayWork, DayHalf:
		return planned || on&w.week() == w.week()
	default:
		return planned
	}
}

// HoldsOrEarlier is Holds for something every week should have, such as its review: if the
// day is off, it is done on the last working day before it in the same week, Monday to
// Sunday. A week without such a day goes without.
func (w Worktime) HoldsOrEarlier(d Date, on Weekdays) bool {
	switch {
	case w.Calendar.Day(d).Kind == DayOff:
		return false
	case on.On(d):
		return true
	case !w.Workday(d):
		return false
	}
	for e := d.AddDays(1); e.Weekday() != time.Monday; e = e.AddDays(1) {
		if off := w.Calendar.Day(e).Kind == DayOff; on.On(e) && off {
			return true
		} else if on.On(e) || w.Workday(e) {
			return false
		}
	}
	return false
}

// AddWorkdays returns the nth working day after d, or before it if n is negative; d itself
// for 0, worked or not. ok is false if there is none within a hundred years.
func (w Worktime) AddWorkdays(d Date, n int) (day Date, ok bool) {
	t, step := d.utc(), 1
	if n < 0 {
		step = -1
	}
	for range maxSearchDays {
		if n == 0 || t.IsZero() {
			break
		}
		t = t.Add(time.Duration(step) * 24 * time.Hour)
		if d = DateOf(t); w.holds(d, t.Weekday(), w.week()) {
			n -= step
		}
	}
	return d, n == 0 && d.Valid()
}

// Add returns the instant at which d of working time has passed since t: two hours after
// five on Friday is ten on Monday if work goes from nine to six. Time that ends with a
// working day ends at its last instant. ok is false if d does not fit into a hundred years.
func (w Worktime) Add(t time.Time, d time.Duration) (at time.Time, ok bool) {
	if d <= 0 {
		return t, true
	}
	day := DateOf(t.In(w.zone()))
	for range maxSearchDays {
		for _, s := range w.shifts(day) {
			if s.from.Before(t) {
				s.from = t
			}
			open := s.to.Sub(s.from)
			if d <= open {
				return s.from.Add(d).In(t.Location()), true
			}
			d -= max(open, 0)
		}
		day = day.AddDays(1)
	}
	return time.Time{}, false
}

// Between is the working time from one instant to another, negative if to is earlier.
func (w Worktime) Between(from, to time.Time) (d time.Duration) {
	if to.Before(from) {
		return -w.Between(to, from)
	}
	for day := DateOf(from.In(w.zone())); day.In(w.zone()).Before(to); day = day.AddDays(1) {
		for _, s := range w.shifts(day) {
			if s.from.Before(from) {
				s.from = from
			}
			if s.to.After(to) {
				s.to = to
			}
			d += max(s.to.Sub(s.from), 0)
		}
	}
	return d
}

// Open reports whether t is in working hours, their last instant excluded.
func (w Worktime) Open(t time.Time) bool { return w.Between(t, t.Add(1)) > 0 }

type stretch struct{ from, to time.Time }

// shifts are the working hours of a day. A clock change within a shift makes it longer or
// shorter.
func (w Worktime) shifts(d Date) (list []stretch) {
	if !w.Workday(d) {
		return nil
	}
	end := 24 * 60
	if day := w.Calendar.Day(d); day.Kind == DayHalf {
		end = MinuteOf(day.Until)
	}
	for _, s := range w.Hours.orDefault() {
		if s.To = min(s.To, end); s.From < s.To {
			list = append(list, stretch{w.at(d, s.From), w.at(d, s.To)})
		}
	}
	return list
}

func (w Worktime) at(d Date, minute int) time.Time {
	return d.At(time.Duration(minute)*time.Minute, w.zone())
}
