package commands_test

import (
	"fmt"
	"strings"
	"testing"

	"dealdesk/commands/commandstest"
	"dealdesk/sales"
	"dealdesk/store"
)

// start starts the desk anew with this configuration, and returns what it overruled.
func start(w *commandstest.World, s sales.Staff) []sales.Overruled {
	w.Helper()
	w.Now = w.Now.Add(1e9)
	overruled, err := w.Desk.Enrol(w.Context(), s, w.Now)
	if err != nil {
		w.Fatal(err)
	}
	return overruled
}

func TestWhatTheChatChangedOutlivesARestart(t *testing.T) {
	w := governed(t)
	config := func() sales.Staff {
		return commandstest.TestStaff(sales.Person{ID: eve, Name: "夏娃", Role: sales.Admin, Language: "zh-Hans"})
	}
	admin(w, adm, "team add West <@UANA>")
	admin(w, adm, "team add East <@UFAY>")
	admin(w, adm, "team manager East <@UBOB>")
	admin(w, adm, "team zone East Tokyo")
	admin(w, adm, "team limit <@UBOB> 15%")
	admin(w, adm, "team function <@ULILEI> finance")
	check := func(when string) {
		t.Helper()
		for _, want := range []string{"UANA west rep", "UFAY east rep", "UBOB east manager", "UMEI east rep", "ULILEI west rep"} {
			id, place, _ := strings.Cut(want, " ")
			if p := person(w, id); p.Team+" "+string(p.Role) != place {
				t.Errorf("%s %s is %s %s", when, id, p.Team, p.Role)
			}
		}
		if person(w, bob).Limit != 1500 || !person(w, lilei).Approver || team(w, "east").Zone != "Asia/Tokyo" {
			t.Errorf("%s: %+v %+v %+v", when, person(w, bob), person(w, lilei), team(w, "east"))
		}
	}
	if o := start(w, config()); len(o) > 0 {
		t.Errorf("nothing was edited, and yet %v", o)
	}
	check("after a restart")

	elsewhere := config()
	elsewhere.Teams[1].Zone = "Europe/Berlin"
	if o := start(w, elsewhere); len(o) > 0 || team(w, "west").Zone != "Europe/Berlin" {
		t.Errorf("%v %+v", o, team(w, "west"))
	}
	check("after an edit elsewhere")

	// The same was edited: the file holds, and the admins read what it was.
	same := config()
	same.Teams[0].Zone, same.Teams[1].Zone = "Europe/London", "Europe/Berlin"
	overruled := start(w, same)
	if len(overruled) != 1 || overruled[0] != (sales.Overruled{Team: "east", What: sales.TeamZone, Was: "Asia/Tokyo", Is: "Europe/London"}) ||
		team(w, "east").Zone != "Europe/London" {
		t.Errorf("%v %+v", overruled, team(w, "east"))
	}
	w.Shows(w.Message(fmt.Sprintf("staff/%d/%s", lastSeq(w), adm)), "The configuration file overrules what was changed here",
		"• East, time zone: Asia/Tokyo → Europe/London")
	w.Shows(w.Message(fmt.Sprintf("staff/%d/%s", lastSeq(w), eve)), "• East，时区：Asia/Tokyo → Europe/London")
	if start(w, same) != nil {
		t.Error("the next start overrules it once more")
	}

	// Whoever the file drops is dismissed, whatever the chat made of them.
	dropped := same
	dropped.Teams = append([]sales.Team(nil), same.Teams...)
	dropped.People = nil
	for _, p := range same.People {
		if p.ID != bob && p.ID != lilei {
			dropped.People = append(dropped.People, p)
		}
	}
	start(w, dropped)
	for _, id := range []string{bob, lilei} {
		if p := person(w, id); p.Role != "" || p.Team != "" || p.Limit != 0 || p.Functions != nil || p.Approver {
			t.Errorf("%s was dropped and is %+v", id, p)
		}
	}
	if team(w, "east").Manager != mei || person(w, mei).Role != sales.Manager || person(w, fay).Team != "east" {
		t.Errorf("%+v %+v", team(w, "east"), person(w, fay))
	}
	w.Want(w.Say(bob, "team"), "not on a sales team")
}

func TestAChangedPolicyMakesApproversAtTheNextStart(t *testing.T) {
	w := governed(t)
	config := commandstest.TestStaff(sales.Person{ID: eve, Name: "夏娃", Role: sales.Admin, Language: "zh-Hans"})
	w.Desk.Cards.Company.Authority.Policies = []sales.Policy{{Name: "Contract", Steps: []sales.Panel{{Who: sales.Who{"legal"}, Need: 1}}}}
	w.Want(admin(w, adm, "team function <@UFAY> legal"), "Functions of Fay: legal")
	if p := person(w, fay); !p.Approver || p.Role != sales.Approver {
		t.Errorf("a policy asks Fay, who is %+v", p)
	}
	w.Desk.Cards.Company.Authority.Policies = nil
	start(w, config)
	if p := person(w, fay); p.Approver || p.Role != "" {
		t.Errorf("no policy asks Fay any more, who is %+v", p)
	}
}

func TestAFirstStartDismissesWhoeverIsKnownFromElsewhere(t *testing.T) {
	w := commandstest.NewWorld(t)
	_, err := w.Store.Update(w.Context(), store.Change{Once: "old", Actor: "test", At: w.Now, What: "test"}, func(tx *store.Tx) error {
		if err := store.Configured.Delete(tx, store.ConfiguredID); err != nil {
			return err
		}
		return store.People.Put(tx, sales.Person{ID: "USTRAY", Team: "east", Role: sales.Manager, Admin: true})
	})
	if err != nil {
		t.Fatal(err)
	}
	start(w, commandstest.TestStaff())
	if p := person(w, "USTRAY"); p.Role != "" || p.Team != "" || p.Admin {
		t.Errorf("somebody whom nobody named keeps %+v", p)
	}
	if p := person(w, ana); fmt.Sprint(p.Team, p.Role) != "eastrep" {
		t.Errorf("Ana is %+v", p)
	}
}
