package bot

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"dealdesk/chat"
	"dealdesk/lang"
	"dealdesk/store"
)

// Limits of running requests. Slack expects an acknowledgement within 3 s.
const (
	ackAfter     = 2 * time.Second  // later answers are sent separately
	askTimeout   = 30 * time.Second // for what Slack has to be asked first
	maxRunning   = 512              // running handlers; enough to share each flush of the store
	maxWaiting   = 20000            // further requests are answered with "busy"
	maxStrangers = 64               // people looked up for the first time at once
	maxUnknown   = 2000             // people waiting for that look-up; further ones are answered with "busy"
)

var errBusy = errors.New("too many requests at once")

// delivery is one payload from Slack, over either transport.
type delivery struct {
	kind      string // slash, interaction, event
	body      []byte
	maxAnswer int // most bytes of an answer in the acknowledgement; 0 allows no answer there
	// ack acknowledges the delivery, with an answer or nil. It is called exactly once.
	ack func(answer []byte)
}

// accept handles one delivery completely, including the answer.
func (b *Bot) accept(a delivery) {
	began := time.Now()
	var in incoming
	var acking sync.Mutex // a.ack has returned when accept returns
	acked := false
	ack := func(answer []byte) bool {
		acking.Lock()
		defer acking.Unlock()
		if acked {
			return false
		}
		acked = true
		a.ack(answer)
		b.metrics.ack.WithLabelValues(a.kind).Observe(time.Since(began).Seconds())
		return true
	}
	defer func() {
		// A bug outside the handler costs this one answer, not the bot (P19).
		if cause := recover(); cause != nil {
			b.log.Error("answering failed", "request", in.ID, "error", panicError(cause).Error(), "stack", string(debug.Stack()))
			ack(nil)
		}
	}()

	var err error
	in, err = b.decode(a)
	switch {
	case err != nil:
	case in.changedChannel != "":
		b.channels.Delete(in.changedChannel)
		err = errNotForUs
	case b.overtaken(&in):
		err = errNotForUs
	case in.profile != nil:
		var news bool
		if in.Who, news = b.people.update(in.profile); !news {
			err = errNotForUs
		}
	}
	if err != nil {
		if !errors.Is(err, errNotForUs) {
			b.metrics.malformed.WithLabelValues(a.kind).Inc()
			b.malformed.keep(Malformed{At: b.deps.Now(), Kind: a.kind, Err: err.Error(), Body: a.body})
			b.log.Warn("delivery could not be decoded", "kind", a.kind)
		}
		ack(nil)
		return
	}
	in.At = b.deps.Now()

	kind, user := in.Kind, in.Who.User
	timer := time.AfterFunc(ackAfter, func() {
		var words []byte
		b.spared(func() { words = b.stillWorking(kind, user, a.maxAnswer) })
		ack(words)
	})
	defer timer.Stop()
	if in.Kind == chat.Home {
		ack(nil)
		b.openedHome(b.workCtx, &in)
		return
	}
	reply, first := b.perform(b.workCtx, &in)
	answer, rest := b.ackAnswer(&in, reply, a.maxAnswer)
	if !ack(answer) {
		rest = reply // too late for the acknowledgement
	}
	if first {
		b.deliver(&in, rest)
	}
	if in.mayChangeHome() {
		b.renewHome(in.Who.User)
	}
}

// overtaken reports whether a message, or an edit of it, was deleted before it arrived.
func (b *Bot) overtaken(in *incoming) bool {
	switch in.Kind {
	case chat.Delete:
		b.deleted.add(in.Where.Channel + ":" + in.Where.TS)
	case chat.Edit, chat.Mention, chat.Direct, chat.Bang, chat.Overheard:
		return in.Where.TS != "" && b.deleted.has(in.Where.Channel+":"+in.Where.TS)
	}
	return false
}

func (b *Bot) decode(a delivery) (incoming, error) {
	switch a.kind {
	case "slash":
		return decodeSlash(a.body)
	case "interaction":
		return decodeInteraction(a.body)
	case "event":
		return decodeEvent(a.body, *b.me.Load())
	}
	return incoming{}, fmt.Errorf("unknown kind of delivery")
}

