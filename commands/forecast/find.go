package forecast

import (
	"errors"
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/sales/forecast"
	"dealdesk/store"
)

// meant is whose forecast of which period somebody asks for.
type meant struct {
	forecast.Scope
	period calendar.Span
}

func (m meant) id() string { return forecast.ID(m.Scope, m.period) }

// meantBy reads "[period] [team or person]" in either order, or the value of a button. By default it is the present
// quarter: of whoever leads a team the team's, of all others their own.
func meantBy(c *call.Call) (m meant, err error) {
	if c.Req.Value != "" {
		return meantIn(c, c.Req.Value)
	}
	span, rest := spanIn(c, strings.TrimSpace(c.Req.Args), shownFor)
	m.period = span
	if rest == "" {
		m.Scope, err = ownScope(c, span)
		return m, err
	}
	m.Scope, err = scopeNamed(c, rest)
	return m, err
}

// meantIn reads the value of a button, the id of a forecast. It gives no rights.
func meantIn(c *call.Call, value string) (m meant, err error) {
	part := strings.Split(value, "|")
	if len(part) != 4 {
		return m, sales.No("pick.gone")
	}
	m = meant{forecast.Scope{Person: part[0], Team: part[1]}, calendar.Span{From: calendar.Date(part[2]), To: calendar.Date(part[3])}}
	if !m.period.From.Valid() || !m.period.To.Valid() || m.period.To < m.period.From {
		return m, sales.No("pick.gone")
	}
	if err := c.May(sales.SeeForecast, m.Person, m.Team); err != nil {
		return m, sales.No("pick.gone")
	}
	return m, nil
}

// maxSpanWords bounds the words of a period.
const maxSpanWords = 5

// spanIn finds the longest period that fits at the beginning or the end of a text; the rest names somebody.
func spanIn(c *call.Call, text string, fits func(calendar.Span) bool) (calendar.Span, string) {
	words := phrase.Words(text)
	for n := min(len(words), maxSpanWords); n > 0; n-- {
		first := len(words) - n
		for _, try := range [][2]string{{text[:words[n-1].End], text[words[n-1].End:]}, {text[words[first].Start:], text[:words[first].Start]}} {
			if span, ok := call.AheadSpan(c, try[0]); ok && fits(span) {
				return span, strings.TrimSpace(try[1])
			}
		}
	}
	return forecast.Quarter(c.Today), text
}

// shownFor reports whether a forecast is shown for a period: for more than a day and at most a year.
func shownFor(s calendar.Span) bool { return s.From != s.To && s.From.DaysTo(s.To) < 367 }

// ledTeams are the teams whose forecast the person answers for.
func ledTeams(c *call.Call) (led []sales.Team, err error) {
	teams, err := c.MyTeams()
	for _, t := range teams {
		if t.Manager == c.Me.ID || t.Director == c.Me.ID || c.Me.Team == "" && c.May(sales.SeeForecast, "", t.ID) == nil {
			led = append(led, t)
		}
	}
	return led, err
}

// ownScope is the team that the person leads, else the person; who leads several is asked which.
func ownScope(c *call.Call, period calendar.Span) (forecast.Scope, error) {
	led, err := ledTeams(c)
	if err != nil {
		return forecast.Scope{}, err
	}
	switch len(led) {
	case 0:
		return forecast.Scope{Person: c.Me.ID, Team: c.Me.Team}, nil
	case 1:
		return forecast.Scope{Team: led[0].ID}, nil
	}
	ask := &call.Choice{Text: c.Words.Say("forecast.which_team")}
	for _, t := range led {
		ask.Options = append(ask.Options, chat.Option{Label: t.Name, Value: meant{forecast.Scope{Team: t.ID}, period}.id()})
	}
	return forecast.Scope{}, ask
}

// scopeNamed finds the team or person that a text names. One that the person may not ask about is treated like one
// that does not exist.
func scopeNamed(c *call.Call, text string) (s forecast.Scope, err error) {
	unknown := sales.No("forecast.whose", "Text", text)
	teams, err := c.TeamsNamed(text)
	if err == nil {
		s = forecast.Scope{Team: teams[0].ID}
	} else {
		if _, no := sales.AsProblem(err); !no {
			return s, err
		}
		p, err := call.PersonEver(c, text)
		if _, no := sales.AsProblem(err); no {
			return s, unknown
		} else if err != nil {
			return s, err
		}
		s = forecast.Scope{Person: p.ID, Team: p.Team}
	}
	if err := c.May(sales.SeeForecast, s.Person, s.Team); err != nil {
		if s.Person == "" { // the team is theirs, its forecast is not
			return s, sales.No("forecast.own_only")
		}
		return s, unknown
	}
	return s, nil
}

// categories are the words for each category, as people type them.
var categories = map[string]sales.Category{
	"commit": sales.Commit, "committed": sales.Commit, "commitment": sales.Commit, "承诺": sales.Commit, "确定": sales.Commit,
	"best": sales.Best, "best case": sales.Best, "upside": sales.Best, "乐观": sales.Best, "争取": sales.Best, "有望": sales.Best,
	"pipeline": sales.InPipeline, "open": sales.InPipeline, "在跟": sales.InPipeline, "管道": sales.InPipeline,
	"omit": sales.Omitted, "omitted": sales.Omitted, "out": sales.Omitted, "不计入": sales.Omitted, "不计": sales.Omitted, "排除": sales.Omitted,
}

// categoryIn cuts a category off the end of a text, or off its front.
func categoryIn(text string) (rest string, is sales.Category, ok bool) {
	words := phrase.Words(text)
	for n := min(len(words), 2); n > 0; n-- {
		from := words[len(words)-n].Start
		if is, ok = categories[strings.ToLower(strings.TrimSpace(text[from:]))]; ok && from > 0 {
			return strings.TrimSpace(text[:from]), is, true
		}
		if is, ok = categories[strings.ToLower(text[:words[n-1].End])]; ok && len(words) > n {
			return strings.TrimSpace(text[words[n-1].End:]), is, true
		}
	}
	return text, "", false
}

// scopeName names whose forecast it is.
func scopeName(c *call.Call, s forecast.Scope) (string, error) {
	if s.Person != "" {
		return cards.PersonName(c.Read, s.Person)
	}
	t, ok, err := store.Teams.Get(c.Read, s.Team)
	if err == nil && !ok {
		err = errors.Join(err, sales.No("pick.gone"))
	}
	return t.Name, err
}
