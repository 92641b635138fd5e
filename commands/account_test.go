package commands_test

import (
	"testing"

	"dealdesk/commands/commandstest"
)

func TestALikelyDuplicateIsOfferedBeforeACustomerIsMade(t *testing.T) {
	w := acme(t)
	reply := w.Want(w.Say(ana, "account new Acme Corp."), "looks like a customer you already have")
	w.Want(w.Click(ana, reply.Message, "A-1"), "A-1 · Acme Corporation")
	w.Want(w.Click(ana, reply.Message, "Create Acme Corp."), "A-2", "Acme Corp.")
	w.Want(w.Click(ana, reply.Message, "Create Acme Corp."), "no longer open")
}

func TestANewDealWithAnUnknownCustomerOffersToMakeIt(t *testing.T) {
	w := commandstest.NewWorld(t)
	reply := w.Want(w.Say(ana, `deal new Globex "Robots" 50k`), "don't know a customer", `Globex "Robots" 50k`)
	done := w.Want(w.Click(ana, reply.Message, "Create Globex"), "A-1 · Globex is on file", "D-1 · Globex · Robots", "¥50,000")
	w.Want(w.Click(ana, reply.Message, "Create Globex"), "no longer open")
	w.Want(w.Click(ana, done.Message, "Undo"), "Undone")
	w.Want(w.Say(ana, "account list"), "No customers found")
}

func TestALogWithAnUnknownCustomerOffersToMakeIt(t *testing.T) {
	w := commandstest.NewWorld(t)
	reply := w.Want(w.Say(ana, "log call Globex 20m talked pricing. next: send quote Fri"), "don't know a customer")
	w.Want(w.Click(ana, reply.Message, "Create Globex"), "A-1 · Globex is on file", "Logged for *A-1 Globex*", "20 min", "talked pricing",
		"send quote", "Fri 27 Nov")
	w.Say(ana, "deal new Globex Robots 50k")
	reply = w.Want(w.Say(ana, "log call Hooli 5m no answer"), "I don't know “Hooli”")
	w.Want(w.Click(ana, reply.Message, "Create Hooli"), "Logged for *A-2 Hooli*", "5 min", "no answer")
	w.Want(w.Click(ana, reply.Message, "D-1"), "no longer open")
}

func TestACustomersButtonOpensTheFormOfADealWithIt(t *testing.T) {
	w := acme(t)
	reply := w.Say(ana, "account A-1")
	form := w.Click(ana, reply.Message, "New deal").Modal
	w.Want(w.Submit(ana, form, map[string]string{"name": "Support", "amount": "5k"}), "D-2 · Acme Corporation · Support")
}

func TestARenamedCustomerShowsOnEveryCardOfItsOpenDeals(t *testing.T) {
	w := acme(t)
	w.Say(mei, "deal give D-1 @UBOB")
	w.Say(ana, "account owner A-1 @ULILEI")
	w.Say(lilei, "account rename A-1 Acme West")
	w.Shows(w.Card("D-1"), "Acme West")
}

func TestACustomerAtAGlance(t *testing.T) {
	w := acme(t)
	w.Want(w.Say(ana, `contact add Acme Corporation "Mary Wood" decider CFO`), "Mary Wood", "decision maker", "CFO")
	w.Say(ana, "log call D-1 20m talked pricing")
	w.Want(w.Say(bob, "account Acme Corporation"), "Mary Wood", "D-1", "talked pricing", "Ana")
	w.Want(w.Say(ana, "account rename A-1 Acme Group"), "Acme Corporation is now called Acme Group")
	w.Shows(w.Card("D-1"), "Acme Group")
	w.Want(w.Say(ana, "account owner A-1 Bob"), "now belongs to Bob")
	w.Want(w.Say(bob, "account list"), "Acme Group")
	w.Want(w.Say(lilei, "account Acme Group"), "没有")
	w.Want(w.Say(ana, "account list acme"), "A-1")
}

func TestSettingsChangeTheLanguageAtOnce(t *testing.T) {
	w := acme(t)
	w.Want(w.Say(ana, "settings language zh"), "语言：中文")
	w.Want(w.Say(ana, "deal D-1"), "线索获取")
	w.Want(w.Say(ana, "settings 语言 法文"), "我会说")
	for typed, want := range map[string]string{"英文": "Language: English", "英语": "Language: English", "汉语": "语言：中文", "Chinese": "语言：中文",
		"zh-Hans": "语言：中文", "slack": "Language"} {
		w.Want(w.Say(ana, "settings 语言 "+typed), want)
	}
	w.Want(w.Say(ana, "settings language en"), "Language: English")
	form := w.Say(ana, "settings").Modal
	if reply := w.Submit(ana, form, map[string]string{"zone": "Nowhere/Land"}); reply.Errors["zone"] == "" {
		t.Errorf("%+v", reply)
	}
	w.Want(w.Submit(ana, form, map[string]string{"zone": "Europe/Berlin"}), "Europe/Berlin")
}

func TestHelpIsShortFirstAndInTheReadersLanguage(t *testing.T) {
	w := acme(t)
	reply := w.Want(w.Say(ana, "help"), "/log call Acme")
	w.Want(w.Click(ana, reply.Message, "All commands"), "deal reopen", "settings")
	w.Want(w.Say(ana, "help deal"), "deal advance")
	w.Want(w.Say(lilei, "帮助"), "我能做什么")
	w.Want(w.Say(ana, "help nonsense"), "no such command")
}

func TestPeopleShowsOnesTeam(t *testing.T) {
	w := acme(t)
	w.Want(w.Say(ana, "people"), "East", "Bob, rep", "Mei, manager")
}

func TestTheHomeTabShowsWhatIsMine(t *testing.T) {
	w := acme(t)
	req := w.Request(ana, "home")
	req.Name = "home"
	if reply := w.Do(req); reply.Home == nil || len(reply.Home.Blocks) < 3 {
		t.Errorf("%+v", reply)
	}
}
