package account

import (
	"encoding/json"
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/store"
)

// addContact stores a person at a customer and their role in the decision:
// contact add Acme "Mary Wood" decider CFO.
func addContact(c *call.Call) (chat.Reply, error) {
	a, rest, err := accountArg(c)
	if err != nil {
		return chat.Reply{}, err
	}
	if err := c.MayWith(sales.Log, a); err != nil {
		return chat.Reply{}, err
	}
	unsure := false
	k := sales.Contact{Account: a.ID, Created: c.Req.At.UTC(), By: c.Me.ID}
	switch {
	case c.Req.Kind == chat.Submit:
		k = filledContact(c, k)
	case rest == "":
		return call.AccountForm(c, "contact add", a, contactFields(c, a)...), nil
	default:
		read, maybe := phrase.Contact(rest, false)
		k, unsure = k.Merge(read), maybe
	}
	if k, err = k.Check(); err != nil {
		return chat.Reply{}, err
	}
	if err := noColleague(c, a, k); err != nil {
		return chat.Reply{}, err
	}
	alike, err := contactsAlike(c, k)
	if err != nil {
		return chat.Reply{}, err
	}
	if len(alike) > 0 {
		return askContact(c, a, k, alike)
	}
	var note chat.Safe
	k.ID = c.Tx.Next(sales.KindContact)
	if words := strings.Fields(k.Name); unsure && len(words) > 1 {
		last := len(words) - 1
		note = c.Words.Say("contact.unsure", "ID", k.ID, "Title", words[last], "Name", strings.Join(words[:last], " "))
	}
	return putContact(c, a, k, "contact.made", note)
}

// noColleague refuses a contact who is called like a colleague, if nothing else is known of them.
func noColleague(c *call.Call, a sales.Account, k sales.Contact) error {
	if k.Title != "" || k.Phone != "" || k.Email != "" {
		return nil
	}
	for p, err := range store.People.List(c.Read, store.Query{}) {
		if err != nil {
			return err
		}
		if !p.Gone && sales.FoldFull(p.Name) == sales.FoldFull(k.Name) {
			return sales.No("contact.colleague", "Name", k.Name, "Account", a.Name).At("name")
		}
	}
	return nil
}

// putContact keeps a contact and echoes it. A new one gets its id here.
func putContact(c *call.Call, a sales.Account, k sales.Contact, words string, notes ...chat.Safe) (chat.Reply, error) {
	if k.ID == "" {
		k.ID = c.Tx.Next(sales.KindContact)
	}
	if err := store.Contacts.Put(c.Tx, k); err != nil {
		return chat.Reply{}, err
	}
	text := c.Words.Say(words, "Contact", cards.ContactLine(c.Words, k), "Account", a.Name)
	return c.Done(chat.Join("\n", append([]chat.Safe{text}, notes...)...),
		chat.Button{Label: c.Words.Plain("common.edit"), Action: "contact edit", Value: k.ID}), nil
}

// filledContact is k as the form has it; a field left empty is empty.
func filledContact(c *call.Call, k sales.Contact) sales.Contact {
	f := c.Req.Fields
	k.Name, k.Title, k.Phone, k.Email, k.Role = f["name"], f["title"], f["phone"], f["email"], sales.ContactRole(f["role"])
	return k
}

// contactsAlike are the customer's contacts who are likely the same person as k, other
// than k itself.
func contactsAlike(c *call.Call, k sales.Contact) (alike []sales.Contact, err error) {
	all, err := contactsAt(c, k.Account)
	for _, other := range all {
		if other.ID != k.ID && other.Same(k) {
			alike = append(alike, other)
		}
	}
	return alike, err
}

// askContact asks whether a contact is one that is on file already. What was typed waits
// as a draft.
func askContact(c *call.Call, a sales.Account, k sales.Contact, alike []sales.Contact) (chat.Reply, error) {
	typed, err := json.Marshal(k)
	if err != nil {
		return chat.Reply{}, err
	}
	draft, err := c.KeepDraft(chat.Draft{Route: "contact keep", Args: string(typed)})
	if err != nil {
		return chat.Reply{}, err
	}
	text := c.Words.Say("contact.alike", "Name", k.Name, "Account", a.Name)
	var buttons []chat.Button
	for _, other := range alike[:min(len(alike), call.ChoiceLimit)] {
		text = chat.Join("\n", text, "• "+cards.ContactLine(c.Words, other))
		label := c.Words.Plain("contact.update", "Name", other.Name)
		buttons = append(buttons, chat.Button{Label: label, Action: "contact keep", Value: draft + "/" + other.ID, Style: chat.Primary})
	}
	buttons = append(buttons, chat.Button{Label: c.Words.Plain("contact.another"), Action: "contact keep", Value: draft + "/"})
	return chat.Say(text, chat.Para(text), chat.Block{Buttons: buttons}), nil
}

