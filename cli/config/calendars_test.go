package config

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// calendarFile puts a calendar file into a folder and returns its path.
func calendarFile(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestTeamsWorkByTheCalendarsOfTheConfiguration(t *testing.T) {
	own := calendarFile(t, "own.json", `{"years": [2026], "days": [{"date": "2026-02-13", "kind": "half", "until": "12:00"}]}`)
	berlin := calendarFile(t, "Feiertage.ICS",
		"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20260403\nSUMMARY:Karfreitag\nEND:VEVENT\nEND:VCALENDAR\n")
	path := writeConfig(t, fmt.Sprintf("[workspace]\ncalendar = \"CN, %s\"\nhours = \"08:30-17:30\"\n", own)+goodTeam+
		fmt.Sprintf("[[team]]\nname = \"Berlin\"\nchannel = \"C2\"\nmanager = \"U3\"\nzone = \"Europe/Berlin\"\ncalendar = %q\ndays = "+
			"\"1-4\"\nhours = \"9:00-12:00, 13:00-16:00\"\n", berlin), 0o600)
	s, err := load(path, true, testTokens, testLanguages, true)
	if err != nil {
		t.Fatal(err)
	}
	north := s.Company.Worktime(s.Staff.Teams[0], time.UTC)
	if !north.Workday("2026-02-14") || north.Workday("2026-02-16") || north.Calendar.Day("2026-02-13").Until != "12:00" ||
		north.Hours.String() != "08:30-17:30" {
		t.Errorf("North works by %s, %s", north.Calendar.Name, north.Hours)
	}
	team := s.Staff.Teams[1]
	b := s.Company.Worktime(team, time.UTC)
	if b.Workday("2026-02-14") || !b.Workday("2026-02-16") || b.Workday("2026-04-03") || b.Workday("2026-11-20") ||
		team.Hours != "09:00-12:00,13:00-16:00" {
		t.Errorf("Berlin works by %s, %s, %s", team.Calendar, team.Days, team.Hours)
	}
	if want := "cn," + own; north.Calendar.Name != want || len(s.Company.Calendars) != 2 {
		t.Errorf("calendars: %v", s.Company.Calendars)
	}
}

func TestAMistakeInACalendarFileIsReportedWithItsEntry(t *testing.T) {
	for name, want := range map[string]string{
		"twice.json": `twice.json" is not right: entry 2 (2026-01-01) of days: 2026-01-01 is there twice`,
		"timed.ics":  `timed.ics" is not right: line 2: the event "Midnight": DTSTART: "20260101T000000" has a time of day`,
	} {
		file := calendarFile(t, name, map[string]string{
			"twice.json": `{"years": [2026], "days": [{"date": "2026-01-01", "kind": "off"}, {"date": "2026-01-01", "kind": "work"}]}`,
			"timed.ics":  "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260101T000000\nSUMMARY:Midnight\nEND:VEVENT\nEND:VCALENDAR\n",
		}[name])
		path := writeConfig(t, fmt.Sprintf("[workspace]\ncalendar = %q\n", file)+goodTeam, 0o600)
		if _, err := load(path, true, testTokens, testLanguages, true); err == nil || !strings.Contains(err.Error(), want) ||
			!strings.Contains(err.Error(), ":2:1: workspace.calendar") {
			t.Errorf("%s: %v; want %q", name, err, want)
		}
	}
}
