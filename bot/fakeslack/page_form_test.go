package fakeslack

import (
	"context"
	"fmt"
	"strings"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// openForms connects an app that opens a form for each slash command and answers
// submissions with a function.
func (w *world) openForms(view obj, answer func(n int, f frame) any) {
	n := 0
	w.connect(func(f frame) any {
		switch {
		case f.Type == "slash_commands":
			go w.form("views.open", "trigger_id", f.Payload["trigger_id"].(string), "view", string(mustJSON(view)))
		case f.Payload["type"] == "view_submission":
			n++
			return answer(n, f)
		case f.Payload["type"] == "block_actions" && f.Payload["view"] != nil:
			go w.form("views.push", "trigger_id", f.Payload["trigger_id"].(string), "view", string(mustJSON(view)))
		case f.Payload["type"] == "block_suggestion":
			typed := f.Payload["value"].(string)
			return obj{"options": []obj{{"text": obj{"type": "plain_text", "text": typed + " one"}, "value": "1"},
				{"text": obj{"type": "plain_text", "text": typed + " two"}, "value": "2"}}}
		}
		return nil
	})
}

func plainText(t string) obj { return obj{"type": "plain_text", "text": t} }

func discountForm() obj {
	options := []obj{{"text": plainText("Low"), "value": "low"}, {"text": plainText("High"), "value": "high"}}
	return obj{"type": "modal", "callback_id": "form", "title": plainText("Ask for a discount"), "submit": plainText("Send"),
		"close": plainText("Not now"), "blocks": []obj{
			{"type": "input", "block_id": "percent", "label": plainText("Percent"), "hint": plainText("Up to 40"), "element": obj{"type": "plain_text_input", "action_id": "v", "placeholder": plainText("15")}},
			{"type": "input", "block_id": "why", "label": plainText("Reason"), "element": obj{"type": "plain_text_input", "action_id": "v", "multiline": true}},
			{"type": "input", "block_id": "tier", "optional": true, "label": plainText("Level"), "element": obj{"type": "static_select", "action_id": "v", "options": options}},
			{"type": "input", "block_id": "due", "optional": true, "label": plainText("Until"), "element": obj{"type": "datepicker", "action_id": "v", "initial_date": "2026-11-27"}},
			{"type": "input", "block_id": "how", "optional": true, "label": plainText("How"), "element": obj{"type": "radio_buttons", "action_id": "v", "options": options}},
			{"type": "input", "block_id": "who", "optional": true, "label": plainText("With"), "element": obj{"type": "multi_users_select", "action_id": "v"}},
			{"type": "input", "block_id": "deal", "optional": true, "label": plainText("Deal"), "element": obj{"type": "external_select", "action_id": "find", "min_query_length": 1}},
			{"type": "actions", "elements": []obj{{"type": "button", "action_id": "deeper", "text": plainText("Deeper")}}},
		}}
}

func formErrors(w *world, chrome context.Context) {
	sent := make(chan map[string]any, 10)
	w.openForms(discountForm(), func(n int, f frame) any {
		if n == 1 {
			return obj{"response_action": "errors", "errors": obj{"percent": "That is more than 40."}}
		}
		view := f.Payload["view"].(map[string]any)
		sent <- view["state"].(map[string]any)["values"].(map[string]any)
		return nil
	})
	p := w.browse(chrome, "as=U1&channel=C1", deskWidth, deskHeight)
	p.writes(".write", "/discount x"+kb.Enter)
	p.until("document.activeElement.id === 'f-percent'")
	p.types("90")
	p.button("Send")
	p.shows("Please complete this required field.") // from the page itself; nothing was sent yet
	p.writes("#f-why", "rival cut the price")
	p.press("#f-tier")
	p.types("hi" + kb.Enter)
	p.until("document.getElementById('f-tier').value === 'High'")
	p.press("#f-who")
	p.types("li" + kb.Enter)
	p.until("document.querySelector('.chip')?.textContent === '李伟'")
	p.picture("form")
	p.button("Send")
	p.shows("That is more than 40.")
	kept := "[document.getElementById('f-percent').value, document.getElementById('f-why').value, document.getElementById('f-tier').value, " +
		"document.querySelector('.chip').textContent].join('|')"
	want(w.t, "after the error", p.value(kept).(string), "90|rival cut the price|High|李伟")
	p.until("document.activeElement.id === 'f-percent'")
	p.picture("form-error")
	// Reloading keeps the values, too.
	p.do(chromedp.Reload(), chromedp.WaitVisible("#f-percent", chromedp.ByQuery))
	p.until("document.querySelector('.chip')")
	want(w.t, "after reloading", p.value(kept).(string), "90|rival cut the price|High|李伟")
	p.do(chromedp.SetValue("#f-percent", "15", chromedp.ByQuery))
	p.writes("#f-percent", kb.Enter)
	p.until("!document.querySelector('.modal[open]')")
	values := fmt.Sprint(receive(w.t, sent))
	for _, part := range []string{"value:15", "rival cut the price", "value:high", "selected_users:[U2]", "selected_date:2026-11-27"} {
		if !strings.Contains(values, part) {
			w.t.Errorf("the app did not get %q: %s", part, values)
		}
	}
}

func focusOnLoad(w *world, chrome context.Context) {
	view := discountForm()
	view["blocks"].([]obj)[1]["element"].(obj)["focus_on_load"] = true
	w.openForms(view, func(int, frame) any { return nil })
	p := w.browse(chrome, "as=U1&channel=C1", deskWidth, deskHeight)
	p.writes(".write", "/discount x"+kb.Enter)
	p.until("document.activeElement.id === 'f-why'")
}

func formStack(w *world, chrome context.Context) {
	w.openForms(discountForm(), func(int, frame) any { return nil })
	p := w.browse(chrome, "as=U1&channel=C1", deskWidth, deskHeight)
	p.writes(".write", "/discount x"+kb.Enter)
	p.writes("#f-percent", "12")
	p.button("Deeper")
	p.shows("2 of 3")
	p.button("Deeper")
	p.shows("3 of 3")
	p.picture("form-stack")
	p.types(kb.Escape)
	p.shows("2 of 3")
	p.types(kb.Escape)
	p.until("document.querySelector('.modal[open]') && !document.body.innerText.includes('of 3')")
	want(w.t, "the first form", p.value("document.getElementById('f-percent').value").(string), "12")
	p.types(kb.Escape)
	p.until("!document.querySelector('.modal[open]')")
}

func externalSelect(w *world, chrome context.Context) {
	got := make(chan string, 10)
	w.openForms(discountForm(), func(_ int, f frame) any {
		got <- string(mustJSON(f.Payload["view"].(map[string]any)["state"].(map[string]any)["values"].(map[string]any)["deal"]))
		return nil
	})
	p := w.browse(chrome, "as=U1&channel=C1", deskWidth, deskHeight)
	p.writes(".write", "/discount x"+kb.Enter)
	p.writes("#f-percent", "12")
	p.writes("#f-why", "x")
	p.press("#f-deal")
	p.shows("Type to search")
	p.types("Acme")
	p.shows("Acme two")
	p.types(kb.ArrowDown + kb.Enter)
	p.until("document.getElementById('f-deal').value === 'Acme two'")
	p.button("Send")
	p.until("!document.querySelector('.modal[open]')")
	if v := receive(w.t, got); !strings.Contains(v, `"value":"2"`) {
		w.t.Errorf("the app got %s", v)
	}
}

func confirming(w *world, chrome context.Context) {
	clicked := make(chan string, 10)
	w.connect(func(f frame) any {
		if f.Payload["type"] == "block_actions" {
			clicked <- f.Payload["actions"].([]any)[0].(map[string]any)["action_id"].(string)
		}
		return nil
	})
	button := obj{"type": "button", "action_id": "reject", "style": "danger", "text": plainText("Reject"),
		"confirm": obj{"title": plainText("Reject it?"), "text": plainText("They will be told."), "confirm": plainText("Yes"), "deny": plainText("No"), "style": "danger"}}
	w.form("chat.postMessage", "channel", "C1", "text", "x", "blocks", string(mustJSON([]obj{{"type": "actions", "elements": []obj{button}}})))
	p := w.browse(chrome, "as=U1&channel=C1", deskWidth, deskHeight)
	p.button("Reject")
	p.shows("They will be told.")
	p.picture("confirm")
	p.button("No")
	p.until("!document.querySelector('dialog[open]')")
	p.button("Reject")
	p.button("Yes")
	want(w.t, "clicked", receive(w.t, clicked), "reject")
	if len(clicked) > 0 {
		w.t.Error("it was clicked more than once")
	}
}
