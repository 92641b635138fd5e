package phrase

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dealdesk/sales"
)

// Named is a record people call by name.
type Named struct{ ID, Name string }

// Match is a record that a query may mean. Score is 100 for the exact name, 95 for the name
// with another company suffix, 85 to 90 for the sound of the whole name, and below 75 for
// parts, slips and names that only sound alike; nothing below 50 is reported.
type Match struct {
	Named
	Score int
}

// Exact reports whether it has the name itself, perhaps with another company suffix.
func (m Match) Exact() bool { return m.Score >= 95 }

// closeMargin is how far ahead of the second the best match must be to be taken for sure.
const closeMargin = 8

// Close reports whether the best two are too close to choose between, so that the person
// must be asked. An exact name is never too close to another one.
func Close(m []Match) bool {
	if len(m) < 2 {
		return false
	}
	if m[0].Score >= 95 && m[1].Score < m[0].Score {
		return false
	}
	return m[0].Score-m[1].Score < closeMargin
}

// SureScore is the lowest score that is the name itself, its beginning or its sound. A part of
// a name or a slip may be another company: Bell is not Dell, and one is not Kone.
const SureScore = 75

// Sure reports whether the best match may be taken without asking.
func Sure(m []Match) bool { return len(m) > 0 && m[0].Score >= SureScore && !Close(m) }

// Distance counts the letters that were added, lost or replaced between two words; anything
// above two is three. chat.Router suggests commands with it.
func Distance(a, b string) int { return edits([]rune(a), []rune(b), 2, false) }

// edits counts the runes that were added, lost or replaced between a and b, up to limit;
// past it the answer is limit+1. With swaps, two exchanged neighbours count once.
func edits(a, b []rune, limit int, swaps bool) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit {
		return limit + 1
	}
	var rows [3][65]int
	if len(b) >= len(rows[0]) {
		return limit + 1
	}
	older, old, row := rows[0][:], rows[1][:], rows[2][:]
	for j := range b {
		old[j+1] = j + 1
	}
	for i := range a {
		row[0] = i + 1
		least := row[0]
		for j := range b {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(old[j]+cost, old[j+1]+1, row[j]+1)
			if swaps && i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], older[j-1]+1)
			}
			least = min(least, row[j+1])
		}
		if least > limit {
			return limit + 1
		}
		older, old, row = old, row, older
	}
	return min(old[len(b)], limit+1)
}

// slipLimit is how many slips a name may have and still be recognised.
func slipLimit(runes []rune) int {
	n := len(runes)
	if slices.ContainsFunc(runes, han) {
		n *= 2
	}
	switch {
	case n < 4:
		return 0
	case n < 9:
		return 1
	}
	return 2
}

// LongestName measures the name of one of these people at the beginning of a text: the
// whole one or the first word of it.
func LongestName(all []sales.Person, rest string) (n int) {
	for _, p := range all {
		for _, name := range []string{p.Name, firstName(p)} {
			if len(name) <= n || len(rest) < len(name) || !sales.SameSpelling(rest[:len(name)], name) {
				continue
			}
			last, _ := utf8.DecodeLastRuneInString(name)
			next, _ := utf8.DecodeRuneInString(rest[len(name):])
			if unicode.Is(unicode.Han, last) || !unicode.IsLetter(next) && !unicode.IsDigit(next) {
				n = len(name)
			}
		}
	}
	return n
}

func firstName(p sales.Person) string {
	first, _, _ := strings.Cut(p.Name, " ")
	return first
}

// WhoIs finds the one of these people whom a text calls, by the whole name before the
// first word of it; -1 where it is none, or two.
func WhoIs(all []sales.Person, m Mention) int {
	if m.ID != "" {
		return slices.IndexFunc(all, func(p sales.Person) bool { return p.ID == m.ID })
	}
	for _, name := range []func(sales.Person) string{func(p sales.Person) string { return p.Name }, firstName} {
		var found []int
		for i, p := range all {
			if sales.SameSpelling(name(p), m.Name) {
				found = append(found, i)
			}
		}
		switch len(found) {
		case 0:
			continue
		case 1:
			return found[0]
		}
		return -1
	}
	return -1
}

// leastBeginning is the fewest letters of a name that stand for it once its record was picked.
const leastBeginning = 3

