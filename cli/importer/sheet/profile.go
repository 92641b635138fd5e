package sheet

import (
	"slices"
	"strings"

	"dealdesk/sales"
)

// maxStages is how many different words of a stage column are kept.
const maxStages = 100

// profile looks at whole columns: which decimal mark their amounts have, which order their
// days, which stages there are; and whether a column that was left out changes what the others
// mean.
func (f *File) profile(ask Ask) error {
	days := make([]orders, len(f.Columns))
	left := f.leftOut(ask)
	for row := range f.Rows() {
		for i := range f.Columns {
			c := &f.Columns[i]
			if c.Index >= len(row.Cells) || row.Cells[c.Index] == "" {
				continue
			}
			cell := meaning(row.Cells[c.Index])
			switch {
			case amounts(c.Field):
				c.Decimal = both(c.Decimal, DecimalOf(cell))
			case isDay(c.Field):
				days[i].add(cell)
			case c.Field == "stage" && cell != "" && len(f.Stages) < maxStages && !slices.Contains(f.Stages, cell):
				f.Stages = append(f.Stages, cell)
			}
		}
		for i := range left {
			if at := left[i].index; at < len(row.Cells) {
				left[i].add(meaning(row.Cells[at]))
			}
		}
	}
	f.orderDays(days)
	return f.unclear(left)
}

func isDay(field string) bool { return days(field) }

// both is what two cells show together.
func both(a, b Decimal) Decimal {
	switch {
	case a == AnyDecimal:
		return b
	case b == AnyDecimal, a == b:
		return a
	}
	return Mixed
}

// orderDays takes what a column shows, or else what the other columns of the file show: one
// system writes its days in one way.
func (f *File) orderDays(seen []orders) {
	var file orders
	for _, o := range seen {
		file.month, file.day, file.first, file.last = file.month || o.month, file.day || o.day, file.first || o.first, file.last || o.last
	}
	for i := range f.Columns {
		c := &f.Columns[i]
		if !isDay(c.Field) {
			continue
		}
		c.Epoch = f.epoch
		if c.Order = seen[i].order(); c.Order == AnyOrder {
			c.Order = file.order()
		}
	}
}

// column is one that no field was found for.
type column struct {
	index, codes, numbers, filled int
}

func (c *column) add(cell string) {
	if cell == "" {
		return
	}
	c.filled++
	if _, iso := sales.Exponent(strings.ToUpper(cell)); iso && len(cell) == 3 {
		c.codes++
	} else if strings.ContainsAny(cell[:1]+cell[len(cell)-1:], "0123456789") && number.MatchString(cell) {
		c.numbers++
	}
}

// leftOut are the columns that nobody said anything about and no field was found for.
func (f *File) leftOut(ask Ask) []column {
	preset, _ := findPreset(f.Preset)
	said := map[string]bool{}
	for c := range ask.Fields {
		said[sales.FoldFull(c)] = true
	}
	for c := range preset.Columns[f.Kind] {
		said[sales.FoldFull(c)] = true
	}
	var left []column
	for i, name := range f.Header {
		used := slices.ContainsFunc(f.Columns, func(c Column) bool { return c.Index == i })
		if !used && !said[sales.FoldFull(name)] && preset.Name != Own {
			left = append(left, column{index: i})
		}
	}
	return left
}

var (
	currencyWords = []string{"currenc", "币", "货币", "waehrung", "währung", "devise", "moneda", "moeda", "valuta"}
	amountWords   = []string{"amount", "value", "revenue", "betrag", "umsatz", "金额", "monto", "montant", "importe", "valor"}
)

// unclear takes a column of currencies that is called so, and asks about one that must not be
// left out: currencies beside amounts, or amounts where there are none.
func (f *File) unclear(left []column) error {
	money := slices.ContainsFunc(f.Columns, func(c Column) bool { return amounts(c.Field) })
	for _, c := range left {
		name := f.Header[c.index]
		called := func(words []string) bool {
			return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(sales.FoldFull(name), w) })
		}
		switch {
		case money && !f.Has("currency") && c.filled > 0 && c.codes == c.filled && slices.Contains(Fields(f.Kind), "currency"):
			if !called(currencyWords) {
				return sales.No("import.column_unclear", "File", f.Name, "Column", name, "Field", "currency")
			}
			f.Columns = append(f.Columns, Column{Index: c.index, Field: "currency", Times: 1})
		case f.Kind == Deals && !money && c.numbers > 0 && c.numbers*2 >= c.filled && called(amountWords):
			return sales.No("import.column_unclear", "File", f.Name, "Column", name, "Field", "amount")
		}
	}
	return nil
}
