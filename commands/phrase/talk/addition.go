package talk

import (
	"slices"
	"strings"
	"unicode"
)

// What is told besides what was just logged: "forgot to say they want a discount", 补充一句：….

var (
	// addFirst may stand in front of what is added.
	addFirst = []string{"by the way", "oh", "ah", "sorry", "btw", "and", "also", "ok", "ps", "p.s.", "哦", "啊", "对了", "还有", "另外"}
	// addLeads begin what was forgotten, a longer one before its own beginning.
	addLeads = []string{"i forgot to tell you", "i forgot to say", "i forgot to mention", "i forgot to add", "i forgot to note",
		"forgot to tell you", "forgot to say", "forgot to mention", "forgot to add", "forgot to note", "forgot to write",
		"please add to that", "please add that", "please add:", "add to the note", "add to my note", "add to that", "add to it", "add that",
		"add this:", "add:", "please note also", "note also", "also note", "one more thing", "another thing", "addition:", "ps:", "ps,", "p.s.",
		"再补充一句", "再补充一点", "补充一句", "补充一下", "补充一点", "补充说明", "补充几句", "补充:", "补充,", "刚才忘了说", "刚忘了说", "我忘了说",
		"忘了说了", "忘了说", "忘记说了", "忘记说", "忘说了", "忘了写", "忘了提", "忘了记", "漏了说", "漏写了", "再加一句", "再加一条", "加一句", "加一条", "再补一句", "补一句"}
	// theirs begins what a customer said or wants.
	theirs = []string{"they", "he", "she", "it", "their", "his", "her", "there", "the client", "the customer", "the budget", "the price",
		"the decision", "the boss", "the cfo", "the ceo", "他", "她", "它", "对方", "客户", "那边", "预算", "价格", "财务", "老板", "采购"}
)

// addMarks part what is added from the words in front of it.
const addMarks = " ,.:;!-"

// ReadAddition reads what is to be added to the note of what was just logged, as it was typed. sure means that the
// words can mean nothing else.
func ReadAddition(line string) (text string, sure, ok bool) {
	said := plain(line)
	if said == "" || len(said) > longest || strings.HasSuffix(said, "?") {
		return "", false, false
	}
	rest, first := said, false
	for {
		if text, sure := leads(rest, addLeads); sure {
			text = strings.TrimPrefix(text, "that ")
			return behind(line, said, text), true, text != ""
		}
		text, led := leads(rest, addFirst)
		if !led {
			break
		}
		rest, first = text, true
	}
	if _, ok = leads(rest, theirs); !first || !ok {
		return "", false, false
	}
	return behind(line, said, rest), false, true
}

// Besides is a line without the words that stand in front of what is told besides: "oh and".
func Besides(line string) string {
	said := plain(line)
	rest := said
	for text, led := leads(rest, addFirst); led; text, led = leads(rest, addFirst) {
		rest = text
	}
	return behind(line, said, rest)
}

// leads cuts one of these words and the marks behind it off the start of a text.
func leads(text string, words []string) (rest string, led bool) {
	i := slices.IndexFunc(words, func(w string) bool {
		behind, has := strings.CutPrefix(text, w)
		return has && (w[0] >= 0x80 || behind == "" || strings.ContainsAny(w[len(w)-1:], addMarks) || strings.ContainsAny(behind[:1], addMarks))
	})
	if i < 0 {
		return text, false
	}
	return strings.TrimLeft(text[len(words[i]):], addMarks), true
}

// behind is the end of a line that is left of it in plain words, as it was typed.
func behind(line, said, rest string) string {
	cut := 0
	for _, r := range strings.TrimSuffix(said, rest) {
		if !unicode.IsSpace(r) {
			cut++
		}
	}
	for i, r := range line {
		if cut == 0 && !unicode.IsSpace(r) {
			return strings.TrimSpace(line[i:])
		}
		if !unicode.IsSpace(r) {
			cut--
		}
	}
	return ""
}
