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
const everydayWords = " a al all also an and any are as at be but by canceled cancelled did for from good had " +
	"has have he her him his if in is it its just last left me met my new next no not of off ok okay on one or our out " +
	"postponed re rescheduled she so some still the their them then they to too tried " +
	"up us was we well went were will with yes yet you "

// everyday reports whether a word is no name unless it is the whole of one.
func everyday(word string) bool {
	word = simply(strings.TrimRight(word, ".,;:!?"))
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
	plain := everyday(first) || verb(first)
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
	"周一", "周二", "周三", "周四", "周五", "星期", "拜访", "电话", "微信", "聊了", "见了", "说了", "谈了", "发了", "客户",
	"吃饭", "通了", "开了", "电活", "去了", "碰了", "来电", "反馈", "约了"}

// talkedOf are English words that stand where a name is expected, but name what was done or when.
var talkedOf = [...]string{
	"about", "again", "another", "back", "briefly", "chat", "chatted", "client", "coffee", "customer", "done",
	"first", "great", "i", "long", "lunch", "morning", "nice", "nobody", "people", "quick", "quickly", "short",
	"shortly", "someone", "somebody", "spoke", "talk", "talked", "team", "that", "this", "today", "tomorrow",
	"took", "very", "yesterday",
}

// PlausibleName reports whether a text may be the name of a customer still unknown, and not a part of a
// sentence: only then is it offered to be created.
func PlausibleName(text string) bool {
	text = strings.TrimSpace(text)
	if !strings.ContainsFunc(text, unicode.IsLetter) && strings.Contains(text, ".") { // 11.23
		return false
	}
	if strings.ContainsFunc(text, han) {
		return utf8.RuneCountInString(text) > 1 && utf8.RuneCountInString(sales.Fold(text)) <= maxHanName && !titled.MatchString(text) &&
			!slices.ContainsFunc(unlikely[:], func(word string) bool { return strings.Contains(text, word) })
	}
	first := bareWord(text, 0).Text
	return text != "" && !everyday(text) && !verb(first) && !slices.Contains(talkedOf[:], simply(text))
}

// hanVerbs stand in front of a customer's name in Chinese, and in no name. Those of hanDeeds say what was
// done, and so stay in the note.
var (
	hanVerbs = []string{"跟进了", "跟进", "给到", "给", "跟", "请了", "联系了", "联系", "接到", "加了", "刚"}
	hanDeeds = []string{"请教", "陪", "找了", "找", "对接了", "对接", "催了", "催", "碰到"}
)

func (h *header) calledBy(word string) bool { return h.o.Called != nil && h.o.Called(word) }

// objectOf is the first word with a capital behind a verb that is no name: the Globex of "chased Globex".
func (h *header) objectOf() string {
	if !verb(bareWord(h.s, h.i).Text) {
		return ""
	}
	for c := h.scan; !c.done(); {
		word := strings.TrimRight(bareWord(c.s, c.i).Text, ".,;:!?")
		if r, _ := utf8.DecodeRuneInString(word); unicode.IsUpper(r) && !everyday(word) {
			return word
		}
		if c.passClauseWord() {
			break
		}
		c.spaces()
	}
	return ""
}

// hanActs are what goes on behind a customer's name in one word, known or not: 新达科技|聊了聊.
var hanActs = []string{"聊", "谈", "碰了", "碰头", "碰面", "见了", "见面", "发了", "送了", "送样", "打了", "开了", "约了", "沟通", "来访", "参观", "反馈",
	"付款", "说要", "说想", "说下", "视频会议", "吃了"}

// withoutPerson cuts a person with a title off the end of a Chinese name: 新达科技|刘总.
func withoutPerson(name string) (rest, person string) {
	if m := titled.FindStringIndex(name); m != nil && m[0] > 0 {
		return name[:m[0]], name[m[0]:]
	}
	return name, ""
}

// titled is a person with a title, by the surname: 刘总, 王晓经理.
var titled = reads(`[` + surnames + `]\p{Han}?(?:` + strings.Join(hanTitles, "|") + `)$`)

