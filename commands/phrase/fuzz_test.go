package phrase

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"dealdesk/dice"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
)

// The seeds of every fuzz target: both languages, and the traps of each.
var seeds = []string{
	"", " ", "call Acme Corporation 20m Talked pricing, they want 10% off. next: send quote Fri", "拜访华星科技1小时 客户想要九折。下一步: 下周三报价",
	`Acme "Data platform" 120k close 2026-12-20`, "华星科技数据平台15万12月20日成交", `“a” „b” 「c』 "d`, "list —team east --all=x", "$1,2,3", "￥１２０，０００", "一亿零五万三千五", "九折", "百分之十五", "0.15", "1h30m", "一个半小时",
	"next Tue 3pm", "下周三下午3点半", "2月30日", "明天0点前", "12月20日(周日)", "2026-12-20T15:00:59", "11月24日到28日", "2017-W53", "Q-3 v2", "商机７", "hxkj", "意向度：4/5分", "\xff\xfe\x80", "😀\u200b\u202e", "零零零", "十十十",
	"第第第三季度", "24/7", "1.1.1.1", "--==--", "note note: note; next: next: next", "to to to with with", "Fri Fri Fri 12/20 12/20", "3M M3 m", "¥ $ € 元",
	"called Acme Corporation and 华星科技, both fine", "上午给华星科技打了电话，下午拜访了和平饭店", "about an hour and a half or so", "大半个小时", "send quote after Easter", "元旦前发报价", "再降5个点", "knock 10% off", "popped in to Globex", "请新达科技刘总吃饭",
	"Acme expected to close end of Jan", "预计1月底签", "in a fortnight's time", "mon or tue", "done, send it Fri",
}

func seed(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
}

func FuzzWords(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, line string) {
		end := 0
		for _, w := range Words(line) {
			if w.Start < end || w.End <= w.Start || w.End > len(line) {
				t.Fatalf("word %+v of %q", w, line)
			}
			if strings.TrimFunc(line[end:w.Start], isSpace) != "" {
				t.Fatalf("lost %q of %q", line[end:w.Start], line)
			}
			if raw := line[w.Start:w.End]; !w.Quoted && w.Text != raw || !strings.Contains(raw, w.Text) {
				t.Fatalf("word %+v is not in %q", w, line)
			}
			end = w.End
		}
		if strings.TrimFunc(line[end:], isSpace) != "" {
			t.Fatalf("lost %q of %q", line[end:], line)
		}
	})
}

func FuzzMoney(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, s string) {
		m, err := Money(s, "CNY")
		if err != nil {
			if code(err) == "" {
				t.Fatalf("Money(%q) fails with %v", s, err)
			}
			return
		}
		places, ok := sales.Exponent(m.Currency)
		if !ok || m.Minor <= 0 || m.Minor > maxMinor {
			t.Fatalf("Money(%q) = %v", s, m)
		}
		echo := fmt.Sprintf("%s %d", m.Currency, m.Minor)
		if places == 2 {
			echo = fmt.Sprintf("%s %d.%02d", m.Currency, m.Minor/100, m.Minor%100)
		}
		if again, err := Money(echo, "EUR"); err != nil || again != m {
			t.Fatalf("Money(%q) = %v, its echo %q = %v, %v", s, m, echo, again, err)
		}
	})
}

func FuzzPercent(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, s string) {
		p, end, err := LeadingDiscount(s)
		if err != nil {
			return
		}
		if end <= 0 || end > len(s) {
			t.Fatalf("LeadingDiscount(%q) ends at %d", s, end)
		}
		echo := fmt.Sprintf("%d.%02d%%", p/100, p%100)
		if again, end, err := LeadingDiscount(echo); err != nil || end != len(echo) || again != p || p <= 0 || p >= sales.Hundred {
			t.Fatalf("LeadingDiscount(%q) = %d, its echo %q = %d, %v", s, p, echo, again, err)
		}
	})
}

func FuzzDuration(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, s string) {
		m, err := Duration(s)
		if err != nil {
			return
		}
		for _, echo := range []string{fmt.Sprintf("%dm", m), fmt.Sprintf("%d分钟", m), fmt.Sprintf("%dh%02dm", m/60, m%60)} {
			if again, err := Duration(echo); err != nil || again != m || m < 1 || m > maxMinutes {
				t.Fatalf("Duration(%q) = %d, its echo %q = %d, %v", s, m, echo, again, err)
			}
		}
	})
}

// day makes a moment between 1991 and 2099 from a fuzzed number.
func day(minute uint32) time.Time {
	return time.Date(1991, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(minute%(109*365*24*60)) * time.Minute)
}

