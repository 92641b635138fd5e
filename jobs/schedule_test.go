package jobs

import (
	"testing"
	"time"
	_ "time/tzdata"

	"dealdesk/sales/calendar"
)

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

func TestAPlanReadsCronWeekdaysAndRefusesTheRest(t *testing.T) {
	const workdays = 1<<1 | 1<<2 | 1<<3 | 1<<4 | 1<<5
	for _, c := range []struct {
		days, at string
		want     plan
		bad      bool
	}{
		{days: "1-5", at: "09:00", want: plan{days: workdays, at: 9 * time.Hour}},
		{days: "mon-fri", at: "09:30", want: plan{days: workdays, at: 9*time.Hour + 30*time.Minute}},
		{days: "5", at: "16:00", want: plan{days: 1 << 5, at: 16 * time.Hour}},
		{days: "0,6", at: "00:00", want: plan{days: 1<<0 | 1<<6, at: 0}},
		{days: "*", at: "23:59", want: plan{days: 127, at: 23*time.Hour + 59*time.Minute}},
		{days: "", at: "09:00", bad: true},
		{days: "8", at: "09:00", bad: true},
		{days: "1 2", at: "09:00", bad: true},
		{days: "TZ=UTC", at: "09:00", bad: true},
		{days: "TZ=UTC 1-5", at: "09:00", bad: true},
		{days: "CRON_TZ=", at: "09:00", bad: true},
		{days: "@daily", at: "09:00", bad: true},
		{days: "1-5", at: "9", bad: true},
		{days: "1-5", at: "24:00", bad: true},
		{days: "1-5", at: "09:00:00", bad: true},
		{days: "1-5", at: "", bad: true},
	} {
		got, err := newPlan(c.days, c.at)
		if (err != nil) != c.bad || got != c.want {
			t.Errorf("newPlan(%q, %q) = %v, %v; want %v, error %v", c.days, c.at, got, err, c.want, c.bad)
		}
	}
}

func FuzzWeekdaysNeverPanic(f *testing.F) {
	for _, s := range []string{"1-5", "mon,fri", "TZ=UTC", "*/2", "7", "5-1", "1-", "?", ","} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if bits, err := weekdays(s); err == nil && (bits == 0 || bits > 127) {
			t.Errorf("weekdays(%q) = %b", s, bits)
		}
	})
}

// The instants are in UTC, taken from the zones' published clock changes.
func TestAClockChangeNeverSkipsOrDoublesALocalTime(t *testing.T) {
	for _, c := range []struct {
		why  string
		zone string
		day  calendar.Date
		at   string
		want string
	}{
		{"an ordinary day", "Asia/Shanghai", "2026-11-20", "09:00", "2026-11-20T01:00:00Z"},
		{"the day of the spring gap, outside it", "America/New_York", "2026-03-08", "09:00", "2026-03-08T13:00:00Z"},
		{"02:30 does not exist: 03:00 EDT", "America/New_York", "2026-03-08", "02:30", "2026-03-08T07:00:00Z"},
		{"01:30 comes twice: the EDT one", "America/New_York", "2026-11-01", "01:30", "2026-11-01T05:30:00Z"},
		{"half an hour's gap: 02:15 is 02:30", "Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03T15:30:00Z"},
		{"half an hour twice: the first 01:45", "Australia/Lord_Howe", "2026-04-05", "01:45", "2026-04-04T14:45:00Z"},
		{"midnight does not exist: 01:00", "America/Santiago", "2026-09-06", "00:00", "2026-09-06T04:00:00Z"},
		{"clocks go back at midnight: the first 23:30", "America/Santiago", "2026-04-04", "23:30", "2026-04-05T02:30:00Z"},
		{"three quarters of an hour", "Asia/Kathmandu", "2026-06-01", "09:00", "2026-06-01T03:15:00Z"},
		{"fourteen hours ahead", "Pacific/Kiritimati", "2026-01-01", "09:00", "2025-12-31T19:00:00Z"},
		{"back for Ramadan", "Africa/Casablanca", "2026-02-15", "02:30", "2026-02-15T01:30:00Z"},
	} {
		p, err := newPlan("*", c.at)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.day.At(p.at, zone(t, c.zone)).UTC().Format(time.RFC3339); got != c.want {
			t.Errorf("%s: %s %s in %s = %s, want %s", c.why, c.day, c.at, c.zone, got, c.want)
		}
	}
}

