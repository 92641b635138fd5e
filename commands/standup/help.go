package standup

import (
	"slices"
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/store"
)

// helpersIn finds the people whom a text asks for help: "pricing sheet missing @bob". It returns the
// text with names instead of mentions, the IDs of the helpers, and the unknown names. A person who
// may not read the team's stand-up is treated like an unknown name (P13).
func helpersIn(c *call.Call, text string) (clean string, helpers, unknown []string, err error) {
	all, err := cards.Helpers(c.Read, c.Me, c.Team)
	if err != nil {
		return text, nil, nil, err
	}
	var b strings.Builder
	end := 0
	for _, m := range phrase.Mentions(text, func(rest string) int { return phrase.LongestName(all, rest) }) {
		name := m.Name
		if i := phrase.WhoIs(all, m); i >= 0 {
			name, helpers = all[i].Name, union(helpers, []string{all[i].ID})
		} else {
			if name == "" {
				if name, err = cards.PersonName(c.Read, m.ID); err != nil {
					return text, nil, nil, err
				}
			}
			unknown = append(unknown, name)
		}
		b.WriteString(text[end:m.Start] + "@" + name)
		end = m.End
	}
	return b.String() + text[end:], helpers, unknown, nil
}

// helpersChosen returns the helpers chosen in the form who may be asked.
func helpersChosen(c *call.Call) (ids []string, err error) {
	all, err := cards.Helpers(c.Read, c.Me, c.Team)
	for id := range strings.SplitSeq(c.Req.Fields["helpers"], ",") {
		if slices.ContainsFunc(all, func(p sales.Person) bool { return p.ID == id }) {
			ids = append(ids, id)
		}
	}
	return ids, err
}

// union returns a and the elements of b that are not in a.
func union(a, b []string) []string {
	all := slices.Clone(a)
	for _, id := range b {
		if !slices.Contains(all, id) {
			all = append(all, id)
		}
	}
	return all
}

// help records that the person is on a blocker. Only people who were asked can do this, and only
// while they may read the stand-up.
func help(c *call.Call) (chat.Reply, error) {
	s, ok, err := store.Standups.Get(c.Read, c.Req.Value)
	if err != nil {
		return chat.Reply{}, err
	}
	rec, err := c.Record(s.Person, s.Team)
	if err != nil {
		return chat.Reply{}, err
	}
	if !ok || !slices.Contains(s.Helpers, c.Me.ID) || !sales.Visible(c.Me, rec) {
		return chat.Reply{}, sales.No("standup.help_gone")
	}
	name, err := cards.PersonName(c.Read, s.Person)
	if err != nil {
		return chat.Reply{}, err
	}
	thanks := c.Words.Say("standup.help_thanks", "Who", name)
	if slices.Contains(s.Helping, c.Me.ID) {
		return chat.Say(thanks), nil
	}
	was := s
	s.Helping = append(slices.Clone(s.Helping), c.Me.ID)
	if err := store.Standups.Put(c.Tx, s); err != nil {
		return chat.Reply{}, err
	}
	if err := c.Desk.PostHelpAsks(c.Tx, was, s); err != nil {
		return chat.Reply{}, err
	}
	who, _, err := store.People.Get(c.Read, s.Person)
	if err != nil {
		return chat.Reply{}, err
	}
	if err := c.Desk.RepostAnswered(c.Tx, who, s.On); err != nil {
		return chat.Reply{}, err
	}
	return c.Done(thanks), nil
}
