package commands

import (
	"strings"
	"testing"
	"time"
)

// day moves the clock to an hour of a day of November 2026.
func (w *world) day(day, hour int) {
	w.now = time.Date(2026, 11, day, hour, 0, 0, 0, w.now.Location())
}

// done is what the form has for what was done, lines joined with bars.
func (w *world) done(who string) string {
	w.Helper()
	reply := w.say(who, "standup")
	if reply.Modal == nil {
		w.Fatalf("no form: %+v", reply.Message)
	}
	return strings.ReplaceAll(inputs(reply.Modal)["done"], "\n", " | ")
}

func TestWhatWasTakenBackIsNoNewsForAStandup(t *testing.T) {
	w := newWorld(t)
	w.say(ana, `account new Acme`)
	w.say(ana, `deal new Acme "Data platform" 120k`)
	w.say(ana, `deal new Acme Support 20k`)
	w.digest("east")
	w.say(ana, "standup done two deals")
	w.say(ana, "deal won D-1")
	w.say(ana, "deal reopen D-1 the buyer changed his mind")
	w.say(ana, "deal lost D-2 price")
	w.day(25, 9)
	if done := w.done(ana); strings.Contains(done, "D-1") || !strings.Contains(done, "D-2 · Acme · Support: lost, Price") {
		t.Errorf("done: %s", done)
	}
}

func TestSeveralStepsOfADealAreOneLineOfAStandup(t *testing.T) {
	w := newWorld(t)
	w.say(ana, `account new Acme`)
	w.say(ana, `deal new Acme "Data platform" 120k`)
	w.digest("east")
	w.say(ana, "standup done a deal")
	w.say(ana, "deal advance D-1 they are in a hurry")
	w.say(ana, "deal advance D-1 they are in a hurry")
	w.day(25, 9)
	if done := w.done(ana); done != "D-1 · Acme · Data platform: Lead → Proposal" {
		t.Errorf("done: %s", done)
	}
}

func TestWhoComesBackIsToldOfEverythingSinceTheirLastAnswer(t *testing.T) {
	w := newWorld(t)
	w.say(ana, `account new Acme`)
	w.say(ana, "log call Acme told already")
	w.day(24, 11)
	w.say(ana, "standup done a call, plan a visit")
	w.say(ana, "log visit Acme before the leave")
	w.say(ana, "standup leave 11/25-11/27")
	for _, day := range []int{24, 25, 26, 27} {
		w.day(day, 12)
		w.digest("east")
	}
	w.day(30, 9)
	if done := w.done(ana); done != "visit Acme: before the leave" {
		t.Errorf("done: %s", done)
	}
	w.say(bob, "log call Acme before anybody asked")
	w.day(24, 10)
	if done := w.done(mei); done != "" {
		t.Errorf("who never answered is told %s", done)
	}
}

func TestWhatIsLoggedLateIsToldLateAndOnce(t *testing.T) {
	w := newWorld(t)
	w.say(ana, `account new Acme`)
	w.day(20, 9)
	w.say(ana, "log call Acme before the first")
	w.day(23, 10)
	w.digest("east")
	w.day(24, 9)
	w.say(ana, "log visit Acme 11/20 it was a Friday")
	if done := w.done(ana); done != "visit Acme: it was a Friday" {
		t.Errorf("done: %s", done)
	}
	w.say(ana, "standup done that visit")
	w.day(24, 10)
	w.digest("east")
	w.day(25, 9)
	if done := w.done(ana); done != "" {
		t.Errorf("told twice: %s", done)
	}
}

func TestWhatFollowsAnEarlyAnswerIsToldInTheNextOne(t *testing.T) {
	w := newWorld(t)
	w.say(ana, `account new Acme`)
	w.say(ana, "standup plan one")
	w.digest("east")
	w.day(24, 18)
	w.want(w.say(ana, "standup plan two"), "Wed 25 Nov is in")
	w.day(24, 19)
	w.say(ana, "log call Acme late in the evening")
	w.day(25, 10)
	w.digest("east")
	w.day(26, 9)
	if done := w.done(ana); done != "call Acme: late in the evening" {
		t.Errorf("done: %s", done)
	}
}
