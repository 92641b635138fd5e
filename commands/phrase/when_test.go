package phrase

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"dealdesk/sales"
	"dealdesk/sales/calendar"
)

// All dates below are read on Wednesday, 18 November 2026, 10:30.

func TestWhenReadsDaysAndTimes(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		// days by name
		{"today", "2026-11-18"}, {"今天", "2026-11-18"}, {"tomorrow", "2026-11-19"}, {"tmr", "2026-11-19"}, {"明天", "2026-11-19"}, {"明日", "2026-11-19"},
		{"后天", "2026-11-20"}, {"大后天", "2026-11-21"}, {"day after tomorrow", "2026-11-20"}, {"yesterday", "2026-11-17"}, {"a week on Monday", "2026-11-30"}, {"Monday week", "2026-11-30"}, {"w/c 7 Dec", "2026-12-07"}, {"昨天", "2026-11-17"}, {"前天", "2026-11-16"},
		// weekdays: bare is nearest, today included; "next" and 下 are the next calendar week
		{"Wed", "2026-11-18"}, {"Fri", "2026-11-20"}, {"Mon", "2026-11-23"}, {"周五", "2026-11-20"}, {"星期日", "2026-11-22"}, {"礼拜天", "2026-11-22"}, {"周三", "2026-11-18"},
		{"next Fri", "2026-11-27"}, {"next Wed", "2026-11-25"}, {"next Sunday", "2026-11-29"}, {"下周五", "2026-11-27"}, {"下星期天", "2026-11-29"}, {"下下周一", "2026-11-30"},
		{"this Mon", "2026-11-16"}, {"本周五", "2026-11-20"}, {"这周日", "2026-11-22"}, {"last Fri", "2026-11-13"}, {"上周五", "2026-11-13"}, {"coming Fri", "2026-11-20"},
		{"Tue next week", "2026-11-24"}, {"next week Tue", "2026-11-24"}, {"Tuesday of next week", "2026-11-24"}, {"下周的周二", "2026-11-24"}, {"周1", "2026-11-23"},
		// numbers
		{"2026-12-20", "2026-12-20"}, {"2026/12/20", "2026-12-20"}, {"2026.12.20", "2026-12-20"}, {"２０２６－１２－２０", "2026-12-20"}, {"12/20", "2026-12-20"}, {"11/18", "2026-11-18"},
		{"11/17", "2027-11-17"}, {"12/20/2027", "2027-12-20"}, {"12/20/27", "2027-12-20"}, {"20.12.2026", "2026-12-20"}, {"20/12", "2026-12-20"}, {"12-20", "2026-12-20"},
		{"2026年12月20日", "2026-12-20"}, {"12月20日", "2026-12-20"}, {"12月20号", "2026-12-20"}, {"12月20", "2026-12-20"}, {"十二月二十日", "2026-12-20"}, {"二〇二六年十二月二十日", "2026-12-20"},
		{"明年3月1号", "2027-03-01"}, {"5号", "2026-12-05"}, {"20号", "2026-11-20"}, {"31号", "2026-12-31"}, {"下个月5号", "2026-12-05"}, {"本月25日", "2026-11-25"}, {"2月29日", "2028-02-29"},
		{"Dec 20", "2026-12-20"}, {"December 20th", "2026-12-20"}, {"Dec. 20, 2027", "2027-12-20"}, {"20 Dec", "2026-12-20"}, {"20th of December 2026", "2026-12-20"}, {"the 5th", "2026-12-05"},
		// away from today
		{"in 3 days", "2026-11-21"}, {"3 days from now", "2026-11-21"}, {"within a week", "2026-11-25"}, {"in two weeks", "2026-12-02"}, {"in a couple of days", "2026-11-20"}, {"2 weeks ago", "2026-11-04"},
		{"3天后", "2026-11-21"}, {"三天之后", "2026-11-21"}, {"３天内", "2026-11-21"}, {"两周后", "2026-12-02"}, {"一个月后", "2026-12-18"}, {"半个月后", "2026-12-03"}, {"半年后", "2027-05-18"}, {"过3天", "2026-11-21"}, {"3天前", "2026-11-15"},
		{"in 2 hours", "2026-11-18 12:30"}, {"半小时后", "2026-11-18 11:00"}, {"20小时后", "2026-11-19 06:30"},
		{"in a fortnight", "2026-12-02"}, {"in a fortnight's time", "2026-12-02"}, {"in 2 weeks' time", "2026-12-02"}, {"in two weeks time", "2026-12-02"}, {"a fortnight on Monday", "2026-12-07"}, {"a week Thursday", "2026-11-26"}, {"a week today", "2026-11-25"}, {"two weeks on Friday", "2026-12-04"},
		{"+2w", "2026-12-02"}, {"+3d", "2026-11-21"}, {"in 2 wks", "2026-12-02"}, {"+ 2 weeks", "2026-12-02"}, {"in 3d", "2026-11-21"}, {"+2周", "2026-12-02"}, {"+3天", "2026-11-21"}, {"半月后", "2026-12-03"}, {"in a month's time", "2026-12-18"},
		// ends of periods
		{"Thurs wk", "2026-11-26"}, {"week after next", "2026-12-04"}, {"Tues nxt wk", "2026-11-24"}, {"nxt Tues", "2026-11-24"}, {"next wk", "2026-11-27"}, {"end of wk", "2026-11-20"}, {"mid next week", "2026-11-25"}, {"start of next week", "2026-11-23"}, {"mid-December", "2026-12-15"}, {"mid month", "2026-12-15"}, {"end-Jan", "2027-01-31"},
		{"start of Jan", "2027-01-01"}, {"end of next month", "2026-12-31"}, {"start of Q1", "2027-01-01"}, {"end of the year", "2026-12-31"}, {"Q1末", "2027-03-31"}, {"下周内", "2026-11-27"}, {"下周中", "2026-11-25"}, {"before Xmas", "2026-12-24"}, {"by Christmas", "2026-12-24"}, {"New Year's Eve", "2026-12-31"}, {"元旦前", "2026-12-31"}, {"双十一前", "2027-11-10"},
		{"end of month", "2026-11-30"}, {"EOM", "2026-11-30"}, {"month end", "2026-11-30"}, {"月底", "2026-11-30"}, {"下月底", "2026-12-31"}, {"12月底", "2026-12-31"}, {"end of Feb", "2027-02-28"}, {"年底", "2026-12-31"}, {"明年底", "2027-12-31"},
		{"eod", "2026-11-18"}, {"EOW", "2026-11-20"}, {"end of next week", "2026-11-27"}, {"EOQ", "2026-12-31"}, {"q1", "2027-03-31"}, {"Q4 2026", "2026-12-31"}, {"下季度", "2027-03-31"}, {"季度末", "2026-12-31"},
		{"下周", "2026-11-27"}, {"next week", "2026-11-27"}, {"this week", "2026-11-20"}, {"next month", "2026-12-31"}, {"12月", "2026-12-31"}, {"Dec", "2026-12-31"}, {"12月中旬", "2026-12-20"}, {"下月初", "2026-12-01"}, {"月初", "2026-12-01"},
		{"周末", "2026-11-21"}, {"this weekend", "2026-11-21"}, {"下周末", "2026-11-28"},
		// with words around
		{"by Fri", "2026-11-20"}, {"周五前", "2026-11-20"}, {"before next Mon", "2026-11-23"}, {"on the 20th", "2026-11-20"}, {"约12月20日", "2026-12-20"}, {"最晚下周三", "2026-11-25"}, {"Friday.", "2026-11-20"},
		{"Fri 11/20", "2026-11-20"}, {"12月20日(周日)", "2026-12-20"}, {"12/20 Sun", "2026-12-20"}, {"周日 12月20日", "2026-12-20"},
		{"eod Friday", "2026-11-20"}, {"by COB thu", "2026-11-19"}, {"end of day tomorrow", "2026-11-19"}, {"eod 12/20", "2026-12-20"}, {"close of business on 20 Dec", "2026-12-20"},
		{"Wed 2/12", "2026-12-02"}, {"2/12 Wed", "2026-12-02"}, {"Fri 2/12", "2027-02-12"}, {"next Tue 24 Nov", "2026-11-24"}, {"周二 12/1", "2026-12-01"}, {"1/12", "2027-01-12"},
		// times
		{"next Tue 3pm", "2026-11-24 15:00"}, {"tomorrow at 3", "2026-11-19 15:00"}, {"3pm tomorrow", "2026-11-19 15:00"}, {"at 15:30 tomorrow", "2026-11-19 15:30"}, {"tomorrow 9:05am", "2026-11-19 09:05"},
		{"tomorrow 12am", "2026-11-19 00:00"}, {"tomorrow 12pm", "2026-11-19 12:00"}, {"noon tomorrow", "2026-11-19 12:00"}, {"tomorrow morning", "2026-11-19 09:00"}, {"tonight", "2026-11-18 19:00"}, {"tomorrow 03:00", "2026-11-19 03:00"}, {"tomorrow 3:00", "2026-11-19 15:00"},
		{"下周三下午3点", "2026-11-25 15:00"}, {"明天下午三点半", "2026-11-19 15:30"}, {"明早9点", "2026-11-19 09:00"}, {"今晚8点", "2026-11-18 20:00"}, {"明天上午", "2026-11-19 09:00"}, {"周五 15点30分", "2026-11-20 15:30"}, {"明天3点一刻", "2026-11-19 15:15"},
		{"明天中午12点", "2026-11-19 12:00"}, {"中午1点", "2026-11-18 13:00"}, {"晚上12点", "2026-11-19 00:00"}, {"2026-12-20 15:00", "2026-12-20 15:00"}, {"2026-12-20T15:00:00", "2026-12-20 15:00"},
		{"3pm", "2026-11-18 15:00"}, {"9am", "2026-11-19 09:00"}, {"下午3点", "2026-11-18 15:00"},
	} {
		m, err := When(c.text, wednesday, calendar.Worktime{})
		got := strings.TrimSpace(string(m.Date) + " " + m.Clock)
		if err != nil || got != c.want {
			t.Errorf("When(%q) = %s, %v; want %s", c.text, got, err, c.want)
		}
	}
}

