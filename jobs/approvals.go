package jobs

import (
	"context"
	"errors"
	"time"

	"dealdesk/store"
)

// expire ends the requests that nobody decided in time (P12): the card says so and the
// requester is told. Their own Expires is the schedule, so they need no rows.
func (r *Runner) expire(ctx context.Context, now time.Time) error {
	var ids []string
	err := r.store.View(ctx, func(rd store.Reader) error {
		ids = nil
		for a, err := range store.Approvals.List(rd, store.Query{Index: "waiting", To: store.DueKey(now.Add(time.Second))}) {
			if err != nil {
				return err
			}
			ids = append(ids, a.ID)
		}
		return nil
	})
	errs := []error{err}
	for _, id := range ids {
		errs = append(errs, r.guarded("expire "+id, func() error { return r.expireOne(ctx, id, now) }))
	}
	return errors.Join(errs...)
}

// errPending ends the Update of a request that is not to expire yet, or was decided
// meanwhile: an Update that changes nothing must not use up the request's key.
var errPending = errors.New("not to expire")

func (r *Runner) expireOne(ctx context.Context, id string, now time.Time) error {
	change := store.Change{Once: "expire|" + id, Actor: "approvals", At: now, What: "expire"}
	_, err := r.store.Update(ctx, change, func(tx *store.Tx) error {
		a, _, err := store.Approvals.Get(tx, id)
		if err != nil {
			return err
		}
		a, late := a.Expire(now)
		if !late {
			return errPending
		}
		if err := store.Approvals.Put(tx, a); err != nil {
			return err
		}
		d, ok, err := store.Deals.Get(tx, a.Deal)
		if err != nil || !ok { // with its deal its room is gone
			return err
		}
		if err := r.Approval(tx, d, a); err != nil {
			return err
		}
		return r.TellRequester(tx, d, a)
	})
	if errors.Is(err, errPending) {
		return nil
	}
	return err
}
