package say

import (
	"slices"
	"strings"

	"dealdesk/ai"
	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/sales"
)

// guess asks the language model, if there is one, about a line that means nothing to the rules. What
// comes of it is a command made of pieces of the line, proposed like any other, or the answer to a
// question. Otherwise the line stays Unknown.
func guess(c *call.Call, line string, spots []phrase.Spot) (chat.Reply, error) {
	unknown := chat.Reply{Unknown: true}
	if !call.Modelled(c) {
		return unknown, nil
	}
	if phrase.Asks(line) {
		reply, err := c.Run("question", line)
		if err == nil && (c.Advice == nil || c.Advice.Text == "") {
			return unknown, nil
		}
		return reply, err
	}
	offered, err := offeredDeals(c, spots)
	if err != nil {
		return unknown, err
	}
	ask := ai.Reading{Line: line, Today: c.Req.At.Format("Monday 2006-01-02"), Zone: c.Zone.String(), Language: c.Words.Language()}
	for _, d := range offered {
		title, err := call.TitleOf(c, d.ID)
		if err != nil {
			return unknown, err
		}
		ask.Offered = append(ask.Offered, ai.Named{ID: d.ID, Name: title})
	}
	for _, kind := range sales.ActivityKinds {
		if kind == sales.Score { // the model does not judge how content somebody is
			continue
		}
		ask.Kinds = append(ask.Kinds, string(kind))
	}
	for _, p := range c.Desk.Cards.Company.Pipelines {
		for _, s := range p.Stages {
			ask.Stages = append(ask.Stages, s.ID)
		}
	}
	ask.Stages = append(ask.Stages, "won", "lost")
	if err := call.Consult(c, ask); err != nil || c.Advice == nil || c.Advice.Trouble != nil {
		return unknown, err
	}
	m := c.Advice.Meaning
	route, args := commandOf(m)
	if route == "" || len(offered) == 0 {
		return unknown, nil
	}
	if m.Record != "" {
		offered = slices.DeleteFunc(offered, func(d sales.Deal) bool { return d.ID != m.Record })
	}
	reply, err := call.Propose(c, route, args, offered)
	if err != nil {
		return unknown, err
	}
	return call.Remark(reply, c.Words.Say("say.by_model")), nil
}

// mostOffered bounds how many deals a model may choose from.
const mostOffered = 10

// offeredDeals are the deals that the line may be about: those of the customers it names, or else the
// person's likeliest ones.
func offeredDeals(c *call.Call, spots []phrase.Spot) (all []sales.Deal, err error) {
	for _, spot := range spots {
		ids := []string{spot.ID}
		for _, m := range spot.Fits {
			ids = append(ids, m.ID)
		}
		for _, id := range ids {
			if sales.KindOf(id) != sales.KindAccount {
				continue
			}
			open, err := c.OpenDeals(id)
			if err != nil {
				return nil, err
			}
			all = append(all, open...)
		}
	}
	if len(all) == 0 {
		all, err = c.LikelyDeals()
	}
	return all[:min(len(all), mostOffered)], err
}

// commandOf is the command that a meaning comes to, "" if it lacks what the command needs. Its
// arguments are pieces of the line, which the command reads as if they had been typed.
func commandOf(m ai.Meaning) (route, args string) {
	next := spaced(m.Next, m.Due, m.Clock)
	switch {
	case m.Act == ai.Contacted && m.Contact != "":
		args = spaced(m.Contact, m.Lasted, m.Day, m.Note)
		if next != "" {
			args += ". next: " + next
		}
		return "log", args
	case m.Act == ai.Planned && next != "":
		return "deal next", next
	case m.Act == ai.Moved && (m.Stage == "won" || m.Stage == "lost"):
		return "deal " + m.Stage, ""
	case m.Act == ai.Moved && m.Stage != "":
		return "deal stage", m.Stage
	case m.Act == ai.Worth && m.Amount != "":
		return "deal amount", m.Amount
	}
	return "", ""
}

// spaced are the pieces that are not empty, with a space between them.
func spaced(pieces ...string) string {
	return strings.Join(slices.DeleteFunc(pieces, func(p string) bool { return p == "" }), " ")
}