// It is Wednesday, 11 February 2026: Saturday the 14th is worked, and then nobody works
// until Tuesday the 24th.
func TestWorkingDaysAreThoseOfTheCalendar(t *testing.T) {
	cn, ok := calendar.Shipped("cn")
	if !ok {
		t.Fatal("China's calendar does not ship")
	}
	now := time.Date(2026, 2, 11, 10, 30, 0, 0, time.UTC)
	for text, want := range map[string][2]calendar.Date{ // Monday to Friday; China
		"in 3 business days": {"2026-02-16", "2026-02-14"}, "in 4 working days": {"2026-02-17", "2026-02-24"}, "within two workdays": {"2026-02-13", "2026-02-13"},
		"3 business days from now": {"2026-02-16", "2026-02-14"}, "in a business day": {"2026-02-12", "2026-02-12"}, "by the next working day": {"2026-02-12", "2026-02-12"},
		"三个工作日后": {"2026-02-16", "2026-02-14"}, "4个工作日内": {"2026-02-17", "2026-02-24"}, "５工作日之后": {"2026-02-18", "2026-02-25"}, "下个工作日": {"2026-02-12", "2026-02-12"}, "下一个工作日": {"2026-02-12", "2026-02-12"}, "过3个工作日": {"2026-02-16", "2026-02-14"},
		"2 business days before Feb 25": {"2026-02-23", "2026-02-14"}, "2 days before Feb 25": {"2026-02-23", "2026-02-23"}, "a week after Feb 25": {"2026-03-04", "2026-03-04"}, "1 working day after 2/13": {"2026-02-16", "2026-02-14"},
		"2月25日前2个工作日": {"2026-02-23", "2026-02-14"}, "2月25日之前两天": {"2026-02-23", "2026-02-23"}, "下周三前": {"2026-02-18", "2026-02-18"},
		"in 3 business days at 3pm": {"2026-02-16", "2026-02-14"},
	} {
		for i, work := range []calendar.Worktime{{}, {Calendar: cn}} {
			if m, err := When(text, now, work); err != nil || m.Date != want[i] {
				t.Errorf("When(%q) = %v, %v; want %s", text, m, err, want[i])
			}
		}
	}
	for text, want := range map[string]calendar.Date{"2 business days ago": "2026-02-09", "三个工作日前": "2026-02-06"} {
		if m, err := WhenPast(text, now, calendar.Worktime{}); err != nil || m.Date != want {
			t.Errorf("WhenPast(%q) = %v, %v; want %s", text, m, err, want)
		}
	}
	if m, err := WhenPast("4 business days ago", time.Date(2026, 2, 25, 9, 0, 0, 0, time.UTC), calendar.Worktime{Calendar: cn}); err != nil ||
		m.Date != "2026-02-12" {
		t.Errorf("four working days before the 25th: %v, %v", m, err)
	}
	for _, text := range []string{"3 business days", "3个工作日", "每个工作日", "business days", "in 3 business trips", "in 3 business",
		"2 days before 2 days before Fri", "9999 business days before", "half a business day", "in 3 days before"} {
		if m, err := When(text, now, calendar.Worktime{}); code(err) != "date.not_understood" {
			t.Errorf("When(%q) = %v, %v", text, m, err)
		}
	}
}

