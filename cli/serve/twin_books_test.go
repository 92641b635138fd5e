package serve

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"dealdesk/desk"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// ledger holds all records of a random company. It is drawn before anything is stored, so that
// a twin differs only in the one deal that is drawn differently.
type ledger struct {
	seed     uint64
	teams    []sales.Team
	people   []sales.Person
	accounts []sales.Account
	contacts []sales.Contact
	met      []sales.Activity // with a customer, not about a deal
	standups []sales.Standup
	deals    []folder
}

// folder is one deal with everything about it. before holds what another team did with the
// deal until it was given away; that team can still see it.
type folder struct {
	sales.Deal
	missing    bool
	before     []sales.Event
	events     []sales.Event
	activities []sales.Activity
	approvals  []sales.Approval
	nudge      sales.Nudge
}

// perDeal is how many IDs of each kind are reserved for a deal.
const perDeal = 4

var (
	twinNow = time.Date(2026, 11, 24, 2, 0, 0, 0, time.UTC) // a Tuesday, ten o'clock in Shanghai
	today   = calendar.Date("2026-11-24")

	// Names that contain, begin, sound like or are misspellings of each other.
	firms = []string{"Acme", "Acme Data", "Acme Data platform", "Acme Corporation Ltd", "Acne", "Zorg", "Zorg Blue", "Initech",
		"Initech Works",
		"Initch", "华星科技", "华星", "华兴科技有限公司", "华星数据平台", "Bright", "Brightwater Inc."}
	goods    = []string{"Data platform", "Training", "Licences", "数据平台", "培训", "Acme", ""}
	sentence = []string{"talked pricing", "they want 10% off", "客户想要九折", "no budget before spring", "Zorg asked too", "send the quote"}
)

func drawLedger(seed uint64) *ledger {
	p := newPen(seed)
	b := &ledger{seed: seed}
	b.drawStaff(p)
	for _, k := range p.Perm(len(firms))[:5+p.IntN(4)] {
		owner := one(p, b.sellers())
		a := sales.Account{ID: fmt.Sprintf("A-%d", len(b.accounts)+1), Name: firms[k], Owner: owner.ID, Team: owner.Team,
			Region: one(p, []string{"", "East", "华南"}),
			Tier:   one(p, append(sales.Tiers, "")), Created: twinNow.AddDate(0, -2, 0)}
		for range p.IntN(3) {
			b.contacts = append(b.contacts,
				sales.Contact{ID: fmt.Sprintf("K-%d", len(b.contacts)+1), Account: a.ID, Name: one(p, []string{"Mary Wood", "王芳", "Zed"}),
					Role: one(p, sales.ContactRoles), By: owner.ID, Created: a.Created})
		}
		for range p.IntN(2) {
			m := p.activity(owner)
			m.Account, m.Team = a.ID, a.Team
			a = a.After(m)
			b.met = append(b.met, m)
		}
		b.accounts = append(b.accounts, a)
	}
	for k := range 7 + p.IntN(5) {
		b.deals = append(b.deals, b.drawDeal(k, 0))
	}
	for _, who := range b.sellers() {
		for _, on := range []calendar.Date{today.AddDays(-1), today} {
			if p.often(4) {
				b.standups = append(b.standups,
					sales.Standup{ID: sales.StandupID(who.Team, on, who.ID), Team: who.Team, Person: who.ID, On: on, Done: one(p, sentence),
						Plan: one(p, sentence), Skipped: p.often(1), At: twinNow.AddDate(0, 0, -1)})
			}
		}
	}
	return b
}

