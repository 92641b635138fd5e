package kpi

import (
	"hash/fnv"
	"slices"
	"strconv"
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/sales/goal"
	"dealdesk/sales/kpi"
	"dealdesk/store"
)

// recordsValue is what a button to the records behind a number carries: no text, and no right.
func (a asked) recordsValue(m kpi.Metric, s calendar.Span, by kpi.Dimension, key string) string {
	mark := ""
	if by != "" {
		mark = marked(key)
	}
	return strings.Join([]string{string(m), string(s.From), string(s.To), a.whose.text, string(by), mark, ""}, "|")
}

// marked stands for the text of a group in the value of a button.
func marked(key string) string {
	h := fnv.New64a()
	h.Write([]byte(key))
	return strconv.FormatUint(h.Sum64(), 36)
}

// records lists what is behind a number, the latest first, as far as the person may see it.
func records(c *call.Call) (chat.Reply, error) {
	part := strings.Split(c.Req.Value, "|")
	if len(part) != 7 {
		return chat.Reply{}, sales.No("review.stale")
	}
	d, known := kpi.DefinitionOf(kpi.Metric(part[0]))
	s := calendar.Span{From: calendar.Date(part[1]), To: calendar.Date(part[2])}
	if !known || !s.From.Valid() || !s.To.Valid() {
		return chat.Reply{}, sales.No("review.stale")
	}
	w, err := whoseNamed(c, part[3])
	if err != nil {
		return chat.Reply{}, err
	}
	if err := w.mayShow(d.Metric, kpi.Dimension(part[4])); err != nil {
		return chat.Reply{}, err
	}
	g := goal.Goal{Metric: d.Metric, Scope: w.scope(), Period: s, Currency: currency(c)}
	switch d.Metric { // what they are made of
	case kpi.Lifetime, kpi.Bought:
		g.Metric = kpi.Wins
	case kpi.ComplaintRate:
		g.Metric = kpi.Complaints
	case kpi.Acquisition:
		g.Metric = kpi.Customers
	case kpi.Return, kpi.Accuracy:
		g.Metric = kpi.Revenue
	}
	name, err := narrowed(c, w, d, kpi.Dimension(part[4]), part[5], &g)
	if err != nil {
		return chat.Reply{}, err
	}
	before, err := besideRecords(c, d, w, g, part[6] == "")
	if err != nil {
		return chat.Reply{}, err
	}
	rows, last, err := call.RecordsBehind(c, g, part[6])
	if err != nil {
		return chat.Reply{}, err
	}
	title := c.Words.Plain("metric." + string(d.Metric))
	head := c.Words.Say("kpi.records_of", "What", title, "Whose", name, "From", s.From, "To", s.To)
	head = chat.Join("\n", append([]chat.Safe{head}, before...)...)
	part[6] = last
	m := call.RecordsMessage(c, head, rows, last, chat.Button{Action: "kpi records", Value: strings.Join(part, "|")})
	reply := chat.Reply{Message: &m, Title: title, Replace: strings.Count(c.Req.Value, "|") == 6 && !strings.HasSuffix(c.Req.Value, "|")}
	return reply, nil
}

