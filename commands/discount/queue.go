package discount

import (
	"slices"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/store"
)

// forMe reports whether the person may decide a request.
func forMe(c *call.Call, p call.Pending) bool {
	return p.MayDecide(c.Me, p.Deal, p.Roster)
}

// askedMe reports whether a request waits for the person: they may decide it, and are among those
// asked, or nobody is.
func askedMe(c *call.Call, p call.Pending) bool {
	step, _, open := p.Current()
	named := func(s sales.Seat) bool { return s.By == c.Me.ID }
	return forMe(c, p) && (!open || len(step.Asked) == 0 || slices.ContainsFunc(step.Asked, named))
}

// fromMe reports whether the person made a request.
func fromMe(c *call.Call, p call.Pending) bool { return p.Requester == c.Me.ID }

// allPending returns the undecided requests that the person may see, the oldest first.
func allPending(c *call.Call) (all []call.Pending, err error) {
	for a, err := range store.WaitingApprovals(c.Read) {
		if err != nil {
			return nil, err
		}
		p, shown, err := c.PendingOf(a)
		if err != nil {
			return nil, err
		}
		if shown && a.Pending(p.Deal, c.Req.At) {
			all = append(all, p)
		}
	}
	slices.SortStableFunc(all, func(x, y call.Pending) int { return x.Created.Compare(y.Created) })
	return all, nil
}

// maxQueued bounds how many requests of each kind a list shows.
const maxQueued = 8

// approvals lists the requests that wait for the person's decision, those of others that they may
// decide as well, and the person's own waiting requests, the oldest first. Then come other numbers that are proposed to
// them for goals.
func approvals(c *call.Call) (chat.Reply, error) {
	all, err := allPending(c)
	if err != nil {
		return chat.Reply{}, err
	}
	var list chat.Message
	for _, kind := range []struct {
		words string
		is    func(call.Pending) bool
	}{
		{"approval.for_you", func(p call.Pending) bool { return askedMe(c, p) }},
		{"approval.for_others", func(p call.Pending) bool { return forMe(c, p) && !askedMe(c, p) }},
		{"approval.from_you", func(p call.Pending) bool { return fromMe(c, p) }},
	} {
		these := slices.DeleteFunc(slices.Clone(all), func(p call.Pending) bool { return !kind.is(p) })
		if len(these) == 0 {
			continue
		}
		addLine(c, &list, chat.Bold(c.Words.Say(kind.words, "Count", len(these))))
		for _, p := range these[:min(len(these), maxQueued)] {
			if err := addApproval(c, &list, p); err != nil {
				return chat.Reply{}, err
			}
		}
		if more := len(these) - maxQueued; more > 0 {
			addLine(c, &list, c.Words.Say("deal.list_more", "Count", more))
		}
	}
	if err := addGoals(c, &list); err != nil {
		return chat.Reply{}, err
	}
	if len(list.Blocks) == 0 {
		return chat.Say(c.Words.Say("approval.queue_empty")), nil
	}
	return chat.Reply{Message: &list}, nil
}

// addGoals adds the goals for which somebody proposes the person another number, with their buttons.
func addGoals(c *call.Call, list *chat.Message) error {
	all, err := call.GoalsProposed(c)
	if err != nil || len(all) == 0 {
		return err
	}
	addLine(c, list, chat.Bold(c.Words.Say("approval.goals", "Count", len(all))))
	for _, g := range all[:min(len(all), maxQueued)] {
		m, err := c.Desk.Cards.GoalProposal(c.Read, c.Words, g)
		if err != nil {
			return err
		}
		list.Text, list.Blocks = chat.Join("\n\n", list.Text, m.Text), append(list.Blocks, m.Blocks...)
	}
	if more := len(all) - maxQueued; more > 0 {
		addLine(c, list, c.Words.Say("deal.list_more", "Count", more))
	}
	return nil
}

func addLine(c *call.Call, list *chat.Message, text chat.Safe) {
	list.Text, list.Blocks = chat.Join("\n\n", list.Text, text), append(list.Blocks, chat.Para(text))
}

// addApproval adds a request to a list: how long it has waited and, if the person may decide it, its
// buttons.
func addApproval(c *call.Call, list *chat.Message, p call.Pending) error {
	card, err := c.Desk.Cards.ApprovalCard(c.Read, c.Words, p.Deal, p.Approval)
	if err != nil {
		return err
	}
	since := c.Words.Say("approval.asked_ago", "When", c.Words.Ago(p.Created, c.Req.At))
	list.Text = chat.Join("\n\n", list.Text, chat.Join("\n", card.Text, since))
	list.Blocks = append(append(list.Blocks, card.Blocks...), chat.Block{Context: since})
	if forMe(c, p) {
		list.Blocks = append(list.Blocks, cards.DecideButtons(c.Words, p.Approval))
	}
	return nil
}

// similar lists closed deals that are similar to the deal of a request.
func similar(c *call.Call) (chat.Reply, error) {
	p, err := c.ApprovalByID(c.Req.Value)
	if err != nil {
		return chat.Reply{}, err
	}
	told, err := c.Desk.Cards.Similar(c.Read, c.Words, p.Deal, c.Me, c.Req.At)
	return chat.Reply{Message: &told}, err
}
