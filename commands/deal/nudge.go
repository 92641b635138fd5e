package deal

import (
	"slices"
	"strconv"
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// What the buttons of a nudge do. Their value names a deal and gives no rights. An old button is
// answered from the deal's current state.

// snoozes are the numbers of days for which a deal can be snoozed. The first is the default and means
// the next working day.
var snoozes = [...]int{1, 3, 7}

// nudgeSnooze stops nudges about a deal until the next working day, or a later one that its answer
// offers.
func nudgeSnooze(c *call.Call) (chat.Reply, error) {
	id, choice, chosen := strings.Cut(c.Req.Value, "|")
	days := snoozes[0]
	if chosen {
		days, _ = strconv.Atoi(choice)
		if !slices.Contains(snoozes[:], days) {
			return chat.Reply{}, sales.No("pick.gone")
		}
	}
	d, n, err := nudgeOf(c, id)
	if err != nil {
		return chat.Reply{}, err
	}
	title, err := c.Desk.Cards.DealTitle(c.Read, d)
	if err != nil {
		return chat.Reply{}, err
	}
	var others []chat.Button
	already := n.Until > c.Today && !chosen
	if !already {
		n.Until = workday(c, days)
	}
	for _, days := range snoozes {
		if day := workday(c, days); day != n.Until {
			others = append(others, chat.Button{Label: c.Words.Plain("nudge.until", "Date", day), Action: cards.NudgeSnooze,
				Value: d.ID + "|" + strconv.Itoa(days)})
		}
	}
	if already {
		text := c.Words.Say("nudge.quiet_already", "Deal", title, "Date", n.Until)
		return chat.Say(text, chat.Para(text), chat.Block{Buttons: others}), nil
	}
	if err := keepNudge(c, n); err != nil {
		return chat.Reply{}, err
	}
	reply := c.Done(c.Words.Say("nudge.quiet", "Deal", title, "Date", n.Until), others...)
	reply.Replace = chosen // the answer that offered the day; never the nudge itself
	return reply, nil
}

// nudgeDrop stops nudges about a deal until something happens to it.
func nudgeDrop(c *call.Call) (chat.Reply, error) {
	d, n, err := nudgeOf(c, c.Req.Value)
	if err != nil {
		return chat.Reply{}, err
	}
	title, err := c.Desk.Cards.DealTitle(c.Read, d)
	if err != nil {
		return chat.Reply{}, err
	}
	if err := keepNudge(c, n.Drop(d)); err != nil {
		return chat.Reply{}, err
	}
	return c.Done(c.Words.Say("nudge.peace", "Deal", title)), nil
}

// nudgeOf returns a deal that the person owns, and its nudge.
func nudgeOf(c *call.Call, id string) (sales.Deal, sales.Nudge, error) {
	d, err := c.DealByID(id)
	switch {
	case err != nil:
		return d, sales.Nudge{}, err
	case d.Owner != c.Me.ID:
		return d, sales.Nudge{}, sales.No("nudge.given", "ID", d.ID, "Owner", d.Owner)
	case d.Status != sales.Open:
		return d, sales.Nudge{}, sales.No("nudge.closed", "ID", d.ID, "Date", d.Close)
	}
	n, _, err := store.Nudges.Get(c.Read, d.ID)
	n.Deal = d.ID
	return d, n, err
}

// keepNudge stores a nudge and updates the message that named the deal.
func keepNudge(c *call.Call, n sales.Nudge) error {
	if err := store.Nudges.Put(c.Tx, n); err != nil {
		return err
	}
	return c.Desk.RepostNudge(c.Tx, n.Deal)
}

// workday returns the person's first working day at least ahead days from today.
func workday(c *call.Call, ahead int) calendar.Date {
	day, ok := c.Work().AddWorkdays(c.Today.AddDays(ahead-1), 1)
	if !ok {
		return c.Today.AddDays(ahead)
	}
	return day
}

// nudgeList lists everything that the person's deals need.
func nudgeList(c *call.Call) (chat.Reply, error) {
	all, err := c.Desk.Cards.Matters(c.Read, c.Me, c.Req.At, c.Zone)
	if err != nil {
		return chat.Reply{}, err
	}
	if len(all) == 0 {
		return chat.Say(c.Words.Say("nudge.list_none")), nil
	}
	lines := []chat.Safe{c.Words.Say("nudge.list", "Count", len(all))}
	for _, x := range all[:min(len(all), call.ListLimit)] {
		line, err := c.Desk.Cards.Matter(c.Read, c.Words, x)
		if err != nil {
			return chat.Reply{}, err
		}
		lines = append(lines, "• "+line)
	}
	if more := len(all) - call.ListLimit; more > 0 {
		lines = append(lines, c.Words.Say("deal.list_more", "Count", more))
	}
	text := chat.Join("\n", lines...)
	return chat.Say(text, chat.Para(text)), nil
}
