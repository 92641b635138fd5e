package account

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/desk"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/store"
)

// The people known at a customer: listed, changed and removed.

// contactsAt are the contacts of a customer, in the order in which they were added.
func contactsAt(c *call.Call, account string) (all []sales.Contact, err error) {
	for k, err := range store.ContactsOf(c.Read, account) {
		if err != nil {
			return nil, err
		}
		all = append(all, k)
	}
	return all, nil
}

// listContacts shows everybody known at a customer, each with a way to change or remove
// them.
func listContacts(c *call.Call) (chat.Reply, error) {
	a, _, err := accountArg(c)
	if err != nil {
		return chat.Reply{}, err
	}
	all, err := contactsAt(c, a.ID)
	if err != nil {
		return chat.Reply{}, err
	}
	add := chat.Button{Label: c.Words.Plain("button.contact"), Action: "contact add", Value: a.ID}
	text := c.Words.Say("contact.at", "Account", a.Name, "Count", len(all))
	if len(all) == 0 {
		text = c.Words.Say("contact.none", "Account", a.Name)
	}
	blocks := []chat.Block{chat.Para(text)}
	for _, k := range all[:min(len(all), call.ListLimit)] {
		line := "• " + cards.ContactLine(c.Words, k)
		text = chat.Join("\n", text, line)
		blocks = append(blocks, chat.Para(line), chat.Block{Buttons: []chat.Button{
			{Label: c.Words.Plain("common.edit"), Action: "contact edit", Value: k.ID},
			{Label: c.Words.Plain("contact.remove"), Action: "contact remove", Value: k.ID},
		}})
	}
	if more := len(all) - call.ListLimit; more > 0 {
		line := c.Words.Say("deal.list_more", "Count", more)
		text, blocks = chat.Join("\n", text, line), append(blocks, chat.Para(line))
	}
	reply := chat.Say(text, append(blocks, chat.Block{Buttons: []chat.Button{add}})...)
	reply.Title = call.TitleFor(c.Words.Plain("contact.title"), a.Name)
	return reply, nil
}

// contactArg takes a contact off the front of the arguments: an id, or a customer and a
// name behind it. With only a customer, or a name that fits several, the person picks.
func contactArg(c *call.Call) (k sales.Contact, a sales.Account, rest string, err error) {
	args := strings.TrimSpace(c.Req.Args)
	id, picked := c.Req.Value, sales.KindOf(c.Req.Value) == sales.KindContact
	if first, behind := phrase.CutWord(args); !picked && c.Req.Value == "" {
		if typed, ok := phrase.ID(first); ok && sales.KindOf(typed) == sales.KindContact {
			id, args, picked = typed, behind, true
		}
	}
	if picked {
		k, a, err = contactByID(c, id)
		return k, a, args, err
	}
	if call.Picked(c) {
		k, a, err = contactByID(c, c.Req.Fields["contact"])
		return k, a, "", sales.At("contact", err)
	}
	if a, args, err = accountArg(c); err != nil {
		return k, a, args, err
	}
	all, err := contactsAt(c, a.ID)
	if err != nil {
		return k, a, args, err
	}
	named := args != ""
	fits, args := namedContacts(all, args)
	switch {
	case len(all) == 0:
		return k, a, args, sales.No("contact.none_yet", "Name", a.Name)
	case len(fits) == 0:
		return k, a, args, sales.No("contact.not_found", "Given", args, "Name", a.Name)
	case len(fits) == 1 && named:
		return fits[0], a, args, nil
	}
	which := &call.Choice{Text: c.Words.Say("contact.which", "Name", a.Name), Rest: args}
	for _, k := range fits[:min(len(fits), call.ChoiceLimit)] {
		which.Options = append(which.Options, chat.Option{Label: k.ID + " " + k.Name, Value: k.ID})
	}
	return k, a, args, which
}

