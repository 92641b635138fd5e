package calendar

import (
	"testing"
	"time"
	_ "time/tzdata"

	"pgregory.net/rapid"
)

// Zones with unusual clock changes: at midnight, by half an hour, by a whole day, none.
var zones = []string{
	"UTC", "Asia/Shanghai", "Europe/Berlin", "America/New_York", "America/Havana", "America/Sao_Paulo",
	"America/Asuncion", "America/Santiago", "America/St_Johns", "Asia/Beirut", "Asia/Amman", "Asia/Damascus",
	"Asia/Gaza", "Asia/Tehran", "Asia/Kathmandu", "Africa/Cairo", "Africa/Casablanca", "Atlantic/Azores",
	"Australia/Lord_Howe", "Pacific/Apia", "Pacific/Chatham", "Pacific/Kiritimati", "Antarctica/Troll",
}

func zone(t interface{ Fatal(...any) }, name string) *time.Location {
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

func TestADayBeginsAtItsFirstInstantInEveryZone(t *testing.T) {
	for _, name := range zones {
		loc := zone(t, name)
		for d := Date("2009-01-01"); d < "2027-01-01"; d = d.AddDays(1) {
			start := d.In(loc)
			if DateOf(start) != d && !(name == "Pacific/Apia" && d == "2011-12-30") {
				t.Errorf("%s in %s begins on %s", d, name, DateOf(start))
			}
			if before := DateOf(start.Add(-1)); before >= d {
				t.Errorf("%s in %s begins at %s, but an instant before is %s already", d, name, start, before)
			}
		}
	}
}

func TestADayBeginsRightWhereMidnightIsSkippedOrRepeated(t *testing.T) {
	for _, c := range []struct{ day, zone, want string }{
		{"2018-11-04", "America/Sao_Paulo", "2018-11-04T01:00:00-02:00"}, // no midnight
		{"2021-03-28", "Asia/Beirut", "2021-03-28T01:00:00+03:00"},
		{"2020-11-01", "America/Havana", "2020-11-01T00:00:00-04:00"}, // twice
		{"2011-12-30", "Pacific/Apia", "2011-12-31T00:00:00+14:00"},   // no such day
		{"2026-03-29", "Europe/Berlin", "2026-03-29T00:00:00+01:00"},
		{"2026-11-21", "Asia/Shanghai", "2026-11-21T00:00:00+08:00"},
	} {
		if got := Date(c.day).In(zone(t, c.zone)).Format(time.RFC3339); got != c.want {
			t.Errorf("%s in %s begins at %s, want %s", c.day, c.zone, got, c.want)
		}
	}
}

func TestDaysWeeksAndWeekdaysAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := Date("2026-11-21").AddDays(rapid.IntRange(-40000, 40000).Draw(t, "d"))
		n := rapid.IntRange(-4000, 4000).Draw(t, "n")
		e := d.AddDays(n)
		if d.DaysTo(e) != n || (n > 0) != (e > d) {
			t.Fatalf("%s and %d days is %s, %d days away", d, n, e, d.DaysTo(e))
		}
		if m := d.Monday(); m.Weekday() != time.Monday || m > d || m.DaysTo(d) > 6 {
			t.Fatalf("the week of %s begins on %s", d, m)
		}
		if w := Week(d); w.From != d.Monday() || w.From.DaysTo(w.To) != 6 {
			t.Fatalf("the week of %s is %v", d, w)
		}
	})
}

func TestImpossibleDatesAreNotValid(t *testing.T) {
	for _, d := range []Date{"", "2026-02-29", "2026-13-01", "2026-1-1", "21.11.2026", "2026-11-21 ", "=1+1"} {
		if d.Valid() {
			t.Errorf("%q is a date", d)
		}
	}
	if !Date("2028-02-29").Valid() {
		t.Error("2028-02-29 is no date")
	}
}

func TestThePeriodBeforeAdjoinsAndIsAsLong(t *testing.T) {
	for _, c := range []struct{ period, want Span }{
		{Span{"2026-11-16", "2026-11-22"}, Span{"2026-11-09", "2026-11-15"}},
		{Span{"2026-03-01", "2026-03-31"}, Span{"2026-01-29", "2026-02-28"}},
		{Span{"2026-11-21", "2026-11-21"}, Span{"2026-11-20", "2026-11-20"}},
	} {
		if got := c.period.Before(); got != c.want {
			t.Errorf("before %v comes %v, want %v", c.period, got, c.want)
		}
	}
}
