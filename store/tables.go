package store

import (
	"hash/fnv"
	"io"

	"dealdesk/chat"
	"dealdesk/sales"
	"dealdesk/sales/alert"
	"dealdesk/sales/calendar"
	"dealdesk/sales/forecast"
	"dealdesk/sales/goal"
	"dealdesk/sales/kpi"
)

// The tables of Dealdesk. A new noun is one file in sales and one value here, listed in
// Tables. What every logged call writes has the fewest indexes, and their values begin
// with what is written together (the day, one deal).

// People by chat user id.
var People = Table[sales.Person]{
	Name: "person", Version: 1,
	ID: func(p sales.Person) string { return p.ID },
	Indexes: []Index[sales.Person]{
		{Name: "team", Keys: func(p sales.Person) []string { return some(p.Team) }},
		{Name: "external", Keys: func(p sales.Person) []string { return some(p.External) }},
		{Name: "function", Keys: func(p sales.Person) []string { return p.Functions }},
	},
}

// Teams by short name.
var Teams = Table[sales.Team]{
	Name: "team", Version: 1,
	ID: func(t sales.Team) string { return t.ID },
	Indexes: []Index[sales.Team]{
		{Name: "channel", Keys: func(t sales.Team) []string { return some(t.Channel) }},
	},
}

// Configured is what the configuration said about teams and people at the last start, in
// one record.
var Configured = Table[sales.Staff]{
	Name: "configured", Version: 1,
	ID: func(sales.Staff) string { return ConfiguredID },
}

// ConfiguredID is the id of the one record in Configured.
const ConfiguredID = "staff"

// Accounts, A-1.
var Accounts = Table[sales.Account]{
	Name: "account", Version: 1,
	ID: func(a sales.Account) string { return a.ID },
	Indexes: []Index[sales.Account]{
		{Name: "owner", Keys: func(a sales.Account) []string { return some(a.Owner) }},
		{Name: "external", Keys: func(a sales.Account) []string { return some(a.External) }},
		// What the filter of a goal may ask for.
		{Name: "region", Keys: func(a sales.Account) []string { return some(folded(a.Region)) }},
		{Name: "industry", Keys: func(a sales.Account) []string { return some(folded(a.Industry)) }},
		{Name: "employees", Keys: func(a sales.Account) []string { return some(employees(a.Employees)) }},
		{Name: "source", Keys: func(a sales.Account) []string { return some(a.Source) }},
	},
	Counts: func(a sales.Account) []sales.Count {
		h := fnv.New64a()
		io.WriteString(h, a.ID+"\x00"+a.Name)
		return []sales.Count{{On: nameDay, Metric: "names", N: int64(h.Sum64())}}
	},
}

// nameDay is not a day of business. Under it the hashes of all account names add up to one
// number, which therefore changes whenever any name does.
const nameDay calendar.Date = "0001-01-02"

// NameVersion changes whenever the name of an account does. What is cached about names is
// valid as long as it stays the same.
func NameVersion(r Reader) (version int64, err error) {
	for c, err := range SumOf(r, []string{""}, nameDay, nameDay) {
		if err != nil {
			return 0, err
		}
		version = c.N
	}
	return version, nil
}

// Contacts, K-1.
var Contacts = Table[sales.Contact]{
	Name: "contact", Version: 1,
	ID: func(c sales.Contact) string { return c.ID },
	Indexes: []Index[sales.Contact]{
		{Name: "account", Keys: func(c sales.Contact) []string { return some(c.Account) }},
	},
}

// Products by folded name.
var Products = Table[sales.Product]{
	Name: "product", Version: 1,
	ID: func(p sales.Product) string { return p.ID },
}

// Deals, D-1.
var Deals = Table[sales.Deal]{
	Name: "deal", Version: 1,
	ID: func(d sales.Deal) string { return d.ID },
	Indexes: []Index[sales.Deal]{
		{Name: "account", Keys: func(d sales.Deal) []string { return some(d.Account) }},
		{Name: "external", Keys: func(d sales.Deal) []string { return some(d.External) }},
		// "U1 open", "U1 won 2026-11-21": a person's open deals, or those closed in a period.
		{Name: "owner", Keys: func(d sales.Deal) []string { return []string{d.Owner + " " + state(d)} }},
		{Name: "team", Keys: func(d sales.Deal) []string { return []string{d.Team + " " + state(d)} }},
		{Name: "product", Keys: func(d sales.Deal) []string { return some(folded(d.Product)) }},
		// What funnels count of the open ones: see openKey.
		{Name: "open", Keys: func(d sales.Deal) []string { return some(openKey(d)) }},
		// What became of the closed ones, by their day: see forecast.Outcome.
		{Name: "closed", Keys: func(d sales.Deal) []string {
			if o, closed := forecast.OutcomeOf(d); closed {
				return []string{o.Key()}
			}
			return nil
		}},
	},
}

