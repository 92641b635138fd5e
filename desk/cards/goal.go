package cards

import (
	"strconv"
	"strings"
	"time"

	"dealdesk/chat"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/sales/goal"
	"dealdesk/sales/kpi"
	"dealdesk/store"
)

// GoalAgreeKey is of the message that asks a person to agree to a goal.
func GoalAgreeKey(id string) string { return "goal/" + id + "/agree" }

// GoalAnswerKey is of the message to whoever set a goal about the other number that its person proposes.
func GoalAnswerKey(id string) string { return "goal/" + id + "/answer" }

// GoalLeadKey is of the message to whoever leads a team about a goal that somebody else set for it.
func GoalLeadKey(id string) string { return "goal/" + id + "/lead" }

// GoalChangedKey is of the message to whoever set a goal about what somebody else changed of it.
func GoalChangedKey(id string) string { return "goal/" + id + "/changed" }

// GoalLeftKey is of the message to whoever set a goal that another one was a part of.
func GoalLeftKey(id string) string { return "goal/" + id + "/left" }

// GoalLevel writes a number of a goal in its unit.
func GoalLevel(p lang.Printer, g goal.Goal, n int64) string { return goalNumber(p, g, n, p.Money) }

// goalShort writes an amount in few characters; every other number has few anyway.
func goalShort(p lang.Printer, g goal.Goal, n int64) string { return goalNumber(p, g, n, p.MoneyShort) }

func goalNumber(p lang.Printer, g goal.Goal, n int64, money func(lang.Amount) string) string {
	switch g.Definition().Unit {
	case kpi.Amount:
		return money(sales.Money{Minor: n, Currency: g.Currency})
	case kpi.Share:
		return p.Percent(int(n))
	case kpi.Days:
		if n%100 == 0 {
			return p.Plain("format.days", "Count", int(n/100))
		}
		return p.Plain("goal.days", "N", strings.TrimSuffix(p.Percent(int(n)), "%"))
	case kpi.Duration:
		return p.Minutes(int(n))
	case kpi.Points:
		return strings.TrimSuffix(p.Percent(int(n)), "%")
	}
	return p.Number(n)
}

// Times writes how often something comes, n ÷ of times.
func Times(p lang.Printer, n, of int64) string {
	return strings.TrimSuffix(p.Percent(int(kpi.Scale(n, 100, of))), "%")
}

// GoalMetric names what a goal measures.
func (m Maker) GoalMetric(p lang.Printer, g goal.Goal) string {
	switch g.Metric {
	case kpi.Entered:
		return g.Of
	case kpi.Conversion:
		return p.Plain("goal.conversion_from", "Stage", m.stageName(p, g.Of))
	}
	return p.Plain("metric." + string(g.Metric))
}

// GoalFilter says which customers and deals count; "" for all.
func GoalFilter(p lang.Printer, f goal.Filter) chat.Safe {
	var list []chat.Safe
	for _, text := range []string{f.Industry, f.Region, f.Product} {
		if text != "" {
			list = append(list, chat.EscapeLine(text))
		}
	}
	if f.Source != "" {
		list = append(list, chat.EscapeLine(SourceName(p, f.Source)))
	}
	for _, of := range []struct {
		key string
		goal.Range
	}{{"goal_staff.", f.Employees}, {"goal_months.", f.Months}} {
		switch {
		case of.From > 0 && of.To > 0:
			list = append(list, p.Say(of.key+"between", "From", of.From, "To", of.To))
		case of.From > 0:
			list = append(list, p.Say(of.key+"from", "From", of.From))
		case of.To > 0:
			list = append(list, p.Say(of.key+"to", "To", of.To))
		}
	}
	return chat.Join(string(p.Say("list.comma")), list...)
}

// GoalScope names whose numbers count.
func (m Maker) GoalScope(r store.Reader, p lang.Printer, s goal.Scope) (string, error) {
	switch s.Kind {
	case goal.OfTeam:
		t, ok, err := store.Teams.Get(r, s.ID)
		if !ok {
			t.Name = s.ID
		}
		return t.Name, err
	case goal.OfPerson:
		return PersonName(r, s.ID)
	}
	return p.Plain("goal.company"), nil
}

