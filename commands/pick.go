package commands

import (
	"strings"
	"time"

	"dealdesk/chat"
	"dealdesk/sales"
	"dealdesk/store"
)

func pickVerbs() []Verb {
	return []Verb{{Route: chat.Route{Name: "pick"}, Do: pick}}
}

// offer shows the records that may have been meant, and the customer that could be made.
// Buttons carry ids and no text, so whatever else was typed waits as a draft, if a button
// leads to it.
func (c *call) offer(which *choice) (chat.Reply, error) {
	action, before, draft := c.Req.Name, "", ""
	if waits := which.rest != "" && len(which.options) > 0; c.Tx != nil && (waits || which.create != "") {
		var err error
		if draft, err = c.keepDraft(chat.Draft{Route: c.Req.Name, Args: which.rest, Create: which.create}); err != nil {
			return chat.Reply{}, err
		}
		action, before = "pick", draft+"/"
	}
	var buttons []chat.Button
	for _, o := range which.options {
		buttons = append(buttons, chat.Button{Label: o.Label, Action: action, Value: before + o.Value})
	}
	if which.create != "" {
		buttons = append(buttons, chat.Button{Label: c.Words.Plain("account.create", "Name", which.create), Action: "account create", Value: draft})
	}
	return c.answer(which.text, chat.Block{Buttons: buttons}), nil
}

// answer says something other than "done". What was typed is shown again, ready to be
// mended and sent, because bad input never loses what was typed.
func (c *call) answer(text chat.Safe, more ...chat.Block) chat.Reply {
	blocks := []chat.Block{chat.Para(text)}
	if c.Req.Kind.Typed() && c.Req.Args != "" {
		typed := c.Words.Say("common.you_typed", "Text", chat.Cut(chat.Escape(c.Req.Args), 1500))
		text, blocks = chat.Join("\n", text, typed), append(blocks, chat.Block{Context: typed})
	}
	return chat.Say(text, append(blocks, more...)...)
}

// draftFor is how long a line waits at least; then the next one that waits drops it.
const draftFor = 24 * time.Hour

// keepDraft keeps a line for a button of its writer.
func (c *call) keepDraft(d chat.Draft) (id string, err error) {
	if err := c.dropDrafts(); err != nil {
		return "", err
	}
	d.ID, d.User, d.Source, d.At = c.Tx.Next("X"), c.Me.ID, c.source(), c.Req.At.UTC()
	return d.ID, store.Drafts.Put(c.Tx, d)
}

// dropDrafts drops the oldest of the lines that have waited too long, a few at a time.
func (c *call) dropDrafts() error {
	var old []chat.Draft
	for d, err := range store.Drafts.List(c.Read, store.Query{Index: "at", To: store.DueKey(c.Req.At.Add(-draftFor)), Limit: listed}) {
		if err != nil {
			return err
		}
		old = append(old, d)
	}
	for _, d := range old {
		if err := store.Drafts.Delete(c.Tx, d.ID); err != nil {
			return err
		}
	}
	return nil
}

// source names the message that a line was typed as: that of an edit, of a kept line, or
// the one that just came. A slash command leaves none.
func (c *call) source() string {
	switch {
	case c.Req.About.TS != "":
		return sourceOf(c.Req.About.Channel, c.Req.About.TS)
	case c.Req.Kind.Typed() && c.Req.Kind != chat.Slash && c.Req.Where.TS != "":
		return sourceOf(c.Req.Where.Channel, c.Req.Where.TS)
	}
	return ""
}

// takeDraft gives a kept line back, once, to whoever typed it.
func (c *call) takeDraft(id string) (chat.Draft, error) {
	draft, ok, err := store.Drafts.Get(c.Read, id)
	if err == nil && (!ok || draft.User != c.Me.ID) {
		err = sales.No("pick.gone")
	}
	if err != nil {
		return draft, err
	}
	return draft, store.Drafts.Delete(c.Tx, id)
}

// pick runs a kept line on the chosen record.
func pick(c *call) (chat.Reply, error) {
	id, record, _ := strings.Cut(c.Req.Value, "/")
	draft, err := c.takeDraft(id)
	if err != nil {
		return chat.Reply{}, err
	}
	reply, err := c.resume(draft, record)
	reply.Replace = true
	return reply, err
}

// resume runs a kept line on a record, as the message it came from. What the person may
// do with the record is checked again by the command itself.
func (c *call) resume(draft chat.Draft, record string) (chat.Reply, error) {
	route := routeNow(draft.Route)
	do := c.door.handler(route)
	if do == nil {
		return chat.Reply{}, sales.No("pick.gone")
	}
	c.Req.Name, c.Req.Value, c.Req.Args = route, record, draft.Args
	c.Req.About.Channel, c.Req.About.TS, _ = strings.Cut(draft.Source, ":")
	return c.attempt(do)
}

// Features are all that people can do.
func (c *call) Features() []Feature { return c.door.features }

// Run answers what another verb would, for a page made of several answers.
func (c *call) Run(name string) (chat.Reply, error) { return c.door.handler(name)(c) }

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
