package demo

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"dealdesk/bot/fakeslack"
	"dealdesk/cli/demo/company"
	"dealdesk/cli/demo/play"
	"dealdesk/desk/cards"
	"dealdesk/dice"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// atWork returns the sample company with a running bot, and a player who can move its clock.
func atWork(t *testing.T, language string) (*sample, *play.Player) {
	t.Helper()
	p := samplePlan(t)
	p.page = newPlayground(language, false)
	s, err := openSample(t.Context(), p, language, 1, false)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s, play.NewPlayer(s.world(), io.Discard, language)
}

func TestTheSampleIsReadyWithinThreeSeconds(t *testing.T) {
	dice.Quick(t, 3*time.Second, func() {
		s, err := openSample(t.Context(), samplePlan(t), "en", 1, false)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	})
}

func TestTheVisitorsDealsHaveCards(t *testing.T) {
	who := map[string]string{"en": "ana", "zh": "李雷"}
	for language, want := range map[string]string{"en": "has no card in a channel yet", "zh": "在频道里还没有卡片"} {
		s, _ := atWork(t, language)
		var other string
		s.read(t, func(r store.Reader) error {
			for _, d := range all(t, r, store.Deals) {
				if d.Status != sales.Open {
					continue
				}
				_, _, err := room(t.Context(), s.office.Store, d.ID)
				if err != nil && d.Owner == s.seat.rep {
					t.Errorf("%s: %s: %v", language, d.ID, err)
				} else if errors.Is(err, play.ErrNoCard) {
					other = d.ID
				}
			}
			return nil
		})
		var said strings.Builder
		err := play.NewPlayer(s.world(), &said, language).Do(t.Context(), who[language]+" in "+other+": hello")
		if said := fmt.Sprint(said.String(), err); !strings.Contains(said, want) {
			t.Errorf("%s: %s", language, said)
		}
	}
}

func (s *sample) read(t *testing.T, fn func(store.Reader) error) {
	t.Helper()
	if err := s.office.Store.View(t.Context(), fn); err != nil {
		t.Fatal(err)
	}
}

// firsts counts, by person, the first meetings with a team's customers that were in November.
func (x tellings) firsts(team string) map[string]int {
	slices.SortFunc(x.contacts, func(a, b sales.Activity) int { return a.At.Compare(b.At) })
	known, by := map[string]bool{}, map[string]int{}
	for _, a := range x.contacts {
		face := a.Kind == sales.Meeting || a.Kind == sales.Visit || a.Kind == sales.Demo
		if face && a.Team == team && !known[a.Account] {
			known[a.Account] = true
			if a.On >= "2026-11-01" {
				by[a.By]++
			}
		}
	}
	return by
}

func TestManagersReportTheContestCorrectly(t *testing.T) {
	s, _ := atWork(t, "en")
	x := tellingsOf(t, 1)
	for _, c := range []struct {
		team, channel, boss string
		says                *regexp.Regexp // total, most, who
		names               map[string]string
	}{
		{"east", "CEAST", "UMEI", regexp.MustCompile(`Contest, as of this morning: (\d+) .* with (\d+): (.+?)\.`), map[string]string{"UANA": "Ana", "UBOB": "Bob", "UPRIYA": "Priya"}},
		{"south", "CSOUTH", "UWEI", regexp.MustCompile(`全组一共见了 (\d+) 家.*已经 (\d+) 家，是(.+?)。`), map[string]string{"ULILEI": "李雷", "UHAN": "韩梅梅", "UWANG": "王芳", "UZHANG": "张伟"}},
	} {
		var said []string
		for _, m := range s.slack.As(c.boss).Sees(c.channel, "") {
			if found := c.says.FindStringSubmatch(m.Text); found != nil && m.User == c.boss && len(m.Reactions) > 0 {
				said = found[1:]
			}
		}
		total, most := 0, 0
		by := x.firsts(c.team)
		for _, n := range by {
			total, most = total+n, max(most, n)
		}
		if total < 5 || len(said) != 3 || said[0] != strconv.Itoa(total) || said[1] != strconv.Itoa(most) {
			t.Fatalf("%s says %q; the records say %v", c.boss, said, by)
		}
		for user, name := range c.names {
			if strings.Contains(said[2], name) != (by[user] == most) {
				t.Errorf("%s names %q; the records say %v", c.boss, said[2], by)
			}
		}
	}
}

