package sales

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"dealdesk/sales/calendar"
)

var twoStages = []Pipeline{{ID: "p", Stages: []Stage{{ID: "one", Chance: 2000}, {ID: "two", Chance: 5000}}}}

func TestAReviewShowsThePeriodBesideTheOneBefore(t *testing.T) {
	cny := func(n int64) Money { return Money{n, "CNY"} }
	lost := func(deal, reason, rival string, m Money) Event {
		return Event{Deal: deal, Pipeline: "p", Kind: ClosedLost, From: "one", Reason: reason, Competitor: rival, Amount: m}
	}
	granted := func(account string, p Percent) Event { return Event{Kind: Granted, Account: account, Discount: p} }
	r := NewReview(ReviewInput{
		Period: calendar.Week(today), Done: true, Pipelines: twoStages, Quiet: func(Deal) int { return 3 }, Now: monday,
		People: []Person{{ID: "U-bo"}, {ID: "U-ann"}, {ID: "U-gil", Gone: true}, {ID: "U-hal", Gone: true}},
		Events: []Event{
			{Deal: "D-1", Pipeline: "p", Kind: Created, To: "one"},
			{Deal: "D-1", Pipeline: "p", Kind: Advanced, From: "one", To: "two", Unmet: []string{"field.need"}},
			{Deal: "D-1", Pipeline: "p", Kind: WentBack, From: "two", To: "one"},
			{Deal: "D-2", Pipeline: "p", Owner: "U-ann", Kind: ClosedWon, From: "two", Amount: cny(100), Days: 9},
			{Deal: "D-3", Pipeline: "p", Owner: "U-ann", Kind: ClosedWon, From: "two", Amount: cny(201), Days: 4},
			{Deal: "D-4", Pipeline: "p", Owner: "U-bo", Kind: ClosedWon, From: "old", Amount: Money{7, "USD"}, Days: 30},
			{Deal: "D-5", Pipeline: "p", Kind: ClosedWon, From: "two", Amount: cny(999), Days: 1, TakenBack: "E-1"},
			{Deal: "D-5", Pipeline: "p", Kind: Reopened, From: "won", To: "two"},
			{Deal: "D-10", Pipeline: "p", Kind: ClosedLost, From: "one", Reason: "price", TakenBack: "E-2"},
			{Deal: "D-10", Pipeline: "p", Kind: Reopened, From: "lost", To: "one"},
			{Deal: "D-9", Pipeline: "p", Kind: Reopened, From: "lost", To: "two"}, // lost in an earlier period
			lost("D-6", "price", "Rival", cny(10)), lost("D-7", "price", "", Money{4, "USD"}), lost("D-8", "timing", "Rival", cny(1)),
			granted("A-1", 500), granted("A-1", 900), granted("A-2", 500), granted("A-3", 500), granted("A-3", 0),
		},
		Counts: []Count{{today, "U-ann", "calls", 3}, {"2026-11-17", "U-ann", "calls", 2}, {today, "U-gil", "calls", 1},
			{today, "U-new", "visits", 1}},
		Before:    []Event{{Deal: "D-0", Pipeline: "p", Kind: ClosedWon, From: "two", Amount: cny(50), Days: 2}},
		CountsWas: []Count{{"2026-11-10", "U-ann", "calls", 4}, {"2026-11-10", "U-hal", "calls", 4}},
		Open: []Deal{
			{ID: "D-24", Pipeline: "p", Stage: "two", Status: Won, Amount: cny(5000)},
			{ID: "D-23", Pipeline: "p", Stage: "two", Status: Open, Created: monday},
			{ID: "D-20", Pipeline: "p", Stage: "one", Status: Open, Amount: cny(500), Created: monday},
			{ID: "D-21", Pipeline: "p", Stage: "two", Status: Open, Amount: cny(1000), Discount: 6000, Created: monday},
			{ID: "D-22", Pipeline: "p", Stage: "two", Status: Open, Amount: Money{90, "USD"}, Created: monday.AddDate(0, 0, -9)},
		},
	})

	now := Numbers{Created: 1, Advanced: 1, Back: 1, Won: 3, Lost: 3, Discounts: 5, Overrides: 1,
		WonTotal: Totals{"CNY": 301, "USD": 7}, LostTotal: Totals{"CNY": 11, "USD": 4}, WinRate: Ratio{3, 6},
		DealSize: []Average{{cny(151), 2}, {Money{7, "USD"}, 1}}, Cycle: Median{9, 3},
		Stages: []StageMoves{
			{Pipeline: "p", Stage: "one", In: 2, Out: 4, Forward: 1, Lost: 3},
			{Pipeline: "p", Stage: "two", In: 1, Out: 3, Back: 1, Won: 2},
		},
		Metrics: map[string]int64{"calls": 6, "visits": 1}}
	if diff := cmp.Diff(now, r.Now); diff != "" {
		t.Errorf("now:\n%s", diff)
	}
	was := Numbers{Won: 1, WonTotal: Totals{"CNY": 50}, LostTotal: Totals{}, WinRate: Ratio{1, 1}, DealSize: []Average{{cny(50), 1}},
		Cycle:   Median{2, 1},
		Stages:  []StageMoves{{Pipeline: "p", Stage: "one"}, {Pipeline: "p", Stage: "two", Out: 1, Won: 1}},
		Metrics: map[string]int64{"calls": 8}}
	if diff := cmp.Diff(was, r.Was); diff != "" {
		t.Errorf("was:\n%s", diff)
	}
	if got := [2][]string{ids(r.Won), ids(r.Lost)}; !cmp.Equal(got, [2][]string{{"D-2", "D-3", "D-4"}, {"D-6", "D-7", "D-8"}}) {
		t.Errorf("won, lost: %v", got)
	}
	reasons := []Reason{{"price", 2, Totals{"CNY": 10, "USD": 4}}, {"timing", 1, Totals{"CNY": 1}}}
	if diff := cmp.Diff(reasons, r.Reasons); diff != "" {
		t.Errorf("reasons:\n%s", diff)
	}
	if diff := cmp.Diff([]Reason{{"Rival", 2, Totals{"CNY": 11}}}, r.Rivals); diff != "" {
		t.Errorf("rivals:\n%s", diff)
	}
	reps := []RepPeriod{
		{"U-bo", nil, nil, Totals{"USD": 7}},
		{"U-ann", map[string]int64{"calls": 5}, map[string]int64{"calls": 4}, Totals{"CNY": 301}},
		{"U-gil", map[string]int64{"calls": 1}, nil, nil}, // has left, but the numbers stay
		{"U-new", map[string]int64{"visits": 1}, nil, nil},
	}
	if diff := cmp.Diff(reps, r.Reps); diff != "" {
		t.Errorf("reps:\n%s", diff)
	}
	if diff := cmp.Diff([]Tally{{"A-1", 2}}, r.Discounts); diff != "" {
		t.Errorf("discounts:\n%s", diff)
	}
	if len(r.Top) != 2 || r.Top[0].Currency != "CNY" || r.Top[0].Of != 2 || r.Top[0].Deals[0].ID != "D-20" || r.Top[1].Deals[0].ID != "D-22" {
		t.Errorf("top: %+v", r.Top)
	}
	forecast := Sum{4, Totals{"CNY": 900, "USD": 90}, Totals{"CNY": 300, "USD": 45}}
	if diff := cmp.Diff(forecast, r.Forecast); diff != "" {
		t.Errorf("forecast:\n%s", diff)
	}
	if r.Stale.Of != 1 || r.Stale.Deals[0].ID != "D-22" || r.NoNext.Of != 4 {
		t.Errorf("watch: %+v", r.Watch)
	}
	if r.Drops != nil {
		t.Errorf("one case is no trend: %v", r.Drops)
	}
}

