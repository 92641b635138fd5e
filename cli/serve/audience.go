package serve

import (
	"time"

	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/store"
)

// The reasons for which a post is not sent (store.Cancelled).
const (
	barredGone   = "gone"        // the recipient is no longer one of us
	barredMoved  = "moved"       // the channel does not, or no longer, belong to the team that the post is for
	barredHidden = "not_visible" // the recipients may not see what the post is about
)

// barred returns why the recipients of a post may not read it, or "" if they may (P13). The
// sender calls it when the post's turn comes: since the post was written, a deal may have gone
// to another team, a person may have left, a channel may have become another team's. A channel
// shows only what every member of its team may see.
func barred(r store.Reader, m cards.Maker, p store.Post, now time.Time) (why string, err error) {
	reader := sales.Member(p.Audience)
	if p.User != "" {
		var known bool
		if reader, known, err = store.People.Get(r, p.User); err != nil {
			return "", err
		}
		// A person without a role gets only the notice about that.
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

// mayRead reports whether reader may see the deal, customer or request that a post is about.
// about is its ID, or "" if there is none.
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