// GoalPeriod names the days of a goal as people say them: Q1 2027, Jan 2027, the week of 23 Nov.
func GoalPeriod(p lang.Printer, s calendar.Span) string {
	year, month, _ := strings.Cut(string(s.From), "-")
	n, _ := strconv.Atoi(month[:2])
	whole := func(months int) bool { return s.From == s.From[:8]+"01" && s == goal.MonthsFrom(s.From, months) }
	switch {
	case n == 1 && whole(12):
		return p.Plain("goal_period.year", "Year", year)
	case n%6 == 1 && whole(6):
		return p.Plain("goal_half."+strconv.Itoa(n/6+1), "Year", year)
	case n%3 == 1 && whole(3):
		return p.Plain("goal_quarter."+strconv.Itoa(n/3+1), "Year", year)
	case whole(1):
		return p.Plain("goal_period.month", "Month", p.Month(time.Month(n)), "Year", year)
	case s == calendar.Week(s.From):
		day, _ := strconv.Atoi(string(s.From[8:]))
		return p.Plain("goal_period.week", "Day", day, "Month", p.Month(time.Month(n)))
	case s.From.DaysTo(s.To) > 31:
		return p.Plain("goal_period.by", "To", p.Day(string(s.To)))
	}
	return p.Plain("goal_period.days", "From", p.Day(string(s.From)), "To", p.Day(string(s.To)))
}

// GoalName names a goal without its number: Revenue · East · Q1 2027.
func (m Maker) GoalName(r store.Reader, p lang.Printer, g goal.Goal) (chat.Safe, error) {
	scope, err := m.GoalScope(r, p, g.Scope)
	what := chat.EscapeLine(m.GoalMetric(p, g))
	if filter := GoalFilter(p, g.Filter); filter != "" {
		what = p.Say("goal.filtered", "Metric", what, "Filter", filter)
	}
	return chat.Join(" · ", what, chat.EscapeLine(scope), chat.EscapeLine(GoalPeriod(p, g.Period))), err
}

// GoalTitle is GoalName with the goal's ID.
func (m Maker) GoalTitle(r store.Reader, p lang.Printer, g goal.Goal) (chat.Safe, error) {
	name, err := m.GoalName(r, p, g)
	return chat.Join(" · ", chat.Escape(g.ID), name), err
}

// GoalReached says how much of a goal is reached: "38 of 50 (76%)", of a rate "15%, target 18%".
func GoalReached(p lang.Printer, g goal.Goal, x goal.Progress, level func(lang.Printer, goal.Goal, int64) string) chat.Safe {
	target := level(p, g, g.Target.N)
	switch {
	case x.Pace == goal.Ahead:
		return p.Say("goal.ahead", "Target", target, "Date", g.Period.From)
	case !x.Reached.Set && g.Metric == kpi.Entered:
		return p.Say("goal.not_entered", "Target", target, "ID", g.ID)
	case !x.Reached.Set && x.Ended:
		return p.Say("goal.reached_nothing", "Target", target)
	case !x.Reached.Set:
		return p.Say("goal.reached_none", "Target", target)
	}
	now := level(p, g, x.Reached.N)
	switch d := g.Definition(); {
	case !d.Enough(x.Tally) && d.Shape != kpi.Last: // a rate of one deal says nothing
		return p.Say("goal.reached_few", "Count", int(x.Tally.Of), "Target", target)
	case x.Share.Back():
		return p.Say("goal.reached_back", "Now", now, "Target", target)
	case x.Share.Set && x.Share.Way:
		return p.Say("goal.reached_way", "Now", now, "Target", target, "Percent", WholePercent(x.Share.Percent))
	case g.Definition().Shape == kpi.Sum && !g.Definition().Lower && x.Share.Set:
		return p.Say("goal.reached_of", "Now", now, "Target", target, "Percent", WholePercent(x.Share.Percent))
	}
	return p.Say("goal.reached_plain", "Now", now, "Target", target)
}

// WholePercent leaves out the hundredths of a share above a tenth: nobody reads 216.67 %.
func WholePercent(n sales.Percent) sales.Percent {
	if n > -10_00 && n < 10_00 {
		return n
	}
	half := sales.Percent(50)
	if n < 0 {
		half = -half
	}
	return (n + half) / 100 * 100
}

