package goal

import (
	"slices"
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase/goals"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/sales/goal"
	"dealdesk/sales/kpi"
)

// template is a goal as companies often set it. What a form leaves empty it fills in.
type template struct {
	id     string // goal_template.<id> in the words
	metric kpi.Metric
	period string
	target string
	filter goal.Filter
	base   string
}

var templates = []template{
	{id: "year_sales", metric: kpi.Revenue, period: "this year", target: "+20%"},
	{id: "month_customers", metric: kpi.Customers, period: "this month", target: "50"},
	{id: "quarter_sales", metric: kpi.Revenue, period: "this quarter", target: "+20%"},
	{id: "quarter_customers", metric: kpi.Customers, period: "this quarter", target: "+30%"},
	{id: "manufacturing", metric: kpi.Customers, period: "this quarter", target: "20", filter: goal.Filter{Employees: goal.Range{From: 50}}},
	{id: "win_rate", metric: kpi.WinRate, period: "this quarter", base: "12%", target: "18%"},
	{id: "cycle", metric: kpi.Cycle, period: "this quarter", target: "-15 days"},
	{id: "response", metric: kpi.Response, period: "this quarter", target: "2h"},
	{id: "deal_size", metric: kpi.DealSize, period: "this quarter", target: "+15%"},
	{id: "complaints", metric: kpi.Complaints, period: "this quarter", target: "-50%"},
	{id: "repurchase", metric: kpi.Repurchase, period: "this year", base: "30%", target: "50%",
		filter: goal.Filter{Months: goal.Range{From: 6}}},
}

// newInputs are the fields of a new goal.
func newInputs(c *call.Call) []chat.Input { return inputs(c, goals.Said{}) }

// inputs are the fields of a new goal, filled with what a line said.
func inputs(c *call.Call, s goals.Said) []chat.Input {
	typed := s.Typed()
	filled := func(id string) string {
		if s.Metric != "" {
			for _, of := range []struct {
				id string
				kpi.Level
			}{{"baseline", s.Baseline}, {"target", s.Target}, {"stretch", s.Stretch}, {"challenge", s.Challenge}} {
				if of.id == id && of.Set {
					return cards.GoalLevel(c.Words, s.Goal, of.N)
				}
			}
		}
		return typed[id]
	}
	pattern := chat.Input{ID: "template", Kind: chat.Select, Optional: true, Hint: c.Words.Plain("goal_hint.template")}
	for _, t := range templates {
		pattern.Options = append(pattern.Options, chat.Option{Label: c.Words.Plain("goal_template." + t.id), Value: t.id})
	}
	metric := chat.Input{ID: "metric", Kind: chat.Select, Optional: true, Initial: string(s.Metric)}
	for _, m := range kpi.Metrics() {
		metric.Options = append(metric.Options, chat.Option{Label: c.Words.Plain("metric." + string(m)), Value: string(m)})
	}
	scope := chat.Input{ID: "scope", Kind: chat.Select, Suggest: suggestScope}
	if s.Scope.Kind != "" {
		if name, err := c.Desk.Cards.GoalScope(c.Read, c.Words, s.Scope); err == nil {
			scope.Initial = scopeValue(s.Scope)
			scope.Options = []chat.Option{{Label: name, Value: scope.Initial}}
		}
	}
	period, of, filter, checkpoint := "", s.Of, "", ""
	if s.Period.To != "" {
		period = periodWords(c, s.Period)
	}
	filter = filterWords(c, s.Filter)
	for _, cp := range s.Checkpoints {
		checkpoint = c.Words.Plain("goal.checkpoint_short", "Percent", cp.Share, "Date", cp.On)
	}
	if len(s.Left) > 0 {
		filter = strings.TrimSpace(filter + " " + strings.Join(s.Left, " "))
	}
	line := func(id, initial string, optional bool) chat.Input {
		in := chat.Input{ID: id, Kind: chat.Line, Initial: initial, Optional: optional}
		if key := "goal_hint." + id; c.Words.Has(key) {
			in.Placeholder = c.Words.Plain(key)
		}
		return in
	}
	parent := chat.Input{ID: "parent", Kind: chat.Select, Suggest: suggestGoal, Optional: true}
	return []chat.Input{pattern, metric, line("of", of, true), scope, line("period", period, true), line("target", filled("target"), true),
		line("baseline", filled("baseline"), true), line("stretch", filled("stretch"), true), line("challenge", filled("challenge"), true),
		line("filter", filter, true), line("checkpoint", checkpoint, true), parent}
}

