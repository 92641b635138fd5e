package importer

import (
	"cmp"
	"math"

	"dealdesk/cli/importer/sheet"
	"dealdesk/commands/phrase"
	"dealdesk/sales"
	"dealdesk/store"
)

// product takes a row about something sold.
func (l *loading) product() error {
	name := l.cell("name")
	id := phrase.FoldFull(name)
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
	p.Series = cmp.Or(l.cell("series"), p.Series)
	if !price.Zero() {
		p.Price = price
	}
	l.products.add(id, name, "")
	return keep(l, store.Products, was, known, p)
}

// money reads an amount in the unit of its column.
func (l *loading) money(field, currency string) (sales.Money, error) {
	m, err := sheet.Money(l.cell(field), currency)
	if err != nil {
		return m, sales.At(field, err)
	}
	for _, c := range l.file.Columns {
		if c.Field != field {
			continue
		}
		if m.Minor > math.MaxInt64/c.Times || m.Minor*c.Times > sales.AmountMax {
			return m, sales.No("amount.too_large", "Max", sales.Money{Minor: sales.AmountMax, Currency: m.Currency}).At(field)
		}
		m.Minor *= c.Times
	}
	return m, nil
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
	var owner sales.Person
	if l.cell("owner") != "" {
		if owner, err = l.owner(""); err != nil {
			return err
		}
	}
	key := cmp.Or(l.cell("id"), name)
	if err := l.once(key); err != nil {
		return err
	}
	id, err := l.accounts.named(key, name)
	if err != nil {
		return err
	}
	was, known, err := store.Accounts.Get(l.tx, id)
	if err != nil {
		return err
	}
	if known {
		if err := l.once("record " + id); err != nil {
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
	if owner.ID != "" {
		a.Owner, a.Team = owner.ID, owner.Team
	}
	a.External = cmp.Or(l.cell("id"), was.External, name)
	a.Industry, a.Region = cmp.Or(l.cell("industry"), a.Industry), cmp.Or(l.cell("region"), a.Region)
	a.Parent, a.Since = cmp.Or(l.cell("parent"), a.Parent), cmp.Or(l.cell("since"), a.Since)
	a.Employees = cmp.Or(employees, a.Employees)
	if !revenue.Zero() {
		a.Revenue = revenue
	}
	l.addAccount(a)
	return keep(l, store.Accounts, was, known, a)
}

func (l *loading) addAccount(a sales.Account) { l.accounts.add(a.ID, a.Name, a.External) }

// newAccount makes the customer that a deal names and no list has: a deal without its
// customer would be worth little.
func (l *loading) newAccount(name string, owner sales.Person) (string, error) {
	a, err := sales.Account{}.Rename(name)
	if err != nil {
		return "", err
	}
	a.ID, a.Created = l.tx.Next(sales.KindAccount), l.now.At.UTC()
	a.Owner, a.Team, a.External = owner.ID, owner.Team, a.Name
	l.addAccount(a)
	l.also(sheet.Accounts, a.ID, a.Name, sales.No("import.account_added"))
	return a.ID, store.Accounts.Put(l.tx, a)
}

// sale is one deal's part in whose an account is.
type sale struct {
	account, owner string
	file           string
	line           int
}

// adopt gives accounts that belong to nobody to whoever has most deals with them: only
// admins see an account without an owner. Who has none is reported.
func (l *loading) adopt() error {
	deals, most := map[[2]string]int{}, map[string]sale{}
	for _, s := range l.sold {
		deals[[2]string{s.account, s.owner}]++
	}
	var order []string
	for _, s := range l.sold {
		best, ok := most[s.account]
		if !ok {
			order = append(order, s.account)
		}
		if !ok || deals[[2]string{s.account, s.owner}] > deals[[2]string{s.account, best.owner}] {
			most[s.account] = s
		}
	}
	row := map[string]int{}
	for i, r := range l.rows {
		if r.Kind == sheet.Accounts && r.Outcome != RowRejected {
			row[r.ID] = i
		}
	}
	for _, id := range order {
		was, err := store.Accounts.Find(l.tx, id)
		if err != nil {
			return err
		}
		if was.Owner != "" {
			continue
		}
		s := most[id]
		owner, err := store.People.Find(l.tx, s.owner)
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
			i = len(l.rows)
			l.rows = append(l.rows, Row{File: s.file, Line: s.line, Kind: sheet.Accounts, Outcome: RowUpdated, ID: id, Name: a.Name})
		}
		r := &l.rows[i]
		if r.Outcome == RowUnchanged {
			r.Outcome = RowUpdated
		}
		if r.Outcome == RowUpdated {
			r.Changes = append(r.Changes, l.changed(was, a)...)
		}
		r.Notes = append(r.Notes, sales.No("import.owner_from_deals", "Name", owner.Name))
	}
	for i := range l.rows {
		r := &l.rows[i]
		if r.Kind != sheet.Accounts || r.Outcome == RowRejected {
			continue
		}
		if a, err := store.Accounts.Find(l.tx, r.ID); err != nil {
			return err
		} else if a.Owner == "" {
			r.Notes = append(r.Notes, sales.No("import.nobodys_account"))
		}
	}
	return nil
}
