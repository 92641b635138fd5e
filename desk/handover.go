package desk

import (
	"errors"
	"fmt"
	"slices"

	"dealdesk/chat"
	"dealdesk/desk/cards"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/store"
)

// PostHandover tells the new owner of a deal what is known so far. Whoever took it
// themselves has asked for it and is answered instead.
func (desk *Desk) PostHandover(tx *store.Tx, d sales.Deal, to sales.Person) error {
	by := tx.Change().Actor
	if to.ID == by || !to.InChat() {
		return nil
	}
	message, err := desk.Cards.Handover(tx, desk.Cards.PrinterOf(to, tx.Change().At), d, by)
	if err != nil {
		return err
	}
	return tx.Post(store.Post{Key: cards.HandoverKey(d.ID, to.ID), User: to.ID, About: d.ID, Kind: "handover", Message: message})
}

// PostAccountHandover is PostHandover for a customer.
func (desk *Desk) PostAccountHandover(tx *store.Tx, a sales.Account, to sales.Person) error {
	by := tx.Change().Actor
	if to.ID == by || !to.InChat() {
		return nil
	}
	teams := map[string]sales.Team{}
	see := func(d sales.Deal) bool {
		team, known := teams[d.Team]
		if !known {
			team, _, _ = store.Teams.Get(tx, d.Team) // an unread team is nobody's to see
			teams[d.Team] = team
		}
		return sales.Visible(to, sales.Record{Owner: d.Owner, Team: team})
	}
	message, err := desk.Cards.HandoverOf(tx, desk.Cards.PrinterOf(to, tx.Change().At), a, by, see)
	if err != nil {
		return err
	}
	return tx.Post(store.Post{Key: cards.HandoverKey(a.ID, to.ID), User: to.ID, About: a.ID, Kind: "handover", Message: message})
}

func goneKey(deal, boss string) string { return "gone/" + deal + "/" + boss }

// PostGone tells the manager and the director of a team that one of its deals went to another team. The
// one who gave it and the one who got it know.
func (desk *Desk) PostGone(tx *store.Tx, was, moved sales.Deal) error {
	if err := desk.UnpostGone(tx, moved.ID, moved.Team); err != nil {
		return err
	}
	team, _, err := store.Teams.Get(tx, was.Team)
	if err != nil {
		return err
	}
	to, _, err := store.Teams.Get(tx, moved.Team)
	if err != nil {
		return err
	}
	title, err := desk.Cards.DealTitle(tx, moved)
	if err != nil {
		return err
	}
	who, err := cards.PersonName(tx, tx.Change().Actor)
	if err != nil {
		return err
	}
	owner, err := cards.PersonName(tx, moved.Owner)
	if err != nil {
		return err
	}
	for _, id := range slices.Compact([]string{team.Manager, team.Director}) {
		boss, _, err := store.People.Get(tx, id)
		if err != nil {
			return err
		}
		if !boss.InChat() || id == tx.Change().Actor || id == moved.Owner {
			continue
		}
		p := desk.Cards.PrinterOf(boss, tx.Change().At)
		text := p.Say("handover.gone", "Who", who, "Deal", title, "Amount", cards.MoneyOr(p, moved.Net()), "Team", team.Name, "Owner", owner,
			"To", to.Name)
		post := store.Post{Key: goneKey(moved.ID, id), User: id, Kind: "handover", Message: cards.Said(text)}
		if err := tx.Post(post); err != nil {
			return err
		}
	}
	return nil
}

func elsewhereKey(deal, boss string) string { return "elsewhere/" + deal + "/" + boss }

// PostGrantedElsewhere tells the manager and the director of a team that a deal came to it with a discount that
// was approved in another team.
func (desk *Desk) PostGrantedElsewhere(tx *store.Tx, moved sales.Deal) error {
	var granted sales.Approval
	for a, err := range store.ApprovalsOf(tx, moved.ID) {
		if err != nil {
			return err
		}
		if a.Grants(moved) && a.Team != moved.Team {
			granted = a
		}
	}
	if granted.ID == "" {
		return nil
	}
	team, _, err := store.Teams.Get(tx, moved.Team)
	if err != nil {
		return err
	}
	from, _, err := store.Teams.Get(tx, granted.Team)
	if err != nil {
		return err
	}
	title, err := desk.Cards.DealTitle(tx, moved)
	if err != nil {
		return err
	}
	say := func(p lang.Printer) (chat.Message, error) {
		outcome, err := desk.Cards.Outcome(tx, p, granted)
		return cards.Said(p.Say("handover.granted_elsewhere", "Deal", title, "Net", moved.Net(), "List", moved.Amount,
			"Discount", cards.Terms(p, granted.Offer()), "ID", granted.ID, "Team", from.Name, "Outcome", outcome)), err
	}
	for _, id := range slices.Compact([]string{team.Manager, team.Director}) {
		boss, _, err := store.People.Get(tx, id)
		if err != nil {
			return err
		}
		if !boss.InChat() || slices.Contains(granted.Voters(), id) {
			continue
		}
		message, err := say(desk.Cards.PrinterOf(boss, tx.Change().At))
		if err != nil {
			return err
		}
		post := store.Post{Key: elsewhereKey(moved.ID, id), User: id, About: moved.ID, Kind: "handover", Message: message}
		if err := tx.Post(post); err != nil {
			return err
		}
	}
	return desk.PostInRoom(tx, moved, "elsewhere", say)
}