func TestWhenRefusesWithAReason(t *testing.T) {
	for text, want := range map[string]string{
		"": "date.not_understood", "asap": "date.not_understood", "next blue moon": "date.not_understood", "Friday's": "date.not_understood",
		"1-2-3": "date.not_understood", "Fri or Mon": "date.vague", "12万": "date.not_understood", "tomorrow 10 people": "date.not_understood", "2026": "date.not_understood",
		"2月30日": "date.impossible", "2026-13-01": "date.impossible", "2026-02-30": "date.impossible", "31/2": "date.impossible", "25:00": "date.impossible",
		"Fri 12/22": "date.weekday_differs", "12月22日周五": "date.weekday_differs", "周二 12月20日": "date.weekday_differs", "下周一 12月1日": "date.weekday_differs",
		"next Mon 1 Dec": "date.weekday_differs", "Thu 2/12": "date.weekday_differs", "Tue 1/12": "date.two_readings", "3/12": "date.two_readings", "by 4/1": "date.two_readings", "1/12 (Tue)": "date.two_readings",
		"after Easter": "date.vague", "early next week": "date.vague", "1st week of Jan": "date.vague", "in a few days": "date.vague", "国庆后": "date.vague", "春节前": "date.vague", "下周初": "date.vague", "过几天": "date.vague", "周一或周二": "date.vague",
		strings.Repeat("明天", MaxText): "text.too_long",
	} {
		if m, err := When(text, wednesday, calendar.Worktime{}); code(err) != want {
			t.Errorf("When(%.40q) = %v, %v; want %s", text, m, err, want)
		}
	}
}

