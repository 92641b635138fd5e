package phrase

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dealdesk/sales"
)

// everydayWords are what a line may begin with and names nobody, though it may begin a name: the "no"
// of "no answer" is not Northgate.
const everydayWords = " a al all also an and any are as at be but by canceled cancelled did for from good had has have he her him his if in is it its just " +
	"last left me met my new next no not of off ok okay on one or our out postponed re rescheduled she so some still the their them then they to too tried " +
	"up us was we well went were will with yes yet you "

// everyday reports whether a word is no name unless it is the whole of one.
func everyday(word string) bool {
	word = strings.ToLower(strings.TrimRight(word, ".,;:!?"))
	return strings.Contains(everydayWords, " "+word+" ") || strings.HasPrefix(word, "没") || strings.HasPrefix(word, "无人") ||
		strings.HasPrefix(word, "还没")
}

// shortest is the fewest letters of a word that names a customer by the beginning of its name where
// the line also names another one.
const shortest = 4

// inSight finds the one known name in the first clause where the word at the cursor names nobody: one
// that "to", "with" or the like points to, as in "popped in at Linden", or any behind an everyday or a
// short word. After a kind of contact, any other word with a capital is a name, though an unknown one.
func (h *header) inSight() (name string) {
	first := bareWord(h.s, h.i).Text
	called := func(word string) bool { return word != "" && h.o.Called != nil && h.o.Called(word) }
	plain := everyday(first)
	upper := !lower(first)
	brief := !upper && asciiLetters(first) && len(first) < shortest
	if !plain && !brief && (h.l.Kind != "" && upper || called(first)) {
		return ""
	}
	c := header{scan: h.scan, o: h.o}
	for ended := false; !c.done() && !ended; ended = c.passClauseWord() {
		c.spaces()
		at := c.i
		pointed := c.eatWord("to", "with", "at", "from", "of") || c.eat("w/")
		if !pointed && (!plain && !brief || at == h.i) {
			continue
		}
		c.spaces()
		found := ""
		word := strings.TrimRight(bareWord(c.s, c.i).Text, ".,;:!?")
		if n := c.known(); n > 0 {
			found = c.s[c.i : c.i+n]
		} else if !everyday(word) && (pointed || !lower(word)) && called(word) {
			found = word
		}
		c.i = at
		if found == "" {
			continue
		}
		if name != "" && !sameName(name, found) {
			return ""
		}
		name = found
	}
	return name
}

// lower reports whether a word begins with a small letter.
func lower(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.IsLower(r)
}

func asciiLetters(word string) bool {
	return !strings.ContainsFunc(word, func(r rune) bool { return !letter(fold(r)) })
}

// noContact refuses a line that begins with a contact that did not take place: "no call with Acme
// today". NotHeld reads the note.
func (h *header) noContact() error {
	c := scan{s: h.s}
	c.spaces()
	if c.eatWord("no", "didn't", "did not", "couldn't", "could not", "haven't", "have not", "cancelled", "canceled", "postponed") ||
		c.eatAny("还没有", "还没", "还未", "尚未", "没有", "没能", "没", "未能", "未", "取消了", "取消", "推迟了", "推迟") >= 0 {
		c.eat("去")
		c.spaces()
		if _, ok := c.kindWord(); ok {
			return sales.No("log.no_contact", "Text", h.s)
		}
	}
	return nil
}

// maxHanName is how many characters a customer's Chinese name has at most, without 有限公司; longer ones are
// sentences.
const maxHanName = 12

// unlikely are words of a sentence that no customer's name has.
var unlikely = [...]string{"给", "跟", "打了", "打电话", "上午", "中午", "下午", "晚上", "早上", "今天", "昨天", "明天", "前天", "刚才", "刚刚",
	"周一", "周二", "周三", "周四", "周五", "星期", "拜访", "电话", "微信", "聊了", "见了", "说了", "谈了", "发了", "客户"}

// talk are English words that stand where a name is expected, but name what was done or when.
var talk = [...]string{
	"about", "again", "another", "back", "briefly", "chat", "chatted", "client", "coffee", "customer", "done",
	"first", "great", "i", "long", "lunch", "morning", "nice", "nobody", "people", "quick", "quickly", "short",
	"shortly", "someone", "somebody", "spoke", "talk", "talked", "team", "that", "this", "today", "tomorrow",
	"took", "very", "yesterday",
}

// PlausibleName reports whether a text may be the name of a customer still unknown, and not a part of a
// sentence: only then is it offered to be created.
func PlausibleName(text string) bool {
	text = strings.TrimSpace(text)
	if strings.ContainsFunc(text, han) {
		return utf8.RuneCountInString(sales.Fold(text)) <= maxHanName &&
			!slices.ContainsFunc(unlikely[:], func(word string) bool { return strings.Contains(text, word) })
	}
	return text != "" && !everyday(text) && !slices.Contains(talk[:], strings.ToLower(text))
}
