package deal

import (
	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/desk/cards"
	"dealdesk/sales"
)

// A card's buttons are the same for everybody who reads the channel. One that moves the
// deal at once asks first when the deal is somebody else's: the click may be a slip.

// advanceTheirs moves somebody else's deal on, after the question.
const advanceTheirs = "deal advance theirs"

// askTheirs is the question; ok is false where there is nothing to ask.
func askTheirs(c *call.Call, d sales.Deal) (reply chat.Reply, ok bool, err error) {
	if c.Req.Kind != chat.Click || c.Req.Name == advanceTheirs || d.Owner == c.Me.ID || d.Status != sales.Open {
		return reply, false, nil
	}
	owner, err := cards.PersonName(c.Read, d.Owner)
	if err != nil {
		return reply, true, err
	}
	title, err := c.Desk.Cards.DealTitle(c.Read, d)
	if err != nil {
		return reply, true, err
	}
	text := c.Words.Say("deal.theirs", "Deal", title, "Owner", owner, "Stage", c.Desk.Cards.StageOf(c.Words, d))
	reply = chat.Say(text, chat.Para(text), chat.Block{Buttons: []chat.Button{
		{Label: c.Words.Plain("deal.theirs_yes"), Action: advanceTheirs, Value: d.ID},
	}})
	reply.Title = call.TitleFor(c.Words.Plain("form.deal advance"), owner)
	return reply, true, nil
}

// movedTheirs advances the deal after the question was answered, and replaces the question.
func movedTheirs(c *call.Call) (chat.Reply, error) {
	reply, err := advance(c)
	reply.Replace = true
	return reply, err
}
