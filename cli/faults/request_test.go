//go:build linux && faults

package faults

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"dealdesk/bot/fakeslack"
)

// post posts a message with the bot's token, past the gate.
func (w *world) post(channel, text string, metadata *fakeslack.Metadata) {
	w.Helper()
	mark, err := json.Marshal(metadata)
	w.check(err)
	token, _, _ := w.slack.Tokens()
	form := url.Values{"channel": {channel}, "text": {text}, "metadata": {string(mark)}, "token": {token}}
	resp, err := http.PostForm(w.slack.URL()+"/api/chat.postMessage", form)
	w.check(err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	w.check(err)
	if !strings.Contains(string(body), `"ok":true`) {
		w.Fatalf("the local Slack answered %s", body)
	}
}

const formType, jsonType = "application/x-www-form-urlencoded", "application/json"

// signed sends a signed request to the bot's own listener.
func (w *world) signed(client *http.Client, path, kind, body string) (status int, answer string) {
	w.Helper()
	at := strconv.FormatInt(time.Now().Unix(), 10)
	r, err := http.NewRequestWithContext(w.Context(), http.MethodPost, "http://"+w.listen+path, strings.NewReader(body))
	w.check(err)
	_, _, secret := w.slack.Tokens()
	r.Header.Set("Content-Type", kind)
	r.Header.Set("X-Slack-Request-Timestamp", at)
	r.Header.Set("X-Slack-Signature", fakeslack.Sign(secret, at, []byte(body)))
	resp, err := client.Do(r)
	w.check(err)
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	w.check(err)
	return resp.StatusCode, string(text)
}

// overOneConnection returns a function that types commands, all over one kept connection, as
// a reverse proxy in front of the bot does.
func (w *world) overOneConnection() func(trigger, command, text string) string {
	client := &http.Client{Transport: &http.Transport{MaxConnsPerHost: 1}, Timeout: 20 * time.Second}
	w.Cleanup(client.CloseIdleConnections)
	return func(trigger, command, text string) string {
		w.Helper()
		return w.types(client, rep(0), trigger, command, text)
	}
}

// types sends a command of somebody to the bot's own listener.
func (w *world) types(client *http.Client, user, trigger, command, text string) string {
	w.Helper()
	form := url.Values{"team_id": {"T0001"}, "channel_id": {channel(0)}, "channel_name": {"team"}, "user_id": {user},
		"user_name": {"rep"}, "command": {command}, "text": {text}, "api_app_id": {"A0001"}, "trigger_id": {trigger},
		"response_url": {w.slack.URL() + "/response/none"}}
	status, answer := w.signed(client, "/slack/commands", formType, form.Encode())
	if status != http.StatusOK {
		w.Errorf("%s %s: status %d", command, text, status)
	}
	return answer
}

// event has the rep write to the bot directly.
func (w *world) event(text, ts string) int {
	w.Helper()
	body, err := json.Marshal(map[string]any{"type": "event_callback", "team_id": "T0001", "event_id": "Ev" + ts, "event": map[string]any{
		"type": "message", "user": rep(0), "text": text, "ts": ts, "channel": "D" + rep(0), "channel_type": "im"}})
	w.check(err)
	status, _ := w.signed(http.DefaultClient, "/slack/events", jsonType, string(body))
	return status
}