func state(d sales.Deal) string {
	if d.Status == sales.Open {
		return string(sales.Open)
	}
	return string(d.Status) + " " + string(d.Close)
}

// Activities, N-1.
var Activities = Table[sales.Activity]{
	Name: "activity", Version: 1,
	ID: func(a sales.Activity) string { return a.ID },
	Indexes: []Index[sales.Activity]{
		// The timeline of a deal, or of an account for activities about no deal. An
		// account's whole timeline is its own plus those of its deals.
		{Name: "about", Keys: func(a sales.Activity) []string {
			if a.Deal != "" {
				return []string{a.Deal}
			}
			return some(a.Account)
		}},
		{Name: "day", Keys: func(a sales.Activity) []string { return []string{string(a.On) + " " + a.By} }},
		{Name: "source", Keys: func(a sales.Activity) []string { return some(a.Source) }},
	},
	Counts: func(a sales.Activity) []sales.Count {
		return counts(a.On, InTeam(a.By, a.Team), a.Account, a.Deal, sales.ActivityCounts(a))
	},
}

// Events of deals, E-1.
var Events = Table[sales.Event]{
	Name: "event", Version: 1,
	ID: func(e sales.Event) string { return e.ID },
	Indexes: []Index[sales.Event]{
		{Name: "deal", Keys: func(e sales.Event) []string { return some(e.Deal) }},
		{Name: "day", Keys: func(e sales.Event) []string { return []string{string(e.On) + " " + e.Team} }},
		// Only what was entered later than it happened.
		{Name: "told", Keys: func(e sales.Event) []string {
			if e.Told == "" {
				return nil
			}
			return []string{string(e.Told) + " " + e.Team}
		}},
		// The wins of a customer that stand, in their order: see win.
		{Name: "won", Keys: func(e sales.Event) []string { return some(winOf(e).key()) }},
		// "east 2026-11-21": the same of a team, by their day.
		{Name: "sold", Keys: func(e sales.Event) []string {
			if e.Kind != sales.ClosedWon || e.TakenBack != "" {
				return nil
			}
			return []string{e.Team + " " + string(e.On)}
		}},
	},
	Counts: func(e sales.Event) []sales.Count {
		return counts(e.On, InTeam(e.Owner, e.Team), e.Account, e.Deal, sales.EventCounts(e))
	},
}

// InTeam is the counters' key for a person's records with one team. A team's digest shows
// only those, because its readers may not see that person's other records (P13).
func InTeam(person, team string) string { return person + " " + team }

// Approvals, R-1.
var Approvals = Table[sales.Approval]{
	Name: "approval", Version: 1,
	ID: func(a sales.Approval) string { return a.ID },
	Indexes: []Index[sales.Approval]{
		{Name: "deal", Keys: func(a sales.Approval) []string { return some(a.Deal) }},
		// Only those that wait, by when they expire.
		{Name: "waiting", Keys: func(a sales.Approval) []string {
			if a.Status != sales.Waiting {
				return nil
			}
			return []string{a.Expires.UTC().Format("2006-01-02T15:04:05Z")}
		}},
		// "east 2026-11-21T10:00:00Z": a team's settled requests, by when.
		{Name: "decided", Keys: func(a sales.Approval) []string {
			if !a.Settled() {
				return nil
			}
			return []string{a.Team + " " + DueKey(a.Decided)}
		}},
	},
}

// Delegations of the right to decide, S-1.
var Delegations = Table[sales.Delegation]{
	Name: "delegation", Version: 1,
	ID: func(g sales.Delegation) string { return g.ID },
	Indexes: []Index[sales.Delegation]{
		{Name: "from", Keys: func(g sales.Delegation) []string { return []string{g.From} }},
		{Name: "to", Keys: func(g sales.Delegation) []string { return []string{g.To} }},
	},
}

// Proposals of admins, B-1.
var Proposals = Table[sales.Proposal]{
	Name: "proposal", Version: 1,
	ID: func(p sales.Proposal) string { return p.ID },
	Indexes: []Index[sales.Proposal]{
		// Only those that wait, by when they expire.
		{Name: "waiting", Keys: func(p sales.Proposal) []string {
			if p.Status != sales.Waiting {
				return nil
			}
			return []string{DueKey(p.Expires)}
		}},
	},
}

