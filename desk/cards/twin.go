package cards

import (
	"iter"
	"time"

	"dealdesk/chat"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// Twin says that a deal may be the sale of a larger one of the same customer that was lost lately or
// still is open, so that a discount on it may be one on that sale, and by which share it brings less; ""
// if it is not.
func (m Maker) Twin(r store.Reader, p lang.Printer, d sales.Deal, now time.Time) (_ chat.Safe, share sales.Percent, _ error) {
	old, was, less, err := m.twinOf(r, d, now)
	if err != nil || old.ID == "" {
		return "", 0, err
	}
	name := old.Name
	if old.Account != d.Account { // it only looks like the deal's own
		account, _, err := store.Accounts.Get(r, old.Account)
		if err != nil {
			return "", 0, err
		}
		name = account.Name + " - " + name
	}
	title, err := m.DealTitle(r, d)
	words := "approval.twin"
	switch {
	case old.Status == sales.Open:
		words = "approval.twin_open"
	case !d.NamedLike(old):
		words = "approval.twin_lost"
	}
	return p.Say(words, "Deal", title, "Lost", old.ID, "Name", name, "Was", was, "Net", d.Net(), "Days", sales.OftenDays), less, err
}

// twinOf finds the likeliest twin of a deal, its amount, and the share by which the deal brings less: one
// with a name like the deal's, and of several the largest.
func (m Maker) twinOf(r store.Reader, d sales.Deal, now time.Time) (twin sales.Deal, was sales.Money, less sales.Percent, err error) {
	owner, _, err := store.People.Get(r, d.Owner)
	if err != nil {
		return twin, was, 0, err
	}
	own, named := m.Company.Authority.Own(owner), false
	since := calendar.DateOf(now).AddDays(-sales.OftenDays - 1)
	for _, deals := range [...]iter.Seq2[sales.Deal, error]{store.DealsOfAccount(r, d.Account), // a loss may be entered late
		store.ClosedDealsOfTeam(r, d.Team, sales.Lost, since), store.OpenDealsOfTeam(r, d.Team)} {
		for old, err := range deals {
			if err != nil {
				return twin, was, 0, err
			}
			if !d.MayBeTwin(old) {
				continue
			}
			if same, err := SameCustomer(r, old.Account, d.Account); err != nil || !same {
				if err != nil {
					return twin, was, 0, err
				}
				continue
			}
			moves, err := store.Collect(store.EventsOf(r, old.ID))
			if err != nil {
				return twin, was, 0, err
			}
			amount, share, ok := d.Twin(old, moves, own, now)
			if like := d.NamedLike(old); ok && (twin.ID == "" || like && !named || like == named && amount.Minor > was.Minor) {
				twin, was, less, named = old, amount, share, like
			}
		}
	}
	return twin, was, less, nil
}

// SameCustomer reports whether two customers are one, or have names that look the same: Acme and Acme
// Holdings, or Acme with another alphabet's A.
func SameCustomer(r store.Reader, a, b string) (bool, error) {
	if a == b || a == "" || b == "" {
		return a == b && a != "", nil
	}
	one, _, err := store.Accounts.Get(r, a)
	if err != nil {
		return false, err
	}
	other, _, err := store.Accounts.Get(r, b)
	return one.ID != "" && sales.Fold(one.Name) == sales.Fold(other.Name), err
}