// changeContact keeps a contact on file with other values, and tells the owners.
func changeContact(c *call.Call, a sales.Account, k sales.Contact) (chat.Reply, error) {
	if err := c.Desk.PostContact(c.Tx, a, k, "contact.changed_by"); err != nil {
		return chat.Reply{}, err
	}
	return putContact(c, a, k, "contact.changed")
}

// keepAsked keeps a contact that was asked about: as the one on file, or as another.
func keepAsked(c *call.Call) (chat.Reply, error) {
	id, on, _ := strings.Cut(c.Req.Value, "/")
	draft, err := c.TakeDraft(id)
	if err != nil {
		return chat.Reply{}, err
	}
	var k sales.Contact
	if draft.Route != "contact keep" || json.Unmarshal([]byte(draft.Args), &k) != nil {
		return chat.Reply{}, sales.No("pick.gone")
	}
	a, err := c.AccountByID(k.Account)
	if err != nil {
		return chat.Reply{}, err
	}
	if err := c.MayWith(sales.Log, a); err != nil {
		return chat.Reply{}, err
	}
	keep := func() (chat.Reply, error) { return putContact(c, a, k, "contact.made") }
	if on != "" {
		was, ok, err := store.Contacts.Get(c.Read, on)
		if err == nil && (!ok || was.Account != a.ID) {
			err = sales.No("pick.gone")
		}
		if err != nil {
			return chat.Reply{}, err
		}
		keep = func() (chat.Reply, error) { return changeContact(c, a, was.Merge(k)) }
	}
	reply, err := keep()
	reply.Replace = true
	return reply, err
}

func contactRoles() []string {
	var codes []string
	for _, r := range sales.ContactRoles {
		codes = append(codes, string(r))
	}
	return codes
}

// contactForm shows a contact to be changed.
func contactForm(c *call.Call, a sales.Account, k sales.Contact) chat.Reply {
	return call.Form(c, "contact edit", k.ID, a.Name, chat.EscapeLine(a.Name), fieldsOf(c, k)...)
}

func contactFields(c *call.Call, _ sales.Account) []chat.Input { return fieldsOf(c, sales.Contact{}) }

func fieldsOf(c *call.Call, k sales.Contact) []chat.Input {
	var roles []chat.Option
	for _, r := range contactRoles() {
		roles = append(roles, chat.Option{Label: c.Words.Plain("contact_role." + r), Value: r})
	}
	return []chat.Input{
		{ID: "name", Kind: chat.Line, Initial: k.Name, Max: sales.NameMax},
		{ID: "role", Kind: chat.Select, Initial: string(k.Role), Options: roles, Optional: true},
		{ID: "title", Kind: chat.Line, Initial: k.Title, Optional: true, Max: sales.NameMax},
		{ID: "phone", Kind: chat.Line, Initial: k.Phone, Optional: true, Max: sales.NameMax},
		{ID: "email", Kind: chat.Line, Initial: k.Email, Optional: true, Max: sales.NameMax},
	}
}

// contactsOf lists the people known at a customer.
func contactsOf(c *call.Call, a sales.Account) (chat.Safe, error) {
	all, err := contactsAt(c, a.ID)
	if err != nil || len(all) == 0 {
		return "", err
	}
	lines := []chat.Safe{c.Words.Say("contact.list")}
	for _, k := range all[:min(len(all), call.ChoiceLimit)] {
		lines = append(lines, "• "+cards.ContactLine(c.Words, k))
	}
	if more := len(all) - call.ChoiceLimit; more > 0 {
		lines = append(lines, c.Words.Say("deal.list_more", "Count", more))
	}
	return chat.Join("\n", lines...), nil
}
