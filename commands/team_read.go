package commands

import (
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"dealdesk/chat"
	"dealdesk/commands/phrase"
	"dealdesk/desk/cards"
	"dealdesk/lang"
	"dealdesk/sales"
)

// staffForm is one kind of change and the fields it takes, in a form as in a typed line.
// What is typed may come in any order; the last field takes what is left.
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
	{sales.TeamHours, []string{"team", "hours"}},
	{sales.OfFunction, []string{"person", "function"}},
	{sales.OnLeave, []string{"person", "days"}},
	{sales.OwnLimit, []string{"person", "limit"}},
}

// filled are the fields as typed or chosen; team is an id.
type filled map[string]string

// readForm takes a typed line apart into the fields of f, or a form's. A field that is
// missing is "".
func (c *call) readForm(f staffForm) (filled, error) {
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
		if id, after, ok, err := c.teamPrefix(rest); err != nil || ok {
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
			is[field], rest = cutMatch(channelTyped, rest)
		case field == "person" && mentioned.MatchString(rest):
			is[field], rest = cutMatch(mentioned, rest)
		case field == "team" && c.Req.Value == "":
			mention, others := cutMatch(mentioned, rest)
			id, after, ok, err := c.teamPrefix(others)
			if err != nil {
				return is, err
			}
			if first, _ := cutWord(others); !ok && first != "" {
				return is, sales.No("people.no_such_team", "Name", first)
			}
			is[field], rest = id, strings.TrimSpace(after+" "+mention)
		case field == "team":
		case last:
			is[field], rest = unquoted(rest), ""
		default:
			is[field], rest = cutWord(rest)
		}
	}
	return is, nil
}

var (
	mentioned    = regexp.MustCompile(`<@[UW][A-Z0-9]+(?:\|[^>]*)?>`)
	channelTyped = regexp.MustCompile(`<#[CG][A-Z0-9]+>|#\S+|\b[CG][A-Z0-9]{8,}\b`)
)

// cutMatch takes the first match of re out of text.
func cutMatch(re *regexp.Regexp, text string) (match, rest string) {
	at := re.FindStringIndex(text)
	if at == nil {
		return "", text
	}
	return text[at[0]:at[1]], strings.TrimSpace(strings.TrimSpace(text[:at[0]]) + " " + strings.TrimSpace(text[at[1]:]))
}

// unquoted takes the quotation marks off a text that is one quoted piece.
func unquoted(text string) string {
	if words := phrase.Words(text); len(words) == 1 && words[0].Quoted {
		return words[0].Text
	}
	return strings.TrimSpace(text)
}

