package blockkit

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

func date(p *problems, at string, v any) {
	t, _ := v.(string)
	if _, err := time.Parse("2006-01-02", t); err != nil {
		p.add(at, "must match the format YYYY-MM-DD")
	}
}

func clock(p *problems, at string, v any) {
	t, _ := v.(string)
	if _, err := time.Parse("15:04", t); err != nil {
		p.add(at, "must match the format HH:mm")
	}
}

var style = object(shape{"bold": may(boolean), "italic": may(boolean), "strike": may(boolean), "code": may(boolean),
	"underline": may(boolean), "highlight": may(boolean), "client_highlight": may(boolean), "unlink": may(boolean)})

// inline are the inline elements of rich text.
var inline = map[string]check{
	"text": object(shape{"type": must(anything), "text": must(str(1, 4000)), "style": may(style)}),
	"link": object(shape{"type": must(anything), "url": must(str(1, 3000)), "text": may(str(1, 4000)), "unsafe": may(boolean),
		"style": may(style)}),
	"emoji":     object(shape{"type": must(anything), "name": must(str(1, 255)), "unicode": may(str(1, 255)), "style": may(style)}),
	"user":      object(shape{"type": must(anything), "user_id": must(str(1, 255)), "style": may(style)}),
	"channel":   object(shape{"type": must(anything), "channel_id": must(str(1, 255)), "style": may(style)}),
	"usergroup": object(shape{"type": must(anything), "usergroup_id": must(str(1, 255)), "style": may(style)}),
	"broadcast": object(shape{"type": must(anything), "range": must(enum("here", "channel", "everyone"))}),
	"date": object(shape{"type": must(anything), "timestamp": must(integer(0, 9_999_999_999)), "format": must(str(1, 255)),
		"url": may(str(1, 3000)), "fallback": may(str(1, 255))}),
	"color": object(shape{"type": must(anything), "value": must(str(4, 9))}),
}

var (
	richSection = object(shape{"type": must(anything), "elements": must(list(0, 1000, typed(inline)))})
	richParts   = map[string]check{
		"rich_text_section": richSection,
		"rich_text_quote":   object(shape{"type": must(anything), "elements": must(list(0, 1000, typed(inline))), "border": may(integer(0, 1))}),
		"rich_text_preformatted": object(shape{"type": must(anything), "elements": must(list(0, 1000, typed(inline, "text", "link"))),
			"border": may(integer(0, 1)), "language": may(str(1, 255))}),
		"rich_text_list": object(shape{"type": must(anything), "style": must(enum("bullet", "ordered")), "indent": may(integer(0, 8)),
			"offset": may(integer(0, 100_000)), "border": may(integer(0, 1)),
			"elements": must(list(1, 1000, typed(map[string]check{"rich_text_section": richSection})))}),
	}
)

// richText checks a rich_text block, or a table cell, which has no block id.
func richText(base shape) check {
	return object(with(base, shape{"elements": must(list(1, 1000, typed(richParts)))}))
}

var tableCell = typed(map[string]check{
	"raw_text":   object(shape{"type": must(anything), "text": must(str(1, maxTableText))}),
	"raw_number": object(shape{"type": must(anything), "value": must(number), "text": may(str(1, 255))}),
	"rich_text":  richText(shape{"type": must(anything)}),
})

// column also accepts null, which skips a column.
func column(p *problems, at string, v any) {
	if v != nil {
		object(shape{"align": may(enum("left", "center", "right")), "is_wrapped": may(boolean)})(p, at, v)
	}
}

// evenRows requires rows of equal length.
func evenRows(p *problems, at string, o obj) {
	rows, _ := o["rows"].([]any)
	width := -1
	for i, r := range rows {
		cells, _ := r.([]any)
		if width < 0 {
			width = len(cells)
		}
		if len(cells) != width {
			p.add(fmt.Sprintf("%s/rows/%d", at, i), "all rows must have %d cells", width)
		}
	}
	if settings, _ := o["column_settings"].([]any); width >= 0 && len(settings) > width {
		p.add(at+"/column_settings", "no more than %d items allowed", width)
	}
}

// plainHeader requires plain text in the first row.
func plainHeader(p *problems, at string, o obj) {
	rows, _ := o["rows"].([]any)
	for i, c := range Blocks(append(rows, nil)[0]) {
		if c["type"] != "raw_text" {
			p.add(fmt.Sprintf("%s/rows/0/%d/type", at, i), "unsupported type: %v", c["type"])
		}
	}
}

var (
	point  = object(shape{"label": must(str(1, 20)), "value": must(number)})
	series = list(1, 6, object(shape{"name": must(str(1, 20)), "data": must(list(1, 20, point))}))
	axis   = object(shape{"categories": must(list(1, 20, str(1, 20))), "x_label": may(str(0, 50)), "y_label": may(str(0, 50))})
	plot   = object(shape{"type": must(anything), "series": must(series), "axis_config": must(axis)}, matchingSeries)
	charts = map[string]check{
		"bar": plot, "area": plot, "line": plot,
		"pie": object(shape{"type": must(anything), "segments": must(list(1, 6, object(shape{"label": must(str(1, 20)), "value": must(number)},
			func(p *problems, at string, o obj) {
				if n, ok := o["value"].(json.Number); ok {
					if f, err := n.Float64(); err == nil && f <= 0 {
						p.add(at+"/value", "must be greater than 0")
					}
				}
			})))}),
	}
)

// matchingSeries requires unique names, and one point per series and category.
func matchingSeries(p *problems, at string, o obj) {
	config, _ := o["axis_config"].(map[string]any)
	categories, _ := config["categories"].([]any)
	labels := func(items []any, key string) (out []string) {
		for _, it := range items {
			m, _ := it.(map[string]any)
			t, _ := m[key].(string)
			out = append(out, t)
		}
		slices.Sort(out)
		return out
	}
	var want []string
	for _, c := range categories {
		t, _ := c.(string)
		want = append(want, t)
	}
	slices.Sort(want)
	if len(slices.Compact(slices.Clone(want))) != len(want) {
		p.add(at+"/axis_config/categories", "categories must be unique")
	}
	all, _ := o["series"].([]any)
	if names := labels(all, "name"); len(slices.Compact(slices.Clone(names))) != len(names) {
		p.add(at+"/series", "series names must be unique")
	}
	for i, it := range all {
		m, _ := it.(map[string]any)
		data, _ := m["data"].([]any)
		if !slices.Equal(labels(data, "label"), want) {
			p.add(fmt.Sprintf("%s/series/%d/data", at, i), "must have exactly one point for every category")
		}
	}
}
