package say

import (
	"cmp"
	"slices"
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/commands/phrase/talk"
	"dealdesk/sales"
)

// colleague is the one person besides the asker whom a question names; ok is false if it names none, or several.
func colleague(c *call.Call, line string) (who sales.Person, ok bool, err error) {
	all, err := call.Colleagues(c, line)
	if err != nil || len(all) != 1 {
		return who, false, err
	}
	return all[0], true, nil
}

// askedOf answers a question about a colleague: with their numbers, of the days that it names, if it asks how they do
// and the asker leads them, else with their open deals, as far as the asker may see them.
func askedOf(c *call.Call, who sales.Person, act string) (chat.Reply, error) {
	if act != phrase.AsksDeals && act != phrase.AsksList && c.May(sales.Edit, who.ID, who.Team) == nil {
		if when := talk.SpanNamed(c.Req.Args); when != "" && when != "this month" && when != "本月" {
			return c.Run("kpi", strings.TrimSpace(talk.Busy(c.Req.Args)+" "+when+" "+who.ID))
		}
		m, err := c.Desk.Cards.PersonNumbers(c.Read, c.Words, who, c.Req.At, c.Zone)
		return chat.Reply{Message: &m}, err
	}
	return c.Run("deal list", who.ID)
}

// askedClosed lists what was won or lost in the days, by the person, with the customer or to the competitor that a
// line names. Without days it is this month, of somebody named always.
func askedClosed(c *call.Call, list string, spots []phrase.Spot) (chat.Reply, error) {
	line, when, of := c.Req.Args, talk.SpanNamed(c.Req.Args), ""
	who, named, err := colleague(c, line)
	if err != nil {
		return chat.Reply{}, err
	}
	at := slices.IndexFunc(spots, func(s phrase.Spot) bool { return !s.Person })
	switch rival := phrase.LostTo(line); {
	case rival != "":
		of = "to " + rival
	case named:
		of = who.ID
	case at >= 0 && sales.KindOf(spots[at].ID) != sales.KindDeal:
		of = spots[at].ID
	case when == "":
		when = "this month"
		fallthrough
	default:
		if talk.Mine(line) {
			of = c.Me.ID
		}
	}
	return c.Run("deal list", strings.Join(strings.Fields(list+" "+when+" "+of), " "))
}

// wanted runs the command that a line asks for in plain words. Where it names nobody that there is, it asked for
// something else.
func wanted(c *call.Call, line string) (chat.Reply, error) {
	w, ok := talk.Command(line)
	if !ok {
		return chat.Reply{Unknown: true}, nil
	}
	if w.Name != "" {
		known, err := isSomebody(c, w.Name)
		if err != nil || !known {
			return chat.Reply{Unknown: true}, err
		}
	}
	return c.Run(w.Route, strings.TrimSpace(w.Args+" "+w.Name))
}

// isSomebody reports whether a name is that of a team or of a person.
func isSomebody(c *call.Call, name string) (bool, error) {
	_, err := c.TeamsNamed(name)
	if _, no := sales.AsProblem(err); no {
		_, err = c.PersonNamed(name)
	}
	if _, no := sales.AsProblem(err); no {
		return false, nil
	}
	return err == nil, err
}

// compared shows the numbers of teams or people side by side, where a line wants two of them compared.
func compared(c *call.Call, line string) (chat.Reply, error) {
	first, second := talk.Compares(line)
	if first == "" {
		return chat.Reply{Unknown: true}, nil
	}
	for _, of := range []struct {
		by    string
		known func(name string) error
	}{
		{"wins this month by team", func(name string) error { _, err := c.TeamsNamed(name); return err }},
		{"by person", func(name string) error { _, err := c.PersonNamed(name); return err }},
	} {
		err := cmp.Or(of.known(first), of.known(second))
		if err == nil {
			return c.Run("kpi", of.by)
		}
		if _, none := sales.AsProblem(err); !none {
			return chat.Reply{}, err
		}
	}
	return chat.Reply{Unknown: true}, nil
}
