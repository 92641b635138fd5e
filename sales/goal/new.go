package goal

import (
	"cmp"
	"slices"

	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/sales/kpi"
)

// Facts are what a goal's own record does not hold but New needs.
type Facts struct {
	Today  calendar.Date
	Work   Work     // of those it is for
	Gone   bool     // the team was dissolved, the person has left
	Stages []string // of all pipelines, for Conversion
	Same   string   // the id of a goal for the same metric, scope, filter and period, see Twin
}

// maxDays is the longest period of a goal, three years, in days.
const maxDays = 3*366 - 1

// Lacks lists what a goal must have and this one has not: "metric", "scope", "number" and "date". A goal
// without one of them says nothing that could be checked: sell more.
func (g Goal) Lacks() (all []string) {
	if g.Metric == "" {
		all = append(all, "metric")
	}
	if g.Scope.Kind == "" {
		all = append(all, "scope")
	}
	if !g.Target.Set {
		all = append(all, "number")
	}
	if !g.Period.From.Valid() || !g.Period.To.Valid() {
		all = append(all, "date")
	}
	return all
}

// missing are the problems of Lacks.
var missing = map[string]string{"metric": "goal.no_metric", "scope": "goal.no_scope", "number": "goal.no_number", "date": "goal.no_date"}

// New checks a goal that somebody sets or changes and returns it tidied, or says what is wrong with it as a
// *sales.Problem.
func New(g Goal, f Facts) (Goal, error) {
	if lacks := g.Lacks(); len(lacks) > 0 {
		return g, sales.No(missing[lacks[0]]).At(lacks[0])
	}
	checks := []func(*Goal, Facts) error{checkMetric, checkScope, checkPeriod, checkFilter, checkLevels, checkOrder, checkCheckpoints}
	for _, check := range checks {
		if err := check(&g, f); err != nil {
			return g, err
		}
	}
	if f.Same != "" {
		return g, sales.No("goal.twice", "ID", f.Same)
	}
	return g, nil
}

func checkMetric(g *Goal, f Facts) error {
	if d, known := kpi.DefinitionOf(g.Metric); !known || d.NoGoal {
		return sales.No("goal.no_metric").At("metric")
	}
	switch _, money := sales.Exponent(g.Currency); {
	case g.Definition().Unit != kpi.Amount:
		g.Currency = ""
	case !money:
		return sales.No("goal.no_currency").At("currency")
	}
	switch {
	case g.Metric == kpi.Conversion && !slices.Contains(f.Stages, g.Of):
		return sales.No("goal.no_stage", "Given", g.Of).At("of")
	case g.Metric == kpi.Entered && g.Of == "":
		return sales.No("goal.no_name").At("of")
	case g.Metric != kpi.Conversion && g.Metric != kpi.Entered:
		g.Of = ""
	}
	if g.Metric != kpi.Entered {
		g.Unit = ""
	}
	return nil
}

func checkScope(g *Goal, f Facts) error {
	switch g.Scope.Kind {
	case OfCompany:
		g.Scope.ID, g.Scope.Team = "", ""
		return nil
	case OfTeam, OfPerson:
		if g.Scope.Kind == OfTeam {
			g.Scope.Team = ""
		}
		if g.Scope.ID == "" {
			return sales.No("goal.no_scope").At("scope")
		}
		switch {
		case f.Gone && g.Scope.Kind == OfTeam:
			return sales.No("goal.gone_team", "ID", g.Scope.ID).At("scope")
		case f.Gone:
			return sales.No("goal.gone_person").At("scope")
		}
		return nil
	}
	return sales.No("goal.no_scope").At("scope")
}

// mostYearsAhead is how many years off a goal begins at most: a later year is a slip.
const mostYearsAhead = 10

func checkPeriod(g *Goal, f Facts) error {
	from, to := g.Period.From, g.Period.To
	switch {
	case to < from:
		return sales.No("goal.backwards", "From", from, "To", to).At("date")
	case to < f.Today:
		return sales.No("goal.past", "Date", to).At("date")
	case from > f.Today.AddMonths(12*mostYearsAhead):
		return sales.No("goal.far", "Date", from, "Years", mostYearsAhead).At("date")
	case from.DaysTo(to) > maxDays:
		return sales.No("goal.long", "From", from, "Date", to).At("date")
	case f.Work.Days(g.Period) == 0:
		return sales.No("goal.no_workdays", "From", from, "Date", to).At("date")
	}
	return nil
}

