package ai

import (
	"context"
	"regexp"
	"strings"
)

// Reading asks what a person means by a line that the rules cannot read surely.
type Reading struct {
	Line        string
	Today, Zone string // 2026-11-24, with the weekday; Europe/Berlin
	Language    string
	Offered     []Named  // records that may be meant
	Kinds       []string // of contacts
	Stages      []string // that a deal can be moved to, with won and lost
}

// Named is a record by id and name.
type Named struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Act is what a person means to do.
type Act string

const (
	Contacted Act = "log"      // a contact took place
	Planned   Act = "plan"     // a next step
	Moved     Act = "move"     // a deal to another stage
	Worth     Act = "amount"   // a deal is worth something else
	Asked     Act = "question" // wants to know something
	Nothing   Act = "none"
)

// Meaning is what a model makes of a line. It does not compute: apart from Act, Record, Contact and
// Stage, which are among those offered, each field is a piece of the line or empty, and the rules
// read that piece. So nothing can be saved that nobody typed.
type Meaning struct {
	Act     Act
	Record  string // id
	Contact string // kind
	Stage   string
	Lasted  string // "about 20 min"
	Day     string // of the contact: "yesterday"
	Note    string
	Next    string // "send the quote"
	Due     string // of the next step: "Friday"
	Clock   string // of the next step: "3pm"
	Amount  string // "10k"
}

const readingRules = `The data has a line that a sales person typed, today's date, and the records that may be meant. Say what the ` +
	`line means. Copy pieces of the line letter by letter, in its own language: do not translate, compute or complete them. ` +
	`What is planned, wished for or did not take place is no contact.`

func (r Reading) advise(ctx context.Context, t *talk) (Advice, error) {
	f := Form{Name: "meaning", Rules: readingRules, Fields: []Field{
		{"act", "What the person means: log a contact that took place, plan a next step, move a deal to a stage, set the amount of a " +
			"deal, ask a question, or none of these.", []string{"log", "plan", "move", "amount", "question", "none"}},
		{"record", "The id of the record that is meant.", []string{""}},
		{"contact", "The kind of contact.", append([]string{""}, r.Kinds...)},
		{"stage", "The stage that the deal moves to.", []string{""}},
		{"lasted", "The piece that says how long the contact took.", nil},
		{"day", "The piece that says on which day the contact was.", nil},
		{"note", "The piece that says what was talked about, without the customer, the kind, the time and the next step.", nil},
		{"next", "The piece that says what will be done next, without its day.", nil},
		{"due", "The piece that says on which day that will be.", nil},
		{"clock", "The piece that says at what time of that day.", nil},
		{"amount", "The piece that says what the deal is worth, with its currency.", nil},
		{"confidence", "How sure you are of all this.", []string{"high", "medium", "low"}},
	}}
	facts := []fact{{"line", r.Line, []Class{Line}, true}, {"today", r.Today, nil, false}, {"zone", r.Zone, nil, false},
		{"language", r.Language, nil, false}, {"records", r.Offered, []Class{Names}, false}}
	if t.may(Names) { // ids and stages belong to the names
		for _, o := range r.Offered {
			f.Fields[1].OneOf = append(f.Fields[1].OneOf, o.ID)
		}
		f.Fields[3].OneOf = append(f.Fields[3].OneOf, r.Stages...)
	}
	said, err := t.fill(ctx, f, facts, nil)
	if err != nil {
		return Advice{}, err
	}
	if said["confidence"] == "low" {
		return Advice{Meaning: Meaning{Act: Nothing}}, nil
	}
	piece := func(name string) string { return borne(r.Line, said[name]) }
	return Advice{Meaning: Meaning{
		Act: Act(said["act"]), Record: said["record"], Contact: said["contact"], Stage: said["stage"],
		Lasted: piece("lasted"), Day: piece("day"), Note: piece("note"), Next: piece("next"), Due: piece("due"), Clock: piece("clock"),
		Amount: piece("amount"),
	}}, nil
}

// borne returns the piece of a line that a model copied, as the line has it, or "" if the line does
// not have it. A piece is never a part of a number or of a word: 5 is no piece of 15%.
func borne(line, piece string) string {
	words := strings.Fields(piece)
	if len(words) == 0 || len(piece) > len(line) {
		return ""
	}
	for i, w := range words {
		words[i] = regexp.QuoteMeta(w)
	}
	same, err := regexp.Compile(`(?i)` + strings.Join(words, `\s+`))
	if err != nil { // not UTF-8, or too long
		return ""
	}
	for _, at := range same.FindAllStringIndex(line, -1) {
		if !inside(line, at[0]) && !inside(line, at[1]) {
			return line[at[0]:at[1]]
		}
	}
	return ""
}

// The runs of characters that mean something else if they are cut: words of scripts that put spaces
// between them, and numbers with what belongs to them, such as 1,500, $10k, -5 and 12万.
var (
	run = regexp.MustCompile(`[\p{Sc}−-]*\d+(?:[.,:/]\d+)*[\p{Latin}%‰]*|` +
		`[\p{Latin}\p{Cyrillic}\p{Greek}]+(?:['’-][\p{Latin}\p{Cyrillic}\p{Greek}]+)*`)
	hanNumber = regexp.MustCompile(`[\d.,零〇一二三四五六七八九十百千万萬亿億两兩半几幾点點刻折成]+`)
)

// inside reports whether a place in a line is within such a run.
func inside(line string, place int) bool {
	for _, runs := range []*regexp.Regexp{run, hanNumber} {
		for _, at := range runs.FindAllStringIndex(line, -1) {
			if at[0] < place && place < at[1] {
				return true
			}
		}
	}
	return false
}
