package fakeslack

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// everyBlock returns every block and element that a message may contain.
func everyBlock() []obj {
	options := []obj{{"text": plainText("Low"), "value": "low"}, {"text": plainText("High"), "value": "high"}}
	mrkdwn := func(t string) obj { return obj{"type": "mrkdwn", "text": t} }
	data := func(values ...int) (out []obj) {
		for i, v := range values {
			out = append(out, obj{"label": []string{"Mon", "Tue", "Wed", "Thu", "Fri"}[i], "value": v})
		}
		return out
	}
	plot := func(kind string) obj {
		return obj{"type": kind, "series": []obj{{"name": "Calls", "data": data(12, 7, 15, 9, 4)},
			{"name": "Visits", "data": data(3, 5, 2, 6, 1)}},
			"axis_config": obj{"categories": []string{"Mon", "Tue", "Wed", "Thu", "Fri"}, "y_label": "contacts"}}
	}
	return []obj{
		{"type": "header", "text": plainText("Weekly review :tada:")},
		{"type": "section", "text": mrkdwn("*Bold* _italic_ ~gone~ `code` <https://example.com|a link> <@U2> <#C1> :warning:\n> a quote\n• 赢单 *3* 个")},
		{"type": "section", "fields": []obj{mrkdwn("*Stage*\nProposal"), mrkdwn("*Amount*\n¥120,000"), mrkdwn("*Owner*\nAna"), mrkdwn("*Close*\n20 Dec")},
			"accessory": obj{"type": "overflow", "action_id": "o", "options": options}},
		{"type": "context", "elements": []obj{mrkdwn("Waiting for a manager"), {"type": "image", "image_url": "https://elsewhere.example/x.png", "alt_text": "a face"}}},
		{"type": "table", "rows": [][]obj{{{"type": "raw_text", "text": "Deal"}, {"type": "raw_text", "text": "Amount"}}, {{"type": "raw_text", "text": "D-7 华星科技"}, {"type": "raw_number", "value": 120000, "text": "120,000"}},
			{{"type": "raw_text", "text": "D-8 Acme"}, {"type": "raw_number", "value": 9}}}, "column_settings": []obj{{"align": "left"}, {"align": "right"}}},
		{"type": "data_visualization", "title": "Contacts a day", "chart": plot("bar")},
		{"type": "data_visualization", "title": "Pipeline by stage", "chart": obj{"type": "pie", "segments": []obj{{"label": "Lead", "value": 5}, {"label": "Proposal", "value": 3}, {"label": "Negotiation", "value": 2}}}},
		{"type": "divider"},
		{"type": "rich_text", "elements": []obj{{"type": "rich_text_list", "style": "ordered", "elements": []obj{{"type": "rich_text_section", "elements": []obj{{"type": "text", "text": "first", "style": obj{"bold": true}}}}}},
			{"type": "rich_text_preformatted", "elements": []obj{{"type": "text", "text": "kept  as it is"}}}}},
		{"type": "image", "image_url": "https://elsewhere.example/y.png", "alt_text": "A chart", "title": plainText("A picture")},
		{"type": "actions", "elements": []obj{{"type": "button", "action_id": "b1", "style": "primary", "text": plainText("Approve")}, {"type": "button", "action_id": "b2", "style": "danger", "text": plainText("Reject")},
			{"type": "static_select", "action_id": "s", "placeholder": plainText("Level"), "options": options}, {"type": "users_select", "action_id": "u"}, {"type": "datepicker", "action_id": "d", "initial_date": "2026-11-27"},
			{"type": "timepicker", "action_id": "t", "initial_time": "09:30"}, {"type": "checkboxes", "action_id": "c", "options": options}, {"type": "radio_buttons", "action_id": "r", "options": options}}},
	}
}

