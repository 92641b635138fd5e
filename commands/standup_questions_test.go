package commands

import (
	"testing"
	"time"

	"dealdesk/chat"
	"dealdesk/sales"
	"dealdesk/store"
)

// own gives the company its own questions: blockers first and under another name, no
// "done", and one of its own that must be answered.
func own(w *world) {
	w.desk.Company.Standup.Questions = []sales.Question{
		{ID: sales.AskBlockers, Text: map[string]string{"en": "What is stuck?", "zh-Hans": "卡在哪里？"}},
		{ID: sales.AskPlan},
		{ID: "mood", Text: map[string]string{"en": "Mood", "zh-Hans": "心情"}, Required: true},
	}
}

func TestACompanyAsksItsOwnQuestionsInItsOwnWords(t *testing.T) {
	w := newWorld(t)
	own(w)
	var labels []string
	form := w.say(ana, "standup").Modal
	for _, b := range form.Blocks {
		labels = append(labels, b.Input.Label)
	}
	for i, want := range []string{"For", "What is stuck?", "Who can help?", "Plan", "Mood"} {
		if len(labels) != 5 || labels[i] != want {
			t.Fatalf("the form asks %q", labels)
		}
	}
	if reply := w.submit(ana, form, map[string]string{"plan": "call Acme"}); reply.Errors["mood"] == "" {
		t.Errorf("without what is required it is %+v", reply)
	}
	w.want(w.submit(ana, form, map[string]string{"plan": "call Acme", "mood": "fine"}), "*Plan*\ncall Acme\n*Mood*\nfine")
	key := w.digest("east")
	w.shows(w.message(key+"/answers"), "*Mood*\nfine")
	w.want(w.say(bob, "standup visit Acme"), "“Mood” still needs an answer", "visit Acme")
	w.want(w.say(bob, "standup plan visit Acme, mood: so so. what is stuck: legal @ana"), "*What is stuck?*\nlegal @Ana", "asked for help: Ana", "*Mood*\nso so")
	w.shows(w.message(key), "Bob is blocked: legal @Ana")
	w.desk.Company.Standup.Questions[0].Required = true
	w.want(w.say(mei, "standup plan forecast, mood: fine"), "“What is stuck?” still needs an answer")
	w.want(w.say(mei, "standup plan forecast, mood: fine, what is stuck: nothing"), "is in")
	w.want(w.say(lilei, "站会 今天发报价，心情：不错，卡在哪里：等法务"), "*卡在哪里？*\n等法务", "*今日计划*\n发报价", "*心情*\n不错")
}

func TestAnAnswerOutlivesItsQuestion(t *testing.T) {
	w := newWorld(t)
	own(w)
	w.say(ana, "standup plan call Acme, mood: fine, done: two calls")
	key := w.digest("east")
	w.desk.Company.Standup.Questions = nil
	w.say(ana, "standup plan call Beta") // the digest is put again
	w.shows(w.message(key+"/answers"), "*Done*\ntwo calls", "*Plan*\ncall Beta", "*mood*\nfine")
	form := w.say(ana, "standup").Modal
	w.want(w.submit(ana, form, map[string]string{"plan": "call Gamma"}), "call Gamma", "*mood*\nfine")
}

func TestASingleWordIsAskedAboutBeforeItIsAnybodysPlan(t *testing.T) {
	w := newWorld(t)
	which := w.want(w.say(ana, "standup garbage"), "“garbage”: where does that belong")
	if told := w.stored(ana); told {
		t.Error("it was kept before the answer")
	}
	w.want(w.click(ana, which.Message, "Done"), "*Done*\ngarbage")
	if reply := w.say(bob, "standup done"); reply.Modal == nil {
		t.Errorf("a heading alone brings no form: %+v", reply)
	}
	which = w.say(bob, "standup skp")
	w.want(w.click(bob, which.Message, "Plan"), "*Plan*\nskp")
	w.want(w.say(lilei, "站会 跳国"), "“跳国”放在站会的哪一栏")
	w.want(w.say(wei, "站会 拜访华星"), "*今日计划*\n拜访华星")
	click := w.request(mei, chat.Click)
	click.Name, click.Value = "pick", "X-1/plan"
	w.want(w.do(click), "") // somebody else's line is not hers
	if w.stored(mei) {
		t.Error("Mei has answered with Ana's word")
	}
}

func (w *world) stored(who string) (ok bool) {
	w.Helper()
	id := sales.StandupID("east", sales.DateOf(w.now), who)
	if err := w.store.View(w.Context(), func(r store.Reader) (err error) { _, ok, err = store.Standups.Get(r, id); return err }); err != nil {
		w.Fatal(err)
	}
	return ok
}

func TestASecondStandupOfADayChangesTheFirstAndSaysSo(t *testing.T) {
	w := newWorld(t)
	w.want(w.say(ana, "standup done two calls, plan the quote"), "Thanks, your stand-up for Tue 24 Nov is in")
	w.want(w.say(ana, "standup plan the contract, blockers legal"), "Your stand-up for Tue 24 Nov is updated", "*Done*\ntwo calls", "*Plan*\nthe contract", "*Blockers*\nlegal")
	w.digest("east")
	w.want(w.say(ana, "standup blockers none"), "is updated, and so is the digest", "*Plan*\nthe contract")
	w.say(ana, "standup skip")
	w.want(w.say(ana, "standup plan back again"), "Thanks, your stand-up for Tue 24 Nov is in. The digest was already out")
	w.want(w.say(bob, "standup blockers none"), "is in") // to say so is an answer
}

func TestTheDayIsOverAnHourBeforeWorkEnds(t *testing.T) {
	w := newWorld(t)
	w.say(ana, "standup plan one")
	at := func(hour, minute int) { w.now = time.Date(2026, 11, 24, hour, minute, 0, 0, w.now.Location()) }
	at(16, 58)
	w.want(w.say(ana, "standup plan two"), "Tue 24 Nov is updated")
	at(17, 0)
	w.want(w.say(ana, "standup plan three"), "Wed 25 Nov is in")
	w.say(bob, "standup plan one")
	if _, err := w.store.Update(t.Context(), store.Change{Once: "hours", Actor: "test", At: w.now}, func(tx *store.Tx) error {
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
	w.want(w.say(bob, "standup plan two"), "Wed 25 Nov is in")
}
