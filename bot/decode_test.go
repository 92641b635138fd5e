package bot

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dealdesk/chat"
)

var testIdentity = identity{user: "UBOT", bot: "BBOT", team: "T1", reactions: []string{"memo"}}

const slashForm = "token=gIkuvaNzQIHg97ATvDxqgjtO&team_id=T1&team_domain=example&channel_id=C2147483705&channel_name=test" +
	"&user_id=U2147483697" +
	"&user_name=Steve&command=%2Flog&text=call+%26lt%3BAcme%26gt%3B+20m+see+%3Chttps%3A%2F%2Fa.b%2Fc%7Ca.b%3E+with+%3C%40U9%7Cbob%3E&api_app_id=A123456&is_enterprise_install=false" +
	"&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2F1234%2F5678&trigger_id=13345224609.738474920.8088930838d88f008e0"

func TestSlashCommandIsDecodedFromFormAndJSON(t *testing.T) {
	fields := map[string]string{}
	values, err := url.ParseQuery(slashForm)
	if err != nil {
		t.Fatal(err)
	}
	for name := range values {
		fields[name] = values.Get(name)
	}
	object, err := json.Marshal(fields)
	if err != nil {
		t.Fatal(err)
	}
	for _, body := range []string{slashForm, string(object)} {
		in, err := decodeSlash([]byte(body))
		if err != nil {
			t.Fatal(err)
		}
		want := chat.Request{ID: "trigger:13345224609.738474920.8088930838d88f008e0", Kind: chat.Slash, Name: "log",
			Who: chat.Who{Workspace: "T1", User: "U2147483697", Name: "Steve"}, Where: chat.Where{Channel: "C2147483705"}}
		if diff := cmp.Diff(want, in.Request); diff != "" {
			t.Error(diff)
		}
		if in.line != "call <Acme> 20m see a.b with <@U9>" || in.responseURL != "https://hooks.slack.com/commands/1234/5678" || !in.explicit {
			t.Errorf("line %q, response_url %q", in.line, in.responseURL)
		}
	}
}