func FuzzWhen(f *testing.F) {
	for k, s := range seeds {
		f.Add(s, uint32(k)*1_234_567)
	}
	f.Fuzz(func(t *testing.T, s string, minute uint32) {
		now := day(minute)
		if m, err := WhenPast(s, now, calendar.Worktime{}); err == nil && m.Date > calendar.DateOf(now) {
			t.Fatalf("WhenPast(%q) on %s = %v", s, now, m)
		}
		m, err := When(s, now, calendar.Worktime{})
		if err != nil {
			if code(err) == "" {
				t.Fatalf("When(%q) fails with %v", s, err)
			}
			return
		}
		if !m.Date.Valid() {
			t.Fatalf("When(%q) = %v", s, m)
		}
		if m.Date < "1990" || m.Date > "2100" {
			return // counted far ahead in days, and not typed back
		}
		echo := m.Date.Weekday().String()[:3] + " " + string(m.Date) + " " + m.Clock
		if again, err := When(echo, now, calendar.Worktime{}); err != nil || again != m {
			t.Fatalf("When(%q) on %s = %v, its echo %q = %v, %v", s, now, m, echo, again, err)
		}
	})
}

func FuzzSpan(f *testing.F) {
	for k, s := range seeds {
		f.Add(s, uint32(k)*1_234_567)
	}
	f.Fuzz(func(t *testing.T, s string, minute uint32) {
		from, to, err := Span(s, day(minute))
		if err != nil {
			return
		}
		if !from.Valid() || !to.Valid() || from > to {
			t.Fatalf("Span(%q) = %s..%s", s, from, to)
		}
		if from < "1990" || to > "2100" {
			return
		}
		echo := string(from) + " to " + string(to)
		if a, b, err := Span(echo, day(minute)); err != nil || a != from || b != to {
			t.Fatalf("Span(%q) = %s..%s, its echo %s..%s, %v", s, from, to, a, b, err)
		}
	})
}

func FuzzID(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, s string) {
		id, ok := ID(s)
		if !ok {
			return
		}
		if again, ok := ID(id); !ok || again != id {
			t.Fatalf("ID(%q) = %q, its echo %q", s, id, again)
		}
	})
}

func FuzzReadLog(f *testing.F) {
	for k, s := range seeds {
		f.Add(s, k%2 == 0)
	}
	f.Add(",\f.", true)
	o := LogOptions{Now: wednesday, Currency: "CNY"}
	f.Fuzz(func(t *testing.T, line string, here bool) {
		for _, o.Known = range []func(string) int{nil, known} {
			o.Here = here
			if first, second, ok := SplitLog(line, o); ok && (first.Kind == "" || second.Kind == "" || first.About == "" || second.About == "") {
				t.Fatalf("SplitLog(%q) = %+v, %+v", line, first, second)
			}
			l, err := ReadLog(line, o)
			if err != nil {
				continue
			}
			if !strings.HasPrefix(line[l.NoteStart:], l.Note) {
				t.Fatalf("the note %q of %q does not start at %d", l.Note, line, l.NoteStart)
			}
			if _, ref := ID(l.About); !ref && !strings.Contains(line, l.About) {
				t.Fatalf("%q is about %q", line, l.About)
			}
			if l.Intent < 0 || l.Intent > 5 || l.Minutes < 0 || l.Minutes > maxMinutes {
				t.Fatalf("ReadLog(%q) = %+v", line, l)
			}
			if l.Kind == "" && l.About == "" && l.Minutes == 0 && l.Amount == nil && l.Intent == 0 && l.On == nil && l.Next == "" &&
				l.NextDue == nil {
				if bare := strings.Trim(strings.TrimFunc(line, isSpace), " ,，、:：;；.。-–—·"); bare != "" && l.Note == "" &&
					!strings.Contains(strings.ToLower(line), "next") && !strings.ContainsAny(line, "下后待tT") {
					t.Fatalf("all of %q is lost", line)
				}
			}
		}
	})
}

func FuzzNextStep(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, line string) {
		what, due, err := NextStep(line, wednesday, calendar.Worktime{})
		if err != nil {
			return
		}
		if due == nil && !strings.Contains(line, what) || due != nil &&
			(!due.Date.Valid() || due.Date < calendar.DateOf(wednesday) && !strings.ContainsAny(line, "\"“”„＂「『«»")) {
			t.Fatalf("NextStep(%q) = %q, %v", line, what, due)
		}
		for _, part := range strings.Fields(what) {
			if due == nil && !strings.Contains(line, part) {
				t.Fatalf("NextStep(%q) invents %q", line, part)
			}
		}
	})
}

