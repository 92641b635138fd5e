package fakeslack

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

func input(block, kind string, more obj) obj {
	el := obj{"type": kind, "action_id": block + "_a"}
	for k, v := range more {
		el[k] = v
	}
	return obj{"type": "input", "block_id": block, "label": obj{"type": "plain_text", "text": strings.ToUpper(block)}, "element": el}
}

func modal(change obj, blocks ...any) obj {
	if blocks == nil {
		blocks = []any{input("note", "plain_text_input", nil)}
	}
	v := obj{"type": "modal", "callback_id": "log", "title": txt(3), "submit": txt(2), "blocks": blocks}
	for k, x := range change {
		v[k] = x
	}
	return v
}

// triggerID gets a trigger_id from a shortcut.
func (w *world) triggerID(a *app, user string) string {
	w.t.Helper()
	noError(w.t, w.As(user).Shortcut(w.ctx, "any", "", ""))
	return a.next().Payload["trigger_id"].(string)
}

func (w *world) open(a *app, user string, view any) string {
	w.t.Helper()
	r := w.json("views.open", "xoxb-fake", obj{"trigger_id": w.triggerID(a, user), "view": view})
	if r.err() != "" {
		w.t.Fatalf("views.open: %s\n%s", r.err(), r.messages())
	}
	return r.obj["view"].(map[string]any)["id"].(string)
}

func TestTriggerLivesThreeSecondsAndWorksOnce(t *testing.T) {
	w := start(t)
	a := w.connect(ackAll)
	open := func(id string) string {
		return w.json("views.open", "xoxb-fake", obj{"trigger_id": id, "view": modal(nil)}).err()
	}
	first := w.triggerID(a, "U1")
	w.move(3 * time.Second)
	want(t, "at three seconds", open(first), "")
	want(t, "again", open(first), "exchanged_trigger_id")
	late := w.triggerID(a, "U1")
	w.move(3*time.Second + time.Millisecond)
	want(t, "late", open(late), "expired_trigger_id")
	want(t, "invented", open("1.2.3"), "invalid_trigger_id")
	want(t, "none", open(""), "invalid_arguments")
}

func TestViewLimitsAreExact(t *testing.T) {
	w := start(t, noLimits)
	a := w.connect(ackAll)
	id := func(n int) string { return strings.Repeat("i", n) }
	divider := func(int) any { return obj{"type": "divider"} }
	with := func(k string, v any) obj { return modal(obj{k: v}) }
	for _, c := range []struct {
		name      string
		fits, not obj
		says      string
	}{
		{"blocks", with("blocks", many(100, divider)), with("blocks", many(101, divider)), "no more than 100 items allowed [json-pointer:/view/blocks]"},
		{"null blocks", with("blocks", many(1, divider)), with("blocks", nil), "missing required field: blocks [json-pointer:/view]"},
		{"no blocks", with("blocks", many(1, divider)), with("blocks", []any{}), "no fewer than 1 items"},
		{"title", with("title", txt(24)), with("title", txt(25)), "must be less than 25 characters [json-pointer:/view/title/text]"},
		{"submit", with("submit", txt(24)), with("submit", txt(25)), "must be less than 25"},
		{"close", with("close", txt(24)), with("close", txt(25)), "must be less than 25"},
		{"no title", modal(nil), with("title", nil), "missing required field: title"},
		{"private_metadata", with("private_metadata", id(3000)), with("private_metadata", id(3001)), "must be less than 3001"},
		{"callback_id", with("callback_id", id(255)), with("callback_id", id(256)), "must be less than 256"},
		{"submit for inputs", modal(nil), with("submit", nil), "missing required field: submit"},
		{"message blocks", modal(nil), with("blocks", []any{obj{"type": "markdown", "text": "x"}}), "unsupported type: markdown"},
		{"label", modal(nil, input("n", "plain_text_input", nil)), modal(nil, obj{"type": "input", "label": txt(2001), "element": obj{"type": "plain_text_input"}}), "must be less than 2001"},
		{"button in input", modal(nil, input("n", "datepicker", nil)), modal(nil, input("n", "button", obj{"text": txt(1)})), "unsupported type: button"},
		{"date", modal(nil, input("n", "datepicker", obj{"initial_date": "2026-11-23"})), modal(nil, input("n", "datepicker", obj{"initial_date": "23.11.2026"})), "YYYY-MM-DD"},
		{"placeholder", modal(nil, input("n", "plain_text_input", obj{"placeholder": txt(150)})), modal(nil, input("n", "plain_text_input", obj{"placeholder": txt(151)})), "must be less than 151"},
		{"surface", modal(nil), obj{"type": "home", "blocks": many(1, divider)}, "must be a valid enum value [json-pointer:/view/type]"},
	} {
		open := func(v obj) reply {
			return w.json("views.open", "xoxb-fake", obj{"trigger_id": w.triggerID(a, "U1"), "view": v})
		}
		if r := open(c.fits); r.err() != "" {
			t.Errorf("%s that fits: %s\n%s", c.name, r.err(), r.messages())
		}
		r := open(c.not)
		if r.err() != "invalid_arguments" || !strings.Contains(r.messages(), c.says) {
			t.Errorf("%s that does not fit: %q\n%s\nwant %q", c.name, r.err(), r.messages(), c.says)
		}
	}
	big := many(90, func(int) any { return obj{"type": "section", "text": mrk(2900)} })
	want(t, "250 KB", w.json("views.open", "xoxb-fake", obj{"trigger_id": w.triggerID(a, "U1"), "view": with("blocks", big)}).err(),
		"view_too_large")
}

