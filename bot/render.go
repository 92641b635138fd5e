package bot

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"dealdesk/chat"
)

// Slack's limits. Longer content is split or cut, so that it never makes a message fail.
const (
	maxText          = 4000 // longer text without blocks is split into sections
	maxMessageBlocks = 50   // blocks
	maxMessageChars  = 13000
	maxViewBlocks    = 100 // blocks
	maxSectionText   = 3000
	maxFieldText     = 2000
	maxFields        = 10
	maxHeaderText    = 150
	maxButtons       = 25
	maxButtonLabel   = 75
	maxButtonValue   = 2000
	maxOptions       = 100
	maxRadioOptions  = 10
	maxOptionLabel   = 75
	maxOptionValue   = 150
	maxTitleText     = 24
	maxLabel         = 2000
	maxPlaceholder   = 150
	maxInputText     = 3000
)

const ellipsis = "…"

// payload is a chat.Message in Slack's form.
type payload struct {
	Text          string
	Blocks        []slack.Block
	hasRichBlocks bool // tables or charts, which some workspaces refuse
}

// render turns a message into Slack's form. Text is never empty, because notifications
// and screen readers use it.
func render(m chat.Message) payload {
	r := renderer{budget: maxMessageChars}
	content := m.Blocks
	if len(content) == 0 && utf8.RuneCountInString(string(m.Text)) > maxText {
		content = []chat.Block{chat.Para(m.Text)}
	}
	r.addAll(content, maxMessageBlocks)
	text := string(chat.Cut(m.Text, maxText))
	if strings.TrimSpace(text) == "" {
		text = ellipsis
	}
	return payload{Text: text, Blocks: r.out, hasRichBlocks: r.tables+r.charts > 0}
}

// withoutRichBlocks is p without tables and charts; Text contains their numbers.
func (p payload) withoutRichBlocks() payload {
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

// renderModal turns a form into Slack's form; from is where it was opened.
func renderModal(m chat.Modal, from chat.Where) slack.ModalViewRequest {
	r := renderer{view: true, budget: maxViewBlocks * maxSectionText}
	r.addAll(m.Blocks, maxViewBlocks)
	// A few short strings: this cannot fail and stays far below Slack's 3000 characters.
	metadata, _ := json.Marshal(origin{Value: m.Value, Channel: from.Channel, Thread: from.Thread, Root: from.Root})
	v := slack.ModalViewRequest{
		Type:            slack.VTModal,
		Title:           oneLine(m.Title, maxTitleText),
		Blocks:          slack.Blocks{BlockSet: r.nonEmpty()},
		CallbackID:      m.Action,
		PrivateMetadata: string(metadata),
	}
	if m.Submit != "" || r.inputs > 0 {
		v.Submit = plain(cleanOr(m.Submit, "OK"), maxTitleText)
	}
	if m.Close != "" {
		v.Close = plain(m.Close, maxTitleText)
	}
	return v
}

// renderHome turns a message into the home tab.
func renderHome(m chat.Message) slack.HomeTabViewRequest {
	r := renderer{view: true, budget: maxViewBlocks * maxSectionText}
	content := m.Blocks
	if len(content) == 0 {
		content = []chat.Block{chat.Para(m.Text)}
	}
	r.addAll(content, maxViewBlocks)
	return slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: r.nonEmpty()}}
}

// renderer collects blocks within Slack's limits.
type renderer struct {
	out            []slack.Block
	view           bool // for a form or the home tab, which take no tables or charts
	budget         int  // characters left
	actions        map[string]int
	inputs         int
	tables, charts int
}

// nonEmpty returns out, or a divider if it is empty: Slack refuses a view without blocks.
func (r *renderer) nonEmpty() []slack.Block {
	if len(r.out) == 0 {
		return []slack.Block{slack.NewDividerBlock()}
	}
	return r.out
}

