package sales

import (
	"testing"
)

func TestAnOutdatedRequestSaysWhatChanged(t *testing.T) {
	r, d, _ := waits(t, 1500)
	repriced, _, err := d.Reprice(Money{1, "CNY"}, act)
	if err != nil {
		t.Fatal(err)
	}
	_, granted, _, err := d.AskTerms(DefaultAuthority(), ask(ann, 500))
	if err != nil {
		t.Fatal(err)
	}
	won, _, err := d.Win(Templates()[0], Facts{}, "they signed", act)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		deal Deal
		want string
	}{{d, ""}, {repriced, VoidAmount}, {granted, VoidTerms}, {won, VoidClosed}} {
		if got := r.Outdated(c.deal); got != c.want {
			t.Errorf("outdated because of %q, want %q", got, c.want)
		}
	}
	r.Status = Rejected
	if got := r.Outdated(won); got != "" {
		t.Errorf("a decided request is outdated because of %q", got)
	}
}

func TestARequestFitsNoOtherAmountEvenUnderItsVersion(t *testing.T) {
	d := aDeal()
	r, _, _, err := d.AskTerms(DefaultAuthority(), ask(ann, 1500))
	if err != nil {
		t.Fatal(err)
	}
	d.Amount.Minor *= 2
	_, got, _, err := r.Decide(d, Decision{By: mia, Roster: Roster{Team: north, Authority: DefaultAuthority(), At: monday}, Verdict: Approve,
		Seen: r.Seen(), On: today})
	if problem, no := AsProblem(err); !no || problem.Code != "approval.voided" || got != d {
		t.Errorf("%v %+v", err, got)
	}
	if why := r.Outdated(d); why != VoidAmount || r.Pending(d, monday) {
		t.Errorf("outdated because of %q", why)
	}
}

func TestGoingBackToOtherTermsMakesANewVersion(t *testing.T) {
	first := aDeal()
	second, _, err := first.Reprice(Money{9000000, "CNY"}, Act{"U-ann", monday, today})
	if err != nil {
		t.Fatal(err)
	}
	back := second.Restored(first)
	if back.Amount != first.Amount || back.Terms != 3 {
		t.Errorf("%+v", back)
	}
	promised := back
	promised.Special.Custom = "a trainer"
	if again := promised.Restored(back); again.Special != (Special{}) || again.Terms != 4 {
		t.Errorf("%+v", again)
	}
	planned := back
	planned.Next = NextStep{What: "call"}
	if again := planned.Restored(first); again.Terms != 3 || again.Next != first.Next {
		t.Errorf("the terms did not change, yet are version %d: %+v", again.Terms, again)
	}
}
