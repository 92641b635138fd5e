package bot

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"dealdesk/chat"

	"github.com/slack-go/slack"
)

// Slack's limits. What exceeds one is split or cut, so no content makes a message fail.
const (
	maxText         = 4000 // beside blocks; also what a message of text alone can show at once
	maxMessage      = 50   // blocks
	maxMessageChars = 13000
	maxView         = 100 // blocks
	maxSection      = 3000
	maxField        = 2000
	maxFields       = 10
	maxHeader       = 150
	maxButtons      = 25
	maxButton       = 75
	maxValue        = 2000
	maxOptions      = 100
	maxRadio        = 10
	maxOption       = 75
	maxOptionValue  = 150
	maxTitle        = 24
	maxLabel        = 2000
	maxPlaceholder  = 150
	maxInput        = 3000
)

const ellipsis = "…"

// payload is a chat.Message in Slack's form.
type payload struct {
	Text   string
	Blocks []slack.Block
	rich   bool // holds blocks that not every workspace takes
}

// render turns a message into Slack's form. Text is always there: it is what
// notifications and screen readers get.
func render(m chat.Message) payload {
	r := renderer{room: maxMessageChars}
	content := m.Blocks
	if len(content) == 0 && utf8.RuneCountInString(string(m.Text)) > maxText {
		content = []chat.Block{chat.Para(m.Text)}
	}
	r.all(content, maxMessage)
	text := string(chat.Cut(m.Text, maxText))
	if strings.TrimSpace(text) == "" {
		text = ellipsis
	}
	return payload{Text: text, Blocks: r.out, rich: r.tables+r.charts > 0}
}

// plainer is p without the blocks that a workspace may refuse; Text has their numbers.
func (p payload) plainer() payload {
	out := payload{Text: p.Text}
	for _, b := range p.Blocks {
		switch b.BlockType() {
		case slack.MBTTable, slack.MBTDataVisualization:
		default:
			out.Blocks = append(out.Blocks, b)
		}
	}
	return out
}

// renderModal turns a form into Slack's; from is where it was opened.
func renderModal(m chat.Modal, from chat.Where) slack.ModalViewRequest {
	r := renderer{view: true, room: maxView * maxSection}
	r.all(m.Blocks, maxView)
	// Two short strings and the record id: cannot fail, stays far below 3000.
	metadata, _ := json.Marshal(origin{Value: m.Value, Channel: from.Channel, Thread: from.Thread})
	v := slack.ModalViewRequest{
		Type:            slack.VTModal,
		Title:           plain(m.Title, maxTitle),
		Blocks:          slack.Blocks{BlockSet: r.filled()},
		CallbackID:      m.Action,
		PrivateMetadata: string(metadata),
	}
	if m.Submit != "" || r.inputs > 0 {
		v.Submit = plain(or(m.Submit, "OK"), maxTitle)
	}
	if m.Close != "" {
		v.Close = plain(m.Close, maxTitle)
	}
	return v
}

// renderHome turns a message into the home tab.
func renderHome(m chat.Message) slack.HomeTabViewRequest {
	r := renderer{view: true, room: maxView * maxSection}
	content := m.Blocks
	if len(content) == 0 {
		content = []chat.Block{chat.Para(m.Text)}
	}
	r.all(content, maxView)
	return slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: r.filled()}}
}

// renderer collects blocks.
type renderer struct {
	out            []slack.Block
	view           bool // a form or the home tab: no tables, no charts
	room           int  // characters left
	actions        map[string]int
	inputs         int
	tables, charts int
}

// filled is out, which may not be empty in a view.
func (r *renderer) filled() []slack.Block {
	if len(r.out) == 0 {
		return []slack.Block{slack.NewDividerBlock()}
	}
	return r.out
}

func (r *renderer) all(blocks []chat.Block, limit int) {
	for _, b := range blocks {
		r.block(b)
		if len(r.out) > limit || r.room < 0 {
			r.out = r.out[:min(len(r.out), limit)]
			// The last one shown gives its place to a sign that there was more.
			r.out[len(r.out)-1] = slack.NewContextBlock("", mrkdwn(ellipsis))
			return
		}
	}
}

func (r *renderer) add(b slack.Block) { r.out = append(r.out, b) }

