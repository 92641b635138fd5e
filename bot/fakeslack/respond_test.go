package fakeslack

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"testing"
	"time"
)

// postToResponseURL returns the HTTP status and error code.
func postToResponseURL(t *testing.T, url string, body any) string {
	t.Helper()
	resp, err := http.Post(url, "application/json", bytes.NewReader(mustJSON(body)))
	noError(t, err)
	defer resp.Body.Close()
	var o struct{ Error string }
	noError(t, json.NewDecoder(resp.Body).Decode(&o))
	return fmt.Sprint(resp.StatusCode, o.Error)
}

func (w *world) responseURLOfACommand(a *app) string {
	w.t.Helper()
	noError(w.t, w.As("U1").Slash(w.ctx, "C2", "/log", ""))
	return a.next().Payload["response_url"].(string)
}

func TestResponseURLWorksFiveTimesWithinThirtyMinutes(t *testing.T) {
	w := start(t)
	a := w.connect(ackAll)
	url := w.responseURLOfACommand(a)
	for range 5 {
		want(t, "use", postToResponseURL(t, url, obj{"text": "x"}), "200")
	}
	want(t, "sixth", postToResponseURL(t, url, obj{"text": "x"}), "404used_url")
	url = w.responseURLOfACommand(a)
	w.move(30 * time.Minute)
	want(t, "at thirty minutes", postToResponseURL(t, url, obj{"text": "x"}), "200")
	w.move(time.Millisecond)
	want(t, "later", postToResponseURL(t, url, obj{"text": "x"}), "404expired_url")
	want(t, "invented", postToResponseURL(t, w.URL()+"/response/x", obj{"text": "x"}), "404invalid_url")
}

func TestResponseIsEphemeralUnlessInChannel(t *testing.T) {
	w := start(t)
	a := w.connect(ackAll)
	url := w.responseURLOfACommand(a)
	// Like slack-go, with nulls.
	want(t, "ephemeral", postToResponseURL(t, url,
		obj{"text": "psst", "blocks": nil, "metadata": obj{"event_type": "", "event_payload": nil}, "replace_original": false}), "200")
	want(t, "in channel", postToResponseURL(t, url, obj{"text": "all", "response_type": "in_channel"}), "200")
	want(t, "nothing", postToResponseURL(t, url, obj{}), "400no_text")
	want(t, "blocks", postToResponseURL(t, url, obj{"text": "x", "blocks": []any{obj{"type": "x"}}}), "400invalid_blocks")
	wantTexts(t, w.As("U1").Sees("C2", ""), "psst", "all")
	for _, m := range w.As("U1").Sees("C2", "") {
		want(t, m.Text, m.To, map[string]string{"psst": "U1"}[m.Text])
	}
}

func TestResponseToAClickCanReplaceOrDeleteItsMessage(t *testing.T) {
	w := start(t)
	a := w.connect(ackAll)
	click := func(channel, ts string) string {
		noError(t, w.As("U1").Click(w.ctx, Ref{Channel: channel, TS: ts}, "go"))
		for f := a.next(); ; f = a.next() {
			if f.Type == "interactive" {
				return f.Payload["response_url"].(string)
			}
		}
	}
	ts := w.post("C1", "card", "blocks", button("go", "1"))
	url := click("C1", ts)
	want(t, "new", postToResponseURL(t, url, obj{"text": "only you"}), "200")
	want(t, "in the thread", postToResponseURL(t, url, obj{"text": "below", "thread_ts": ts}), "200")
	want(t, "replace", postToResponseURL(t, url, obj{"text": "done", "replace_original": true}), "200")
	wantTexts(t, w.As("U2").Sees("C1", ""), "done")
	wantTexts(t, w.As("U1").Sees("C1", ""), "done", "only you")
	wantTexts(t, w.As("U1").Sees("C1", ts), "done", "below")
	want(t, "delete", postToResponseURL(t, url, obj{"delete_original": true}), "200")
	want(t, "it is gone", postToResponseURL(t, url, obj{"text": "x", "replace_original": true}), "400message_not_found")

	r := w.form("chat.postEphemeral", "channel", "C1", "user", "U1", "text", "undo?", "blocks", button("go", "1"))
	want(t, "replace what one person sees",
		postToResponseURL(t, click("C1", r.obj["message_ts"].(string)), obj{"text": "undone", "replace_original": true}), "200")
	wantTexts(t, w.As("U1").Sees("C1", ""), "only you", "undone")
}

func TestRefusedAnswerToACommandIsShownAsAnError(t *testing.T) {
	w := start(t)
	w.connect(func(frame) any { return obj{"blocks": []any{obj{"type": "x"}}} })
	wantError(t, w.As("U1").Slash(w.ctx, "C1", "/log", ""), "invalid_blocks")
}
