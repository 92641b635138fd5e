package kpi

import (
	"hash/fnv"
	"strconv"
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/call"
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
	}
	name, err := narrowed(c, w, kpi.Dimension(part[4]), part[5], &g)
	if err != nil {
		return chat.Reply{}, err
	}
	rows, last, err := call.RecordsBehind(c, g, part[6])
	if err != nil {
		return chat.Reply{}, err
	}
	title := c.Words.Plain("metric." + string(d.Metric))
	head := c.Words.Say("kpi.records_of", "What", title, "Whose", name, "From", s.From, "To", s.To)
	part[6] = last
	m := call.RecordsMessage(c, head, rows, last, chat.Button{Action: "kpi records", Value: strings.Join(part, "|")})
	reply := chat.Reply{Message: &m, Title: title, Replace: strings.Count(c.Req.Value, "|") == 6 && !strings.HasSuffix(c.Req.Value, "|")}
	return reply, nil
}

// narrowed makes a goal count only what one group of a dimension did, and names whose records it is about.
func narrowed(c *call.Call, w whose, by kpi.Dimension, mark string, g *goal.Goal) (string, error) {
	if by == "" {
		return w.name, nil
	}
	groups, err := store.Measure(c.Read, store.Question{Teams: w.teams, Person: w.person, Days: g.Period, By: by})
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
