package commands

import (
	"slices"
	"strings"
	"testing"
	"time"

	"dealdesk/chat"
	"dealdesk/commands/phrase"
	"dealdesk/sales"
	"dealdesk/store"
)

// asked are those of these people who have a message under a prefix.
func (w *world) asked(prefix string, who ...string) (told []string) {
	w.Helper()
	for _, id := range who {
		err := w.store.View(w.Context(), func(r store.Reader) error {
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

func (w *world) standup(who, team string) (s sales.Standup) {
	w.Helper()
	id := sales.StandupID(team, sales.DateOf(w.now), who)
	if err := w.store.View(w.Context(), func(r store.Reader) (err error) { s, err = store.Standups.Find(r, id); return err }); err != nil {
		w.Fatal(err)
	}
	return s
}

const anasHelp = "help/east/2026-11-24/UANA/"

func TestWhoIsNamedIsAskedForHelpOnceAndTheirYesIsShown(t *testing.T) {
	w := newWorld(t)
	digest := w.digest("east")
	w.want(w.say(ana, "standup plan call Acme, blockers: pricing sheet missing @bob"), "pricing sheet missing @Bob", "asked for help: Bob")
	first := w.message(anasHelp + bob)
	w.shows(first, "Ana asks for your help: pricing sheet missing @Bob")
	if first.User != bob {
		t.Errorf("%s is asked", first.User)
	}
	w.say(ana, "standup blockers: pricing sheet of March missing @bob")
	again := w.message(anasHelp + bob)
	w.shows(again, "pricing sheet of March")
	if again.TS != first.TS || again.ID != first.ID {
		t.Errorf("Bob got a second message: %s, %s", first.TS, again.TS)
	}
	w.want(w.click(bob, &again.Message, "I'm on it"), "Ana knows")
	w.shows(w.message(anasHelp+bob), "You are on it for Ana")
	w.shows(w.message(anasHelp+bob+"/on-it"), "Bob is on it: pricing sheet of March")
	w.shows(w.message(digest), "Ana is blocked: pricing sheet of March missing @Bob · ✋ Bob is on it")
	w.shows(w.message(digest+"/answers"), "✋ Bob is on it")
	w.want(w.click(bob, &again.Message, "I'm on it"), "Ana knows") // the second click changes nothing
	w.say(bob, "undo")
	w.shows(w.message(anasHelp+bob), "Ana asks for your help")
	if told := w.asked(anasHelp, bob+"/on-it"); told != nil {
		t.Error("Ana still reads that Bob is on it")
	}
	w.click(bob, &again.Message, "I'm on it")
	w.say(ana, "standup plan call Beta")
	if s := w.standup(ana, "east"); !slices.Equal(s.Helping, []string{bob}) {
		t.Errorf("an edit of another part lost who helps: %+v", s)
	}
}

func TestWhoIsNeededNoMoreIsToldSoAndNotCalledTwice(t *testing.T) {
	w := newWorld(t)
	w.say(ana, "standup blockers: legal is slow @bob @mei")
	first := w.message(anasHelp + bob)
	w.say(ana, "standup blockers: legal is slow @mei")
	w.shows(w.message(anasHelp+bob), "Ana no longer needs your help")
	w.want(w.click(bob, &first.Message, "I'm on it"), "is over")
	w.say(ana, "standup blockers: legal is slow @mei @bob")
	if back := w.message(anasHelp + bob); back.TS != first.TS {
		t.Error("Bob was called a second time on one day")
	}
	w.say(ana, "standup blockers none")
	w.shows(w.message(anasHelp+mei), "Ana no longer needs your help")
	if s := w.standup(ana, "east"); s.Blockers != "" || s.Helpers != nil {
		t.Errorf("no blockers are %+v", s)
	}
	w.say(ana, "undo")
	w.shows(w.message(anasHelp+mei), "Ana asks for your help")
}

func TestOnlyWhoMayReadTheStandupIsAskedForHelp(t *testing.T) {
	w := newWorld(t)
	// Li Lei is of another team and nobody is called Xavier: the same words for both.
	reply := w.want(w.say(ana, "standup blockers: stuck @李雷 @xavier <@UGUEST|gus> @dan"), "asked for help: Dan", "I couldn't tell who these are", "李雷, xavier and UGUEST")
	if strings.Contains(string(reply.Message.Text), "<@") || strings.Contains(string(reply.Message.Text), "&lt;@") {
		t.Errorf("a mention is shown raw: %s", reply.Message.Text)
	}
	if told := w.asked(anasHelp, lilei, guest, dan); !slices.Equal(told, []string{dan}) {
		t.Errorf("%v were asked", told)
	}
	click := w.request(lilei, chat.Click)
	click.Name, click.Value = "standup help", "east|2026-11-24|UANA"
	w.want(w.do(click), "不需要支持") // the same as for one that never was
	click = w.request(lilei, chat.Click)
	click.Name, click.Value = "standup help", "east|2026-11-24|UNOBODY"
	w.want(w.do(click), "不需要支持")
}

func TestTwoOfOneNameAreNotGuessed(t *testing.T) {
	w := newWorld(t)
	if _, err := w.store.Update(t.Context(), store.Change{Once: "twins", Actor: "test", At: w.now}, func(tx *store.Tx) error {
		for id, name := range map[string]string{"UONE": "Mary Wood", "UTWO": "Mary Stone", "UBOB2": "Bob"} {
			if err := store.People.Put(tx, sales.Person{ID: id, Name: name, Team: "east", Role: sales.Rep}); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	w.want(w.say(ana, "standup blockers: who has the list @mary"), "I couldn't tell who these are", "mary")
	w.want(w.say(ana, "standup blockers: who has the list @mary wood?"), "asked for help: Mary Wood")
	w.want(w.say(ana, "standup blockers: who has the list @bob"), "I couldn't tell who these are", "bob")
	w.want(w.say(ana, "standup blockers: who has the list <@UBOB2|bob>"), "asked for help: Bob")
	if told := w.asked(anasHelp, bob, "UBOB2"); !slices.Equal(told, []string{"UBOB2"}) {
		t.Errorf("%v were asked", told)
	}
}

func TestTheFormOffersTheTeamAndThoseWhoLeadIt(t *testing.T) {
	w := newWorld(t)
	form := w.say(ana, "standup").Modal
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
	if reply := w.submit(ana, form, map[string]string{"plan": "call Acme", "helpers": bob}); reply.Errors["blockers"] == "" {
		t.Errorf("help with nothing is %+v", reply)
	}
	w.want(w.submit(ana, form, map[string]string{"plan": "call Acme", "blockers": "legal is slow, @mei knows", "helpers": bob + "," + lilei}), "asked for help: Bob and Mei")
	if s := w.standup(ana, "east"); !slices.Equal(s.Helpers, []string{bob, mei}) {
		t.Errorf("asked are %v", s.Helpers)
	}
	if f := inputs(w.say(ana, "standup").Modal); f["helpers"] != bob+","+mei {
		t.Errorf("the form has forgotten who was asked: %q", f["helpers"])
	}
}

func TestAChineseLineAsksAColleagueByName(t *testing.T) {
	w := newWorld(t)
	w.want(w.say(wei, "站会 今天过预测，卡点：报价单缺价格，@李雷帮忙看一下"), "已请李雷支持")
	told := w.message("help/west/2026-11-24/UWEI/" + lilei)
	w.shows(told, "魏华请你支持：报价单缺价格，@李雷帮忙看一下")
	w.want(w.click(lilei, &told.Message, "我来支持"), "已告诉魏华")
	w.shows(w.message("help/west/2026-11-24/UWEI/"+lilei+"/on-it"), "李雷已接手")
}

func TestSkippingTheDayEndsTheCallForHelp(t *testing.T) {
	w := newWorld(t)
	w.say(ana, "standup blockers: legal @bob")
	w.now = w.now.Add(time.Minute)
	w.say(ana, "standup skip")
	w.shows(w.message(anasHelp+bob), "no longer needs your help")
}

func TestAWholeNameIsMeantBeforeThePartOfALongerOne(t *testing.T) {
	all := []sales.Person{{ID: "U1", Name: "Mary Wood"}, {ID: "U2", Name: "Mary"}, {ID: "U3", Name: "Tom Hill"}, {ID: "U4", Name: "Tom Ford"}, {ID: "U5", Name: "王芳"}, {ID: "U6", Name: "王芳芳"}, {ID: "U7", Name: "Li"}, {ID: "U8", Name: "li"}}
	for text, want := range map[string]string{
		"@mary": "U2", "@Mary Wood please": "U1", "@mary woodman": "U2", "@tom": "", "@tom ford": "U4", "@王芳芳帮忙": "U6", "@王芳帮忙": "U5", "@li": "", "@tomas": "", "<@U3|x>": "U3", "<@U9|tom ford>": "",
	} {
		got := ""
		for _, m := range phrase.Mentions(text, func(rest string) int { return longestName(all, rest) }) {
			if i := whoIs(all, m); i >= 0 {
				got += all[i].ID
			}
		}
		if got != want {
			t.Errorf("%s calls %q, want %q", text, got, want)
		}
	}
}