func TestWhenPastLooksBack(t *testing.T) {
	for text, want := range map[string]calendar.Date{
		"Fri": "2026-11-13", "周五": "2026-11-13", "Wed": "2026-11-18", "11/20": "2025-11-20", "11/18": "2026-11-18", "12月20日": "2025-12-20",
		"5号": "2026-11-05", "31号": "2026-10-31", "yesterday": "2026-11-17", "yest.": "2026-11-17", "yest": "2026-11-17", "上周五": "2026-11-13", "3天前": "2026-11-15", "last night": "2026-11-17",
	} {
		if m, err := WhenPast(text, wednesday, calendar.Worktime{}); err != nil || m.Date != want {
			t.Errorf("WhenPast(%q) = %v, %v; want %s", text, m, err, want)
		}
	}
	if _, err := WhenPast("tomorrow", wednesday, calendar.Worktime{}); code(err) != "date.not_past" {
		t.Errorf("tomorrow counts as past: %v", err)
	}
}

func TestTodayIsThePersonsOwnDay(t *testing.T) {
	instant := time.Date(2026, 11, 18, 17, 0, 0, 0, time.UTC)
	shanghai := time.FixedZone("CST", 8*3600)
	if m, _ := When("明天", instant.In(shanghai), calendar.Worktime{}); m.Date != "2026-11-20" {
		t.Errorf("tomorrow in Shanghai is %s", m.Date)
	}
	if m, _ := When("tomorrow", instant, calendar.Worktime{}); m.Date != "2026-11-19" {
		t.Errorf("tomorrow in London is %s", m.Date)
	}
}