// afterLead are what goes on behind 和 or 向 where that begins a company's name: 和平饭店.
const afterLead = "平谐记睦美泰信兴盛日阳上家达"

func (c *scan) first() rune { r, _ := c.peek(); return r }

// A no stands in the same clause before what does not happen, behind it or within: "won't close", 还没到方案报价.
var (
	deniedBefore = reads(`(?i)(?:\b(?:not|never|cannot|no longer|nowhere near|far from|wont)\b|n['’]t\b)[^,.;!?，。；]*$|` +
		`(?:没有?|未|不会?|不能|别|不要|先不|无法|不用|不想)(?:再|先|能|让|把|在|进|推|到|要|想|会|说)*$|(?:还没|不会|不要|没能|别把)[^,.;!?，。；]*$`)
	deniedBehind = reads(`(?i)^(?:不了|不成|不下来)|^[^,.;!?，。；]{0,20}?(?:\b(?:not|never|cannot|no longer)\b|n['’]t\b|不会|不要|不在|不是|并非|没能|还没)`)
	deniedWithin = reads(`(?i)\bnot\b|n['’]t\b`)
	// aPart ends a part of a text that says something by itself; untilThen says what is so by denying what was before.
	aPart     = reads(`[,;.，；。]|\bbut\b|但`)
	untilThen = reads(`(?i)\b(?:until|till)\b|而是`)
)

// denied reports whether what a pattern finds in a text does not happen: some part of it denies that, and no other says
// what is so instead.
func denied(text string, says pattern) bool {
	no := false
	for _, part := range aPart.split(text) {
		at := says.FindStringIndex(part)
		if at == nil {
			continue
		}
		before, behind := endOfText(part[:at[0]]), part[at[1]:]
		if !deniedBefore.MatchString(before) && !deniedBehind.MatchString(behind) && !deniedWithin.MatchString(part[at[0]:at[1]]) {
			return false
		}
		no = true
	}
	return no && !untilThen.MatchString(text)
}

// theirLoss reports whether a customer lost something of their own: "Acme lost their IT head", "lost Nokia's CFO",
// 华星丢了个大客户.
func theirLoss(text string, spot Spot) bool {
	before, behind := text[:spot.Start], text[spot.End:]
	name := strings.ToLower(text[spot.Start:spot.End])
	whose := strings.HasSuffix(name, "'s") || strings.HasSuffix(name, "’s")
	if whose && lostEnds.MatchString(before) {
		return !dealNext.MatchString(behind)
	}
	return lostOwn.MatchString(behind) && !lostUs.MatchString(behind) && spot.End > 0
}

var (
	lostEnds = reads(`(?i)\blost\s*$`)
	dealNext = reads(`(?i)^\s*(?:\w+ )?(?:deal|order|contract|renewal|business|project|tender|bid|opportunity|opp|account)\b`)
	// lostOwn is a loss of the customer named before it, unless it goes on as lostUs does.
	lostOwn = reads(`(?i)^\s*(?:(?:has|have|had|just|also|recently|'ve|'s) )*lost\s+\w|` +
		`^(?:公司|那边|他们)?(?:又|也|刚)*(?:丢|输)了?(?:一?[个家名位批]|两|好几|几|大客户)`)
	lostUs = reads(`(?i)^\s*(?:(?:has|have|had|just|also|recently|'ve|'s) )*lost\s+` +
		`(?:to|on|out|due|because|cos|over|for|as|it|this|that|them|the (?:deal|` +
		`order|contract|renewal|bid|tender)|by|with|no|too|yesterday|today|last|in|at|after|since|they|we|pric\w+|budget|competitor|timing|` +
		`again|sadly|unfortunately|interest)\b|^(?:公司|那边|他们)?(?:又|也|刚)*(?:丢|输)了?一?个?(?:单|项目|商机)`)
)

