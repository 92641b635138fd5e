package commands_test

import (
	"strings"
	"testing"

	"dealdesk/chat"
	"dealdesk/commands/commandstest"
	"dealdesk/sales"
	"dealdesk/store"
)

// nudged is a world in which Ana was just told of D-1, by a message of its own, a week
// after anything happened to it. It returns the message as she sees it.
func nudged(t *testing.T) (*commandstest.World, func() *chat.Message) {
	t.Helper()
	return nudgedAfter(t)
}

// nudgedAfter is nudged where Ana had done something before.
func nudgedAfter(t *testing.T, lines ...string) (*commandstest.World, func() *chat.Message) {
	t.Helper()
	w := acme(t)
	for _, line := range lines {
		w.Say(ana, line)
	}
	w.Desk.Cards.Company.Alerts.At = "09:00"
	w.Now = w.Now.AddDate(0, 0, 7) // Tuesday, 1 December
	key := "nudge/2026-12-01/" + ana
	_, err := w.Store.Update(t.Context(), store.Change{Once: key, Actor: "nudge", At: w.Now, What: "nudge"}, func(tx *store.Tx) error {
		who, err := store.People.Find(tx, ana)
		if err != nil {
			return err
		}
		if err := w.Desk.KeepNudges(tx, who, "2026-12-01"); err != nil {
			return err
		}
		_, err = w.Desk.PostNudge(tx, who, "2026-12-01")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	w.Post()
	return w, func() *chat.Message { m := w.Message(key).Message; return &m }
}

func nudge(w *commandstest.World, deal string) sales.Nudge {
	w.Helper()
	var n sales.Nudge
	if err := w.Store.View(w.Context(), func(r store.Reader) (err error) { n, _, err = store.Nudges.Get(r, deal); return err }); err != nil {
		w.Fatal(err)
	}
	return n
}

// asks reports whether a message still has the buttons of a nudge.
func asks(m *chat.Message) bool {
	_, snooze := commandstest.Button(m, "Snooze")
	_, drop := commandstest.Button(m, "Not needed")
	return snooze || drop
}

func TestASnoozeLastsUntilTheNextWorkingDayOrLonger(t *testing.T) {
	w, message := nudged(t)
	w.Now = w.Now.AddDate(0, 0, 3) // Friday; the message is old, and works
	old := message()
	first := w.Want(w.Click(ana, old, "Snooze"), "I'll bring it up again on Mon 7 Dec")
	if n := nudge(w, "D-1"); n.Until != "2026-12-07" || n.On != "2026-12-01" {
		t.Errorf("%+v", n)
	}
	if first.Replace {
		t.Error("the answer takes the nudge's place")
	}
	longer := w.Want(w.Click(ana, first.Message, "Until Fri 11 Dec"), "again on Fri 11 Dec")
	if !longer.Replace || nudge(w, "D-1").Until != "2026-12-11" {
		t.Errorf("%+v %+v", longer, nudge(w, "D-1"))
	}
	again := w.Want(w.Click(ana, old, "Snooze"), "is already snoozed until Fri 11 Dec")
	if _, ok := commandstest.Button(again.Message, "Until Mon 7 Dec"); !ok || nudge(w, "D-1").Until != "2026-12-11" {
		t.Errorf("%+v %+v", again.Message, nudge(w, "D-1"))
	}
	w.Want(w.Click(ana, longer.Message, "Undo"), "Undone")
	if n := nudge(w, "D-1"); n.Until != "2026-12-07" {
		t.Errorf("after the undo %+v", n)
	}
}

func TestACloseDateThatHasPassedIsSaidToTheOwnerAndCountedInTheReview(t *testing.T) {
	w, message := nudgedAfter(t, "deal date D-1 2026-11-27", "log call D-1 5m Spoke. next: send it 2026-12-10")
	w.Want(chat.Reply{Message: message()}, "was to close on Fri 27 Nov: a new date, won or lost?")
	for _, label := range []string{"New date", "Won", "Lost", "Snooze", "Not needed"} {
		if _, ok := commandstest.Button(message(), label); !ok {
			t.Errorf("there is no button %s", label)
		}
	}
	review := w.Want(w.Say(mei, "review"), "1 deal past its expected close")
	w.Want(w.Click(mei, review.Message, "Past their date (1)"),
		"D-1 · Acme Corporation · Data platform · ¥120,000, was to close on Fri 27 Nov")
	w.Want(w.Submit(ana, w.Click(ana, message(), "New date").Modal, map[string]string{"close": "2026-12-18"}), "→ Fri 18 Dec")
	if text := string(message().Text); strings.Contains(text, "was to close") || !strings.Contains(text, "5 working days without contact") {
		t.Errorf("after it has a new date: %s", text)
	}
	if d := w.Deal("D-1"); d.Pushed != 1 {
		t.Errorf("%+v", d)
	}
	w.Say(ana, "deal amount D-1 90k")
	w.Want(w.Say(mei, "review"), "Close dates put off: 1 · amounts changed: 1")
	fields := w.Card("D-1").Message.Blocks[0].Section.Fields
	if !strings.Contains(string(fields[1]), ", changed 1 time") || !strings.Contains(string(fields[2]), ", put off 1 time") {
		t.Errorf("the card shows %v", fields)
	}
}

func TestWhatWasDoneStaysAsALineWithoutButtons(t *testing.T) {
	for name, do := range map[string]struct {
		line string
		act  func(*commandstest.World, *chat.Message) chat.Reply
	}{
		"snoozed":    {"snoozed until Wed 2 Dec", func(w *commandstest.World, m *chat.Message) chat.Reply { return w.Click(ana, m, "Snooze") }},
		"not needed": {"left in peace until something happens", func(w *commandstest.World, m *chat.Message) chat.Reply { return w.Click(ana, m, "Not needed") }},
		"logged": {"taken care of", func(w *commandstest.World, m *chat.Message) chat.Reply {
			return w.Say(ana, "log call Acme 20m Sent it")
		}},
		"in the form": {"taken care of", func(w *commandstest.World, m *chat.Message) chat.Reply {
			return w.Submit(ana, w.Click(ana, m, "Log").Modal, nil)
		}},
		"given away": {"now with Bob", func(w *commandstest.World, m *chat.Message) chat.Reply { return w.Say(ana, "deal give D-1 @bob") }},
		"won":        {"won", func(w *commandstest.World, m *chat.Message) chat.Reply { return w.Say(ana, "deal won D-1 they signed") }},
	} {
		t.Run(name, func(t *testing.T) {
			w, message := nudged(t)
			reply := do.act(w, message())
			if m := message(); asks(m) {
				t.Errorf("it still asks: %+v", m)
			}
			w.Want(chat.Reply{Message: message()}, do.line)
			w.Want(w.Click(ana, reply.Message, "Undo"), "Undone")
			if !asks(message()) {
				t.Errorf("after the undo it asks for nothing: %+v", message())
			}
		})
	}
}

func TestANoteIsNoContactAndTheNudgeStays(t *testing.T) {
	w, message := nudged(t)
	w.Say(ana, "deal note D-1 they asked for references")
	if !asks(message()) {
		t.Errorf("%+v", message())
	}
}

func TestOldAndForgedButtonsOfANudgeAreAnsweredAndChangeNothing(t *testing.T) {
	w, message := nudged(t)
	old := message()
	click := func(who, action, value string) chat.Reply {
		req := w.Request(who, chat.Click)
		req.Name, req.Value = action, value
		return w.Do(req)
	}
	for _, c := range []struct{ who, value, says string }{
		{bob, "D-1", "D-1 is now with Ana"}, // sees it, and it is not his
		{mei, "D-1", "D-1 is now with Ana"},
		{adm, "D-1", "D-1 is now with Ana"},
		{lilei, "D-1", "D-1"}, // not hers to see
		{lilei, "D-99", "D-99"},
		{ana, "D-99", "I can't find D-99"},
		{ana, "A-1", "I can't find A-1"},
		{ana, "", "I can't find"},
		{ana, "D-1|2", "no longer open"},
		{ana, "D-1|3650", "no longer open"},
		{ana, "D-1|x", "no longer open"},
		{guest, "D-1", ""},
	} {
		for _, action := range []string{"deal snooze", "deal quiet"} {
			if action == "deal quiet" && len(c.value) > 4 {
				continue
			}
			w.Want(click(c.who, action, c.value), c.says)
		}
	}
	hidden, unknown := click(lilei, "deal snooze", "D-1"), click(lilei, "deal snooze", "D-9")
	if h, u := string(hidden.Message.Text), string(unknown.Message.Text); strings.ReplaceAll(h, "D-1", "D-9") != u {
		t.Errorf("a hidden deal says %q, an unknown one %q", h, u)
	}
	if n := nudge(w, "D-1"); n.Until != "" || !n.Enough.IsZero() {
		t.Errorf("%+v", n)
	}

	w.Say(ana, "deal won D-1 they signed")
	w.Want(w.Click(ana, old, "Snooze"), "D-1 was closed on Tue 1 Dec")
	w.Want(w.Click(ana, old, "Not needed"), "D-1 was closed on Tue 1 Dec")
	w.Say(mei, "deal give D-1 @bob")
	w.Want(w.Click(ana, old, "Snooze"), "D-1 is now with Bob")
	if w.Click(ana, old, "Log").Modal == nil {
		t.Error("a colleague may log, and is not asked what")
	}
}

func TestTheListHoldsAllThatAskForSomethingAndNobodyElses(t *testing.T) {
	w, _ := nudged(t)
	w.Say(ana, `deal new Acme "Training" 20k`)
	w.Say(bob, `deal new Acme "Support" 20k`)
	req := w.Request(ana, chat.Click)
	req.Name = "deal nudges"
	reply := w.Want(w.Do(req), "Deals that need attention (2)", "5 working days without contact", "D-2", "no next step yet")
	if strings.Contains(string(reply.Message.Text), "D-3") {
		t.Errorf("Ana's list has Bob's deal: %s", reply.Message.Text)
	}
	req = w.Request(mei, chat.Click)
	req.Name = "deal nudges"
	w.Want(w.Do(req), "All your deals are looked after")
}
