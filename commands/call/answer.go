package call

import (
	"slices"
	"strings"
	"time"

	"dealdesk/chat"
	"dealdesk/sales"
	"dealdesk/store"
)

// answerFor is how long a card in a direct message can be answered in words; its buttons work for longer.
const answerFor = 10 * time.Minute

// room is where a conversation with the person goes on.
func room(c *Call) string { return c.Req.Where.Channel + ":" + c.Req.Where.Thread }

// Asked returns the newest card in this direct message that waits for the person's answer.
func Asked(c *Call) (d chat.Draft, ok bool, err error) {
	if !c.Req.Where.Direct {
		return d, false, nil
	}
	drafts, err := store.DraftsSince(c.Read, c.Req.At.Add(-answerFor))
	for _, one := range slices.Backward(drafts) {
		if one.User == c.Me.ID && one.Room == room(c) && len(one.Buttons) > 0 {
			return one, true, nil
		}
	}
	return d, false, err
}

// Answered is the verb that answers a card in words.
const Answered = "say answer"

// Answer answers the newest card that waits here with what was typed. The answer is Unknown if none waits, or the
// words are no answer to it.
func Answer(c *Call) (chat.Reply, error) {
	was := c.Req
	if was.Kind == chat.Direct {
		if reply, err := c.Run(Answered, was.Args); err != nil || !reply.Unknown {
			return reply, err
		}
	}
	c.Req = was
	return chat.Reply{Unknown: true}, nil
}

// awaits keeps the buttons of a card in a direct message with its draft, so that it can be answered in words.
// The card before it no longer can: a yes means what was asked last. Decisions are never taken by a word.
func awaits(c *Call, reply chat.Reply) error {
	if c.kept == "" || !c.Req.Where.Direct || reply.Message == nil {
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
	before, asked, err := Asked(c)
	if asked {
		before.Buttons = nil
		err = store.Drafts.Put(c.Tx, before)
	}
	if err != nil || len(draft.Buttons) == 0 {
		return err
	}
	draft.Room = room(c)
	return store.Drafts.Put(c.Tx, draft)
}
