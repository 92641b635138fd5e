package cards

import (
	"fmt"

	"dealdesk/chat"
	"dealdesk/lang"
	"dealdesk/sales/calendar"
)

// CalendarGaps tells an admin which of the company's calendars do not know this year or
// the next; "" when all of them do. It is worth a word once a month, not more.
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