func gallery(w *world, chrome context.Context) {
	chosen := make(chan string, 10)
	w.connect(func(f frame) any {
		if f.Payload["type"] == "block_actions" {
			chosen <- string(mustJSON(f.Payload["actions"]))
		}
		return nil
	})
	all := everyBlock()
	plots := []obj{}
	for _, kind := range []string{"line", "area"} {
		plots = append(plots, obj{"type": "data_visualization", "title": "As a " + kind, "chart": all[5]["chart"]})
	}
	text := strings.Replace(strings.Replace(string(mustJSON(plots)), `"type":"bar"`, `"type":"line"`, 1), `"type":"bar"`, `"type":"area"`, 1)
	for _, blocks := range []string{string(mustJSON(all)), text} {
		if r := w.form("chat.postMessage", "channel", "C1", "text", "x", "blocks", blocks); r.err() != "" {
			w.t.Fatal(r.messages())
		}
	}
	r := w.form("files.getUploadURLExternal", "filename", "deals.csv", "length", "5")
	resp, err := w.client.Post(r.obj["upload_url"].(string), "text/csv", strings.NewReader("a,b,c"))
	noError(w.t, err)
	resp.Body.Close()
	w.form("files.completeUploadExternal", "channel_id", "C1", "files", string(mustJSON([]obj{{"id": r.obj["file_id"], "title": "Deals"}})))

	p := w.browse(chrome, "as=U1&channel=C1", deskWidth, 1900)
	p.shows("Deals")
	for css, count := range map[string]float64{".header": 1, ".section": 2, ".fields > div": 4, ".context .noimage": 1, ".table tr": 3,
		".chart svg": 4, ".chart rect": 10, ".chart .arc": 3, ".chart .curve": 4, ".chart .area": 2,
		"ol li": 1, "pre": 1, ".list hr": 1, ".image": 1, ".actions .btn": 2, ".actions .combo": 2, ".actions input[type=date]": 1, ".actions input[type=time]": 1, ".actions input[type=checkbox]": 2, ".actions input[type=radio]": 2,
		".file": 1, ".section a.link": 1, ".section .mention": 2, ".section b": 6, ".section blockquote": 1, ".section code": 1} {
		if got := p.value(fmt.Sprintf("document.querySelectorAll('.main %s').length", strings.TrimPrefix(css, ".main "))); got != count {
			w.t.Errorf("%s: got %v, want %v", css, got, count)
		}
	}
	if got := p.value("document.querySelector('.chart svg').getAttribute('aria-label')").(string); !strings.Contains(got,
		"Mon Calls 12, Visits 3") {
		w.t.Errorf("the chart says %q", got)
	}
	p.picture("blocks")
	p.dark(true)
	p.picture("blocks-dark")
	p.dark(false)
	p.press(".actions input[type=radio]")
	if v := receive(w.t, chosen); !strings.Contains(v, `"value":"low"`) {
		w.t.Errorf("the app got %s", v)
	}
	p.value("fetch(document.querySelector('.file').href).then((r) => r.text()).then((t) => { window.content = t })")
	p.until("window.content === 'a,b,c'")
}

func refusedBlocks(w *world, chrome context.Context) {
	p := w.browse(chrome, "as=U1&channel=C1", deskWidth, deskHeight)
	w.form("chat.postMessage", "channel", "C1", "text", "never shown", "blocks", `[{"type":"section","text":{"type":"mrkdwn","text":""}}]`)
	p.shows("Slack refused chat.postMessage: invalid_blocks")
	p.shows("must be more than 0 characters")
	if p.value("document.body.innerText.includes('never shown')") == true {
		w.t.Error("what Slack refused was shown")
	}
	// A refused form is shown to the person who asked for it, and to nobody else.
	w.openForms(obj{"type": "modal", "title": plainText(strings.Repeat("long", 9)), "blocks": []obj{{"type": "divider"}}}, nil)
	p.writes(".write", "/discount x"+kb.Enter)
	p.shows("Slack refused views.open: invalid_arguments")
	p.shows("must be less than 25 characters")
	p.press("[data-person=U2]")
	p.until("document.querySelectorAll('.refusal').length === 1")
}