func (r *renderer) addAll(blocks []chat.Block, limit int) {
	for _, b := range blocks {
		r.block(b)
		if len(r.out) > limit || r.budget < 0 {
			r.out = r.out[:min(len(r.out), limit)]
			// Replace the last block with an ellipsis.
			r.out[len(r.out)-1] = slack.NewContextBlock("", mrkdwn(ellipsis))
			return
		}
	}
}

func (r *renderer) add(b slack.Block) { r.out = append(r.out, b) }

func (r *renderer) block(b chat.Block) {
	switch {
	case b.Header != "":
		r.count(b.Header)
		r.add(slack.NewHeaderBlock(oneLine(b.Header, maxHeaderText)))
	case b.Section != nil:
		r.section(*b.Section)
	case b.Context != "":
		for _, part := range split(b.Context, maxSectionText) {
			r.count(string(part))
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
		if f = chat.Cut(f, maxFieldText); strings.TrimSpace(string(f)) != "" {
			r.count(string(f))
			fields = append(fields, mrkdwn(f))
		}
	}
	parts := split(s.Text, maxSectionText)
	for len(parts) > 0 || len(fields) > 0 {
		var text *slack.TextBlockObject
		if len(parts) > 0 {
			r.count(string(parts[0]))
			text, parts = mrkdwn(parts[0]), parts[1:]
		}
		n := 0
		if len(parts) == 0 { // fields come after all of the text
			n = min(len(fields), maxFields)
		}
		r.add(slack.NewSectionBlock(text, fields[:n], accessory))
		fields, accessory = fields[n:], nil
	}
}

// button returns nil if the value is too long: cut, it would name another record.
func (r *renderer) button(b chat.Button) *slack.ButtonBlockElement {
	if len(b.Value) > maxButtonValue || b.Action == "" {
		return nil
	}
	r.count(b.Label)
	e := slack.NewButtonBlockElement(r.actionID(b.Action), b.Value, oneLine(b.Label, maxButtonLabel))
	e.Style = slack.Style(b.Style)
	if c := b.Confirm; c != nil {
		e.Confirm = slack.NewConfirmationBlockObject(oneLine(cleanOr(c.Title, b.Label), 100), plain(cleanOr(c.Text, b.Label), 300),
			plain(cleanOr(c.Yes, "OK"), 30), plain(cleanOr(c.No, "✕"), 30))
		if b.Style != chat.Plain {
			e.Confirm.Style = slack.Style(b.Style)
		}
	}
	return e
}

// actionID numbers the buttons of one route, because Slack requires unique ids.
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

func (r *renderer) count(s string) { r.budget -= utf8.RuneCountInString(s) }

// mrkdwn is verbatim, so that Slack makes no links or mentions out of typed text.
func mrkdwn(s chat.Safe) *slack.TextBlockObject {
	return &slack.TextBlockObject{Type: slack.MarkdownType, Text: string(s), Verbatim: true}
}

func plain(s string, limit int) *slack.TextBlockObject {
	return &slack.TextBlockObject{Type: slack.PlainTextType, Text: cut(cleanOr(s, ellipsis), limit)}
}

// oneLine is plain text of one line: a line break in somebody's words begins none of ours.
func oneLine(s string, limit int) *slack.TextBlockObject {
	return plain(strings.ReplaceAll(s, "\n", " "), limit)
}

// cut shortens plain text to limit characters.
func cut(s string, limit int) string {
	if utf8.RuneCountInString(s) <= limit {
		return s
	}
	return strings.TrimSpace(string([]rune(s)[:limit-1])) + ellipsis
}

// cleanOr removes invisible characters from s and returns otherwise if nothing is left,
// because Slack refuses empty texts.
func cleanOr(s, otherwise string) string {
	if s = chat.Clean(s); strings.TrimSpace(s) == "" {
		return otherwise
	}
	return s
}

// split breaks text at line ends into parts of at most limit characters. Longer lines are
// cut.
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