// Beginning returns how many bytes at the start of a text are the beginning of a name, or its first
// word with a slip: the "Lumne" of Lumen Optics, the 华星 of 华星科技. It is for a record that was picked.
func Beginning(text, name string) int {
	c := scan{s: text}
	r, _ := c.peek()
	if han(r) {
		n := scan{s: name}
		runes := 0
		for want, _ := n.peek(); !c.done() && c.at(want); want, _ = n.peek() {
			c.next()
			n.next()
			runes++
		}
		if runes < 2 {
			return 0
		}
		return c.i
	}
	word := strings.TrimRight(bareWord(text, 0).Text, ".,;:!?")
	typed := []rune(sales.FoldFull(word))
	all := sales.FoldWords(name)
	if len(typed) < leastBeginning || len(all) == 0 || everyday(word) {
		return 0
	}
	limit := slipLimit(typed)
	if strings.HasPrefix(all[0], string(typed)) || edits(typed, []rune(all[0]), limit, true) <= limit {
		return len(word)
	}
	return 0
}

// ReadFrom reads a line from where the name of a record that was picked stands in it. What stands before is
// read for the kind and the day, and its words stay in the note. ok is false if the name is not in the line.
func ReadFrom(line, name string, o LogOptions) (l Log, ok bool) {
	for at := range line {
		if at == 0 || Beginning(line[at:], name) == 0 {
			continue
		}
		before := strings.TrimSpace(line[:at])
		o.Known = func(text string) int { return Beginning(text, name) }
		l, err := ReadLog(line[at:], o)
		if err != nil {
			return l, false
		}
		o.Here, o.Known = true, nil
		if head, err := ReadLog(before, o); err == nil && head.Next == "" {
			l.Kind, l.Minutes, l.On = cmp.Or(l.Kind, head.Kind), cmp.Or(l.Minutes, head.Minutes), cmp.Or(l.On, head.On)
			before = head.Note
		}
		l.Note = strings.TrimSpace(before + " " + l.Note)
		return l, true
	}
	return l, false
}

// Capital reports whether a word may be somebody's name: it begins with a capital, or is in Chinese and
// no verb.
func Capital(word string) bool {
	first, _ := utf8.DecodeRuneInString(word)
	return unicode.IsUpper(first) && !everyday(word) ||
		han(first) && !strings.HasSuffix(word, "了") && !strings.HasSuffix(sales.Simplified(word), "过")
}

// LongerName returns the customer's name of a new deal with the capitalised words of the deal's name
// that stand right behind it, if there are any: Northgate Logistics, of a line that was read as the
// deal Logistics with Northgate.
func (l DealLine) LongerName(line string) (longer string, ok bool) {
	line = strings.TrimSpace(line)
	longer = l.Account
	for _, word := range strings.Fields(l.Name) {
		if first, _ := utf8.DecodeRuneInString(word); !unicode.IsUpper(first) || !Capital(word) || !strings.HasPrefix(line, longer+" "+word) {
			break
		}
		longer, ok = longer+" "+word, true
	}
	return longer, ok
}

// BeforeNumber returns what stands before a number at the end of a name: Acme of Acme 5.
func BeforeNumber(name string) (string, bool) {
	words := strings.Fields(name)
	last := len(words) - 1
	if last < 1 || strings.Trim(words[last], "0123456789") != "" {
		return "", false
	}
	return strings.Join(words[:last], " "), true
}

// newCustomer is a customer that was signed and is none of those known: a win of no deal.
var newCustomer = reads(`(?i)(?:新签|签)了?(?:一?[个家])?新?客户|签了?(?:一?[个家])?新客户|\b(?:signed|won|landed|got)\b.{0,12}\b(?:new|` +
	`another) (?:customer|client|logo)\b`)

// newCalled stands before the name of a new customer.
var newCalled = reads(`(?i)(?:客户|customer|client|logo)(?: today| yesterday| this week)?\s*[，,:：]?\s*(?:名?叫做?|名字是|是|called|named|` +
	`is)?\s*([^，,。.!！;；:：]+)`)

// calledSo is what a new customer is called, "" if the line does not say.
func calledSo(text string) string {
	if m := newCalled.FindStringSubmatch(text); m != nil && PlausibleName(strings.TrimSpace(m[1])) {
		return strings.TrimSpace(m[1])
	}
	return ""
}

