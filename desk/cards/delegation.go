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
	until := p.Moment(g.End.Add(-time.Minute).In(zone)) // not the next day's midnight
	if !g.Start.After(now) {
		return p.Say("delegation.until", "Until", until)
	}
	return p.Say("delegation.from", "From", p.Moment(g.Start.In(zone)), "Until", until)
}