// Standups by team, day and person (sales.StandupID): the prefix "team|2026-11-21|" is a
// team's day.
var Standups = Table[sales.Standup]{
	Name: "standup", Version: 1,
	ID: func(s sales.Standup) string { return s.ID },
}

// Nudges by deal. Index "to": "U1 2026-11-21", who was told about it on which day.
var Nudges = Table[sales.Nudge]{
	Name: "nudge", Version: 1,
	ID: func(n sales.Nudge) string { return n.Deal },
	Indexes: []Index[sales.Nudge]{
		{Name: "to", Keys: func(n sales.Nudge) []string {
			if n.To == "" {
				return nil
			}
			return []string{n.To + " " + string(n.On)}
		}},
	},
}

// Slows, remarks without a name, by the hash of their words. Index "day": "2026-11-21 east".
var Slows = Table[sales.Slow]{
	Name: "slow", Version: 1,
	ID: func(s sales.Slow) string { return s.ID },
	Indexes: []Index[sales.Slow]{
		{Name: "day", Keys: func(s sales.Slow) []string { return []string{string(s.On) + " " + s.Team} }},
	},
}

// Drafts are typed lines that wait for their writer to pick a record.
var Drafts = Table[chat.Draft]{
	Name: "draft", Version: 1,
	ID: func(d chat.Draft) string { return d.ID },
	Indexes: []Index[chat.Draft]{
		{Name: "at", Keys: func(d chat.Draft) []string { return []string{DueKey(d.At)} }}, // the oldest first, to drop
	},
}

// Spendings of people's budgets for the language model, by person: only the latest day.
var Spendings = Table[sales.Spending]{
	Name: "spending", Version: 1,
	ID: func(s sales.Spending) string { return s.Person },
}

// Goals, G-1.
var Goals = Table[goal.Goal]{
	Name: "goal", Version: 1,
	ID: func(g goal.Goal) string { return g.ID },
	Indexes: []Index[goal.Goal]{
		{Name: "scope", Keys: func(g goal.Goal) []string { return []string{scopeKey(g.Scope)} }},
		{Name: "parent", Keys: func(g goal.Goal) []string { return some(g.Parent) }},
		// Only those that stand, by their due date.
		{Name: "due", Keys: func(g goal.Goal) []string {
			if g.Dropped {
				return nil
			}
			return []string{string(g.Period.To)}
		}},
	},
}

func scopeKey(s goal.Scope) string { return string(s.Kind) + " " + s.ID }

// Forecasts that people submitted, by whose deals and for which period (forecast.ID).
var Forecasts = Table[forecast.Forecast]{
	Name: "forecast", Version: 1,
	ID: func(f forecast.Forecast) string { return f.ID },
}

// Costs of winning customers, by month, source, team and currency (kpi.CostID).
var Costs = Table[kpi.Cost]{
	Name: "cost", Version: 1,
	ID: func(c kpi.Cost) string { return c.ID },
}

// AlertRules are what admins set about warnings, by their kind.
var AlertRules = Table[alert.Rule]{
	Name: "alertrule", Version: 1,
	ID: func(r alert.Rule) string { return string(r.ID) },
}

// Alerts are the warnings that were given. Index "to": "U1 2026-11-30", who was told on which day.
var Alerts = Table[alert.Alert]{
	Name: "alert", Version: 1,
	ID: func(a alert.Alert) string { return a.ID },
	Indexes: []Index[alert.Alert]{
		{Name: "to", Keys: func(a alert.Alert) []string { return []string{a.To + " " + string(a.On)} }},
	},
}

// Tables lists all of them, in the order of exports.
func Tables() []AnyTable {
	return []AnyTable{People, Teams, Configured, Accounts, Contacts, Products, Deals, Activities, Events, Approvals, Delegations, Proposals,
		Standups, Slows, Nudges, Runs, Drafts, Spendings, Goals, Forecasts, AlertRules, Alerts, Costs}
}

func (s *Store) table(name string) (AnyTable, bool) {
	for _, t := range s.tables {
		if t.TableName() == name {
			return t, true
		}
	}
	return nil, false
}

// some returns a list of one value, or none if it is empty.
func some(value string) []string {
	if value == "" {
		return nil
	}
	return []string{value}
}
