package cards

import (
	"time"

	"dealdesk/chat"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/store"
)

// DelegationSpan returns how long g holds, in the reader's zone. It omits the start of a delegation
// that has started by now.
func (m Maker) DelegationSpan(r store.Reader, p lang.Printer, g sales.Delegation, reader sales.Person, now time.Time) chat.Safe {
	team, _, err := store.Teams.Get(r, reader.Team)
	if err != nil {
		team = sales.Team{} // the read that matters reports it
	}
	zone := m.ZoneOf(reader, team, "")
	start, last := g.Start.In(zone), g.End.Add(-time.Minute).In(zone) // not the next day's midnight
	until := p.Moment(last)
	whole := start.Hour() == 0 && start.Minute() == 0 && last.Hour() == 23 && last.Minute() == 59
	if last.Hour() != 23 || last.Minute() != 59 { // days of another zone
		until = p.Plain("delegation.in_zone", "When", until, "Zone", p.Zone(last))
	}
	switch from, to := p.Date(start.Date()), p.Date(last.Date()); {
	case !g.Start.After(now):
		return p.Say("delegation.until", "Until", until)
	case whole && from == to:
		return p.Say("delegation.on", "Day", from)
	case whole:
		return p.Say("delegation.days", "From", from, "To", to)
	}
	return p.Say("delegation.from", "From", p.Moment(start), "Until", until)
}
