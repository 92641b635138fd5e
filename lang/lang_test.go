package lang_test

import (
	"testing"
	"time"

	"dealdesk/chat"
	"dealdesk/lang"
	"dealdesk/sales"
)

func open(t testing.TB) (en, zh lang.Printer) {
	t.Helper()
	c, err := lang.Open()
	if err != nil {
		t.Fatal(err)
	}
	return c.Printer("en"), c.Printer("zh-Hans")
}

// both is one case of a formatting function: what it writes in each language.
type both struct{ name, en, zh string }

func check(t *testing.T, write func(p lang.Printer) string, want both) {
	t.Helper()
	en, zh := open(t)
	if got := write(en); got != want.en {
		t.Errorf("%s in English: %q, want %q", want.name, got, want.en)
	}
	if got := write(zh); got != want.zh {
		t.Errorf("%s in Chinese: %q, want %q", want.name, got, want.zh)
	}
}

func TestNumbersAreGroupedAndShortenedAsTheLanguageCounts(t *testing.T) {
	for _, c := range []struct {
		n             int64
		number        string
		shortEN, zhSh string
	}{
		{0, "0", "0", "0"},
		{7, "7", "7", "7"},
		{-7, "-7", "-7", "-7"},
		{999, "999", "999", "999"},
		{1000, "1,000", "1k", "1,000"},
		{1250, "1,250", "1.25k", "1,250"},
		{9999, "9,999", "10k", "9,999"},
		{12_345, "12,345", "12.3k", "1.23万"},
		{120_000, "120,000", "120k", "12万"},
		{-120_000, "-120,000", "-120k", "-12万"},
		{999_499, "999,499", "999k", "99.9万"},
		{999_500, "999,500", "1M", "100万"},
		{1_200_000, "1,200,000", "1.2M", "120万"},
		{12_345_678, "12,345,678", "12.3M", "1,230万"},
		{99_999_999, "99,999,999", "100M", "1亿"},
		{120_000_000, "120,000,000", "120M", "1.2亿"},
		{2_500_000_000, "2,500,000,000", "2.5B", "25亿"},
	} {
		check(t, func(p lang.Printer) string { return p.Number(c.n) }, both{"number", c.number, c.number})
		check(t, func(p lang.Printer) string { return p.Short(c.n) }, both{"short " + c.number, c.shortEN, c.zhSh})
	}
}

func TestMoneyIsExactAndSaysWhose(t *testing.T) {
	for _, c := range []struct {
		minor    int64
		currency string
		exact    string
		en, zh   string // short
	}{
		{12_000_000, "CNY", "¥120,000", "¥120k", "¥12万"},
		{120_050, "USD", "US$1,200.50", "US$1.2k", "US$1,201"},
		{120_005, "USD", "US$1,200.05", "US$1.2k", "US$1,200"},
		{5, "EUR", "€0.05", "€0", "€0"},
		{-5, "EUR", "-€0.05", "€0", "€0"},
		{-12_000_000, "CNY", "-¥120,000", "-¥120k", "-¥12万"},
		{120_000, "JPY", "JP¥120,000", "JP¥120k", "JP¥12万"},
		{99_999_950, "CNY", "¥999,999.50", "¥1M", "¥100万"},
		{100, "CHF", "CHF 1", "CHF 1", "CHF 1"},
		{0, "", "0", "0", "0"},
	} {
		m := sales.Money{Minor: c.minor, Currency: c.currency}
		check(t, func(p lang.Printer) string { return p.Money(m) }, both{"money", c.exact, c.exact})
		check(t, func(p lang.Printer) string { return p.MoneyShort(m) }, both{"short " + c.exact, c.en, c.zh})
	}
}

func TestPercentAndDiscountReadAsSalespeopleSayThem(t *testing.T) {
	for _, c := range []struct {
		hundredths int
		percent    string
		en, zh     string
	}{
		{0, "0%", "no discount", "不打折"},
		{1000, "10%", "10% off", "9折（优惠10%）"},
		{1500, "15%", "15% off", "85折（优惠15%）"},
		{1250, "12.5%", "12.5% off", "8.75折（优惠12.5%）"},
		{1234, "12.34%", "12.34% off", "8.766折（优惠12.34%）"},
		{5, "0.05%", "0.05% off", "9.995折（优惠0.05%）"},
		{500, "5%", "5% off", "95折（优惠5%）"},
		{5000, "50%", "50% off", "5折（优惠50%）"},
		{8500, "85%", "85% off", "1.5折（优惠85%）"},
		{9500, "95%", "95% off", "0.5折（优惠95%）"},
		{10000, "100%", "100% off", "优惠100%"},
		{-250, "-2.5%", "-2.5% off", "优惠-2.5%"},
	} {
		check(t, func(p lang.Printer) string { return p.Percent(c.hundredths) }, both{"percent", c.percent, c.percent})
		check(t, func(p lang.Printer) string { return p.Discount(c.hundredths) }, both{"discount " + c.percent, c.en, c.zh})
	}
}

