package undo

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase/talk"
	"dealdesk/sales"
	"dealdesk/store"
)

// undo reverts the change of a button, or the person's last one, as a new journal entry. It refuses
// if anything newer has changed the records or refers to them, because the undo would silently take
// back somebody else's change, too. It also refuses a decision on a request, which is final (P10).
func undo(c *call.Call) (chat.Reply, error) {
	if of := strings.TrimSpace(c.Req.Args); of != "" && c.Req.Value == "" && !talk.Undoes("undo "+of) && !talk.TakesBack("撤回"+of) {
		return offerUndo(c, of)
	}
	entry, err := undoEntry(c)
	if err != nil {
		return chat.Reply{}, err
	}
	if err := mayUndo(c, entry); err != nil {
		return chat.Reply{}, err
	}
	was, err := tell(c, entry) // while its records are there
	if err != nil {
		return chat.Reply{}, err
	}
	if _, err = TakeBack(c.Desk, c.Tx, call.Features(c), entry.Seq); err != nil {
		return chat.Reply{}, inTheWay(c, entry, err)
	}
	if was.hidden { // what was given away is theirs again
		if was, err = tell(c, entry); err != nil {
			return chat.Reply{}, err
		}
	}
	done := c.Words.Say("undo.done", "What", was.what)
	if was.request != "" {
		done = c.Words.Say("undo.withdrawn", "ID", was.request)
	}
	text := chat.Join("\n", done, was.again)
	reply := chat.Say(text, chat.Para(text))
	reply.Replace = true
	return reply, nil
}

// mayUndo returns a problem if the person may not undo an entry or nobody can. A missing entry and
// another person's get the same problem (P13).
func mayUndo(c *call.Call, entry store.Entry) error {
	switch {
	case entry.Actor != c.Me.ID && !sales.May(c.Me, sales.Revert, sales.Record{Owner: entry.Actor}):
		return sales.No("undo.not_yours")
	case entry.Seq == 0:
		return sales.No("undo.nothing")
	case entry.Undoes != 0:
		return sales.No("undo.once")
	case c.Req.At.Sub(entry.At) > sales.UndoWindow && !sales.May(c.Me, sales.Manage, sales.Record{}):
		return sales.No("undo.too_late", "Minutes", int(sales.UndoWindow/time.Minute))
	}
	final, err := decided(c, entry)
	if err == nil && final {
		err = sales.No("undo.final")
	}
	if err != nil {
		return err
	}
	did, err := didSomething(c, entry)
	if err == nil && !did {
		err = sales.No("undo.no_change")
	}
	return err
}

// undoEntry returns the entry of the button, or the person's last change within sales.UndoWindow that is
// not undone yet. It returns the zero Entry if the button's entry does not exist.
func undoEntry(c *call.Call) (store.Entry, error) {
	if c.Req.Value != "" {
		seq, err := strconv.ParseUint(c.Req.Value, 10, 64)
		if err != nil {
			return store.Entry{}, nil
		}
		entry, _, err := store.EntryAt(c.Read, seq)
		return entry, err
	}
	undone := map[uint64]bool{}
	for entry, err := range store.Entries(c.Read, store.EntryQuery{Actor: c.Me.ID, Since: c.Req.At.Add(-sales.UndoWindow), Reverse: true}) {
		if err != nil {
			return entry, err
		}
		if entry.Undoes != 0 {
			undone[entry.Undoes] = true
			continue
		}
		did, err := didSomething(c, entry)
		if err != nil || did && !undone[entry.Seq] {
			return entry, err
		}
	}
	return store.Entry{}, sales.No("undo.nothing")
}

// didSomething reports whether an entry changed records and did not only ask "which one?".
func didSomething(c *call.Call, entry store.Entry) (bool, error) {
	payload, err := store.PayloadOf(c.Read, entry)
	return slices.ContainsFunc(payload.Changes, func(r store.RecordChange) bool { return r.Table != store.Drafts.Name }), err
}

// decided reports whether an entry is a decision on a request, whatever its name in the journal.
func decided(c *call.Call, entry store.Entry) (bool, error) {
	payload, err := store.PayloadOf(c.Read, entry)
	if err != nil {
		return false, err
	}
	for _, ch := range payload.Changes {
		if ch.Table == store.Proposals.Name && ch.Old != nil {
			return false, sales.No("staff.undo_decided")
		}
		if ch.Table != store.Approvals.Name || ch.Old == nil || ch.New == nil {
			continue
		}
		var was, is sales.Approval
		if err := errors.Join(json.Unmarshal(ch.Old, &was), json.Unmarshal(ch.New, &is)); err != nil {
			return false, fmt.Errorf("decode %s %s: %w", ch.Table, ch.ID, err)
		}
		settled := []sales.ApprovalStatus{sales.Approved, sales.Rejected, sales.Returned}
		if was.Status == sales.Waiting && (slices.Contains(settled, is.Status) || is.Votes() > was.Votes()) {
			return true, nil
		}
	}
	return false, nil
}
