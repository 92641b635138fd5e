package store

import (
	"bytes"
	"fmt"
	"iter"
	"time"

	"dealdesk/chat"
	"dealdesk/sales"
	"dealdesk/sales/alert"
	"dealdesk/sales/calendar"
	"dealdesk/sales/forecast"
	"dealdesk/sales/goal"
)

// The finders are how records are found by anything but their id: outside this package
// nobody names an index. Each yields an error instead of a record when reading fails, and
// ends there. Unless said otherwise the order is that of the ids.

// TeamMembers yields the people of a team.
func TeamMembers(r Reader, team string) iter.Seq2[sales.Person, error] {
	return People.List(r, Query{Index: "team", Key: team})
}

// PeopleWithFunction yields those who have a function besides their role.
func PeopleWithFunction(r Reader, function string) iter.Seq2[sales.Person, error] {
	return People.List(r, Query{Index: "function", Key: function})
}

// TeamsOfChannel returns the teams that work in a channel of the chat.
func TeamsOfChannel(r Reader, channel string) ([]sales.Team, error) {
	return Teams.All(r, Query{Index: "channel", Key: channel})
}

// AccountsOf yields the customers of an owner.
func AccountsOf(r Reader, owner string) iter.Seq2[sales.Account, error] {
	return Accounts.List(r, Query{Index: "owner", Key: owner})
}

// ContactsOf yields the people at a customer.
func ContactsOf(r Reader, account string) iter.Seq2[sales.Contact, error] {
	return Contacts.List(r, Query{Index: "account", Key: account})
}

// OpenDealsOf yields the open deals of an owner.
func OpenDealsOf(r Reader, owner string) iter.Seq2[sales.Deal, error] {
	return Deals.List(r, Query{Index: "owner", Key: owner + " " + string(sales.Open)})
}

// DealsOf yields all deals of an owner: lost, open and won, the closed ones by their day.
func DealsOf(r Reader, owner string) iter.Seq2[sales.Deal, error] {
	return Deals.List(r, Query{Index: "owner", Prefix: owner + " "})
}

// OpenDealsOfTeam yields the open deals of a team.
func OpenDealsOfTeam(r Reader, team string) iter.Seq2[sales.Deal, error] {
	return Deals.List(r, Query{Index: "team", Key: team + " " + string(sales.Open)})
}

// DealsOfTeam yields all deals of a team: lost, open and won, the closed ones by their day.
func DealsOfTeam(r Reader, team string) iter.Seq2[sales.Deal, error] {
	return Deals.List(r, Query{Index: "team", Prefix: team + " "})
}

// ClosedDealsOfTeam yields the deals of a team that were won, or lost, from a day on, by
// their day.
func ClosedDealsOfTeam(r Reader, team string, how sales.Status, from calendar.Date) iter.Seq2[sales.Deal, error] {
	state := team + " " + string(how)
	return Deals.List(r, Query{Index: "team", From: state + " " + string(from), To: state + "!"}) // "!" follows the space
}

// SoldBy returns the deals that a team won within a span, by their day, each with the owner and the team that it had
// when it was won: whose number a win is does not change when the deal is handed over.
func SoldBy(r Reader, team string, s calendar.Span) (sold []sales.Deal, err error) {
	for e, err := range Events.List(r, Query{Index: "sold", From: team + " " + string(s.From), To: team + " " + string(s.To.AddDays(1))}) {
		if err != nil {
			return nil, err
		}
		d, known, err := Deals.Get(r, e.Deal)
		if err != nil {
			return nil, err
		}
		if known {
			d.Owner, d.Team = e.Owner, e.Team
			sold = append(sold, d)
		}
	}
	return sold, nil
}

// Outcomes yields what became of the deals that were closed on a day or later, by their day. It reads an index and no
// deal.
func Outcomes(r Reader, from calendar.Date) iter.Seq2[forecast.Outcome, error] {
	return func(yield func(forecast.Outcome, error) bool) {
		start, prefix := indexPrefix("closed", string(from), false), indexPrefix("closed", "", false)
		var read forecast.Reader
		for k := range r.bytes().Scan(Deals.Name, start, after(prefix), false) {
			key, _, _ := bytes.Cut(k[len(prefix):], []byte{0})
			o, ok := read.Outcome(key)
			if !ok {
				yield(o, fmt.Errorf("%w: index of closed deals %q", ErrCorrupt, k))
				return
			}
			if !yield(o, nil) {
				return
			}
		}
	}
}

