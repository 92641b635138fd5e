package sheet

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/width"

	"dealdesk/commands/phrase"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
)

// Order is the order of day and month in 3/1/2017.
type Order string

const (
	AnyOrder Order = "" // only days with one possible reading
	MDY      Order = "mdy"
	DMY      Order = "dmy"
)

// The years a cell may name; anything else is a typing mistake.
const firstYear, lastYear = 1970, 2100

// maxCell is the longest cell, in bytes, that can be a number or a date.
const maxCell = 100

var (
	yearFirst = regexp.MustCompile(`^(\d{4})(?:[-/.](\d{1,2})[-/.](\d{1,2})|年(\d{1,2})月(\d{1,2})[日号]?|(\d{2})(\d{2}))$`)
	yearLast  = regexp.MustCompile(`^(\d{1,2})([-/.])(\d{1,2})[-/.](\d{4})$`)
	timeOfDay = regexp.MustCompile(`^(.*\d[日号]?)(?:T| +)\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AP]M)? ?(?:Z|[+-]\d{2}:?\d{2})?$`)
	serial    = regexp.MustCompile(`^\d{5}(?:\.\d+)?$`)
)

// withMonthName are the usual ways to write a month in letters.
var withMonthName = []string{"2 Jan 2006", "2 January 2006", "Jan 2 2006", "January 2 2006", "2-Jan-2006", "2-Jan-06", "02-Jan-2006"}

// Date reads a day: 2017-03-01, 2017/3/1, 20170301, 2017年3月1日, 1 Mar 2017, or a
// spreadsheet's day number (42795), with or without a time of day, which is dropped.
// 3/1/2017 is read only if order, or a number above 12, shows which part is the month. An
// empty cell is no day.
//
// Problems: import.date_unclear, import.date_unreadable.
func Date(cell string, order Order) (calendar.Date, error) {
	unreadable := no("import.date_unreadable", cell)
	text, ok := value(cell)
	switch {
	case !ok:
		return "", unreadable
	case text == "":
		return "", nil
	}
	if m := timeOfDay.FindStringSubmatch(text); m != nil {
		text = m[1]
	}
	if m := yearFirst.FindStringSubmatch(text); m != nil {
		return day(m[1], m[2]+m[4]+m[6], m[3]+m[5]+m[7], unreadable)
	}
	if m := yearLast.FindStringSubmatch(text); m != nil {
		a, _ := strconv.Atoi(m[1])
		b, _ := strconv.Atoi(m[3])
		if m[2] == "." { // 1.3.2017: nobody writes the month first with dots
			order = DMY
		}
		switch {
		case order == MDY, order == AnyOrder && (b > 12 || a == b):
			return day(m[4], m[1], m[3], unreadable)
		case order == DMY, a > 12:
			return day(m[4], m[3], m[1], unreadable)
		}
		return "", no("import.date_unclear", cell)
	}
	if serial.MatchString(text) {
		days, _ := strconv.Atoi(text[:5])
		return within(calendar.Date("1899-12-30").AddDays(days), unreadable)
	}
	plain := strings.Join(strings.Fields(strings.ReplaceAll(text, ",", " ")), " ")
	for _, layout := range withMonthName {
		if t, err := time.Parse(layout, plain); err == nil {
			return within(calendar.DateOf(t), unreadable)
		}
	}
	return "", unreadable
}

func day(year, month, day string, unreadable error) (calendar.Date, error) {
	pad := func(s string) string { return ("0" + s)[len(s)-1:] }
	return within(calendar.Date(year+"-"+pad(month)+"-"+pad(day)), unreadable)
}

func within(d calendar.Date, unreadable error) (calendar.Date, error) {
	if !d.Valid() || d < calendar.Date(strconv.Itoa(firstYear)) || d > calendar.Date(strconv.Itoa(lastYear)) {
		return "", unreadable
	}
	return d, nil
}

var nothing = regexp.MustCompile(`^[^0-9a-zA-Z]{0,4}0(?:[,0]*|[,0]*\.0*)(?: ?[^0-9]{1,4})?$|^[-–—]$`)

// Money reads an amount; an empty cell, a dash or zero is none. Amounts are read as in the
// chat (phrase.Money); those that name no currency are in the given one.
func Money(cell, currency string) (sales.Money, error) {
	text, ok := value(cell)
	switch {
	case !ok:
		return sales.Money{}, no("money.not_understood", cell)
	case text == "" || nothing.MatchString(text):
		return sales.Money{}, nil
	}
	return phrase.Money(text, currency)
}

// Count reads a whole number such as 2,822; an empty cell is 0.
func Count(cell string) (int, error) {
	text, ok := value(cell)
	if text == "" && ok {
		return 0, nil
	}
	n, err := strconv.ParseUint(strings.TrimSuffix(strings.ReplaceAll(text, ",", ""), ".0"), 10, 31)
	if err != nil || !ok {
		return 0, no("import.number_unreadable", cell)
	}
	return int(n), nil
}

// value is a cell without full-width forms and outer spaces; ok is false if it is too long
// to be a number or a day.
func value(cell string) (text string, ok bool) {
	if len(cell) > maxCell {
		return "", false
	}
	return strings.TrimSpace(width.Narrow.String(cell)), true
}

// no makes a Problem that quotes the offending cell, shortened.
func no(code, text string, args ...any) *sales.Problem {
	if utf8.RuneCountInString(text) > 60 {
		text = string([]rune(text)[:60]) + "…"
	}
	return sales.No(code, append([]any{"Text", text}, args...)...)
}
