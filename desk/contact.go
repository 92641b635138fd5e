package desk

import (
	"slices"

	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/store"
)

// PostContact tells those who sell to a customer that somebody changed or removed a contact whom
// somebody else had added. words is the key of the text.
func (desk *Desk) PostContact(tx *store.Tx, a sales.Account, k sales.Contact, words string) error {
	by := tx.Change().Actor
	if k.By == by {
		return nil
	}
	who, err := cards.PersonName(tx, by)
	if err != nil {
		return err
	}
	owners, err := ownersWith(tx, a)
	if err != nil {
		return err
	}
	for _, id := range owners {
		owner, _, err := store.People.Get(tx, id)
		if err != nil {
			return err
		}
		if id == by || !owner.InChat() {
			continue
		}
		p := desk.Cards.PrinterOf(owner, tx.Change().At)
		text := p.Say(words, "Who", who, "Account", a.Name, "AccountID", a.ID, "Contact", cards.ContactLine(p, k), "ID", k.ID, "Name", k.Name)
		post := store.Post{Key: cards.ContactKey(k.ID, id), User: id, Kind: "contact", About: a.ID, Message: cards.Said(text)}
		if err := tx.Post(post); err != nil {
			return err
		}
	}
	return nil
}

// UnpostContact takes back the posts of PostContact about a contact.
func (desk *Desk) UnpostContact(tx *store.Tx, k sales.Contact) error {
	a, _, err := store.Accounts.Get(tx, k.Account)
	if err != nil {
		return err
	}
	owners, err := ownersWith(tx, a)
	if err != nil {
		return err
	}
	for _, id := range owners {
		if err := tx.Unpost(cards.ContactKey(k.ID, id)); err != nil {
			return err
		}
	}
	return nil
}

// ownersWith returns the owners of a customer and of its open deals.
func ownersWith(r store.Reader, a sales.Account) ([]string, error) {
	owners := []string{a.Owner}
	for d, err := range store.DealsOfAccount(r, a.ID) {
		if err != nil {
			return nil, err
		}
		if d.Status == sales.Open {
			owners = append(owners, d.Owner)
		}
	}
	slices.Sort(owners)
	return slices.Compact(owners), nil
}
