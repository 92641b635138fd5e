package deal

import (
	"errors"
	"slices"
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/desk/cards"
	"dealdesk/sales"
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
	rest = strings.TrimSpace(rest)
	second, err := secondCustomer(c, rest)
	if err == nil && second != "" {
		err = sales.No("deal.one_at_a_time", "ID", d.ID, "Second", second, "Verb", c.Req.Name)
	}
	return d, rest, err
}

// secondCustomer returns the customer that is all of what is joined to the deal: "and Linden", ", Linden".
// With more words behind it, it may be part of a reason.
func secondCustomer(c *call.Call, rest string) (name string, err error) {
	behind := phrase.Joined(rest)
	if behind == rest || behind == "" {
		return "", nil
	}
	a, more, found, err := c.AccountNamed(behind)
	var which *call.Choice
	switch {
	case errors.As(err, &which):
		return "", nil
	case err != nil || !found || more != "":
		return "", err
	}
	return a.Name, nil
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

// heldBack reports whether the typed words speak against the act, by the test says. Then it must be
// asked about.
func heldBack(c *call.Call, why string, says func(words string) bool) bool {
	return c.Req.Kind != chat.Submit && (says(why) || unclear(c, why))
}

// unclear reports whether words in a conversation may be talk and no reason: "!won over the CFO today". Behind a slash
// nobody talks.
func unclear(c *call.Call, why string) bool {
	talk := c.Req.Kind.Typed() && c.Req.Kind != chat.Slash || c.Req.Kind == chat.Click && c.Req.Value != ""
	return talk && strings.TrimSpace(why) != "" && !phrase.PlainReason(why)
}

// askHeldBack opens the form of an act with a reason that holds it back. Sending the form does it.
func askHeldBack(c *call.Call, action string, d sales.Deal, why string) (chat.Reply, error) {
	reply, err := c.AskForm(action, d, chat.Input{ID: "reason", Kind: chat.Area, Initial: why, Max: sales.TextMax})
	if err == nil {
		reply.Modal.Blocks = slices.Insert(reply.Modal.Blocks, 1, heldBackNote(c, why))
	}
	return reply, err
}

func heldBackNote(c *call.Call, why string) chat.Block {
	says := "common.held_back"
	if !phrase.DoubtsWin(why) {
		says = "common.is_reason"
	}
	return chat.Para(c.Words.Say(says, "Text", chat.Cut(chat.Escape(why), 500)))
}

// factsOf returns what the criteria of stages need besides the deal's own fields. A contact dated before
// the deal was opened was about something else.
func factsOf(c *call.Call, d sales.Deal) (sales.Facts, error) {
	f := sales.Facts{Activities: map[sales.ActivityKind]bool{}, Contacts: map[sales.ContactRole]bool{}}
	for a, err := range store.ActivitiesAbout(c.Read, d.ID) {
		if err != nil {
			return f, err
		}
		if f.Activities[a.Kind] {
			continue
		}
		before, err := c.Desk.Cards.BeforeDeal(c.Read, a, d)
		if err != nil {
			return f, err
		}
		f.Activities[a.Kind] = !before
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
				return chat.Reply{}, notNext(c, line, d, to)
			}
			why = rest
		}
		if stageBehind(c, line, why) {
			return chat.Reply{}, sales.No("deal.stage_behind", "ID", d.ID, "Name", d.Name, "Text", why)
		}
	}
	if c.Req.Kind == chat.Submit && phrase.NoReason(why) {
		why = ""
	}
	moved, e, err := d.Advance(line, f, why, c.Act())
	if problem, no := sales.AsProblem(err); no && problem.Code == "deal.criteria_unmet" && c.Req.Kind != chat.Submit {
		text := c.Desk.Cards.Problem(c.Words, problem)
		buttons := []chat.Button{
			{Label: c.Words.Plain("button.override"), Action: "deal override", Value: d.ID},
			{Label: c.Words.Plain("button.log"), Action: "log", Value: d.ID},
			{Label: c.Words.Plain("button.set"), Action: "deal set", Value: d.ID},
		}
		if slices.ContainsFunc(d.Unmet(line, f), func(c sales.Criterion) bool { return strings.HasPrefix(c.Code(), "field.next") }) {
			buttons = append(buttons, chat.Button{Label: c.Words.Plain("button.next"), Action: "deal next", Value: d.ID})
		}
		return chat.Say(text, chat.Para(text), chat.Block{Buttons: buttons}), nil
	}
	if err != nil {
		return chat.Reply{}, err
	}
	if heldBack(c, why, phrase.DoubtsMove) || c.Req.Kind.Typed() && phrase.MoneyCame(why) {
		return askHeldBack(c, "deal advance", d, why)
	}
	return c.KeepMove(moved, e)
}

// notNext is the problem with a stage that is not the next one: each has its own way there.
func notNext(c *call.Call, line sales.Pipeline, d sales.Deal, to sales.Stage) error {
	next, _ := line.Next(d.Stage)
	place := func(id string) int {
		return slices.IndexFunc(line.Stages, func(s sales.Stage) bool { return s.ID == id })
	}
	code := "deal.not_next"
	switch now, then := place(d.Stage), place(to.ID); {
	case then < now:
		code = "deal.stage_before"
	case then == now:
		code = "deal.stage_already"
	}
	return sales.No(code, "ID", d.ID, "Next", cards.StageName(c.Words, next), "Stage", cards.StageName(c.Words, to)).At("stage")
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
			if s.ID == first || sales.SameSpelling(s.Name, first) || c.OneOf("stage.", []string{s.ID}, first) != "" {
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
