package commands

import (
	"strings"
	"testing"
	"time"

	"dealdesk/cards"
	"dealdesk/chat"
	"dealdesk/sales"
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
func (w *world) digest(team string) string {
	w.Helper()
	on := sales.DateOf(w.now)
	_, err := w.store.Update(w.Context(), store.Change{Once: "digest" + string(on) + team, Actor: "clock", At: w.now, What: "digest"}, func(tx *store.Tx) error {
		t, err := store.Teams.Find(tx, team)
		if err == nil {
			err = store.Runs.Put(tx, store.Run{Job: cards.DigestJob, Day: on, Subject: team, State: store.RunDone, Due: w.now, At: w.now})
		}
		if err != nil {
			return err
		}
		return w.desk.Digest(tx, t, on)
	})
	if err != nil {
		w.Fatal(err)
	}
	w.post()
	return "digest/" + team + "/" + string(on)
}

func TestTheStandupFormHoldsWhatWasLoggedAndWhatIsDue(t *testing.T) {
	w := newWorld(t)
	w.say(ana, `account new Acme`)
	w.say(ana, `deal new Acme "Data platform" 120k`)
	w.say(ana, `log call Acme 20m talked pricing. next: send quote tomorrow`)
	w.now = w.now.AddDate(0, 0, 1)
	reply := w.say(ana, "standup")
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
	w.want(w.submit(ana, reply.Modal, map[string]string{"blockers": "legal is slow"}), "Wed 25 Nov is in", "talked pricing", "legal is slow")
	edit := w.say(ana, "standup")
	if f := inputs(edit.Modal); f["blockers"] != "legal is slow" {
		t.Errorf("the second form has lost the answer: %v", f)
	}
}

func TestATypedStandupIsSplitAndLosesNothing(t *testing.T) {
	w := newWorld(t)
	w.want(w.say(ana, "standup done visited Acme plan send the quote blockers legal"), "*Done*\nvisited Acme", "*Plan*\nsend the quote", "*Blockers*\nlegal")
	w.want(w.say(bob, "standup visit Acme with Mei"), "*Plan*\nvisit Acme with Mei") // without a heading it is what is planned
	reply := w.want(w.say(lilei, "站会 昨天拜访华星，今天发报价，困难：等法务"), "已提交", "*已完成*\n拜访华星", "*今日计划*\n发报价", "*困难*\n等法务")
	if strings.Contains(string(reply.Message.Text), "Plan") {
		t.Errorf("English in %s", reply.Message.Text)
	}
	w.want(w.say(ana, "standup plan call Beta"), "*Done*\nvisited Acme", "*Plan*\ncall Beta", "*Blockers*\nlegal")
}

func TestAStandupThatCannotBeTakenSaysWhyAndKeepsTheWords(t *testing.T) {
	w := newWorld(t)
	long := strings.Repeat("word ", 2000)
	w.want(w.say(ana, "standup "+long), "2,000", "word word")
	w.want(w.say(dan, "standup done everything"), "not in a team", "done everything")
	form := w.say(ana, "standup").Modal
	if reply := w.submit(ana, form, nil); reply.Errors["done"] == "" {
		t.Errorf("an empty stand-up is %+v", reply)
	}
	old := w.request(ana, chat.Click)
	old.Name, old.Value = "standup", "2026-11-01"
	w.want(w.do(old), "too long ago")
	for _, value := range []string{"nonsense", "2027-11-01"} {
		click := w.request(ana, chat.Click)
		click.Name, click.Value = "standup confirm", value
		w.want(w.do(click), "can't read that day")
	}
}

func TestALateOrEditedOrUndoneAnswerUpdatesTheDigest(t *testing.T) {
	w := newWorld(t)
	key := w.digest("east")
	w.shows(w.message(key), "*0 of 3* answered", "No answer yet: Ana, Bob and Mei")
	w.now = w.now.Add(20 * time.Minute)
	reply := w.want(w.say(ana, "standup plan call Acme"), "The digest was already out")
	w.shows(w.message(key), "*1 of 3* answered", "*Ana* → call Acme", "No answer yet: Bob and Mei")
	if notes := w.message(key).Message.Blocks[1].Context; !strings.Contains(string(notes), "updated after Ana (10:20)") {
		t.Errorf("the digest does not say that it changed: %q", notes)
	}
	w.say(ana, "standup plan visit Acme")
	w.shows(w.message(key), "*Ana* → visit Acme")
	w.shows(w.message(key+"/answers"), "visit Acme")
	w.say(ana, "undo")
	w.shows(w.message(key), "*Ana* → call Acme")
	w.click(ana, reply.Message, "Undo")
	w.shows(w.message(key), "*0 of 3* answered")
	w.say(bob, "standup skip")
	w.shows(w.message(key), "Sitting out: Bob", "No answer yet: Ana and Mei")
}

func TestInTheEveningTheNextDayIsAnswered(t *testing.T) {
	w := newWorld(t)
	w.say(ana, "standup plan one")
	w.now = w.now.Add(8 * time.Hour) // 18:00 on Tuesday
	w.want(w.say(ana, "standup plan two"), "Wed 25 Nov")
	if f := inputs(w.say(bob, "standup").Modal); f["day"] != "2026-11-24" {
		t.Errorf("Bob has not answered today, and is asked for %s", f["day"])
	}
	w.now = time.Date(2026, 11, 28, 12, 0, 0, 0, w.now.Location()) // Saturday
	w.want(w.say(bob, "standup plan three"), "Mon 30 Nov")
}

func TestTheNextStandupIsOnADayOfThePlan(t *testing.T) {
	w := newWorld(t)
	w.desk.Company.Standup.Days = "0-1,4"
	w.now = time.Date(2026, 11, 26, 18, 0, 0, 0, w.now.Location()) // Thursday
	w.say(ana, "standup plan one")
	w.want(w.say(ana, "standup plan two"), "Sun 29 Nov")
	w.now = time.Date(2026, 11, 27, 12, 0, 0, 0, w.now.Location()) // Friday has none
	w.want(w.say(bob, "standup plan three"), "Sun 29 Nov")
}

// prompt asks someone for today's stand-up, as the clock does.
func (w *world) prompt(who string) (key string) {
	w.Helper()
	on := sales.DateOf(w.now)
	if _, err := w.store.Update(w.Context(), store.Change{Once: "prompt" + who + string(on), Actor: "clock", At: w.now, What: "prompt"}, func(tx *store.Tx) error {
		p, err := store.People.Find(tx, who)
		if err != nil {
			return err
		}
		return w.desk.Prompt(tx, p, on, w.now.Location())
	}); err != nil {
		w.Fatal(err)
	}
	w.post()
	return "standup/" + string(on) + "/" + who
}

func TestAPromptIsConfirmedWithOneClickAndOnlyOnes(t *testing.T) {
	w := newWorld(t)
	w.say(ana, "account new Acme")
	w.say(ana, "log visit Acme saw the plant")
	key, on := w.prompt(ana), sales.DateOf(w.now)
	asked := w.message(key)
	w.shows(asked, "Good morning", "visit Acme: saw the plant")
	for _, block := range asked.Message.Blocks {
		for _, b := range block.Buttons {
			if b.Value != string(on) && b.Action != "standup slow" {
				t.Errorf("the button %q carries %q", b.Label, b.Value)
			}
		}
	}
	if f := inputs(w.click(bob, &asked.Message, "Fill in").Modal); strings.Contains(f["done"], "plant") {
		t.Errorf("Bob's click opens Ana's stand-up: %v", f)
	}
	w.want(w.click(ana, &asked.Message, "Send as it is"), "is in", "visit Acme: saw the plant")
	answered := w.message(key)
	if _, still := button(&answered.Message, "Send as it is"); still {
		t.Error("the question still asks")
	}
	w.say(ana, "undo")
	again := w.message(key)
	if _, back := button(&again.Message, "Send as it is"); !back {
		t.Error("the question does not ask again after undo")
	}
}

func TestAStandupIsShownToWhoMaySeeTheTeam(t *testing.T) {
	w := newWorld(t)
	w.say(ana, "standup done two calls")
	w.want(w.say(bob, "standup show"), "Stand-up · East · Tue 24 Nov", "two calls")
	w.want(w.say(bob, "standup show yesterday"), "Mon 23 Nov", "*0 of 3*")
	w.want(w.say(bob, "standup show West"), "West")
	if reply := w.say(bob, "standup show West"); strings.Contains(string(reply.Message.Text), "Stand-up ·") {
		t.Errorf("Bob sees the west: %s", reply.Message.Text)
	}
	which := w.want(w.say(dan, "standup show yesterday"), "Which team")
	w.want(w.click(dan, which.Message, "East"), "East · Mon 23 Nov")
	w.want(w.say(dan, "standup show east"), "East · Tue 24 Nov", "two calls")
	w.want(w.say(lilei, "查看站会"), "站会 · West · 11月24日 周二")
}
