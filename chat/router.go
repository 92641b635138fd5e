package chat

import (
	"fmt"
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Route is one thing a person can do. Features of commands list them; their other names
// and their help are words of lang/.
type Route struct {
	Name     string  // canonical words, "deal advance"; also the action id of buttons and forms
	Do       Handler //
	Slash    string  // "log" for a slash command of its own; every route is reachable by /sales anyway
	Help     bool    // listed in help and in docs/commands.md: false for buttons and forms
	Edit     bool    // follows edits of the message it came from; of the others only one ever runs for a message
	Unsigned bool    // done by nobody, so nobody knows whether it ran already: an edit never runs it
	Shortcut bool    // offered on every message
	Page     bool    // only for reading: a click opens it over the chat, wherever the button is
	Names    bool    // needs the people named by their ids: Request.Named
	Dated    bool    // a day may stand before its name, see Router.Dated
	Shows    bool    // shows the record that is named behind it: a sentence that begins with its name is none
}

// Router finds the Route of what was typed or clicked.
type Router struct {
	routes []Route
	byName map[string]int
	names  []alias // longest first
	apart  func(a, b string) int
	day    func(text string) int // nil: no day stands before a name
	simple func(rune) rune
	longer func(name, rest string) bool // nil: no word is longer than the name it begins with
}

type alias struct {
	words string // folded
	route int
}

// NewRouter indexes routes under their names and the other names that also returns, in all
// languages together because people mix them. A name that two routes share is a mistake in
// the program, and an error. apart counts the letters in which two words differ
// (phrase.Distance).
func NewRouter(routes []Route, also func(route string) []string, apart func(a, b string) int) (*Router, error) {
	r := &Router{routes: routes, byName: map[string]int{}, apart: apart, simple: func(letter rune) rune { return letter }}
	seen := map[string]string{}
	for i, route := range routes {
		if _, dup := r.byName[route.Name]; dup {
			return nil, fmt.Errorf("chat: route %q is listed twice", route.Name)
		}
		r.byName[route.Name] = i
		if !route.Help {
			continue
		}
		for _, name := range append([]string{route.Name}, also(route.Name)...) {
			words := r.fold(name)
			if other, dup := seen[words]; dup && other != route.Name {
				return nil, fmt.Errorf("chat: %q means both %q and %q", name, other, route.Name)
			} else if dup {
				continue
			}
			seen[words] = route.Name
			r.names = append(r.names, alias{words, i})
		}
	}
	sort.SliceStable(r.names, func(i, j int) bool { return len(r.names[i].words) > len(r.names[j].words) })
	return r, nil
}

// Dated lets a day stand before the names of routes that are Dated: 昨天赢单. day returns how
// many bytes at the start of a text name a day (phrase.LeadingDay).
func (r *Router) Dated(day func(text string) int) *Router {
	r.day = day
	return r
}

// Simplified lets names be typed in other characters, such as 審批 for 审批: simple returns the one that stands in
// a name (phrase.Simplify).
func (r *Router) Simplified(simple func(rune) rune) *Router {
	r.simple = simple
	return r
}

// Whole keeps names apart from longer words that begin with them, such as 赢单率: longer reports whether what stands
// behind a name makes such a word (phrase.Longer).
func (r *Router) Whole(longer func(name, rest string) bool) *Router {
	r.longer = longer
	return r
}

// Routes in their listed order.
func (r *Router) Routes() []Route { return r.routes }

// Named finds the route of a button, form or shortcut.
func (r *Router) Named(name string) (Route, bool) {
	i, ok := r.byName[name]
	if !ok {
		return Route{}, false
	}
	return r.routes[i], true
}

// Find reads the route off the front of a typed line: the longest name that fits, in any
// language. rest is the untouched text after it; a day before the name of a Dated route
// comes first in it.
func (r *Router) Find(line string) (route Route, rest string, ok bool) {
	if route, rest, ok = r.find(line); ok && route.Dated || r.day == nil {
		return route, rest, ok
	}
	// "昨天赢单 D-7", and after the noun: "deal 昨天赢单 D-7".
	for _, text := range []string{line, rest} {
		n := r.day(text)
		if n == 0 {
			continue
		}
		if dated, behind, found := r.find(text[n:]); found && dated.Dated && (!ok || strings.HasPrefix(dated.Name, route.Name+" ")) {
			return dated, strings.TrimSpace(text[:n]) + " " + behind, true
		}
	}
	return route, rest, ok
}

func (r *Router) find(line string) (route Route, rest string, ok bool) {
	for _, a := range r.names {
		if n := r.prefix(line, a.words); n >= 0 && !(r.routes[a.route].Shows && goesOn(line[n:])) &&
			(r.longer == nil || !r.longer(a.words, line[n:])) {
			return r.routes[a.route], strings.TrimLeftFunc(line[n:], unicode.IsSpace), true
		}
	}
	return Route{}, line, false
}

// goesOn reports whether a Chinese sentence goes straight on behind a name: 客户来电：金桥，7分钟.
func goesOn(rest string) bool {
	next, _ := utf8.DecodeRuneInString(rest)
	return unicode.Is(unicode.Han, next) && strings.ContainsAny(rest, "，：；。")
}

// Nearest suggests the route whose name is a close spelling of what was typed, for "did you mean": of
// long words two letters are wrong, of short ones one, or the name runs together with what follows it;
// "" if nothing is close.
func (r *Router) Nearest(line string) string {
	if route := r.spelt(line); route != "" {
		return route
	}
	word := []rune(r.typedWord(line))
	best, bestAt := 2, ""
	for _, a := range r.names { // longest first
		name := []rune(firstWord(a.words))
		if len(name) >= len(word) || len(name) < 2 || len(name) < shortestRun && !unicode.Is(unicode.Han, name[0]) {
			continue
		}
		d := r.apart(string(word[:len(name)]), string(name))
		if d < best && d < len(name)-1 {
			best, bestAt = d, r.routes[a.route].Name
		}
	}
	return bestAt
}

// spelt returns the route of which the line begins with a close spelling, the one with the most words.
func (r *Router) spelt(line string) (route string) {
	words := strings.Fields(r.fold(line))
	most, least := 0, 0
	for _, a := range r.names {
		n := strings.Count(a.words, " ") + 1
		if n > len(words) || n < most {
			continue
		}
		typed := strings.TrimRight(strings.Join(words[:n], " "), trailing)
		d := r.apart(typed, a.words)
		if d == 2 && swapped(typed, a.words) {
			d = 1
		}
		if d > 0 && utf8.RuneCountInString(typed) == 2 && !sameStart(typed, a.words) {
			continue // 逾期 is not meant for 日期
		}
		if d <= wrongLetters(typed) && (n > most || d < least) {
			route, most, least = r.routes[a.route].Name, n, d
		}
	}
	return route
}

// wrongLetters is how many letters of a word may be wrong.
func wrongLetters(word string) int {
	n := utf8.RuneCountInString(word)
	if first, _ := utf8.DecodeRuneInString(word); unicode.Is(unicode.Han, first) {
		return min(n-1, 2)
	}
	switch {
	case n > 7:
		return 2
	case n > 2:
		return 1
	}
	return 0
}

// sameStart reports whether two words begin with the same letter.
func sameStart(a, b string) bool {
	x, _ := utf8.DecodeRuneInString(a)
	y, _ := utf8.DecodeRuneInString(b)
	return x == y
}

// swapped reports whether two words differ in the order of two neighbours only: "lgo" for "log".
func swapped(a, b string) bool {
	x, y := []rune(a), []rune(b)
	for i := 0; len(x) == len(y) && i+1 < len(x); i++ {
		if x[i] != y[i] {
			x[i], x[i+1] = x[i+1], x[i]
			return slices.Equal(x, y)
		}
	}
	return false
}

// shortestRun is how many letters a name needs to be found at the front of a longer word:
// "rejecttoo". A Chinese name needs two characters.
const shortestRun = 5

// Mistyped reports whether the first word is a longer name with one letter wrong, so that
// words not certainly addressed to us may be taken for a command.
func (r *Router) Mistyped(line string) bool {
	_, wrong := r.nearest(line)
	return wrong == 1 && utf8.RuneCountInString(firstWord(line)) > 4
}

// nearest returns the route and how many letters its name is off.
func (r *Router) nearest(line string) (string, int) {
	word := r.typedWord(line)
	best, bestAt := 3, ""
	for _, a := range r.names {
		if d := r.apart(word, firstWord(a.words)); d < best && d < utf8.RuneCountInString(word) {
			best, bestAt = d, r.routes[a.route].Name
		}
	}
	return bestAt, best
}

// typedWord is the first word of a line without punctuation after it: "rejct" in "rejct: too early".
func (r *Router) typedWord(line string) string {
	return r.fold(strings.TrimRight(firstWord(line), trailing))
}

const trailing = ":：,，.。!！?？"

func firstWord(s string) string {
	s = strings.TrimSpace(s)
	if i := strings.IndexFunc(s, unicode.IsSpace); i >= 0 {
		return s[:i]
	}
	return s
}

// prefix returns how many bytes of line the folded words cover, or -1. White space may be of
// any kind and length. A name ending in an alphabetic letter or digit must end at a word's
// end; after one ending in a Chinese character anything may follow, because nobody types a
// space there. An apostrophe belongs to the word: won't is not won.
func (r *Router) prefix(line, words string) int {
	at := len(line) - len(strings.TrimLeftFunc(line, unicode.IsSpace))
	var last rune
	for _, want := range words {
		if want == ' ' {
			n := len(line[at:]) - len(strings.TrimLeftFunc(line[at:], unicode.IsSpace))
			if n == 0 {
				if unicode.Is(unicode.Han, last) {
					continue
				}
				return -1
			}
			at += n
			continue
		}
		got, size := utf8.DecodeRuneInString(line[at:])
		if size == 0 || r.simple(unicode.ToLower(got)) != want {
			return -1
		}
		at, last = at+size, want
	}
	next, size := utf8.DecodeRuneInString(line[at:])
	if size > 0 && !unicode.Is(unicode.Han, last) &&
		(unicode.IsLetter(next) && !unicode.Is(unicode.Han, next) || unicode.IsDigit(next) || next == '-' || next == '_') {
		return -1
	}
	if behind, _ := utf8.DecodeRuneInString(line[at+size:]); strings.ContainsRune(apostrophes, next) && unicode.IsLetter(behind) {
		return -1
	}
	return at
}

const apostrophes = "'’ʼ＇`´"

func (r *Router) fold(s string) string {
	return strings.Join(strings.Fields(strings.Map(r.simple, strings.ToLower(s))), " ")
}
