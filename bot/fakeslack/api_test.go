package fakeslack

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestMethodsRequireTheRightToken(t *testing.T) {
	w := start(t)
	r := w.json("auth.test", "xoxb-fake", nil)
	want(t, "user_id", r.obj["user_id"].(string), "UBOT")
	want(t, "scopes", r.header.Get("X-OAuth-Scopes"), strings.Join(AllScopes(), ","))
	want(t, "none", w.json("auth.test", "", nil).err(), "not_authed")
	want(t, "in a JSON body", w.json("auth.test", "", obj{"token": "xoxb-fake"}).err(), "not_authed")
	want(t, "wrong", w.json("auth.test", "xoxb-else", nil).err(), "invalid_auth")
	want(t, "app token", w.json("auth.test", "xapp-fake", nil).err(), "not_allowed_token_type")
	want(t, "bot token", w.json("apps.connections.open", "xoxb-fake", nil).err(), "not_allowed_token_type")
	want(t, "method", w.form("chat.scheduleMessage").err(), "unknown_method")
	want(t, "JSON", w.json("auth.test", "xoxb-fake", []int{1}).err(), "json_not_object")
}

func TestEveryMethodRequiresItsScope(t *testing.T) {
	w := start(t, func(o *Options) { o.Scopes = []string{"commands"} })
	// The scope of these methods depends on the conversation.
	args := map[string][]string{"conversations.list": {"types", "public_channel"}}
	for name, m := range methods {
		needed := m.scope
		if strings.HasPrefix(name, "conversations.") && needed == "" {
			if needed = "channels:read"; name == "conversations.history" || name == "conversations.replies" {
				needed = "channels:history"
			}
			args[name] = append(args[name], "channel", "C1", "ts", "1.0")
		}
		if needed == "" {
			continue
		}
		r := w.form(name, args[name]...)
		if r.err() != "missing_scope" || r.obj["needed"] != needed || r.obj["provided"] != "commands" {
			t.Errorf("%s: %v", name, r.obj)
		}
	}
	for channel, scope := range map[string]string{"G1": "groups:read", "DU1": "im:read"} {
		want(t, channel, w.form("conversations.info", "channel", channel).obj["needed"].(string), scope)
	}
}

func TestBotPostsOnlyWhereItMay(t *testing.T) {
	w := start(t, func(o *Options) { o.Scopes = []string{"chat:write"} })
	noError(t, w.Invite("G1", "UBOT"))
	w.AddChannel(Channel{ID: "C4", Name: "old", Members: []string{"UBOT"}})
	noError(t, w.Archive("C4"))
	w.AddChannel(Channel{ID: "G2", Name: "closed", Private: true, Members: []string{"U1"}})
	for to, code := range map[string]string{"C1": "", "#sales": "", "G1": "", "U1": "", "DU1": "", "C2": "not_in_channel",
		"C4": "is_archived", "G2": "channel_not_found", "C0": "channel_not_found", "UBOT": "cannot_dm_bot", "": "invalid_arguments"} {
		want(t, "to "+to, w.form("chat.postMessage", "channel", to, "text", "x").err(), code)
	}
	public := start(t)
	want(t, "public", public.form("chat.postMessage", "channel", "C2", "text", "x").err(), "")
}

func TestMessagesAreValidated(t *testing.T) {
	w := start(t, noLimits)
	post := func(fields ...string) string {
		return w.form("chat.postMessage", append([]string{"channel", "C1"}, fields...)...).err()
	}
	long := strings.Repeat("字", maxMessageText)
	want(t, "nothing", post(), "no_text")
	want(t, "spaces", post("text", " \n"), "no_text")
	want(t, "at the limit", post("text", long), "")
	want(t, "one more", post("text", long+"x"), "msg_too_long")
	want(t, "blocks alone", post("blocks", `[{"type":"divider"}]`), "")
	want(t, "no list", post("text", "x", "blocks", `{"type":"divider"}`), "invalid_blocks")
	want(t, "no JSON", post("text", "x", "blocks", `[{`), "invalid_blocks_format")
	want(t, "attachments", post("text", "x", "attachments", "{}"), "invalid_attachments")
	want(t, "many", post("text", "x", "attachments", "["+strings.Repeat("{},", 100)+"{}]"), "too_many_attachments")
	want(t, "no such thread", post("text", "x", "thread_ts", "1.000000"), "thread_not_found")
	parent := w.post("C1", "parent")
	reply := w.post("C1", "reply", "thread_ts", parent)
	want(t, "a reply's reply", post("text", "x", "thread_ts", reply), "cannot_reply_to_message")
}

