package sales

import (
	"slices"
	"strings"
	"time"

	"dealdesk/sales/calendar"
)

// A move takes a deal and returns it changed, with the Event for its history, or returns a
// *Problem and changes nothing. Moves do not check rights: the caller asks May first. The
// caller sets Event.ID.

// Act is who acts and when. At is stored in UTC; days are counted in the calendar of its
// location. On is the local day of the person acting; for a win or a loss that is entered
// later it is the day it happened, see Act.Happened.
type Act struct {
	By string
	At time.Time
	On calendar.Date
}

// Happened is the act as of an earlier day; "" leaves it on its own.
func (a Act) Happened(on calendar.Date) Act {
	if on != "" {
		a.On = on
	}
	return a
}

// Facts are what a deal's own record does not hold: which kinds of activity it has had since it was
// opened, and which roles its account's contacts have.
type Facts struct {
	Activities map[ActivityKind]bool
	Contacts   map[ContactRole]bool
}

// LostReasons are the seven that ship; their words are lost.<code> in lang/.
func LostReasons() []string {
	return []string{"price", "competitor", "no_budget", "no_need", "timing", "no_decision", "product"}
}

// NewDeal opens draft d, which holds what was typed: ID, Name, Account, Owner, Team and
// whatever else is known. An empty Stage is the first one.
func NewDeal(d Deal, p Pipeline, a Act) (Deal, Event, error) {
	if len(p.Stages) == 0 {
		return d, Event{}, No("deal.stage_unknown", "ID", d.ID, "Stage", d.Stage, "Pipeline", p.ID)
	}
	if d.Stage == "" {
		d.Stage = p.Stages[0].ID
	}
	if p.index(d.Stage) < 0 {
		return d, Event{}, No("deal.stage_unknown", "ID", d.ID, "Stage", d.Stage, "Pipeline", p.ID)
	}
	name, err := CheckName(d.Name)
	if err != nil {
		return d, Event{}, err
	}
	d.Name = name
	if !d.Amount.Zero() {
		if err := priced(d.Amount); err != nil {
			return d, Event{}, err
		}
	}
	if d.Close != "" {
		if err := ahead("close", d.Close, a.On); err != nil {
			return d, Event{}, err
		}
	}
	if !d.Next.Missing() {
		if err := d.Next.check(d.ID, a.On); err != nil {
			return d, Event{}, err
		}
	}
	d.Pipeline, d.Status, d.Terms, d.Discount, d.Special = p.ID, Open, 1, 0, Special{}
	d.Created, d.StageSince = a.At.UTC(), a.At.UTC()
	e := d.event(Created, a)
	e.To = d.Stage
	return d, e, nil
}

// Unmet lists what stands between d and its next stage: the exit criteria of its stage and
// the entry criteria of the next, each once. A next step without a day lacks only that.
func (d Deal) Unmet(p Pipeline, f Facts) []Criterion {
	var unmet []Criterion
	here, _ := p.Stage(d.Stage)
	next, _ := p.Next(d.Stage)
	for _, list := range [][]Criterion{here.Exit, next.Enter} {
		for _, c := range list {
			if c.Met(d, f) {
				continue
			}
			if c == (Criterion{FieldSet, "next"}) && d.Next.What != "" {
				c.What = "next_due"
			}
			if !slices.Contains(unmet, c) {
				unmet = append(unmet, c)
			}
		}
	}
	return unmet
}

// UnmetToWin lists what stands between d and a win: the criteria of its stage and of all
// later ones, each once. A win needs no next step and sets the close date itself. A deal in
// a stage that was configured away is asked for everything.
func (d Deal) UnmetToWin(p Pipeline, f Facts) []Criterion {
	var unmet []Criterion
	here := p.index(d.Stage)
	for i := max(here, 0); i < len(p.Stages); i++ {
		enter := p.Stages[i].Enter
		if i == here {
			enter = nil
		}
		for _, c := range slices.Concat(enter, p.Stages[i].Exit) {
			settled := c.Kind == FieldSet && (c.What == "next" || c.What == "close")
			if !settled && !c.Met(d, f) && !slices.Contains(unmet, c) {
				unmet = append(unmet, c)
			}
		}
	}
	return unmet
}