// ForecastsOf yields the forecasts of a person or a team, by their periods.
func ForecastsOf(r Reader, s forecast.Scope) iter.Seq2[forecast.Forecast, error] {
	return Forecasts.List(r, Query{Prefix: forecast.ID(s, calendar.Span{})})
}

// AlertsTo yields the warnings that a person got on a day.
func AlertsTo(r Reader, person string, on calendar.Date) iter.Seq2[alert.Alert, error] {
	return Alerts.List(r, Query{Index: "to", Key: person + " " + string(on)})
}

// DealsOfAccount yields the deals with a customer, open or closed. "" has none.
func DealsOfAccount(r Reader, account string) iter.Seq2[sales.Deal, error] {
	if account == "" {
		return func(func(sales.Deal, error) bool) {}
	}
	return Deals.List(r, Query{Index: "account", Key: account})
}

// LatestDealsOfAccount yields those of DealsOfAccount, the latest first.
func LatestDealsOfAccount(r Reader, account string) iter.Seq2[sales.Deal, error] {
	return Deals.List(r, Query{Index: "account", Key: account, Reverse: true})
}

// DealsFrom yields the deals that an import brought under an id of another system.
func DealsFrom(r Reader, external string) iter.Seq2[sales.Deal, error] {
	return Deals.List(r, Query{Index: "external", Key: external})
}

// EventsOf yields the steps of a deal.
func EventsOf(r Reader, deal string) iter.Seq2[sales.Event, error] {
	return Events.List(r, Query{Index: "deal", Key: deal})
}

// LatestEventsOf yields the latest steps of a deal, the last one first, at most limit.
func LatestEventsOf(r Reader, deal string, limit int) iter.Seq2[sales.Event, error] {
	return Events.List(r, Query{Index: "deal", Key: deal, Reverse: true, Limit: limit})
}

// EventsOn yields the steps on a day of the deals that were the team's then.
func EventsOn(r Reader, day calendar.Date, team string) iter.Seq2[sales.Event, error] {
	return Events.List(r, Query{Index: "day", Key: string(day) + " " + team})
}

// EventsToldOn yields the wins and losses of earlier days that were entered on a day, of the deals that were
// the team's then.
func EventsToldOn(r Reader, day calendar.Date, team string) iter.Seq2[sales.Event, error] {
	return Events.List(r, Query{Index: "told", Key: string(day) + " " + team})
}

// ActivitiesAbout yields the activities about a deal, or about an account and none of its
// deals.
func ActivitiesAbout(r Reader, id string) iter.Seq2[sales.Activity, error] {
	return Activities.List(r, Query{Index: "about", Key: id})
}

// LatestActivitiesAbout yields those of ActivitiesAbout, the latest first, at most limit.
func LatestActivitiesAbout(r Reader, id string, limit int) iter.Seq2[sales.Activity, error] {
	return Activities.List(r, Query{Index: "about", Key: id, Reverse: true, Limit: limit})
}

// ActivitiesOn yields the activities of a person on a day.
func ActivitiesOn(r Reader, day calendar.Date, person string) iter.Seq2[sales.Activity, error] {
	return Activities.List(r, Query{Index: "day", Key: string(day) + " " + person})
}

// ActivityFrom returns the activity that was logged with a message (sales.Activity.Source).
func ActivityFrom(r Reader, source string) (sales.Activity, bool, error) {
	for a, err := range Activities.List(r, Query{Index: "source", Key: source, Limit: 1}) {
		return a, err == nil, err
	}
	return sales.Activity{}, false, nil
}

// ApprovalsOf yields the approvals asked for on a deal.
func ApprovalsOf(r Reader, deal string) iter.Seq2[sales.Approval, error] {
	return Approvals.List(r, Query{Index: "deal", Key: deal})
}

// WaitingApprovals yields all that wait for a decision, by when they expire.
func WaitingApprovals(r Reader) iter.Seq2[sales.Approval, error] {
	return Approvals.List(r, Query{Index: "waiting", All: true})
}