func TestMetadataIsValidatedKeptAndShownOnRequest(t *testing.T) {
	w := start(t, noLimits)
	meta := func(m string) string {
		return w.form("chat.postMessage", "channel", "C1", "text", "x", "metadata", m).err()
	}
	want(t, "no payload", meta(`{"event_type":"post"}`), "invalid_metadata_format")
	want(t, "no type", meta(`{"event_type":"","event_payload":{}}`), "invalid_metadata_format")
	want(t, "list", meta(`[]`), "invalid_metadata_format")
	want(t, "JSON", meta(`{`), "invalid_metadata_format")
	frame := `{"event_payload":{"id":""},"event_type":"post"}`
	want(t, "at the limit", meta(strings.Replace(frame, `""`, `"`+strings.Repeat("x", maxMetadataSize-len(frame))+`"`, 1)), "")
	want(t, "one more", meta(strings.Replace(frame, `""`, `"`+strings.Repeat("x", maxMetadataSize-len(frame)+1)+`"`, 1)), "metadata_too_large")

	ts := w.post("C1", "with", "metadata", `{"event_type":"post","event_payload":{"id":"01J"}}`)
	shown := func(include string) any {
		r := w.form("conversations.history", "channel", "C1", "limit", "1", "include_all_metadata", include)
		return r.obj["messages"].([]any)[0].(map[string]any)["metadata"]
	}
	if shown("0") != nil {
		t.Error("shown without being asked for")
	}
	id := func() any { return shown("1").(map[string]any)["event_payload"].(map[string]any)["id"] }
	want(t, "id", id().(string), "01J")
	w.form("chat.update", "channel", "C1", "ts", ts, "text", "new")
	want(t, "kept by an update", id().(string), "01J")
	w.form("chat.update", "channel", "C1", "ts", ts, "text", "new", "metadata", "{}")
	if shown("1") != nil {
		t.Error("an empty object did not remove it")
	}
}

func TestUpdatesReplaceTheContentOfAMessage(t *testing.T) {
	w := start(t)
	ts := w.post("C1", "card", "blocks", button("go", "1"))
	r := w.form("chat.update", "channel", "C1", "ts", ts, "text", "only text")
	m := r.obj["message"].(map[string]any)
	if r.err() != "" || m["blocks"] != nil || m["edited"] == nil || m["ts"] != ts {
		t.Error(r.obj)
	}
	theirs, err := w.As("U1").Say("C1", "", "mine")
	noError(t, err)
	want(t, "another's", w.form("chat.update", "channel", "C1", "ts", theirs, "text", "x").err(), "cant_update_message")
	want(t, "another's", w.form("chat.delete", "channel", "C1", "ts", theirs).err(), "cant_delete_message")
	want(t, "none", w.form("chat.update", "channel", "C1", "ts", "1.0", "text", "x").err(), "message_not_found")
	want(t, "nothing", w.form("chat.update", "channel", "C1", "ts", ts).err(), "no_text")
	want(t, "at the limit", w.form("chat.update", "channel", "C1", "ts", ts, "text", strings.Repeat("x", maxUpdateText)).err(), "")
	want(t, "one more", w.form("chat.update", "channel", "C1", "ts", ts, "text", strings.Repeat("x", maxUpdateText+1)).err(), "msg_too_long")
	want(t, "channel", w.form("chat.update", "channel", "C0", "ts", ts, "text", "x").err(), "channel_not_found")
	want(t, "delete", w.form("chat.delete", "channel", "C1", "ts", ts).err(), "")
	want(t, "twice", w.form("chat.delete", "channel", "C1", "ts", ts).err(), "message_not_found")
	noError(t, w.Archive("C1"))
	want(t, "archived", w.form("chat.update", "channel", "C1", "ts", ts, "text", "x").err(), "message_not_found")
}

