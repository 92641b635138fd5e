package goal

import (
	"slices"
	"strings"
	"testing"

	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/sales/kpi"
)

func refused(t *testing.T, name string, err error, code string) {
	t.Helper()
	problem, ok := sales.AsProblem(err)
	if code == "" && err == nil {
		return
	}
	if !ok || problem.Code != code {
		t.Errorf("%s: %v, want %q", name, err, code)
	}
}

var third = calendar.Span{From: "2026-07-01", To: "2026-09-30"}

// regional is the handbook's sample: medical devices in the east, to 5,000,000 CNY in the third quarter.
func regional() Goal {
	return Goal{Metric: kpi.Revenue, Scope: Scope{Kind: OfCompany}, Filter: Filter{Region: "华东", Industry: "医疗器械"}, Period: third,
		Currency: "CNY", Target: kpi.To(500_000_000)}
}

func winRate() Goal {
	return Goal{Metric: kpi.WinRate, Scope: Scope{Kind: OfTeam, ID: "east"}, Period: third, Baseline: kpi.To(1200), Target: kpi.To(1800)}
}

func cycle() Goal {
	return Goal{Metric: kpi.Cycle, Scope: Scope{Kind: OfTeam, ID: "east"}, Period: third, Baseline: kpi.To(6000), Target: kpi.To(4500)}
}

