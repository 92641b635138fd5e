package team

import (
	"slices"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/desk"
	"dealdesk/desk/cards"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/store"
)

func teamVerbs() []call.Verb {
	verbs := []call.Verb{{Route: chat.Route{Name: "team", Help: true, Shows: true}, Do: show, Reads: true}}
	for _, f := range staffForms {
		verbs = append(verbs, call.Verb{
			Route: chat.Route{Name: "team " + string(f.kind), Help: true, Names: true},
			Do:    func(c *call.Call) (chat.Reply, error) { return changeStaff(c, f) }, People: true,
		})
	}
	return append(verbs,
		call.Verb{Route: chat.Route{Name: call.SuggestPerson},
			Do: func(c *call.Call) (chat.Reply, error) { return call.Suggested(c, call.PersonOptions) }, Reads: true},
		call.Verb{Route: chat.Route{Name: "team retry"}, Do: retry},
		call.Verb{Route: chat.Route{Name: "team confirm"},
			Do: func(c *call.Call) (chat.Reply, error) { return decideProposal(c, sales.Approve) }},
		call.Verb{Route: chat.Route{Name: "team decline"}, Do: func(c *call.Call) (chat.Reply, error) { return decideProposal(c, sales.Reject) }},
		call.Verb{Route: chat.Route{Name: "team recall"}, Do: recallProposal},
	)
}

// show shows the person's teams: who does what and who is away. An admin sees every team, with
// buttons to change it.
func show(c *call.Call) (chat.Reply, error) {
	teams, err := c.TeamsNamed(c.Req.Args + c.Req.Value)
	if err != nil {
		return chat.Reply{}, err
	}
	s, err := desk.StaffOf(c.Read)
	if err != nil {
		return chat.Reply{}, err
	}
	manages := sales.May(c.Me, sales.Manage, sales.Record{})
	if len(teams) == 0 && !manages {
		return chat.Reply{}, sales.No("people.no_team")
	}
	var blocks []chat.Block
	var lines []chat.Safe
	for _, t := range teams {
		text, err := teamText(c, s, t)
		if err != nil {
			return chat.Reply{}, err
		}
		lines, blocks = append(lines, text), append(blocks, chat.Para(text))
		if manages && len(teams) == 1 {
			blocks = append(blocks, teamButtons(c, t)...)
		} else if manages {
			blocks[len(blocks)-1].Section.Button = &chat.Button{Label: c.Words.Plain("team.change"), Action: "team", Value: t.ID}
		}
	}
	if manages && len(teams) != 1 {
		blocks = append(blocks, chat.Block{Buttons: []chat.Button{{Label: c.Words.Plain("form.team new"), Action: "team new"}}})
	}
	if len(lines) == 0 {
		lines = append(lines, c.Words.Say("team.none"))
		blocks = append([]chat.Block{chat.Para(lines[0])}, blocks...)
	}
	return chat.Say(chat.Join("\n\n", lines...), blocks...), nil
}

// teamButtons returns the buttons for the most common changes, as many as fit a phone. Other changes
// are typed.
func teamButtons(c *call.Call, t sales.Team) []chat.Block {
	var row []chat.Button
	for _, f := range staffForms {
		if slices.Contains(f.fields, "team") {
			row = append(row, chat.Button{Label: c.Words.Plain("form.team " + string(f.kind)), Action: "team " + string(f.kind), Value: t.ID})
		}
	}
	var blocks []chat.Block
	for few := range slices.Chunk(row, 5) {
		blocks = append(blocks, chat.Block{Buttons: few})
	}
	return blocks
}

// teamText returns a team at a glance: its channel, its leaders, when and how it works, and its
// members. It points out what keeps the team from working.
func teamText(c *call.Call, s sales.Staff, t sales.Team) (chat.Safe, error) {
	head := chat.Bold(chat.EscapeLine(t.Name))
	if t.Channel != "" {
		head = chat.Join(" · ", head, chat.ChannelLink(t.Channel))
	}
	leads := c.Words.Say("team.manager", "Name", leadName(c, s, t.Manager))
	if t.Director != "" {
		leads = chat.Join(" · ", leads, c.Words.Say("team.director", "Name", leadName(c, s, t.Director)))
	}
	setup := chat.Join(" · ", chat.Escape(c.Desk.Cards.ZoneOf(sales.Person{}, t, "").String()),
		languageName(c.Words, c.Desk.Cards.Lang, t.Language, c.Desk.Cards.Company.Language),
		chat.Escape(t.Currency), chat.Escape(t.Hours))
	text := chat.Join("\n", head, leads, setup)
	if t.Unreachable != "" {
		text = chat.Join("\n", text, c.Words.Say("team.unreachable", "Why", cards.Unreachable(c.Words, t.Unreachable)))
	}
	if boss, _ := s.Person(t.Manager); !boss.InChat() {
		text = chat.Join("\n", text, c.Words.Say("team.leaderless", "Team", t.Name))
	}
	for _, p := range s.People {
		if p.Team == t.ID && !p.Gone {
			text = chat.Join("\n", text, c.Words.Say("people.line", "Name", cards.NameOf(p), "Role", aboutPerson(c, p)))
		}
		if p.Team != t.ID && p.ID != t.Manager && p.ID != t.Director {
			continue
		}
		for g, err := range store.DelegationsFrom(c.Read, p.ID) {
			if err != nil {
				return "", err
			}
			if g.Active(c.Req.At) {
				text = chat.Join("\n", text, c.Words.Say("team.delegates", "From", cards.NameOf(p), "To", desk.StaffName(s, g.To), "Until",
					c.Words.Moment(g.End.In(c.Zone))))
			}
		}
	}
	return text, nil
}

// leadName returns the name of a leader, with a note if they cannot lead now.
func leadName(c *call.Call, s sales.Staff, id string) chat.Safe {
	p, known := s.Person(id)
	switch {
	case !known:
		return desk.OrNone(c.Words, chat.Escape(id))
	case p.Gone || p.Outside:
		return c.Words.Say("team.gone", "Name", cards.NameOf(p))
	}
	return chat.EscapeLine(cards.NameOf(p))
}

// aboutPerson returns a person's role, own limit and functions, and when they are away.
func aboutPerson(c *call.Call, p sales.Person) chat.Safe {
	text := placeOf(c.Words, p)
	for _, s := range p.Away {
		switch {
		case s.To < c.Today:
		case s.From == s.To:
			text = chat.Join(" · ", text, c.Words.Say("people.away_on", "From", s.From))
		default:
			text = chat.Join(" · ", text, c.Words.Say("people.away_from", "From", s.From, "To", s.To))
		}
	}
	return text
}

// placeOf returns a person's role, own limit and functions in words.
func placeOf(p lang.Printer, who sales.Person) chat.Safe {
	var parts []chat.Safe
	if who.Role != "" {
		parts = append(parts, p.Say("role."+string(who.Role)))
	}
	if who.Limit > 0 {
		parts = append(parts, p.Say("people.limit", "Limit", who.Limit))
	}
	for _, f := range who.Functions {
		parts = append(parts, cards.FunctionName(p, f))
	}
	return chat.Join(" · ", parts...)
}

// languageName returns a language's own name for itself.
func languageName(p lang.Printer, l *lang.Catalog, language, otherwise string) chat.Safe {
	if language == "" {
		language = otherwise
	}
	return l.Printer(language).Say("settings.name")
}