// namedContacts are those whose name opens the text, the longest of them, with the rest of
// it; else those with a name that its first word begins. Without a text they are all.
func namedContacts(all []sales.Contact, text string) (fits []sales.Contact, rest string) {
	if text == "" {
		return all, ""
	}
	if words := phrase.Words(text); words[0].Quoted {
		text = words[0].Text + text[words[0].End:]
	}
	longest := 0
	for _, k := range all {
		n := len(k.Name)
		if n > len(text) || !sales.SameSpelling(text[:n], k.Name) || n < longest {
			continue
		}
		if n > longest {
			fits, longest = nil, n
		}
		fits = append(fits, k)
	}
	if longest > 0 {
		return fits, strings.TrimSpace(text[longest:])
	}
	first, behind := phrase.CutWord(text)
	for _, k := range all {
		begins := func(word string) bool {
			return strings.HasPrefix(strings.ToLower(sales.Simplified(word)), strings.ToLower(sales.Simplified(first)))
		}
		if slices.ContainsFunc(strings.Fields(k.Name), begins) {
			fits = append(fits, k)
		}
	}
	if len(fits) == 0 {
		return nil, text
	}
	return fits, behind
}

// contactByID is a contact at a customer that the person sees.
func contactByID(c *call.Call, id string) (k sales.Contact, a sales.Account, err error) {
	k, ok, err := store.Contacts.Get(c.Read, id)
	if err != nil {
		return k, a, err
	}
	if ok {
		a, err = c.AccountByID(k.Account)
		if _, hidden := sales.AsProblem(err); !hidden {
			return k, a, err
		}
	}
	return sales.Contact{}, a, sales.No("contact.unknown", "ID", id)
}

// editContact changes a contact: what is typed replaces what it names, and without words
// the form shows everything.
func editContact(c *call.Call) (chat.Reply, error) {
	k, a, rest, err := contactArg(c)
	if err != nil {
		return chat.Reply{}, err
	}
	if err := c.MayWith(sales.Log, a); err != nil {
		return chat.Reply{}, err
	}
	switch {
	case call.Picked(c):
		k = k.Merge(filledContact(c, sales.Contact{}))
	case c.Req.Kind == chat.Submit:
		k = filledContact(c, k)
	case rest == "":
		return contactForm(c, a, k), nil
	default:
		name, title := shortened(k.Name, rest)
		read, _ := phrase.Contact(title, true)
		read.Name = name
		k = k.Merge(read)
	}
	if k, err = k.Check(); err != nil {
		return chat.Reply{}, err
	}
	return changeContact(c, a, k)
}

// whichContact asks for a contact.
func whichContact(*call.Call) []chat.Input {
	return []chat.Input{{ID: "contact", Kind: chat.Select, Suggest: suggestContact}}
}

// contactAndFields asks for a contact and what is new about them.
func contactAndFields(c *call.Call) []chat.Input {
	fields := fieldsOf(c, sales.Contact{})
	for i := range fields {
		fields[i].Optional, fields[i].Placeholder = true, c.Words.Plain("contact.as_it_is")
	}
	return append(whichContact(c), fields...)
}

// shortened cuts off the name where only the front of the one on file stands before a comma,
// because what follows is a title: "Tom Hardy, Evangelist" of Tom Hardy Evangelist.
func shortened(on, text string) (name, rest string) {
	i := strings.IndexAny(text, ",，")
	if i < 0 {
		return "", text
	}
	if head := strings.TrimSpace(text[:i]); len(head) < len(on) && strings.EqualFold(on[:len(head)], head) && on[len(head)] == ' ' {
		return head, text[i:]
	}
	return "", text
}

// removeContact takes a contact off a customer. Undo brings them back.
func removeContact(c *call.Call) (chat.Reply, error) {
	k, a, _, err := contactArg(c)
	if err != nil {
		return chat.Reply{}, err
	}
	if err := c.MayWith(sales.Log, a); err != nil {
		return chat.Reply{}, err
	}
	if err := store.Contacts.Delete(c.Tx, k.ID); err != nil {
		return chat.Reply{}, err
	}
	if err := c.Desk.PostContact(c.Tx, a, k, "contact.removed_by"); err != nil {
		return chat.Reply{}, err
	}
	return c.Done(c.Words.Say("contact.removed", "Contact", cards.ContactLine(c.Words, k), "Account", a.Name)), nil
}

// contactUndone takes back what the owners were told of a change of a contact that was undone.
func contactUndone(d *desk.Desk, tx *store.Tx, undone store.RecordChange) error {
	if undone.Old == nil {
		return nil
	}
	var k sales.Contact
	if err := json.Unmarshal(undone.Old, &k); err != nil {
		return fmt.Errorf("decode %s %s: %w", undone.Table, undone.ID, err)
	}
	return d.UnpostContact(tx, k)
}
