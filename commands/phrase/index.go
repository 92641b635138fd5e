package phrase

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dealdesk/sales"
)

// maxMatches is how many matches a search returns: more is of no use in a chat.
const maxMatches = 25

// minScore is the lowest score of a match.
const minScore = 50

// Index finds names among thousands. It never changes: build a new one when names change. It
// is safe for concurrent use.
type Index struct {
	entries []entry
	keys    map[string][]int // every name folded, with and without its suffix -> entries
	longest int              // bytes of the longest key
	begins  []beginning      // in order
}

// beginning is a folded name, or what is left of it without the place in front.
type beginning struct {
	text  string
	entry int
}

type entry struct {
	Named
	full, core string // folded, with and without the company suffix
	runes      []rune // of core
	mask       uint64 // which runes are in core, hashed to a bit each
	sound      []reading
	place      int    // runes of the place in front of core
	letters    uint32 // letters any reading of core has
}

// NewIndex prepares names for many lookups.
func NewIndex(names []Named) *Index {
	x := &Index{entries: make([]entry, 0, len(names)), keys: make(map[string][]int, 2*len(names))}
	r := readings{}
	for _, n := range names {
		e := newEntry(n)
		if e.full == "" {
			continue
		}
		e.sound, e.letters = r.of(e.runes)
		x.keys[e.full] = append(x.keys[e.full], len(x.entries))
		if e.core != e.full {
			x.keys[e.core] = append(x.keys[e.core], len(x.entries))
		}
		x.longest = max(x.longest, len(e.full))
		x.begins = append(x.begins, beginning{e.core, len(x.entries)})
		for _, place := range places {
			if short, ok := strings.CutPrefix(e.core, place); ok && len(short) >= 2*len("华") {
				x.begins = append(x.begins, beginning{short, len(x.entries)})
				e.place = utf8.RuneCountInString(place)
			}
		}
		x.entries = append(x.entries, e)
	}
	slices.SortFunc(x.begins, func(a, b beginning) int { return cmp.Or(strings.Compare(a.text, b.text), a.entry-b.entry) })
	return x
}

func newEntry(n Named) entry {
	e := entry{Named: n, full: strings.Join(sales.FoldWords(n.Name), ""), core: sales.Fold(n.Name)}
	e.runes = []rune(e.core)
	for _, r := range e.runes {
		e.mask |= bit(r)
	}
	return e
}

func bit(r rune) uint64 { return 1 << (uint32(r) * 0x9E3779B1 >> 26) }

// Find returns the records a query may mean among those that visible admits (nil: all), best
// first and always in the same order. It matches the name itself, its beginning, a part of
// it, its sound (pinyin in any reading, initials), and names with a slip of the pen. It
// returns at most maxMatches and asks visible about no more records than fit.
func (x *Index) Find(query string, visible func(id string) bool) []Match {
	if len(query) > 400 {
		return nil
	}
	q := newEntry(Named{Name: query})
	if q.full == "" {
		return nil
	}
	f := finder{entry: q, words: sales.FoldWords(query), limit: slipLimit(q.runes)}
	f.spoken = !strings.ContainsFunc(q.full, func(r rune) bool { return !letter(r) })
	if f.spoken {
		for _, r := range q.full {
			f.letters |= 1 << (r - 'a')
		}
	} else if slices.ContainsFunc(q.runes, han) {
		f.sound, _ = readings{}.of(q.runes)
	}
	var out []Match
	for k := range x.entries {
		if score := f.score(&x.entries[k]); score >= minScore {
			out = append(out, Match{x.entries[k].Named, score})
		}
	}
	return best(out, visible)
}

// Exact returns the results of Find that score 95 and more, the name itself with or without
// its suffix, without looking at all others.
func (x *Index) Exact(query string, visible func(id string) bool) []Match {
	full, core := sales.FoldFull(query), sales.Fold(query)
	var out []Match
	for _, k := range x.keys[full] {
		if x.entries[k].full == full {
			out = append(out, Match{x.entries[k].Named, 100})
		}
	}
	for _, k := range x.keys[core] {
		if x.entries[k].full != full && x.entries[k].core == core {
			out = append(out, Match{x.entries[k].Named, 95})
		}
	}
	return best(out, visible)
}

// best sorts matches and keeps the first visible ones, as many as an answer holds. Hidden
// ones do not take their places.
func best(all []Match, visible func(id string) bool) []Match {
	slices.SortFunc(all, func(a, b Match) int {
		return cmp.Or(b.Score-a.Score, len(a.Name)-len(b.Name), strings.Compare(a.Name, b.Name), strings.Compare(a.ID, b.ID))
	})
	kept := all[:0]
	for _, m := range all {
		if len(kept) == maxMatches {
			break
		}
		if visible == nil || visible(m.ID) {
			kept = append(kept, m)
		}
	}
	return kept
}

// finder is a query prepared for comparing.
type finder struct {
	entry
	words  []string
	spoken bool // letters only: may be pinyin
	limit  int  // slips allowed
}

