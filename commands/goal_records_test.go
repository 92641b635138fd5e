package commands_test

import (
	"strings"
	"testing"
)

// A deal that has gone to another team still counts for the goal of its day, and is shown to nobody who may not see it.
func TestTheRecordsOfAGoalShowNoDealThatOneMayNotSee(t *testing.T) {
	w := acme(t)
	w.Want(w.Say(mei, "goal new team East 20 calls in Q4"), "G-1")
	w.Want(w.Say(ana, "log call Acme 20m their word is secretword"), "Logged")
	w.Want(w.Say(bob, "goal records G-1"), "secretword")
	w.Want(w.Click(ana, w.Say(ana, "deal give D-1 <@"+lilei+">").Message, "Yes"), "to 李雷")
	if reply := w.Say(bob, "goal records G-1"); strings.Contains(string(reply.Message.Text), "secretword") {
		t.Errorf("Bob reads %s", reply.Message.Text)
	}
}
