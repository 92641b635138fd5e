package call

import (
	"slices"
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/phrase"
	"dealdesk/sales"
	"dealdesk/store"
)

// accountMeant is the customer that was picked or opens the text.
func accountMeant(c *Call, args string) (a sales.Account, rest string, ok bool, err error) {
	if sales.KindOf(c.Req.Value) == sales.KindAccount {
		if a, err = c.AccountByID(c.Req.Value); err == nil {
			rest, err = cutLikeness(c, args, a.ID)
		}
		return a, rest, err == nil, err
	}
	return c.AccountNamed(args)
}

// dealsOf are the customer's deals that may be meant: the open ones or, if there are none and the
// command works on closed deals too, the closed ones.
func dealsOf(c *Call, a sales.Account) (fits, closed []sales.Deal, err error) {
	if fits, err = c.OpenDeals(a.ID); err != nil || len(fits) > 0 {
		return fits, nil, err
	}
	if closed, err = closedDeals(c, a.ID); c.door.worksOnClosed(c.Req.Name) {
		fits = closed
	}
	return fits, closed, err
}

// calledSo reports whether a text begins with the customer's id, name or first word of the name. A
// similar name does not count.
func calledSo(a sales.Account, text string) bool {
	first, _ := phrase.CutWord(text)
	word, _ := phrase.CutWord(a.Name)
	id, isID := phrase.ID(first)
	if len([]rune(first)) > 1 && first[0] >= 0x80 && strings.HasPrefix(sales.Fold(a.Name), sales.Fold(first)) {
		return true // Chinese names have no first word of their own
	}
	return isID && id == a.ID || sales.Fold(first) == sales.Fold(word) ||
		phrase.NewIndex([]phrase.Named{{ID: a.ID, Name: a.Name}}).Known(text, nil) > 0
}

// worksOnClosed reports whether a verb works on deals that are won or lost, too.
func (d *Door) worksOnClosed(name string) bool { return d.verb(name).Closed }

// closedDeals of an account that the person sees, the latest to close first.
func closedDeals(c *Call, account string) (closed []sales.Deal, err error) {
	for d, err := range store.DealsOfAccount(c.Read, account) {
		if err != nil {
			return nil, err
		}
		if d.Status != sales.Open && c.May(sales.See, d.Owner, d.Team) == nil {
			closed = append(closed, d)
		}
	}
	slices.SortStableFunc(closed, func(x, y sales.Deal) int { return y.Closed.Compare(x.Closed) })
	return closed, nil
}

// noOpenDeal offers to bring back what the person may bring back, and a new deal.
func noOpenDeal(c *Call, a sales.Account, rest string, closed []sales.Deal) error {
	which := &Choice{Text: c.Words.Say("deal.none_open", "Name", a.Name), Rest: rest}
	for _, d := range closed {
		if len(which.Buttons) < ChoiceLimit && c.May(sales.Edit, d.Owner, d.Team) == nil {
			which.Buttons = append(which.Buttons,
				chat.Button{Label: c.Words.Plain("deal.bring_back", "ID", d.ID, "Name", d.Name), Action: "deal reopen", Value: d.ID})
			line, err := c.Desk.Cards.DealLine(c.Read, c.Words, d)
			if err != nil {
				return err
			}
			which.Text = chat.Join("\n", which.Text, line)
		}
	}
	if len(which.Buttons) == 0 {
		which.Text = c.Words.Say("deal.none_to_see", "Name", a.Name)
	}
	which.Buttons = append(which.Buttons, chat.Button{Label: c.Words.Plain("button.deal_new"), Action: "deal new", Value: a.ID})
	return which
}
