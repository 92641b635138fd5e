package commands

import (
	"slices"

	"dealdesk/chat"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/store"
)

// pending is a request that can still be decided.
type pending struct {
	sales.Approval
	deal   sales.Deal
	roster sales.Roster
}

// forMe reports whether the person may decide it.
func (c *call) forMe(p pending) bool {
	return p.MayDecide(c.Me, p.deal, p.roster)
}

// fromMe reports whether the person asked for it.
func (c *call) fromMe(p pending) bool { return p.Requester == c.Me.ID }

// pending are the requests that can still be decided and that the person sees, the oldest
// first.
func (c *call) pending() (all []pending, err error) {
	for a, err := range store.Approvals.List(c.Read, store.Query{Index: "waiting", All: true}) {
		if err != nil {
			return nil, err
		}
		p, shown, err := c.heard(a)
		if err != nil {
			return nil, err
		}
		if shown && a.Pending(p.deal, c.Req.At) {
			all = append(all, p)
		}
	}
	slices.SortStableFunc(all, func(x, y pending) int { return x.Created.Compare(y.Created) })
	return all, nil
}

// queued is how many requests of each kind a list shows.
const queued = 8

// approvals lists what waits for the person's decision and what they wait for themselves,
// the longest waiting first.
func approvals(c *call) (chat.Reply, error) {
	all, err := c.pending()
	if err != nil {
		return chat.Reply{}, err
	}
	var list chat.Message
	for _, kind := range []struct {
		words string
		is    func(pending) bool
	}{
		{"approval.for_you", func(p pending) bool { return c.forMe(p) }},
		{"approval.from_you", func(p pending) bool { return c.fromMe(p) }},
	} {
		these := slices.DeleteFunc(slices.Clone(all), func(p pending) bool { return !kind.is(p) })
		if len(these) == 0 {
			continue
		}
		c.add(&list, chat.Bold(c.Words.Say(kind.words, "Count", len(these))))
		for _, p := range these[:min(len(these), queued)] {
			if err := c.addRequest(&list, p); err != nil {
				return chat.Reply{}, err
			}
		}
		if more := len(these) - queued; more > 0 {
			c.add(&list, c.Words.Say("deal.list_more", "Count", more))
		}
	}
	if len(list.Blocks) == 0 {
		return chat.Say(c.Words.Say("approval.queue_empty")), nil
	}
	return chat.Reply{Message: &list}, nil
}

func (c *call) add(list *chat.Message, text chat.Safe) {
	list.Text, list.Blocks = chat.Join("\n\n", list.Text, text), append(list.Blocks, chat.Para(text))
}

// addRequest adds a request with how long it has waited and, where the person may decide
// it, its buttons.
func (c *call) addRequest(list *chat.Message, p pending) error {
	card, err := c.Desk.Cards.ApprovalCard(c.Read, c.Words, p.deal, p.Approval)
	if err != nil {
		return err
	}
	since := c.Words.Say("approval.asked_ago", "When", c.Words.Ago(p.Created, c.Req.At))
	list.Text = chat.Join("\n\n", list.Text, chat.Join("\n", card.Text, since))
	list.Blocks = append(append(list.Blocks, card.Blocks...), chat.Block{Context: since})
	if c.forMe(p) {
		list.Blocks = append(list.Blocks, cards.DecideButtons(c.Words, p.Approval))
	}
	return nil
}

// similar tells who may see a request how deals like its own went.
func similar(c *call) (chat.Reply, error) {
	p, err := c.requestByID(c.Req.Value)
	if err != nil {
		return chat.Reply{}, err
	}
	told, err := c.Desk.Cards.Similar(c.Read, c.Words, p.deal, c.Me, c.Req.At)
	return chat.Reply{Message: &told}, err
}
