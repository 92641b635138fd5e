package team

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/desk/cards"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/store"
)

// staffForm is one kind of change with its fields, for a form and for a typed line. On a line the
// fields can come in any order; the last one takes what is left.
type staffForm struct {
	kind   sales.StaffKind
	fields []string
}

var staffForms = []staffForm{
	{sales.TeamNew, []string{"channel", "person", "name"}},
	{sales.TeamRename, []string{"team", "name"}},
	{sales.TeamAdd, []string{"team", "person"}},
	{sales.TeamRemove, []string{"person"}},
	{sales.TeamManager, []string{"team", "person"}},
	{sales.TeamDirector, []string{"team", "person"}},
	{sales.TeamChannel, []string{"team", "channel"}},
	{sales.TeamZone, []string{"team", "zone"}},
	{sales.TeamLanguage, []string{"team", "language"}},
	{sales.TeamCurrency, []string{"team", "currency"}},
	{sales.TeamHours, []string{"team", "hours"}},
	{sales.OfFunction, []string{"person", "function"}},
	{sales.OnLeave, []string{"person", "days"}},
	{sales.OwnLimit, []string{"person", "limit"}},
}

// brings reports whether the change may be of somebody whom only the workspace knows as yet. Its form asks
// for a member of the workspace, all others for one of ours.
func (f staffForm) brings() bool {
	switch f.kind {
	case sales.TeamRemove, sales.OnLeave, sales.OwnLimit:
		return false
	}
	return true
}

// filled holds the fields as typed or chosen. The team is an ID.
type filled map[string]string

// readForm reads the fields of f from a typed line or a form. A missing field is "".
func readForm(c *call.Call, f staffForm) (filled, error) {
	if c.Req.Kind == chat.Submit {
		is := filled{}
		for id, text := range c.Req.Fields {
			is[id] = strings.TrimSpace(text)
		}
		if c.Req.Value != "" {
			is["team"] = c.Req.Value
		}
		return is, nil
	}
	is, rest := filled{"team": c.Req.Value}, strings.TrimSpace(c.Req.Args)
	if f.kind == sales.TeamRemove { // the team need not be named, and may be
		if id, after, ok, err := teamPrefix(c, rest); err != nil || ok {
			is["team"], rest = id, after
			if err != nil {
				return is, err
			}
		}
	}
	for i, field := range f.fields {
		last := i == len(f.fields)-1
		switch {
		case field == "channel":
			is[field], rest = phrase.CutMatch(phrase.ChannelTyped, rest)
		case field == "person" && phrase.Mentioned.MatchString(rest):
			is[field], rest = phrase.CutMatch(phrase.Mentioned, rest)
		case field == "team" && c.Req.Value == "":
			mention, others := phrase.CutMatch(phrase.Mentioned, rest)
			id, after, ok, err := teamPrefix(c, others)
			if err != nil {
				return is, err
			}
			if first, _ := phrase.CutWord(others); !ok && first != "" {
				return is, sales.No("people.no_such_team", "Name", first)
			}
			is[field], rest = id, strings.TrimSpace(after+" "+mention)
		case field == "team":
		case last:
			is[field], rest = unquoted(rest), ""
		default:
			is[field], rest = phrase.CutWord(rest)
		}
	}
	return is, nil
}

// unquoted removes the quotation marks around a text.
func unquoted(text string) string {
	if words := phrase.Words(text); len(words) == 1 && words[0].Quoted {
		return words[0].Text
	}
	return strings.TrimSpace(text)
}

// teamPrefix cuts the longest name or ID of a team off the front of a text.
func teamPrefix(c *call.Call, text string) (id, rest string, ok bool, err error) {
	teams, err := c.MyTeams()
	if err != nil {
		return "", text, false, err
	}
	if words := phrase.Words(text); len(words) > 0 && words[0].Quoted {
		for _, t := range teams {
			if sales.SameSpelling(t.Name, words[0].Text) {
				return t.ID, strings.TrimSpace(text[words[0].End:]), true, nil
			}
		}
	}
	longest := 0
	for _, t := range teams {
		for _, name := range []string{t.ID, t.Name} {
			if n := namePrefix(text, name); n > longest {
				id, longest = t.ID, n
			}
		}
	}
	return id, strings.TrimSpace(text[longest:]), longest > 0, nil
}

// namePrefix returns how many bytes of the front of a text a name covers, 0 for none. A name in an
// alphabet must end where a word ends.
func namePrefix(text, name string) int {
	if name == "" || len(text) < len(name) || !sales.SameSpelling(text[:len(name)], name) {
		return 0
	}
	end, _ := utf8.DecodeLastRuneInString(name)
	next, size := utf8.DecodeRuneInString(text[len(name):])
	if size > 0 && !unicode.Is(unicode.Han, end) && (unicode.IsLetter(next) || unicode.IsDigit(next) || next == '-' || next == '_') {
		return 0
	}
	return len(name)
}

