package fakeslack

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"

	"dealdesk/bot/fakeslack/blockkit"
)

// chart adds a chart's numbers, one line per label.
func (r *printer) chart(b Block) {
	named := "(chart: %v)"
	if strings.ContainsFunc(fmt.Sprint(b["title"]), func(c rune) bool { return unicode.Is(unicode.Han, c) }) {
		named = "（图表：%v）"
	}
	r.line(fmt.Sprintf(named, b["title"]))
	chart, _ := b["chart"].(map[string]any)
	for _, seg := range blockkit.Blocks(chart["segments"]) {
		r.line(fmt.Sprintf("  %v: %s", seg["label"], grouped(seg["value"])))
	}
	all := blockkit.Blocks(chart["series"])
	config, _ := chart["axis_config"].(map[string]any)
	categories, _ := config["categories"].([]any)
	for _, c := range categories {
		var parts []string
		for _, one := range all {
			for _, pt := range blockkit.Blocks(one["data"]) {
				if pt["label"] != c {
					continue
				}
				if len(all) == 1 && one["name"] == b["title"] { // which is printed already
					parts = append(parts, grouped(pt["value"]))
					continue
				}
				parts = append(parts, fmt.Sprintf("%v %s", one["name"], grouped(pt["value"])))
			}
		}
		r.line(fmt.Sprintf("  %v: %s", c, strings.Join(parts, ", ")))
	}
}

// grouped is a number as both languages write it: 1,234,567.5.
func grouped(v any) string {
	text := fmt.Sprint(v)
	if n, ok := toFloat(v); ok {
		text = strconv.FormatFloat(math.Round(n*100)/100, 'f', -1, 64)
	}
	from, end := len(text)-len(strings.TrimLeft(text, "-")), strings.IndexByte(text+".", '.')
	for at := end - 3; at > from; at -= 3 {
		text = text[:at] + "," + text[at:]
	}
	return text
}
