package jobs

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// quiet is a company that nudges, with the people of small. A prompt of "" asks nobody for a
// stand-up. D-1 to D-n are Ana's, last contacted on Wednesday, 11 November.
func quiet(t *testing.T, prompt string, deals int) *office {
	c := plans()
	c.Alerts.At, c.Standup.Prompt, c.Standup.Remind = "09:00", prompt, ""
	o := open(t, c, "2026-11-11 06:00")
	o.team(sales.Team{ID: "emea", Name: "EMEA", Channel: "C1", Manager: "UBOB", Zone: "Europe/Berlin", Language: "en"})
	o.team(sales.Team{ID: "apac", Name: "APAC", Zone: "Asia/Shanghai"})
	o.person(sales.Person{ID: "UBOB", Name: "Bob", Role: sales.Manager, Zone: "Europe/Berlin"})
	o.person(sales.Person{ID: "UANA", Name: "Ana", Team: "emea"})
	o.person(sales.Person{ID: "UCHEN", Name: "Chen", Team: "apac"})
	for i := range deals {
		o.put(sales.Deal{ID: fmt.Sprintf("D-%d", i+1), Owner: "UANA", Team: "emea", Next: sales.NextStep{What: "call", Due: "2026-12-20"}})
	}
	o.tick("2026-11-16 00:00") // a Monday
	return o
}

// put keeps a changed deal and shows it.
func (o *office) put(d sales.Deal) {
	o.t.Helper()
	if d.Name == "" {
		d.Name, d.Status, d.Stage, d.Pipeline = "Deal "+d.ID, sales.Open, "lead", "standard"
		d.Created, d.StageSince = o.now, o.now
	}
	o.do(func(tx *store.Tx) error {
		if err := store.Deals.Put(tx, d); err != nil {
			return err
		}
		return o.desk.PostDealCard(tx, d)
	})
}

func (o *office) deal(id string) sales.Deal {
	o.t.Helper()
	var d sales.Deal
	if err := o.store.View(o.t.Context(), func(r store.Reader) (err error) { d, err = store.Deals.Find(r, id); return err }); err != nil {
		o.t.Fatal(err)
	}
	return d
}

// nudges lists which deals the messages named to whom on which day: "UANA 2026-11-16 D-1".
func (o *office) nudges() (all []string) {
	o.t.Helper()
	for _, prefix := range []string{"nudge/", "standup/"} {
		for _, key := range o.keys(prefix) {
			parts := strings.Split(key, "/")
			for _, b := range o.posts()[key].Message.Blocks {
				for _, button := range b.Buttons {
					if button.Action == cards.NudgeDrop {
						all = append(all, parts[2]+" "+parts[1]+" "+button.Value)
					}
				}
			}
		}
	}
	slices.Sort(all)
	return all
}

func (o *office) wantNudges(want ...string) {
	o.t.Helper()
	if got := o.nudges(); !slices.Equal(got, want) {
		o.t.Errorf("nudges %q, want %q", got, want)
	}
}

func TestNudgesAreBelowTheQuestionOrAloneWithoutOne(t *testing.T) {
	asked := quiet(t, "09:00", 1)
	asked.tick("2026-11-16 08:00")
	asked.wantNudges("UANA 2026-11-16 D-1")
	asked.wantKeys("nudge")
	asked.wantRun(cards.NudgeJob, "2026-11-16", "UANA", store.RunCancelled, "standup")
	if text := asked.text("standup/2026-11-16/UANA"); !strings.Contains(text, "D-1 · Deal D-1*: 3 working days without contact") ||
		!strings.Contains(text, "[Log]\n[Snooze]\n[Not needed]") {
		t.Errorf("the question says\n%s", text)
	}

	alone := quiet(t, "", 1)
	alone.tick("2026-11-16 08:00")
	alone.wantNudges("UANA 2026-11-16 D-1")
	alone.wantKeys("nudge", "nudge/2026-11-16/UANA")
	alone.wantRun(cards.NudgeJob, "2026-11-16", "UBOB", store.RunCancelled, "nothing")
	if p := alone.posts()["nudge/2026-11-16/UANA"]; p.User != "UANA" || !p.Expires.Equal(time.Date(2026, 11, 16, 23, 0, 0, 0, time.UTC)) {
		t.Errorf("%+v", p)
	}
}

