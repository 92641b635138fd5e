package company

import (
	"iter"
	"math/rand/v2"
	"slices"
	"time"

	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// HistoryDays is how far back the sample's history goes.
const HistoryDays = 90

// history is the past of the sample company. It is planned at once, from the seed alone,
// as moments; writing them in order makes the records, under the same rules as real work.
type history struct {
	cards   cards.Maker
	staff   sales.Staff
	random  *rand.Rand
	moments []moment
	clients map[string]*client // by name
}

// moment is something that happened.
type moment struct {
	At time.Time
	Do func(tx *store.Tx, at time.Time) error
}

// client is a customer in the making.
type client struct {
	account sales.Account // as it is so far
	people  []string
}

// thread is a deal in the making.
type thread struct {
	course
	deal   sales.Deal
	client *client
	book   Book
	facts  sales.Facts
	asked  sales.Approval // the latest
}

// course is what is to become of a deal. Days count back from today.
type course struct {
	client, name, owner string
	amount              int64 // in whole units of the team's currency
	opened              int
	meets               int // the day of a first meeting with a new customer; 0: there is none
	pace                int // days in each stage
	stages              int // how many it gets through, at most
	quiet               int // days without contact until today
	ends                int // the day it closes; 0: it is open
	won                 bool
	lost, rival         string
	asks                []wish
	next                string // its last next step
}

// wish is a request for a discount and what became of it.
type wish struct {
	day         int
	percent     sales.Percent
	why         string
	verdict     sales.Verdict // "" waits or is the owner's own
	by, because string
}

// NewHistory plans the history of a seed. Whoever has a tale to tell has that one deal.
func NewHistory(m cards.Maker, staff sales.Staff, seed uint64) *history {
	h := &history{cards: m, staff: staff, random: rand.New(rand.NewPCG(seed, 0)), clients: map[string]*client{}}
	for _, b := range Books() {
		for i, name := range b.clients {
			h.meet(b, name, b.Reps[i%len(b.Reps)])
		}
		for _, c := range b.tales {
			h.meet(b, c.client, c.owner)
			h.plan(b, c)
		}
		for range 26 {
			h.plan(b, h.chance(b))
		}
		h.visits(b)
		h.standups(b)
	}
	slices.SortStableFunc(h.moments, func(x, y moment) int { return x.At.Compare(y.At) })
	return h
}

// meet makes a customer of a name.
func (h *history) meet(b Book, name, owner string) {
	industry := b.industries[len(h.clients)%len(b.industries)]
	h.clients[name] = &client{account: sales.Account{Name: name, Owner: owner, Team: b.Team, Industry: industry}, people: h.some(b.people, 2)}
}

// Weeks yields the moments, those of one week together, in order.
func (h *history) Weeks() iter.Seq[[]moment] {
	return func(yield func([]moment) bool) {
		for from := 0; from < len(h.moments); {
			week := calendar.DateOf(h.moments[from].At).Monday()
			to := from
			for to < len(h.moments) && calendar.DateOf(h.moments[to].At).Monday() == week {
				to++
			}
			if !yield(h.moments[from:to]) {
				return
			}
			from = to
		}
	}
}

// on is a moment of the working day so many days back, where the team is. Today's are
// over before the bot starts.
func (h *history) on(b Book, day int) time.Time {
	at := b.clock(day, "09:15")
	minutes := min(480, int(BotStarts.Sub(at).Minutes())-7)
	return at.Add(time.Duration(h.random.IntN(minutes)) * time.Minute)
}

func (h *history) then(at time.Time, do func(*store.Tx, time.Time) error) {
	h.moments = append(h.moments, moment{at, do})
}

func (h *history) one(of []string) string { return of[h.random.IntN(len(of))] }

// some are n different ones.
func (h *history) some(of []string, n int) (out []string) {
	for _, i := range h.random.Perm(len(of))[:n] {
		out = append(out, of[i])
	}
	return out
}

// chance draws a course.
func (h *history) chance(b Book) course {
	r := h.random
	name := h.one(b.clients)
	c := course{
		client: name, owner: h.clients[name].account.Owner, name: h.one(b.things), opened: 3 + r.IntN(HistoryDays-5), pace: 5 + r.IntN(9),
		stages: 1 + r.IntN(5), quiet: r.IntN(4), amount: b.unit * int64(2+r.IntN(40)), next: h.one(b.Steps),
	}
	if r.IntN(3) == 0 { // some are new
		c.opened, c.quiet = 1+r.IntN(13), 0
	}
	// Old deals have mostly come to an end: two of five are won.
	if end := c.opened - c.pace*(c.stages+1); end > 0 && r.IntN(10) < 8 {
		c.ends, c.won = end, c.stages >= 3 && r.IntN(10) < 6
		if !c.won {
			c.lost = h.one(sales.LostReasons())
			if c.lost == "competitor" || c.lost == "price" {
				c.rival = h.one(b.rivals)
			}
		}
	}
	return c
}

// plan puts the moments of a deal into the history.
func (h *history) plan(b Book, c course) {
	t := &thread{course: c, client: h.clients[c.client], book: b, facts: sales.Facts{Activities: map[sales.ActivityKind]bool{}, Contacts: map[sales.ContactRole]bool{}}}
	h.then(h.on(b, c.opened), t.open(h))
	if c.meets > 0 {
		h.then(h.on(b, c.meets), t.log(sales.Activity{Kind: sales.Meeting, Minutes: 60, Note: h.one(b.firsts), Next: sales.NextStep{What: c.next, Due: workday(c.quiet - 4)}}))
	}
	last := max(c.ends, c.quiet)
	moves := 0
	for day := c.opened - 1 - h.random.IntN(2); day >= last; day = min(day-1, max(last, day-2-h.random.IntN(4))) {
		kind := b.Kind(h.random)
		advance := c.opened-day >= c.pace*(moves+1) && moves < c.stages
		if advance && moves == 2 { // what negotiation asks for
			kind = sales.Demo
		}
		note, step := h.one(b.Notes[kind]), h.one(b.Steps)
		minutes, due := Lasts(kind, h.random), day-1-h.random.IntN(5)
		if day-7 < last && c.next != "" {
			step, due = c.next, last-1-h.random.IntN(7)
		}
		at := h.on(b, day)
		h.then(at, t.log(sales.Activity{Kind: kind, Minutes: minutes, Note: note, Next: sales.NextStep{What: step, Due: workday(due)}}))
		if advance {
			moves++
			h.then(at.Add(5*time.Minute), t.advance(h))
		}
	}
	for _, w := range c.asks {
		at := h.on(b, w.day)
		h.then(at, t.ask(h, w))
		if w.verdict != "" {
			h.then(at.Add(25*time.Minute), t.decide(h, w))
		}
	}
	if c.ends > 0 {
		h.then(h.on(b, c.ends).Add(10*time.Minute), t.close(h))
	}
}

// workday is the working day so many days back; ahead when negative.
func workday(day int) calendar.Date {
	d := calendar.DateOf(Begins).AddDays(-day)
	for d.Weekday() == time.Saturday || d.Weekday() == time.Sunday {
		d = d.AddDays(1)
	}
	return d
}

// Lasts draws how many minutes it takes.
func Lasts(kind sales.ActivityKind, r *rand.Rand) int {
	if kind == sales.Email || kind == sales.Chat {
		return 5 * (1 + r.IntN(3))
	}
	return 10 * (1 + r.IntN(6))
}

// Kind draws how a customer is in touch: calls mostly.
func (b Book) Kind(r *rand.Rand) sales.ActivityKind {
	all := []sales.ActivityKind{sales.Call, sales.Call, sales.Call, sales.Email, sales.Email, sales.Meeting, sales.Visit, sales.Chat}
	if b.Team == "south" { // WeChat and visits instead of mail
		all = []sales.ActivityKind{sales.Call, sales.Call, sales.Chat, sales.Chat, sales.Chat, sales.Visit, sales.Visit, sales.Meeting}
	}
	return all[r.IntN(len(all))]
}
