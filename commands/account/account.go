package account

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/desk"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/store"
)

// accountArg cuts the account off the front of the arguments: an ID or a name. Without one, in a
// deal's room it is the deal's customer.
func accountArg(c *call.Call) (sales.Account, string, error) {
	if c.Req.Value != "" {
		a, err := c.AccountByID(c.Req.Value)
		return a, strings.TrimSpace(c.Req.Args), err
	}
	if call.Picked(c) {
		a, err := c.AccountByID(c.Req.Fields["account"])
		return a, "", sales.At("account", err)
	}
	a, rest, found, err := c.AccountNamed(c.Req.Args)
	if err != nil || found {
		return a, rest, err
	}
	if d, ok, err := c.DealHere(); err != nil || ok && d.Account != "" {
		if err != nil {
			return a, "", err
		}
		a, err := c.AccountByID(d.Account)
		return a, strings.TrimSpace(c.Req.Args), err
	}
	name := strings.TrimSpace(c.Req.Args)
	if err := call.Unsaid(c); err != nil {
		return a, "", err
	}
	if name == "" {
		return a, "", whichAccount(c)
	}
	return a, "", sales.No("account.no_such_name", "Name", name)
}

// whichAccount returns a Choice of the customers of the person's likeliest deals.
func whichAccount(c *call.Call) error {
	deals, err := c.LikelyDeals()
	if err != nil {
		return err
	}
	which := &call.Choice{Text: c.Words.Say("account.which_one")}
	for _, d := range deals {
		a, ok, err := store.Accounts.Get(c.Read, d.Account)
		if err != nil {
			return err
		}
		o := chat.Option{Label: a.ID + " " + a.Name, Value: a.ID}
		if ok && !slices.Contains(which.Options, o) {
			which.Options = append(which.Options, o)
		}
	}
	if len(which.Options) == 0 {
		return sales.No("account.none_yet")
	}
	return which
}

// show shows a customer at a glance: open deals, last activity, next step, and the latest entries
// of the timeline.
func show(c *call.Call) (chat.Reply, error) {
	a, _, err := accountArg(c)
	if err != nil {
		return chat.Reply{}, err
	}
	owner, err := cards.PersonName(c.Read, a.Owner)
	if err != nil {
		return chat.Reply{}, err
	}
	head := chat.Join(" · ", chat.Escape(a.ID), chat.EscapeLine(a.Name))
	fields := []chat.Safe{c.Words.Say("card.owner", "Owner", owner)}
	last, err := lastContact(c, a)
	if err != nil {
		return chat.Reply{}, err
	}
	fields = append(fields, cmp.Or(last, c.Words.Say("account.never")))
	if !a.Next.Missing() {
		fields = append(fields, c.Words.Say("card.next", "Next", cards.Next(c.Words, a.Next)))
	}
	for _, f := range append(sales.AccountFields[:], "tier") {
		text := cards.AccountField(c.Words, a, f)
		if f == "tier" {
			text = chat.Escape(string(a.Tier))
		}
		if text != "" {
			fields = append(fields, c.Words.Say("account.field", "Field", c.Words.Say("field."+f), "Text", text))
		}
	}
	text := chat.Join("\n", append([]chat.Safe{chat.Bold(head)}, fields...)...)
	blocks := []chat.Block{{Section: &chat.Section{Text: chat.Bold(head), Fields: fields}}}
	add := func(part chat.Safe) {
		if part != "" {
			text, blocks = chat.Join("\n", text, part), append(blocks, chat.Para(part))
		}
	}
	for _, part := range []func() (chat.Safe, error){
		func() (chat.Safe, error) { return contactsOf(c, a) },
		func() (chat.Safe, error) { return dealsOf(c, a) },
		func() (chat.Safe, error) { return wonOf(c, a) },
		func() (chat.Safe, error) { return accountTimeline(c, a) },
	} {
		lines, err := part()
		if err != nil {
			return chat.Reply{}, err
		}
		add(lines)
	}
	blocks = append(blocks, chat.Block{Buttons: []chat.Button{
		{Label: c.Words.Plain("button.log"), Action: "log form", Value: a.ID},
		{Label: c.Words.Plain("button.deal_new"), Action: "deal new", Value: a.ID},
		{Label: c.Words.Plain("button.contact"), Action: "contact add", Value: a.ID},
		{Label: c.Words.Plain("contact.title"), Action: "contact list", Value: a.ID},
	}})
	reply := chat.Say(text, blocks...)
	reply.Title = call.TitleFor(a.ID, a.Name)
	return reply, nil
}

