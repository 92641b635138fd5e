package cards

import (
	"time"

	"dealdesk/chat"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/store"
)

// ProposalKey is the key of what somebody is shown of a proposal.
func ProposalKey(id, person string) string { return "proposal/" + id + "/" + person }

// Propose asks an admin to confirm or decline a proposal; what says what would change.
func (m Maker) Propose(tx *store.Tx, a sales.Proposal, by, admin sales.Person, what chat.Safe) error {
	p := m.PrinterOf(admin, tx.Change().At)
	team, _, err := store.Teams.Get(tx, admin.Team)
	if err != nil {
		return err
	}
	until := p.Moment(a.Expires.In(m.ZoneOf(admin, team, "")))
	text := p.Say("proposal.asks", "Who", NameOf(by), "What", what, "Until", until)
	return tx.Post(store.Post{Key: ProposalKey(a.ID, admin.ID), User: admin.ID, Kind: "proposal", Message: Said(text, chat.Block{Buttons: []chat.Button{
		{Label: p.Plain("proposal.confirm"), Action: "team confirm", Value: a.ID, Style: chat.Primary},
		{Label: p.Plain("proposal.decline"), Action: "team decline", Value: a.ID},
	}})})
}

// ProposalEnded shows, wherever a proposal was asked about, how it ended, without its
// buttons, and tells whoever made it, unless they ended it themselves.
func (m Maker) ProposalEnded(tx *store.Tx, a sales.Proposal) error {
	decider, err := PersonName(tx, a.Decider)
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
		p, zone := m.PrinterOf(who, at), m.ZoneOf(who, sales.Team{}, "")
		if who.ID == a.By {
			if a.Decider == a.By || !who.InChat() {
				continue
			}
			text := p.Say("proposal.yours", "Outcome", outcome(p, zone))
			if err := tx.Post(store.Post{Key: ProposalKey(a.ID, who.ID), User: who.ID, Kind: "proposal", Message: Said(text)}); err != nil {
				return err
			}
			continue
		}
		post, asked, err := store.PostByKey(tx, ProposalKey(a.ID, who.ID))
		if err != nil {
			return err
		}
		if !asked {
			continue
		}
		post.Message = Said(chat.Join("\n", post.Message.Text, outcome(p, zone)))
		if err := tx.Post(post); err != nil {
			return err
		}
	}
	return nil
}