func TestPeopleTalkInTheChannelsAndUnderTheCards(t *testing.T) {
	s, _ := atWork(t, "en")
	for _, c := range []struct{ channel, as, under string }{{"CEAST", "UMEI", "Brightwater Hotels"}, {"CSOUTH", "UWEI", "明珠酒店"}} {
		people, days := map[string]bool{}, map[string]bool{}
		last, rooms := "", 0
		for _, m := range s.slack.As(c.as).Sees(c.channel, "") {
			if m.TS <= last {
				t.Errorf("%s: %q is out of order", c.channel, m.Text)
			}
			last = m.TS
			room := m.User == s.slack.BotUser() && strings.Contains(s.slack.Plain(m), c.under)
			if m.User != s.slack.BotUser() {
				people[m.User] = true
				days[strings.Split(m.TS, ".")[0]] = true
			}
			for _, answer := range s.slack.As(c.as).Sees(c.channel, m.TS) {
				if answer.User != s.slack.BotUser() {
					people[answer.User] = true
					if room {
						rooms++
					}
				}
			}
		}
		if len(people) < 4 || len(days) < 6 || rooms < 2 {
			t.Errorf("%s: %d people talk at %d times, %d lines under %s", c.channel, len(people), len(days), rooms, c.under)
		}
	}
	// The bot records none of it.
	s.slack.Look(func(st *fakeslack.State) {
		for _, call := range st.Calls.All() {
			if call.Error != "" {
				t.Errorf("slack refused %s: %s", call.Method, call.Error)
			}
		}
	})
	before := exported(t, written(t, 1))
	after := exported(t, s.office.Store)
	if a, b := strings.Count(before, `{"id":"N-`), strings.Count(after, `{"id":"N-`); a != b {
		t.Errorf("talk has become %d contacts", b-a)
	}
}

func TestEachTeamGetsItsStandupAtTenLocalTime(t *testing.T) {
	s, player := atWork(t, "en")
	if err := player.Do(t.Context(), "at 2026-11-25 12:00"); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		team, channel, as string
		at                time.Time
	}{
		{"south", "CSOUTH", "ULILEI", time.Date(2026, time.November, 25, 2, 0, 0, 0, time.UTC)},
		{"east", "CEAST", "UANA", time.Date(2026, time.November, 25, 10, 0, 0, 0, time.UTC)},
	} {
		s.read(t, func(r store.Reader) error {
			run, err := store.Runs.Find(r, store.RunID(cards.DigestJob, "2026-11-25", c.team))
			if err == nil && (!run.Due.Equal(c.at) || run.State != store.RunDone) {
				t.Errorf("the stand-up of %s: %+v", c.team, run)
			}
			return err
		})
		var posted time.Time
		for _, m := range s.slack.As(c.as).Sees(c.channel, "") {
			if text := s.slack.Plain(m); strings.Contains(text, "Stand-up · East") || strings.Contains(text, "站会 · 华南") {
				posted = timeOf(t, m.TS)
			}
		}
		if late := posted.Sub(c.at); late < 0 || late > time.Minute {
			t.Errorf("the stand-up of %s is in the channel at %s", c.team, posted)
		}
		for _, m := range s.slack.As(c.as).Sees("D"+c.as, "") {
			if asked := timeOf(t, m.TS); strings.Contains(s.slack.Plain(m), "[Fill in]") && asked.Before(c.at.Add(-time.Hour)) {
				t.Errorf("%s was asked at %s", c.as, asked)
			}
		}
	}
}

func TestTheAmountsOfATeamAreInTheCurrencyOfItsDeals(t *testing.T) {
	_, player := atWork(t, "en")
	for _, line := range []string{"ana /sales account new Zephyr", "ana /deal new Zephyr 40k", "sees £40,000"} {
		if err := player.Do(t.Context(), line); err != nil {
			t.Fatal(err)
		}
	}
}

