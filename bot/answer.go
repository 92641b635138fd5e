package bot

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"regexp"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"dealdesk/chat"
	"dealdesk/lang"
	"dealdesk/store"
)

// Limits of work in progress. Slack gives 3 s for an acknowledgement.
const (
	ackAfter   = 2 * time.Second  // an answer not ready by then goes another way
	workFor    = 30 * time.Second // a handler that takes longer is given up
	maxAtOnce  = 512              // handlers running; enough to share each flush of the store
	maxWaiting = 20000            // beyond this people hear that we are busy
)

// arrival is one delivery by Slack, over either transport.
type arrival struct {
	kind string // slash, interaction, event
	body []byte
	room int // bytes an answer may have inside the acknowledgement
	// ack acknowledges, with an answer or without (nil). It is called exactly once.
	ack func(answer []byte)
}

// accept answers one arrival; it returns when everything about it is done.
func (b *Bot) accept(a arrival) {
	began := time.Now()
	var h heard
	var acking sync.Mutex // whoever comes second waits: a.ack is over when accept is
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
		// A mistake of ours beyond the handler costs this one answer, not the bot (P19).
		if cause := recover(); cause != nil {
			b.log.Error("answering failed", "request", h.ID, "error", panicked(cause).Error(), "stack", string(debug.Stack()))
			ack(nil)
		}
	}()

	var err error
	h, err = b.decode(a)
	switch {
	case err != nil:
	case h.room != "":
		b.rooms.Delete(h.room)
		err = errIgnore
	case h.profile != nil:
		var news bool
		if h.Who, news = b.people.changed(h.profile); !news {
			err = errIgnore
		}
	}
	if err != nil {
		if !errors.Is(err, errIgnore) {
			b.metrics.malformed.WithLabelValues(a.kind).Inc()
			b.aside.keep(Malformed{At: b.deps.Now(), Kind: a.kind, Err: err.Error(), Body: a.body})
			b.log.Warn("malformed delivery kept aside", "kind", a.kind)
		}
		ack(nil)
		return
	}
	h.At = b.deps.Now()

	kind, user := h.Kind, h.Who.User
	timer := time.AfterFunc(ackAfter, func() { ack(b.stillWorking(kind, user, a.room)) })
	defer timer.Stop()
	ctx, cancel := context.WithTimeout(b.work, workFor)
	defer cancel()
	reply, first := b.perform(ctx, &h)
	answer, rest := b.inAck(&h, reply, a.room)
	if !ack(answer) {
		rest = reply // too late for the acknowledgement
	}
	if first {
		b.deliver(&h, rest)
	}
}

func (b *Bot) decode(a arrival) (heard, error) {
	switch a.kind {
	case "slash":
		return decodeSlash(a.body)
	case "interaction":
		return decodeInteraction(a.body)
	case "event":
		return decodeEvent(a.body, *b.me.Load())
	}
	return heard{}, fmt.Errorf("unknown kind of delivery")
}

// perform finds the route and runs it. first is false for a repeat, whose answer only
// goes where the repeat waits for it: the first delivery brings the rest.
func (b *Bot) perform(ctx context.Context, h *heard) (reply chat.Reply, first bool) {
	outcome := "ok"
	defer func() {
		if cause := recover(); cause != nil {
			outcome, reply = "panic", b.apologise(ctx, h, panicked(cause), debug.Stack())
		}
		if h.Kind == chat.Submit && (len(reply.Errors) > 0 || reply.Modal != nil) {
			b.recent.forget(h.ID) // the form stays open and may be sent again
		}
		b.metrics.requests.WithLabelValues(string(h.Kind), h.Name, outcome).Inc()
	}()

	route, known := b.route(h)
	if !known && !h.explicit && !(h.Kind == chat.Bang && b.deps.Router.Mistyped(h.line)) {
		h.Name, outcome = "", "ignored"
		return chat.Reply{}, false
	}
	if first = b.recent.add(h.ID); !first && !h.waits() {
		outcome = "repeat"
		return chat.Reply{}, false
	}
	if b.waiting.Add(1) > maxWaiting {
		b.waiting.Add(-1)
		outcome = "busy"
		return h.say(b.printer(ctx, h.Who).Say("error.busy")), first
	}
	defer b.waiting.Add(-1)
	select {
	case b.slots <- struct{}{}:
		defer func() { <-b.slots }()
	case <-ctx.Done():
		outcome = "busy"
		return h.say(b.printer(ctx, h.Who).Say("error.busy")), first
	}

	if err := b.learnWho(ctx, h); err != nil {
		b.log.Warn("cannot tell who is asking", "request", h.ID, "error", withoutURL(err).Error())
		outcome = "nobody"
		return h.say(b.printer(ctx, h.Who).Say("error.who", "Ref", reference(h.ID))), first
	}
	if !known {
		typed := firstOf(h.line, h.Name)
		h.Name, outcome = "", "unknown"
		return b.unknown(ctx, h, typed), first
	}
	if h.lookUp {
		if err := b.lookUp(ctx, &h.About); err != nil {
			outcome = "error"
			return b.apologise(ctx, h, withoutURL(err), nil), first
		}
	}
	if route.Names {
		h.Named = b.named(ctx, h.Request)
	}
	reply, err := route.Do(ctx, h.Request)
	if err != nil {
		outcome = "error"
		return b.apologise(ctx, h, err, nil), first
	}
	return reply, first
}

