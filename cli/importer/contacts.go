package importer

import (
	"cmp"
	"strings"
	"unicode"

	"dealdesk/sales"
	"dealdesk/store"
)

// contact takes a row about a person at a customer.
func (l *loading) contact() error {
	k, err := l.readContact()
	if err != nil {
		return err
	}
	l.row.Name = k.Name
	account, name, external, err := l.customer("")
	switch {
	case err != nil:
		return err
	case account == "" && name == "":
		return sales.No("import.contact_without_account").At("account")
	}
	var owner sales.Person
	if l.cell("owner") != "" {
		if owner, err = l.owner(""); err != nil {
			return err
		}
	}
	k.By = cmp.Or(owner.ID, l.now.By)
	was, known, err := l.knownContact(k, account)
	if err != nil {
		return err
	}
	key := k.External
	if l.ours() {
		key = l.cell("id") // ids elsewhere may be those of two systems
	}
	if err := l.once(cmp.Or(key, sales.FoldFull(k.Name)+"\x00"+sales.FoldFull(name))); err != nil {
		return err
	}
	if account == "" {
		if account, err = l.newAccount(name, external, owner); err != nil {
			return err
		}
	} else if name != "" {
		l.corrected(name, l.accounts.name[account])
	}
	k.Account = account
	is := k
	if known {
		is = was.Merge(k)
		is.External = cmp.Or(was.External, k.External)
		if l.ours() {
			is.External = cmp.Or(l.cell("external"), was.External)
		}
	} else {
		is.ID, is.Created = l.tx.Next(sales.KindContact), l.now.At.UTC()
	}
	if err := keep(l, store.Contacts, was, known, is); err != nil {
		return err
	}
	return l.notes("", account, owner.Team, k.By, l.now)
}

func isHan(r rune) bool { return unicode.Is(unicode.Han, r) }

func (l *loading) readContact() (sales.Contact, error) {
	if err := l.texts("id", "name", "first", "last", "account", "title", "phone", "email"); err != nil {
		return sales.Contact{}, err
	}
	k := sales.Contact{Name: l.cell("name"), Title: l.cell("title"), Phone: l.cell("phone"), Email: l.cell("email"),
		External: l.foreign(l.cell("id"))}
	if first, last := l.cell("first"), l.cell("last"); k.Name == "" {
		if k.Name = strings.TrimSpace(first + " " + last); strings.ContainsFunc(last, isHan) {
			k.Name = last + first
		}
	}
	if excelShort.MatchString(k.Phone) {
		l.note(sales.No("import.phone_shortened", "Text", k.Phone))
		k.Phone = ""
	}
	if l.ours() {
		k.Role, k.External = sales.ContactRole(l.cell("role")), cmp.Or(l.cell("external"), k.External)
	}
	return k.Check()
}

// knownContact finds the contact of a row among those of the account: by the id elsewhere, or
// else by name. A phone or address may be the company's.
func (l *loading) knownContact(k sales.Contact, account string) (is sales.Contact, known bool, err error) {
	if l.ours() {
		if is, known, err = store.Contacts.Get(l.tx, l.cell("id")); err != nil || known && l.sameRecord(is.Created) {
			return is, known, err
		}
	}
	if account == "" {
		return sales.Contact{}, false, nil
	}
	var named sales.Contact
	for c, err := range store.ContactsOf(l.tx, account) {
		switch {
		case err != nil:
			return c, false, err
		case k.External != "" && c.External == k.External:
			return c, true, nil
		case sales.FoldFull(c.Name) == sales.FoldFull(k.Name) && (c.External == "" || k.External == ""):
			named = c
		}
	}
	return named, named.ID != "", nil
}
