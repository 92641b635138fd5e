package phrase

import "dealdesk/sales"

// Kinds are a company's own words for kinds of contact, in small letters and simplified characters.
type Kinds map[string]sales.ActivityKind

// own reads one of the company's own words for a kind of contact, the longest that stands here, perhaps
// behind a verb that says only that it took place: had a townhall, 开了个沙盘. A word in Latin letters is read
// whole, one in Chinese anywhere.
func (c *scan) own(kinds Kinds) (kind string, ok bool) {
	if len(kinds) == 0 {
		return "", false
	}
	at := c.i
	if kind, ok = c.ownWord(kinds); ok {
		return kind, true
	}
	c.eatWord(lightVerbs...)
	c.spaces()
	c.lightHan()
	if kind, ok = c.ownWord(kinds); !ok {
		c.i = at
	}
	return kind, ok
}

func (c *scan) ownWord(kinds Kinds) (string, bool) {
	best, found := c.i, sales.ActivityKind("")
	for word, kind := range kinds {
		if rest := *c; rest.i+len(word) > best && rest.eatOwn(word) && rest.i > best {
			best, found = rest.i, kind
		}
	}
	if c.i = best; han(c.before()) {
		c.eat("了")
	}
	return string(found), found != ""
}

// eatOwn passes a word whose Latin letters are no part of a longer one.
func (c *scan) eatOwn(word string) bool {
	inWord := letter(c.before()) || digit(c.before())
	if first, _ := c.peek(); inWord && !han(first) || !c.eat(word) {
		return false
	}
	return han(c.before()) || c.edge()
}

// kindWord and actWord read the company's own words before ours.
func (h *header) kindWord() (string, bool) {
	if kind, ok := h.own(h.o.Kinds); ok {
		return kind, true
	}
	return h.scan.kindWord()
}

func (h *header) actWord() (string, bool) {
	if kind, ok := h.own(h.o.Kinds); ok {
		return kind, true
	}
	return h.scan.actWord()
}
