package call

import (
	"strings"

	"dealdesk/chat"
	"dealdesk/sales"
)

// OneOf returns which code of a group was typed, as a word in any language or as the code itself;
// "" if none.
func (c *Call) OneOf(group string, codes []string, typed string) string {
	for _, code := range codes {
		if strings.EqualFold(code, typed) {
			return code
		}
		for _, l := range c.Desk.Cards.Lang.Languages() {
			if p := c.Desk.Cards.Lang.Printer(l); p.Has(group+code) && strings.EqualFold(p.Plain(group+code), typed) {
				return code
			}
		}
	}
	return ""
}

// AskForm opens a form for missing inputs. Submitting it runs action on the deal.
func (c *Call) AskForm(action string, d sales.Deal, missing ...chat.Input) (chat.Reply, error) {
	m := &chat.Modal{Action: action, Value: d.ID, Title: c.Words.Plain("deal.ask", "ID", d.ID), Submit: c.Words.Plain("common.save"), Close: c.Words.Plain("common.cancel")}
	m.Blocks = append(m.Blocks, chat.Block{Context: chat.Escape(d.Name)})
	for _, in := range missing {
		m.Blocks = append(m.Blocks, chat.Ask(in))
	}
	return chat.Reply{Modal: m}, nil
}

// NothingTyped reports whether a form must ask because nothing was typed.
func (c *Call) NothingTyped(rest string) bool { return rest == "" && c.Req.Kind != chat.Submit }
