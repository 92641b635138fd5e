package goal

import (
	"cmp"
	"math/bits"
	"slices"

	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/sales/kpi"
)

// Slot is a part that a goal may be broken down into, before it has numbers. Of a scope or a period left zero
// it has that of the goal.
type Slot struct {
	Scope  Scope
	Period calendar.Span
	Work   Work      // of those the part is for
	Season int64     // what the same part reached a year before, see YearBefore
	Hand   kpi.Level // the target somebody said, of ByHand
	Over   kpi.Level // what it reached, of one that is over: nothing more is asked of it
}

// Parts are a goal broken down.
type Parts struct {
	Goals []Goal // by period, then scope; they have no id yet
	Way   Way    // how it was done; ByWorkdays if there is no season to follow
	// Sum is what the targets add up to, and Gap how much more that is than the goal's target, negative if less.
	// Only numbers given by hand leave a gap. Rates, means and entered numbers are not added up.
	Sum, Gap int64
}

// Parts breaks a goal down into slots. The parts of a sum add up to it exactly, at each of its three levels:
// every part gets its share by weight, rounded down, and what is left over goes one by one to the parts that
// lost most by that, of equal ones to the earlier. The lowest level is divided so, and then each step up to the
// next level, so that no part has a stretch below its target. Each part of a rate, a mean or an entered number
// has the numbers of the goal. By hand only targets are given; stretch and challenge are divided by them.
func (g Goal) Parts(way Way, slots []Slot) (Parts, error) {
	slots = g.tidied(slots)
	if g.Definition().Shape == kpi.Sum && way != ByHand {
		slots = slices.DeleteFunc(slots, func(s Slot) bool { return s.Over.Set && s.Over.N <= 0 })
	}
	weights, way := weigh(way, slots)
	if g.Definition().Shape != kpi.Sum {
		way, weights = ByWorkdays, make([]int64, len(slots))
	} else if !slices.ContainsFunc(weights, func(w int64) bool { return w > 0 }) {
		return Parts{}, sales.No("goal.no_workdays", "From", g.Period.From, "Date", g.Period.To).At("date")
	}
	all := Parts{Way: way}
	for _, s := range slots {
		all.Goals = append(all.Goals, g.Part(s))
	}
	if g.Definition().Shape != kpi.Sum {
		return all, nil
	}
	over := make([]int64, len(slots))
	if way != ByHand {
		for i, s := range slots {
			if s.Over.Set {
				over[i] = s.Over.N
			}
		}
	}
	if err := g.fill(all.Goals, weights, over); err != nil {
		return Parts{}, err
	}
	for i, s := range slots {
		if way == ByHand {
			all.Goals[i].Target = kpi.To(s.Hand.N)
			all.Goals[i].order()
		}
		all.Sum += all.Goals[i].Target.N
	}
	all.Gap = all.Sum - g.Target.N
	return all, nil
}

// Splits reports whether the goal would be broken down into parts such as this one: a smaller scope over its days, or
// one of the periods of its own scope. Once it is broken down, only more parts of that kind fit.
func (g Goal) Splits(s Scope, days calendar.Span) bool {
	if s.Kind != g.Scope.Kind || s.ID != g.Scope.ID {
		return days == g.Period && (g.Split.Into == "" || g.Split.Into == Teams || g.Split.Into == People)
	}
	for _, into := range []Into{Quarters, Months, Weeks} {
		if g.Split.Into != "" && g.Split.Into != into {
			continue
		}
		if days != g.Period && slices.Contains(Periods(g.Period, into), days) {
			return true
		}
	}
	return false
}

// Holds reports whether another goal may be a part of this one: it measures the same within its days, and is for
// those it is for or for some of them. Nobody's goal is a part of a colleague's.
func (g Goal) Holds(part Goal) bool {
	return g.Metric == part.Metric && g.Of == part.Of && g.Currency == part.Currency &&
		g.Period.From <= part.Period.From && part.Period.To <= g.Period.To &&
		(g.Scope.Kind == OfCompany || g.Scope.Kind == OfTeam && part.Scope.Kind == OfPerson ||
			g.Scope.Kind == part.Scope.Kind && g.Scope.ID == part.Scope.ID)
}

// Takes reports whether another goal becomes a part of this one without anybody saying so: one that it would be
// broken down into.
func (g Goal) Takes(part Goal) bool {
	return !g.Dropped && g.ID != part.ID && g.Holds(part) && (g.Filter == Filter{} || g.Filter == part.Filter) &&
		g.Splits(part.Scope, part.Period)
}

// tidied are the slots in their order, without those that lie outside the goal's period.
func (g Goal) tidied(slots []Slot) (all []Slot) {
	for _, s := range slots {
		if s.Scope == (Scope{}) {
			s.Scope = g.Scope
		}
		if s.Period == (calendar.Span{}) {
			s.Period = g.Period
		}
		if s.Period.From = max(s.Period.From, g.Period.From); s.Period.From <= min(s.Period.To, g.Period.To) {
			s.Period.To = min(s.Period.To, g.Period.To)
			all = append(all, s)
		}
	}
	slices.SortStableFunc(all, func(a, b Slot) int {
		return before(Goal{Scope: a.Scope, Period: a.Period}, Goal{Scope: b.Scope, Period: b.Period})
	})
	return all
}

