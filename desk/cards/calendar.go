package cards

import (
	"fmt"

	"dealdesk/chat"
	"dealdesk/lang"
	"dealdesk/sales/calendar"
)

// CalendarGaps returns a warning for admins about calendars of the company that do not cover this
// year or the next, or "" if all do. Show it at most once a month.
func (m Maker) CalendarGaps(p lang.Printer, today calendar.Date) (text chat.Safe) {
	for _, g := range m.Company.Gaps(today) {
		var years []chat.Safe
		for _, year := range g.Years {
			years = append(years, chat.Escape(fmt.Sprint(year)))
		}
		text = chat.Join("\n", text, p.Say("calendar.gap", "Name", g.Calendar, "Years", p.List(years, false)))
	}
	return text
}