func dealsOf(c *call.Call, a sales.Account) (chat.Safe, error) {
	open, err := c.OpenDeals(a.ID)
	if err != nil || len(open) == 0 {
		return "", err
	}
	lines := []chat.Safe{c.Words.Say("account.deals", "Count", len(open))}
	for _, d := range open[:min(len(open), call.ChoiceLimit)] {
		line, err := c.Desk.Cards.DealLine(c.Read, c.Words, d)
		if err != nil {
			return "", err
		}
		lines = append(lines, line)
	}
	return chat.Join("\n", lines...), nil
}

// accountTimeline returns the latest activities with the customer and on its deals.
func accountTimeline(c *call.Call, a sales.Account) (chat.Safe, error) {
	about := []string{a.ID}
	for d, err := range store.DealsOfAccount(c.Read, a.ID) {
		if err != nil {
			return "", err
		}
		if c.May(sales.See, d.Owner, d.Team) == nil {
			about = append(about, d.ID)
		}
	}
	var all []sales.Activity
	for _, id := range about {
		for v, err := range store.LatestActivitiesAbout(c.Read, id, call.ChoiceLimit) {
			if err != nil {
				return "", err
			}
			all = append(all, v)
		}
	}
	if len(all) == 0 {
		return "", nil
	}
	slices.SortStableFunc(all, func(x, y sales.Activity) int { // by the day it happened, which may have been entered later
		return cmp.Or(cmp.Compare(y.On, x.On), y.At.Compare(x.At))
	})
	lines := []chat.Safe{c.Words.Say("account.timeline")}
	for _, v := range all[:min(len(all), call.ChoiceLimit)] {
		m, err := cards.Activity(c.Read, c.Words, v)
		if err != nil {
			return "", err
		}
		edits, err := cards.ActivityEdits(c.Read, c.Words, v)
		if err != nil {
			return "", err
		}
		lines = append(lines, "• "+m.Text)
		for _, e := range edits {
			lines = append(lines, chat.Join(" ", chat.Escape(c.Words.Moment(e.At.In(c.Zone))), e.Text))
		}
	}
	return chat.Join("\n", lines...), nil
}

// history lists the changes of a customer and of the people there, the latest first.
func history(c *call.Call) (chat.Reply, error) {
	a, _, err := accountArg(c)
	if err != nil {
		return chat.Reply{}, err
	}
	moments, err := call.CustomerMoments(c, a.ID, time.Time{})
	if err != nil {
		return chat.Reply{}, err
	}
	lines := call.Timeline(c, moments, call.ListLimit)
	if len(lines) == 0 {
		return chat.Say(c.Words.Say("account.history_none", "ID", a.ID, "Name", a.Name)), nil
	}
	head := c.Words.Say("account.history", "ID", a.ID, "Name", a.Name)
	text := chat.Join("\n", append([]chat.Safe{head}, lines...)...)
	return chat.Say(text, chat.Para(text)), nil
}

