package fakeslack

import (
	"strings"
	"testing"
)

func TestEveryBlockHasPlainText(t *testing.T) {
	w := start(t)
	blocks := `[
	{"type":"header","text":{"type":"plain_text","text":"Deals & more"}},
	{"type":"section","text":{"type":"mrkdwn","text":"*D-7* by <@U2> in <#C1|sales> &lt;3 <https://x.y|link> <!here>"},
		"accessory":{"type":"button","action_id":"o","text":{"type":"plain_text","text":"Open"}}},
	{"type":"section","fields":[{"type":"mrkdwn","text":"*Amount* 5"},{"type":"plain_text","text":"Stage <lead>"}]},
	{"type":"divider"},
	{"type":"context","elements":[{"type":"mrkdwn","text":"quietly"},{"type":"image","image_url":"https://x/y","alt_text":"flag"}]},
	{"type":"actions","elements":[{"type":"button","action_id":"a","text":{"type":"plain_text","text":"Approve"}},
		{"type":"static_select","action_id":"s","placeholder":{"type":"plain_text","text":"pick"},"options":[{"text":{"type":"plain_text","text":"one"},"value":"1"},{"text":{"type":"plain_text","text":"two"},"value":"2"}]},
		{"type":"overflow","action_id":"v","options":[{"text":{"type":"plain_text","text":"Undo"},"value":"u"}]},
		{"type":"users_select","action_id":"u","initial_user":"U1"}]},
	{"type":"image","image_url":"https://x/y","alt_text":"a chart","title":{"type":"plain_text","text":"Chart"}},
	{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"Hi "},{"type":"user","user_id":"U1"},{"type":"emoji","name":"tada"}]},
		{"type":"rich_text_list","style":"ordered","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"first"}]},{"type":"rich_text_section","elements":[{"type":"link","url":"https://z"}]}]},
		{"type":"rich_text_quote","elements":[{"type":"text","text":"said"}]}]},
	{"type":"markdown","text":"**bold**"},
	{"type":"table","rows":[[{"type":"raw_text","text":"rep"},{"type":"raw_text","text":"won"}],[{"type":"raw_text","text":"Ana"},{"type":"raw_number","value":3}]]},
	{"type":"data_visualization","title":"Won","chart":{"type":"line","series":[{"name":"Ana","data":[{"label":"Q1","value":1},{"label":"Q2","value":2.5}]}],"axis_config":{"categories":["Q1","Q2"]}}},
	{"type":"data_visualization","title":"Share","chart":{"type":"pie","segments":[{"label":"EU","value":4}]}}
	]`
	w.post("C1", "fallback", "blocks", blocks)
	want(t, "plain", w.Plain(w.As("U1").Sees("C1", "")[0]), strings.TrimSpace(`
# Deals & more
*D-7* by @li.wei in #sales <3 link @here
[Open]
*Amount* 5
Stage <lead>
---
quietly (image: flag)
[Approve] [pick v: one | two] [... Undo] [@ana v]
Chart
(image: a chart)
Hi @ana:tada:
1. first
2. https://z
> said
**bold**
| rep | won |
| Ana | 3 |
(chart: Won)
  Q1: Ana 1
  Q2: Ana 2.5
(chart: Share)
  EU: 4`))
}

func TestPlainFormShowsValuesAndErrors(t *testing.T) {
	w := start(t)
	a := w.connect(ackAll)
	note := input("note", "plain_text_input", obj{"placeholder": obj{"type": "plain_text", "text": "what happened"}})
	note["optional"], note["hint"] = true, obj{"type": "plain_text", "text": "one line"}
	id := w.open(a, "U1", modal(obj{"close": obj{"type": "plain_text", "text": "Cancel"}, "submit": obj{"type": "plain_text", "text": "Log"},
		"title": obj{"type": "plain_text", "text": "New log"}},
		note, input("who", "multi_users_select", nil),
		input("ok", "checkboxes", obj{"options": []any{opt(1)}, "initial_options": []any{opt(1)}})))
	wantError(t, w.As("U1").Submit(w.ctx, id, map[string]any{"who": []string{"U1", "U0"}}), "no user")
	want(t, "plain", w.PlainView(w.As("U1").Views()[0]), strings.TrimSpace(`
== New log ==
NOTE (optional): [what happened]
one line
WHO: [ v]
  ! there is no user "U0"
OK: (option 1 of: option 1)
[Cancel] [Log]`))
	w.Look(func(st *State) { st.Users["U1"].Locale = "zh-CN" })
	want(t, "in Chinese", w.PlainView(w.As("U1").Views()[0]), strings.TrimSpace(`
== New log ==
NOTE（选填）: [what happened]
one line
WHO: [ v]
  ! there is no user "U0"
OK: (option 1，可选：option 1)
[Cancel] [Log]`))
}

func TestTranscriptShowsWhatOnePersonSees(t *testing.T) {
	w := start(t)
	ts, err := w.As("U1").Say("C1", "", "@dealdesk deal D-7 & more")
	noError(t, err)
	w.post("C1", "here it is", "thread_ts", ts)
	w.form("chat.postEphemeral", "channel", "C1", "user", "U1", "text", "saved")
	noError(t, w.As("U2").React("C1", ts, "eyes"))
	want(t, "transcript", w.As("U1").Transcript("C1", ""),
		"@ana\n  @dealdesk deal D-7 & more\n  :eyes: 1\n@dealdesk (only visible to you)\n  saved")
	want(t, "thread", w.As("U1").Transcript("C1", ts), "@ana\n  @dealdesk deal D-7 & more\n  :eyes: 1\n@dealdesk\n  here it is")
}
