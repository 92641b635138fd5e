package commands_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"dealdesk/chat"
	"dealdesk/commands/commandstest"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// askedToHelp are those of these people who have a message under a prefix.
func askedToHelp(w *commandstest.World, prefix string, who ...string) (told []string) {
	w.Helper()
	for _, id := range who {
		err := w.Store.View(w.Context(), func(r store.Reader) error {
			p, ok, err := store.PostByKey(r, prefix+id)
			if ok && !p.Deleted {
				told = append(told, id)
			}
			return err
		})
		if err != nil {
			w.Fatal(err)
		}
	}
	return told
}

func standup(w *commandstest.World, who, team string) (s sales.Standup) {
	w.Helper()
	id := sales.StandupID(team, calendar.DateOf(w.Now), who)
	if err := w.Store.View(w.Context(), func(r store.Reader) (err error) { s, err = store.Standups.Find(r, id); return err }); err != nil {
		w.Fatal(err)
	}
	return s
}

const anasHelp = "help/east/2026-11-24/UANA/"

func TestWhoIsNamedIsAskedForHelpOnceAndTheirYesIsShown(t *testing.T) {
	w := commandstest.NewWorld(t)
	digest := digest(w, "east")
	w.Want(w.Say(ana, "standup plan call Acme, blockers: pricing sheet missing @bob"), "pricing sheet missing @Bob", "asked for help: Bob")
	first := w.Message(anasHelp + bob)
	w.Shows(first, "Ana asks for your help: pricing sheet missing @Bob")
	if first.User != bob {
		t.Errorf("%s is asked", first.User)
	}
	w.Say(ana, "standup blockers: pricing sheet of March missing @bob")
	again := w.Message(anasHelp + bob)
	w.Shows(again, "pricing sheet of March")
	if again.TS != first.TS || again.ID != first.ID {
		t.Errorf("Bob got a second message: %s, %s", first.TS, again.TS)
	}
	w.Want(w.Click(bob, &again.Message, "I'm on it"), "Ana knows")
	w.Shows(w.Message(anasHelp+bob), "You are on it for Ana")
	w.Shows(w.Message(anasHelp+bob+"/on-it"), "Bob is on it: pricing sheet of March")
	w.Shows(w.Message(digest), "Ana is blocked: pricing sheet of March missing @Bob · ✋ Bob is on it")
	w.Shows(w.Message(digest+"/answers"), "✋ Bob is on it")
	w.Want(w.Click(bob, &again.Message, "I'm on it"), "Ana knows") // the second click changes nothing
	w.Say(bob, "undo")
	w.Shows(w.Message(anasHelp+bob), "Ana asks for your help")
	if told := askedToHelp(w, anasHelp, bob+"/on-it"); told != nil {
		t.Error("Ana still reads that Bob is on it")
	}
	w.Click(bob, &again.Message, "I'm on it")
	w.Say(ana, "standup plan call Beta")
	if s := standup(w, ana, "east"); !slices.Equal(s.Helping, []string{bob}) {
		t.Errorf("an edit of another part lost who helps: %+v", s)
	}
}

func TestWhoIsNeededNoMoreIsToldSoAndNotCalledTwice(t *testing.T) {
	w := commandstest.NewWorld(t)
	w.Say(ana, "standup blockers: legal is slow @bob @mei")
	first := w.Message(anasHelp + bob)
	w.Say(ana, "standup blockers: legal is slow @mei")
	w.Shows(w.Message(anasHelp+bob), "Ana no longer needs your help")
	w.Want(w.Click(bob, &first.Message, "I'm on it"), "is over")
	w.Say(ana, "standup blockers: legal is slow @mei @bob")
	if back := w.Message(anasHelp + bob); back.TS != first.TS {
		t.Error("Bob was called a second time on one day")
	}
	w.Say(ana, "standup blockers none")
	w.Shows(w.Message(anasHelp+mei), "Ana no longer needs your help")
	if s := standup(w, ana, "east"); s.Blockers != "" || s.Helpers != nil {
		t.Errorf("no blockers are %+v", s)
	}
	w.Say(ana, "undo")
	w.Shows(w.Message(anasHelp+mei), "Ana asks for your help")
}

