package sales

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Erasure is what becomes of one person's data: who they are in records, and what they are called
// from then on. Whatever counts stays: kinds, days, amounts, decisions, and whose they were by id.
type Erasure struct {
	As        string   // "erased person 7"
	People    []string // Person.IDs
	Contacts  []string // Contact.IDs
	KeepNotes bool     // what they noted about customers and deals stays
}

// Is reports whether id is a person whose data is erased.
func (e Erasure) Is(id string) bool { return slices.Contains(e.People, id) }

// Person is what is left of a person.
func (e Erasure) Person(p Person) Person {
	if !e.Is(p.ID) {
		return p
	}
	return Person{ID: p.ID, Name: e.As, Team: p.Team, Role: p.Role, Gone: true, Erased: true}
}

// Contact is what is left of a customer's contact.
func (e Erasure) Contact(k Contact) Contact {
	if !slices.Contains(e.Contacts, k.ID) {
		return k
	}
	return Contact{ID: k.ID, Account: k.Account, Name: e.As, Role: k.Role, Created: k.Created, By: k.By}
}

// Activity is what is left of a logged contact.
func (e Erasure) Activity(a Activity) Activity {
	if e.Is(a.By) && !e.KeepNotes {
		a.Note = ""
		if a.Next.What != "" {
			a.Next.What = e.As
		}
	}
	return a
}

// Standup is what is left of an answer.
func (e Erasure) Standup(s Standup) Standup {
	if e.Is(s.Person) {
		s.Done, s.Plan, s.Blockers, s.More = "", "", "", nil
	}
	return s
}

// Approval is what is left of a request.
func (e Erasure) Approval(a Approval) Approval {
	if e.KeepNotes {
		return a
	}
	if e.Is(a.Requester) {
		a.Reason = ""
	}
	if e.Is(a.By) {
		a.Answer = ""
	}
	a.Steps = slices.Clone(a.Steps)
	for i, s := range a.Steps {
		a.Steps[i].Votes = slices.Clone(s.Votes)
		for j, v := range s.Votes {
			if e.Is(v.By) {
				a.Steps[i].Votes[j].Reason = ""
			}
		}
	}
	return a
}

// Traces finds a person in texts that others wrote: full names, addresses and numbers, however
// they are spaced, and in capitals or not. A first name alone is too many people's.
type Traces struct{ patterns []*regexp.Regexp }

// Name adds a full name, also with the family name first.
func (t *Traces) Name(name string) {
	words := strings.Fields(name)
	if len(words) == 0 || len([]rune(name)) < 2 {
		return
	}
	t.add(words, `[\s,]+`)
	if len(words) == 2 {
		t.add([]string{words[1], words[0]}, `[\s,]+`)
	}
}

// Word adds an address, or any other word.
func (t *Traces) Word(word string) {
	if word = strings.TrimSpace(word); word != "" {
		t.add([]string{word}, "")
	}
}

// Phone adds a number; what people write between digits does not matter.
func (t *Traces) Phone(phone string) {
	digits := strings.Split(dialled(phone), "")
	if len(digits) < 6 {
		t.Word(phone)
		return
	}
	t.add(digits, `[^\pL\pN\n]{0,3}`)
}

func (t *Traces) add(parts []string, between string) {
	quoted := make([]string, len(parts))
	for i, p := range parts {
		quoted[i] = regexp.QuoteMeta(p)
	}
	source := "(?i)" + strings.Join(quoted, between)
	if !slices.ContainsFunc(t.patterns, func(p *regexp.Regexp) bool { return p.String() == source }) {
		t.patterns = append(t.patterns, regexp.MustCompile(source))
	}
}

// In reports whether a text names the person.
func (t *Traces) In(text string) bool { return t.Hide(text, "\x00") != text }

// Hide puts as in the place of everything that names the person. "Ana" is not in "Banana".
func (t *Traces) Hide(text, as string) string {
	for _, p := range t.patterns {
		var out strings.Builder
		from := 0
		for _, at := range p.FindAllStringIndex(text, -1) {
			if inWord(text[:at[0]], text[at[0]:]) || inWord(text[:at[1]], text[at[1]:]) {
				continue
			}
			out.WriteString(text[from:at[0]] + as)
			from = at[1]
		}
		if from > 0 {
			text = out.String() + text[from:]
		}
	}
	return text
}

// inWord reports whether a word goes on from one text to the next. Chinese has no spaces.
func inWord(before, after string) bool {
	last, _ := utf8.DecodeLastRuneInString(before)
	next, _ := utf8.DecodeRuneInString(after)
	return wordRune(last) && wordRune(next)
}

func wordRune(r rune) bool {
	return (unicode.IsLetter(r) || unicode.IsDigit(r)) && !unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai)
}