func TestAGoalIsRefusedWithWhatIsWrongWithIt(t *testing.T) {
	facts := Facts{Today: "2026-07-06", Stages: []string{"lead", "quote"}}
	for _, c := range []struct {
		name   string
		g      Goal
		change func(*Goal, *Facts)
		code   string
	}{
		{"as the handbook has it", regional(), func(*Goal, *Facts) {}, ""},
		{"no metric", regional(), func(g *Goal, _ *Facts) { g.Metric = "" }, "goal.no_metric"},
		{"a metric nobody knows", regional(), func(g *Goal, _ *Facts) { g.Metric = "luck" }, "goal.no_metric"},
		{"no scope", regional(), func(g *Goal, _ *Facts) { g.Scope = Scope{} }, "goal.no_scope"},
		{"a team without a name", regional(), func(g *Goal, _ *Facts) { g.Scope.Kind = OfTeam }, "goal.no_scope"},
		{"no number", regional(), func(g *Goal, _ *Facts) { g.Target = kpi.Level{} }, "goal.no_number"},
		{"no date", regional(), func(g *Goal, _ *Facts) { g.Period.To = "" }, "goal.no_date"},
		{"no such day", regional(), func(g *Goal, _ *Facts) { g.Period.To = "2026-09-31" }, "goal.no_date"},
		{"no currency", regional(), func(g *Goal, _ *Facts) { g.Currency = "" }, "goal.no_currency"},
		{"in points", regional(), func(g *Goal, _ *Facts) { g.Currency = "PTS" }, "goal.no_currency"},
		{"backwards", regional(), func(g *Goal, _ *Facts) { g.Period.From = "2026-10-01" }, "goal.backwards"},
		{"due yesterday", regional(), func(g *Goal, f *Facts) { f.Today = "2026-10-01" }, "goal.past"},
		{"due today", regional(), func(g *Goal, f *Facts) { f.Today = "2026-09-30" }, ""},
		{"four years", regional(), func(g *Goal, f *Facts) { g.Period.To = "2030-06-30" }, "goal.long"},
		{"a weekend", regional(), func(g *Goal, f *Facts) { g.Period = calendar.Span{From: "2026-07-11", To: "2026-07-12"} }, "goal.no_workdays"},
		{"all on leave", regional(), func(g *Goal, f *Facts) { f.Work.Away = []calendar.Span{third} }, "goal.no_workdays"},
		{"a team that is gone", winRate(), func(g *Goal, f *Facts) { f.Gone = true }, "goal.gone_team"},
		{"a person who left", winRate(), func(g *Goal, f *Facts) { f.Gone, g.Scope.Kind = true, OfPerson }, "goal.gone_person"},
		{"the company is never gone", regional(), func(g *Goal, f *Facts) { f.Gone = true }, ""},
		{"negative", regional(), func(g *Goal, f *Facts) { g.Target = kpi.To(-1) }, "goal.negative"},
		{"nothing", regional(), func(g *Goal, f *Facts) { g.Target = kpi.To(0) }, "goal.nothing"},
		{"a part may be nothing", regional(), func(g *Goal, f *Facts) { g.Target, g.Parent = kpi.To(0), "G-1" }, ""},
		{"no complaint at all", winRate(), func(g *Goal, f *Facts) { g.Metric, g.Baseline, g.Target = kpi.Complaints, kpi.To(10), kpi.To(0) }, ""},
		{"more than all", winRate(), func(g *Goal, f *Facts) { g.Target = kpi.To(10001) }, "goal.over_hundred"},
		{"all", winRate(), func(g *Goal, f *Facts) { g.Target = kpi.To(10000) }, ""},
		{"a stretch of more than all", winRate(), func(g *Goal, f *Facts) { g.Stretch = kpi.To(10001) }, "goal.over_hundred"},
		{"where they are already", winRate(), func(g *Goal, f *Facts) { g.Target = kpi.To(1200) }, "goal.same_as_baseline"},
		{"from nothing", winRate(), func(g *Goal, f *Facts) { g.Baseline = kpi.To(0) }, ""},
		{"worse than today", winRate(), func(g *Goal, f *Facts) { g.Target = kpi.To(1100) }, "goal.below_baseline"},
		{"longer than today", cycle(), func(g *Goal, f *Facts) { g.Target = kpi.To(7000) }, "goal.above_baseline"},
		{"shorter", cycle(), func(g *Goal, f *Facts) { g.Stretch, g.Challenge = kpi.To(4000), kpi.To(3000) }, ""},
		{"stretch easier than the target", regional(), func(g *Goal, f *Facts) { g.Stretch = kpi.To(1) }, "goal.order"},
		{"stretch like the target", regional(), func(g *Goal, f *Facts) { g.Stretch = g.Target }, "goal.order"},
		{"challenge easier than stretch", regional(), func(g *Goal, f *Facts) { g.Stretch, g.Challenge = kpi.To(700_000_000), kpi.To(600_000_000) }, "goal.order"},
		{"a longer stretch", cycle(), func(g *Goal, f *Facts) { g.Stretch = kpi.To(5000) }, "goal.order_lower"},
		{"equal levels of a part", regional(), func(g *Goal, f *Facts) { g.Parent, g.Stretch = "G-1", g.Target }, ""},
		{"80 % by mid-August", regional(), func(g *Goal, f *Facts) { g.Checkpoints = []Checkpoint{{"2026-08-15", 8000}} }, ""},
		{"a checkpoint in October", regional(), func(g *Goal, f *Facts) { g.Checkpoints = []Checkpoint{{"2026-10-15", 8000}} }, "goal.checkpoint_outside"},
		{"a checkpoint of nothing", regional(), func(g *Goal, f *Facts) { g.Checkpoints = []Checkpoint{{"2026-08-15", 0}} }, "goal.checkpoint_share"},
		{"a second one", regional(), func(g *Goal, f *Facts) { f.Same = "G-7" }, "goal.twice"},
		{"conversion from no stage", winRate(), func(g *Goal, f *Facts) { g.Metric, g.Of = kpi.Conversion, "dream" }, "goal.no_stage"},
		{"conversion from a lead", winRate(), func(g *Goal, f *Facts) { g.Metric, g.Of = kpi.Conversion, "lead" }, ""},
		{"an entered number without a name", winRate(), func(g *Goal, f *Facts) { g.Metric = kpi.Entered }, "goal.no_name"},
		{"a market share", winRate(), func(g *Goal, f *Facts) { g.Metric, g.Of, g.Unit = kpi.Entered, "market share", kpi.Share }, ""},
		{"a market share of some customers", regional(), func(g *Goal, f *Facts) { g.Metric, g.Of = kpi.Entered, "share" }, "goal.filter_entered"},
		{"new customers known for long", regional(), func(g *Goal, f *Facts) { g.Metric, g.Filter.Months.From = kpi.Customers, 6 }, "goal.filter_new"},
		{"a range backwards", regional(), func(g *Goal, f *Facts) { g.Filter.Employees = Range{50, 10} }, "goal.filter_range"},
	} {
		g, f := c.g, facts
		c.change(&g, &f)
		_, err := New(g, f)
		refused(t, c.name, err, c.code)
	}
}

