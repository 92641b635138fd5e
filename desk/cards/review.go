package cards

import (
	"slices"
	"time"

	"dealdesk/chat"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

func ReviewKey(team string, s calendar.Span) string { return "review/" + team + "/" + string(s.From) }

// ReviewPost is the run of a review that was posted by hand, stored so that it can be undone.
const ReviewPost = "review-post"

// review holds what the message is rendered from.
type review struct {
	Maker
	lang.Printer
	sales.Review
	r    store.Reader
	team sales.Team
	now  time.Time // in the team's zone
	name map[string]string
}

// ReviewOf returns a team's review of a week as of now: the results, and the details for the
// thread.
func (m Maker) ReviewOf(r store.Reader, p lang.Printer, team sales.Team, week calendar.Span, now time.Time) (head, details chat.Message,
	err error) {
	v := review{Maker: m, Printer: p, r: r, team: team, now: now.In(m.ZoneOf(sales.Person{}, team, "")), name: map[string]string{}}
	if err := v.read(week); err != nil {
		return head, details, err
	}
	title := p.Say("review.title", "Team", team.Name, "From", v.day(week.From), "To", v.day(week.To))
	note, err := v.lateNote()
	if err != nil {
		return head, details, err
	}
	often, err := v.discounted()
	if err != nil {
		return head, details, err
	}
	results, lost := chat.Join("\n", v.results(), often), v.lost()
	head = chat.Message{
		Text: chat.Join("\n", title, results, lost),
		Blocks: append(
			append([]chat.Block{{Header: lang.Unmark(title)}}, notEmpty(chat.Block{Context: note}, chat.Para(results), chat.Para(lost))...),
			chat.Block{Buttons: v.buttons()},
		),
	}
	details, err = v.details()
	return head, details, err
}

// read reads the week and the one before.
func (v *review) read(week calendar.Span) error {
	before := week.Before()
	people, err := members(v.r, v.team.ID)
	if err != nil {
		return err
	}
	for _, p := range people {
		v.name[p.ID] = p.Name
	}
	in := sales.ReviewInput{
		Period: week, People: people, Pipelines: v.Company.Pipelines,
		Quiet: v.Company.Alerts.Quiet, Now: v.now, Zone: v.now.Location(),
		Work: v.Company.Worktime(v.team, v.now.Location()),
	}
	if in.Events, err = eventsOf(v.r, v.team.ID, week); err != nil {
		return err
	}
	if in.Before, err = eventsOf(v.r, v.team.ID, before); err != nil {
		return err
	}
	if in.Counts, err = countsOf(v.r, v.team.ID, week); err != nil {
		return err
	}
	if in.CountsWas, err = countsOf(v.r, v.team.ID, before); err != nil {
		return err
	}
	left, err := others(v.r, people, slices.Concat(in.Counts, in.CountsWas), nil)
	if err != nil {
		return err
	}
	for _, p := range left {
		v.name[p.ID] = NameOf(p)
	}
	if in.Open, err = openOf(v.r, v.team.ID); err != nil {
		return err
	}
	if in.Requests, err = decidedOf(v.r, v.team.ID, week, in.Zone); err != nil {
		return err
	}
	if in.Asked, err = decidedOf(v.r, v.team.ID, before, in.Zone); err != nil {
		return err
	}
	v.Review = sales.NewReview(in)
	return nil
}

// lateNote returns a note if the bot was not running when the review was due.
func (v *review) lateNote() (chat.Safe, error) {
	for day := v.Period.From; day <= v.Period.To; day = day.AddDays(1) {
		run, _, err := store.Runs.Get(v.r, store.RunID(ReviewJob, day, v.team.ID))
		if err != nil || run.State == store.RunLate {
			return v.Say("digest.late", "Clock", v.Moment(run.Due.In(v.now.Location()))), err
		}
	}
	return "", nil
}

// results returns the week's numbers, each beside that of the week before.
func (v *review) results() chat.Safe {
	now, was := v.Now, v.Was
	return chat.Join("\n",
		v.Say("review.won", "Now", v.deals(now.Won, now.WonTotal), "Was", v.deals(was.Won, was.WonTotal)),
		v.Say("review.lost", "Now", v.deals(now.Lost, now.LostTotal), "Was", v.deals(was.Lost, was.LostTotal)),
		v.Say("review.win_rate", "Rate", v.ratio(now.WinRate), "Was", v.ratio(was.WinRate)),
		v.dealSize(),
		v.Say("review.cycle", "Days", v.median(now.Cycle), "Was", v.median(was.Cycle)),
		v.Say("review.moves", "New", now.Created, "NewWas", was.Created, "On", now.Advanced, "OnWas", was.Advanced, "Back", now.Back, "BackWas",
			was.Back),
		v.Say("review.contacts", "N", now.Metrics[sales.Contacts], "Was", was.Metrics[sales.Contacts]),
		v.overrides(),
		v.pushes(),
		v.waits(),
		v.drops(),
	)
}

// overrides counts the moves that overrode criteria, for the manager to ask about. It returns ""
// for none.
func (v *review) overrides() chat.Safe {
	if v.Now.Overrides+v.Was.Overrides == 0 {
		return ""
	}
	return v.Say("review.overrides", "N", v.Now.Overrides, "Was", v.Was.Overrides)
}

// pushes count the expected closes that were put off and the amounts that were changed;
// nothing where there were none.
func (v *review) pushes() chat.Safe {
	now, was := v.Now, v.Was
	if now.Pushed+was.Pushed+now.Repriced+was.Repriced == 0 {
		return ""
	}
	return v.Say("review.pushes", "N", now.Pushed, "Was", was.Pushed, "Amounts", now.Repriced, "AmountsWas", was.Repriced)
}

// waits tell how long half of the decided requests waited at most; nothing where
// none was decided.
func (v *review) waits() chat.Safe {
	now, was := v.Waits, v.WaitsWas
	if now.N+was.N == 0 {
		return ""
	}
	wait := func(w sales.Waits) chat.Safe {
		if !w.Enough() {
			return v.Say("review.too_few", "N", w.N)
		}
		return v.Say("review.wait", "Time", v.Minutes(int(w.Median.Minutes())), "N", w.N)
	}
	return v.Say("review.waits", "Now", wait(now), "Was", wait(was))
}

// discounted names the customers who were granted more than one discount.
func (v *review) discounted() (chat.Safe, error) {
	var list []chat.Safe
	for _, t := range v.Discounts {
		a, _, err := store.Accounts.Get(v.r, t.Metric)
		if err != nil {
			return "", err
		}
		list = append(list, v.Say("review.discounted_one", "Who", a.Name, "N", t.N))
	}
	if len(list) == 0 {
		return "", nil
	}
	return v.Say("review.discounted", "List", v.List(list, false)), nil
}

// drops names what fell by more than 15% from the week before, with both values.
func (v *review) drops() chat.Safe {
	var list []chat.Safe
	for _, d := range v.Drops {
		now, was := chat.Escape(v.Number(d.Now)), chat.Escape(v.Number(d.Was))
		if d.Currency != "" {
			now = chat.Escape(v.Money(sales.Money{Minor: d.Now, Currency: d.Currency}))
			was = chat.Escape(v.Money(sales.Money{Minor: d.Was, Currency: d.Currency}))
		}
		list = append(list, v.Say("review.drop", "What", v.Say("review.drop_"+d.Metric), "Was", was, "Now", now))
	}
	return chat.Join("\n", list...)
}

// day returns a date, with its year only if it is not this one.
func (v *review) day(d calendar.Date) string { return v.Day(string(d)) }

// deals returns a number of deals and what they are worth.
func (v *review) deals(n int, t sales.Totals) chat.Safe {
	return chat.Join(" · ", v.Say("review.deals", "N", n), Totals(v.Printer, t))
}

func (v *review) total(t sales.Totals) chat.Safe {
	if sum := Totals(v.Printer, t); sum != "" {
		return sum
	}
	return "0"
}

// ratio returns a percentage with its sample, or that the sample is too small.
func (v *review) ratio(r sales.Ratio) chat.Safe {
	if !r.Enough() {
		return v.Say("review.too_few", "N", r.Of)
	}
	return v.Say("review.ratio", "Percent", r.Percent(), "N", r.N, "Of", r.Of)
}

func (v *review) median(m sales.Median) chat.Safe {
	if !m.Enough() {
		return v.Say("review.too_few", "N", m.N)
	}
	return v.Say("review.days_of", "Count", m.Days, "N", m.N)
}

func (v *review) dealSize() chat.Safe {
	var list []chat.Safe
	for _, a := range v.Now.DealSize {
		if a.Enough() {
			list = append(list, v.Say("review.size_of", "Amount", a.Money, "N", a.N))
		}
	}
	if len(list) == 0 {
		return ""
	}
	return v.Say("review.deal_size", "Amounts", v.List(list, false))
}

// lost returns why deals were lost, and to whom.
func (v *review) lost() chat.Safe {
	var reasons, rivals []chat.Safe
	for _, r := range v.Reasons {
		reasons = append(reasons, v.Say("review.times", "What", v.LostReason(v.Printer, r.Code), "N", r.N))
	}
	for _, r := range v.Rivals {
		rivals = append(rivals, v.Say("review.times", "What", r.Code, "N", r.N))
	}
	var parts []chat.Safe
	if len(reasons) > 0 {
		parts = append(parts, v.Say("review.reasons", "List", v.List(reasons, false)))
	}
	if len(rivals) > 0 {
		parts = append(parts, v.Say("review.rivals", "List", v.List(rivals, false)))
	}
	return chat.Join("\n", parts...)
}

// buttons returns the buttons that open the records behind the numbers.
func (v *review) buttons() []chat.Button {
	return rowButtons(v.Printer, ReviewRows, v.team.ID, v.Period.From, []rowCount{
		{RowsWon, len(v.Won)}, {RowsLost, len(v.Lost)}, {RowsSteps, v.Now.Advanced + v.Now.Back}, {RowsNew, v.Now.Created},
		{RowsQuiet, v.Stale.Of}, {RowsOverdue, v.Overdue.Of}, {RowsLate, v.Late.Of}, {RowsOpen, v.Forecast.Count},
	})
}

// details returns people, stages and open deals: a table and a chart where Slack can show them,
// and the same numbers as text.
func (v *review) details() (chat.Message, error) {
	reps, table, chart := v.people()
	open, err := v.open()
	if err != nil {
		return chat.Message{}, err
	}
	stages := v.stages()
	blocks := notEmpty(chat.Para(reps))
	if len(table.Rows) > 0 {
		blocks = append(blocks, chat.Block{Table: &table})
	}
	if len(chart.Points) > 1 {
		blocks = append(blocks, chat.Block{Chart: &chart})
	}
	return chat.Message{
		Text:   chat.Join("\n", reps, stages, open),
		Blocks: append(blocks, notEmpty(chat.Para(stages), chat.Para(open))...),
	}, nil
}

// people returns everyone's activities and wins, with the week before in brackets.
func (v *review) people() (text chat.Safe, table chat.Table, chart chat.Chart) {
	table.Columns = []chat.Column{{Title: v.Plain("review.rep")}, {Title: v.Plain("review.rep_contacts"), Right: true},
		{Title: v.Plain("review.rep_won"), Right: true}}
	chart = chat.Chart{Kind: "bar", Title: v.Plain("review.chart")}
	text = chat.Bold(v.Say("review.reps"))
	for _, rep := range v.Reps {
		n, was := rep.Metrics[sales.Contacts], rep.Was[sales.Contacts]
		if n == 0 && was == 0 && len(rep.WonTotal) == 0 {
			continue
		}
		name := rep.Person
		if known := v.name[rep.Person]; known != "" {
			name = known
		}
		won := v.total(rep.WonTotal)
		line := chat.Join(" · ", v.Say("review.rep_line", "Who", name, "N", n, "Was", was), contacts(v.Printer, rep.Metrics),
			v.Say("review.rep_sold", "Won", won))
		text = chat.Join("\n", text, line)
		table.Rows = append(table.Rows, []string{chat.Clean(name), v.Plain("review.and_before", "N", n, "Was", was), lang.Unmark(won)})
		if n > 0 {
			chart.Points = append(chart.Points, chat.DataPoint{Label: chat.Clean(name), Value: float64(n)})
		}
	}
	if len(table.Rows) == 0 {
		return v.Say("review.no_contacts"), table, chart
	}
	return text, table, chart
}

// stages returns how many of the deals that left each stage went on.
func (v *review) stages() chat.Safe {
	var list []chat.Safe
	for _, s := range v.Now.Stages {
		if s.Out > 0 {
			list = append(list, v.Say("review.stage", "Stage", v.stageName(v.Printer, s.Stage), "N", s.Forward+s.Won, "Of", s.Out, "Rate",
				v.ratio(s.Conversion())))
		}
	}
	if len(list) == 0 {
		return ""
	}
	return chat.Join("\n", slices.Concat([]chat.Safe{chat.Bold(v.Say("review.stages"))}, list)...)
}

// open returns the deals in the pipeline now.
func (v *review) open() (chat.Safe, error) {
	if v.Forecast.Count == 0 {
		return v.Say("review.nothing_open"), nil
	}
	list := []chat.Safe{chat.Bold(v.Say("review.open", "Moment", v.Moment(v.now))),
		v.Say("review.open_sum", "Count", v.Forecast.Count, "Total", v.total(v.Forecast.Total), "Weighted", v.total(v.Forecast.Weighted))}
	for _, n := range []struct {
		key string
		of  int
	}{{"digest.quiet", v.Stale.Of}, {"digest.overdue", v.Overdue.Of}, {"review.late", v.Late.Of}, {"digest.no_next", v.NoNext.Of}} {
		if n.of > 0 {
			list = append(list, v.Say(n.key, "Count", n.of, "Days", v.Company.Alerts.Quiet))
		}
	}
	for _, top := range v.Top {
		list = append(list, chat.Bold(v.Say("review.top")))
		for _, d := range top.Deals[:min(len(top.Deals), 5)] {
			title, err := v.DealTitle(v.r, d)
			if err != nil {
				return "", err
			}
			list = append(list, v.Say("review.top_line", "Deal", title, "Amount", Net(v.Printer, d), "Stage", v.StageOf(v.Printer, d)))
		}
	}
	return chat.Join("\n", list...), nil
}
