package company

import (
	"fmt"
	"time"

	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/sales/goal"
	"dealdesk/sales/kpi"
	"dealdesk/store"
)

// The goals of the sample company. East is ahead: Ana has won Northgate Bank. 华南 has been behind since
// October, and it is not for want of contacts.

// aim is a goal with what happened to it. What a part leaves out is that of the whole.
type aim struct {
	goal.Goal
	set   int // the day it was set, back from today
	into  goal.Into
	parts []*aim

	agreed  bool      // the person accepted it
	other   kpi.Level // the person proposed this number the same day
	why     string
	entered []entered
}

// entered is a number that the manager found out on a day.
type entered struct {
	day int
	n   int64
}

var (
	quarter  = calendar.Span{From: "2026-10-01", To: "2026-12-31"}
	october  = calendar.Span{From: "2026-10-01", To: "2026-10-31"}
	november = calendar.Span{From: "2026-11-01", To: "2026-11-30"}
	december = calendar.Span{From: "2026-12-01", To: "2026-12-31"}
)

// Days on which goals were set: before the quarter, and yesterday.
const (
	beforeQuarter = 57
	yesterday     = 1
)

func ofTeam(id string) goal.Scope { return goal.Scope{Kind: goal.OfTeam, ID: id} }

func month(span calendar.Span, target int64) *aim {
	return &aim{Goal: goal.Goal{Period: span, Target: kpi.To(target)}}
}

func person(team, id string, target int64) *aim {
	return &aim{Goal: goal.Goal{Scope: goal.Scope{Kind: goal.OfPerson, ID: id, Team: team}, Target: kpi.To(target)}, agreed: true}
}

// asked is a goal that waits for its person's answer.
func asked(team, id string, target int64) *aim {
	a := person(team, id, target)
	a.agreed = false
	return a
}

// proposed is a goal of which its person thinks another number right.
func proposed(team, id string, target, other int64, why string) *aim {
	a := asked(team, id, target)
	a.other, a.why = kpi.To(other), why
	return a
}

// aims are all goals; amounts are in minor units.
func aims() []*aim {
	return []*aim{
		{set: beforeQuarter, Goal: goal.Goal{By: "UMEI", Metric: kpi.Revenue, Scope: ofTeam("east"), Period: quarter, Currency: "GBP",
			Target: kpi.To(650_000_00), Stretch: kpi.To(750_000_00)}},
		{set: beforeQuarter, Goal: goal.Goal{By: "UWEI", Metric: kpi.Revenue, Scope: ofTeam("south"), Period: quarter, Currency: "CNY",
			Target: kpi.To(12_000_000_00)}, into: goal.Months, parts: []*aim{
			month(october, 3_600_000_00), month(november, 4_000_000_00), month(december, 4_400_000_00)}},
		{set: beforeQuarter, Goal: goal.Goal{By: "UDAN", Metric: kpi.Contacts, Scope: goal.Scope{Kind: goal.OfCompany}, Period: quarter,
			Target: kpi.To(1000)}, into: goal.Teams, parts: []*aim{
			{Goal: goal.Goal{By: "UMEI", Scope: ofTeam("east"), Target: kpi.To(500)}, into: goal.People, parts: []*aim{
				person("east", "UANA", 120), person("east", "UBOB", 190), person("east", "UPRIYA", 190)}},
			{Goal: goal.Goal{By: "UWEI", Scope: ofTeam("south"), Target: kpi.To(500)}, into: goal.People, parts: []*aim{
				person("south", "ULILEI", 110), person("south", "UHAN", 130), person("south", "UWANG", 130), person("south", "UZHANG", 130)}},
		}},
		{set: beforeQuarter, Goal: goal.Goal{By: "UDAN", Metric: kpi.Customers, Scope: goal.Scope{Kind: goal.OfCompany}, Period: quarter,
			Target: kpi.To(12)}, into: goal.Months, parts: []*aim{month(october, 4), month(november, 4), month(december, 4)}},
		{set: beforeQuarter, Goal: goal.Goal{By: "UMEI", Metric: kpi.WinRate, Scope: ofTeam("east"), Period: quarter,
			Baseline: kpi.To(20_00), Target: kpi.To(30_00)}},
		{set: beforeQuarter, Goal: goal.Goal{By: "UWEI", Metric: kpi.Entered, Of: "华南市场占有率", Unit: kpi.Share, Scope: ofTeam("south"),
			Period: quarter, Baseline: kpi.To(8_00), Target: kpi.To(10_00)}, entered: []entered{{day: 43, n: 8_30}, {day: 12, n: 8_90}}},
		{set: yesterday, Goal: goal.Goal{By: "UMEI", Metric: kpi.Calls, Scope: ofTeam("east"), Period: december, Target: kpi.To(120)},
			into: goal.People, parts: []*aim{asked("east", "UANA", 40),
				proposed("east", "UBOB", 40, 30, "I am on leave from the 18th"), person("east", "UPRIYA", 40)}},
		{set: yesterday, Goal: goal.Goal{By: "UWEI", Metric: kpi.Visits, Scope: ofTeam("south"), Period: december, Target: kpi.To(80)},
			into: goal.People, parts: []*aim{asked("south", "ULILEI", 20),
				proposed("south", "UHAN", 20, 15, "18号起休年假"), person("south", "UWANG", 20), person("south", "UZHANG", 20)}},
	}
}