// teamPrefix takes the longest name or id of a team off the front of a text.
func (c *call) teamPrefix(text string) (id, rest string, ok bool, err error) {
	teams, err := c.myTeams()
	if err != nil {
		return "", text, false, err
	}
	if words := phrase.Words(text); len(words) > 0 && words[0].Quoted {
		for _, t := range teams {
			if strings.EqualFold(t.Name, words[0].Text) {
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

// namePrefix is how many bytes of text a name covers at its front, 0 for none. A name in
// letters of an alphabet ends where a word does.
func namePrefix(text, name string) int {
	if name == "" || len(text) < len(name) || !strings.EqualFold(text[:len(name)], name) {
		return 0
	}
	end, _ := utf8.DecodeLastRuneInString(name)
	next, size := utf8.DecodeRuneInString(text[len(name):])
	if size > 0 && !unicode.Is(unicode.Han, end) && (unicode.IsLetter(next) || unicode.IsDigit(next) || next == '-' || next == '_') {
		return 0
	}
	return len(name)
}

// askForm is the form of f with what is known already. A team that is certain is not
// asked for again.
func (c *call) askForm(f staffForm, is filled) (chat.Reply, error) {
	m := &chat.Modal{Action: c.Req.Name, Value: is["team"], Title: c.Words.Plain("staff_form." + string(f.kind)), Submit: c.Words.Plain("common.save"), Close: c.Words.Plain("common.cancel")}
	for _, field := range f.fields {
		in := chat.Input{ID: field, Kind: chat.Line, Label: c.Words.Plain("field." + field), Initial: is[field]}
		switch field {
		case "team":
			if is[field] != "" {
				continue
			}
			teams, err := c.myTeams()
			if err != nil {
				return chat.Reply{}, err
			}
			in.Kind = chat.Select
			for _, t := range teams {
				in.Options = append(in.Options, chat.Option{Label: t.Name, Value: t.ID})
			}
		case "person":
			in.Kind, in.Initial = chat.Member, strings.Trim(is[field], "<@>")
			in.Optional = f.kind == sales.TeamDirector
		case "channel":
			in.Kind, in.Initial = chat.Room, ""
		case "name":
			in.Max = sales.NameMax
		case "language":
			in.Kind, in.Options = chat.Select, c.languages()
		case "function":
			in.Kind, in.Optional = chat.Several, true
			for _, name := range c.Desk.Cards.Company.Authority.Functions() {
				in.Options = append(in.Options, chat.Option{Label: lang.Unmark(cards.FunctionName(c.Words, name)), Value: name})
			}
		case "zone", "hours", "limit", "days":
			in.Placeholder = c.Words.Plain("staff_hint." + field)
		}
		m.Blocks = append(m.Blocks, chat.Ask(in))
	}
	return chat.Reply{Modal: m}, nil
}

// readChange makes the change of what was filled in. Whoever is new is added to s, which
// is not kept by that alone.
func (c *call) readChange(f staffForm, is filled, s *sales.Staff) (ch sales.StaffChange, err error) {
	ch = sales.StaffChange{Kind: f.kind, Team: is["team"]}
	none := func(field string) bool {
		return is[field] == "" || c.oneOf("common.", []string{"none"}, is[field]) != ""
	}
	for _, field := range f.fields {
		switch field {
		case "person":
			if f.kind == sales.TeamDirector && none(field) {
				continue
			}
			ch.Person, err = c.staffMember(is[field], s)
		case "name":
			if ch.Text = is[field]; f.kind == sales.TeamNew {
				ch.Team = sales.TeamID(ch.Text)
			}
		case "channel":
			ch.Channel, err = c.channelNamed(is[field])
		case "zone":
			var ok bool
			if ch.Text, ok = c.zoneNamed(is[field]); !ok {
				err = sales.No("settings.no_zone", "Zone", is[field])
			}
		case "language":
			var ok bool
			if ch.Text, ok = c.language(is[field]); !ok {
				err = sales.No("settings.no_language")
			}
		case "hours":
			if !none(field) {
				ch.Text = is[field]
			}
		case "function":
			if !none(field) {
				ch.Functions = c.functionsNamed(is[field])
			}
		case "days":
			ch.Away.From, ch.Away.To, err = phrase.Span(is[field], c.Req.At)
			if err == nil && ch.Away.From.DaysTo(ch.Away.To) >= leaveMax {
				err = sales.No("standup.leave_long", "Max", leaveMax)
			}
		case "limit":
			if !none(field) {
				ch.Limit, err = limitOf(is[field])
			}
		}
		if err != nil {
			return ch, At(field, err)
		}
	}
	return ch, nil
}

// staffMember finds somebody by mention, id or name. Whom only the workspace knows is
// added to s.
func (c *call) staffMember(typed string, s *sales.Staff) (string, error) {
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
	p, err := c.personNamed(typed)
	return p.ID, err
}

// channelNamed finds a channel by its mention, as "#name" where the line mentioned it, or
// by its id. Whether the bot may speak there only the first post can tell.
func (c *call) channelNamed(typed string) (string, error) {
	id := strings.Trim(typed, "<#>")
	if known := c.Req.Rooms[typed]; known != "" {
		return known, nil
	}
	if strings.HasPrefix(typed, "#") || !channelID(id) {
		return "", sales.No("staff.channel_unknown", "Name", typed)
	}
	return id, nil
}

var channelID = regexp.MustCompile(`^[CG][A-Z0-9]+$`).MatchString

func (c *call) functionsNamed(typed string) (all []string) {
	for _, word := range strings.FieldsFunc(typed, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(",，、;；", r) }) {
		name := c.oneOf("role.", c.Desk.Cards.Company.Authority.Functions(), word)
		if name == "" {
			name = word // the rule says no, and which there are
		}
		all = append(all, name)
	}
	return all
}

func limitOf(typed string) (sales.Percent, error) {
	limit, end, err := phrase.LeadingPercent(typed)
	if err == nil && strings.TrimSpace(typed[end:]) != "" {
		err = sales.No("percent.not_understood", "Text", typed)
	}
	return limit, err
}

// zoneNamed understands a zone's own name and the city in it, in any language we have a
// word for: Asia/Shanghai, Berlin, new york, 上海. "" is no zone of one's own.
func (c *call) zoneNamed(typed string) (string, bool) {
	if typed == "" || c.oneOf("common.", []string{"none"}, typed) != "" || strings.EqualFold(typed, follow) {
		return "", true
	}
	for _, l := range c.Desk.Cards.Lang.Languages() {
		p := c.Desk.Cards.Lang.Printer(l)
		for zone, key := range map[string]string{
			"Asia/Shanghai": "zone_words.shanghai", "Asia/Hong_Kong": "zone_words.hong_kong", "Asia/Taipei": "zone_words.taipei",
			"Asia/Singapore": "zone_words.singapore", "Asia/Tokyo": "zone_words.tokyo", "Europe/London": "zone_words.london",
			"Europe/Berlin": "zone_words.berlin", "America/New_York": "zone_words.new_york", "America/Los_Angeles": "zone_words.los_angeles",
		} {
			for word := range strings.FieldsFuncSeq(p.Plain(key), func(r rune) bool { return r == ',' || r == '、' }) {
				if strings.EqualFold(strings.TrimSpace(word), typed) {
					return zone, true
				}
			}
		}
	}
	words := strings.FieldsFunc(strings.ToLower(typed), func(r rune) bool { return r == ' ' || r == '_' })
	for i, w := range words {
		r, size := utf8.DecodeRuneInString(w)
		words[i] = string(unicode.ToUpper(r)) + w[size:]
	}
	for _, zone := range append([]string{typed}, cities(strings.Join(words, "_"))...) {
		if loc, err := time.LoadLocation(zone); err == nil && !strings.EqualFold(zone, "local") {
			return loc.String(), true
		}
	}
	return typed, false
}

// cities are the zones a city may be the name of.
func cities(name string) (zones []string) {
	if name == "" || strings.Contains(name, "/") {
		return nil
	}
	for _, part := range []string{"Asia", "Europe", "America", "Africa", "Australia", "Pacific", "Atlantic", "Indian"} {
		zones = append(zones, part+"/"+name)
	}
	return zones
}
