package sales

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"dealdesk/sales/calendar"
)

func TestADealIsStaleFromTheThirdWorkingDayOn(t *testing.T) {
	shanghai := zone(t, "Asia/Shanghai")
	at := func(day, hour int) time.Time { return time.Date(2026, 11, day, hour, 0, 0, 0, shanghai) }
	for _, c := range []struct {
		name    string
		created time.Time
		contact time.Time
		now     time.Time
		quiet   int
		want    bool
		silent  int
	}{
		{"the same day", at(1, 9), at(16, 9), at(16, 23), 3, false, 0},
		{"two days later, late in the evening", at(1, 9), at(16, 9), at(18, 23), 3, false, 2},
		{"three days later, at midnight", at(1, 9), at(16, 23), at(19, 0), 3, true, 3},
		{"three days later, though not 72 hours", at(1, 9), at(16, 23), at(19, 9), 3, true, 3},
		{"never contacted, created three days ago", at(16, 9), time.Time{}, at(19, 9), 3, true, 3},
		{"never contacted, created today", at(19, 9), time.Time{}, at(19, 10), 3, false, 0},
		{"contacted before it became a deal", at(18, 9), at(2, 9), at(19, 9), 3, false, 1},
		{"one day of patience", at(1, 9), at(18, 23), at(19, 0), 1, true, 1},
		{"alerts switched off", at(1, 9), at(1, 9), at(19, 9), 0, false, 14},
		{"over the weekend, on Monday", at(1, 9), at(13, 9), at(16, 9), 3, false, 1},
		{"over the weekend, on Saturday", at(1, 9), at(13, 9), at(14, 9), 1, false, 0},
		{"over the weekend, on Wednesday", at(1, 9), at(13, 9), at(18, 0), 3, true, 3},
		{"touched on Sunday", at(1, 9), at(15, 9), at(17, 9), 3, false, 2},
	} {
		d := Deal{Status: Open, Created: c.created.UTC(), Contacted: c.contact.UTC()}
		if c.contact.IsZero() {
			d.Contacted = time.Time{}
		}
		if got := d.Stale(c.quiet, c.now.UTC(), calendar.Worktime{Zone: shanghai}); got != c.want {
			t.Errorf("%s: stale %v", c.name, got)
		}
		if got := d.Silent(c.now.UTC(), calendar.Worktime{Zone: shanghai}); got != c.silent {
			t.Errorf("%s: silent for %d days, want %d", c.name, got, c.silent)
		}
		d.Status = Won
		if d.Stale(c.quiet, c.now, calendar.Worktime{Zone: shanghai}) {
			t.Errorf("%s: a won deal is stale", c.name)
		}
	}
}

func TestStaleAgreesWithTheCalendarAcrossClockChanges(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		work := calendar.Worktime{Zone: zone(t, rapid.SampledFrom(zones).Draw(t, "zone"))}
		contact := time.Unix(rapid.Int64Range(1.2e9, 1.9e9).Draw(t, "contact"), 0)
		now := contact.Add(time.Duration(rapid.IntRange(0, 14*24*60).Draw(t, "minutes")) * time.Minute)
		quiet := rapid.IntRange(1, 10).Draw(t, "quiet")
		d := Deal{Status: Open, Created: contact}
		if got, want := d.Stale(quiet, now, work), d.Silent(now, work) >= quiet; got != want {
			t.Fatalf("silent for %d days, quiet is %d, stale %v", d.Silent(now, work), quiet, got)
		}
	})
}

func TestWatchShowsTheWorstFirstAndCountsAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		open := make([]Deal, rapid.IntRange(0, 40).Draw(t, "n"))
		for i := range open {
			open[i] = Deal{ID: fmt.Sprintf("D-%02d", i), Status: rapid.SampledFrom([]Status{Open, Open, Open, Won}).Draw(t, "status"),
				Created: monday.AddDate(0, 0, -rapid.IntRange(0, 30).Draw(t, "age"))}
			if rapid.Bool().Draw(t, "planned") {
				open[i].Next = NextStep{What: "call", Due: today.AddDays(rapid.IntRange(-9, 9).Draw(t, "due"))}
			}
		}
		w := NewWatch(open, func(Deal) int { return 3 }, monday, calendar.Worktime{})
		for _, c := range []struct {
			name  string
			got   Few
			in    func(Deal) bool
			order func(a, b Deal) bool // a may stand before b
		}{
			{"stale", w.Stale, func(d Deal) bool { return d.Stale(3, monday, calendar.Worktime{}) }, func(a, b Deal) bool { return !a.Created.After(b.Created) }},
			{"overdue", w.Overdue, func(d Deal) bool { return d.Next.Due != "" && d.Next.Due < today }, func(a, b Deal) bool { return a.Next.Due <= b.Next.Due }},
			{"without a next step", w.NoNext, func(d Deal) bool { return d.Next == NextStep{} }, func(a, b Deal) bool { return !a.Created.After(b.Created) }},
		} {
			var want []Deal
			for _, d := range open {
				if d.Status == Open && c.in(d) {
					want = append(want, d)
				}
			}
			if c.got.Of != len(want) || len(c.got.Deals) != min(len(want), FewMax) {
				t.Fatalf("%s: %d of %d, want %d", c.name, len(c.got.Deals), c.got.Of, len(want))
			}
			for i, d := range c.got.Deals {
				if !slices.Contains(want, d) {
					t.Fatalf("%s: %s does not belong there", c.name, d.ID)
				}
				better := 0
				for _, o := range want {
					if !c.order(d, o) {
						better++
					}
				}
				if better > i {
					t.Fatalf("%s: %s stands at %d, though %d come before it", c.name, d.ID, i, better)
				}
			}
		}
	})
}

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
