package commands_test

import (
	"testing"
	"time"

	"dealdesk/chat"
	"dealdesk/commands/commandstest"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// own gives the company its own questions: blockers first and under another name, no
// "done", and one of its own that must be answered.
func own(w *commandstest.World) {
	w.Desk.Cards.Company.Standup.Questions = []sales.Question{
		{ID: sales.AskBlockers, Text: map[string]string{"en": "What is stuck?", "zh-Hans": "卡在哪里？"}},
		{ID: sales.AskPlan},
		{ID: "mood", Text: map[string]string{"en": "Mood", "zh-Hans": "心情"}, Required: true},
	}
}

func TestACompanyAsksItsOwnQuestionsInItsOwnWords(t *testing.T) {
	w := commandstest.NewWorld(t)
	own(w)
	var labels []string
	form := w.Say(ana, "standup").Modal
	for _, b := range form.Blocks {
		labels = append(labels, b.Input.Label)
	}
	for i, want := range []string{"For", "What is stuck?", "Who can help?", "Plan", "Mood"} {
		if len(labels) != 5 || labels[i] != want {
			t.Fatalf("the form asks %q", labels)
		}
	}
	if reply := w.Submit(ana, form, map[string]string{"plan": "call Acme"}); reply.Errors["mood"] == "" {
		t.Errorf("without what is required it is %+v", reply)
	}
	w.Want(w.Submit(ana, form, map[string]string{"plan": "call Acme", "mood": "fine"}), "*Plan*\ncall Acme\n*Mood*\nfine")
	key := digest(w, "east")
	w.Shows(w.Message(key+"/answers"), "*Mood*\nfine")
	w.Want(w.Say(bob, "standup visit Acme"), "“Mood” still needs an answer", "visit Acme")
	w.Want(w.Say(bob, "standup plan visit Acme, mood: so so. what is stuck: legal @ana"), "*What is stuck?*\nlegal @Ana",
		"asked for help: Ana", "*Mood*\nso so")
	w.Shows(w.Message(key), "Bob is blocked: legal @Ana")
	w.Desk.Cards.Company.Standup.Questions[0].Required = true
	w.Want(w.Say(mei, "standup plan forecast, mood: fine"), "“What is stuck?” still needs an answer")
	w.Want(w.Say(mei, "standup plan forecast, mood: fine, what is stuck: nothing"), "is in")
	w.Want(w.Say(lilei, "站会 今天发报价，心情：不错，卡在哪里：等法务"), "*卡在哪里？*\n等法务", "*今日计划*\n发报价", "*心情*\n不错")
}

func TestAnAnswerOutlivesItsQuestion(t *testing.T) {
	w := commandstest.NewWorld(t)
	own(w)
	w.Say(ana, "standup plan call Acme, mood: fine, done: two calls")
	key := digest(w, "east")
	w.Desk.Cards.Company.Standup.Questions = nil
	w.Say(ana, "standup plan call Beta") // the digest is put again
	w.Shows(w.Message(key+"/answers"), "*Done*\ntwo calls", "*Plan*\ncall Beta", "*mood*\nfine")
	form := w.Say(ana, "standup").Modal
	w.Want(w.Submit(ana, form, map[string]string{"plan": "call Gamma"}), "call Gamma", "*mood*\nfine")
}

func TestASingleWordIsAskedAboutBeforeItIsAnybodysPlan(t *testing.T) {
	w := commandstest.NewWorld(t)
	which := w.Want(w.Say(ana, "standup garbage"), "“garbage”: where does that belong")
	if told := stored(w, ana); told {
		t.Error("it was kept before the answer")
	}
	w.Want(w.Click(ana, which.Message, "Done"), "*Done*\ngarbage")
	if reply := w.Say(bob, "standup done"); reply.Modal == nil {
		t.Errorf("a heading alone brings no form: %+v", reply)
	}
	which = w.Say(bob, "standup skp")
	w.Want(w.Click(bob, which.Message, "Plan"), "*Plan*\nskp")
	w.Want(w.Say(lilei, "站会 跳国"), "“跳国”放在站会的哪一栏")
	w.Want(w.Say(wei, "站会 拜访华星"), "*今日计划*\n拜访华星")
	click := w.Request(mei, chat.Click)
	click.Name, click.Value = "pick", "X-1/plan"
	w.Want(w.Do(click), "") // somebody else's line is not hers
	if stored(w, mei) {
		t.Error("Mei has answered with Ana's word")
	}
}

func stored(w *commandstest.World, who string) (ok bool) {
	w.Helper()
	id := sales.StandupID("east", calendar.DateOf(w.Now), who)
	if err := w.Store.View(w.Context(), func(r store.Reader) (err error) { _, ok, err = store.Standups.Get(r, id); return err }); err != nil {
		w.Fatal(err)
	}
	return ok
}

func TestASecondStandupOfADayChangesTheFirstAndSaysSo(t *testing.T) {
	w := commandstest.NewWorld(t)
	w.Want(w.Say(ana, "standup done two calls, plan the quote"), "Thanks, your stand-up for Tue 24 Nov is in")
	w.Want(w.Say(ana, "standup plan the contract, blockers legal"), "Your stand-up for Tue 24 Nov is updated", "*Done*\ntwo calls",
		"*Plan*\nthe contract", "*Blockers*\nlegal")
	digest(w, "east")
	w.Want(w.Say(ana, "standup blockers none"), "is updated, and so is the digest", "*Plan*\nthe contract")
	w.Say(ana, "standup skip")
	w.Want(w.Say(ana, "standup plan back again"), "Thanks, your stand-up for Tue 24 Nov is in. The digest was already out")
	w.Want(w.Say(bob, "standup blockers none"), "is in") // to say so is an answer
}

func TestTheDayIsOverAnHourBeforeWorkEnds(t *testing.T) {
	w := commandstest.NewWorld(t)
	w.Say(ana, "standup plan one")
	at := func(hour, minute int) { w.Now = time.Date(2026, 11, 24, hour, minute, 0, 0, w.Now.Location()) }
	at(16, 58)
	w.Want(w.Say(ana, "standup plan two"), "Tue 24 Nov is updated")
	at(17, 0)
	w.Want(w.Say(ana, "standup plan three"), "Wed 25 Nov is in")
	w.Say(bob, "standup plan one")
	if _, err := w.Store.Update(t.Context(), store.Change{Once: "hours", Actor: "test", At: w.Now}, func(tx *store.Tx) error {
		east, err := store.Teams.Find(tx, "east")
		if err != nil {
			return err
		}
		east.Hours = "07:00-15:00"
		return store.Teams.Put(tx, east)
	}); err != nil {
		t.Fatal(err)
	}
	at(14, 1)
	w.Want(w.Say(bob, "standup plan two"), "Wed 25 Nov is in")
}
