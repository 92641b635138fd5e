package phrase

import (
	"slices"
	"strings"

	"dealdesk/sales"
)

// standupLead stands in front of a stand-up that is told, and says that it is one.
var standupLead = reads(`(?i)^\s*(?:(?:morning|hi|hiya|hello|hey)(?: all| team| everyone)?[\s,.!]+)?(?:(?:here'?s |for )?(?:my )?(?:stand-?up|daily|scrum)(?: time| update)?|` +
	`time!|quick update|update from me|(?:早[，,\s]*)?【?(?:站会|晨会|早会|日报|汇报一下|昨日汇报)】?)[\s:：!！,，.。-]*`)

// greeting may stand before a stand-up, too, and says nothing.
var greeting = reads(`(?i)^\s*(?:(?:good )?(?:morning|afternoon)|hi|hiya|hello|hey|早上好|大家早|大家好|早)(?: all| team| everyone)?[\s,，.!！:：-]+`)

// toldHeads begin the parts of a stand-up that is told in one breath, wherever they stand at the
// beginning of a word.
var toldHeads = []struct {
	question string
	says     pattern
}{
	{sales.AskDone, reads(`(?i)(?:^|[^\p{L}\d])(?:done yesterday\s*:|yesterday(?: i)?\b|y'day\b|yday\b|yest\b|did\s*:|done\s*:|y\s*[-:]|on (?:mon|fri)day i\b|` +
		`(?:last )?(?:mon|fri)day\s*:)\s*:?|昨日工作|昨儿个|昨儿|昨天|昨日|昨晚|昨\s*[:：]|(?:上周五|周[一二三四五])\s*[:：]`)},
	{sales.AskPlan, reads(`(?i)(?:^|[^\p{L}\d])(?:plan today\s*:|today(?:'s plan)?(?: i'm| i'll| i)?\b|2day\b|tod\b|doing\s*:|plan\s*:|t\s*[-:])\s*:?|今日计划|今天计划|今儿个|今儿|今天|今日|` +
		`今\s*[:：]|计划\s*[:：]`)},
	{sales.AskBlockers, reads(`(?i)(?:^|[^\p{L}\d])(?:blockers?(?: is| are)?\b|blocked (?:by|on)\b|block(?:ed|ing)\s*:|stuck on\b|impediments?\b|waiting on\b|probs?\b|problems?\s*:|issues?\s*:|need(?:ing)? help (?:with|w/)|` +
		`b\s*[-:]|no (?:blockers?|impediments?|issues)\b|nothing (?:is )?block(?:ing|s)(?: me)?\b|nothing in my way\b|all clear\b)\s*:?|所需协助|需要支持|需要(?:协助|帮助)|需要.{1,8}帮|困难|障碍|阻碍|阻塞|` +
		`卡在|卡点|问题是|问题\s*[:：]|难\s*[:：]|(?:没有?|没什么|没啥|暂?无)(?:什么|啥)?(?:困难|问题|障碍|阻碍|阻塞)`)},
}

// noneBlocks is a part on blockers that names none.
var noneBlocks = reads(`(?i)^[^\p{L}]*(?:no (?:blockers?|impediments?|issues)|nothing (?:is )?block|nothing in my way|all clear|没有?|没什么|没啥|暂?无)`)

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
	if len(heads) == 0 || lead == nil && (!tellsBoth(body, heads) || tellsOfOne(body, heads)) {
		return nil
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
		if said = strings.Trim(said, " \t\n,，.。;；:：-–—～~"); said == "" || question == sales.AskBlockers && Nothing(said) {
			delete(parts, question)
			continue
		}
		parts[question] = said
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
	case strings.HasPrefix(body[h.start:], "需要"):
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