func TestAWeekIsComparedOnceItsReviewIsDue(t *testing.T) {
	plan, week := ReviewPlan{Day: "5", At: "16:00"}, calendar.Week("2026-11-24")
	for at, want := range map[string]bool{
		"2026-11-24 10:00": false, "2026-11-27 15:59": false, "2026-11-27 16:00": true, "2026-11-28 09:00": true, "2026-12-01 10:00": true,
	} {
		now, err := time.Parse("2006-01-02 15:04", at)
		if got := plan.Reviewed(week, calendar.Worktime{}, now); err != nil || got != want {
			t.Errorf("at %s: %v, %v", at, got, err)
		}
	}
	in := ReviewInput{Period: week, CountsWas: []Count{{"2026-11-17", "U-ann", Contacts, 9}}}
	if r := NewReview(in); r.Drops != nil {
		t.Errorf("a week that is not over has fallen: %v", r.Drops)
	}
	if in.Done = true; len(NewReview(in).Drops) != 1 {
		t.Error("a week that is over has not fallen")
	}
}

func TestASmallSampleIsNotEnoughHistory(t *testing.T) {
	for n, want := range map[int]bool{0: false, 4: false, 5: true, 500: true} {
		if got := [3]bool{Ratio{0, n}.Enough(), Average{N: n}.Enough(), Median{N: n}.Enough()}; got != [3]bool{want, want, want} {
			t.Errorf("%d cases are enough: %v", n, got)
		}
	}
}

