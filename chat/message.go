package chat

// Message is the content of one Slack message. Text alone carries the full meaning:
// notifications and screen readers get nothing else, and it is what remains where a
// workspace refuses a block.
type Message struct {
	Text   Safe    `json:"text"`
	Blocks []Block `json:"blocks,omitempty"`
}

// Block is one piece of a message or form; exactly one field is set. The renderer splits or
// cuts what exceeds Slack's limits, so no content makes a message fail.
type Block struct {
	Header  string   `json:"header,omitempty"` // plain text
	Section *Section `json:"section,omitempty"`
	Context Safe     `json:"context,omitempty"`
	Buttons []Button `json:"buttons,omitempty"`
	Table   *Table   `json:"table,omitempty"`
	Chart   *Chart   `json:"chart,omitempty"`
	Input   *Input   `json:"input,omitempty"` // forms only
	Divider bool     `json:"divider,omitempty"`
}

// Section is a paragraph, optional short fields below it and one button beside it.
type Section struct {
	Text   Safe    `json:"text,omitempty"`
	Fields []Safe  `json:"fields,omitempty"`
	Button *Button `json:"button,omitempty"`
}

// Para is a Section of text alone.
func Para(text Safe) Block { return Block{Section: &Section{Text: text}} }

// Row is a paragraph with a button beside it.
func Row(text Safe, b Button) Block { return Block{Section: &Section{Text: text, Button: &b}} }

// Button asks for Route Action with the opaque record id Value. It carries no
// authority and no text: the handler checks everything again.
type Button struct {
	Label   string   `json:"label"` // plain text
	Action  string   `json:"action"`
	Value   string   `json:"value,omitempty"`
	Style   Style    `json:"style,omitempty"`
	Confirm *Confirm `json:"confirm,omitempty"`
}

// Style of a button.
type Style string

const (
	Plain   Style = ""
	Primary Style = "primary"
	Danger  Style = "danger"
)

// Confirm is asked before a button acts. All plain text.
type Confirm struct {
	Title string `json:"title"`
	Text  string `json:"text"`
	Yes   string `json:"yes"`
	No    string `json:"no"`
}

// Table shows rows of plain text. Keep it narrow (three columns on a phone); its
// message's Text carries the same numbers.
type Table struct {
	Columns []Column   `json:"columns"`
	Rows    [][]string `json:"rows"`
}

// Column of a Table.
type Column struct {
	Title string `json:"title"`
	Right bool   `json:"right,omitempty"` // numbers
}

// Chart shows numbers, which the message's Text must also name.
type Chart struct {
	Kind   string      `json:"kind"` // "bar", "line", "pie"
	Title  string      `json:"title"`
	Unit   string      `json:"unit,omitempty"`
	Name   string      `json:"name,omitempty"` // of the numbers in Points, where others stand beside them
	Points []DataPoint `json:"points"`
	Beside []Series    `json:"beside,omitempty"` // not in a pie
}

// Series is a second row of numbers in a Chart: one for each of its Points.
type Series struct {
	Name   string    `json:"name"`
	Values []float64 `json:"values"`
}

// DataPoint of a Chart.
type DataPoint struct {
	Label string  `json:"label"`
	Value float64 `json:"value"`
}

// Modal is a form. Submitting it asks for Route Action with Value and the Fields.
type Modal struct {
	Action string  `json:"action"`
	Value  string  `json:"value,omitempty"` // a record id, not state
	Title  string  `json:"title"`           // plain text, at most 24 characters
	Submit string  `json:"submit,omitempty"`
	Close  string  `json:"close,omitempty"`
	Blocks []Block `json:"blocks"`
}

// Input is one field of a form.
type Input struct {
	ID          string    `json:"id"`
	Kind        InputKind `json:"kind"`
	Label       string    `json:"label"`
	Hint        string    `json:"hint,omitempty"`
	Placeholder string    `json:"placeholder,omitempty"`
	Initial     string    `json:"initial,omitempty"` // text, a date 2006-01-02, or an option's value; for Several the values with commas
	Options     []Option  `json:"options,omitempty"`
	Suggest     string    `json:"suggest,omitempty"` // Route that suggests options while typing (Select only)
	Optional    bool      `json:"optional,omitempty"`
	Max         int       `json:"max,omitempty"` // characters, 0: Slack's own limit
}

// Ask is the Block of an Input.
func Ask(in Input) Block { return Block{Input: &in} }

// InputKind is the kind of a form field.
type InputKind string

const (
	Line    InputKind = "line"    // one line of text
	Area    InputKind = "area"    // several lines
	Select  InputKind = "select"  // one of Options, or suggestions
	Several InputKind = "several" // any of Options; its field is their values with commas
	Radio   InputKind = "radio"   // one of a few
	Day     InputKind = "day"     // a date
	Member  InputKind = "member"  // a person of the workspace
	Room    InputKind = "room"    // a channel of the workspace
)

// Option is a choice; Label is plain text.
type Option struct {
	Label string `json:"label"`
	Value string `json:"value"`
}
