// Package cards turns records into messages: the deal's card, the request for approval,
// the digest, the review. It reads and never writes, so that a card looks the same
// whoever changed the record and can be shown to anybody at any time.
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

// Maker writes cards in the words of their readers. Make one with New.
type Maker struct {
	Lang    *lang.Catalog
	Company sales.Company
	zones   *sync.Map // name -> *time.Location: reading one from the disk takes longer than a card
}

// New makes the Maker of a company.
func New(l *lang.Catalog, c sales.Company) Maker { return Maker{l, c, &sync.Map{}} }

// Printer for a language or a locale of the chat; "" is the company's language. now
// tells which year goes without saying.
func (m Maker) Printer(language string, now time.Time) lang.Printer {
	if language == "" {
		language = m.Company.Language
	}
	return m.Lang.Printer(language).Year(now)
}

// PrinterOf a person: their own choice, else what the chat says, else the company's.
func (m Maker) PrinterOf(p sales.Person, now time.Time) lang.Printer {
	if p.Language != "" {
		return m.Printer(p.Language, now)
	}
	return m.Printer(p.Locale, now)
}

// ZoneOf a person: their own choice, else what the chat says now or said last, else the
// team's, else the company's, else UTC.
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

// Worktime is when somebody in a team works: by the team's calendar and hours, by their own
// clock. For nobody it is the team's.
func (m Maker) Worktime(p sales.Person, t sales.Team) calendar.Worktime {
	return m.Company.Worktime(t, m.ZoneOf(p, t, ""))
}

// PersonName shows a person without notifying them.
func PersonName(r store.Reader, id string) (string, error) {
	p, ok, err := store.People.Get(r, id)
	if err != nil || !ok {
		return id, err
	}
	return NameOf(p), nil
}

// NameOf is how a person is shown: by name, or by id until the chat has told it.
func NameOf(p sales.Person) string { return cmp.Or(p.Name, p.ID) }

// TeamZone is the zone of a team, for the times on its cards.
func (m Maker) TeamZone(r store.Reader, team string) *time.Location {
	t, _, err := store.Teams.Get(r, team)
	if err != nil {
		return time.UTC // the read that matters comes next and reports it
	}
	return m.ZoneOf(sales.Person{}, t, "")
}
