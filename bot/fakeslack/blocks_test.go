package fakeslack

import (
	"fmt"
	"strings"
	"testing"
)

func txt(n int) obj { return obj{"type": "plain_text", "text": strings.Repeat("字", n)} }
func mrk(n int) obj { return obj{"type": "mrkdwn", "text": strings.Repeat("x", n)} }

func many(n int, make func(i int) any) []any {
	out := []any{}
	for i := range n {
		out = append(out, make(i))
	}
	return out
}

func opt(i int) any {
	return obj{"text": obj{"type": "plain_text", "text": fmt.Sprint("option ", i)}, "value": fmt.Sprint(i)}
}

func sized(size int) func(int) any { return func(int) any { return mrk(size) } }

// in returns an actions block with an element.
func in(el obj) obj { return obj{"type": "actions", "elements": []any{el}} }

func btn(change obj) obj {
	el := obj{"type": "button", "action_id": "a", "text": txt(4)}
	for k, v := range change {
		el[k] = v
	}
	return el
}

func sel(options []any) obj {
	return obj{"type": "static_select", "action_id": "s", "options": options}
}

// TestBlockLimitsAreExact posts a block at each limit and one just beyond it.
func TestBlockLimitsAreExact(t *testing.T) {
	w := start(t, noLimits)
	id := func(n int) string { return strings.Repeat("i", n) }
	table := func(rows, cells int) obj {
		return obj{"type": "table", "rows": many(rows, func(int) any {
			return many(cells, func(int) any { return obj{"type": "raw_text", "text": "x"} })
		})}
	}
	chart := func(series, points int, name string) obj {
		label := func(i int) string { return fmt.Sprint("p", i) }
		return obj{"type": "data_visualization", "title": "won", "chart": obj{"type": "bar",
			"axis_config": obj{"categories": many(points, func(i int) any { return label(i) })},
			"series": many(series, func(i int) any {
				return obj{"name": fmt.Sprint(name, i), "data": many(points, func(i int) any { return obj{"label": label(i), "value": i} })}
			})}}
	}
	pie := func(n int, value any) obj {
		return obj{"type": "data_visualization", "title": "won", "chart": obj{"type": "pie",
			"segments": many(n, func(i int) any { return obj{"label": fmt.Sprint(i), "value": value} })}}
	}
	for _, c := range []struct {
		name      string
		fits, not any
		says      string
	}{
		{"section text", obj{"type": "section", "text": mrk(3000)}, obj{"type": "section", "text": mrk(3001)}, "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"},
		{"section text", obj{"type": "section", "text": mrk(1)}, obj{"type": "section", "text": mrk(0)}, "must be more than 0 characters [json-pointer:/blocks/0/text/text]"},
		{"section", obj{"type": "section", "fields": []any{mrk(1)}}, obj{"type": "section"}, "missing required field: text"},
		{"fields", obj{"type": "section", "fields": many(10, sized(9))}, obj{"type": "section", "fields": many(11, sized(9))}, "no more than 10 items allowed [json-pointer:/blocks/0/fields]"},
		{"field text", obj{"type": "section", "fields": many(1, sized(2000))}, obj{"type": "section", "fields": many(1, sized(2001))}, "must be less than 2001"},
		{"header", obj{"type": "header", "text": txt(150)}, obj{"type": "header", "text": txt(151)}, "must be less than 151"},
		{"header", obj{"type": "header", "text": txt(1)}, obj{"type": "header", "text": mrk(1)}, "must be a valid enum value [json-pointer:/blocks/0/text/type]"},
		{"context", obj{"type": "context", "elements": many(10, sized(9))}, obj{"type": "context", "elements": many(11, sized(9))}, "no more than 10 items"},
		{"actions", obj{"type": "actions", "elements": many(25, func(i int) any { return btn(obj{"action_id": id(i + 1)}) })},
			obj{"type": "actions", "elements": many(26, func(i int) any { return btn(obj{"action_id": id(i + 1)}) })}, "no more than 25 items"},
		{"button text", in(btn(obj{"text": txt(75)})), in(btn(obj{"text": txt(76)})), "must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]"},
		{"button value", in(btn(obj{"value": id(2000)})), in(btn(obj{"value": id(2001)})), "must be less than 2001"},
		{"button style", in(btn(obj{"style": "danger"})), in(btn(obj{"style": "green"})), "must be a valid enum value"},
		{"button text kind", in(btn(nil)), in(btn(obj{"text": mrk(3)})), "valid enum value"},
		{"action_id", in(btn(obj{"action_id": id(255)})), in(btn(obj{"action_id": id(256)})), "must be less than 256"},
		{"action_id twice", obj{"type": "actions", "elements": []any{btn(nil), btn(obj{"action_id": "b"})}},
			obj{"type": "actions", "elements": []any{btn(nil), btn(nil)}}, "action_id must be unique within a block"},
		{"block_id", obj{"type": "divider", "block_id": id(255)}, obj{"type": "divider", "block_id": id(256)}, "must be less than 256"},
		{"options", in(sel(many(100, opt))), in(sel(many(101, opt))), "no more than 100 items"},
		{"no options", in(sel(many(1, opt))), in(sel([]any{})), "no fewer than 1 items"},
		{"option text", in(sel([]any{obj{"text": txt(75), "value": "v"}})), in(sel([]any{obj{"text": txt(76), "value": "v"}})), "must be less than 76"},
		{"option value", in(sel([]any{obj{"text": txt(1), "value": id(150)}})), in(sel([]any{obj{"text": txt(1), "value": id(151)}})), "must be less than 151"},
		{"overflow", in(obj{"type": "overflow", "options": many(5, opt)}), in(obj{"type": "overflow", "options": many(6, opt)}), "no more than 5 items"},
		{"checkboxes", in(obj{"type": "checkboxes", "options": many(10, opt)}), in(obj{"type": "checkboxes", "options": many(11, opt)}), "no more than 10 items"},
		{"confirm", in(btn(obj{"confirm": obj{"title": txt(100), "text": txt(300), "confirm": txt(30), "deny": txt(30)}})),
			in(btn(obj{"confirm": obj{"title": txt(101), "text": txt(300), "confirm": txt(30), "deny": txt(30)}})), "must be less than 101"},
		{"image", obj{"type": "image", "image_url": "https://x/y", "alt_text": "a"}, obj{"type": "image", "image_url": "https://x/y"}, "missing required field: alt_text"},
		{"markdown", obj{"type": "markdown", "text": id(12000)}, obj{"type": "markdown", "text": id(12001)}, "must be less than 12001"},
		{"table rows", table(100, 2), table(101, 2), "no more than 100 items"},
		{"table cells", table(2, 20), table(2, 21), "no more than 20 items"},
		{"even table", table(2, 2), obj{"type": "table", "rows": []any{many(1, func(int) any { return obj{"type": "raw_text", "text": "x"} }), []any{obj{"type": "raw_text", "text": "x"}, obj{"type": "raw_text", "text": "x"}}}}, "all rows must have 1 cells"},
		{"chart series", chart(6, 3, "s"), chart(7, 3, "s"), "no more than 6 items"},
		{"chart points", chart(1, 20, "s"), chart(1, 21, "s"), "no more than 20 items"},
		{"chart name", chart(1, 1, id(19)), chart(1, 1, id(20)), "must be less than 21"},
		{"pie", pie(6, 1), pie(7, 1), "no more than 6 items"},
		{"pie value", pie(1, 0.5), pie(1, 0), "must be greater than 0"},
		{"rich text", obj{"type": "rich_text", "elements": []any{obj{"type": "rich_text_section", "elements": []any{obj{"type": "text", "text": "x", "style": obj{"bold": true}}}}}},
			obj{"type": "rich_text", "elements": []any{obj{"type": "rich_text_section", "elements": []any{obj{"type": "text", "text": ""}}}}},
			"must be more than 0"},
		{"type", obj{"type": "divider"}, obj{"type": "divider2"}, "unsupported type: divider2 [json-pointer:/blocks/0/type]"},
		{"no type", obj{"type": "divider"}, obj{}, "missing required field: type"},
		{"element type", in(btn(nil)), in(obj{"type": "plain_text_input", "action_id": "x"}), "unsupported type: plain_text_input [json-pointer:/blocks/0/elements/0/type]"},
		{"unknown field", obj{"type": "divider"}, obj{"type": "divider", "text": "x"}, "invalid additional property: text"},
		{"null", obj{"type": "header", "text": txt(1)}, obj{"type": "header", "text": nil}, "missing required field: text"},
		{"emoji in mrkdwn", obj{"type": "section", "text": obj{"type": "plain_text", "text": "x", "emoji": true}}, obj{"type": "section", "text": obj{"type": "mrkdwn", "text": "x", "emoji": true}}, "invalid additional property: emoji"},
	} {
		post := func(b any) reply {
			return w.form("chat.postMessage", "channel", "C1", "text", "x", "blocks", string(mustJSON([]any{b})))
		}
		if r := post(c.fits); r.err() != "" {
			t.Errorf("%s that fits: %s\n%s", c.name, r.err(), r.messages())
		}
		r := post(c.not)
		if r.err() != "invalid_blocks" || !strings.Contains(r.messages(), c.says) {
			t.Errorf("%s that does not fit: %q\n%s\nwant %q", c.name, r.err(), r.messages(), c.says)
		}
	}
}

