package jobs

import (
	"strings"
	"testing"

	"dealdesk/sales"
	"dealdesk/store"
)

// A team's work still counts after the deal has moved to another team, but only that team may
// then read the deal (P13).
func TestADealGivenToAnotherTeamIsCountedButNotNamed(t *testing.T) {
	o := open(t, plans(), "2026-11-12 00:00")
	for _, team := range []sales.Team{{ID: "east", Name: "East", Channel: "C1"}, {ID: "west", Name: "West", Channel: "C2"}} {
		o.team(team)
	}
	o.person(sales.Person{ID: "UANA", Name: "Ana", Team: "east"})
	o.person(sales.Person{ID: "UBEN", Name: "Ben", Team: "west"})
	o.tick("2026-11-12 00:00")
	o.tick("2026-11-12 10:00")
	o.sell("UANA", "east", "2026-11-12")
	o.sell("UANA", "east", "2026-11-12")
	o.do(func(tx *store.Tx) error {
		d, err := store.Deals.Find(tx, "D-1")
		if err != nil {
			return err
		}
		d.Owner, d.Team, d.Name = "UBEN", "west", "Harbour"
		return store.Deals.Put(tx, d)
	})
	o.tick("2026-11-13 09:00")
	o.tick("2026-11-13 10:00")
	head := o.text("digest/east/2026-11-13")
	if !strings.Contains(head, "*2 won*") || !strings.Contains(head, "4 new") {
		t.Errorf("the digest does not count what the team did:\n%s", head)
	}
	for _, key := range []string{"digest/east/2026-11-13/answers", "standup/2026-11-13/UANA"} {
		if text := o.text(key); strings.Contains(text, "Harbour") || strings.Contains(text, "D-1 ") || !strings.Contains(text, "D-3 ") {
			t.Errorf("%s names another team's deal, or not this one's:\n%s", key, text)
		}
	}
}
