package desk

import (
	"errors"
	"slices"

	"dealdesk/chat"
	"dealdesk/desk/cards"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// KeepApproval stores a changed request, posts it and posts its outcome. granted is the event of
// an approval, else nil. d is the deal after the change, ros who may decide.
func (desk *Desk) KeepApproval(tx *store.Tx, d sales.Deal, a sales.Approval, ros sales.Roster, granted *sales.Event) error {
	if err := store.Approvals.Put(tx, a); err != nil {
		return err
	}
	var err error
	if granted != nil {
		err = desk.KeepMove(tx, d, *granted)
	} else {
		err = desk.PostDealCard(tx, d)
	}
	if err != nil {
		return err
	}
	if err := desk.postApproval(tx, d, a, ros); err != nil {
		return err
	}
	return desk.PostOutcome(tx, d, a)
}

// PostApproval posts a request in the deal's room and directly to everybody who was ever asked.
// It has buttons only while it waits. Afterwards it shows the outcome with the decider's name.
func (desk *Desk) PostApproval(tx *store.Tx, d sales.Deal, a sales.Approval, ros sales.Roster) error {
	if err := desk.PostDealCard(tx, d); err != nil {
		return err
	}
	return desk.postApproval(tx, d, a, ros)
}

func (desk *Desk) postApproval(tx *store.Tx, d sales.Deal, a sales.Approval, ros sales.Roster) error {
	rendered := map[lang.Printer]chat.Message{}
	card := func(p lang.Printer) (chat.Message, error) {
		if _, done := rendered[p]; !done {
			one, err := desk.Cards.ApprovalCard(tx, p, d, a)
			if err != nil {
				return one, err
			}
			one.Blocks = slices.Clip(one.Blocks) // each reader's additions are their own
			rendered[p] = one
		}
		return rendered[p], nil
	}
	err := desk.postUnderCard(tx, d, a.ID, func(p lang.Printer) (chat.Message, error) {
		card, err := card(p)
		if err != nil || a.Status != sales.Waiting {
			return card, err
		}
		short, err := desk.Cards.BackgroundLine(tx, p, d, sales.Member(d.Team), tx.Change().At)
		card.Blocks = append(card.Blocks, chat.Block{Context: short}, cards.DecideButtons(p, a))
		return card, err
	})
	if err != nil {
		return err
	}
	for _, id := range a.Told {
		who, _, err := store.People.Get(tx, id)
		if err != nil {
			return err
		}
		if err := desk.postAsk(tx, d, a, ros, who, card); err != nil {
			return err
		}
	}
	return nil
}

// postAsk posts a request directly to a person who is asked or was asked. The message of a person
// who is no longer asked loses its buttons; for one who may no longer see the request, only its
// number stays. A reminder moves the message to the end of the conversation.
func (desk *Desk) postAsk(tx *store.Tx, d sales.Deal, a sales.Approval, ros sales.Roster, who sales.Person,
	render func(lang.Printer) (chat.Message, error)) error {
	seat, asked := a.Seat(who.ID)
	key := askKey(a.ID, who.ID, !seat.Reminded.IsZero())
	if again, was, err := store.PostByKey(tx, askKey(a.ID, who.ID, true)); err != nil {
		return err
	} else if was && !again.Deleted {
		key = again.Key
	}
	if key == askKey(a.ID, who.ID, true) {
		if err := tx.Unpost(askKey(a.ID, who.ID, false)); err != nil {
			return err
		}
	}
	if post, was, err := store.PostByKey(tx, key); err != nil || !asked && (!was || post.Deleted) {
		return err
	}
	p := desk.Cards.PrinterOf(who, tx.Change().At)
	if !a.ShownTo(who, d, ros) {
		return tx.Post(store.Post{Key: key, User: who.ID, Kind: "ask", Message: cards.Said(p.Say("approval.not_yours_now", "ID", a.ID))})
	}
	card, err := render(p)
	if err != nil {
		return err
	}
	if asked {
		known, err := desk.Cards.BackgroundText(tx, p, d, who, seat, tx.Change().At)
		if err != nil {
			return err
		}
		card.Text = chat.Join("\n", card.Text, known)
		card.Blocks = append(card.Blocks, chat.Para(known), cards.DecideButtons(p, a))
	}
	if asked && !seat.Reminded.IsZero() {
		still := p.Say("approval.reminder", "When", p.Ago(a.Created, seat.Reminded))
		card.Text, card.Blocks = chat.Join("\n", still, card.Text), append([]chat.Block{chat.Para(still)}, card.Blocks...)
	}
	return tx.Post(store.Post{Key: key, User: who.ID, About: a.ID, Kind: "ask", Message: card})
}

// PostAskedBefore posts the latest request on a deal that somebody was asked to decide: it says what was
// granted since without asking them.
func (desk *Desk) PostAskedBefore(tx *store.Tx, d sales.Deal) error {
	var last sales.Approval
	for a, err := range store.ApprovalsOf(tx, d.ID) {
		if err != nil {
			return err
		}
		if len(a.Steps) > 0 {
			last = a
		}
	}
	if last.ID == "" || last.Status == sales.Waiting || last.Status == sales.Approved || last.Team != d.Team {
		return nil
	}
	ros, err := desk.Cards.Roster(tx, d, last, tx.Change().At)
	if err != nil {
		return err
	}
	return desk.postApproval(tx, d, last, ros)
}

func askKey(request, person string, again bool) string {
	if again {
		return "ask/" + request + "/" + person + "/again"
	}
	return "ask/" + request + "/" + person
}

// PostOutcome posts the outcome directly to the requester, unless they caused it themselves. If
// the request waits again, it takes back an earlier outcome.
func (desk *Desk) PostOutcome(tx *store.Tx, d sales.Deal, a sales.Approval) error {
	if a.Status == sales.Waiting {
		return tx.Unpost(tellKey(a.ID))
	}
	who, ok, err := store.People.Get(tx, a.Requester)
	if err != nil || !ok || a.By == a.Requester || !who.InChat() {
		return err
	}
	p := desk.Cards.PrinterOf(who, tx.Change().At)
	title, err := desk.Cards.DealTitle(tx, d)
	if err != nil {
		return err
	}
	outcome, err := desk.Cards.Outcome(tx, p, a)
	if err != nil {
		return err
	}
	text := chat.Join("\n", p.Say("approval.yours", "ID", a.ID, "Discount", cards.Terms(p, a.Offer()), "Deal", title), outcome)
	message := chat.Message{Text: text, Blocks: []chat.Block{chat.Para(text)}}
	if a.Status == sales.Returned {
		message.Blocks = append(message.Blocks,
			chat.Block{Buttons: []chat.Button{{Label: p.Plain("button.ask_again"), Action: "discount", Value: d.ID}}})
	}
	return tx.Post(store.Post{Key: tellKey(a.ID), User: who.ID, About: d.ID, Message: message})
}

// postLeft tells whoever asked that the deal went to another team, unless they gave it away themselves.
// They may no longer see the deal, so the message shows nothing else of it.
func (desk *Desk) postLeft(tx *store.Tx, a sales.Approval) error {
	who, _, err := store.People.Get(tx, a.Requester)
	if err != nil || !who.InChat() || who.ID == tx.Change().Actor {
		return err
	}
	team, _, err := store.Teams.Get(tx, a.Team)
	if err != nil {
		return err
	}
	text := desk.Cards.PrinterOf(who, tx.Change().At).Say("approval.left", "ID", a.ID, "Deal", a.Deal, "Team", team.Name)
	return tx.Post(store.Post{Key: leftKey(a.ID), User: who.ID, Kind: "left", Message: cards.Said(text)})
}

func leftKey(id string) string { return "left/" + id }

// UnpostApproval takes back all posts of a request: in the room, to the requester, to the deciders.
func (desk *Desk) UnpostApproval(tx *store.Tx, a sales.Approval) error {
	if err := tx.Unpost(cards.RoomKey(a.Deal, a.Team, a.ID)); err != nil {
		return err
	}
	if err := desk.UnpostAsks(tx, a, sales.Approval{}); err != nil {
		return err
	}
	return errors.Join(tx.Unpost(leftKey(a.ID)), tx.Unpost(tellKey(a.ID)))
}

// UnpostAsks takes back the direct posts to people who were asked in was but not in is, the same
// request after an undo.
func (desk *Desk) UnpostAsks(tx *store.Tx, was, is sales.Approval) error {
	for _, id := range was.Told {
		if slices.Contains(is.Told, id) {
			continue
		}
		for _, again := range []bool{false, true} {
			if err := tx.Unpost(askKey(was.ID, id, again)); err != nil {
				return err
			}
		}
	}
	return nil
}

func tellKey(id string) string { return "tell/" + id }

// RerouteApprovals recomputes for every waiting request who is to be asked. Call it whenever that
// may have changed.
func (desk *Desk) RerouteApprovals(tx *store.Tx) error {
	var waiting []sales.Approval
	for a, err := range store.WaitingApprovals(tx) {
		if err != nil {
			return err
		}
		waiting = append(waiting, a)
	}
	for _, a := range waiting {
		d, there, err := store.Deals.Get(tx, a.Deal)
		if err != nil {
			return err
		}
		if !there {
			continue
		}
		ros, err := desk.Cards.Roster(tx, d, a, tx.Change().At)
		if err != nil {
			return err
		}
		on := calendar.DateOf(tx.Change().At.In(desk.Cards.TeamZone(tx, d.Team)))
		if a, d, granted, changed := a.Tend(d, ros, on); changed {
			if err := desk.KeepApproval(tx, d, a, ros, granted); err != nil {
				return err
			}
		}
	}
	return nil
}

// EndWaiting ends the requests on a deal that can no longer be decided: they have expired, or the
// deal no longer has their terms. It posts the outcome in the room and to the requester.
func (desk *Desk) EndWaiting(tx *store.Tx, deal sales.Deal) error {
	for a, err := range store.ApprovalsOf(tx, deal.ID) {
		if err != nil {
			return err
		}
		change := tx.Change()
		ended, ok := a.Expire(change.At)
		if why := a.Outdated(deal); !ok && why != "" {
			ended, ok = a.Void(why, change.Actor, change.At)
		}
		if !ok {
			continue
		}
		if err := desk.keepEnded(tx, deal, ended); err != nil {
			return err
		}
	}
	return nil
}

// VoidRenamed voids the requests that wait on deals of a customer with another name: whoever decides
// read the old one.
func (desk *Desk) VoidRenamed(tx *store.Tx, account string) (void []sales.Approval, err error) {
	for d, err := range store.DealsOfAccount(tx, account) {
		if err != nil {
			return nil, err
		}
		waiting, err := store.Collect(store.ApprovalsOf(tx, d.ID))
		if err != nil {
			return nil, err
		}
		for _, a := range waiting {
			ended, ok := a.Void(sales.VoidCustomer, tx.Change().Actor, tx.Change().At)
			if !ok {
				continue
			}
			if err := desk.keepEnded(tx, d, ended); err != nil {
				return nil, err
			}
			void = append(void, ended)
		}
	}
	return void, nil
}

func (desk *Desk) keepEnded(tx *store.Tx, d sales.Deal, ended sales.Approval) error {
	ros, err := desk.Cards.Roster(tx, d, ended, tx.Change().At)
	if err != nil {
		return err
	}
	return desk.KeepApproval(tx, d, ended, ros, nil)
}