// perform finds the route and runs it. For a repeated delivery first is false: its answer
// goes into the acknowledgement only, and the first delivery sends the rest.
//
// Calls to Slack come first and hold no slot, so that a hanging Slack keeps nobody else
// waiting. The handler has no time limit: whoever was promised an answer gets one, however
// slow the disk.
func (b *Bot) perform(ctx context.Context, in *incoming) (reply chat.Reply, first bool) {
	outcome := "ok"
	defer func() {
		if cause := recover(); cause != nil {
			outcome, reply = "panic", b.apologise(in, panicError(cause), debug.Stack())
		}
		if in.Kind == chat.Submit && (len(reply.Errors) > 0 || reply.Modal != nil) {
			b.recent.forget(in.ID) // the form stays open and may be sent again
		}
		b.metrics.requests.WithLabelValues(string(in.Kind), in.Name, outcome).Inc()
	}()

	route, known := b.route(in)
	if !known && !in.explicit {
		if !b.meantForUs(ctx, in) {
			in.Name, outcome = "", "ignored"
			return chat.Reply{}, false
		}
		in.explicit = true
		route, known = b.route(in)
	}
	if first = b.recent.add(in.ID); !first && !in.answeredInAck() {
		outcome = "repeat"
		return chat.Reply{}, false
	}
	if b.waiting.Add(1) > maxWaiting {
		b.waiting.Add(-1)
		outcome = "busy"
		return in.say(b.printer(ctx, in.Who).Say("error.busy")), first
	}
	defer b.waiting.Add(-1)
	asking, cancel := context.WithTimeout(ctx, askTimeout)
	defer cancel()
	err := b.identify(asking, in)
	if errors.Is(err, errBusy) {
		outcome = "busy"
		return in.say(b.printer(ctx, in.Who).Say("error.busy")), first
	}
	if err != nil {
		b.log.Warn("asker could not be looked up", "request", in.ID, "error", withoutURL(err).Error())
		outcome = "nobody"
		return in.say(b.printer(ctx, in.Who).Say("error.who", "Ref", reference(in.ID))), first
	}
	in.page = route.Page
	if !known {
		typed := cmp.Or(in.line, in.Name)
		in.Name, outcome = "", "unknown"
		return b.unknown(ctx, in, typed), first
	}
	if in.lookUp {
		if err := b.lookUp(asking, &in.About); err != nil {
			outcome = "error"
			return b.apologise(in, withoutURL(err), nil), first
		}
	}
	if route.Names || strings.Contains(in.Args+in.About.Text, "<@") {
		in.Named = b.mentionedPeople(asking, in.Request)
	}
	select {
	case b.slots <- struct{}{}:
		defer func() { <-b.slots }()
	case <-ctx.Done():
		outcome = "busy"
		return in.say(b.printer(b.answerCtx, in.Who).Say("error.busy")), first
	}
	once := in.Request
	if in.mended { // of a message and all its edits, one command has effect
		once.ID = "message:" + in.Where.Channel + ":" + in.Where.TS
	}
	reply, err = route.Do(ctx, once)
	if err != nil {
		outcome = "error"
		return b.apologise(in, err, nil), first
	}
	if reply.Unknown && in.continued { // said to somebody else
		outcome = "ignored"
		return chat.Reply{}, first
	}
	if reply.Unknown {
		outcome = "unknown"
		return b.unknown(ctx, in, in.line), first
	}
	return b.listens(in, reply), first
}

// answeredInAck reports whether Slack shows an answer from the acknowledgement. Then
// repeats must be answered, too.
func (in *incoming) answeredInAck() bool {
	return in.Kind == chat.Slash || in.Kind == chat.Submit || in.Kind == chat.Options
}

// unknown answers text that is no command.
func (b *Bot) unknown(ctx context.Context, in *incoming, typed string) chat.Reply {
	p := b.printer(ctx, in.Who)
	if in.Who.Outside || in.Who.Guest || in.Who.Gone { // a mistyped command opens no more than the right one
		return in.say(p.Say("problem.people.outside"))
	}
	typed = cut(strings.ReplaceAll(chat.Clean(typed), "\n", " "), 60)
	if near := b.deps.Router.Nearest(typed); near != "" {
		mark := ""
		if in.Kind == chat.Bang {
			mark = "!"
		}
		return in.say(p.Say("error.unknown_command", "Typed", typed, "Suggestion", mark+p.Verb(near)))
	}
	if in.Kind == chat.Bang {
		return in.say(p.Say("error.unknown_bang", "Typed", typed))
	}
	return in.say(p.Say("error.unknown", "Typed", typed))
}

// apologise logs an unexpected error and answers with an apology in the person's
// language. The reference in it leads to the log line.
func (b *Bot) apologise(in *incoming, err error, stack []byte) chat.Reply {
	ref, words := reference(in.ID), "error.broken"
	switch {
	case errors.Is(err, store.ErrUnsure):
		words = "error.not_sure"
		b.fail(err)
	case errors.Is(err, store.ErrMoved):
		words = "error.moved"
	case errors.Is(err, store.ErrNotSaved):
		words = "error.not_saved"
	}
	b.log.Error("request failed", "ref", ref, "request", in.ID, "route", in.Name, "error", err.Error(), "stack", string(stack))
	return in.say(b.printer(b.answerCtx, in.Who).Say(words, "Ref", ref))
}

// say returns a Reply with words that suits the kind of request. In a form they become a
// field's error, so the form stays open and nothing typed is lost.
func (in *incoming) say(words chat.Safe) chat.Reply {
	if in.Kind == chat.Submit && len(in.inputs) > 0 {
		return chat.Reply{Errors: map[string]string{"": lang.Unmark(words)}}
	}
	if in.Kind == chat.Options || in.Kind == chat.Profile || in.Kind == chat.Overheard {
		return chat.Reply{}
	}
	return chat.Say(words)
}

func (b *Bot) printer(ctx context.Context, who chat.Who) lang.Printer {
	if b.deps.Language != nil {
		if language := b.deps.Language(ctx, who); language != "" {
			return b.deps.Lang.Printer(language)
		}
	}
	return b.deps.Lang.Printer(b.deps.Lang.Match(who.Locale))
}

// reference is short enough to read out and always the same for a request.
func reference(id string) string {
	sum := sha256.Sum256([]byte(id))
	return "E-" + base32.StdEncoding.EncodeToString(sum[:])[:6]
}
