package cards

import (
	"iter"
	"maps"
	"time"

	"dealdesk/chat"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// Warning is what the level above should know about the price of a deal. The zero Warning says nothing.
type Warning struct {
	Share sales.Percent // by which the price is lower
	key   string
	args  lang.Args
}

// In returns the warning in the reader's language, "" for the zero Warning.
func (w Warning) In(p lang.Printer) chat.Safe {
	if w.key == "" {
		return ""
	}
	args := maps.Clone(w.args)
	args["Given"], args["Days"] = p.Percent(w.Share.Hundredths()), sales.OftenDays
	return p.Say(w.key, args)
}

// Lowered warns of a deal that was granted a discount at a higher amount, or that stands or was won further below
// its highest amount than its owner may grant: the amount was lowered, with or without a discount after that.
func (m Maker) Lowered(r store.Reader, d sales.Deal, now time.Time) (w Warning, err error) {
	earlier, err := store.Collect(store.ApprovalsOf(r, d.ID))
	if err != nil {
		return w, err
	}
	moves, err := store.Collect(store.EventsOf(r, d.ID))
	if err != nil {
		return w, err
	}
	owner, _, err := store.People.Get(r, d.Owner)
	if err != nil {
		return w, err
	}
	share, of, granted := d.GivenAway(earlier, moves, now)
	key := "approval.lowered"
	if !granted {
		share, of = d.SoldBelow(earlier, moves, now)
		if d.Status == sales.Lost || share == 0 || share < m.Company.Authority.Own(owner) {
			return w, nil
		}
		switch key = "approval.won_low"; {
		case d.Status == sales.Open:
			key = "approval.cut"
		case d.Discount > 0:
			key = "approval.won_lower"
		}
	}
	title, err := m.DealTitle(r, d)
	return Warning{share, key, lang.Args{"Deal": title, "Net": d.Net(), "Was": of}}, err
}

// Twin warns of a deal with a discount, or a won one, that may be the sale of a larger one of the same
// customer that was lost lately or is still open.
func (m Maker) Twin(r store.Reader, d sales.Deal, now time.Time) (w Warning, err error) {
	if d.Discount == 0 && d.Status != sales.Won {
		return w, nil
	}
	old, was, less, err := m.twinOf(r, d, now)
	if err != nil || old.ID == "" {
		return w, err
	}
	name := old.Name
	if old.Account != d.Account { // it only looks like the deal's own
		account, _, err := store.Accounts.Get(r, old.Account)
		if err != nil {
			return w, err
		}
		name = account.Name + " - " + name
	}
	key := "approval.twin"
	switch {
	case old.Status == sales.Open:
		key = "approval.twin_open"
	case !d.NamedLike(old):
		key = "approval.twin_lost"
	}
	title, err := m.DealTitle(r, d)
	return Warning{less, key, lang.Args{"Deal": title, "Lost": old.ID, "Name": name, "Was": was, "Net": d.Net()}}, err
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
	among := []iter.Seq2[sales.Deal, error]{store.DealsOfAccount(r, d.Account), // a loss may be entered late
		store.ClosedDealsOfTeam(r, d.Team, sales.Lost, since)}
	if d.Status == sales.Won { // beside an open deal, only a win tells
		among = append(among, store.OpenDealsOfTeam(r, d.Team))
	}
	for _, deals := range among {
		for old, err := range deals {
			same := false
			if err == nil && d.MayBeTwin(old) {
				same, err = SameCustomer(r, d, old)
			}
			if err != nil {
				return twin, was, 0, err
			}
			if !same {
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

// SameCustomer reports whether two deals are with one customer, as far as names show: Acme and Acme Holdings,
// or Acme with another alphabet's A; and Acme Europe if the deals are named alike.
func SameCustomer(r store.Reader, d, other sales.Deal) (bool, error) {
	if d.Account == other.Account || d.Account == "" || other.Account == "" {
		return d.Account == other.Account && d.Account != "", nil
	}
	one, known, err := store.Accounts.Get(r, d.Account)
	if err != nil || !known {
		return false, err
	}
	two, _, err := store.Accounts.Get(r, other.Account)
	return sales.Fold(one.Name) == sales.Fold(two.Name) || d.NamedLike(other) && sales.MayBeOne(one.Name, two.Name), err
}
