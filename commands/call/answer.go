package call

import (
	"context"
	"strings"
	"time"

	"dealdesk/chat"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/sales/goal"
	"dealdesk/store"
)

// answerFor is how long a card can be answered in words, and what was saved corrected; buttons work for longer.
// Words in a thread that are not addressed to us answer at once or not at all.
const (
	answerFor   = 10 * time.Minute
	overheardIn = 2 * time.Minute
)

// room is where a conversation with the person goes on.
func room(c *Call) string { return c.Req.Where.Channel + ":" + c.Req.Where.Thread }

// asked is what words may answer: the last thing that was said to a person, a card, or a contact that was saved and
// may be corrected. It is kept in memory alone, so after a restart only buttons answer. Whatever else the person does
// ends it: a yes after that may mean anything.
type asked struct {
	draft   string
	doubted bool // they said no to it, or something that nobody understood: a bare yes is no answer any more

	saved string // the contact
	goal  string // or the goal that was shown or set
	deal  Change // or what was changed of a deal

	channel string // where it was saved or shown
	at      time.Time
}

// listening forgets a person's last card once they do anything else.
func (d *Door) listening(do chat.Handler) chat.Handler {
	return func(ctx context.Context, req chat.Request) (chat.Reply, error) {
		switch req.Kind {
		case chat.Options, chat.Home, chat.Profile, chat.Joined, chat.Overheard: // nothing was said to us
			return do(ctx, req)
		}
		before, _ := d.lately.Load(req.Who.User)
		reply, err := do(ctx, req)
		switch {
		case before == nil:
		case err == nil && reply.Unknown: // perhaps an answer that we could not read
			doubted := *before.(*asked)
			doubted.doubted = true
			d.lately.CompareAndSwap(req.Who.User, before, &doubted)
		default:
			d.lately.CompareAndDelete(req.Who.User, before)
		}
		return reply, err
	}
}

// Asked returns the card that words in this direct message or thread may answer: the last thing that was said to the
// person. doubted tells that they may not want it.
func Asked(c *Call) (d chat.Draft, doubted, ok bool, err error) {
	last, known := c.door.lately.Load(c.Me.ID)
	if !known || !answers(c) {
		return d, false, false, nil
	}
	card := last.(*asked)
	d, ok, err = store.Drafts.Get(c.Read, card.draft)
	if err != nil || !ok || d.Room != room(c) || len(d.Buttons) == 0 || late(c, d.At) {
		return d, false, false, err
	}
	if c.Req.Kind == chat.Overheard && SourceOf(c.Req.Where.Channel, c.Req.Where.Before) != d.Source {
		return d, false, false, nil // something was said in between
	}
	since, err := goalSince(c, d.At)
	if err != nil || since {
		return d, card.doubted, false, err
	}
	changed, err := changedSince(c, d)
	return d, card.doubted || changed, err == nil, err
}

// changedSince reports whether a deal of a card has changed since it was proposed: another amount, stage or terms.
func changedSince(c *Call, card chat.Draft) (bool, error) {
	for _, b := range card.Buttons {
		_, id, _ := strings.Cut(b.Value, "/")
		if sales.KindOf(id) != sales.KindDeal {
			continue
		}
		for touch, err := range store.History(c.Read, store.Deals.Name, id) {
			if err != nil {
				return false, err
			}
			if touch.Entry.At.After(card.At) {
				return true, nil
			}
			break
		}
	}
	return false, nil
}

// goalSince reports whether the person was asked about a goal after a moment: the words may be meant for that.
func goalSince(c *Call, at time.Time) (bool, error) {
	for g, err := range store.GoalsDueFrom(c.Read, c.Today) {
		switch {
		case err != nil:
			return false, err
		case !g.Agreement.At.After(at):
		case g.Agreement.State == goal.Asked && g.Scope.ID == c.Me.ID:
			return true, nil
		case g.Agreement.State == goal.Proposed:
			if post, told, err := store.PostByKey(c.Read, cards.GoalAnswerKey(g.ID)); err != nil || told && post.User == c.Me.ID {
				return err == nil, err
			}
		}
	}
	return false, nil
}

// GoalsProposed are the goals whose person proposes another number, and waits for this one to decide.
func GoalsProposed(c *Call) (all []goal.Goal, err error) {
	for g, err := range store.GoalsDueFrom(c.Read, c.Today) {
		if err != nil {
			return nil, err
		}
		if g.Agreement.State != goal.Proposed || g.Dropped {
			continue
		}
		if post, told, err := store.PostByKey(c.Read, cards.GoalAnswerKey(g.ID)); err != nil {
			return nil, err
		} else if told && post.User == c.Me.ID {
			all = append(all, g)
		}
	}
	return all, nil
}

