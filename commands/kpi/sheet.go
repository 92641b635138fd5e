package kpi

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"dealdesk/desk/documents"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/sales/kpi"
)

// Sheet is a table of numbers: a row for each group, a column for each metric, and one for its cases where these are
// not the number itself. Amounts have a column for each currency.
type Sheet struct {
	Words    lang.Printer
	Name     string
	By       kpi.Dimension // "" if the only row is the whole
	Currency string        // of amounts where nothing was sold
	Metrics  []kpi.Definition
	Rows     []Counted
}

// Counted is a row.
type Counted struct {
	Name string
	Key  string // see store.Group
	Days string // which days are counted, where there are two runs of them beside each other
	kpi.Counts
}

// SheetMetrics are the numbers of a table for which nobody said which.
func SheetMetrics() (all []kpi.Definition) {
	for _, d := range kpi.Definitions() {
		if d.Metric != kpi.Conversion && d.Metric != kpi.Stay { // of each stage
			all = append(all, d)
		}
	}
	return all
}

// column is a metric in one currency.
type column struct {
	kpi.Definition
	currency string
	title    string
	cases    bool // not the number, but how many cases it comes from
}

func (s Sheet) columns() (all []column) {
	if s.Metrics == nil {
		s.Metrics = kpi.Apart(SheetMetrics(), s.By)
	}
	sum := kpi.Counts{}
	for _, r := range s.Rows {
		sum.Add(r.Counts)
	}
	for _, d := range s.Metrics {
		name := s.Words.Plain("metric." + string(d.Metric))
		in := sum.CurrenciesOf(d)
		if len(in) == 0 {
			in = []string{s.Currency}
		}
		for _, currency := range in {
			title := name
			switch {
			case d.Unit == kpi.Amount, d.Money && len(in) > 1:
				title += ", " + currency
			case d.Unit == kpi.Days:
				title += ", " + s.Words.Plain("goal.unit_days")
			case d.Unit == kpi.Duration:
				title += ", " + s.Words.Plain("goal.unit_minutes")
			}
			if d.Unit != kpi.Amount && !d.Money {
				currency = ""
			}
			all = append(all, column{d, currency, title, false})
			if d.Shape != kpi.Sum {
				all = append(all, column{d, currency, s.Words.Plain("kpi.cases_of", "Name", title), true})
			}
		}
	}
	return all
}

// Table lays the numbers out. A rate or a mean without cases is left empty, one of too few is said to be that.
func (s Sheet) Table() documents.Table {
	columns := s.columns()
	t := documents.Table{Name: s.Name, Columns: []documents.Column{{Title: s.Words.Plain("kpi.whose"), Width: 28}}}
	if s.By != "" {
		t.Columns[0].Title = s.Words.Plain("kpi_by." + string(s.By))
	}
	beside := slices.ContainsFunc(s.Rows, func(r Counted) bool { return r.Days != "" })
	if beside {
		t.Columns = append(t.Columns, documents.Column{Title: s.Words.Plain("kpi.days"), Width: 24})
	}
	for _, c := range columns {
		t.Columns = append(t.Columns, documents.Column{Title: c.title, Width: 16})
	}
	for _, r := range s.Rows {
		cells := []documents.Cell{{Text: r.Name}}
		if beside {
			cells = append(cells, documents.Cell{Text: r.Days})
		}
		for _, c := range columns {
			cells = append(cells, c.cell(s.Words, r.Counts))
		}
		t.Rows = append(t.Rows, cells)
	}
	if first := slices.IndexFunc(columns, func(c column) bool { return !c.cases }); len(s.Rows) > 1 && !beside {
		t.Chart = &documents.Chart{Title: columns[first].title, Labels: 0, Columns: []int{first + 1}, First: 0, Last: len(s.Rows) - 1}
	}
	return t
}

func (c column) cell(p lang.Printer, n kpi.Counts) documents.Cell {
	t := n.Tally(c.Metric, "", c.currency)
	level, _ := n.Judged(c.Definition, "", c.currency)
	switch {
	case c.cases:
		return documents.Number(float64(n.Cases(c.Metric, c.currency)), "0")
	case !c.Value(t).Set:
		return documents.Cell{}
	case !level.Set:
		return documents.Cell{Text: p.Plain("kpi.too_few")}
	}
	switch v := float64(level.N); c.Unit {
	case kpi.Amount:
		return documents.Number(v/math.Pow10(sales.Money{Currency: c.currency}.Places()), "#,##0.00")
	case kpi.Share:
		return documents.Number(v/float64(sales.Hundred), "0.0%")
	case kpi.Days, kpi.Points:
		return documents.Number(v/100, "0.0")
	default:
		return documents.Number(v, "#,##0")
	}
}

// CellText is a cell as a terminal shows it.
func CellText(p lang.Printer, c documents.Cell) string {
	if c.Format == "" {
		return c.Text
	}
	switch c.Format {
	case "0.0%":
		return p.Percent(int(math.Round(c.Number * float64(sales.Hundred))))
	case "#,##0.00":
		whole, cents, _ := strings.Cut(strconv.FormatFloat(c.Number, 'f', 2, 64), ".")
		n, _ := strconv.ParseInt(whole, 10, 64)
		return p.Number(n) + "." + cents
	case "0.0":
		return strconv.FormatFloat(c.Number, 'f', 2, 64)
	}
	return p.Number(int64(c.Number))
}

// Plain is the table for other programs: numbers as they are, shares of one, days, minutes, and amounts in whole units
// of their currency.
func (s Sheet) Plain(days calendar.Span) any {
	type value struct {
		Metric   kpi.Metric `json:"metric"`
		Currency string     `json:"currency,omitempty"`
		Value    *float64   `json:"value"` // null where there is no case
		N        int64      `json:"n"`
	}
	type group struct {
		Key     string  `json:"key"`
		Name    string  `json:"name"`
		Numbers []value `json:"numbers"`
	}
	all := struct {
		calendar.Span
		By     kpi.Dimension `json:"by,omitempty"`
		Groups []group       `json:"groups"`
	}{days, s.By, []group{}}
	for _, r := range s.Rows {
		g := group{Key: r.Key, Name: r.Name}
		for _, c := range s.columns() {
			if c.cases {
				continue
			}
			v := value{Metric: c.Metric, Currency: c.currency, N: r.Cases(c.Metric, c.currency)}
			if cell := c.cell(s.Words, r.Counts); cell.Format != "" {
				v.Value = &cell.Number
			}
			g.Numbers = append(g.Numbers, v)
		}
		all.Groups = append(all.Groups, g)
	}
	return all
}
