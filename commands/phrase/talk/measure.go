package talk

import (
	"regexp"
	"strings"
)

// Measured is a question for numbers in the words of the command that shows them.
type Measured struct {
	Args string // the number, the days, what they are compared with, by what they are taken apart
	Name string // what is left, which may only be a team or a person
	Of   string // me, team, company, or nothing

	Owned bool // it is certainly a number of whoever is named: Xavier's win rate
}

const (
	// sureNumbers mean a number and nothing else; busy are also words for a contact that is told.
	sureNumbers = `revenue|turnover|bookings|new customers|deals won|won deals|wins|win[ -]rates?|close rates?|` +
		`(?:average |avg\.? |mean )?deal size|(?:average|avg\.?) deal(?: value)?|(?:average |avg\.? |median )?(?:sales |` +
		`deal )cycle(?: time)?|` +
		`cycle time|median cycle|conversion rates?|response time|repurchase rate|complaint rate|lifetime value|(?:average|avg\.?) discount|` +
		`销售额|营收|营业额|业绩|新增?客户数?|赢单数量?|签单数|成单数|赢单率|成交率|胜率|(?:平均)?客单价|成交周期中位数|(?:平均)?(?:成交|销售)周期|转化率|` +
		`响应时间|复购率|投诉率|平均折扣|终身价值`
	busyNumbers = `calls|visits|meetings|demos|e-?mails|contacts|电话量?|拜访[量数]?|会议|演示|跟进次数|联系次数`

	mostOf = `best|highest|worst|lowest|longest|shortest|most|fewest|least|smallest|biggest|largest`

	spans = `[上这本]?个?(?:周|星期|礼拜)[一二三四五六日天]|(?:the )?(?:last|past) (?:\d{1,3}|two|three|four|five|six|ten) (?:days|weeks|months)|` +
		`since (?:the |last |this )?(?:\d{1,2}(?:st|nd|rd|th)?(?: (?:of )?[a-z]{3,9})?|[a-z]{3,9}(?: \d{1,2}(?:st|nd|rd|th)?)?)\b|` +
		`(?:from|between) (?:the )?\d{1,2}(?:st|nd|rd|th)? (?:to|and|-) (?:the )?\d{1,2}(?:st|nd|rd|th)? (?:of )?[a-z]{3,9}\b|` +
		`(?:on )?(?:last |this )?(?:mon|tues|wednes|thurs|fri|satur|sun)day|week \d{1,2}|20\d\d(?:-\d\d)?|` +
		`[从自]?(?:\d{1,2}月\d{1,2}[日号]|\d{1,2}月份?|[上这本]?(?:周|星期|礼拜)[一二三四五六日天]?|\d{1,2}[日号])(?:以来|至今|到现在|到今天|到目前)|` +
		`(?:this|last|the (?:past|last)|past|previous) (?:week|month|quarter|year)|(?:last |this )?(?:january|february|march|` +
		`april|may|june|july|august|` +
		`september|october|november|december)(?: 20\d\d)?|q[1-4](?: 20\d\d)?|(?:20\d\d )?q[1-4]|today|yesterday|` +
		`(?:近|最近|过去)\d{1,3}个?(?:天|周|月)|(?:20\d\d年|今年|去年)?(?:\d{1,2}月份?|十?[一二三四五六七八九十]月份?|第?[一二三四1-4]季度|[上下]半年)|今天|昨天|[本这上]个?(?:周|星期|礼拜|` +
		`月|季度?)|今年|去年`
	parts = `by (?:each )?(team|person|rep|people|manager|office|region|industry|size|product|month|quarter)|` +
		`(?:per|for each|for every|of each|of every|each|every) (team|person|rep|manager|office|region|industry|product|month)|` +
		`(?:按照?|每一?个?|各个?|分)(团队|小组|组|人|销售|经理|办事处|地区|区域|行业|规模|产品|月|季度)(?:来|分|看|统计)*`
)