func TestThreeViewsStackAndTheFourthIsRefused(t *testing.T) {
	w := start(t)
	a := w.connect(ackAll)
	push := func() string {
		return w.json("views.push", "xoxb-fake", obj{"trigger_id": w.triggerID(a, "U1"), "view": modal(nil)}).err()
	}
	want(t, "on nothing", push(), "invalid_trigger_id")
	root := w.open(a, "U1", modal(nil))
	want(t, "second", push(), "")
	want(t, "third", push(), "")
	want(t, "fourth", push(), "push_limit_reached")
	stack := w.As("U1").Views()
	if len(stack) != 3 || stack[2].RootID != root || stack[2].PreviousID != stack[1].ID {
		t.Errorf("%+v", stack)
	}
	noError(t, w.As("U1").CloseView(stack[2].ID))
	if n := len(w.As("U1").Views()); n != 2 {
		t.Errorf("%d views are open", n)
	}
}

func TestUpdatingAViewChecksItsHashAndKeepsTypedValues(t *testing.T) {
	w := start(t)
	a := w.connect(ackAll)
	id := w.open(a, "U1", modal(obj{"external_id": "deal-7"}, input("note", "plain_text_input", nil),
		obj{"type": "actions", "block_id": "more",
			"elements": []any{sel(many(3, opt))}}))
	p := w.As("U1")
	noError(t, p.Select(w.ctx, Ref{View: id}, "s", "option 2"))
	f := a.next()
	want(t, "selected", fmt.Sprint(f.Payload["actions"].([]any)[0].(map[string]any)["selected_option"].(map[string]any)["value"]), "2")
	view := f.Payload["view"].(map[string]any)
	update := func(fields obj) string {
		fields["view"] = modal(obj{"external_id": "deal-7"}, obj{"type": "actions", "block_id": "more", "elements": []any{sel(many(5, opt))}})
		return w.json("views.update", "xoxb-fake", fields).err()
	}
	want(t, "right hash", update(obj{"view_id": id, "hash": view["hash"]}), "")
	want(t, "old hash", update(obj{"view_id": id, "hash": view["hash"]}), "hash_conflict")
	want(t, "external id", update(obj{"external_id": "deal-7"}), "")
	want(t, "no view", update(obj{"view_id": "V0"}), "not_found")
	want(t, "neither", update(obj{}), "invalid_arguments")
	if v := p.Views()[0].Values["more"]["s"]["selected_option"].(map[string]any)["value"]; v != "2" {
		t.Error("the choice is lost:", v)
	}
	want(t, "external id of another",
		w.json("views.open", "xoxb-fake", obj{"trigger_id": w.triggerID(a, "U2"), "view": modal(obj{"external_id": "deal-7"})}).err(),
		"duplicate_external_id")
}

