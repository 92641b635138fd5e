package fakeslack

import (
	"context"
	"strings"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

const evil = `"'><script>pwned(1)</script><img src=x onerror=pwned(2)><svg onload=pwned(3)><a href=javascript:pwned(4)>x</a> javascript:pwned(5)`

// evilBlocks returns every block and element with hostile text.
func evilBlocks() []obj {
	short := evil[:75]
	mrkdwn := obj{"type": "mrkdwn",
		"text": "*" + evil + "* `" + evil + "`\n> " + evil + " <javascript:pwned(6)|press> <https://a.example/\" onmouseover=\"pwned(7)|link> <!date^1^{date} " + evil + "^javascript:pwned(8)|x> :x\" onclick=\"pwned(9):"}
	options := []obj{{"text": plainText(short), "value": evil, "description": plainText(short)}}
	word := obj{"type": "text", "text": evil, "style": obj{"bold": true}}
	data := []obj{{"label": "<img src=x>", "value": 1}}
	return []obj{
		{"type": "header", "text": plainText(evil)},
		{"type": "section", "text": mrkdwn, "accessory": obj{"type": "button", "action_id": "a", "url": "javascript:pwned(10)", "accessibility_label": short, "text": plainText("<u>press</u>")}},
		{"type": "section", "fields": []obj{mrkdwn, plainText(evil)}, "accessory": obj{"type": "overflow", "action_id": "o", "options": options}},
		{"type": "context", "elements": []obj{mrkdwn, plainText(evil), {"type": "image", "image_url": "javascript:pwned(11)", "alt_text": evil}}},
		{"type": "image", "image_url": "https://elsewhere.example/x.svg", "alt_text": evil, "title": plainText(evil)},
		{"type": "rich_text", "elements": []obj{{"type": "rich_text_section", "elements": []obj{word, {"type": "link", "url": "javascript:pwned(12)", "text": evil}, {"type": "link", "url": "data:text/html," + evil, "text": "data"}, {"type": "emoji", "name": evil}, {"type": "user", "user_id": evil},
			{"type": "channel", "channel_id": evil}, {"type": "date", "timestamp": 1, "format": evil, "url": "javascript:pwned(13)"}}}, {"type": "rich_text_preformatted", "elements": []obj{word}}, {"type": "rich_text_quote", "elements": []obj{word}}}},
		{"type": "markdown", "text": "# " + evil + "\n" + evil + "\n\n[x](javascript:pwned(14)) ![y](javascript:pwned(15)) <javascript:pwned(16)> [z](https://a.example/\"onload=\"pwned(17))\n```html\n" + evil + "\n```\n| " + evil + " |\n|--|\n| " + evil + " |"},
		{"type": "data_table", "caption": evil, "rows": [][]obj{{{"type": "raw_text", "text": evil}}, {{"type": "raw_text", "text": evil}}}},
		{"type": "data_visualization", "title": "<img src=x onerror=1>", "chart": obj{"type": "pie", "segments": data}},
		{"type": "data_visualization", "title": "<svg onload=1>", "chart": obj{"type": "bar", "series": []obj{{"name": "<b>", "data": data}}, "axis_config": obj{"categories": []string{"<img src=x>"}, "x_label": "<i>", "y_label": "<i>"}}},
		{"type": "actions", "elements": []obj{{"type": "static_select", "action_id": "s", "placeholder": plainText(evil), "options": options}, {"type": "checkboxes", "action_id": "c", "options": []obj{{"text": obj{"type": "mrkdwn", "text": short}, "value": "x"}}},
			{"type": "button", "action_id": "sure", "text": plainText("sure"), "confirm": obj{"title": plainText(evil[:100]), "text": obj{"type": "mrkdwn", "text": evil}, "confirm": plainText("<b>yes</b>"), "deny": plainText("<b>no</b>")}}}},
	}
}

func hostile(w *world, chrome context.Context) {
	w.playground.Hints = []Hint{{"/evil ", evil, evil}}
	w.playground.Shortcuts = []Hint{{"s", evil, evil}}
	w.playground.Steps = []Step{{ID: "x", Text: evil, Done: func(context.Context) bool { return false },
		Go: func(context.Context) Place { return Place{Text: evil} }}}
	w.AddUser(User{ID: "U7", Name: "<b>bold</b>", RealName: evil})
	w.AddChannel(Channel{ID: "C7", Name: evil, Members: []string{"U1", "U7", "UBOT"}})
	w.playground.People = []Persona{{"U1", evil}, {"U7", evil}}
	id, err := w.As("U7").Upload(strings.ReplaceAll(evil, "/", "")+".svg",
		[]byte("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"))
	noError(w.t, err)
	ts, err := w.As("U7").Share("C7", "", evil+" @<b>bold</b> https://a.example/\"><img src=x onerror=pwned(20)>", id)
	noError(w.t, err)
	noError(w.t, w.As("U7").React("C7", ts, evil))
	var blocks []obj
	for _, b := range evilBlocks() {
		if r := w.form("chat.postMessage", "channel", "C7", "text", evil, "blocks", string(mustJSON([]obj{b}))); r.err() != "" {
			w.t.Fatal(b["type"], r.messages())
		}
		if b["type"] != "markdown" && b["type"] != "data_table" && b["type"] != "data_visualization" {
			blocks = append(blocks, b)
		}
	}
	w.form("chat.postMessage", "channel", "C7", "text", evil, "blocks", string(mustJSON([]obj{{"type": evil}})))
	view := obj{"type": "modal", "title": plainText("<svg onload=pwned()>"), "submit": plainText("<b>go</b>"), "close": plainText("<b>no</b>"),
		"blocks": append(blocks, obj{"type": "input", "block_id": "x", "label": plainText(evil), "hint": plainText(evil),
			"element": obj{"type": "plain_text_input", "action_id": "v", "placeholder": plainText(evil), "initial_value": evil}})}
	w.openForms(view, func(int, frame) any { return obj{"response_action": "errors", "errors": obj{"x": evil}} })
	home := obj{"type": "home", "blocks": blocks}
	want(w.t, "home", w.form("views.publish", "user_id", "U1", "view", string(mustJSON(home))).err(), "")

	p := w.browse(chrome, "as=U1&channel=C7", deskWidth, 2400)
	// No script runs, nothing is embedded, and links lead only to the web.
	clean := func(where string) {
		w.t.Helper()
		got := p.value(`[typeof pwned, document.scripts.length, document.querySelectorAll('iframe, object, embed, base, meta[http-equiv], form[action]').length,
			[...document.querySelectorAll('*')].filter((n) => [...n.attributes].some((a) => /^on|^style$|^srcdoc$/.test(a.name) && !n.matches('.write, .popup'))).length,
			[...document.querySelectorAll('a[href], img[src]')].filter((n) => !/^(https?:|mailto:)|^\/download\//.test(n.getAttribute('href') || n.getAttribute('src'))).length].join()`)
		if got != "undefined,1,0,0,0" {
			w.t.Errorf("%s: hostile text made %v", where, got)
		}
	}
	p.shows("<script>pwned(1)</script>")
	clean("the channel")
	p.button("<u>press</u>")
	p.until("!document.querySelector('[aria-busy]')")
	p.button("sure")
	p.shows("<b>yes</b>")
	clean("a confirm dialog")
	p.button("<b>no</b>")
	p.value("document.querySelector('.file').focus(); document.querySelectorAll('.msg').forEach((m) => m.dispatchEvent(new " +
		"MouseEvent('mouseover', { bubbles: true })))")
	p.press("[data-key=inspector]")
	p.until("document.querySelector('.line.bad')")
	p.press(".line.bad")
	p.until("document.querySelector('.detail pre')")
	clean("the inspector")
	p.writes(".main .write", "/ev")
	p.until("!document.querySelector('.main .hints').hidden")
	clean("the hints")
	p.types(kb.Enter + "x" + kb.Enter)
	p.until("document.querySelector('.modal[open]')")
	p.button("<b>go</b>")
	p.until("document.querySelector('.error:not([hidden])')")
	clean("a form")
	p.types(kb.Escape)
	p.until("!document.querySelector('.modal[open]')")
	p.do(chromedp.Focus(".main .msg", chromedp.ByQuery))
	p.types("m")
	p.until("document.querySelector('[role=menu]')")
	clean("a menu")
	p.types(kb.Escape)
	p.press("[data-channel=DU1]")
	p.button("Home")
	p.until("document.querySelector('.home .header')")
	clean("the home tab")
	if resp := w.visit("GET", "/download/"+id, ""); !strings.HasPrefix(resp.Header.Get("Content-Disposition"), "attachment") ||
		strings.Contains(resp.Header.Get("Content-Type"), "svg") {
		w.t.Errorf("a hostile drawing is shown: %v", resp.Header)
	}
}
