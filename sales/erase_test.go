package sales

import "testing"

func TestAPersonIsFoundInTextsAndNobodyElse(t *testing.T) {
	var anna Traces
	anna.Name("Anna Berg")
	anna.Name("王小伟")
	anna.Word("anna.berg@acme.com")
	anna.Phone("+49 (30) 1234-567")
	for _, c := range []struct{ text, want string }{
		{"Met Anna Berg today", "Met X today"},
		{"ANNA  BERG, Berg, Anna and anna\nberg", "X, X and X"},
		{"Johanna Berg and Anna Berger and Anna", "Johanna Berg and Anna Berger and Anna"},
		{"和王小伟见面", "和X见面"},
		{"write to Anna.Berg@acme.com.", "write to X."},
		{"write to johanna.berg@acme.com", "write to johanna.berg@acme.com"},
		{"call 49301234567 or +49 30 1234567", "call X or +X"},
		{"order 1493012345678", "order 1493012345678"},
		{"", ""},
	} {
		if got := anna.Hide(c.text, "X"); got != c.want {
			t.Errorf("%q became %q, want %q", c.text, got, c.want)
		}
		if got := anna.In(c.text); got != (c.text != c.want) {
			t.Errorf("%q: found %v", c.text, got)
		}
	}
	var nobody Traces
	nobody.Name(" ")
	nobody.Word("")
	if got := nobody.Hide("Anna", "X"); got != "Anna" {
		t.Errorf("nobody is found in %q", got)
	}
}

func TestAnErasureLeavesWhatCountsAndOthersAlone(t *testing.T) {
	e := Erasure{As: "erased person 7", People: []string{"U1"}, Contacts: []string{"K-1"}}
	p := e.Person(Person{ID: "U1", Name: "Anna", Email: "a@b.c", Team: "east", Role: Rep, Zone: "Europe/Berlin", External: "7"})
	if p.Name != e.As || p.Email+p.Zone+p.External != "" || p.Team != "east" || !p.Gone || !p.Erased {
		t.Errorf("%+v", p)
	}
	if p := e.Person(Person{ID: "U2", Name: "Bob"}); p.Name != "Bob" || p.Erased {
		t.Errorf("%+v", p)
	}
	k := e.Contact(Contact{ID: "K-1", Account: "A-1", Name: "Anna", Phone: "1", Email: "2", Title: "CFO", External: "9", Role: "buyer"})
	if k != (Contact{ID: "K-1", Account: "A-1", Name: e.As, Role: "buyer"}) {
		t.Errorf("%+v", k)
	}
	if k := e.Contact(Contact{ID: "K-2", Name: "Bob"}); k.Name != "Bob" {
		t.Errorf("%+v", k)
	}
	a := Activity{By: "U1", Note: "Talked", Minutes: 20, Next: NextStep{What: "call Bob", Due: "2026-11-30"}}
	if got := e.Activity(a); got.Note != "" || got.Next.What != e.As || got.Next.Due == "" || got.Minutes != 20 {
		t.Errorf("%+v", got)
	}
	s := e.Standup(Standup{Person: "U1", Done: "x", Plan: "y", Blockers: "z", More: map[string]string{"mood": "w"}})
	if !s.Empty() || !e.Standup(Standup{Person: "U1"}).Empty() || e.Standup(Standup{Person: "U2", Done: "x"}).Done != "x" {
		t.Errorf("%+v", s)
	}
	r := Approval{Requester: "U1", Reason: "why", By: "U2", Answer: "no",
		Steps: []Step{{Votes: []Vote{{By: "U1", Reason: "fine"}, {By: "U2", Reason: "ok"}}}}}
	got := e.Approval(r)
	if v := got.Steps[0].Votes; got.Reason != "" || got.Answer != "no" || v[0].Reason != "" ||
		v[1].Reason != "ok" || r.Steps[0].Votes[0].Reason == "" {
		t.Errorf("%+v, was %+v", got, r)
	}
	e.KeepNotes = true
	if e.Activity(a).Note != "Talked" || e.Approval(r).Reason != "why" {
		t.Error("notes that were to be kept are gone")
	}
}
