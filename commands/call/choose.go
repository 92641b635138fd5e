package call

import (
	"strings"
	"time"

	"dealdesk/chat"
	"dealdesk/sales"
	"dealdesk/store"
)

// offer shows the records that may have been meant, and the customer that could be made.
// Buttons carry ids and no text, so whatever else was typed waits as a draft, if a button
// leads to it.
func offer(c *Call, which *Choice) (chat.Reply, error) {
	action, before, draft := c.Req.Name, "", ""
	if waits := which.Rest != "" && len(which.Options) > 0; c.Tx != nil && (waits || which.Create != "") {
		var err error
		if draft, err = c.KeepDraft(chat.Draft{Route: c.Req.Name, Args: which.Rest, Create: which.Create}); err != nil {
			return chat.Reply{}, err
		}
		action, before = "pick", draft+"/"
	}
	var buttons []chat.Button
	for _, o := range which.Options {
		buttons = append(buttons, chat.Button{Label: o.Label, Action: action, Value: before + o.Value})
	}
	buttons = append(buttons, which.Buttons...)
	if which.Create != "" {
		buttons = append(buttons, chat.Button{Label: c.Words.Plain("account.create", "Name", which.Create), Action: "account create", Value: draft})
	}
	return c.Answer(which.Text, chat.Block{Buttons: buttons}), nil
}

// Answer says something other than "done". What was typed is shown again, ready to be
// mended and sent, because bad input never loses what was typed.
func (c *Call) Answer(text chat.Safe, more ...chat.Block) chat.Reply {
	blocks := []chat.Block{chat.Para(text)}
	if c.Req.Kind.Typed() && c.Req.Args != "" {
		typed := c.Words.Say("common.you_typed", "Text", chat.Cut(chat.Escape(c.Req.Args), 1500))
		text, blocks = chat.Join("\n", text, typed), append(blocks, chat.Block{Context: typed})
	}
	return chat.Say(text, append(blocks, more...)...)
}

// draftFor is how long a line waits at least; then the next one that waits drops it.
const draftFor = 24 * time.Hour

// KeepDraft keeps a line for a button of its writer.
func (c *Call) KeepDraft(d chat.Draft) (id string, err error) {
	if err := dropDrafts(c); err != nil {
		return "", err
	}
	d.ID, d.User, d.Source, d.At = c.Tx.Next("X"), c.Me.ID, c.Source(), c.Req.At.UTC()
	return d.ID, store.Drafts.Put(c.Tx, d)
}

// dropDrafts drops the oldest of the lines that have waited too long, a few at a time.
func dropDrafts(c *Call) error {
	var old []chat.Draft
	for d, err := range store.Drafts.List(c.Read, store.Query{Index: "at", To: store.DueKey(c.Req.At.Add(-draftFor)), Limit: ListLimit}) {
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

// Source names the message that a line was typed as: that of an edit, of a kept line, or
// the one that just came. A slash command leaves none.
func (c *Call) Source() string {
	switch {
	case c.Req.About.TS != "":
		return SourceOf(c.Req.About.Channel, c.Req.About.TS)
	case c.Req.Kind.Typed() && c.Req.Kind != chat.Slash && c.Req.Where.TS != "":
		return SourceOf(c.Req.Where.Channel, c.Req.Where.TS)
	}
	return ""
}

// TakeDraft gives a kept line back, once, to whoever typed it.
func (c *Call) TakeDraft(id string) (chat.Draft, error) {
	draft, ok, err := store.Drafts.Get(c.Read, id)
	if err == nil && (!ok || draft.User != c.Me.ID) {
		err = sales.No("pick.gone")
	}
	if err != nil {
		return draft, err
	}
	return draft, store.Drafts.Delete(c.Tx, id)
}

// Resume runs a kept line on a record, as the message it came from. What the person may
// do with the record is checked again by the command itself.
func (c *Call) Resume(draft chat.Draft, record string) (chat.Reply, error) {
	route := RouteNow(draft.Route)
	do := c.door.handler(route)
	if do == nil {
		return chat.Reply{}, sales.No("pick.gone")
	}
	c.Req.Name, c.Req.Value, c.Req.Args = route, record, draft.Args
	c.Req.About.Channel, c.Req.About.TS, _ = strings.Cut(draft.Source, ":")
	return attempt(c, do)
}
