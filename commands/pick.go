package commands

import (
	"strings"

	"dealdesk/chat"
	"dealdesk/sales"
	"dealdesk/store"
)

func pickVerbs() []verb {
	return []verb{{Route: chat.Route{Name: "pick"}, do: pick}}
}

// offer shows the records that may have been meant. Buttons carry ids and no text, so
// whatever else was typed waits as a draft.
func (c *call) offer(which *choice) (chat.Reply, error) {
	action, before := c.Name, ""
	if which.rest != "" && c.tx != nil {
		draft, err := c.keepDraft(c.Name, which.rest)
		if err != nil {
			return chat.Reply{}, err
		}
		action, before = "pick", draft+"/"
	}
	var buttons []chat.Button
	for _, o := range which.options {
		buttons = append(buttons, chat.Button{Label: o.Label, Action: action, Value: before + o.Value})
	}
	if which.create != "" {
		draft, err := c.keepDraft("account create", which.create)
		if err != nil {
			return chat.Reply{}, err
		}
		buttons = append(buttons, chat.Button{Label: c.Plain("account.create", "Name", which.create), Action: "account create", Value: draft})
	}
	return c.answer(which.text, chat.Block{Buttons: buttons}), nil
}

// answer says something other than "done". What was typed is shown again, ready to be
// mended and sent, because bad input never loses what was typed.
func (c *call) answer(text chat.Safe, more ...chat.Block) chat.Reply {
	blocks := []chat.Block{chat.Para(text)}
	if c.Kind.Typed() && c.Args != "" {
		typed := c.Say("common.you_typed", "Text", chat.Cut(chat.Escape(c.Args), 1500))
		text, blocks = chat.Join("\n", text, typed), append(blocks, chat.Block{Context: typed})
	}
	return chat.Say(text, append(blocks, more...)...)
}

// keepDraft keeps a line for a button of its writer.
func (c *call) keepDraft(route, args string) (id string, err error) {
	draft := chat.Draft{ID: c.tx.Next("X"), User: c.me.ID, Route: route, Args: args, At: c.At.UTC()}
	return draft.ID, store.Drafts.Put(c.tx, draft)
}

// takeDraft gives a kept line back, once, to whoever typed it.
func (c *call) takeDraft(id string) (chat.Draft, error) {
	draft, ok, err := store.Drafts.Get(c.r, id)
	if err == nil && (!ok || draft.User != c.me.ID) {
		err = sales.No("pick.gone")
	}
	if err != nil {
		return draft, err
	}
	return draft, store.Drafts.Delete(c.tx, id)
}

// pick runs a kept line on the chosen record. What the person may do with it is checked
// again by the command itself.
func pick(c *call) (chat.Reply, error) {
	id, record, _ := strings.Cut(c.Value, "/")
	draft, err := c.takeDraft(id)
	if err != nil {
		return chat.Reply{}, err
	}
	for _, v := range verbs() {
		if v.Name == draft.Route {
			c.Name, c.Value, c.Args = draft.Route, record, draft.Args
			reply, err := c.attempt(v.do)
			reply.Replace = true
			return reply, err
		}
	}
	return chat.Reply{}, sales.No("pick.gone")
}
