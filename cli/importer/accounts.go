package importer

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"dealdesk/cli/importer/sheet"
	"dealdesk/sales"
	"dealdesk/store"
)

// product takes a row about something sold.
func (l *loading) product() error {
	name := l.cell("name")
	id, there := l.products.find(name)
	if !there {
		id = sales.FoldFull(name)
	}
	if id == "" {
		return sales.No("name.missing").At("name")
	}
	if err := l.texts("id", "name", "series"); err != nil {
		return err
	}
	if err := fits(id, "name"); err != nil {
		return err
	}
	price, err := l.money("price", cmp.Or(l.Currency, l.Desk.Cards.Company.Currency))
	if err != nil {
		return err
	}
	if err := l.once(id); err != nil {
		return err
	}
	was, known, err := store.Products.Get(l.tx, id)
	if err != nil {
		return err
	}
	p := was
	p.ID, p.Name, p.External = id, name, cmp.Or(l.cell("id"), was.External, name)
	if l.ours() {
		p.External = cmp.Or(l.cell("external"), was.External)
	}
	p.Series = cmp.Or(l.cell("series"), p.Series)
	if !price.Zero() {
		p.Price = price
	}
	l.products.add(id, name, "")
	return keep(l, store.Products, was, known, p)
}

// money reads an amount in the unit of its column and the currency of its row.
func (l *loading) money(field, currency string) (sales.Money, error) {
	in := sheet.Currencies{Default: currency}
	if code := strings.ToUpper(l.cell("currency")); code != "" {
		if _, ok := sales.Exponent(code); !ok {
			if code = sheet.CurrencyOf(code, currency); code == "" {
				return sales.Money{}, sales.No("amount.currency_unknown", "Currency", l.cell("currency")).At("currency")
			}
		}
		in.Row = code
	}
	column, _ := l.file.Column(field)
	if l.Decimal != sheet.AnyDecimal {
		column.Decimal = l.Decimal
	}
	m, err := column.Money(l.cell(field), in)
	return m, sales.At(field, err)
}

// sameRecord reports whether a row of our own export is about the record that has its id here:
// another desk has other records under the same ids.
func (l *loading) sameRecord(created time.Time) bool {
	return l.cell("created") == created.UTC().Format(time.RFC3339)
}

// account takes a row about a customer. One that is in no other system is the same as
// one of its name here.
func (l *loading) account() error {
	name := l.cell("name")
	if err := l.texts("id", "name", "owner", "industry", "region", "since", "parent"); err != nil {
		return err
	}
	employees, err := sheet.Count(l.cell("employees"))
	if err != nil {
		return sales.At("employees", err)
	}
	revenue, err := l.money("revenue", cmp.Or(l.Currency, l.Desk.Cards.Company.Currency))
	if err != nil {
		return err
	}
	key := cmp.Or(l.foreign(l.cell("id")), name)
	was, known, err := l.knownAccount(key, name)
	if err != nil {
		return err
	}
	if err := l.once(key); err != nil {
		return err
	}
	if known {
		if err := l.sameAccount(was.ID, l.cell("id"), name); err != nil {
			return err
		}
		if err := l.once("record " + was.ID); err != nil {
			return err
		}
	}
	var owner sales.Person
	if l.cell("owner") != "" {
		if owner, err = l.owner(was.Owner); err != nil {
			return err
		}
	}
	a, err := was.Rename(name)
	if err != nil {
		return err
	}
	if !known {
		a.ID, a.Created = l.tx.Next(sales.KindAccount), l.now.At.UTC()
	}
	if owner.ID != "" && owner.ID != a.Owner {
		a.Owner, a.Team = owner.ID, owner.Team
	}
	a.External = cmp.Or(l.foreign(l.cell("id")), was.External, name)
	if l.ours() {
		a.External = cmp.Or(l.cell("external"), was.External)
		if tier := sales.Tier(l.cell("tier")); slices.Contains(sales.Tiers, tier) {
			a.Tier = tier
		}
		if !known {
			a.External = cmp.Or(a.External, key)
		}
		l.own[key] = a.ID
	}
	a.Industry, a.Region = cmp.Or(l.cell("industry"), a.Industry), cmp.Or(l.cell("region"), a.Region)
	if a.Source, err = l.source(a.Source); err != nil {
		return err
	}
	a.Parent, a.Since = cmp.Or(l.cell("parent"), a.Parent), cmp.Or(l.cell("since"), a.Since)
	a.Employees = cmp.Or(employees, a.Employees)
	if !revenue.Zero() {
		a.Revenue = revenue
	}
	l.addAccount(a)
	if err := keep(l, store.Accounts, was, known, a); err != nil {
		return err
	}
	return l.notes("", a.ID, a.Team, cmp.Or(a.Owner, l.now.By), l.now)
}

