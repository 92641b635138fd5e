package sales

import (
	"slices"
	"testing"
	"time"
)

func TestADealIsWonLostAndReopenedFromAnyStage(t *testing.T) {
	for _, s := range Templates()[0].Stages {
		d := aDeal()
		d.Stage = s.ID
		won, e, err := d.Win(Templates()[0], Facts{}, "they signed", act)
		if err != nil {
			t.Fatal(err)
		}
		if won.Status != Won || won.Close != today || !won.Closed.Equal(monday) || !won.Next.Missing() || won.Stage != s.ID {
			t.Errorf("won: %+v", won)
		}
		if e.Kind != ClosedWon || e.From != s.ID || e.Days != 10 || e.Amount != d.Net() {
			t.Errorf("won: %+v", e)
		}
		lost, e, err := d.Lose(LostReasons(), "price", " Rival Ltd ", act)
		if err != nil {
			t.Fatal(err)
		}
		if lost.Status != Lost || lost.Reason != "price" || lost.Competitor != "Rival Ltd" {
			t.Errorf("lost: %+v", lost)
		}
		if e.Kind != ClosedLost || e.From != s.ID || e.Reason != "price" || e.Competitor != "Rival Ltd" || e.Days != 10 {
			t.Errorf("lost: %+v", e)
		}
		again, e, err := lost.Reopen(Deal{}, "they called back", Act{"U-ann", monday.Add(48 * time.Hour), "2026-11-18"})
		if err != nil {
			t.Fatal(err)
		}
		if again.Status != Open || again.Stage != s.ID || again.Close != "" || !again.Closed.IsZero() || again.Reason != "" ||
			again.Competitor != "" {
			t.Errorf("reopened: %+v", again)
		}
		if e.Kind != Reopened || e.From != "lost" || e.To != s.ID || e.Reason != "they called back" {
			t.Errorf("reopened: %+v", e)
		}
	}
}

func TestAWinPassesTheGatesOfAllStagesThatAreLeft(t *testing.T) {
	standard := Templates()[0]
	ready := Facts{Activities: map[ActivityKind]bool{Demo: true}, Contacts: map[ContactRole]bool{Decider: true, Buyer: true}}
	codes := func(cs []Criterion) (all []string) {
		for _, c := range cs {
			all = append(all, c.Code())
		}
		return all
	}
	d := aDeal()
	d.Need, d.Close, d.Next = "", "", NextStep{}
	for _, c := range []struct {
		stage string
		facts Facts
		want  []string
	}{
		{"lead", Facts{}, []string{"field.need", "activity.demo", "contact.decider", "field.budget", "contact.buyer", "field.product"}},
		{"discovery", ready, []string{"field.need", "field.budget", "field.product"}},
		{"negotiation", Facts{}, []string{"field.budget", "contact.buyer", "field.product"}}, // what it took to get here is not asked again
		{"payment", Facts{}, nil},
		{"old", ready, []string{"field.need", "field.budget", "field.product"}},
	} {
		d.Stage = c.stage
		if got := codes(d.UnmetToWin(standard, c.facts)); !slices.Equal(got, c.want) {
			t.Errorf("%s: unmet %v, want %v", c.stage, got, c.want)
		}
	}
	d.Stage = "negotiation"
	_, _, err := d.Win(standard, ready, "", act)
	if p := refused(t, err, "deal.win_unmet"); !slices.Equal(codes(p.Args["Unmet"].([]Criterion)), []string{"field.budget", "field.product"}) {
		t.Errorf("unmet: %v", p.Args)
	}
	won, e, err := d.Win(standard, ready, " the board agreed ", act)
	if err != nil || won.Overrides != 1 || e.Reason != "the board agreed" ||
		!slices.Equal(e.Unmet, []string{"field.budget", "field.product"}) {
		t.Errorf("passed over: %+v %v", e, err)
	}
	d.Budget, d.Product = "120k", "platform"
	won, e, err = d.Win(standard, ready, "", act)
	if err != nil || won.Overrides != 0 || e.Unmet != nil || e.Reason != "" {
		t.Errorf("nothing was missing: %+v %v", e, err)
	}
}

func TestADealClosesOnTheDayItHappened(t *testing.T) {
	friday := today.AddDays(-3)
	won, e, err := aDeal().Win(Templates()[0], Facts{}, "they signed", act.Happened(friday))
	if err != nil {
		t.Fatal(err)
	}
	if won.Close != friday || !won.Closed.Equal(friday.In(act.At.Location())) || e.On != friday || e.Told != today || !e.At.Equal(monday) ||
		e.Days != 7 {
		t.Errorf("won: %+v %+v", won, e)
	}
	lost, e, err := aDeal().Lose(LostReasons(), "price", "", act.Happened(friday))
	if err != nil || lost.Close != friday || e.On != friday || e.Told != today {
		t.Errorf("lost: %+v %v", e, err)
	}
	if _, e, err = aDeal().Lose(LostReasons(), "price", "", act.Happened("")); err != nil || e.On != today || e.Told != "" || e.Days != 10 {
		t.Errorf("without a day: %+v %v", e, err)
	}
}

func TestADealDoesNotCloseBeforeItWasOpened(t *testing.T) {
	d := aDeal()
	d.Created = monday
	_, _, err := d.Win(Templates()[0], Facts{}, "they signed", act.Happened(today.AddDays(-3)))
	refused(t, err, "deal.closed_before_created")
	_, _, err = d.Lose(LostReasons(), "price", "", act.Happened(today.AddDays(-1)))
	refused(t, err, "deal.closed_before_created")
	d.Created = monday.AddDate(0, 0, -3) // its own opening day, as an import has it
	if _, _, err = d.Win(Templates()[0], Facts{}, "they signed", act.Happened(today.AddDays(-3))); err != nil {
		t.Error(err)
	}
}
