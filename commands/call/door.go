package call

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"dealdesk/ai"
	"dealdesk/chat"
	"dealdesk/desk"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// renamed maps old names of routes to current ones. Open forms, drafts and journal entries still
// have the old names.
var renamed = map[string]string{"deal close": "deal date"}

// RouteNow returns the current name of a route.
func RouteNow(route string) string { return cmp.Or(renamed[route], route) }

// WordsOf returns what a journal entry did, in the words of the command. For a button or a form, the
// first word of its name is the command.
func WordsOf(p lang.Printer, what string) string {
	what = RouteNow(what)
	if !p.Has("help." + what + ".what") {
		what, _, _ = strings.Cut(what, " ")
	}
	return p.Verb(what)
}

// Door runs requests: it looks up the person, opens the transaction and answers. Use NewDoor to
// make one.
type Door struct {
	desk     *desk.Desk
	features []Feature
	names    names
	model    *ai.Advisor // nil: there is none

	lately sync.Map // person -> *asked: the last thing that was said to them
}

// NewDoor returns the door of a desk to these features, with a language model or nil.
func NewDoor(d *desk.Desk, features []Feature, model *ai.Advisor) *Door {
	return &Door{desk: d, features: features, model: model}
}

// Routes returns the routes of all verbs, also under their old names.
func (d *Door) Routes() (all []chat.Route) {
	for _, f := range d.features {
		for _, v := range f.Verbs {
			route := d.route(v)
			all = append(all, route)
			for old, name := range renamed {
				if name == v.Name {
					all = append(all, chat.Route{Name: old, Do: calledNow(name, route.Do)})
				}
			}
		}
	}
	return all
}

// route returns the route of a verb with a handler that opens the transaction.
func (d *Door) route(v Verb) chat.Route {
	route := v.Route
	if v.Help && !v.Reads && !v.Unsigned {
		v.Do = whether(v)
	}
	do := v.Do
	if !v.People {
		do = func(c *Call) (chat.Reply, error) {
			if err := nameMentions(c); err != nil {
				return chat.Reply{}, err
			}
			return v.Do(c)
		}
	}
	run := d.update
	switch {
	case v.Reads:
		route.Page, run = true, d.view
	case v.Unsigned:
		run = d.unsigned
	}
	route.Do = run(do)
	if d.model != nil {
		route.Do = d.advised(run, do)
	}
	route.Do = d.listening(route.Do)
	return route
}

// calledNow returns a handler that runs requests for an old name under the current one.
func calledNow(name string, do chat.Handler) chat.Handler {
	return func(ctx context.Context, req chat.Request) (chat.Reply, error) {
		req.Name = name
		return do(ctx, req)
	}
}

// update runs do in one transaction under the request's once-key. Records, journal entry, posts and
// the answer are stored together or not at all (P2, P3).
func (d *Door) update(do Handler) chat.Handler {
	return func(ctx context.Context, req chat.Request) (chat.Reply, error) {
		var reply chat.Reply
		var p lang.Printer
		change := store.Change{Once: req.ID, Actor: req.Who.User, At: req.At, What: req.Name}
		receipt, err := d.desk.Store.Update(ctx, change, func(tx *store.Tx) error {
			c, err := d.enter(tx, req)
			p = c.Words
			if err != nil {
				return err
			}
			c.Tx = tx
			if reply, err = attempt(c, do); err != nil {
				return err
			}
			if reply.Unknown {
				return errUnknown
			}
			if err := awaits(c, reply); err != nil {
				return err
			}
			tx.Did(c.Req.Name) // a pick does what was typed before it
			answer, err := json.Marshal(reply)
			if err != nil {
				return fmt.Errorf("encode the answer: %w", err)
			}
			tx.Answer(answer)
			return nil
		})
		if err != nil {
			return d.refusal(p, req, err)
		}
		if receipt.Repeat && req.Kind != chat.Edit && !req.About.Edited.IsZero() { // what was typed first had effect
			return d.view(unchanged)(ctx, req)
		}
		if receipt.Repeat {
			reply = chat.Reply{}
			if err := json.Unmarshal(receipt.Answer, &reply); err != nil {
				return reply, fmt.Errorf("%w: the stored answer of %s: %w", store.ErrCorrupt, req.ID, err)
			}
		}
		return reply, nil
	}
}

// errUnknown takes a transaction back whose words meant nothing, so that a mended message has effect.
var errUnknown = errors.New("the words mean nothing here")

// unchanged answers an edit of a message that was done already: nothing is done a second time.
func unchanged(c *Call) (chat.Reply, error) { return c.Answer(c.Words.Say("common.edit_late")), nil }

// nobody is the actor of anonymous changes.
const nobody = "nobody"

// unsigned runs do anonymously. Nothing that is stored reveals who did it or when, only the day: no
// actor, no time, no answer, and a random once-key. Opening the form stores nothing. Because of the
// random key, a repeated request runs do again, so do must write the same record each time for P2
// to hold. Nobody can undo the change.
func (d *Door) unsigned(do Handler) chat.Handler {
	return func(ctx context.Context, req chat.Request) (chat.Reply, error) {
		if req.Kind != chat.Submit && strings.TrimSpace(req.Args) == "" {
			return d.view(do)(ctx, req)
		}
		var reply chat.Reply
		var p lang.Printer
		day := req.At.UTC().Truncate(24 * time.Hour)
		change := store.Change{Once: "unsigned|" + rand.Text(), Actor: nobody, At: day, What: req.Name}
		_, err := d.desk.Store.Update(ctx, change, func(tx *store.Tx) error {
			c, err := d.enter(tx, req)
			p = c.Words
			if err != nil {
				return err
			}
			c.Tx = tx
			reply, err = do(c)
			return err
		})
		if err != nil {
			return d.refusal(p, req, err)
		}
		return reply, nil
	}
}

