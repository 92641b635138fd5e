package commands_test

import (
	"testing"

	"dealdesk/chat"
	"dealdesk/commands/commandstest"
	"dealdesk/sales"
	"dealdesk/store"
)

// enrol starts the desk anew with these teams and people.
func enrol(w *commandstest.World, s sales.Staff) {
	w.Helper()
	w.Request(adm, chat.Slash) // time passes
	if _, err := w.Desk.Enrol(w.Context(), s, w.Now); err != nil {
		w.Fatal(err)
	}
}

func TestWhoLeavesTheConfigurationLosesAllRightsWhereverTheyCameFrom(t *testing.T) {
	w := acme(t)
	_, err := w.Store.Update(w.Context(), store.Change{Once: "import", Actor: adm, At: w.Now, What: "import"}, func(tx *store.Tx) error {
		for _, p := range []sales.Person{
			{ID: ana, Name: "Ana", Team: "east", Role: sales.Manager, Admin: true, External: "crm-7"}, // linked to the chat by an import
			{ID: "P-1", Name: "Cornelia", Team: "east", Role: sales.Rep, Admin: true, External: "crm-8"},
		} {
			if err := store.People.Put(tx, p); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	enrol(w, sales.Staff{
		Teams:  []sales.Team{{ID: "east", Name: "East", Channel: "CEAST", Manager: mei, Director: dan}},
		People: []sales.Person{{ID: mei, Name: "Mei", Team: "east", Role: sales.Manager}},
	})
	everybody := map[string]sales.Person{}
	for _, p := range kept(w, store.People) {
		everybody[p.ID] = p
	}
	if p := everybody[ana]; p.Team != "" || p.Role != "" || p.Admin {
		t.Errorf("Ana keeps rights: %+v", p)
	}
	if p := everybody["P-1"]; p.Team != "east" || p.Role != sales.Rep || p.Admin {
		t.Errorf("who was never in the chat loses a place or keeps an admin's rights: %+v", p)
	}
	w.Want(w.Say(ana, "deal D-1"), "not on a sales team")
}

func TestATeamsIdComesBeforeTheNameOfAnother(t *testing.T) {
	w := commandstest.NewWorld(t)
	enrol(w, sales.Staff{
		Teams: []sales.Team{
			{ID: "east", Name: "East", Channel: "CEAST", Manager: mei},
			{ID: "east-group", Name: "East Group", Channel: "CGROUP", Manager: mei},
			{ID: "group", Name: "East-Group", Channel: "CDASH", Manager: mei},
		},
		People: []sales.Person{{ID: mei, Name: "Mei", Team: "east", Role: sales.Manager}},
	})
	post := w.Request(mei, chat.Click)
	post.Name, post.Value = "review post", "east-group|2026-11-24"
	w.Want(w.Do(post), "<#CGROUP>")
	for named, team := range map[string]string{"east": "East", "East Group": "East Group", "east-GROUP": "East-Group", "east ltd": "East"} {
		w.Want(w.Say(mei, "review "+named), "Weekly review · "+team+" · ")
	}
	w.Want(w.Say(mei, "review !!!"), "can't find a team")
}

func TestAButtonForATeamThatIsGoneIsRefused(t *testing.T) {
	w := commandstest.NewWorld(t)
	enrol(w, sales.Staff{People: []sales.Person{{ID: ana, Name: "Ana", Role: sales.Rep}}})
	rows := w.Request(ana, chat.Click)
	rows.Name, rows.Value = "review rows", "!!|2026-11-24|won|0"
	w.Want(w.Do(rows), "can't find a team")
}