// drawStaff draws teams and everybody in and around them: people who lead two teams, sell in
// one team and belong to another, or are no longer there.
func (b *ledger) drawStaff(p pen) {
	names := []string{"Ana", "Bob", "李雷", "韩梅梅", "Cid", "Dora", "魏华", "Eve", "Fay", "Gus"}
	person := func(role sales.Role, team string) string {
		n := len(b.people)
		who := sales.Person{ID: fmt.Sprintf("U%03d", n), Name: names[n%len(names)], Team: team, Role: role,
			Language: one(p, []string{"", "en", "zh-Hans"})}
		if p.often(1) {
			who.Away = []calendar.Span{{From: today, To: today.AddDays(2)}}
		}
		if p.often(1) {
			who.Functions = []string{"service"}
		}
		b.people = append(b.people, who)
		return who.ID
	}
	top := person(sales.Director, "east")
	for k, id := range []string{"east", "west", "north"}[:2+p.IntN(2)] {
		t := sales.Team{ID: id, Name: strings.ToUpper(id), Channel: "C" + strings.ToUpper(id), Language: one(p, []string{"", "en", "zh-Hans"}),
			Director: top}
		if k > 0 && p.often(4) {
			t.Manager = b.teams[0].Manager // one manager of two teams
		} else {
			t.Manager = person(sales.Manager, id)
		}
		if k > 0 && p.often(3) {
			t.Director = ""
		}
		for range 1 + p.IntN(2) {
			person(sales.Rep, id)
		}
		b.teams = append(b.teams, t)
	}
	person(sales.Admin, "")
	b.people[len(b.people)-1].Admin = true
	person(sales.Approver, "")
	b.people[len(b.people)-1].Approver = true
	for _, odd := range []func(*sales.Person){
		func(q *sales.Person) { q.ID = "P-1" }, func(q *sales.Person) { q.Gone = true }, func(q *sales.Person) { q.Outside = true },
		func(q *sales.Person) { q.Role = "" },
	} {
		person(sales.Rep, b.teams[0].ID)
		odd(&b.people[len(b.people)-1])
	}
}

// sellers returns the people who can own records.
func (b *ledger) sellers() []sales.Person {
	return slices.DeleteFunc(slices.Clone(b.people), func(p sales.Person) bool { return p.Team == "" || p.Role == "" || p.Outside })
}

// sees reports whether a person sees the records of an owner and a team. It follows the
// documented rules and does not use the code under test.
func (b *ledger) sees(who, owner, team string) bool {
	p, known := find(b.people, func(p sales.Person) bool { return p.ID == who })
	t, _ := find(b.teams, func(t sales.Team) bool { return t.ID == team })
	switch {
	case !known || p.Gone || p.Outside || p.Role == "":
		return false
	case p.Admin, p.Approver, p.ID == owner:
		return true
	}
	return t.ID != "" && (p.Team == t.ID || t.Manager == p.ID || t.Director == p.ID)
}

// blindTo returns the people who cannot see a deal. Of those who see nothing at all, it
// returns one.
func (b *ledger) blindTo(d sales.Deal) (blind []string) {
	nothing := []string{"UNOBODY"}
	for _, p := range b.people {
		switch {
		case p.ID[0] != 'U' || b.sees(p.ID, d.Owner, d.Team):
		case p.Gone || p.Outside || p.Role == "":
			nothing = append(nothing, p.ID)
		default:
			blind = append(blind, p.ID)
		}
	}
	return append(blind, nothing[int(b.seed)%len(nothing)])
}

// knows reports whether a person sees a customer for a reason other than deal k.
func (b *ledger) knows(who, account string, k int) bool {
	a, _ := find(b.accounts, func(a sales.Account) bool { return a.ID == account })
	if b.sees(who, a.Owner, a.Team) {
		return true
	}
	for i, f := range b.deals {
		if i != k && f.Account == account && b.sees(who, f.Owner, f.Team) {
			return true
		}
	}
	return false
}

// counted reports whether a team whose numbers a person sees has had a deal of a customer: what it counted stays there,
// by region, too.
func (b *ledger) counted(who, account string) bool {
	return slices.ContainsFunc(b.deals, func(f folder) bool {
		return f.Account == account && slices.ContainsFunc(f.before, func(e sales.Event) bool { return b.sees(who, "", e.Team) })
	})
}

