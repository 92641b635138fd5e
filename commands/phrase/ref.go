package phrase

import (
	"strconv"
	"strings"
)

// Ref names one record the way people say it: "D-7", "Q-3 v2".
type Ref struct {
	ID      string // "D-7"
	Version int    // of a quote; 0 where none was named
}

// kinds are the letters of record ids: deal, lead, account, quote, approval request,
// goal, task, contact, campaign or case, and so on.
const kinds = "dlaqrgtcknp"

var hanKinds = [...]struct {
	word   string
	letter byte
}{
	{"商机", 'D'}, {"线索", 'L'}, {"客户", 'A'}, {"报价单", 'Q'}, {"报价", 'Q'}, {"审批", 'R'}, {"目标", 'G'}, {"任务", 'T'}, {"联系人", 'C'},
}

// ID reads a whole string as a record id: D-7, d7, D7, 商机7. The answer is "D-7".
func ID(s string) (id string, ok bool) {
	r, ok := ReadRef(s)
	return r.ID, ok && r.Version == 0
}

// ReadRef is ID for what may name a version: Q-3 v2.
func ReadRef(s string) (Ref, bool) {
	if len(s) > 64 {
		return Ref{}, false
	}
	c := scan{s: strings.TrimFunc(s, isSpace)}
	r, ok := c.ref(true)
	return r, ok && c.done()
}

// ref reads the record id at the cursor and passes it.
func (c *scan) ref(version bool) (Ref, bool) {
	at := c.i
	kind := byte(0)
	first, n := c.peek()
	switch {
	case letter(first) && !letter(c.before()) && !digit(c.before()) && strings.ContainsRune(kinds, first):
		kind = byte(first) - 'a' + 'A'
		c.i += n
	case han(first):
		for _, k := range hanKinds {
			if c.eat(k.word) {
				kind = k.letter
				break
			}
		}
	}
	if kind == 0 {
		return Ref{}, false
	}
	if first >= 0x80 {
		c.spaces()
	}
	c.eat("-")
	number, digits := c.digits(9)
	next, _ := c.peek()
	if digits == 0 || number == 0 || !c.edge() && !(version && next == 'v') {
		c.i = at
		return Ref{}, false
	}
	if first >= 0x80 && (han(next) || next == '.' || next == ',') {
		c.i = at // 目标500万 is a goal of five million
		return Ref{}, false
	}
	ref := Ref{ID: string(kind) + "-" + strconv.Itoa(number)}
	if version {
		end := c.i
		c.spaces()
		if c.eat("v") {
			v, n := c.digits(6)
			if n > 0 && v > 0 && c.edge() {
				ref.Version = v
				return ref, true
			}
		}
		c.i = end
	}
	return ref, c.edge()
}
