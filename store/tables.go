package store

import (
	"hash/fnv"
	"io"

	"dealdesk/chat"
	"dealdesk/sales"
)

// Tables of Dealdesk. A new noun is one file in sales and one value here, listed in
// Tables. What is written with every logged call has the fewest indexes, and they begin
// with what is written together (the day, one deal).

// People by chat user id.
var People = Table[sales.Person]{
	Name: "person", Version: 1,
	ID: func(p sales.Person) string { return p.ID },
	Indexes: []Index[sales.Person]{
		{"team", func(p sales.Person) []string { return some(p.Team) }},
		{"external", func(p sales.Person) []string { return some(p.External) }},
	},
}

// Teams by short name.
var Teams = Table[sales.Team]{
	Name: "team", Version: 1,
	ID: func(t sales.Team) string { return t.ID },
	Indexes: []Index[sales.Team]{
		{"channel", func(t sales.Team) []string { return some(t.Channel) }},
	},
}

// Accounts, A-1.
var Accounts = Table[sales.Account]{
	Name: "account", Version: 1,
	ID: func(a sales.Account) string { return a.ID },
	Indexes: []Index[sales.Account]{
		{"owner", func(a sales.Account) []string { return some(a.Owner) }},
		{"external", func(a sales.Account) []string { return some(a.External) }},
	},
	Counts: func(a sales.Account) []Count {
		h := fnv.New64a()
		io.WriteString(h, a.ID+"\x00"+a.Name)
		return []Count{{nameDay, "", "names", int64(h.Sum64())}}
	},
}

// nameDay is no day of the business: under it the hashes of all account names add up to
// one number, which therefore changes whenever a name does, whoever changed it.
const nameDay sales.Date = "0001-01-01"

// NameVersion differs whenever the names of accounts do. What is kept in memory about
// names is good for as long as it stays.
func NameVersion(r Reader) (int64, error) {
	sums, err := Sums(r, nameDay, nameDay)
	return sums[""]["names"], err
}

// Contacts, K-1.
var Contacts = Table[sales.Contact]{
	Name: "contact", Version: 1,
	ID: func(c sales.Contact) string { return c.ID },
	Indexes: []Index[sales.Contact]{
		{"account", func(c sales.Contact) []string { return some(c.Account) }},
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
		{"account", func(d sales.Deal) []string { return some(d.Account) }},
		{"external", func(d sales.Deal) []string { return some(d.External) }},
		// "U1 open", "U1 won 2026-11-21": a person's open deals, or those closed in a period.
		{"owner", func(d sales.Deal) []string { return []string{d.Owner + " " + state(d)} }},
		{"team", func(d sales.Deal) []string { return []string{d.Team + " " + state(d)} }},
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
		// The timeline of a deal, or of an account for what is about no deal: an
		// account's whole timeline is its own and those of its deals.
		{"about", func(a sales.Activity) []string {
			if a.Deal != "" {
				return []string{a.Deal}
			}
			return some(a.Account)
		}},
		{"day", func(a sales.Activity) []string { return []string{string(a.On) + " " + a.By} }},
		{"source", func(a sales.Activity) []string { return some(a.Source) }},
	},
	Counts: func(a sales.Activity) []Count {
		c := []Count{{a.On, a.By, string(a.Kind), 1}}
		if a.Minutes != 0 {
			c = append(c, Count{a.On, a.By, "minutes", int64(a.Minutes)})
		}
		return c
	},
}

// Events of deals, E-1.
var Events = Table[sales.Event]{
	Name: "event", Version: 1,
	ID: func(e sales.Event) string { return e.ID },
	Indexes: []Index[sales.Event]{
		{"deal", func(e sales.Event) []string { return some(e.Deal) }},
		{"day", func(e sales.Event) []string { return []string{string(e.On) + " " + e.Team} }},
	},
	Counts: func(e sales.Event) []Count {
		c := []Count{{e.On, e.Owner, "deal " + string(e.Kind), 1}}
		if e.Kind == sales.ClosedWon || e.Kind == sales.ClosedLost || e.Kind == sales.Created {
			if !e.Amount.Zero() {
				c = append(c, Count{e.On, e.Owner, "deal " + string(e.Kind) + " " + e.Amount.Currency, e.Amount.Minor})
			}
		}
		if len(e.Unmet) > 0 {
			c = append(c, Count{e.On, e.Owner, "override", 1})
		}
		return c
	},
}

// Approvals, R-1.
var Approvals = Table[sales.Approval]{
	Name: "approval", Version: 1,
	ID: func(a sales.Approval) string { return a.ID },
	Indexes: []Index[sales.Approval]{
		{"deal", func(a sales.Approval) []string { return some(a.Deal) }},
		// Only those that wait, by when they expire.
		{"waiting", func(a sales.Approval) []string {
			if a.Status != sales.Waiting {
				return nil
			}
			return []string{a.Expires.UTC().Format("2006-01-02T15:04:05Z")}
		}},
	},
}

// Standups by team, day and person (sales.StandupID): the prefix "team|2026-11-21|" is a
// team's day.
var Standups = Table[sales.Standup]{
	Name: "standup", Version: 1,
	ID: func(s sales.Standup) string { return s.ID },
}

// Drafts are typed lines that wait for their writer to pick a record.
var Drafts = Table[chat.Draft]{
	Name: "draft", Version: 1,
	ID: func(d chat.Draft) string { return d.ID },
}

// Tables lists all of them, in the order of exports.
func Tables() []AnyTable {
	return []AnyTable{People, Teams, Accounts, Contacts, Products, Deals, Activities, Events, Approvals, Standups, Drafts}
}

func (s *Store) table(name string) (AnyTable, bool) {
	for _, t := range s.tables {
		if t.TableName() == name {
			return t, true
		}
	}
	return nil, false
}

// some is a list of one value, or of none if it is empty.
func some(value string) []string {
	if value == "" {
		return nil
	}
	return []string{value}
}