func TestBlocksOfAMessageAreLimitedTogether(t *testing.T) {
	w := start(t, noLimits)
	divider := func(int) any { return obj{"type": "divider"} }
	table := obj{"type": "table", "rows": []any{[]any{obj{"type": "raw_text", "text": "x"}}}}
	pie := obj{"type": "data_visualization", "title": "t", "chart": obj{"type": "pie", "segments": []any{obj{"label": "a", "value": 1}}}}
	section := func(n int) func(int) any {
		return func(int) any { return obj{"type": "section", "text": mrk(n)} }
	}
	for _, c := range []struct {
		name   string
		blocks any
		code   string
	}{
		{"50", many(50, divider), ""},
		{"51", many(51, divider), "invalid_blocks"},
		{"13200 characters", many(11, section(1200)), ""},
		{"13211 characters", many(11, section(1201)), "msg_blocks_too_long"},
		{"one table", []any{table}, ""},
		{"two tables", []any{table, table}, "invalid_attachments"},
		{"two charts", []any{pie, pie}, ""},
		{"three charts", []any{pie, pie, pie}, "invalid_blocks"},
		{"one id twice", []any{obj{"type": "divider", "block_id": "a"}, obj{"type": "divider", "block_id": "a"}}, "invalid_blocks"},
	} {
		want(t, c.name, w.form("chat.postMessage", "channel", "C1", "text", "x", "blocks", string(mustJSON(c.blocks))).err(), c.code)
	}
	w.SetFaults(func(f *Faults) { f.RefuseBlocks = map[string]bool{"table": true} })
	want(t, "a workspace without tables",
		w.form("chat.postMessage", "channel", "C1", "text", "x", "blocks", string(mustJSON([]any{table}))).err(), "invalid_blocks")
}