// view runs do on one snapshot. It can change nothing, so it needs no once-key.
func (d *Door) view(do Handler) chat.Handler {
	return func(ctx context.Context, req chat.Request) (chat.Reply, error) {
		var reply chat.Reply
		var p lang.Printer
		err := d.desk.Store.View(ctx, func(r store.Reader) error {
			c, err := d.enter(r, req)
			p = c.Words
			if err != nil {
				return err
			}
			if reply, err = attempt(c, do); err == nil {
				remembers(c)
			}
			return err
		})
		if err != nil {
			return d.refusal(p, req, err)
		}
		return reply, nil
	}
}

// attempt runs do. If do returns a Choice, attempt keeps what was typed and offers the options.
func attempt(c *Call, do Handler) (chat.Reply, error) {
	reply, err := do(c)
	var which *Choice
	if errors.As(err, &which) {
		return offer(c, which)
	}
	if errors.Is(err, errUnsaid) {
		return unsaidForm(c)
	}
	if problem, no := sales.AsProblem(err); no {
		err = nameThem(c, problem)
	}
	return reply, err
}

// enter looks up the person and refuses those without a role. Rights are read in the transaction of
// the request, so a lost right has effect at once. On an error the call is returned, too: its
// Words are in the person's language.
func (d *Door) enter(r store.Reader, req chat.Request) (*Call, error) {
	c := &Call{Desk: d.desk, door: d, Req: readable(req), Read: r, Words: d.desk.Cards.Printer(req.Who.Locale, req.At)}
	me, known, err := store.People.Get(r, req.Who.User)
	if err != nil {
		return c, err
	}
	if known {
		c.Me = me
		if c.Team, _, err = store.Teams.Get(r, me.Team); err != nil {
			return c, err
		}
		if me.Language != "" {
			c.Words = d.desk.Cards.Printer(me.Language, req.At)
		}
	}
	switch {
	case req.Who.Outside, req.Who.Guest, req.Who.Gone, me.Outside, me.Gone:
		return c, sales.No("people.outside")
	case !known || me.Role == "":
		return c, sales.No("people.unknown")
	}
	if req.Kind == chat.Click && req.Where.Shown { // a message we no longer keep up says what is no longer so
		if _, ours, err := store.PostAt(r, req.Where.Channel, req.Where.TS); err != nil || !ours {
			return c, errors.Join(err, sales.No("click.gone"))
		}
	}
	c.Zone = d.desk.Cards.ZoneOf(me, c.Team, req.Who.Zone)
	c.Req.At = req.At.In(c.Zone)
	c.Today = calendar.DateOf(c.Req.At)
	return c, nil
}

// refusal turns a rule's refusal into an answer; nothing else does. It returns other errors to the
// bot, which logs them and apologises.
func (d *Door) refusal(p lang.Printer, req chat.Request, err error) (chat.Reply, error) {
	if errors.Is(err, errUnknown) {
		return chat.Reply{Unknown: true}, nil
	}
	problem, ok := sales.AsProblem(err)
	if !ok {
		return chat.Reply{}, err
	}
	if req.Kind == chat.Reaction || req.Kind == chat.Delete || req.Kind == chat.Overheard || req.Kind == chat.Joined {
		return chat.Reply{}, nil // nobody spoke to the bot
	}
	text := d.desk.Cards.Problem(p, problem)
	if req.Kind == chat.Home {
		return chat.Reply{Home: &chat.Message{Text: text, Blocks: []chat.Block{chat.Para(text)}}}, nil
	}
	if req.Kind == chat.Submit { // the form stays open with what was typed
		return chat.Reply{Errors: map[string]string{problem.Field: d.desk.Cards.PlainProblem(p, problem)}}, nil
	}
	reply := (&Call{Req: req, Words: p}).Answer(text)
	reply.Refused = true
	return reply, nil
}

// readable removes invalid bytes and hidden characters from everything typed: what is stored is what
// people see, and what looks empty is empty.
func readable(req chat.Request) chat.Request {
	req.Args, req.About.Text = valid(req.Args), valid(req.About.Text)
	fields := make(map[string]string, len(req.Fields))
	for id, text := range req.Fields {
		fields[id] = valid(text)
	}
	req.Fields = fields
	return req
}

func valid(text string) string { return chat.Clean(strings.ToValidUTF8(text, "")) }

// Features returns all features.
func Features(c *Call) []Feature { return c.door.features }

// Run returns the answer of another verb to what was typed for it.
func (c *Call) Run(name, args string) (chat.Reply, error) {
	c.Req.Name, c.Req.Args = name, args
	return c.door.handler(name)(c)
}

// handler returns the handler of a verb, or nil.
func (d *Door) handler(name string) Handler { return d.verb(name).Do }

// verb returns the verb with a name, or none.
func (d *Door) verb(name string) Verb {
	for _, f := range d.features {
		for _, v := range f.Verbs {
			if v.Name == name {
				return v
			}
		}
	}
	return Verb{}
}