func TestRatesRoundHalfUp(t *testing.T) {
	for _, c := range []struct {
		r    Ratio
		want Percent
	}{{Ratio{0, 0}, 0}, {Ratio{0, 5}, 0}, {Ratio{1, 3}, 3333}, {Ratio{2, 3}, 6667}, {Ratio{1, 8}, 1250}, {Ratio{1, 20000}, 1},
		{Ratio{5, 5}, Hundred}} {
		if got := c.r.Percent(); got != c.want {
			t.Errorf("%d of %d is %d, want %d", c.r.N, c.r.Of, got, c.want)
		}
	}
	if got := share(3*AmountMax, 4*AmountMax); got != 7500 {
		t.Errorf("three quarters of a fortune are %d", got)
	}
	if got := (StageMoves{Forward: 3, Won: 1, Back: 2, Lost: 2, Out: 8}).Conversion(); got != (Ratio{4, 8}) {
		t.Errorf("conversion: %v", got)
	}
}

func TestTheMedianIsTheMiddle(t *testing.T) {
	for _, c := range []struct {
		days []int
		want int
	}{{nil, 0}, {[]int{7}, 7}, {[]int{9, 1}, 5}, {[]int{2, 9, 1}, 2}, {[]int{4, 1, 2, 3}, 3}} {
		if got := median(slices.Clone(c.days)); got != (Median{c.want, len(c.days)}) {
			t.Errorf("of %v: %v", c.days, got)
		}
	}
}

func TestOnlyADropOfMoreThanFifteenPercentIsPointedOut(t *testing.T) {
	for _, c := range []struct {
		was, now int64
		want     bool
	}{
		{100, 85, false}, {100, 84, true}, {20, 17, false}, {20, 16, true}, {7, 6, false}, {6, 5, true}, {5, 0, true}, {4, 0, false}, {5, 9, false},
		{9*AmountMax + 1, 9*AmountMax/100*85 + 1, false}, {9 * AmountMax, 9*AmountMax/100*85 - 1, true},
	} {
		d := Drops(Numbers{Metrics: map[string]int64{Contacts: c.now}}, Numbers{Metrics: map[string]int64{Contacts: c.was}}, DropLimit)
		if got := len(d) == 1; got != c.want {
			t.Errorf("from %d to %d: %v", c.was, c.now, d)
		}
	}
	was := Numbers{Created: 10, Won: 5, WonTotal: Totals{"CNY": 1000, "USD": 1000},
		DealSize: []Average{{N: 5, Money: Money{200, "CNY"}}, {N: 4, Money: Money{250, "USD"}}}}
	got := Drops(Numbers{Created: 8, Won: 5, WonTotal: Totals{"CNY": 700}}, was, DropLimit)
	if want := []Drop{{"created", "", 10, 8}, {"won", "CNY", 1000, 700}}; !slices.Equal(got, want) {
		t.Errorf("drops: %v, want %v", got, want)
	}
}