// signs of a pace; the words beside them say the same.
var paceSigns = map[goal.Pace]string{goal.Ahead: "⚪", goal.Early: "⚪", goal.OnPace: "🟢", goal.Behind: "🟠", goal.Done: "✅", goal.Missed: "🔴",
	goal.Unclear: "⚪"}

// soon is how many working days before its end a goal that is not reached counts them.
const soon = 10

// GoalLine is a goal in one line, as a phone shows it: what was reached and was expected by today, what is still
// needed each week, and the trend.
func (m Maker) GoalLine(r store.Reader, p lang.Printer, g goal.Goal, x goal.Progress) (chat.Safe, error) {
	title, err := m.GoalTitle(r, p, g)
	if err != nil {
		return "", err
	}
	parts := []chat.Safe{GoalReached(p, g, x, goalShort)}
	if x.Pace != goal.Ahead {
		parts = append(parts, goalPace(p, g, x))
	}
	if needed := goalNeeded(p, g, x); needed != "" {
		parts = append(parts, needed)
	}
	if trend := goalTrend(p, g, x); trend != "" && x.Pace != goal.Ahead && x.Pace != goal.Done && !x.Ended {
		parts = append(parts, trend)
	}
	if left := goalCountdown(p, x); left != "" {
		parts = append(parts, left)
	}
	return p.Say("goal.line", "Sign", chat.Safe(paceSigns[x.Pace]), "Goal", title, "Stands", chat.Join(" · ", parts...)), nil
}

// goalPace says in words where a goal stands, with what was expected by today of a sum.
func goalPace(p lang.Printer, g goal.Goal, x goal.Progress) chat.Safe {
	switch x.Pace {
	case goal.Ahead: // GoalReached says when it begins
		return ""
	case goal.Unclear: // GoalReached says that the cases are too few, or that there are none
		return ""
	case goal.Early:
		if x.Reached.Set && !g.Definition().Enough(x.Tally) { // likewise
			return ""
		}
	case goal.Done:
		return p.Say("goal_passed." + x.Level)
	case goal.OnPace, goal.Behind:
		if g.Definition().Shape == kpi.Sum && x.Expected.Set {
			return p.Say("goal_pace."+string(x.Pace)+"_by", "Expected", goalShort(p, g, x.Expected.N))
		}
	}
	return p.Say("goal_pace." + string(x.Pace))
}

// goalNeeded says how much is needed each week from now on.
func goalNeeded(p lang.Printer, g goal.Goal, x goal.Progress) chat.Safe {
	if !x.PerWeek.Set || x.PerWeek.N <= 0 || x.Pace == goal.Done || x.Pace == goal.Ahead {
		return ""
	}
	if x.PerWeek.N == g.Target.N-x.Reached.N { // the last week
		return p.Say("goal.rest", "Level", goalShort(p, g, x.PerWeek.N))
	}
	return p.Say("goal.per_week", "Level", goalShort(p, g, x.PerWeek.N))
}

func goalTrend(p lang.Printer, g goal.Goal, x goal.Progress) chat.Safe {
	now, was := x.Trend.Now, x.Trend.Was
	if !now.Set || !was.Set || g.Definition().Shape == kpi.Last || x.Pace == goal.Ahead || now.N == 0 && was.N == 0 {
		return ""
	}
	key := "goal_trend.flat"
	switch {
	case now.N > was.N:
		key = "goal_trend.up"
	case now.N < was.N:
		key = "goal_trend.down"
	}
	return p.Say(key, "Now", goalShort(p, g, now.N), "Was", goalShort(p, g, was.N))
}

// goalCountdown counts the days where that says something: near the end of a goal that is not reached, and
// before a checkpoint that does not hold.
func goalCountdown(p lang.Printer, x goal.Progress) chat.Safe {
	switch {
	case x.Pace == goal.Done || x.Ended:
		return ""
	case x.Left > 0 && x.Left <= soon && x.Passed > 0:
		return p.Say("goal.days_left", "Count", x.Left)
	case x.Next.Set && !x.Next.Holds && x.Passed > 0:
		return p.Say("goal.checkpoint_ahead", "Percent", x.Next.Share, "Date", x.Next.On)
	}
	return ""
}
