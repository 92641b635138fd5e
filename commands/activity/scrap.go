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
	if id == "" {
		return chat.Reply{Unknown: true}, nil
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