func TestAnAnswerTheEveningBeforeLeavesANudgeAlone(t *testing.T) {
	o := quiet(t, "09:00", 1)
	o.answer(sales.Standup{Team: "emea", Person: "UANA", On: "2026-11-16", Plan: "Visit Acme"})
	o.tick("2026-11-16 08:00")
	o.wantKeys("standup")
	o.wantKeys("nudge", "nudge/2026-11-16/UANA")
}

func TestAnAnswerKeepsTheNudgesBelowTheQuestion(t *testing.T) {
	o := quiet(t, "09:00", 1)
	o.tick("2026-11-16 08:00")
	o.answer(sales.Standup{Team: "emea", Person: "UANA", On: "2026-11-16", Plan: "Visit Acme"})
	o.wantNudges("UANA 2026-11-16 D-1")
	if text := o.text("standup/2026-11-16/UANA"); !strings.Contains(text, "Visit Acme") || strings.Contains(text, "[Skip today]") {
		t.Errorf("the question says\n%s", text)
	}
}

func TestNobodyIsNudgedOnADayOff(t *testing.T) {
	o := quiet(t, "", 1)
	o.person(sales.Person{ID: "UANA", Name: "Ana", Team: "emea", Away: []calendar.Span{{From: "2026-11-16", To: "2026-11-17"}}})
	for _, day := range []string{"2026-11-16", "2026-11-17", "2026-11-21", "2026-11-22"} { // away, away, Saturday, Sunday
		o.tick(day + " 08:00")
		if o.wantNudges(); t.Failed() {
			t.Fatal(day)
		}
		if day == "2026-11-17" {
			o.wantRun(cards.NudgeJob, "2026-11-17", "UANA", store.RunCancelled, "away")
			o.person(sales.Person{ID: "UANA", Name: "Ana", Team: "emea", Gone: true})
		}
	}
	o.person(sales.Person{ID: "UANA", Name: "Ana", Team: "emea", Outside: true})
	o.tick("2026-11-23 08:00")
	o.wantNudges()
	o.person(sales.Person{ID: "UANA", Name: "Ana", Team: "emea"})
	o.tick("2026-11-24 07:00")
	o.tick("2026-11-24 08:00")
	o.wantNudges("UANA 2026-11-24 D-1")
}

func TestADealIsNamedOnceADayWhateverHappens(t *testing.T) {
	o := quiet(t, "", 1)
	o.person(sales.Person{ID: "UBOB", Name: "Bob", Role: sales.Manager, Zone: "Europe/London"})
	o.person(sales.Person{ID: "UCHEN", Name: "Chen", Team: "apac", Zone: "America/New_York"})
	d := o.deal("D-1")
	d.Next.Due = "2026-11-13" // two reasons
	o.put(d)
	o.tick("2026-11-16 08:00")
	o.wantNudges("UANA 2026-11-16 D-1")

	// Bob, an hour behind, gets it on the same day; so does Chen in New York.
	d.Owner = "UBOB"
	o.put(d)
	o.restart()
	o.tick("2026-11-16 09:00")
	d.Owner, d.Team = "UCHEN", "apac"
	o.put(d)
	o.tick("2026-11-16 14:00")
	o.wantNudges()
	o.wantRun(cards.NudgeJob, "2026-11-16", "UBOB", store.RunCancelled, "nothing")
	o.wantRun(cards.NudgeJob, "2026-11-16", "UCHEN", store.RunCancelled, "nothing")
	o.tick("2026-11-17 14:00")
	o.wantNudges("UCHEN 2026-11-17 D-1")

	// The clock goes back two days, then on.
	d.Owner, d.Team = "UANA", "emea"
	o.put(d)
	o.restart()
	o.tick("2026-11-15 14:00")
	o.tick("2026-11-16 14:00")
	o.tick("2026-11-17 15:00")
	o.wantNudges()
	o.tick("2026-11-18 08:00")
	o.wantNudges("UANA 2026-11-18 D-1")
}

