package commands

import (
	"testing"

	"dealdesk/chat"
	"dealdesk/sales"
)

// acme gives Ana a customer and a deal, D-1.
func acme(t *testing.T) *world {
	w := newWorld(t)
	w.want(w.say(ana, "account new Acme Corporation"), "A-1", "Acme Corporation")
	w.want(w.say(ana, `deal new Acme Corporation "Data platform" 120k close 2026-12-20`), "D-1", "Data platform", "¥120,000")
	return w
}

func TestOneLineLogsACallAndEchoesWhatWasUnderstood(t *testing.T) {
	w := acme(t)
	w.want(w.say(ana, "log call Acme Corporation 20m Talked pricing, they want 10% off. next: send quote Fri"),
		"D-1 · Acme Corporation · Data platform", "call", "20 min", "Talked pricing, they want 10% off.", "send quote", "Fri 27 Nov")
	d := w.deal("D-1")
	if d.Next != (sales.NextStep{What: "send quote", Due: "2026-11-27"}) || d.Contacted.IsZero() {
		t.Errorf("the deal's clocks: %+v", d)
	}
	room := w.room("D-1", "N-1")
	w.shows(room, "Ana", "Talked pricing")
}

func TestALineInChineseIsUnderstoodAndAnsweredInChinese(t *testing.T) {
	w := newWorld(t)
	w.say(lilei, "新建客户 华星科技")
	w.say(lilei, "新建商机 华星科技 数据平台 12万")
	w.want(w.say(lilei, "log 拜访 华星科技 1小时 客户想要九折。下一步: 下周三报价"),
		"已记录", "华星科技", "拜访", "1小时", "客户想要九折", "报价", "12月2日")
}

func TestALogWithoutANameOffersTheLikeliestDealsAndKeepsTheLine(t *testing.T) {
	w := acme(t)
	reply := w.want(w.say(ana, "log call 20m"), "Who was it with?")
	w.want(w.click(ana, reply.Message, "D-1"), "D-1", "20 min")
	w.want(w.click(ana, reply.Message, "D-1"), "no longer open")
}

func TestADraftIsOnlyItsWriters(t *testing.T) {
	w := acme(t)
	reply := w.say(ana, "log call 20m")
	w.want(w.click(bob, reply.Message, "D-1"), "no longer open")
}

func TestInADealsRoomNoNameIsNeeded(t *testing.T) {
	w := acme(t)
	w.want(w.in(ana, "D-1", "log call they signed off the budget"), "D-1", "they signed off the budget")
}

func TestAnEditOfTheMessageChangesTheRecord(t *testing.T) {
	w := acme(t)
	req := w.request(ana, chat.Mention)
	req.Where.TS = "77.1"
	w.typed(req, "log call Acme Corporation 20m first words")
	edit := w.request(ana, chat.Edit)
	edit.About = chat.Said{Channel: "CEAST", TS: "77.1", User: ana}
	w.want(w.typed(edit, "log visit Acme Corporation 45m better words"), "Changed", "visit", "45 min", "better words")
	w.shows(w.room("D-1", "N-1"), "better words")
	gone := w.request(ana, chat.Delete)
	gone.Name, gone.About = "delete", edit.About
	reply := w.want(w.do(gone), "stays logged")
	w.want(w.click(ana, reply.Message, "Remove"), "Removed")
	if !w.room("D-1", "N-1").Deleted {
		t.Error("the room still shows the removed contact")
	}
}

func TestAMessageIsLoggedOnce(t *testing.T) {
	w := acme(t)
	req := w.request(ana, chat.Shortcut)
	req.Name = "log this"
	req.About = chat.Said{Channel: "CEAST", TS: "88.1", User: ana, Text: "They want 10% off", At: w.now}
	w.want(w.submit(ana, w.do(req).Modal, map[string]string{"about": "D-1"}), "They want 10% off")
	req.ID = "again"
	w.want(w.do(req), "logged already")
}

func TestTheFormLogsWithoutTyping(t *testing.T) {
	w := acme(t)
	card := w.card("D-1")
	form := w.click(ana, &card.Message, "Log").Modal
	w.want(w.submit(ana, form, map[string]string{"kind": "visit", "note": "saw the plant", "minutes": "1h30"}), "visit", "1 h 30 min", "saw the plant")
	form = w.say(ana, "log").Modal
	reply := w.submit(ana, form, map[string]string{"about": "D-1", "minutes": "soon"})
	if reply.Errors["minutes"] == "" {
		t.Errorf("want the field's error, got %+v", reply)
	}
}
