package commands_test

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"dealdesk/chat"
	"dealdesk/commands/commandstest"
	"dealdesk/dice"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/sales/goal"
	"dealdesk/sales/kpi"
	"dealdesk/store"
)

// What a goal reached equals what its records add up to, whatever people did before.
func TestWhatAGoalReachedIsWhatTheRecordsSay(t *testing.T) {
	checked := map[kpi.Metric]int{}
	for n := range uint64(dice.Times(2, 20)) {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			w := commandstest.NewWorld(t)
			play := &actors{World: w, Rand: dice.Rand(1300 + n), checked: map[kpi.Metric]int{}}
			play.begin()
			for step := range 200 {
				play.act()
				if step%100 == 99 {
					play.compare()
				}
			}
			maps.Copy(checked, play.checked)
		})
	}
	for _, m := range kpi.Metrics() {
		if checked[m] == 0 && m != kpi.Entered {
			t.Errorf("nobody reached any %s", m)
		}
	}
}

var (
	industries = []string{"Medical Devices", "steel", ""}
	regions    = []string{"华东", "east", ""}
	products   = []string{"platform", "robots"}
)

type actors struct {
	*commandstest.World
	*rand.Rand
	customers []string
	checked   map[kpi.Metric]int // goals that had reached something
}

func pick[T any](r *rand.Rand, all []T) T { return all[r.IntN(len(all))] }

func (p *actors) begin() {
	for i, name := range []string{"Acme", "Globex", "Initech", "Umbrella", "Hooli"} {
		p.Say([]string{ana, bob, lilei}[i%3], "account new "+name+" Works")
		p.customers = append(p.customers, name+" Works")
	}
}

// act lets somebody do something likely. It may be refused.
func (p *actors) act() {
	who := pick(p.Rand, []string{ana, bob, mei, lilei, ana, bob})
	deal, customer := fmt.Sprint("D-", 1+p.IntN(8)), pick(p.Rand, p.customers)
	kind := pick(p.Rand, []string{"call", "visit", "meeting", "email", "demo", "complaint", "note", "message"})
	switch p.IntN(16) {
	case 0, 1:
		p.Say(who, fmt.Sprintf("deal new %s \"Deal %d\" %dk", customer, p.IntN(1000), 10+p.IntN(90)))
	case 2, 3:
		p.Say(who, fmt.Sprintf("log %s %s 20m talked", kind, customer))
	case 4:
		p.Say(who, fmt.Sprintf("log %s %s 20m talked", kind, deal))
	case 5:
		p.edited(who, kind, customer)
	case 6:
		p.Say(who, "deal advance "+deal+" in a hurry")
		p.forced(who, "deal advance", deal)
	case 7:
		p.Say(who, "deal back "+deal)
	case 8, 9, 10:
		p.forced(who, "deal won", deal)
	case 11:
		p.Say(who, "deal lost "+deal+" price")
	case 12:
		p.Say(who, "deal reopen "+deal)
	case 13:
		reply := p.Say(mei, "deal give "+deal+" @"+pick(p.Rand, []string{"UANA", "UBOB"}))
		if reply.Message == nil {
			return
		}
		if _, asks := commandstest.Button(reply.Message, "Yes"); asks { // it leaves its team
			p.Click(mei, reply.Message, "Yes")
		}
	case 14:
		p.Say(who, "undo")
	default:
		p.rest(deal)
	}
}

// forced moves a deal and gives a reason where one is asked for.
func (p *actors) forced(who, line, deal string) {
	reply := p.Say(who, line+" "+deal+" they agreed")
	for _, label := range []string{"Won anyway", "Move on anyway"} {
		if reply.Message == nil {
			return
		}
		if _, ok := commandstest.Button(reply.Message, label); ok {
			if form := p.Click(who, reply.Message, label).Modal; form != nil {
				p.Submit(who, form, map[string]string{"reason": "in a hurry"})
			}
			return
		}
	}
}

