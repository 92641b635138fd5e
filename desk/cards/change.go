package cards

import (
	"cmp"
	"errors"

	"dealdesk/chat"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/store"
)

// Value is a field of a record before and after a change, in words.
type Value struct {
	Key     string // of its name: field.<key> in lang/
	Field   string
	Was, Is chat.Safe
}

// AddValue appends a field to all if the change gave it another value.
func AddValue(all []Value, p lang.Printer, key string, was, is chat.Safe) []Value {
	if was == is {
		return all
	}
	none := p.Say("common.none")
	return append(all, Value{key, p.Plain("field." + key), cmp.Or(was, none), cmp.Or(is, none)})
}

// DealValues lists the fields of a deal to which a change gave another value. A deal that closes
// or is reopened has another day and next step because of that, so they are not listed.
func (m Maker) DealValues(r store.Reader, p lang.Printer, was, is sales.Deal) (all []Value, err error) {
	owners := [2]chat.Safe{}
	for i, d := range []sales.Deal{was, is} {
		name, of := PersonName(r, d.Owner)
		err = errors.Join(err, of)
		owners[i] = chat.EscapeLine(name)
	}
	add := func(key string, was, is chat.Safe) { all = AddValue(all, p, key, was, is) }
	add("name", chat.EscapeLine(was.Name), chat.EscapeLine(is.Name))
	add("stage", m.StageOf(p, was), m.StageOf(p, is))
	add("amount", Net(p, was), Net(p, is))
	if was.Status == is.Status {
		add("close", chat.Escape(DateOr(p, was.Close)), chat.Escape(DateOr(p, is.Close)))
		add("next", Next(p, was.Next), Next(p, is.Next))
	}
	add("owner", owners[0], owners[1])
	add("need", chat.EscapeLine(was.Need), chat.EscapeLine(is.Need))
	add("budget", chat.EscapeLine(was.Budget), chat.EscapeLine(is.Budget))
	add("product", chat.EscapeLine(was.Product), chat.EscapeLine(is.Product))
	return all, err
}
