package jobs

import (
	"context"
	"errors"
	"time"

	"dealdesk/desk/cards"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// checkpointAt is when the journal's checkpoint is posted, by the company's clock.
const checkpointAt = 9 * time.Hour

// checkpointed is the name of the journal entry that posts a checkpoint.
const checkpointed = "checkpoint"

// checkpoint posts the head of the journal once a day where the admins read it, so that nobody
// who changes the file can change all of the evidence (P15). If nothing was written since the last
// one, it posts nothing.
func (r *Runner) checkpoint(ctx context.Context, now time.Time) error {
	channel, zone := r.desk.Cards.Company.Audit, r.zone()
	day := calendar.DateOf(now.In(zone))
	if channel == "" || r.attested == day || now.Before(day.At(checkpointAt, zone)) {
		return nil
	}
	change := store.Change{Once: "checkpoint|" + string(day), Actor: "jobs", At: now, What: checkpointed}
	_, err := r.desk.Store.Update(ctx, change, func(tx *store.Tx) error {
		at, err := store.Head(tx)
		if err != nil {
			return err
		}
		last, ok, err := store.EntryAt(tx, at.Seq)
		if err != nil {
			return err
		}
		if !ok || last.What == checkpointed {
			return errPending
		}
		p := r.desk.Cards.Printer("", now)
		text := p.Say("job.checkpoint", "Day", p.Day(string(day)), "Count", at.Seq, "Checkpoint", at.String())
		return tx.Post(store.Post{Key: "checkpoint/" + string(day), Channel: channel, Kind: "checkpoint", Message: cards.Said(text)})
	})
	if errors.Is(err, errPending) {
		err = nil
	}
	if err == nil {
		r.attested = day
	}
	return err
}
