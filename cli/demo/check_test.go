package demo

import (
	"bytes"
	"io"
	"log/slog"
	"strings"
	"testing"
	"time"

	"dealdesk/cli/demo/play"
	"dealdesk/cli/serve"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
)

func TestCheckAndLogReportAMissingYear(t *testing.T) {
	cn, _ := calendar.Shipped("cn")
	now := time.Date(2026, 12, 31, 20, 0, 0, 0, time.UTC) // 2027 in Shanghai
	c := sales.Company{Zone: zoneOf(t, "Asia/Shanghai"), Calendar: cn, Calendars: map[string]calendar.Calendar{"cn": cn}}
	var out bytes.Buffer
	words, err := lang.Open()
	if err != nil {
		t.Fatal(err)
	}
	check := &serve.Checker{Out: &out, Words: words.Printer("en"), InWords: func(text string) string { return text }}
	check.Calendars(c, now.AddDate(-2, 0, 0))
	if got, want := out.String(), "✓ Calendar cn covers 2025, 2026\n"; got != want {
		t.Errorf("in time: %q, want %q", got, want)
	}
	out.Reset()
	check.Calendars(c, now)
	if got, want := out.String(), "! Calendar cn does not cover 2027, 2028: "; !strings.Contains(got, want) {
		t.Errorf("too late: %q, want %q", got, want)
	}
	check.Words = words.Printer("zh")
	check.Calendars(c, now)
	if got, want := out.String(), "! 日历 cn 不含 2027, 2028 年"; !strings.Contains(got, want) {
		t.Errorf("in Chinese: %q, want %q", got, want)
	}
	out.Reset()
	check.Calendars(sales.Company{Zone: time.UTC}, now)
	if out.Len() > 0 {
		t.Errorf("without a calendar: %q", out.String())
	}

	var log bytes.Buffer
	story := play.Story{Files: map[string]string{"environment": "DEALDESK_WORKSPACE_CALENDAR=cn\n"}} // the story begins in November 2026
	l, _, err := OpenStory(t.Context(), story, Plan{Listen: "127.0.0.1:0", Dir: t.TempDir(), Log: slog.New(slog.NewTextHandler(&log, nil))},
		io.Discard, "en")
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(log.String(), "level=WARN") || !strings.Contains(log.String(), "cn does not cover 2027") {
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
