// Package alerts shows and sets when a number deserves a warning and whom it is for.
package alerts

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/sales/alert"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// Feature returns the verbs of this package.
func Feature() call.Feature {
	return call.Feature{Verbs: []call.Verb{
		{Route: chat.Route{Name: "alerts", Help: true}, Do: show, Reads: true},
		{Route: chat.Route{Name: "alerts set", Help: true}, Do: set},
		{Route: chat.Route{Name: "alerts to", Help: true}, Do: route, People: true},
		{Route: chat.Route{Name: "alerts preview", Help: true}, Do: preview, Reads: true},
	}}
}

// show lists the rules.
func show(c *call.Call) (chat.Reply, error) {
	rules, err := c.Desk.Cards.AlertRules(c.Read)
	if err != nil {
		return chat.Reply{}, err
	}
	lines := []chat.Safe{chat.Bold(c.Words.Say("alert.list"))}
	for _, k := range alert.Kinds {
		line, err := ruleLine(c, rules[k])
		if err != nil {
			return chat.Reply{}, err
		}
		lines = append(lines, line)
	}
	if c.Desk.Cards.Company.Alerts.At == "" {
		lines = append(lines, c.Words.Say("alert.off"))
	}
	text := chat.Join("\n", append(lines, c.Words.Say("alert.list_when"))...)
	more := chat.Button{Label: c.Words.Plain("alert.preview_button"), Action: "alerts preview"}
	return chat.Say(text, chat.Para(text), chat.Block{Buttons: []chat.Button{more}}), nil
}

func ruleLine(c *call.Call, rule alert.Rule) (chat.Safe, error) {
	to := c.Words.Say("alert.to_manager")
	switch {
	case rule.Place:
		to = chat.ChannelLink(rule.To)
	case rule.To != "":
		name, err := cards.PersonName(c.Read, rule.To)
		if err != nil {
			return "", err
		}
		to = chat.EscapeLine(name)
	}
	if rule.Limit == 0 {
		return c.Words.Say("alert.rule_off", "Kind", c.Words.Plain("alert_kind."+string(rule.ID))), nil
	}
	limit := c.Words.Percent(rule.Limit.Hundredths())
	if rule.ID.Count() {
		limit = c.Words.Plain("alert.cycles", "Count", int(rule.Limit))
	}
	return c.Words.Say("alert.rule", "Kind", c.Words.Plain("alert_kind."+string(rule.ID)), "Limit", limit, "To", to), nil
}

// kindIn cuts a kind off the front of a line, by its name or its words in either language.
func kindIn(c *call.Call) (k alert.Kind, rest string, err error) {
	first, rest := phrase.CutWord(strings.TrimSpace(c.Req.Args))
	i := slices.IndexFunc(alert.Kinds, func(k alert.Kind) bool {
		return strings.EqualFold(string(k), first) || kinds[strings.ToLower(first)] == k
	})
	if i < 0 {
		return "", "", sales.No("alert.kind", "Text", first)
	}
	return alert.Kinds[i], strings.TrimSpace(rest), nil
}

// kinds are more words for them.
var kinds = map[string]alert.Kind{
	"goals": alert.Missed, "goal": alert.Missed, "未达成": alert.Missed, "目标未达成": alert.Missed, "drops": alert.Drop, "下滑": alert.Drop,
	"环比下滑": alert.Drop, "stage": alert.Conversion, "转化": alert.Conversion, "转化率": alert.Conversion, "slower": alert.Slower, "周期": alert.Slower,
	"成交周期": alert.Slower, "behind": alert.OffPace, "进度": alert.OffPace, "落后": alert.OffPace,
}

// set changes a limit: "drop 20%", "missed 3", "drop off".
func set(c *call.Call) (chat.Reply, error) {
	if err := c.May(sales.Manage, "", ""); err != nil {
		return chat.Reply{}, err
	}
	k, rest, err := kindIn(c)
	if err != nil {
		return chat.Reply{}, err
	}
	n, ok := limitIn(k, rest)
	if !ok {
		return chat.Reply{}, sales.No("alert.limit", "Text", rest)
	}
	return keep(c, k, func(r *alert.Rule) { r.Limit, r.Set = n, true })
}

var number = regexp.MustCompile(`^(\d{1,3})(?:\.(\d))?\s*(%|％)?$`)

// limitIn reads a limit: a share of up to 100 %, or a few cycles; off is never.
func limitIn(k alert.Kind, text string) (n sales.Percent, ok bool) {
	if never[strings.ToLower(text)] {
		return 0, true
	}
	m := number.FindStringSubmatch(text)
	if m == nil {
		return 0, false
	}
	for _, digit := range m[1] {
		n = 10*n + sales.Percent(digit-'0')
	}
	if k.Count() {
		return n, m[2] == "" && m[3] == "" && n > 0 && n <= 12
	}
	n *= 100
	if m[2] != "" {
		n += 10 * sales.Percent(m[2][0]-'0')
	}
	return n, n > 0 && n <= sales.Hundred
}

var never = map[string]bool{"off": true, "never": true, "0": true, "关闭": true, "从不": true}

