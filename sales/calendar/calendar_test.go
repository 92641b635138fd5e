package calendar

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

func china(t testing.TB) Calendar {
	t.Helper()
	c, ok := Shipped("cn")
	if !ok {
		t.Fatal("China's calendar does not ship")
	}
	return c
}

// The dates are those of the State Council's notices 国办发明电〔2024〕12号 and 〔2025〕7号. A year
// has as many working days as days that are neither a weekend nor one of the thirteen
// public holidays: moved days are made up for.
func TestChinasCalendarIsThatOfTheStateCouncil(t *testing.T) {
	c := china(t)
	want := map[Date]DayKind{}
	for _, off := range [][2]Date{
		{"2025-01-01", "2025-01-01"}, {"2025-01-28", "2025-02-04"}, {"2025-04-04", "2025-04-06"}, {"2025-05-01", "2025-05-05"}, {"2025-05-31", "2025-06-02"}, {"2025-10-01", "2025-10-08"},
		{"2026-01-01", "2026-01-03"}, {"2026-02-15", "2026-02-23"}, {"2026-04-04", "2026-04-06"}, {"2026-05-01", "2026-05-05"}, {"2026-06-19", "2026-06-21"}, {"2026-09-25", "2026-09-27"}, {"2026-10-01", "2026-10-07"},
	} {
		for d := off[0]; d <= off[1]; d = d.AddDays(1) {
			want[d] = DayOff
		}
	}
	for _, d := range []Date{
		"2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11",
		"2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10",
	} {
		want[d] = DayWork
	}
	worked := map[int]int{}
	for d := Date("2025-01-01"); d < "2027-01-01"; d = d.AddDays(1) {
		if got := c.Day(d).Kind; got != want[d] {
			t.Errorf("%s is %q, want %q", d, got, want[d])
		}
		if got := c.Day(d); got.Kind != "" && (got.Name == "" || got.NameZh == "") {
			t.Errorf("%s has no name in both languages: %+v", d, got)
		}
		if (Worktime{Calendar: c}).Workday(d) {
			worked[d.utc().Year()]++
		}
	}
	if worked[2025] != 248 || worked[2026] != 248 {
		t.Errorf("working days: %v, want 248 in each year", worked)
	}
}

func TestACalendarSaysWhichYearsItMisses(t *testing.T) {
	c := china(t)
	for today, want := range map[Date][]int{"2025-06-30": nil, "2026-01-01": {2027}, "2026-11-21": {2027}, "2027-01-01": {2027, 2028},
		"2024-12-31": {2024}} {
		if got := c.Missing(today); !slices.Equal(got, want) {
			t.Errorf("on %s it misses %v, want %v", today, got, want)
		}
	}
	if got := (Calendar{}).Missing("2026-11-21"); got != nil {
		t.Errorf("Monday to Friday misses %v", got)
	}
}