func TestADowntimePastTheMorningDropsTheNudge(t *testing.T) {
	o := quiet(t, "", 1)
	o.restart()
	o.tick("2026-11-16 11:59") // Berlin's nine o'clock was at 08:00
	o.wantNudges("UANA 2026-11-16 D-1")
	o.restart()
	o.tick("2026-11-18 12:00") // two days on
	o.wantRun(cards.NudgeJob, "2026-11-17", "UANA", store.RunMissed, "down")
	o.wantRun(cards.NudgeJob, "2026-11-18", "UANA", store.RunMissed, "down")
	o.wantNudges("UANA 2026-11-16 D-1")
	o.tick("2026-11-19 08:00")
	o.wantNudges("UANA 2026-11-16 D-1", "UANA 2026-11-19 D-1")
}

func TestAMessageNamesFiveDealsAndCountsTheRest(t *testing.T) {
	o := quiet(t, "", 12)
	late := o.deal("D-11")
	late.Next.Due = "2026-11-13"
	o.put(late)
	bare := o.deal("D-12")
	bare.Next, bare.Contacted = sales.NextStep{}, o.now
	o.put(bare)
	o.tick("2026-11-16 08:00")
	o.wantNudges("UANA 2026-11-16 D-1", "UANA 2026-11-16 D-10", "UANA 2026-11-16 D-11", "UANA 2026-11-16 D-2", "UANA 2026-11-16 D-3")
	text := o.text("nudge/2026-11-16/UANA")
	first, _, _ := strings.Cut(text, "[Log]")
	if !strings.Contains(text, "6 more deals need attention · 1 deal has no next step yet") ||
		!strings.Contains(first, "still to do: call, Fri 13 Nov · 3 working days without contact") {
		t.Errorf("the message says\n%s", text)
	}
}

func TestAMissingNextStepIsMentionedButIsNoReasonForAMessage(t *testing.T) {
	for prompt, key := range map[string]string{"": "", "09:00": "standup/2026-11-16/UANA"} {
		o := quiet(t, prompt, 1)
		d := o.deal("D-1")
		d.Next, d.Contacted = sales.NextStep{}, o.now
		o.put(d)
		o.tick("2026-11-16 08:00")
		o.wantNudges()
		o.wantKeys("nudge")
		if key == "" {
			continue
		}
		if text := o.text(key); !strings.Contains(text, "1 deal has no next step yet") || strings.Contains(text, "Worth a look") {
			t.Errorf("the question says\n%s", text)
		}
	}
}

func TestADealHandledBeforeTheMessageIsSentIsNotNamed(t *testing.T) {
	o := quiet(t, "", 3)
	o.clock("2026-11-16 08:00")
	if err := o.runner.Tick(t.Context()); err != nil {
		t.Fatal(err)
	}
	won, given, gone := o.deal("D-1"), o.deal("D-2"), o.deal("D-3")
	won.Status, won.Close = sales.Won, "2026-11-16"
	o.put(won)
	given.Owner = "UBOB"
	o.put(given)
	gone.Owner, gone.Team = "UCHEN", "apac" // not Ana's to see
	o.put(gone)
	o.wantNudges()
	text := o.text("nudge/2026-11-16/UANA")
	if !strings.Contains(text, "D-1 · Deal D-1: won") || !strings.Contains(text, "D-2 · Deal D-2: now with Bob") ||
		strings.Contains(text, "D-3") {
		t.Errorf("the message says\n%s", text)
	}

	only := quiet(t, "", 1)
	only.clock("2026-11-16 08:00")
	if err := only.runner.Tick(t.Context()); err != nil {
		t.Fatal(err)
	}
	gone = only.deal("D-1")
	gone.Owner, gone.Team = "UCHEN", "apac"
	only.put(gone)
	only.wantKeys("nudge") // nothing is left to say
}

func TestAChangeOnAnotherDayLeavesOldMessagesAlone(t *testing.T) {
	o := quiet(t, "", 1)
	o.tick("2026-11-16 08:00")
	before := o.posts()["nudge/2026-11-16/UANA"]
	o.clock("2026-11-17 07:00")
	d := o.deal("D-1")
	d.Contacted = o.now
	o.put(d)
	if after := o.posts()["nudge/2026-11-16/UANA"]; after.Rev != before.Rev {
		t.Errorf("yesterday's message was put again: %s", shown(after.Message))
	}
}

