package fakeslack

import (
	"context"
	"strings"
	"testing"
	"time"
)

func TestCommandIsAnsweredToTheAskerOnly(t *testing.T) {
	w := start(t)
	a := w.connect(func(f frame) any { return obj{"text": "logged *it*"} })
	noError(t, w.As("U1").Slash(w.ctx, "C1", "/log", "call Acme & Co <now> with @li.wei in #sales"))
	f := a.next()
	for k, v := range map[string]string{"command": "/log", "user_id": "U1", "channel_id": "C1", "team_id": "T0001", "api_app_id": "A0001",
		"is_enterprise_install": "false", "channel_name": "sales",
		"text": "call Acme &amp; Co &lt;now&gt; with <@U2|li.wei> in <#C1|sales>"} {
		want(t, k, f.Payload[k].(string), v)
	}
	if f.Type != "slash_commands" || !f.AcceptsResponsePayload {
		t.Errorf("%+v", f)
	}
	wantTexts(t, w.As("U1").Sees("C1", ""), "logged *it*")
	wantTexts(t, w.As("U2").Sees("C1", ""))
	w.As("U1").Reload()
	wantTexts(t, w.As("U1").Sees("C1", ""))
}

func TestTypedURLsMentionsAndEmojiAreEncoded(t *testing.T) {
	w := start(t)
	for text, want := range map[string]string{
		"see https://a.b/?x=1&y=<2>.":   "see <https://a.b/?x=1&amp;y=>&lt;2&gt;.",
		"看https://a.b/x，好吗":             "看<https://a.b/x>，好吗",
		"https://a.b/@li.wei @li.wei":   "<https://a.b/@li.wei> <@U2>",
		"<https://a.b> javascript:x :)": "<https://a.b> javascript:x :)",
	} {
		if got := w.encodeTyped(text, false); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
	block := string(mustJSON(richBlock("done :tada: at 10:30:45 :+1: <https://a.b/?x&amp;y>")))
	for _, part := range []string{`{"name":"tada","type":"emoji"}`, `{"text":" at 10:30:45 ","type":"text"}`, `{"name":"+1","type":"emoji"}`,
		`"url":"https://a.b/?x\u0026y"`} {
		if !strings.Contains(block, part) {
			t.Errorf("%s is not in %s", part, block)
		}
	}
}

func TestCommandWithoutAcknowledgementTimesOutAfterThreeSeconds(t *testing.T) {
	w := start(t)
	a := w.connect(silent)
	done := make(chan error)
	go func() { done <- w.As("U1").Slash(w.ctx, "C1", "/log", "x") }()
	a.next()
	w.move(2999 * time.Millisecond)
	select {
	case err := <-done:
		t.Fatal("too early:", err)
	default:
	}
	w.move(time.Millisecond)
	want(t, "error", (<-done).Error(), `/log failed with the error "operation_timeout"`)
	noError(t, w.WaitIdle(w.ctx))
}

func TestCommandWithoutAConnectedAppFailsAtOnce(t *testing.T) {
	w := start(t)
	wantError(t, w.As("U1").Slash(w.ctx, "C1", "/log", "x"), "dispatch_failed")
}

func TestCommandsRequireMembershipAndAnActivePerson(t *testing.T) {
	w := start(t, func(o *Options) { o.Commands = []string{"/log"} })
	w.connect(ackAll)
	noError(t, w.As("U1").Slash(w.ctx, "C1", "/log", ""))
	wantError(t, w.As("U1").Slash(w.ctx, "C1", "/deal", ""), "not a valid command")
	wantError(t, w.As("U9").Slash(w.ctx, "C3", "/log", ""), "not a valid command")
	wantError(t, w.As("U2").Slash(w.ctx, "C2", "/log", ""), "not in C2")
	noError(t, w.UpdateUser("U1", func(u *User) { u.Deleted = true }))
	wantError(t, w.As("U1").Slash(w.ctx, "C1", "/log", ""), "deactivated")
}

func TestMentionArrivesAsMessageAndAsMention(t *testing.T) {
	w := start(t)
	a := w.connect(ackAll)
	ts, err := w.As("U1").Say("C1", "", "@dealdesk deal D-7")
	noError(t, err)
	m, mention := a.next().event(), a.next().event()
	want(t, "type", m["type"].(string), "message")
	want(t, "type", mention["type"].(string), "app_mention")
	for _, e := range []map[string]any{m, mention} {
		want(t, "ts", e["ts"].(string), ts)
		want(t, "text", e["text"].(string), "<@UBOT> deal D-7")
	}
	want(t, "channel_type", m["channel_type"].(string), "channel")
	noError(t, w.WaitIdle(w.ctx))
	if _, err := w.As("U1").Say(w.As("U1").IM(), "", "hello"); err != nil {
		t.Fatal(err)
	}
	want(t, "channel_type", a.next().event()["channel_type"].(string), "im")
}

func TestStrangerHasTheirOwnTeam(t *testing.T) {
	w := start(t)
	a := w.connect(ackAll)
	_, err := w.As("U9").Say("C3", "", "hi")
	noError(t, err)
	f := a.next()
	want(t, "user_team", f.event()["user_team"].(string), "T0009")
	want(t, "team_id", f.Payload["team_id"].(string), "T0001")
	ts := w.post("C3", "press", "blocks", button("go", "1"))
	noError(t, w.As("U9").Click(w.ctx, Ref{Channel: "C3", TS: ts}, "go"))
	for f = a.next(); f.Type != "interactive"; f = a.next() {
	}
	want(t, "user.team_id", f.Payload["user"].(map[string]any)["team_id"].(string), "T0009")
	r := w.form("users.info", "user", "U9", "include_locale", "true")
	u := r.obj["user"].(map[string]any)
	if u["is_stranger"] != true || u["locale"] != nil {
		t.Error(u)
	}
}

func TestEditsAndDeletionsContainThePreviousMessage(t *testing.T) {
	w := start(t)
	a := w.connect(ackAll)
	p := w.As("U1")
	ts, err := p.Say("C1", "", "log call Acme")
	noError(t, err)
	noError(t, p.Edit("C1", ts, "log call Beta"))
	noError(t, p.React("C1", ts, "eyes"))
	noError(t, p.Delete("C1", ts))
	a.next()
	e := a.next().event()
	want(t, "subtype", e["subtype"].(string), "message_changed")
	want(t, "before", e["previous_message"].(map[string]any)["text"].(string), "log call Acme")
	want(t, "after", e["message"].(map[string]any)["text"].(string), "log call Beta")
	e = a.next().event()
	want(t, "type", e["type"].(string), "reaction_added")
	want(t, "item", e["item"].(map[string]any)["ts"].(string), ts)
	want(t, "item_user", e["item_user"].(string), "U1")
	e = a.next().event()
	want(t, "subtype", e["subtype"].(string), "message_deleted")
	want(t, "deleted_ts", e["deleted_ts"].(string), ts)
	wantError(t, w.As("U2").Edit("C1", w.post("C1", "mine"), "x"), "no message of U2")
}

func button(action, value string) string {
	return string(mustJSON([]obj{{"type": "actions", "block_id": "acts", "elements": []obj{
		{"type": "button", "action_id": action, "value": value, "text": obj{"type": "plain_text", "text": "Approve"}}}}}))
}

func TestClickContainsTheMessageAndAResponseURL(t *testing.T) {
	w := start(t)
	a := w.connect(ackAll)
	parent := w.post("C1", "card")
	ts := w.post("C1", "approve?", "thread_ts", parent, "blocks", button("approve", "R-3"))
	noError(t, w.As("U2").Click(w.ctx, Ref{Channel: "C1", TS: ts}, "Approve"))
	f := a.next()
	for ; f.Type != "interactive"; f = a.next() {
	}
	p := f.Payload
	want(t, "type", p["type"].(string), "block_actions")
	act := p["actions"].([]any)[0].(map[string]any)
	want(t, "action_id", act["action_id"].(string), "approve")
	want(t, "block_id", act["block_id"].(string), "acts")
	want(t, "value", act["value"].(string), "R-3")
	c := p["container"].(map[string]any)
	want(t, "container", c["type"].(string)+c["message_ts"].(string)+c["thread_ts"].(string), "message"+ts+parent)
	want(t, "message", p["message"].(map[string]any)["text"].(string), "approve?")
	if p["trigger_id"] == "" || !strings.HasPrefix(p["response_url"].(string), w.URL()) {
		t.Error(p)
	}
	wantError(t, w.As("U2").Click(w.ctx, Ref{Channel: "C1", TS: ts}, "reject"), `no "reject"`)
	w.form("chat.update", "channel", "C1", "ts", ts, "text", "approved")
	wantError(t, w.As("U2").Click(w.ctx, Ref{Channel: "C1", TS: ts}, "approve"), `no "approve"`)
	w.form("chat.delete", "channel", "C1", "ts", ts)
	wantError(t, w.As("U2").Click(w.ctx, Ref{Channel: "C1", TS: ts}, "approve"), "not there any more")
}

func TestClickOnAnEphemeralMessageContainsNoMessage(t *testing.T) {
	w := start(t)
	a := w.connect(ackAll)
	r := w.form("chat.postEphemeral", "channel", "C1", "user", "U1", "text", "undo?", "blocks", button("undo", "L-1"))
	ts := r.obj["message_ts"].(string)
	noError(t, w.As("U1").Click(w.ctx, Ref{Channel: "C1", TS: ts}, "undo"))
	p := a.next().Payload
	if p["message"] != nil || p["container"].(map[string]any)["is_ephemeral"] != true {
		t.Error(p)
	}
	wantError(t, w.As("U2").Click(w.ctx, Ref{Channel: "C1", TS: ts}, "undo"), "not there")
	want(t, "update", w.form("chat.update", "channel", "C1", "ts", ts, "text", "x").err(), "message_not_found")
}

func TestShortcutsContainTheMessageOrATrigger(t *testing.T) {
	w := start(t)
	a := w.connect(ackAll)
	ts := w.post("C1", "they called")
	noError(t, w.As("U1").Shortcut(w.ctx, "log_this", "C1", ts))
	f := a.next()
	for ; f.Type != "interactive"; f = a.next() {
	}
	want(t, "type", f.Payload["type"].(string), "message_action")
	want(t, "text", f.Payload["message"].(map[string]any)["text"].(string), "they called")
	noError(t, w.As("U1").Shortcut(w.ctx, "new_deal", "", ""))
	f = a.next()
	want(t, "type", f.Payload["type"].(string), "shortcut")
	want(t, "callback_id", f.Payload["callback_id"].(string), "new_deal")
}

func TestWaitForEndsWithItsContext(t *testing.T) {
	w := start(t)
	ctx, cancel := context.WithCancel(w.ctx)
	cancel()
	wantError(t, w.WaitFor(ctx, func(*State) bool { return false }), "canceled")
	changed := w.Changed()
	w.post("C1", "x")
	<-changed
}
