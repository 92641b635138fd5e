package company

import (
	"fmt"
	"strings"
	"time"

	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// The acts of the sample history. They follow the rules of package sales, as commands do, so that
// counters, deal histories and reviews agree.

func act(by string, at time.Time) sales.Act {
	return sales.Act{By: by, At: at, On: calendar.DateOf(at)}
}

// open creates the deal and, if needed, its customer with a decider and a buyer.
func (t *thread) open(h *history) func(*store.Tx, time.Time) error {
	return func(tx *store.Tx, at time.Time) error {
		c, a := t.client, act(t.owner, at)
		if c.account.ID == "" {
			c.account.ID, c.account.Created = tx.Next(sales.KindAccount), at.UTC()
			if err := store.Accounts.Put(tx, c.account); err != nil {
				return err
			}
			for i, role := range []sales.ContactRole{sales.Decider, sales.Buyer} {
				name, title, _ := strings.Cut(c.people[i], "|")
				k := sales.Contact{ID: tx.Next(sales.KindContact), Account: c.account.ID, Name: name, Title: title, Role: role, Created: at.UTC(),
					By: t.owner}
				if err := store.Contacts.Put(tx, k); err != nil {
					return err
				}
			}
		}
		t.facts.Contacts[sales.Decider], t.facts.Contacts[sales.Buyer] = true, true
		d, e, err := sales.NewDeal(sales.Deal{
			ID: tx.Next(sales.KindDeal), Name: t.name, Account: c.account.ID, Owner: t.owner, Team: t.book.Team,
			Amount: sales.Money{Minor: t.amount * 100, Currency: t.book.currency},
			Close:  calendar.DateOf(Begins).AddDays(7 + 7*h.random.IntN(9)), Need: h.one(t.book.needs),
		}, h.cards.Company.Pipelines[0], a)
		return t.keep(tx, d, &e, err)
	}
}

// keep stores the deal after an act, with the event that records the act.
func (t *thread) keep(tx *store.Tx, d sales.Deal, e *sales.Event, err error) error {
	if err != nil {
		return fmt.Errorf("sample: %s: %w", t.name, err)
	}
	if e != nil {
		e.ID = tx.Next(sales.KindEvent)
		if err := store.Events.Put(tx, *e); err != nil {
			return err
		}
	}
	t.deal = d
	return store.Deals.Put(tx, d)
}

// ifOpen skips an act if the deal has been closed by then.
func (t *thread) ifOpen(do func(*store.Tx, time.Time) error) func(*store.Tx, time.Time) error {
	return func(tx *store.Tx, at time.Time) error {
		if t.deal.Status != sales.Open {
			return nil
		}
		return do(tx, at)
	}
}

func (t *thread) log(a sales.Activity) func(*store.Tx, time.Time) error {
	return t.ifOpen(func(tx *store.Tx, at time.Time) error {
		a.ID, a.Account, a.Deal, a.Team, a.By = tx.Next(sales.KindActivity), t.client.account.ID, t.deal.ID, t.deal.Team, t.owner
		a.On, a.At = calendar.DateOf(at), at.UTC()
		a.Next.Due = max(a.Next.Due, a.On)
		t.facts.Activities[a.Kind] = true
		t.client.account = t.client.account.After(a)
		if err := store.Activities.Put(tx, a); err != nil {
			return err
		}
		if err := store.Accounts.Put(tx, t.client.account); err != nil {
			return err
		}
		return t.keep(tx, t.deal.After(a), nil, nil)
	})
}

// advance moves the deal to its next stage. It first fills in what the stage requires, except now
// and then, when somebody overrides it in a hurry.
func (t *thread) advance(h *history) func(*store.Tx, time.Time) error {
	return t.ifOpen(func(tx *store.Tx, at time.Time) error {
		d, hurry := t.deal, ""
		if h.random.IntN(8) == 0 {
			hurry = h.one(t.book.hurries)
		} else {
			for field, texts := range map[string][]string{"budget": t.book.budgets, "product": t.book.products} {
				if d.Text(field) != "" {
					continue
				}
				var err error
				if d, err = d.Describe(field, texts[len(d.Name)%len(texts)]); err != nil {
					return err
				}
			}
		}
		d, e, err := d.Advance(h.cards.Company.Pipelines[0], t.facts, hurry, act(t.owner, at))
		if _, no := sales.AsProblem(err); no {
			return nil // not yet
		}
		return t.keep(tx, d, &e, err)
	})
}

func (t *thread) ask(h *history, w wish) func(*store.Tx, time.Time) error {
	return t.ifOpen(func(tx *store.Tx, at time.Time) error {
		by, team := h.person(t.owner), h.team(t.book.Team)
		r, d, e, err := t.deal.AskTerms(h.cards.Company.Authority, sales.Ask{
			ID: tx.Next(sales.KindApproval), By: by, Discount: w.percent, Reason: w.why, Roster: h.roster(team, at), On: calendar.DateOf(at),
		})
		if err != nil {
			return fmt.Errorf("sample: %s: %w", t.name, err)
		}
		t.asked = r
		if err := store.Approvals.Put(tx, r); err != nil {
			return err
		}
		return t.keep(tx, d, e, nil)
	})
}

func (t *thread) decide(h *history, w wish) func(*store.Tx, time.Time) error {
	return t.ifOpen(func(tx *store.Tx, at time.Time) error {
		r, d, e, err := t.asked.Decide(t.deal, sales.Decision{
			By: h.person(w.by), Roster: h.roster(h.team(t.book.Team), at), Verdict: w.verdict, Reason: w.because, Seen: t.asked.Seen(),
			On: calendar.DateOf(at),
		})
		if err != nil {
			return fmt.Errorf("sample: %s: %w", t.name, err)
		}
		t.asked = r
		if err := store.Approvals.Put(tx, r); err != nil {
			return err
		}
		return t.keep(tx, d, e, nil)
	})
}

func (t *thread) close(h *history) func(*store.Tx, time.Time) error {
	return t.ifOpen(func(tx *store.Tx, at time.Time) error {
		why := ""
		if t.won && len(t.deal.UnmetToWin(h.cards.Company.Pipelines[0], t.facts)) > 0 {
			why = t.book.hurries[len(t.name)%len(t.book.hurries)]
		}
		d, e, err := t.deal.Win(h.cards.Company.Pipelines[0], t.facts, why, act(t.owner, at))
		if !t.won {
			d, e, err = t.deal.Lose(h.cards.Company.LostReasons, t.lost, t.rival, act(t.owner, at))
		}
		return t.keep(tx, d, &e, err)
	})
}

// visits plans activities with customers that are not about a deal.
func (h *history) visits(b Book) {
	for _, rep := range b.Reps {
		var mine []*client
		for _, name := range b.clients {
			if c := h.clients[name]; c.account.Owner == rep {
				mine = append(mine, c)
			}
		}
		for day := HistoryDays - 10; day >= 0; day -= 1 + h.random.IntN(3) {
			c, kind := mine[h.random.IntN(len(mine))], b.Kind(h.random)
			a := sales.Activity{Kind: kind, Team: b.Team, By: rep, Note: h.one(b.Notes[kind]), Minutes: Lasts(kind, h.random)}
			h.then(h.on(b, day), func(tx *store.Tx, at time.Time) error {
				if c.account.ID == "" {
					return nil // not a customer yet
				}
				a.ID, a.Account, a.On, a.At = tx.Next(sales.KindActivity), c.account.ID, calendar.DateOf(at), at.UTC()
				c.account = c.account.After(a)
				if err := store.Activities.Put(tx, a); err != nil {
					return err
				}
				return store.Accounts.Put(tx, c.account)
			})
		}
	}
}

// standupDays is how many days back the stand-ups go.
const standupDays = 14

// standups plans the answers of each morning: what the records prefill and, now and then, a
// blocker.
func (h *history) standups(b Book) {
	for day := standupDays; day >= 0; day-- {
		nine := b.clock(day, "09:00")
		on := calendar.DateOf(nine)
		if on != calendar.DateOf(Begins).AddDays(-day) {
			continue // a weekend
		}
		for _, rep := range b.Reps {
			blockers := ""
			if h.random.IntN(8) == 0 {
				blockers = h.one(b.Blockers)
			}
			h.then(nine.Add(time.Duration(5+h.random.IntN(45))*time.Minute), func(tx *store.Tx, at time.Time) error {
				s, err := h.cards.Prefill(tx, h.person(rep), on)
				if err != nil || s.Done+s.Plan == "" {
					return err
				}
				s.ID, s.Blockers, s.At = sales.StandupID(b.Team, on, rep), blockers, at.UTC()
				return store.Standups.Put(tx, s)
			})
		}
	}
}

func (h *history) roster(team sales.Team, at time.Time) sales.Roster {
	return sales.Roster{Team: team, People: h.staff.People, Authority: h.cards.Company.Authority, At: at}
}

func (h *history) person(id string) (found sales.Person) {
	for _, p := range h.staff.People {
		if p.ID == id {
			found = p
		}
	}
	return found
}

func (h *history) team(id string) (found sales.Team) {
	for _, t := range h.staff.Teams {
		if t.ID == id {
			found = t
		}
	}
	return found
}
