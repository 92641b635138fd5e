package call

import (
	"strings"
	"time"

	"dealdesk/chat"
	"dealdesk/sales"
	"dealdesk/store"
)

// offer shows the options of a Choice and the customers that could be created. Buttons carry IDs
// and no text, so the typed line waits as a draft if a button needs it.
func offer(c *Call, which *Choice) (chat.Reply, error) {
	action, before, draft := c.Req.Name, "", ""
	if waits := which.Rest != "" && len(which.Options) > 0; c.Tx != nil && (waits || which.Create != "" || which.Longer != "") {
		var err error
		if draft, err = c.KeepDraft(chat.Draft{Route: c.Req.Name, Args: which.Rest, Create: which.Create, Longer: which.Longer}); err != nil {
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
		buttons = append(buttons, chat.Button{Label: c.Words.Plain("account.create", "Name", which.Create), Action: "account create",
			Value: draft})
	}
	if which.Longer != "" {
		buttons = append(buttons, chat.Button{Label: c.Words.Plain("account.create", "Name", which.Longer), Action: "account create",
			Value: draft + "/longer"})
	}
	return c.Answer(which.Text, chat.Block{Buttons: buttons}), nil
}

// Answer returns an answer other than "done". It repeats what was typed, ready to be corrected and
// sent again, because bad input must never lose what was typed.
func (c *Call) Answer(text chat.Safe, more ...chat.Block) chat.Reply {
	blocks := []chat.Block{chat.Para(text)}
	if c.Req.Kind.Typed() && c.Req.Args != "" {
		typed := c.Words.Say("common.you_typed", "Text", chat.Cut(chat.Escape(named(c.Req, c.Req.Args, nil)), 1500))
		text, blocks = chat.Join("\n", text, typed), append(blocks, chat.Block{Context: typed})
	}
	return chat.Say(text, append(blocks, more...)...)
}

// draftFor is how long a draft is kept at least: longer than a request waits, because it may be a
// remark on one. After that, the next draft deletes it.
const draftFor = 7 * 24 * time.Hour

// KeepDraft stores a line for a button that only its author can use.
func (c *Call) KeepDraft(d chat.Draft) (id string, err error) {
	if err := dropDrafts(c); err != nil {
		return "", err
	}
	d.ID, d.User, d.Source, d.At = c.Tx.Next(sales.KindDraft), c.Me.ID, c.Source(), c.Req.At.UTC()
	c.kept = d.ID
	return d.ID, store.Drafts.Put(c.Tx, d)
}

// dropDrafts deletes the oldest expired drafts, a few at a time.
func dropDrafts(c *Call) error {
	old, err := store.DraftsBefore(c.Read, c.Req.At.Add(-draftFor), ListLimit)
	if err != nil {
		return err
	}
	for _, d := range old {
		if err := store.Drafts.Delete(c.Tx, d.ID); err != nil {
			return err
		}
	}
	return nil
}

// Source returns the message of a line: that of an edit, of a draft, or the one just received. A
// slash command has none.
func (c *Call) Source() string {
	switch {
	case c.Req.About.TS != "":
		return SourceOf(c.Req.About.Channel, c.Req.About.TS)
	case c.Req.Kind.Typed() && c.Req.Kind != chat.Slash && c.Req.Where.TS != "":
		return SourceOf(c.Req.Where.Channel, c.Req.Where.TS)
	}
	return ""
}

// Draft returns a draft to its author.
func Draft(c *Call, id string) (chat.Draft, error) {
	draft, ok, err := store.Drafts.Get(c.Read, id)
	if err == nil && (!ok || draft.User != c.Me.ID) {
		err = sales.No("pick.gone")
	}
	return draft, err
}

// TakeDraft returns a draft to its author and deletes it.
func (c *Call) TakeDraft(id string) (chat.Draft, error) {
	draft, err := Draft(c, id)
	if err != nil {
		return draft, err
	}
	return draft, store.Drafts.Delete(c.Tx, id)
}

// Resume runs a draft on a record, as if its message had just arrived. The command itself checks
// again what the person may do with the record.
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
