package self

import (
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/store"
)

// pick runs a draft on the chosen record.
func pick(c *call.Call) (chat.Reply, error) {
	id, record, _ := strings.Cut(c.Req.Value, "/")
	draft, err := c.TakeDraft(id)
	if err != nil {
		return chat.Reply{}, err
	}
	if reply, again, err := call.Overtaken(c, draft, record); err != nil || again {
		reply.Replace = true
		return reply, err
	}
	reply, err := c.Resume(draft, record)
	if err == nil && reply.Modal != nil { // a form that is closed again can be opened again
		return reply, store.Drafts.Put(c.Tx, draft)
	}
	reply.Replace = true
	return reply, err
}

// discard forgets a draft.
func discard(c *call.Call) (chat.Reply, error) {
	if _, err := c.TakeDraft(c.Req.Value); err != nil {
		return chat.Reply{}, err
	}
	reply := chat.Say(c.Words.Say("common.discarded"))
	reply.Replace = true
	return reply, nil
}