func TestDatesCarryTheirWeekday(t *testing.T) {
	at := time.Date(2026, 11, 21, 9, 5, 0, 0, time.FixedZone("CST", 8*3600))
	for _, c := range []struct {
		both
		write func(p lang.Printer) string
	}{
		{both{"date", "Sat 21 Nov 2026", "2026年11月21日 周六"}, func(p lang.Printer) string { return p.Date(2026, 11, 21) }},
		{both{"day", "Sun 1 Feb 2026", "2026年2月1日 周日"}, func(p lang.Printer) string { return p.Day("2026-02-01") }},
		{both{"day in its year", "Sat 21 Nov", "11月21日 周六"}, func(p lang.Printer) string {
			return p.Year(time.Date(2026, 1, 3, 0, 0, 0, 0, time.UTC)).Day("2026-11-21")
		}},
		{both{"day in another year", "Fri 1 Jan 2027", "2027年1月1日 周五"}, func(p lang.Printer) string {
			return p.Year(time.Date(2026, 12, 31, 0, 0, 0, 0, time.UTC)).Day("2027-01-01")
		}},
		{both{"no day", "", ""}, func(p lang.Printer) string { return p.Day("") }},
		{both{"not a day", "2026-13-40", "2026-13-40"}, func(p lang.Printer) string { return p.Day("2026-13-40") }},
		{both{"clock", "09:05", "09:05"}, func(p lang.Printer) string { return p.Clock(at) }},
		{both{"moment", "Sat 21 Nov 2026, 09:05", "2026年11月21日 周六 09:05"}, func(p lang.Printer) string { return p.Moment(at) }},
		{both{"moment in its year", "Sat 21 Nov, 09:05", "11月21日 周六 09:05"}, func(p lang.Printer) string { return p.Year(at).Moment(at) }},
		{both{"moment in another year", "Sat 21 Nov 2026, 09:05", "2026年11月21日 周六 09:05"}, func(p lang.Printer) string {
			return p.Year(at.AddDate(1, 0, 0)).Moment(at)
		}},
		{both{"zone", "UTC+8", "UTC+8"}, func(p lang.Printer) string { return p.Zone(at) }},
		{both{"zone of half hours", "UTC-03:30", "UTC-03:30"}, func(p lang.Printer) string { return p.Zone(at.In(time.FixedZone("", -12600))) }},
		{both{"universal time", "UTC", "UTC"}, func(p lang.Printer) string { return p.Zone(at.UTC()) }},
	} {
		check(t, c.write, c.both)
	}
}

func TestEveryWeekdayAndMonthHasItsName(t *testing.T) {
	en, zh := open(t)
	for d := time.Sunday; d <= time.Saturday; d++ {
		if got, want := en.Weekday(d), d.String()[:3]; got != want {
			t.Errorf("%v: %q", d, got)
		}
		if got, want := zh.Weekday(d), "周"+string([]rune("日一二三四五六")[d]); got != want {
			t.Errorf("%v: %q, want %q", d, got, want)
		}
	}
	for m := time.January; m <= time.December; m++ {
		if got, want := en.Month(m), m.String()[:3]; got != want {
			t.Errorf("%v: %q", m, got)
		}
		if got, want := zh.Month(m), zh.Number(int64(m))+"月"; got != want {
			t.Errorf("%v: %q, want %q", m, got, want)
		}
	}
}

func TestDurationsAndDistancesInTime(t *testing.T) {
	for n, want := range map[int]both{
		0:   {"", "0 min", "0分钟"},
		20:  {"", "20 min", "20分钟"},
		60:  {"", "1 h", "1小时"},
		80:  {"", "1 h 20 min", "1小时20分钟"},
		120: {"", "2 h", "2小时"},
	} {
		want.name = "minutes"
		check(t, func(p lang.Printer) string { return p.Minutes(n) }, want)
	}
	const day = 24 * time.Hour
	for took, want := range map[time.Duration]both{
		59 * time.Second:              {"", "0 min", "0分钟"},
		5 * time.Minute:               {"", "5 min", "5分钟"},
		200 * time.Minute:             {"", "3 h 20 min", "3小时20分钟"},
		30*time.Hour + 40*time.Minute: {"", "30 h", "30小时"},
		2 * day:                       {"", "2 days", "2天"},
		95 * time.Hour:                {"", "3 days", "3天"},
	} {
		want.name = "long"
		check(t, func(p lang.Printer) string { return p.Long(took) }, want)
	}
	now := time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
	for ago, want := range map[time.Duration]both{
		0:                {"", "just now", "刚刚"},
		59 * time.Second: {"", "just now", "刚刚"},
		-5 * time.Second: {"", "just now", "刚刚"},
		time.Minute:      {"", "1 minute ago", "1分钟前"},
		59 * time.Minute: {"", "59 minutes ago", "59分钟前"},
		time.Hour:        {"", "1 hour ago", "1小时前"},
		23 * time.Hour:   {"", "23 hours ago", "23小时前"},
		day:              {"", "1 day ago", "1天前"},
		3 * day:          {"", "3 days ago", "3天前"},
		60 * day:         {"", "2 months ago", "2个月前"},
		730 * day:        {"", "2 years ago", "2年前"},
		-90 * time.Hour:  {"", "in 3 days", "3天后"},
		-time.Hour:       {"", "in 1 hour", "1小时后"},
	} {
		want.name = ago.String()
		check(t, func(p lang.Printer) string { return p.Ago(now.Add(-ago), now) }, want)
	}
}

func TestListsAreJoinedAsTheLanguageJoinsThem(t *testing.T) {
	for _, c := range []struct {
		items []chat.Safe
		or    bool
		both
	}{
		{nil, false, both{"nothing", "", ""}},
		{[]chat.Safe{"a"}, false, both{"one", "a", "a"}},
		{[]chat.Safe{"a", "b"}, false, both{"two", "a and b", "a和b"}},
		{[]chat.Safe{"a", "b", "c"}, false, both{"three", "a, b and c", "a、b和c"}},
		{[]chat.Safe{"a", "b", "c"}, true, both{"or", "a, b or c", "a、b或c"}},
	} {
		check(t, func(p lang.Printer) string { return string(p.List(c.items, c.or)) }, c.both)
	}
}
