// Package person finds all that the store holds about one person, writes it to files, and erases it
// (P18). A person is a colleague or a customer's contact.
package person

import (
	"fmt"
	"strings"

	"dealdesk/chat"
	"dealdesk/sales"
	"dealdesk/store"
)

// Match is a record that may be the person somebody means.
type Match struct {
	ID, Name, Mail string
	Place          string // the team of a colleague, the customer of a contact
	person         sales.Person
	contact        sales.Contact
}

func (m Match) colleague() bool { return m.person.ID != "" }

// Find returns everybody whom an id, a full name or a mail address names.
func Find(r store.Reader, who string) (found []Match, err error) {
	who = strings.Join(strings.Fields(who), " ")
	is := func(values ...string) bool {
		for _, v := range values {
			if v != "" && strings.EqualFold(strings.Join(strings.Fields(v), " "), who) {
				return true
			}
		}
		return false
	}
	add := func(m Match) bool {
		if is(m.ID) {
			found = []Match{m}
			return true
		}
		if is(m.Name, m.Mail) {
			found = append(found, m)
		}
		return false
	}
	for p, err := range store.People.List(r, store.Query{}) {
		if err != nil {
			return nil, err
		}
		if add(Match{ID: p.ID, Name: p.Name, Mail: p.Email, Place: p.Team, person: p}) {
			return found, nil
		}
	}
	for k, err := range store.Contacts.List(r, store.Query{}) {
		if err != nil {
			return nil, err
		}
		a, _, err := store.Accounts.Get(r, k.Account)
		if err != nil {
			return nil, err
		}
		if add(Match{ID: k.ID, Name: k.Name, Mail: k.Email, Place: strings.TrimSpace(a.Name + " " + k.Account), contact: k}) {
			return found, nil
		}
	}
	return found, nil
}

// Whom is one person, who may have several records.
type Whom struct {
	Is      []Match
	also    []string
	theirs  map[string]bool // words that also mean somebody else
	traces  sales.Traces
	plain   []string // names, addresses and numbers as they were written
	erasure sales.Erasure
}

// Problem is something that whoever typed the command has to decide: a key in lang/ and its arguments.
type Problem struct {
	Key  string
	Args []any
}

func (p *Problem) Error() string { return fmt.Sprint(p.Key, p.Args) }

// Pick finds one record for each of the names that were typed. Other people of the same name or
// address are a problem, unless others says that they are somebody else: then what they share is
// not looked for in texts. also are more words that mean the person.
func Pick(r store.Reader, names, also []string, others bool) (*Whom, error) {
	w := &Whom{also: also, theirs: map[string]bool{}}
	for _, name := range names {
		found, err := Find(r, name)
		switch {
		case err != nil:
			return nil, err
		case len(found) == 0:
			return nil, &Problem{"person.unknown", []any{"Given", name}}
		case len(found) > 1:
			return nil, &Problem{"person.several", []any{"Given", name, "People", lines(found), "IDs", ids(found)}}
		}
		w.Is = append(w.Is, found[0])
		if found[0].colleague() {
			w.erasure.People = append(w.erasure.People, found[0].ID)
		} else {
			w.erasure.Contacts = append(w.erasure.Contacts, found[0].ID)
		}
	}
	if err := w.learnAll(r); err != nil {
		return nil, err
	}
	like, err := w.namesakes(r)
	if err != nil || len(like) == 0 {
		return w, err
	}
	if !others {
		return nil, &Problem{"person.namesake", []any{"People", lines(like), "IDs", ids(like)}}
	}
	for _, m := range like {
		for _, s := range []string{m.Name, m.Mail, m.contact.Phone} {
			w.theirs[folded(s)] = true
		}
	}
	return w, w.learnAll(r)
}

func folded(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }

// namesakes returns others with the same name, address or number.
func (w *Whom) namesakes(r store.Reader) (like []Match, err error) {
	for p, err := range store.People.List(r, store.Query{}) {
		if err != nil {
			return nil, err
		}
		if !w.has(p.ID) && (w.traces.In(p.Name) || w.traces.In(p.Email)) {
			like = append(like, Match{ID: p.ID, Name: p.Name, Mail: p.Email, Place: p.Team})
		}
	}
	for k, err := range store.Contacts.List(r, store.Query{}) {
		if err != nil {
			return nil, err
		}
		if !w.has(k.ID) && (w.traces.In(k.Name) || w.traces.In(k.Email) || w.traces.In(k.Phone)) {
			like = append(like, Match{ID: k.ID, Name: k.Name, Mail: k.Email, Place: k.Account, contact: k})
		}
	}
	return like, nil
}

// learnAll learns what the person is called.
func (w *Whom) learnAll(r store.Reader) error {
	w.traces, w.plain = sales.Traces{}, nil
	for _, m := range w.Is {
		if err := w.trace(r, m); err != nil {
			return err
		}
	}
	for _, word := range w.also {
		w.traces.Word(word)
		w.plain = append(w.plain, word)
	}
	return nil
}

func lines(all []Match) (list chat.Safe) {
	for _, m := range all {
		list += "\n  " + chat.EscapeLine(fmt.Sprintf("%s  %s  %s  %s", m.ID, m.Name, m.Mail, m.Place))
	}
	return list
}

func ids(all []Match) string {
	var b strings.Builder
	for _, m := range all {
		b.WriteString(" --person " + m.ID)
	}
	return b.String()
}

// trace learns what a person is and was called.
func (w *Whom) trace(r store.Reader, m Match) error {
	table := store.Contacts.Name
	if m.colleague() {
		table = store.People.Name
		w.learn(m.person.Name, m.person.Email, "")
	} else {
		w.learn(m.contact.Name, m.contact.Email, m.contact.Phone)
	}
	for touch, err := range store.History(r, table, m.ID) {
		if err != nil {
			return err
		}
		for _, data := range [][]byte{touch.Change.Old, touch.Change.New} {
			var was struct{ Name, Email, Phone string }
			if err := decode(data, &was); err != nil {
				return err
			}
			w.learn(was.Name, was.Email, was.Phone)
		}
	}
	return nil
}

func (w *Whom) learn(name, mail, phone string) {
	for _, known := range []struct {
		text string
		add  func(string)
	}{{name, w.traces.Name}, {mail, w.traces.Word}, {phone, w.traces.Phone}} {
		if known.text != "" && !w.theirs[folded(known.text)] {
			known.add(known.text)
			w.plain = append(w.plain, known.text)
		}
	}
}

// about reports whether a record is about the person, made by them, or names them.
func (w *Whom) about(id string, data []byte) bool {
	hit := w.has(id)
	store.RedactStrings(data, func(s string) string {
		hit = hit || w.has(s) || w.traces.In(s)
		return s
	})
	return hit
}

func (w *Whom) has(id string) bool {
	for _, m := range w.Is {
		if m.ID == id {
			return true
		}
	}
	return false
}