// periodWords writes a period so that a field of the form is read with it: by its name, if that means the same.
func periodWords(c *call.Call, s calendar.Span) string {
	name := cards.GoalPeriod(c.Words, s)
	if o, err := options(c, goal.Scope{}); err == nil {
		if read, err := goals.Period(name, o); err == nil && read == s {
			return name
		}
	}
	return string(s.From) + " - " + string(s.To)
}

func sourceText(c *call.Call, code string) string {
	if code == "" {
		return ""
	}
	return cards.SourceName(c.Words, code)
}

// filterWords writes a filter so that a field of the form is read with it, in the person's language.
func filterWords(c *call.Call, f goal.Filter) string {
	var parts []string
	for _, of := range [][2]string{{"industry", f.Industry}, {"region", f.Region}, {"product", f.Product},
		{"source", sourceText(c, f.Source)}} {
		if of[1] != "" {
			parts = append(parts, c.Words.Plain("goal_fill."+of[0], "Text", of[1]))
		}
	}
	for _, of := range []struct {
		key string
		goal.Range
	}{{"staff", f.Employees}, {"months", f.Months}} {
		switch {
		case of.From > 0 && of.To > 0:
			parts = append(parts, c.Words.Plain("goal_fill."+of.key+"_between", "From", of.From, "To", of.To))
		case of.From > 0:
			parts = append(parts, c.Words.Plain("goal_fill."+of.key+"_from", "N", of.From))
		case of.To > 0:
			parts = append(parts, c.Words.Plain("goal_fill."+of.key+"_to", "N", of.To))
		}
	}
	return strings.Join(parts, c.Words.Plain("list.comma"))
}

// form opens the form of a new goal, filled with what was said.
func form(c *call.Call, s goals.Said) chat.Reply {
	return call.Form(c, "goal new", "", "", "", inputs(c, s)...)
}

// readForm reads the form of a new goal.
func readForm(c *call.Call) (goals.Said, error) {
	f := map[string]string{}
	for id, text := range c.Req.Fields {
		f[id] = strings.TrimSpace(text)
	}
	s := goals.Said{}
	s.Scope = parseScope(f["scope"])
	o, err := options(c, s.Scope)
	if err != nil {
		return s, err
	}
	s.Metric, s.Of, s.Parent = kpi.Metric(f["metric"]), f["of"], f["parent"]
	if i := slices.IndexFunc(templates, func(t template) bool { return t.id == f["template"] }); i >= 0 {
		t := templates[i]
		if s.Metric == "" {
			s.Metric = t.metric
		}
		if t.metric == s.Metric {
			for id, text := range map[string]string{"period": t.period, "target": t.target, "baseline": t.base} {
				if f[id] == "" {
					f[id] = text
				}
			}
			s.Filter = t.filter
		}
	}
	switch {
	case s.Metric == "":
		return s, sales.No("form.missing").At("metric")
	case s.Scope.Kind == "":
		return s, sales.No("form.missing").At("scope")
	case f["period"] == "":
		return s, sales.No("form.missing").At("period")
	case f["target"] == "":
		return s, sales.No("form.missing").At("target")
	}
	if s.Metric == kpi.Conversion {
		for _, stage := range o.Stages {
			if sales.SameSpelling(stage.Name, s.Of) {
				s.Of = stage.Scope.ID
				break
			}
		}
	}
	if s.Period, err = goals.Period(f["period"], o); err != nil {
		return s, sales.At("period", err)
	}
	if f["filter"] != "" {
		if s.Filter, err = goals.Filter(f["filter"], o); err != nil {
			return s, sales.At("filter", err)
		}
	}
	if f["checkpoint"] != "" {
		if s.Checkpoints, err = goals.Checkpoint(f["checkpoint"], o); err != nil {
			return s, sales.At("checkpoint", err)
		}
	}
	s.Currency = ""
	if s, err = s.Fill(f, o); err != nil {
		return s, err
	}
	if s.Currency == "" {
		s.Currency = o.Currency
	}
	return s, nil
}

// goalInput asks which goal is meant.
func goalInput(*call.Call) chat.Input {
	return chat.Input{ID: "goal", Kind: chat.Select, Suggest: suggestGoal}
}

// onlyGoal are the fields of a command that needs nothing but the goal.
func onlyGoal(c *call.Call) []chat.Input { return []chat.Input{goalInput(c)} }
