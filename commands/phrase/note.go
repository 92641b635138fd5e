package phrase

import "strings"

// findAmount looks for the first amount and the first intent in a note, looking at every
// place only once: a word or number that is neither is passed as a whole. minutes reports whether a
// "20m" at an offset may be a length of time. Of several amounts that differ, none is taken.
func (c *scan) findAmount(l *Log, own string, minutes func(at int) bool) (several bool) {
	had := l.Amount != nil
	for !c.done() && (!had && !several || l.Intent == 0) {
		r, n := c.peek()
		at := c.i
		if l.Intent == 0 && (r == 'i' || r == '意') && c.intent(l) {
			continue
		}
		if !had && !several && c.amountMayBegin(r) {
			m, how, wrong := c.money(own)
			ambiguous := how.minute && !how.currency && minutes(at)
			if wrong.code == "" && (how.currency || how.marked) && !ambiguous && !c.counted(how) {
				if several = l.Amount != nil && *l.Amount != m; several {
					l.Amount = nil
				} else {
					l.Amount = &m
				}
				continue
			}
			c.i = at
		}
		if c.i += n; letter(r) || digit(r) {
			c.passWord()
		}
	}
	return several
}

// passWord moves past a word, or a number with its commas.
func (c *scan) passWord() {
	for {
		r, n := c.peek()
		if !letter(r) && !digit(r) && (r != ',' && r != '.' || !digit(c.before())) {
			return
		}
		c.i += n
	}
}

// amountMayBegin reports whether an amount can begin with r, the rune at the cursor.
func (c *scan) amountMayBegin(r rune) bool {
	switch {
	case letter(r): // USD 12,000
		probe := scan{c.s, c.i}
		for next, n := probe.peek(); (letter(next) || next == '$') && probe.i-c.i < 12; next, n = probe.peek() {
			probe.i += n
		}
		probe.spaces()
		next, _ := probe.peek()
		return digit(next)
	case digit(r):
		prev := c.before()
		return prev != '_' && prev != '#' && prev != '-'
	case r == '$', r == '¥', r == '十':
		return true
	case r < 0x80:
		return false
	case numeral(r) > 0:
		return numeral(c.before()) < 0
	}
	return len(signs[r]) > 0
}

// counted reports whether a number without a currency counts things: 3万台, 10k users.
func (c *scan) counted(how written) bool {
	if how.currency {
		return false
	}
	r, _ := c.peek()
	if han(r) && strings.ContainsRune("人个台家户用套次件条名位吨字行页步只支张本辆间公平升克米年月天小分点倍股粉多", r) {
		return true
	}
	at := c.i
	c.spaces()
	counted := c.eatWord("users", "user", "seats", "seat", "units", "licences", "licenses", "people", "employees", "staff",
		"devices", "records", "rows", "customers", "accounts", "leads", "visitors", "steps", "rpm", "views", "orders", "pcs")
	c.i = at
	return counted
}