// knownAccount finds the customer of a row.
func (l *loading) knownAccount(key, name string) (a sales.Account, known bool, err error) {
	if l.ours() {
		if a, known, err = store.Accounts.Get(l.tx, key); err != nil || known && l.sameRecord(a.Created) {
			return a, known, err
		}
		key = cmp.Or(l.cell("external"), key)
	}
	id, err := l.accounts.named(key, name)
	if err != nil {
		return sales.Account{}, false, err
	}
	return store.Accounts.Get(l.tx, id)
}

// addAccount makes an account known; one without an owner waits for whoever has its deals.
func (l *loading) addAccount(a sales.Account) {
	l.accounts.add(a.ID, a.Name, a.External)
	if a.Owner == "" && l.sold[a.ID] == nil {
		l.sold[a.ID] = &share{file: l.fileName(), line: l.cells.Line}
	} else if a.Owner != "" {
		delete(l.sold, a.ID)
	}
}

func (l *loading) fileName() string {
	if l.file == nil {
		return ""
	}
	return l.file.Name
}

// customer finds the account that a row of a deal or contact names: by its id, or by its name.
// id is "" for one that is to be made, with the id it has elsewhere.
func (l *loading) customer(have string) (id, name, external string, err error) {
	name, external = l.named()
	if external == "0" {
		external = ""
	}
	if l.file.Preset == "odoo" {
		name = withoutContact(name)
	}
	if external != "" {
		text := external
		external = l.foreign(text)
		id, err = l.customerByID(text, have)
		if id != "" && err == nil {
			err = l.sameAccount(id, text, cmp.Or(name, l.accounts.name[id]))
		}
		if id != "" || err != nil {
			return id, cmp.Or(name, l.accounts.name[id]), external, err
		}
		if name == "" {
			return "", "", "", sales.No("import.account_id_unknown", "Text", text).At("account_id")
		}
		if id, err = l.accounts.named(external, name); id == "" || err != nil {
			return "", name, external, err
		}
		return id, name, external, nil
	}
	if name != "" && sales.FoldFull(name) == "" {
		return "", "", "", sales.No("name.missing").At("account")
	}
	id, err = l.accounts.findCompany(name)
	return id, name, "", sales.At("account", err)
}

// named is the customer that a row names and its id elsewhere. Of several it is the first, unless
// a column says which: the other column may list them in another order.
func (l *loading) named() (name, external string) {
	names, first := l.list("account")
	ids, firstID := l.list("account_id")
	several := max(len(names), len(ids)) > 1
	switch {
	case len(names) > 1 && len(ids) == 1 && !firstID:
		names, several = []string{l.cell("account")}, false // one customer with a semicolon in its name
	case len(names) > 1 && firstID:
		names = nil
	case len(ids) > 1 && first:
		ids = nil
	}
	if len(names) > 0 {
		name = names[0]
	}
	if len(ids) > 0 {
		external = ids[0]
	}
	if several {
		id := l.accounts.external[external]
		l.note(sales.No("import.several_accounts", "Text", cmp.Or(l.cell("account"), l.cell("account_id")),
			"Name", cmp.Or(name, l.accounts.name[id], external)))
	}
	return name, external
}

// sameAccount refuses a row that has the id of a customer and a name that has nothing in common with
// theirs: two systems may give one id to two customers, and nobody would miss the first.
func (l *loading) sameAccount(id, external, name string) error {
	if l.ours() || l.accounts.external[l.foreign(external)] != id || oneWordInCommon(l.accounts.name[id], name) {
		return nil
	}
	return sales.No("import.other_account", "Text", external, "ID", id, "Name", l.accounts.name[id], "Other", name)
}

