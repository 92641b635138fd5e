package sales

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"dealdesk/sales/calendar"
)

// Company is how this company sells: everything in the configuration that the rules need.
// It is read once at start and never changes while the bot runs.
type Company struct {
	Name        string
	Language    string // of channels without a team language
	Currency    string
	Zone        *time.Location
	Calendar    calendar.Calendar // for teams without their own; the next two likewise
	Days        calendar.Weekdays // of the working week
	Hours       calendar.Hours
	Calendars   map[string]calendar.Calendar // all that the configuration names, by Calendar.Name
	Admins      []string                     // Person.ID
	Pipelines   []Pipeline
	LostReasons []string // codes; words in lang/ or shown as they are
	Sources     []string // of customers; likewise
	Authority   Authority
	Words       map[string]ActivityKind // its own words for kinds of contact, in small letters and simplified characters
	Emojis      map[string]ActivityKind // the reactions that log a message; nil for ShippedEmojis
	Standup     StandupPlan
	Review      ReviewPlan
	Alerts      Alerts
	Cadence     map[Tier]int // working days that a customer of a tier may go without contact; others as Limits.Quiet says
	Audit       string       // the channel for the journal's checkpoints, "" if they are not posted
}

// Pipeline is the path deals take, a template or the company's own.
type Pipeline struct {
	ID     string
	Name   string // "" when lang/ knows the words (pipeline.<id>)
	Stages []Stage
	Limits Limits // its own; see Company.Limits
}

// Stage of a pipeline.
type Stage struct {
	ID     string
	Name   string  // "" when lang/ knows the words (stage.<id>)
	Chance Percent // weight in the forecast
	Enter  []Criterion
	Exit   []Criterion
}

// Criterion must hold before a deal enters or leaves a stage.
type Criterion struct {
	Kind CriterionKind
	What string // a field, an activity kind, a contact role
}

// CriterionKind is one of the three kinds of criteria.
type CriterionKind string

const (
	FieldSet    CriterionKind = "field"    // amount, close, next, need, budget, product, account
	HasActivity CriterionKind = "activity" // an activity of this kind exists
	HasContact  CriterionKind = "contact"  // a contact with this role exists
)

// StandupPlan is the rhythm of the daily stand-up. Times are local "09:00".
type StandupPlan struct {
	Days    string // days from 0 (Sunday) to 6 and ranges of them, "1-5" or "0-2,4"
	Prompt  string // to each person, at the person's local time
	Remind  string
	Digest  string // cutoff and digest, at the team's local time
	CatchUp time.Duration

	Questions []Question
	Anonymous bool // people may say without a name what slows the team down
}

// Cutoff is when the digest of a day is due in a team's zone; zero if there is none.
func (p StandupPlan) Cutoff(d calendar.Date, zone *time.Location) time.Time {
	minute := calendar.MinuteOf(p.Digest)
	if minute < 0 {
		return time.Time{}
	}
	return d.At(time.Duration(minute)*time.Minute, zone)
}

// On reports whether a team that works at w has a stand-up on d.
func (p StandupPlan) On(d calendar.Date, w calendar.Worktime) bool {
	days, err := calendar.ReadWeekdays(p.Days)
	return err == nil && w.Holds(d, days)
}

// ReviewPlan is when a week is reviewed.
type ReviewPlan struct {
	Day     string // cron day-of-week field, "5"
	At      string // local "16:00"
	CatchUp time.Duration
}

// Reviewed reports whether a week is over, but for what happens after its review: it may be
// compared with a whole one. work is the team's.
func (p ReviewPlan) Reviewed(week calendar.Span, work calendar.Worktime, now time.Time) bool {
	last := week.To
	for last > week.From && !work.Workday(last) {
		last = last.AddDays(-1)
	}
	today := calendar.DateOf(now)
	return today > last || today == last && p.At != "" && now.Format("15:04") >= p.At
}

// Alerts are the limits at which digests and nudges point something out.
type Alerts struct {
	Discounts  int     // granted to one customer, or by one rep, in 90 days: above it deciders are told; 0: never
	Drop       Percent // against the month before; 0: never, and so for the next ones
	Conversion Percent // of a stage
	Slower     Percent // the median cycle
	OffPace    Percent // behind what a goal expects by now
	Missed     int     // cycles running of a goal
	Limits             // of deals in pipelines without their own
	At         string  // when people without a stand-up question that day are nudged, in local time; "": nobody is
}

// Worktime returns when a team works: by its own calendar, week and hours where it has
// them, else by the company's. zone is the zone of its clocks.
func (c Company) Worktime(t Team, zone *time.Location) calendar.Worktime {
	w := calendar.Worktime{Calendar: c.Calendar, Days: c.Days, Hours: c.Hours, Zone: zone}
	if own, ok := c.Calendars[t.Calendar]; ok {
		w.Calendar = own
	}
	if own, err := calendar.ReadWeekdays(t.Days); err == nil {
		w.Days = own
	}
	if own, err := calendar.ReadHours(t.Hours); err == nil {
		w.Hours = own
	}
	return w
}

// Gap is the years that a calendar should cover and does not.
type Gap struct {
	Calendar string // its name
	Years    []int
}

// Gaps lists the company's calendars that lack this year or the next, by name.
func (c Company) Gaps(today calendar.Date) (gaps []Gap) {
	for _, name := range slices.Sorted(maps.Keys(c.Calendars)) {
		if years := c.Calendars[name].Missing(today); years != nil {
			gaps = append(gaps, Gap{name, years})
		}
	}
	return gaps
}

// CurrencyOf is what an amount that names no currency is in: that of the deal's amount, else the
// team's, else the company's.
func (c Company) CurrencyOf(d Deal, t Team) string {
	return cmp.Or(d.Amount.Currency, t.Currency, c.Currency)
}
