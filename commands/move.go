package commands

import (
	"cmp"
	"slices"
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/phrase"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/store"
)

func moveVerbs() []Verb {
	return []Verb{
		{Route: chat.Route{Name: "deal advance", Help: true}, Do: dealAdvance},
		{Route: chat.Route{Name: "deal override"}, Do: dealOverride, Reads: true},
		{Route: chat.Route{Name: "deal back", Help: true}, Do: dealBack},
		{Route: chat.Route{Name: "deal won", Help: true}, Do: dealWon},
		{Route: chat.Route{Name: "deal lost", Help: true}, Do: dealLost},
		{Route: chat.Route{Name: "deal amount", Help: true}, Do: dealAmount},
		{Route: chat.Route{Name: "deal date", Help: true}, Do: dealDate},
		{Route: chat.Route{Name: "deal next", Help: true}, Do: dealNext},
		{Route: chat.Route{Name: "deal set", Help: true}, Do: dealSet},
		{Route: chat.Route{Name: "deal give", Help: true}, Do: dealGive},
		{Route: chat.Route{Name: "deal reopen", Help: true}, Do: dealReopen},
	}
}

// mine is the deal that the arguments name, if the person may change it. rest is what
// was typed behind it, or the form's field.
func (c *call) mine(field string) (d sales.Deal, rest string, err error) {
	if d, rest, err = c.dealArg(); err != nil {
		return d, rest, err
	}
	if c.Req.Kind == chat.Submit {
		rest = c.Req.Fields[field]
	}
	return d, strings.TrimSpace(rest), c.may(sales.Edit, d.Owner, d.Team)
}

// keepMove stores a deal that a rule has moved, with its event, shows both in the deal's
// room, and echoes the move to whoever made it.
func (c *call) keepMove(d sales.Deal, e sales.Event) (chat.Reply, error) {
	if err := c.putMove(d, e); err != nil {
		return chat.Reply{}, err
	}
	return c.tellMove(d, e)
}

// putMove is keepMove without the echo. A request that waited for terms that are gone is
// voided with it.
func (c *call) putMove(d sales.Deal, e sales.Event) error {
	if err := c.Desk.KeepMove(c.Tx, d, e); err != nil {
		return err
	}
	return c.Desk.EndWaiting(c.Tx, d)
}

// tellMove echoes moves to whoever made them.
func (c *call) tellMove(d sales.Deal, moves ...sales.Event) (chat.Reply, error) {
	title, err := c.Desk.Cards.DealTitle(c.Read, d)
	if err != nil {
		return chat.Reply{}, err
	}
	text := chat.Bold(title)
	for _, e := range moves {
		what, err := c.Desk.Cards.Event(c.Read, c.Words, e)
		if err != nil {
			return chat.Reply{}, err
		}
		text = chat.Join("\n", text, what)
	}
	if d.Status == sales.Open {
		text = chat.Join("\n", text, c.Words.Say("card.next", "Next", cards.Next(c.Words, d.Next)))
	}
	return c.done(text), nil
}

// keepDeal stores a change that is no event, such as a next step.
func (c *call) keepDeal(d sales.Deal, text chat.Safe) (chat.Reply, error) {
	if err := store.Deals.Put(c.Tx, d); err != nil {
		return chat.Reply{}, err
	}
	if err := c.Desk.PostDealCard(c.Tx, d); err != nil {
		return chat.Reply{}, err
	}
	title, err := c.Desk.Cards.DealTitle(c.Read, d)
	if err != nil {
		return chat.Reply{}, err
	}
	return c.done(chat.Join("\n", chat.Bold(title), text)), nil
}

// ask opens the form of what is missing; submitting it does action to the deal.
func (c *call) ask(action string, d sales.Deal, missing ...chat.Input) (chat.Reply, error) {
	m := &chat.Modal{Action: action, Value: d.ID, Title: c.Words.Plain("deal.ask", "ID", d.ID), Submit: c.Words.Plain("common.save"), Close: c.Words.Plain("common.cancel")}
	m.Blocks = append(m.Blocks, chat.Block{Context: chat.Escape(d.Name)})
	for _, in := range missing {
		m.Blocks = append(m.Blocks, chat.Ask(in))
	}
	return chat.Reply{Modal: m}, nil
}

// asked reports whether a form has to ask because nothing was typed.
func (c *call) asked(rest string) bool { return rest == "" && c.Req.Kind != chat.Submit }