// twinOf returns the same company with a change to deal k, which the person cannot see: the
// deal has other values, another owner or another customer, or is missing. A customer that the
// person does not know may have another name or be missing as well.
func (b *ledger) twinOf(p pen, k int, who string) *ledger {
	other := *b
	other.deals, other.accounts = slices.Clone(b.deals), slices.Clone(b.accounts)
	f := b.drawDeal(k, p.Uint64())
	was := slices.IndexFunc(b.accounts, func(a sales.Account) bool { return a.ID == f.Account })
	if owner := one(p, b.sellers()).ID; p.often(3) && !b.sees(who, owner, f.Team) && owner != who {
		f.Owner = owner
	}
	if len(f.before) > 0 { // what it counted for in its former team stays there, by product and customer, too
		f.Product = b.deals[k].Product
	} else if p.often(3) {
		f.with(one(p, b.accounts).ID)
	}
	f.missing = len(f.before) == 0 && p.often(4)
	other.deals[k] = f
	if account := b.accounts[was]; !b.knows(who, account.ID, k) {
		other.accounts[was].Name = one(p, firms)
		if !b.counted(who, account.ID) {
			other.accounts[was].Region = "Elsewhere"
		}
		if f.missing && !slices.ContainsFunc(b.deals, func(g folder) bool { return g.Account == account.ID && g.ID != f.ID }) {
			other.accounts[was].ID = ""
			other.contacts = slices.DeleteFunc(slices.Clone(b.contacts), func(c sales.Contact) bool { return c.Account == account.ID })
			other.met = slices.Clone(b.met)
			for i := range other.met {
				if other.met[i].Account == account.ID {
					other.met[i].ID = "gone"
				}
			}
		}
	}
	return &other
}

// with changes the customer of the deal.
func (f *folder) with(account string) {
	f.Account = account
	for i := range f.activities {
		f.activities[i].Account = account
	}
	for i := range f.events {
		f.events[i].Account = account
	}
	for i := range f.approvals {
		f.approvals[i].Account = account
	}
}

// drawDeal draws deal k. other is 0 for the first world. Any other value draws the same deal
// with other values, and with another owner or customer if it stays hidden from the same people.
func (b *ledger) drawDeal(k int, other uint64) folder {
	fixed, p := newPen(b.seed, uint64(k)), newPen(b.seed, uint64(k), other)
	owner := one(fixed, b.sellers())
	team, account := owner.Team, one(fixed, b.accounts).ID
	if fixed.often(2) {
		team = one(fixed, b.teams).ID // still with the team that the owner was in before
	}
	d := sales.Deal{ID: fmt.Sprintf("D-%d", k+1), Name: one(p, goods), Account: account, Owner: owner.ID, Team: team, Pipeline: "six",
		Status: sales.Open, Terms: 1 + p.IntN(3),
		Amount: p.money(), Discount: one(p, []sales.Percent{0, 500, 1500}), Created: twinNow.AddDate(0, 0, -20-p.IntN(9)), Need: one(p, sentence),
		Product: one(p, goods)}
	if d.Name == "" {
		d.Name = "Deal"
	}
	d.Stage, d.StageSince = one(p, sales.Templates()[0].Stages).ID, d.Created
	if p.often(2) {
		d.Amount = sales.Money{}
	}
	if p.often(6) {
		d.Next = sales.NextStep{What: one(p, sentence), Due: p.day(-3, 3)}
	}
	if p.often(7) {
		d.Close = p.day(1, 40)
	}
	f := folder{Deal: d}
	if fixed.often(2) {
		if was := one(fixed, b.teams).ID; was != team {
			f.before = append(f.before, sales.Event{ID: f.id("E", 0), Deal: d.ID, Account: account, Team: was, Owner: owner.ID, By: owner.ID,
				Kind: sales.Advanced, From: "lead", To: "discovery", On: today.AddDays(-2), At: twinNow.AddDate(0, 0, -2),
				Amount: sales.Money{Minor: 1_000_000, Currency: "CNY"}})
		}
	}
	for i := range 1 + p.IntN(perDeal-1) {
		a := p.activity(owner)
		a.ID, a.Deal, a.Account, a.Team = f.id("N", i), d.ID, account, team
		f.activities = append(f.activities, a)
		f.Deal = f.After(a)
	}
	for i := range p.IntN(perDeal - 1) {
		f.events = append(f.events, f.event(p, i+1, one(p, []sales.EventKind{sales.Advanced, sales.Granted})))
	}
	if p.often(4) {
		f.approvals = append(f.approvals, b.drawRequest(p, f))
	}
	if p.often(3) {
		kind := one(p, []sales.EventKind{sales.ClosedWon, sales.ClosedLost})
		f.Status, f.Close, f.Next = sales.Status(kind), p.day(-8, 0), sales.NextStep{}
		if f.Reason = ""; kind == sales.ClosedLost {
			f.Reason, f.Competitor = one(p, sales.LostReasons()), one(p, []string{"", "Rival"})
		}
		f.events = append(f.events, f.event(p, perDeal-1, kind))
	}
	if p.often(2) {
		f.nudge = sales.Nudge{Deal: d.ID, To: owner.ID, On: p.day(-2, 0), Until: p.day(-1, 2)}
	}
	return f
}