func TestInteractionsAreDecoded(t *testing.T) {
	const who = `"user":{"id":"U1","username":"ana","name":"ana","team_id":"T1"},"team":{"id":"T1","domain":"x"},"api_app_id":"A1","token":"t"`
	const view = `"view":{"id":"V1","team_id":"T1","type":"modal","blocks":[],"private_metadata":"{\"v\":\"D-7\",\"c\":\"C1\",\"t\":\"5.0\"}","callback_id":"log save",` +
		`"state":{"values":{"note":{"note":{"type":"plain_text_input","value":"talked"}},"kind":{"kind":{"type":"static_select","selected_option":{"text":{"type":"plain_text","text":"Call"},"value":"call"}}},` +
		`"due":{"due":{"type":"datepicker","selected_date":"2026-11-24"}},"who":{"who":{"type":"users_select","selected_user":"U5"}},` +
		`"helpers":{"helpers":{"type":"multi_static_select","selected_options":[{"text":{"type":"plain_text","text":"Bob"},"value":"U6"},{"text":{"type":"plain_text","text":"Mei"},"value":"U7"}]}},` +
		`"room":{"room":{"type":"conversations_select","selected_conversation":"C7"}},` +
		`"nobody":{"nobody":{"type":"multi_static_select","selected_options":[]}},"empty":{"empty":{"type":"plain_text_input","value":null}}}},` +
		`"hash":"1.abc","title":{"type":"plain_text","text":"Log"},"root_view_id":"V1","previous_view_id":null}`
	fields := map[string]string{"note": "talked", "kind": "call", "due": "2026-11-24", "who": "U5", "helpers": "U6,U7", "room": "C7"}
	ana := chat.Who{Workspace: "T1", User: "U1", Name: "ana"}
	for name, c := range map[string]struct {
		payload string
		want    chat.Request
		alone   bool
		depth   int
	}{
		"a button in a thread": {
			`{"type":"block_actions",` + who + `,"container":{"type":"message","message_ts":"6.1","channel_id":"C1","is_ephemeral":false,"thread_ts":"5.0"},"trigger_id":"9.8.7","channel":{"id":"C1","name":"sales"},` +
				`"message":{"bot_id":"BBOT","type":"message","text":"card","user":"UBOT","ts":"6.1","thread_ts":"5.0"},"response_url":"https://hooks.slack.com/actions/x","actions":[{"action_id":"discount decide#2","block_id":"b1","text":{"type":"plain_text","text":"Approve"},"value":"R-3|yes","type":"button","action_ts":"7.0"}]}`,
			chat.Request{ID: "trigger:9.8.7", Kind: chat.Click, Name: "discount decide", Value: "R-3|yes", Who: ana,
				Where: chat.Where{Channel: "C1", Thread: "5.0", TS: "6.1", Shown: true}}, false, 0},
		"a button only the clicker sees": {
			`{"type":"block_actions",` + who + `,"container":{"type":"message","message_ts":"6.1","channel_id":"C1","is_ephemeral":true},"trigger_id":"9.8.7","channel":{"id":"C1"},"actions":[{"action_id":"undo","value":"J-1","type":"button"}]}`,
			chat.Request{ID: "trigger:9.8.7", Kind: chat.Click, Name: "undo", Value: "J-1", Who: ana, Where: chat.Where{Channel: "C1", TS: "6.1"}},
			true, 0},
		"a menu in a direct message": {
			`{"type":"block_actions",` + who + `,"container":{"type":"message","message_ts":"6.1","channel_id":"D1"},"trigger_id":"9.8.7","actions":[{"action_id":"pick","selected_option":{"value":"A-4"},"type":"static_select"}]}`,
			chat.Request{ID: "trigger:9.8.7", Kind: chat.Click, Name: "pick", Value: "A-4", Who: ana,
				Where: chat.Where{Channel: "D1", TS: "6.1", Direct: true}}, true, 0},
		"a form": {
			`{"type":"view_submission",` + who + `,"trigger_id":"9.8.7",` + view + `,"response_urls":[],"is_enterprise_install":false,"enterprise":null}`,
			chat.Request{ID: "view:V1:log save", Kind: chat.Submit, Name: "log save", Value: "D-7", Fields: fields, Who: ana,
				Where: chat.Where{Channel: "C1", Thread: "5.0", View: "V1"}}, false, 1},
		"a button in a form": {
			`{"type":"block_actions",` + who + `,"container":{"type":"view","view_id":"V1"},"trigger_id":"9.8.7",` + view + `,"actions":[{"action_id":"more","value":"2","type":"button"}]}`,
			chat.Request{ID: "trigger:9.8.7", Kind: chat.Click, Name: "more", Value: "2", Fields: fields, Who: ana,
				Where: chat.Where{Channel: "C1", Thread: "5.0", View: "V1"}}, false, 1},
		"suggestions": {
			`{"type":"block_suggestion",` + who + `,"container":{"type":"view","view_id":"V1"},` + view +
				`,"action_id":"account suggest","block_id":"account","value":"ac"}`,
			chat.Request{ID: "suggest:V1:account", Kind: chat.Options, Name: "account suggest", Args: "ac", Form: "log save",
				Value: "D-7", Fields: fields, Who: ana,
				Where: chat.Where{Channel: "C1", Thread: "5.0", View: "V1"}}, false, 1},
		"a shortcut on a message": {
			`{"type":"message_action",` + who + `,"callback_id":"log this","trigger_id":"9.8.7","response_url":"https://hooks.slack.com/app/x","channel":{"id":"C1"},"message_ts":"6.1","message":{"type":"message","user":"U2","ts":"1700000000.000100","thread_ts":"5.0","text":"Acme &amp; Co"}}`,
			chat.Request{ID: "trigger:9.8.7", Kind: chat.Shortcut, Name: "log this", Who: ana,
				Where: chat.Where{Channel: "C1", Thread: "5.0", TS: "1700000000.000100", Shown: true},
				About: chat.Said{Channel: "C1", Thread: "5.0", TS: "1700000000.000100", User: "U2", Text: "Acme & Co",
					At: time.Unix(1700000000, 100000).UTC()}}, false, 0},
		"a global shortcut": {
			`{"type":"shortcut",` + who + `,"callback_id":"log","trigger_id":"9.8.7"}`,
			chat.Request{ID: "trigger:9.8.7", Kind: chat.Shortcut, Name: "log", Who: ana}, false, 0},
	} {
		t.Run(name, func(t *testing.T) {
			in, err := decodeInteraction([]byte(c.payload))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, in.Request); diff != "" {
				t.Error(diff)
			}
			if in.onlyAsker != c.alone || in.depth != c.depth {
				t.Errorf("alone %v, depth %d", in.onlyAsker, in.depth)
			}
		})
	}
}