// morning is when somebody sets goals on a day, while both teams work: Dan those of the company, then
// Mei and 魏华 theirs.
func morning(day int, by string) time.Time {
	after := map[string]time.Duration{"UMEI": 5 * time.Minute, "UWEI": 10 * time.Minute}[by]
	return Begins.AddDate(0, 0, -day).Add(-2*time.Hour + after)
}

// goals plans all goals. Their history is read from the journal, so it names people there.
func (h *history) goals() {
	for _, a := range aims() {
		h.aim(a, &aim{})
	}
}

func (h *history) aim(a, whole *aim) {
	if whole.set > 0 {
		a.set = whole.set
		if a.By == "" {
			a.By = whole.By
		}
	}
	at := morning(a.set, a.By)
	h.moments = append(h.moments, moment{at, a.By, func(tx *store.Tx, at time.Time) error {
		if whole.Metric != "" {
			part := whole.Part(goal.Slot{Scope: whole.Scope, Period: whole.Period})
			part.By, part.Target = a.By, a.Target
			if a.Scope.Kind != "" {
				part.Scope = a.Scope
			}
			if a.Period.From != "" {
				part.Period = a.Period
			}
			a.Goal = part
			if part.Scope != whole.Scope {
				a.Goal = part.Asks()
			}
		}
		a.ID, a.Created = tx.Next(sales.KindGoal), at.UTC()
		if len(a.parts) > 0 {
			a.Split = goal.Split{Into: a.into, Way: goal.ByHand}
		}
		facts, err := h.cards.GoalFacts(tx, a.Goal, at)
		if err == nil {
			a.Goal, err = goal.New(a.Goal, facts)
		}
		return a.keep(tx, err)
	}})
	for _, part := range a.parts {
		h.aim(part, a)
	}
	answer := func(do func(at time.Time) (goal.Goal, error)) {
		h.moments = append(h.moments, moment{at.Add(50 * time.Minute), a.Scope.ID, func(tx *store.Tx, at time.Time) (err error) {
			a.Goal, err = do(at.UTC())
			return a.keep(tx, err)
		}})
	}
	switch {
	case a.agreed:
		answer(func(at time.Time) (goal.Goal, error) { return a.Accept(a.Scope.ID, at) })
	case a.other.Set:
		answer(func(at time.Time) (goal.Goal, error) { return a.Propose(a.other, a.why, a.Scope.ID, at) })
	}
	for _, e := range a.entered {
		h.moments = append(h.moments, moment{morning(e.day, a.By), a.By, func(tx *store.Tx, at time.Time) error {
			a.Entries = append(a.Entries, goal.Entry{On: calendar.DateOf(at), N: e.n, By: a.By, At: at.UTC()})
			return a.keep(tx, nil)
		}})
	}
}

// keep stores the goal as an act left it.
func (a *aim) keep(tx *store.Tx, err error) error {
	if err != nil {
		return fmt.Errorf("sample: a goal of %s: %w", a.By, err)
	}
	return store.Goals.Put(tx, a.Goal)
}
