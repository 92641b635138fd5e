package importer

import (
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// notes keeps what a row remarks as a note about its deal or customer, once.
func (l *loading) notes(deal, account, team, by string, when sales.Act) error {
	text := l.cell("notes")
	if text == "" {
		return nil
	}
	about := deal
	if about == "" {
		about = account
	}
	have := map[string]bool{}
	for a, err := range store.ActivitiesAbout(l.tx, about) {
		if err != nil {
			return err
		}
		have[a.Note] = true
	}
	added := false
	for runes := []rune(text); len(runes) > 0; {
		n := min(len(runes), sales.NoteMax)
		part := string(runes[:n])
		runes = runes[n:]
		if have[part] {
			continue
		}
		a := sales.Activity{ID: l.tx.Next(sales.KindActivity), Kind: sales.Note, Account: account, Deal: deal, Team: team, By: by,
			On: calendar.DateOf(when.At.In(l.zone)), At: when.At, Note: part}
		if err := store.Activities.Put(l.tx, a); err != nil {
			return err
		}
		added = true
	}
	if added && l.row.Outcome != RowCreated {
		l.row.Outcome = RowUpdated
		l.row.Changes = append(l.row.Changes, Change{What: "notes", Is: "+ " + text})
	}
	return nil
}
