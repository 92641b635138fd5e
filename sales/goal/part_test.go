package goal

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"dealdesk/dice"
	"dealdesk/sales/calendar"
	"dealdesk/sales/kpi"
)

var november = calendar.Span{From: "2026-11-01", To: "2026-11-30"}

func customers(n int64, s calendar.Span) Goal {
	return Goal{ID: "G-1", Metric: kpi.Customers, Scope: Scope{Kind: OfTeam, ID: "east"}, Period: s, Target: kpi.To(n)}
}

func targets(goals []Goal) (all []int64) {
	for _, g := range goals {
		all = append(all, g.Target.N)
	}
	return all
}

func periods(s calendar.Span, into Into) (all []Slot) {
	for _, p := range Periods(s, into) {
		all = append(all, Slot{Period: p})
	}
	return all
}

func people(ids ...string) (all []Slot) {
	for _, id := range ids {
		all = append(all, Slot{Scope: Scope{Kind: OfPerson, ID: id, Team: "east"}})
	}
	return all
}

func parts(t *testing.T, g Goal, way Way, slots []Slot) Parts {
	t.Helper()
	p, err := g.Parts(way, slots)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// The worked example of the handbook: 50 new customers a month are 3 to 4 a week for each of four reps.
func TestFiftyCustomersAMonthAreThreeOrFourAWeekForEachOfFour(t *testing.T) {
	for _, month := range []calendar.Span{{From: "2026-02-02", To: "2026-03-01"}, {From: "2026-08-03", To: "2026-08-30"}} { // four weeks each
		whole := customers(50, month)
		each := parts(t, whole, ByWorkdays, people("U1", "U2", "U3", "U4")).Goals
		if got := targets(each); !slices.Equal(got, []int64{13, 13, 12, 12}) {
			t.Fatalf("%s: each has %d", month.From, got)
		}
		for _, g := range each {
			weeks := targets(parts(t, g, ByWorkdays, periods(month, Weeks)).Goals)
			if len(weeks) != 4 || slices.Min(weeks) < 3 || slices.Max(weeks) > 4 {
				t.Errorf("%s has %d in a week", g.Scope.ID, weeks)
			}
		}
	}
	// A month of five weeks, of which the first begins and the last ends with the month.
	october := calendar.Span{From: "2026-09-28", To: "2026-11-01"}
	for _, g := range parts(t, customers(70, october), ByWorkdays, people("U1", "U2", "U3", "U4")).Goals {
		weeks := targets(parts(t, g, ByWorkdays, periods(october, Weeks)).Goals)
		if len(weeks) != 5 || slices.Min(weeks) < 3 || slices.Max(weeks) > 4 {
			t.Errorf("%s has %d in a week", g.Scope.ID, weeks)
		}
	}
}

func TestAPeriodIsCutIntoItsQuartersMonthsAndWeeks(t *testing.T) {
	for _, c := range []struct {
		into Into
		of   calendar.Span
		want []calendar.Date // the last days
	}{
		{Quarters, calendar.Span{From: "2026-01-01", To: "2026-12-31"}, []calendar.Date{"2026-03-31", "2026-06-30", "2026-09-30", "2026-12-31"}},
		{Quarters, calendar.Span{From: "2026-02-10", To: "2026-07-04"}, []calendar.Date{"2026-03-31", "2026-06-30", "2026-07-04"}},
		{Months, calendar.Span{From: "2028-01-31", To: "2028-03-01"}, []calendar.Date{"2028-01-31", "2028-02-29", "2028-03-01"}},
		{Weeks, november, []calendar.Date{"2026-11-01", "2026-11-08", "2026-11-15", "2026-11-22", "2026-11-29", "2026-11-30"}},
		{Teams, november, nil},
	} {
		var got []calendar.Date
		next := c.of.From
		for _, s := range Periods(c.of, c.into) {
			if s.From != next {
				t.Errorf("%s of %v: one begins on %s, want %s", c.into, c.of, s.From, next)
			}
			got, next = append(got, s.To), s.To.AddDays(1)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s of %v end on %v, want %v", c.into, c.of, got, c.want)
		}
	}
}

func TestPartsFollowEachOnesOwnCalendarAndLeave(t *testing.T) {
	slots := people("U1", "U2")
	slots[1].Work.Away = []calendar.Span{{From: "2026-11-16", To: "2026-11-30"}} // 11 of 21 working days
	p := parts(t, customers(31, november), ByWorkdays, slots)
	if got := targets(p.Goals); !slices.Equal(got, []int64{21, 10}) || p.Sum != 31 || p.Gap != 0 {
		t.Errorf("%d, %+v", got, p)
	}
}

func TestPartsFollowLastYearsSeasonWhereThereIsOne(t *testing.T) {
	year := calendar.Span{From: "2026-01-01", To: "2026-12-31"}
	slots := periods(year, Quarters)
	for i, n := range []int64{10, 20, 30, 40} {
		slots[i].Season = n
	}
	p := parts(t, customers(1000, year), BySeason, slots)
	if p.Way != BySeason || !slices.Equal(targets(p.Goals), []int64{100, 200, 300, 400}) {
		t.Errorf("%+v", p)
	}
	slots[2].Season = 0
	if p := parts(t, customers(1000, year), BySeason, slots); p.Way != ByWorkdays || p.Sum != 1000 {
		t.Errorf("without a season: %+v", p)
	}
	for s, want := range map[calendar.Span]calendar.Span{
		{From: "2026-01-01", To: "2026-03-31"}: {From: "2025-01-01", To: "2025-03-31"},
		{From: "2028-02-01", To: "2028-02-29"}: {From: "2027-02-01", To: "2027-02-28"},
		{From: "2029-02-01", To: "2029-02-28"}: {From: "2028-02-01", To: "2028-02-29"},
		{From: "2026-11-23", To: "2026-11-29"}: {From: "2025-11-24", To: "2025-11-30"},
	} {
		if got := YearBefore(s); got != want {
			t.Errorf("a year before %v is %v, want %v", s, got, want)
		}
	}
}

func TestPartsByHandNameTheDifference(t *testing.T) {
	g := customers(50, november)
	g.Stretch = kpi.To(60)
	slots := people("U1", "U2", "U3")
	for i, n := range []int64{20, 20, 15} {
		slots[i].Hand = kpi.To(n)
	}
	p := parts(t, g, ByHand, slots)
	if !slices.Equal(targets(p.Goals), []int64{20, 20, 15}) || p.Sum != 55 || p.Gap != 5 {
		t.Errorf("%+v", p)
	}
	for _, part := range p.Goals {
		if part.Stretch.N < part.Target.N {
			t.Errorf("%s has a stretch of %d below its target of %d", part.Scope.ID, part.Stretch.N, part.Target.N)
		}
	}
	if sum, gap := g.SumOf(p.Goals); sum != 55 || gap != 5 {
		t.Error(sum, gap)
	}
}

func TestEachPartOfARateHasTheRate(t *testing.T) {
	g := Goal{ID: "G-1", Metric: kpi.WinRate, Scope: Scope{Kind: OfTeam, ID: "east"}, Period: november,
		Baseline: kpi.To(1200), Target: kpi.To(1800), Stretch: kpi.To(2000)}
	for _, p := range parts(t, g, BySeason, people("U1", "U2")).Goals {
		if p.Target != g.Target || p.Stretch != g.Stretch || p.Baseline != g.Baseline || p.Parent != "G-1" {
			t.Errorf("%+v", p)
		}
	}
}

func TestAPeriodWithoutWorkCannotBeBrokenDown(t *testing.T) {
	weekend := calendar.Span{From: "2026-11-28", To: "2026-11-29"}
	_, err := customers(5, weekend).Parts(ByWorkdays, people("U1"))
	refused(t, "a weekend", err, "goal.no_workdays")
}

// anyGoal draws a sum with up to three levels, of which more or less is better.
func anyGoal(t *rapid.T) Goal {
	g := Goal{ID: "G-1", Metric: rapid.SampledFrom([]kpi.Metric{kpi.Revenue, kpi.Customers, kpi.Calls, kpi.Complaints}).Draw(t, "metric"),
		Scope: Scope{Kind: OfTeam, ID: "east"}, Currency: "CNY"}
	g.Period.From = calendar.Date("2026-01-01").AddDays(rapid.IntRange(0, 400).Draw(t, "from"))
	g.Period.To = g.Period.From.AddDays(rapid.IntRange(0, 500).Draw(t, "days"))
	top := int64(100)
	if g.Metric == kpi.Revenue {
		top = 1 << 50
	}
	var n [3]int64
	for i := range n {
		n[i] = rapid.Int64Range(0, top).Draw(t, "level")
	}
	slices.Sort(n[:])
	if g.Metric == kpi.Complaints {
		slices.Reverse(n[:])
	}
	g.Target = kpi.To(n[0])
	if rapid.Bool().Draw(t, "stretch") {
		g.Stretch = kpi.To(n[1])
	}
	if rapid.Bool().Draw(t, "challenge") {
		g.Challenge = kpi.To(n[2])
	}
	return g
}

func anySlots(t *rapid.T, g Goal) []Slot {
	slots := periods(g.Period, rapid.SampledFrom([]Into{Quarters, Months, Weeks}).Draw(t, "into"))
	if rapid.Bool().Draw(t, "people") {
		slots = people([]string{"U1", "U2", "U3", "U4", "U5", "U6", "U7"}[:rapid.IntRange(1, 7).Draw(t, "n")]...)
	}
	for i := range slots {
		slots[i].Season = rapid.Int64Range(0, 1<<40).Draw(t, "season")
		if rapid.Bool().Draw(t, "leave") {
			slots[i].Work.Away = []calendar.Span{{From: g.Period.From, To: g.Period.From.AddDays(rapid.IntRange(0, 60).Draw(t, "away"))}}
		}
	}
	return slots
}

func TestPartsAddUpAtEveryLevelWhateverTheOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := anyGoal(t)
		slots := anySlots(t, g)
		way := rapid.SampledFrom([]Way{ByWorkdays, BySeason}).Draw(t, "way")
		p, err := g.Parts(way, slots)
		if err != nil {
			return // nobody works
		}
		sound(t, g, p.Goals)
		mixed := slices.Clone(slots)
		dice.Rand(uint64(len(slots))).Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
		again, err := g.Parts(way, mixed)
		if err != nil || !slices.EqualFunc(p.Goals, again.Goals, same) {
			t.Fatalf("in another order: %v, then %v, %v", targets(p.Goals), targets(again.Goals), err)
		}
	})
}

