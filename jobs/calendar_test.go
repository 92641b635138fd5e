package jobs

import (
	"testing"

	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

func china(t testing.TB) calendar.Calendar {
	t.Helper()
	c, ok := calendar.Shipped("cn")
	if !ok {
		t.Fatal("China's calendar does not ship")
	}
	return c
}

// inChina is a company with a team in Shanghai that works by China's calendar, and one in
// Berlin that does not.
func inChina(t *testing.T, at string) *office {
	t.Helper()
	c, cn := plans(), china(t)
	c.Calendars = map[string]calendar.Calendar{"cn": cn}
	o := open(t, c, at)
	o.team(sales.Team{ID: "south", Name: "华南", Channel: "CSOUTH", Zone: "Asia/Shanghai", Calendar: "cn"})
	o.team(sales.Team{ID: "berlin", Name: "Berlin", Channel: "CBER", Zone: "Europe/Berlin"})
	o.person(sales.Person{ID: "ULILEI", Name: "李雷", Team: "south"})
	o.person(sales.Person{ID: "UEVA", Name: "Eva", Team: "berlin"})
	return o
}

// Around Spring Festival 2026 one Saturday is worked and nine days are off.
func TestStandupsFollowChinasCalendar(t *testing.T) {
	o := inChina(t, "2026-02-13 20:00")
	o.tick("2026-02-13 20:00")
	for _, at := range []string{"01:00", "01:30", "02:00"} {
		o.tick("2026-02-14 " + at) // nine, half past, ten in Shanghai
	}
	o.wantKeys("standup", "standup/2026-02-14/ULILEI", "standup/2026-02-14/ULILEI/remind")
	o.wantKeys("digest", "digest/south/2026-02-14")
	for day := calendar.Date("2026-02-15"); day < "2026-02-24"; day = day.AddDays(1) {
		o.tick(string(day) + " 12:00")
		for _, job := range []struct{ name, subject string }{{cards.DigestJob, "south"}, {cards.PromptJob, "ULILEI"}, {cards.RemindJob, "ULILEI"},
			{cards.ReviewJob, "south"}} {
			if row := o.run(job.name, day, job.subject); row.State != "" {
				t.Errorf("%s of %s on %s is %s", job.name, job.subject, day, row.State)
			}
		}
	}
	if row := o.run(cards.DigestJob, "2026-02-16", "berlin"); row.State != store.RunDone && row.State != store.RunLate {
		t.Errorf("Berlin's stand-up of Monday is %q", row.State)
	}
	if row := o.run(cards.DigestJob, "2026-02-24", "south"); row.State != store.RunDue {
		t.Errorf("the first stand-up after the festival is %q", row.State)
	}
	err := o.store.View(t.Context(), func(r store.Reader) error {
		for _, c := range []struct {
			team     string
			on, want calendar.Date
		}{
			{"south", "2026-02-24", "2026-02-14"}, // the digest before
			{"south", "2026-03-02", "2026-02-28"}, // none before: the make-up Saturday
			{"berlin", "2026-03-16", "2026-03-13"},
		} {
			team, _, err := store.Teams.Get(r, c.team)
			if err != nil {
				return err
			}
			if got, err := o.desk.Cards.Since(r, team, c.on); err != nil || got != c.want {
				t.Errorf("%s's stand-up of %s covers the time since %s, %v; want %s", c.team, c.on, got, err, c.want)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAReviewOnAHolidayComesOnTheWorkingDayBefore(t *testing.T) {
	o := inChina(t, "2026-09-28 00:00")
	o.tick("2026-09-28 00:00")
	for _, c := range []struct{ team, day, state string }{
		{"south", "2026-09-30", string(store.RunDue)}, {"berlin", "2026-10-02", string(store.RunDue)},
	} {
		if row := o.run(cards.ReviewJob, calendar.Date(c.day), c.team); string(row.State) != c.state {
			t.Errorf("the review of %s on %s is %q, want %s", c.team, c.day, row.State, c.state)
		}
	}
	o.tick("2026-09-30 08:00")
	o.tick("2026-10-09 08:30")
	o.wantKeys("review", "review/south/2026-09-28", "review/south/2026-09-28/details", "review/south/2026-10-05",
		"review/south/2026-10-05/details")
}

// A calendar configured later moves what is already due.
func TestANewCalendarMovesWhatIsDue(t *testing.T) {
	o := inChina(t, "2026-02-15 00:00")
	o.team(sales.Team{ID: "south", Name: "华南", Channel: "CSOUTH", Zone: "Asia/Shanghai"})
	o.tick("2026-02-15 00:00")
	if row := o.run(cards.DigestJob, "2026-02-16", "south"); row.State != store.RunDue {
		t.Fatalf("without a calendar the stand-up of Monday is %q", row.State)
	}
	o.team(sales.Team{ID: "south", Name: "华南", Channel: "CSOUTH", Zone: "Asia/Shanghai", Calendar: "cn"})
	o.tick("2026-02-15 00:02")
	if row := o.run(cards.DigestJob, "2026-02-16", "south"); row.State != store.RunCancelled {
		t.Errorf("with one it is %q", row.State)
	}
	if row := o.run(cards.DigestJob, "2026-02-24", "south"); row.State != store.RunDue {
		t.Errorf("and the next one is %q", row.State)
	}
}
