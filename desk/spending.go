package desk

import (
	"context"
	"errors"
	"time"

	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// errSpent rolls back.
var errSpent = errors.New("desk: the budget of the day is spent")

// KeepSpending counts one request to the language model for a person, before it is sent. ok is false
// if the budget of their day is spent, or if the request with this key was counted before.
func (desk *Desk) KeepSpending(ctx context.Context, person, once string, on calendar.Date, budget int, at time.Time) (ok bool, err error) {
	change := store.Change{Once: once, Actor: "model", At: at, What: "model"}
	receipt, err := desk.Store.Update(ctx, change, func(tx *store.Tx) error {
		was, _, err := store.Spendings.Get(tx, person)
		if err != nil {
			return err
		}
		was.Person = person
		is, ok := was.Spend(on, budget)
		if !ok {
			return errSpent
		}
		return store.Spendings.Put(tx, is)
	})
	if errors.Is(err, errSpent) {
		return false, nil
	}
	return err == nil && !receipt.Repeat, err
}
