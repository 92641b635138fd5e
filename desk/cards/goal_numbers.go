package cards

import (
	"cmp"
	"slices"
	"time"

	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/sales/goal"
	"dealdesk/sales/kpi"
	"dealdesk/store"
)

// GoalPlace is those a goal is for, as they are today.
type GoalPlace struct {
	Person sales.Person // of a person's goal
	Team   sales.Team   // of a team's goal, or of the person in the goal
	Gone   bool         // the team was dissolved, the person has left
	Work   goal.Work
	Zone   *time.Location
}

// GoalPlace finds those a goal is for.
func (m Maker) GoalPlace(r store.Reader, s goal.Scope) (at GoalPlace, err error) {
	team := s.ID
	var known bool
	if s.Kind == goal.OfPerson {
		if at.Person, known, err = store.People.Get(r, s.ID); err != nil {
			return at, err
		}
		team, at.Gone = at.Person.Team, !known || at.Person.Gone || at.Person.Outside
		if s.Team != "" {
			team = s.Team
		}
	}
	if s.Kind != goal.OfCompany {
		if at.Team, known, err = store.Teams.Get(r, team); err != nil {
			return at, err
		}
		at.Gone = at.Gone || s.Kind == goal.OfTeam && !known
	}
	at.Zone = m.ZoneOf(at.Person, at.Team, "")
	at.Work = goal.Work{Time: m.Company.Worktime(at.Team, at.Zone), Away: at.Person.Away}
	return at, nil
}

// GoalFacts are what goal.New needs to know about a goal that is set or changed.
func (m Maker) GoalFacts(r store.Reader, g goal.Goal, now time.Time) (goal.Facts, error) {
	at, err := m.GoalPlace(r, g.Scope)
	if err != nil {
		return goal.Facts{}, err
	}
	f := goal.Facts{Today: calendar.DateOf(now.In(at.Zone)), Work: at.Work, Gone: at.Gone}
	for _, p := range m.Company.Pipelines {
		for _, s := range p.Stages {
			f.Stages = append(f.Stages, s.ID)
		}
	}
	was, stands, err := store.Goals.Get(r, g.ID)
	if err != nil {
		return f, err
	}
	twins, err := GoalTwins(r, g)
	for _, other := range twins {
		if !stands || !was.Twin(other) { // a goal that has a twin already can be changed nevertheless
			f.Same = other.ID
		}
	}
	return f, err
}

// GoalTwins are the goals that stand and ask for the same as another one.
func GoalTwins(r store.Reader, g goal.Goal) (all []goal.Goal, err error) {
	for other, err := range store.GoalsOf(r, g.Scope) {
		if err != nil {
			return nil, err
		}
		if g.Twin(other) {
			all = append(all, other)
		}
	}
	return all, nil
}

// ProgressOf is where a goal stands. It reads counters of its period and of the last eight weeks.
func (m Maker) ProgressOf(r store.Reader, g goal.Goal, now time.Time) (goal.Progress, error) {
	at, err := m.GoalPlace(r, g.Scope)
	if err != nil {
		return goal.Progress{}, err
	}
	in := goal.Measured{Today: calendar.DateOf(now.In(at.Zone)), Work: at.Work}
	lately, before := goal.Recent(in.Today)
	for _, read := range []struct {
		days calendar.Span
		into *kpi.Tally
	}{{calendar.Span{From: g.Period.From, To: min(g.Period.To, in.Today)}, &in.Reached}, {lately, &in.Lately}, {before, &in.Before}} {
		if *read.into, err = store.Reached(r, g, read.days); err != nil {
			return goal.Progress{}, err
		}
	}
	return g.Progress(in), nil
}

// Achievable compares a goal with the last six months, or with as many of them as are known.
func (m Maker) Achievable(r store.Reader, g goal.Goal, now time.Time) (goal.Ambition, error) {
	at, err := m.GoalPlace(r, g.Scope)
	if err != nil {
		return goal.Ambition{}, err
	}
	first, err := store.FirstCounted(r)
	if err != nil || first == "" {
		return goal.Ambition{}, err
	}
	days := goal.PastMonths(calendar.DateOf(now.In(at.Zone)), first)
	past := goal.Past{Span: days, Days: at.Work.Days(days)}
	if past.Tally, err = store.Reached(r, g, days); err != nil {
		return goal.Ambition{}, err
	}
	return g.Achievable(past, at.Work), nil
}

// GoalSlots are the parts that a goal can be broken down into on a day. They know what they reached a year before if
// that is the way, and what those reached that are over.
func (m Maker) GoalSlots(r store.Reader, g goal.Goal, into goal.Into, way goal.Way, on calendar.Date) ([]goal.Slot, error) {
	slots, err := m.emptySlots(r, g, into)
	if err != nil || way == goal.ByHand {
		return slots, err
	}
	for i, s := range slots {
		if s.Period.To < on {
			t, err := store.Reached(r, g, s.Period)
			if err != nil {
				return nil, err
			}
			slots[i].Over = kpi.To(t.N)
			continue
		}
		if way != goal.BySeason {
			continue
		}
		then := g
		then.Scope = s.Scope
		t, err := store.Reached(r, then, goal.YearBefore(s.Period))
		if err != nil {
			return nil, err
		}
		slots[i].Season = t.N
	}
	return slots, nil
}

