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
	Told    bool // by an event of the deal, so that its history need not say it again
}

// AddValue appends a field to all if the change gave it another value.
func AddValue(all []Value, p lang.Printer, key string, was, is chat.Safe) []Value {
	if was == is {
		return all
	}
	none := p.Say("common.none")
	return append(all, Value{Key: key, Field: p.Plain("field." + key), Was: cmp.Or(was, none), Is: cmp.Or(is, none)})
}

// DealValues lists the fields of a deal that a change gave another value. A deal that closes or is
// reopened gets another day and next step with that, so they are not listed.
func (m Maker) DealValues(r store.Reader, p lang.Printer, was, is sales.Deal) (all []Value, err error) {
	owners := [2]chat.Safe{}
	for i, d := range []sales.Deal{was, is} {
		name, of := PersonName(r, d.Owner)
		err = errors.Join(err, of)
		owners[i] = chat.EscapeLine(name)
	}
	add := func(key string, was, is chat.Safe) { all = AddValue(all, p, key, was, is) }
	event := func(key string, was, is chat.Safe) {
		n := len(all)
		if add(key, was, is); len(all) > n {
			all[n].Told = true
		}
	}
	add("name", chat.EscapeLine(was.Name), chat.EscapeLine(is.Name))
	event("stage", m.StageOf(p, was), m.StageOf(p, is))
	event("amount", Net(p, was), Net(p, is))
	if was.Status == is.Status {
		event("close", chat.Escape(DateOr(p, was.Close)), chat.Escape(DateOr(p, is.Close)))
		add("next", Next(p, was.Next), Next(p, is.Next))
	}
	event("owner", owners[0], owners[1])
	add("need", chat.EscapeLine(was.Need), chat.EscapeLine(is.Need))
	add("budget", chat.EscapeLine(was.Budget), chat.EscapeLine(is.Budget))
	if was.Status == is.Status {
		add("forecast", p.Say("category."+string(was.Said())), p.Say("category."+string(is.Said())))
	}
	add("product", chat.EscapeLine(was.Product), chat.EscapeLine(is.Product))
	return all, err
}

// AccountField is what one of sales.AccountFields of a customer holds, "" if nothing.
func AccountField(p lang.Printer, a sales.Account, field string) chat.Safe {
	if field == "employees" && a.Employees > 0 {
		return chat.Escape(p.Number(int64(a.Employees)))
	}
	if field == "source" && a.Source != "" {
		return chat.EscapeLine(SourceName(p, a.Source))
	}
	return chat.EscapeLine(a.Text(field))
}

// AccountFields names all of them.
func AccountFields(p lang.Printer) chat.Safe {
	var names []chat.Safe
	for _, f := range sales.AccountFields {
		names = append(names, p.Say("field."+f))
	}
	return p.List(names, false)
}