// customerByID finds an account by the id that its own file gave it.
func (l *loading) customerByID(external, have string) (id string, err error) {
	if !l.ours() {
		if id = l.accounts.external[l.foreign(external)]; id == "" {
			id, err = l.accounts.findCompany(external) // a column of ids may hold names
		}
		return id, err
	}
	if id = l.own[external]; id == "" && external == have {
		id = have
	}
	return cmp.Or(id, l.accounts.external[external]), nil
}

// withoutContact takes the person off "Company, Person", as Odoo shows customers.
func withoutContact(name string) string {
	i := strings.LastIndex(name, ", ")
	if i < 0 {
		return name
	}
	company, person := name[:i], name[i+2:]
	if strings.ContainsAny(person, "0123456789") || legalForm(name) != legalForm(company) {
		return name
	}
	return company
}

// newAccount makes the customer that a deal or contact names and no list has: a deal without
// its customer would be worth little.
func (l *loading) newAccount(name, external string, owner sales.Person) (string, error) {
	a, err := sales.Account{}.Rename(name)
	if err != nil {
		return "", err
	}
	a.ID, a.Created = l.tx.Next(sales.KindAccount), l.now.At.UTC()
	a.Owner, a.Team, a.External = owner.ID, owner.Team, cmp.Or(external, a.Name)
	l.addAccount(a)
	l.also(sheet.Accounts, a.ID, a.Name, sales.No("import.account_added"))
	return a.ID, store.Accounts.Put(l.tx, a)
}

// share is whose deals an account without an owner has, and where the first of them is.
type share struct {
	deals map[string]int
	order []string
	file  string
	line  int
}

// sell counts a deal of an account.
func (l *loading) sell(account, owner string) {
	s := l.sold[account]
	if s == nil {
		return
	}
	if s.deals == nil {
		s.deals, s.file, s.line = map[string]int{}, l.file.Name, l.cells.Line
	}
	if s.deals[owner]++; s.deals[owner] == 1 {
		s.order = append(s.order, owner)
	}
}

// unowned are the accounts without an owner that have deals, in order.
func (l *loading) unowned() []string {
	var all []string
	for id, s := range l.sold {
		if len(s.order) > 0 {
			all = append(all, id)
		}
	}
	slices.SortFunc(all, func(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) })
	return all
}

// adopt gives accounts that belong to nobody to whoever has most deals with them: only
// admins see an account without an owner. Who has none is reported.
func (l *loading) adopt(accounts []string) error {
	row := map[string]int{}
	for i, r := range l.held {
		row[r.ID] = i
	}
	for _, id := range accounts {
		was, err := store.Accounts.Find(l.tx, id)
		if err != nil {
			return err
		}
		s := l.sold[id]
		most := s.order[0]
		for _, owner := range s.order {
			if s.deals[owner] > s.deals[most] {
				most = owner
			}
		}
		owner, err := store.People.Find(l.tx, most)
		if err != nil {
			return err
		}
		a := was
		a.Owner, a.Team = owner.ID, owner.Team
		if err := store.Accounts.Put(l.tx, a); err != nil {
			return err
		}
		i, ok := row[id]
		if !ok {
			i = len(l.held)
			l.held = append(l.held, Row{File: s.file, Line: s.line, Kind: sheet.Accounts, Outcome: RowUpdated, ID: id, Name: a.Name})
		}
		r := &l.held[i]
		if r.Outcome == RowUnchanged {
			r.Outcome = RowUpdated
		}
		if r.Outcome == RowUpdated {
			r.Changes = append(r.Changes, l.changed(was, a)...)
		}
		r.Notes = append(r.Notes, sales.No("import.owner_from_deals", "Name", owner.Name))
		delete(l.sold, id)
	}
	return nil
}

// release tells the rows that waited for an owner.
func (l *loading) release() error {
	for _, r := range l.held {
		if _, ownerless := l.sold[r.ID]; ownerless {
			r.Notes = append(r.Notes, sales.No("import.nobodys_account"))
		}
		l.each(r)
	}
	return nil
}
