package commands_test

import (
	"strings"
	"testing"

	"dealdesk/ai"
	"dealdesk/ai/fakemodel"
	"dealdesk/chat"
	. "dealdesk/commands/commandstest"
	"dealdesk/sales"
)

// vague is a line that means nothing to the rules.
const vague = "the platform people are warming up nicely, budget is 150k now"

func meaning(pairs ...string) fakemodel.Answer {
	fields := []string{"act", "none", "record", "", "contact", "", "stage", "", "lasted", "", "day", "", "note", "", "next", "", "due", "",
		"clock", "", "amount", "", "confidence", "high"}
	return text(append(fields, pairs...)...)
}

func (w *advised) plain(who, line string) chat.Reply {
	req := w.Request(who, chat.Direct)
	req.Name, req.Args = "say", line
	return w.Do(req)
}

func TestAModelProposesWhatTheRulesCannotReadAndAPersonConfirms(t *testing.T) {
	w := newAdvised(t, everything...)
	w.acme()
	before := w.Deal("D-1")
	w.service.Then(meaning("act", "amount", "record", "D-1", "amount", "150k"))
	reply := w.Want(w.plain(Ana, vague), "Change the amount of D-1 (Acme, ¥120,000) to ¥150,000?", "a language model proposed it")
	if after := w.Deal("D-1"); after != before {
		t.Errorf("a proposal changed the deal: %+v", after)
	}
	if sent := w.service.Asked()[0].Data(); !strings.Contains(sent, "warming up") || !strings.Contains(sent, "D-1") {
		t.Errorf("sent %s", sent)
	}
	w.Click(Ana, reply.Message, "Yes")
	if after := w.Deal("D-1"); after.Amount != (sales.Money{Minor: 15_000_000, Currency: "CNY"}) {
		t.Errorf("after the click the deal is %+v", after)
	}
}

func TestWhatAModelInventsIsNeverProposed(t *testing.T) {
	w := newAdvised(t, everything...)
	w.acme()
	before := w.Deal("D-1")
	for name, answer := range map[string]fakemodel.Answer{
		"an amount nobody typed":  meaning("act", "amount", "record", "D-1", "amount", "15k"),
		"a step nobody typed":     meaning("act", "plan", "record", "D-1", "next", "give them a discount", "due", "tomorrow"),
		"a deal not offered":      meaning("act", "move", "record", "D-9", "stage", "won"),
		"a stage there is not":    meaning("act", "move", "record", "D-1", "stage", "heaven"),
		"a contact of no kind":    meaning("act", "log", "record", "D-1", "note", "warming up"),
		"minutes below none":      meaning("act", "log", "record", "D-1", "lasted", "-20 min"),
		"what it is not sure of":  meaning("act", "move", "record", "D-1", "stage", "won", "confidence", "low"),
		"nothing":                 meaning(),
		"no choices":              fakemodel.NoChoices,
		"429":                     fakemodel.Status(429),
		"500":                     fakemodel.Status(500),
		"a page":                  fakemodel.HTML,
		"huge":                    fakemodel.SaysText(strings.Repeat("x", 3<<20)),
		"another form altogether": text("text", "<!channel> https://evil.example"),
	} {
		w.service.Then(answer)
		if reply := w.plain(Ana, vague); !reply.Unknown || reply.Message != nil {
			t.Errorf("%s: %+v", name, reply)
		}
	}
	w.start(ai.Names, ai.Notes)
	w.service.Then(meaning("act", "amount", "record", "D-1", "amount", "150k"))
	if reply := w.plain(Ana, vague); !reply.Unknown || len(w.service.Asked()) > 0 {
		t.Errorf("without leave to send lines: %+v", reply)
	}
	if after := w.Deal("D-1"); after != before {
		t.Errorf("the deal changed: %+v", after)
	}
}

// Where the rules are sure, nothing is sent.
func TestAModelIsNotAskedWhatTheRulesRead(t *testing.T) {
	w := newAdvised(t, everything...)
	w.acme()
	w.service.Then(meaning())
	for _, line := range []string{"hello", "thanks", "call Acme 20m they want a discount", "Acme signed!", "刚给 Acme 打了电话，20分钟"} {
		w.plain(Ana, line)
	}
	if asked := w.service.Asked(); len(asked) > 0 {
		t.Errorf("%d lines were sent, the first %s", len(asked), asked[0].Data())
	}
	w.service.Then(look("deal list", ""), answered("There is one, D-1."))
	w.Want(w.plain(Ana, "so which of them will be the largest of all?"), "Answered by a language model", "There is one, D-1.")
	w.service.Then(fakemodel.Status(500))
	w.Want(w.plain(Ana, "so which of them will be the largest of all?"), "That I can't tell yet")
}
