package deal

import (
	"cmp"
	"encoding/json"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/sales"
	"dealdesk/store"
)

// A new deal that may be one there is, or of another customer than named.

// askSameName opens a deal, unless the customer has an open one of that name: it may be the same.
// What was typed waits as a draft.
func askSameName(c *call.Call, d sales.Deal, account sales.Account) (chat.Reply, error) {
	for _, in := range []struct{ field, text string }{{"name", d.Name}, {"next", d.Next.What}} {
		if phrase.GivesAway(in.text) {
			return chat.Reply{}, termsIn("", in.field, in.text)
		}
	}
	same, err := sameName(c, d, account)
	if err != nil {
		return chat.Reply{}, err
	}
	if len(same) == 0 {
		return openDeal(c, d, account)
	}
	d.Account = account.ID
	typed, err := json.Marshal(d)
	if err != nil {
		return chat.Reply{}, err
	}
	draft, err := c.KeepDraft(chat.Draft{Route: "deal keep", Args: string(typed)})
	if err != nil {
		return chat.Reply{}, err
	}
	text := c.Words.Say("deal.same_name", "Account", account.Name, "Name", cmp.Or(d.Name, account.Name))
	var buttons []chat.Button
	for _, old := range same[:min(len(same), call.ChoiceLimit)] {
		title, err := c.Desk.Cards.DealTitle(c.Read, old)
		if err != nil {
			return chat.Reply{}, err
		}
		text = chat.Join("\n", text, "• "+title)
		buttons = append(buttons, chat.Button{Label: c.Words.Plain("deal.show_one", "ID", old.ID), Action: "deal", Value: old.ID})
	}
	buttons = append(buttons, chat.Button{Label: c.Words.Plain("deal.another"), Action: "deal keep", Value: draft})
	return c.Answer(text, chat.Block{Buttons: buttons}), nil
}

// sameName are the customer's open deals of the name of a new one that the person may see.
func sameName(c *call.Call, d sales.Deal, account sales.Account) (same []sales.Deal, err error) {
	name := sales.FoldFull(cmp.Or(d.Name, account.Name))
	for old, err := range store.DealsOfAccount(c.Read, account.ID) {
		if err != nil {
			return nil, err
		}
		if old.Status != sales.Open || sales.FoldFull(old.Name) != name {
			continue
		}
		if _, err := c.DealByID(old.ID); err == nil {
			same = append(same, old)
		}
	}
	return same, nil
}

// keepAsked opens the deal that was asked about all the same.
func keepAsked(c *call.Call) (chat.Reply, error) {
	draft, err := c.TakeDraft(c.Req.Value)
	if err != nil {
		return chat.Reply{}, err
	}
	var d sales.Deal
	if draft.Route != "deal keep" || json.Unmarshal([]byte(draft.Args), &d) != nil {
		return chat.Reply{}, sales.No("pick.gone")
	}
	account, err := c.AccountByID(d.Account)
	if err != nil {
		return chat.Reply{}, err
	}
	reply, err := openDeal(c, d, account)
	reply.Replace = true
	return reply, err
}

// otherCustomer asks which customer is meant where a line may begin with a longer or a shorter name
// than the one that was read: "Acme 5 users" begins with Acme and with Acme 5, and "Northgate
// Logistics" need not be a deal of Northgate Bank.
func otherCustomer(c *call.Call, said phrase.DealLine) error {
	index, err := c.AccountNames()
	if err != nil {
		return err
	}
	seen, err := index.Named(said.Account)
	if err != nil {
		return err
	}
	if said.Quoted && len(seen) > 0 && !seen[0].Exact() { // the name itself, and none like it
		which := &call.Choice{Text: c.Words.Say("account.unknown", "Name", said.Account), Rest: c.Req.Args, Create: said.Account}
		for _, m := range seen {
			which.Options = append(which.Options, chat.Option{Label: m.ID + " " + m.Name, Value: m.ID})
		}
		return which
	}
	which := &call.Choice{Text: c.Words.Say("account.which", "Name", said.Account), Rest: c.Req.Args}
	longer, isLonger := said.LongerName(c.Req.Args)
	if !phrase.Sure(seen) {
		if len(seen) > 0 || !isLonger {
			return nil // accountForNew asks
		}
		which.Text, which.Create = c.Words.Say("account.unknown", "Name", said.Account), said.Account
		which.Longer = longer
		return which
	}
	add := func(m phrase.Match) {
		which.Options = append(which.Options, chat.Option{Label: m.ID + " " + m.Name, Value: m.ID})
	}
	add(seen[0])
	if sales.Fold(seen[0].Name) != sales.Fold(said.Account) { // its full name goes on
		if !isLonger {
			return nil
		}
		which.Text, which.Longer = c.Words.Say("account.which", "Name", longer), longer
		return which
	}
	shorter, ok := phrase.BeforeNumber(said.Account)
	if !ok {
		return nil
	}
	if seen, err = index.Named(shorter); err != nil || !phrase.Sure(seen) || seen[0].ID == which.Options[0].Value {
		return err
	}
	add(seen[0])
	return which
}

// pickedFirst knows the name of the picked customer before those of others.
func pickedFirst(c *call.Call, index *call.Lookup) (func(string) int, error) {
	account, err := c.AccountByID(c.Req.Value)
	if err != nil {
		return nil, err
	}
	picked := phrase.NewIndex([]phrase.Named{{ID: account.ID, Name: account.Name}})
	return func(text string) int { return cmp.Or(picked.Known(text, nil), index.Known(text)) }, nil
}
