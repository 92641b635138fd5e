package call

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"dealdesk/chat"
	"dealdesk/desk"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// renamed are the old names of routes. Forms that are open, lines that are kept and entries
// of the journal still have them.
var renamed = map[string]string{"deal close": "deal date"}

// RouteNow is the name that a route has today.
func RouteNow(route string) string { return cmp.Or(renamed[route], route) }

// Door lets requests in: it looks up who asks, opens the transaction and answers. Make one
// with NewDoor.
type Door struct {
	desk     *desk.Desk
	features []Feature
	names    names
}

// NewDoor makes the door of a desk to these features.
func NewDoor(d *desk.Desk, features []Feature) *Door { return &Door{desk: d, features: features} }

// Routes are those of all verbs, also under the names they had before.
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

// route is the route of a verb, with what opens its transaction.
func (d *Door) route(v Verb) chat.Route {
	route, do := v.Route, v.Do
	if !v.People {
		do = func(c *Call) (chat.Reply, error) {
			if err := nameMentions(c); err != nil {
				return chat.Reply{}, err
			}
			return v.Do(c)
		}
	}
	switch {
	case v.Reads:
		route.Page, route.Do = true, d.view(do)
	case v.Unsigned:
		route.Do = d.unsigned(do)
	default:
		route.Do = d.update(do)
	}
	return route
}

// calledNow does what is asked for under an old name as what it is called now.
func calledNow(name string, do chat.Handler) chat.Handler {
	return func(ctx context.Context, req chat.Request) (chat.Reply, error) {
		req.Name = name
		return do(ctx, req)
	}
}

// update runs do in one transaction under the request's once-key: its records, journal
// entry, posts and the answer itself are kept together or not at all (P2, P3).
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
		if receipt.Repeat {
			reply = chat.Reply{}
			if err := json.Unmarshal(receipt.Answer, &reply); err != nil {
				return reply, fmt.Errorf("decode the stored answer of %s: %w", req.ID, err)
			}
		}
		return reply, nil
	}
}

// nobody is the actor of what is done without a name.
const nobody = "nobody"

// unsigned runs do so that nothing kept tells who did it or when, only the day: no actor,
// no time, no answer, and a once-key that leads to no request. Opening its form changes
// nothing and leaves no trace. Because the key is new each time a repeat runs do again, so
// do must write the same then: P2 holds by the record itself. Nobody can undo it.
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

// view runs do on one snapshot; it can change nothing, so it needs no once-key.
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
			reply, err = attempt(c, do)
			return err
		})
		if err != nil {
			return d.refusal(p, req, err)
		}
		return reply, nil
	}
}

// attempt runs do; where it could not tell which record was meant, what was typed is
// kept and the likeliest records are offered.
func attempt(c *Call, do Handler) (chat.Reply, error) {
	reply, err := do(c)
	var which *Choice
	if errors.As(err, &which) {
		return offer(c, which)
	}
	if problem, no := sales.AsProblem(err); no {
		err = nameThem(c, problem)
	}
	return reply, err
}

// enter looks up who is asking and refuses whoever has no business here. Rights are
// read in the same transaction as everything else, so they end the moment they end.
// The call is returned with the error too: its Printer speaks the asker's language.
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
	c.Zone = d.desk.Cards.ZoneOf(me, c.Team, req.Who.Zone)
	c.Req.At = req.At.In(c.Zone)
	c.Today = calendar.DateOf(c.Req.At)
	return c, nil
}

// refusal turns a rule's no into words; it is the one place that does. Everything else
// goes back to the bot, which logs it and apologises.
func (d *Door) refusal(p lang.Printer, req chat.Request, err error) (chat.Reply, error) {
	problem, ok := sales.AsProblem(err)
	if !ok {
		return chat.Reply{}, err
	}
	if req.Kind == chat.Reaction || req.Kind == chat.Delete || req.Kind == chat.Overheard {
		return chat.Reply{}, nil // nobody spoke to the bot
	}
	text := d.desk.Cards.Problem(p, problem)
	if req.Kind == chat.Home {
		return chat.Reply{Home: &chat.Message{Text: text, Blocks: []chat.Block{chat.Para(text)}}}, nil
	}
	if req.Kind == chat.Submit && problem.Field != "" {
		return chat.Reply{Errors: map[string]string{problem.Field: d.desk.Cards.PlainProblem(p, problem)}}, nil
	}
	reply := (&Call{Req: req, Words: p}).Answer(text)
	reply.Refused = true
	return reply, nil
}

// readable makes everything typed valid text without hidden characters: what is stored
// is what is read back, and what looks empty is empty.
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

// Features are all that people can do.
func (c *Call) Features() []Feature { return c.door.features }

// Run answers what another verb would, for a page made of several answers.
func (c *Call) Run(name string) (chat.Reply, error) { return c.door.handler(name)(c) }

// handler is that of a verb, nil if there is none.
func (d *Door) handler(name string) Handler {
	for _, f := range d.features {
		for _, v := range f.Verbs {
			if v.Name == name {
				return v.Do
			}
		}
	}
	return nil
}
