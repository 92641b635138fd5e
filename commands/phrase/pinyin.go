package phrase

import (
	"slices"

	"github.com/mozillazg/go-pinyin"
)

// reading is the ways one rune is said, without tones; a letter or digit is said as itself.
// All readings are kept, because the usual one is often wrong in names (重庆, 单, 曾).
type reading []string

// readings caches what was looked up; a few hundred characters make up all names.
type readings map[rune]reading

// of returns the sound of a name and the letters in it; nil if nothing in it is Chinese.
func (rs readings) of(name []rune) (sound []reading, letters uint32) {
	if !slices.ContainsFunc(name, han) {
		return nil, 0
	}
	sound = make([]reading, len(name))
	for k, r := range name {
		sound[k] = rs.one(r)
		for _, s := range sound[k] {
			for _, b := range s {
				if letter(b) {
					letters |= 1 << (b - 'a')
				}
			}
		}
	}
	return sound, letters
}

func (rs readings) one(r rune) reading {
	if said, ok := rs[r]; ok {
		return said
	}
	said := reading{string(r)}
	if han(r) {
		said = nil
		for _, s := range pinyin.SinglePinyin(r, pinyin.Args{Style: pinyin.Normal, Heteronym: true}) {
			if !slices.Contains(said, s) {
				said = append(said, s)
			}
		}
	}
	rs[r] = said
	return said
}

// How a typed query spells a name: bits of what was used.
const (
	fulls    = 1 << iota // whole syllables
	initials             // first letters
)

// spoken scores letters against the sound of a name: huaxingkeji, hxkj, huaxkj, and the
// beginnings of these.
func spoken(query string, sound []reading) int {
	// state[i] holds the ways, as sets of used bits, to have spelled query[:i] with the
	// runes so far; each of the four sets is one bit.
	var state, next [64]uint8
	if len(query) >= len(state) {
		return 0
	}
	state[0] = 1
	best := 0
	for k, said := range sound {
		clear(next[:])
		any := false
		for i := 0; i < len(query); i++ {
			if state[i] == 0 {
				continue
			}
			for _, s := range said {
				if s[0] != query[i] {
					continue
				}
				any = true
				if len(s) == 1 {
					next[i+1] |= state[i] // spelled as itself
					continue
				}
				next[i+1] |= with(state[i], initials)
				if n := common(query[i:], s); n == len(s) {
					next[i+n] |= with(state[i], fulls)
				} else if n == len(query)-i { // broken off within a syllable
					next[i+n] |= with(state[i], fulls)
				}
			}
		}
		if ways := next[len(query)]; ways != 0 {
			best = max(best, soundScore(ways, k+1, len(sound)))
		}
		if !any {
			break
		}
		state = next
	}
	return best
}

// with adds a bit to every set in ways.
func with(ways uint8, used int) uint8 {
	var out uint8
	for set := 0; set < 4; set++ {
		if ways&(1<<set) != 0 {
			out |= 1 << (set | used)
		}
	}
	return out
}

func common(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// soundScore rates the best way to have spelled the first n of total runes.
func soundScore(ways uint8, n, total int) int {
	score := 78 // mixed
	switch {
	case ways&(1<<fulls) != 0:
		score = 90
	case ways&(1<<initials) != 0:
		score = 85
	}
	if n < total {
		score -= 20 - 10*n/total
	}
	return score
}

// soundsLike reports whether two names sound alike: 华兴科技 and 华星科技.
func soundsLike(a, b []reading) bool {
	if len(a) != len(b) {
		return false
	}
	for k := range a {
		if !slices.ContainsFunc(a[k], func(s string) bool { return slices.Contains(b[k], s) }) {
			return false
		}
	}
	return true
}
