package jobs

import (
	"context"
	"errors"
	"fmt"
	"time"

	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// attend handles waiting requests: it expires those that nobody decided in time (P12),
// reminds deciders, asks the next level, and updates who is asked after people have come,
// gone or lost a right. The requests' own times are the schedule, so they need no rows.
func (r *Runner) attend(ctx context.Context, now time.Time) error {
	var ids []string
	err := r.desk.Store.View(ctx, func(rd store.Reader) error {
		ids = nil
		for a, err := range store.WaitingApprovals(rd) {
			if err != nil {
				return err
			}
			x, err := r.attended(rd, a.ID, now)
			if err != nil {
				return err
			}
			if x.changed {
				ids = append(ids, a.ID)
			}
		}
		return nil
	})
	errs := []error{err}
	for _, id := range ids {
		errs = append(errs, r.guarded("request "+id, func() error { return r.attendOne(ctx, id, now) }))
	}
	return errors.Join(errs...)
}

// attended is a request and what the clock has made of it.
type attended struct {
	sales.Approval
	deal    sales.Deal
	roster  sales.Roster // not read for one that has expired
	granted *sales.Event
	changed bool
}

func (r *Runner) attended(rd store.Reader, id string, now time.Time) (x attended, err error) {
	if x.Approval, _, err = store.Approvals.Get(rd, id); err != nil {
		return x, err
	}
	var there bool
	if x.deal, there, err = store.Deals.Get(rd, x.Deal); err != nil {
		return x, err
	}
	if x.Approval, x.changed = x.Expire(now); x.changed || !there {
		return x, nil
	}
	if x.roster, err = r.desk.Cards.Roster(rd, x.deal, x.Approval, now); err != nil {
		return x, err
	}
	ros := x.roster
	on := calendar.DateOf(now.In(r.desk.Cards.ZoneOf(sales.Person{}, ros.Team, "")))
	x.Approval, x.deal, x.granted, x.changed = x.Tend(x.deal, ros, on)
	due, authority := r.business(rd), r.desk.Cards.Company.Authority
	reminded, whom := x.Remind(authority, x.deal, ros, due)
	escalated, more := reminded.Escalate(authority, x.deal, ros, due)
	x.Approval, x.changed = escalated, x.changed || len(whom)+len(more) > 0
	return x, nil
}

// business measures people's working time: that of their team, in their own zone.
func (r *Runner) business(rd store.Reader) sales.Business {
	return func(person string, from time.Time, d time.Duration) time.Time {
		p, _, err := store.People.Get(rd, person)
		if err != nil {
			return from.Add(d) // the read that matters reports the error
		}
		t, _, err := store.Teams.Get(rd, p.Team)
		if err != nil {
			return from.Add(d)
		}
		at, ok := r.desk.Cards.Company.Worktime(t, r.desk.Cards.ZoneOf(p, t, "")).Add(from, d)
		if !ok { // a calendar without a working day
			return from.Add(d)
		}
		return at
	}
}

// errPending ends the Update of a request that has nothing due yet or was decided meanwhile:
// an Update that changes nothing must not use up the request's key.
var errPending = errors.New("nothing due")

func (r *Runner) attendOne(ctx context.Context, id string, now time.Time) error {
	change := store.Change{Once: fmt.Sprintf("request|%s|%d", id, now.UnixNano()), Actor: "approvals", At: now, What: "request"}
	_, err := r.desk.Store.Update(ctx, change, func(tx *store.Tx) error {
		x, err := r.attended(tx, id, now)
		if err != nil {
			return err
		}
		if !x.changed {
			return errPending
		}
		if x.deal.ID == "" { // the deal is gone, and with it the thread to post in
			return store.Approvals.Put(tx, x.Approval)
		}
		if x.Status == sales.Expired {
			if x.roster, err = r.desk.Cards.Roster(tx, x.deal, x.Approval, now); err != nil {
				return err
			}
		}
		return r.desk.KeepApproval(tx, x.deal, x.Approval, x.roster, x.granted)
	})
	if errors.Is(err, errPending) {
		return nil
	}
	return err
}

// nextApproval is when attend next has something to do, zero if never.
func (r *Runner) nextApproval(rd store.Reader, now time.Time) (next time.Time, err error) {
	for a, err := range store.WaitingApprovals(rd) {
		if err != nil {
			return next, err
		}
		d, there, err := store.Deals.Get(rd, a.Deal)
		if err != nil {
			return next, err
		}
		at := a.Expires
		if there {
			ros, err := r.desk.Cards.Roster(rd, d, a, now)
			if err != nil {
				return next, err
			}
			if due := a.Due(r.desk.Cards.Company.Authority, d, ros, r.business(rd)); !due.IsZero() && (at.IsZero() || due.Before(at)) {
				at = due
			}
		}
		if !at.IsZero() && (next.IsZero() || at.Before(next)) {
			next = at
		}
	}
	return next, nil
}
