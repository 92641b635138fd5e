package main

import (
	"cmp"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dealdesk/cards"
	"dealdesk/chat"
	"dealdesk/commands"
	"dealdesk/jobs"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/store"
	"dealdesk/store/bolt"
)

// TestAMonthOfTenPeopleStaysWithinTheNoiseBudget counts what a team of ten gets to read
// in a simulated month (U28): in the channel one digest a day, and the review on Friday;
// for each person at most one message a day, apart from answers to what they or others
// did; nothing on days off; and no deal twice a day (U8). Run it with -v for the table.
func TestAMonthOfTenPeopleStaysWithinTheNoiseBudget(t *testing.T) {
	t.Parallel()
	m := newMonth(t)
	m.begin()
	for on := firstDay; on <= lastDay; on = on.AddDays(1) {
		m.live(on)
	}
	m.Log("\n" + m.table())
	for on := firstDay; on <= lastDay; on = on.AddDays(1) {
		m.check(on)
	}
	for record, times := range m.named {
		if times > 1 {
			t.Errorf("%s: named %d times", record, times)
		}
	}
	var sum noise
	for _, n := range m.days {
		sum.alone, sum.named, sum.trouble = sum.alone+n.alone, sum.named+n.named, sum.trouble+n.trouble
		sum.replies, sum.told = sum.replies+n.replies, sum.told+n.told
	}
	if sum.alone == 0 || sum.named < 100 || sum.trouble == 0 || sum.replies < 500 || sum.told < 10 {
		t.Errorf("this was no month: %+v", sum)
	}
}

const (
	firstDay = sales.Date("2026-11-02") // a Monday
	lastDay  = sales.Date("2026-11-30")
	lateDay  = sales.Date("2026-11-11") // the bot is down from half past eight to a quarter past eleven
	lostDay  = sales.Date("2026-11-18") // down all day
)

// check holds a day to the budget.
func (m *month) check(on sales.Date) {
	n, digests, reviews := m.day(on), 1, 0
	switch {
	case dayOff(on):
		digests = 0
		if len(n.people) > 0 {
			m.Errorf("%s is a day off: %v", on, n.people)
		}
	case on == lostDay:
		digests = 0
	case on.Weekday() == time.Friday:
		reviews = 1
	case on.Weekday() == time.Monday && len(n.people) < 8:
		m.Errorf("%s: only %d people were asked anything", on, len(n.people))
	}
	if n.digests != digests || n.reviews != reviews {
		m.Errorf("%s: %d digests and %d reviews, want %d and %d", on, n.digests, n.reviews, digests, reviews)
	}
	for who, times := range n.people {
		if who == away && leave.From <= on && on <= leave.To {
			m.Errorf("%s: %s is away and got %d messages", on, who, times)
		}
		if times > 1 {
			m.Errorf("%s: %d messages for %s, want one", on, times, who)
		}
	}
}

func dayOff(on sales.Date) bool {
	return on.Weekday() == time.Saturday || on.Weekday() == time.Sunday
}

// tenPeople: Mei leads, Dan directs and takes part in no stand-up.
const tenPeople = `
[workspace]
currency = "CNY"
zone = "Asia/Shanghai"
[[team]]
name = "East"
channel = "CEAST"
manager = "UMEI"
director = "UDAN"
members = ["U1", "U2", "U3", "U4", "U5", "U6", "U7", "U8"]
`

// The people who do not do as asked.
const (
	abroad = "U2" // in Berlin
	never  = "U4" // answers no stand-up
	later  = "U5" // answers after the digest
	early  = "U6" // answers the evening before
	buried = "U7" // has forty deals and hardly touches them
	away   = "U8" // on leave in the second week
)

var leave = sales.Span{From: "2026-11-09", To: "2026-11-13"}

// month is the team over a real desk, runner and store, with a clock of its own.
type month struct {
	*testing.T
	store  *store.Store
	desk   *commands.Desk
	router *chat.Router
	jobs   *jobs.Runner // nil: the bot is down
	zone   *time.Location
	now    time.Time
	dice   *rand.Rand
	acts   int
	days   map[sales.Date]*noise
	named  map[string]int          // "D-1 on 2026-11-03" -> how often
	last   map[string]chat.Message // by person, the last one nobody asked for
}

