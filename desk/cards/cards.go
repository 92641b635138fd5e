// Package cards renders records as messages: deal cards, approval requests, digests, reviews. It
// only reads, so that a card depends on the records alone and not on who changed them, and can be
// rendered at any time.
package cards

import (
	"cmp"
	"sync"
	"time"

	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// Maker renders cards in the language of their readers. Use New to make one.
type Maker struct {
	Lang    *lang.Catalog
	Company sales.Company
	zones   *sync.Map // name -> *time.Location: reading one from the disk takes longer than a card
}

// New returns the Maker of a company.
func New(l *lang.Catalog, c sales.Company) Maker { return Maker{l, c, &sync.Map{}} }

// Printer returns the printer for a language or a Slack locale; "" is the company's language.
// Dates in the year of now are shown without it.
func (m Maker) Printer(language string, now time.Time) lang.Printer {
	if language == "" {
		language = m.Company.Language
	}
	return m.Lang.Printer(language).Year(now)
}

// PrinterOf returns the printer for a person: in the language that they chose, else that of their
// Slack profile, else the company's.
func (m Maker) PrinterOf(p sales.Person, now time.Time) lang.Printer {
	if p.Language != "" {
		return m.Printer(p.Language, now)
	}
	return m.Printer(p.Locale, now)
}

// ZoneOf returns the zone of a person: the one they chose, else said, the zone that Slack sent
// with a request, else the last known one, else the team's, else the company's, else UTC.
func (m Maker) ZoneOf(p sales.Person, t sales.Team, said string) *time.Location {
	for _, name := range []string{p.Zone, said, p.ChatZone, t.Zone} {
		if name == "" {
			continue
		}
		if loc, known := m.zones.Load(name); known {
			return loc.(*time.Location)
		}
		if loc, err := time.LoadLocation(name); err == nil {
			m.zones.Store(name, loc)
			return loc
		}
	}
	if m.Company.Zone != nil {
		return m.Company.Zone
	}
	return time.UTC
}

// Worktime returns when a person works: by the calendar and hours of their team, in their own
// zone. For the zero Person it is the worktime of the team.
func (m Maker) Worktime(p sales.Person, t sales.Team) calendar.Worktime {
	return m.Company.Worktime(t, m.ZoneOf(p, t, ""))
}

// PersonName returns the name of a person, which does not notify them, unlike a mention.
func PersonName(r store.Reader, id string) (string, error) {
	p, ok, err := store.People.Get(r, id)
	if err != nil || !ok {
		return id, err
	}
	return NameOf(p), nil
}

// ActorName returns who made a change: a person, or Dealdesk itself, whose jobs have names like "approvals".
func ActorName(r store.Reader, w lang.Printer, id string) (string, error) {
	if id != "" && id[0] >= 'a' && id[0] <= 'z' {
		return w.Plain("common.itself"), nil
	}
	return PersonName(r, id)
}

// NameOf returns the name of a person, or the ID while Slack has not sent the name yet.
func NameOf(p sales.Person) string { return cmp.Or(p.Name, p.ID) }

// TeamZone returns the zone of a team, for the times on its cards.
func (m Maker) TeamZone(r store.Reader, team string) *time.Location {
	t, _, err := store.Teams.Get(r, team)
	if err != nil {
		return time.UTC // the read that matters comes next and reports it
	}
	return m.ZoneOf(sales.Person{}, t, "")
}