func (r *renderer) block(b chat.Block) {
	switch {
	case b.Header != "":
		r.spend(b.Header)
		r.add(slack.NewHeaderBlock(plain(b.Header, maxHeader)))
	case b.Section != nil:
		r.section(*b.Section)
	case b.Context != "":
		for _, part := range split(b.Context, maxSection) {
			r.spend(string(part))
			r.add(slack.NewContextBlock("", mrkdwn(part)))
		}
	case len(b.Buttons) > 0:
		var elements []slack.BlockElement
		for _, button := range b.Buttons {
			if e := r.button(button); e != nil {
				elements = append(elements, e)
			}
		}
		for len(elements) > 0 {
			n := min(len(elements), maxButtons)
			r.add(slack.NewActionBlock("", elements[:n]...))
			elements = elements[n:]
		}
	case b.Table != nil:
		if !r.view && r.tables == 0 {
			r.table(*b.Table)
		}
	case b.Chart != nil:
		if !r.view && r.charts < maxCharts {
			r.chart(*b.Chart)
		}
	case b.Input != nil:
		r.input(*b.Input)
	case b.Divider:
		r.add(slack.NewDividerBlock())
	}
}

func (r *renderer) section(s chat.Section) {
	var accessory *slack.Accessory
	if s.Button != nil {
		if e := r.button(*s.Button); e != nil {
			accessory = slack.NewAccessory(e)
		}
	}
	var fields []*slack.TextBlockObject
	for _, f := range s.Fields {
		if f = chat.Cut(f, maxField); strings.TrimSpace(string(f)) != "" {
			r.spend(string(f))
			fields = append(fields, mrkdwn(f))
		}
	}
	parts := split(s.Text, maxSection)
	for len(parts) > 0 || len(fields) > 0 {
		var text *slack.TextBlockObject
		if len(parts) > 0 {
			r.spend(string(parts[0]))
			text, parts = mrkdwn(parts[0]), parts[1:]
		}
		n := 0
		if len(parts) == 0 { // fields stand below all of the text
			n = min(len(fields), maxFields)
		}
		r.add(slack.NewSectionBlock(text, fields[:n], accessory))
		fields, accessory = fields[n:], nil
	}
}

// button is nil for a value too long to be an id: cut, it would name another record.
func (r *renderer) button(b chat.Button) *slack.ButtonBlockElement {
	if len(b.Value) > maxValue || b.Action == "" {
		return nil
	}
	r.spend(b.Label)
	e := slack.NewButtonBlockElement(r.actionID(b.Action), b.Value, plain(b.Label, maxButton))
	e.Style = slack.Style(b.Style)
	if c := b.Confirm; c != nil {
		e.Confirm = slack.NewConfirmationBlockObject(plain(or(c.Title, b.Label), 100), plain(or(c.Text, b.Label), 300), plain(or(c.Yes, "OK"), 30), plain(or(c.No, "✕"), 30))
		if b.Style != chat.Plain {
			e.Confirm.Style = slack.Style(b.Style)
		}
	}
	return e
}

// actionID numbers the buttons of one route: Slack wants them different.
func (r *renderer) actionID(route string) string {
	if r.actions == nil {
		r.actions = map[string]int{}
	}
	r.actions[route]++
	if n := r.actions[route]; n > 1 {
		return fmt.Sprintf("%s#%d", route, n)
	}
	return route
}

func (r *renderer) spend(s string) { r.room -= utf8.RuneCountInString(s) }

// mrkdwn is verbatim: Slack makes no links or mentions out of what someone typed.
func mrkdwn(s chat.Safe) *slack.TextBlockObject {
	return &slack.TextBlockObject{Type: slack.MarkdownType, Text: string(s), Verbatim: true}
}

func plain(s string, limit int) *slack.TextBlockObject {
	return &slack.TextBlockObject{Type: slack.PlainTextType, Text: cut(or(s, ellipsis), limit)}
}

// cut shortens plain text to limit characters.
func cut(s string, limit int) string {
	if utf8.RuneCountInString(s) <= limit {
		return s
	}
	return strings.TrimSpace(string([]rune(s)[:limit-1])) + ellipsis
}

// or is s without what nobody sees, and otherwise where nothing is left: Slack refuses
// empty texts.
func or(s, otherwise string) string {
	if s = chat.Clean(s); strings.TrimSpace(s) == "" {
		return otherwise
	}
	return s
}

// split breaks text at line ends into parts of at most limit characters; a line longer
// than that is cut.
func split(s chat.Safe, limit int) []chat.Safe {
	var parts []chat.Safe
	var part strings.Builder
	size := 0
	flush := func() {
		if text := strings.Trim(part.String(), "\n"); strings.TrimSpace(text) != "" {
			parts = append(parts, chat.Safe(text))
		}
		part.Reset()
		size = 0
	}
	for line := range strings.SplitSeq(string(s), "\n") {
		line = string(chat.Cut(chat.Safe(line), limit))
		n := utf8.RuneCountInString(line) + 1
		if size+n > limit+1 {
			flush()
		}
		part.WriteString(line + "\n")
		size += n
	}
	flush()
	return parts
}
