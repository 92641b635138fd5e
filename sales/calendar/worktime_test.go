package calendar

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	_ "dealdesk/dice" // fixes what rapid draws
)

func TestAMakeUpSaturdayIsWorkedAndAHolidayMondayIsNot(t *testing.T) {
	w := Worktime{Calendar: china(t)}
	for d, want := range map[Date]bool{
		"2026-02-13": true, "2026-02-14": true, "2026-02-15": false, "2026-02-16": false, "2026-02-23": false, "2026-02-24": true, "2026-02-28": true, "2026-03-01": false,
	} {
		if got := w.Workday(d); got != want {
			t.Errorf("%s %s is worked: %v, want %v", d.Weekday(), d, got, want)
		}
	}
}

func TestAMakeUpDayHasWhatEveryWorkingDayHas(t *testing.T) {
	saturday, monday := Date("2026-02-14"), Date("2026-02-16")
	for _, c := range []struct {
		week, plan string
		want       bool // on the make-up Saturday
	}{
		{"1-5", "1-5", true}, {"1-5", "0-6", true}, {"1-5", "6", true}, {"1-5", "2,4", false}, {"1-5", "1-4", false}, {"0-4", "0-4", true}, {"0-4", "1-5", false},
	} {
		week, _ := ReadWeekdays(c.week)
		plan, _ := ReadWeekdays(c.plan)
		w := Worktime{Calendar: china(t), Days: week}
		if got := w.Holds(saturday, plan); got != c.want {
			t.Errorf("in a week of %s, what is done on %s is done on the make-up Saturday: %v, want %v", c.week, c.plan, got, c.want)
		}
		if w.Holds(monday, plan) {
			t.Errorf("in a week of %s, what is done on %s is done on the holiday", c.week, c.plan)
		}
	}
}

func TestAReviewOnAHolidayIsHeldOnTheWorkingDayBefore(t *testing.T) {
	w := Worktime{Calendar: china(t)}
	friday, _ := ReadWeekdays("5")
	sunday, _ := ReadWeekdays("0")
	for _, c := range []struct {
		why      string
		from, to Date
		plan     Weekdays
		want     []Date
	}{
		{"an ordinary week", "2026-11-16", "2026-11-22", friday, []Date{"2026-11-20"}},
		{"National Day is a Thursday", "2026-09-28", "2026-10-04", friday, []Date{"2026-09-30"}},
		{"the make-up Saturday after an ordinary Friday", "2026-02-09", "2026-02-15", friday, []Date{"2026-02-13"}},
		{"nobody works before the Friday of Spring Festival", "2026-02-16", "2026-02-22", friday, nil},
		{"a Sunday off, reviewed on Sundays", "2026-09-21", "2026-09-27", sunday, []Date{"2026-09-24"}},
		{"a company that reviews on Sundays", "2026-11-16", "2026-11-22", sunday, []Date{"2026-11-22"}},
		{"both days off: once", "2026-09-28", "2026-10-04", friday | 1<<time.Thursday, []Date{"2026-09-30"}},
	} {
		var got []Date
		for d := c.from; d <= c.to; d = d.AddDays(1) {
			if w.HoldsOrEarlier(d, c.plan) {
				got = append(got, d)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.why, got, c.want)
		}
	}
}

