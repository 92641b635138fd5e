package sheet

import (
	"regexp"
	"strings"

	"github.com/shopspring/decimal"

	"dealdesk/commands/phrase"
	"dealdesk/sales"
)

// Decimal is the mark before the decimal places of a column's amounts.
type Decimal string

const (
	AnyDecimal Decimal = ""  // no cell shows it
	Point      Decimal = "." // 1,234.50
	Comma      Decimal = "," // 1.234,50
	Mixed      Decimal = "?" // one cell shows one, another the other
)

// Currencies say what currency an amount is in, the surest first: the cell itself, its own
// column, the header, the one that files without any are in. The first two must agree.
type Currencies struct {
	Row     string // of the row's currency column
	Default string
}

var (
	nothing    = regexp.MustCompile(`^[^0-9a-zA-Z]{0,4}0(?:[,.' ]?0+)*(?: ?[^0-9]{1,4})?$`)
	scientific = regexp.MustCompile(`[0-9][eE][+-]?[0-9]`)
	number     = regexp.MustCompile(`[0-9](?:[0-9.,'’ \x{a0}\x{202f}]*[0-9])?`)
	spaced     = regexp.MustCompile(`^[0-9]{1,3}(?:[ \x{a0}\x{202f}][0-9]{3})+(?:[.,][0-9]+)?$`)
	primed     = regexp.MustCompile(`^[0-9]{1,3}(?:['’][0-9]{3})+(?:[.,][0-9]+)?$`)
	groups     = regexp.MustCompile(`^[0-9]{1,3}(?:,[0-9]{3})+$|^[0-9]{1,2}(?:,[0-9]{2})*,[0-9]{3}$`) // 1,234,567 or, in India, 12,34,567
)

// Money reads an amount in the unit of its column; an empty cell or zero is none. A mark with
// three digits behind it parts thousands or decimals: the column shows which, or else only the
// comma is taken, for thousands.
//
// An amount that its column makes a hundred million or more was hardly written in its unit.
//
// Problems: import.amount_unclear, import.unit_twice, import.unit_unlikely,
// money.not_understood, money.odd_commas,
// money.two_currencies, money.too_precise, money.not_positive, amount.too_large.
func (c Column) Money(cell string, in Currencies) (sales.Money, error) {
	text, ok := value(cell)
	switch {
	case !ok:
		return sales.Money{}, no("money.not_understood", cell)
	case text == "" || nothing.MatchString(text):
		return sales.Money{}, nil
	}
	at := number.FindStringIndex(text)
	if at == nil {
		return plainMoney(text, c.own(in))
	}
	around, negative := strings.TrimSpace(text[:at[0]])+strings.TrimSpace(text[at[1]:]), false
	if rest, cut := strings.CutPrefix(around, "("); cut && strings.HasSuffix(rest, ")") {
		around, negative = strings.TrimSuffix(rest, ")"), true
	}
	if strings.Count(around, "-") == 1 {
		around, negative = strings.Replace(around, "-", "", 1), true
	}
	unit := Unit{Times: 1}
	if around != "" {
		if unit, ok = readUnit(around); !ok {
			return c.inWords(text, in)
		}
	}
	code, err := c.currency(unit, in, text)
	if err != nil {
		return sales.Money{}, err
	}
	places, _ := sales.Exponent(code)
	plain, err := Number(text[at[0]:at[1]], c.Decimal, places)
	if err != nil {
		return sales.Money{}, err
	}
	if unit.Times > 1 && c.Times > 1 {
		return sales.Money{}, no("import.unit_twice", cell)
	}
	if c.Field == "amount" && c.Times > 1 && plain.GreaterThanOrEqual(decimal.NewFromInt(max(1e4, 1e8/c.Times))) {
		return sales.Money{}, no("import.unit_unlikely", cell, "Times", c.Times)
	}
	v := plain.Mul(decimal.NewFromInt(unit.Times)).Mul(decimal.NewFromInt(max(1, c.Times))).Shift(int32(places))
	switch {
	case v.IsZero():
		return sales.Money{}, nil
	case negative:
		return sales.Money{}, no("money.not_positive", text)
	case v.GreaterThan(decimal.NewFromInt(sales.AmountMax)):
		return sales.Money{}, sales.No("amount.too_large", "Max", sales.Money{Minor: sales.AmountMax, Currency: code})
	case !v.IsInteger():
		return sales.Money{}, no("money.too_precise", text, "Currency", code, "Places", places)
	}
	return sales.Money{Minor: v.IntPart(), Currency: code}, nil
}

// own is the currency of a cell that names none.
func (c Column) own(in Currencies) string {
	switch {
	case in.Row != "":
		return in.Row
	case c.Currency != "":
		return meant(c.Currency, in.Default)
	}
	return in.Default
}

