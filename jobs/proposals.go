package jobs

import (
	"context"
	"errors"
	"time"

	"dealdesk/store"
)

// expireProposals ends the admins' proposals that nobody decided in time and shows that to
// their authors and to everyone who was asked. As with requests, Expires is the schedule.
func (r *Runner) expireProposals(ctx context.Context, now time.Time) error {
	var ids []string
	err := r.desk.Store.View(ctx, func(rd store.Reader) error {
		ids = nil
		for p, err := range store.ExpiredProposals(rd, now) {
			if err != nil {
				return err
			}
			ids = append(ids, p.ID)
		}
		return nil
	})
	errs := []error{err}
	for _, id := range ids {
		errs = append(errs, r.guarded("expire "+id, func() error { return r.expireProposal(ctx, id, now) }))
	}
	return errors.Join(errs...)
}

func (r *Runner) expireProposal(ctx context.Context, id string, now time.Time) error {
	change := store.Change{Once: "expire|" + id, Actor: "proposals", At: now, What: "expire"}
	_, err := r.desk.Store.Update(ctx, change, func(tx *store.Tx) error {
		p, _, err := store.Proposals.Get(tx, id)
		if err != nil {
			return err
		}
		p, late := p.Expire(now)
		if !late {
			return errPending
		}
		if err := store.Proposals.Put(tx, p); err != nil {
			return err
		}
		return r.desk.PostProposalOutcome(tx, p)
	})
	if errors.Is(err, errPending) {
		return nil
	}
	return err
}
