package commands_test

import (
	"testing"

	"dealdesk/chat"
)

func TestButtonsInAChannelThatTheTeamHasLeftAreDead(t *testing.T) {
	w := acme(t)
	w.Say(ana, "deal next D-1 call them Fri")
	click := func(channel, ts string) chat.Reply {
		req := w.Request(ana, chat.Click)
		req.Name, req.Value, req.Where = "deal advance", "D-1", chat.Where{Channel: channel, TS: ts, Shown: true}
		return w.Do(req)
	}
	card, ts := w.Card("D-1").Channel, w.Thread["D-1"]
	if reply := click(card, ts); reply.Refused {
		t.Errorf("a live button is refused: %+v", reply)
	}
	w.Want(click(card, "1.1"), "These buttons are old")
	w.Want(click("CLEFT", ts), "These buttons are old")
}
