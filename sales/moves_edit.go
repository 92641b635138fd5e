package sales

import (
	"slices"
	"strings"

	"dealdesk/sales/calendar"
)

// Reprice sets the amount before discount. These are new terms: discount and special
// terms were granted for the old amount and are dropped, and waiting requests are to be
// voided.
func (d Deal) Reprice(m Money, a Act) (Deal, Event, error) {
	if err := d.CheckOpen(); err != nil {
		return d, Event{}, err
	}
	if err := priced(m); err != nil {
		return d, Event{}, err
	}
	if d.Amount.Currency != "" && d.Amount.Currency != m.Currency {
		return d, Event{}, No("deal.other_currency", "ID", d.ID, "Currency", d.Amount.Currency, "Given", m.Currency).At("amount")
	}
	if d.Amount == m {
		return d, Event{}, No("deal.same_amount", "ID", d.ID, "Amount", m).At("amount")
	}
	before := d.Net()
	if before == m {
		return d, Event{}, No("deal.same_net", "ID", d.ID, "Net", m, "List", d.Amount).At("amount")
	}
	if !before.Zero() {
		d.Repriced++
	}
	d.Amount, d.Discount, d.Special = m, 0, Special{}
	d.Terms++
	e := d.event(Repriced, a)
	e.Before = before
	return d, e, nil
}

// Redate sets the day d is expected to close.
func (d Deal) Redate(day calendar.Date, a Act) (Deal, Event, error) {
	if err := d.CheckOpen(); err != nil {
		return d, Event{}, err
	}
	if err := ahead("close", day, a.On); err != nil {
		return d, Event{}, err
	}
	if day == d.Close {
		return d, Event{}, No("deal.same_date", "ID", d.ID, "Date", day).At("close")
	}
	from := d.Close
	if from != "" && day > from {
		d.Pushed++
	}
	d.Close = day
	e := d.event(Redated, a)
	e.From, e.To = string(from), string(day)
	return d, e, nil
}

// Plan sets the one dated next step. It makes no event: only the current one matters.
func (d Deal) Plan(n NextStep, a Act) (Deal, error) {
	if err := d.CheckOpen(); err != nil {
		return d, err
	}
	n.What = strings.TrimSpace(n.What)
	if err := n.check(d.ID, a.On); err != nil {
		return d, err
	}
	d.Next = n
	return d, nil
}

// Unplan takes the next step off d.
func (d Deal) Unplan() (Deal, error) {
	d.Next = NextStep{}
	return d, d.CheckOpen()
}

// Categorise says of an open deal what a forecast may count on. InPipeline takes back what was said.
func (d Deal) Categorise(c Category) (Deal, error) {
	if err := d.CheckOpen(); err != nil {
		return d, err
	}
	if !slices.Contains(Categories, c) {
		return d, No("forecast.category", "Text", string(c))
	}
	if d.Forecast = c; c == InPipeline {
		d.Forecast = ""
	}
	return d, nil
}

// Rename gives d another name, closed or not.
func (d Deal) Rename(name string) (Deal, error) {
	name, err := CheckName(name)
	if err != nil {
		return d, err
	}
	d.Name = name
	return d, nil
}

// Text returns one of the texts that Describe fills in.
func (d Deal) Text(field string) string {
	switch field {
	case "need":
		return d.Need
	case "budget":
		return d.Budget
	case "product":
		return d.Product
	}
	return d.Name
}

// noValue refuses words that say that a field has no value.
var noValue = map[string]string{"need": "deal.no_need", "budget": "deal.no_budget", "product": "deal.no_product"}

// Describe fills in the name or one of the texts that criteria ask for: need, budget,
// product. An empty text clears it, and one that says that there is no value is refused.
func (d Deal) Describe(field, text string) (Deal, error) {
	text = strings.TrimSpace(text)
	if err := short(field, text, TextMax); err != nil {
		return d, err
	}
	if code := noValue[field]; code != "" && text != "" && Filled(text) == "" {
		return d, No(code, "ID", d.ID, "Text", text)
	}
	switch field {
	case "need":
		d.Need = text
	case "budget":
		d.Budget = text
	case "product":
		d.Product = text
	case "name":
		return d.Rename(text)
	default:
		return d, No("deal.field_unknown", "Given", field, "Fields", []string{"need", "budget", "product", "name"})
	}
	return d, nil
}