func TestMonthArithmeticClamps(t *testing.T) {
	now := time.Date(2027, 1, 31, 9, 0, 0, 0, time.UTC)
	for text, want := range map[string]calendar.Date{
		"in a month": "2027-02-28", "一个月后": "2027-02-28", "next month": "2027-02-28", "下个月31号": "2027-02-28", "in 13 months": "2028-02-29", "in a quarter": "2027-04-30", "31号": "2027-01-31",
	} {
		if m, err := When(text, now, calendar.Worktime{}); err != nil || m.Date != want {
			t.Errorf("When(%q) = %v, %v; want %s", text, m, err, want)
		}
	}
}

func TestAnyDayInAnyUsualFormReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 40_000).Draw(t, "day"))
		now := wednesday.AddDate(0, 0, rapid.IntRange(-5000, 5000).Draw(t, "now"))
		for _, layout := range []string{
			"2006-01-02", "2006/1/2", "1/2/2006", "02.01.2006", "2006年1月2日", "Jan 2, 2006", "2 January 2006", "Mon 2006-01-02", "2006-01-02 Monday", "2006-01-02T15:04",
		} {
			text := day.Format(layout)
			m, err := When(text, now, calendar.Worktime{})
			if layout == "1/2/2006" && code(err) == "date.two_readings" && day.Day() <= 12 {
				continue
			}
			if err != nil || m.Date != calendar.DateOf(day) {
				t.Fatalf("When(%q) = %v, %v", text, m, err)
			}
		}
	})
}

func TestWeekdaysKeepToTheirCalendarWeek(t *testing.T) {
	english := strings.Fields("Mon Tue Wed Thu Fri Sat Sun")
	chinese := strings.Split("一二三四五六日", "")
	rapid.Check(t, func(t *rapid.T) {
		now := wednesday.AddDate(0, 0, rapid.IntRange(-5000, 5000).Draw(t, "now"))
		k := rapid.IntRange(0, 6).Draw(t, "weekday")
		today := calendar.DateOf(now)
		for text, want := range map[string]calendar.Date{
			"next " + english[k]: today.Monday().AddDays(7 + k), "下周" + chinese[k]: today.Monday().AddDays(7 + k), "last " + english[k]: today.Monday().AddDays(k - 7),
			"上周" + chinese[k]: today.Monday().AddDays(k - 7), "本星期" + chinese[k]: today.Monday().AddDays(k),
		} {
			if m, err := When(text, now, calendar.Worktime{}); err != nil || m.Date != want {
				t.Fatalf("on %s When(%q) = %v, %v; want %s", today, text, m, err, want)
			}
		}
		bare, _ := When(english[k], now, calendar.Worktime{})
		if ahead := today.DaysTo(bare.Date); ahead < 0 || ahead > 6 || bare.Date.Weekday() != time.Weekday((k+1)%7) {
			t.Fatalf("on %s %s is %s", today, english[k], bare.Date)
		}
	})
}

