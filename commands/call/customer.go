package call

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"dealdesk/chat"
	"dealdesk/commands/phrase"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/store"
)

// Moment is a line of a history.
type Moment struct {
	At   time.Time
	Line chat.Safe
}

// Timeline are the latest of these lines with their time, the last one first.
func Timeline(c *Call, all []Moment, most int) (lines []chat.Safe) {
	slices.SortStableFunc(all, func(x, y Moment) int { return y.At.Compare(x.At) })
	for _, m := range all[:min(len(all), most)] {
		lines = append(lines, chat.Join(" ", chat.Escape(c.Words.Moment(m.At.In(c.Zone))), m.Line))
	}
	return lines
}

// removedLimit bounds how many entries are searched for removed contacts.
const removedLimit = 2000

// CustomerMoments says who changed a customer and the people there since an instant: the name, the
// owner and the tier, with the old value and the new one, and contacts added, changed and removed. What
// was undone is there, and the undo, too.
func CustomerMoments(c *Call, account string, since time.Time) (all []Moment, err error) {
	add := func(table, id string, line func(c *Call, was, is json.RawMessage, who string) ([]chat.Safe, error)) error {
		for touch, err := range store.History(c.Read, table, id) {
			if err != nil || touch.Entry.At.Before(since) {
				return err
			}
			who, err := cards.ActorName(c.Read, c.Words, touch.Entry.Actor)
			if err != nil {
				return err
			}
			lines, err := line(c, touch.Change.Old, touch.Change.New, who)
			if err != nil {
				return fmt.Errorf("read %s %s: %w", table, id, err)
			}
			for _, l := range lines {
				all = append(all, Moment{touch.Entry.At, l})
			}
		}
		return nil
	}
	if err := add(store.Accounts.Name, account, customerChanged); err != nil {
		return nil, err
	}
	ids, err := contactsEver(c, account, since)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		if err := add(store.Contacts.Name, id, contactChanged); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// CustomerValues lists the fields of a customer to which a change gave another value.
func CustomerValues(c *Call, was, is sales.Account) (all []cards.Value, err error) {
	add := func(field string, was, is chat.Safe) { all = cards.AddValue(all, c.Words, field, was, is) }
	person := func(id string) chat.Safe {
		name, of := cards.PersonName(c.Read, id)
		err = errors.Join(err, of)
		return chat.EscapeLine(name)
	}
	add("name", chat.EscapeLine(was.Name), chat.EscapeLine(is.Name))
	add("owner", person(was.Owner), person(is.Owner))
	for _, field := range sales.AccountFields {
		add(field, cards.AccountField(c.Words, was, field), cards.AccountField(c.Words, is, field))
	}
	add("tier", chat.Escape(string(was.Tier)), chat.Escape(string(is.Tier)))
	return all, err
}

func customerChanged(c *Call, old, left json.RawMessage, who string) (lines []chat.Safe, err error) {
	if old == nil || left == nil {
		return nil, nil
	}
	var was, is sales.Account
	if err := errors.Join(json.Unmarshal(old, &was), json.Unmarshal(left, &is)); err != nil {
		return nil, err
	}
	values, err := CustomerValues(c, was, is)
	for _, v := range values {
		lines = append(lines, c.Words.Say("account.history_value", "Who", who, "Field", v.Field, "Was", v.Was, "Is", v.Is))
	}
	return lines, err
}

func contactChanged(c *Call, old, left json.RawMessage, who string) ([]chat.Safe, error) {
	var was, is sales.Contact
	for into, state := range map[*sales.Contact]json.RawMessage{&was: old, &is: left} {
		if err := json.Unmarshal(state, into); state != nil && err != nil {
			return nil, err
		}
	}
	before, after := cards.ContactLine(c.Words, was), cards.ContactLine(c.Words, is)
	switch {
	case before == after:
		return nil, nil
	case before == "":
		return []chat.Safe{c.Words.Say("account.history_contact", "Who", who, "Contact", after)}, nil
	case after == "":
		return []chat.Safe{c.Words.Say("account.history_contact_removed", "Who", who, "Contact", before)}, nil
	}
	return []chat.Safe{c.Words.Say("account.history_contact_changed", "Who", who, "Was", before, "Is", after)}, nil
}

// contactsEver are the ids of the contacts at a customer, and of those that were removed since an
// instant.
func contactsEver(c *Call, account string, since time.Time) (ids []string, err error) {
	for k, err := range store.ContactsOf(c.Read, account) {
		if err != nil {
			return nil, err
		}
		ids = append(ids, k.ID)
	}
	seen := map[string]bool{}
	for e, err := range store.Entries(c.Read, store.EntryQuery{Since: since, Reverse: true, Limit: removedLimit}) {
		if err != nil {
			return nil, err
		}
		if !strings.HasPrefix(e.What, "contact") && e.Undoes == 0 {
			continue
		}
		p, err := store.PayloadOf(c.Read, e)
		if err != nil {
			return nil, err
		}
		for _, ch := range p.Changes {
			var was sales.Contact
			if ch.Table != store.Contacts.Name || ch.New != nil || ch.Old == nil || seen[ch.ID] {
				continue
			}
			if err := json.Unmarshal(ch.Old, &was); err != nil {
				return nil, fmt.Errorf("decode %s %s: %w", ch.Table, ch.ID, err)
			}
			seen[ch.ID] = true
			if _, there, err := store.Contacts.Get(c.Read, ch.ID); err != nil {
				return nil, err
			} else if was.Account == account && !there {
				ids = append(ids, ch.ID)
			}
		}
	}
	return ids, nil
}

// acquaintanceLimit bounds of how many deals the people are known by name.
const acquaintanceLimit = 200

// acquaintances are the people at the customers of the person's open deals, or of the deal of this room, each under the
// customer's ID.
func acquaintances(c *Call) (all []phrase.Named, err error) {
	at := func(account string) error {
		for k, err := range store.ContactsOf(c.Read, account) {
			if err != nil {
				return err
			}
			all = append(all, phrase.Named{ID: account, Name: k.Name})
		}
		return nil
	}
	if d, here, err := c.DealHere(); err != nil || here {
		return all, errors.Join(err, at(d.Account))
	}
	seen := map[string]bool{}
	for d, err := range store.OpenDealsOf(c.Read, c.Me.ID) {
		if err != nil || len(seen) == acquaintanceLimit {
			return all, err
		}
		if seen[d.Account] {
			continue
		}
		seen[d.Account] = true
		if err := at(d.Account); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// OtherCustomers are the places where a text names a customer, or a deal, other than this one and its customer.
func OtherCustomers(c *Call, text, account, deal string) ([]phrase.Spot, error) {
	index, err := c.AccountNames()
	if err != nil || text == "" {
		return nil, err
	}
	return slices.DeleteFunc(index.Spots(text, nil, index.sees), func(s phrase.Spot) bool {
		return s.ID == "" || s.ID == account || s.ID == deal
	}), index.Err
}
