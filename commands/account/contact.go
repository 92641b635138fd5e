package account

import (
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
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
	k := sales.Contact{Account: a.ID, Created: c.Req.At.UTC(), By: c.Me.ID}
	switch {
	case c.Req.Kind == chat.Submit:
		k.Name, k.Title, k.Phone, k.Email = c.Req.Fields["name"], c.Req.Fields["title"], c.Req.Fields["phone"], c.Req.Fields["email"]
		k.Role = sales.ContactRole(c.Req.Fields["role"])
	case rest == "":
		return contactForm(c, a), nil
	default:
		k.Name, k.Role, k.Title = readContact(c, rest)
	}
	if k, err = k.Check(); err != nil {
		return chat.Reply{}, err
	}
	k.ID = c.Tx.Next("K")
	if err := store.Contacts.Put(c.Tx, k); err != nil {
		return chat.Reply{}, err
	}
	return c.Done(c.Words.Say("contact.made", "Contact", contactLine(c, k), "Account", a.Name)), nil
}

// readContact cuts the name off the front and finds the role in the rest. What is left is the
// title.
func readContact(c *call.Call, line string) (name string, role sales.ContactRole, title string) {
	words := phrase.Words(line)
	var named, titled []string
	for i, w := range words {
		if code := c.OneOf("contact_role.", contactRoles(), w.Text); code != "" && role == "" && !w.Quoted && i > 0 {
			role = sales.ContactRole(code)
		} else if role == "" && (i == 0 || !words[0].Quoted) {
			named = append(named, w.Text)
		} else {
			titled = append(titled, w.Text)
		}
	}
	return strings.Join(named, " "), role, strings.Join(titled, " ")
}

func contactRoles() []string {
	var codes []string
	for _, r := range sales.ContactRoles {
		codes = append(codes, string(r))
	}
	return codes
}

func contactForm(c *call.Call, a sales.Account) chat.Reply {
	var roles []chat.Option
	for _, r := range contactRoles() {
		roles = append(roles, chat.Option{Label: c.Words.Plain("contact_role." + r), Value: r})
	}
	m := &chat.Modal{Action: "contact add", Value: a.ID, Title: c.Words.Plain("contact.form"), Submit: c.Words.Plain("common.save"), Close: c.Words.Plain("common.cancel")}
	m.Blocks = append(m.Blocks, chat.Block{Context: chat.Escape(a.Name)})
	for _, in := range []chat.Input{
		{ID: "name", Kind: chat.Line, Label: c.Words.Plain("field.name"), Max: sales.NameMax},
		{ID: "role", Kind: chat.Select, Label: c.Words.Plain("field.role"), Options: roles, Optional: true},
		{ID: "title", Kind: chat.Line, Label: c.Words.Plain("field.title"), Optional: true, Max: sales.NameMax},
		{ID: "phone", Kind: chat.Line, Label: c.Words.Plain("field.phone"), Optional: true, Max: sales.NameMax},
		{ID: "email", Kind: chat.Line, Label: c.Words.Plain("field.email"), Optional: true, Max: sales.NameMax},
	} {
		m.Blocks = append(m.Blocks, chat.Ask(in))
	}
	return chat.Reply{Modal: m}
}

// contactLine returns a contact in one line.
func contactLine(c *call.Call, k sales.Contact) chat.Safe {
	line := chat.Escape(k.Name)
	if k.Role != "" {
		line = chat.Join(" · ", line, c.Words.Say("contact_role."+string(k.Role)))
	}
	return chat.Join(" · ", line, chat.Escape(k.Title), chat.Escape(k.Phone), chat.Escape(k.Email))
}

// contactsOf lists the contacts at a customer.
func contactsOf(c *call.Call, a sales.Account) (chat.Safe, error) {
	var lines []chat.Safe
	for k, err := range store.Contacts.List(c.Read, store.Query{Index: "account", Key: a.ID}) {
		if err != nil {
			return "", err
		}
		lines = append(lines, "• "+contactLine(c, k))
	}
	if len(lines) == 0 {
		return "", nil
	}
	return chat.Join("\n", append([]chat.Safe{c.Words.Say("contact.list")}, lines...)...), nil
}