func TestSubmittedFormSendsItsValuesAndClosesOnAnEmptyAnswer(t *testing.T) {
	w := start(t)
	a := w.connect(ackAll)
	id := w.open(a, "U1", modal(obj{"private_metadata": "D-7"}, input("note", "plain_text_input", nil),
		input("when", "datepicker", obj{"initial_date": "2026-11-24"}),
		input("kind", "static_select", obj{"options": many(3, opt)}), obj{"type": "section", "text": mrk(3)}))
	p := w.As("U1")
	err := p.Submit(w.ctx, id, map[string]any{"note": "called"})
	wantError(t, err, "kind: Please complete this required field.")
	want(t, "on the view", p.Views()[0].Errors["kind"], "Please complete this required field.")
	wantError(t, p.Submit(w.ctx, id, map[string]any{"when": "tomorrow"}), "no date")
	wantError(t, p.Submit(w.ctx, id, map[string]any{"KIND": "option 9"}), "no option")
	wantError(t, p.Submit(w.ctx, id, map[string]any{"colour": "x"}), "no field")
	noError(t, p.Submit(w.ctx, id, map[string]any{"KIND": "option 1"}))
	f := a.next()
	want(t, "type", f.Payload["type"].(string), "view_submission")
	v := f.Payload["view"].(map[string]any)
	values := v["state"].(map[string]any)["values"]
	want(t, "values", fmt.Sprint(values),
		"map[kind:map[kind_a:map[selected_option:map[text:map[text:option 1 type:plain_text] value:1] type:static_select]] "+
			"note:map[note_a:map[type:plain_text_input value:called]] when:map[when_a:map[selected_date:2026-11-24 type:datepicker]]]")
	want(t, "private_metadata", v["private_metadata"].(string), "D-7")
	if v["previous_view_id"] != nil || v["root_view_id"] != id || v["hash"] == "" {
		t.Error(v)
	}
	if len(p.Views()) != 0 {
		t.Error("the form is still open")
	}
}

func TestAnswersToASubmission(t *testing.T) {
	for _, c := range []struct {
		name   string
		answer any
		err    string // part of the error shown to the person
		open   int    // forms open afterwards
		title  string // of the one on top
	}{
		{"nothing", nil, "", 1, "字字字"},
		{"clear", obj{"response_action": "clear"}, "", 0, ""},
		{"update", obj{"response_action": "update", "view": modal(obj{"title": txt(7)})}, "", 2, "字字字字字字字"},
		{"push", obj{"response_action": "push", "view": modal(obj{"title": txt(8)})}, "", 3, "字字字字字字字字"},
		{"errors", obj{"response_action": "errors", "errors": obj{"note": "too short"}}, "note: too short", 2, "字字字"},
		{"errors about no input", obj{"response_action": "errors", "errors": obj{"info": "x"}}, "trouble connecting", 2, "字字字"},
		{"no errors", obj{"response_action": "errors", "errors": obj{}}, "trouble connecting", 2, "字字字"},
		{"a bad view", obj{"response_action": "update", "view": modal(obj{"title": txt(25)})}, "must be less than 25", 2, "字字字"},
		{"nonsense", obj{"response_action": "dance"}, "trouble connecting", 2, "字字字"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := start(t)
			a := w.connect(func(f frame) any {
				if f.Payload["type"] == "view_submission" {
					return c.answer
				}
				return nil
			})
			w.open(a, "U1", modal(nil))
			form := modal(nil, input("note", "plain_text_input", nil), obj{"type": "section", "block_id": "info", "text": mrk(1)})
			if r := w.json("views.push", "xoxb-fake", obj{"trigger_id": w.triggerID(a, "U1"), "view": form}); r.err() != "" {
				t.Fatal(r.err())
			}
			p := w.As("U1")
			err := p.Submit(w.ctx, p.Views()[1].ID, map[string]any{"note": "x"})
			if c.err == "" {
				noError(t, err)
			} else {
				wantError(t, err, c.err)
			}
			stack := p.Views()
			if len(stack) != c.open || c.open > 0 && stack[c.open-1].Title != c.title {
				t.Errorf("%d open: %+v", len(stack), stack)
			}
		})
	}
}

