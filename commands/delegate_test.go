package commands_test

import (
	"strings"
	"testing"
	"time"

	"dealdesk/chat"
	"dealdesk/commands/commandstest"
	"dealdesk/sales"
	"dealdesk/store"
)

func TestAColleagueDecidesForSomebodyAndSaysSo(t *testing.T) {
	w := acme(t)
	w.Say(ana, "discount D-1 15% rival")
	w.Want(w.Say(mei, "delegate 魏华 11/24-11/28"), "魏华 can decide for you until Sat 28 Nov, 23:59")
	w.Shows(w.Message("delegation/S-1"), "Mei请你代为审批，到11月28日 周六 23:59为止")
	asked := w.Message("ask/R-1/" + wei) // what waited already came at once
	w.Shows(asked, "魏华（代Mei）")
	w.Shows(w.Message("ask/R-1/"+mei), "for Mei or 魏华 (standing in for Mei) to decide")
	w.Want(w.Say(wei, "approvals"), "等你审批（1）", "R-1")
	w.Want(w.Click(wei, &asked.Message, "批准"), "魏华（代Mei）已批准")
	w.Shows(w.Room("D-1", "R-1"), "Approved by 魏华 for Mei")
	w.Shows(w.Message("tell/R-1"), "Approved by 魏华 for Mei")
	w.Shows(w.Message("ask/R-1/"+mei), "Approved by 魏华 for Mei")
	w.Want(w.Say(ana, "deal history D-1"), "魏华 for Mei granted 15% off")
	for _, who := range []string{mei, wei} {
		card := w.Message("ask/R-1/" + who)
		if _, still := commandstest.Button(&card.Message, "Approve"); still {
			t.Errorf("%s still has buttons", who)
		}
	}
}

func TestRevokingTakesTheRequestsAway(t *testing.T) {
	w := acme(t)
	w.Say(mei, "delegate 魏华 until Fri")
	w.Say(ana, "discount D-1 15% rival cut the price")
	asked := w.Message("ask/R-1/" + wei)
	made := w.Say(mei, "delegate")
	w.Want(made, "魏华 decides for you until Fri 27 Nov, 23:59")
	w.Want(w.Say(wei, "delegate"), "你代Mei审批，到11月27日 周五 23:59为止")
	w.Want(w.Click(mei, made.Message, "Stop it"), "魏华 no longer decides for you")
	w.Shows(w.Message("delegation/S-1/over"), "Mei已停止委托")
	w.Want(w.Click(wei, &asked.Message, "批准"), "没有 R-1")
	after := w.Message("ask/R-1/" + wei)
	if said := string(after.Message.Text); said != "R-1 不再由你审批。" || after.About != "" {
		t.Errorf("still there: %q about %q", said, after.About)
	}
	w.Want(w.Click(mei, made.Message, "Stop it"), "ended already")
	w.Want(w.Say(mei, "delegate"), "Nobody decides for you")
	w.Want(w.Say(mei, "delegate stop"), "nothing to end")

	// Taken back, it holds again.
	w.Want(w.Say(mei, "undo"), "Undone: the end of the delegation to 魏华")
	if !w.Message("delegation/S-1/over").Deleted {
		t.Error("it still says that it is over")
	}
	again := w.Message("ask/R-1/" + wei)
	w.Want(w.Click(wei, &again.Message, "批准"), "魏华（代Mei）已批准")
}

func TestADelegationGivenTwiceEndsWithOneStop(t *testing.T) {
	for name, stop := range map[string]func(*commandstest.World, chat.Reply) chat.Reply{
		"by its button": func(w *commandstest.World, made chat.Reply) chat.Reply { return w.Click(mei, made.Message, "Stop it") },
		"by command":    func(w *commandstest.World, _ chat.Reply) chat.Reply { return w.Say(mei, "delegate stop") },
		"by name":       func(w *commandstest.World, _ chat.Reply) chat.Reply { return w.Say(mei, "delegate stop Bob") },
		"from the list": func(w *commandstest.World, _ chat.Reply) chat.Reply {
			return w.Click(mei, w.Say(mei, "delegate").Message, "Stop it")
		},
		"by an old list": nil,
	} {
		t.Run(name, func(t *testing.T) {
			w := acme(t)
			w.Say(ana, "discount D-1 15% rival")
			w.Say(mei, "delegate @Bob 11/24-11/27")
			old := w.Say(mei, "delegate")
			again := w.Say(mei, "delegate @Bob 11/24-11/28")
			w.Want(again, "until Sat 28 Nov, 23:59", "It replaces what you had handed over before: until Fri 27 Nov, 23:59")
			if said := w.Message("delegation/S-1"); !said.Deleted {
				t.Errorf("Bob still reads of the first one: %s", said.Message.Text)
			}
			if stop == nil { // its delegation has ended already, and says so; the second one holds
				w.Want(w.Click(mei, old.Message, "Stop it"), "ended already")
				w.Want(w.Say(bob, "approve R-1"), "Approved by Bob for Mei")
				return
			}
			w.Want(stop(w, again), "Bob no longer decides for you")
			w.Want(w.Say(bob, "approve R-1"), "can't decide on R-1")
			if a := approval(w, "R-1"); a.Status != sales.Waiting {
				t.Errorf("%+v", a)
			}
		})
	}
}

