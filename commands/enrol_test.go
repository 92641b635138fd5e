package commands

import (
	"fmt"
	"strings"
	"testing"

	"dealdesk/sales"
	"dealdesk/store"
)

// start starts the desk anew with this configuration, and returns what it overruled.
func (w *world) start(s sales.Staff) []sales.Overruled {
	w.Helper()
	w.now = w.now.Add(1e9)
	overruled, err := w.desk.Enrol(w.Context(), s, w.now)
	if err != nil {
		w.Fatal(err)
	}
	return overruled
}

func TestWhatTheChatChangedOutlivesARestart(t *testing.T) {
	w := governed(t)
	config := func() sales.Staff {
		return testStaff(sales.Person{ID: eve, Name: "夏娃", Role: sales.Admin, Language: "zh-Hans"})
	}
	w.admin(adm, "team add West <@UANA>")
	w.admin(adm, "team add East <@UFAY>")
	w.admin(adm, "team manager East <@UBOB>")
	w.admin(adm, "team zone East Tokyo")
	w.admin(adm, "team limit <@UBOB> 15%")
	w.admin(adm, "team function <@ULILEI> finance")
	check := func(when string) {
		t.Helper()
		for _, want := range []string{"UANA west rep", "UFAY east rep", "UBOB east manager", "UMEI east rep", "ULILEI west rep"} {
			id, place, _ := strings.Cut(want, " ")
			if p := w.person(id); p.Team+" "+string(p.Role) != place {
				t.Errorf("%s %s is %s %s", when, id, p.Team, p.Role)
			}
		}
		if w.person(bob).Limit != 1500 || !w.person(lilei).Approver || w.team("east").Zone != "Asia/Tokyo" {
			t.Errorf("%s: %+v %+v %+v", when, w.person(bob), w.person(lilei), w.team("east"))
		}
	}
	if o := w.start(config()); len(o) > 0 {
		t.Errorf("nothing was edited, and yet %v", o)
	}
	check("after a restart")

	elsewhere := config()
	elsewhere.Teams[1].Zone = "Europe/Berlin"
	if o := w.start(elsewhere); len(o) > 0 || w.team("west").Zone != "Europe/Berlin" {
		t.Errorf("%v %+v", o, w.team("west"))
	}
	check("after an edit elsewhere")

	// The same was edited: the file holds, and the admins read what it was.
	same := config()
	same.Teams[0].Zone, same.Teams[1].Zone = "Europe/London", "Europe/Berlin"
	overruled := w.start(same)
	if len(overruled) != 1 || overruled[0] != (sales.Overruled{Team: "east", What: sales.TeamZone, Was: "Asia/Tokyo", Is: "Europe/London"}) || w.team("east").Zone != "Europe/London" {
		t.Errorf("%v %+v", overruled, w.team("east"))
	}
	w.shows(w.message(staffKey(w.head(), adm)), "The configuration file overrules what was changed here", "• East, time zone: Asia/Tokyo → Europe/London")
	w.shows(w.message(staffKey(w.head(), eve)), "• East，时区：Asia/Tokyo → Europe/London")
	if w.start(same) != nil {
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
	w.start(dropped)
	for _, id := range []string{bob, lilei} {
		if p := w.person(id); p.Role != "" || p.Team != "" || p.Limit != 0 || p.Functions != nil || p.Approver {
			t.Errorf("%s was dropped and is %+v", id, p)
		}
	}
	if w.team("east").Manager != mei || w.person(mei).Role != sales.Manager || w.person(fay).Team != "east" {
		t.Errorf("%+v %+v", w.team("east"), w.person(fay))
	}
	w.want(w.say(bob, "team"), "not on a sales team")
}

func TestAChangedPolicyMakesApproversAtTheNextStart(t *testing.T) {
	w := governed(t)
	config := testStaff(sales.Person{ID: eve, Name: "夏娃", Role: sales.Admin, Language: "zh-Hans"})
	w.desk.Company.Authority.Policies = []sales.Policy{{Name: "Contract", Steps: []sales.Panel{{Who: sales.Who{"legal"}, Need: 1}}}}
	w.want(w.admin(adm, "team function <@UFAY> legal"), "Functions of Fay: legal")
	if p := w.person(fay); !p.Approver || p.Role != sales.Approver {
		t.Errorf("a policy asks Fay, who is %+v", p)
	}
	w.desk.Company.Authority.Policies = nil
	w.start(config)
	if p := w.person(fay); p.Approver || p.Role != "" {
		t.Errorf("no policy asks Fay any more, who is %+v", p)
	}
}

func TestAFirstStartDismissesWhoeverIsKnownFromElsewhere(t *testing.T) {
	w := newWorld(t)
	_, err := w.store.Update(w.Context(), store.Change{Once: "old", Actor: "test", At: w.now, What: "test"}, func(tx *store.Tx) error {
		if err := store.Configured.Delete(tx, store.ConfiguredID); err != nil {
			return err
		}
		return store.People.Put(tx, sales.Person{ID: "USTRAY", Team: "east", Role: sales.Manager, Admin: true})
	})
	if err != nil {
		t.Fatal(err)
	}
	w.start(testStaff())
	if p := w.person("USTRAY"); p.Role != "" || p.Team != "" || p.Admin {
		t.Errorf("somebody whom nobody named keeps %+v", p)
	}
	if p := w.person(ana); fmt.Sprint(p.Team, p.Role) != "eastrep" {
		t.Errorf("Ana is %+v", p)
	}
}
