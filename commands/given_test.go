package commands_test

import (
	"strings"
	"testing"

	"dealdesk/chat"
	"dealdesk/desk/cards"
)

func TestWhoeverTakesOverADealGetsWhatIsKnown(t *testing.T) {
	w := acme(t)
	w.Say(ana, "deal set D-1 need faster onboarding")
	w.Say(ana, `contact add Acme "Mary Wood" decider CFO mary@acme.com`)
	w.Say(ana, "log call D-1 20m they worry about the price. next: send quote Fri")
	gave := w.Say(mei, "deal give D-1 Bob")
	w.Shows(w.Message(cards.HandoverKey("D-1", bob)), "Mei handed you D-1", "send quote", "Fri 27 Nov", "faster onboarding",
		"Mary Wood · decision maker · CFO · mary@acme.com",
		"they worry about the price")
	if p := w.Message(cards.HandoverKey("D-1", bob)); p.User != bob {
		t.Errorf("it goes to %q", p.User)
	}
	w.Click(mei, gave.Message, "Undo")
	if _, there := w.Shown[cards.HandoverKey("D-1", bob)]; there {
		t.Error("what was handed over is still shown after the undo")
	}
	took := w.Want(w.Say(mei, "deal give D-1 Mei"), "faster onboarding", "they worry about the price")
	if _, there := w.Shown[cards.HandoverKey("D-1", mei)]; there || took.Message == nil {
		t.Error("who took it themselves is told twice")
	}
}

func TestWhoeverTakesOverACustomerGetsWhatIsKnownAndTheyMaySee(t *testing.T) {
	w := acme(t)
	w.Say(ana, "log call D-1 20m secret of the east")
	w.Say(ana, "account new Harbour")
	w.Say(ana, `contact add Harbour "Tom Hill" user`)
	w.Say(ana, "log visit Harbour 1h they like us")
	gave := w.Say(ana, "account owner Harbour 李雷")
	w.Shows(w.Message(cards.HandoverKey("A-2", lilei)), "Ana把客户A-2 · Harbour转给了你", "Tom Hill", "they like us")
	w.Say(ana, "account owner A-1 李雷")
	told := w.Message(cards.HandoverKey("A-1", lilei))
	if text := encoded(t, chat.Reply{Message: &told.Message}); strings.Contains(text, "secret") || strings.Contains(text, "D-1") {
		t.Errorf("he reads of a deal that he may not see: %s", text)
	}
	w.Click(ana, gave.Message, "Undo")
	if _, there := w.Shown[cards.HandoverKey("A-2", lilei)]; there {
		t.Error("what was handed over is still shown after the undo")
	}
}

func TestAClickAsksBeforeItMovesSomebodyElsesDeal(t *testing.T) {
	w := acme(t)
	card := w.Card("D-1").Message
	w.Say(ana, "deal next D-1 call them Fri")
	was := w.Deal("D-1").Stage
	asked := w.Want(w.Click(mei, &card, "Advance"), "belongs to Ana", "Move it on for them?")
	if w.Deal("D-1").Stage != was {
		t.Fatal("it has moved already")
	}
	done := w.Click(mei, asked.Message, "Move it on")
	if !done.Replace || w.Deal("D-1").Stage == was {
		t.Errorf("the answer is %+v", done)
	}
	own := w.Click(ana, &card, "Advance")
	if strings.Contains(string(own.Message.Text), "belongs to") {
		t.Error("its owner is asked")
	}
	typed := w.Say(mei, "deal advance D-1 they are in a hurry")
	if strings.Contains(string(typed.Message.Text), "belongs to") {
		t.Error("who names the deal is asked")
	}
}

func TestALostDealsReasonIsReadFromPlainWords(t *testing.T) {
	for line, want := range map[string][2]string{
		"deal lost D-1 too expensive":                    {"price", ""},
		"deal lost D-1 they went with Initech":           {"competitor", "Initech"},
		"deal lost D-1 product too expensive":            {"price", ""},
		"deal lost D-1 Initech":                          {"", "Initech"},
		"deal lost D-1 price cut":                        {"price", ""},
		"deal lost D-1 budget frozen":                    {"no_budget", ""},
		"输单 D-1 太贵了":                                     {"price", ""},
		"deal lost Acme Corporation no budget this year": {"no_budget", ""},
	} {
		w := acme(t)
		form := w.Say(ana, line).Modal
		if form == nil {
			t.Errorf("%q opens no form", line)
			continue
		}
		got := map[string]string{}
		for _, b := range form.Blocks {
			if b.Input != nil {
				got[b.Input.ID] = b.Input.Initial
			}
		}
		if got["reason"] != want[0] || got["competitor"] != want[1] {
			t.Errorf("%q fills in %v, want %v", line, got, want)
		}
	}
	for line, rival := range map[string]string{
		"price Initech": "Initech", "price": "", "budget": "", "竞争对手 云帆科技": "云帆科技", "competitor initech": "initech", "price to initech": "Initech",
	} {
		w := acme(t)
		if reply := w.Say(ana, "deal lost D-1 "+line); reply.Modal != nil || w.Deal("D-1").Competitor != rival {
			t.Errorf("%q: lost to %q, asks %v", line, w.Deal("D-1").Competitor, reply.Modal != nil)
		}
	}
	w := acme(t)
	w.Say(ana, "deal lost D-1 price went with Initech")
	if d := w.Deal("D-1"); d.Reason != "price" || d.Competitor != "Initech" {
		t.Errorf("lost for %q to %q", d.Reason, d.Competitor)
	}
}

func TestClosedDealsAreListedOfAPeriod(t *testing.T) {
	w := acme(t)
	w.Say(ana, `deal new Acme Corporation "Support" 30k close 2026-12-01`)
	w.Say(ana, `deal new Acme Corporation "Training" 20k close 2026-12-01`)
	w.Say(ana, "deal won D-2 they signed early")
	w.Say(ana, "deal won D-2")
	w.Say(ana, "deal lost D-3 price Initech")
	won := w.Deal("D-2")
	if won.Status != "won" {
		t.Fatalf("D-2 is %s", won.Status)
	}
	w.Want(w.Say(ana, "deal list won"), "Won* (1): ¥30,000", "D-2 · Acme Corporation · Support")
	w.Want(w.Say(ana, "deal list won this month"), "D-2")
	w.Want(w.Say(ana, "deal list won last month"), "none")
	w.Want(w.Say(ana, "deal list lost"), "D-3", "Price", "Initech")
	w.Want(w.Say(ana, "deal list all this month"), "D-2", "D-3")
	w.Want(w.Say(ana, "deal list all"), "All* (3)", "D-1", "D-2", "D-3")
	w.Want(w.Say(ana, "商机列表 赢单本月"), "D-2")
	w.Want(w.Say(ana, "deal list won someday"), "someday")
	others := w.Say(lilei, "deal list all")
	if strings.Contains(string(others.Message.Text), "D-1") {
		t.Error("another team's deals are listed")
	}
	w.Want(w.Say(ana, "account Acme"), "Won* (1): ¥30,000", "Support")
}
