package sheet

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/width"

	"dealdesk/sales"
)

// maxCell is the longest cell, in bytes, that can be a number or a date.
const maxCell = 100

// empties are how databases, scripts and people write that there is nothing. A name may be one
// of the second kind, so only numbers and days take those for nothing.
var (
	empties = []string{`\N`, "NULL", "null", "<null>", "(null)", "(blank)", "[null]", "None", "NaN", "nan", "#N/A", "N/A", "n/a",
		"undefined", "-", "--", "–", "—"}
	noNumbers = []string{"na", "n.a.", "nil", "none", "null", "tbd", "tba", "?", "/", "无", "暂无", "空", "未填写", "未知", "待定"}
	noneAtAll = []string{"0000-00-00", "0000/00/00", "0000-00-00 00:00:00", "0000-00-00T00:00:00Z", "00.00.0000", "00/00/0000",
		"0001-01-01", "0001-01-01T00:00:00Z", "0001-01-01 00:00:00", "1/1/0001"}
)

// meaning is a cell's text, "" for one that stands for nothing.
func meaning(cell string) string {
	if slices.Contains(empties, cell) || slices.Contains(noneAtAll, cell) {
		return ""
	}
	return cell
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

// value is a number's or day's cell without full-width forms and outer spaces, "" for one that
// stands for nothing; ok is false if it is too long to be either.
func value(cell string) (text string, ok bool) {
	if len(cell) > maxCell {
		return "", false
	}
	text = meaning(strings.TrimSpace(width.Narrow.String(cell)))
	if slices.Contains(noNumbers, strings.ToLower(text)) {
		return "", true
	}
	return text, true
}

// no makes a Problem that quotes the offending cell, shortened.
func no(code, text string, args ...any) *sales.Problem {
	if utf8.RuneCountInString(text) > 60 {
		text = string([]rune(text)[:60]) + "…"
	}
	return sales.No(code, append([]any{"Text", text}, args...)...)
}