func same(a, b Goal) bool {
	return a.Scope == b.Scope && a.Period == b.Period && a.Target == b.Target && a.Stretch == b.Stretch && a.Challenge == b.Challenge
}

// sound checks that parts add up to their goal at each level, that none is negative, and that their levels are
// in order.
func sound(t *rapid.T, g Goal, parts []Goal) {
	var sum [3]int64
	for _, p := range parts {
		for i, l := range []kpi.Level{p.Target, p.Stretch, p.Challenge} {
			sum[i] += l.N
			if l.N < 0 {
				t.Fatalf("a part has %d", l.N)
			}
		}
		levels, _ := p.levels()
		for i := 1; i < len(levels); i++ {
			if g.Definition().Better(levels[i-1].N, levels[i].N) {
				t.Fatalf("levels %v of a part", levels)
			}
		}
	}
	for i, l := range []kpi.Level{g.Target, g.Stretch, g.Challenge} {
		if sum[i] != l.N {
			t.Fatalf("level %d adds up to %d, want %d", i, sum[i], l.N)
		}
	}
}

func TestAPartIsWithinOneOfItsShare(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		weights := rapid.SliceOfN(rapid.Int64Range(0, 1000), 1, 20).Draw(t, "weights")
		total := rapid.Int64Range(0, 1<<40).Draw(t, "total")
		got := Apportion(total, weights)
		var sum, all int64
		for _, w := range weights {
			all += w
		}
		for i, n := range got {
			sum += n
			if all > 0 && (n < total*weights[i]/all || n > total*weights[i]/all+1) {
				t.Fatalf("%d of %d by %d of %d", n, total, weights[i], all)
			}
		}
		if all > 0 && sum != total {
			t.Fatalf("they add up to %d, want %d", sum, total)
		}
	})
	if got := Apportion(5, []int64{1, 1, 1}); !slices.Equal(got, []int64{2, 2, 1}) {
		t.Errorf("the earlier of equal ones get more: %d", got)
	}
}