// answers reports whether cards are answered in words where the request comes from.
func answers(c *Call) bool { return c.Req.Where.Direct || c.Req.Where.Thread != "" }

func late(c *Call, since time.Time) bool {
	past := c.Req.At.Sub(since)
	return past > answerFor || c.Req.Kind == chat.Overheard && past > overheardIn
}

// Saved lets words correct a contact, if it is the last thing that the person does now.
func Saved(c *Call, contact string) { c.saved = contact }

// LastSaved returns the contact that words addressed to us may correct, "" if there is none: the last thing that the
// person did. same tells that it was saved here.
func LastSaved(c *Call) (contact string, same bool) {
	last, known := c.door.lately.Load(c.Me.ID)
	if !known || c.Req.Unasked || c.Req.Kind == chat.Overheard || late(c, last.(*asked).at) {
		return "", false
	}
	return last.(*asked).saved, last.(*asked).channel == c.Req.Where.Channel
}

// GoalShown lets words be about a goal, if it is the last thing that the person is shown or sets now.
func GoalShown(c *Call, id string) { c.goal = id }

// LastGoal returns the goal that was shown or set here last, if nothing else was done since; "" if there is none.
func LastGoal(c *Call) string {
	last, known := c.door.lately.Load(c.Me.ID)
	if !known || c.Req.Unasked || last.(*asked).channel != c.Req.Where.Channel || late(c, last.(*asked).at) {
		return ""
	}
	return last.(*asked).goal
}

// AskAgain lets words answer a card once more.
func AskAgain(c *Call, card chat.Draft, doubted bool) {
	c.door.lately.Store(c.Me.ID, &asked{draft: card.ID, doubted: doubted})
}

// Answered is the verb that answers a card in words, and Correct the one that corrects what was saved.
const (
	Answered = "say answer"
	Correct  = "log correct"
)

// Answer answers the newest card that waits here with what was typed, or corrects what was just saved. The answer is
// Unknown if there is none, or the words are no answer to it.
func Answer(c *Call) (chat.Reply, error) {
	was := c.Req
	if was.Kind == chat.Direct || was.Kind == chat.Mention || was.Kind == chat.Overheard {
		if reply, err := c.Run(Answered, was.Args); err != nil || !reply.Unknown {
			return reply, err
		}
	}
	c.Req = was
	return chat.Reply{Unknown: true}, nil
}

// Change is a change of a deal as its command made it.
type Change struct{ Route, Deal, Typed string }

// Changed lets words correct a change of a deal, if it is the last thing that the person does now.
func Changed(c *Call, route, deal, typed string) { c.change = Change{route, deal, typed} }

// LastChange returns the change of a deal that was made here last; ok is false if there is none, or something else was
// done since.
func LastChange(c *Call) (made Change, ok bool) {
	last, known := c.door.lately.Load(c.Me.ID)
	if !known || c.Req.Unasked || c.Req.Kind == chat.Overheard || last.(*asked).channel != c.Req.Where.Channel || late(c, last.(*asked).at) {
		return Change{}, false
	}
	made = last.(*asked).deal
	return made, made.Deal != ""
}

// Soon reports whether what was done at a moment may still be corrected in words.
func Soon(c *Call, at time.Time) bool { return !late(c, at) }

// remembers keeps in mind what words may be about now.
func remembers(c *Call) {
	if c.saved != "" || c.goal != "" || c.change.Deal != "" {
		c.door.lately.Store(c.Me.ID, &asked{saved: c.saved, goal: c.goal, deal: c.change, channel: c.Req.Where.Channel, at: c.Req.At})
	}
}

// awaits keeps the buttons of a card in a direct message or a thread with its draft, so that it can be answered in
// words, and remembers what was saved. Decisions are never taken by a word.
func awaits(c *Call, reply chat.Reply) error {
	remembers(c)
	if c.kept == "" || !answers(c) || reply.Message == nil {
		return nil
	}
	draft, waits, err := store.Drafts.Get(c.Read, c.kept)
	if err != nil || !waits || draft.About != "" {
		return err
	}
	for _, block := range reply.Message.Blocks {
		for _, b := range block.Buttons {
			if id, record, _ := strings.Cut(b.Value, "/"); id == draft.ID && sales.KindOf(record) != sales.KindApproval {
				draft.Buttons = append(draft.Buttons, b)
			}
		}
	}
	if len(draft.Buttons) == 0 {
		return nil
	}
	draft.Room = room(c)
	AskAgain(c, draft, false)
	return store.Drafts.Put(c.Tx, draft)
}
