package activity

import (
	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/commands/phrase/talk"
	"dealdesk/sales"
	"dealdesk/store"
)

// A line that tells of contacts with several customers is never logged as one.

// bothOf is picked for both of the customers of a line.
const bothOf = "both"

// askOfEach asks for a line of its own for each of several contacts. Who picks the record logs all of it there.
func askOfEach(c *call.Call, a sales.Activity, each []string) error {
	about := about(a)
	label, err := call.TitleOf(c, about)
	if err != nil {
		return err
	}
	var lines []chat.Safe
	for _, line := range each {
		lines = append(lines, c.Words.Say("log.another_line", "Line", line))
	}
	return &call.Choice{
		Text:    c.Words.Say("log.another", "Lines", chat.Join("\n", lines...)),
		Options: []chat.Option{{Label: label, Value: about}}, Rest: c.Req.Args,
	}
}

// askOfList asks about customers that a line names one behind the other: for a line of its own for each of three or
// more, and of two for which, or both. It asks, too, where one of them is no customer yet.
func askOfList(c *call.Call) error {
	if talk.Times(c.Req.Args) {
		return sales.No("log.times")
	}
	find, err := call.Spots(c)
	if err != nil || c.Req.Value != "" {
		return err
	}
	spots := find(c.Req.Args)
	lines, of := phrase.EachOf(c.Req.Args, spots)
	if len(lines) == 0 {
		return askOfUnknown(c, spots)
	}
	own, _ := phrase.OwnOf(c.Req.Args, spots)
	if own != nil && c.Req.Name == "log" && !talk.OfBoth(c.Req.Args) { // the strict reading sees both
		return nil
	}
	if len(lines) == 2 && (c.Req.Name == "log" || own != nil || timed(c)) && saidTwo(c) {
		return nil
	}
	which := &call.Choice{Rest: c.Req.Args}
	var each []chat.Safe
	for i, line := range lines[:min(len(lines), call.ChoiceLimit)] {
		each = append(each, c.Words.Say("log.another_line", "Line", line))
		label, err := call.TitleOf(c, of[i].ID)
		if err != nil {
			return err
		}
		which.Options = append(which.Options, chat.Option{Label: label, Value: of[i].ID})
	}
	which.Text = c.Words.Say("log.another", "Lines", chat.Join("\n", each...))
	if len(lines) == 2 {
		which.Text = c.Words.Say("log.two_customers", "First", which.Options[0].Label, "Second", which.Options[1].Label)
		both, err := mayBeBoth(c, lines, of)
		if err != nil {
			return err
		}
		if both {
			which.Options = append(which.Options, chat.Option{Label: c.Words.Plain("log.both"), Value: bothOf})
		}
	}
	return which
}

// timed reports whether a line says how long a contact was.
func timed(c *call.Call) bool {
	_, second, err := readActivity(c, c.Req.At)
	return err == nil && second != nil && second.Minutes > 0
}

// askOfUnknown asks about a line that names a customer and, joined to it, somebody who may be another one.
func askOfUnknown(c *call.Call, spots []phrase.Spot) error {
	name, known := phrase.AndUnknown(c.Req.Args, spots)
	if name == "" {
		return nil
	}
	label, err := call.TitleOf(c, known.ID)
	if err != nil {
		return err
	}
	return &call.Choice{Text: c.Words.Say("log.and_unknown", "Name", name), Rest: c.Req.Args,
		Options: []chat.Option{{Label: label, Value: known.ID}}}
}

// mayBeBoth reports whether a line can be logged for both of two customers: nothing is left to ask of either.
func mayBeBoth(c *call.Call, lines []string, of []phrase.Spot) (bool, error) {
	o, err := saidOptions(c, c.Req.At)
	if err != nil {
		return false, err
	}
	for i, line := range lines {
		s, ok, err := phrase.ReadSaid(line, o)
		if err != nil || !ok || s.Kind == "" && !s.Planned && !s.Tried || s.Planned && len(s.Further) > 0 {
			return false, nil
		}
		if open, err := c.OpenDeals(of[i].ID); err != nil || len(open) > 1 {
			return false, err
		}
	}
	return mayBeTwo(c), nil
}

// keepEach logs a line for each of the two customers that it names. One undo takes back both.
func keepEach(c *call.Call) (chat.Reply, error) {
	c.Req.Value = ""
	find, err := call.Spots(c)
	if err != nil {
		return chat.Reply{}, err
	}
	lines, of := phrase.EachOf(c.Req.Args, find(c.Req.Args))
	if len(lines) != 2 {
		return chat.Reply{}, sales.No("pick.gone")
	}
	o, err := saidOptions(c, c.Req.At)
	if err != nil {
		return chat.Reply{}, err
	}
	var pair [2]sales.Activity
	for i, line := range lines {
		s, _, err := phrase.ReadSaid(line, o)
		if err != nil {
			return chat.Reply{}, err
		}
		if pair[i], err = aimAt(c, saidActivity(c, s), of[i].ID); err != nil {
			return chat.Reply{}, err
		}
	}
	pair[1].Source = secondOf(pair[0].Source)
	return keepBoth(c, sales.Activity{}, pair[0], pair[1])
}

// byColleague reports whether a line begins with the name of a colleague and goes on with what they did, so that the
// contact was theirs.
func byColleague(c *call.Call) (bool, error) {
	for p, err := range store.People.List(c.Read, store.Query{}) {
		if err != nil {
			return false, err
		}
		if !p.Gone && p.ID != c.Me.ID && phrase.DoneBy(c.Req.Args, p.Name) {
			return true, nil
		}
	}
	return false, nil
}