func TestDeletedParentBecomesATombstoneAndItsThreadStays(t *testing.T) {
	w := start(t)
	parent := w.post("C1", "parent")
	w.post("C1", "reply", "thread_ts", parent)
	w.form("chat.delete", "channel", "C1", "ts", parent)
	wantTexts(t, w.As("U1").Sees("C1", parent), "This message was deleted.", "reply")
	want(t, "update", w.form("chat.update", "channel", "C1", "ts", parent, "text", "x").err(), "message_not_found")
}

func TestTimestampsRiseInAChannelEvenIfTheClockDoesNot(t *testing.T) {
	w := start(t, noLimits)
	a, b := w.post("C1", "x"), w.post("C1", "x")
	want(t, "first", a, fmt.Sprintf("%d.000000", w.clock.now().Unix()))
	want(t, "second", b, fmt.Sprintf("%d.000001", w.clock.now().Unix()))
	want(t, "in another channel", w.post("C3", "x"), a)
	w.move(-time.Hour)
	if c := w.post("C1", "x"); compareTS(c, b) <= 0 {
		t.Errorf("%s is not after %s", c, b)
	}
}

func TestEphemeralMessagesAreSeenByOnePersonAndNotInHistory(t *testing.T) {
	w := start(t)
	post := func(channel, user string) string {
		return w.form("chat.postEphemeral", "channel", channel, "user", user, "text", "psst").err()
	}
	want(t, "ok", post("C1", "U1"), "")
	want(t, "not in it", post("C2", "U2"), "user_not_in_channel")
	want(t, "nobody", post("C1", "U0"), "user_not_found")
	wantTexts(t, w.As("U1").Sees("C1", ""), "psst")
	wantTexts(t, w.As("U2").Sees("C1", ""))
	if n := len(w.form("conversations.history", "channel", "C1").obj["messages"].([]any)); n != 0 {
		t.Errorf("%d messages in the history", n)
	}
}

func TestHistoryAndRepliesArePaginated(t *testing.T) {
	w := start(t, noLimits)
	parent := w.post("C1", "m0")
	for i := range 5 {
		w.post("C1", fmt.Sprint("r", i), "thread_ts", parent)
		w.post("C1", fmt.Sprint("m", i+1))
	}
	w.post("C1", "loud", "thread_ts", parent, "reply_broadcast", "true")
	read := func(method string, fields ...string) (out string) {
		cursor := ""
		for {
			r := w.form(method, append([]string{"channel", "C1", "limit", "3", "cursor", cursor}, fields...)...)
			if r.err() != "" {
				return r.err()
			}
			for _, m := range r.obj["messages"].([]any) {
				out += m.(map[string]any)["text"].(string) + " "
			}
			if cursor = r.obj["response_metadata"].(map[string]any)["next_cursor"].(string); cursor == "" {
				return out
			}
			out += "/ "
		}
	}
	want(t, "history", read("conversations.history"), "loud m5 m4 / m3 m2 m1 / m0 ")
	want(t, "since", read("conversations.history", "oldest", parent), "loud m5 m4 / m3 m2 m1 ")
	want(t, "from", read("conversations.history", "latest", parent, "inclusive", "1"), "m0 ")
	want(t, "replies", read("conversations.replies", "ts", parent), "m0 r0 r1 / r2 r3 r4 / loud ")
	want(t, "thread", read("conversations.replies", "ts", "1.0"), "thread_not_found")
	want(t, "cursor", read("conversations.history", "cursor", "x"), "invalid_cursor")
	want(t, "limit", read("conversations.history", "limit", "1000"), "invalid_limit")
	want(t, "outside", w.form("conversations.history", "channel", "C2").err(), "not_in_channel")
	want(t, "hidden", w.form("conversations.history", "channel", "G1").err(), "channel_not_found")
}

