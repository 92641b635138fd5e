package activity

import (
	"cmp"

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
	which, err := askLines(c, lines, of)
	if err != nil {
		return err
	}
	if len(lines) == 2 {
		which.Text = c.Words.Say("log.two_customers", "First", which.Options[0].Label, "Second", which.Options[1].Label)
		_, both, err := pairOf(c, lines, of)
		if _, no := sales.AsProblem(err); err != nil && !no {
			return err
		}
		if both {
			which.Options = append(which.Options, chat.Option{Label: c.Words.Plain("log.both"), Value: bothOf})
		}
	}
	return which
}

// askLines asks for a line of its own for each of several customers, or which of them all of it is logged for.
func askLines(c *call.Call, lines []string, of []phrase.Spot) (*call.Choice, error) {
	which := &call.Choice{Rest: c.Req.Args}
	var each []chat.Safe
	for i, line := range lines[:min(len(lines), call.ChoiceLimit)] {
		each = append(each, c.Words.Say("log.another_line", "Line", line))
		label, err := call.TitleOf(c, of[i].ID)
		if err != nil {
			return nil, err
		}
		which.Options = append(which.Options, chat.Option{Label: label, Value: of[i].ID})
	}
	which.Text = c.Words.Say("log.another", "Lines", chat.Join("\n", each...))
	return which, nil
}

// eitherLength reports whether a line leaves open which of two lengths a contact had.
func eitherLength(c *call.Call) (bool, error) {
	o, err := saidOptions(c, c.Req.At)
	if err != nil {
		return false, err
	}
	s, _, err := phrase.ReadSaid(c.Req.Args, o)
	if _, no := sales.AsProblem(err); no {
		return false, nil
	}
	return s.Shorter > 0, err
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

// pairOf are the two contacts of a line that is read for each of its two customers; ok is false where something is left
// to ask of one of them.
func pairOf(c *call.Call, lines []string, of []phrase.Spot) (pair [2]sales.Activity, ok bool, err error) {
	o, err := saidOptions(c, c.Req.At)
	if err != nil || len(lines) != 2 {
		return pair, false, err
	}
	kind := ""
	for i, line := range lines {
		s, _, err := phrase.ReadSaid(line, o)
		if err != nil {
			return pair, false, err
		}
		if kind = cmp.Or(s.Kind, kind); s.Kind == "" && !s.Planned && !s.Tried { // the same as the first
			s.Kind = kind
		}
		if s.Kind == "" && !s.Planned && !s.Tried || s.Planned && len(s.Further) > 0 {
			return pair, false, nil
		}
		if open, err := c.OpenDeals(of[i].ID); err != nil || len(open) > 1 {
			return pair, false, err
		}
		if pair[i], err = aimAt(c, saidActivity(c, s), of[i].ID); err != nil {
			return pair, false, err
		}
	}
	pair[1].Source = secondOf(pair[0].Source)
	return pair, mayBeTwo(c), nil
}

// proposeTimed proposes the contacts with two customers together, where a line says how long each was; of more it asks
// for a line each. The answer is Unknown for all other lines.
func proposeTimed(c *call.Call) (chat.Reply, error) {
	find, err := call.Spots(c)
	if err != nil || c.Req.Value != "" || c.Req.Unasked {
		return chat.Reply{Unknown: true}, err
	}
	lines, of := phrase.TimedOf(c.Req.Args, find(c.Req.Args))
	if len(lines) > 2 {
		which, err := askLines(c, lines, of)
		return chat.Reply{}, cmp.Or(err, error(which))
	}
	pair, ok, err := pairOf(c, lines, of)
	if err != nil || !ok || saidTwo(c) {
		return chat.Reply{Unknown: true}, err
	}
	text := c.Words.Say("log.understood_two")
	for _, a := range pair {
		if err := checkActivity(c, a); err != nil {
			return chat.Reply{}, err
		}
		account, deal, err := logsOn(c, a)
		if err != nil {
			return chat.Reply{}, err
		}
		echo, err := logEcho(c, a, deal, account, "log.one_of_two", "")
		if err != nil {
			return chat.Reply{}, err
		}
		text = chat.Join("\n", text, echo)
	}
	draft, err := c.KeepDraft(chat.Draft{Route: c.Req.Name, Args: c.Req.Args})
	if err != nil {
		return chat.Reply{}, err
	}
	return chat.Say(text, chat.Para(text), chat.Block{Buttons: []chat.Button{
		{Label: c.Words.Plain("log.save_both"), Action: "pick", Value: draft + "/" + bothOf, Style: chat.Primary},
		{Label: c.Words.Plain("button.discard"), Action: "discard", Value: draft},
	}}), nil
}

// keepEach logs a line for each of the two customers that it names. One undo takes back both.
func keepEach(c *call.Call) (chat.Reply, error) {
	c.Req.Value = ""
	find, err := call.Spots(c)
	if err != nil {
		return chat.Reply{}, err
	}
	spots := find(c.Req.Args)
	lines, of := phrase.TimedOf(c.Req.Args, spots)
	if len(lines) != 2 {
		lines, of = phrase.EachOf(c.Req.Args, spots)
	}
	pair, ok, err := pairOf(c, lines, of)
	if err == nil && !ok {
		err = sales.No("pick.gone")
	}
	if err != nil {
		return chat.Reply{}, err
	}
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
