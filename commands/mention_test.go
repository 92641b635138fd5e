package commands_test

import (
	"strings"
	"testing"

	"dealdesk/chat"
)

// Every text that people write reads with names where somebody is mentioned.
func TestAMentionReadsAsANameInEveryText(t *testing.T) {
	for line, want := range map[string]string{
		"deal note D-1 spoke with <@UDAN> about the price":                                      "spoke with @Dan about the price",
		"log call D-1 20m with <@UBOB|bob> on the line":                                         "with @Bob on the line",
		"deal next D-1 demo with <@UBOB> Fri":                                                   "demo with @Bob",
		"deal set D-1 need <@UDAN> wants it fast":                                               "@Dan wants it fast",
		"deal advance D-1 <@UDAN> said so":                                                      "@Dan said so",
		"discount D-1 15% <@UDAN> promised it":                                                  "15%",
		`deal new Acme "Rollout by <@UBOB>" 20k`:                                                "Rollout by @Bob",
		"contact add Acme Mary, friend of <@UBOB>":                                              "friend of @Bob",
		"account new <@UBOB> and sons":                                                          "@Bob and sons",
		"standup done: met <@UBOB> plan: call <@ULILEI> blockers: legal is slow, <@UBOB> knows": "met @Bob",
		"deal note D-1 asked <@UNOBODY|Nora> and <@UNONE>":                                      "asked @Nora and @UNONE",
	} {
		w := acme(t)
		w.Want(w.Say(ana, line), want)
		for key, p := range w.Shown {
			if text := encoded(t, chat.Reply{Message: &p.Message}); strings.Contains(text, "@U") && !strings.Contains(text, "@UNONE") {
				t.Errorf("%q: %s shows an id: %s", line, key, text)
			}
		}
	}
}

func TestWhoIsMentionedIsFoundByTheirIDWhereAVerbActsOnPeople(t *testing.T) {
	w := acme(t)
	w.Want(w.Say(ana, "deal give D-1 <@UBOB>"), "Bob")
	w.Want(w.Say(ana, "account owner A-1 <@UBOB|bob>"), "Bob")
	w.Want(w.Say(mei, "delegate <@UDAN> 11/24-11/27"), "Dan")
	w.Want(w.Say(ana, "standup plan: call them blockers: legal is slow, <@UBOB> knows"), "asked for help: Bob", "@Bob knows")
}
