package commands_test

import (
	"fmt"
	"strings"
	"testing"

	"dealdesk/chat"
	"dealdesk/commands/commandstest"
)

func TestNumbersAreShownForAnyDaysAndPeople(t *testing.T) {
	w := acme(t)
	for _, name := range []string{"Robots", "Cloud", "Sensors", "Support", "Training", "Pumps"} {
		w.Say(ana, fmt.Sprintf("deal new Acme %q 100k", name))
	}
	for _, id := range []string{"D-2", "D-3", "D-4"} {
		reply := w.Say(ana, "deal won "+id)
		if reply.Message != nil {
			if _, ok := commandstest.Button(reply.Message, "Won anyway"); ok {
				w.Submit(ana, w.Click(ana, reply.Message, "Won anyway").Modal, map[string]string{"reason": "in a hurry"})
			}
		}
	}
	for _, id := range []string{"D-5", "D-6"} {
		w.Say(ana, "deal lost "+id+" price")
	}
	for _, c := range []struct{ who, line, want string }{
		{ana, "kpi", "Win rate: 60% (n = 5)"},
		{ana, "kpi", "Not enough history yet"},
		{ana, "kpi win rate", "last 180 days"},
		{ana, "kpi win rate this month", "60% (n = 5)"},
		{mei, "kpi win rate of Ana", "60% (n = 5)"},
		{mei, "kpi win rate by person", "Ana"},
		{mei, "kpi win rate by person", "nothing to compare"},
		{mei, "kpi by team", "Revenue"},
		{mei, "kpi revenue by month last 90 days", "Nov 2026"},
		{mei, "kpi revenue against the one before", "the period before: "},
		{mei, "kpi wins q3 vs last year", "a year before: "},
		{mei, "kpi wins by colour", "cannot be taken apart"},
		{mei, "kpi banana", "can't place"},
		{ana, "kpi win rate by person of team", "Only whoever leads"},
		{ana, "kpi wins of Bob", "Only whoever leads"},
		{ana, "kpi wins of team", "East"},
		{lilei, "kpi wins of Ana", "只有Ana的团队负责人能看"},
		{mei, "kpi conversion", "Conversion"},
		{mei, "kpi wins 2027", "still to come"},
		{mei, "指标 赢单率 本季度", "60%"},
		{mei, "kpi explain cycle", "How it is computed: "},
		{mei, "kpi explain", "Response time"},
		{mei, "kpi explain banana", "don't know a number"},
	} {
		if got := shown(w.Say(c.who, c.line)); !strings.Contains(got, c.want) {
			t.Errorf("%s: %s\n is  %s\nnot  %s", c.who, c.line, got, c.want)
		}
	}
	reply := w.Click(mei, w.Say(mei, "kpi win rate").Message, "Records")
	w.Want(reply, "D-2", "D-6")
	reply = w.Click(mei, w.Say(mei, "kpi win rate by month").Message, "Records")
	w.Want(reply, "D-2", "Nov 2026")
	if file := w.Say(mei, "kpi by team as csv").File; file == nil || !strings.Contains(string(file.Content), "East") {
		t.Errorf("no file: %v", file)
	}
	if file := w.Click(mei, w.Say(mei, "kpi by team").Message, "As a workbook").File; file == nil {
		t.Error("no workbook")
	}
}

// shown is what a reply says, errors included.
func shown(reply chat.Reply) string {
	if reply.Message == nil {
		return ""
	}
	return string(reply.Message.Text)
}
