package commands_test

import (
	"strings"
	"testing"
	"time"

	"dealdesk/chat"
	"dealdesk/commands/commandstest"
	"dealdesk/desk/cards"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// inputs are the fields of a form and what stands in them.
func inputs(m *chat.Modal) map[string]string {
	fields := map[string]string{}
	for _, b := range m.Blocks {
		if b.Input != nil {
			fields[b.Input.ID] = b.Input.Initial
		}
	}
	return fields
}

// digest puts a team's digest of today, as the clock does, and notes that it ran.
func digest(w *commandstest.World, team string) string {
	w.Helper()
	on := calendar.DateOf(w.Now)
	_, err := w.Store.Update(w.Context(), store.Change{Once: "digest" + string(on) + team, Actor: "clock", At: w.Now, What: "digest"},
		func(tx *store.Tx) error {
			t, err := store.Teams.Find(tx, team)
			if err == nil {
				err = store.Runs.Put(tx, store.Run{Job: cards.DigestJob, Day: on, Subject: team, State: store.RunDone, Due: w.Now, At: w.Now})
			}
			if err != nil {
				return err
			}
			return w.Desk.PostDigest(tx, t, on)
		})
	if err != nil {
		w.Fatal(err)
	}
	w.Post()
	return "digest/" + team + "/" + string(on)
}

func TestTheStandupFormHoldsWhatWasLoggedAndWhatIsDue(t *testing.T) {
	w := commandstest.NewWorld(t)
	w.Say(ana, `account new Acme`)
	w.Say(ana, `deal new Acme "Data platform" 120k`)
	w.Say(ana, `log call Acme 20m talked pricing. next: send quote tomorrow`)
	w.Now = w.Now.AddDate(0, 0, 1)
	reply := w.Say(ana, "standup")
	if reply.Modal == nil {
		t.Fatalf("no form: %+v", reply)
	}
	f := inputs(reply.Modal)
	if !strings.Contains(f["done"], "call Acme: talked pricing") || !strings.Contains(f["done"], "D-1 · Acme · Data platform: new, ¥120,000") {
		t.Errorf("done holds %q", f["done"])
	}
	if !strings.Contains(f["plan"], "D-1 Acme · send quote") || f["day"] != "2026-11-25" {
		t.Errorf("the plan of %s holds %q", f["day"], f["plan"])
	}
	w.Want(w.Submit(ana, reply.Modal, map[string]string{"blockers": "legal is slow"}), "Wed 25 Nov is in", "talked pricing", "legal is slow")
	edit := w.Say(ana, "standup")
	if f := inputs(edit.Modal); f["blockers"] != "legal is slow" {
		t.Errorf("the second form has lost the answer: %v", f)
	}
}

func TestATypedStandupIsSplitAndLosesNothing(t *testing.T) {
	w := commandstest.NewWorld(t)
	w.Want(w.Say(ana, "standup done visited Acme plan send the quote blockers legal"), "*Done*\nvisited Acme", "*Plan*\nsend the quote",
		"*Blockers*\nlegal")
	w.Want(w.Say(bob, "standup visit Acme with Mei"), "*Plan*\nvisit Acme with Mei") // without a heading it is what is planned
	reply := w.Want(w.Say(lilei, "站会 昨天拜访华星，今天发报价，困难：等法务"), "已提交", "*已完成*\n拜访华星", "*今日计划*\n发报价", "*困难*\n等法务")
	if strings.Contains(string(reply.Message.Text), "Plan") {
		t.Errorf("English in %s", reply.Message.Text)
	}
	w.Want(w.Say(ana, "standup plan call Beta"), "*Done*\nvisited Acme", "*Plan*\ncall Beta", "*Blockers*\nlegal")
}

func TestAStandupThatCannotBeTakenSaysWhyAndKeepsTheWords(t *testing.T) {
	w := commandstest.NewWorld(t)
	long := strings.Repeat("word ", 2000)
	w.Want(w.Say(ana, "standup "+long), "2,000", "word word")
	w.Want(w.Say(dan, "standup done everything"), "not in a team", "done everything")
	form := w.Say(ana, "standup").Modal
	if reply := w.Submit(ana, form, nil); reply.Errors["done"] == "" {
		t.Errorf("an empty stand-up is %+v", reply)
	}
	old := w.Request(ana, chat.Click)
	old.Name, old.Value = "standup", "2026-11-01"
	w.Want(w.Do(old), "too long ago")
	for _, value := range []string{"nonsense", "2027-11-01"} {
		click := w.Request(ana, chat.Click)
		click.Name, click.Value = "standup confirm", value
		w.Want(w.Do(click), "can't read that day")
	}
}

func TestALateOrEditedOrUndoneAnswerUpdatesTheDigest(t *testing.T) {
	w := commandstest.NewWorld(t)
	key := digest(w, "east")
	w.Shows(w.Message(key), "*0 of 3* answered", "No answer yet: Ana, Bob and Mei")
	w.Now = w.Now.Add(20 * time.Minute)
	reply := w.Want(w.Say(ana, "standup plan call Acme"), "The digest was already out")
	w.Shows(w.Message(key), "*1 of 3* answered", "*Ana* → call Acme", "No answer yet: Bob and Mei")
	if notes := w.Message(key).Message.Blocks[1].Context; !strings.Contains(string(notes), "updated after Ana (10:20)") {
		t.Errorf("the digest does not say that it changed: %q", notes)
	}
	w.Say(ana, "standup plan visit Acme")
	w.Shows(w.Message(key), "*Ana* → visit Acme")
	w.Shows(w.Message(key+"/answers"), "visit Acme")
	w.Say(ana, "undo")
	w.Shows(w.Message(key), "*Ana* → call Acme")
	w.Click(ana, reply.Message, "Undo")
	w.Shows(w.Message(key), "*0 of 3* answered")
	w.Say(bob, "standup skip")
	w.Shows(w.Message(key), "Sitting out: Bob", "No answer yet: Ana and Mei")
}

func TestInTheEveningTheNextDayIsAnswered(t *testing.T) {
	w := commandstest.NewWorld(t)
	w.Say(ana, "standup plan one")
	w.Now = w.Now.Add(8 * time.Hour) // 18:00 on Tuesday
	w.Want(w.Say(ana, "standup plan two"), "Wed 25 Nov")
	if f := inputs(w.Say(bob, "standup").Modal); f["day"] != "2026-11-24" {
		t.Errorf("Bob has not answered today, and is asked for %s", f["day"])
	}
	w.Now = time.Date(2026, 11, 28, 12, 0, 0, 0, w.Now.Location()) // Saturday
	w.Want(w.Say(bob, "standup plan three"), "Mon 30 Nov")
}

func TestTheNextStandupIsOnADayOfThePlan(t *testing.T) {
	w := commandstest.NewWorld(t)
	w.Desk.Cards.Company.Standup.Days = "0-1,4"
	w.Now = time.Date(2026, 11, 26, 18, 0, 0, 0, w.Now.Location()) // Thursday
	w.Say(ana, "standup plan one")
	w.Want(w.Say(ana, "standup plan two"), "Sun 29 Nov")
	w.Now = time.Date(2026, 11, 27, 12, 0, 0, 0, w.Now.Location()) // Friday has none
	w.Want(w.Say(bob, "standup plan three"), "Sun 29 Nov")
}

// prompt asks someone for today's stand-up, as the clock does.
func prompt(w *commandstest.World, who string) (key string) {
	w.Helper()
	on := calendar.DateOf(w.Now)
	if _, err := w.Store.Update(w.Context(), store.Change{Once: "prompt" + who + string(on), Actor: "clock", At: w.Now, What: "prompt"},
		func(tx *store.Tx) error {
			p, err := store.People.Find(tx, who)
			if err != nil {
				return err
			}
			return w.Desk.PostPrompt(tx, p, on, w.Now.Location())
		}); err != nil {
		w.Fatal(err)
	}
	w.Post()
	return "standup/" + string(on) + "/" + who
}

func TestAPromptIsConfirmedWithOneClickAndOnlyOnes(t *testing.T) {
	w := commandstest.NewWorld(t)
	w.Say(ana, "account new Acme")
	w.Say(ana, "log visit Acme saw the plant")
	key, on := prompt(w, ana), calendar.DateOf(w.Now)
	asked := w.Message(key)
	w.Shows(asked, "Good morning", "visit Acme: saw the plant")
	for _, block := range asked.Message.Blocks {
		for _, b := range block.Buttons {
			if b.Value != string(on) && b.Action != "standup slow" {
				t.Errorf("the button %q carries %q", b.Label, b.Value)
			}
		}
	}
	if f := inputs(w.Click(bob, &asked.Message, "Fill in").Modal); strings.Contains(f["done"], "plant") {
		t.Errorf("Bob's click opens Ana's stand-up: %v", f)
	}
	w.Want(w.Click(ana, &asked.Message, "Send as it is"), "is in", "visit Acme: saw the plant")
	answered := w.Message(key)
	if _, still := commandstest.Button(&answered.Message, "Send as it is"); still {
		t.Error("the question still asks")
	}
	w.Say(ana, "undo")
	again := w.Message(key)
	if _, back := commandstest.Button(&again.Message, "Send as it is"); !back {
		t.Error("the question does not ask again after undo")
	}
}

func TestAStandupIsShownToWhoMaySeeTheTeam(t *testing.T) {
	w := commandstest.NewWorld(t)
	w.Say(ana, "standup done two calls")
	w.Want(w.Say(bob, "standup show"), "Stand-up · East · Tue 24 Nov", "two calls")
	w.Want(w.Say(bob, "standup show yesterday"), "Mon 23 Nov", "*0 of 3*")
	w.Want(w.Say(bob, "standup show West"), "West")
	if reply := w.Say(bob, "standup show West"); strings.Contains(string(reply.Message.Text), "Stand-up ·") {
		t.Errorf("Bob sees the west: %s", reply.Message.Text)
	}
	which := w.Want(w.Say(dan, "standup show yesterday"), "Which team")
	w.Want(w.Click(dan, which.Message, "East"), "East · Mon 23 Nov")
	w.Want(w.Say(dan, "standup show east"), "East · Tue 24 Nov", "two calls")
	w.Want(w.Say(lilei, "查看站会"), "站会 · West · 11月24日 周二")
}
