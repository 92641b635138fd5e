package commands_test

import (
	"slices"
	"testing"

	"dealdesk/chat"
	"dealdesk/commands/commandstest"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

func away(w *commandstest.World, who string, want ...calendar.Span) {
	w.Helper()
	if err := w.Store.View(w.Context(), func(r store.Reader) error {
		p, err := store.People.Find(r, who)
		if !slices.Equal(p.Away, want) {
			w.Errorf("%s is away %v, want %v", who, p.Away, want)
		}
		return err
	}); err != nil {
		w.Fatal(err)
	}
}

func TestLeaveIsKeptShownAndNeverInThePast(t *testing.T) {
	w := commandstest.NewWorld(t)
	w.Want(w.Say(ana, "standup leave 11/25-11/27"), "Wed 25 Nov to Fri 27 Nov")
	w.Want(w.Say(lilei, "请假 明天"), "11月25日 周三你不在")
	w.Want(w.Say(bob, "standup leave 2026-11-20"), "is over")
	w.Want(w.Say(bob, "standup leave 11/20"), "Fri 20 Nov is over")
	w.Want(w.Say(lilei, "请假 11月20日"), "11月20日 周五已经过去了")
	w.Want(w.Say(bob, "standup leave 11/28-11/24"), "ends before it begins", "11/28-11/24")
	w.Want(w.Say(bob, "standup leave 2026-11-25 to 2028-11-25"), "more than 366 days")
	w.Want(w.Say(bob, "standup leave never"), "never")
	away(w, bob)
	w.Want(w.Say(bob, "standup leave 2027-11-20"), "Sat 20 Nov 2027")
	w.Say(bob, "undo")
	w.Now = w.Now.AddDate(0, 0, 1)
	key := digest(w, "east")
	w.Shows(w.Message(key), "Away: Ana", "No answer yet: Bob and Mei")
	w.Now = w.Now.AddDate(0, 0, 7)
	w.Say(ana, "standup leave 12/20")
	away(w, ana, calendar.Span{From: "2026-12-20", To: "2026-12-20"}) // what is over is forgotten
}

func TestLeaveThatTouchesBecomesOneAndCanBeTakenBack(t *testing.T) {
	w := commandstest.NewWorld(t)
	if w.Say(ana, "standup leave").Modal == nil {
		t.Error("without leave, no form asks for it")
	}
	w.Say(ana, "standup leave 11/30-12/2")
	reply := w.Want(w.Say(ana, "standup leave 12/1-12/4"), "Mon 30 Nov to Fri 4 Dec")
	away(w, ana, calendar.Span{From: "2026-11-30", To: "2026-12-04"})
	w.Say(ana, "standup leave 12/24")
	list := w.Want(w.Say(ana, "standup leave"), "Mon 30 Nov to Fri 4 Dec", "Thu 24 Dec")
	w.Want(w.Say(ana, "standup leave cancel"), "Which leave", "Mon 30 Nov", "Thu 24 Dec")
	w.Want(w.Say(ana, "standup leave cancel 12/2-12/3"), "Wed 2 Dec to Thu 3 Dec you are not away")
	away(w, ana, calendar.Span{From: "2026-11-30", To: "2026-12-01"}, calendar.Span{From: "2026-12-04", To: "2026-12-04"},
		calendar.Span{From: "2026-12-24", To: "2026-12-24"})
	w.Say(ana, "undo")
	away(w, ana, calendar.Span{From: "2026-11-30", To: "2026-12-04"}, calendar.Span{From: "2026-12-24", To: "2026-12-24"})
	w.Want(w.Click(ana, reply.Message, "Cancel this leave"), "Cancelled")
	w.Want(w.Click(ana, list.Message, "Cancel this leave"), "no leave planned") // it is gone already
	w.Want(w.Say(ana, "cancel leave"), "on Thu 24 Dec you are not away")        // the only one left
	away(w, ana)
	w.Want(w.Say(ana, "standup leave cancel"), "no leave planned")
	w.Want(w.Say(lilei, "请假 12/1-12/3"), "12月1日 周二至12月3日 周四你不在")
	w.Want(w.Say(lilei, "取消请假 12/2"), "已取消，12月2日 周三不请假了")
	for _, value := range []string{"nonsense", "2026-01-01/2026-01-02", "x/y"} {
		click := w.Request(ana, chat.Click)
		click.Name, click.Value = "standup leave cancel", value
		w.Want(w.Do(click), "no leave planned")
	}
}

func TestLeaveOfTodayEndsTheQuestionAndLeavesTheDigest(t *testing.T) {
	w := commandstest.NewWorld(t)
	key := prompt(w, ana)
	digest := digest(w, "east")
	w.Shows(w.Message(digest), "No answer yet: Ana, Bob and Mei")
	w.Say(ana, "standup leave 11/24-11/25")
	w.Shows(w.Message(key), "You are away on Tue 24 Nov")
	if p := w.Message(key); len(p.Message.Blocks) != 1 {
		t.Errorf("the question still asks: %+v", p.Message)
	}
	w.Shows(w.Message(digest), "Away: Ana", "No answer yet: Bob and Mei")
	w.Say(ana, "undo")
	w.Shows(w.Message(key), "Good morning")
	w.Shows(w.Message(digest), "No answer yet: Ana, Bob and Mei")
	w.Say(ana, "standup leave 11/24")
	w.Say(ana, "standup leave cancel")
	w.Shows(w.Message(key), "Good morning")
}
