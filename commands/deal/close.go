package deal

import (
	"strings"
	"unicode/utf8"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/sales"
)

// Closing a deal as won or lost, and reopening it.

// won closes a deal as won. A deal without an amount needs one first, because a sale of unknown size
// would make every total wrong. An amount on the line becomes the deal's, as a change of its own.
func won(c *call.Call) (chat.Reply, error) {
	d, typed, err := dealToEdit(c, "amount")
	if err != nil {
		return chat.Reply{}, err
	}
	if d.Amount.Zero() && typed == "" && d.Status == sales.Open {
		return c.AskForm(c.Req.Name, d, chat.Input{ID: "amount", Kind: chat.Line, Label: c.Words.Plain("field.amount"), Placeholder: c.Words.Plain("deal.amount_hint")})
	}
	var moves []sales.Event
	if typed != "" {
		m, err := amountOf(c, d, typed)
		if err != nil {
			return chat.Reply{}, err
		}
		if m != d.Amount {
			priced, e, err := d.Reprice(m, c.Act())
			if err == nil {
				err = c.PutMove(priced, e)
			}
			if err != nil {
				return chat.Reply{}, err
			}
			d, moves = priced, append(moves, e)
		}
	}
	won, e, err := d.Win(c.Act())
	if err == nil {
		err = c.PutMove(won, e)
	}
	if err != nil {
		return chat.Reply{}, err
	}
	return c.TellMove(won, append(moves, e)...)
}

// lost closes a deal as lost, with a reason from the list and optionally a competitor: "price
// Initech". Text without a listed reason opens the form, which contains it.
func lost(c *call.Call) (chat.Reply, error) {
	d, typed, err := dealToEdit(c, "reason")
	if err != nil {
		return chat.Reply{}, err
	}
	reason, competitor := lostReason(c, typed)
	if c.Req.Kind == chat.Submit {
		competitor = c.Req.Fields["competitor"]
	}
	if reason == "" && d.Status == sales.Open {
		return c.AskForm(c.Req.Name, d,
			chat.Input{ID: "reason", Kind: chat.Select, Label: c.Words.Plain("field.reason"), Options: lostReasons(c)},
			chat.Input{ID: "competitor", Kind: chat.Line, Label: c.Words.Plain("field.competitor"), Initial: typed, Optional: true, Max: sales.NameMax})
	}
	moved, e, err := d.Lose(c.Desk.Cards.Company.LostReasons, reason, competitor, c.Act())
	if err != nil {
		return chat.Reply{}, err
	}
	return c.KeepMove(moved, e)
}

// lostReason cuts a reason off the front of the text, in any language.
func lostReason(c *call.Call, typed string) (code, rest string) {
	for end := len(typed); end > 0; end = strings.LastIndexAny(typed[:end], " \u3000") {
		if code = c.OneOf("lost.", c.Desk.Cards.Company.LostReasons, strings.TrimSpace(typed[:end])); code != "" {
			return code, strings.TrimSpace(typed[end:])
		}
	}
	// "budget" is enough for "No budget" if it matches only one reason.
	first, rest := phrase.CutWord(typed)
	if utf8.RuneCountInString(first) < 2 {
		return "", typed
	}
	for _, r := range c.Desk.Cards.Company.LostReasons {
		for _, l := range c.Desk.Cards.Lang.Languages() {
			if label := c.Desk.Cards.LostReason(c.Desk.Cards.Lang.Printer(l), r); strings.Contains(strings.ToLower(label), strings.ToLower(first)) && code != r {
				if code != "" {
					return "", typed
				}
				code = r
			}
		}
	}
	if code == "" {
		rest = typed
	}
	return code, rest
}

func lostReasons(c *call.Call) []chat.Option {
	var all []chat.Option
	for _, code := range c.Desk.Cards.Company.LostReasons {
		all = append(all, chat.Option{Label: c.Desk.Cards.LostReason(c.Words, code), Value: code})
	}
	return all
}

// reopen reopens a deal that was won or lost.
func reopen(c *call.Call) (chat.Reply, error) {
	d, why, err := dealToEdit(c, "reason")
	if err != nil {
		return chat.Reply{}, err
	}
	moved, e, err := d.Reopen(why, c.Act())
	if err != nil {
		return chat.Reply{}, err
	}
	return c.KeepMove(moved, e)
}
