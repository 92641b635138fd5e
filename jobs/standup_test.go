package jobs

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

func TestTheZoneIsThePersonsElseTheChatsElseTheTeamsElseTheCompanys(t *testing.T) {
	tokyo := zone(t, "Asia/Tokyo")
	for _, c := range []struct {
		why     string
		person  sales.Person
		said    string
		team    string
		company *time.Location
		want    string
	}{
		{"own choice before all", sales.Person{Zone: "Europe/Berlin", ChatZone: "America/New_York"}, "America/Denver", "Asia/Shanghai", tokyo, "Europe/Berlin"},
		{"what the chat says now", sales.Person{ChatZone: "America/New_York"}, "America/Denver", "Asia/Shanghai", tokyo, "America/Denver"},
		{"what the chat said last", sales.Person{ChatZone: "America/New_York"}, "", "Asia/Shanghai", tokyo, "America/New_York"},
		{"the team's", sales.Person{}, "", "Asia/Shanghai", tokyo, "Asia/Shanghai"},
		{"the company's", sales.Person{}, "", "", tokyo, "Asia/Tokyo"},
		{"UTC", sales.Person{}, "", "", nil, "UTC"},
		{"an unknown zone counts as none", sales.Person{Zone: "Mars/Olympus", ChatZone: "Nowhere"}, "?", "Asia/Shanghai", tokyo, "Asia/Shanghai"},
		{"so does a team's unknown zone", sales.Person{}, "", "Atlantis", tokyo, "Asia/Tokyo"},
	} {
		company := plans()
		company.Zone = c.company
		if got := cards.New(nil, company).ZoneOf(c.person, sales.Team{Zone: c.team}, c.said).String(); got != c.want {
			t.Errorf("%s: %s, want %s", c.why, got, c.want)
		}
	}
}

// Each person's question across the clock changes of their own zone, in a team whose zone
// has none: at nine by their clock, once on each of the days.
func TestAClockChangeMovesNobodysQuestion(t *testing.T) {
	for _, c := range []struct {
		zone, from string
		days       int
		hours      []string // of the prompts, in UTC
	}{
		{"Europe/Berlin", "2026-03-27", 4, []string{"2026-03-27 08:00", "2026-03-28 08:00", "2026-03-29 07:00", "2026-03-30 07:00"}},
		{"Europe/Berlin", "2026-10-24", 3, []string{"2026-10-24 07:00", "2026-10-25 08:00", "2026-10-26 08:00"}},
		{"America/New_York", "2026-03-07", 3, []string{"2026-03-07 14:00", "2026-03-08 13:00", "2026-03-09 13:00"}},
		{"America/New_York", "2026-10-31", 3, []string{"2026-10-31 13:00", "2026-11-01 14:00", "2026-11-02 14:00"}},
		{"Australia/Lord_Howe", "2026-10-03", 3, []string{"2026-10-02 22:30", "2026-10-03 22:00", "2026-10-04 22:00"}},
	} {
		t.Run(c.zone+" "+c.from, func(t *testing.T) {
			plan := plans()
			plan.Standup.Days, plan.Review.At = "*", ""
			o := open(t, plan, c.from+" 00:00")
			o.now = o.now.Add(-12 * time.Hour)
			o.team(sales.Team{ID: "east", Name: "East", Channel: "C1", Zone: "Asia/Shanghai"})
			o.person(sales.Person{ID: "UANA", Name: "Ana", Team: "east", ChatZone: c.zone})
			if err := o.runner.Tick(t.Context()); err != nil {
				t.Fatal(err)
			}
			seen := map[string]string{}
			first, end := calendar.Date(c.from), o.now.AddDate(0, 0, c.days+1)
			for o.now.Before(end) {
				o.now = o.now.Add(30 * time.Minute)
				o.restart()
				if err := o.runner.Tick(t.Context()); err != nil {
					t.Fatal(err)
				}
				for _, key := range o.keys("standup/") {
					if seen[key] == "" {
						seen[key] = o.now.Format("2006-01-02 15:04")
					}
				}
			}
			for i, want := range c.hours {
				day := first.AddDays(i)
				if got := seen[fmt.Sprintf("standup/%s/UANA", day)]; got != want {
					t.Errorf("the question of %s comes at %s, want %s", day, got, want)
				}
				o.wantRun(cards.PromptJob, day, "UANA", store.RunDone, "")
			}
		})
	}
}

