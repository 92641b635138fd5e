package commands

import (
	"slices"
	"testing"

	"dealdesk/chat"
	"dealdesk/sales"
	"dealdesk/store"
)

func (w *world) away(who string, want ...sales.Span) {
	w.Helper()
	if err := w.store.View(w.Context(), func(r store.Reader) error {
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
	w := newWorld(t)
	w.want(w.say(ana, "standup leave 11/25-11/27"), "Wed 25 Nov to Fri 27 Nov")
	w.want(w.say(lilei, "请假 明天"), "11月25日 周三你不在")
	w.want(w.say(bob, "standup leave 2026-11-20"), "is over")
	w.want(w.say(bob, "standup leave 11/20"), "Fri 20 Nov is over")
	w.want(w.say(lilei, "请假 11月20日"), "11月20日 周五已经过去了")
	w.want(w.say(bob, "standup leave 11/28-11/24"), "ends before it begins", "11/28-11/24")
	w.want(w.say(bob, "standup leave 2026-11-25 to 2028-11-25"), "more than 366 days")
	w.want(w.say(bob, "standup leave never"), "never")
	w.away(bob)
	w.want(w.say(bob, "standup leave 2027-11-20"), "Sat 20 Nov 2027")
	w.say(bob, "undo")
	w.now = w.now.AddDate(0, 0, 1)
	key := w.digest("east")
	w.shows(w.message(key), "Away: Ana", "No answer yet: Bob and Mei")
	w.now = w.now.AddDate(0, 0, 7)
	w.say(ana, "standup leave 12/20")
	w.away(ana, sales.Span{From: "2026-12-20", To: "2026-12-20"}) // what is over is forgotten
}

func TestLeaveThatTouchesBecomesOneAndCanBeTakenBack(t *testing.T) {
	w := newWorld(t)
	w.want(w.say(ana, "standup leave"), "no leave planned", "/standup leave 11/24-11/28")
	w.say(ana, "standup leave 11/30-12/2")
	reply := w.want(w.say(ana, "standup leave 12/1-12/4"), "Mon 30 Nov to Fri 4 Dec")
	w.away(ana, sales.Span{From: "2026-11-30", To: "2026-12-04"})
	w.say(ana, "standup leave 12/24")
	list := w.want(w.say(ana, "standup leave"), "Mon 30 Nov to Fri 4 Dec", "Thu 24 Dec")
	w.want(w.say(ana, "standup leave cancel"), "Which leave", "Mon 30 Nov", "Thu 24 Dec")
	w.want(w.say(ana, "standup leave cancel 12/2-12/3"), "Wed 2 Dec to Thu 3 Dec you are not away")
	w.away(ana, sales.Span{From: "2026-11-30", To: "2026-12-01"}, sales.Span{From: "2026-12-04", To: "2026-12-04"}, sales.Span{From: "2026-12-24", To: "2026-12-24"})
	w.say(ana, "undo")
	w.away(ana, sales.Span{From: "2026-11-30", To: "2026-12-04"}, sales.Span{From: "2026-12-24", To: "2026-12-24"})
	w.want(w.click(ana, reply.Message, "Cancel this leave"), "Cancelled")
	w.want(w.click(ana, list.Message, "Cancel this leave"), "no leave planned") // it is gone already
	w.want(w.say(ana, "cancel leave"), "on Thu 24 Dec you are not away")        // the only one left
	w.away(ana)
	w.want(w.say(ana, "standup leave cancel"), "no leave planned")
	w.want(w.say(lilei, "请假 12/1-12/3"), "12月1日 周二至12月3日 周四你不在")
	w.want(w.say(lilei, "取消请假 12/2"), "已取消，12月2日 周三不请假了")
	for _, value := range []string{"nonsense", "2026-01-01/2026-01-02", "x/y"} {
		click := w.request(ana, chat.Click)
		click.Name, click.Value = "standup leave cancel", value
		w.want(w.do(click), "no leave planned")
	}
}

func TestLeaveOfTodayEndsTheQuestionAndLeavesTheDigest(t *testing.T) {
	w := newWorld(t)
	key := w.prompt(ana)
	digest := w.digest("east")
	w.shows(w.message(digest), "No answer yet: Ana, Bob and Mei")
	w.say(ana, "standup leave 11/24-11/25")
	w.shows(w.message(key), "You are away on Tue 24 Nov")
	if p := w.message(key); len(p.Message.Blocks) != 1 {
		t.Errorf("the question still asks: %+v", p.Message)
	}
	w.shows(w.message(digest), "Away: Ana", "No answer yet: Bob and Mei")
	w.say(ana, "undo")
	w.shows(w.message(key), "Good morning")
	w.shows(w.message(digest), "No answer yet: Ana, Bob and Mei")
	w.say(ana, "standup leave 11/24")
	w.say(ana, "standup leave cancel")
	w.shows(w.message(key), "Good morning")
}