func TestWhoJoinsTakesItsShareOfWhatIsLeft(t *testing.T) {
	g := customers(50, november)
	g.Stretch = kpi.To(60)
	var children []Child
	for i, p := range parts(t, g, ByWorkdays, people("U1", "U2", "U3", "U4")).Goals {
		p.ID = []string{"G-2", "G-3", "G-4", "G-5"}[i]
		children = append(children, Child{Goal: p, Reached: []int64{10, 4, 0, 6}[i]})
	}
	children[3].Leaves = true
	children = append(children, Child{Goal: g.Part(Slot{Scope: Scope{Kind: OfPerson, ID: "U5"}, Period: g.Period})})
	changes, err := g.Rebalance(children, "2026-11-16")
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]int64{}
	var stretch int64
	for _, c := range changes {
		got[c.Is.Scope.ID] = c.Is.Target.N
		stretch += c.Is.Stretch.N
	}
	// 30 are left for three with eleven days each, and whoever left keeps the six.
	if got["U1"] != 18 && got["U1"] != 17 || got["U4"] != 6 || got["U1"]+got["U2"]+got["U3"]+got["U4"]+got["U5"] != 50 || stretch != 60 {
		t.Errorf("%v, %d", got, stretch)
	}
	if changes[len(changes)-1].Was.ID != "" || changes[0].Was.Target.N != 13 {
		t.Errorf("%+v", changes)
	}
	_, err = g.Rebalance(nil, "2026-11-16")
	refused(t, "nobody", err, "goal.nobody_left")
	children[0].Reached = 60
	_, err = g.Rebalance(children, "2026-11-16")
	refused(t, "all reached", err, "goal.nothing_left")
}

