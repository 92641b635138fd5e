package desk

import (
	"time"

	"dealdesk/chat"
	"dealdesk/desk/cards"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/store"
)

// PostProposal asks an admin to confirm or decline a proposal. what describes the change.
func (desk *Desk) PostProposal(tx *store.Tx, a sales.Proposal, by, admin sales.Person, what chat.Safe) error {
	p := desk.Cards.PrinterOf(admin, tx.Change().At)
	team, _, err := store.Teams.Get(tx, admin.Team)
	if err != nil {
		return err
	}
	until := p.Moment(a.Expires.In(desk.Cards.ZoneOf(admin, team, "")))
	text := p.Say("proposal.asks", "Who", cards.NameOf(by), "What", what, "Until", until)
	return tx.Post(store.Post{Key: cards.ProposalKey(a.ID, admin.ID), User: admin.ID, Kind: "proposal",
		Message: cards.Said(text, chat.Block{Buttons: []chat.Button{
			{Label: p.Plain("proposal.confirm"), Action: "team confirm", Value: a.ID, Style: chat.Primary},
			{Label: p.Plain("proposal.decline"), Action: "team decline", Value: a.ID},
		}})})
}

// PostProposalOutcome updates every post of a proposal with its outcome and removes the buttons.
// It notifies the author, unless they ended the proposal themselves.
func (desk *Desk) PostProposalOutcome(tx *store.Tx, a sales.Proposal) error {
	decider, err := cards.PersonName(tx, a.Decider)
	if err != nil {
		return err
	}
	at := tx.Change().At
	outcome := func(p lang.Printer, zone *time.Location) chat.Safe {
		return p.Say("proposal.is_"+string(a.Status), "Who", decider, "When", p.Moment(a.Decided.In(zone)))
	}
	for who, err := range store.People.List(tx, store.Query{}) {
		if err != nil {
			return err
		}
		p, zone := desk.Cards.PrinterOf(who, at), desk.Cards.ZoneOf(who, sales.Team{}, "")
		if who.ID == a.By {
			if a.Decider == a.By || !who.InChat() {
				continue
			}
			text := p.Say("proposal.yours", "Outcome", outcome(p, zone))
			if err := tx.Post(store.Post{Key: cards.ProposalKey(a.ID, who.ID), User: who.ID, Kind: "proposal",
				Message: cards.Said(text)}); err != nil {
				return err
			}
			continue
		}
		post, asked, err := store.PostByKey(tx, cards.ProposalKey(a.ID, who.ID))
		if err != nil {
			return err
		}
		if !asked {
			continue
		}
		post.Message = cards.Said(chat.Join("\n", post.Message.Text, outcome(p, zone)))
		if err := tx.Post(post); err != nil {
			return err
		}
	}
	return nil
}
