package phrase

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dealdesk/commands/phrase/talk"
	"dealdesk/sales"
)

// Heading is a word that begins the answer to a question of the stand-up.
type Heading struct {
	Word     string
	Question string // sales.Question.ID
}

// standupHeads are the words for the questions that ship; a longer one comes before its own
// beginning. The loose ones are everyday words: they count only where a sentence begins.
var standupHeads = []struct {
	Heading
	loose bool
}{
	{Heading{"yesterday", sales.AskDone}, true}, {Heading{"done", sales.AskDone}, false}, {Heading{"did", sales.AskDone}, true},
	{Heading{"today", sales.AskPlan}, true}, {Heading{"plan", sales.AskPlan}, false},
	{Heading{"blockers", sales.AskBlockers}, false}, {Heading{"blocker", sales.AskBlockers}, false},
	{Heading{"blocked by", sales.AskBlockers}, true}, {Heading{"blocked", sales.AskBlockers}, true},
	{Heading{"stuck on", sales.AskBlockers}, true},
	{Heading{"已完成", sales.AskDone}, true}, {Heading{"完成", sales.AskDone}, true}, {Heading{"昨天", sales.AskDone}, true},
	{Heading{"昨日", sales.AskDone}, true}, {Heading{"上周五", sales.AskDone}, true},
	{Heading{"今日计划", sales.AskPlan}, true}, {Heading{"今天计划", sales.AskPlan}, true}, {Heading{"计划", sales.AskPlan}, true},
	{Heading{"今天", sales.AskPlan}, true}, {Heading{"今日", sales.AskPlan}, true},
	{Heading{"困难", sales.AskBlockers}, true}, {Heading{"障碍", sales.AskBlockers}, true}, {Heading{"卡点", sales.AskBlockers}, true},
	{Heading{"昨", sales.AskDone}, true}, {Heading{"今", sales.AskPlan}, true}, {Heading{"卡", sales.AskBlockers}, true},
	{Heading{"问题", sales.AskBlockers}, true}, {Heading{"阻碍", sales.AskBlockers}, true}, {Heading{"卡在", sales.AskBlockers}, true},
}

