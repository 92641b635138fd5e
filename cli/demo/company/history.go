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

// HistoryDays is how many days back the history of the sample goes.
const HistoryDays = 90

// history is the past of the sample company. All of it is planned first, as moments that depend
// only on the seed. Running them in order writes the records, under the same rules as real work.
type history struct {
	cards   cards.Maker
	staff   sales.Staff
	random  *rand.Rand
	moments []moment
	clients map[string]*client // by name
}

// moment is one act of the history at a time.
type moment struct {
	At time.Time
	By string // who is in the journal for it
	Do func(tx *store.Tx, at time.Time) error
}

// client is a customer while the history is written.
type client struct {
	account sales.Account // as written so far
	people  []string
	book    Book
}

// thread is a deal while the history is written.
type thread struct {
	course
	deal   sales.Deal
	client *client
	book   Book
	facts  sales.Facts
	asked  sales.Approval // the latest request
}

// course describes what happens to a deal. Days count back from today.
type course struct {
	client, name, owner string
	amount              int64 // in whole units of the team's currency
	opened              int
	meets               int // the day of a first meeting with a new customer; 0 for none
	pace                int // days in each stage
	stages              int // how many it passes at most
	quiet               int // days without contact until today
	ends                int // the day it closes; 0 if it stays open
	won                 bool
	lost, rival         string
	asks                []wish
	next                string // the next step at the end
}

// wish is a request for a discount and what became of it.
type wish struct {
	day         int
	percent     sales.Percent
	why         string
	verdict     sales.Verdict // "" if it waits or is within the owner's own limit
	by, because string
}

// NewHistory plans the history of a seed. A customer of a tale has only the deal of that tale.
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
	h.goals()
	h.money()
	slices.SortStableFunc(h.moments, func(x, y moment) int { return x.At.Compare(y.At) })
	return h
}

// meet adds a customer to the plan.
func (h *history) meet(b Book, name, owner string) {
	c := &client{account: sales.Account{Name: name, Owner: owner, Team: b.Team, Industry: b.industries[name]}, book: b}
	met := 0
	for _, other := range h.clients {
		if other.account.Team == b.Team {
			met++
		}
	}
	for i, title := range h.some(b.titles, 2) {
		c.people = append(c.people, b.names[2*met+i]+"|"+title)
	}
	c.account.Source = foundBy[met%len(foundBy)]
	h.clients[name] = c
}

// Weeks yields the moments in order, one week at a time, and apart what somebody is in the journal for.
func (h *history) Weeks() iter.Seq[[]moment] {
	return func(yield func([]moment) bool) {
		for from := 0; from < len(h.moments); {
			week := calendar.DateOf(h.moments[from].At).Monday()
			to := from
			for to < len(h.moments) && calendar.DateOf(h.moments[to].At).Monday() == week && h.moments[to].By == h.moments[from].By {
				to++
			}
			if !yield(h.moments[from:to]) {
				return
			}
			from = to
		}
	}
}

// on draws a time on the working day so many days back, in the team's zone. On today it is before
// BotStarts.
func (h *history) on(b Book, day int) time.Time {
	at := b.clock(day, "09:15")
	minutes := min(480, int(BotStarts.Sub(at).Minutes())-7)
	return at.Add(time.Duration(h.random.IntN(minutes)) * time.Minute)
}

func (h *history) then(at time.Time, do func(*store.Tx, time.Time) error) {
	h.moments = append(h.moments, moment{at, "sample", do})
}

func (h *history) one(of []string) string { return of[h.random.IntN(len(of))] }

// some draws n different elements.
func (h *history) some(of []string, n int) (out []string) {
	for _, i := range h.random.Perm(len(of))[:n] {
		out = append(out, of[i])
	}
	return out
}

// chance draws a random course.
func (h *history) chance(b Book) course {
	r := h.random
	name := h.one(b.clients)
	c := course{
		client: name, owner: h.clients[name].account.Owner, name: h.one(b.things), opened: 3 + r.IntN(HistoryDays-5), pace: 5 + r.IntN(9),
		stages: 1 + r.IntN(5), quiet: r.IntN(4), amount: b.unit * int64(2+r.IntN(40)), next: h.one(b.Steps),
	}
	if r.IntN(3) == 0 { // some customers are new
		c.opened, c.quiet = 1+r.IntN(13), 0
	}
	// Most old deals are closed, and two of five are won.
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

// plan adds the moments of a deal to the history.
func (h *history) plan(b Book, c course) {
	t := &thread{course: c, client: h.clients[c.client], book: b,
		facts: sales.Facts{Activities: map[sales.ActivityKind]bool{}, Contacts: map[sales.ContactRole]bool{}}}
	h.then(h.on(b, c.opened), t.open(h))
	if c.meets > 0 {
		h.then(h.on(b, c.meets), t.log(sales.Activity{Kind: sales.Meeting, Minutes: 60, Note: h.one(b.firsts),
			Next: sales.NextStep{What: c.next, Due: workday(c.quiet - 4)}}))
	}
	last := max(c.ends, c.quiet)
	moves := 0
	for day := c.opened - 1 - h.random.IntN(2); day >= last; day = min(day-1, max(last, day-2-h.random.IntN(4))) {
		kind := b.Kind(h.random)
		advance := c.opened-day >= c.pace*(moves+1) && moves < c.stages
		if advance && moves == 2 { // required for negotiation
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

// workday returns the working day so many days back, or ahead if day is negative.
func workday(day int) calendar.Date {
	d := calendar.DateOf(Begins).AddDays(-day)
	for d.Weekday() == time.Saturday || d.Weekday() == time.Sunday {
		d = d.AddDays(1)
	}
	return d
}

// Lasts draws how many minutes an activity takes.
func Lasts(kind sales.ActivityKind, r *rand.Rand) int {
	if kind == sales.Email || kind == sales.Chat {
		return 5 * (1 + r.IntN(3))
	}
	return 10 * (1 + r.IntN(6))
}

// Kind draws the kind of an activity, most often a call.
func (b Book) Kind(r *rand.Rand) sales.ActivityKind {
	all := []sales.ActivityKind{sales.Call, sales.Call, sales.Call, sales.Email, sales.Email, sales.Meeting, sales.Visit, sales.Chat}
	if b.Team == "south" { // WeChat and visits instead of mail
		all = []sales.ActivityKind{sales.Call, sales.Call, sales.Chat, sales.Chat, sales.Chat, sales.Visit, sales.Visit, sales.Meeting}
	}
	return all[r.IntN(len(all))]
}
