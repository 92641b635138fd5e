package talk

import (
	"cmp"
	"regexp"
	"strconv"
	"strings"
)

// Listed are the conditions on a list of deals, in the words of a line.
type Listed struct {
	Mine, Ours             bool
	Over, Under            string // amounts
	Closing                string // days
	Planned                string // days of the next step
	Quiet                  int    // days without a contact
	Lately                 bool   // without one for a while that nobody counted
	Biggest                int    // that many of the largest, 0 if it does not matter
	Stuck, NoStep, Overdue bool
	Rest                   []string // a stage, somebody or a customer; or what is not understood
}

// Any reports whether there is a condition besides whose the deals are and what is left.
func (l Listed) Any() bool {
	return l.Over+l.Under+l.Closing+l.Planned != "" || l.unheard() || l.Biggest > 0 || l.Stuck || l.NoStep || l.Overdue
}

func (l Listed) unheard() bool { return l.Quiet > 0 || l.Lately }

const (
	sum = `((?:usd|cny|rmb|eur|gbp)? ?[$¥€£]?[\d一二两三四五六七八九十百][\d.,一二三四五六七八九十百千]*(?: ?(?:million|thousand|mio|bn|k|m|w|万|亿|千|` +
		`百万))?(?: ?(?:usd|cny|rmb|eur|gbp|元|块|美元|美金))?)`
	few     = `(\d{1,3}|an?|one|two|three|four|five|six|ten|[一两二三四五六七八九半]|十[五]?|[二三]十)`
	lasting = few + ` ?个?(?:and a half )?(days?|weeks?|months?|天|周|星期|礼拜|月)`
	// cutOut stands where something was read.
	cutOut = "\x1f"
)

