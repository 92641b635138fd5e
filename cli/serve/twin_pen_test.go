package serve

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"dealdesk/chat"
	"dealdesk/desk"
	"dealdesk/desk/cards"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

type pen struct{ *rand.Rand }

func newPen(seed uint64, n ...uint64) pen {
	for _, k := range n {
		seed = seed*0x9E3779B97F4A7C15 + k + 1
	}
	return pen{rand.New(rand.NewPCG(seed, 7))}
}

func one[T any](p pen, of []T) T { return of[p.IntN(len(of))] }

// often returns true n times out of ten.
func (p pen) often(n int) bool { return p.IntN(10) < n }

func (p pen) day(from, to int) calendar.Date { return today.AddDays(from + p.IntN(to-from+1)) }

func find[T any](all []T, is func(T) bool) (found T, ok bool) {
	if i := slices.IndexFunc(all, is); i >= 0 {
		return all[i], true
	}
	return found, false
}

func (p pen) money() sales.Money {
	return sales.Money{Minor: int64(1+p.IntN(900)) * 100_000, Currency: one(p, []string{"CNY", "CNY", "USD"})}
}

func (p pen) activity(by sales.Person) sales.Activity {
	on := p.day(-9, 0)
	a := sales.Activity{Kind: one(p, sales.ActivityKinds), By: by.ID, On: on, At: on.In(time.UTC).Add(time.Hour), Minutes: p.IntN(60),
		Note: one(p, sentence)}
	if p.often(3) {
		a.Next = sales.NextStep{What: one(p, sentence), Due: on.AddDays(2)}
	}
	return a
}

func (f folder) id(kind string, n int) string {
	var k int
	fmt.Sscanf(f.ID, "D-%d", &k)
	return fmt.Sprintf("%s-%d", kind, (k-1)*perDeal+n+1)
}

func (f folder) event(p pen, n int, kind sales.EventKind) sales.Event {
	on := p.day(-9, 0)
	e := sales.Event{ID: f.id("E", n), Deal: f.ID, Account: f.Account, Team: f.Team, Owner: f.Owner, Pipeline: "six", By: f.Owner, Kind: kind,
		From: "lead", To: "discovery", Amount: f.Net(), On: on, At: on.In(time.UTC).Add(2 * time.Hour), Days: p.IntN(9)}
	if kind == sales.Granted {
		e.Discount, e.Before, e.To = sales.Percent(500+100*p.IntN(9)), f.Amount, f.id("R", 0)
	} else if kind != sales.Advanced {
		e.To, e.On, e.Reason, e.Competitor = "", f.Close, f.Reason, f.Competitor
	}
	return e
}

func (f folder) put(tx *store.Tx, d *desk.Desk) (err error) {
	keep := func(e error) {
		if err == nil {
			err = e
		}
	}
	keep(store.Deals.Put(tx, f.Deal))
	for _, e := range slices.Concat(f.before, f.events) {
		keep(store.Events.Put(tx, e))
	}
	for _, a := range f.activities {
		keep(store.Activities.Put(tx, a))
	}
	if f.nudge.Deal != "" {
		keep(store.Nudges.Put(tx, f.nudge))
	}
	for _, a := range f.approvals {
		keep(store.Approvals.Put(tx, a))
	}
	keep(d.PostDealCard(tx, f.Deal))
	for _, a := range f.approvals {
		ros, failed := d.Cards.Roster(tx, f.Deal, a, tx.Change().At)
		keep(failed)
		keep(d.PostApproval(tx, f.Deal, a, ros))
		keep(d.PostOutcome(tx, f.Deal, a))
	}
	if len(f.activities) > 1 {
		keep(d.PostInRoom(tx, f.Deal, f.activities[0].ID,
			func(p lang.Printer) (chat.Message, error) { return cards.Activity(tx, p, f.activities[0]) }))
	}
	return err
}
