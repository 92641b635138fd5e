package deal

import (
	"errors"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/desk/cards"
	"dealdesk/sales"
)

// namedFilter is the list of a colleague's or of a customer's open deals; ok is false if the text
// names neither.
func namedFilter(c *call.Call, asked string) (keep func(sales.Deal) bool, head chat.Safe, ok bool, err error) {
	who, err := c.PersonNamed(asked)
	if err == nil {
		return func(d sales.Deal) bool { return d.Owner == who.ID }, c.Words.Say("deal_list.of", "Name", cards.NameOf(who)), true, nil
	}
	if _, no := sales.AsProblem(err); !no {
		return nil, "", false, err
	}
	account, rest, found, err := c.AccountNamed(asked)
	var which *call.Choice
	if errors.As(err, &which) && which.Like { // perhaps a list misspelt
		return nil, "", false, nil
	}
	if err != nil || !found || rest != "" {
		return nil, "", false, err
	}
	return func(d sales.Deal) bool { return d.Account == account.ID }, c.Words.Say("deal_list.of", "Name", account.Name), true, nil
}