// drawRequest draws an approval request that waits for the team's manager or was decided.
func (b *ledger) drawRequest(p pen, f folder) sales.Approval {
	at := twinNow.Add(-time.Duration(1+p.IntN(50)) * time.Hour)
	team := b.teams[slices.IndexFunc(b.teams, func(t sales.Team) bool { return t.ID == f.Team })]
	a := sales.Approval{ID: f.id("R", 0), Deal: f.ID, Account: f.Account, Team: f.Team, Requester: f.Owner, Terms: f.Terms, Amount: f.Amount,
		Discount: sales.Percent(1000 + 100*p.IntN(9)), Reason: one(p, sentence),
		Status: one(p, []sales.ApprovalStatus{sales.Waiting, sales.Waiting, sales.Rejected, sales.Approved}), Created: at,
		Expires: at.Add(72 * time.Hour)}
	a.Steps = []sales.Step{{Why: []string{sales.WhyLevel}, Panel: sales.Panel{Who: sales.Who{string(sales.Manager)}, Need: 1},
		Asked: []sales.Seat{{By: team.Manager, Since: at}}, Since: at}}
	if a.Status != sales.Waiting {
		a.By, a.Decided, a.Answer, a.Steps[0].Done = team.Manager, at.Add(time.Hour), one(p, sentence), at.Add(time.Hour)
	}
	return a
}

// put stores the ledger and posts the card of every deal and some of the messages below it.
func (b *ledger) put(tx *store.Tx, d *desk.Desk) (err error) {
	keep := func(e error) {
		if err == nil {
			err = e
		}
	}
	for kind, n := range map[string]int{"A": len(firms), "D": len(b.deals), "K": 2 * len(firms), "E": perDeal * len(b.deals),
		"N": perDeal * len(b.deals), "R": perDeal * len(b.deals)} {
		for range n { // a twin has used as many numbers
			tx.Next(sales.Kind(kind))
		}
	}
	for _, t := range b.teams {
		keep(store.Teams.Put(tx, t))
	}
	for _, p := range b.people {
		keep(store.People.Put(tx, p))
	}
	for _, a := range b.accounts {
		for _, f := range b.deals {
			for _, met := range f.activities {
				if met.Account == a.ID && !f.missing {
					a = a.After(met) // as a command does
				}
			}
		}
		if a.ID != "" {
			keep(store.Accounts.Put(tx, a))
		}
	}
	for _, c := range b.contacts {
		keep(store.Contacts.Put(tx, c))
	}
	for _, s := range b.standups {
		keep(store.Standups.Put(tx, s))
	}
	for i, a := range b.met {
		if a.ID == "" {
			a.ID = fmt.Sprintf("N-%d", 1000+i)
			keep(store.Activities.Put(tx, a))
		}
	}
	for _, f := range b.deals {
		if !f.missing {
			keep(f.put(tx, d))
		}
	}
	return err
}
