package cards

import (
	"slices"
	"time"

	"dealdesk/chat"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
)

// fewPeople is how many people are shown as lines, not as a table and a chart.
const fewPeople = 3

// details returns people, stages and open deals. The people of a larger team are a table and a
// chart, with the same numbers as text where Slack cannot show them.
func (v *review) details() (chat.Message, error) {
	reps, table, chart := v.people()
	open, err := v.open()
	if err != nil {
		return chat.Message{}, err
	}
	goals, err := v.goals()
	if err != nil {
		return chat.Message{}, err
	}
	golden, err := v.golden()
	if err != nil {
		return chat.Message{}, err
	}
	stages := v.stages()
	blocks := notEmpty(chat.Para(reps))
	if len(table.Rows) > fewPeople {
		blocks = []chat.Block{chat.Para(chat.Bold(v.Say("review.reps"))), {Table: &table}}
		if len(chart.Points) > fewPeople {
			blocks = append(blocks, chat.Block{Chart: &chart})
		}
	}
	return chat.Message{
		Text:   chat.Join("\n", goals, reps, stages, open.Text, golden),
		Blocks: slices.Concat(notEmpty(chat.Para(goals)), blocks, notEmpty(chat.Para(stages)), open.Blocks, notEmpty(chat.Para(golden))),
	}, nil
}

// goals shows where the team's goals stood at the end of the week, or stand now.
func (v *review) goals() (chat.Safe, error) {
	at := v.now
	if end := v.Period.To.At(24*time.Hour-time.Second, v.now.Location()); end.Before(at) {
		at = end
	}
	lines, _, err := v.goalsOf(v.r, v.Printer, ofTeam(v.team.ID), calendar.DateOf(at), at, leastReview)
	if err != nil || len(lines) == 0 {
		return "", err
	}
	return chat.Join("\n", append([]chat.Safe{chat.Bold(v.Say("goal.list"))}, lines...)...), nil
}

// people returns everyone's activities and wins, with the week before in brackets.
func (v *review) people() (text chat.Safe, table chat.Table, chart chat.Chart) {
	title, none := "review.rep_contacts", "review.no_contacts"
	contacted := func(n, was int64) string { return v.Plain("review.and_before", "N", n, "Was", was) }
	if !v.Done {
		title, none = "review.rep_contacts_yet", "review.no_contacts_yet"
		contacted = func(n, _ int64) string { return v.Number(n) }
	}
	table.Columns = []chat.Column{{Title: v.Plain("review.rep")}, {Title: v.Plain(title), Right: true},
		{Title: v.Plain("review.rep_won"), Right: true}}
	chart = chat.Chart{Kind: "bar", Title: v.Plain("review.chart")}
	text = chat.Bold(v.Say("review.reps"))
	for _, rep := range v.Reps {
		n, was := rep.Metrics[sales.Contacts], rep.Was[sales.Contacts]
		if !v.any(int(n), int(was)) && len(rep.WonTotal) == 0 {
			continue
		}
		name := rep.Person
		if known := v.name[rep.Person]; known != "" {
			name = known
		}
		won := v.total(rep.WonTotal)
		line := chat.Join(" · ", v.Say("review.rep_line", "Who", name, "N", n, "Was", v.beforeN("rep", int(was))),
			contacts(v.Printer, rep.Metrics), v.Say("review.rep_sold", "Won", won))
		text = chat.Join("\n", text, line)
		table.Rows = append(table.Rows, []string{chat.Clean(name), contacted(n, was), lang.Unmark(won)})
		if n > 0 {
			chart.Points = append(chart.Points, chat.DataPoint{Label: chat.Clean(name), Value: float64(n)})
		}
	}
	if len(table.Rows) == 0 {
		return v.Say(none), table, chart
	}
	return text, table, chart
}

// stages returns how many of the deals that left each stage went on.
func (v *review) stages() chat.Safe {
	var list []chat.Safe
	for _, s := range v.Now.Stages {
		rate := chat.Safe("")
		if s.Conversion().Enough() {
			rate = v.Say("review.rate", "Percent", s.Conversion().Percent())
		}
		if s.Out > 0 {
			list = append(list, v.Say("review.stage", "Stage", v.stageName(v.Printer, s.Stage), "N", s.Forward+s.Won, "Of", s.Out, "Rate", rate))
		}
	}
	if len(list) == 0 {
		return ""
	}
	return chat.Join("\n", slices.Concat([]chat.Safe{chat.Bold(v.Say("review.stages"))}, list)...)
}

// open returns the deals in the pipeline now, those that are in doubt each with its reasons and what may become of it.
func (v *review) open() (s section, err error) {
	if v.Forecast.Count == 0 {
		none := v.Say("review.nothing_open")
		s.add(none, chat.Para(none))
		return s, nil
	}
	list := []chat.Safe{chat.Bold(v.Say("review.open", "Moment", v.Moment(v.now))),
		v.Say("review.open_sum", "Count", v.Forecast.Count, "Total", v.total(v.Forecast.Total), "Weighted", v.total(v.Forecast.Weighted))}
	for _, n := range []struct {
		key string
		of  int
	}{{"digest.quiet", v.Stale.Of}, {"digest.overdue", v.Overdue.Of}, {"review.late", v.Late.Of}, {"digest.no_next", v.NoNext.Of}} {
		if n.of > 0 {
			list = append(list, v.Say(n.key, "Count", n.of, "Days", v.QuietDays()))
		}
	}
	worst, counts, err := v.doubtful()
	if err != nil {
		return s, err
	}
	say := func(lines ...chat.Safe) {
		text := chat.Join("\n", lines...)
		s.add(text, notEmpty(chat.Para(text))...)
	}
	if say(append(list, counts)...); len(worst) > 0 {
		say(chat.Bold(v.Say("review.worst")))
	}
	for _, x := range worst[:min(len(worst), worstShown)] {
		line, err := v.Matter(v.r, v.Printer, x)
		if err != nil {
			return s, err
		}
		line = chat.Join(" · ", line, Net(v.Printer, x.Deal))
		s.add(line, chat.Para(line), chat.Block{Buttons: answers(v.Printer, x.Deal.ID)})
	}
	list = nil
	for _, top := range v.Top {
		list = append(list, chat.Bold(v.Say("review.top")))
		for _, d := range top.Deals[:min(len(top.Deals), 5)] {
			title, err := v.DealTitle(v.r, d)
			if err != nil {
				return s, err
			}
			list = append(list, v.Say("review.top_line", "Deal", title, "Amount", Net(v.Printer, d), "Stage", v.StageOf(v.Printer, d)))
		}
	}
	say(list...)
	return s, nil
}

// worstShown is how many deals a review names with all that is said against them.
const worstShown = 5

// doubtful are the deals whose records give reason to doubt them, the worst first, and how many there are of each kind.
func (v *review) doubtful() (worst []sales.Matter, counts chat.Safe, err error) {
	worst, n, err := v.worst(v.r, v.deal, v.now)
	for _, key := range []string{"asked", "pushed", "alone", "no_decider"} {
		if n[key] > 0 {
			counts = chat.Join(" · ", counts, v.Say("review.doubt_"+key, "Count", n[key]))
		}
	}
	return worst, counts, err
}