func TestConversationsPeopleAndReactions(t *testing.T) {
	w := start(t)
	names := func(types string) (out []string) {
		for _, c := range w.form("conversations.list", "types", types).obj["channels"].([]any) {
			out = append(out, c.(map[string]any)["id"].(string))
		}
		return out
	}
	want(t, "public", strings.Join(names("public_channel"), " "), "C1 C2 C3")
	want(t, "private", strings.Join(names("private_channel"), " "), "")
	want(t, "types", w.form("conversations.list", "types", "all").err(), "invalid_types")
	want(t, "members", fmt.Sprint(w.form("conversations.members", "channel", "C1").obj["members"]), "[U1 U2 UBOT]")
	open := func(users string) reply { return w.form("conversations.open", "users", users) }
	want(t, "im", open("U1").obj["channel"].(map[string]any)["id"].(string), "DU1")
	want(t, "bot", open("UBOT").err(), "cannot_dm_bot")
	want(t, "nobody", open("U0").err(), "user_not_found")
	want(t, "none", open("").err(), "users_list_not_supplied")
	noError(t, w.UpdateUser("U1", func(u *User) { u.Deleted = true }))
	want(t, "gone", open("U1").err(), "user_disabled")

	u := w.form("users.info", "user", "U2", "include_locale", "true").obj["user"].(map[string]any)
	want(t, "user", fmt.Sprintln(u["locale"], u["tz"], u["tz_offset"], u["is_admin"], u["team_id"], u["is_stranger"]),
		"zh-CN Asia/Shanghai 28800 true T0001 false\n")
	want(t, "user", w.form("users.info", "user", "U0").err(), "user_not_found")
	if n := len(w.form("users.list").obj["members"].([]any)); n != 4 {
		t.Errorf("%d people", n)
	}
	want(t, "bot", w.form("bots.info", "bot", "B0001").obj["bot"].(map[string]any)["user_id"].(string), "UBOT")
	want(t, "team", w.form("team.info").obj["team"].(map[string]any)["domain"].(string), "acme")
	ts := w.post("C1", "x")
	want(t, "link", w.form("chat.getPermalink", "channel", "C1", "message_ts", ts).obj["permalink"].(string),
		"https://acme.slack.com/archives/C1/p"+strings.Replace(ts, ".", "", 1))
	react := func() string {
		return w.form("reactions.add", "channel", "C1", "timestamp", ts, "name", "eyes").err()
	}
	want(t, "react", react(), "")
	want(t, "again", react(), "already_reacted")
}

func TestAppUploadsAFileInThreeSteps(t *testing.T) {
	w := start(t)
	r := w.form("files.getUploadURLExternal", "filename", "deals.csv", "length", "5")
	id, to := r.obj["file_id"].(string), r.obj["upload_url"].(string)
	complete := func() reply {
		return w.form("files.completeUploadExternal", "files", string(mustJSON([]obj{{"id": id, "title": "Deals"}})), "channel_id", "C1",
			"initial_comment", "here")
	}
	want(t, "before the content", complete().err(), "file_not_found")
	put := func(content string) int {
		resp, err := http.Post(to, "application/octet-stream", strings.NewReader(content))
		noError(t, err)
		resp.Body.Close()
		return resp.StatusCode
	}
	if code := put("too long"); code != 400 {
		t.Error(code)
	}
	if code := put("a,b,c"); code != 200 {
		t.Error(code)
	}
	want(t, "complete", complete().err(), "")
	m := w.As("U1").Sees("C1", "")[0]
	want(t, "plain", w.Plain(m), "here\n(file deals.csv)")
	req, _ := http.NewRequest("GET", w.URL()+"/files/"+id, nil)
	req.Header.Set("Authorization", "Bearer xoxb-fake")
	resp, err := http.DefaultClient.Do(req)
	noError(t, err)
	defer resp.Body.Close()
	got := make([]byte, 5)
	_, _ = resp.Body.Read(got)
	want(t, "content", string(got), "a,b,c")
}

func TestPostingTooFastIsRefusedWithRetryAfter(t *testing.T) {
	w := start(t)
	for range 3 {
		w.post("C1", "burst")
	}
	r := w.form("chat.postMessage", "channel", "C1", "text", "x")
	if r.status != 429 || r.err() != "ratelimited" || r.header.Get("Retry-After") != "1" {
		t.Fatal(r)
	}
	want(t, "another channel", w.form("chat.postMessage", "channel", "C3", "text", "x").err(), "")
	want(t, "same channel by name", w.form("chat.postMessage", "channel", "#sales", "text", "x").err(), "ratelimited")
	w.move(time.Second)
	w.post("C1", "in time")
	want(t, "then again", w.form("chat.postMessage", "channel", "C1", "text", "x").err(), "ratelimited")
	w.Look(func(st *State) {
		if p := st.Posts["C1"]; p.Total != 4 || p.Max != 3 {
			t.Errorf("%+v", p)
		}
	})
}