// before orders parts: by period, then scope.
func before(a, b Goal) int {
	return cmp.Or(cmp.Compare(a.Period.From, b.Period.From), cmp.Compare(a.Scope.Kind, b.Scope.Kind), cmp.Compare(a.Scope.ID, b.Scope.ID))
}

// weigh returns the weight of each slot, and the way that was possible: a part that reached nothing the year
// before has no season, and would get nothing, so all go by working days then.
func weigh(way Way, slots []Slot) ([]int64, Way) {
	weights := make([]int64, len(slots))
	season := way == BySeason && !slices.ContainsFunc(slots, func(s Slot) bool { return s.Season <= 0 && !s.Over.Set })
	if way == BySeason && !season {
		way = ByWorkdays
	}
	for i, s := range slots {
		switch {
		case way == ByHand:
			weights[i] = max(s.Hand.N, 0)
		case s.Over.Set:
		case way == BySeason:
			weights[i] = s.Season
		default:
			weights[i] = int64(s.Work.Days(s.Period))
		}
	}
	return weights, cmp.Or(way, ByWorkdays)
}

// Part is one part of the goal, without an id and with the numbers of the whole.
func (g Goal) Part(s Slot) Goal {
	p := g
	p.ID, p.Parent, p.Split, p.Agreement, p.Cheered, p.Entries = "", g.ID, Split{}, Agreement{}, "", nil
	p.Scope, p.Period = s.Scope, s.Period
	p.Checkpoints = nil
	if g.Definition().Shape == kpi.Sum { // the goal's baseline is that of the whole
		p.Baseline = kpi.Level{}
	}
	return p
}

// fill divides the levels of g, the lowest first. Parts that are over keep what they reached, and the rest is divided.
func (g Goal) fill(parts []Goal, weights, over []int64) error {
	below, has := int64(0), over
	for _, n := range over {
		below += n
	}
	if below > 0 && below >= g.ascending()[0].N {
		return sales.No("goal.nothing_left", "ID", g.ID)
	}
	for _, of := range g.ascending() {
		for i, n := range g.Apportion(of.N-below, weights) {
			has[i] += n
			*parts[i].level(of.name) = kpi.To(has[i])
		}
		below = of.N
	}
	return nil
}

type named struct {
	kpi.Level
	name string
}

// ascending are the levels that are set, the lowest first.
func (g Goal) ascending() (all []named) {
	levels, names := g.levels()
	for i, l := range levels {
		all = append(all, named{l, names[i]})
	}
	slices.SortStableFunc(all, func(a, b named) int { return cmp.Compare(a.N, b.N) })
	return all
}

func (g *Goal) level(name string) *kpi.Level {
	switch name {
	case "stretch":
		return &g.Stretch
	case "challenge":
		return &g.Challenge
	}
	return &g.Target
}

// order lifts stretch and challenge to a target that was set by hand, where they would be worse.
func (g *Goal) order() {
	d, at := g.Definition(), g.Target.N
	for _, l := range []*kpi.Level{&g.Stretch, &g.Challenge} {
		if l.Set && d.Better(at, l.N) {
			l.N = at
		}
		if l.Set {
			at = l.N
		}
	}
}

// whole is one unit of the goal's currency, or of what it counts.
func (g Goal) whole() (unit int64) {
	unit = 1
	if g.Definition().Unit == kpi.Amount {
		for range (sales.Money{Currency: g.Currency}).Places() {
			unit *= 10
		}
	}
	return unit
}

// Whole is one of the goal's numbers in whole units, rounded half up.
func (g Goal) Whole(n int64) int64 { return kpi.Scale(n, 1, g.whole()) * g.whole() }

// Apportion divides one of the goal's numbers by weights; an amount in whole units of its currency, if it has no
// smaller ones itself.
func (g Goal) Apportion(total int64, weights []int64) []int64 {
	unit := g.whole()
	if total%unit != 0 {
		unit = 1
	}
	parts := Apportion(total/unit, weights)
	for i := range parts {
		parts[i] *= unit
	}
	return parts
}

// Apportion divides a total that is not negative by weights, none of them negative, so that the parts add up
// to it exactly: by largest remainder, of equal ones to the earlier. Without any weight it divides nothing.
func Apportion(total int64, weights []int64) []int64 {
	parts := make([]int64, len(weights))
	var sum uint64
	for _, w := range weights {
		sum += uint64(max(w, 0))
	}
	if sum == 0 || total <= 0 {
		return parts
	}
	order, lost, left := make([]int, len(weights)), make([]uint64, len(weights)), total
	for i, w := range weights {
		high, low := bits.Mul64(uint64(total), uint64(max(w, 0)))
		n, rest := bits.Div64(high, low, sum) // high < sum, since no weight exceeds their sum
		parts[i], lost[i], order[i] = int64(n), rest, i
		left -= int64(n)
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(lost[b], lost[a]) })
	for _, i := range order[:left] {
		parts[i]++
	}
	return parts
}