// facts are what the criteria of stages ask about beside the deal's own fields.
func (c *call) facts(d sales.Deal) (sales.Facts, error) {
	f := sales.Facts{Activities: map[sales.ActivityKind]bool{}, Contacts: map[sales.ContactRole]bool{}}
	for a, err := range store.Activities.List(c.Read, store.Query{Index: "about", Key: d.ID}) {
		if err != nil {
			return f, err
		}
		f.Activities[a.Kind] = true
	}
	if d.Account == "" {
		return f, nil
	}
	for k, err := range store.Contacts.List(c.Read, store.Query{Index: "account", Key: d.Account}) {
		if err != nil {
			return f, err
		}
		f.Contacts[k.Role] = true
	}
	return f, nil
}

// unmet is what stands between a deal and its next stage.
func (c *call) unmet(d sales.Deal) ([]sales.Criterion, error) {
	f, err := c.facts(d)
	if err != nil {
		return nil, err
	}
	line, _ := c.Desk.Cards.Company.Pipeline(d.Pipeline)
	return d.Unmet(line, f), nil
}

// dealAdvance moves a deal to its next stage. Unmet criteria are listed; passing over
// them needs a reason, typed behind the deal or into the form.
func dealAdvance(c *call) (chat.Reply, error) {
	d, why, err := c.mine("reason")
	if err != nil {
		return chat.Reply{}, err
	}
	f, err := c.facts(d)
	if err != nil {
		return chat.Reply{}, err
	}
	line, _ := c.Desk.Cards.Company.Pipeline(d.Pipeline)
	moved, e, err := d.Advance(line, f, why, c.act())
	if problem, no := sales.AsProblem(err); no && problem.Code == "deal.criteria_unmet" && c.Req.Kind != chat.Submit {
		text := c.Desk.Cards.Problem(c.Words, problem)
		return chat.Say(text, chat.Para(text), chat.Block{Buttons: []chat.Button{
			{Label: c.Words.Plain("button.override"), Action: "deal override", Value: d.ID},
			{Label: c.Words.Plain("button.log"), Action: "log", Value: d.ID},
			{Label: c.Words.Plain("button.set"), Action: "deal set", Value: d.ID},
		}}), nil
	}
	if err != nil {
		return chat.Reply{}, err
	}
	return c.keepMove(moved, e)
}

// dealOverride asks why criteria may be passed over; the reason then goes to advance.
func dealOverride(c *call) (chat.Reply, error) {
	d, _, err := c.mine("")
	if err != nil {
		return chat.Reply{}, err
	}
	return c.ask("deal advance", d, chat.Input{ID: "reason", Kind: chat.Area, Label: c.Words.Plain("deal.override_reason"), Max: sales.TextMax})
}

// dealBack moves a deal to an earlier stage, named or the one before.
func dealBack(c *call) (chat.Reply, error) {
	d, rest, err := c.mine("reason")
	if err != nil {
		return chat.Reply{}, err
	}
	line, _ := c.Desk.Cards.Company.Pipeline(d.Pipeline)
	to := ""
	if first, why := cutWord(rest); first != "" {
		for _, s := range line.Stages {
			if s.ID == first || strings.EqualFold(s.Name, first) || c.oneOf("stage.", []string{s.ID}, first) != "" {
				to, rest = s.ID, why
			}
		}
	}
	moved, e, err := d.Back(line, to, rest, c.act())
	if err != nil {
		return chat.Reply{}, err
	}
	return c.keepMove(moved, e)
}

// dealAmount sets the amount before discount. These are new terms: a granted discount
// falls away and a waiting request is voided, and the echo says so.
func dealAmount(c *call) (chat.Reply, error) {
	d, typed, err := c.mine("amount")
	if err != nil {
		return chat.Reply{}, err
	}
	if c.asked(typed) {
		return c.ask(c.Req.Name, d, chat.Input{ID: "amount", Kind: chat.Line, Label: c.Words.Plain("field.amount"), Placeholder: c.Words.Plain("deal.amount_hint")})
	}
	m, err := c.amountOf(d, typed)
	if err != nil {
		return chat.Reply{}, err
	}
	ended, err := c.endsWithTerms(d)
	if err != nil {
		return chat.Reply{}, err
	}
	moved, e, err := d.Reprice(m, c.act())
	if err != nil {
		return chat.Reply{}, err
	}
	reply, err := c.keepMove(moved, e)
	if err == nil && ended != "" {
		reply.Message.Text = chat.Join("\n", reply.Message.Text, ended)
		reply.Message.Blocks = slices.Insert(reply.Message.Blocks, 1, chat.Para(ended))
	}
	return reply, err
}

// endsWithTerms says what a change of the amount takes along: a granted discount and a
// request that waits were for the old one.
func (c *call) endsWithTerms(d sales.Deal) (chat.Safe, error) {
	var ended chat.Safe
	if d.Discount != 0 || d.Special != (sales.Special{}) {
		ended = c.Words.Say("deal.discount_gone", "Discount", cards.Terms(c.Words, sales.Offer{Discount: d.Discount, Special: d.Special}))
	}
	for a, err := range store.Approvals.List(c.Read, store.Query{Index: "deal", Key: d.ID}) {
		if err != nil {
			return "", err
		}
		if a.Status == sales.Waiting {
			ended = chat.Join("\n", ended, c.Words.Say("deal.request_gone", "ID", a.ID))
		}
	}
	return ended, nil
}

