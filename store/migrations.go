package store

import (
	"bytes"
	"encoding/json"
	"errors"

	"dealdesk/sales"
	"dealdesk/sales/calendar"
)

// Migrations lead from the first schema of Tables to the present one. One that has shipped stays
// as it is.
func Migrations() []Migration {
	return []Migration{
		{What: "mark wins and losses that were taken back, find those entered late", Do: markTakenBack},
		{What: "count and find what goals are read from", Do: indexForGoals},
		{What: "count what funnels and medians are read from, find closed deals", Do: countForFunnels},
		{What: "count the days of the stage in which a deal closed, find wins by team", Do: countLastStages},
		{What: "find what funnels count of open deals, keep counters by customer beside the person's day", Do: briefAndBeside},
	}
}

// markTakenBack marks the last win or loss before each reopening of a deal, and indexes what was entered
// late, which version 1 did not. Ids of events follow their order in time.
func markTakenBack(tx *Tx) error {
	closed, by := map[string]string{}, map[string]string{} // deal -> its last close; close -> what took it back
	for e, err := range Events.List(tx, Query{}) {
		if err != nil {
			return err
		}
		switch e.Kind {
		case sales.ClosedWon, sales.ClosedLost:
			closed[e.Deal] = e.ID
		case sales.Reopened:
			by[closed[e.Deal]] = e.ID
		}
	}
	for e, err := range Events.List(tx, Query{}) {
		if err != nil {
			return err
		}
		if e.TakenBack = by[e.ID]; e.TakenBack == "" && e.Told == "" {
			continue
		}
		// Put alone would believe that the index has the event already.
		if err := Events.Delete(tx, e.ID); err != nil {
			return err
		}
		if err := Events.Put(tx, e); err != nil {
			return err
		}
	}
	return nil
}

// indexForGoals finds customers, deals and wins by what goals ask for. The counters that goals add to those of
// version 2 follow at the end of the migration.
func indexForGoals(tx *Tx) error {
	return errors.Join(tx.reindex(Accounts), tx.reindex(Deals), tx.reindex(Events))
}

// countForFunnels finds closed deals, and drops the counters by customer, which were stored as text. They follow
// at the end of the migration with those that are new.
func countForFunnels(tx *Tx) error {
	var keys [][]byte
	for k := range tx.b.Scan(countBucket, []byte(customers), after([]byte(customers)), false) {
		keys = append(keys, bytes.Clone(k))
	}
	for _, k := range keys {
		if err := tx.b.Delete(countBucket, k); err != nil {
			return err
		}
	}
	return tx.reindex(Deals)
}

// countLastStages gives each win and loss the days that the deal had spent in its last stage, by the event that brought
// it there; of a deal that an import brought there they are not known. The counters follow at the end of the migration.
func countLastStages(tx *Tx) error {
	if err := moveCustomers(tx); err != nil { // what follows is counted there
		return err
	}
	entered, stay := map[string]calendar.Date{}, map[string]int{} // by deal; by event
	for e, err := range Events.List(tx, Query{}) {
		if err != nil {
			return err
		}
		switch e.Kind {
		case sales.Created:
			d, _, err := Deals.Get(tx, e.Deal)
			if err != nil {
				return err
			}
			if d.External == "" {
				entered[e.Deal] = e.On
			}
		case sales.Advanced, sales.WentBack, sales.Reopened:
			entered[e.Deal] = e.On
		case sales.ClosedWon, sales.ClosedLost:
			stay[e.ID] = sales.DaysUnknown
			if from, known := entered[e.Deal]; known {
				stay[e.ID] = max(0, from.DaysTo(e.On))
			}
		}
	}
	return tx.Rewrite(Events.Name, func(raw Raw) ([]byte, error) {
		n, closed := stay[raw.ID]
		if !closed {
			return raw.JSON, nil
		}
		e, err := Events.decode(raw.ID, raw.JSON)
		if err != nil {
			return nil, err
		}
		e.Stay = n
		return json.Marshal(e)
	})
}

// briefAndBeside indexes open deals, and moves the counters by customer.
func briefAndBeside(tx *Tx) error { return errors.Join(tx.reindex(Deals), moveCustomers(tx)) }