var (
	wordsOf = []struct {
		in pattern
		to string
	}{
		{reads(`\b(?:which|what) (manager|team|rep|person|product|industry|region|office)s? (?:has|have|had|got|made|makes|is|` +
			`with)? ?(?:the )?` +
			`(?:` + mostOf + `)\b`), " by $1 "},
		{reads(`\bwho (?:has|have|had|got|made|makes|did|does|do)(?: the)? (?:` + mostOf + `)\b`), " by person "},
		{reads(`(?:哪个|哪位|哪一个)(团队|组|人|销售|经理|产品|行业|地区|区域)的?`), " 按$1 "},
		{reads(`谁的|的?是谁$`), " 按人 "},
		{reads(`(?:最高|最低|最好|最差|最多|最少|最长|最短)`), " "},
		{reads(`大家各?|(?:这)?[两三四五六几\d]个(?:人|销售)|每位(?:销售|同事)?|各自|每人`), " 按人 "},
		{reads(`\bhow much (?:revenue |money |turnover )?(?:did|do|have|has) (.{0,24}?) ?(?:sell|sold|make|made|bring in|brought in|` +
			`book|booked|close|closed|win|won|sign|signed|` +
			`turned over)\b`), " revenue $1 "},
		{reads(`(?:卖|做|签|成交)了多少(?:钱|业绩|销售额)?$`), " 销售额 "},
		{reads(`(?:赢|签|成交|拿下)了(?:几|多少)(?:单|个单子)`), " 赢单数 "},
		{reads(`(?:新增|新签|增加)了?(?:几|多少)个?(?:新?客户)`), " 新客户 "},
		{reads(`(?:打|通)了?(?:几|多少)(?:个|通|次)?电话`), " 电话 "},
		{reads(`(?:拜访|跑|见)了?(?:几|多少)(?:个|家|次|位)?客?户?|拜访(?:几|多少)次`), " 拜访 "},
		{reads(`开了?(?:几|多少)(?:个|次|场)?会议?`), " 会议 "},
		{reads(`做了?(?:几|多少)(?:个|次|场)?演示`), " 演示 "},
		{reads(`\bfor (team|person|manager)\b`), " by $1 "},
	}
	// elseWise are words with which a line asks for something else, or for nothing.
	elseWise = reads(`\d ?[%％]|\b(?:if|would|should|goals?|targets?|quota|why|explain|define|forecast|need|must|will|won't|` +
		`still|next|left|more|mean|` +
		`means|calculated|counted|computed|discount request|without|except|excluding|and|but|said|says|about|with)\b|` +
		`除了|不含|不算|目标|指标|如果|假如|要是|预测|怎么算|如何算|怎么计算|为什么|为啥|什么意思|定义|公式|什么是|解释|需要|还差|还要|还需|提高|下降|改成|设|预计|下个?[周月季]|明[天年]|[，,;；]`)
	asksHan = reads(`多少|几|哪|谁|怎|如何|多高|多长|多久|吗|\?|？`)
	asksLat = reads(`^(?:what|how|which|who|show|give|list|can you)\b|\?$`)

	versus = reads(`(?:(?:vs\.?|versus|against|compared (?:to|with)|than) (?:the )?(?:same period (?:of )?last year|` +
		`year before|year ago|one before|` +
		`period before|previous(?: one| period| week| month| quarter)?|prior(?: one| period| week| month| quarter)?|` +
		`last (?:week|month|quarter|year)))|` +
		`(?:跟|和|与|同|比|对比)(?:去年同期|去年|上期|上个?(?:周|星期|月|季度?|一?期)|前一?期)(?:相?比|对比|比较)?|同比|环比`)
	numberIn = reads(`\b(?:` + sureNumbers + `|` + busyNumbers + `)\b|(?:` + sureNumbers + `|` + busyNumbers + `)`)
	busyAny  = reads(`\b(?:` + busyNumbers + `)\b|(?:` + busyNumbers + `)`)
	busyIn   = reads(`^(?:` + busyNumbers + `)$`)
	spanIn   = reads(spans)
	partIn   = reads(parts)
	ofMe     = reads(`\b(?:i|my|mine)\b|我(?:的|自己)?(?:[^们]|$)`)
	ofTeam   = reads(`\b(?:we|our|us|my team|the team)\b|我们|咱们|团队|全组|整个组`)
	ofFirm   = reads(`\b(?:the )?company\b|\bcompany's\b|全?公司|整个公司`)
	around   = reads(`\b(?:so|what|what's|whats|what'?re|how|how's|is|are|was|were|did|do|does|have|has|had|many|much|number|` +
		`we|our|us|my team|the team|` +
		`team'?s|the|of|for|in|on|an?|show|give|tell|please|can|you|see|list|total|made|make|there|so far|currently|now|look|` +
		`looks|looking|like|doing|` +
		`over|during|our|company(?:'s)?|get|me|i|my|mine|broken down|split|breakdown|compare|which|that|who|long|high|best|average|all)\b|` +
		`我们|咱们|我(?:的|自己)?|团队|全组|整个|全?公司|多少个?|多高|多长|多久|几[个次天单]?|怎么?样|咋样|如何|情况|看一?[下看]|查一?下|查查|给我|请|帮我|现在|目前|` +
		`大家|一共|总共|对比一?下|比较一?下|分别|数据|统计|平均|是|有|的|到|了|呢|吗|呀|吧|各|看|做|打|分`)
	possibly = regexp.MustCompile(`^(?:[a-z][a-z.-]*(?: [a-z][a-z.-]+)?|<@[a-z0-9]+>|\p{Han}{2,4})$`)
	edges    = regexp.MustCompile(`^[\s?.!:'"]+|[\s?.!:'"]+$|'s?(?:\s|$)`)
)

