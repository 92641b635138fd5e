package call

import (
	"strings"
	"unicode/utf8"

	"dealdesk/chat"
	"dealdesk/sales"
	"dealdesk/store"
)

// OneOf returns which code of a group was typed, as a word in any language or as the code itself;
// "" if none.
func (c *Call) OneOf(group string, codes []string, typed string) string {
	for _, code := range codes {
		if strings.EqualFold(code, typed) {
			return code
		}
		for _, l := range c.Desk.Cards.Lang.Languages() {
			if p := c.Desk.Cards.Lang.Printer(l); p.Has(group+code) && sales.SameSpelling(p.Plain(group+code), typed) {
				return code
			}
		}
	}
	return ""
}

// AskForm opens a form for missing inputs. Submitting it runs action on the deal.
func (c *Call) AskForm(action string, d sales.Deal, missing ...chat.Input) (chat.Reply, error) {
	a, _, err := store.Accounts.Get(c.Read, d.Account)
	if err != nil {
		return chat.Reply{}, err
	}
	m := &chat.Modal{Action: action, Value: d.ID, Title: TitleFor(c.Words.Plain("form."+action), a.Name),
		Submit: c.Words.Plain("common.save"), Close: c.Words.Plain("common.cancel")}
	title, err := c.Desk.Cards.DealTitle(c.Read, d)
	if err != nil {
		return chat.Reply{}, err
	}
	m.Blocks = append(m.Blocks, chat.Block{Context: title})
	for _, in := range missing {
		m.Blocks = append(m.Blocks, chat.Ask(in))
	}
	return chat.Reply{Modal: m}, nil
}

// titleMax is how many characters the chat shows of a form's title.
const titleMax = 24

// TitleFor is a form's title: what it does, whole, and for whom as far as there is room.
func TitleFor(what, whom string) string {
	what, whom = chat.Clean(what), strings.Join(strings.Fields(chat.Clean(whom)), " ")
	room := titleMax - utf8.RuneCountInString(what) - len(" · ") + 1
	if whom == "" || room < 4 {
		return what
	}
	if name := []rune(whom); len(name) > room {
		whom = strings.TrimSpace(string(name[:room-1])) + "…"
	}
	return what + " · " + whom
}

// NothingTyped reports whether a form has to ask because nothing was typed.
func (c *Call) NothingTyped(rest string) bool { return rest == "" && c.Req.Kind != chat.Submit }
