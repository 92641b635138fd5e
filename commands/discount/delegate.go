package discount

import (
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/desk"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// delegate lets a colleague decide for the person on some days. Without arguments it lists the
// delegations; without days it asks for them.
func delegate(c *call.Call) (chat.Reply, error) {
	if c.Req.Kind != chat.Submit && strings.TrimSpace(c.Req.Args) == "" {
		return listDelegations(c, "")
	}
	to, days, why, err := delegateArgs(c)
	if err != nil {
		return chat.Reply{}, err
	}
	if days == (calendar.Span{}) {
		return delegateForm(c, to), nil
	}
	if days.To < c.Today {
		return chat.Reply{}, sales.No("delegation.past", "End", days.To).At("end")
	}
	draft := sales.Delegation{End: days.To.AddDays(1).In(c.Zone)}
	if days.From > c.Today {
		draft.Start = days.From.In(c.Zone)
	}
	// Check the rule before taking a number, so that a refusal uses none.
	if _, err := sales.Delegate(draft, c.Me, to, c.Req.At); err != nil {
		return chat.Reply{}, err
	}
	if teams, err := c.MyTeams(); err != nil {
		return chat.Reply{}, err
	} else if c.Req.Value != sure && sales.Stranger(to, teams) {
		return askAboutStranger(c, to, days)
	}
	draft.ID = c.Tx.Next(sales.KindDelegation)
	g, err := sales.Delegate(draft, c.Me, to, c.Req.At)
	if err != nil {
		return chat.Reply{}, err
	}
	replaced, err := lentToHuman(c, c.Me.ID, to)
	if err != nil {
		return chat.Reply{}, err
	}
	replaced = slices.DeleteFunc(replaced, func(old sales.Delegation) bool { return !old.Overlaps(g) })
	for i, old := range replaced {
		replaced[i] = old.Replace(g, c.Req.At)
	}
	if err := c.Desk.KeepDelegations(c.Tx, append(replaced, g)...); err != nil {
		return chat.Reply{}, err
	}
	text := c.Words.Say("delegation.made", "Who", cards.NameOf(to), "Span", c.Desk.Cards.DelegationSpan(c.Read, c.Words, g, c.Me, c.Req.At))
	for _, old := range replaced {
		text = chat.Join("\n", text, c.Words.Say("delegation.replaced", "Span",
			c.Desk.Cards.DelegationSpan(c.Read, c.Words, old, c.Me, c.Req.At)))
	}
	for day := max(days.From, c.Today); day <= days.To; day = day.AddDays(1) {
		if to.AwayOn(day) {
			text = chat.Join("\n", text, c.Words.Say("delegation.away", "Who", cards.NameOf(to), "Day", day))
			break
		}
	}
	if _, on, lends := phrase.StandIn(c.Req.Args, c.Req.At); lends && on != "" && !c.Me.AwayOn(days.From) {
		text = chat.Join("\n", text, c.Words.Say("delegation.leave_too", "Days", on))
	}
	return call.WhyNotKept(c, c.Done(text, stopButton(c, g)), why), nil
}

// sure is behind the draft of a delegation that was asked about.
const sure = "sure"

// askAboutStranger asks whether somebody of another team, who decides nothing in their own right, is to stand in.
func askAboutStranger(c *call.Call, to sales.Person, days calendar.Span) (chat.Reply, error) {
	from := max(days.From, c.Today)
	draft, err := c.KeepDraft(chat.Draft{Route: "delegate", Args: fmt.Sprintf("<@%s> %s to %s", to.ID, from, days.To)})
	if err != nil {
		return chat.Reply{}, err
	}
	team, _, err := store.Teams.Get(c.Read, to.Team)
	text := c.Words.Say("delegation.stranger", "Who", cards.NameOf(to), "Team", team.Name)
	if to.Team == "" {
		text = c.Words.Say("delegation.stranger_teamless", "Who", cards.NameOf(to))
	}
	return chat.Say(text, chat.Para(text), chat.Block{Buttons: []chat.Button{
		{Label: c.Words.Plain("delegation.stranger_anyway"), Action: "pick", Value: draft + "/" + sure, Style: chat.Primary},
		{Label: c.Words.Plain("button.discard"), Action: "discard", Value: draft},
	}}), err
}

// delegateArgs reads the delegate and the days from a line, "@mei 11/24-11/28", or a form. On a line
// the days may be missing.
func delegateArgs(c *call.Call) (to sales.Person, days calendar.Span, why string, err error) {
	if c.Req.Kind == chat.Submit {
		if to, err = c.PersonNamed(c.Req.Fields["to"]); err != nil {
			return to, days, "", sales.At("to", err)
		}
		days = calendar.Span{From: calendar.Date(c.Req.Fields["start"]), To: calendar.Date(c.Req.Fields["end"])}
		switch {
		case !days.From.Valid():
			err = sales.No("date.missing").At("start")
		case !days.To.Valid():
			err = sales.No("date.missing").At("end")
		case days.To < days.From:
			err = sales.No("delegation.ends_before_start", "Start", days.From, "End", days.To).At("end")
		}
		return to, days, why, err
	}
	typed := call.Days(c, strings.TrimSpace(c.Req.Args))
	if who, on, lends := phrase.StandIn(typed, c.Req.At); lends {
		typed = who + " " + on
	}
	name, rest, err := cutPerson(c, strings.TrimSpace(typed))
	if err == nil {
		to, err = c.PersonNamed(name)
	}
	if err == nil && rest != "" {
		days.From, days.To, why, err = phrase.SpanWhy(rest, c.Req.At)
	}
	return to, days, why, err
}

// cutPerson cuts a mention or the longest name of a colleague out of a text.
func cutPerson(c *call.Call, text string) (name, rest string, err error) {
	if phrase.Mentioned.MatchString(text) {
		name, rest = phrase.CutMatch(phrase.Mentioned, text)
		return name, rest, nil
	}
	var all []sales.Person
	for p, err := range store.People.List(c.Read, store.Query{}) {
		if err != nil {
			return "", text, err
		}
		if p.InChat() {
			all = append(all, p)
		}
	}
	text = strings.TrimLeft(text, "@＠")
	if n := phrase.LongestName(all, text); n > 0 {
		if i := phrase.WhoIs(all, phrase.Mention{Name: text[:n]}); i >= 0 {
			return all[i].ID, strings.TrimSpace(text[n:]), nil
		}
	}
	name, rest = phrase.CutWord(text)
	return name, rest, nil
}

// delegateForm opens the form for the delegate and the days, which start today by default.
func delegateForm(c *call.Call, to sales.Person) chat.Reply {
	who := call.PersonInput(c, "to", to)
	who.Label = c.Words.Plain("field.delegate")
	return call.Form(c, "delegate", "", "", "", who,
		chat.Input{ID: "start", Kind: chat.Day, Initial: string(c.Today)},
		chat.Input{ID: "end", Kind: chat.Day, Hint: c.Words.Plain("delegation.end_hint")})
}

// stopDelegating ends one of the person's delegations at once: that of the button, that to a
// colleague, or the only one.
func stopDelegating(c *call.Call) (chat.Reply, error) {
	g, ok, err := store.Delegations.Get(c.Read, c.Req.Value)
	if err != nil {
		return chat.Reply{}, err
	}
	if c.Req.Value == "" {
		mine, err := alive(c, store.DelegationsFrom(c.Read, c.Me.ID))
		kind, _, _ := phrase.ReadAbsence(c.Req.Args, c.Req.At)
		if name := strings.TrimSpace(c.Req.Args); err == nil && name != "" && kind != phrase.Undeputed {
			mine, err = lentTo(c, name)
		}
		switch {
		case err != nil:
			return chat.Reply{}, err
		case len(mine) == 0:
			return chat.Reply{}, sales.No("delegation.none")
		}
		if one, err := sameHuman(c, mine); err != nil {
			return chat.Reply{}, err
		} else if !one {
			return listDelegations(c, c.Words.Say("delegation.which"))
		}
		g, ok = mine[0], true
	}
	if !ok {
		return chat.Reply{}, sales.No("delegation.not_yours", "ID", c.Req.Value)
	}
	if g, err = g.Revoke(c.Me, c.Req.At); err != nil {
		return chat.Reply{}, err
	}
	who, _, err := store.People.Get(c.Read, g.To)
	if err != nil {
		return chat.Reply{}, err
	}
	all, err := lentToHuman(c, g.From, who)
	if err != nil {
		return chat.Reply{}, err
	}
	for i := range all { // what is said is that nothing is lent to them any longer
		if all[i], err = all[i].Revoke(c.Me, c.Req.At); err != nil {
			return chat.Reply{}, err
		}
	}
	if err := c.Desk.KeepDelegations(c.Tx, all...); err != nil {
		return chat.Reply{}, err
	}
	to := cards.NameOf(who)
	if g.From == c.Me.ID {
		return c.Done(c.Words.Say("delegation.ended", "Who", to)), nil
	}
	from, err := cards.PersonName(c.Read, g.From)
	text := c.Words.Say("delegation.ended_of", "Who", to, "For", from)
	return chat.Say(text, chat.Para(text)), err // without an undo: only the lender can lend again
}

// alive are those of some delegations that hold or will.
func alive(c *call.Call, delegations iter.Seq2[sales.Delegation, error]) (all []sales.Delegation, err error) {
	for g, err := range delegations {
		if err != nil {
			return nil, err
		}
		if g.Standing(c.Req.At) {
			all = append(all, g)
		}
	}
	return all, nil
}

// lentToHuman are those from somebody to one human, under any of their identities.
func lentToHuman(c *call.Call, from string, to sales.Person) ([]sales.Delegation, error) {
	all, err := store.Collect(store.DelegationsFrom(c.Read, from))
	if err != nil {
		return nil, err
	}
	person := func(id string) (p sales.Person) {
		if err == nil {
			p, _, err = store.People.Get(c.Read, id)
		}
		return p
	}
	theirs := sales.LentTo(all, from, to, person, c.Req.At)
	return theirs, err
}

// sameHuman reports whether all of them, at least one, lend to one human.
func sameHuman(c *call.Call, all []sales.Delegation) (bool, error) {
	first, _, err := store.People.Get(c.Read, all[0].To)
	if err != nil {
		return false, err
	}
	theirs, err := lentToHuman(c, all[0].From, first)
	return len(theirs) == len(all), err
}

// lentTo are the person's own to one colleague.
func lentTo(c *call.Call, name string) (theirs []sales.Delegation, err error) {
	name, _, err = cutPerson(c, name)
	if err != nil {
		return nil, err
	}
	to, err := c.PersonNamed(name)
	if err != nil {
		return nil, err
	}
	return lentToHuman(c, c.Me.ID, to)
}

// listDelegations lists the delegations of the person, with buttons to end them, and those to the
// person.
func listDelegations(c *call.Call, head chat.Safe) (chat.Reply, error) {
	given, err := alive(c, store.DelegationsFrom(c.Read, c.Me.ID))
	if err != nil {
		return chat.Reply{}, err
	}
	received, err := alive(c, store.DelegationsTo(c.Read, c.Me.ID))
	if err != nil {
		return chat.Reply{}, err
	}
	var list chat.Message
	if head != "" {
		addLine(c, &list, head)
	}
	for _, g := range given {
		who, err := cards.PersonName(c.Read, g.To)
		if err != nil {
			return chat.Reply{}, err
		}
		line := c.Words.Say("delegation.given", "Who", who, "Span", c.Desk.Cards.DelegationSpan(c.Read, c.Words, g, c.Me, c.Req.At))
		list.Text, list.Blocks = chat.Join("\n", list.Text, line), append(list.Blocks, chat.Row(line, stopButton(c, g)))
	}
	for _, g := range received {
		who, err := cards.PersonName(c.Read, g.From)
		if err != nil {
			return chat.Reply{}, err
		}
		addLine(c, &list, c.Words.Say("delegation.received", "Who", who, "Span", c.Desk.Cards.DelegationSpan(c.Read, c.Words, g, c.Me, c.Req.At)))
	}
	if len(given)+len(received) == 0 {
		addLine(c, &list, c.Words.Say("delegation.no_list"))
	}
	list.Blocks = append(list.Blocks, chat.Block{Buttons: []chat.Button{{Label: c.Words.Plain("delegation.new"), Action: "delegate form"}}})
	return chat.Reply{Message: &list}, nil
}

func stopButton(c *call.Call, g sales.Delegation) chat.Button {
	return chat.Button{Label: c.Words.Plain("delegation.stop"), Action: "delegate stop", Value: g.ID}
}

func delegationOf(state []byte) (g sales.Delegation, err error) {
	if state == nil {
		return g, nil
	}
	if err := json.Unmarshal(state, &g); err != nil {
		return g, fmt.Errorf("decode a delegation: %w", err)
	}
	return g, nil
}

// showDelegation shows a delegation as an undo has left it.
func showDelegation(d *desk.Desk, tx *store.Tx, undone store.RecordChange) error {
	g, stays, err := store.Delegations.Get(tx, undone.ID)
	if err != nil {
		return err
	}
	was, err := delegationOf(undone.New)
	if err != nil {
		return err
	}
	if err := g.TakenBack(was, tx.Change().Actor, tx.Change().At); err != nil {
		return err
	}
	if !stays {
		return d.UnpostDelegation(tx, was)
	}
	return d.KeepDelegations(tx, g)
}