// Measure reads a line that asks for numbers, as a question or in bare words, in any order: a number and its days, its
// people, or by what it is taken apart. ok is false where anything else is said.
func Measure(line string) (m Measured, ok bool) {
	text := strings.TrimRight(plain(line), " ?.!吧呢")
	if len(text) > longest/2 || text == "" || strings.Contains(line, "\n") {
		return m, false
	}
	against, text := cutFirst(versus, text)
	if elseWise.in(text) {
		return m, false
	}
	asks := strings.ContainsAny(line, "?？") || asksHan.in(text) || asksLat.in(text)
	for _, w := range wordsOf {
		text = w.in.compiled().ReplaceAllString(text, w.to)
	}
	by := partIn.find(text)
	_, text = cutFirst(partIn, text)
	number, text := cutFirst(numberIn, text)
	when, text := cutFirst(spanIn, text)
	if number == "" || spanIn.in(text) || numberIn.in(text) || partIn.in(text) {
		return m, false
	}
	switch {
	case ofFirm.in(text):
		m.Of = "company"
	case ofTeam.in(text):
		m.Of = "team"
	case ofMe.in(strings.NewReplacer("show me", "", "give me", "", "tell me", "", "给我", "", "帮我", "").Replace(text)):
		m.Of = "me"
	}
	owned := strings.Contains(text, "'s") || strings.Contains(text, "的")
	m.Name = strings.TrimSpace(edges.ReplaceAllString(strings.TrimSpace(text), " "))
	m.Name = strings.Join(strings.Fields(around.compiled().ReplaceAllString(m.Name, " ")), " ")
	m.Name = strings.Trim(edges.ReplaceAllString(m.Name, " "), " ")
	if countOf.in(plain(line)) { // how many calls by Bob
		m.Name = strings.TrimPrefix(m.Name, "by ")
	}
	if m.Name != "" && (!possibly.MatchString(m.Name) || !asks && !owned && busyIn.in(number)) {
		return m, false
	}
	m.Owned = owned && !busyIn.in(number) && m.Name != ""
	some := when != "" || by != nil || m.Name != "" || against != ""
	if busyIn.in(number) && !asks && by == nil && !owned || !some && !asks && m.Of == "" {
		return m, false
	}
	if busyIn.in(number) && !some {
		return m, false
	}
	if m.Name != "" {
		m.Of = ""
	}
	m.Args = number
	if when = periodWords(when); when != "" {
		m.Args += " " + when
	}
	if against != "" {
		m.Args += " " + against
	}
	if by != nil {
		m.Args += " " + dimension(strings.Join(by[1:3], ""), by[3])
	}
	return m, true
}

func dimension(latin, han string) string {
	if han == "销售" {
		han = "人"
	}
	if latin != "" {
		return "by " + latin
	}
	return "按" + han
}

// cutFirst cuts the first match out of a text.
func cutFirst(p pattern, text string) (cut, rest string) {
	at := p.compiled().FindStringIndex(text)
	if at == nil {
		return "", text
	}
	return strings.TrimSpace(text[at[0]:at[1]]), text[:at[0]] + " " + text[at[1]:]
}

// periodWords are days as commands read them.
func periodWords(when string) string {
	when = strings.NewReplacer("这个", "本", "这", "本", "上个季", "上季", "月份", "月", "the past", "last", "the last", "last", "past", "last",
		"previous", "last").Replace(when)
	if strings.HasSuffix(when, "季") {
		when += "度"
	}
	return when
}

// SpanNamed are the days that a line names, "" for none.
func SpanNamed(line string) string {
	found, _ := cutFirst(spanIn, plain(line))
	return periodWords(found)
}

// Versus is what a line wants its days compared with, "" for nothing.
func Versus(line string) string {
	found, _ := cutFirst(versus, plain(line))
	return found
}

// Mine reports whether a question is about what is the asker's own.
func Mine(line string) bool { return ofMe.in(plain(line)) && !ofTeam.in(plain(line)) }

// Busy is the kind of work whose number a line names, "" for none.
func Busy(line string) string {
	found, _ := cutFirst(busyAny, plain(line))
	return found
}