// marked maps markdown to its HTML without classes.
var marked = map[string]string{
	"# One\n## Two ##":                           "<h3>One</h3><h4>Two</h4>",
	"Title\n===\nbelow":                          "<h3>Title</h3><p>below</p>",
	"a **b** *c* __d__ _e_ ~~f~~ `g`":            "<p>a <b>b</b> <i>c</i> <b>d</b> <i>e</i> <s>f</s> <code>g</code></p>",
	"***both*** **bold *it***":                   "<p><b><i>both</i></b> <b>bold <i>it</i></b></p>",
	"snake_case_name 2*3*4 ** no ** \\*plain\\*": "<p>snake_case_name 2<i>3</i>4 ** no ** *plain*</p>",
	"**赢单率**很高":                                  "<p><b>赢单率</b>很高</p>",
	"``a ` b`` `*x*`":                            "<p><code>a ` b</code> <code>*x*</code></p>",
	"```go\nif a < b {\n\n}\n```\nend":           "<pre>if a &lt; b {\n\n}</pre><p>end</p>",
	"- a\n- b\n  - c\n    more\n1. x\n2. y":      "<ul><li><div><p>a</p></div></li><li><div><p>b</p><ul><li><div><p>c<br>more</p></div></li></ul></div></li></ul><ol><li><div><p>x</p></div></li><li><div><p>y</p></div></li></ol>",
	"7. seven":                                   `<ol start="7"><li><div><p>seven</p></div></li></ol>`,
	"- [x] done\n- [ ] open":                     `<ul><li><input type="checkbox" aria-label="done"><div><p>done</p></div></li><li><input type="checkbox" aria-label="open"><div><p>open</p></div></li></ul>`,
	"> a\n> > b\n\nc":                            "<blockquote><p>a</p><blockquote><p>b</p></blockquote></blockquote><p>c</p>",
	"one\n\n---\n\ntwo\nlines":                   "<p>one</p><hr><p>two<br>lines</p>",
	"[**a**](https://a.example/x_(y)) <https://b.example> https://c.example/d.": `<p><a href="https://a.example/x_(y)"><b>a</b></a> <a href="https://b.example">https://b.example</a> <a href="https://c.example/d">https://c.example/d</a>.</p>`,
	"![alt](https://a.example/i.png)":                                           `<p><a href="https://a.example/i.png">alt</a></p>`,
	"[x](javascript:alert(1)) <b onclick=x>y</b> <img src>":                     "<p><span>x</span> &lt;b onclick=x&gt;y&lt;/b&gt; &lt;img src&gt;</p>",
	"| a | b |\n|:-|-:|\n| 1 \\| 2 | **3** |\n| 4 |":                            "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1 | 2</td><td><b>3</b></td></tr><tr><td>4</td><td></td></tr></tbody></table>",
	"no table | here\nat all":                                                   "<p>no table | here<br>at all</p>",
	"<@U2> in <#C1>":                                                            "<p><span>@li.wei</span> in <button>#sales</button></p>",
	"** * _ ~ ` [ ]( ![":                                                        "<p>** * _ ~ ` [ ]( ![</p>",
	"":                                                                          "",
}

func markdown(w *world, chrome context.Context) {
	texts := slices.DeleteFunc(slices.Sorted(maps.Keys(marked)), func(text string) bool { return text == "" })
	p := w.browse(chrome, "as=U1&channel=C1", deskWidth, 1400)
	for _, text := range texts {
		w.form("chat.postMessage", "channel", "C1", "text", "x", "blocks", string(mustJSON([]obj{{"type": "markdown", "text": text}})))
	}
	p.until(fmt.Sprintf("document.querySelectorAll('.markdown').length === %d", len(texts)))
	shape := `[...document.querySelectorAll('.markdown')].map((n) => {
		const copy = n.cloneNode(true)
		for (const region of copy.querySelectorAll('.table')) region.replaceWith(region.firstChild)
		for (const e of copy.querySelectorAll('*')) for (const a of [...e.attributes])
			if (!['href', 'start', 'type'].includes(a.name) && !(a.name === 'aria-label' && e.matches('input')) || e.matches('button'))
				e.removeAttribute(a.name)
		return copy.innerHTML
	})`
	var got []string
	p.do(chromedp.Evaluate(shape, &got))
	for i, text := range texts {
		want(w.t, text, got[i], marked[text])
	}
	if n := p.value("document.querySelectorAll('.markdown input:checked').length"); n != 1.0 {
		w.t.Errorf("%v tasks are done", n)
	}
	whole := "# Weekly review :tada:\nWon **3 deals** worth _¥240,000_, lost ~~two~~ **one**.\n\n## Next\n1. Send the quote to `D-7`\n   - " +
		"with the [price list](https://example.com)\n2. Call <@U2>\n\n- [x] stand-up\n- [ ] forecast\n\n> “Too dear,” they said.\n\n| Deal | Amount |\n|:--|--:|\n| D-7 华星科技 | 120,000 |\n| D-8 Acme | 9,000 |\n\n---\n```\nkept  as it is\n```"
	w.form("chat.postMessage", "channel", "C1", "text", "x", "blocks", string(mustJSON([]obj{{"type": "markdown", "text": whole}})))
	p.shows("Weekly review")
	p.picture("markdown")
}