func FuzzNewDeal(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, line string) {
		for _, read := range []func(string) int{nil, known} {
			d, err := NewDeal(line, LogOptions{Now: wednesday, Currency: "CNY", Known: read})
			if err != nil {
				continue
			}
			if _, ref := ID(d.Account); !ref && !strings.Contains(line, d.Account) {
				t.Fatalf("NewDeal(%q) is for %q", line, d.Account)
			}
			for _, part := range strings.Fields(d.Name) {
				if !strings.Contains(line, part) {
					t.Fatalf("NewDeal(%q) invents %q", line, part)
				}
			}
			if d.Amount != nil && d.Amount.Minor <= 0 || d.Close != nil && !d.Close.Date.Valid() {
				t.Fatalf("NewDeal(%q) = %+v", line, d)
			}
		}
	})
}

func FuzzNames(f *testing.F) {
	for k, s := range seeds {
		f.Add(s, seeds[(k+7)%len(seeds)])
	}
	f.Fuzz(func(t *testing.T, query, name string) {
		x := NewIndex([]Named{{"A-1", name}, {"A-2", "华星科技有限公司"}, {"A-3", "Acme Corporation"}})
		m := x.Find(query, nil)
		for k := range m {
			if m[k].Score < minScore || m[k].Score > 100 || k > 0 && m[k].Score > m[k-1].Score {
				t.Fatalf("Find(%q) = %v", query, m)
			}
		}
		certain := slices.IndexFunc(m, func(m Match) bool { return m.Score < 95 })
		if certain < 0 {
			certain = len(m)
		}
		if got := x.Exact(query, nil); len(query) <= 400 && !slices.Equal(got, m[:certain]) {
			t.Fatalf("Exact(%q) = %v; Find gives %v", query, got, m)
		}
		if self := x.Find(name, nil); len(name) <= 400 && len(sales.FoldWords(name)) > 0 && (len(self) == 0 || self[0].Score != 100) {
			t.Fatalf("Find(%q) does not find itself: %v", name, self)
		}
		if end := x.Known(query, nil); end < 0 || end > len(query) || utf8.ValidString(query) && !utf8.ValidString(query[:end]) {
			t.Fatalf("Known(%q) = %d", query, end)
		}
	})
}

// TestNoTextIsSlow feeds every parser the longest texts made of its own triggers. Work that
// grows with the square of the length would take seconds here.
func TestNoTextIsSlow(t *testing.T) {
	units := append([]string{"a$", "$ ", "\"", "“x ", "1,", "1.", "一", "一万", "十", "周五", "Fri ", "12/20 ", "by ", "to ", "next ", "下一步", "n",
		"华星", "D-7 ", "3pm ", "a 1 ", "call ", "--x ", "Inc ", "　", "第", "15%", "in 250 workdays ", "1 day before ", "11/20前250个工作日", "250工作日后",
		"about ", "a quick ", "大概", "半", "过几天", "early ", "mid ", "国庆后", "in the ", "and ", "and Acme ", "和", "又", "然后华星", "popped in to ", "give them ", "再降", "done, ", "to close ", "预计", "签",
		"Mon or ", "spoke to ", "王总"}, seeds...)
	o := LogOptions{Now: wednesday, Currency: "CNY", Known: known}
	said := saidNames()
	read := func(text string) {
		Words(text)
		Money(text, "CNY")
		LeadingDiscount(text)
		Duration(text)
		When(text, wednesday, calendar.Worktime{})
		Span(text, wednesday)
		ID(text)
		NextStep(text, wednesday, calendar.Worktime{})
		ReadLog(text, o)
		ReadLog("call Acme "+text[:len(text)-len("call Acme ")], o)
		SplitLog("call Acme Corporation, "+text[:len(text)-len("call Acme Corporation, ")], o)
		NewDeal(text, o)
		CloseDay(text, wednesday, calendar.Worktime{})
		CutDone(text)
		Terms(text, sales.Offer{})
		known(text)
		NewIndex(companies).Find(text, nil)
		ReadSaid("call Acme "+text[:len(text)-len("call Acme ")], said)
		Intend(text, IntendOptions{Now: wednesday, Here: len(text)%2 == 0})
		SaidStandup(text)
		Foreign(text)
	}
	read(strings.Repeat("a", 40)) // the patterns are compiled when they are first used
	for _, unit := range units {
		if unit == "" {
			continue
		}
		text := strings.Repeat(unit, MaxText/utf8.RuneCountInString(unit))
		// All readers together take half a second; one that is no longer linear takes many.
		t.Run(unit, func(t *testing.T) { dice.Quick(t, 2*time.Second, func() { read(text) }) })
	}
}
