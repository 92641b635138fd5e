package importer

import (
	"fmt"

	"dealdesk/cli/importer/sheet"
	"dealdesk/sales"
)

// summary is what a preview shows of all rows. It keeps the first rows of each sort only, so
// that an import of any size needs little memory.
type summary struct {
	show   int
	reason func(*sales.Problem) string
	counts map[sheet.Kind]map[Outcome]int
	all    map[Outcome]int
	first  map[group][]Row
	about  map[group]*about
	order  []group // of about
}

// group is rows of which the same is to be said. outcome is "" for remarks on rows that are
// taken.
type group struct {
	kind    sheet.Kind
	outcome Outcome
	code    string
}

// about is what is to be said of a group.
type about struct {
	n       int
	rows    []Row
	sample  *sales.Problem
	cells   []*cell          // different ones it is about, at most maxTexts
	at      map[string]*cell // by text, and by what it is taken for
	more    int              // rows about others
	reasons map[string]bool
}

// cell is a text of rows and how many have it.
type cell struct {
	text   string
	n      int
	sample *sales.Problem
}

// maxTexts is how many different cells a group keeps.
const maxTexts = 200

func newSummary(show int, reason func(*sales.Problem) string) *summary {
	return &summary{show: show, reason: reason, counts: map[sheet.Kind]map[Outcome]int{}, all: map[Outcome]int{},
		first: map[group][]Row{}, about: map[group]*about{}}
}

func (s *summary) add(r Row) {
	if s.counts[r.Kind] == nil {
		s.counts[r.Kind] = map[Outcome]int{}
	}
	s.counts[r.Kind][r.Outcome]++
	s.all[r.Outcome]++
	if g := (group{r.Kind, r.Outcome, ""}); len(s.first[g]) < s.show {
		s.first[g] = append(s.first[g], r)
	}
	outcome := Outcome("")
	if r.Outcome == RowRejected {
		outcome = RowRejected
	}
	for _, note := range r.Notes {
		s.note(group{r.Kind, outcome, note.Code}, note, r)
	}
}

func (s *summary) note(g group, note *sales.Problem, r Row) {
	a := s.about[g]
	if a == nil {
		a = &about{sample: note, at: map[string]*cell{}, reasons: map[string]bool{}}
		s.about[g], s.order = a, append(s.order, g)
	}
	if a.n++; len(a.rows) < max(s.show, 1) {
		a.rows = append(a.rows, r)
	}
	if len(a.reasons) < maxTexts {
		a.reasons[s.reason(note)] = true
	}
	text := ""
	if given, ok := note.Args["Text"]; ok {
		text = fmt.Sprint(given)
	}
	key := fmt.Sprint(text, "\x00", note.Args["Stage"])
	switch c := a.at[key]; {
	case c != nil:
		c.n++
	case len(a.cells) < maxTexts:
		c = &cell{text, 1, note}
		a.at[key], a.cells = c, append(a.cells, c)
	default:
		a.more++
	}
}
