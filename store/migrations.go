package store

import "dealdesk/sales"

// Migrations lead from the first schema of Tables to the present one. One that has shipped stays
// as it is.
func Migrations() []Migration {
	return []Migration{{What: "mark wins and losses that were taken back", Do: markTakenBack}}
}

// markTakenBack marks what KeepMove has marked since version 2: the last win or loss before each
// reopening of a deal. Ids of events follow their order in time.
func markTakenBack(tx *Tx) error {
	closed := map[string]sales.Event{} // by deal
	for e, err := range Events.List(tx, Query{}) {
		if err != nil {
			return err
		}
		switch e.Kind {
		case sales.ClosedWon, sales.ClosedLost:
			closed[e.Deal] = e
		case sales.Reopened:
			last, ok := closed[e.Deal]
			if !ok {
				continue
			}
			last.TakenBack = e.ID
			if err := Events.Put(tx, last); err != nil {
				return err
			}
			delete(closed, e.Deal)
		}
	}
	return nil
}
