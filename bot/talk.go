package bot

import (
	"sync"
	"time"

	"dealdesk/chat"
)

// talkFor is how long the bot goes on listening in a thread to the person who mentioned it there. What is said then
// is only proposed, never done and never sent to a language model: it may be meant for somebody else.
const talkFor = 10 * time.Minute

// maxTalks bounds how many such threads are remembered; a restart forgets them all.
const maxTalks = 5000

// talks are the threads in which people talk with the bot.
type talks struct {
	sync.Mutex
	until map[string]time.Time
	last  map[string]string // thread -> TS of what was said last
}

// said remembers a message in a thread, and returns the TS of the one before it, "" if that is not known.
func (t *talks) said(at chat.Where) (before string) {
	t.Lock()
	defer t.Unlock()
	if t.last == nil || len(t.last) >= maxTalks {
		t.last = map[string]string{}
	}
	key := talkKey(at, "")
	before = t.last[key]
	t.last[key] = max(before, at.TS)
	return before
}

func talkKey(at chat.Where, user string) string { return at.Channel + ":" + at.Thread + ":" + user }

// goOn reports whether a person talks with the bot in a thread.
func (t *talks) goOn(at chat.Where, user string, now time.Time) bool {
	t.Lock()
	defer t.Unlock()
	return at.Thread != "" && now.Before(t.until[talkKey(at, user)])
}

// begin remembers a talk from a mention on. first reports that it was none before.
func (t *talks) begin(at chat.Where, user string, now time.Time) (first bool) {
	t.Lock()
	defer t.Unlock()
	if t.until == nil || len(t.until) >= maxTalks {
		t.until = map[string]time.Time{}
	}
	key := talkKey(at, user)
	first = !now.Before(t.until[key])
	t.until[key] = now.Add(talkFor)
	return first
}

// listens says once that the bot goes on listening in a thread.
func (b *Bot) listens(in *incoming, reply chat.Reply) chat.Reply {
	if in.Kind != chat.Mention || in.continued || in.Where.Thread == "" || reply.Message == nil || in.Who.Outside || in.Who.Guest ||
		!b.talks.begin(in.Where, in.Who.User, in.At) {
		return reply
	}
	words := b.printer(b.answerCtx, in.Who).Say("error.listening", "Minutes", int(talkFor.Minutes()))
	m := *reply.Message
	if len(m.Blocks) == 0 {
		m.Blocks = []chat.Block{chat.Para(m.Text)}
	}
	m.Text = chat.Join("\n", m.Text, words)
	m.Blocks = append(m.Blocks[:len(m.Blocks):len(m.Blocks)], chat.Block{Context: words})
	reply.Message = &m
	return reply
}
