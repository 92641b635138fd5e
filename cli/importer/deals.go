package importer

import (
	"cmp"

	"dealdesk/cli/importer/sheet"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// said is a deal's row, read.
type said struct {
	line               sales.Pipeline
	key, name, product string
	owner              sales.Person
	account, accountID string // the id is "" while no record has the name
	external           string // id of the account elsewhere
	status             sales.Status
	stage              string
	amount             sales.Money
	listed             bool // amount is the product's list price
	began, ended       sales.Act
	close              calendar.Date
	expected           bool // the day of closing is the expected one, for want of another
	reason, competitor string
}

// deal takes a row about a deal. What is new brings its past along; what is here already
// moves by the same rules as in the chat, and what is closed here stays as it is.
func (l *loading) deal() error {
	s, was, known, err := l.readDeal()
	if err != nil {
		return err
	}
	d, events := was, []sales.Event(nil)
	if known {
		d, events, err = l.moveOn(was, s)
	} else {
		d = sales.Deal{Name: cmp.Or(s.name, s.product, l.cell("id")), Owner: s.owner.ID, Team: s.owner.Team, Stage: s.stage, Status: s.status,
			Amount: s.amount, Close: s.close, Product: s.product, Reason: s.reason, Competitor: s.competitor, External: s.key,
			Need: sales.Filled(l.cell("need")), Budget: sales.Filled(l.cell("budget"))}
		d, events, err = d.Bring(s.line, s.began, s.ended, l.now)
	}
	if err != nil {
		return err
	}
	if s.account != "" && s.accountID == "" {
		if s.accountID, err = l.newAccount(s.account, s.external, s.owner); err != nil {
			return err
		}
	}
	d.Account = cmp.Or(s.accountID, d.Account)
	l.remark(d, s, known)
	if !known {
		d.ID = l.tx.Next(sales.KindDeal)
	}
	l.row.Name = d.Name
	for _, e := range events {
		e.ID, e.Deal, e.Account = l.tx.Next(sales.KindEvent), d.ID, d.Account
		if err := store.Events.Put(l.tx, e); err != nil {
			return err
		}
	}
	err = keep(l, store.Deals, was, known, d)
	if err == nil {
		err = l.notes(d.ID, d.Account, d.Team, d.Owner, l.began(d, s))
	}
	if err != nil || l.row.Outcome == RowUnchanged {
		return err
	}
	l.row.Sample = &Sample{d, l.accounts.name[d.Account], s.owner.Name}
	l.sell(d.Account, d.Owner)
	if !known {
		return nil
	}
	if d.Team != was.Team {
		if err := l.Desk.ChangeTeam(l.tx, was, d); err != nil {
			return err
		}
	}
	return l.Desk.RefreshDealCard(l.tx, d)
}

// began is when a deal's notes are taken to be of.
func (l *loading) began(d sales.Deal, s said) sales.Act {
	if s.began.On != "" {
		return s.began
	}
	return sales.Act{At: d.Created}
}

// remark notes what a user would want to know of a deal that is taken as it is.
func (l *loading) remark(d sales.Deal, s said, known bool) {
	switch {
	case d.Account == "":
		l.note(sales.No("import.no_account"))
	case s.account != "" && s.accountID != "":
		l.corrected(s.account, cmp.Or(l.accounts.name[s.accountID], s.account))
	}
	switch {
	case d.Amount.Zero():
		l.note(sales.No("import.no_amount"))
	case s.listed && d.Amount == s.amount:
		l.note(sales.No("import.amount_from_list", "Amount", d.Amount))
	}
	if !known && s.name == "" && s.product == "" && l.file.Has("name") {
		l.note(sales.No("import.no_name", "Text", d.Name))
	}
	if s.status == sales.Open && (l.cell("won") != "" || l.cell("lost") != "" || l.cell("closed") != "") {
		l.note(sales.No("import.open_with_day"))
	}
	if d.Reason == sales.ReasonUnknown {
		l.note(sales.No("import.no_reason"))
	}
	if s.began.On == "" && !known {
		l.note(sales.No("import.no_start"))
	}
	if s.expected {
		l.note(sales.No("import.expected_day"))
	}
}

// moveOn changes a deal that is here already to what its row says.
func (l *loading) moveOn(d sales.Deal, s said) (sales.Deal, []sales.Event, error) {
	now := l.now
	now.By = s.owner.ID
	repriced := !s.amount.Zero() && s.amount != d.Amount && (!s.listed || d.Amount.Zero())
	if d.Status != sales.Open && (s.status != d.Status || s.close != "" && s.close != d.Close || repriced && !s.listed) {
		return d, nil, sales.No("import.closed_here", "ID", d.ID, "Status", d.Status, "Date", d.Close)
	}
	if d.Status == sales.Open && (repriced || s.status != sales.Open) {
		if err := l.noneWaiting(d); err != nil {
			return d, nil, err
		}
	}
	var events []sales.Event
	var err error
	step := func(moved sales.Deal, e sales.Event, failed error) {
		if d = moved; failed == nil {
			events = append(events, e)
		}
		err = failed
	}
	if s.owner.ID != d.Owner {
		step(d.Handover(s.owner, now))
	}
	if err == nil && d.Status == sales.Open && repriced {
		step(d.Reprice(s.amount, now))
	}
	if err == nil && d.Status == sales.Open && s.status == sales.Open {
		d.Close = cmp.Or(s.close, d.Close)
		if s.stage != d.Stage {
			step(d.Shift(s.line, s.stage, now))
		}
	}
	if err == nil && d.Status == sales.Open && s.status != sales.Open {
		step(d.Settle(s.status, s.reason, s.competitor, s.ended))
	}
	if err == nil && s.name != "" {
		d, err = d.Rename(s.name)
	}
	d.Product = cmp.Or(s.product, d.Product)
	return d, events, err
}

// noneWaiting refuses to change terms that somebody is being asked to approve: the file
// knows nothing of the request.
func (l *loading) noneWaiting(d sales.Deal) error {
	for a, err := range store.ApprovalsOf(l.tx, d.ID) {
		if err != nil {
			return err
		}
		if a.Status == sales.Waiting {
			return sales.No("import.request_waiting", "ID", d.ID, "Request", a.ID)
		}
	}
	return nil
}

// readDeal reads the cells of a row and finds who and what they name, and the deal as it is
// here, if it is.
func (l *loading) readDeal() (s said, was sales.Deal, known bool, err error) {
	if err := l.texts("id", "name", "owner", "account", "product", "reason", "competitor"); err != nil {
		return s, was, false, err
	}
	s.name = l.cell("name")
	if s.key = cmp.Or(l.foreign(l.cell("id")), s.name); s.key == "" {
		return s, was, false, sales.No("import.no_key").At("id")
	}
	l.row.Name = cmp.Or(s.name, s.key)
	if was, known, err = l.knownByID(); err != nil {
		return s, was, known, err
	}
	if s.accountID, s.account, s.external, err = l.customer(was.Account); err != nil {
		return s, was, known, err
	}
	if known {
		err = l.sameDeal(was, s)
	} else if l.cell("id") == "" {
		was, known, err = l.knownByName(s)
	}
	if err != nil {
		return s, was, known, err
	}
	if err := l.once(l.keyOf(s)); err != nil {
		return s, was, known, err
	}
	if l.ours() && !known {
		s.key = cmp.Or(l.cell("external"), s.key)
	}
	if s.line, err = l.pipeline(was.Pipeline); err != nil {
		return s, was, known, err
	}
	if s.status, s.stage, err = l.standing(s.line); err != nil {
		return s, was, known, err
	}
	if s.owner, err = l.owner(was.Owner); err != nil {
		return s, was, known, err
	}
	if err := l.readTerms(&s, was); err != nil {
		return s, was, known, err
	}
	if s.status == sales.Lost {
		s.reason, s.competitor = l.lostBecause()
	}
	return s, was, known, l.readDays(&s)
}

// keyOf is what no other row of the import may have.
func (l *loading) keyOf(s said) string {
	if id := l.cell("id"); id != "" {
		return id
	}
	return s.name + "\x00" + cmp.Or(s.accountID, sales.FoldFull(s.account))
}

// sameDeal refuses a row that has the id of a deal and both another name and another customer: two
// systems may give one id to two deals, and nobody would miss the first.
func (l *loading) sameDeal(d sales.Deal, s said) error {
	customer := l.accounts.name[d.Account]
	if l.ours() || s.name == "" || s.account == "" || customer == "" {
		return nil
	}
	if oneWordInCommon(d.Name, s.name) || oneWordInCommon(customer, s.account) {
		return nil
	}
	return sales.No("import.other_deal", "Text", l.cell("id"), "ID", d.ID, "Name", d.Name, "Customer", customer,
		"Other", s.name, "OtherCustomer", s.account).At("id")
}

// knownByID finds the deal of a row that has an id.
func (l *loading) knownByID() (d sales.Deal, known bool, err error) {
	id := l.foreign(l.cell("id"))
	if l.ours() {
		if d, known, err = store.Deals.Get(l.tx, id); err != nil || known && l.sameRecord(d.Created) {
			return d, known, err
		}
		id = cmp.Or(l.cell("external"), id)
	}
	if id == "" {
		return sales.Deal{}, false, nil
	}
	for d, err := range store.DealsFrom(l.tx, id) {
		return d, err == nil, err
	}
	return sales.Deal{}, false, nil
}

// knownByName finds the deal of a row without an id: the one that came under its name and is of
// its customer. Three customers may each have a renewal.
func (l *loading) knownByName(s said) (d sales.Deal, known bool, err error) {
	if s.account != "" && s.accountID == "" {
		return d, false, nil
	}
	for found, err := range store.DealsFrom(l.tx, s.name) {
		switch {
		case err != nil:
			return d, false, err
		case found.Account != s.accountID:
		case known:
			return d, false, sales.No("import.two_of_name", "Text", s.name)
		default:
			d, known = found, true
		}
	}
	return d, known, nil
}

// readTerms reads what is sold, and for how much.
func (l *loading) readTerms(s *said, was sales.Deal) error {
	was.Team = cmp.Or(was.Team, s.owner.Team)
	team, _, err := store.Teams.Get(l.tx, was.Team)
	if err != nil {
		return err
	}
	if s.amount, err = l.money("amount", cmp.Or(l.Currency, l.Desk.Cards.Company.CurrencyOf(was, team))); err != nil {
		return err
	}
	if s.product = sales.Filled(l.cell("product")); s.product == "" || l.ours() {
		return nil
	}
	id, ok := l.products.find(s.product)
	if !ok {
		l.note(sales.No("import.product_unknown", "Text", s.product))
		return nil
	}
	p, err := store.Products.Find(l.tx, id)
	if err != nil {
		return err
	}
	l.corrected(s.product, p.Name)
	s.product = p.Name
	if s.amount.Zero() && l.ListPrice && !p.Price.Zero() {
		s.amount, s.listed = p.Price, true
	}
	return nil
}

// readDays reads when the deal began and when it ended, or is expected to.
func (l *loading) readDays(s *said) error {
	began, err := l.day("created")
	if err != nil {
		return err
	}
	if s.close, err = l.day("close"); err != nil {
		return err
	}
	closed := s.status != sales.Open
	if closed || !l.file.Has("close") {
		if err := l.readEnd(s); err != nil {
			return err
		}
	}
	switch {
	case began > l.now.On:
		return sales.No("import.to_come", "Date", began).At("created")
	case closed && s.close == "":
		return sales.No("import.no_close").At("close")
	case closed && s.close > l.now.On:
		return sales.No("import.to_come", "Date", s.close).At("close")
	case closed:
		s.ended = sales.Act{By: s.owner.ID, At: s.close.In(l.zone), On: s.close}
	}
	if began != "" {
		s.began = sales.Act{By: s.owner.ID, At: began.In(l.zone), On: began}
	}
	return nil
}

// readEnd reads the day on which a deal closed. Where the file has a column for that, the
// expected day is none.
func (l *loading) readEnd(s *said) error {
	outcome := "won"
	if s.status == sales.Lost {
		outcome = "lost"
	}
	actual := false
	for _, field := range []string{outcome, "closed"} {
		if !l.file.Has(field) {
			continue
		}
		day, err := l.day(field)
		if err != nil {
			return err
		}
		if actual = true; day != "" {
			s.close = day
			return nil
		}
	}
	if actual && s.status != sales.Open {
		s.close = ""
	}
	s.expected = !actual && s.close != "" && s.status != sales.Open && l.file.Expected("close")
	return nil
}

func (l *loading) day(field string) (calendar.Date, error) {
	column, _ := l.file.Column(field)
	if l.Dates != sheet.AnyOrder {
		column.Order = l.Dates
	}
	d, err := column.Date(l.cell(field), l.zone)
	return d, sales.At(field, err)
}
