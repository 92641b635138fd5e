package serve

import (
	"time"

	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/store"
)

// Why a post is not sent (store.Cancelled).
const (
	barredGone   = "gone"        // who was to be told is no longer one of us
	barredMoved  = "moved"       // the channel is not, or no longer, that of the team it was meant for
	barredHidden = "not_visible" // what it is about is not theirs to see
)

// barred says why those whom a post reaches may not read it, "" if they may (P13). The
// sender asks when the post's turn comes: a deal may have gone to another team since it
// was written, somebody may have left, a channel may be another team's. What is shown in
// a channel is what every member of its team may see.
func barred(r store.Reader, m cards.Maker, p store.Post, now time.Time) (why string, err error) {
	reader := sales.Member(p.Audience)
	if p.User != "" {
		var known bool
		if reader, known, err = store.People.Get(r, p.User); err != nil {
			return "", err
		}
		// Who has lost their place, or was taken back before having one, is told that, and
		// nothing else.
		if placeless := !known || reader.Role == ""; reader.Gone || reader.Outside || placeless && p.Kind != "staff" {
			return barredGone, nil
		}
	} else if p.Audience != "" {
		team, _, err := store.Teams.Get(r, p.Audience)
		if err != nil || team.Channel != p.Channel {
			return barredMoved, err
		}
	}
	ok, err := mayRead(r, m, p.About, reader, now)
	if err != nil || !ok {
		return barredHidden, err
	}
	return "", nil
}

// mayRead reports whether somebody sees what a post is about, a deal, a customer or a
// request; "" is about none of them.
func mayRead(r store.Reader, m cards.Maker, about string, reader sales.Person, now time.Time) (bool, error) {
	if about == "" {
		return true, nil
	}
	if sales.KindOf(about) != sales.KindApproval {
		records, err := store.Whose(r, about)
		return sales.Visible(reader, records...), err
	}
	a, _, err := store.Approvals.Get(r, about)
	if err != nil {
		return false, err
	}
	d, ok, err := store.Deals.Get(r, a.Deal)
	if err != nil || !ok {
		return false, err
	}
	ros, err := m.Roster(r, d, a, now)
	return a.ShownTo(reader, d, ros), err
}
