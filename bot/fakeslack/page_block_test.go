package fakeslack

import (
	"context"
	"fmt"
	"strings"

	"github.com/chromedp/chromedp/kb"
)

// everyBlock has each block and element that may stand in a message.
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
		return obj{"type": kind, "series": []obj{{"name": "Calls", "data": data(12, 7, 15, 9, 4)}, {"name": "Visits", "data": data(3, 5, 2, 6, 1)}},
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
	chosen := make(chan string, 1)
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
	for css, count := range map[string]float64{".header": 1, ".section": 2, ".fields > div": 4, ".context .noimage": 1, ".table tr": 3, ".chart svg": 4, ".chart rect": 10, ".chart .arc": 3, ".chart .curve": 4, ".chart .area": 2,
		"ol li": 1, "pre": 1, ".list hr": 1, ".image": 1, ".actions .btn": 2, ".actions .combo": 2, ".actions input[type=date]": 1, ".actions input[type=time]": 1, ".actions input[type=checkbox]": 2, ".actions input[type=radio]": 2,
		".file": 1, ".section a.link": 1, ".section .mention": 2, ".section b": 6, ".section blockquote": 1, ".section code": 1} {
		if got := p.value(fmt.Sprintf("document.querySelectorAll('.main %s').length", strings.TrimPrefix(css, ".main "))); got != count {
			w.t.Errorf("%s: got %v, want %v", css, got, count)
		}
	}
	if got := p.value("document.querySelector('.chart svg').getAttribute('aria-label')").(string); !strings.Contains(got, "Mon Calls 12, Visits 3") {
		w.t.Errorf("the chart says %q", got)
	}
	p.picture("blocks")
	p.dark(true)
	p.picture("blocks-dark")
	p.dark(false)
	p.press(".actions input[type=radio]")
	if v := arrives(w.t, chosen); !strings.Contains(v, `"value":"low"`) {
		w.t.Errorf("the app got %s", v)
	}
	size := p.value("fetch(document.querySelector('.file').href).then((r) => r.text()).then((t) => { window.content = t })")
	_ = size
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
	// A form that Slack does not open is missed by whoever asked for it.
	w.asking(obj{"type": "modal", "title": plainText(strings.Repeat("long", 9)), "blocks": []obj{{"type": "divider"}}}, nil)
	p.writes(".write", "/discount x"+kb.Enter)
	p.shows("Slack refused views.open: invalid_arguments")
	p.shows("must be less than 25 characters")
	p.press("[data-person=U2]")
	p.until("document.querySelectorAll('.refusal').length === 1")
}
