package call

import (
	"cmp"

	"dealdesk/chat"
	"dealdesk/sales/calendar"
)

// OnDayOff returns a note if nobody works on a planned day, else "". It does not refuse the day: the
// person may have a reason.
func (c *Call) OnDayOff(d calendar.Date) chat.Safe {
	day := c.Work().Calendar.Day(d)
	if day.Kind != calendar.DayOff {
		return ""
	}
	return c.Words.Say("calendar.off", "Date", d, "Name", cmp.Or(day.In(c.Words.Language()), c.Words.Plain("calendar.holiday")))
}