func timeOf(t *testing.T, ts string) time.Time {
	t.Helper()
	seconds, _, _ := strings.Cut(ts, ".")
	n, err := strconv.ParseInt(seconds, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return time.Unix(n, 0)
}

func TestTheLastStepWaitsForTheDigestOfTheVisitorsTeamToBeSeen(t *testing.T) {
	for _, c := range []struct {
		language string
		before   string // in the visitor's zone, after the other team's stand-up if that is earlier
		at       time.Time
	}{
		{"en", "2026-11-25 09:59", time.Date(2026, time.November, 25, 10, 0, 0, 0, time.UTC)},
		{"zh", "2026-11-25 09:59", time.Date(2026, time.November, 25, 2, 0, 0, 0, time.UTC)},
	} {
		s, player := atWork(t, c.language)
		page := newPlayground(c.language, false)
		page.local = s.local
		if stops := page.Stops(t.Context()); len(stops) != 2 || !stops[0].At.Equal(c.at) {
			t.Errorf("%s: the next stops are %v", c.language, stops)
		}
		if err := player.Do(t.Context(), "at "+c.before); err != nil {
			t.Fatal(err)
		}
		if _, ts := page.digest(t.Context()); ts != "" || !page.toStandup(t.Context()).Clock {
			t.Errorf("%s: the digest is there before the stand-up", c.language)
		}
		if err := player.Do(t.Context(), "next standup"); err != nil {
			t.Fatal(err)
		}
		if _, ts := page.digest(t.Context()); ts == "" || s.clock.Now().Sub(c.at) > time.Minute {
			t.Errorf("%s: there is no digest at %s", c.language, s.clock.Now())
		}
		if to := page.toStandup(t.Context()); page.stoodUp(t.Context()) || to.Clock {
			t.Errorf("%s: the step is taken before anybody has seen the digest, or leads to the clock again: %+v", c.language, to)
		}
	}
}

func TestColleaguesAnswerAndLogAsPlanned(t *testing.T) {
	s, player := atWork(t, "en")
	mine := "/standup plan: see the dentist"
	for _, line := range []string{"at 2026-11-25 09:01", "Bob " + mine, "at 2026-11-26 18:00"} {
		if err := player.Do(t.Context(), line); err != nil {
			t.Fatal(err)
		}
	}
	notes := map[string]bool{}
	for _, b := range company.Books() {
		for _, some := range b.Notes {
			for _, note := range some {
				notes[note] = true
			}
		}
	}
	s.read(t, func(r store.Reader) error {
		for _, rep := range []string{"UBOB", "UPRIYA", "ULILEI", "UHAN", "UWANG", "UZHANG"} {
			p, err := store.People.Find(r, rep)
			if err != nil {
				return err
			}
			for _, day := range []calendar.Date{"2026-11-25", "2026-11-26"} {
				answer, answered, err := store.Standups.Get(r, sales.StandupID(p.Team, day, rep))
				if err != nil || !answered || answer.Plan == "" {
					t.Errorf("%s on %s: no stand-up (%v)", rep, day, err)
				}
				if own := rep == "UBOB" && day == "2026-11-25"; own != (answer.Plan == "see the dentist") {
					t.Errorf("%s on %s plans to %q", rep, day, answer.Plan)
				}
				logged := 0
				for a, err := range store.ActivitiesOn(r, day, rep) {
					if err != nil {
						return err
					}
					logged++
					if !notes[strings.TrimRight(a.Note, ".。")] || a.Deal == "" || a.Minutes == 0 || a.Next.Due <= day {
						t.Errorf("%s was understood as %+v", rep, a)
					}
				}
				if logged != 3 {
					t.Errorf("%s logged %d contacts on %s", rep, logged, day)
				}
			}
		}
		for a, err := range store.ActivitiesOn(r, "2026-11-25", "UANA") {
			if err != nil {
				return err
			}
			t.Errorf("somebody has taken Ana's seat: %+v", a)
		}
		return nil
	})
}

func TestNobodyWorksForTwoSampleCustomers(t *testing.T) {
	st := written(t, 1)
	err := st.View(t.Context(), func(r store.Reader) error {
		at := map[string]string{}
		for _, k := range all(t, r, store.Contacts) {
			if other, twice := at[k.Name]; twice && other != k.Account {
				t.Errorf("%s is at %s and %s", k.Name, other, k.Account)
			}
			at[k.Name] = k.Account
		}
		for _, a := range all(t, r, store.Accounts) {
			if a.Industry == "" {
				t.Errorf("%s has no industry", a.Name)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
