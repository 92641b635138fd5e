package call

import (
	"cmp"

	"dealdesk/chat"
	"dealdesk/sales"
)

// OnDayOff says that nobody works on a day that was planned for; "" for any other day. It
// stops nothing: who plans it may know why.
func (c *Call) OnDayOff(d sales.Date) chat.Safe {
	day := c.Work().Calendar.Day(d)
	if day.Kind != sales.DayOff {
		return ""
	}
	return c.Words.Say("calendar.off", "Date", d, "Name", cmp.Or(day.In(c.Words.Language()), c.Words.Plain("calendar.holiday")))
}