func TestWorkingTimeSkipsNightsWeekendsAndHolidays(t *testing.T) {
	shanghai := zone(t, "Asia/Shanghai")
	own, err := ReadJSON([]byte(`{"years": [2026], "days": [{"date": "2026-02-13", "kind": "half", "until": "12:00"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	lunch, err := ReadHours("09:00-12:00,13:30-18:00")
	if err != nil {
		t.Fatal(err)
	}
	w := Worktime{Calendar: china(t), Zone: shanghai}
	at := func(s string) time.Time {
		t.Helper()
		i, err := time.ParseInLocation("2006-01-02 15:04", s, shanghai)
		if err != nil {
			t.Fatal(err)
		}
		return i
	}
	for _, c := range []struct {
		why      string
		w        Worktime
		from, to string
		d        time.Duration
	}{
		{"Friday evening to the next week", w, "2026-11-20 17:00", "2026-11-23 10:00", 2 * time.Hour},
		{"until the office closes", w, "2026-11-20 17:00", "2026-11-20 18:00", time.Hour},
		{"in the night", w, "2026-11-20 03:00", "2026-11-20 09:30", 30 * time.Minute},
		{"over Spring Festival, the Saturday worked", w, "2026-02-13 17:00", "2026-02-24 10:00", 11 * time.Hour},
		{"over lunch", Worktime{Calendar: w.Calendar, Hours: lunch, Zone: shanghai}, "2026-11-20 11:00", "2026-11-20 14:30", 2 * time.Hour},
		{"a half day", Worktime{Calendar: w.Calendar.With(own), Zone: shanghai}, "2026-02-13 11:00", "2026-02-14 10:00", 2 * time.Hour},
		{"a half day over lunch", Worktime{Calendar: w.Calendar.With(own), Hours: lunch, Zone: shanghai}, "2026-02-13 09:00", "2026-02-14 09:01", 3*time.Hour + time.Minute},
		{"Monday to Friday in UTC", Worktime{}, "2026-02-14 12:00", "2026-02-16 17:30", 30 * time.Minute},
	} {
		if got, ok := c.w.Add(at(c.from), c.d); !ok || !got.Equal(at(c.to)) {
			t.Errorf("%s: %v after %s is %s, want %s", c.why, c.d, c.from, got, c.to)
		}
		if got := c.w.Between(at(c.from), at(c.to)); got != c.d {
			t.Errorf("%s: from %s to %s are %v, want %v", c.why, c.from, c.to, got, c.d)
		}
		if got := c.w.Between(at(c.to), at(c.from)); got != -c.d {
			t.Errorf("%s: backwards %v, want %v", c.why, got, -c.d)
		}
	}
	for s, want := range map[string]bool{"2026-11-20 09:00": true, "2026-11-20 17:59": true, "2026-11-20 18:00": false,
		"2026-02-14 10:00": true, "2026-02-16 10:00": false} {
		if got := w.Open(at(s)); got != want {
			t.Errorf("open at %s: %v", s, got)
		}
	}
}

// never is a calendar on which nobody ever works.
func never() Worktime {
	c := Calendar{years: []int{}, days: map[Date]Day{}}
	for d := Date("1900-01-01"); d < "2150-01-01"; d = d.AddDays(1) {
		c.days[d] = Day{Kind: DayOff}
	}
	return Worktime{Calendar: c}
}

func TestACalendarWithoutWorkIsNotSearchedForEver(t *testing.T) {
	w := never()
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	if at, ok := w.Add(now, time.Hour); ok {
		t.Errorf("an hour of work ends at %s", at)
	}
	for _, n := range []int{1, -1, 3000} {
		if d, ok := w.AddWorkdays("2026-11-21", n); ok {
			t.Errorf("working day %d is %s", n, d)
		}
	}
	if _, ok := (Worktime{}).AddWorkdays("2026-11-21", 1<<40); ok {
		t.Error("there are too many working days")
	}
	if _, ok := (Worktime{}).AddWorkdays("someday", 1); ok {
		t.Error("someday has a working day behind it")
	}
	if d := w.Between(now, now.AddDate(1, 0, 0)); d != 0 || w.Open(now) {
		t.Errorf("a year without work has %v", d)
	}
}

// anyWorktime draws a week, hours with clock changes in and around them, and a calendar
// with many exceptions.
func anyWorktime(t *rapid.T, name string) Worktime {
	w := Worktime{Zone: zone(t, name), Days: Weekdays(rapid.IntRange(0, 127).Draw(t, "week")), Calendar: Calendar{days: map[Date]Day{}}}
	const least = 15 // minutes a day: with less, a hundred years could be too short
	for end := 0; end <= 24*60-least && len(w.Hours) < 3; {
		from := rapid.IntRange(end, 24*60-least).Draw(t, "from")
		end = rapid.IntRange(from+least, 24*60).Draw(t, "to")
		w.Hours = append(w.Hours, Shift{from, end})
	}
	for back := 10; back > -40; back-- {
		switch d := base.AddDays(-back); rapid.IntRange(0, 5).Draw(t, "kind") {
		case 0:
			w.Calendar.days[d] = Day{Kind: DayOff}
		case 1:
			w.Calendar.days[d] = Day{Kind: DayWork}
		case 2:
			w.Calendar.days[d] = Day{Kind: DayHalf, Until: "12:30"}
		}
	}
	return w
}

const base Date = "2026-03-20" // clocks change in the days after it, here or there

// The oracle is a clock on a wall, read every minute: work begins when it first shows the
// shift's beginning on that day or later, and stops when it first shows its end.
func minutesOpen(w Worktime, from, to time.Time) map[int64]bool {
	open := map[int64]bool{}
	type edge struct {
		day    Date
		minute int
		opens  bool
	}
	var edges []edge
	for d := DateOf(from).AddDays(-2); d <= DateOf(to).AddDays(2); d = d.AddDays(1) {
		worked := w.Days.On(d)
		if w.Days == 0 {
			worked = d.Weekday() != time.Saturday && d.Weekday() != time.Sunday
		}
		until := 24 * 60
		switch w.Calendar.days[d].Kind {
		case DayOff:
			worked = false
		case DayWork:
			worked = true
		case DayHalf:
			worked, until = true, 12*60+30
		}
		for _, s := range w.Hours {
			if worked && s.From < until {
				edges = append(edges, edge{d, s.From, true}, edge{d, min(s.To, until), false})
			}
		}
	}
	is, next := false, 0
	for at := from.Truncate(time.Minute).Add(-48 * time.Hour); at.Before(to); at = at.Add(time.Minute) {
		local := at.In(w.Zone)
		today, minute := DateOf(local), local.Hour()*60+local.Minute()
		for next < len(edges) {
			e := edges[next]
			if today < e.day || today == e.day && minute < e.minute { // 24:00 is reached tomorrow
				break
			}
			is = e.opens
			next++
		}
		if is && !at.Before(from) {
			open[at.Unix()/60] = true
		}
	}
	return open
}

func TestWorkingTimeAgreesWithAClockOnTheWall(t *testing.T) {
	for _, name := range []string{"UTC", "Asia/Shanghai", "Europe/Berlin", "America/New_York", "America/Havana", "Australia/Lord_Howe",
		"Asia/Beirut", "America/Santiago", "Africa/Cairo"} {
		t.Run(name, rapid.MakeCheck(func(t *rapid.T) {
			w := anyWorktime(t, name)
			start := base.In(w.Zone).Add(time.Duration(rapid.IntRange(0, 20*24*60).Draw(t, "start")) * time.Minute)
			end := start.Add(time.Duration(rapid.IntRange(0, 4*24*60).Draw(t, "length")) * time.Minute)
			open := minutesOpen(w, start, end)
			if got := w.Between(start, end); got != time.Duration(len(open))*time.Minute {
				t.Fatalf("from %s to %s: %v, want %d minutes", start, end, got, len(open))
			}
			if at := start.Add(time.Duration(rapid.IntRange(0, 60).Draw(t, "at")) * time.Minute); at.Before(end) &&
				w.Open(at) != open[at.Unix()/60] {
				t.Fatalf("open at %s: %v", at, w.Open(at))
			}
		}))
	}
}

func TestWhatIsAddedIsWhatLiesBetween(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := anyWorktime(t, rapid.SampledFrom(zones).Draw(t, "zone"))
		start := base.In(w.Zone).Add(time.Duration(rapid.Int64Range(0, int64(20*24*time.Hour)).Draw(t, "start")))
		d := time.Duration(rapid.Int64Range(0, int64(100*time.Hour)).Draw(t, "d"))
		more := time.Duration(rapid.Int64Range(0, int64(10*time.Hour)).Draw(t, "more"))
		at, ok := w.Add(start, d)
		later, ok2 := w.Add(start, d+more)
		from, ok3 := w.Add(start.Add(more), d)
		if !ok || !ok2 || !ok3 {
			t.Fatal("a week with work does not hold it")
		}
		if got := w.Between(start, at); got != d {
			t.Fatalf("%v after %s is %s, between them are %v", d, start, at, got)
		}
		if d > 0 && w.Between(start, at.Add(-1)) >= d {
			t.Fatalf("%v after %s is before %s", d, start, at)
		}
		if later.Before(at) || from.Before(at) {
			t.Fatalf("%v after %s is %s, %v more is %s, from %v later it is %s", d, start, at, more, later, more, from)
		}
		if got, want := w.Between(start, later), w.Between(start, at)+w.Between(at, later); got != want {
			t.Fatalf("the parts add up to %v, not %v", want, got)
		}
	})
}

func TestWorkingDaysAreCountedOneByOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := anyWorktime(t, "UTC")
		d := base.AddDays(rapid.IntRange(-60, 60).Draw(t, "d"))
		n := rapid.IntRange(-80, 80).Draw(t, "n")
		want, step := d, 1
		if n < 0 {
			step = -1
		}
		for left := n; left != 0; {
			want = want.AddDays(step)
			if w.Workday(want) {
				left -= step
			}
		}
		got, ok := w.AddWorkdays(d, n)
		if !ok || got != want {
			t.Fatalf("%d working days from %s is %s, want %s", n, d, got, want)
		}
	})
}

func TestHoursReadBackAsTheyAreWritten(t *testing.T) {
	for text, want := range map[string]string{
		"09:00-18:00": "09:00-18:00", "9:00-12:00, 13:30-18:00": "09:00-12:00,13:30-18:00", "9：00—12：00，13：30～18：00": "09:00-12:00,13:30-18:00",
		"9:00到18:00": "09:00-18:00", "00:00-24:00": "00:00-24:00", "09:00-12:00,12:00-18:00": "09:00-12:00,12:00-18:00",
	} {
		h, err := ReadHours(text)
		if err != nil || h.String() != want {
			t.Errorf("ReadHours(%q) = %s, %v; want %s", text, h, err, want)
		}
	}
	for _, text := range []string{"", "9-18", "18:00-09:00", "09:00-09:00", "09:00-12:00,11:00-18:00", "09:00-25:00", "24:00-24:00",
		"22:00-06:00", "09:00", "1:00-2:00,3:00-4:00,5:00-6:00,7:00-8:00,9:00-10:00,11:00-12:00,13:00-14:00"} {
		if h, err := ReadHours(text); err == nil {
			t.Errorf("ReadHours(%q) = %s", text, h)
		}
	}
	if got := (Hours)(nil).String(); got != "09:00-18:00" {
		t.Errorf("the default is %s", got)
	}
	rapid.Check(t, func(t *rapid.T) {
		h := anyWorktime(t, "UTC").Hours
		if again, err := ReadHours(h.String()); err != nil || !slices.Equal(again, h) {
			t.Fatalf("%s is read as %s, %v", h, again, err)
		}
	})
}

func TestWeekdaysAreReadFromDaysAndRanges(t *testing.T) {
	for text, want := range map[string]Weekdays{"1-5": MondayToFriday, "0-6": 127, "0-2,4": 0b10111, "6": 1 << 6, "5-5": 1 << 5} {
		if got, err := ReadWeekdays(text); err != nil || got != want {
			t.Errorf("ReadWeekdays(%q) = %b, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "7", "5-1", "mon", "1,,2", "1-", "-", "1 - 5", "１"} {
		if got, err := ReadWeekdays(text); err == nil {
			t.Errorf("ReadWeekdays(%q) = %b", text, got)
		}
	}
}
