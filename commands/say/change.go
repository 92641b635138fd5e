package say

import (
	"strings"
	"unicode"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/commands/phrase/talk"
	"dealdesk/sales"
)

// correctChange proposes the change of a deal that was just made once more, as words correct it: "no, 28 Jan", "sorry,
// I meant D-2". What cannot be read says how to type it. The answer is Unknown if the words correct nothing.
func correctChange(c *call.Call, words string) (chat.Reply, error) {
	unknown := chat.Reply{Unknown: true}
	made, ok := call.LastChange(c)
	if !ok {
		return unknown, nil
	}
	if talk.OtherReason(words) && made.Route == "deal lost" {
		return c.Answer(c.Words.Say("say.reason_stays", "ID", made.Deal)), nil
	}
	said, ok := talk.ReadCorrection(words)
	if !ok || said.Right == "" {
		return unknown, nil
	}
	d, err := c.DealByID(made.Deal)
	if err != nil {
		return unknown, err
	}
	other, err := otherDeals(c, said.Right, d)
	if err != nil {
		return unknown, err
	}
	if len(other) > 0 {
		reply, err := call.Propose(c, made.Route, made.Typed, other)
		if err != nil {
			return unknown, err
		}
		return call.Remark(reply, c.Words.Say("say.first_stays", "ID", d.ID)), nil
	}
	if args := changedTo(c, made, d, said.Right); args != "" {
		return call.Propose(c, made.Route, args, []sales.Deal{d})
	}
	if !said.Sure || !strings.ContainsFunc(said.Right, unicode.IsDigit) {
		return unknown, nil
	}
	line := c.Words.Verb(made.Route) + " " + d.ID + " …"
	return c.Answer(c.Words.Say("say.correct_how", "ID", d.ID, "Line", line)), nil
}

// otherDeals are the deals that a whole text names instead of one: by their id, or by their customer.
func otherDeals(c *call.Call, text string, was sales.Deal) ([]sales.Deal, error) {
	find, err := call.Spots(c)
	if err != nil {
		return nil, err
	}
	spots := find(text)
	if len(spots) != 1 || spots[0].Start > 0 || spots[0].End < len(text) || spots[0].ID == "" ||
		spots[0].ID == was.ID || spots[0].ID == was.Account {
		return nil, nil
	}
	return dealsMeant(c, spots)
}

// changedTo is a text as the arguments of a change that was made, "" if it is no value of that kind.
func changedTo(c *call.Call, made call.Change, d sales.Deal, text string) string {
	var err error
	switch made.Route {
	case "deal amount":
		_, err = phrase.Money(text, d.Amount.Currency)
	case "deal date":
		_, err = phrase.CloseDay(text, c.Req.At, c.Work())
	case "discount":
		var end int
		if _, end, err = phrase.LeadingDiscount(text); end < len(text) {
			return ""
		}
	case "deal next":
		_, err = phrase.When(text, c.Req.At, c.Work())
		text = d.Next.What + " " + text
	default:
		return ""
	}
	if err != nil {
		return ""
	}
	return text
}

// takeBack undoes the last thing; of a contact that was corrected since it was logged, it asks whether all of it is meant.
func takeBack(c *call.Call, line string) (chat.Reply, error) {
	if reply, err := c.Run("log scrap", line); err != nil || !reply.Unknown {
		return reply, err
	}
	return c.Run("undo", "")
}
