package call

import (
	"cmp"
	"errors"
	"strings"
	"unicode/utf8"

	"dealdesk/chat"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/store"
)

// A form asks for what was not typed. It is titled by what its verb does, "form.<verb>" in the words, and
// by whom it is about. Where nothing says which record is meant, its first field asks for that.

// Form returns the form of a verb about a record; value is the record's ID, whom its name, head a line
// about it. All three are "" where the fields ask for the record.
func Form(c *Call, verb, value, whom string, head chat.Safe, fields ...chat.Input) chat.Reply {
	send := "form_send." + verb
	if !c.Words.Has(send) {
		send = "common.save"
	}
	m := &chat.Modal{Action: verb, Value: value, Title: TitleFor(c.Words.Plain("form."+verb), whom),
		Submit: c.Words.Plain(send), Close: c.Words.Plain("common.cancel")}
	if head != "" {
		m.Blocks = append(m.Blocks, chat.Block{Context: head})
	}
	for _, in := range fields {
		in.Label = cmp.Or(in.Label, c.Words.Plain("field."+in.ID))
		m.Blocks = append(m.Blocks, chat.Ask(in))
	}
	return chat.Reply{Modal: m}
}

// AskForm opens the form of a verb about a deal, or one that asks for the deal if that is zero.
func (c *Call) AskForm(verb string, d sales.Deal, fields ...chat.Input) (chat.Reply, error) {
	if d.ID == "" {
		deal := chat.Input{ID: "deal", Kind: chat.Select, Suggest: SuggestDeal}
		return Form(c, verb, "", "", "", append([]chat.Input{deal}, fields...)...), nil
	}
	a, _, err := store.Accounts.Get(c.Read, d.Account)
	if err != nil {
		return chat.Reply{}, err
	}
	title, err := c.Desk.Cards.DealTitle(c.Read, d)
	return Form(c, verb, d.ID, a.Name, title, fields...), err
}

// AccountForm opens the form of a verb about a customer, or one that asks for the customer if that is zero.
func AccountForm(c *Call, verb string, a sales.Account, fields ...chat.Input) chat.Reply {
	if a.ID == "" {
		return Form(c, verb, "", "", "", append([]chat.Input{{ID: "account", Kind: chat.Select, Suggest: SuggestAccount}}, fields...)...)
	}
	return Form(c, verb, a.ID, a.Name, chat.Join(" · ", chat.Escape(a.ID), chat.EscapeLine(a.Name)), fields...)
}

// errUnsaid is for a command of which nothing was typed, not even a record: its form asks.
var errUnsaid = errors.New("call: nothing was typed")

// Unsaid returns errUnsaid where the command's form can ask for everything: a slash command or a click
// opens a form, a message does not.
func Unsaid(c *Call) error {
	v := c.door.verb(c.Req.Name)
	if (c.Req.Kind == chat.Slash || c.Req.Kind == chat.Click) && c.Req.Value == "" && strings.TrimSpace(c.Req.Args) == "" &&
		(v.Alone != nil || v.OnDeal != nil || v.OnAccount != nil) {
		return errUnsaid
	}
	return nil
}

// unsaidForm is the form of the present verb with all its fields.
func unsaidForm(c *Call) (chat.Reply, error) {
	v := c.door.verb(c.Req.Name)
	switch {
	case v.Alone != nil:
		return Form(c, v.Name, "", "", "", v.Alone(c)...), nil
	case v.OnAccount != nil:
		return AccountForm(c, v.Name, sales.Account{}, v.OnAccount(c, sales.Account{})...), nil
	}
	return c.AskForm(v.Name, sales.Deal{}, v.OnDeal(c, sales.Deal{})...)
}

// Picked reports whether the record was chosen in the form that was sent. That form could not show what
// the record has, so what is left empty in it stays as it is.
func Picked(c *Call) bool { return c.Req.Kind == chat.Submit && c.Req.Value == "" }

// PersonInput asks for a colleague; chosen is the one to begin with, if any.
func PersonInput(c *Call, id string, chosen sales.Person) chat.Input {
	in := chat.Input{ID: id, Kind: chat.Select, Suggest: SuggestPerson}
	if chosen.ID != "" {
		in.Options, in.Initial = []chat.Option{personOption(c, chosen)}, chosen.ID
	}
	return in
}

func dealOption(c *Call, d sales.Deal) (chat.Option, error) {
	title, err := c.Desk.Cards.DealTitle(c.Read, d)
	return chat.Option{Label: lang.Unmark(title), Value: d.ID}, err
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
