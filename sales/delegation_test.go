package sales

import (
	"testing"
	"time"
)

func TestWhoCanLendTheirRightToWhom(t *testing.T) {
	day := 24 * time.Hour
	boss := Person{ID: "U-mia", Team: "north", Role: Manager, Email: "mia@x.example"}
	for _, c := range []struct {
		name       string
		from, to   Person
		start, end time.Duration // from now; a start of 0 is left out
		code       string
	}{
		{"a manager to a rep, from now", boss, bo, 0, day, ""},
		{"a director to a manager, later", dan, mia, day, 2 * day, ""},
		{"from one bookkeeper to another", fin, fox, 0, day, ""},
		{"to another team", boss, li, 0, day, ""},
		{"for ninety days", boss, bo, day, 91 * day, ""},
		{"for longer", boss, bo, day, 91*day + 1, "delegation.too_long"},
		{"from long ago", boss, bo, -91 * day, day, "delegation.too_long"},
		{"by a rep", ann, bo, 0, day, "delegation.nothing_to_lend"},
		{"by an admin", root, bo, 0, day, "delegation.nothing_to_lend"},
		{"to oneself", boss, boss, 0, day, "delegation.to_oneself"},
		{"to one's other id", boss, Person{ID: "U-m2", Role: Rep, Email: "MIA@x.example"}, 0, day, "delegation.to_oneself"},
		{"to a guest", boss, fay, 0, day, "delegation.cannot_decide"},
		{"to someone who left", boss, Person{ID: "U-bo", Role: Rep, Gone: true}, 0, day, "delegation.cannot_decide"},
		{"to someone never seen in the chat", boss, Person{ID: "P-9", Role: Rep}, 0, day, "delegation.cannot_decide"},
		{"to someone without a role", boss, Person{ID: "U-x"}, 0, day, "delegation.cannot_decide"},
		{"until now", boss, bo, -day, 0, "delegation.past"},
		{"until before", boss, bo, 0, -day, "delegation.past"},
		{"back to front", boss, bo, 3 * day, 2 * day, "delegation.ends_before_start"},
		{"for no time at all", boss, bo, day, day, "delegation.ends_before_start"},
	} {
		draft := Delegation{ID: "S-1", End: monday.Add(c.end), Revoked: monday}
		if c.start != 0 {
			draft.Start = monday.Add(c.start)
		}
		g, err := Delegate(draft, c.from, c.to, monday)
		if c.code != "" {
			refused(t, err, c.code)
			continue
		}
		want := Delegation{ID: "S-1", From: c.from.ID, To: c.to.ID, Start: monday.Add(c.start), End: monday.Add(c.end), Created: monday}
		if err != nil || g != want {
			t.Errorf("%s: %+v %v", c.name, g, err)
		}
	}
}

func TestADelegationHoldsFromItsStartUntilItsEnd(t *testing.T) {
	g := Delegation{From: "U-mia", To: "U-bo", Start: monday, End: monday.Add(time.Hour)}
	for at, want := range map[time.Duration]bool{-1: false, 0: true, time.Hour - 1: true, time.Hour: false} {
		if got := g.Active(monday.Add(at)); got != want {
			t.Errorf("after %v: %v", at, got)
		}
	}
	if !g.Lends(mia, bo, monday) || g.Lends(bo, mia, monday) || g.Lends(mia, eve, monday) || g.Lends(dan, bo, monday) {
		t.Error("it lends somebody else's right, or to somebody else")
	}
}

func TestADelegationIsRevokedByItsOwnerOrAnAdminOnce(t *testing.T) {
	g := Delegation{ID: "S-1", From: "U-mia", To: "U-bo", Start: monday.Add(time.Hour), End: monday.Add(2 * time.Hour)}
	for _, by := range []Person{bo, dan, ann} {
		_, err := g.Revoke(by, monday)
		refused(t, err, "delegation.not_yours")
	}
	for _, by := range []Person{mia, root} {
		over, err := g.Revoke(by, monday)
		if err != nil || !over.Revoked.Equal(monday) || over.Active(monday.Add(time.Hour)) {
			t.Errorf("%s: %+v %v", by.ID, over, err)
		}
		_, err = over.Revoke(by, monday)
		refused(t, err, "delegation.over")
	}
	_, err := g.Revoke(mia, g.End)
	refused(t, err, "delegation.over")
}

func TestOnlyDelegationsThatLendAtTheSameTimeOverlap(t *testing.T) {
	of := func(start, end time.Duration) Delegation {
		return Delegation{Start: monday.Add(start), End: monday.Add(end)}
	}
	g := of(10, 20)
	for _, c := range []struct {
		other Delegation
		want  bool
	}{{of(0, 10), false}, {of(20, 30), false}, {of(0, 11), true}, {of(19, 30), true}, {of(12, 13), true}, {of(0, 30), true}, {g, true}} {
		if g.Overlaps(c.other) != c.want || c.other.Overlaps(g) != c.want {
			t.Errorf("%+v: %v", c.other, !c.want)
		}
	}
}

func TestAnUndoByAnybodyElseLendsNoMoreThanIsLent(t *testing.T) {
	g := Delegation{ID: "S-1", From: "U-mia", To: "U-bo", Start: monday, End: monday.Add(24 * time.Hour)}
	with := func(change func(*Delegation)) Delegation { h := g; change(&h); return h }
	for name, c := range map[string]struct {
		was  Delegation // before the undo brings g back
		more bool
	}{
		"the same":               {g, false},
		"longer before":          {with(func(h *Delegation) { h.End = h.End.Add(1) }), false},
		"earlier before":         {with(func(h *Delegation) { h.Start = h.Start.Add(-1) }), false},
		"shorter before":         {with(func(h *Delegation) { h.End = h.End.Add(-1) }), true},
		"later before":           {with(func(h *Delegation) { h.Start = h.Start.Add(1) }), true},
		"to somebody else":       {with(func(h *Delegation) { h.To = "U-eve" }), true},
		"ended before":           {with(func(h *Delegation) { h.Revoked = monday }), true},
		"replaced before":        {g.Replace(Delegation{ID: "S-2"}, monday), true},
		"over before":            {with(func(h *Delegation) { h.End = monday }), true},
		"nothing there any more": {Delegation{}, true},
	} {
		for _, by := range []string{"U-root", "U-bo", "U-dan"} {
			err := g.TakenBack(c.was, by, monday)
			if c.more {
				refused(t, err, "delegation.not_yours_to_revive")
			} else if err != nil {
				t.Errorf("%s, by %s: %v", name, by, err)
			}
		}
		if err := g.TakenBack(c.was, "U-mia", monday); err != nil {
			t.Errorf("%s, by the lender: %v", name, err)
		}
		if err := g.TakenBack(c.was, "U-root", g.End); err != nil {
			t.Errorf("%s, once it is over: %v", name, err)
		}
	}
}