var (
	overSum = reads(`(?:\b(?:over|above|more than|bigger than|larger than|greater than|at least|exceeding|upwards of)|>=?|超过|大于|` +
		`高于|不低于|不少于|至少|多于) ?` + sum +
		`(?:以上)?|` + sum + `(?:以上|起步|起|\+| or more| and up| and above)`)
	underSum = reads(`(?:\b(?:under|below|less than|smaller than|at most|up to|no more than)|<=?|低于|小于|不超过|不高于|少于|` +
		`最多) ?` + sum + `|` + sum + `(?:以下|以内| or less)`)
	between = reads(`\b(?:between|from) ` + sum + ` (?:and|to) ` + sum + `|` + sum + ` ?(?:到|至|~|-) ?` + sum + `(?:之间)?`)
	unheard = reads(`(?:\b(?:with )?(?:no|without(?: an?y?)?) (?:contacts?|touch|activity|calls?|news|reply|` +
		`follow[- ]ups?)(?: (?:in|for|since|within|over))?` +
		`(?: the)?(?: last| past)?|(?:\b(?:not|never)|n't)(?: been| have| we| i)* (?:contacted|touched|called|followed up|spoken to|` +
		`spoken with|talked to|` +
		`heard from|seen|visited)(?: (?:in|for|since|within|over))?(?: the)?(?: last| past)?|\b(?:untouched|uncontacted|quiet|` +
		`silent|cold) (?:for|since)|` +
		`\b(?:heard nothing from)(?: (?:in|for))?)(?: more than| over| at least)? ` + lasting + `|` +
		`(?:超过|已经?|最近|有|近)*` + lasting + `(?:以上|多)?(?:了|都|还|也)*(?:没有?|未)(?:再|人)?(?:联系|跟进?|动静|动|接触|沟通|联络|拜访|回访|消息|打电话)(?:过|了)?`)
	// lately is a while that nobody counted.
	lately = reads(`(?:n't|\bnot|\bnever)(?: been| have| i| we)* (?:contacted|touched|called|followed up|spoken to|spoken with|` +
		`talked to|heard from|seen|visited)` +
		`(?: with)? (?:lately|recently|for (?:a while|ages|long)|in a while)\b|` +
		`(?:最近|近期|好久|很久|许久).{0,8}没有?(?:再|人|怎么)?(?:联系|跟进|沟通|拜访|回访)(?:过|了)?`)
	stepless = reads(`\b(?:with(?:out)?|have|has|having|are missing|missing|lacking) (?:no |an? |any |the )?next (?:steps?|` +
		`actions?)\b|\bno next (?:steps?|actions?)\b|(?:还?没有?|缺|无)下一步(?:计划)?`)
	late      = reads(`\b(?:over ?due|past due)\b|逾期|过期了?|超期`)
	stuckNow  = reads(`\b(?:stuck|stalled|stale|not moving|going nowhere|gone (?:quiet|cold|silent)|sitting)\b|卡住|卡在|卡着|停在|停滞|没动静|没进展|久未跟进`)
	closes    = `(?:clos(?:e|es|ing)|due|expected(?: to close)?|to be signed|signing|landing|to close|slip(?:s|ping)?)`
	closingIn = regexp.MustCompile(`\b(?:that |which |are |is |will |should |to |supposed |going ` +
		`)*` + closes + `(?: (?:by|in|within|on|for|during|before))?(?: the)?(?: end of)? ?` + cutOut + `|` +
		`(?:预计|计划|应该|要|会|能|该)*` + cutOut + `(?:底|末|内|之内|前|以前)?(?:要|会|能|计划|预计|该|将|准备|应该)*(?:成交|签约|签单|签下|签|到期|结单|关单|落单|收单|延期|推迟)`)
	plannedIn = regexp.MustCompile(`(?:\bnext )?\b(?:steps?|actions?|to-?dos?)\b(?: (?:that|which|is|are|were|due|planned|for|on|by|in|` +
		`within|the))* ?` +
		cutOut + `|` + cutOut + `(?:'s)? (?:next )?(?:steps|to-?dos)\b|` + cutOut + `(?:的|要做的|到期的)?(?:下一步|待办)`)
	biggest = reads(`\b(?:(?:top|best) (?P<n>\d{1,2}|two|three|four|five|ten)|(?P<n>\d{1,2}|two|three|four|five|ten) (?:biggest|largest|top)|` +
		`` +
		`biggest (?P<n>\d{1,2}|two|three|four|five|ten)|largest (?P<n>\d{1,2}|two|three|four|five|ten)|(?:biggest|largest|top))\b|` +
		`(?:金额|数额|额度)?最(?:大|高)的?(?:前?(?P<n>[\d一两二三四五六七八九十]{1,2}) ?[个笔单条]|前(?P<n>[\d一两二三四五六七八九十]{1,2}))?|` +
		`前(?P<n>[\d一两二三四五六七八九十]{1,2})大`)
	ofTime = reads(`^个?(?:天|周|星期|礼拜|月|季|年|days?\b|weeks?\b|months?\b|years?\b)`)
	// shortMonth may be any word elsewhere; with a close it is a month.
	shortMonth = reads(`\b(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b`)
	ownDeals   = reads(`\b(?:my|mine|i have|i've got|do i have|i own)\b|我(?:手上|手里|自己|名下|负责)?的?`)
	ourDeals   = reads(`\b(?:our|we|team'?s?|the team|all of us|everyone's)\b|我们|咱们|团队|全组|大家`)
	noMeaning  = reads(`\b(?:haven|deals?|opportunit(?:y|ies)|opps?|pipeline|an?|which|what|what's|show|list|give|tell|see|find|me|` +
		`all|any|the|that|those|these|are|is|were|be|have|has|` +
		`had|do|does|did|will|with|who|where|and|but|there|of|in|at|on|from|by|owned|belonging|to|for|still|currently|now|right|open|` +
		`stage|phase|customers?|` +
		`accounts?|clients?|please|can|could|you|i|worth|amount|value|we|us|how|many|ones?|than|it|not|been|get|whose)\b|next steps?|` +
		`next actions?|n't\b|'s\b|` +
		`商机|单子|项目|客户|下一步|待办|谁|哪些|哪个|哪几个|有没有|有哪些|多少|几个|列出|列一下|列|看看|看一?下|查一?下|查查|显示|给我|帮我|请|阶段|还|都|的|在|有|是|和|并且|而且|金额|现在|目前|处于|吗|呢|了|个|所有|全部|` +
		`进行中|给|把|[,.;:!?、"'()（）]`)
	aDealNoun = reads(`\b(?:deals|opportunities|opps|customers|accounts|clients)\b|商机|单子|项目|客户`)
	listShape = reads(`^(?:(?:please|can you|could you|show|list|give|tell|see|find|get|me|all|any|the|my|our|open|top|biggest|largest|` +
		`what'?s|\d{1,2}|two|three|four|five|ten)\s+)*(?:which|` +
		`what|whose|how many|` +
		`(?:[\w']+ )?(?:deals|opportunities|opps|customers|accounts|clients|next steps))\b|^who\b|\?$|^(?:请|帮我|看看|看一?下|查一?下|列出|列一下|给我|显示)*(?:有?哪些|` +
		`哪几个|有没有)|(?:商机|单子|项目|客户|下一步|待办|的|哪些|吗|几个|多少)$|谁|哪些`)
	whoIsIt      = reads(`^who\b|谁`)
	ofCustomers  = reads(`客户|\b(?:customers|accounts|clients)\b`)
	smallNumbers = map[string]int{"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "一": 1, "两": 2,
		"二": 2, "三": 3, "四": 4, "五": 5,
		"六": 6, "七": 7, "八": 8, "九": 9, "十": 10, "ten": 10, "十五": 15, "二十": 20, "三十": 30}
)