// newArgs are the arguments of a new deal that was told in parts: the customer, what it is about, the amount and
// the day. They are "" if no customer is named. other is a customer whose name only begins like a known one: it has to
// be there before its deal.
func newArgs(text string, o IntendOptions) (args, other string) {
	at := newSaid.FindStringIndex(text)
	parts := strings.Split(newParts.ReplaceAllString(strings.TrimLeft(newFor.ReplaceAllString(text[at[1]:], ""), " ,，:：;；"), "\n"), "\n")
	if first := strings.Fields(parts[0]); len(parts) == 1 && len(o.Spots) > 0 && o.Spots[0].End <= at[0] && strings.ContainsFunc(text, han) {
		parts = first // 给华星建个商机 移动巡检 45万
	}
	customer := strings.TrimSpace(slices.Concat(parts, []string{""})[0])
	if len(o.Spots) > 0 && o.Spots[0].End <= at[0] && len(parts) > 1 { // 华星新商机，灾备项目，200万
		customer, parts = text[o.Spots[0].Start:o.Spots[0].End], append([]string{""}, parts...)
	} else if m := newForBefore.FindStringSubmatch(text[:at[0]]); len(o.Spots) == 0 && m != nil && len(parts) > 1 { // 给海川物流建个商机，车队管理
		customer, parts = m[1], append([]string{""}, parts...)
	}
	if len(parts) == 1 || customer == "" || len(strings.Fields(customer)) > 4 || strings.ContainsFunc(customer, unicode.IsDigit) {
		if len(o.Spots) == 0 {
			return "", ""
		}
		amount, _ := amountBehind(text)
		about := quotedName.FindString(text[o.Spots[0].End:])
		return strings.Join(strings.Fields(text[o.Spots[0].Start:o.Spots[0].End]+" "+about+" "+amount), " "), ""
	}
	known := ""
	if len(o.Spots) > 0 {
		known = text[o.Spots[0].Start:o.Spots[0].End]
	}
	if goesOnAsOther(customer, known) {
		return "", customer
	}
	about, closes := "", " close "
	if strings.ContainsFunc(text, han) {
		closes = " 成交 "
	}
	args = customer
	if customer != known {
		args = `"` + customer + `"`
	}
	for _, part := range parts[1:] {
		if amount, named := amountBehind(part); named {
			args += " " + amount
			continue
		}
		what, due, err := stepIn(false, closeWords.ReplaceAllString(part, " "), o.Now, o.Work)
		if err == nil && due != nil && sales.Filled(what) == "" {
			args += closes + string(due.Date)
		} else if about == "" && part != "" && len(strings.Fields(part)) < 4 && !past.MatchString(part) {
			about = part
			args += ` "` + strings.TrimSpace(part) + `"`
		}
	}
	return args, ""
}

// quotedName is what a new deal is to be called.
var quotedName = reads(`"[^"]+"|“[^”]+”`)

// goesOnAsOther reports whether a name goes on behind the known one that stands in it.
func goesOnAsOther(name, known string) bool {
	rest, begins := strings.CutPrefix(name, known)
	if known != "" && begins && rest != "" {
		first, _ := utf8.DecodeRuneInString(strings.TrimSpace(rest))
		if unicode.IsUpper(first) {
			return true
		}
	}
	for i := range name {
		if i > 0 && otherName.MatchString(name[i:]) {
			return true
		}
	}
	return false
}

var (
	newParts = reads(`\s*(?:[，；;：]|:\s|,(?:\s|$))\s*`)
	newFor   = reads(`(?i)^\s*(?:for|with|at|[给跟和为])\s*`)
	// newForBefore is the name of a customer before the words for a new deal.
	newForBefore = reads(`^(?:请|帮我|麻烦)*(?:给|跟|和|为|帮)\s*(\p{Han}{2,12})\s*$`)
	closeWords   = reads(`(?i)\b(?:clos(?:es|e|ing)|signing|expected|due|in|by)\b|预计|成交|签约|签|结单`)
)

var didLatin, didHan = reads(`(?i)^ (?:has |had |just |already |also )*(?:\p{L}{2,}ed|met|spoke|rang|saw|went|had|did|sent|wrote)\b`),
	reads(`^(?:昨天|今天|前天|上午|下午|刚|已经?|也)*(?:去|拜访|给|打|见|走访|联系|约了)`)

// DoneBy reports whether a line begins with the name of a person, or the first word of it, and goes on with what they
// did.
func DoneBy(line, name string) bool {
	for _, called := range []string{name, firstWordOf(name)} {
		rest, begins := strings.CutPrefix(strings.TrimSpace(line), called)
		did := didLatin.MatchString(rest) || didHan.MatchString(strings.TrimSpace(rest)) && strings.ContainsFunc(rest, han)
		if called != "" && begins && did {
			return true
		}
	}
	return false
}
