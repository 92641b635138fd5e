package call

import (
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/phrase"
	"dealdesk/sales"
)

// whether is the handler of a verb that changes something. A line with a question mark asks, "deal won D-19?", and
// what ends or moves a deal may only be quoted when it stands as code: then nothing is done, and the answer asks
// whether it is meant. What a verb keeps as it was typed may hold a question, but not in the number of its record.
func whether(v Verb) Handler {
	return func(c *Call) (chat.Reply, error) {
		args, asked := phrase.Unasked(c.Req.Args)
		if v.Free {
			args, asked = phrase.UnaskedID(c.Req.Args)
		}
		if !c.Req.Kind.Typed() || !asked && (!c.Req.Code || !weighty[v.Name]) {
			return v.Do(c)
		}
		return askWhether(c, v, args)
	}
}

// weighty are the verbs that others see the moment they are done.
var weighty = map[string]bool{"deal won": true, "deal lost": true, "deal advance": true, "deal stage": true, "deal back": true,
	"deal reopen": true, "deal give": true, "account owner": true, "delegate": true}

func askWhether(c *Call, v Verb, args string) (chat.Reply, error) {
	typed, about := c.Words.Verb(v.Name), ""
	if v.OnDeal != nil {
		c.Req.Args = args
		d, rest, err := c.DealArg()
		if err != nil {
			return chat.Reply{}, err
		}
		if _, err := mayBe(c, v.Name, []sales.Deal{d}); err != nil {
			return chat.Reply{}, err
		}
		typed, about, args = typed+" "+d.ID, d.ID, rest
	}
	shown, err := WithNames(c, args)
	if err != nil {
		return chat.Reply{}, err
	}
	draft, err := c.KeepDraft(chat.Draft{Route: v.Name, Args: args})
	if err != nil {
		return chat.Reply{}, err
	}
	text := c.Words.Say("common.meant", "Typed", chat.Cut(chat.Escape(strings.TrimSpace(typed+" "+shown)), 500))
	return YesOrDiscard(c, text, draft, about), nil
}

// YesOrDiscard asks whether a draft is to be done. about is its record, "" for none.
func YesOrDiscard(c *Call, text chat.Safe, draft, about string) chat.Reply {
	return chat.Say(text, chat.Para(text), chat.Block{Buttons: []chat.Button{
		{Label: c.Words.Plain("common.yes"), Action: "pick", Value: draft + "/" + about, Style: chat.Primary},
		{Label: c.Words.Plain("button.discard"), Action: "discard", Value: draft},
	}})
}
