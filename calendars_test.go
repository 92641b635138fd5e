package main

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dealdesk/sales"
	"dealdesk/scenarios"
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
	berlin := calendarFile(t, "Feiertage.ICS", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20260403\nSUMMARY:Karfreitag\nEND:VEVENT\nEND:VCALENDAR\n")
	path := writeConfig(t, fmt.Sprintf("[workspace]\ncalendar = \"CN, %s\"\nhours = \"08:30-17:30\"\n", own)+goodTeam+
		fmt.Sprintf("[[team]]\nname = \"Berlin\"\nchannel = \"C2\"\nmanager = \"U3\"\nzone = \"Europe/Berlin\"\ncalendar = %q\ndays = \"1-4\"\nhours = \"9:00-12:00, 13:00-16:00\"\n", berlin), 0o600)
	s, err := load(path, true, testTokens, testLanguages, true)
	if err != nil {
		t.Fatal(err)
	}
	north := s.company.Worktime(s.staff.Teams[0], time.UTC)
	if !north.Workday("2026-02-14") || north.Workday("2026-02-16") || north.Calendar.Day("2026-02-13").Until != "12:00" || north.Hours.String() != "08:30-17:30" {
		t.Errorf("North works by %s, %s", north.Calendar.Name, north.Hours)
	}
	team := s.staff.Teams[1]
	b := s.company.Worktime(team, time.UTC)
	if b.Workday("2026-02-14") || !b.Workday("2026-02-16") || b.Workday("2026-04-03") || b.Workday("2026-11-20") || team.Hours != "09:00-12:00,13:00-16:00" {
		t.Errorf("Berlin works by %s, %s, %s", team.Calendar, team.Days, team.Hours)
	}
	if want := "cn," + own; north.Calendar.Name != want || len(s.company.Calendars) != 2 {
		t.Errorf("calendars: %v", s.company.Calendars)
	}
}

func TestACalendarFileThatIsNotRightIsNamedWithItsEntry(t *testing.T) {
	for name, want := range map[string]string{
		"twice.json": `twice.json" is not right: entry 2 (2026-01-01) of days: 2026-01-01 is there twice`,
		"timed.ics":  `timed.ics" is not right: line 2: the event "Midnight": DTSTART: "20260101T000000" has a time of day`,
	} {
		file := calendarFile(t, name, map[string]string{
			"twice.json": `{"years": [2026], "days": [{"date": "2026-01-01", "kind": "off"}, {"date": "2026-01-01", "kind": "work"}]}`,
			"timed.ics":  "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260101T000000\nSUMMARY:Midnight\nEND:VEVENT\nEND:VCALENDAR\n",
		}[name])
		path := writeConfig(t, fmt.Sprintf("[workspace]\ncalendar = %q\n", file)+goodTeam, 0o600)
		if _, err := load(path, true, testTokens, testLanguages, true); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), ":2:1: workspace.calendar") {
			t.Errorf("%s: %v; want %q", name, err, want)
		}
	}
}

func TestAMissingYearIsToldByCheckAndInTheLog(t *testing.T) {
	cn, _ := sales.ShippedCalendar("cn")
	now := time.Date(2026, 12, 31, 20, 0, 0, 0, time.UTC) // 2027 in Shanghai
	c := sales.Company{Zone: zoneOf(t, "Asia/Shanghai"), Calendar: cn, Calendars: map[string]sales.Calendar{"cn": cn}}
	var out bytes.Buffer
	checkCalendars(&out, c, now.AddDate(-2, 0, 0))
	if got, want := out.String(), "calendar       fine: cn knows 2025, 2026\n"; got != want {
		t.Errorf("in time: %q, want %q", got, want)
	}
	out.Reset()
	checkCalendars(&out, c, now)
	if got, want := out.String(), "calendar       warning: cn does not know 2027, 2028: "; !strings.Contains(got, want) {
		t.Errorf("too late: %q, want %q", got, want)
	}
	out.Reset()
	checkCalendars(&out, sales.Company{Zone: time.UTC}, now)
	if out.Len() > 0 {
		t.Errorf("without a calendar: %q", out.String())
	}

	var log bytes.Buffer
	story := scenarios.Story{Files: map[string]string{"environment": "DEALDESK_WORKSPACE_CALENDAR=cn\n"}} // begins in November 2026
	l, _, err := openStory(t.Context(), story, plan{listen: "127.0.0.1:0", dir: t.TempDir(), log: slog.New(slog.NewTextHandler(&log, nil))}, io.Discard, "en")
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(log.String(), "level=WARN") || !strings.Contains(log.String(), "cn does not know 2027") {
		t.Errorf("the log does not warn: %s", log.String())
	}
}

func zoneOf(t *testing.T, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

// The example in the administrator's guide is a file that is read.
func TestTheCalendarOfTheGuideIsRight(t *testing.T) {
	_, example, _ := strings.Cut(document(t, "docs/admin.md"), "```json\n")
	example, _, ok := strings.Cut(example, "```")
	c, err := sales.ReadCalendarJSON([]byte(example))
	if !ok || err != nil || c.Day("2026-02-14").Kind != sales.DayWork || c.Day("2026-02-16").NameZh != "春节" || c.Day("2026-12-31").Until != "12:00" {
		t.Errorf("read as %+v, %v", c, err)
	}
}