// edited logs a message and edits it.
func (p *actors) edited(who, kind, customer string) {
	req := p.Request(who, chat.Mention)
	req.Where.TS = fmt.Sprintf("77.%d", p.Acts)
	p.Typed(req, "log call "+customer+" 20m first words")
	edit := p.Request(who, chat.Edit)
	edit.About = chat.Said{Channel: "CEAST", TS: req.Where.TS, User: who}
	p.Typed(edit, "log "+kind+" "+customer+" 45m better words")
}

// rest moves time on, changes a customer, a product or a team.
func (p *actors) rest(deal string) {
	switch p.IntN(4) {
	case 0:
		p.Now = p.Now.AddDate(0, 0, 1+p.IntN(20))
	case 1:
		admin(p.World, adm, "team add "+pick(p.Rand, []string{"East", "West"})+" <@UBOB>")
	case 2:
		p.Say(mei, "deal set "+deal+" product "+pick(p.Rand, products))
	default:
		p.Acts++
		_, err := p.Store.Update(p.Context(), store.Change{Once: fmt.Sprint("fields ", p.Acts), Actor: adm, At: p.Now, What: "import"},
			func(tx *store.Tx) error {
				a, err := store.Accounts.Find(tx, fmt.Sprint("A-", 1+p.IntN(len(p.customers))))
				if err != nil { // taken back meanwhile
					return nil
				}
				a.Industry, a.Region, a.Employees = pick(p.Rand, industries), pick(p.Rand, regions), p.IntN(200)
				a.Source = pick(p.Rand, []string{"", "referral", "ads"})
				return errors.Join(p.spend(tx), store.Accounts.Put(tx, a))
			})
		if err != nil {
			p.Fatal(err)
		}
	}
}

// anyGoal draws a goal, and the days to count.
func (p *actors) anyGoal(m kpi.Metric) (goal.Goal, calendar.Span) {
	g := goal.Goal{Metric: m, Of: pick(p.Rand, []string{"lead", "discovery", "proposal"}),
		Currency: pick(p.Rand, []string{"CNY", "CNY", "USD"})}
	g.Scope = pick(p.Rand, []goal.Scope{{Kind: goal.OfCompany}, {Kind: goal.OfTeam, ID: "east"}, {Kind: goal.OfTeam, ID: "west"},
		{Kind: goal.OfPerson, ID: bob}, {Kind: goal.OfPerson, ID: ana}, {Kind: goal.OfPerson, ID: bob, Team: "west"}})
	f := &g.Filter
	if p.IntN(3) > 0 {
		for _, set := range []func(){func() { f.Industry = "medical devices" }, func() { f.Region = "華東" }, func() { f.Product = "Robots" },
			func() { f.Employees.From = 50 }, func() { f.Employees = goal.Range{From: 20, To: 120} }, func() { f.Months.From = 1 },
			func() { f.Months.To = 1 }, func() { f.Source = "referral" }} {
			if p.IntN(5) == 0 {
				set()
			}
		}
	}
	s := calendar.Span{From: calendar.DateOf(p.Now).AddDays(-p.IntN(60))}
	s.To = min(s.From.AddDays(p.IntN(60)), calendar.DateOf(p.Now))
	return g, s
}

func (p *actors) compare() {
	p.Helper()
	err := p.Store.View(p.Context(), func(r store.Reader) error {
		if err := p.measure(r); err != nil {
			return err
		}
		for _, m := range kpi.Metrics() {
			for range 40 {
				g, s := p.anyGoal(m)
				want, behind, err := recounted(r, g, s)
				if err != nil {
					return err
				}
				got, err := store.Reached(r, g, s)
				if err != nil {
					return err
				}
				if got.N != want.N || got.Of != want.Of || !maps.Equal(got.Other, want.Other) {
					p.Errorf("%s of %+v, %+v in %v: %+v, the records say %+v", m, g.Scope, g.Filter, s, got, want)
				}
				var listed []string
				for rec, err := range store.RecordsOf(r, g, s, store.Record{}) {
					if err != nil {
						return err
					}
					listed = append(listed, rec.ID())
				}
				if slices.Sort(listed); !slices.Equal(listed, behind) {
					p.Errorf("%s of %+v, %+v in %v has behind it %v, want %v", m, g.Scope, g.Filter, s, listed, behind)
				}
				if want.N > 0 {
					p.checked[m]++
				}
			}
		}
		return nil
	})
	if err != nil {
		p.Fatal(err)
	}
}