func TestMethodsAreLimitedByTheirTier(t *testing.T) {
	w := start(t)
	n := 0
	for w.form("users.list").status == 200 {
		n++
	}
	if n != 30 {
		t.Errorf("%d calls at once, want the tier's 20 and a burst of 10", n)
	}
	want(t, "wait", w.form("users.list").header.Get("Retry-After"), "3")
	w.move(3 * time.Second)
	want(t, "after it", w.form("users.list").err(), "")
}

func TestFaultsHappenAsOftenAsRequested(t *testing.T) {
	w := start(t)
	w.SetFaults(func(f *Faults) {
		f.LoseAnswer = map[string]int{"chat.postMessage": 1}
		f.RateLimit = map[string]int{"*": 1}
		f.RetryAfter = 7
	})
	r := w.form("auth.test")
	if r.status != 429 || r.header.Get("Retry-After") != "7" {
		t.Error(r)
	}
	req, _ := http.NewRequest("POST", w.URL()+"/api/chat.postMessage", strings.NewReader("token=xoxb-fake&channel=C1&text=lost"))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := http.DefaultClient.Do(req)
	if err == nil {
		resp.Body.Close()
		t.Error("an answer came: ", resp.Status)
	}
	wantTexts(t, w.As("U1").Sees("C1", ""), "lost")
	w.SetFaults(func(f *Faults) { f.Refuse = map[string]string{"chat.postMessage": "internal_error"} })
	want(t, "refused", w.form("chat.postMessage", "channel", "C1", "text", "x").err(), "internal_error")
	var calls []string
	w.Look(func(st *State) {
		for _, c := range st.Calls.All() {
			calls = append(calls, fmt.Sprint(c.Method, c.Status, c.Error))
		}
	})
	want(t, "record", strings.Join(calls, " "), "auth.test429ratelimited chat.postMessage0 chat.postMessage200internal_error")
}

func TestRecordContainsArgumentsButNoTokens(t *testing.T) {
	w := start(t, func(o *Options) { o.Keep = 2; o.Limits.Off = true })
	for i := range 9 {
		w.post("C1", fmt.Sprint(i))
	}
	w.Look(func(st *State) {
		kept := st.Calls.All()
		if len(kept) != 2 || st.Calls.Total() != 9 {
			t.Fatalf("%d kept of %d", len(kept), st.Calls.Total())
		}
		c := kept[1]
		if c.Args["text"] != "8" || c.Channel != "C1" || c.TS == "" || !c.At.Equal(w.clock.now()) {
			t.Errorf("%+v", c)
		}
		if b, _ := json.Marshal(kept); strings.Contains(string(b), "xoxb") {
			t.Error("a token is in the record")
		}
	})
}

func TestInstallGrantsExactlyWhatTheManifestAsksFor(t *testing.T) {
	manifest := `{"features":{"slash_commands":[{"command":"/log","should_escape":true}],"shortcuts":[{"callback_id":"log_this"}]},
		"oauth_config":{"scopes":{"bot":["chat:write","commands"%s]}},"settings":{"event_subscriptions":{"bot_events":["message.channels"]}}}`
	var o Options
	wantError(t, o.Install(fmt.Appendf(nil, manifest, "")), "message.channels needs the scope channels:history")
	w := start(t, func(o *Options) { noError(t, o.Install(fmt.Appendf(nil, manifest, `,"channels:history"`))) })
	w.connect(ackAll)
	want(t, "scope", w.form("users.list").err(), "missing_scope")
	noError(t, w.As("U1").Slash(w.ctx, "C1", "/log", ""))
	wantError(t, w.As("U1").Slash(w.ctx, "C1", "/sales", ""), "not a valid command")
	wantError(t, w.As("U1").Shortcut(w.ctx, "other", "", ""), "no shortcut")
}
