package activity

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// An activity that was logged from a message follows it: an edit updates the same record, a
// deletion asks what to do, and a shortcut or an emoji on the message logs it only once.

// noteOf returns a message as a note, cut to the length of a note.
func noteOf(said chat.Said) string {
	text := []rune(said.Text)
	if len(text) <= sales.NoteMax {
		return said.Text
	}
	return string(text[:sales.NoteMax-1]) + "…"
}

// typedAt is when a line was typed: its "tomorrow" is the day after that, whenever it is
// mended. was is what it was logged as before, if it was.
func typedAt(c *call.Call, was sales.Activity) time.Time {
	switch {
	case was.ID != "":
		return was.At.In(c.Zone)
	case c.Req.Kind == chat.Edit && !c.Req.About.At.IsZero():
		return c.Req.About.At.In(c.Zone)
	}
	return c.Req.At
}

// edit opens the form of a logged activity, or stores the submitted changes.
func edit(c *call.Call) (chat.Reply, error) {
	was, err := ownActivity(c, c.Req.Value)
	if err != nil {
		return chat.Reply{}, err
	}
	if c.Req.Kind != chat.Submit {
		return openForm(c, was, "log edit", was.ID, cmp.Or(was.Deal, was.Account))
	}
	a, err := refilled(c, was)
	if err != nil {
		return chat.Reply{}, err
	}
	return changeActivity(c, was, a)
}

// refilled is an activity with what was changed in its form.
func refilled(c *call.Call, was sales.Activity) (sales.Activity, error) {
	a, err := filledActivity(c)
	if a.Next.What == was.Next.What && a.Next.Due == was.Next.Due { // the form asks for no time of day
		a.Next.Clock = was.Next.Clock
	}
	is := was
	is.Kind, is.On, is.Note, is.Minutes, is.Next = a.Kind, a.On, a.Note, a.Minutes, a.Next
	return is, err
}

// changeActivity replaces an activity by the author's new version. The time of logging and the
// message stay.
func changeActivity(c *call.Call, was, a sales.Activity) (chat.Reply, error) {
	if was.By != c.Me.ID {
		return chat.Reply{}, sales.No("log.not_yours")
	}
	a.ID, a.At, a.Source = was.ID, was.At, was.Source
	d, given, err := handedOver(c, was)
	if err != nil {
		return chat.Reply{}, err
	}
	if given {
		return rewordActivity(c, was, a, d)
	}
	if err := checkActivity(c, a); err != nil {
		return chat.Reply{}, err
	}
	if a.Note != was.Note || a.Kind != was.Kind {
		if asks, err := notHeld(c, a); err != nil {
			return chat.Reply{}, err
		} else if asks {
			return askHeld(c, a)
		}
	}
	return replaceActivity(c, was, a)
}

func replaceActivity(c *call.Call, was, a sales.Activity) (chat.Reply, error) {
	if a.Deal != "" && a.Deal == was.Deal { // which may have gone to another team since
		d, err := c.DealByID(a.Deal)
		if err != nil {
			return chat.Reply{}, err
		}
		a.Team = d.Team
	}
	if was.Deal != "" && (was.Deal != a.Deal || was.Team != a.Team) {
		if err := c.Tx.Unpost(cards.RoomKey(was.Deal, was.Team, was.ID)); err != nil {
			return chat.Reply{}, err
		}
	}
	return putActivity(c, was, a, "log.changed")
}

// ownActivity returns an activity that the person logged themselves.
func ownActivity(c *call.Call, id string) (sales.Activity, error) {
	a, ok, err := store.Activities.Get(c.Read, id)
	if err == nil && (!ok || a.By != c.Me.ID) {
		err = sales.No("log.not_yours")
	}
	return a, err
}

// deleted asks what to do with the activities of a deleted message.
func deleted(c *call.Call) (chat.Reply, error) {
	var texts []chat.Safe
	var blocks []chat.Block
	source := call.SourceOf(c.Req.About.Channel, c.Req.About.TS)
	for _, source := range []string{source, secondOf(source)} {
		a, logged, err := store.ActivityFrom(c.Read, source)
		if err != nil {
			return chat.Reply{}, err
		}
		if !logged || a.By != c.Me.ID {
			continue
		}
		text := c.Words.Say("log.deleted", "What", cards.ActivityLine(c.Words, a))
		remove := chat.Button{Label: c.Words.Plain("button.remove"), Action: "log remove", Value: a.ID, Style: chat.Danger}
		texts, blocks = append(texts, text), append(blocks, chat.Para(text), chat.Block{Buttons: []chat.Button{remove}})
	}
	if len(texts) == 0 {
		return chat.Reply{}, nil
	}
	return chat.Say(chat.Join("\n", texts...), blocks...), nil
}

// remove deletes an activity after its message was deleted.
func remove(c *call.Call) (chat.Reply, error) {
	a, err := ownActivity(c, c.Req.Value)
	if err != nil {
		return chat.Reply{}, err
	}
	if err := store.Activities.Delete(c.Tx, a.ID); err != nil {
		return chat.Reply{}, err
	}
	if a.Deal != "" {
		if err := c.Tx.Unpost(cards.RoomKey(a.Deal, a.Team, a.ID)); err != nil {
			return chat.Reply{}, err
		}
	}
	reply := c.Done(c.Words.Say("log.removed"))
	reply.Replace = true
	return reply, nil
}

// Emojis returns the names of the reactions that log a message. The bot ignores all others.
func Emojis(company sales.Company) []string { return slices.Sorted(maps.Keys(emojis(company))) }

func emojis(company sales.Company) map[string]sales.ActivityKind {
	if company.Emojis == nil {
		return sales.ShippedEmojis()
	}
	return company.Emojis
}

// reaction logs the person's own message in a deal's room. Anywhere else, and on other people's
// messages, it does nothing.
func reaction(c *call.Call) (chat.Reply, error) {
	kind, means := emojis(c.Desk.Cards.Company)[c.Req.Args]
	if !means || c.Req.About.User != c.Me.ID || c.Req.About.Text == "" {
		return chat.Reply{}, nil
	}
	c.Req.Where.Channel, c.Req.Where.Thread = c.Req.About.Channel, c.Req.About.Thread
	d, inRoom, err := c.DealHere()
	if err != nil || !inRoom {
		return chat.Reply{}, err
	}
	if _, logged, err := store.ActivityFrom(c.Read, call.SourceOf(c.Req.About.Channel, c.Req.About.TS)); err != nil || logged {
		return chat.Reply{}, err
	}
	a := sales.Activity{Kind: kind, By: c.Me.ID, On: calendar.DateOf(c.Req.About.At.In(c.Zone)), At: c.Req.At.UTC(),
		Note: noteOf(c.Req.About), Source: call.SourceOf(c.Req.About.Channel, c.Req.About.TS)}
	if a, err = aimAt(c, a, d.ID); err != nil {
		return chat.Reply{}, err
	}
	return keepActivity(c, a)
}
