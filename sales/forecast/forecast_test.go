package forecast_test

import (
	"fmt"
	"iter"
	"slices"
	"testing"
	"time"

	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/sales/forecast"
)

const today = calendar.Date("2026-11-30")

var quarter = calendar.Span{From: "2026-10-01", To: "2026-12-31"}

func dollars(n int64) sales.Money { return sales.Money{Minor: n * 100, Currency: "USD"} }

func outcomes(all ...forecast.Outcome) iter.Seq2[forecast.Outcome, error] {
	return func(yield func(forecast.Outcome, error) bool) {
		for _, o := range all {
			if !yield(o, nil) {
				return
			}
		}
	}
}

// closed are n outcomes, won of them won, that came as far as a stage and were open for some days.
func closed(n, won int, stage string, days int, amount int64) (all []forecast.Outcome) {
	for i := range n {
		all = append(all, forecast.Outcome{On: "2026-11-01", Pipeline: "standard", Stage: stage, Won: i < won, Days: days, Net: dollars(amount)})
	}
	return all
}

func open(stage string, days int, amount int64) *sales.Deal {
	return &sales.Deal{ID: "D-1", Pipeline: "standard", Stage: stage, Status: sales.Open, Amount: dollars(amount), Close: "2026-12-20",
		Created: today.AddDays(-days).In(time.UTC)}
}