// UnpostGrantedElsewhere takes that back from the team that the deal left again.
func (desk *Desk) UnpostGrantedElsewhere(tx *store.Tx, left sales.Deal) error {
	t, _, err := store.Teams.Get(tx, left.Team)
	if err != nil {
		return err
	}
	return errors.Join(tx.Unpost(elsewhereKey(left.ID, t.Manager)), tx.Unpost(elsewhereKey(left.ID, t.Director)),
		tx.Unpost(cards.RoomKey(left.ID, left.Team, "elsewhere")))
}

// UnpostGone takes back that a deal left a team, once it is back.
func (desk *Desk) UnpostGone(tx *store.Tx, deal, team string) error {
	t, _, err := store.Teams.Get(tx, team)
	if err != nil {
		return err
	}
	return errors.Join(tx.Unpost(goneKey(deal, t.Manager)), tx.Unpost(goneKey(deal, t.Director)))
}

// PostHandoverUndone tells both owners of a deal or customer that its handover was undone, except
// whoever undid it. It names the record by its ID alone: whoever loses it may no longer see it.
func (desk *Desk) PostHandoverUndone(tx *store.Tx, record, from, to string) error {
	ch := tx.Change()
	if err := tx.Unpost(cards.HandoverKey(record, to)); err != nil {
		return err
	}
	by, err := cards.PersonName(tx, ch.Actor)
	if err != nil {
		return err
	}
	owner, err := cards.PersonName(tx, from)
	if err != nil {
		return err
	}
	for _, id := range []string{from, to} {
		reader, known, err := store.People.Get(tx, id)
		if err != nil {
			return err
		}
		if !known || id == ch.Actor || !reader.InChat() {
			continue
		}
		p := desk.Cards.PrinterOf(reader, ch.At)
		text := p.Say("handover.undone", "Who", by, "ID", record, "Owner", owner)
		if id == from {
			text = p.Say("handover.undone_yours", "Who", by, "ID", record)
		}
		key := fmt.Sprintf("%s/undone/%d", cards.HandoverKey(record, id), ch.At.Unix())
		message := chat.Message{Text: text, Blocks: []chat.Block{chat.Para(text)}}
		if err := tx.Post(store.Post{Key: key, User: id, Kind: "handover", Message: message}); err != nil {
			return err
		}
	}
	return nil
}

// PostChangeUndone tells the owner of a deal which of its values somebody else's undo changed back, and
// says so under its card. It is silent about the owner's own undo.
func (desk *Desk) PostChangeUndone(tx *store.Tx, was, is sales.Deal) error {
	ch := tx.Change()
	owner, known, err := store.People.Get(tx, is.Owner)
	if err != nil || ch.Actor == is.Owner || was.Owner != is.Owner || !known {
		return err
	}
	if was.Amount == is.Amount && was.Close == is.Close && was.Status == is.Status {
		return nil
	}
	by, err := cards.PersonName(tx, ch.Actor)
	if err != nil {
		return err
	}
	say := func(p lang.Printer) (chat.Message, error) {
		values, err := desk.Cards.DealValues(tx, p, was, is)
		text := p.Say("handover.change_undone", "Who", by, "ID", is.ID)
		for _, v := range values {
			text = chat.Join("\n", text, p.Say("undo.value", "Field", v.Field, "Was", v.Was, "Is", v.Is))
		}
		return chat.Message{Text: text, Blocks: []chat.Block{chat.Para(text)}}, err
	}
	key := fmt.Sprintf("undone/%d", ch.At.UnixNano())
	if err := desk.PostInRoom(tx, is, key, say); err != nil || !owner.InChat() {
		return err
	}
	message, err := say(desk.Cards.PrinterOf(owner, ch.At))
	if err != nil {
		return err
	}
	return tx.Post(store.Post{Key: cards.HandoverKey(is.ID, owner.ID) + "/" + key, User: owner.ID, About: is.ID, Kind: "handover",
		Message: message})
}