func callback(event string) string {
	return `{"token":"t","team_id":"T1","api_app_id":"A1","event":` + event +
		`,"type":"event_callback","event_id":"Ev1","event_time":1700000000,"authorizations":[{"team_id":"T1","user_id":"UBOT","is_bot":true}]}`
}

func TestTypedWordsAreHeardByHowTheyAreAddressed(t *testing.T) {
	type want struct {
		kind     chat.Kind
		line     string
		explicit bool
	}
	message := func(text, more string) string {
		return fmt.Sprintf(`{"type":"message","user":"U1","text":%s,"ts":"6.1","channel":"C1","channel_type":"channel","event_ts":"6.1"%s}`,
			encode(text), more)
	}
	const thread, im = `,"thread_ts":"5.0"`, `,"channel":"D1","channel_type":"im"`
	for name, c := range map[string]struct {
		event string
		want  want
	}{
		"a mention":                      {message("<@UBOT> log call Acme", ""), want{chat.Mention, "log call Acme", true}},
		"a mention with a name":          {message("<@UBOT|dealdesk>: log call", ""), want{chat.Mention, "log call", true}},
		"a mention and a Chinese comma":  {message("<@UBOT>，记录 拜访 华星", ""), want{chat.Mention, "记录 拜访 华星", true}},
		"a mention without a space":      {message("<@UBOT>help", ""), want{chat.Mention, "help", true}},
		"a mention in a sentence":        {message("as <@UBOT> said", ""), want{chat.Mention, "said", false}},
		"app_mention":                    {strings.Replace(message("<@UBOT> !approve", thread), `"message"`, `"app_mention"`, 1), want{chat.Mention, "approve", true}},
		"a line copied as code":          {message("`log call Acme`", im), want{chat.Direct, "log call Acme", true}},
		"a line of a block of code":      {message("```\nlog call Acme\n```", im), want{chat.Direct, "log call Acme", true}},
		"a bold ! in a thread":           {message("*!approve*", thread), want{chat.Bang, "approve", false}},
		"code behind a mention":          {message("<@UBOT> `!approve R-3`", ""), want{chat.Mention, "approve R-3", true}},
		"marks of two words":             {message("*deal* list *won*", im), want{chat.Direct, "*deal* list *won*", true}},
		"a direct message":               {message("deal list", im), want{chat.Direct, "deal list", true}},
		"a direct message with a !":      {message("!approve R-3", im), want{chat.Direct, "approve R-3", true}},
		"a direct message with a file":   {message("log call", im+`,"subtype":"file_share"`), want{chat.Direct, "log call", true}},
		"a mention in a direct message":  {message("<@UBOT> help", im), want{chat.Mention, "help", true}},
		"someone named in a direct one":  {message("tell <@UBOT> hi", im), want{chat.Direct, "tell <@UBOT> hi", true}},
		"! in a thread":                  {message("!reject too early", thread), want{chat.Bang, "reject too early", false}},
		"! of a Chinese keyboard":        {message("！驳回 太早", thread), want{chat.Bang, "驳回 太早", false}},
		"! shown in the channel as well": {message("!approve", thread+`,"subtype":"thread_broadcast"`), want{chat.Bang, "approve", false}},
		"! outside of threads":           {message("!approve", ""), want{}},
		"plain words in a thread":        {message("looks good", thread), want{}},
		"plain words":                    {message("log call Acme", ""), want{}},
		"a longer id":                    {message("<@UBOTTLE> hello", ""), want{}},
		"another bot":                    {message("<@UBOT> help", `,"bot_id":"B2"`), want{}},
		"ourselves":                      {message("<@UBOT> help", `,"user":"UBOT"`), want{}},
		"a bot's own kind of message":    {message("<@UBOT> help", `,"subtype":"bot_message"`), want{}},
		"someone joined":                 {message("<@U1> has joined", `,"subtype":"channel_join"`), want{}},
	} {
		t.Run(name, func(t *testing.T) {
			in, err := decodeEvent([]byte(callback(c.event)), testIdentity)
			if c.want == (want{}) {
				if !errors.Is(err, errNotForUs) {
					t.Fatalf("decoded %+v, %v", in, err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := (want{in.Kind, in.line, in.explicit}); got != c.want {
				t.Errorf("decoded %+v, want %+v", got, c.want)
			}
			if wantID := "message:" + in.Where.Channel + ":6.1"; in.ID != wantID {
				t.Errorf("id %q, want %q", in.ID, wantID)
			}
		})
	}
}

func TestOtherEventsAreHeard(t *testing.T) {
	at := time.Unix(1700000000, 100000).UTC()
	ana := chat.Who{Workspace: "T1", User: "U1"}
	for name, c := range map[string]struct {
		event string
		want  chat.Request
	}{
		"an edit": {`{"type":"message","subtype":"message_changed","hidden":true,"channel":"C1","channel_type":"channel","ts":"8.0","event_ts":"8.0",
			"message":{"type":"message","user":"U1","text":"<@UBOT> log call 30m","edited":{"user":"U1","ts":"8.0"},"ts":"1700000000.000100"},
			"previous_message":{"type":"message","user":"U1","text":"<@UBOT> log call 20m","ts":"1700000000.000100"}}`,
			chat.Request{ID: "edit:C1:1700000000.000100:8.0", Kind: chat.Edit, Who: ana, Where: chat.Where{Channel: "C1", TS: "1700000000.000100"},
				About: chat.Said{Channel: "C1", TS: "1700000000.000100", User: "U1", Text: "<@UBOT> log call 30m", At: at, Edited: instant("8.0")}}},
		"a link's preview":            {`{"type":"message","subtype":"message_changed","channel":"C1","ts":"8.0","message":{"user":"U1","text":"<@UBOT> log <http://x>","ts":"6.1","attachments":[{}]},"previous_message":{"user":"U1","text":"<@UBOT> log <http://x>","ts":"6.1"}}`, chat.Request{}},
		"our own edit":                {`{"type":"message","subtype":"message_changed","channel":"C1","ts":"8.0","message":{"user":"UBOT","bot_id":"BBOT","text":"<@UBOT> log","edited":{"ts":"8.0"},"ts":"6.1"}}`, chat.Request{}},
		"an edit that adds a mention": {`{"type":"app_mention","user":"U1","text":"<@UBOT> log","edited":{"user":"U1","ts":"8.0"},"ts":"6.1","channel":"C1","event_ts":"8.0"}`, chat.Request{}},
		"a deletion": {`{"type":"message","subtype":"message_deleted","hidden":true,"channel":"C1","channel_type":"channel","deleted_ts":"1700000000.000100","ts":"8.0","event_ts":"8.0",
			"previous_message":{"type":"message","user":"U1","text":"<@UBOT> log call","ts":"1700000000.000100"}}`,
			chat.Request{ID: "delete:C1:1700000000.000100", Kind: chat.Delete, Name: "delete", Who: ana,
				Where: chat.Where{Channel: "C1", TS: "1700000000.000100"},
				About: chat.Said{Channel: "C1", TS: "1700000000.000100", User: "U1", Text: "<@UBOT> log call", At: at}}},
		"a reaction": {`{"type":"reaction_added","user":"U1","reaction":"memo","item_user":"U2","item":{"type":"message","channel":"C1","ts":"1700000000.000100"},"event_ts":"9.0"}`,
			chat.Request{ID: "reaction:C1:1700000000.000100:U1:memo", Kind: chat.Reaction, Name: "reaction", Args: "memo", Who: ana,
				Where: chat.Where{Channel: "C1", TS: "1700000000.000100"},
				About: chat.Said{Channel: "C1", TS: "1700000000.000100", User: "U2", At: at}}},
		"any other emoji":    {`{"type":"reaction_added","user":"U1","reaction":"tada","item":{"type":"message","channel":"C1","ts":"6.1"},"event_ts":"9.0"}`, chat.Request{}},
		"an emoji on a file": {`{"type":"reaction_added","user":"U1","reaction":"memo","item":{"type":"file","file":"F1"},"event_ts":"9.0"}`, chat.Request{}},
		"the home tab": {`{"type":"app_home_opened","user":"U1","channel":"D1","tab":"home","event_ts":"9.0"}`,
			chat.Request{ID: "home:U1:9.0", Kind: chat.Home, Name: "home", Who: ana}},
		"the messages tab": {`{"type":"app_home_opened","user":"U1","channel":"D1","tab":"messages","event_ts":"9.0"}`, chat.Request{}},
		"someone changed": {`{"type":"user_change","user":{"id":"U1","team_id":"T1","deleted":true,"name":"ana","tz":"Asia/Shanghai"},"event_ts":"9.0"}`,
			chat.Request{ID: "profile:U1:9.0", Kind: chat.Profile, Name: "profile", Who: ana}},
		"what nobody knows yet": {`{"type":"from_the_future","user":{"id":"U1"},"channel":{"id":"C1"}}`, chat.Request{}},
	} {
		t.Run(name, func(t *testing.T) {
			in, err := decodeEvent([]byte(callback(c.event)), testIdentity)
			if c.want.ID == "" {
				if !errors.Is(err, errNotForUs) {
					t.Fatalf("decoded %+v, %v", in, err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, in.Request); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestMarkupBecomesTheTypedText(t *testing.T) {
	for in, want := range map[string]string{
		"a &amp;&amp; b &lt;c&gt;":              "a && b <c>",
		"&amp;lt;":                              "&lt;",
		"ask <@U1|bob> and <@U2>":               "ask <@U1> and <@U2>",
		"in <#C1|sales> or <#C2>":               "in #sales or <#C2>",
		"see <https://a.b/?x=1&amp;y=2>":        "see https://a.b/?x=1&y=2",
		"see <https://a.b|our site>":            "see our site",
		"<mailto:a@b.c|a@b.c> <mailto:d@e.f>":   "a@b.c d@e.f",
		"<!here> <!channel> <!subteam^S1|@ops>": "@here @channel @ops",
		"<!date^139^{date}|Feb 18>":             "Feb 18",
		"open < bracket":                        "open < bracket",
		"“curly” ‘quotes’ 全角":                   "“curly” ‘quotes’ 全角",
	} {
		if got := plainText(in); got != want {
			t.Errorf("words(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestChannelsNamedInALineAreMappedToTheirIDs(t *testing.T) {
	in, err := decodeSlash([]byte(`{"command":"/sales","text":"team new West <#C1|sales> <#C2> <#C3|> <#no|no> #plain","user_id":"U1","trigger_id":"1"}`))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]string{"#sales": "C1", "<#C2>": "C2", "<#C3>": "C3"}, in.Rooms); diff != "" {
		t.Error(diff)
	}
	in, err = decodeEvent([]byte(callback(`{"type":"message","channel_type":"im","user":"U1","channel":"D1","ts":"1.0","text":"team channel East <#C1|sales>"}`)), testIdentity)
	if err != nil || in.Rooms["#sales"] != "C1" || in.line != "team channel East #sales" {
		t.Errorf("%q %v, %v", in.line, in.Rooms, err)
	}
}

func TestMalformedPayloadsAreErrors(t *testing.T) {
	for name, err := range map[string]error{
		"slash without a trigger": second(decodeSlash([]byte("command=%2Flog&user_id=U1"))),
		"slash escapes":           second(decodeSlash([]byte("command=%2"))),
		"slash of numbers":        second(decodeSlash([]byte(`{"command":7}`))),
		"interaction":             second(decodeInteraction([]byte(`{"type":`))),
		"interaction of nobody":   second(decodeInteraction([]byte(`{"type":"block_actions","actions":[{}]}`))),
		"no action":               second(decodeInteraction([]byte(`{"type":"block_actions","user":{"id":"U1"},"trigger_id":"1"}`))),
		"no view":                 second(decodeInteraction([]byte(`{"type":"view_submission","user":{"id":"U1"}}`))),
		"foreign metadata":        second(decodeInteraction([]byte(`{"type":"view_submission","user":{"id":"U1"},"view":{"id":"V1","private_metadata":"x"}}`))),
		"event":                   second(decodeEvent([]byte(`[]`), testIdentity)),
		"event without an event":  second(decodeEvent([]byte(callback(`7`)), testIdentity)),
		"message without a place": second(decodeEvent([]byte(callback(`{"type":"message","user":"U1","text":"<@UBOT> x"}`)), testIdentity)),
	} {
		if err == nil || errors.Is(err, errNotForUs) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func second(_ incoming, err error) error { return err }

func FuzzSlash(f *testing.F) {
	f.Add(slashForm)
	f.Add(`{"command":"/log","user_id":"U1","trigger_id":"1","text":"<@U1|x> &amp;"}`)
	f.Add("%=%&&==")
	f.Fuzz(func(t *testing.T, body string) {
		in, err := decodeSlash([]byte(body))
		if err == nil && (in.ID == "trigger:" || in.Who.User == "" || in.Kind != chat.Slash) {
			t.Errorf("decoded %+v", in)
		}
		// net/url accepts what form accepts, with the same result.
		if values, bad := url.ParseQuery(body); err == nil && bad == nil && !strings.HasPrefix(strings.TrimSpace(body), "{") &&
			len(values["user_id"]) == 1 && values.Get("user_id") != in.Who.User {
			t.Errorf("user %q, want %q", in.Who.User, values.Get("user_id"))
		}
	})
}

func FuzzInteraction(f *testing.F) {
	f.Add(`{"type":"block_actions","user":{"id":"U1"},"trigger_id":"1","actions":[{"action_id":"a#2","value":"v"}]}`)
	f.Add(`{"type":"view_submission","user":{"id":"U1"},"view":{"id":"V1","type":"modal","private_metadata":"{}","state":{"values":{"a":{"b":{"selected_option":{"value":"x"}}}}}}}`)
	f.Add(`{"type":"message_action","user":{"id":"U1"},"trigger_id":"1","message":{"ts":"1.2","user":{"id":1}}}`)
	f.Fuzz(func(t *testing.T, payload string) {
		in, err := decodeInteraction([]byte(payload))
		if err == nil && (in.ID == "" || in.Kind == "" || in.Who.User == "") {
			t.Errorf("decoded %+v", in)
		}
	})
}

func FuzzEvent(f *testing.F) {
	f.Add(callback(`{"type":"message","user":"U1","text":"<@UBOT> log","ts":"6.1","channel":"C1"}`))
	f.Add(callback(`{"type":"message","subtype":"message_changed","channel":"C1","message":{"user":"U1","text":"!a","edited":{"ts":"1"},"ts":"1.1","thread_ts":"1.0"}}`))
	f.Add(callback(`{"type":"user_change","user":{"id":"U1"}}`))
	f.Add(`{"type":"event_callback","event":null}`)
	f.Fuzz(func(t *testing.T, body string) {
		in, err := decodeEvent([]byte(body), testIdentity)
		if err == nil && (in.ID == "" || in.Kind == "" || in.Who.User == testIdentity.user) {
			t.Errorf("decoded %+v", in)
		}
	})
}

func BenchmarkDecode(b *testing.B) {
	b.Run("slash", func(b *testing.B) {
		body := []byte(slashForm)
		for b.Loop() {
			if _, err := decodeSlash(body); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("event", func(b *testing.B) {
		body := []byte(callback(`{"type":"message","user":"U1","text":"<@UBOT> log call Acme 20m","ts":"6.1","channel":"C1","channel_type":"channel","event_ts":"6.1"}`))
		for b.Loop() {
			if _, err := decodeEvent(body, testIdentity); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("click", func(b *testing.B) {
		body := []byte(`{"type":"block_actions","user":{"id":"U1","username":"ana","name":"ana","team_id":"T1"},"api_app_id":"A1","token":"t","container":{"type":"message","message_ts":"6.1","channel_id":"C1","is_ephemeral":false,"thread_ts":"5.0"},"trigger_id":"9.8.7","team":{"id":"T1","domain":"x"},"channel":{"id":"C1","name":"sales"},"message":{"bot_id":"BBOT","type":"message","text":"card","user":"UBOT","ts":"6.1","thread_ts":"5.0","blocks":[{"type":"section","block_id":"x","text":{"type":"mrkdwn","text":"*D-7* Acme data platform"}}]},"response_url":"https://hooks.slack.com/actions/x","actions":[{"action_id":"discount decide#2","block_id":"b1","text":{"type":"plain_text","text":"Approve"},"value":"R-3|yes","type":"button","action_ts":"7.0"}]}`)
		for b.Loop() {
			if _, err := decodeInteraction(body); err != nil {
				b.Fatal(err)
			}
		}
	})
}