// heavyText posts texts that would take a naive parser very long.
func heavyText(w *world, chrome context.Context) {
	p := w.browse(chrome, "as=U1&channel=C1", deskWidth, deskHeight)
	n := 0
	for _, piece := range []string{"*a ", "**", "[", "![", "> ", "- ", "`a``", "_*~~", "|", "<", "\\", "# ", "*_*_x", "[a](", "(((", ":a",
		"1. ", "  ", "\n> - "} {
		text := strings.Repeat(piece, 3000/len(piece))
		w.form("chat.postMessage", "channel", "C1", "text", "x", "blocks",
			string(mustJSON([]obj{{"type": "markdown", "text": strings.Repeat(text, 3) + "end"}})))
		w.form("chat.postMessage", "channel", "C1", "text", "x", "blocks",
			string(mustJSON([]obj{{"type": "section", "text": obj{"type": "mrkdwn", "text": text[:len(text)-6] + "end"}}})))
		n += 2
	}
	p.until(fmt.Sprintf("document.querySelectorAll('.msg').length === %d "+
		"&& [...document.querySelectorAll('.content')].every((c) => c.textContent.includes('end'))", n))
}

func dataTable(w *world, chrome context.Context) {
	rows := [][]obj{{{"type": "raw_text", "text": "Deal"}, {"type": "raw_text", "text": "Amount"}}}
	for i := range 12 {
		rows = append(rows, []obj{{"type": "raw_text", "text": fmt.Sprintf("D-%d", i)},
			{"type": "raw_number", "value": (i * 7) % 12, "text": fmt.Sprintf("¥%d", (i*7)%12)}})
	}
	post := func(block obj) reply {
		return w.form("chat.postMessage", "channel", "C1", "text", "x", "blocks", string(mustJSON([]obj{block})))
	}
	want(w.t, "without a caption", post(obj{"type": "data_table", "rows": rows}).err(), "invalid_blocks")
	want(w.t, "with", post(obj{"type": "data_table", "caption": "Open deals", "rows": rows}).err(), "")
	p := w.browse(chrome, "as=U1&channel=C1", deskWidth, deskHeight)
	p.shows("Open deals")
	column := func(i int) string {
		return p.value(fmt.Sprintf("[...document.querySelectorAll('.datatable tbody tr')].map((r) => r.children[%d].textContent).join()",
			i)).(string)
	}
	want(w.t, "at first", column(0), "D-0,D-1,D-2,D-3,D-4")
	p.press(".datatable [aria-label='Next rows']")
	p.press(".datatable [aria-label='Next rows']")
	p.shows("11–12 of 12")
	want(w.t, "the last page", column(0), "D-10,D-11")
	p.press(".datatable [data-column='1']")
	p.press(".datatable [data-column='1']")
	p.until("document.querySelector('.datatable [aria-sort=descending]')")
	want(w.t, "the focus", p.value("document.activeElement.dataset.column").(string), "1")
	p.press(".datatable [aria-label='Previous rows']")
	p.press(".datatable [aria-label='Previous rows']")
	p.shows("1–5 of 12")
	want(w.t, "the most first", column(1), "¥11,¥10,¥9,¥8,¥7")
	p.writes(".datatable input", "d-1")
	p.shows("1–3 of 3")
	p.picture("data-table")
	p.types("xyz")
	p.shows("No matches")
}
