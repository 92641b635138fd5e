package undo

import (
	"cmp"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/store"
)

// How far offerUndo looks back, and at how many changes.
const (
	lookBack   = 30 * 24 * time.Hour
	maxEntries = 50
)

// offerUndo lists what the person may still undo of a record or of a colleague's changes, the latest
// first. Admins need it: the answer with the undo button went to somebody else.
func offerUndo(c *call.Call, of string) (chat.Reply, error) {
	entries, of, err := doneTo(c, of)
	if err != nil {
		return chat.Reply{}, err
	}
	found, err := undoable(c, entries, of)
	if err != nil {
		return chat.Reply{}, err
	}
	if len(found) == 0 {
		return chat.Reply{}, sales.No("undo.none_of", "Of", of)
	}
	text := c.Words.Say("undo.which")
	blocks := []chat.Block{chat.Para(text)}
	for _, e := range found {
		who, err := cards.PersonName(c.Read, e.Actor)
		if err != nil {
			return chat.Reply{}, err
		}
		did, err := tell(c, e)
		if err != nil {
			return chat.Reply{}, err
		}
		line := chat.Join("\n", c.Words.Say("undo.entry", "Who", who, "What", did.what, "When", c.Words.Moment(e.At.In(c.Zone))), did.forward)
		text = chat.Join("\n", text, line)
		blocks = append(blocks, chat.Row(line, chat.Button{Label: c.Words.Plain("common.undo"), Action: "undo", Value: fmt.Sprint(e.Seq)}))
	}
	return chat.Say(text, blocks...), nil
}

// doneTo yields the entries about a deal, customer or request that the person may see, or those of a
// colleague, the latest first. It also returns how the record or colleague is called.
func doneTo(c *call.Call, of string) (_ iter.Seq2[store.Entry, error], name string, _ error) {
	id, isID := phrase.ID(of)
	var l touches
	var err error
	switch {
	case isID && sales.KindOf(id) == sales.KindDeal:
		if _, err = c.DealByID(id); err == nil {
			l.add(c.Read, store.Deals.Name, id)
			under(&l, c.Read, store.Activities, store.LatestActivitiesAbout(c.Read, id, call.ChoiceLimit))
			under(&l, c.Read, store.Approvals, store.ApprovalsOf(c.Read, id))
		}
	case isID && sales.KindOf(id) == sales.KindAccount:
		if _, err = c.AccountByID(id); err == nil {
			l.add(c.Read, store.Accounts.Name, id)
			under(&l, c.Read, store.Activities, store.LatestActivitiesAbout(c.Read, id, call.ChoiceLimit))
			under(&l, c.Read, store.Contacts, store.ContactsOf(c.Read, id))
		}
	case isID && sales.KindOf(id) == sales.KindApproval:
		if _, err = c.ApprovalByID(id); err == nil {
			l.add(c.Read, store.Approvals.Name, id)
		}
	default:
		who, err := c.PersonNamed(of)
		of := store.EntryQuery{Actor: who.ID, Since: c.Req.At.Add(-lookBack), Reverse: true, Limit: maxEntries}
		return store.Entries(c.Read, of), cards.NameOf(who), err
	}
	return l.latest(), id, errors.Join(err, l.err)
}

// touches collects the entries that touched some records, each once.
type touches struct {
	entries []store.Entry
	err     error
}

// add adds the entries that touched a record, within the limits.
func (l *touches) add(r store.Reader, table, id string) {
	n := 0
	for touch, err := range store.History(r, table, id) {
		if l.err = errors.Join(l.err, err); l.err != nil || n == maxEntries {
			return
		}
		l.entries = append(l.entries, touch.Entry)
		n++
	}
}

// under adds records of a table that hang on another one.
func under[T any](l *touches, r store.Reader, t store.Table[T], hang iter.Seq2[T, error]) {
	for v, err := range hang {
		if l.err = errors.Join(l.err, err); l.err != nil {
			return
		}
		l.add(r, t.Name, t.ID(v))
	}
}

func (l *touches) latest() iter.Seq2[store.Entry, error] {
	slices.SortFunc(l.entries, func(a, b store.Entry) int { return cmp.Compare(b.Seq, a.Seq) })
	l.entries = slices.CompactFunc(l.entries, func(a, b store.Entry) bool { return a.Seq == b.Seq })
	return func(yield func(store.Entry, error) bool) {
		for _, e := range l.entries {
			if !yield(e, nil) {
				return
			}
		}
	}
}

// undoable returns the entries about a record or by a colleague that the person may undo, at most as many
// as an answer holds.
func undoable(c *call.Call, entries iter.Seq2[store.Entry, error], of string) (found []store.Entry, err error) {
	undone := map[uint64]bool{}
	for e, err := range entries {
		if err == nil && e.Undoes == 0 && !undone[e.Seq] {
			var fits bool
			if fits, err = isAbout(c, e, of); fits && err == nil {
				err = mayUndo(c, e)
			}
			if fits && err == nil {
				found = append(found, e)
			}
			if _, no := sales.AsProblem(err); no {
				err = nil
			}
		}
		if err != nil || len(found) == call.ChoiceLimit {
			return found, err
		}
		undone[e.Undoes] = true
	}
	return found, nil
}

// isAbout reports whether an entry is a step of somebody's own, and not one that is mainly about another
// deal or customer than of.
func isAbout(c *call.Call, e store.Entry, of string) (bool, error) {
	if _, person, err := store.People.Get(c.Read, e.Actor); err != nil || !person && keyOf(c, e.What) == "" {
		return false, err
	}
	payload, err := store.PayloadOf(c.Read, e)
	if err != nil {
		return false, err
	}
	ch, _, err := mainChange(e.What, payload.Changes)
	if err != nil {
		return false, err
	}
	_, about, err := titleOf(c, ch)
	kind := sales.KindOf(about)
	return kind == "" || kind != sales.KindOf(of) || about == of, err
}