func TestAChanceRestsOnTheDealsMostLikeItOfWhichThereAreEnough(t *testing.T) {
	for _, c := range []struct {
		name    string
		history []forecast.Outcome
		deal    *sales.Deal
		want    string
	}{
		{"no history: the configured chance", nil, open("proposal", 10, 1000), "4000 of 0 days 0 size 0"},
		{"four cases are none", closed(4, 4, "proposal", 10, 1000), open("proposal", 10, 1000), "4000 of 0 days 0 size 0"},
		{"five are enough", closed(5, 2, "proposal", 10, 1000), open("proposal", 10, 1000), "4000 of 5 days 0 size 0"},
		{"who ended earlier had not come as far", append(closed(5, 1, "lead", 10, 1000), closed(5, 4, "proposal", 10, 1000)...),
			open("proposal", 10, 1000), "8000 of 5 days 0 size 0"},
		{"who came further had been here", append(closed(5, 0, "lead", 10, 1000), closed(5, 5, "payment", 10, 1000)...),
			open("lead", 10, 1000), "5000 of 10 days 0 size 0"},
		{"an old deal is like those that were open as long", append(closed(10, 8, "proposal", 20, 1000), closed(10, 1, "proposal", 120, 1000)...),
			open("proposal", 100, 1000), "1000 of 10 days 90 size 0"},
		{"too few old ones: all that came as far", append(closed(10, 8, "proposal", 20, 1000), closed(4, 0, "proposal", 200, 1000)...),
			open("proposal", 190, 1000), "5714 of 14 days 0 size 0"},
		{"a large deal is like large ones", slices.Concat(closed(6, 6, "proposal", 5, 100), closed(6, 3, "proposal", 5, 1000),
			closed(6, 1, "proposal", 5, 90000)), open("proposal", 5, 95000), "1667 of 6 days 0 size 3"},
		{"a removed stage has no chance", closed(9, 9, "proposal", 5, 100), open("gone", 5, 100), "0 of 0 days 0 size 0"},
		{"nor has one of another pipeline any history", []forecast.Outcome{{Pipeline: "gone", Stage: "lead", Won: true}},
			open("lead", 5, 100), "1000 of 0 days 0 size 0"},
	} {
		chances, err := forecast.NewChances(sales.Templates(), outcomes(c.history...), today)
		if err != nil {
			t.Fatal(err)
		}
		x := chances.Of(c.deal)
		if got := fmt.Sprintf("%d of %d days %d size %d", x.Percent, x.Of.Of, x.Days, x.Size); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestAnOutcomeComesBackFromItsKey(t *testing.T) {
	var read forecast.Reader
	for _, o := range append(closed(2, 1, "proposal", 42, 48000), forecast.Outcome{On: "2026-01-02", Pipeline: "p", Stage: "s"}) {
		if got, ok := read.Outcome([]byte(o.Key())); !ok || got != o {
			t.Errorf("%q: %+v, want %+v", o.Key(), got, o)
		}
	}
	for _, bad := range []string{"", "a b", "2026-01-01 p s won x USD 1", "2026-01-01 p s won 1 USD x"} {
		if o, ok := read.Outcome([]byte(bad)); ok {
			t.Errorf("%q was read as %+v", bad, o)
		}
	}
	if _, ok := forecast.OutcomeOf(*open("lead", 1, 1)); ok {
		t.Error("an open deal has an outcome")
	}
}

// said is an open deal with a category and an expected close.
func said(id string, c sales.Category, amount int64, close calendar.Date) sales.Deal {
	return sales.Deal{ID: id, Owner: "U1", Team: "east", Pipeline: "standard", Stage: "lead", Status: sales.Open, Amount: dollars(amount),
		Close: close, Forecast: c, Created: time.Date(2026, 10, 5, 9, 0, 0, 0, time.UTC)}
}

func half(*sales.Deal) sales.Percent { return 50_00 }

func TestAnOutlookCountsEachDealWhereItsOwnerPutsIt(t *testing.T) {
	sold := said("D-9", "", 1000, "2026-11-02")
	sold.Status = sales.Won
	yen := said("D-8", sales.Commit, 0, "2026-12-01")
	yen.Amount = sales.Money{Minor: 700, Currency: "JPY"}
	o := forecast.New(quarter, []sales.Deal{
		said("D-1", sales.Commit, 100, "2026-12-31"), said("D-2", sales.Best, 200, "2026-10-01"), said("D-3", "", 400, "2026-12-01"),
		said("D-4", sales.Omitted, 800, "2026-12-01"), said("D-5", sales.Commit, 1600, "2027-01-01"), said("D-6", sales.Commit, 3200, ""),
		said("D-7", sales.Commit, 6400, "2026-09-30"), yen,
	}, []sales.Deal{sold}, half, today)
	got := fmt.Sprint(o.Won, o.Commit, o.Best, o.Weighted, o.Undated, o.Behind, len(o.Open))
	want := "map[USD:100000] map[JPY:700 USD:110000] map[JPY:700 USD:130000] map[JPY:350 USD:135000] 1 1 5"
	if got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	if o.Open[0].Said() != sales.Commit || o.Open[4].Said() != sales.Omitted {
		t.Errorf("order: %v", o.Open)
	}
}

func TestEachChangeSinceASubmissionIsNamedWithItsAmount(t *testing.T) {
	at := time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC)
	then := []sales.Deal{said("D-1", sales.Commit, 100, "2026-12-31"), said("D-2", "", 200, "2026-12-31"), said("D-3", "", 300, "2026-12-31"),
		said("D-4", "", 400, "2026-12-31"), said("D-5", "", 500, "2026-12-31"), said("D-6", sales.Best, 600, "2026-12-31"),
		said("D-7", "", 700, "2026-12-31"), said("D-10", "", 900, "2026-12-31")}
	f, err := forecast.Forecast{Period: quarter}.Submit(forecast.New(quarter, then, nil, half, today), at, today)
	if err != nil {
		t.Fatal(err)
	}
	won, lost, out := then[0], then[1], then[2]
	won.Status, lost.Status, out.Close = sales.Won, sales.Lost, "2027-01-15"
	up, down, recalled, left := then[3], then[4], then[5], then[6]
	up.Amount, down.Amount, recalled.Forecast, left.Owner = dollars(450), dollars(410), sales.Commit, "U2"
	opened, in := said("D-8", "", 800, "2026-12-31"), said("D-9", "", 850, "2026-12-31")
	opened.Created = at.Add(time.Hour)
	now := forecast.New(quarter, []sales.Deal{up, down, recalled, opened, in, then[7]}, []sales.Deal{won}, half, today)
	gone := map[string]sales.Deal{"D-2": lost, "D-3": out, "D-7": left}
	scope := forecast.Scope{Person: "U1", Team: "east"}
	var got []string
	for _, c := range forecast.Changes(f.Last.Lines, at, now, gone, scope.Owns) {
		got = append(got, fmt.Sprintf("%s %s %d", c.Kind, c.Deal.ID, c.By.Minor/100))
	}
	want := []string{"won D-1 100", "lost D-2 200", "out D-3 300", "in D-9 850", "new D-8 800", "up D-4 50", "down D-5 90", "said D-6 600",
		"left D-7 700"}
	if !slices.Equal(got, want) {
		t.Errorf("%q\nwant %q", got, want)
	}
}

func TestASubmissionIsForAPeriodThatIsNotOver(t *testing.T) {
	for _, c := range []struct {
		period calendar.Span
		code   string
	}{
		{quarter, ""},
		{calendar.Span{From: "2026-11-01", To: "2026-11-30"}, ""},
		{calendar.Span{From: "2027-01-01", To: "2027-12-31"}, ""},
		{calendar.Span{From: "2026-10-01", To: "2026-10-31"}, "forecast.over"},
		{calendar.Span{From: "2026-11-30", To: "2026-12-06"}, "forecast.no_period"},
	} {
		_, err := forecast.Forecast{Period: c.period}.Submit(forecast.New(c.period, nil, nil, half, today), time.Now(), today)
		code := ""
		if p, no := sales.AsProblem(err); no {
			code = p.Code
		}
		if code != c.code {
			t.Errorf("%v: %q, want %q", c.period, code, c.code)
		}
	}
}

func TestAnOverrideKeepsBothNumbersAndItsReason(t *testing.T) {
	commit := sales.Totals{"USD": 300_00, "EUR": 50_00}
	act, won := sales.Act{By: "U9", At: time.Now(), On: today}, sales.Totals{"USD": 200_00}
	f, err := forecast.Forecast{Period: quarter}.Set(dollars(200), commit, won, " Globex slips every year ", act)
	if err != nil || f.Override.Was != dollars(300) || f.Override.Reason != "Globex slips every year" {
		t.Fatal(f, err)
	}
	if got := fmt.Sprint(f.Counted(commit)); got != "map[EUR:5000 USD:20000]" {
		t.Error(got)
	}
	if _, err := f.Set(dollars(200), commit, won, " ", act); err == nil {
		t.Error("a number without a reason was taken")
	}
	if _, err := f.Set(dollars(199), commit, won, "less", act); err == nil {
		t.Error("a number below what is won was taken")
	}
	if f, err = f.Unset(); err != nil || f.Override.Set() {
		t.Error(f, err)
	}
	if _, err := f.Unset(); err == nil {
		t.Error("nothing was taken back")
	}
}

func TestAHabitNeedsThreePeriods(t *testing.T) {
	var l forecast.Landed
	add := func(submitted, won int64) {
		l = l.Add(forecast.Submitted{At: time.Now(), Figures: forecast.Figures{Commit: sales.Totals{"USD": submitted}}},
			sales.Totals{"USD": won}, "USD")
	}
	add(100_00, 80_00)
	add(0, 50_00) // nothing was submitted
	if add(100_00, 100_00); l.Enough() {
		t.Errorf("%+v", l)
	}
	add(200_00, 172_00)
	if !l.Enough() || l.Percent() != 88_00 || l.At(dollars(1000)) != dollars(880) {
		t.Errorf("%+v %v %v", l, l.Percent(), l.At(dollars(1000)))
	}
}

func TestPeriodsAreWholeMonthsAndQuarters(t *testing.T) {
	if forecast.Quarter("2026-12-31") != quarter || forecast.Quarter("2026-10-01") != quarter {
		t.Error(forecast.Quarter("2026-12-31"))
	}
	if m := forecast.Month("2026-02-11"); m != (calendar.Span{From: "2026-02-01", To: "2026-02-28"}) {
		t.Error(m)
	}
}