func TestAGoalThatSaysNothingIsAskedForAllItLacks(t *testing.T) {
	if got := (Goal{Metric: kpi.Revenue}).Lacks(); !slices.Equal(got, []string{"scope", "number", "date"}) {
		t.Error(got)
	}
	if got := regional().Lacks(); got != nil {
		t.Error(got)
	}
}

func TestANewGoalIsTidy(t *testing.T) {
	g := winRate()
	g.Currency, g.Of, g.Unit = "CNY", "lead", kpi.Share
	g.Checkpoints = []Checkpoint{{"2026-09-01", 8000}, {"2026-08-01", 5000}}
	g, err := New(g, Facts{Today: "2026-07-06"})
	if err != nil || g.Currency != "" || g.Of != "" || g.Unit != "" || g.Checkpoints[0].On != "2026-08-01" {
		t.Errorf("%+v, %v", g, err)
	}
}

func TestTwinsAskForTheSame(t *testing.T) {
	g := regional()
	g.ID = "G-1"
	other := g
	other.ID, other.Filter.Region, other.Target = "G-2", " 華東 ", kpi.To(1)
	if !g.Twin(other) || g.Twin(g) {
		t.Error("not the same")
	}
	dropped, later, narrow := other, other, other
	dropped.Dropped, later.Period.To, narrow.Filter.Product = true, "2026-10-01", "x"
	if g.Twin(dropped) || g.Twin(later) || g.Twin(narrow) {
		t.Error("the same")
	}
}

func TestEveryMetricHasOneDefinition(t *testing.T) {
	seen := map[kpi.Metric]bool{}
	for _, m := range kpi.Metrics() {
		d, ok := kpi.DefinitionOf(m)
		g := Goal{Metric: m, Of: "lead", Currency: "CNY"}
		n, _ := g.Counters()
		elsewhere := m == kpi.Customers || m == kpi.Repurchase || m == kpi.Entered
		if !ok || d.Metric != m || d.Unit == "" || d.Shape == "" || seen[m] || (len(n) == 0) != elsewhere {
			t.Errorf("%s: %+v, %v", m, d, n)
		}
		seen[m] = true
	}
	if _, ok := kpi.DefinitionOf("luck"); ok || len(seen) != 20 {
		t.Errorf("%d metrics", len(seen))
	}
}

func TestWhoSeesAndSetsAGoal(t *testing.T) {
	east := sales.Team{ID: "east", Manager: "boss", Director: "top"}
	west := sales.Team{ID: "west", Manager: "other", Director: "peak"}
	people := map[string]sales.Person{
		"rep": {ID: "rep", Team: "east", Role: sales.Rep}, "mate": {ID: "mate", Team: "east", Role: sales.Rep},
		"boss": {ID: "boss", Team: "east", Role: sales.Manager}, "top": {ID: "top", Team: "east", Role: sales.Director},
		"other": {ID: "other", Team: "west", Role: sales.Manager}, "peak": {ID: "peak", Team: "west", Role: sales.Director},
		"admin": {ID: "admin", Role: sales.Admin}, "cfo": {ID: "cfo", Role: sales.Approver},
	}
	for _, c := range []struct {
		scope     Scope
		see, sets string
	}{
		{Scope{Kind: OfPerson, ID: "rep"}, "rep boss top admin", "boss top admin"},
		{Scope{Kind: OfTeam, ID: "east"}, "rep mate boss top admin", "boss top admin"},
		{Scope{Kind: OfCompany}, "top peak admin", "admin"},
	} {
		g := Goal{Scope: c.scope}
		for a, want := range map[sales.Action]string{sales.SeeGoal: c.see, sales.SetGoal: c.sets} {
			for id, p := range people {
				if got := g.Right(p, a, east, []sales.Team{east, west}); got != slices.Contains(strings.Fields(want), id) {
					t.Errorf("%s may %s the goal of %+v: %v", id, a, c.scope, got)
				}
			}
		}
	}
	if g := (Goal{Scope: Scope{Kind: OfCompany}}); !g.Right(people["top"], sales.SetGoal, sales.Team{}, []sales.Team{east}) {
		t.Error("who directs every team sets the company's goal")
	}
	gone := people["rep"]
	gone.Gone = true
	if (Goal{Scope: Scope{Kind: OfPerson, ID: "rep"}}).Right(gone, sales.SeeGoal, east, nil) {
		t.Error("who is gone sees")
	}
}