// toWrite orders a text to be written, and backLater is a contact that somebody else promised.
var (
	toWrite = reads(`(?i)^\W*(?:(?:please|pls|can you|could you|help me|i need you to) )*(?:to )?(?:draft|write|compose|prepare|` +
		`generate)(?: me)? (?:an? |the |` +
		`some )?(?:\w+[- ]?){0,2}(?:e-?mail|message|letter|reply|text)\b|` +
		`^(?:请|帮我|帮忙|麻烦|你|给\P{S}{2,8}?)*(?:起草|草拟|拟|写)(?:一?[封条个份])?.{0,6}?(?:邮件|信|消息|微信|短信|回复)`)
	backLater = reads(`(?:说|讲|答应)?(?:等|过)?[\d一二两三四五六七八九十半几]+个?(?:分钟|小时|钟头|天)(?:后|之后|以后)再?(?:给我|回我|打给我|联系我|回电|回复我|打电话|打过来)`)
)

// notDoneHan is what was not done, and not tried.
var notDoneHan = reads(`^(?:今天|昨天|前天|上午|下午|本周|这周|上周|还|都|一直|我们?|也)*没(?:有)?(?:去|拜访|走访|回访|给|跟|和)[^上到成通着接过，。]*[。.]?$|` +
	`^(?:今天|今日|明天)?的?计划(?:里|再|还|要|也)*(?:加|补|新增|增加)`)

// What is no order and no news: what somebody forbids, a loss or a win on a condition, and what somebody else said.
var (
	forbids = reads(`(?i)^\W*(?:please |pls |but )*(?:don['’]?t|do not)\b|` +
		`^\W*(?:请|先|你|你们|明天|今天|后天|下周|这周|暂时|千万)*(?:别|勿|不许|不准)(?:再|先)?(?:给|打|联系|找|跟|去|拜访|发|把|让|约|催|报)`)
	forgets     = reads(`(?i)\b(?:forget|worry|think|know|hesitate|see|have|believe)\b`)
	onCondition = reads(`(?i)^\W*(?:if|unless|in case|supposing)\b|^(?:如果|要是|假如|万一)`)
	endsSo      = reads(`(?i)\b(?:is|are|be|as|it's) (?:lost|won|dead|closed)\b|(?:就|算|会)(?:丢|输|黄|赢|没戏)`)
	saidSo      = reads(`(?i)^\W*\p{L}+ (?:said|says|asked|wrote|typed)[:,]? *["“].*["”]\W*$|^\P{S}{1,6}(?:说|写道|问)[:：]?[“"「].*[”"」]\W*$`)
	// inVain is an amount that was talked of in vain, and stageReached a stage in short.
	inVain       = reads(`没谈成|没谈拢|谈崩`)
	stageReached = reads(`(报价|谈判|需求)阶段了`)
)

var stagesInShort = map[string]string{"报价": "方案报价", "谈判": "商务谈判", "需求": "需求确认"}

func forbidden(text string) bool   { return forbids.MatchString(text) && !forgets.MatchString(text) }
func supposedEnd(text string) bool { return onCondition.MatchString(text) && endsSo.MatchString(text) }
func toldToUs(text string) bool    { return saidSo.MatchString(text) }

var lostToRival = reads(`(?i)\b(?:lose|lost|losing)\b(?: (?:deals|anything|any|it|them))? to (?P<to>\p{L}[\p{L}\d.&-]*(?: ` +
	`[\p{L}\d.&-]+)?)` +
	`(?: (?:this|last|in|since|so)\b.*)?[?.! ]*$|(?:输|丢)给了?(?P<han>[\p{L}\d]+?)(?:的|了|多少|几|哪|什么|单子|商机|吗|[?？ ]|$)`)

// LostTo is the competitor to whom a question wants the deals lost, "" for none: "how many deals did we lose to Initech".
func LostTo(line string) string {
	m := lostToRival.FindStringSubmatch(strings.TrimSpace(line))
	if m == nil {
		return ""
	}
	return m[1] + m[2]
}
