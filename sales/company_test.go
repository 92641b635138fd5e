package sales

import (
	"slices"
	"testing"

	"dealdesk/sales/calendar"
)

func TestATeamWorksByItsOwnCalendarWeekAndHours(t *testing.T) {
	cn, ok := calendar.Shipped("cn")
	if !ok {
		t.Fatal("no calendar of China")
	}
	own, err := calendar.ReadJSON([]byte(`{"years": [2026], "days": [{"date": "2026-04-03", "kind": "off"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	own.Name = "berlin.json"
	c := Company{Calendar: cn, Hours: calendar.Hours{{From: 8 * 60, To: 17 * 60}},
		Calendars: map[string]calendar.Calendar{"cn": cn, "berlin.json": own}}
	zone := zone(t, "Europe/Berlin")
	plain := c.Worktime(Team{}, zone)
	if !plain.Workday("2026-02-14") || plain.Hours.String() != "08:00-17:00" || plain.Zone != zone {
		t.Errorf("a team without its own: %+v", plain)
	}
	w := c.Worktime(Team{Calendar: "berlin.json", Days: "0-4", Hours: "10:00-16:00"}, zone)
	if w.Workday("2026-04-03") || w.Workday("2026-02-14") || !w.Workday("2026-02-15") || w.Hours.String() != "10:00-16:00" {
		t.Errorf("a team with its own: %+v", w)
	}
	if odd := c.Worktime(Team{Calendar: "gone.ics", Days: "x", Hours: "x"}, zone); !odd.Workday("2026-02-14") ||
		odd.Hours.String() != "08:00-17:00" {
		t.Errorf("a team with what nobody can read: %+v", odd)
	}
	if got := c.Gaps("2026-06-01"); !slices.EqualFunc(got, []Gap{{"berlin.json", []int{2027}}, {"cn", []int{2027}}},
		func(a, b Gap) bool { return a.Calendar == b.Calendar && slices.Equal(a.Years, b.Years) }) {
		t.Errorf("gaps: %v", got)
	}
	if got := c.Gaps("2025-06-01"); len(got) != 1 || got[0].Calendar != "berlin.json" || !slices.Equal(got[0].Years, []int{2025}) {
		t.Errorf("gaps: %v", got)
	}
}