// Advance moves d to the next stage. Unmet criteria stop it (deal.criteria_unmet, Args
// Unmet []Criterion) unless override says why to ignore them; overrides are counted and
// shown to the manager. If nothing is unmet, there is nothing to override.
func (d Deal) Advance(p Pipeline, f Facts, override string, a Act) (Deal, Event, error) {
	if err := d.CheckOpen(); err != nil {
		return d, Event{}, err
	}
	if p.index(d.Stage) < 0 {
		return d, Event{}, No("deal.stage_unknown", "ID", d.ID, "Stage", d.Stage, "Pipeline", p.ID)
	}
	next, ok := p.Next(d.Stage)
	if !ok {
		return d, Event{}, No("deal.last_stage", "ID", d.ID, "Stage", d.Stage)
	}
	override = strings.TrimSpace(override)
	unmet := d.Unmet(p, f)
	if len(unmet) > 0 {
		if override == "" {
			return d, Event{}, No("deal.criteria_unmet", "ID", d.ID, "Stage", d.Stage, "To", next.ID, "Unmet", unmet).At("reason")
		}
		if err := short("override", override, TextMax); err != nil {
			return d, Event{}, err
		}
	}
	d, e := d.enter(next, Advanced, a)
	if len(unmet) > 0 {
		e.Reason = override
		d.passOver(&e, unmet)
	}
	return d, e, nil
}

// passOver counts a move that criteria did not stop, and keeps which they were.
func (d *Deal) passOver(e *Event, unmet []Criterion) {
	if len(unmet) > 0 {
		d.Overrides++
	}
	for _, c := range unmet {
		e.Unmet = append(e.Unmet, c.Code())
	}
}

// Back moves d to an earlier stage, the one before if to is empty. No criteria stop it; a
// reason is optional.
func (d Deal) Back(p Pipeline, to, reason string, a Act) (Deal, Event, error) {
	if err := d.CheckOpen(); err != nil {
		return d, Event{}, err
	}
	here := p.index(d.Stage)
	if here < 0 {
		return d, Event{}, No("deal.stage_unknown", "ID", d.ID, "Stage", d.Stage, "Pipeline", p.ID)
	}
	if here == 0 {
		return d, Event{}, No("deal.first_stage", "ID", d.ID, "Stage", d.Stage)
	}
	stage := p.Stages[here-1]
	if to != "" {
		var ok bool
		if stage, ok = p.Stage(to); !ok {
			return d, Event{}, No("deal.stage_unknown", "ID", d.ID, "Stage", to, "Pipeline", p.ID)
		}
		if p.index(to) >= here {
			return d, Event{}, No("deal.not_earlier", "ID", d.ID, "Stage", d.Stage, "To", to)
		}
	}
	if err := short("reason", reason, TextMax); err != nil {
		return d, Event{}, err
	}
	d, e := d.enter(stage, WentBack, a)
	e.Reason = strings.TrimSpace(reason)
	return d, e, nil
}

// Win closes d as won. It needs an amount: a sale of unknown size would spoil every number
// that includes it. It passes the gates of all stages that are left (UnmetToWin), as Advance
// passes that of one: what is unmet stops it unless why says why to ignore it.
func (d Deal) Win(p Pipeline, f Facts, why string, a Act) (Deal, Event, error) {
	if err := d.CheckOpen(); err != nil {
		return d, Event{}, err
	}
	if d.Amount.Zero() {
		return d, Event{}, No("deal.amount_missing", "ID", d.ID).At("amount")
	}
	if err := d.mayClose(a); err != nil {
		return d, Event{}, err
	}
	why = strings.TrimSpace(why)
	if err := short("reason", why, TextMax); err != nil {
		return d, Event{}, err
	}
	unmet := d.UnmetToWin(p, f)
	if len(unmet) > 0 && why == "" {
		return d, Event{}, No("deal.win_unmet", "ID", d.ID, "Unmet", unmet).At("reason")
	}
	d, e, err := d.close(Won, ClosedWon, a)
	e.Reason = why
	d.passOver(&e, unmet)
	return d, e, err
}

// Lose closes d as lost, from any stage, for one of the reasons.
func (d Deal) Lose(reasons []string, reason, competitor string, a Act) (Deal, Event, error) {
	if err := d.CheckOpen(); err != nil {
		return d, Event{}, err
	}
	if reason == "" {
		return d, Event{}, No("deal.reason_missing", "ID", d.ID, "Reasons", reasons).At("reason")
	}
	if !slices.Contains(reasons, reason) {
		return d, Event{}, No("deal.reason_unknown", "ID", d.ID, "Reason", reason, "Reasons", reasons).At("reason")
	}
	competitor = strings.TrimSpace(competitor)
	if err := short("competitor", competitor, NameMax); err != nil {
		return d, Event{}, err
	}
	if err := d.mayClose(a); err != nil {
		return d, Event{}, err
	}
	d.Reason, d.Competitor = reason, competitor
	return d.close(Lost, ClosedLost, a)
}

