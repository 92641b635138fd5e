package commands_test

import (
	"fmt"
	"testing"

	"dealdesk/commands/commandstest"
	"dealdesk/sales"
	"dealdesk/store"
)

// customers puts customers of someone on file.
func customers(w *commandstest.World, owner, team string, names ...string) {
	w.Helper()
	w.Acts++
	_, err := w.Store.Update(w.Context(), store.Change{Once: fmt.Sprint("customers", w.Acts), Actor: owner, At: w.Now, What: "import"},
		func(tx *store.Tx) error {
			for _, name := range names {
				if err := store.Accounts.Put(tx,
					sales.Account{ID: tx.Next(sales.KindAccount), Name: name, Owner: owner, Team: team, Created: w.Now.UTC()}); err != nil {
					return err
				}
			}
			return nil
		})
	if err != nil {
		w.Fatal(err)
	}
}

func TestCustomersOfAnotherTeamTakeNoPlaceInASearch(t *testing.T) {
	w := commandstest.NewWorld(t)
	customers(w, ana, "east", "Initech ZZ Works")
	for k := range 30 {
		customers(w, wei, "west", fmt.Sprint("Initech ", k))
	}
	w.Want(w.Say(ana, "account list Initech"), "Customers (1)", "Initech ZZ Works")
	w.Want(w.Say(ana, "account Initech"), "Initech ZZ Works")
	w.Want(w.Say(ana, "log call Initech 20m talked"), "Initech ZZ Works", "20 min", "talked")
}

func TestANameOfAnotherTeamTakesNoWordsOutOfALine(t *testing.T) {
	lines := []string{"log call Acme Data platform talk", "deal new Acme Data platform 10k", "deal new Zorg Blue 10k",
		"log call Zorg Blue 20m talk"}
	var without []string
	for _, hidden := range []bool{false, true} {
		w := commandstest.NewWorld(t)
		customers(w, ana, "east", "Acme", "Zorg")
		if hidden {
			customers(w, wei, "west", "Acme Data platform", "Zorg Blue")
		}
		for i, line := range lines {
			said := string(w.Say(ana, line).Message.Text)
			if !hidden {
				without = append(without, said)
			} else if said != without[i] {
				t.Errorf("%q is read differently because of a hidden name:\n%s\nwithout it:\n%s", line, said, without[i])
			}
		}
	}
}
