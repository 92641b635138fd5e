package account

import (
	"errors"
	"slices"
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/sales"
)

// suggestAccount offers the customers that a text in a form may mean, by the name they have or, without
// one, by an earlier name.
func suggestAccount(c *call.Call) (chat.Reply, error) { return call.Suggested(c, accountOptions) }

// suggest offers deals and customers together.
func suggest(c *call.Call) (chat.Reply, error) {
	return call.Suggested(c, call.DealOptions, accountOptions)
}

func accountOptions(c *call.Call, typed string) ([]chat.Option, error) {
	out, err := call.AccountOptions(c, typed)
	if err != nil || len(out) > 0 || typed == "" {
		return out, err
	}
	fits, err := alikeTo(c, typed)
	for _, a := range fits {
		out = append(out, chat.Option{Label: a.ID + " " + a.Name, Value: a.ID})
	}
	return out, err
}

const suggestContact = "suggest contact"

// contactsMeant offers the people at the customers that a text may mean, and those with such a name at the
// person's own customers.
func contactsMeant(c *call.Call) (chat.Reply, error) {
	return call.Suggested(c, func(c *call.Call, typed string) (out []chat.Option, err error) {
		named, err := accountOptions(c, typed)
		if err != nil {
			return nil, err
		}
		own, err := call.AccountOptions(c, "")
		if err != nil {
			return nil, err
		}
		at := func(accounts []chat.Option, fits func(sales.Contact) bool) {
			for _, a := range accounts {
				all, failed := contactsAt(c, a.Value)
				err = errors.Join(err, failed)
				for _, k := range all {
					o := chat.Option{Label: k.ID + " " + k.Name + " · " + strings.TrimPrefix(a.Label, a.Value+" "), Value: k.ID}
					if fits(k) && !slices.Contains(out, o) {
						out = append(out, o)
					}
				}
			}
		}
		at(own, func(k sales.Contact) bool {
			id, _ := phrase.ID(typed)
			return typed != "" && (k.ID == id || len(phrase.NewIndex([]phrase.Named{{ID: k.ID, Name: k.Name}}).Find(typed, nil)) > 0)
		})
		at(named, func(sales.Contact) bool { return true })
		return out, err
	})
}
