package jobs_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dealdesk/chat"
	"dealdesk/cli/config"
	"dealdesk/commands"
	"dealdesk/commands/commandstest"
	"dealdesk/desk"
	"dealdesk/desk/cards"
	"dealdesk/dice"
	"dealdesk/jobs"
	"dealdesk/lang"
	"dealdesk/sales/calendar"
	"dealdesk/store"
	"dealdesk/store/bolt"
)

// TestAMonthOfTenPeopleStaysWithinTheNoiseBudget counts what a team of ten gets to read
// in a simulated month: in the channel one digest a day, and the review on Friday;
// for each person at most one message a day, apart from answers to what they or others
// did; nothing on days off; and no deal twice a day. Run it with -v for the table.
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
	firstDay = calendar.Date("2026-11-02") // a Monday
	lastDay  = calendar.Date("2026-11-30")
	lateDay  = calendar.Date("2026-11-11") // the bot is down from half past eight to a quarter past eleven
	lostDay  = calendar.Date("2026-11-18") // down all day
)

// check holds a day to the budget.
func (m *month) check(on calendar.Date) {
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

func dayOff(on calendar.Date) bool {
	return on.Weekday() == time.Saturday || on.Weekday() == time.Sunday
}

// month is the team over a real desk, runner and store, with a clock of its own.
type month struct {
	*testing.T
	store  *store.Store
	desk   *desk.Desk
	router *chat.Router
	jobs   *jobs.Runner // nil: the bot is down
	zone   *time.Location
	now    time.Time
	dice   *rand.Rand
	acts   int
	days   map[calendar.Date]*noise
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
	r := config.Read("", []byte(tenPeople), nil)
	s := r.Settings(words.Languages(), false)
	if len(r.Mistakes) > 0 {
		t.Fatal(r.Mistakes)
	}
	b, err := bolt.Open(filepath.Join(t.TempDir(), "desk.db"), bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	m := &month{T: t, zone: s.Company.Zone, dice: dice.Rand(11), days: map[calendar.Date]*noise{}, named: map[string]int{},
		last: map[string]chat.Message{}}
	m.now = firstDay.AddDays(-1).In(m.zone).Add(8 * time.Hour)
	if m.store, err = store.Open(t.Context(), b, store.Options{Now: m.now}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { m.store.Close() })
	m.desk = desk.New(m.store, words, s.Company)
	if _, err := m.desk.Enrol(t.Context(), s.Staff, m.now); err != nil {
		t.Fatal(err)
	}
	if m.router, err = commands.Router(m.desk); err != nil {
		t.Fatal(err)
	}
	return m
}

func (m *month) start() {
	var err error
	if m.jobs, err = jobs.New(m.desk, func() time.Time { return m.now }, slog.New(slog.DiscardHandler)); err != nil {
		m.Fatal(err)
	}
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
			if key := commandstest.BareKey.FindString(encoded(m.T, p.Message)); key != "" {
				m.Errorf("%s shows the key %s", p.Key, key)
			}
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
	on, what := calendar.DateOf(m.now), strings.Split(p.Key, "/")[0]
	if p.User == abroad {
		berlin, _ := time.LoadLocation("Europe/Berlin")
		on = calendar.DateOf(m.now.In(berlin))
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
		n.told++ // by the clock: the end of their own request, or a request that goes up a level
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

func (m *month) day(on calendar.Date) *noise {
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

func encoded(t *testing.T, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