func TestFormWithoutAnAnswerStaysOpen(t *testing.T) {
	w := start(t)
	a := w.connect(func(f frame) any {
		if f.Payload["type"] == "view_submission" {
			return mute
		}
		return nil
	})
	id := w.open(a, "U1", modal(nil))
	done := make(chan error)
	go func() { done <- w.As("U1").Submit(w.ctx, id, map[string]any{"note": "x"}) }()
	a.next()
	w.move(3 * time.Second)
	wantError(t, <-done, "trouble connecting")
	if len(w.As("U1").Views()) != 1 {
		t.Error("the form is gone")
	}
}

func TestClosingAFormNotifiesTheAppOnlyIfRequested(t *testing.T) {
	w := start(t)
	a := w.connect(ackAll)
	noError(t, w.As("U1").CloseView(w.open(a, "U1", modal(nil))))
	noError(t, w.As("U1").CloseView(w.open(a, "U1", modal(obj{"notify_on_close": true}))))
	f := a.next()
	want(t, "type", f.Payload["type"].(string), "view_closed")
	noError(t, w.WaitIdle(w.ctx))
	var kinds []string
	w.Look(func(st *State) {
		for _, e := range st.Envelopes.All() {
			kinds = append(kinds, e.Kind)
		}
	})
	want(t, "envelopes", strings.Join(kinds, " "), "shortcut shortcut view_closed")
}

func TestExternalMenuAsksTheAppForItsOptions(t *testing.T) {
	var answer any = obj{"options": many(100, opt)}
	w := start(t)
	a := w.connect(func(f frame) any {
		if f.Payload["type"] == "block_suggestion" {
			return answer
		}
		return nil
	})
	id := w.open(a, "U1", modal(nil, input("deal", "external_select", obj{"min_query_length": 0})))
	p := w.As("U1")
	options, err := p.Options(w.ctx, Ref{View: id}, "deal_a", "acme")
	noError(t, err)
	f := a.next()
	want(t, "payload", fmt.Sprint(f.Payload["value"], f.Payload["action_id"], f.Payload["block_id"], f.AcceptsResponsePayload),
		"acmedeal_adealtrue")
	want(t, "option", fmt.Sprint(len(options), options[7]), "100 {option 7 7}")
	wantError(t, p.Submit(w.ctx, id, map[string]any{"deal": "7"}), "choose one of the options")
	answer = obj{"options": many(101, opt)}
	_, err = p.Options(w.ctx, Ref{View: id}, "deal_a", "")
	wantError(t, err, "no more than 100 items")
	noError(t, p.Submit(w.ctx, id, map[string]any{"deal": options[7]}))
	var form FormErrors
	if errors.As(err, &form) {
		t.Error("an app's bad options are no error of the form")
	}
}

func TestHomeTabIsPublishedAndReplaced(t *testing.T) {
	w := start(t)
	a := w.connect(ackAll)
	home := func(text int, hash string) reply {
		body := obj{"user_id": "U1", "view": obj{"type": "home", "blocks": []any{obj{"type": "section", "text": mrk(text)}}}}
		if hash != "" {
			body["hash"] = hash
		}
		return w.json("views.publish", "xoxb-fake", body)
	}
	first := home(1, "")
	hash := first.obj["view"].(map[string]any)["hash"].(string)
	want(t, "replaced", home(2, hash).err(), "")
	want(t, "again", home(3, hash).err(), "hash_conflict")
	v, ok := w.As("U1").Home()
	if !ok || w.PlainView(v) != "xx" {
		t.Errorf("%+v", v)
	}
	want(t, "nobody", w.json("views.publish", "xoxb-fake", obj{"user_id": "U0", "view": obj{}}).err(), "user_not_found")
	noError(t, w.As("U1").OpenHome())
	want(t, "event", a.next().event()["tab"].(string), "home")
}