func TestADayThatAZoneSkippedHasNoRun(t *testing.T) {
	p, err := newPlan("*", "09:00")
	if err != nil {
		t.Fatal(err)
	}
	day, at := p.after("2011-12-29", calendar.Worktime{}, zone(t, "Pacific/Apia"))
	if want := "2011-12-30T19:00:00Z"; day != "2011-12-31" || at.UTC().Format(time.RFC3339) != want {
		t.Errorf("after 2011-12-29 in Apia comes %s at %s, want 2011-12-31 at %s", day, at.UTC(), want)
	}
}

// zones are more than sixty: every kind of clock change in use, and odd offsets.
var zones = []string{
	"UTC", "Africa/Cairo", "Africa/Casablanca", "Africa/El_Aaiun", "Africa/Johannesburg", "Africa/Lagos", "Africa/Nairobi", "Africa/Tunis",
	"America/Adak", "America/Anchorage", "America/Argentina/Buenos_Aires", "America/Asuncion", "America/Bogota", "America/Caracas", "America/Chicago",
	"America/Denver", "America/Halifax", "America/Havana", "America/Los_Angeles", "America/Mexico_City", "America/Miquelon", "America/New_York",
	"America/Nuuk", "America/Phoenix", "America/Port-au-Prince", "America/Santiago", "America/Sao_Paulo", "America/Scoresbysund", "America/St_Johns",
	"America/Tijuana", "Antarctica/Troll", "Asia/Amman", "Asia/Beirut", "Asia/Dubai", "Asia/Gaza", "Asia/Hebron", "Asia/Hong_Kong", "Asia/Jerusalem",
	"Asia/Kabul", "Asia/Kathmandu", "Asia/Kolkata", "Asia/Pyongyang", "Asia/Shanghai", "Asia/Singapore", "Asia/Tehran", "Asia/Tokyo", "Asia/Urumqi",
	"Asia/Yangon", "Atlantic/Azores", "Australia/Adelaide", "Australia/Brisbane", "Australia/Eucla", "Australia/Lord_Howe", "Australia/Sydney",
	"Europe/Berlin", "Europe/Dublin", "Europe/Istanbul", "Europe/Lisbon", "Europe/London", "Europe/Moscow", "Pacific/Apia", "Pacific/Auckland",
	"Pacific/Chatham", "Pacific/Easter", "Pacific/Fiji", "Pacific/Honolulu", "Pacific/Kiritimati", "Pacific/Marquesas", "Pacific/Norfolk", "Pacific/Tongatapu",
}

// The oracle walks the year in quarters of an hour, as a clock on a wall does (every offset
// is a multiple of one): the run of a day is due at the first quarter that shows its time
// or, if that never comes, a later time of the same day.
func TestEveryLocalDayOfAYearHasOneRunInEveryZone(t *testing.T) {
	if len(zones) < 60 {
		t.Fatalf("%d zones", len(zones))
	}
	for _, name := range zones {
		loc := zone(t, name)
		for _, at := range []string{"09:00", "00:00", "02:30"} {
			p, err := newPlan("*", at)
			if err != nil {
				t.Fatal(err)
			}
			want := map[calendar.Date]time.Time{}
			start := time.Date(2026, 1, 1, 0, 0, 0, 0, loc)
			for m := start; m.Before(start.AddDate(1, 0, 0)); m = m.Add(15 * time.Minute) {
				h, min, _ := m.Clock()
				if day := calendar.DateOf(m); want[day].IsZero() && time.Duration(h)*time.Hour+time.Duration(min)*time.Minute >= p.at {
					want[day] = m
				}
			}
			day := calendar.Date("2025-12-31")
			for range 365 {
				var got time.Time
				day, got = p.after(day, calendar.Worktime{}, loc)
				if !got.Equal(want[day]) {
					t.Fatalf("%s %s %s: %s, want %s", name, day, at, got, want[day])
				}
				delete(want, day)
			}
			if len(want) > 0 {
				t.Errorf("%s %s: no run on %v", name, at, want)
			}
		}
	}
}
