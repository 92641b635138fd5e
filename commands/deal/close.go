package deal

import (
	"strings"
	"unicode/utf8"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/sales"
)

// Closing a deal, either way, and bringing it back.

// won closes a deal as won. Without an amount it asks for one first, because a sale
// of unknown size would spoil every number made of it. An amount that is typed along is
// the deal's from now on, a move of its own.
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

// lost closes a deal as lost, for a reason of the list and maybe to a competitor:
// "price Initech". Anything else opens the form, with what was understood filled in.
func lost(c *call.Call) (chat.Reply, error) {
	d, typed, err := dealToEdit(c, "reason")
	if err != nil {
		return chat.Reply{}, err
	}
	reason, competitor := lostReason(c, typed)
	clear := reason != ""
	if c.Req.Kind == chat.Submit {
		competitor = c.Req.Fields["competitor"]
	} else if clear {
		competitor, clear = namedRival(competitor)
	}
	if !clear && d.Status == sales.Open {
		return askLost(c, d, typed)
	}
	moved, e, err := d.Lose(c.Desk.Cards.Company.LostReasons, reason, competitor, c.Act())
	if err != nil {
		return chat.Reply{}, err
	}
	return c.KeepMove(moved, e)
}

// lostReason reads a reason off the front of the text, in any language.
func lostReason(c *call.Call, typed string) (code, rest string) {
	for end := len(typed); end > 0; end = strings.LastIndexAny(typed[:end], " \u3000") {
		if code = c.OneOf("lost.", c.Desk.Cards.Company.LostReasons, strings.TrimSpace(typed[:end])); code != "" {
			return code, strings.TrimSpace(typed[end:])
		}
	}
	// "budget" is enough for "No budget", if it fits only one of them.
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

// reopen brings back a deal that was won or lost.
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
