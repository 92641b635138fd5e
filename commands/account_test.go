package commands

import "testing"

func TestALikelyDuplicateIsOfferedBeforeACustomerIsMade(t *testing.T) {
	w := acme(t)
	reply := w.want(w.say(ana, "account new Acme Corp."), "looks like a customer you already have")
	w.want(w.click(ana, reply.Message, "A-1"), "A-1 · Acme Corporation")
	w.want(w.click(ana, reply.Message, "Create Acme Corp."), "A-2", "Acme Corp.")
	w.want(w.click(ana, reply.Message, "Create Acme Corp."), "no longer open")
}

func TestANewDealWithAnUnknownCustomerOffersToMakeIt(t *testing.T) {
	w := newWorld(t)
	reply := w.want(w.say(ana, `deal new Globex "Robots" 50k`), "don't know a customer", `Globex "Robots" 50k`)
	done := w.want(w.click(ana, reply.Message, "Create Globex"), "A-1 · Globex is on file", "D-1 · Globex · Robots", "¥50,000")
	w.want(w.click(ana, reply.Message, "Create Globex"), "no longer open")
	w.want(w.click(ana, done.Message, "Undo"), "Undone")
	w.want(w.say(ana, "account list"), "No customers found")
}

func TestALogWithAnUnknownCustomerOffersToMakeIt(t *testing.T) {
	w := newWorld(t)
	reply := w.want(w.say(ana, "log call Globex 20m talked pricing. next: send quote Fri"), "don't know a customer")
	w.want(w.click(ana, reply.Message, "Create Globex"), "A-1 · Globex is on file", "Logged for *A-1 Globex*", "20 min", "talked pricing", "send quote", "Fri 27 Nov")
	w.say(ana, "deal new Globex Robots 50k")
	reply = w.want(w.say(ana, "log call Hooli 5m no answer"), "I don't know “Hooli”")
	w.want(w.click(ana, reply.Message, "Create Hooli"), "Logged for *A-2 Hooli*", "5 min", "no answer")
	w.want(w.click(ana, reply.Message, "D-1"), "no longer open")
}

func TestACustomersButtonOpensTheFormOfADealWithIt(t *testing.T) {
	w := acme(t)
	reply := w.say(ana, "account A-1")
	form := w.click(ana, reply.Message, "New deal").Modal
	w.want(w.submit(ana, form, map[string]string{"name": "Support", "amount": "5k"}), "D-2 · Acme Corporation · Support")
}

func TestARenamedCustomerShowsOnEveryCardOfItsOpenDeals(t *testing.T) {
	w := acme(t)
	w.say(mei, "deal give D-1 @UBOB")
	w.say(ana, "account owner A-1 @ULILEI")
	w.say(lilei, "account rename A-1 Acme West")
	w.shows(w.card("D-1"), "Acme West")
}

func TestACustomerAtAGlance(t *testing.T) {
	w := acme(t)
	w.want(w.say(ana, `contact add Acme Corporation "Mary Wood" decider CFO`), "Mary Wood", "decision maker", "CFO")
	w.say(ana, "log call D-1 20m talked pricing")
	w.want(w.say(bob, "account Acme Corporation"), "Mary Wood", "D-1", "talked pricing", "Ana")
	w.want(w.say(ana, "account rename A-1 Acme Group"), "Acme Corporation is now called Acme Group")
	w.shows(w.card("D-1"), "Acme Group")
	w.want(w.say(ana, "account owner A-1 Bob"), "now belongs to Bob")
	w.want(w.say(bob, "account list"), "Acme Group")
	w.want(w.say(lilei, "account Acme Group"), "没有")
	w.want(w.say(ana, "account list acme"), "A-1")
}

func TestSettingsChangeTheLanguageAtOnce(t *testing.T) {
	w := acme(t)
	w.want(w.say(ana, "settings language zh"), "语言：中文")
	w.want(w.say(ana, "deal D-1"), "线索获取")
	w.want(w.say(ana, "settings 语言 法文"), "我会说")
	for typed, want := range map[string]string{"英文": "Language: English", "英语": "Language: English", "汉语": "语言：中文", "Chinese": "语言：中文", "zh-Hans": "语言：中文", "slack": "Language"} {
		w.want(w.say(ana, "settings 语言 "+typed), want)
	}
	w.want(w.say(ana, "settings language en"), "Language: English")
	form := w.say(ana, "settings").Modal
	if reply := w.submit(ana, form, map[string]string{"zone": "Nowhere/Land"}); reply.Errors["zone"] == "" {
		t.Errorf("%+v", reply)
	}
	w.want(w.submit(ana, form, map[string]string{"zone": "Europe/Berlin"}), "Europe/Berlin")
}

func TestHelpIsShortFirstAndInTheReadersLanguage(t *testing.T) {
	w := acme(t)
	reply := w.want(w.say(ana, "help"), "/log call Acme")
	w.want(w.click(ana, reply.Message, "All commands"), "deal reopen", "settings")
	w.want(w.say(ana, "help deal"), "deal advance")
	w.want(w.say(lilei, "帮助"), "我能做什么")
	w.want(w.say(ana, "help nonsense"), "no such command")
}

func TestPeopleShowsOnesTeam(t *testing.T) {
	w := acme(t)
	w.want(w.say(ana, "people"), "East", "Bob, rep", "Mei, manager")
}

func TestTheHomeTabShowsWhatIsMine(t *testing.T) {
	w := acme(t)
	req := w.request(ana, "home")
	req.Name = "home"
	if reply := w.do(req); reply.Home == nil || len(reply.Home.Blocks) < 3 {
		t.Errorf("%+v", reply)
	}
}
