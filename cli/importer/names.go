package importer

import (
	"slices"
	"strings"
	"unicode"

	"dealdesk/sales"
	"dealdesk/store"
)

// readNames learns who and what is there already.
func (l *loading) readNames() error {
	for p, err := range store.People.List(l.tx, store.Query{}) {
		if err != nil {
			return err
		}
		l.addPerson(p)
	}
	for t, err := range store.Teams.List(l.tx, store.Query{}) {
		if err != nil {
			return err
		}
		l.teams.add(t.ID, t.Name, "", t.ID)
	}
	for a, err := range store.Accounts.List(l.tx, store.Query{}) {
		if err != nil {
			return err
		}
		l.addAccount(a)
	}
	for p, err := range store.Products.List(l.tx, store.Query{}) {
		if err != nil {
			return err
		}
		l.products.add(p.ID, p.Name, "")
	}
	return nil
}

// directory finds records by what files call them.
type directory struct {
	full      map[string]string   // folded name -> id; "" where two have it
	core      map[string][]string // folded name without the company suffix -> ids
	external  map[string]string   // id in the other system -> id
	name, key map[string]string   // id -> name, id in the other system
}

func newDirectory() directory {
	return directory{map[string]string{}, map[string][]string{}, map[string]string{}, map[string]string{}, map[string]string{}}
}

// add makes a record known by its name and what else it is called.
func (d *directory) add(id, name, external string, also ...string) {
	d.name[id], d.key[id] = name, external
	if external != "" {
		d.external[external] = id
	}
	for _, text := range append(also, name) {
		key := sales.FoldFull(text)
		if have, taken := d.full[key]; taken && have != id {
			d.full[key] = ""
		} else if key != "" {
			d.full[key] = id
		}
	}
	if core := sales.Fold(name); core != "" && !slices.Contains(d.core[core], id) {
		d.core[core] = append(d.core[core], id)
	}
}

// named finds the record of a row by its id in the other system, else by its name. The
// same name under another id over there is somebody else, unless the name was all that
// was known; id is "" for a record that is not there.
func (d *directory) named(key, name string) (id string, err error) {
	if id = d.external[key]; id != "" {
		return id, nil
	}
	if id, _ = d.find(name); key == name {
		return id, d.oneOnly(name)
	}
	if d.key[id] != "" && d.key[id] != d.name[id] {
		return "", nil
	}
	return id, nil
}

// oneOnly refuses a name that two records have.
func (d *directory) oneOnly(name string) error {
	if id, there := d.full[sales.FoldFull(name)]; there && id == "" {
		return sales.No("import.two_of_name", "Text", name)
	}
	return nil
}

// replace makes every name of one record name another.
func (d *directory) replace(was, is string) {
	for _, names := range []map[string]string{d.full, d.external} {
		for name, id := range names {
			if id == was {
				names[name] = is
			}
		}
	}
}

// find knows a name without regard to case, spaces and punctuation.
func (d *directory) find(name string) (id string, ok bool) {
	id = d.full[sales.FoldFull(name)]
	return id, id != ""
}

// findCompany also knows a name without its legal form, or a record without one, if there is no
// other it could be. Acme GmbH and Acme Inc are two companies.
func (d *directory) findCompany(name string) (id string, err error) {
	if err := d.oneOnly(name); err != nil {
		return "", err
	}
	if id, ok := d.find(name); ok {
		return id, nil
	}
	if id := d.external[name]; id != "" && d.key[id] == name {
		return id, nil
	}
	form := legalForm(name)
	var may []string
	for _, id := range d.core[sales.Fold(name)] {
		if other := legalForm(d.name[id]); form == other {
			return id, nil
		} else if form == "" || other == "" {
			may = append(may, id)
		}
	}
	switch {
	case len(may) > 1:
		return "", sales.No("import.two_of_name", "Text", name)
	case len(may) == 1:
		return may[0], nil
	}
	return "", nil
}

var sameForms = strings.NewReplacer("limited", "ltd", "incorporated", "inc", "corporation", "corp", "company", "co", "有限责任公司", "有限公司")

// legalForm is the end of a company's name that Fold drops.
func legalForm(name string) string {
	full := strings.TrimPrefix(sales.FoldFull(name), "the")
	return sameForms.Replace(strings.TrimPrefix(full, strings.TrimPrefix(sales.Fold(name), "the")))
}

// foreign is the id that a record has in another system. Where the command line names the system, it
// is its own: two systems may use the same ids.
func (l *loading) foreign(id string) string {
	if id == "" || l.System == "" || l.ours() {
		return id
	}
	return l.System + ":" + id
}

// oneWordInCommon reports whether two names share a word, or two Chinese characters in a row.
func oneWordInCommon(a, b string) bool {
	have := map[string]bool{}
	for _, w := range words(a) {
		have[w] = true
	}
	return slices.ContainsFunc(words(b), func(w string) bool { return have[w] })
}

func words(name string) []string {
	var all []string
	for _, w := range strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		all = append(all, sales.FoldFull(w))
		chars := []rune(w)
		for i := range len(chars) - 1 {
			if isHan(chars[i]) && isHan(chars[i+1]) {
				all = append(all, string(chars[i:i+2]))
			}
		}
	}
	return all
}

// corrected tells of a name that is written differently in the record it means.
func (l *loading) corrected(text, name string) {
	if text != name {
		l.note(sales.No("import.corrected", "Text", text, "Name", name))
	}
}

// owner finds whose a row is. A row that does not say leaves a record to have, if that is
// somebody.
func (l *loading) owner(have string) (sales.Person, error) {
	text := l.cell("owner")
	if id, ok := l.someone(text, have); ok {
		return store.People.Find(l.tx, id)
	}
	if text == "" {
		if p, ok, err := store.People.Get(l.tx, have); ok || err != nil {
			return p, err
		}
	}
	if id, ok := l.people.find(l.Owner); ok {
		p, err := store.People.Find(l.tx, id)
		l.note(sales.No("import.owner_default", "Text", text, "Name", p.Name))
		return p, err
	}
	switch {
	case l.Owner != "":
		return sales.Person{}, sales.No("import.owner_flag", "Text", l.Owner)
	case text == "":
		return sales.Person{}, sales.No("import.owner_missing").At("owner")
	}
	return sales.Person{}, sales.No("import.owner_unknown", "Text", text).At("owner")
}

// someone finds a person by what a file calls them. An export of our own names them by their
// id: P-1 of another desk is somebody else, unless the file of its people came along.
func (l *loading) someone(text, have string) (id string, ok bool) {
	if !l.ours() || !strings.HasPrefix(text, string(sales.KindImported)+"-") {
		return l.people.find(text)
	}
	if id, ok = l.own[text]; !ok && text == have {
		return have, true
	}
	return id, ok
}
