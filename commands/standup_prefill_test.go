package commands_test

import (
	"strings"
	"testing"
	"time"

	"dealdesk/commands/commandstest"
)

// atHour moves the clock to an hour of a day of November 2026.
func atHour(w *commandstest.World, day, hour int) {
	w.Now = time.Date(2026, 11, day, hour, 0, 0, 0, w.Now.Location())
}

// done is what the form has for what was done, lines joined with bars.
func done(w *commandstest.World, who string) string {
	w.Helper()
	reply := w.Say(who, "standup")
	if reply.Modal == nil {
		w.Fatalf("no form: %+v", reply.Message)
	}
	return strings.ReplaceAll(inputs(reply.Modal)["done"], "\n", " | ")
}

func TestWhatWasTakenBackIsNoNewsForAStandup(t *testing.T) {
	w := commandstest.NewWorld(t)
	w.Say(ana, `account new Acme`)
	w.Say(ana, `deal new Acme "Data platform" 120k`)
	w.Say(ana, `deal new Acme Support 20k`)
	digest(w, "east")
	w.Say(ana, "standup done two deals")
	w.Say(ana, "deal won D-1 they signed")
	w.Say(ana, "deal reopen D-1 the buyer changed his mind")
	w.Say(ana, "deal lost D-2 price")
	atHour(w, 25, 9)
	if done := done(w, ana); strings.Contains(done, "D-1") || !strings.Contains(done, "D-2 · Acme · Support: lost, Price") {
		t.Errorf("done: %s", done)
	}
}

func TestSeveralStepsOfADealAreOneLineOfAStandup(t *testing.T) {
	w := commandstest.NewWorld(t)
	w.Say(ana, `account new Acme`)
	w.Say(ana, `deal new Acme "Data platform" 120k`)
	digest(w, "east")
	w.Say(ana, "standup done a deal")
	w.Say(ana, "deal advance D-1 they are in a hurry")
	w.Say(ana, "deal advance D-1 they are in a hurry")
	atHour(w, 25, 9)
	if done := done(w, ana); done != "D-1 · Acme · Data platform: Lead → Proposal" {
		t.Errorf("done: %s", done)
	}
}

func TestWhoComesBackIsToldOfEverythingSinceTheirLastAnswer(t *testing.T) {
	w := commandstest.NewWorld(t)
	w.Say(ana, `account new Acme`)
	w.Say(ana, "log call Acme told already")
	atHour(w, 24, 11)
	w.Say(ana, "standup done a call, plan a visit")
	w.Say(ana, "log visit Acme before the leave")
	w.Say(ana, "standup leave 11/25-11/27")
	for _, day := range []int{24, 25, 26, 27} {
		atHour(w, day, 12)
		digest(w, "east")
	}
	atHour(w, 30, 9)
	if done := done(w, ana); done != "visit Acme: before the leave" {
		t.Errorf("done: %s", done)
	}
	w.Say(bob, "log call Acme before anybody asked")
	atHour(w, 24, 10)
	if done := done(w, mei); done != "" {
		t.Errorf("who never answered is told %s", done)
	}
}

func TestWhatIsLoggedLateIsToldLateAndOnce(t *testing.T) {
	w := commandstest.NewWorld(t)
	w.Say(ana, `account new Acme`)
	atHour(w, 20, 9)
	w.Say(ana, "log call Acme before the first")
	atHour(w, 23, 10)
	digest(w, "east")
	atHour(w, 24, 9)
	w.Say(ana, "log visit Acme 11/20 it was a Friday")
	if done := done(w, ana); done != "visit Acme: it was a Friday" {
		t.Errorf("done: %s", done)
	}
	w.Say(ana, "standup done that visit")
	atHour(w, 24, 10)
	digest(w, "east")
	atHour(w, 25, 9)
	if done := done(w, ana); done != "" {
		t.Errorf("told twice: %s", done)
	}
}

func TestWhatFollowsAnEarlyAnswerIsToldInTheNextOne(t *testing.T) {
	w := commandstest.NewWorld(t)
	w.Say(ana, `account new Acme`)
	w.Say(ana, "standup plan one")
	digest(w, "east")
	atHour(w, 24, 18)
	w.Want(w.Say(ana, "standup plan two"), "Wed 25 Nov is in")
	atHour(w, 24, 19)
	w.Say(ana, "log call Acme late in the evening")
	atHour(w, 25, 10)
	digest(w, "east")
	atHour(w, 26, 9)
	if done := done(w, ana); done != "call Acme: late in the evening" {
		t.Errorf("done: %s", done)
	}
}