// askForm opens the form of f, filled with what is known. It does not ask for a team that is
// already certain.
func askForm(c *call.Call, f staffForm, is filled) (chat.Reply, error) {
	var fields []chat.Input
	for _, field := range f.fields {
		in := chat.Input{ID: field, Kind: chat.Line, Initial: is[field]}
		switch field {
		case "team":
			if is[field] != "" {
				continue
			}
			teams, err := c.MyTeams()
			if err != nil {
				return chat.Reply{}, err
			}
			in.Kind = chat.Select
			for _, t := range teams {
				in.Options = append(in.Options, chat.Option{Label: t.Name, Value: t.ID})
			}
		case "person":
			id := strings.Trim(is[field], "<@>")
			if known, _, err := store.People.Get(c.Read, id); err != nil {
				return chat.Reply{}, err
			} else if !f.brings() {
				in = call.PersonInput(c, field, known)
				break
			}
			in.Kind, in.Initial = chat.Member, id
			in.Optional = f.kind == sales.TeamDirector
		case "channel":
			in.Kind, in.Initial = chat.Room, ""
		case "name":
			in.Max = sales.NameMax
		case "language":
			in.Kind, in.Options = chat.Select, call.LanguageOptions(c)
		case "function":
			in.Kind, in.Optional = chat.Several, true
			for _, name := range c.Desk.Cards.Company.Authority.Functions() {
				in.Options = append(in.Options, chat.Option{Label: lang.Unmark(cards.FunctionName(c.Words, name)), Value: name})
			}
		case "zone", "currency", "hours", "limit", "days":
			in.Placeholder = c.Words.Plain("staff_hint." + field)
		}
		fields = append(fields, in)
	}
	t, _, err := store.Teams.Get(c.Read, is["team"])
	return call.Form(c, c.Req.Name, is["team"], t.Name, "", fields...), err
}

// readChange returns the change for the fields. New people are added to s, but not stored.
func readChange(c *call.Call, f staffForm, is filled, s *sales.Staff) (ch sales.StaffChange, err error) {
	ch = sales.StaffChange{Kind: f.kind, Team: is["team"]}
	none := func(field string) bool {
		return is[field] == "" || c.OneOf("common.", []string{"none"}, is[field]) != ""
	}
	for _, field := range f.fields {
		switch field {
		case "person":
			if f.kind == sales.TeamDirector && none(field) {
				continue
			}
			ch.Person, err = staffMember(c, is[field], s)
		case "name":
			if ch.Text = is[field]; f.kind == sales.TeamNew {
				ch.Team = sales.TeamID(ch.Text)
			}
		case "channel":
			ch.Channel, err = call.ChannelNamed(c, is[field])
		case "zone":
			var ok bool
			if ch.Text, ok = call.ZoneNamed(c, is[field]); !ok {
				err = sales.No("settings.no_zone", "Zone", is[field])
			}
		case "language":
			var ok bool
			if ch.Text, ok = call.LanguageNamed(c, is[field]); !ok {
				err = sales.No("settings.no_language")
			}
		case "currency":
			if !none(field) {
				ch.Text, err = phrase.Currency(is[field], c.Desk.Cards.Company.Currency)
			}
		case "hours":
			if !none(field) {
				ch.Text = is[field]
			}
		case "function":
			if !none(field) {
				ch.Functions = functionsNamed(c, is[field])
			}
		case "days":
			ch.Away.From, ch.Away.To, err = phrase.Span(call.Days(c, is[field]), c.Req.At)
			if err == nil && ch.Away.From.DaysTo(ch.Away.To) >= sales.MaxLeaveDays {
				err = sales.No("standup.leave_long", "Max", sales.MaxLeaveDays)
			}
		case "limit":
			if !none(field) {
				ch.Limit, err = limitOf(c, is[field])
			}
		}
		if err != nil {
			return ch, sales.At(field, err)
		}
	}
	return ch, nil
}

// staffMember finds a person by mention, ID or name. A person who is only in the Slack workspace is
// added to s.
func staffMember(c *call.Call, typed string, s *sales.Staff) (string, error) {
	id, _, _ := strings.Cut(strings.Trim(typed, "<@>"), "|")
	for _, who := range c.Req.Named {
		if who.User != id {
			continue
		}
		p, known := s.Person(id)
		p.ID, p.Gone, p.Outside = id, who.Gone, who.Outside || who.Guest
		if who.Name != "" {
			p.Name, p.Locale = who.Name, who.Locale
		}
		if !known {
			s.People = append(s.People, p)
			return id, nil
		}
		for i := range s.People {
			if s.People[i].ID == id {
				s.People[i] = p
			}
		}
		return id, nil
	}
	p, err := c.PersonNamed(typed)
	return p.ID, err
}

func functionsNamed(c *call.Call, typed string) (all []string) {
	for _, word := range strings.FieldsFunc(typed, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(",，、;；", r) }) {
		name := c.OneOf("role.", c.Desk.Cards.Company.Authority.Functions(), word)
		if name == "" {
			name = word // the rule says no, and which there are
		}
		all = append(all, name)
	}
	return all
}

func limitOf(c *call.Call, typed string) (sales.Percent, error) {
	if bare, ok := phrase.LeadingBare(typed); ok && bare.Doubtful(c.Words.Language()) {
		return 0, sales.No("percent.bare", "Text", bare.Text, "Left", c.Words.Discount(bare.Left.Hundredths()), "Off", bare.Off)
	}
	limit, end, err := phrase.LeadingDiscount(typed)
	if err == nil && strings.TrimSpace(typed[end:]) != "" {
		err = sales.No("percent.not_understood", "Text", typed)
	}
	return limit, err
}