// Conditions reads what a line wants of the deals of a list, in any order. What is not read is Rest.
func Conditions(line string) (l Listed) {
	text := strings.TrimRight(plain(line), " ?.!吧")
	if len(text) > longest {
		return l
	}
	cut := func(p pattern) []string {
		re := p.compiled()
		at := re.FindStringSubmatchIndex(text)
		if at == nil {
			return nil
		}
		m := re.FindStringSubmatch(text)
		text = text[:at[0]] + " " + cutOut + " " + text[at[1]:]
		return m
	}
	if m := cut(unheard); m != nil {
		l.Quiet = daysIn(m[1]+m[3], m[2]+m[4])
	}
	l.Lately = l.Quiet == 0 && cut(lately) != nil
	if m := cut(biggest); m != nil {
		l.Biggest = cmp.Or(countIn(strings.Join(m[1:], "")), fewBiggest)
	}
	l.NoStep, l.Overdue = cut(stepless) != nil, cut(late) != nil
	if m := cut(between); m != nil {
		l.Over, l.Under = m[1]+m[3], m[2]+m[4]
	}
	cutSum := func(p pattern) string {
		was := text
		m := cut(p)
		if m == nil {
			return ""
		}
		if _, behind, _ := strings.Cut(text, cutOut); ofTime.in(strings.TrimLeft(behind, " ")) { // 超过两周
			text = was
			return ""
		}
		return m[1] + m[2]
	}
	l.Over, l.Under = cmp.Or(cutSum(overSum), l.Over), cmp.Or(cutSum(underSum), l.Under)
	when, rest := cutFirst(ahead, text)
	if when == "" {
		when, rest = cutFirst(spanIn, text)
	}
	if when == "" {
		when, rest = cutFirst(shortMonth, text)
	}
	if when != "" {
		marked := strings.Replace(text, when, cutOut, 1)
		if at := plannedIn.FindStringIndex(marked); at != nil {
			l.Planned, text = periodWords(trimTie(when)), marked[:at[0]]+" "+cutOut+" "+marked[at[1]:]
		} else if at := closingIn.FindStringIndex(marked); at != nil {
			l.Closing, text = periodWords(trimTie(when)), marked[:at[0]]+" "+cutOut+" "+marked[at[1]:]
		} else if strings.TrimSpace(rest) == "" {
			text = marked
		}
	}
	l.Stuck = cut(stuckNow) != nil
	without := func(p pattern) bool {
		was := text
		text = p.compiled().ReplaceAllString(text, cutOut)
		return text != was
	}
	l.Ours = without(ourDeals) // before what is one's own: 我们
	l.Mine = without(ownDeals)
	without(noMeaning)
	for piece := range strings.SplitSeq(text, cutOut) {
		if piece = strings.TrimSpace(piece); piece != "" {
			l.Rest = append(l.Rest, piece)
		}
	}
	return l
}

// fewBiggest is how many the biggest are where nobody says.
const fewBiggest = 5

// countIn reads a small number in figures or words, 0 for none.
func countIn(text string) int {
	if n, err := strconv.Atoi(text); err == nil {
		return n
	}
	return smallNumbers[text]
}

// daysIn is how many days a number of days, weeks or months are.
func daysIn(count, unitOf string) int {
	n := countIn(count)
	of := unit[strings.TrimSuffix(unitOf, "s")]
	if count == "半" {
		return of / 2
	}
	return n * of
}

// listed reads a line that asks for a list of deals on some conditions, or of customers without a contact.
func listed(line string) (w Wanted, ok bool) {
	text := strings.TrimRight(plain(line), " .!吧")
	if !listShape.in(text) || strings.Contains(line, "\n") || !aDealNoun.in(text) && !late.in(text) && !whoIsIt.in(text) &&
		!strings.HasSuffix(text, "的") {
		return w, false
	}
	l := Conditions(line)
	alone := l.Overdue && len(l.Rest) == 0 && !l.Stuck
	bareHan := strings.HasSuffix(text, "的") && l.Closing == "" && !strings.ContainsAny(text, ",.;!") // 卡在报价阶段的
	switch {
	case l.Biggest > 0 && !aDealNoun.in(text): // of something else
		return w, false
	case !l.Any() || !alone && !aDealNoun.in(text) && !bareHan && !whoIsIt.in(text):
		return w, false
	case l.unheard() && (ofCustomers.in(text) || whoIsIt.in(text)) && len(l.Rest) == 0 && l.Over+l.Under+l.Closing == "":
		return Wanted{Route: "account list", Args: line}, true
	case l.Stuck && len(l.Rest) == 0 && l.Over+l.Under+l.Closing == "" && !l.unheard() ||
		l.NoStep && len(l.Rest) == 0 && l.Over+l.Under+l.Closing == "":
		return w, false // a list of its own
	}
	return Wanted{Route: "deal list", Args: line}, true
}

// IsRule reports whether a line tells what holds from now on, and decides no single request: "managers may give up to
// 15% from now on".
func IsRule(line string) bool { return rules.in(plain(line)) }

var rules = reads(`\bfrom now on\b|\bin (?:the )?future\b|\bgoing forward\b|^(?:all |the )?(?:managers|reps|everyone|everybody|` +
	`leads) (?:may|can|must|should)\b|` +
	`^(?:以后|今后|从今天起|从现在起|从现在开始)`)

// OnlyThanks reports whether a line thanks, with an ok at most.
func OnlyThanks(line string) bool { return thanks.in(plain(line)) }

var thanks = reads(`^(?:(?:ok|okay|great|perfect|cool|alright|好的?|行|嗯)[,.! ]*)?(?:thx|thanks|thank you|cheers|ty|谢谢|多谢|谢了|感谢)(?: ` +
	`a lot| so much| very much|你|啦|了|您)*[.! ]*$`)
