package account

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/desk/cards"
	"dealdesk/sales"
)

// setFields sets one of the fields by which customers are counted, "account set Acme industry medical devices",
// or those of the form.
func setFields(c *call.Call) (chat.Reply, error) {
	a, rest, err := accountArg(c)
	if err != nil {
		return chat.Reply{}, err
	}
	if err := c.May(sales.Edit, a.Owner, a.Team); err != nil {
		return chat.Reply{}, err
	}
	if c.Req.Kind == chat.Submit {
		return filled(c, a)
	}
	name, text := phrase.CutWord(rest)
	field := fieldNamed(c, name)
	switch {
	case field == "" && rest != "":
		return chat.Reply{}, sales.No("account.field_unknown", "Given", name, "Fields", cards.AccountFields(c.Words))
	case text == "": // a form shows what is there; nothing is wiped by leaving out the words
		return call.AccountForm(c, "account set", a, setInputs(c, a)...), nil
	}
	if whole := phrase.Unquoted(text); whole != text {
		text = whole
	} else if i := slices.IndexFunc(strings.Fields(text), func(word string) bool { return fieldNamed(c, word) != "" }); i >= 0 {
		return chat.Reply{}, sales.No("account.one_field", "ID", a.ID, "Text", text, "Field", c.Words.Plain("field."+field))
	}
	if phrase.Clears(text) {
		text = ""
	}
	if a, err = fill(c, a, field, text); err != nil {
		return chat.Reply{}, err
	}
	return keepAccount(c, a, told(c, a, field))
}

// fieldNamed is the field that a word names, "" if it names none.
func fieldNamed(c *call.Call, word string) string {
	for _, group := range []string{"field.", "account_field."} {
		field := c.OneOf(group, append(slices.Clone(sales.AccountFields[:]), "size"), word)
		if field == "size" {
			return "employees"
		}
		if field != "" {
			return field
		}
	}
	return ""
}

// fill sets a field to what was typed: "250", "250人", "1,200 people".
func fill(c *call.Call, a sales.Account, field, text string) (sales.Account, error) {
	if field == "source" && sales.Filled(text) != "" && text != a.Source {
		code := call.SourceNamed(c, text)
		if code == "" {
			return a, call.UnknownSource(c, text).At(field)
		}
		text = code
	}
	if field != "employees" || sales.Filled(text) == "" {
		return a.Describe(field, text)
	}
	plain := strings.ToLower(sales.Simplified(text))
	for _, unit := range []string{"people", "employees", "staff", "人", "名员工", "员工"} {
		plain = strings.TrimSuffix(plain, unit)
	}
	plain = strings.TrimSpace(plain)
	if head, last, grouped := cutLast(plain, ","); grouped && len(last) == 3 && len(head) <= 5 {
		plain = strings.ReplaceAll(head, ",", "") + last
	}
	n, err := strconv.Atoi(plain)
	if err != nil {
		return a, sales.No("account.employees_unknown", "Given", text).At(field)
	}
	return a.Describe(field, strconv.Itoa(n))
}

func cutLast(s, sep string) (head, last string, ok bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

// filled stores the fields of the submitted form.
func filled(c *call.Call, a sales.Account) (chat.Reply, error) {
	var lines []chat.Safe
	for _, field := range sales.AccountFields {
		text := strings.TrimSpace(c.Req.Fields[field])
		if text == a.Text(field) || text == "" && call.Picked(c) {
			continue
		}
		var err error
		if a, err = fill(c, a, field, text); err != nil {
			return chat.Reply{}, sales.At(field, err)
		}
		lines = append(lines, told(c, a, field))
	}
	if len(lines) == 0 && !call.Picked(c) {
		return chat.Say(c.Words.Say("account.unchanged", "ID", a.ID, "Name", a.Name)), nil
	}
	if len(lines) == 0 {
		return chat.Reply{}, sales.No("account.nothing_set", "ID", a.ID).At(sales.AccountFields[0])
	}
	return keepAccount(c, a, chat.Join("\n", lines...))
}

// told says what a field holds now.
func told(c *call.Call, a sales.Account, field string) chat.Safe {
	text := cmp.Or(cards.AccountField(c.Words, a, field), c.Words.Say("common.none"))
	return c.Words.Say("account.set", "ID", a.ID, "Name", a.Name, "Field", c.Words.Say("field."+field), "Text", text)
}

func setInputs(c *call.Call, a sales.Account) (all []chat.Input) {
	for _, field := range sales.AccountFields {
		if field == "source" {
			in := call.SourceInput(c, a.Source)
			in.Optional = true
			all = append(all, in)
			continue
		}
		all = append(all, chat.Input{ID: field, Kind: chat.Line, Initial: a.Text(field), Optional: true, Max: sales.NameMax})
	}
	return all
}