// route changes who gets a kind: a person, a channel, or the manager of the team.
func route(c *call.Call) (chat.Reply, error) {
	if err := c.May(sales.Manage, "", ""); err != nil {
		return chat.Reply{}, err
	}
	k, rest, err := kindIn(c)
	if err != nil {
		return chat.Reply{}, err
	}
	if strings.HasPrefix(rest, "#") || phrase.ChannelTyped.FindString(rest) == rest && rest != "" {
		id, err := call.ChannelNamed(c, rest)
		if err != nil {
			return chat.Reply{}, err
		}
		return keep(c, k, func(r *alert.Rule) { r.To, r.Place = id, true })
	}
	switch strings.ToLower(rest) {
	case "":
		return chat.Reply{}, sales.No("alert.to")
	case "manager", "经理", "销售经理":
		return keep(c, k, func(r *alert.Rule) { r.To, r.Place = "", false })
	}
	p, err := c.PersonNamed(rest)
	if err != nil {
		return chat.Reply{}, err
	}
	if !sales.May(p, sales.SeeForecast, sales.Record{Team: sales.Team{ID: p.Team, Manager: p.ID}}) || p.Role == sales.Rep {
		return chat.Reply{}, sales.No("alert.to_rep", "Name", cards.NameOf(p))
	}
	return keep(c, k, func(r *alert.Rule) { r.To, r.Place = p.ID, false })
}

func keep(c *call.Call, k alert.Kind, change func(*alert.Rule)) (chat.Reply, error) {
	kept, _, err := store.AlertRules.Get(c.Read, string(k))
	if err != nil {
		return chat.Reply{}, err
	}
	kept.ID = k
	change(&kept)
	if err := store.AlertRules.Put(c.Tx, kept); err != nil {
		return chat.Reply{}, err
	}
	rules, err := c.Desk.Cards.AlertRules(c.Read)
	if err != nil {
		return chat.Reply{}, err
	}
	line, err := ruleLine(c, rules[k])
	return c.Done(line), err
}

// previewDays is how far back a preview looks.
const previewDays = 90

// preview shows which warnings the rules would have given in some days, the last ones if none are named, week by week,
// for the teams that the person leads.
func preview(c *call.Call) (chat.Reply, error) {
	days, head, err := previewed(c)
	if err != nil {
		return chat.Reply{}, err
	}
	teams, err := c.MyTeams()
	if err != nil {
		return chat.Reply{}, err
	}
	teams = slices.DeleteFunc(teams, func(t sales.Team) bool { return c.May(sales.SeeForecast, "", t.ID) != nil })
	if len(teams) == 0 {
		return chat.Reply{}, sales.No("alert.no_team")
	}
	rules, err := c.Desk.Cards.AlertRules(c.Read)
	if err != nil {
		return chat.Reply{}, err
	}
	lines := []chat.Safe{chat.Bold(head)}
	watch := c.Desk.Cards.Watch(c.Read)
	for _, t := range teams {
		fired, err := firedIn(c, watch, t, rules, days)
		if err != nil {
			return chat.Reply{}, err
		}
		lines = append(lines, fired...)
	}
	if len(lines) == 1 {
		lines = append(lines, c.Words.Say("alert.preview_none"))
	}
	if len(lines) > call.ListLimit {
		lines = append(lines[:call.ListLimit], c.Words.Say("goal.more", "Count", len(lines)-call.ListLimit))
	}
	text := chat.Join("\n", lines...)
	reply := chat.Say(text, chat.Para(text))
	reply.Title = c.Words.Plain("alert.preview_button")
	return reply, nil
}

// previewed are the days of a preview, and its head.
func previewed(c *call.Call) (calendar.Span, chat.Safe, error) {
	typed := strings.TrimSpace(c.Req.Args)
	if typed == "" {
		return calendar.Span{From: c.Today.AddDays(-previewDays), To: c.Today}, c.Words.Say("alert.preview", "Days", previewDays), nil
	}
	from, to, err := phrase.Span(call.Days(c, typed), c.Req.At)
	switch {
	case err != nil:
		return calendar.Span{}, "", sales.No("alert.when", "Text", typed)
	case from > c.Today:
		return calendar.Span{}, "", sales.No("alert.ahead", "Date", from)
	}
	to = min(to, c.Today)
	return calendar.Span{From: from, To: to}, c.Words.Say("alert.preview_in",
		"From", c.Words.Day(string(from)), "To", c.Words.Day(string(to))), nil
}

// firedIn are the warnings of a team in some days, each where it would have been given first.
func firedIn(c *call.Call, watch cards.Watch, t sales.Team, rules map[alert.Kind]alert.Rule, days calendar.Span) (lines []chat.Safe,
	err error) {
	zone, seen := c.Desk.Cards.ZoneOf(sales.Person{}, t, ""), map[string]bool{}
	for monday := days.From.Monday(); monday <= days.To; monday = monday.AddDays(7) {
		found, err := watch.AlertsOf(t, rules, monday.In(zone).Add(9*time.Hour))
		if err != nil {
			return nil, err
		}
		for _, a := range found {
			if seen[a.ID] || monday < days.From {
				continue
			}
			seen[a.ID] = true
			line, err := c.Desk.Cards.Alert(c.Read, c.Words, a)
			if err != nil {
				return nil, err
			}
			lines = append(lines, c.Words.Say("alert.preview_line", "Date", c.Words.Day(string(monday)), "What", line))
		}
	}
	return lines, nil
}