// ReadStandup splits a line like "done called Acme plan send quote blockers none" or
// "昨天拜访华星，今天发报价，困难：等法务" into the answers to its questions, by Question.ID. own
// are the words for a company's own questions; they count only where a sentence begins.
// Text before the first heading is the answer to "": nothing that was typed is lost. Behind such text
// only what blocks is told apart, since "today" and "plan" are everyday words.
func ReadStandup(line string, own ...Heading) map[string]string {
	answers := map[string]string{}
	keep := func(question, text string) {
		if text = strings.TrimFunc(text, separates); text == "" {
			return
		}
		if had := answers[question]; had != "" {
			text = had + "\n" + text
		}
		answers[question] = text
	}
	text := noBlockers.ReplaceAllString(strings.TrimSpace(line), "${1}困难：$2")
	question, size := heading(text, true, own)
	if size == 0 && doneFirst.MatchString(text) { // called Acme, today the quote
		question = sales.AskDone
	}
	headed := question != ""
	seen := map[string]bool{question: true}
	text = text[size:]
	from := 0
	sentence := false // the text at hand begins a sentence
	word := false     // or at least a word
	for i := 0; i < len(text); {
		if next, size := heading(text[i:], sentence, own); size > 0 && word && !seen[next] && (headed || sentence && next == sales.AskBlockers) {
			keep(question, text[from:i])
			question, seen[next] = next, true
			i += size
			from, sentence, word, headed = i, false, false, true
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		i += size
		switch {
		case strings.ContainsRune("\n.;。；,，、!！", r):
			sentence, word = true, true
		case unicode.IsSpace(r):
			word = true
			if next, _ := utf8.DecodeRuneInString(text[i:]); unicode.Is(unicode.Han, next) {
				sentence = true
			}
		default:
			sentence, word = false, false
		}
	}
	keep(question, text[from:])
	return answers
}

// heading returns the size of the heading that text begins with, colon included; 0 if there
// is none. A loose one also counts within a sentence if a colon follows, which one character always needs.
func heading(text string, sentence bool, own []Heading) (question string, size int) {
	for _, h := range own {
		if n := begins(text, h.Word, !sentence); n > 0 {
			return h.Question, n
		}
	}
	for _, h := range standupHeads {
		if n := begins(text, h.Word, h.loose && !sentence || utf8.RuneCountInString(h.Word) == 1); n > 0 {
			return h.Question, n
		}
	}
	return "", 0
}

// begins returns the size of word at the start of text with the colon after it, which
// colonOnly requires.
func begins(text, word string, colonOnly bool) int {
	if word == "" || len(text) < len(word) || !sales.SameSpelling(text[:len(word)], word) {
		return 0
	}
	rest := text[len(word):]
	bare := strings.TrimLeftFunc(rest, unicode.IsSpace)
	colon := strings.HasPrefix(bare, ":") || strings.HasPrefix(bare, "：")
	next, _ := utf8.DecodeRuneInString(rest)
	if last, _ := utf8.DecodeLastRuneInString(word); last < 0x2E80 &&
		(unicode.IsLetter(next) && next < 0x2E80 || unicode.IsDigit(next) || next == '-' || next == '\'') {
		return 0 // "planned", "done-for"
	}
	if colonOnly && !colon {
		return 0
	}
	if colon {
		_, n := utf8.DecodeRuneInString(bare)
		bare = bare[n:]
	}
	return len(text) - len(bare)
}

// separates reports whether r separates two answers and belongs to neither.
func separates(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(",，;；、", r) }

// nothings are answers that say there is nothing to say.
var nothings = map[string]bool{
	"none": true, "no": true, "nothing": true, "nope": true, "n/a": true, "na": true, "-": true, "no blockers": true,
	"nothing blocks me": true, "nil": true, "none so far": true, "none yet": true, "none really": true, "all clear": true,
	"无": true, "没有": true, "没": true, "暂无": true, "没有困难": true, "无困难": true, "没问题": true, "没有问题": true, "无卡点": true,
}

// Nothing reports whether an answer says that there is nothing: "none", 没有.
func Nothing(text string) bool {
	text = simply(strings.TrimFunc(text, func(r rune) bool { return separates(r) || strings.ContainsRune(".。!！", r) }))
	return nothings[text] || nothingBlocks.MatchString(text)
}

// sayNothing are whole lines that name neither what was done nor what will be: 已经搞定了, 催一下, "chase them".
var sayNothing = reads(`^(?:(?:我|已经?|都|全|全部)*(?:搞定|完成|做完|办完|办好|做好|弄好|弄完|处理完|处理好)(?:了|啦)?|` +
	`(?:快|去|再|先|请|帮我|麻烦)?\p{Han}{1,2}(?:一下|一催)(?:他|她|他们|大家)?|(?:快|再)?催(?:催|他|她|他们|大家)|` +
	`(?:(?:it'?s|that'?s|it is|all|already|everything'?s?) )*(?:done|sorted|finished|completed)(?: already| now)?|` +
	`(?:please )?(?:chase|call|ping|nudge|remind|send|ask|check|do) (?:it|them|him|her|that|this|again|everybody|everyone)|` +
	`follow(?:ing)? up)(?:吧|哦|啊|呀)?$`)

// SaysNothing reports whether a whole line says too little to be an answer to the stand-up.
func SaysNothing(line string) bool {
	bare := strings.TrimFunc(line, func(r rune) bool { return separates(r) || strings.ContainsRune(".。!！~～", r) })
	return sayNothing.MatchString(strings.ToLower(bare))
}

// Mention is one @name in a text: the bytes from Start to End.
type Mention struct {
	ID, Name   string // the ID if Slack gave one, otherwise the name as typed
	Start, End int
}

// Mentions finds the people a text mentions: <@U123>, @bob, ＠李雷. known returns how many
// bytes of the text after an @ are a name; if it returns 0, the name is the next word. An @
// inside a word, as in an address, is no mention.
func Mentions(text string, known func(rest string) int) (found []Mention) {
	var last rune
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		m := Mention{Start: i, End: i + size}
		switch {
		case strings.HasPrefix(text[i:], "<@"):
			inner, _, closed := strings.Cut(text[i+2:], ">")
			if !closed {
				break
			}
			m.ID, _, _ = strings.Cut(inner, "|")
			m.End = i + len("<@") + len(inner) + len(">")
		case (r == '@' || r == '＠') && !(last < 0x80 && (unicode.IsLetter(last) || unicode.IsDigit(last))):
			rest := text[m.End:]
			n := known(rest)
			if n == 0 {
				n = strings.IndexFunc(rest, func(r rune) bool {
					return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("._-", r)
				})
				if n < 0 {
					n = len(rest)
				}
				n = len(strings.TrimRight(rest[:n], "._-"))
			}
			m.Name, m.End = rest[:n], m.End+n
		}
		if m.ID != "" || m.Name != "" {
			found = append(found, m)
		}
		i, last = m.End, r
	}
	return found
}

// Clears reports whether a text in the place of a value takes it away: none, clear, 清除.
func Clears(text string) bool {
	return Nothing(text) || slices.Contains([]string{"clear", "清除", "清空"}, simply(strings.TrimFunc(text, isSpace)))
}