// noise is what arrived on a day: new messages, not the changes of old ones.
type noise struct {
	digests, reviews      int
	people                map[string]int // unasked, by person
	alone, named, trouble int            // nudges by themselves, deals named, word of a downtime
	replies, told, room   int            // answers: to who acted, to another person, in the channel or its threads
}

func newMonth(t *testing.T) *month {
	words, err := lang.Open()
	if err != nil {
		t.Fatal(err)
	}
	r := read("", []byte(tenPeople), nil)
	s := r.settings(words.Languages(), false)
	if len(r.mistakes) > 0 {
		t.Fatal(r.mistakes)
	}
	b, err := bolt.Open(filepath.Join(t.TempDir(), "desk.db"), bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	m := &month{T: t, zone: s.company.Zone, dice: rand.New(rand.NewPCG(28, 11)), days: map[sales.Date]*noise{}, named: map[string]int{}, last: map[string]chat.Message{}}
	m.now = firstDay.AddDays(-1).In(m.zone).Add(8 * time.Hour)
	if m.store, err = store.Open(t.Context(), b, store.Options{Now: m.now}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { m.store.Close() })
	m.desk = commands.New(m.store, words, s.company)
	if _, err := m.desk.Enrol(t.Context(), s.staff, m.now); err != nil {
		t.Fatal(err)
	}
	if m.router, err = m.desk.Router(); err != nil {
		t.Fatal(err)
	}
	return m
}

func (m *month) start() {
	var err error
	if m.jobs, err = jobs.New(m.store, m.desk.Maker, func() time.Time { return m.now }, slog.New(slog.DiscardHandler)); err != nil {
		m.Fatal(err)
	}
}

// begin gives everybody deals: five each, forty to one.
func (m *month) begin() {
	m.start()
	m.say(abroad, "settings zone Europe/Berlin")
	change := store.Change{Once: "begin", Actor: "test", At: m.now, What: "begin"}
	_, err := m.store.Update(m.Context(), change, func(tx *store.Tx) error {
		for i := range 8 {
			who, deals := fmt.Sprint("U", i+1), 5
			if who == buried {
				deals = 40
			}
			for range deals {
				a := sales.Account{ID: tx.Next("A"), Owner: who, Team: "east", Created: m.now}
				a.Name = "Customer " + a.ID
				d := sales.Deal{ID: tx.Next("D"), Name: "Platform", Account: a.ID, Owner: who, Team: "east", Amount: sales.Money{Minor: 5_000_000, Currency: "CNY"}}
				d, e, err := sales.NewDeal(d, m.desk.Company.Pipelines[0], sales.Act{By: who, At: m.now, On: sales.DateOf(m.now)})
				e.ID = tx.Next("E")
				if err := errors.Join(err, store.Accounts.Put(tx, a), store.Deals.Put(tx, d), store.Events.Put(tx, e)); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		m.Fatal(err)
	}
}

// deed is something a person does at a time of day.
type deed struct {
	at time.Time
	do func()
}

// live lets a day pass.
func (m *month) live(on sales.Date) {
	var plan []deed
	at := func(who, clock string, do func()) {
		zone := m.zone
		if who == abroad {
			zone, _ = time.LoadLocation("Europe/Berlin")
		}
		t, err := time.ParseInLocation("2006-01-02 15:04", string(on)+" "+clock, zone)
		if err != nil {
			m.Fatal(err)
		}
		plan = append(plan, deed{t, do})
	}
	switch on {
	case lateDay:
		at("", "08:30", func() { m.jobs = nil })
		at("", "11:15", m.start)
	case lostDay:
		at("", "00:10", func() { m.jobs = nil })
	case lostDay.AddDays(1):
		at("", "07:30", m.start)
	}
	for i := range 8 {
		who := fmt.Sprint("U", i+1)
		switch {
		case dayOff(on) && i > 0, who == away && leave.From <= on && on <= leave.To:
		case dayOff(on):
			at(who, "15:00", func() { m.work(who) })
		default:
			m.workday(who, on, at)
		}
	}
	if !dayOff(on) {
		at("UMEI", "09:25", func() { m.say("UMEI", "standup plan go through the forecast") })
		at("UMEI", "11:30", func() { m.decide("UMEI") })
		at("UDAN", "15:30", func() { m.decide("UDAN") })
	}
	if on == leave.From.AddDays(-3) {
		at(away, "17:20", func() { m.say(away, "standup leave "+string(leave.From)+" to "+string(leave.To)) })
	}
	slices.SortStableFunc(plan, func(a, b deed) int { return a.at.Compare(b.at) })
	for _, x := range plan {
		m.pass(x.at)
		x.do()
	}
	m.pass(on.AddDays(1).In(m.zone))
}

// workday is what a rep does on one.
func (m *month) workday(who string, on sales.Date, at func(who, clock string, do func())) {
	answer := func() { m.say(who, "standup plan call them all back") }
	switch who {
	case never, buried:
	case later:
		at(who, "10:40", answer)
	case early:
		if on == firstDay || on == lateDay.AddDays(1) || on == lostDay.AddDays(1) { // there was no evening before
			at(who, "09:20", answer)
		}
		at(who, "17:30", answer)
	default:
		at(who, "09:10", answer)
	}
	at(who, "09:40", func() { m.heed(who) })
	for range m.dice.IntN(5) {
		if who != buried || m.dice.IntN(8) == 0 {
			at(who, fmt.Sprintf("%02d:%02d", 10+m.dice.IntN(7), m.dice.IntN(60)), func() { m.work(who) })
		}
	}
}

// work is something done about one's deals.
func (m *month) work(who string) {
	var mine []sales.Deal
	err := m.store.View(m.Context(), func(r store.Reader) error {
		mine = nil
		for d, err := range store.Deals.List(r, store.Query{Index: "owner", Key: who + " open"}) {
			if err != nil {
				return err
			}
			mine = append(mine, d)
		}
		return nil
	})
	if err != nil {
		m.Fatal(err)
	}
	id := mine[m.dice.IntN(len(mine))].ID
	switch chance := m.dice.IntN(100); {
	case chance < 50:
		m.say(who, fmt.Sprintf("log call %s %dm Talked about it. next: call again in %d days", id, 5+m.dice.IntN(40), 1+m.dice.IntN(6)))
	case chance < 62:
		m.say(who, "log visit "+id+" 1h Saw the site")
	case chance < 75:
		m.say(who, "deal advance "+id+" they have agreed to all of it")
	case chance < 90:
		m.say(who, fmt.Sprintf("discount %s %d%% a rival is cheaper", id, 10+m.dice.IntN(15)))
	case chance < 94 && len(mine) > 3:
		m.say(who, fmt.Sprintf("deal give %s @U%d", id, 1+m.dice.IntN(8)))
	case chance < 97 && len(mine) > 3:
		m.say(who, "deal lost "+id+" price")
	default:
		m.say(who, "deal new A-1 \"More\" 50k")
	}
}

// heed is what somebody does about the deals in their message.
func (m *month) heed(who string) {
	for _, b := range m.last[who].Blocks {
		for _, button := range b.Buttons {
			switch {
			case button.Action == "log" && who == buried && m.dice.IntN(8) == 0: // to somebody whose morning is still to come
				m.say(who, "deal give "+button.Value+" @"+abroad)
			case button.Action == cards.NudgeSnooze && m.dice.IntN(5) == 0, button.Action == cards.NudgeDrop && m.dice.IntN(12) == 0:
				m.act(who, chat.Request{Kind: chat.Click, Name: button.Action, Value: button.Value})
			}
		}
	}
}

// decide settles most of what somebody is asked.
func (m *month) decide(who string) {
	var asked []string
	err := m.store.View(m.Context(), func(r store.Reader) error {
		asked = nil
		for a, err := range store.Approvals.List(r, store.Query{Index: "waiting", All: true}) {
			if err != nil {
				return err
			}
			if a.Asks(who) {
				asked = append(asked, a.ID)
			}
		}
		return nil
	})
	if err != nil {
		m.Fatal(err)
	}
	for _, id := range asked {
		switch m.dice.IntN(5) {
		case 0: // tomorrow
		case 1:
			m.say(who, "reject "+id+" not this quarter")
		default:
			m.say(who, "approve "+id)
		}
	}
}

// say types a line to the bot.
func (m *month) say(who, line string) {
	route, rest, ok := m.router.Find(line)
	if !ok {
		m.Fatalf("%q finds no route", line)
	}
	m.act(who, chat.Request{Kind: chat.Slash, Name: route.Name, Args: rest})
}

// act has somebody do something. While the bot is down, Slack tells them so.
func (m *month) act(who string, req chat.Request) {
	if m.jobs == nil {
		return
	}
	route, _ := m.router.Named(req.Name)
	m.acts++
	m.now = m.now.Add(time.Second)
	req.ID, req.At, req.Where.Channel = fmt.Sprint("act ", m.acts), m.now, "CEAST"
	req.Who = chat.Who{User: who, Locale: "en-US", Zone: "Asia/Shanghai"}
	reply, err := route.Do(m.Context(), req)
	if err != nil {
		m.Fatalf("%s %s: %v", who, req.Name, err)
	}
	if reply.Message != nil || reply.Modal != nil {
		m.day(sales.DateOf(m.now)).replies++
	}
	m.deliver(who)
}

// pass lets the clock go on, and stops at whatever becomes due on the way.
func (m *month) pass(to time.Time) {
	for last := (time.Time{}); m.jobs != nil; {
		next, err := m.jobs.NextDue(m.Context(), "")
		if err != nil {
			m.Fatal(err)
		}
		if next.IsZero() || next.After(to) || !next.After(last) {
			break
		}
		last = next
		m.tick(next)
	}
	m.tick(to)
}

func (m *month) tick(at time.Time) {
	if at.After(m.now) {
		m.now = at.In(m.zone)
	}
	if m.jobs == nil {
		return
	}
	if err := m.jobs.Tick(m.Context()); err != nil {
		m.Fatal(err)
	}
	m.deliver("")
}

// deliver sends what waits and counts what is new: by is who did it, "" the clock.
func (m *month) deliver(by string) {
	for {
		due, err := m.store.Due(m.Context(), m.now, 100)
		if err != nil {
			m.Fatal(err)
		}
		var done []store.Outcome
		for _, p := range due {
			ts := p.TS
			if ts == "" && !p.Deleted {
				ts = fmt.Sprint(p.Number)
				m.count(by, p)
			}
			done = append(done, store.Outcome{Key: p.Key, Rev: p.Rev, State: store.Posted, Channel: p.Channel + p.User, TS: ts, At: m.now})
		}
		if len(done) == 0 {
			return
		}
		if err := m.store.Settle(m.Context(), done); err != nil {
			m.Fatal(err)
		}
	}
}

// count takes in a message that has just arrived.
func (m *month) count(by string, p store.Post) {
	on, what := sales.DateOf(m.now), strings.Split(p.Key, "/")[0]
	if p.User == abroad {
		berlin, _ := time.LoadLocation("Europe/Berlin")
		on = sales.DateOf(m.now.In(berlin))
	}
	n := m.day(on)
	switch {
	case p.Channel != "" && (by != "" || p.Under != ""):
		n.room++
	case what == "digest":
		n.digests++
	case what == "review":
		n.reviews++
	case p.Channel != "":
		m.Errorf("%s: nobody asked for %s in the channel", on, p.Key)
	case by != "", what == "tell", what == "ask" && !strings.HasSuffix(p.Key, "/again"):
		n.told++ // by the clock: how one's own request ended, or a request that goes up a level
	case what == "missed":
		n.trouble++
	default:
		n.people[p.User]++
		m.last[p.User] = p.Message
		if what == "nudge" {
			n.alone++
		}
		for _, b := range p.Message.Blocks {
			for _, button := range b.Buttons {
				if button.Action == cards.NudgeDrop {
					n.named++
					m.named[button.Value+" on "+string(on)]++
				}
			}
		}
	}
}

func (m *month) day(on sales.Date) *noise {
	if m.days[on] == nil {
		m.days[on] = &noise{people: map[string]int{}}
	}
	return m.days[on]
}

// table is the month as a reader counts it.
func (m *month) table() string {
	var b strings.Builder
	fmt.Fprintln(&b, "                 | unasked: channel  person         of these  deals   |  answers: to who  to     in the")
	fmt.Fprintln(&b, "day              | digest  review    people  most  alone     named   |  acted    others  channel     | downtime")
	for on := firstDay; on <= lastDay; on = on.AddDays(1) {
		n, most := m.day(on), 0
		for _, times := range n.people {
			most = max(most, times)
		}
		fmt.Fprintf(&b, "%s %s   | %6d  %6d    %6d  %4d  %5d     %5d   |  %5d    %6d  %7d     | %s\n", on, on.Weekday().String()[:3],
			n.digests, n.reviews, len(n.people), most, n.alone, n.named, n.replies, n.told, n.room, cmp.Or(strings.Repeat("!", n.trouble), "-"))
	}
	return b.String()
}
