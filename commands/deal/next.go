package deal

import (
	"errors"
	"slices"
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/desk/cards"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// setNext sets the deal's only next step, with its date. It asks about one that promises something.
func setNext(c *call.Call) (chat.Reply, error) { return nextFor(c, false) }

// nextSure is setNext for a step that promises nothing.
func nextSure(c *call.Call) (chat.Reply, error) { return nextFor(c, true) }

func nextFor(c *call.Call, sure bool) (chat.Reply, error) {
	line := c.Req
	d, typed, err := dealToEdit(c, "next")
	var which *call.Choice
	if errors.As(err, &which) {
		if reply, failed := nextOfLast(c, line); failed != nil || !reply.Unknown {
			return reply, failed
		}
	}
	if err != nil {
		return chat.Reply{}, err
	}
	if c.NothingTyped(typed) {
		return askOpen(c, "deal next", d, nextFields(c, d)...)
	}
	if !sure && c.Req.Kind != chat.Submit && phrase.DeniesStep(typed) {
		fields := nextFields(c, d)
		fields[0].Initial = typed
		reply, err := askOpen(c, "deal next", d, fields...)
		if err == nil {
			reply.Modal.Blocks = slices.Insert(reply.Modal.Blocks, 1,
				chat.Para(c.Words.Say("common.held_back", "Text", chat.Cut(chat.Escape(typed), 500))))
		}
		return reply, err
	}
	if c.Req.Kind != chat.Submit && phrase.Clears(typed) {
		return clearNext(c, d)
	}
	if rest, done := phrase.CutDone(typed); done && c.Req.Kind != chat.Submit {
		return nextDone(c, d, rest)
	}
	step := sales.NextStep{What: typed, Due: calendar.Date(c.Req.Fields["due"])}
	if c.Req.Kind != chat.Submit {
		what, due, err := phrase.NextStep(typed, c.Req.At, c.Work())
		if err != nil {
			return chat.Reply{}, err
		}
		if step = nextStep(what, due); what == "" { // only another day
			step.What = d.Next.What
		}
	}
	if !sure && phrase.GivesAway(step.What) && step.What != d.Next.What {
		if c.Req.Kind == chat.Submit {
			return chat.Reply{}, termsIn(d.ID, "next", step.What)
		}
		if _, err := d.Plan(step, c.Act()); err != nil {
			return chat.Reply{}, err
		}
		return askPromise(c, d, "deal next sure", typed, step.What)
	}
	return plan(c, d, step, "")
}

// nextOfLast takes a step that names no customer as that of what was proposed or logged just before; the answer is
// Unknown if there is nothing of that kind.
func nextOfLast(c *call.Call, line chat.Request) (chat.Reply, error) {
	now := c.Req
	defer func() { c.Req = now }()
	find, err := call.Spots(c)
	if err != nil || len(find(line.Args)) > 0 || !line.Kind.Typed() || line.Value != "" {
		return chat.Reply{Unknown: true}, err
	}
	c.Req = line
	c.Req.Args = phrase.AsStep(line.Args)
	if reply, err := call.Answer(c); err != nil || !reply.Unknown {
		return reply, err
	}
	if id, _ := call.LastSaved(c); id == "" {
		return chat.Reply{Unknown: true}, nil
	}
	return c.Run("log said", c.Req.Args)
}

// putOff moves the day of the next step. Its time of day stays.
func putOff(c *call.Call) (chat.Reply, error) {
	d, by, err := dealToEdit(c, "next")
	if err != nil {
		return chat.Reply{}, err
	}
	step := d.Next
	if step.Missing() {
		return chat.Reply{}, sales.No("deal.no_next", "ID", d.ID)
	}
	if step.Due, err = call.Later(c, d, by); err != nil {
		return chat.Reply{}, err
	}
	return plan(c, d, step, "")
}

// plan sets a deal's next step. told is what else to say.
func plan(c *call.Call, d sales.Deal, step sales.NextStep, told chat.Safe) (chat.Reply, error) {
	was := d
	d, err := d.Plan(step, c.Act())
	if err != nil {
		return chat.Reply{}, err
	}
	if err := c.Desk.PostStep(c.Tx, was, d); err != nil {
		return chat.Reply{}, err
	}
	call.Changed(c, "deal next", d.ID, strings.TrimSpace(step.What+" "+string(step.Due)+" "+step.Clock))
	return keepDeal(c, d, chat.Join("\n", told, c.Words.Say("card.next", "Next", cards.Next(c.Words, d.Next)), c.OnDayOff(d.Next.Due)))
}

// stepDone marks the next step that a button showed as done. Another one has taken its place if somebody
// was faster.
func stepDone(c *call.Call) (chat.Reply, error) {
	id, mark, _ := strings.Cut(c.Req.Value, "|")
	c.Req.Value = id
	d, then, err := dealToEdit(c, "next")
	if err != nil {
		return chat.Reply{}, err
	}
	if d.Next.Mark() != mark {
		return chat.Reply{}, sales.No("deal.other_step", "ID", d.ID, "Next", cards.Next(c.Words, d.Next))
	}
	return nextDone(c, d, then)
}

// nextDone marks the next step as done: it is kept as a note, and the one that was typed behind takes its
// place. Without one, it is asked for.
func nextDone(c *call.Call, d sales.Deal, then string) (chat.Reply, error) {
	before, was := d, d.Next
	if was.Missing() {
		return chat.Reply{}, sales.No("deal.no_next", "ID", d.ID)
	}
	d, err := d.Unplan()
	if err != nil {
		return chat.Reply{}, err
	}
	what, due, err := "", (*phrase.Moment)(nil), error(nil)
	if then != "" {
		if what, due, err = phrase.NextStep(then, c.Req.At, c.Work()); err != nil {
			return chat.Reply{}, err
		}
	}
	if err := keepDone(c, d, was); err != nil {
		return chat.Reply{}, err
	}
	told := c.Words.Say("deal.next_done", "Was", cards.Next(c.Words, was))
	if then != "" {
		return plan(c, d, nextStep(what, due), told)
	}
	if err := c.Desk.PostStep(c.Tx, before, d); err != nil {
		return chat.Reply{}, err
	}
	reply, err := keepDeal(c, d, chat.Join("\n", told, c.Words.Say("deal.next_then", "ID", d.ID)))
	if err != nil {
		return reply, err
	}
	last := &reply.Message.Blocks[len(reply.Message.Blocks)-1]
	last.Buttons = append([]chat.Button{{Label: c.Words.Plain("button.next"), Action: "deal next", Value: d.ID}}, last.Buttons...)
	return reply, nil
}

// keepDone keeps a step that was done as a note in the deal's room and history.
func keepDone(c *call.Call, d sales.Deal, step sales.NextStep) error {
	a := sales.Activity{ID: c.Tx.Next(sales.KindActivity), Kind: sales.Note, Account: d.Account, Deal: d.ID, Team: d.Team, By: c.Me.ID,
		On: c.Today, At: c.Req.At.UTC(), Note: c.Words.Plain("deal.step_done", "Step", step.What)}
	if err := store.Activities.Put(c.Tx, a); err != nil {
		return err
	}
	return c.Desk.PostInRoom(c.Tx, d, a.ID, func(p lang.Printer) (chat.Message, error) { return cards.Activity(c.Read, p, a) })
}

// clearNext takes the next step off a deal, and says which it was.
func clearNext(c *call.Call, d sales.Deal) (chat.Reply, error) {
	before, was := d, d.Next
	if was.Missing() {
		return chat.Reply{}, sales.No("deal.no_next", "ID", d.ID)
	}
	d, err := d.Unplan()
	if err != nil {
		return chat.Reply{}, err
	}
	if err := c.Desk.PostStep(c.Tx, before, d); err != nil {
		return chat.Reply{}, err
	}
	return keepDeal(c, d, c.Words.Say("deal.next_cleared", "Was", cards.Next(c.Words, was), "ID", d.ID))
}
