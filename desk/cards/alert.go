package cards

import (
	"cmp"
	"slices"
	"time"

	"dealdesk/chat"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/sales/alert"
	"dealdesk/sales/calendar"
	"dealdesk/sales/forecast"
	"dealdesk/sales/goal"
	"dealdesk/sales/kpi"
	"dealdesk/store"
)

// AlertRules are the limits that hold, and whom each kind is for: what an admin set, else the configuration.
func (m Maker) AlertRules(r store.Reader) (map[alert.Kind]alert.Rule, error) {
	rules := map[alert.Kind]alert.Rule{}
	for _, k := range alert.Kinds {
		rule := alert.Configured(k, m.Company.Alerts)
		kept, ok, err := store.AlertRules.Get(r, string(k))
		if err != nil {
			return nil, err
		}
		if ok {
			if kept.Set {
				rule.Limit, rule.Set = kept.Limit, true
			}
			rule.To, rule.Place = kept.To, kept.Place
		}
		rules[k] = rule
	}
	return rules, nil
}

// Watch finds warnings for several teams and days. What it reads of all teams in some days it reads once.
type Watch struct {
	Maker
	r    store.Reader
	read map[calendar.Span]map[string]kpi.Counts // by team
}

// Watch begins to look.
func (m Maker) Watch(r store.Reader) Watch {
	return Watch{m, r, map[calendar.Span]map[string]kpi.Counts{}}
}

// counts adds up what a team did in some days.
func (w Watch) counts(team string, days calendar.Span) (kpi.Counts, error) {
	teams, known := w.read[days]
	if !known {
		var err error
		if teams, err = countsBy(w.r, store.Question{Days: days, By: kpi.ByTeam}); err != nil {
			return nil, err
		}
		w.read[days] = teams
	}
	return teams[team], nil
}

func countsBy(r store.Reader, q store.Question) (map[string]kpi.Counts, error) {
	groups, err := store.Measure(r, q)
	by := map[string]kpi.Counts{}
	for _, g := range groups {
		by[g.Key] = g.Counts
	}
	return by, err
}

// AlertsOf finds what deserves a warning in a team on a day: the numbers of the month that ended last, and the goals.
func (w Watch) AlertsOf(team sales.Team, rules map[alert.Kind]alert.Rule, now time.Time) ([]alert.Alert, error) {
	today := calendar.DateOf(now)
	month := goal.PeriodBefore(forecast.Month(today))
	all, err := w.drops(team.ID, month, rules[alert.Drop].Limit)
	if err != nil {
		return nil, err
	}
	if rules[alert.Conversion].Limit > 0 || rules[alert.Slower].Limit > 0 {
		lately := calendar.Span{From: month.To.AddDays(1 - alert.WindowDays), To: month.To}
		n, err := w.counts(team.ID, lately)
		if err != nil {
			return nil, err
		}
		was, err := w.counts(team.ID, lately.Before())
		if err != nil {
			return nil, err
		}
		cycle := forecast.Quarter(month.To) // the days overlap, so a fall would be told month after month
		all = append(all, alert.Stages(team.ID, n, was, w.KPIStages(), cycle, rules[alert.Conversion].Limit)...)
		all = append(all, alert.Cycles(team.ID, n, was, cycle, rules[alert.Slower].Limit)...)
	}
	goals, err := w.goalAlerts(w.r, team, rules, now)
	return append(all, goals...), err
}

func (w Watch) drops(team string, month calendar.Span, limit sales.Percent) ([]alert.Alert, error) {
	if limit <= 0 {
		return nil, nil
	}
	before := goal.PeriodBefore(month)
	n, err := w.counts(team, month)
	if err != nil {
		return nil, err
	}
	was, err := w.counts(team, before)
	if err != nil {
		return nil, err
	}
	all := alert.Drops(team, n, was, month, limit)
	if len(all) == 0 {
		return nil, nil
	}
	q := store.Question{Teams: []string{team}, Days: month, By: kpi.ByPerson}
	people, err := countsBy(w.r, q)
	if err != nil {
		return nil, err
	}
	q.Days = before
	peopleWas, err := countsBy(w.r, q)
	for i := range all {
		all[i].Drivers = alert.DriversOf(all[i], people, peopleWas)
	}
	return all, err
}

// goalAlerts finds the team's goals that are far behind, and those missed several cycles running.
func (m Maker) goalAlerts(r store.Reader, team sales.Team, rules map[alert.Kind]alert.Rule, now time.Time) (all []alert.Alert, err error) {
	goals, err := standing(r, ofTeam(team.ID))
	if err != nil {
		return nil, err
	}
	today, limit := calendar.DateOf(now), rules[alert.OffPace].Limit
	for _, g := range goals {
		switch {
		case g.Period.From > today:
			continue
		case g.Period.To >= today:
			x, err := m.ProgressOf(r, g, now)
			if err != nil {
				return nil, err
			}
			if x.Pace == goal.Behind && x.Reached.Set && x.Expected.Set && 4*x.Passed >= x.Days && // a first quarter may still turn
				alert.Beyond(x.Expected.N, x.Reached.N, limit, g.Definition().Lower) {
				all = append(all, alert.New(alert.Alert{Kind: alert.OffPace, Team: team.ID, What: g.ID, Cycle: g.Period,
					Was: x.Expected.N, Now: x.Reached.N}))
			}
			continue
		case g.Period.To < today.AddDays(-100) || slices.ContainsFunc(goals, func(next goal.Goal) bool {
			return goal.PeriodBefore(next.Period) == g.Period && next.Period.To < today && sameGoal(next, g)
		}):
			continue // not the last one that is over
		}
		n, err := m.missedRunning(r, goals, g, now)
		if err != nil {
			return nil, err
		}
		if least := int(rules[alert.Missed].Limit); least > 0 && n >= least {
			all = append(all, alert.New(alert.Alert{Kind: alert.Missed, Team: team.ID, What: g.ID, Cycle: g.Period, Now: int64(n)}))
		}
	}
	return all, nil
}

