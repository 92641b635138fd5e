package account

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/sales"
	"dealdesk/store"
)

// newAccount adds a customer. It first offers likely duplicates, so that no company gets a second
// record.
func newAccount(c *call.Call) (chat.Reply, error) {
	name := strings.TrimSpace(c.Req.Args)
	if c.Req.Kind == chat.Submit {
		name = strings.TrimSpace(c.Req.Fields["name"])
	}
	quoted := phrase.Unquoted(name) != name
	if name = strings.TrimSpace(strings.TrimLeft(phrase.Unquoted(name), ":：")); name == "" {
		if c.Req.Kind == chat.Submit {
			return chat.Reply{}, sales.No("name.missing").At("name")
		}
		return call.Form(c, "account new", "", "", "", chat.Input{ID: "name", Kind: chat.Line, Max: sales.NameMax}), nil
	}
	name, person := phrase.CutContact(name)
	if c.Req.Kind == chat.Submit && person != "" {
		return chat.Reply{}, sales.No("account.name_reach", "Name", name).At("name")
	}
	if first, more := nameAlone(name); more && !quoted && c.Req.Kind != chat.Submit {
		return chat.Reply{}, sales.No("account.only_name", "Name", first, "Text", name)
	}
	alike, err := alikeTo(c, name)
	if err != nil {
		return chat.Reply{}, err
	}
	if len(alike) > 0 || person != "" {
		return offerAlike(c, name, person, alike)
	}
	return createAccount(c, name)
}

// nameAlone returns the name in front of a comma, and whether more than a legal form is behind it:
// "Tall Trees, Ltd" is one name, and "Tall Trees, met them at the fair" is not.
func nameAlone(text string) (name string, more bool) {
	name, behind, found := strings.Cut(text, ",")
	if !found {
		return text, false
	}
	for _, word := range sales.FoldWords(behind) {
		more = more || !sales.CompanySuffixes[word]
	}
	return strings.TrimSpace(name), more
}

// alikeTo returns the visible customers with nearly the same name, or that had one.
func alikeTo(c *call.Call, name string) ([]sales.Account, error) {
	index, err := c.AccountNames()
	if err != nil {
		return nil, err
	}
	named, err := index.Alike(name)
	if err != nil {
		return nil, err
	}
	had, err := earlierNames(c)
	if err != nil {
		return nil, err
	}
	for _, m := range had.Find(name, func(id string) bool { return visible(c, id) }) {
		if !slices.ContainsFunc(named, func(n phrase.Match) bool { return n.ID == m.ID }) && len(named) < call.ChoiceLimit {
			named = append(named, m)
		}
	}
	var fits []sales.Account
	for _, m := range named {
		a, err := c.AccountByID(m.ID)
		if err != nil {
			return nil, err
		}
		fits = append(fits, a)
	}
	return fits, nil
}

func visible(c *call.Call, id string) bool {
	_, err := c.AccountByID(id)
	return err == nil
}

// renamesLimit bounds how many entries are searched for earlier names.
const renamesLimit = 5000

// earlierNames returns an index of the names that customers had before they were renamed.
func earlierNames(c *call.Call) (*phrase.Index, error) {
	var had []phrase.Named
	for e, err := range store.Entries(c.Read, store.EntryQuery{Reverse: true, Limit: renamesLimit}) {
		if err != nil {
			return nil, err
		}
		if e.What != "account rename" {
			continue
		}
		p, err := store.PayloadOf(c.Read, e)
		if err != nil {
			return nil, err
		}
		for _, ch := range p.Changes {
			var was sales.Account
			if ch.Table != store.Accounts.Name || ch.Old == nil {
				continue
			}
			if err := json.Unmarshal(ch.Old, &was); err != nil {
				return nil, fmt.Errorf("decode %s %s: %w", ch.Table, ch.ID, err)
			}
			had = append(had, phrase.Named{ID: was.ID, Name: was.Name})
		}
	}
	return phrase.NewIndex(had), nil
}

// offerAlike shows the existing customers and keeps the typed name as a draft, and another with the person
// who was typed behind it.
func offerAlike(c *call.Call, name, person string, alike []sales.Account) (chat.Reply, error) {
	draft, err := c.KeepDraft(chat.Draft{Create: name})
	if err != nil {
		return chat.Reply{}, err
	}
	var text chat.Safe
	if len(alike) > 0 {
		text = c.Words.Say("account.alike", "Name", name)
	}
	var buttons []chat.Button
	if person != "" {
		with, err := c.KeepDraft(chat.Draft{Create: name, Route: "contact add", Args: person})
		if err != nil {
			return chat.Reply{}, err
		}
		text = chat.Join("\n", text, c.Words.Say("account.with_contact", "Name", name, "Person", person))
		buttons = append(buttons, chat.Button{Label: c.Words.Plain("account.create_both", "Name", name), Action: "account create", Value: with})
	}
	for _, a := range alike {
		buttons = append(buttons, chat.Button{Label: a.ID + " " + a.Name, Action: "account", Value: a.ID})
	}
	buttons = append(buttons, chat.Button{Label: c.Words.Plain("account.create", "Name", name), Action: "account create", Value: draft,
		Style: chat.Primary})
	return chat.Say(text, chat.Para(text), chat.Block{Buttons: buttons}), nil
}

// create creates the customer of a draft and runs the line that waited for it. Both are one
// transaction, so that one undo takes both back.
func create(c *call.Call) (chat.Reply, error) {
	id, longer := strings.CutSuffix(c.Req.Value, "/longer")
	draft, err := c.TakeDraft(id)
	if err != nil {
		return chat.Reply{}, err
	}
	if longer {
		draft.Create = draft.Longer
	}
	if draft.Route == "" {
		reply, err := createAccount(c, draft.Create)
		reply.Replace = true
		return reply, err
	}
	a, err := makeAccount(c, draft.Create)
	if err != nil {
		return chat.Reply{}, err
	}
	reply, err := c.Resume(draft, a.ID)
	reply.Replace = true
	if m := reply.Message; m != nil {
		made := accountMade(c, a)
		m.Text, m.Blocks = chat.Join("\n", made, m.Text), slices.Insert(m.Blocks, 0, chat.Para(made))
	}
	return reply, err
}

func createAccount(c *call.Call, name string) (chat.Reply, error) {
	a, err := makeAccount(c, name)
	if err != nil {
		return chat.Reply{}, err
	}
	return c.Done(accountMade(c, a),
		chat.Button{Label: c.Words.Plain("button.deal_new"), Action: "deal new", Value: a.ID},
		chat.Button{Label: c.Words.Plain("button.contact"), Action: "contact add", Value: a.ID}), nil
}

func accountMade(c *call.Call, a sales.Account) chat.Safe {
	return c.Words.Say("account.made", "ID", a.ID, "Name", a.Name)
}

// makeAccount stores a new customer of the person and their team.
func makeAccount(c *call.Call, name string) (sales.Account, error) {
	if err := c.May(sales.Create, c.Me.ID, c.Me.Team); err != nil {
		return sales.Account{}, err
	}
	if _, phone, email := phrase.Reach(name); phone+email != "" {
		return sales.Account{}, sales.No("account.name_reach", "Name", name)
	}
	a, err := sales.Account{ID: c.Tx.Next(sales.KindAccount), Owner: c.Me.ID, Team: c.Me.Team, Created: c.Req.At.UTC()}.Rename(name)
	if err != nil {
		return a, err
	}
	return a, store.Accounts.Put(c.Tx, a)
}
