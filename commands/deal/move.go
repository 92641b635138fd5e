package deal

import (
	"slices"
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// dealToEdit returns the deal that the arguments name, if the person may change it. rest is what was
// typed after it, or the field of a form.
func dealToEdit(c *call.Call, field string) (d sales.Deal, rest string, err error) {
	if d, rest, err = c.DealArg(); err != nil {
		return d, rest, err
	}
	if err := call.MayDeal(c, sales.Edit, d); err != nil {
		return d, rest, err
	}
	if c.Req.Kind == chat.Submit {
		return d, strings.TrimSpace(c.Req.Fields[field]), nil
	}
	if second, behind := phrase.SecondDeal(rest); second == d.ID {
		rest = behind
	} else if second != "" {
		return d, rest, sales.No("deal.one_at_a_time", "ID", d.ID, "Second", second, "Verb", c.Req.Name)
	}
	return d, strings.TrimSpace(rest), nil
}

// askOpen opens the form of a change that only an open deal can take.
func askOpen(c *call.Call, action string, d sales.Deal, missing ...chat.Input) (chat.Reply, error) {
	if err := d.CheckOpen(); err != nil {
		return chat.Reply{}, err
	}
	return c.AskForm(action, d, missing...)
}

// keepDeal stores a change that has no event, such as a next step.
func keepDeal(c *call.Call, d sales.Deal, text chat.Safe) (chat.Reply, error) {
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
	return c.Done(chat.Join("\n", chat.Bold(title), text)), nil
}

// heldBack reports whether typed words speak against the act, as says says, so that it is to be asked
// about.
func heldBack(c *call.Call, why string, says func(words string) bool) bool {
	return c.Req.Kind != chat.Submit && says(why)
}

// askHeldBack opens the form of an act with a reason that holds it back. Sending the form does it.
func askHeldBack(c *call.Call, action string, d sales.Deal, why string) (chat.Reply, error) {
	reply, err := c.AskForm(action, d,
		chat.Input{ID: "reason", Kind: chat.Area, Label: c.Words.Plain("field.reason"), Initial: why, Max: sales.TextMax})
	if err == nil {
		reply.Modal.Blocks = slices.Insert(reply.Modal.Blocks, 1, heldBackNote(c, why))
	}
	return reply, err
}

func heldBackNote(c *call.Call, why string) chat.Block {
	return chat.Para(c.Words.Say("common.held_back", "Text", chat.Cut(chat.Escape(why), 500)))
}

// factsOf returns what the criteria of stages need besides the deal's own fields.
func factsOf(c *call.Call, d sales.Deal) (sales.Facts, error) {
	f := sales.Facts{Activities: map[sales.ActivityKind]bool{}, Contacts: map[sales.ContactRole]bool{}}
	for a, err := range store.ActivitiesAbout(c.Read, d.ID) {
		if err != nil {
			return f, err
		}
		f.Activities[a.Kind] = true
	}
	if d.Account == "" {
		return f, nil
	}
	for k, err := range store.ContactsOf(c.Read, d.Account) {
		if err != nil {
			return f, err
		}
		f.Contacts[k.Role] = true
	}
	return f, nil
}

// unmet returns the criteria that keep a deal from its next stage.
func unmet(c *call.Call, d sales.Deal) ([]sales.Criterion, error) {
	f, err := factsOf(c, d)
	if err != nil {
		return nil, err
	}
	line, _ := c.Desk.Cards.Company.Pipeline(d.Pipeline)
	return d.Unmet(line, f), nil
}

// advance moves a deal to its next stage. If criteria are unmet, it lists them. Overriding them needs
// a reason, typed after the deal or in the form.
func advance(c *call.Call) (chat.Reply, error) {
	d, why, err := dealToEdit(c, "reason")
	if err != nil {
		return chat.Reply{}, err
	}
	return advanceDeal(c, d, why)
}

// advanceDeal is advance of a deal with the words behind it.
func advanceDeal(c *call.Call, d sales.Deal, why string) (chat.Reply, error) {
	if reply, asks, err := askTheirs(c, d); asks || err != nil {
		return reply, err
	}
	f, err := factsOf(c, d)
	if err != nil {
		return chat.Reply{}, err
	}
	line, _ := c.Desk.Cards.Company.Pipeline(d.Pipeline)
	if c.Req.Kind != chat.Submit && d.Status == sales.Open {
		if to, rest, said := stageSaid(c, line, why); said {
			next, more := line.Next(d.Stage)
			if more && next.ID != to.ID {
				return chat.Reply{}, sales.No("deal.not_next", "ID", d.ID,
					"Next", cards.StageName(c.Words, next), "Stage", cards.StageName(c.Words, to))
			}
			why = rest
		}
		if stageBehind(c, line, why) {
			return chat.Reply{}, sales.No("deal.stage_behind", "ID", d.ID, "Name", d.Name, "Text", why)
		}
	}
	moved, e, err := d.Advance(line, f, why, c.Act())
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
	if heldBack(c, why, phrase.HoldsBack) {
		return askHeldBack(c, "deal advance", d, why)
	}
	return c.KeepMove(moved, e)
}

// override opens the form for the reason to override criteria. Submitting it runs advance.
func override(c *call.Call) (chat.Reply, error) {
	d, _, err := dealToEdit(c, "")
	if err != nil {
		return chat.Reply{}, err
	}
	return askOpen(c, "deal advance", d,
		chat.Input{ID: "reason", Kind: chat.Area, Label: c.Words.Plain("deal.override_reason"), Max: sales.TextMax})
}

// back moves a deal to an earlier stage: the named one or the previous one.
func back(c *call.Call) (chat.Reply, error) {
	d, typed, err := dealToEdit(c, "reason")
	if err != nil {
		return chat.Reply{}, err
	}
	line, _ := c.Desk.Cards.Company.Pipeline(d.Pipeline)
	to, why := "", typed
	if first, rest := phrase.CutWord(typed); first != "" {
		for _, s := range line.Stages {
			if s.ID == first || strings.EqualFold(s.Name, first) || c.OneOf("stage.", []string{s.ID}, first) != "" {
				to, why = s.ID, rest
			}
		}
	}
	moved, e, err := d.Back(line, to, why, c.Act())
	if err != nil {
		return chat.Reply{}, err
	}
	if heldBack(c, why, phrase.NotYet) {
		return askHeldBack(c, "deal back", d, typed)
	}
	return c.KeepMove(moved, e)
}

// setAmount sets the amount before discount. These are new terms: they remove a granted discount and
// void a waiting request, and the answer says so.
func setAmount(c *call.Call) (chat.Reply, error) {
	d, typed, err := dealToEdit(c, "amount")
	if err != nil {
		return chat.Reply{}, err
	}
	if c.NothingTyped(typed) {
		return askOpen(c, c.Req.Name, d,
			chat.Input{ID: "amount", Kind: chat.Line, Label: c.Words.Plain("field.amount"), Placeholder: c.Words.Plain("deal.amount_hint")})
	}
	m, err := amountOf(c, d, typed)
	if err != nil {
		return chat.Reply{}, err
	}
	moved, e, err := d.Reprice(m, c.Act())
	if err != nil {
		return chat.Reply{}, err
	}
	reply, err := c.KeepMove(moved, e)
	if err != nil {
		return reply, err
	}
	told, _, err := c.Desk.Cards.Lowered(c.Read, c.Words, moved, c.Req.At)
	if d.Discount != 0 || d.Special != (sales.Special{}) { // it was for the old amount
		gone := c.Words.Say("deal.discount_gone", "Discount", cards.Terms(c.Words, sales.Offer{Discount: d.Discount, Special: d.Special}))
		told = chat.Join("\n", gone, told)
	}
	if told != "" {
		reply = call.Remark(reply, told)
	}
	return reply, err
}

// amountOf parses an amount, by default in the deal's currency.
func amountOf(c *call.Call, d sales.Deal, typed string) (sales.Money, error) {
	currency, err := c.CurrencyOf(d)
	if err != nil {
		return sales.Money{}, err
	}
	m, err := phrase.Money(typed, currency)
	return m, sales.At("amount", err)
}

// setDate sets the day a deal is expected to close.
func setDate(c *call.Call) (chat.Reply, error) {
	d, typed, err := dealToEdit(c, "close")
	if err != nil {
		return chat.Reply{}, err
	}
	if c.NothingTyped(typed) {
		return askOpen(c, c.Req.Name, d,
			chat.Input{ID: "close", Kind: chat.Day, Label: c.Words.Plain("field.close"), Initial: string(d.Close)})
	}
	day := calendar.Date(typed)
	if later, ok := phrase.Later(typed, d.Close, c.Work()); ok {
		day = later
	} else if c.Req.Kind != chat.Submit {
		when, err := phrase.CloseDay(typed, c.Req.At, c.Work())
		if err != nil {
			return chat.Reply{}, err
		}
		day = when.Date
	}
	moved, e, err := d.Redate(day, c.Act())
	if err != nil {
		return chat.Reply{}, err
	}
	return c.KeepMove(moved, e)
}

// described are the text fields of a deal that criteria of stages can require.
var described = [...]string{"need", "budget", "product", "name"}

// setFields sets one of the described fields: "deal set D-7 need faster onboarding".
func setFields(c *call.Call) (chat.Reply, error) {
	d, typed, err := dealToEdit(c, "text")
	if err != nil {
		return chat.Reply{}, err
	}
	if c.Req.Kind == chat.Submit {
		return dealFilled(c, d)
	}
	name, text := phrase.CutWord(typed)
	field := c.OneOf("field.", described[:], name)
	switch {
	case field == "" && typed != "":
		return chat.Reply{}, sales.No("deal.field_unknown", "Given", name, "Fields", describedFields(c))
	case text == "": // a form shows what is there; nothing is wiped by leaving out the words
		var fields []chat.Input
		for _, f := range described {
			fields = append(fields, chat.Input{ID: f, Kind: chat.Line, Label: c.Words.Plain("field." + f), Initial: d.Text(f), Optional: true,
				Max: sales.NameMax})
		}
		return c.AskForm(c.Req.Name, d, fields...)
	}
	if d, err = d.Describe(field, text); err != nil {
		return chat.Reply{}, err
	}
	return keepDescribed(c, d, c.Words.Say("deal.set", "Field", c.Words.Say("field."+field), "Text", text))
}

// describedFields lists the described fields in the person's language.
func describedFields(c *call.Call) chat.Safe {
	var names []chat.Safe
	for _, f := range described {
		names = append(names, c.Words.Say("field."+f))
	}
	return c.Words.List(names, false)
}

// dealFilled stores the fields of the submitted form.
func dealFilled(c *call.Call, d sales.Deal) (chat.Reply, error) {
	var told []chat.Safe
	for _, f := range described {
		text := strings.TrimSpace(c.Req.Fields[f])
		if text == d.Text(f) {
			continue
		}
		var err error
		if d, err = d.Describe(f, text); err != nil {
			return chat.Reply{}, sales.At(f, err)
		}
		told = append(told, c.Words.Say("deal.set", "Field", c.Words.Say("field."+f), "Text", text))
	}
	return keepDescribed(c, d, chat.Join("\n", told...))
}

// keepDescribed is keepDeal of other goods: a waiting request for those that were named is void.
func keepDescribed(c *call.Call, d sales.Deal, text chat.Safe) (chat.Reply, error) {
	return call.Voiding(c, d, func() (chat.Reply, error) {
		reply, err := keepDeal(c, d, text)
		if err == nil {
			err = c.Desk.EndWaiting(c.Tx, d)
		}
		return reply, err
	})
}
