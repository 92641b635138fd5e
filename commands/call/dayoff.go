package call

import (
	"cmp"

	"dealdesk/chat"
	"dealdesk/sales/calendar"
)

// OnDayOff says that nobody works on a day that was planned for; "" for any other day. It
// stops nothing: who plans it may know why.
func (c *Call) OnDayOff(d calendar.Date) chat.Safe {
	day := c.Work().Calendar.Day(d)
	if day.Kind != calendar.DayOff {
		return ""
	}
	return c.Words.Say("calendar.off", "Date", d, "Name", cmp.Or(day.In(c.Words.Language()), c.Words.Plain("calendar.holiday")))
}