// rename changes the name of a customer.
func rename(c *call.Call) (chat.Reply, error) {
	a, rest, err := accountArg(c)
	if err != nil {
		return chat.Reply{}, err
	}
	if err := c.May(sales.Edit, a.Owner, a.Team); err != nil {
		return chat.Reply{}, err
	}
	if c.Req.Kind == chat.Submit {
		rest = c.Req.Fields["name"]
	} else if rest == "" {
		return call.AccountForm(c, "account rename", a, renameFields(c, a)...), nil
	}
	was := a.Name
	if _, phone, email := phrase.Reach(rest); phone+email != "" {
		return chat.Reply{}, sales.No("account.name_reach", "Name", rest).At("name")
	}
	if a, err = a.Rename(phrase.Unquoted(rest)); err != nil {
		return chat.Reply{}, err
	}
	reply, err := keepAccount(c, a, c.Words.Say("account.renamed", "ID", a.ID, "From", was, "Name", a.Name))
	if err != nil || sales.Fold(a.Name) == sales.Fold(was) {
		return reply, err
	}
	void, err := c.Desk.VoidRenamed(c.Tx, a.ID)
	if err != nil {
		return reply, err
	}
	for _, a := range void {
		if _, err := c.DealByID(a.Deal); err != nil { // not theirs to hear of
			continue
		}
		reply = call.Remark(reply, c.Words.Say("deal.request_gone", "ID", a.ID, "Why", c.Words.Plain("void."+sales.VoidCustomer)))
	}
	return reply, c.Desk.PostCustomerRenamed(c.Tx, a, was)
}

func renameFields(_ *call.Call, a sales.Account) []chat.Input {
	return []chat.Input{{ID: "name", Kind: chat.Line, Initial: a.Name, Max: sales.NameMax}}
}

// setOwner gives a customer to a colleague.
func setOwner(c *call.Call) (chat.Reply, error) {
	a, rest, err := accountArg(c)
	if err != nil {
		return chat.Reply{}, err
	}
	if err := c.May(sales.Give, a.Owner, a.Team); err != nil {
		return chat.Reply{}, err
	}
	if c.Req.Kind == chat.Submit {
		rest = c.Req.Fields["owner"]
	} else if rest == "" {
		return call.AccountForm(c, "account owner", a, ownerFields(c, a)...), nil
	}
	name, words := phrase.CutMention(rest)
	to, err := c.PersonNamed(name)
	if err != nil {
		return chat.Reply{}, sales.At("owner", err)
	}
	if a, err = a.Handover(to); err != nil {
		return chat.Reply{}, err
	}
	if phrase.HoldsBack(words) {
		return chat.Reply{}, sales.No("account.owner_held_back", "Text", words, "ID", a.ID, "Owner", to.Name)
	}
	reply, err := keepAccount(c, a, c.Words.Say("account.given", "ID", a.ID, "Name", a.Name, "Owner", to.Name))
	if err == nil {
		err = c.Desk.PostAccountHandover(c.Tx, a, to)
	}
	return reply, err
}

func ownerFields(c *call.Call, _ sales.Account) []chat.Input {
	return []chat.Input{call.PersonInput(c, "owner", sales.Person{})}
}

// keepAccount stores a changed customer and updates the cards of all its open deals, including
// those that the person may not see.
func keepAccount(c *call.Call, a sales.Account, text chat.Safe) (chat.Reply, error) {
	if err := store.Accounts.Put(c.Tx, a); err != nil {
		return chat.Reply{}, err
	}
	if err := c.Desk.RefreshDealCards(c.Tx, a.ID); err != nil {
		return chat.Reply{}, err
	}
	return c.Done(text), nil
}

// showUndone updates the cards of a customer's deals after an undo.
func showUndone(d *desk.Desk, tx *store.Tx, undone store.RecordChange) error {
	if undone.Old == nil {
		return nil
	}
	var left, is sales.Account
	for into, state := range map[*sales.Account]json.RawMessage{&left: undone.New, &is: undone.Old} {
		if err := json.Unmarshal(state, into); state != nil && err != nil {
			return fmt.Errorf("decode %s %s: %w", undone.Table, undone.ID, err)
		}
	}
	if left.Owner != is.Owner {
		if err := d.PostHandoverUndone(tx, undone.ID, is.Owner, left.Owner); err != nil {
			return err
		}
	}
	if left.Name != is.Name {
		if err := d.UnpostCustomerRenamed(tx, undone.ID); err != nil {
			return err
		}
	}
	return d.RefreshDealCards(tx, undone.ID)
}
