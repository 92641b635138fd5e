package call

import (
	"cmp"
	"slices"

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

// WhyNotKept adds to an answer about days that the reason typed with them goes nowhere.
func WhyNotKept(c *Call, reply chat.Reply, why string) chat.Reply {
	if why == "" {
		return reply
	}
	return Remark(reply, c.Words.Say("common.why_not_kept", "Text", why))
}

// Remark adds a small line to an answer, below what it says and above its buttons.
func Remark(reply chat.Reply, note chat.Safe) chat.Reply {
	reply.Message.Text = chat.Join("\n", reply.Message.Text, note)
	reply.Message.Blocks = slices.Insert(reply.Message.Blocks, 1, chat.Block{Context: note})
	return reply
}