// narrowed makes a goal count only what one group of a dimension did, and names whose records it is about.
func narrowed(c *call.Call, w whose, d kpi.Definition, by kpi.Dimension, mark string, g *goal.Goal) (string, error) {
	if by == "" {
		return w.name, nil
	}
	groups, err := store.Measure(c.Read, store.Question{Teams: w.teams, Person: w.person, Days: g.Period, By: by, Wins: d.Wins,
		Landed: d.Metric == kpi.Accuracy})
	if err != nil {
		return "", err
	}
	for _, of := range groups {
		if marked(of.Key) != mark {
			continue
		}
		if of.Key == "" {
			return "", sales.No("kpi.no_group")
		}
		switch by {
		case kpi.ByTeam:
			g.Scope = goal.Scope{Kind: goal.OfTeam, ID: of.Key}
		case kpi.ByPerson:
			g.Scope = goal.Scope{Kind: goal.OfPerson, ID: of.Key}
		case kpi.ByRegion:
			g.Filter.Region = of.Key
		case kpi.ByIndustry:
			g.Filter.Industry = of.Key
		case kpi.ByProduct:
			g.Filter.Product = of.Key
		case kpi.BySource:
			g.Filter.Source = of.Key
		case kpi.BySize:
			g.Filter.Employees = band(of.Key)
		case kpi.ByMonth:
			g.Period = within(g.Period, goal.MonthsFrom(calendar.Date(of.Key+"-01"), 1))
		case kpi.ByQuarter:
			quarter, _ := strconv.Atoi(of.Key[len("2006-Q"):])
			g.Period = within(g.Period, goal.MonthsFrom(calendar.Date(of.Key[:len("2006-")]+[]string{"01", "04", "07", "10"}[quarter-1]+"-01"), 3))
		default:
			return "", sales.No("kpi.no_group")
		}
		return c.Desk.Cards.KPIGroup(c.Read, c.Words, by, of.Key)
	}
	return "", sales.No("review.stale")
}

// besideRecords are what a number is made from beside deals and contacts, on the first page: costs, for those who may
// see each of them, and what was submitted.
func besideRecords(c *call.Call, d kpi.Definition, w whose, g goal.Goal, first bool) (lines []chat.Safe, err error) {
	if !first || !d.Spends() {
		if first && d.Metric == kpi.Accuracy {
			return submitted(c, w, g)
		}
		return nil, nil
	}
	ids, err := spenders(c)
	if _, no := sales.AsProblem(err); no || w.person != "" {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	all, err := store.CostsIn(c.Read, g.Period)
	if err != nil {
		return nil, err
	}
	return costLines(c, slices.DeleteFunc(all, func(cost kpi.Cost) bool {
		return !slices.Contains(ids, cost.Team) || w.teams != nil && !slices.Contains(w.teams, cost.Team) ||
			g.Scope.Kind == goal.OfTeam && g.Scope.ID != cost.Team || g.Filter.Source != "" && g.Filter.Source != cost.Source
	}))
}

// submitted are the forecasts for periods that end in the days of a goal, the latest period first.
func submitted(c *call.Call, w whose, g goal.Goal) (lines []chat.Safe, err error) {
	all, err := store.ForecastsEnding(c.Read, g.Period)
	for _, f := range all {
		if w.person != "" && f.Scope.Person != w.person || w.teams != nil && !slices.Contains(w.teams, f.Scope.Team) ||
			g.Scope.Kind == goal.OfTeam && g.Scope.ID != f.Scope.Team || g.Scope.Kind == goal.OfPerson && g.Scope.ID != f.Scope.Person ||
			c.May(sales.SeeForecast, f.Scope.Person, f.Scope.Team) != nil {
			continue
		}
		who, err := cards.PersonName(c.Read, f.Scope.Person)
		if err != nil {
			return nil, err
		}
		won, err := store.WonBy(c.Read, f.Scope, f.Period)
		if err != nil {
			return nil, err
		}
		lines = append(lines, c.Words.Say("kpi.submitted", "Who", who, "Period", cards.GoalPeriod(c.Words, f.Period),
			"Commit", cards.Totals(c.Words, f.First.Commit), "Won", cards.Totals(c.Words, won)))
	}
	return lines, err
}

func within(s, part calendar.Span) calendar.Span {
	return calendar.Span{From: max(s.From, part.From), To: min(s.To, part.To)}
}

// band reads kpi.SizeBand back.
func band(key string) goal.Range {
	from, to, _ := strings.Cut(strings.TrimSuffix(key, "+"), "-")
	var r goal.Range
	r.From, _ = strconv.Atoi(from)
	r.To, _ = strconv.Atoi(to)
	return r
}