func TestSpanReadsRunsOfDays(t *testing.T) {
	for _, c := range []struct{ text, from, to string }{
		{"11/24-11/28", "2026-11-24", "2026-11-28"}, {"11/24 - 11/28", "2026-11-24", "2026-11-28"}, {"24/12-2/1", "2026-12-24", "2027-01-02"}, {"2/12-24/12", "2026-12-02", "2026-12-24"}, {"24/12/2026-2/1/2027", "2026-12-24", "2027-01-02"}, {"12/24-1/2", "2026-12-24", "2027-01-02"}, {"11/24-28", "2026-11-24", "2026-11-28"}, {"11/24–11/28", "2026-11-24", "2026-11-28"},
		{"11月24日到28日", "2026-11-24", "2026-11-28"}, {"11月24-28日", "2026-11-24", "2026-11-28"}, {"11月24号至11月28号", "2026-11-24", "2026-11-28"}, {"Nov 24-28", "2026-11-24", "2026-11-28"},
		{"2026-11-24~2026-11-28", "2026-11-24", "2026-11-28"}, {"2026/11/24-2026/11/28", "2026-11-24", "2026-11-28"}, {"12/28-1/3", "2026-12-28", "2027-01-03"}, {"2026-11-25 to 2027-08-01", "2026-11-25", "2027-08-01"},
		{"Mon to Wed", "2026-11-23", "2026-11-25"}, {"周一到周三", "2026-11-23", "2026-11-25"}, {"下周一到周三", "2026-11-23", "2026-11-25"}, {"明天到周五", "2026-11-19", "2026-11-20"}, {"from tomorrow to Fri", "2026-11-19", "2026-11-20"},
		{"tomorrow", "2026-11-19", "2026-11-19"}, {"12/20", "2026-12-20", "2026-12-20"}, {"今天", "2026-11-18", "2026-11-18"},
		{"week", "2026-11-16", "2026-11-22"}, {"this week", "2026-11-16", "2026-11-22"}, {"本周", "2026-11-16", "2026-11-22"}, {"上周", "2026-11-09", "2026-11-15"}, {"next week", "2026-11-23", "2026-11-29"}, {"下个星期", "2026-11-23", "2026-11-29"},
		{"2017-W23", "2017-06-05", "2017-06-11"}, {"2017年第23周", "2017-06-05", "2017-06-11"}, {"week 23", "2026-06-01", "2026-06-07"}, {"2020-W53", "2020-12-28", "2021-01-03"},
		{"q3", "2026-07-01", "2026-09-30"}, {"Q3 2017", "2017-07-01", "2017-09-30"}, {"2017q3", "2017-07-01", "2017-09-30"}, {"2017年三季度", "2017-07-01", "2017-09-30"}, {"last quarter", "2026-07-01", "2026-09-30"}, {"本季度", "2026-10-01", "2026-12-31"},
		{"month", "2026-11-01", "2026-11-30"}, {"上个月", "2026-10-01", "2026-10-31"}, {"June", "2026-06-01", "2026-06-30"}, {"June 2017", "2017-06-01", "2017-06-30"}, {"2017-06", "2017-06-01", "2017-06-30"}, {"6月", "2026-06-01", "2026-06-30"}, {"12月", "2025-12-01", "2025-12-31"},
		{"until Fri", "2026-11-18", "2026-11-20"}, {"until 12/1", "2026-11-18", "2026-12-01"}, {"到周五", "2026-11-18", "2026-11-20"}, {"直到下周三", "2026-11-18", "2026-11-25"},
		{"2017", "2017-01-01", "2017-12-31"}, {"去年", "2025-01-01", "2025-12-31"}, {"this year", "2026-01-01", "2026-12-31"},
		{"last 7 days", "2026-11-12", "2026-11-18"}, {"最近7天", "2026-11-12", "2026-11-18"}, {"过去两周", "2026-11-05", "2026-11-18"}, {"next 7 days", "2026-11-18", "2026-11-24"}, {"未来三天", "2026-11-18", "2026-11-20"},
		{"11/16-11/20", "2026-11-16", "2026-11-20"}, {"11月16日到20日", "2026-11-16", "2026-11-20"}, {"11/16-11/16/2027", "2027-11-16", "2027-11-16"},
		{"2/1-2/5", "2027-02-01", "2027-02-05"}, {"11/17", "2026-11-17", "2026-11-17"}, {"2027-11-16", "2027-11-16", "2027-11-16"}, {"明年11月17日", "2027-11-17", "2027-11-17"},
	} {
		from, to, err := Span(c.text, wednesday)
		if err != nil || string(from) != c.from || string(to) != c.to {
			t.Errorf("Span(%q) = %s..%s, %v; want %s..%s", c.text, from, to, err, c.from, c.to)
		}
	}
	for text, want := range map[string]string{
		"": "span.not_understood", "garbage": "span.not_understood", "q5": "span.not_understood", "2021-W53": "span.not_understood", "11/24-": "span.not_understood",
		"until": "span.not_understood", "until later": "span.not_understood", "until 2025-01-01": "span.backwards", "到2月30日": "date.impossible",
		"2026-11-28 to 2026-11-24": "span.backwards", "until 11/17": "span.backwards", "11/28-11/24": "span.backwards", "2月30日": "date.impossible",
	} {
		if from, to, err := Span(text, wednesday); code(err) != want {
			t.Errorf("Span(%q) = %s..%s, %v; want %s", text, from, to, err, want)
		}
	}
}

