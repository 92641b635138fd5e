package commands_test

import (
	"strings"
	"testing"

	"dealdesk/sales"
)

func TestNobodyElseGivesBackPowerByAnUndo(t *testing.T) {
	for name, lines := range map[string][2]string{
		"limit":    {"team limit <@UBOB> 12%", "team limit <@UBOB> 5%"},
		"function": {"team function <@UBOB> finance", "team function <@UBOB> none"},
		"role":     {"team manager East <@UBOB>", "team manager East <@UMEI>"},
	} {
		t.Run(name, func(t *testing.T) {
			w := governed(t)
			if given := admin(w, adm, lines[0]); name != "role" { // Mei would lead again
				w.Want(w.Click(eve, given.Message, "Undo"), "已撤销") // lends less, and Adm is told
				told := newsOf(w, lastSeq(w)-1, adm+"/undone")
				if !strings.Contains(string(told), "took back what you did") {
					t.Errorf("Adm is told %q", told)
				}
				admin(w, adm, lines[0])
			}
			taken := admin(w, adm, lines[1])
			w.Want(w.Click(eve, taken.Message, "Undo"), "Adm")
			if is := person(w, bob); name == "limit" && is.Limit != 500 || name == "function" && len(is.Functions) > 0 || is.Role != sales.Rep {
				t.Errorf("somebody else gave it back: %+v", is)
			}
			w.Want(w.Click(adm, taken.Message, "Undo"), "Undone") // they may themselves
		})
	}
}
