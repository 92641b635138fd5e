package cards

import (
	"slices"
	"time"

	"dealdesk/chat"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/sales/goal"
	"dealdesk/sales/kpi"
	"dealdesk/store"
)

// Where people are anyway, each goal that runs has one line: in the thread of the stand-up, in the weekly review, on
// Home and in the morning's message. Where there is no goal, there is no line.

// goalLines is how many goals a message names at most.
const goalLines = 6

// always names every goal that runs, and so does daily, but what nobody has entered yet is news on Mondays only.
const (
	always = iota
	daily
)

// leastReview is the fewest days of a period whose goal a review names: the month, not the week.
const leastReview = 8

// goalsOf are the lines of the goals of a team or a person that run on a day, down to periods of so many days.
func (m Maker) goalsOf(r store.Reader, p lang.Printer, s goal.Scope, on calendar.Date, now time.Time, least int) (lines []chat.Safe,
	ids []string, err error) {
	all, err := standing(r, s)
	if err != nil {
		return nil, nil, err
	}
	running := Running(all, on, least)
	for i, g := range running {
		if len(lines) == goalLines {
			return append(lines, p.Say("goal.more", "Count", len(running)-i)), ids, nil
		}
		x, err := m.ProgressOf(r, g, now)
		if err != nil {
			return nil, nil, err
		}
		if g.Metric == kpi.Entered && !x.Reached.Set && least == daily && on.Weekday() != time.Monday { // it is no news every day
			continue
		}
		line, err := m.GoalLine(r, p, g, x)
		if err != nil {
			return nil, nil, err
		}
		lines, ids = append(lines, line), append(ids, g.ID)
	}
	return lines, ids, nil
}

// standing are the goals of a scope that were not dropped.
func standing(r store.Reader, s goal.Scope) (all []goal.Goal, err error) {
	for g, err := range store.GoalsOf(r, s) {
		if err != nil {
			return nil, err
		}
		if !g.Dropped {
			all = append(all, g)
		}
	}
	return all, nil
}

func ofTeam(id string) goal.Scope   { return goal.Scope{Kind: goal.OfTeam, ID: id} }
func ofPerson(id string) goal.Scope { return goal.Scope{Kind: goal.OfPerson, ID: id} }

// goals shows the goals of the person, then those of the teams they lead.
func (h *home) goals() error {
	scopes := []goal.Scope{ofPerson(h.who.ID)}
	teams, err := store.Teams.All(h.r, store.Query{})
	if err != nil {
		return err
	}
	if leadsCompany(h.who, teams) {
		scopes = append(scopes, goal.Scope{Kind: goal.OfCompany})
	}
	for _, t := range teams {
		if t.Manager == h.who.ID || t.Director == h.who.ID {
			scopes = append(scopes, ofTeam(t.ID))
		}
	}
	begun := false
	for _, s := range scopes {
		lines, ids, err := h.goalsOf(h.r, h.Printer, s, h.today, h.now, always)
		if err != nil {
			return err
		}
		for i, line := range lines {
			if !begun {
				h.head(h.Say("goal.list"))
				begun = true
			}
			if i < len(ids) {
				h.line(line, chat.Button{Label: h.Plain("common.show"), Action: "goal", Value: ids[i]})
			} else {
				h.line(line, chat.Button{Label: h.Plain("common.show"), Action: "goal list"})
			}
		}
	}
	return nil
}

// leadsCompany reports whether the company's goals are shown to a person where they are anyway: to directors and admins.
func leadsCompany(who sales.Person, teams []sales.Team) bool {
	return goal.Goal{Scope: goal.Scope{Kind: goal.OfCompany}}.Right(who, sales.SeeGoal, sales.Team{}, teams)
}

// Week is a person's goals for the week that begins on a Monday, for the morning's one message: how much of each is
// this week's. Whoever leads the company has its goals below. It is empty on every other day, and where there is nothing to reach.
func (m Maker) Week(r store.Reader, p lang.Printer, who sales.Person, on calendar.Date, now time.Time) (chat.Safe, error) {
	if on != m.firstWorkday(r, who, on) {
		return "", nil
	}
	all, err := standing(r, ofPerson(who.ID))
	if err != nil {
		return "", err
	}
	var lines []chat.Safe
	for _, g := range Running(all, on, 1) {
		x, err := m.ProgressOf(r, g, now)
		if err != nil {
			return "", err
		}
		if x.Pace == goal.Done || x.Pace == goal.Missed || len(lines) == goalLines {
			continue
		}
		metric, d := chat.EscapeLine(m.GoalMetric(p, g)), g.Definition()
		if filter := GoalFilter(p, g.Filter); filter != "" {
			metric = p.Say("goal.filtered", "Metric", metric, "Filter", filter)
		}
		stands := chat.Join(" · ", GoalReached(p, g, x, goalShort), chat.EscapeLine(GoalPeriod(p, g.Period)))
		if d.Shape == kpi.Sum && !d.Lower && x.PerWeek.Set {
			lines = append(lines, p.Say("goal.week_line", "Metric", metric, "Level", goalShort(p, g, x.PerWeek.N), "Stands", stands))
		} else {
			lines = append(lines, p.Say("goal.week_rate", "Metric", metric, "Stands", stands))
		}
	}
	if len(lines) > 0 {
		lines = append([]chat.Safe{chat.Bold(p.Say("goal.week"))}, lines...)
	}
	teams, err := store.Teams.All(r, store.Query{})
	if err != nil || !leadsCompany(who, teams) {
		return chat.Join("\n", lines...), err
	}
	whole, _, err := m.goalsOf(r, p, goal.Scope{Kind: goal.OfCompany}, on, now, daily)
	if len(whole) > 0 {
		lines = append(append(lines, chat.Bold(p.Say("goal.week_company"))), whole...)
	}
	return chat.Join("\n", lines...), err
}

// firstWorkday is the first day of a week on which the person works: a holiday Monday moves it.
func (m Maker) firstWorkday(r store.Reader, who sales.Person, on calendar.Date) calendar.Date {
	at, err := m.GoalPlace(r, ofPerson(who.ID))
	if err != nil {
		return "" // the read that matters comes next and reports it
	}
	week := calendar.Week(on)
	for day := week.From; day <= week.To; day = day.AddDays(1) {
		if at.Work.Time.Workday(day) && !who.AwayOn(day) {
			return day
		}
	}
	return ""
}

// GoalCheer tells of a goal that has passed a level beyond its target.
func (m Maker) GoalCheer(r store.Reader, p lang.Printer, g goal.Goal, x goal.Progress) (chat.Safe, error) {
	name, err := m.GoalName(r, p, g)
	if err != nil {
		return "", err
	}
	args := lang.Args{"Level": p.Plain("field." + x.Level), "Goal": name, "Now": GoalLevel(p, g, x.Reached.N)}
	if g.Scope.Kind == goal.OfPerson {
		return p.Say("goal.cheer_you", args), nil
	}
	args["Who"], err = m.GoalScope(r, p, g.Scope)
	return p.Say("goal.cheer_team", args), err
}

// SharedGoals are the goals of a team that run and are shared among its people.
func SharedGoals(r store.Reader, team string, on calendar.Date) ([]goal.Goal, error) {
	all, err := standing(r, ofTeam(team))
	return slices.DeleteFunc(all, func(g goal.Goal) bool { return g.Split.Into != goal.People || g.Period.To < on }), err
}
