package importer

import (
	"cmp"
	"strings"

	"dealdesk/cli/importer/sheet"
	"dealdesk/commands/phrase"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// said is a deal's row, read.
type said struct {
	key, name, product string
	owner              sales.Person
	account, accountID string // the id is "" while no record has the name
	status             sales.Status
	stage              string
	amount             sales.Money
	listed             bool // amount is the product's list price
	began, ended       sales.Act
	close              calendar.Date
	reason, competitor string
}

// deal takes a row about a deal. What is new brings its past along; what is here already
// moves by the same rules as in the chat, and what is closed here stays as it is.
func (l *loading) deal() error {
	was, known, err := store.Deals.Get(l.tx, l.deals[cmp.Or(l.cell("id"), l.cell("name"))])
	if err != nil {
		return err
	}
	s, err := l.readDeal(was)
	if err != nil {
		return err
	}
	d, events := was, []sales.Event(nil)
	if known {
		d, events, err = l.moveOn(was, s)
	} else {
		d = sales.Deal{Name: cmp.Or(s.name, s.product, s.key), Owner: s.owner.ID, Team: s.owner.Team, Stage: s.stage, Status: s.status,
			Amount: s.amount, Close: s.close, Product: s.product, Reason: s.reason, Competitor: s.competitor, External: s.key}
		d, events, err = d.Bring(l.line, s.began, s.ended, l.now)
	}
	if err != nil {
		return err
	}
	if s.account != "" && s.accountID == "" {
		if s.accountID, err = l.newAccount(s.account, s.owner); err != nil {
			return err
		}
	}
	if d.Account = cmp.Or(s.accountID, d.Account); d.Account != "" {
		l.sold = append(l.sold, sale{d.Account, d.Owner, l.row.File, l.row.Line})
	}
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
	if err := keep(l, store.Deals, was, known, d); err != nil || !known || l.row.Outcome == RowUnchanged {
		return err
	}
	if d.Team != was.Team {
		if err := l.Desk.ChangeTeam(l.tx, was, d); err != nil {
			return err
		}
	}
	return l.Desk.RefreshDealCard(l.tx, d)
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
	if d.Reason == sales.ReasonUnknown {
		l.note(sales.No("import.no_reason"))
	}
	if s.began.On == "" && !known {
		l.note(sales.No("import.no_start"))
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
			step(d.Shift(l.line, s.stage, now))
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

// readDeal reads the cells of a row and finds who and what they name. was is the deal as
// it is here, if it is.
func (l *loading) readDeal(was sales.Deal) (s said, err error) {
	if err := l.texts("id", "name", "owner", "account", "product", "reason", "competitor"); err != nil {
		return s, err
	}
	s.name, s.account = l.cell("name"), l.cell("account")
	if s.key = cmp.Or(l.cell("id"), s.name); s.key == "" {
		return s, sales.No("import.no_key").At("id")
	}
	l.row.Name = cmp.Or(s.name, s.key)
	if err := l.once(s.key); err != nil {
		return s, err
	}
	if s.status, s.stage, err = l.standing(); err != nil {
		return s, err
	}
	if s.owner, err = l.owner(was.Owner); err != nil {
		return s, err
	}
	if s.account != "" && phrase.FoldFull(s.account) == "" {
		return s, sales.No("name.missing").At("account")
	}
	if err := l.accounts.oneOnly(s.account); err != nil {
		return s, sales.At("account", err)
	}
	s.accountID, _ = l.accounts.findCompany(s.account)
	if err := l.readTerms(&s, was); err != nil {
		return s, err
	}
	if s.status == sales.Lost {
		s.reason = cmp.Or(l.lost[phrase.FoldFull(l.cell("reason"))], l.cell("reason"))
		s.competitor = l.cell("competitor")
	}
	return s, l.readDays(&s)
}

// readTerms reads what is sold, and for how much.
func (l *loading) readTerms(s *said, was sales.Deal) error {
	was.Team = cmp.Or(was.Team, s.owner.Team)
	team, _, err := store.Teams.Get(l.tx, was.Team)
	if err != nil {
		return err
	}
	currency := cmp.Or(l.Currency, l.Desk.Cards.Company.CurrencyOf(was, team))
	if c := strings.ToUpper(l.cell("currency")); c != "" {
		if _, ok := sales.Exponent(c); !ok {
			return sales.No("amount.currency_unknown", "Currency", c).At("currency")
		}
		currency = c
	}
	if s.amount, err = l.money("amount", currency); err != nil {
		return err
	}
	if s.product = l.cell("product"); s.product == "" {
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
	began, err := sheet.Date(l.cell("created"), l.Dates)
	if err != nil {
		return sales.At("created", err)
	}
	if s.close, err = sheet.Date(l.cell("close"), l.Dates); err != nil {
		return sales.At("close", err)
	}
	switch closed := s.status != sales.Open; {
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
