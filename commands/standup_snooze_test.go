package commands

import (
	"testing"
	"time"

	"dealdesk/chat"
	"dealdesk/sales"
	"dealdesk/store"
)

const (
	anasPrompt = "standup/2026-11-24/UANA"
	anasLater  = anasPrompt + "/later/1"
)

// morning is the world at nine, an hour before the team reads its digest.
func morning(t *testing.T) *world {
	w := newWorld(t)
	w.desk.Company.Standup.Prompt, w.desk.Company.Standup.Digest = "09:00", "10:00"
	w.now = w.now.Add(-time.Hour)
	w.prompt(ana)
	return w
}

func TestAStandupIsPutOffOnceAndAskedForAgain(t *testing.T) {
	w := morning(t)
	first := w.message(anasPrompt)
	choices := w.want(w.click(ana, &first.Message, "Later"), "When shall I come back")
	if _, late := button(choices.Message, "1 h"); late {
		t.Error("an hour is offered although the digest comes in an hour")
	}
	w.want(w.click(ana, choices.Message, "30 min"), "I'll come back at 09:30")
	w.shows(w.message(anasPrompt), "I'll come back at 09:30")
	later := w.message(anasLater)
	if want := w.now.Truncate(time.Minute).Add(30 * time.Minute); later.NotBefore.Sub(want).Abs() > time.Minute || later.TS != "" {
		t.Errorf("asked again at %s, want %s; sent %q", later.NotBefore, want, later.TS)
	}
	if want := time.Date(2026, 11, 24, 10, 0, 0, 0, w.now.Location()); !later.Expires.Equal(want) {
		t.Errorf("not worth asking from %s on, want %s", later.Expires, want)
	}
	w.want(w.say(ana, "standup snooze 45m"), "at 09:45") // it moves, there is still one
	if moved := w.message(anasLater); moved.ID != later.ID || !moved.NotBefore.After(later.NotBefore) {
		t.Errorf("moved from %s to %s", later.NotBefore, moved.NotBefore)
	}
	w.now = w.now.Add(46 * time.Minute)
	w.post()
	asked := w.message(anasLater)
	if asked.TS == "" {
		t.Fatal("nobody asked again")
	}
	w.shows(asked, "You asked me to come back: your stand-up for Tue 24 Nov")
	w.want(w.say(ana, "standup snooze until 9:55"), "at 09:55")
	if told := w.asked(anasPrompt, "/later/1", "/later/2"); len(told) != 1 || told[0] != "/later/2" {
		t.Errorf("asking are %v", told)
	}
	w.say(ana, "standup plan call Acme")
	if told := w.asked(anasPrompt, "/later/1", "/later/2"); told != nil {
		t.Errorf("who has answered is asked again: %v", told)
	}
	w.want(w.say(ana, "standup snooze 5m"), "is already in")
}

func TestWhatCannotBePutOffSaysWhy(t *testing.T) {
	w := morning(t)
	for _, value := range []string{"nonsense", "2026-12-24", "2026-11-24|-5", "2026-11-24|x", "2026-11-24|99999999999999999999"} {
		click := w.request(ana, chat.Click)
		click.Name, click.Value = "standup snooze", value
		if reply := w.do(click); reply.Message == nil || w.asked(anasPrompt, "/later/1") != nil {
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
		w.want(w.say(ana, line), want)
	}
	for line, want := range map[string]string{
		"稍后提醒 半小时": "09:30再提醒你", "站会 稍后提醒 20分钟后": "09:20再提醒你", "稍后 到9点半": "09:30再提醒你", "稍后提醒 三天": "看不懂", "稍后提醒 两小时": "团队10:00看汇总",
	} {
		w.want(w.say(lilei, line), want)
	}
	w.want(w.say(dan, "standup snooze 5m"), "not in a team")
	w.say(ana, "standup leave today")
	w.want(w.say(ana, "standup snooze 5m"), "You are away on Tue 24 Nov")
	w.now = w.now.Add(2 * time.Hour)
	w.want(w.say(bob, "standup snooze 5m"), "is out")
}

func TestWhoIsInAnotherZoneIsAskedAgainByTheirOwnClock(t *testing.T) {
	w := morning(t)
	if _, err := w.store.Update(t.Context(), store.Change{Once: "moved", Actor: "test", At: w.now}, func(tx *store.Tx) error {
		p, err := store.People.Find(tx, bob)
		p.Zone = "Asia/Tokyo"
		if err != nil {
			return err
		}
		return store.People.Put(tx, p)
	}); err != nil {
		t.Fatal(err)
	}
	w.want(w.say(bob, "standup snooze 30m"), "at 10:30") // 09:30 in Shanghai
	w.want(w.say(bob, "standup snooze until 11:00"), "reads the digest at 11:00")
	if p := w.message("standup/2026-11-24/" + bob + "/later/1"); sales.DateOf(p.NotBefore) != "2026-11-24" || p.NotBefore.UTC().Hour() != 1 {
		t.Errorf("Bob is asked at %s", p.NotBefore)
	}
}
