package deal

import (
	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/lang"
	"dealdesk/sales"
)

const nextThis = "next this"

// planThis is the shortcut on a message that tells what comes next: it opens the form of the next step with
// what was understood.
func planThis(c *call.Call) (chat.Reply, error) {
	said, err := call.TheMessage(c)
	if err != nil {
		return chat.Reply{}, err
	}
	d, inRoom, err := c.DealHere()
	if err != nil {
		return chat.Reply{}, err
	}
	if inRoom {
		if err := call.MayDeal(c, sales.Edit, d); err != nil {
			return chat.Reply{}, err
		}
	}
	what, due, err := phrase.NextStep(said.Text, said.At.In(c.Zone), c.Work())
	if _, no := sales.AsProblem(err); no || err == nil && what == "" {
		what, err = said.Text, nil
	}
	if err != nil {
		return chat.Reply{}, err
	}
	planned := d
	planned.Next = nextStep(cut(what, sales.StepMax), due)
	reply, err := c.AskForm("deal next", d, nextFields(c, planned)...)
	if err == nil && !inRoom {
		err = beginWith(c, reply.Modal, said.Text)
	}
	return reply, err
}

// beginWith chooses the deal in a form that a text is about.
func beginWith(c *call.Call, form *chat.Modal, text string) error {
	id, err := call.RecordIn(c, text)
	if err != nil || sales.KindOf(id) != sales.KindDeal {
		return err
	}
	d, err := c.DealByID(id)
	if err != nil {
		return nil // not theirs to see
	}
	title, err := c.Desk.Cards.DealTitle(c.Read, d)
	in := form.Blocks[0].Input
	in.Options, in.Initial = []chat.Option{{Label: lang.Unmark(title), Value: d.ID}}, d.ID
	return err
}

// cut is the beginning of a text, as many characters as there is room for.
func cut(text string, most int) string {
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return text
}
