package cards

import (
	"testing"
	"time"

	"dealdesk/chat"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
)

func TestAnAdminIsToldWhichYearsACalendarMisses(t *testing.T) {
	words, err := lang.Open()
	if err != nil {
		t.Fatal(err)
	}
	cn, ok := calendar.Shipped("cn")
	if !ok {
		t.Fatal("China's calendar does not ship")
	}
	m := New(words, sales.Company{Language: "en", Zone: time.UTC, Calendars: map[string]calendar.Calendar{"cn": cn}})
	for _, c := range []struct {
		language string
		today    calendar.Date
		want     chat.Safe
	}{
		{"en", "2025-06-01", ""},
		{"en", "2026-11-21", "📅 The calendar cn does not know 2027 yet, so holidays there count as working days. Please have it added; the administrator's guide says how."},
		{"zh-Hans", "2027-01-01", "📅 工作日历 cn 里还没有2027和2028年的放假安排，到时放假也会按上班算。请尽快补上，办法见管理员指南。"},
	} {
		if got := m.CalendarGaps(m.Printer(c.language, c.today.In(time.UTC)), c.today); got != c.want {
			t.Errorf("on %s in %s: %q, want %q", c.today, c.language, got, c.want)
		}
	}
}