// sameGoal reports whether two goals measure the same, whatever the period and the target.
func sameGoal(a, b goal.Goal) bool {
	return a.Metric == b.Metric && a.Of == b.Of && a.Scope == b.Scope && a.Filter == b.Filter && a.Currency == b.Currency
}

// missedRunning counts the cycles up to that of a goal which were missed one after the other.
func (m Maker) missedRunning(r store.Reader, all []goal.Goal, g goal.Goal, now time.Time) (n int, err error) {
	for {
		x, err := m.ProgressOf(r, g, now)
		if err != nil || x.Pace != goal.Missed {
			return n, err
		}
		n++
		before := goal.PeriodBefore(g.Period)
		i := slices.IndexFunc(all, func(was goal.Goal) bool { return was.Period == before && sameGoal(was, g) })
		if i < 0 {
			return n, nil
		}
		g = all[i]
	}
}

// Alert is a warning in words: both values, who has part in it, and what to look at.
func (m Maker) Alert(r store.Reader, p lang.Printer, a alert.Alert) (chat.Safe, error) {
	team, _, err := store.Teams.Get(r, a.Team)
	if err != nil {
		return "", err
	}
	args := lang.Args{"Team": team.Name, "Period": GoalPeriod(p, a.Cycle), "Was": p.Number(a.Was), "Now": p.Number(a.Now),
		"WasOf": a.WasOf, "Of": a.NowOf}
	switch a.Kind {
	case alert.Drop:
		return m.dropAlert(r, p, a, args)
	case alert.Conversion:
		args["Was"], args["Now"] = WholePercent(sales.Percent(a.Was)), WholePercent(sales.Percent(a.Now))
		args["Stage"] = m.stageName(p, a.What)
		return p.Say("alert.conversion", args), nil
	case alert.Slower:
		args["Was"], args["Now"] = p.Plain("format.days", "Count", int(a.Was)), p.Plain("format.days", "Count", int(a.Now))
		return p.Say("alert.cycle", args), nil
	}
	g, ok, err := store.Goals.Get(r, a.What)
	if err != nil || !ok {
		return "", err
	}
	if args["Goal"], err = m.GoalTitle(r, p, g); err != nil {
		return "", err
	}
	if a.Kind == alert.Missed {
		args["Count"] = int(a.Now)
		return p.Say("alert.missed", args), nil
	}
	args["Was"], args["Now"] = goalShort(p, g, a.Was), goalShort(p, g, a.Now)
	return p.Say("alert.pace", args), nil
}

func (m Maker) dropAlert(r store.Reader, p lang.Printer, a alert.Alert, args lang.Args) (chat.Safe, error) {
	number := func(n int64) string {
		if a.Currency != "" {
			return p.Money(sales.Money{Minor: n, Currency: a.Currency})
		}
		return p.Number(n)
	}
	args["What"], args["Was"], args["Now"] = p.Plain("review.drop_"+a.What), number(a.Was), number(a.Now)
	args["Percent"] = WholePercent(sales.Percent(kpi.Scale(a.Was-a.Now, int64(sales.Hundred), a.Was)))
	text := p.Say("alert.drop", args)
	var who []chat.Safe
	for _, d := range a.Drivers {
		name, err := PersonName(r, d.Person)
		if err != nil {
			return "", err
		}
		who = append(who, p.Say("alert.driver", "Who", name, "By", number(-d.By)))
	}
	if len(who) > 0 {
		text = chat.Join(" ", text, p.Say("alert.drivers", "List", p.List(who, false)))
	}
	return text, nil
}

// alertsTo are the warnings that a person gets with the message of a day.
func (m Maker) alertsTo(r store.Reader, p lang.Printer, who sales.Person, on calendar.Date) (chat.Safe, error) {
	var lines []chat.Safe
	for a, err := range store.AlertsTo(r, who.ID, on) {
		if err != nil {
			return "", err
		}
		line, err := m.Alert(r, p, a)
		if err != nil {
			return "", err
		}
		lines = append(lines, line)
	}
	return chat.Join("\n", lines...), nil
}

// FirstWorkday reports whether a day is the first of its week on which a person works.
func (m Maker) FirstWorkday(r store.Reader, who sales.Person, on calendar.Date) bool {
	return m.firstWorkday(r, who, on) == on
}

// AlertReview asks a team what to change about a goal that it missed again and again.
func (m Maker) AlertReview(r store.Reader, p lang.Printer, a alert.Alert) (chat.Safe, error) {
	text, err := m.Alert(r, p, a)
	return chat.Join("\n", text, p.Say("alert.review")), err
}

// dropLimit is by how much a number may fall until the weekly review points it out.
func (m Maker) dropLimit(r store.Reader) (sales.Percent, error) {
	rules, err := m.AlertRules(r)
	if rule := rules[alert.Drop]; rule.Set && rule.Limit == 0 { // switched off: nothing falls by more than all
		return sales.Hundred, err
	}
	return cmp.Or(rules[alert.Drop].Limit, sales.DropLimit), err
}
