// Package account adds, shows and changes customers and their contacts.
package account

import (
	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/store"
)

// Feature returns the verbs of this package.
func Feature() call.Feature {
	return call.Feature{
		Verbs: []call.Verb{
			{Route: chat.Route{Name: "account", Help: true, Shows: true}, Do: show, Reads: true},
			{Route: chat.Route{Name: "account new", Help: true}, Do: newAccount},
			{Route: chat.Route{Name: "account create"}, Do: create},
			{Route: chat.Route{Name: "account list", Help: true}, Do: list, Reads: true},
			{Route: chat.Route{Name: "account history", Help: true}, Do: history, Reads: true},
			{Route: chat.Route{Name: "account rename", Help: true}, Do: rename, OnAccount: renameFields},
			{Route: chat.Route{Name: "account owner", Help: true}, Do: setOwner, People: true, OnAccount: ownerFields},
			{Route: chat.Route{Name: call.SuggestAny}, Do: suggest, Reads: true},
			{Route: chat.Route{Name: call.SuggestAccount}, Do: suggestAccount, Reads: true},
			{Route: chat.Route{Name: suggestContact}, Do: contactsMeant, Reads: true},
			{Route: chat.Route{Name: "account tier", Help: true}, Do: setTier, OnAccount: tierFields},
			{Route: chat.Route{Name: "account set", Help: true}, Do: setFields, OnAccount: setInputs},
			{Route: chat.Route{Name: "account score", Help: true}, Do: giveScore, OnAccount: scoreInputs},
			{Route: chat.Route{Name: "contact add", Help: true}, Do: addContact, OnAccount: contactFields},
			{Route: chat.Route{Name: "contact keep"}, Do: keepAsked},
			{Route: chat.Route{Name: "contact list", Help: true}, Do: listContacts, Reads: true},
			{Route: chat.Route{Name: "contact edit", Help: true}, Do: editContact, Alone: contactAndFields},
			{Route: chat.Route{Name: "contact remove", Help: true}, Do: removeContact, Alone: whichContact},
		},
		Shown: call.Shown{
			store.Accounts.Name: showUndone,
			store.Contacts.Name: contactUndone,
		},
	}
}