func TestOnlyWhoMayReadTheStandupIsAskedForHelp(t *testing.T) {
	w := commandstest.NewWorld(t)
	// Li Lei is of another team and nobody is called Xavier: the same words for both.
	reply := w.Want(w.Say(ana, "standup blockers: stuck @李雷 @xavier <@UGUEST|gus> @dan"), "asked for help: Dan",
		"I couldn't tell who these are", "李雷, xavier and UGUEST")
	if strings.Contains(string(reply.Message.Text), "<@") || strings.Contains(string(reply.Message.Text), "&lt;@") {
		t.Errorf("a mention is shown raw: %s", reply.Message.Text)
	}
	if told := askedToHelp(w, anasHelp, lilei, guest, dan); !slices.Equal(told, []string{dan}) {
		t.Errorf("%v were asked", told)
	}
	click := w.Request(lilei, chat.Click)
	click.Name, click.Value = "standup help", "east|2026-11-24|UANA"
	w.Want(w.Do(click), "不需要支持") // the same as for one that never was
	click = w.Request(lilei, chat.Click)
	click.Name, click.Value = "standup help", "east|2026-11-24|UNOBODY"
	w.Want(w.Do(click), "不需要支持")
}

func TestTwoOfOneNameAreNotGuessed(t *testing.T) {
	w := commandstest.NewWorld(t)
	if _, err := w.Store.Update(t.Context(), store.Change{Once: "twins", Actor: "test", At: w.Now}, func(tx *store.Tx) error {
		for id, name := range map[string]string{"UONE": "Mary Wood", "UTWO": "Mary Stone", "UBOB2": "Bob"} {
			if err := store.People.Put(tx, sales.Person{ID: id, Name: name, Team: "east", Role: sales.Rep}); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	w.Want(w.Say(ana, "standup blockers: who has the list @mary"), "I couldn't tell who these are", "mary")
	w.Want(w.Say(ana, "standup blockers: who has the list @mary wood?"), "asked for help: Mary Wood")
	w.Want(w.Say(ana, "standup blockers: who has the list @bob"), "I couldn't tell who these are", "bob")
	w.Want(w.Say(ana, "standup blockers: who has the list <@UBOB2|bob>"), "asked for help: Bob")
	if told := askedToHelp(w, anasHelp, bob, "UBOB2"); !slices.Equal(told, []string{"UBOB2"}) {
		t.Errorf("%v were asked", told)
	}
}

func TestTheFormOffersTheTeamAndThoseWhoLeadIt(t *testing.T) {
	w := commandstest.NewWorld(t)
	form := w.Say(ana, "standup").Modal
	var offered []string
	for _, b := range form.Blocks {
		if b.Input != nil && b.Input.ID == "helpers" {
			for _, o := range b.Input.Options {
				offered = append(offered, o.Value)
			}
		}
	}
	if want := []string{bob, dan, mei}; !slices.Equal(offered, want) {
		t.Errorf("the form offers %v, want %v", offered, want)
	}
	if reply := w.Submit(ana, form, map[string]string{"plan": "call Acme", "helpers": bob}); reply.Errors["blockers"] == "" {
		t.Errorf("help with nothing is %+v", reply)
	}
	w.Want(w.Submit(ana, form, map[string]string{"plan": "call Acme", "blockers": "legal is slow, @mei knows", "helpers": bob + "," + lilei}),
		"asked for help: Bob and Mei")
	if s := standup(w, ana, "east"); !slices.Equal(s.Helpers, []string{bob, mei}) {
		t.Errorf("asked are %v", s.Helpers)
	}
	if f := inputs(w.Say(ana, "standup").Modal); f["helpers"] != bob+","+mei {
		t.Errorf("the form has forgotten who was asked: %q", f["helpers"])
	}
}

func TestAChineseLineAsksAColleagueByName(t *testing.T) {
	w := commandstest.NewWorld(t)
	w.Want(w.Say(wei, "站会 今天过预测，卡点：报价单缺价格，@李雷帮忙看一下"), "已请李雷支持")
	told := w.Message("help/west/2026-11-24/UWEI/" + lilei)
	w.Shows(told, "魏华请你支持：报价单缺价格，@李雷帮忙看一下")
	w.Want(w.Click(lilei, &told.Message, "我来支持"), "已告诉魏华")
	w.Shows(w.Message("help/west/2026-11-24/UWEI/"+lilei+"/on-it"), "李雷已接手")
}

func TestSkippingTheDayEndsTheCallForHelp(t *testing.T) {
	w := commandstest.NewWorld(t)
	w.Say(ana, "standup blockers: legal @bob")
	w.Now = w.Now.Add(time.Minute)
	w.Say(ana, "standup skip")
	w.Shows(w.Message(anasHelp+bob), "no longer needs your help")
}