// DecidedApprovals returns those of a team that were settled from one instant on and
// before another, in that order.
func DecidedApprovals(r Reader, team string, from, before time.Time) ([]sales.Approval, error) {
	return Approvals.All(r, Query{Index: "decided", From: team + " " + DueKey(from), To: team + " " + DueKey(before)})
}

// DelegationsFrom yields those by which a person lends the right to decide.
func DelegationsFrom(r Reader, person string) iter.Seq2[sales.Delegation, error] {
	return Delegations.List(r, Query{Index: "from", Key: person})
}

// DelegationsTo yields those by which a person has been lent the right to decide.
func DelegationsTo(r Reader, person string) iter.Seq2[sales.Delegation, error] {
	return Delegations.List(r, Query{Index: "to", Key: person})
}

// WaitingProposals yields those that no admin has decided on, by when they expire.
func WaitingProposals(r Reader) iter.Seq2[sales.Proposal, error] {
	return Proposals.List(r, Query{Index: "waiting", All: true})
}

// ExpiredProposals yields the waiting ones whose time has come.
func ExpiredProposals(r Reader, now time.Time) iter.Seq2[sales.Proposal, error] {
	return Proposals.List(r, Query{Index: "waiting", To: DueKey(now.Add(time.Second))})
}

// StandupsOf yields the answers of a team's people for a day.
func StandupsOf(r Reader, team string, on calendar.Date) iter.Seq2[sales.Standup, error] {
	return Standups.List(r, Query{Prefix: sales.StandupID(team, on, "")})
}

// SlowsOn yields the remarks without a name of a team's day. Their order reveals nothing.
func SlowsOn(r Reader, day calendar.Date, team string) iter.Seq2[sales.Slow, error] {
	return Slows.List(r, Query{Index: "day", Key: string(day) + " " + team})
}

// NudgesTo yields the deals named to a person on a day.
func NudgesTo(r Reader, person string, on calendar.Date) iter.Seq2[sales.Nudge, error] {
	return Nudges.List(r, Query{Index: "to", Key: person + " " + string(on)})
}

// ScheduledRuns yields the runs still to be done, by when they are due.
func ScheduledRuns(r Reader) iter.Seq2[Run, error] {
	return Runs.List(r, Query{Index: "due", All: true})
}

// DueRuns yields the scheduled runs whose time has come.
func DueRuns(r Reader, now time.Time) iter.Seq2[Run, error] {
	return Runs.List(r, Query{Index: "due", To: DueKey(now.Add(time.Second))})
}

// RunsOf yields all runs of a job, by day.
func RunsOf(r Reader, job string) iter.Seq2[Run, error] {
	return Runs.List(r, Query{Prefix: job + "|"})
}

// DraftsSince returns the lines kept since an instant, the oldest first.
func DraftsSince(r Reader, since time.Time) ([]chat.Draft, error) {
	return Drafts.All(r, Query{Index: "at", From: DueKey(since)})
}

// DraftsBefore returns the lines kept before an instant, the oldest first, at most limit.
func DraftsBefore(r Reader, before time.Time, limit int) ([]chat.Draft, error) {
	return Drafts.All(r, Query{Index: "at", To: DueKey(before), Limit: limit})
}

// GoalsOf yields all goals of a company, team or person, past and dropped ones included.
func GoalsOf(r Reader, s goal.Scope) iter.Seq2[goal.Goal, error] {
	return Goals.List(r, Query{Index: "scope", Key: scopeKey(s)})
}

// GoalsUnder yields the parts of a goal, dropped ones included.
func GoalsUnder(r Reader, parent string) iter.Seq2[goal.Goal, error] {
	return Goals.List(r, Query{Index: "parent", Key: parent})
}

// GoalsDueFrom yields the goals that stand and are due on a day or later, the earliest first; from "" all that stand.
func GoalsDueFrom(r Reader, day calendar.Date) iter.Seq2[goal.Goal, error] {
	return Goals.List(r, Query{Index: "due", From: string(day), All: day == ""})
}

// Collect returns the records of a list as a slice.
func Collect[T any](list iter.Seq2[T, error]) ([]T, error) {
	var all []T
	for v, err := range list {
		if err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, nil
}