func checkFilter(g *Goal, _ Facts) error {
	switch {
	case g.Filter == Filter{}:
		return nil
	case g.Metric == kpi.Entered:
		return sales.No("goal.filter_entered").At("filter")
	case g.Metric == kpi.Customers && g.Filter.Months != Range{}:
		return sales.No("goal.filter_new").At("filter")
	}
	for _, r := range []Range{g.Filter.Employees, g.Filter.Months} {
		if r.From < 0 || r.To != 0 && r.To < r.From {
			return sales.No("goal.filter_range", "Lowest", r.From, "Highest", r.To).At("filter")
		}
	}
	return nil
}

// levels are those that are set, with the names of their fields.
func (g Goal) levels() (all []kpi.Level, names []string) {
	for i, l := range []kpi.Level{g.Target, g.Stretch, g.Challenge} {
		if l.Set {
			all, names = append(all, l), append(names, [...]string{"target", "stretch", "challenge"}[i])
		}
	}
	return all, names
}

func checkLevels(g *Goal, _ Facts) error {
	d := g.Definition()
	levels, names := g.levels()
	if g.Baseline.Set {
		levels, names = append(levels, g.Baseline), append(names, "baseline")
	}
	for i, l := range levels {
		switch {
		case l.N < 0:
			return sales.No("goal.negative").At(names[i])
		case d.Unit == kpi.Share && l.N > int64(sales.Hundred):
			return sales.No("goal.over_hundred", "Percent", sales.Percent(l.N)).At(names[i])
		case d.Unit == kpi.Points && (l.N < sales.ScoreMin*100 || l.N > sales.ScoreMax*100):
			return sales.No("goal.no_score", "Lowest", sales.ScoreMin, "Highest", sales.ScoreMax).At(names[i])
		case l.N == 0 && names[i] != "baseline" && !d.Lower && g.Parent == "": // a part of a goal may be nothing
			return sales.No("goal.nothing").At(names[i])
		}
	}
	return nil
}

// checkOrder checks that the target is better than the baseline, stretch than the target, and challenge than
// stretch. Of the parts of a small number, several may be equal.
func checkOrder(g *Goal, _ Facts) error {
	d := g.Definition()
	switch {
	case g.Baseline.Set && g.Baseline.N == g.Target.N:
		return sales.No("goal.same_as_baseline").At("target")
	case g.Baseline.Set && d.Lower && g.Target.N > g.Baseline.N:
		return sales.No("goal.above_baseline").At("target")
	case g.Baseline.Set && !d.Lower && g.Target.N < g.Baseline.N:
		return sales.No("goal.below_baseline").At("target")
	}
	levels, names := g.levels()
	for i := 1; i < len(levels); i++ {
		same := levels[i].N == levels[i-1].N
		if same && g.Parent != "" || d.Better(levels[i].N, levels[i-1].N) {
			continue
		}
		if d.Lower {
			return sales.No("goal.order_lower").At(names[i])
		}
		return sales.No("goal.order").At(names[i])
	}
	return nil
}

func checkCheckpoints(g *Goal, _ Facts) error {
	g.Checkpoints = slices.Clone(g.Checkpoints)
	slices.SortStableFunc(g.Checkpoints, func(a, b Checkpoint) int { return cmp.Compare(a.On, b.On) })
	for _, c := range g.Checkpoints {
		switch {
		case !c.On.Valid() || c.On < g.Period.From || c.On > g.Period.To:
			return sales.No("goal.checkpoint_outside", "Date", c.On, "From", g.Period.From, "To", g.Period.To).At("checkpoint")
		case c.Share <= 0 || c.Share > sales.Hundred:
			return sales.No("goal.checkpoint_share", "Percent", c.Share).At("checkpoint")
		}
	}
	return nil
}

// Twin reports whether two goals that stand ask for the same: the same metric, scope, filter and period.
func (g Goal) Twin(other Goal) bool {
	return g.ID != other.ID && !g.Dropped && !other.Dropped && g.Metric == other.Metric && sales.FoldFull(g.Of) == sales.FoldFull(other.Of) &&
		g.Scope.meets(other.Scope) && g.Filter.folded() == other.Filter.folded() && g.Period == other.Period &&
		(g.Definition().Unit != kpi.Amount || g.Currency == other.Currency)
}

// meets reports whether two scopes are of the same people; what somebody reaches in one team is part of what they reach.
func (s Scope) meets(other Scope) bool {
	return s.Kind == other.Kind && s.ID == other.ID && (s.Team == "" || other.Team == "" || s.Team == other.Team)
}

func (f Filter) folded() Filter {
	f.Region, f.Industry, f.Product = sales.FoldFull(f.Region), sales.FoldFull(f.Industry), sales.FoldFull(f.Product)
	return f
}