func TestARebalancedGoalAddsUpAndTakesNothingAway(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := anyGoal(t)
		var children []Child
		p, err := g.Parts(ByWorkdays, anySlots(t, g))
		if err != nil {
			return
		}
		for _, part := range p.Goals {
			part.ID = "G-" + part.Scope.ID + string(part.Period.From)
			children = append(children, Child{Goal: part, Reached: rapid.Int64Range(0, part.Target.N+1).Draw(t, "reached"),
				Leaves: rapid.Bool().Draw(t, "leaves")})
		}
		changes, err := g.Rebalance(children, g.Period.From.AddDays(rapid.IntRange(-10, 300).Draw(t, "today")))
		if err != nil {
			return
		}
		var now []Goal
		for _, c := range children {
			i := slices.IndexFunc(changes, func(ch Change) bool { return ch.Was.ID == c.Goal.ID })
			is := c.Goal
			if i >= 0 {
				is = changes[i].Is
			}
			for _, l := range []kpi.Level{is.Target, is.Stretch, is.Challenge} {
				if l.Set && l.N < c.Reached {
					t.Fatalf("%d are asked for, %d were reached", l.N, c.Reached)
				}
			}
			now = append(now, is)
		}
		sound(t, g, now)
	})
}

func TestPartsMayBeFarFromTheirGoal(t *testing.T) {
	g := Goal{Metric: kpi.Wins, Target: kpi.To(100)}
	for _, c := range []struct {
		parts []int64
		far   bool
	}{{[]int64{50}, false}, {[]int64{49}, true}, {[]int64{100, 100}, false}, {[]int64{100, 101}, true}, {nil, true}} {
		var parts []Goal
		for _, n := range c.parts {
			parts = append(parts, Goal{Metric: g.Metric, Target: kpi.To(n)})
		}
		if got := g.FarFrom(parts); got != c.far {
			t.Errorf("%v: %v, want %v", c.parts, got, c.far)
		}
	}
}