func (m Maker) emptySlots(r store.Reader, g goal.Goal, into goal.Into) ([]goal.Slot, error) {
	var scopes []goal.Scope
	switch into {
	case goal.Teams:
		if g.Scope.Kind != goal.OfCompany {
			return nil, sales.No("goal.no_teams", "ID", g.ID)
		}
		for t, err := range store.Teams.List(r, store.Query{}) {
			if err != nil {
				return nil, err
			}
			if m.sellsIn(t, g) {
				scopes = append(scopes, goal.Scope{Kind: goal.OfTeam, ID: t.ID})
			}
		}
	case goal.People:
		if g.Scope.Kind != goal.OfTeam {
			return nil, sales.No("goal.no_people", "ID", g.ID)
		}
		sellers, err := sellersOf(r, g.Scope.ID)
		if err != nil {
			return nil, err
		}
		for _, p := range sellers {
			scopes = append(scopes, goal.Scope{Kind: goal.OfPerson, ID: p.ID, Team: g.Scope.ID})
		}
	default:
		at, err := m.GoalPlace(r, g.Scope)
		var slots []goal.Slot
		for _, s := range goal.Periods(g.Period, into) {
			slots = append(slots, goal.Slot{Scope: g.Scope, Period: s, Work: at.Work})
		}
		return slots, err
	}
	var slots []goal.Slot
	for _, s := range scopes {
		at, err := m.GoalPlace(r, s)
		if err != nil {
			return nil, err
		}
		slots = append(slots, goal.Slot{Scope: s, Period: g.Period, Work: at.Work})
	}
	return slots, nil
}

// sellsIn reports whether what a team sells can count for a goal: amounts in another currency never do.
func (m Maker) sellsIn(t sales.Team, g goal.Goal) bool {
	return g.Definition().Unit != kpi.Amount || cmp.Or(t.Currency, m.Company.Currency) == g.Currency
}

// OtherCurrency are the teams that get no part of a goal because they sell in another currency.
func (m Maker) OtherCurrency(r store.Reader, g goal.Goal) ([]sales.Team, error) {
	all, err := store.Teams.All(r, store.Query{})
	return slices.DeleteFunc(all, func(t sales.Team) bool { return m.sellsIn(t, g) }), err
}

// sellersOf are the reps of a team, or all its members if it has no rep.
func sellersOf(r store.Reader, team string) ([]sales.Person, error) {
	all, err := members(r, team)
	all = slices.DeleteFunc(all, func(p sales.Person) bool { return p.Gone || p.Outside })
	if i := slices.IndexFunc(all, func(p sales.Person) bool { return p.Role == sales.Rep }); i >= 0 {
		all = slices.DeleteFunc(all, func(p sales.Person) bool { return p.Role != sales.Rep })
	}
	return all, err
}

// GoalChildren are the parts of a goal, as goal.Rebalance needs them: with what they reached, the leave of
// their people, who has left, and a part without numbers for everybody who joined.
func (m Maker) GoalChildren(r store.Reader, g goal.Goal, now time.Time) ([]goal.Child, error) {
	slots, err := m.emptySlots(r, g, g.Split.Into)
	if err != nil {
		return nil, err
	}
	has := make([]bool, len(slots))
	var all []goal.Child
	for part, err := range store.GoalsUnder(r, g.ID) {
		if err != nil {
			return nil, err
		}
		if part.Dropped {
			continue
		}
		at, err := m.GoalPlace(r, part.Scope)
		if err != nil {
			return nil, err
		}
		stays := false
		for i, s := range slots { // whoever has a part for some of these days gets no second one
			if s.Scope.Kind == part.Scope.Kind && s.Scope.ID == part.Scope.ID && s.Period.From <= part.Period.To && part.Period.From <= s.Period.To {
				has[i], stays = true, true
			}
		}
		reached, err := reachedBy(r, part, at.Zone, now)
		if err != nil {
			return nil, err
		}
		all = append(all, goal.Child{Goal: part, Reached: reached, Work: at.Work, Leaves: !stays})
	}
	if len(all) == 0 {
		return nil, nil
	}
	for i, s := range slots {
		if has[i] {
			continue
		}
		at, err := m.GoalPlace(r, s.Scope)
		if err != nil {
			return nil, err
		}
		reached, err := reachedBy(r, g.Part(s), at.Zone, now) // theirs, too, if their part was dropped
		if err != nil {
			return nil, err
		}
		all = append(all, goal.Child{Goal: g.Part(s), Reached: reached, Work: s.Work})
	}
	return all, nil
}

// reachedBy is what a part of a goal has reached up to now.
func reachedBy(r store.Reader, part goal.Goal, zone *time.Location, now time.Time) (int64, error) {
	t, err := store.Reached(r, part, calendar.Span{From: part.Period.From, To: min(part.Period.To, calendar.DateOf(now.In(zone)))})
	return t.N, err
}
