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
	old, name, found, err := m.twinOf(r, d, now)
	if err != nil || !found {
		return "", 0, err
	}
	title, err := m.DealTitle(r, d)
	words := "approval.twin"
	switch {
	case old.Status == sales.Open:
		words = "approval.twin_open"
	case !d.NamedLike(old):
		words = "approval.twin_lost"
	}
	return p.Say(words, "Deal", title, "Lost", old.ID, "Name", name, "Was", old.Amount, "Net", d.Net(), "Days", sales.OftenDays),
		d.LessThan(old), err
}

// twinOf finds the largest twin of a deal. Its name has the customer's in front where that only looks
// like the deal's own.
func (m Maker) twinOf(r store.Reader, d sales.Deal, now time.Time) (twin sales.Deal, name string, found bool, err error) {
	owner, _, err := store.People.Get(r, d.Owner)
	if err != nil {
		return twin, "", false, err
	}
	own := m.Company.Authority.Own(owner)
	since := calendar.DateOf(now).AddDays(-sales.OftenDays - 1)
	for _, deals := range [...]iter.Seq2[sales.Deal, error]{
		store.ClosedDealsOfTeam(r, d.Team, sales.Lost, since), store.OpenDealsOfTeam(r, d.Team)} {
		for old, err := range deals {
			if err != nil {
				return twin, "", false, err
			}
			if !d.Twin(old, own, now) || found && old.Amount.Minor <= twin.Amount.Minor {
				continue
			}
			same, err := SameCustomer(r, old.Account, d.Account)
			if err != nil {
				return twin, "", false, err
			}
			if same {
				twin, found = old, true
			}
		}
	}
	if !found || twin.Account == d.Account {
		return twin, twin.Name, found, nil
	}
	account, _, err := store.Accounts.Get(r, twin.Account)
	return twin, account.Name + " - " + twin.Name, true, err
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