// amountOf reads an amount in the deal's currency.
func (c *call) amountOf(d sales.Deal, typed string) (sales.Money, error) {
	m, err := phrase.Money(typed, cmp.Or(d.Amount.Currency, c.Desk.Cards.Company.Currency))
	return m, At("amount", err)
}

// dealDate sets the day a deal is expected to close.
func dealDate(c *call) (chat.Reply, error) {
	d, typed, err := c.mine("close")
	if err != nil {
		return chat.Reply{}, err
	}
	if c.asked(typed) {
		return c.ask(c.Req.Name, d, chat.Input{ID: "close", Kind: chat.Day, Label: c.Words.Plain("field.close"), Initial: string(d.Close)})
	}
	day := sales.Date(typed)
	if c.Req.Kind != chat.Submit {
		when, err := phrase.When(typed, c.Req.At, c.work())
		if err != nil {
			return chat.Reply{}, err
		}
		day = when.Date
	}
	moved, e, err := d.Redate(day, c.act())
	if err != nil {
		return chat.Reply{}, err
	}
	return c.keepMove(moved, e)
}

// dealNext sets the one dated next step.
func dealNext(c *call) (chat.Reply, error) {
	d, typed, err := c.mine("next")
	if err != nil {
		return chat.Reply{}, err
	}
	if c.asked(typed) {
		return c.ask(c.Req.Name, d,
			chat.Input{ID: "next", Kind: chat.Line, Label: c.Words.Plain("field.next"), Initial: d.Next.What, Max: sales.StepMax},
			chat.Input{ID: "due", Kind: chat.Day, Label: c.Words.Plain("field.next_due"), Initial: string(d.Next.Due)})
	}
	step := sales.NextStep{What: typed, Due: sales.Date(c.Req.Fields["due"])}
	if c.Req.Kind != chat.Submit {
		what, due, err := phrase.NextStep(typed, c.Req.At, c.work())
		if err != nil {
			return chat.Reply{}, err
		}
		step = next(what, due)
	}
	if d, err = d.Plan(step, c.act()); err != nil {
		return chat.Reply{}, err
	}
	return c.keepDeal(d, chat.Join("\n", c.Words.Say("card.next", "Next", cards.Next(c.Words, d.Next)), c.onDayOff(d.Next.Due)))
}

// described are the texts about a deal that criteria of stages ask for.
var described = [...]string{"need", "budget", "product", "name"}

// dealSet fills one of them: "deal set D-7 need faster onboarding".
func dealSet(c *call) (chat.Reply, error) {
	d, typed, err := c.mine("text")
	if err != nil {
		return chat.Reply{}, err
	}
	if c.Req.Kind == chat.Submit {
		return c.dealFilled(d)
	}
	name, text := cutWord(typed)
	field := c.oneOf("field.", described[:], name)
	switch {
	case field == "" && typed != "":
		return chat.Reply{}, sales.No("deal.field_unknown", "Given", name, "Fields", c.describedFields())
	case text == "": // a form shows what is there; nothing is wiped by leaving out the words
		var fields []chat.Input
		for _, f := range described {
			fields = append(fields, chat.Input{ID: f, Kind: chat.Line, Label: c.Words.Plain("field." + f), Initial: d.Text(f), Optional: true, Max: sales.NameMax})
		}
		return c.ask(c.Req.Name, d, fields...)
	}
	if d, err = d.Describe(field, text); err != nil {
		return chat.Reply{}, err
	}
	return c.keepDeal(d, c.Words.Say("deal.set", "Field", c.Words.Say("field."+field), "Text", text))
}

// describedFields names what "deal set" fills, in the reader's words.
func (c *call) describedFields() chat.Safe {
	var names []chat.Safe
	for _, f := range described {
		names = append(names, c.Words.Say("field."+f))
	}
	return c.Words.List(names, false)
}

// dealFilled keeps what was filled into the form of texts.
func (c *call) dealFilled(d sales.Deal) (chat.Reply, error) {
	var told []chat.Safe
	for _, f := range described {
		text := strings.TrimSpace(c.Req.Fields[f])
		if text == d.Text(f) {
			continue
		}
		var err error
		if d, err = d.Describe(f, text); err != nil {
			return chat.Reply{}, At(f, err)
		}
		told = append(told, c.Words.Say("deal.set", "Field", c.Words.Say("field."+f), "Text", text))
	}
	return c.keepDeal(d, chat.Join("\n", told...))
}