func TestATravellerIsAskedOnceForEachDay(t *testing.T) {
	o := small(t, "2026-11-18 00:00")
	o.tick("2026-11-18 00:00")
	o.tick("2026-11-18 01:00") // Chen, 09:00 in Shanghai
	o.person(sales.Person{ID: "UCHEN", Name: "Chen", Team: "emea", ChatZone: "America/Los_Angeles"})
	o.tick("2026-11-18 17:05") // 09:05 in Los Angeles, the same day
	o.wantKeys("standup/2026-11-18/UCHEN", "standup/2026-11-18/UCHEN")
	o.tick("2026-11-19 16:59")
	o.wantKeys("standup/2026-11-19/UCHEN")
	o.tick("2026-11-19 17:00")
	o.wantKeys("standup/2026-11-19/UCHEN", "standup/2026-11-19/UCHEN")
	o.person(sales.Person{ID: "UCHEN", Name: "Chen", Team: "emea", Zone: "Asia/Shanghai", ChatZone: "America/Los_Angeles"}) // home again
	o.tick("2026-11-20 01:02")
	o.wantKeys("standup/2026-11-20/UCHEN", "standup/2026-11-20/UCHEN")
	o.wantKeys("standup/2026-11-19/UCHEN", "standup/2026-11-19/UCHEN")
}

// snooze puts somebody's stand-up off, as the command does.
func (o *office) snooze(who sales.Person, on calendar.Date, until string) {
	o.t.Helper()
	at, err := time.Parse("2006-01-02 15:04", until)
	if err != nil {
		o.t.Fatal(err)
	}
	o.do(func(tx *store.Tx) error {
		team, _, err := store.Teams.Get(tx, who.Team)
		if err != nil {
			return err
		}
		return o.desk.PostSnooze(tx, who, team, on, at, o.desk.Cards.SnoozeEnd(team, on, o.desk.Cards.ZoneOf(who, team, "")))
	})
}

func TestASnoozedQuestionIsAskedAgainOnceWithoutAReminder(t *testing.T) {
	ana := sales.Person{ID: "UANA", Name: "Ana", Team: "emea", Role: sales.Rep}
	o := small(t, "2026-11-18 00:00")
	o.tick("2026-11-18 00:00")
	o.tick("2026-11-18 08:00") // 09:00 in Berlin
	o.clock("2026-11-18 08:05")
	o.snooze(ana, "2026-11-18", "2026-11-18 08:40")
	o.tick("2026-11-18 08:31") // after the reminder's time
	o.wantRun(cards.RemindJob, "2026-11-18", "UANA", store.RunCancelled, "snoozed")
	o.wantKeys("standup/2026-11-18/UANA", "standup/2026-11-18/UANA")
	o.restart() // the outbox remembers
	o.tick("2026-11-18 08:40")
	o.wantKeys("standup/2026-11-18/UANA", "standup/2026-11-18/UANA", "standup/2026-11-18/UANA/later/1")
	o.tick("2026-11-18 08:50")
	if text := o.text("standup/2026-11-18/UANA/later/1"); !strings.Contains(text, "You asked me to come back") {
		t.Errorf("asked again with %s", text)
	}
	o.tick("2026-11-18 09:00")
	o.wantKeys("standup/2026-11-18/UANA", "standup/2026-11-18/UANA", "standup/2026-11-18/UANA/later/1")
	o.wantKeys("digest", "digest/emea/2026-11-18")
}

func TestAQuestionSnoozedBeforeItComesDoesNotCome(t *testing.T) {
	ana := sales.Person{ID: "UANA", Name: "Ana", Team: "emea", Role: sales.Rep}
	o := small(t, "2026-11-18 00:00")
	o.tick("2026-11-18 00:00")
	o.clock("2026-11-18 07:50")
	o.snooze(ana, "2026-11-18", "2026-11-18 08:20")
	o.tick("2026-11-18 08:00")
	o.wantRun(cards.PromptJob, "2026-11-18", "UANA", store.RunCancelled, "snoozed")
	o.wantKeys("standup/2026-11-18/UANA")
	o.tick("2026-11-18 08:20")
	o.wantKeys("standup/2026-11-18/UANA", "standup/2026-11-18/UANA/later/1")
}

