package desk

import (
	"slices"

	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/store"
)

// DeciderKey returns the key of the message that a deal now belongs to whoever approved its discount.
func DeciderKey(deal, to string) string { return "decider/" + deal + "/" + to }

// PostToDecider tells the level above that a deal was given to somebody who approved the discount
// that it still has: they decided for their own good.
func (desk *Desk) PostToDecider(tx *store.Tx, d sales.Deal, to sales.Person) error {
	var decided sales.Approval
	for a, err := range store.ApprovalsOf(tx, d.ID) {
		if err != nil {
			return err
		}
		if a.Grants(d) {
			decided = a
		}
	}
	person := func(id string) (p sales.Person, err error) { p, _, err = store.People.Get(tx, id); return p, err }
	voted := false
	for _, s := range decided.Steps {
		for _, v := range s.Votes {
			by, err := person(v.By)
			if err != nil {
				return err
			}
			voted = voted || sales.Same(by, to)
		}
	}
	if !voted {
		return nil
	}
	team, _, err := store.Teams.Get(tx, d.Team)
	if err != nil {
		return err
	}
	above := []string{team.Manager, team.Director}
	if to.Role != sales.Rep {
		above = above[1:]
	}
	above = slices.DeleteFunc(above, func(id string) bool { return id == "" || id == to.ID })
	if len(above) == 0 {
		return nil
	}
	boss, err := person(above[0])
	if err != nil || !boss.InChat() || boss.ID == tx.Change().Actor {
		return err
	}
	p := desk.Cards.PrinterOf(boss, tx.Change().At)
	title, err := desk.Cards.DealTitle(tx, d)
	if err != nil {
		return err
	}
	text := p.Say("approval.to_decider", "Deal", title, "Who", cards.NameOf(to), "Discount", cards.Terms(p, decided.Offer()), "ID", decided.ID)
	return tx.Post(store.Post{Key: DeciderKey(d.ID, to.ID), User: boss.ID, Kind: "decider", About: d.ID, Message: cards.Said(text)})
}