// doneWords say of a step that it was done.
var doneWords = []string{"all done", "done with it", "done with that", "done that", "done", "is done", "completed",
	"complete", "finished", "did it", "did that",
	"ticked off", "已经完成", "已经搞定了", "已经搞定", "已经做完了", "已经办好了",
	"已完成", "完成了", "完成", "做完了", "做好了", "做了", "办完了", "办好了", "搞定了", "搞定", "已办", "已做"}

// standupLead stands in front of a stand-up that is told, and says that it is one.
var standupLead = reads(`(?i)^\s*(?:(?:morning|hi|hiya|hello|hey)(?: all| team| everyone)?[\s,.!]+)?(?:(?:here'?s |` +
	`for )?(?:my )?(?:stand-?up|daily|scrum)(?: time| update)?|` +
	`time!|quick update|update from me|(?:早[，,\s]*)?【?(?:站会|晨会|早会|日报|汇报一下|昨日汇报)】?)[\s:：!！,，.。-]*`)

// greeting may stand before a stand-up, too, and says nothing.
var greeting = reads(`(?i)^\s*(?:(?:good )?(?:morning|afternoon)|hi|hiya|hello|hey|早上好|早安|大家早|大家好|早)(?: all| team|` +
	` everyone)?[\s,，.。!！:：~～-]+`)

// toldHeads begin the parts of a stand-up that is told in one breath, wherever they stand at the
// beginning of a word.
var toldHeads = []struct {
	question string
	says     pattern
}{
	{sales.AskDone, reads(`(?i)(?:^|[^\p{L}\d])(?:done yesterday\s*:|yesterday(?: i)?\b|y'day\b|yday\b|yest\b|did\s*:|done\s*:|` +
		`y\s*[-:]|on (?:mon|fri)day i\b|` +
		`(?:last )?(?:mon|fri)day\s*:)\s*:?|昨日工作|昨儿个|昨儿|昨天|昨日|昨晚|昨\s*[:：]|(?:上周五|周[一二三四五])\s*[:：]`)},
	{sales.AskPlan, reads(`(?i)(?:^|[^\p{L}\d])(?:plan today\s*:|today(?:'s plan)?(?: i'm| i'll| i)?\b|2day\b|tod\b|tdy\b|tday\b|doing\s*:|` +
		`plan\s*:|t\s*[-:])\s*:?|今日计划|今天计划|今儿个|今儿|今天|今日|` +
		`今\s*[:：]|计划\s*[:：]`)},
	{sales.AskBlockers, reads(`(?i)(?:^|[^\p{L}\d])(?:blockers?(?: is| are)?\b|blocked (?:by|on)\b|block(?:ed|ing)\s*:|stuck on\b|` +
		`impediments?\b|waiting on\b|probs?\b|problems?\s*:|issues?\s*:|need(?:ing)? help (?:with|w/)|` +
		`need(?:ing|s)? (?:some |more )?(?:help|support|input|approval|sign-?off|an answer|a decision)\b|` +
		`b\s*[-:]|no (?:blockers?|impediments?|issues)\b|nothing (?:is )?block(?:ing|s)(?: me)?\b|nothing in (?:my|the) way\b|all clear\b|` +
		`blocked no(?:ne)?\b)\s*:?|` +
		`所需协助|需要支持|需要(?:协助|帮助)|需要.{1,8}帮|困难|障碍|阻碍|阻塞|` +
		`卡在|卡点|问题是|问题\s*[:：]|难\s*[:：]|(?:[没沒]有?|没什么|没啥|暂?无)(?:什么|啥)?(?:困难|问题|障碍|阻碍|阻塞|卡[关關]|卡点|卡住的?)`)},
}

// noneBlocks is a part on blockers that names none.
var noneBlocks = reads(`(?i)^[^\p{L}]*(?:no (?:blockers?|impediments?|issues)|nothing (?:is )?block|nothing in (?:my|the) way|all clear|` +
	`blocked no|all (?:good|fine|ok)\W*$|` +
	`[没沒]有?|没什么|没啥|暂?无)`)

// SaidStandup reads a stand-up told in one breath, by sales.Question.ID: "yesterday called Acme, today send
// quote, no blockers", 昨天拜访了海川，今天给智云出报价，没有困难. It is nil if the text is none: a stand-up names
// what was done and what is planned, or says that it is one.
func SaidStandup(text string) map[string]string {
	lead := standupLead.FindStringIndex(text)
	body := text
	if lead != nil {
		body = text[lead[1]:]
	} else if at := greeting.FindStringIndex(text); at != nil {
		body = text[at[1]:]
	}
	heads := headsOfStandup(body)
	if len(heads) == 0 || lead == nil && (!tellsBoth(body, heads) || tellsOfOne(body, heads) || tellsOfOthers(body, heads)) {
		return nil
	}
	if b, ok := talk.ReadBreath(body); ok {
		return breath(b)
	}
	parts := map[string]string{}
	for i, head := range heads {
		end := len(body)
		if i+1 < len(heads) {
			end = heads[i+1].start
		}
		said := body[head.end:end]
		if head.question == sales.AskBlockers {
			said = blockers(body, heads[:i+1], end, parts)
		}
		parts[head.question] = said
	}
	behindDay(body, heads, parts)
	for question, said := range parts {
		said = strings.Trim(noneBehind.ReplaceAllString(said, ""), " \t\n,，.。;；:：-–—～~")
		said = strings.TrimSuffix(said, " and")
		switch {
		case question == sales.AskBlockers && (said == "" || Nothing(said)):
			said = "none" // and those there were are gone
		case said == "":
			delete(parts, question)
			continue
		}
		parts[question] = said
	}
	return parts
}

