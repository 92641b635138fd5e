package sales

import (
	"cmp"
	"slices"
	"strings"

	"dealdesk/sales/calendar"
)

// Background is what a decider should see beside a request: earlier discounts,
// and how similar deals went.
type Background struct {
	List    Money // before discount
	Stage   string
	Next    NextStep
	Account Habit  // of discounts granted to the customer
	Rep     Habit  // of discounts granted on deals of the deal's owner
	Similar []Deal // closed ones, newest first
}

// Habit is how often a discount was granted, and how much.
type Habit struct {
	Count   int     // within HabitDays
	Average Percent // of these, rounded
	Last    Percent
	LastOn  calendar.Date
	Recent  int  // within OftenDays
	Often   bool // Recent is above Alerts.Discounts
}

// How far back discounts are counted, and how far for Habit.Recent, in days.
const (
	HabitDays = 180
	OftenDays = 90
)

const maxSimilar = 5

// Past is a deal that may be similar to another one, with its customer.
type Past struct {
	Deal    Deal
	Account Account
}

// Background collects what there is to know about d, of the customer account, on a day.
// events are those of the customer's deals and of the owner's, past the closed deals to
// choose from: pass only what the reader may see (P13).
func (d Deal) Background(account Account, events []Event, past []Past, alerts Alerts, on calendar.Date) Background {
	habit := func(of func(Event) bool) Habit { return habitOf(events, of, alerts.Discounts, on) }
	b := Background{List: d.Amount, Stage: d.Stage, Next: d.Next,
		Account: habit(func(e Event) bool { return e.Account != "" && e.Account == d.Account }),
		Rep:     habit(func(e Event) bool { return e.Owner == d.Owner })}
	for _, p := range past {
		if p.Deal.ID != d.ID && p.Deal.Status != Open && d.alike(account, p) {
			b.Similar = append(b.Similar, p.Deal)
		}
	}
	slices.SortFunc(b.Similar, func(x, y Deal) int {
		return cmp.Or(y.Closed.Compare(x.Closed), strings.Compare(x.ID, y.ID))
	})
	b.Similar = b.Similar[:min(len(b.Similar), maxSimilar)]
	return b
}

// habitOf counts each grant once. Taking a discount back is not a grant.
func habitOf(events []Event, of func(Event) bool, often int, on calendar.Date) (h Habit) {
	sum, seen := int64(0), map[string]bool{}
	var last Event
	for _, e := range events {
		if e.Kind != Granted || e.Discount <= 0 || !of(e) || seen[e.ID] || e.On > on || e.On <= on.AddDays(-HabitDays) {
			continue
		}
		seen[e.ID] = true
		h.Count++
		sum += int64(e.Discount)
		if e.On > on.AddDays(-OftenDays) {
			h.Recent++
		}
		if h.Count == 1 || e.At.After(last.At) {
			last = e
		}
	}
	if h.Count > 0 {
		h.Average, h.Last, h.LastOn = Percent((sum+int64(h.Count)/2)/int64(h.Count)), last.Discount, last.On
	}
	h.Often = often > 0 && h.Recent > often
	return h
}

// alike reports whether p was a similar sale: the same product or, where none is named, a
// customer of the same industry or tier, for between half and twice the amount.
func (d Deal) alike(account Account, p Past) bool {
	same := func(a, b string) bool {
		return a != "" && SameSpelling(strings.TrimSpace(a), strings.TrimSpace(b))
	}
	kind := same(d.Product, p.Deal.Product)
	if strings.TrimSpace(d.Product) == "" {
		kind = same(account.Industry, p.Account.Industry) || same(string(account.Tier), string(p.Account.Tier))
	}
	mine, other := d.Amount, p.Deal.Amount
	return kind && mine.Currency == other.Currency && other.Minor > 0 && mine.Minor <= 2*other.Minor && other.Minor <= 2*mine.Minor
}
