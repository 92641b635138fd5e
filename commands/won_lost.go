package commands

import (
	"strings"
	"unicode/utf8"

	"dealdesk/chat"
	"dealdesk/sales"
)

// Closing a deal, either way, and bringing it back.

// dealWon closes a deal as won. Without an amount it asks for one first, because a sale
// of unknown size would spoil every number made of it. An amount that is typed along is
// the deal's from now on, a move of its own.
func dealWon(c *call) (chat.Reply, error) {
	d, typed, err := c.mine("amount")
	if err != nil {
		return chat.Reply{}, err
	}
	if d.Amount.Zero() && typed == "" && d.Status == sales.Open {
		return c.ask(c.Req.Name, d, chat.Input{ID: "amount", Kind: chat.Line, Label: c.Words.Plain("field.amount"), Placeholder: c.Words.Plain("deal.amount_hint")})
	}
	var moves []sales.Event
	if typed != "" {
		m, err := c.amountOf(d, typed)
		if err != nil {
			return chat.Reply{}, err
		}
		if m != d.Amount {
			priced, e, err := d.Reprice(m, c.act())
			if err == nil {
				err = c.putMove(priced, e)
			}
			if err != nil {
				return chat.Reply{}, err
			}
			d, moves = priced, append(moves, e)
		}
	}
	won, e, err := d.Win(c.act())
	if err == nil {
		err = c.putMove(won, e)
	}
	if err != nil {
		return chat.Reply{}, err
	}
	return c.tellMove(won, append(moves, e)...)
}

// dealLost closes a deal as lost, for a reason of the list and maybe to a competitor:
// "price Initech". What is no reason of the list is kept in the form it opens.
func dealLost(c *call) (chat.Reply, error) {
	d, typed, err := c.mine("reason")
	if err != nil {
		return chat.Reply{}, err
	}
	reason, competitor := c.lostReason(typed)
	if c.Req.Kind == chat.Submit {
		competitor = c.Req.Fields["competitor"]
	}
	if reason == "" && d.Status == sales.Open {
		return c.ask(c.Req.Name, d,
			chat.Input{ID: "reason", Kind: chat.Select, Label: c.Words.Plain("field.reason"), Options: c.lostReasons()},
			chat.Input{ID: "competitor", Kind: chat.Line, Label: c.Words.Plain("field.competitor"), Initial: typed, Optional: true, Max: sales.NameMax})
	}
	moved, e, err := d.Lose(c.Desk.Cards.Company.LostReasons, reason, competitor, c.act())
	if err != nil {
		return chat.Reply{}, err
	}
	return c.keepMove(moved, e)
}

// lostReason reads a reason off the front of the text, in any language.
func (c *call) lostReason(typed string) (code, rest string) {
	for end := len(typed); end > 0; end = strings.LastIndexAny(typed[:end], " \u3000") {
		if code = c.oneOf("lost.", c.Desk.Cards.Company.LostReasons, strings.TrimSpace(typed[:end])); code != "" {
			return code, strings.TrimSpace(typed[end:])
		}
	}
	// "budget" is enough for "No budget", if it fits only one of them.
	first, rest := cutWord(typed)
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

func (c *call) lostReasons() []chat.Option {
	var all []chat.Option
	for _, code := range c.Desk.Cards.Company.LostReasons {
		all = append(all, chat.Option{Label: c.Desk.Cards.LostReason(c.Words, code), Value: code})
	}
	return all
}

// dealReopen brings back a deal that was won or lost.
func dealReopen(c *call) (chat.Reply, error) {
	d, why, err := c.mine("reason")
	if err != nil {
		return chat.Reply{}, err
	}
	moved, e, err := d.Reopen(why, c.act())
	if err != nil {
		return chat.Reply{}, err
	}
	return c.keepMove(moved, e)
}