func TestStopEndsEverythingLentToOneHuman(t *testing.T) {
	w := acme(t)
	put(w, func(tx *store.Tx) error { // as earlier versions kept them, and to a second account
		for _, p := range []sales.Person{
			{ID: bob, Name: "Bob", Team: "east", Role: sales.Rep, Email: "bob@x.example"},
			{ID: "UBOB2", Name: "Bobby", Team: "east", Role: sales.Rep, Email: "bob+2@x.example"},
		} {
			if err := store.People.Put(tx, p); err != nil {
				return err
			}
		}
		for id, to := range map[string]string{"S-91": bob, "S-92": bob, "S-93": "UBOB2"} {
			if err := store.Delegations.Put(tx,
				sales.Delegation{ID: id, From: mei, To: to, Start: w.Now, End: w.Now.Add(48 * time.Hour)}); err != nil {
				return err
			}
		}
		return nil
	})
	w.Say(ana, "discount D-1 15% rival")
	w.Want(w.Say(mei, "delegate stop"), "Bob", "no longer decides for you")
	for _, who := range []string{bob, "UBOB2"} {
		w.Want(w.Say(who, "approve R-1"), "can't decide on R-1")
	}
	w.Want(w.Say(mei, "delegate"), "Nobody decides for you")
}

func TestSeveralDelegationsThatEndAtOnceAreOnePieceOfNews(t *testing.T) {
	w := acme(t)
	for _, days := range []string{"11/24-11/25", "12/7-12/9", "12/14-12/16"} {
		w.Want(w.Say(mei, "delegate @Bob "+days), "can decide for you")
	}
	stopped := w.Say(mei, "delegate stop Bob")
	over := func() (n int) {
		err := w.Store.View(w.Context(), func(r store.Reader) error {
			for _, id := range []string{"S-1", "S-2", "S-3"} {
				p, posted, err := store.PostByKey(r, "delegation/"+id+"/over")
				if err != nil {
					return err
				}
				if posted && !p.Deleted {
					n++
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if n := over(); n != 1 {
		t.Errorf("Bob reads %d times that it is over", n)
	}
	w.Click(mei, stopped.Message, "Undo")
	if n := over(); n != 0 {
		t.Errorf("Bob reads %d times that it is over after an undo", n)
	}
}

func TestOnlyTheLenderRevivesADelegation(t *testing.T) {
	w := acme(t)
	w.Say(ana, "discount D-1 15% rival")
	lend := func(days string) chat.Reply { // an admin decides nothing in their own right, so it is asked
		return w.Click(mei, w.Say(mei, "delegate Adm until "+days).Message, "Let them decide")
	}
	lend("Fri")
	stopped := w.Say(mei, "delegate stop")
	w.Now = w.Now.Add(2 * 24 * time.Hour)
	w.Want(w.Click(adm, stopped.Message, "Undo"), "Only Mei can hand over Mei's decisions again")
	w.Want(w.Say(adm, "approve R-1"), "can't decide on R-1")

	// A second one that replaced the first is a stop of the first.
	lend("12/1")
	shorter := lend("tomorrow")
	w.Want(w.Click(adm, shorter.Message, "Undo"), "Only Mei can hand over")
	w.Want(w.Click(mei, shorter.Message, "Undo"), "Undone") // she may

	// What lends less is undone by an admin, and Mei is told; so it is when they stop it.
	made := w.Say(mei, "delegate Bob until 12/1")
	w.Want(w.Click(adm, made.Message, "Undo"), "Undone")
	w.Shows(w.Message("delegation/S-4/lender"), "Adm has ended this: Bob no longer decides for you")
	w.Say(mei, "delegate Bob until 12/1")
	stop := w.Request(adm, chat.Click)
	stop.Name, stop.Value = "delegate stop", "S-5"
	over := w.Want(w.Do(stop), "Bob no longer decides for Mei")
	if _, offered := commandstest.Button(over.Message, "Undo"); offered {
		t.Error("an undo is offered that will be refused")
	}
	w.Shows(w.Message("delegation/S-5/lender"), "Adm has ended this: Bob no longer decides for you")
}

func TestADelegationBeginsAndEndsOnDaysOfWhoLends(t *testing.T) {
	w := acme(t)
	w.Say(mei, "settings zone Europe/Berlin")
	w.Want(w.Say(mei, "delegate Bob 11/26-11/27"), "from Thu 26 Nov to Fri 27 Nov")
	w.Shows(w.Message("delegation/S-1"), "from Thu 26 Nov, 07:00 until Sat 28 Nov, 06:59") // as Bob's clock shows it
	var g sales.Delegation
	if err := w.Store.View(t.Context(),
		func(r store.Reader) (err error) { g, err = store.Delegations.Find(r, "S-1"); return err }); err != nil {
		t.Fatal(err)
	}
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	if !g.Start.Equal(time.Date(2026, 11, 26, 0, 0, 0, 0, berlin)) || !g.End.Equal(time.Date(2026, 11, 28, 0, 0, 0, 0, berlin)) {
		t.Errorf("%+v", g)
	}
	w.Say(ana, "discount D-1 15% rival")
	w.Want(w.Say(bob, "approve R-1"), "can't decide on R-1")
	w.Now = g.Start
	w.Want(w.Say(bob, "approve R-1"), "Approved by Bob for Mei")
}

func TestADelegationIsRefusedWithItsReason(t *testing.T) {
	w := acme(t)
	for line, want := range map[string]string{
		"delegate Mei 11/24-11/28":              "can't stand in for yourself",
		"delegate Nobody 11/24-11/28":           "Nobody",
		"delegate <@UX9> 11/24-11/28":           "not",
		"delegate Bob 2026-11-01 to 2026-11-20": "already over",
		"delegate Bob 2026-11-28 to 2026-11-24": "before",
		"delegate Bob whenever":                 "whenever",
		"delegate Bob 2026-11-24 to 2027-06-30": "longer than 90 days",
		"delegate stop Bob":                     "nothing to end",
	} {
		w.Want(w.Say(mei, line), want)
	}
	w.Want(w.Say(ana, "delegate Bob until Fri"), "You decide on no requests")
	w.Want(w.Say(ana, "delegate"), "Nobody decides for you")
	none := w.Request(ana, chat.Click)
	none.Name, none.Value = "delegate stop", "S-77"
	w.Want(w.Do(none), "not yours to end")
	w.Say(mei, "delegate Bob until Fri")
	none = w.Request(ana, chat.Click)
	none.Name, none.Value = "delegate stop", "S-1"
	w.Want(w.Do(none), "not yours to end")
	admin := w.Request(adm, chat.Click)
	admin.Name, admin.Value = "delegate stop", "S-1"
	w.Want(w.Do(admin), "Bob no longer decides for Mei")
}

func TestADelegationIsMadeInAForm(t *testing.T) {
	w := acme(t)
	w.Say(bob, "standup leave 11/26")
	form := w.Click(mei, w.Say(mei, "delegate").Message, "Hand over").Modal
	for _, wrong := range []map[string]string{{"to": mei, "end": "2026-11-28"}, {"to": bob, "end": "2026-11-23"}, {"to": bob},
		{"to": "UX9", "end": "2026-11-28"}} {
		if reply := w.Submit(mei, form, wrong); len(reply.Errors) != 1 {
			t.Errorf("%v: %+v", wrong, reply)
		}
	}
	w.Want(w.Submit(mei, form, map[string]string{"to": bob, "end": "2026-11-27"}), "Bob can decide for you until Fri 27 Nov, 23:59",
		"Bob is away on Thu 26 Nov")
	if form := w.Say(mei, "delegate Dan").Modal; form == nil || form.Blocks[0].Input.Initial != dan {
		t.Errorf("no days open no form for Dan: %+v", form)
	}
	w.Say(mei, "delegate @Dan until Fri")
	which := w.Say(mei, "delegate stop")
	w.Want(which, "Which one should end?", "Bob", "Dan")
	w.Want(w.Say(mei, "delegate stop dan"), "Dan no longer decides for you")
	w.Want(w.Say(mei, "delegate stop"), "Bob no longer decides for you")
}

func TestWhatWasLentIsNotLentOn(t *testing.T) {
	w := acme(t)
	w.Say(ana, "discount D-1 15% rival")
	w.Say(mei, "delegate 魏华 until Fri")
	w.Say(wei, "delegate 李雷 until Fri") // of wei's own right alone
	w.Want(w.Say(lilei, "approve R-1"), "没有 R-1")
	if told := toldAbout(w, "R-1"); strings.Contains(told, "Approved") {
		t.Error(told)
	}
	w.Say(mei, "delegate Ana until Fri")
	w.Want(w.Say(ana, "approve R-1"), "your own request")
	w.Say(mei, "discount D-1 none") // ends what waits
	w.Want(w.Say(mei, `deal new Acme Corporation "Mei's own" 50k`), "D-2")
	w.Want(w.Say(mei, "discount D-2 25% to win"), "R-")
	w.Want(w.Say(wei, "approve R-2"), "R-2")
	if a := approval(w, "R-2"); a.Status != sales.Waiting {
		t.Errorf("Mei's own right decided on Mei's request: %+v", a)
	}
}