// score tries the cheapest comparison that can rule out a match first.
func (f *finder) score(e *entry) int {
	if f.full == e.full {
		return 100
	}
	if f.core == e.core {
		return 95
	}
	best := 0
	if f.mask&^e.mask == 0 && len(f.core) <= len(e.core) {
		switch at := strings.Index(e.core, f.core); {
		case at == 0 && f.full != f.core: // 华星集团 is not certainly 华星科技
			return SureScore - 1
		case at == 0 && len(f.core) > 1:
			return 80 + 10*len(f.core)/len(e.core)
		case at > 0 && slices.Contains(places, e.core[:at]) && e.core[at:] == f.core: // 腾飞 is 深圳腾飞
			return 94
		case at > 0 && (len(f.core) > 2 || han(f.runes[0])):
			best = 60 + 14*len(f.core)/len(e.core)
		}
	}
	if best == 0 && len(f.words) > 1 && f.mask&^e.mask == 0 && f.allWordsIn(e.core) {
		best = 58
	}
	if e.mask&^f.mask == 0 && len(e.runes) > 1 && len(e.core) > 2 && len(e.core) < len(f.core) && strings.Contains(f.core, e.core) {
		best = max(best, 50+14*len(e.core)/len(f.core))
	}
	if f.spoken && e.sound != nil && f.letters&^e.letters == 0 {
		best = max(best, spoken(f.full, e.sound))
		if e.place > 0 {
			best = max(best, spoken(f.full, e.sound[e.place:])-lessForPlace)
		}
	}
	if f.sound != nil && e.sound != nil && soundsLike(f.sound, e.sound) {
		best = max(best, 72)
	}
	if best == 0 && (abbreviates(f.runes, e.runes) || abbreviates(e.runes, f.runes)) {
		best = 54
	}
	if f.limit > 0 && bits.OnesCount64(f.mask&^e.mask) <= f.limit && bits.OnesCount64(e.mask&^f.mask) <= f.limit {
		if n := edits(f.runes, e.runes, f.limit, true); n <= f.limit {
			score := 80 - 10*n
			if f.runes[0] != e.runes[0] {
				score -= 5
			}
			best = max(best, score)
		}
	}
	return best
}

// lessForPlace is how much less likely a name is whose place in front was left out.
const lessForPlace = 2

// abbreviates reports whether a Chinese name is made of characters of a longer one, in order and from its
// first: 榕城文旅 is 榕城文化旅游.
func abbreviates(short, long []rune) bool {
	if len(short) < 3 || len(short) >= len(long) || short[0] != long[0] || !han(short[0]) {
		return false
	}
	for _, r := range long {
		if len(short) > 0 && short[0] == r {
			short = short[1:]
		}
	}
	return len(short) == 0
}

// allWordsIn finds "north 15" in North Beta 15.
func (f *finder) allWordsIn(name string) bool {
	for _, w := range f.words {
		if !strings.Contains(name, w) {
			return false
		}
	}
	return true
}

// Known returns how many bytes at the start of a text name a record that visible admits
// (nil: any): the longest such name with its company suffix; 0 if there is none. It is made
// for LogOptions.
func (x *Index) Known(text string, visible func(id string) bool) int {
	if len(x.keys) == 0 {
		return 0
	}
	var buf [256]byte
	key := buf[:0]
	c := scan{s: text}
	c.skip(marksBefore)
	if r, _ := c.peek(); !sales.NameRune(r) {
		return 0
	}
	best := 0
	for !c.done() && len(key) <= x.longest && len(key) < len(buf)-utf8.UTFMax {
		r, n := c.peek()
		c.i += n
		if r = sales.LooksLatin(r); !sales.NameRune(r) {
			continue
		}
		key = utf8.AppendRune(key, r)
		if next, _ := c.peek(); joined(r, next) {
			continue
		}
		if x.named(x.keys[string(key)], visible) {
			best = c.i
		}
	}
	if best == 0 {
		return 0
	}
	c.i = best
	c.dotOfSuffix()
	c.i = c.companySuffix()
	return c.marksOfName()
}

// The marks that names begin and end with: .NET Labs, Yahoo!, Rimac®.
const (
	marksBefore = ".@#*¡¿"
	marksBehind = "!*®™"
)

// marksOfName passes the marks at the end of a name, unless a word goes on behind them, and
// returns where they end.
func (c *scan) marksOfName() int {
	end := c.i
	for c.i < len(c.s) {
		r, n := utf8.DecodeRuneInString(c.s[c.i:])
		if !strings.ContainsRune(marksBehind, r) {
			break
		}
		c.i += n
	}
	if r, _ := c.peek(); r != 0 && !strings.ContainsRune(" ,、:;。.", r) {
		c.i = end
	}
	return c.i
}

// named reports whether one of the entries is visible.
func (x *Index) named(entries []int, visible func(id string) bool) bool {
	return slices.ContainsFunc(entries, func(k int) bool { return visible == nil || visible(x.entries[k].ID) })
}

// joined reports whether a word cannot end between two folded runes.
func joined(a, b rune) bool { return wordRune(a) && wordRune(b) }

func wordRune(r rune) bool {
	if r < 0x80 {
		return letter(r) || digit(r)
	}
	return !han(r) && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

// dotOfSuffix passes the dot of "Inc." where the suffix is part of the name.
func (c *scan) dotOfSuffix() {
	at := c.i
	for at > 0 && letter(fold(rune(c.s[at-1]))) {
		at--
	}
	if sales.CompanySuffixes[strings.ToLower(c.s[at:c.i])] {
		c.eat(".")
	}
}

// companySuffix passes over the suffixes after a name and returns where they end.
func (c *scan) companySuffix() int {
	for {
		end := c.i
		c.skip(" ,.")
		switch r, _ := c.peek(); {
		case letter(r) && sales.CompanySuffixes[c.word()]:
			c.eat(".")
		case han(r) && c.i == end && c.eatAny(sales.HanSuffixes[:]...) >= 0:
		default:
			return end
		}
	}
}
