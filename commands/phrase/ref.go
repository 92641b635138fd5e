package phrase

import (
	"strconv"
	"strings"
)

// kinds are the letters of record ids: deal, lead, account, quote, approval request,
// goal, task, contact, campaign or case, and so on.
const kinds = "dlaqrgtcknp"

var hanKinds = [...]struct {
	word   string
	letter byte
}{
	{"商机", 'D'}, {"线索", 'L'}, {"客户", 'A'}, {"报价单", 'Q'}, {"报价", 'Q'}, {"审批", 'R'}, {"目标", 'G'}, {"任务", 'T'}, {"联系人", 'C'},
}

// ID reads a whole string as a record id: D-7, d7, D7, 商机7. The result is "D-7".
func ID(s string) (id string, ok bool) {
	if len(s) > 64 {
		return "", false
	}
	c := scan{s: strings.TrimFunc(s, isSpace)}
	id, ok = c.id()
	return id, ok && c.done()
}

// id reads the record id at the cursor and passes it.
func (c *scan) id() (id string, ok bool) {
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
		return "", false
	}
	if first >= 0x80 {
		c.spaces()
	}
	c.eat("-")
	number, digits := c.digits(9)
	next, _ := c.peek()
	if digits == 0 || number == 0 || !c.edge() {
		c.i = at
		return "", false
	}
	if first >= 0x80 && (han(next) || next == '.' || next == ',') {
		c.i = at // 目标500万 is a goal of five million
		return "", false
	}
	return string(kind) + "-" + strconv.Itoa(number), true
}