// route finds what was asked for and leaves its name and arguments in h.
func (b *Bot) route(h *heard) (chat.Route, bool) {
	router := b.deps.Router
	if !h.Kind.Typed() {
		route, ok := router.Named(h.Name)
		return route, ok
	}
	if h.Kind == chat.Slash {
		for _, r := range router.Routes() {
			if r.Slash != "" && r.Slash == h.Name {
				h.line = strings.TrimSpace(r.Name + " " + h.line)
				break
			}
		}
	}
	if strings.TrimSpace(h.line) == "" {
		h.line = "help"
	}
	route, rest, ok := router.Find(h.line)
	if name := b.meant(h); !ok && name != "" {
		if route, ok = router.Named(name); ok {
			h.Name, h.Args = name, ""
			return route, true
		}
	}
	switch {
	case h.Kind == chat.Edit && !(ok && route.Edit):
		h.explicit = false
		return chat.Route{}, false
	case ok:
		h.Name, h.Args = route.Name, rest
	}
	return route, ok
}

// meant is the route that words to us may concern though they are no command: a yes.
func (b *Bot) meant(h *heard) string {
	if b.config.Overheard == nil || h.Kind == chat.Edit || h.Kind == chat.Slash {
		return ""
	}
	return b.config.Overheard(h.line)
}

// waits reports whether Slack shows the answer inside the acknowledgement, so that a
// repeat must be answered too.
func (h *heard) waits() bool {
	return h.Kind == chat.Slash || h.Kind == chat.Submit || h.Kind == chat.Options
}

func (b *Bot) learnWho(ctx context.Context, h *heard) error {
	if h.profile != nil {
		return nil // the event told
	}
	who, err := b.people.who(ctx, h.Who.User)
	if err == nil {
		h.Who = who
	}
	return err
}

// namedMost is how many people of one line are looked up.
const namedMost = 5

// mentioned is a mention, or an id that nobody types by accident.
var mentioned = regexp.MustCompile(`<@([UW][A-Z0-9]+)|\b([UW][A-Z0-9]{8,})\b`)

var userID = regexp.MustCompile(`^[UW][A-Z0-9]+$`).MatchString

// named looks up who is mentioned in a request. Whom Slack does not know is left out.
func (b *Bot) named(ctx context.Context, req chat.Request) (found []chat.Who) {
	var ids []string
	for _, m := range mentioned.FindAllStringSubmatch(req.Args, -1) {
		ids = append(ids, firstOf(m[1], m[2]))
	}
	for _, text := range req.Fields {
		if userID(text) {
			ids = append(ids, text)
		}
	}
	for _, id := range ids[:min(len(ids), namedMost)] {
		who, err := b.people.who(ctx, id)
		if err != nil {
			b.log.Warn("slack did not tell who is mentioned", "user", id, "error", withoutURL(err).Error())
			continue
		}
		found = append(found, who)
	}
	return found
}

// unknown answers words that are no command.
func (b *Bot) unknown(ctx context.Context, h *heard, typed string) chat.Reply {
	p := b.printer(ctx, h.Who)
	typed = cut(strings.ReplaceAll(chat.Clean(typed), "\n", " "), 60)
	if near := b.deps.Router.Nearest(typed); near != "" {
		return h.say(p.Say("error.unknown_command", "Typed", typed, "Suggestion", p.Verb(near)))
	}
	return h.say(p.Say("error.unknown", "Typed", typed))
}

// apologise logs an error that is no rule's refusal and tells the person in their
// language, with the reference that leads to the log line. Nothing else does either.
func (b *Bot) apologise(ctx context.Context, h *heard, err error, stack []byte) chat.Reply {
	ref, words := reference(h.ID), "error.broken"
	switch {
	case errors.Is(err, store.ErrUnsure):
		words = "error.not_sure"
		b.fail(err)
	case errors.Is(err, store.ErrNotSaved):
		words = "error.not_saved"
	}
	b.log.Error("request failed", "ref", ref, "request", h.ID, "route", h.Name, "error", err.Error(), "stack", string(stack))
	return h.say(b.printer(ctx, h.Who).Say(words, "Ref", ref))
}

// say is a Reply for every kind of request. In a form it stands at a field: the form
// stays open and nothing typed is lost.
func (h *heard) say(words chat.Safe) chat.Reply {
	if h.Kind == chat.Submit && h.field != "" {
		return chat.Reply{Errors: map[string]string{h.field: lang.Unmark(words)}}
	}
	if h.Kind == chat.Options || h.Kind == chat.Profile || h.Kind == chat.Overheard {
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

// reference is short enough to read out, and the same for the same request.
func reference(id string) string {
	sum := sha256.Sum256([]byte(id))
	return "E-" + base32.StdEncoding.EncodeToString(sum[:])[:6]
}

// panicked describes a panic without what may be somebody's text (rule 8, P16).
func panicked(cause any) error {
	if e, ok := cause.(runtime.Error); ok {
		return fmt.Errorf("panic: %w", e)
	}
	return fmt.Errorf("panic: a %T", cause)
}
