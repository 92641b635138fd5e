package desk

import (
	"encoding/json"
	"fmt"

	"dealdesk/chat"
	"dealdesk/desk/cards"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/store"
)

// PostDealCard posts or updates the deal's card in its team's channel and updates the nudge that
// named the deal today. Teams without a channel have no cards.
func (desk *Desk) PostDealCard(tx *store.Tx, d sales.Deal) error {
	if err := desk.RepostNudge(tx, d.ID); err != nil {
		return err
	}
	team, _, err := store.Teams.Get(tx, d.Team)
	if err != nil || team.Channel == "" {
		return err
	}
	message, err := desk.Cards.DealCard(tx, desk.Cards.Printer(team.Language, tx.Change().At), d)
	if err != nil {
		return err
	}
	return tx.Post(store.Post{Key: cards.DealKey(d.ID, team.ID), Channel: team.Channel, About: d.ID, Audience: team.ID, Message: message})
}

// RefreshDealCard updates a deal's card if it has one. A deal that was never changed in chat gets
// no card just because its customer changed.
func (desk *Desk) RefreshDealCard(tx *store.Tx, d sales.Deal) error {
	if _, shown, err := store.PostByKey(tx, cards.DealKey(d.ID, d.Team)); err != nil || !shown {
		return err
	}
	return desk.PostDealCard(tx, d)
}

// PostInRoom posts a message in the deal's room, the thread of its card. The message has its own
// key, so that it can be changed or taken back. The card is posted, too: the room needs it.
func (desk *Desk) PostInRoom(tx *store.Tx, d sales.Deal, key string, say func(lang.Printer) (chat.Message, error)) error {
	if err := desk.PostDealCard(tx, d); err != nil {
		return err
	}
	return desk.postUnderCard(tx, d, key, say)
}

// postUnderCard is PostInRoom for a deal whose card is posted.
func (desk *Desk) postUnderCard(tx *store.Tx, d sales.Deal, key string, say func(lang.Printer) (chat.Message, error)) error {
	team, _, err := store.Teams.Get(tx, d.Team)
	if err != nil || team.Channel == "" {
		return err
	}
	message, err := say(desk.Cards.Printer(team.Language, tx.Change().At))
	if err != nil {
		return err
	}
	return tx.Post(store.Post{Key: cards.RoomKey(d.ID, team.ID, key), Channel: team.Channel, Under: cards.DealKey(d.ID, team.ID), About: d.ID,
		Audience: team.ID, Message: message})
}

// KeepMove stores a moved deal and its event, and posts both in the deal's room. A reopening takes
// back the win or loss that the deal had.
func (desk *Desk) KeepMove(tx *store.Tx, d sales.Deal, e sales.Event) error {
	e.ID = tx.Next(sales.KindEvent)
	if err := store.Events.Put(tx, e); err != nil {
		return err
	}
	if err := store.Deals.Put(tx, d); err != nil {
		return err
	}
	if e.Kind == sales.Reopened {
		if err := takeBack(tx, e); err != nil {
			return err
		}
	}
	if e.Kind == sales.Repriced || e.Kind == sales.ClosedWon || e.Kind == sales.Reopened {
		if err := desk.PostLowered(tx, d); err != nil {
			return err
		}
	}
	if e.Kind == sales.Granted || e.Kind == sales.Repriced || e.Kind == sales.ClosedWon || e.Kind == sales.Reopened {
		if err := desk.PostTwin(tx, d); err != nil {
			return err
		}
	}
	if e.Kind == sales.ClosedWon || e.Kind == sales.ClosedLost || e.Kind == sales.Reopened {
		if err := desk.PostOtherWeek(tx, d); err != nil {
			return err
		}
	}
	if e.Kind == sales.ClosedLost || e.Kind == sales.Reopened {
		if err := desk.PostTwinsOf(tx, d); err != nil {
			return err
		}
	}
	if e.Kind == sales.Given {
		to, _, err := store.People.Get(tx, e.To)
		if err != nil {
			return err
		}
		if err := desk.PostToDecider(tx, d, to); err != nil {
			return err
		}
	}
	return desk.PostInRoom(tx, d, e.ID, func(p lang.Printer) (chat.Message, error) {
		text, err := desk.Cards.Event(tx, p, e)
		return chat.Message{Text: text, Blocks: []chat.Block{chat.Para(text)}}, err
	})
}

// takeBack marks the win or loss that a reopening takes back.
func takeBack(tx *store.Tx, reopened sales.Event) error {
	for e, err := range store.LatestEventsOf(tx, reopened.Deal, 0) {
		if err != nil {
			return err
		}
		if e.Kind == sales.ClosedWon || e.Kind == sales.ClosedLost {
			e.TakenBack = reopened.ID
			return store.Events.Put(tx, e)
		}
	}
	return nil
}

// RefreshDealCards updates the cards of a customer's open deals, for example after a new name.
func (desk *Desk) RefreshDealCards(tx *store.Tx, account string) error {
	for deal, err := range store.DealsOfAccount(tx, account) {
		if err == nil && deal.Status == sales.Open {
			err = desk.RefreshDealCard(tx, deal)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// ChangeTeam removes a deal that went to another team from the channel of its old team, and lets
// the new team decide its waiting requests: from now on only they may see it (P13).
func (desk *Desk) ChangeTeam(tx *store.Tx, was, moved sales.Deal) error {
	if err := tx.Unpost(cards.DealKey(was.ID, was.Team)); err != nil {
		return err
	}
	for a, err := range store.ApprovalsOf(tx, was.ID) {
		if err != nil {
			return err
		}
		if a.Status != sales.Waiting {
			continue
		}
		if err := tx.Unpost(cards.RoomKey(was.ID, was.Team, a.ID)); err != nil {
			return err
		}
		ros, err := desk.Cards.Roster(tx, moved, a, tx.Change().At)
		if err != nil {
			return err
		}
		a = a.Moved(moved, ros)
		if err := store.Approvals.Put(tx, a); err != nil {
			return err
		}
		if err := desk.PostApproval(tx, moved, a, ros); err != nil {
			return err
		}
		if err := desk.postLeft(tx, a); err != nil {
			return err
		}
	}
	return desk.RepostUnsentOf(tx, was.Team)
}

// RepostUnsentOf is RepostUnsent by team ID, for a team that a deal has left or come back to.
func (desk *Desk) RepostUnsentOf(tx *store.Tx, team string) error {
	t, ok, err := store.Teams.Get(tx, team)
	if err != nil || !ok {
		return err
	}
	return desk.RepostUnsent(tx, t)
}

// UnpostFromRoom takes back the message about a record in its deal's room if an undo has removed
// the record.
func (desk *Desk) UnpostFromRoom(tx *store.Tx, undone store.RecordChange) error {
	if undone.Old != nil {
		return nil
	}
	var gone struct{ Deal, Team string } // what records about a deal have in common
	if err := json.Unmarshal(undone.New, &gone); err != nil {
		return fmt.Errorf("decode %s %s: %w", undone.Table, undone.ID, err)
	}
	if gone.Deal == "" {
		return nil
	}
	return tx.Unpost(cards.RoomKey(gone.Deal, gone.Team, undone.ID))
}
