package commands_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"dealdesk/commands/call"
)

// formLines open the forms of a deal, a contact and a customer.
var formLines = []string{
	"log D-1", "deal note D-1", "deal give D-1", "deal amount D-1", "deal date D-1", "deal next D-1", "deal set D-1", "deal lost D-1",
	"deal won D-2", "discount D-1", "contact add A-1", "account tier A-1", "account set A-1", "deal new", "account new",
}

func TestAFormSaysWhatItDoesAndForWhom(t *testing.T) {
	w := acme(t)
	w.Say(ana, "deal new Acme Renewal")
	for _, who := range []string{ana, mei} {
		for _, line := range formLines {
			m := w.Say(who, line).Modal
			if m == nil {
				if line != "account tier A-1" { // for managers
					t.Errorf("%q opens no form", line)
				}
				continue
			}
			if n := utf8.RuneCountInString(m.Title); n > 24 {
				t.Errorf("%q: the title %q has %d characters", line, m.Title, n)
			}
			if whom := strings.HasSuffix(line, "-1") || strings.HasSuffix(line, "-2"); whom != strings.Contains(m.Title, " · Acme") ||
				strings.Contains(m.Title, "D-") {
				t.Errorf("%q is titled %q", line, m.Title)
			}
		}
	}
}

func TestATitleKeepsWhatItDoesAndCutsForWhom(t *testing.T) {
	for _, c := range [][3]string{
		{"Next step", "Acme", "Next step · Acme"},
		{"Next step", "Acme Corporation International", "Next step · Acme Corpor…"},
		{"下一步", "华星科技", "下一步 · 华星科技"},
		{"Note", "two\nlines\u202e", "Note · two lines"},
		{"Move on", "", "Move on"},
		{"As long as there is room", "Acme", "As long as there is room"},
	} {
		got := call.TitleFor(c[0], c[1])
		if got != c[2] || utf8.RuneCountInString(got) > 24 {
			t.Errorf("%q for %q is %q, want %q", c[0], c[1], got, c[2])
		}
	}
}

// Whoever leaves out what a form calls optional is not refused for it.
func TestNoFormRefusesWhatItCallsOptional(t *testing.T) {
	needed := map[string]string{"name": "Rollout", "account": "A-1", "owner": bob, "amount": "50k", "close": "2027-01-20", "next": "call them",
		"due": "2026-12-01", "reason": "price", "tier": "A", "note": "they asked", "about": "D-1", "discount": "15%"}
	for _, line := range formLines {
		w := acme(t)
		w.Say(ana, "deal new Acme Renewal")
		who := ana
		if line == "account tier A-1" {
			who = mei
		}
		form := w.Say(who, line).Modal
		filled, optional := map[string]string{}, map[string]bool{}
		for _, b := range form.Blocks {
			switch {
			case b.Input == nil:
			case !b.Input.Optional && needed[b.Input.ID] != "":
				filled[b.Input.ID] = needed[b.Input.ID]
			case b.Input.Optional:
				optional[b.Input.ID] = true
			}
		}
		if line == "discount D-1" {
			filled["discount"] = needed["discount"]
		}
		if line == "deal set D-1" {
			filled["need"] = "speed"
		}
		reply := w.Submit(who, form, filled)
		for field, words := range reply.Errors {
			t.Errorf("%q refuses %s, optional %v: %s", line, field, optional[field], words)
		}
		if reply.Message == nil && len(reply.Errors) == 0 {
			t.Errorf("%q is answered with %+v", line, reply)
		}
	}
}
