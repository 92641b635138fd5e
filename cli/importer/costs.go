package importer

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/sales/kpi"
	"dealdesk/store"
)

// costMonth is a month as tables write it: 2026-09, 2026/9, 2026年9月, or a day of it.
var costMonth = regexp.MustCompile(`^(\d{4})\s*[-/.年]\s*(\d{1,2})(?:\s*月|\s*[-/.]\s*\d{1,2}.*)?$`)

// cost takes a row about what was spent in a month to win customers of a source. The same month, source, team and
// currency is corrected.
func (l *loading) cost() error {
	m := costMonth.FindStringSubmatch(l.cell("month"))
	if m == nil {
		return sales.No("import.cost_month", "Text", l.cell("month")).At("month")
	}
	c := kpi.Cost{Month: m[1] + "-" + strings.Repeat("0", 2-len(m[2])) + m[2], By: l.now.By, At: l.now.At.UTC()}
	text := l.cell("source")
	if c.Source = l.sourceMeant(text); c.Source == "" {
		return sales.No("import.cost_source", "Text", text, "Known", l.Desk.Cards.Company.Sources).At("source")
	}
	currency := cmp.Or(l.Currency, l.Desk.Cards.Company.Currency)
	if name := l.cell("team"); name != "" {
		team, err := l.costTeam(name)
		if err != nil {
			return err
		}
		c.Team, currency = team.ID, cmp.Or(l.Currency, team.Currency, currency)
	}
	var err error
	if c.Amount, err = l.money("amount", currency); err != nil {
		return err
	}
	if c, err = c.Entered(calendar.DateOf(l.now.At)); err != nil {
		return err
	}
	l.row.Name = c.Month + " " + c.Source
	was, known, err := store.Costs.Get(l.tx, c.ID)
	if err != nil {
		return err
	}
	if known && was.Amount == c.Amount {
		c = was
	}
	return keep(l, store.Costs, was, known, c)
}

// costTeam finds a team by its id or name.
func (l *loading) costTeam(name string) (found sales.Team, err error) {
	for t, err := range store.Teams.List(l.tx, store.Query{}) {
		if err != nil {
			return t, err
		}
		if t.ID == name || sales.SameSpelling(t.Name, name) {
			return t, nil
		}
	}
	return found, sales.No("people.no_such_team", "Name", name).At("team")
}

// source reads how a customer was found. What the company has no source for stays out, which the row says.
func (l *loading) source(was string) (string, error) {
	text := l.cell("source")
	if text == "" || strings.EqualFold(text, was) {
		return was, nil
	}
	if code := l.sourceMeant(text); code != "" {
		return code, nil
	}
	l.note(sales.No("import.source_unknown", "Text", text, "Known", l.Desk.Cards.Company.Sources))
	return was, nil
}

// sourceMeant is the source that a text means in any language, "" if none.
func (l *loading) sourceMeant(text string) string {
	company := l.Desk.Cards.Company
	for _, code := range company.Sources {
		if slices.Contains(l.everywhere("source."+code), sales.FoldFull(text)) {
			return code
		}
	}
	return company.SourceMeant(text)
}