func TestADeciderSeesWaitingRequestsInTheSameMessage(t *testing.T) {
	o := quiet(t, "", 0)
	o.request("R-1", o.now.Add(96*time.Hour))
	decide := func(change func(*sales.Approval)) {
		o.do(func(tx *store.Tx) error {
			a, err := store.Approvals.Find(tx, "R-1")
			if err != nil {
				return err
			}
			change(&a)
			return store.Approvals.Put(tx, a)
		})
	}
	decide(func(a *sales.Approval) { a.Steps[0].Asked = []sales.Seat{{By: "UBOB"}, {By: "UANA"}} }) // Ana may not decide, it is her request
	o.tick("2026-11-16 08:00")
	o.wantKeys("nudge", "nudge/2026-11-16/UBOB")
	if text := o.text("nudge/2026-11-16/UBOB"); !strings.Contains(text, "1 request waits for your decision, asked 8 hours ago") {
		t.Errorf("Bob reads\n%s", text)
	}
	decide(func(a *sales.Approval) { a.Status = sales.Rejected })
	o.tick("2026-11-17 08:00")
	o.wantKeys("nudge", "nudge/2026-11-16/UBOB")
}

func TestTheNumberOfQuietDaysCanChange(t *testing.T) {
	o := quiet(t, "", 1)
	o.desk.Cards.Company.Alerts.Quiet = 30
	o.restart()
	o.tick("2026-11-16 08:00")
	o.wantNudges()
	o.desk.Cards.Company.Alerts.Quiet = 3
	o.restart()
	o.tick("2026-11-17 08:00")
	o.wantNudges("UANA 2026-11-17 D-1")
	o.desk.Cards.Company.Alerts.At = "" // switched off
	o.restart()
	o.tick("2026-11-18 08:00")
	o.wantNudges("UANA 2026-11-17 D-1")
	o.wantRun(cards.NudgeJob, "2026-11-18", "UANA", store.RunCancelled, "gone")
}

// Around Spring Festival 2026 two Saturdays are worked and nine days are off. This
// company has its stand-up on Tuesdays and, oddly, on Sundays.
func TestNudgesComeOnWorkingDaysWhateverTheStandupsAre(t *testing.T) {
	c := plans()
	c.Calendar, c.Alerts.At, c.Standup.Days, c.Standup.Remind, c.Review.At = china(t), "09:00", "2,0", "", ""
	o := open(t, c, "2026-02-10 20:00")
	o.team(sales.Team{ID: "south", Name: "华南", Channel: "CSOUTH", Zone: "Asia/Shanghai"})
	o.person(sales.Person{ID: "ULILEI", Name: "李雷", Team: "south"})
	o.put(sales.Deal{ID: "D-1", Owner: "ULILEI", Team: "south"})
	d := o.deal("D-1")
	d.Created = o.now.AddDate(0, -1, 0)
	o.put(d)
	alone := map[calendar.Date]bool{}
	for _, day := range []calendar.Date{"2026-02-11", "2026-02-12", "2026-02-13", "2026-02-14", "2026-02-25", "2026-02-26", "2026-02-27",
		"2026-02-28", "2026-03-02"} {
		alone[day] = true
	}
	for day := calendar.Date("2026-02-11"); day <= "2026-03-03"; day = day.AddDays(1) {
		o.tick(string(day) + " 00:30")
		o.tick(string(day) + " 01:00") // nine in Shanghai
		inQuestion := day == "2026-02-24" || day == "2026-03-03"
		_, said := o.posts()["nudge/"+string(day)+"/ULILEI"]
		named := slices.Contains(o.nudges(), "ULILEI "+string(day)+" D-1")
		if said != alone[day] || named != (alone[day] || inQuestion) {
			t.Errorf("%s: a message of its own %v, named %v", day, said, named)
		}
	}
	o.wantKeys("standup/2026-03-01", "standup/2026-03-01/ULILEI") // a Sunday: asked, not nudged
}