func TestEveryISOWeekReadsBack(t *testing.T) {
	for day := time.Date(2015, 1, 1, 0, 0, 0, 0, time.UTC); day.Year() < 2031; day = day.AddDate(0, 0, 3) {
		year, week := day.ISOWeek()
		from, to, err := Span(fmt.Sprintf("%d-W%02d", year, week), wednesday)
		if d := calendar.DateOf(day); err != nil || from > d || to < d || from.Weekday() != time.Monday || from.DaysTo(to) != 6 {
			t.Fatalf("%d-W%02d is %s..%s, %v; it holds %s", year, week, from, to, err, d)
		}
	}
}

// 3/12 is in December for a Briton and in March for an American, who both write English.
func TestADayInEitherOrderIsAskedAboutWhereverItStands(t *testing.T) {
	now := time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)
	work := calendar.Worktime{}
	span := func(s string) error { _, _, _, err := SpanWhy(s, now); return err }
	closes := func(s string) error { _, err := CloseDay(s, now, work); return err }
	opens := func(s string) error {
		_, err := NewDeal("Acme \"Data platform\" 5k "+s, LogOptions{Now: now, Work: work, Currency: "GBP"})
		return err
	}
	for _, c := range []struct {
		read func(string) error
		text string
		days [2]calendar.Date
	}{
		{span, "3/12", [2]calendar.Date{"2026-12-03", "2027-03-12"}}, {span, "7/12-11/12", [2]calendar.Date{"2026-12-07", "2027-07-12"}},
		{span, "3/12 dentist", [2]calendar.Date{"2026-12-03", "2027-03-12"}}, {span, "until 3/12", [2]calendar.Date{"2026-12-03", "2027-03-12"}},
		{span, "30 Nov to 3/12", [2]calendar.Date{"2026-12-03", "2027-03-12"}}, {span, "3/12/2027-5/12/2027", [2]calendar.Date{"2027-03-12", "2027-12-03"}},
		{closes, "03/04", [2]calendar.Date{"2027-03-04", "2027-04-03"}}, {closes, "05/01/2027", [2]calendar.Date{"2027-01-05", "2027-05-01"}},
		{closes, "expected to close 3/2", [2]calendar.Date{"2027-02-03", "2027-03-02"}}, {opens, "close 3/2", [2]calendar.Date{"2027-02-03", "2027-03-02"}},
		{span, "24/12-2/1", [2]calendar.Date{}}, {span, "12/1", [2]calendar.Date{}}, {span, "12/7-12/11", [2]calendar.Date{}},
		{span, "3月12日", [2]calendar.Date{}}, {span, "从3/12到3/14", [2]calendar.Date{}}, {closes, "预计3/2成交", [2]calendar.Date{}},
	} {
		err := c.read(c.text)
		problem, _ := sales.AsProblem(err)
		switch {
		case c.days[0] == "" && err != nil:
			t.Errorf("%q: %v", c.text, err)
		case c.days[0] != "" && (problem == nil || problem.Code != "date.two_readings" ||
			problem.Args["First"] != c.days[0] || problem.Args["Second"] != c.days[1]):
			t.Errorf("%q: %v, want %v", c.text, err, c.days)
		}
	}
	if who, days, _ := StandIn("away 3/12-5/12, bob decides for me", now); who != "bob" || days != "3/12-5/12" {
		t.Errorf("away: %q %q", who, days)
	}
	if m, err := WhenPast("3/11", now, work); err != nil || m.Date != "2026-11-03" {
		t.Errorf("past: %v %v", m, err)
	}
}

func TestLeaveFromADayNeedsItsEnd(t *testing.T) {
	now := time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)
	for text, want := range map[string]string{"from tomorrow": "span.open", "从明天": "span.open", "from tomorrow to Fri": "", "tomorrow": ""} {
		if _, _, _, err := SpanWhy(text, now); code(err) != want {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

func TestInChineseTheMonthIsFirst(t *testing.T) {
	for text, want := range map[string]string{"3/12": "3月12日", "3/12-5/12 年假": "3月12日-5月12日 年假", "2026/3/12": "2026/3/12",
		"3/12/2027": "3/12/2027",
		"24/12":     "24/12", "24/12-2/1": "24/12-2/1", "@bob 03/04": "@bob 03月04日", "明天": "明天"} {
		if got := MonthFirst(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
