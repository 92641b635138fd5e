package lang_test

import (
	"strings"
	"testing"
	"time"

	"dealdesk/chat"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
)

func TestALocaleFindsItsLanguage(t *testing.T) {
	c, err := lang.Open()
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(c.Languages(), " "); got != "en zh-Hans" {
		t.Errorf("languages %q", got)
	}
	for locale, want := range map[string]string{
		"en": "en", "en-US": "en", "en_GB": "en",
		"zh": "zh-Hans", "zh-CN": "zh-Hans", "zh_CN": "zh-Hans", "zh-Hans": "zh-Hans", "zh-Hans-CN": "zh-Hans", "ZH-cn": "zh-Hans",
		"zh-TW": "zh-Hans", "zh_TW": "zh-Hans", "zh-Hant-HK": "zh-Hans", // nearer than English
		"": "en", "fr-FR": "en", "ja": "en", "not a locale": "en", "中文": "en",
	} {
		if got := c.Match(locale); got != want {
			t.Errorf("%q finds %q, want %q", locale, got, want)
		}
		if got := c.Printer(locale).Language(); got != want {
			t.Errorf("the printer of %q speaks %q, want %q", locale, got, want)
		}
	}
}

func TestSayFillsPlaceholdersAndEscapesWhatPeopleWrote(t *testing.T) {
	en, zh := open(t)
	type say struct {
		p    lang.Printer
		key  string
		args []any
		want chat.Safe
	}
	for _, c := range []say{
		{en, "common.undo", nil, "Undo"},
		{zh, "common.undo", nil, "撤销"},
		{en, "criterion.field", []any{"Field", "<!channel> & *co*"}, "&lt;!channel&gt; &amp; *\u2060co*\u2060 is filled in"},
		{en, "criterion.field", []any{"Field", chat.Safe("<@U1>")}, "<@U1> is filled in"},
		{en, "criterion.field", []any{lang.Args{"Field": "budget"}}, "budget is filled in"},
		{en, "criterion.field", []any{"Field", "{{.Field}}"}, "{{.Field}} is filled in"},
		{en, "criterion.field", []any{"Field", nil}, " is filled in"},
		{en, "criterion.field", []any{"Field", uint8(200)}, "200 is filled in"},
		{en, "criterion.field", []any{"Field", int64(12000)}, "12,000 is filled in"},
		{en, "criterion.field", []any{"Field", 12.5}, "12.5 is filled in"},
		{zh, "criterion.field", []any{"Field", sales.Money{Minor: 120_050, Currency: "USD"}}, "已填写US$1,200.50"},
		{en, "criterion.field", []any{"Field", sales.Percent(1250)}, "12.5% is filled in"},
		{zh, "criterion.field", []any{"Field", calendar.Date("2026-11-21")}, "已填写2026年11月21日 周六"},
		{en, "criterion.field", []any{"Field", calendar.Date("")}, " is filled in"},
		{en, "criterion.field", []any{"Field", sales.Manager}, "manager is filled in"},
		{en, "criterion.field", []any{"Field", time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)}, "Sat 21 Nov 2026, 09:00 UTC is filled in"},
		{zh, "criterion.field", []any{"Field", []string{"需求", "<预算>", "产品"}}, "已填写需求、&lt;预算&gt;和产品"},
		{en, "ago.days", []any{"Count", 1}, "1 day ago"},
		{en, "ago.days", []any{"Count", int64(1)}, "1 day ago"},
		{en, "ago.days", []any{"Count", 0}, "0 days ago"},
		{en, "ago.days", []any{"Count", 1200}, "1,200 days ago"},
		{zh, "ago.days", []any{"Count", 1}, "1天前"},
		{en, "common.undo", []any{"Count", 1}, "Undo"}, // no forms to choose from
	} {
		if got := c.p.Say(c.key, c.args...); got != c.want {
			t.Errorf("%s %v: %q, want %q", c.key, c.args, got, c.want)
		}
	}
}

func TestEveryCurrencyOfSalesHasItsPlaces(t *testing.T) {
	en, _ := open(t)
	for _, code := range strings.Fields("CNY USD EUR GBP HKD TWD SGD AUD CAD CHF INR MYR THB NZD BRL MXN SEK NOK DKK " +
		"PLN AED ZAR PHP IDR JPY KRW VND") {
		places, ok := sales.Exponent(code)
		if !ok {
			t.Errorf("sales does not know %s", code)
		}
		one := int64(1)
		for range places {
			one *= 10
		}
		if got := en.Money(sales.Money{Minor: one, Currency: code}); !strings.HasSuffix(got, "1") || strings.ContainsAny(got, "0.") {
			t.Errorf("one %s is written %q", code, got)
		}
	}
}

func TestWhatIsMissingIsNamedInBrackets(t *testing.T) {
	en, zh := open(t)
	for _, p := range []lang.Printer{en, zh} {
		if got := p.Say("no.such_key", "A", 1); got != "[no.such_\u2060key]" {
			t.Errorf("a missing key: %q", got)
		}
		if got := p.Plain("no.such_key"); got != "[no.such_key]" {
			t.Errorf("a missing key in plain text: %q", got)
		}
		if p.Has("no.such_key") || !p.Has("common.undo") || !p.Has("ago.days") {
			t.Error("Has does not know the keys")
		}
		for _, args := range [][]any{nil, {"Field"}, {"Fild", "x"}, {7, "x"}, {lang.Args{}}} {
			if got := string(p.Say("criterion.field", args...)); !strings.Contains(got, "[Field]") {
				t.Errorf("a missing value: %q", got)
			}
		}
	}
}

func TestPlainIsWhatAPersonSees(t *testing.T) {
	for in, want := range map[chat.Safe]string{
		"nothing special": "nothing special",
		"*D-7* is _won_":  "D-7 is won",
		"~no~ `code`":     "no code",
		"snake_case and 3*4 stay snake_case and 3*4": "snake_case and 3*4 stay snake_case and 3*4",
		chat.Escape("a < b & *c* `d` &lt;"):          "a < b & *c* `d` &lt;",
		"<https://x.test/|the card>":                 "the card",
		"see <https://x.test/>":                      "see https://x.test/",
		"<@U1>":                                      "@U1",
		"a < b":                                      "a < b",
		"tab\there":                                  "tab\there",
		"\u202Eturned":                               "turned",
	} {
		if got := lang.Unmark(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}

func FuzzPlainShowsWhatPeopleTyped(f *testing.F) {
	for _, s := range []string{"", "a_b *c* `d`", "&amp; <@U1>", "~_~", "\u2060*\u2060", "两\u200b个\ttab\n", "\xff<a|b>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		want := chat.Clean(strings.ReplaceAll(typed, "\t", " "))
		if got := lang.Unmark(chat.Escape(typed)); got != want {
			t.Errorf("%q is shown as %q, want %q", typed, got, want)
		}
	})
}

func BenchmarkSay(b *testing.B) {
	_, zh := open(b)
	for _, c := range []struct {
		name string
		say  func()
	}{
		{"words alone", func() { zh.Say("common.undo") }},
		{"two strings", func() { zh.Say("error.unknown_command", "Typed", "advanse D-7", "Suggestion", "deal advance") }},
		{"plural", func() { zh.Say("ago.days", "Count", 12) }},
		{"plain", func() { zh.Plain("error.unknown_command", "Typed", "advanse D-7", "Suggestion", "deal advance") }},
		{"money", func() { zh.Money(sales.Money{Minor: 12_345_678, Currency: "CNY"}) }},
		{"day", func() { zh.Day("2026-11-21") }},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				c.say()
			}
		})
	}
}