// recount is a plain reading of all records.
type recount struct {
	g        goal.Goal
	s        calendar.Span
	accounts map[string]sales.Account
	deals    map[string]sales.Deal
	wins     map[string][]sales.Event // of each customer, in their order
	n, of    int64
	other    sales.Totals
	behind   []string
}

func recounted(r store.Reader, g goal.Goal, s calendar.Span) (kpi.Tally, []string, error) {
	c := &recount{g: g, s: s, accounts: map[string]sales.Account{}, deals: map[string]sales.Deal{}, wins: map[string][]sales.Event{},
		other: sales.Totals{}}
	accounts, err := store.Accounts.All(r, store.Query{})
	for _, a := range accounts {
		c.accounts[a.ID] = a
	}
	deals, more := store.Deals.All(r, store.Query{})
	for _, d := range deals {
		c.deals[d.ID] = d
	}
	events, other := store.Events.All(r, store.Query{})
	for _, e := range events {
		if e.Kind == sales.ClosedWon && e.TakenBack == "" {
			c.wins[e.Account] = append(c.wins[e.Account], e)
		}
	}
	for _, list := range c.wins {
		slices.SortStableFunc(list, func(a, b sales.Event) int {
			if a.On != b.On {
				return b.On.DaysTo(a.On)
			}
			return a.At.Compare(b.At)
		})
	}
	activities, last := store.Activities.All(r, store.Query{})
	for _, a := range activities {
		if c.counts(a.By, a.Team, a.Account, a.Deal, a.On, a.On) {
			c.activity(a)
		}
	}
	for _, e := range events {
		if e.TakenBack == "" && c.counts(e.Owner, e.Team, e.Account, e.Deal, e.On, e.On) {
			c.event(e)
		}
	}
	c.customers()
	slices.Sort(c.behind)
	for _, err := range []error{err, more, other, last} {
		if err != nil {
			return kpi.Tally{}, nil, err
		}
	}
	t := kpi.Tally{N: c.n, Of: c.of, Other: c.other}
	if _, of := g.Counters(); of == nil && g.Metric != kpi.Repurchase {
		t.Of = t.N
	}
	if g.Metric == kpi.Customers || g.Metric == kpi.Repurchase {
		t.Other = nil
	}
	return t, c.behind, nil
}

// counts reports whether a record of a day lies in the span, the scope and the filter.
func (c *recount) counts(person, team, account, deal string, on, aged calendar.Date) bool {
	g, a := c.g, c.accounts[account]
	switch {
	case on < c.s.From || on > c.s.To,
		g.Scope.Kind == goal.OfTeam && team != g.Scope.ID,
		g.Scope.Kind == goal.OfPerson && (person != g.Scope.ID || g.Scope.Team != "" && team != g.Scope.Team),
		g.Filter.Source != "" && a.Source != g.Filter.Source,
		g.Filter.Industry != "" && a.Industry != "Medical Devices",
		g.Filter.Region != "" && a.Region != "华东",
		g.Filter.Employees.From > a.Employees,
		g.Filter.Employees.To > 0 && g.Filter.Employees.To < a.Employees,
		g.Filter.Product != "" && c.deals[deal].Product != "robots":
		return false
	}
	if g.Filter.Months == (goal.Range{}) {
		return true
	}
	wins := c.wins[account]
	if len(wins) == 0 || wins[0].On > aged {
		return false
	}
	first := wins[0].On.In(time.UTC)
	old := func(months int) bool { // whether the relation is that old
		due := first.AddDate(0, months, 0)
		if due.Day() != first.Day() {
			due = due.AddDate(0, 0, -due.Day())
		}
		return !due.After(aged.In(time.UTC))
	}
	return old(g.Filter.Months.From) && (g.Filter.Months.To == 0 || !old(g.Filter.Months.To+1))
}

