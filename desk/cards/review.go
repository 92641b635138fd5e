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
	drop sales.Percent // by how much a number may fall
	deal []sales.Deal  // open now
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
	products, err := v.products()
	if err != nil {
		return head, details, err
	}
	results, lost := chat.Join("\n", v.results(), products, often), v.WhyLost(v.Printer, v.Reasons, v.Rivals)
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
	work := v.Company.Worktime(v.team, v.now.Location())
	in := sales.ReviewInput{
		Period: week, Done: v.Company.Review.Reviewed(week, work, v.now), People: people, Pipelines: v.Company.Pipelines,
		Now: v.now, Work: work,
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
	if in.Quiet, err = v.Quiet(v.r, in.Open...); err != nil {
		return err
	}
	chances, err := v.Chances(v.r, calendar.DateOf(v.now))
	if err != nil {
		return err
	}
	in.Weigh = chances.Weigh
	if in.Drop, err = v.dropLimit(v.r); err != nil {
		return err
	}
	v.drop = in.Drop
	if in.Requests, err = decidedOf(v.r, v.team.ID, week, v.now.Location()); err != nil {
		return err
	}
	if in.Asked, err = decidedOf(v.r, v.team.ID, before, v.now.Location()); err != nil {
		return err
	}
	v.Review, v.deal = sales.NewReview(in), in.Open
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

// results returns the week's numbers, each beside that of the week before. A line that says
// nothing is left out, and so is the comparison while the week is not over.
func (v *review) results() chat.Safe {
	now, was := v.Now, v.Was
	return chat.Join("\n",
		v.beside(v.Say("review.won", "Now", v.deals(now.Won, now.WonTotal)), v.deals(was.Won, was.WonTotal)),
		v.beside(v.Say("review.lost", "Now", v.deals(now.Lost, now.LostTotal)), v.deals(was.Lost, was.LostTotal)),
		v.winRate(),
		v.dealSize(),
		v.cycle(),
		v.moves(),
		v.Say("review.contacts", "N", now.Metrics[sales.Contacts], "Was", v.beforeN("times", int(was.Metrics[sales.Contacts]))),
		v.overrides(),
		v.pushes(),
		v.waits(),
		v.drops(),
	)
}

// beside adds the week before to the same number of this week if the two may be compared.
func (v *review) beside(now, was chat.Safe) chat.Safe {
	if !v.Done || was == "" {
		return now
	}
	return chat.Join(" ", now, v.Say("review.before", "Was", was)) // a mark that a letter follows is not one in Slack
}

// beforeN returns a count of the week before in words.
func (v *review) beforeN(key string, n int) chat.Safe {
	if !v.Done {
		return ""
	}
	return v.Say("review.before_"+key, "N", n)
}

// any reports whether one of these counts of the two weeks says something.
func (v *review) any(now, was int) bool { return now > 0 || v.Done && was > 0 }

func (v *review) winRate() chat.Safe {
	if !v.Now.WinRate.Enough() {
		return ""
	}
	was := chat.Safe("")
	if v.Was.WinRate.Enough() {
		was = v.ratio(v.Was.WinRate)
	}
	return v.beside(v.Say("review.win_rate", "Rate", v.ratio(v.Now.WinRate)), was)
}

func (v *review) cycle() chat.Safe {
	if !v.Now.Cycle.Enough() {
		return ""
	}
	was := chat.Safe("")
	if v.Was.Cycle.Enough() {
		was = v.median(v.Was.Cycle)
	}
	return v.beside(v.Say("review.cycle", "Days", v.median(v.Now.Cycle)), was)
}

func (v *review) moves() chat.Safe {
	now, was := v.Now, v.Was
	if !v.any(now.Created+now.Advanced+now.Back, was.Created+was.Advanced+was.Back) {
		return ""
	}
	return v.Say("review.moves", "New", now.Created, "NewWas", v.beforeN("deals", was.Created), "On", now.Advanced,
		"OnWas", v.beforeN("moves", was.Advanced), "Back", now.Back, "BackWas", v.beforeN("moves", was.Back))
}

// overrides counts the moves that overrode criteria, for the manager to ask about.
func (v *review) overrides() chat.Safe {
	if !v.any(v.Now.Overrides, v.Was.Overrides) {
		return ""
	}
	return v.Say("review.overrides", "N", v.Now.Overrides, "Was", v.beforeN("times", v.Was.Overrides))
}

// pushes counts the expected closes that were put off and the amounts that were changed.
func (v *review) pushes() chat.Safe {
	now, was := v.Now, v.Was
	if !v.any(now.Pushed+now.Repriced, was.Pushed+was.Repriced) {
		return ""
	}
	return v.Say("review.pushes", "N", now.Pushed, "Was", v.beforeN("times", was.Pushed),
		"Amounts", now.Repriced, "AmountsWas", v.beforeN("times", was.Repriced))
}

// waits returns the median time that decided requests waited.
func (v *review) waits() chat.Safe {
	if !v.Waits.Enough() {
		return ""
	}
	wait := func(w sales.Waits) chat.Safe {
		return v.Say("review.wait", "Time", v.Minutes(int(w.Median.Minutes())), "N", w.N)
	}
	was := chat.Safe("")
	if v.WaitsWas.Enough() {
		was = wait(v.WaitsWas)
	}
	return v.beside(v.Say("review.waits", "Now", wait(v.Waits)), was)
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
		list = append(list, v.Say("review.drop", "What", v.Say("review.drop_"+d.Metric), "Percent", v.drop, "Was", was, "Now", now))
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

// ratio returns a percentage with its sample, which is large enough.
func (v *review) ratio(r sales.Ratio) chat.Safe {
	return v.Say("review.ratio", "Percent", r.Percent(), "N", r.N, "Of", r.Of)
}

func (v *review) median(m sales.Median) chat.Safe {
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

// WhyLost says why deals were lost, and to whom.
func (m Maker) WhyLost(p lang.Printer, because, to []sales.Reason) chat.Safe {
	var reasons, rivals []chat.Safe
	for _, r := range because {
		reasons = append(reasons, p.Say("review.times", "What", m.LostReason(p, r.Code), "N", r.N))
	}
	for _, r := range to {
		rivals = append(rivals, p.Say("review.times", "What", r.Code, "N", r.N))
	}
	var parts []chat.Safe
	if len(reasons) > 0 {
		parts = append(parts, p.Say("review.reasons", "List", p.List(reasons, false)))
	}
	if len(rivals) > 0 {
		parts = append(parts, p.Say("review.rivals", "List", p.List(rivals, false)))
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
