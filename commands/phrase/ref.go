package phrase

import (
	"strconv"
	"strings"

	"dealdesk/sales"
)

// kinds are the records whose ids people type. N26 and C3 stay names of companies.
var kinds = [...]struct {
	kind sales.Kind
	word string
}{
	{sales.KindDeal, "商机"}, {sales.KindAccount, "客户"}, {sales.KindApproval, "审批"}, {sales.KindContact, "联系人"},
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

// SecondDeal returns the id of a deal that a text begins with, and what stands behind it: another
// deal where one was named already, as in "D-79 and D-73".
func SecondDeal(s string) (id, rest string) {
	c := scan{s: s, i: len(s) - len(Joined(s))}
	if id, ok := c.id(); ok && sales.KindOf(id) == sales.KindDeal {
		return id, strings.TrimSpace(s[c.i:])
	}
	return "", s
}

// Joined cuts off what joins a text to the one before: the "and" of "and Linden".
func Joined(s string) string {
	c := scan{s: s}
	c.skip(" ,;、&+")
	c.eatWord("and")
	c.eatAny("和", "与", "及")
	c.spaces()
	return s[c.i:]
}

// id reads the record id at the cursor and passes it.
func (c *scan) id() (id string, ok bool) {
	at := c.i
	kind := sales.Kind("")
	first, _ := c.peek()
	for _, k := range kinds {
		inWord := letter(c.before()) || digit(c.before())
		if !inWord && c.eat(strings.ToLower(string(k.kind))) || c.eat(k.word) {
			kind = k.kind
			break
		}
	}
	if kind == "" {
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
		c.i = at // 客户500万 is an amount
		return "", false
	}
	return string(kind) + "-" + strconv.Itoa(number), true
}