// breath is such a stand-up by its questions. No blockers are said to be none, so that they replace those there were.
func breath(b talk.Breath) map[string]string {
	parts := map[string]string{sales.AskDone: b.Done, sales.AskPlan: b.Plan}
	if b.Free && b.Blockers == "" {
		b.Blockers = "none"
	}
	if b.Blockers != "" {
		parts[sales.AskBlockers] = b.Blockers
	}
	return parts
}

// blockers is what the last of these heads says of blockers. In 网不好算不算困难 they stand in front, and are no
// part of what was said before.
func blockers(body string, heads []head, end int, parts map[string]string) string {
	h, said := heads[len(heads)-1], body[heads[len(heads)-1].end:end]
	switch {
	case noneBlocks.MatchString(body[h.start:end]):
		return ""
	case strings.HasPrefix(body[h.start:], "需要"), needed.MatchString(body[h.start:h.end]) && !strings.HasSuffix(body[h.start:h.end], "with"):
		return body[h.start:end]
	case strings.Trim(said, emptyMarks) != "" || len(heads) == 1:
		return said
	}
	before := heads[len(heads)-2]
	cut := max(before.end, strings.LastIndexAny(body[:h.start], "，。；,;\n"))
	parts[before.question] = body[before.end:cut]
	if noneBlocks.MatchString(body[cut:end]) {
		return ""
	}
	return body[cut:end]
}

// emptyMarks stand around what is said of a question, and say nothing.
const emptyMarks = " \t\n,，.。;；:：-–—～~!！?？、"

// head is where a part of a stand-up begins.
type head struct {
	question   string
	start, end int
}

// headsOfStandup finds the heads of a stand-up, the first of each, in their order.
func headsOfStandup(body string) (heads []head) {
	for _, h := range toldHeads {
		if at := h.says.FindStringIndex(body); at != nil {
			heads = append(heads, head{h.question, at[0], at[1]})
		}
	}
	slices.SortFunc(heads, func(a, b head) int { return a.start - b.start })
	for i := 1; i < len(heads); i++ {
		heads[i].start = max(heads[i].start, heads[i-1].end)
	}
	return heads
}

// tellsBoth reports whether what was done and what is planned is told, one of them in the first sentence.
func tellsBoth(body string, heads []head) bool {
	const firstWords = 60
	told := map[string]bool{}
	for _, h := range heads {
		told[h.question] = true
	}
	before := body[:heads[0].start]
	return told[sales.AskDone] && told[sales.AskPlan] &&
		(strings.TrimLeft(before, " *-•1.、") == "" || !strings.ContainsAny(before, ".。!！;；\n") && len(before) < firstWords)
}

// tellsOfOne reports whether a text without labels or a part on blockers tells of one contact: it says how long
// that was, or that nobody was reached.
func tellsOfOne(body string, heads []head) bool {
	return !slices.ContainsFunc(heads, func(h head) bool {
		return h.question == sales.AskBlockers || strings.ContainsAny(body[h.start:h.end]+firstRune(body[h.end:]), ":：")
	}) &&
		(lengths(Plain(body)) == 1 || triedHan.MatchString(body))
}

func firstRune(s string) string { return s[:runesLen(s, 1)] }

// behindDay gives what stands before a day to it, if nothing stands behind: "finished the quote yesterday.
// Today two demos."
func behindDay(body string, heads []head, parts map[string]string) {
	for i, h := range slices.Backward(heads) {
		if h.question == sales.AskBlockers || strings.Trim(parts[h.question], " \t\n,，.。;；:：-") != "" {
			continue
		}
		if i == 0 {
			parts[h.question] = body[:h.start]
			continue
		}
		between := body[heads[i-1].end:h.start]
		cut := strings.LastIndexAny(between, ",，.。;；")
		if cut < 0 {
			continue
		}
		if strings.Trim(between[:cut], " ,，.。") == "" { // all of it is told before this day
			cut = 0
		}
		parts[heads[i-1].question], parts[h.question] = between[:cut], between[cut:]
	}
}
