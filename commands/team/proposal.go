package team

import (
	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/desk"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/store"
)

// keepProposal stores a change that would raise the admin who makes it, and asks every other admin.
// It has no effect until one of them confirms it.
func keepProposal(c *call.Call, ch sales.StaffChange, before, after sales.Staff) (chat.Reply, error) {
	// Check the rule before taking a number, so that a refusal uses none.
	if _, err := before.Propose("", ch, c.Me, c.Req.At); err != nil {
		return chat.Reply{}, err
	}
	p, err := before.Propose(c.Tx.Next(sales.KindProposal), ch, c.Me, c.Req.At)
	if err != nil {
		return chat.Reply{}, err
	}
	if err := store.Proposals.Put(c.Tx, p); err != nil {
		return chat.Reply{}, err
	}
	var asked []chat.Safe
	for _, admin := range desk.Admins(before) {
		if sales.Same(admin, c.Me) {
			continue
		}
		line := staffNews{c.Desk, ch, before, after}.line(c.Desk.Cards.PrinterOf(admin, c.Req.At))
		if err := c.Desk.PostProposal(c.Tx, p, c.Me, admin, line); err != nil {
			return chat.Reply{}, err
		}
		asked = append(asked, chat.EscapeLine(cards.NameOf(admin)))
	}
	text := c.Words.Say("proposal.kept", "What", staffNews{c.Desk, ch, before, after}.line(c.Words), "Admins", c.Words.List(asked, true))
	return chat.Say(text, chat.Para(text),
		chat.Block{Buttons: []chat.Button{{Label: c.Words.Plain("button.recall"), Action: "team recall", Value: p.ID}}}), nil
}

// proposalMeant returns the proposal of a button.
func proposalMeant(c *call.Call) (sales.Proposal, error) {
	p, ok, err := store.Proposals.Get(c.Read, c.Req.Value)
	if err == nil && !ok {
		err = sales.No("proposal.not_found")
	}
	return p, err
}

// decideProposal confirms or declines a proposal. It checks rights now, and confirming makes the
// change now: what was allowed when it was proposed may be refused.
func decideProposal(c *call.Call, v sales.Verdict) (chat.Reply, error) {
	p, err := proposalMeant(c)
	if err != nil {
		return chat.Reply{}, err
	}
	before, err := desk.StaffOf(c.Read)
	if err != nil {
		return chat.Reply{}, err
	}
	if p, err = p.Decide(before, c.Me, v, c.Req.At); err != nil {
		return chat.Reply{}, err
	}
	if err := store.Proposals.Put(c.Tx, p); err != nil {
		return chat.Reply{}, err
	}
	if err := c.Desk.PostProposalOutcome(c.Tx, p); err != nil || v != sales.Approve {
		text := c.Words.Say("proposal.declined")
		return chat.Say(text, chat.Para(text)), err
	}
	after, err := before.Change(p.Change, c.Desk.Cards.Company.Authority, c.Today)
	if err != nil {
		return chat.Reply{}, err
	}
	if before.Raises(after, c.Desk.Cards.Company.Authority, c.Me) {
		return chat.Reply{}, sales.No("proposal.own")
	}
	text, err := putChange(c, p.Change, before, after, p.By)
	return chat.Say(text, chat.Para(text)), err
}

// recallProposal takes back the person's own proposal.
func recallProposal(c *call.Call) (chat.Reply, error) {
	p, err := proposalMeant(c)
	if err != nil {
		return chat.Reply{}, err
	}
	if p, err = p.Recall(c.Me, c.Req.At); err != nil {
		return chat.Reply{}, err
	}
	if err := store.Proposals.Put(c.Tx, p); err != nil {
		return chat.Reply{}, err
	}
	if err := c.Desk.PostProposalOutcome(c.Tx, p); err != nil {
		return chat.Reply{}, err
	}
	text := c.Words.Say("proposal.taken_back")
	reply := chat.Say(text, chat.Para(text))
	reply.Replace = true
	return reply, nil
}

// showProposalUndone takes back the posts of a proposal after an undo.
func showProposalUndone(_ *desk.Desk, tx *store.Tx, undone store.RecordChange) error {
	for p, err := range store.People.List(tx, store.Query{}) {
		if err != nil {
			return err
		}
		if err := tx.Unpost(cards.ProposalKey(undone.ID, p.ID)); err != nil {
			return err
		}
	}
	return nil
}
