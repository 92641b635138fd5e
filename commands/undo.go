package commands

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"dealdesk/chat"
	"dealdesk/sales"
	"dealdesk/store"
)

func undoVerbs() []verb {
	return []verb{{Route: chat.Route{Name: "undo", Help: true}, do: undo}}
}

// undoFor is how long one's own change can be taken back (U22).
const undoFor = 10 * time.Minute

// undo reverts the change of a button, or the person's last one, as a new journal
// entry. It is refused when anything newer touched one of the records or was built on
// them, because that would silently take somebody else's change along; and for a decision
// on a request, which is made once (P10).
func undo(c *call) (chat.Reply, error) {
	if of := strings.TrimSpace(c.Args); of != "" && c.Value == "" {
		return c.offerUndo(of)
	}
	entry, err := c.undoEntry()
	if err != nil {
		return chat.Reply{}, err
	}
	if err := c.mayUndo(entry); err != nil {
		return chat.Reply{}, err
	}
	if _, err = c.takeBack(c.tx, entry.Seq); err != nil {
		return chat.Reply{}, c.inTheWay(entry, err)
	}
	text := c.Say("undo.done", "What", c.did(entry))
	reply := chat.Say(text, chat.Para(text))
	reply.Replace = true
	return reply, nil
}

// mayUndo refuses who has no right to take an entry back, whoever's it is, and what nobody
// can. An entry that is not there and another person's get the same words (P13).
func (c *call) mayUndo(entry store.Entry) error {
	switch {
	case entry.Actor != c.me.ID && !sales.May(c.me, sales.Revert, sales.Record{Owner: entry.Actor}):
		return sales.No("undo.not_yours")
	case entry.Seq == 0:
		return sales.No("undo.nothing")
	case entry.Undoes != 0:
		return sales.No("undo.once")
	case c.At.Sub(entry.At) > undoFor && !sales.May(c.me, sales.Manage, sales.Record{}):
		return sales.No("undo.too_late", "Minutes", int(undoFor/time.Minute))
	}
	if final, err := c.decided(entry); err != nil || final {
		return cmp.Or(err, error(sales.No("undo.final")))
	}
	if did, err := c.didSomething(entry); err != nil || !did {
		return cmp.Or(err, error(sales.No("undo.no_change")))
	}
	return nil
}

// did names what an entry did as people know it: a button's or form's own name is that of
// its command, the first word.
func (c *call) did(entry store.Entry) string {
	what := entry.What
	if !c.Has("help." + what + ".what") {
		what, _ = cutWord(what)
	}
	return c.Verb(what)
}

// undoEntry finds the entry of the button, the zero Entry if there is none, or the
// person's last change that still stands within the time.
func (c *call) undoEntry() (store.Entry, error) {
	if c.Value != "" {
		seq, err := strconv.ParseUint(c.Value, 10, 64)
		if err != nil {
			return store.Entry{}, nil
		}
		entry, _, err := store.EntryAt(c.r, seq)
		return entry, err
	}
	undone := map[uint64]bool{}
	for entry, err := range store.Entries(c.r, store.EntryQuery{Actor: c.me.ID, Since: c.At.Add(-undoFor), Reverse: true}) {
		if err != nil {
			return entry, err
		}
		if entry.Undoes != 0 {
			undone[entry.Undoes] = true
			continue
		}
		did, err := c.didSomething(entry)
		if err != nil || did && !undone[entry.Seq] {
			return entry, err
		}
	}
	return store.Entry{}, sales.No("undo.nothing")
}

// inTheWay says what keeps a change from being undone: that it was already, or which
// record, and who changed it. Of what the person does not see, neither is told (P13).
func (c *call) inTheWay(entry store.Entry, err error) error {
	var newer *store.Newer
	if problem, no := sales.AsProblem(err); no { // another request waits
		deal, _ := problem.Args["Deal"].(string)
		return c.unlessHidden(deal, problem)
	}
	if !errors.As(err, &newer) {
		return err
	}
	record, about, failed := c.nameRecord(newer.Table, newer.ID)
	if failed != nil {
		return failed
	}
	by, _, failed := store.EntryAt(c.r, newer.Seq)
	if failed != nil {
		return failed
	}
	if by.Undoes == entry.Seq {
		return sales.No("undo.already")
	}
	_, person, failed := store.People.Get(c.r, by.Actor)
	if failed != nil {
		return failed
	}
	words := "undo.newer"
	if upon := (*builtUpon)(nil); errors.As(err, &upon) {
		words = "undo.built_upon"
		if about != newer.ID {
			about = "" // what it is about was the person's own, and is gone in here
		}
	}
	if !person {
		words = "undo.newer_itself"
	}
	return c.unlessHidden(about, sales.No(words, "Record", record, "By", by.Actor))
}

// unlessHidden is what is said about a deal or customer, in no words about it to whoever
// does not see it. "" is about none.
func (c *call) unlessHidden(about string, no *sales.Problem) error {
	records, err := store.Whose(c.r, about)
	if err == nil && about != "" && !sales.Visible(c.me, records...) {
		no = sales.No("undo.newer_hidden")
	}
	return cmp.Or(err, error(no))
}

// nameRecord is a record as people call it, and the deal or customer it is about.
func (c *call) nameRecord(table, id string) (name, about string, err error) {
	if table == store.Deals.Name || table == store.Accounts.Name {
		return id, id, nil
	}
	var of struct{ Name, Deal, Account, On string }
	for touch, err := range store.History(c.r, table, id) {
		if err != nil {
			return "", "", err
		}
		state := touch.Change.New
		if state == nil {
			state = touch.Change.Old
		}
		if err := json.Unmarshal(state, &of); err != nil {
			return "", "", fmt.Errorf("decode %s %s: %w", table, id, err)
		}
		break
	}
	about = cmp.Or(of.Deal, of.Account)
	switch table {
	case store.Standups.Name:
		name = c.Plain("undo.standup", "Date", c.Day(of.On))
	case store.Activities.Name:
		name = c.Plain("undo.contact", "About", about)
	case store.Events.Name:
		name = about
	case store.People.Name:
		name = c.Plain("undo.person", "Name", of.Name)
	default:
		name = cmp.Or(of.Name, id)
	}
	return name, about, nil
}

// didSomething tells what changed records from what only asked "which one?".
func (c *call) didSomething(entry store.Entry) (bool, error) {
	payload, err := store.PayloadOf(c.r, entry)
	return slices.ContainsFunc(payload.Changes, func(r store.RecordChange) bool { return r.Table != store.Drafts.Name }), err
}

// decided tells whether an entry is somebody's decision on a request, whatever it is
// called in the journal.
func (c *call) decided(entry store.Entry) (bool, error) {
	payload, err := store.PayloadOf(c.r, entry)
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