// Two ways to the same number: counters updated one by one, and a review's events, of deals that
// are closed and reopened again and again. What was taken back is in neither.
func TestAReviewAgreesWithTheCounters(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kinds := []EventKind{Created, Advanced, WentBack, ClosedWon, ClosedLost, Reopened, Repriced, Given, Redated, Granted}
		var events []Event
		closed := map[string]int{} // of each deal, its close among the events
		for i := range rapid.IntRange(0, 60).Draw(t, "n") {
			e := Event{Deal: rapid.SampledFrom([]string{"D-1", "D-2", "D-3"}).Draw(t, "deal"), Pipeline: "p", From: "one", To: "two",
				Owner: rapid.SampledFrom([]string{"U-ann", "U-bo"}).Draw(t, "owner"), Kind: rapid.SampledFrom(kinds).Draw(t, "kind"),
				Amount: Money{rapid.Int64Range(1, 1000).Draw(t, "amount"), rapid.SampledFrom([]string{"CNY", "USD"}).Draw(t, "currency")}}
			if rapid.Bool().Draw(t, "override") {
				e.Unmet = []string{"field.need"}
			}
			switch at, is := closed[e.Deal]; {
			case !is && (e.Kind == ClosedWon || e.Kind == ClosedLost):
				closed[e.Deal] = len(events)
			case is && e.Kind == Reopened:
				events[at].TakenBack = fmt.Sprint("E-", i)
				delete(closed, e.Deal)
			case is != (e.Kind == Reopened):
				continue // a closed deal is only reopened, an open one is not
			}
			events = append(events, e)
		}
		counters, won := map[string]int64{}, map[string]int64{}
		for _, e := range events {
			for _, c := range EventCounts(e) {
				counters[c.Metric] += c.N
				won[e.Owner+" "+c.Metric] += c.N
			}
		}
		wins := 0
		for _, at := range closed {
			if events[at].Kind == ClosedWon {
				wins++
			}
		}
		losses := len(closed) - wins
		n := NewNumbers(events, nil, twoStages)
		r := NewReview(ReviewInput{Events: events, People: []Person{{ID: "U-ann"}, {ID: "U-bo"}}})
		d := NewDigest(DigestInput{Events: events})
		if n.Won != wins || n.Lost != losses || len(r.Won) != wins || len(r.Lost) != losses || len(d.Won) != wins || len(d.Lost) != losses {
			t.Fatalf("%d deals are won and %d lost: numbers %d, %d, review %d, %d, digest %d, %d", wins, losses, n.Won, n.Lost, len(r.Won),
				len(r.Lost), len(d.Won), len(d.Lost))
		}
		for _, rep := range r.Reps {
			for _, currency := range []string{"CNY", "USD"} {
				if got, want := rep.WonTotal[currency], won[rep.Person+" won:"+currency]; got != want {
					t.Fatalf("%s won %s %d, the counters say %d", rep.Person, currency, got, want)
				}
			}
		}
		for metric, got := range map[string]int64{CountCreated: int64(n.Created), CountAdvanced: int64(n.Advanced), CountBack: int64(n.Back),
			CountWon:  int64(n.Won),
			CountLost: int64(n.Lost), CountDiscounts: int64(n.Discounts), CountOverrides: int64(n.Overrides),
			"won:CNY": n.WonTotal["CNY"], "won:USD": n.WonTotal["USD"]} {
			if got != counters[metric] {
				t.Fatalf("%s: the review says %d, the counters %d", metric, got, counters[metric])
			}
		}
		in, out := 0, 0
		for _, s := range n.Stages {
			in, out = in+s.In, out+s.Out
			if s.Out != s.Forward+s.Back+s.Won+s.Lost {
				t.Fatalf("%s: %+v", s.Stage, s)
			}
		}
		if in != n.Created+n.Advanced+n.Back || out != n.Advanced+n.Back+n.Won+n.Lost {
			t.Fatalf("%d came in and %d left: %+v", in, out, n)
		}
	})
}