func TestAQuestionSnoozedIntoADowntimeIsNotAskedAfterTheDigest(t *testing.T) {
	ana := sales.Person{ID: "UANA", Name: "Ana", Team: "emea", Role: sales.Rep}
	o := small(t, "2026-11-18 00:00")
	o.tick("2026-11-18 00:00")
	o.tick("2026-11-18 08:00")
	o.snooze(ana, "2026-11-18", "2026-11-18 08:30")
	o.posts()
	o.clock("2026-11-20 07:00") // two days later, and the clock too
	due, err := o.store.Due(t.Context(), o.now, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range due {
		if strings.HasSuffix(p.Key, "/later/1") && o.now.Before(p.Expires) {
			t.Errorf("%s is still worth sending at %s, until %s", p.Key, o.now, p.Expires)
		}
	}
	o.tick("2026-11-20 09:00")
	o.wantRun(cards.DigestJob, "2026-11-18", "emea", store.RunMissed, "down")
	o.wantRun(cards.DigestJob, "2026-11-19", "emea", store.RunMissed, "down")
	o.wantKeys("missed", "missed/standup-digest|2026-11-19|emea") // one notice for both
	o.wantKeys("digest", "digest/emea/2026-11-20")
}

func TestAReminderGivesTheDigestsTimeInThePersonsZone(t *testing.T) {
	o := small(t, "2026-11-18 00:00")
	o.tick("2026-11-18 00:00")
	o.tick("2026-11-18 01:30") // 09:30 in Shanghai; the digest is at 10:00 in Berlin
	if text := o.text("standup/2026-11-18/UCHEN/remind"); !strings.Contains(text, "reads it at 17:00") {
		t.Errorf("Chen reads: %s", text)
	}
	o.person(sales.Person{ID: "UDEE", Name: "Dee", Team: "emea", Zone: "America/New_York"})
	o.tick("2026-11-18 14:30") // 09:30 in New York, long after the digest
	o.wantRun(cards.RemindJob, "2026-11-18", "UDEE", store.RunCancelled, "cutoff")
}

func TestSomeoneAwayHoldsUpNoDigestAndIsAskedOnTheFirstDayBack(t *testing.T) {
	o := small(t, "2026-11-17 00:00")
	o.person(sales.Person{ID: "UANA", Name: "Ana", Team: "emea", Away: []calendar.Span{{From: "2026-11-18", To: "2026-11-19"}}})
	o.tick("2026-11-17 00:00")
	o.tick("2026-11-17 09:00")
	o.sell("UANA", "emea", "2026-11-17")
	for _, day := range []string{"18", "19"} {
		o.tick("2026-11-" + day + " 09:00")
		if text := o.text("digest/emea/2026-11-" + day); !strings.Contains(text, "Away: Ana") || !strings.Contains(text, "*0 of 1* answered") {
			t.Errorf("the digest of the %s:\n%s", day, text)
		}
		o.wantKeys("standup/2026-11-" + day + "/UANA")
	}
	o.tick("2026-11-20 08:00")
	o.wantKeys("standup/2026-11-20/UANA", "standup/2026-11-20/UANA")
}

// A digest of a past day is about that day: what waits or is overdue when someone adds to
// it later does not belong there.
func TestALateAnswerIsAddedToItsDayWithoutTodaysNumbers(t *testing.T) {
	o := small(t, "2026-11-17 00:00")
	o.tick("2026-11-17 00:00")
	o.sell("UANA", "emea", "2026-11-17") // leaves a next step due that day
	o.tick("2026-11-18 09:00")
	if text := o.text("digest/emea/2026-11-18"); !strings.Contains(text, "1 next step overdue") {
		t.Errorf("the digest of its own day:\n%s", text)
	}
	o.clock("2026-11-20 11:00")
	o.answer(sales.Standup{Team: "emea", Person: "UANA", On: "2026-11-18", Done: "Called Acme"})
	text := o.text("digest/emea/2026-11-18")
	for _, want := range []string{"updated after Ana (Fri 20 Nov, 12:00)", "*1 of 2* answered", "1 contact"} {
		if !strings.Contains(text, want) {
			t.Errorf("the digest lacks %q:\n%s", want, text)
		}
	}
	if strings.Contains(text, "overdue") || strings.Contains(text, "without contact") {
		t.Errorf("Wednesday's digest shows Friday's numbers:\n%s", text)
	}
}