func TestACompanysOwnDaysOverrideItsCountrys(t *testing.T) {
	own, err := ReadJSON([]byte(`{"years": [2026, 2027], "days": [
		{"date": "2026-02-14", "kind": "off", "name": "Company trip"},
		{"date": "2026-02-13", "kind": "half", "until": "15:00"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	c := china(t).With(own)
	w := Worktime{Calendar: c}
	if c.Day("2026-02-14").Name != "Company trip" || w.Workday("2026-02-14") || w.Workday("2026-02-16") || !w.Workday("2026-02-13") ||
		!w.Workday("2026-02-28") {
		t.Errorf("laid over each other: %+v %+v %+v", c.Day("2026-02-14"), c.Day("2026-02-16"), c.Day("2026-02-13"))
	}
	if got := c.Years(); !slices.Equal(got, []int{2025, 2026, 2027}) {
		t.Errorf("years: %v", got)
	}
	if china(t).Day("2026-02-14").Kind != DayWork {
		t.Error("the country's calendar changed")
	}
}

// The yearly files of holiday-cn are read unchanged; their first holiday may begin in
// December.
func TestAYearlyFileOfHolidayCnIsRead(t *testing.T) {
	c, err := ReadJSON([]byte(`{"$schema": "https://example.com/schema.json", "$id": "https://example.com/2023.json", "year": 2023,
		"papers": ["http://www.gov.cn/zhengce/content/2022-12/08/content_5730844.htm"],
		"days": [{"name": "元旦", "date": "2022-12-31", "isOffDay": true}, {"name": "春节", "date": "2023-01-28", "isOffDay": false}]}`))
	if err != nil {
		t.Fatal(err)
	}
	if c.Day("2022-12-31").Kind != DayOff || c.Day("2023-01-28").Kind != DayWork || c.Known(2022) || !c.Known(2023) {
		t.Errorf("read as %+v", c)
	}
}

func TestACalendarFilesErrorNamesWhatIsWrong(t *testing.T) {
	file := func(days string) string { return "{\"years\": [2026],\n\"days\": [" + days + "]}" }
	for _, c := range []struct{ text, want string }{
		{"", "line 1: EOF"},
		{"{\n\n}}", "line 3: something follows"},
		{"{\n\"yeers\": [2026]}", `line 2: json: unknown field "yeers"`},
		{`{"days": []}`, "which years"},
		{`{"years": [2026, 2026]}`, "2026 is not a year or is there twice"},
		{`{"years": [1926]}`, "1926 is not a year"},
		{file(`{"date": "2026-02-30", "kind": "off"}`), `entry 1 (2026-02-30) of days: "2026-02-30" is not a date`},
		{file(`{"date": "2026-01-01", "kind": "off"}, {"date": "2027-01-01", "kind": "off"}`), "entry 2 (2027-01-01) of days: 2027-01-01 is in none of the file's years"},
		{file(`{"date": "2026-01-01", "to": "2026-01-03", "kind": "off"}, {"date": "2026-01-03", "kind": "work"}`), "entry 2 (2026-01-03) of days: 2026-01-03 is there twice: as off already"},
		{file(`{"date": "2026-01-03", "to": "2026-01-01", "kind": "off"}`), `"2026-01-01" cannot be its last day`},
		{file(`{"date": "2026-01-01", "to": "2026-04-01", "kind": "off"}`), "cannot be its last day"},
		{file(`{"date": "2026-01-01", "kind": "free"}`), `kind "free" is not one of off, work and half`},
		{file(`{"date": "2026-01-01"}`), `kind "" is not one of`},
		{file(`{"date": "2026-01-01", "kind": "off", "isOffDay": true}`), "both kind and isOffDay"},
		{file(`{"date": "2026-01-01", "kind": "half"}`), "until when"},
		{file(`{"date": "2026-01-01", "kind": "half", "until": "noon"}`), "until when"},
		{file(`{"date": "2026-01-01", "kind": "off", "until": "12:00"}`), "until when"},
		{file(`{"date": "2026-01-01", "kind": "off", "name": "` + strings.Repeat("元", maxName+1) + `"}`), "longer than 120 characters"},
		{`{"year": 2026, "days": [{"date": "2025-11-30", "isOffDay": true}]}`, "2025-11-30 is in none of the file's years"},
		{strings.Repeat(" ", MaxCalendar+1), "larger than 1024 KiB"},
	} {
		if _, err := ReadJSON([]byte(c.text)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%.80q: %v; want %q", c.text, err, c.want)
		}
	}
}

func ics(events ...string) string {
	return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + strings.Join(events, "") + "END:VCALENDAR\r\n"
}

func vevent(lines ...string) string {
	return "BEGIN:VEVENT\r\n" + strings.Join(lines, "\r\n") + "\r\nEND:VEVENT\r\n"
}

func TestAnICSFileOfChinaGivesTheDaysThatShip(t *testing.T) {
	for _, file := range []string{"cn-2026-apple.ics", "cn-2026-plain.ics"} {
		data, err := os.ReadFile("testdata/" + file)
		if err != nil {
			t.Fatal(err)
		}
		c, err := ReadICS(data)
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		for d := Date("2026-01-01"); d < "2027-01-01"; d = d.AddDays(1) {
			if got, want := c.Day(d).Kind, china(t).Day(d).Kind; got != want {
				t.Errorf("%s: %s is %q, want %q", file, d, got, want)
			}
		}
		if !slices.Equal(c.Years(), []int{2026}) {
			t.Errorf("%s: years %v", file, c.Years())
		}
		if name := c.Day("2026-02-17").In("zh-Hans"); name != "春节" && name != "春节假期" {
			t.Errorf("%s: the festival is called %q", file, name)
		}
	}
}

func TestAnICSFileIsReadAsProgramsWriteIt(t *testing.T) {
	c, err := ReadICS([]byte("\ufeff" + ics(
		"BEGIN:VTIMEZONE\r\nTZID:Europe/Berlin\r\nBEGIN:STANDARD\r\nDTSTART:19701025T030000\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n",
		vevent("DTSTART;VALUE=DATE:20260403", "DTEND;VALUE=DATE:20260404", "SUMMARY;LANGUAGE=en;X-A=\"a:b\":Good", " \tFriday\\, observed",
			"BEGIN:VALARM", "DTSTART:garbage", "SUMMARY:Wake up", "END:VALARM"),
		vevent("DTSTART;VALUE=DATE:20261224", "DURATION:P3D", "SUMMARY:Christmas"),
		vevent("DTSTART;VALUE=DATE:20261226", "DTEND;VALUE=DATE:20261226", "SUMMARY:Boxing Day"),
		vevent("DTSTART;VALUE=DATE:20260501", "SUMMARY:Labour Day"),
		vevent("DTSTART;VALUE=DATE:20260601", "SUMMARY:Not held", "STATUS:CANCELLED"),
	)))
	if err != nil {
		t.Fatal(err)
	}
	for d, want := range map[Date]Day{
		"2026-04-02": {}, "2026-04-03": {Kind: DayOff, Name: "Good\tFriday, observed"}, "2026-04-04": {},
		"2026-12-24": {Kind: DayOff, Name: "Christmas"}, "2026-12-26": {Kind: DayOff, Name: "Christmas"}, "2026-12-27": {},
		"2026-05-01": {Kind: DayOff, Name: "Labour Day"}, "2026-05-02": {}, "2026-06-01": {},
	} {
		if got := c.Day(d); got != want {
			t.Errorf("%s is %+v, want %+v", d, got, want)
		}
	}
	if !slices.Equal(c.Years(), []int{2026}) {
		t.Errorf("years %v", c.Years())
	}
}

func TestOneHolidayOverNewYearMakesNoYearKnown(t *testing.T) {
	c, err := ReadICS([]byte(ics(vevent("DTSTART;VALUE=DATE:20261228", "DTEND;VALUE=DATE:20270104", "SUMMARY:Holidays"))))
	if err != nil || c.Known(2026) || c.Known(2027) || c.Day("2027-01-03").Kind != DayOff {
		t.Errorf("years %v, %v", c.Years(), err)
	}
}

func TestAnICSFilesErrorNamesWhatIsWrong(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", "it holds no whole-day event"},
		{"{}", "line 1: not a line of an iCalendar file"},
		{"\r\nDTSTART:20260101\r\n", "line 2: an iCalendar file begins with BEGIN:VCALENDAR"},
		{ics(), "it holds no whole-day event"},
		{strings.TrimSuffix(ics(vevent("DTSTART;VALUE=DATE:20260101")), "END:VCALENDAR\r\n"), "it ends within VCALENDAR"},
		{"BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR\n", "line 3: END:VCALENDAR where END:VEVENT"},
		{ics(vevent("SUMMARY:When?")), `line 3: the event "When?": DTSTART: "" is not a day`},
		{ics(vevent("DTSTART;TZID=Asia/Shanghai:20260101T000000", "SUMMARY:New Year")), `"20260101T000000" has a time of day; only whole days`},
		{ics(vevent("DTSTART;VALUE=DATE:20260230")), `"20260230" is not a day`},
		{ics(vevent("DTSTART;VALUE=DATE:20261225", "RRULE:FREQ=YEARLY", "SUMMARY:Christmas")), "it repeats (RRULE); write out its day of each year"},
		{ics(vevent("DTSTART;VALUE=DATE:20260105", "DTEND;VALUE=DATE:20260101")), "before it begins"},
		{ics(vevent("DTSTART;VALUE=DATE:20260105", "DTEND;VALUE=DATE:20260501")), "much later"},
		{ics(vevent("DTSTART;VALUE=DATE:20260105", "DURATION:PT3H")), "is not a number of days like P3D"},
		{ics(vevent("DTSTART;VALUE=DATE:20260101", "SUMMARY:元旦（休）"), vevent("DTSTART;VALUE=DATE:20260101", "SUMMARY:元旦（班）")), `line 7: the event "元旦（班）": 2026-01-01 is both`},
		{"BEGIN:VCALENDAR\n" + strings.Repeat("BEGIN:X\n", 100), "line 9: too many components"},
		{ics(vevent("SUMMARY:\xff")), "line 4: not a line of an iCalendar file in UTF-8"},
		{strings.Repeat("\n", MaxCalendar+1), "larger than 1024 KiB"},
	} {
		if _, err := ReadICS([]byte(c.text)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%.120q: %v; want %q", c.text, err, c.want)
		}
	}
}

func FuzzReadCalendarJSON(f *testing.F) {
	f.Add([]byte(`{"years": [2026], "days": [{"date": "2026-02-14", "kind": "work"}, {"date": "2026-02-15", "to": "2026-02-23", "kind": "off"}]}`))
	f.Add([]byte(`{"year": 2026, "days": [{"date": "2025-12-31", "isOffDay": true}, {"date": "2026-02-16", "kind": "half", "until": "12:00"}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		if c, err := ReadJSON(data); err == nil {
			sound(t, c)
		}
	})
}

func FuzzReadCalendarICS(f *testing.F) {
	f.Add([]byte(ics(vevent("DTSTART;VALUE=DATE:20260214", "SUMMARY:春节（班）"),
		vevent("DTSTART;VALUE=DATE:20260215", "DTEND;VALUE=DATE:20260224", "SUMMARY:春节（休）"))))
	f.Add([]byte(ics(vevent("DTSTART:20260214", "DURATION:P2D", "X-APPLE-SPECIAL-DAY:WORK-HOLIDAY"), "BEGIN:VTODO\nEND:VTODO\n")))
	f.Fuzz(func(t *testing.T, data []byte) {
		if c, err := ReadICS(data); err == nil {
			sound(t, c)
		}
	})
}

// sound checks what holds for every calendar that was read.
func sound(t *testing.T, c Calendar) {
	t.Helper()
	for d, day := range c.days {
		half := day.Kind == DayHalf
		if y := d.utc().Year(); !d.Valid() || y < 1989 || y > 2100 || day.Kind != DayOff && day.Kind != DayWork && !half ||
			half != (MinuteOf(day.Until) > 0) {
			t.Fatalf("%q: %+v", d, day)
		}
	}
	if !slices.IsSorted(c.Years()) || c.Known(1989) {
		t.Fatalf("years %v", c.Years())
	}
	w := Worktime{Calendar: c}
	from := time.Date(2026, 2, 13, 17, 0, 0, 0, time.UTC)
	if at, ok := w.Add(from, 20*time.Hour); !ok || w.Between(from, at) != 20*time.Hour {
		t.Fatalf("20 hours of work after %s end at %s, %v", from, at, ok)
	}
}
