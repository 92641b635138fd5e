package activity

import (
	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/sales"
	"dealdesk/store"
)

// scrap asks whether the contact that was just corrected is to go as a whole: an undo takes back the correction alone.
// The answer is Unknown where an undo takes back all of it.
func scrap(c *call.Call) (chat.Reply, error) {
	id, _ := call.LastSaved(c)
	if id == "" { // a question stood in between
		var err error
		if id, err = editedLast(c); err != nil || id == "" {
			return chat.Reply{Unknown: true}, err
		}
	}
	a, err := ownActivity(c, id)
	if _, gone := sales.AsProblem(err); gone {
		return chat.Reply{Unknown: true}, nil
	}
	if err != nil {
		return chat.Reply{}, err
	}
	n := 0
	for _, err := range store.History(c.Read, store.Activities.Name, id) {
		if n++; err != nil || n > 1 {
			if err != nil {
				return chat.Reply{}, err
			}
			return askWrong(c, a, "log.scrap")
		}
	}
	return chat.Reply{Unknown: true}, nil
}

// editedLast is the contact that the last change of the person corrected, "" if it was another change.
func editedLast(c *call.Call) (id string, err error) {
	undone := map[uint64]bool{}
	for entry, err := range store.Entries(c.Read, store.EntryQuery{Actor: c.Me.ID, Since: c.Req.At.Add(-sales.UndoWindow), Reverse: true}) {
		if err != nil {
			return "", err
		}
		if entry.Undoes != 0 {
			undone[entry.Undoes] = true
			continue
		}
		payload, err := store.PayloadOf(c.Read, entry)
		if err != nil {
			return "", err
		}
		did := false
		for _, ch := range payload.Changes {
			did = did || ch.Table != store.Drafts.Name
			if ch.Table == store.Activities.Name && ch.Old != nil && ch.New != nil && !undone[entry.Seq] {
				return ch.ID, nil
			}
		}
		if did && !undone[entry.Seq] {
			return "", nil
		}
	}
	return "", nil
}