// currency is that of a cell; one that contradicts its own column is refused.
func (c Column) currency(unit Unit, in Currencies, text string) (string, error) {
	own := c.own(in)
	if unit.Currency == "" {
		return own, nil
	}
	code := meant(unit.Currency, own)
	if code != own && (in.Row != "" || c.Currency != "") {
		return "", no("money.two_currencies", text)
	}
	return code, nil
}

// meant is the code that a sign stands for; own if that is one of those it may.
func meant(sign, own string) string {
	if _, iso := sales.Exponent(sign); iso {
		return sign
	}
	for _, one := range []string{"1 " + sign, "1" + sign, "1" + strings.ToLower(sign)} {
		if m, err := phrase.Money(one, own); err == nil {
			return m.Currency
		}
	}
	return own
}

// CurrencyOf is the code of a currency that a cell names by a sign or word, "" if it names none.
func CurrencyOf(text, own string) string {
	if !isCurrency(strings.ToLower(text), true) {
		return ""
	}
	return meant(text, own)
}

// inWords reads amounts such as 两百万 or 约12万, as in the chat. Only a cell without marks
// can be read so: the chat takes them for its own.
func (c Column) inWords(text string, in Currencies) (sales.Money, error) {
	if strings.ContainsAny(text, ".,'’") && !strings.ContainsAny(text, "万亿千百") {
		return sales.Money{}, notMoney(text, c.own(in))
	}
	return plainMoney(text, c.own(in))
}

func plainMoney(text, own string) (sales.Money, error) {
	m, err := phrase.Money(text, own)
	if err != nil {
		return m, notMoney(text, own)
	}
	return m, nil
}

func notMoney(text, own string) error {
	_, err := phrase.Money(text, own)
	if p, ok := sales.AsProblem(err); ok {
		return p
	}
	return no("money.not_understood", text)
}

// DecimalOf is what a cell's number shows of its decimal mark: 1.234,5 and 1,50 the comma, 1.5
// and 1,234,567 the point, 1.500 neither.
func DecimalOf(cell string) Decimal {
	text, _ := value(cell)
	n := number.FindString(text)
	dots, commas := strings.Count(n, "."), strings.Count(n, ",")
	lastDot, lastComma := strings.LastIndex(n, "."), strings.LastIndex(n, ",")
	switch {
	case dots+commas == 0, strings.Contains(text, "%"), scientific.MatchString(text):
		return AnyDecimal
	case dots > 1 && commas == 0 && !groups.MatchString(strings.ReplaceAll(n, ".", ",")), commas > 1 && dots == 0 && !groups.MatchString(n):
		return AnyDecimal
	case dots > 0 && commas > 0 && lastDot > lastComma, commas > 1 && dots == 0:
		return Point
	case dots > 0 && commas > 0, dots > 1:
		return Comma
	case dots == 1 && !thousands(n, lastDot):
		return Point
	case commas == 1 && !thousands(n, lastComma):
		return Comma
	}
	return AnyDecimal
}

// thousands reports whether the only mark in n, at i, may part thousands: 1.500, not 0.500 or
// 1234.500 or 1.50.
func thousands(n string, i int) bool {
	return len(n)-i-1 == 3 && i >= 1 && i <= 3 && n[0] != '0'
}

// Number reads digits with their marks. In a currency without decimal places a mark parts
// thousands; in one with three of them it may part either.
func Number(n string, mark Decimal, places int) (decimal.Decimal, error) {
	odd := no("money.odd_commas", n)
	switch {
	case spaced.MatchString(n), primed.MatchString(n):
		n = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "'", "", "’", "").Replace(n)
		if DecimalOf(n) == AnyDecimal && strings.ContainsAny(n, ".,") {
			n = strings.ReplaceAll(n, ",", ".") // the thousands have marks of their own
			mark = Point
		}
	case strings.ContainsAny(n, " '’\u00a0\u202f"):
		return decimal.Zero, no("money.not_understood", n)
	}
	shown := DecimalOf(n)
	if shown == AnyDecimal && strings.ContainsAny(n, ".,") {
		shown = mark
		switch {
		case mark == Point, mark == Comma:
		case mark == AnyDecimal && places == 0 && strings.Contains(n, "."):
			shown = Comma
		case mark == AnyDecimal && places < 3 && strings.Contains(n, ","):
			shown = Point
		default:
			return decimal.Zero, no("import.amount_unclear", n)
		}
	}
	if shown == Comma {
		n = strings.NewReplacer(".", ",", ",", ".").Replace(n)
	}
	whole, rest, fraction := strings.Cut(n, ".")
	if strings.Contains(whole, ",") && !groups.MatchString(whole) || strings.ContainsAny(rest, ".,") {
		return decimal.Zero, odd
	}
	plain := strings.ReplaceAll(whole, ",", "")
	if fraction {
		plain += "." + rest
	}
	v, err := decimal.NewFromString(plain)
	if err != nil {
		return v, no("money.not_understood", n)
	}
	return v, nil
}