func (c *recount) take(id string, n, of int64) {
	c.n += n
	c.of += of
	c.behind = append(c.behind, id)
}

func (c *recount) activity(a sales.Activity) {
	kinds := map[kpi.Metric]sales.ActivityKind{kpi.Calls: sales.Call, kpi.Visits: sales.Visit, kpi.Meetings: sales.Meeting,
		kpi.Demos: sales.Demo, kpi.Emails: sales.Email, kpi.Messages: sales.Chat, kpi.Complaints: sales.Complaint}
	switch m := c.g.Metric; {
	case m == kpi.Contacts && a.Kind.Contact(), kinds[m] == a.Kind && a.Kind != "":
		c.take(a.ID, 1, 0)
	case m == kpi.Satisfaction && a.Kind == sales.Score:
		c.take(a.ID, int64(a.Score), 1)
	case m == kpi.Response && a.Waited.Set:
		c.take(a.ID, int64(a.Waited.Minutes), 1)
	}
}

func (c *recount) event(e sales.Event) {
	won, lost := e.Kind == sales.ClosedWon, e.Kind == sales.ClosedLost
	left := won || lost || e.Kind == sales.Advanced || e.Kind == sales.WentBack
	switch m := c.g.Metric; {
	case m == kpi.Wins && won, m == kpi.Opened && e.Kind == sales.Created:
		c.take(e.ID, 1, 0)
	case (m == kpi.Revenue || m == kpi.DealSize) && won && e.Amount.Currency == c.g.Currency:
		c.take(e.ID, e.Amount.Minor, 1)
	case (m == kpi.Revenue || m == kpi.DealSize) && won:
		c.other.Add(e.Amount)
	case m == kpi.WinRate && won:
		c.take(e.ID, 1, 1)
	case m == kpi.WinRate && lost:
		c.take(e.ID, 0, 1)
	case m == kpi.Cycle && won:
		c.take(e.ID, int64(e.Days), 1)
	case m == kpi.Conversion && left && e.From == c.g.Of && (won || e.Kind == sales.Advanced):
		c.take(e.ID, 1, 1)
	case m == kpi.Conversion && left && e.From == c.g.Of:
		c.take(e.ID, 0, 1)
	}
}

// customers counts new ones, and those who bought again.
func (c *recount) customers() {
	for account, wins := range c.wins {
		if account == "" {
			continue
		}
		teams := map[string]bool{} // that have won it
		for i, e := range wins {
			first := i == 0 || c.g.Scope.Kind != goal.OfCompany && !teams[e.Team]
			if teams[e.Team] = true; first && c.g.Metric == kpi.Customers && c.counts(e.Owner, e.Team, account, e.Deal, e.On, e.On) {
				c.take(e.ID, 1, 0)
			}
		}
		if c.g.Metric != kpi.Repurchase {
			continue
		}
		in := *c
		in.s = calendar.Span{From: "2000-01-01", To: c.s.From.AddDays(-1)}
		if !slices.ContainsFunc(wins, func(e sales.Event) bool { return in.counts(e.Owner, e.Team, account, e.Deal, e.On, c.s.From) }) {
			continue
		}
		c.of++
		again := false
		for _, e := range wins {
			if c.counts(e.Owner, e.Team, account, e.Deal, e.On, c.s.From) {
				again = true
				c.behind = append(c.behind, e.ID)
			}
		}
		if again {
			c.n++
		}
	}
}