// Reopen takes back a win or a loss. The deal is where it was. Its next step and expected close,
// which closing had cleared, come back from before, the deal as it was while it was open; before
// is zero if that is not known. Event.From says whether it was won or lost.
func (d Deal) Reopen(before Deal, reason string, a Act) (Deal, Event, error) {
	if d.Status == Open {
		return d, Event{}, No("deal.not_closed", "ID", d.ID)
	}
	if err := short("reason", reason, TextMax); err != nil {
		return d, Event{}, err
	}
	was := d.Status
	d.Status, d.Closed, d.Close, d.Reason, d.Competitor = Open, time.Time{}, "", "", ""
	if before.ID == d.ID && before.Status == Open {
		d.Close, d.Next = before.Close, before.Next
	}
	d.StageSince = a.At.UTC()
	e := d.event(Reopened, a)
	e.From, e.To, e.Reason = string(was), d.Stage, strings.TrimSpace(reason)
	return d, e, nil
}

// Handover gives d to someone else; it moves into their team, if they have one. A closed
// deal can be given too, because someone looks after the customer.
func (d Deal) Handover(to Person, a Act) (Deal, Event, error) {
	switch {
	case to.ID == "" || to.Gone || to.Outside:
		return d, Event{}, No("person.cannot_own", "ID", d.ID, "Person", to.ID, "Name", to.Name).At("owner")
	case to.ID == d.Owner:
		return d, Event{}, No("deal.same_owner", "ID", d.ID, "Person", to.ID, "Name", to.Name).At("owner")
	}
	from := d.Owner
	d.Owner = to.ID
	if to.Team != "" {
		d.Team = to.Team
	}
	e := d.event(Given, a)
	e.From, e.To = from, to.ID
	return d, e, nil
}

func (d Deal) CheckOpen() error {
	if d.Status != Open {
		return No("deal.closed", "ID", d.ID, "Status", d.Status, "Date", d.Close)
	}
	return nil
}

func (d Deal) event(kind EventKind, a Act) Event {
	return Event{Deal: d.ID, Account: d.Account, Team: d.Team, Owner: d.Owner, Pipeline: d.Pipeline,
		By: a.By, Kind: kind, Amount: d.Net(), Discount: d.Discount, At: a.At.UTC(), On: a.On}
}

func (d Deal) enter(s Stage, kind EventKind, a Act) (Deal, Event) {
	from, since := d.Stage, d.StageSince
	d.Stage, d.StageSince = s.ID, a.At.UTC()
	e := d.event(kind, a)
	e.From, e.To, e.Days = from, s.ID, days(since, a.At)
	return d, e
}

// maxClosedDaysAgo is how far back a win or loss may lie that is entered later, in days.
const maxClosedDaysAgo = 366

// mayClose refuses a day on which d cannot have closed. A deal does not close before it was
// opened, or a win could be put into any week.
func (d Deal) mayClose(a Act) error {
	today := calendar.DateOf(a.At)
	switch {
	case !a.On.Valid():
		return No("date.invalid", "Given", string(a.On)).At("on")
	case a.On > today:
		return No("deal.closes_ahead", "ID", d.ID, "Date", a.On).At("on")
	case a.On < today.AddDays(-maxClosedDaysAgo):
		return No("deal.closed_long_ago", "ID", d.ID, "Date", a.On).At("on")
	case !d.Created.IsZero() && a.On < min(d.Opened(a.At.Location()), today): // a clock may go back
		return No("deal.closed_before_created", "ID", d.ID, "Date", a.On, "Created", d.Opened(a.At.Location())).At("on")
	}
	return nil
}

// Opened is the day d was opened, in the calendar of a zone.
func (d Deal) Opened(zone *time.Location) calendar.Date { return calendar.DateOf(d.Created.In(zone)) }

func (d Deal) close(s Status, kind EventKind, a Act) (Deal, Event, error) {
	open, stay := days(d.Created, a.At), days(d.StageSince, a.At)
	brought := d.External != "" && d.StageSince.Equal(d.Created)
	d.Status, d.Closed, d.Close, d.Next = s, a.At.UTC(), a.On, NextStep{}
	e := d.event(kind, a)
	if today := calendar.DateOf(a.At); a.On < today {
		open, stay = open-a.On.DaysTo(today), stay-a.On.DaysTo(today)
		d.Closed, e.Told = a.On.In(a.At.Location()).UTC(), today
	}
	e.From, e.Reason, e.Competitor, e.Days, e.Stay = d.Stage, d.Reason, d.Competitor, max(open, 0), max(stay, 0)
	if brought {
		e.Stay = DaysUnknown
	}
	return d, e, nil
}

// days counts the midnights between since and at, in at's location.
func days(since, at time.Time) int {
	if since.IsZero() {
		return 0
	}
	return max(0, calendar.DateOf(since.In(at.Location())).DaysTo(calendar.DateOf(at)))
}
