package commands_test

import (
	"testing"
	"time"

	"dealdesk/chat"
	"dealdesk/commands/commandstest"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

const (
	anasPrompt = "standup/2026-11-24/UANA"
	anasLater  = anasPrompt + "/later/1"
)

// morning is the world at nine, an hour before the team reads its digest.
func morning(t *testing.T) *commandstest.World {
	w := commandstest.NewWorld(t)
	w.Desk.Cards.Company.Standup.Prompt, w.Desk.Cards.Company.Standup.Digest = "09:00", "10:00"
	w.Now = w.Now.Add(-time.Hour)
	prompt(w, ana)
	return w
}

func TestAStandupIsPutOffOnceAndAskedForAgain(t *testing.T) {
	w := morning(t)
	first := w.Message(anasPrompt)
	choices := w.Want(w.Click(ana, &first.Message, "Later"), "When shall I come back")
	if _, late := commandstest.Button(choices.Message, "1 h"); late {
		t.Error("an hour is offered although the digest comes in an hour")
	}
	w.Want(w.Click(ana, choices.Message, "30 min"), "I'll come back at 09:30")
	w.Shows(w.Message(anasPrompt), "I'll come back at 09:30")
	later := w.Message(anasLater)
	if want := w.Now.Truncate(time.Minute).Add(30 * time.Minute); later.NotBefore.Sub(want).Abs() > time.Minute || later.TS != "" {
		t.Errorf("asked again at %s, want %s; sent %q", later.NotBefore, want, later.TS)
	}
	if want := time.Date(2026, 11, 24, 10, 0, 0, 0, w.Now.Location()); !later.Expires.Equal(want) {
		t.Errorf("not worth asking from %s on, want %s", later.Expires, want)
	}
	w.Want(w.Say(ana, "standup snooze 45m"), "at 09:45") // it moves, there is still one
	if moved := w.Message(anasLater); moved.ID != later.ID || !moved.NotBefore.After(later.NotBefore) {
		t.Errorf("moved from %s to %s", later.NotBefore, moved.NotBefore)
	}
	w.Now = w.Now.Add(46 * time.Minute)
	w.Post()
	asked := w.Message(anasLater)
	if asked.TS == "" {
		t.Fatal("nobody asked again")
	}
	w.Shows(asked, "You asked me to come back: your stand-up for Tue 24 Nov")
	w.Want(w.Say(ana, "standup snooze until 9:55"), "at 09:55")
	if told := askedToHelp(w, anasPrompt, "/later/1", "/later/2"); len(told) != 1 || told[0] != "/later/2" {
		t.Errorf("asking are %v", told)
	}
	w.Say(ana, "standup plan call Acme")
	if told := askedToHelp(w, anasPrompt, "/later/1", "/later/2"); told != nil {
		t.Errorf("who has answered is asked again: %v", told)
	}
	w.Want(w.Say(ana, "standup snooze 5m"), "is already in")
}

func TestWhatCannotBePutOffSaysWhy(t *testing.T) {
	w := morning(t)
	for _, value := range []string{"nonsense", "2026-12-24", "2026-11-24|-5", "2026-11-24|x", "2026-11-24|99999999999999999999"} {
		click := w.Request(ana, chat.Click)
		click.Name, click.Value = "standup snooze", value
		if reply := w.Do(click); reply.Message == nil || askedToHelp(w, anasPrompt, "/later/1") != nil {
			t.Errorf("%q is not refused: %+v", value, reply)
		}
	}
	for line, want := range map[string]string{
		"standup snooze 2h":           "reads the digest at 10:00",
		"standup snooze until 10:00":  "reads the digest at 10:00",
		"standup snooze until 08:30":  "reads the digest at 10:00", // tomorrow's
		"standup snooze a while":      "a while",
		"standup later 30":            "30",
		"snooze":                      "When shall I come back",
		"standup snooze 15 min":       "at 09:15",
		"standup snooze for 20m":      "at 09:20",
		"standup snooze till 9:40 am": "at 09:40",
	} {
		w.Want(w.Say(ana, line), want)
	}
	for line, want := range map[string]string{
		"稍后提醒 半小时": "09:30再提醒你", "站会 稍后提醒 20分钟后": "09:20再提醒你", "稍后 到9点半": "09:30再提醒你", "稍后提醒 三天": "看不懂", "稍后提醒 两小时": "团队10:00看汇总",
	} {
		w.Want(w.Say(lilei, line), want)
	}
	w.Want(w.Say(dan, "standup snooze 5m"), "not in a team")
	w.Say(ana, "standup leave today")
	w.Want(w.Say(ana, "standup snooze 5m"), "You are away on Tue 24 Nov")
	w.Now = w.Now.Add(2 * time.Hour)
	w.Want(w.Say(bob, "standup snooze 5m"), "is out")
}

func TestWhoIsInAnotherZoneIsAskedAgainByTheirOwnClock(t *testing.T) {
	w := morning(t)
	if _, err := w.Store.Update(t.Context(), store.Change{Once: "moved", Actor: "test", At: w.Now}, func(tx *store.Tx) error {
		p, err := store.People.Find(tx, bob)
		p.Zone = "Asia/Tokyo"
		if err != nil {
			return err
		}
		return store.People.Put(tx, p)
	}); err != nil {
		t.Fatal(err)
	}
	w.Want(w.Say(bob, "standup snooze 30m"), "at 10:30") // 09:30 in Shanghai
	w.Want(w.Say(bob, "standup snooze until 11:00"), "reads the digest at 11:00")
	if p := w.Message("standup/2026-11-24/" + bob + "/later/1"); calendar.DateOf(p.NotBefore) != "2026-11-24" ||
		p.NotBefore.UTC().Hour() != 1 {
		t.Errorf("Bob is asked at %s", p.NotBefore)
	}
}
