package commands_test

import (
	"strings"
	"testing"

	"dealdesk/commands/commandstest"
	"dealdesk/sales"
)

// closedFirm is a world in which the only deal of Acme Corporation is closed, and Ana has one
// of another customer.
func closedFirm(t *testing.T) *commandstest.World {
	t.Helper()
	w := acme(t)
	w.Say(ana, "account new Initech")
	w.Say(ana, "deal new Initech Training 30k")
	w.Say(ana, "deal lost D-1 price")
	return w
}

func TestANamedCustomerIsNeverLeftForTheDealsOfAnother(t *testing.T) {
	for _, line := range []string{
		"deal next Acme send the quote Fri", "deal next Acme Corporation send the quote Fri", "deal next A-1 send the quote Fri", "deal advance Acme Corporation",
		"deal amount Acme Corporation 90k", "deal date Acme Corporation Dec 20", "discount Acme Corporation 15% rival", "deal won Acme Corporation", "deal lost Acme Corporation price",
	} {
		w := closedFirm(t)
		reply := w.Want(w.Say(ana, line), "Acme Corporation has no open deal", "You typed")
		if text := string(reply.Message.Text); strings.Contains(text, "Initech") {
			t.Errorf("%q offers %s", line, text)
		}
		for _, b := range reply.Message.Blocks {
			for _, button := range b.Buttons {
				if strings.Contains(button.Label, "D-2") {
					t.Errorf("%q offers %s", line, button.Label)
				}
			}
		}
		w.Want(w.Click(ana, reply.Message, "Reopen D-1 · Data platform"), "reopened the deal")
		if form := w.Click(ana, reply.Message, "New deal").Modal; form == nil || form.Value != "A-1" {
			t.Errorf("%q offers no new deal: %+v", line, form)
		}
		if d := w.Deal("D-2"); d.Next != (sales.NextStep{}) || d.Status != sales.Open {
			t.Errorf("%q changed %+v", line, d)
		}
	}
}

func TestWhatWorksOnClosedDealsFindsThemByTheCustomersName(t *testing.T) {
	w := closedFirm(t)
	w.Want(w.Say(ana, "deal Acme Corporation"), "D-1", "lost")
	w.Want(w.Say(ana, "deal history Acme Corporation"), "closed the deal as lost")
	w.Want(w.Say(ana, "deal note Acme Corporation they may come back"), "D-1", "they may come back")
	w.Want(w.Say(ana, "deal give Acme Corporation @UBOB"), "from Ana to Bob")
	w.Want(w.Say(bob, "deal reopen Acme Corporation"), "reopened the deal")
}

func TestACustomerWithoutADealIsOfferedOne(t *testing.T) {
	w := closedFirm(t)
	w.Say(ana, "account new Kestrel")
	reply := w.Want(w.Say(ana, "deal next Kestrel call them Fri"), "no deal of Kestrel")
	if form := w.Click(ana, reply.Message, "New deal").Modal; form == nil {
		t.Error("no form opens")
	}
	// Bob sees the closed deal of his team, and may not bring it back.
	reply = w.Want(w.Say(bob, "deal next Acme Corporation call them Fri"), "no deal of Acme Corporation")
	if b, there := commandstest.Button(reply.Message, "Reopen"); there {
		t.Errorf("he is offered %+v", b)
	}
}

// "sent" is like Sensoria, and is no name here.
func TestAWordThatIsOnlyLikeANameDoesNotHideOnesOwnDeals(t *testing.T) {
	w := closedFirm(t)
	w.Say(ana, "account new Sensoria")
	reply := w.Want(w.Say(ana, "deal next sens them the quote Fri"), "Which deal?")
	w.Want(w.Click(ana, reply.Message, "D-2"), "sens them the quote")
}

func TestWonAgainSaysThatItIsWon(t *testing.T) {
	w := acme(t)
	w.Say(lilei, "新建客户 蓝海科技")
	w.Say(lilei, "新建商机 蓝海科技 数据平台 12万")
	w.Say(lilei, "赢单 蓝海 他们签了")
	w.Want(w.Say(lilei, "赢单 蓝海"), "蓝海科技没有进行中的商机", "数据平台", "赢单")
}
