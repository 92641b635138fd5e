package account

import (
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/store"
)

// suggest returns the deals and customers that match what a person is typing in a form.
func suggest(c *call.Call) (chat.Reply, error) {
	reply, err := suggestAccount(c)
	if err != nil {
		return reply, err
	}
	deals, err := c.LikelyDeals()
	if err != nil {
		return reply, err
	}
	typed := sales.Fold(c.Req.Args)
	var options []chat.Option
	for _, d := range deals {
		title, err := c.Desk.Cards.DealTitle(c.Read, d)
		if err != nil {
			return reply, err
		}
		if label := lang.Unmark(title); strings.Contains(sales.Fold(label), typed) {
			options = append(options, chat.Option{Label: label, Value: d.ID})
		}
	}
	reply.Options = append(options, reply.Options...)
	return reply, nil
}

// suggestAccount returns matching customers, or the person's own if nothing is typed.
func suggestAccount(c *call.Call) (chat.Reply, error) {
	var fits []sales.Account
	if strings.TrimSpace(c.Req.Args) == "" {
		for a, err := range store.AccountsOf(c.Read, c.Me.ID) {
			if err != nil {
				return chat.Reply{}, err
			}
			if fits = append(fits, a); len(fits) == call.ListLimit {
				break
			}
		}
	} else {
		var err error
		if fits, err = alikeTo(c, c.Req.Args); err != nil {
			return chat.Reply{}, err
		}
	}
	reply := chat.Reply{Options: []chat.Option{}}
	for _, a := range fits {
		reply.Options = append(reply.Options, chat.Option{Label: a.ID + " " + a.Name, Value: a.ID})
	}
	return reply, nil
}
