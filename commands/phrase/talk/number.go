package talk

import "strings"

// periods are the words for the days that a question is about.
const periods = `(?:today|yesterday|(?:this|last) (?:week|month|quarter|year)|q[1-4]|今天|昨天|[本这上]个?(?:周|星期|礼拜|月|季度?)|今年|去年)`

var (
	period = reads(periods)
	// countOf asks how much of something was done.
	countOf = reads(`\bhow many (calls|visits|meetings|demos|contacts|e-?mails|messages)\b|` +
		`(?:打|通)了?(?:几|多少)(?:个|通|次)?(电话)|(拜访|跑|见)了?(?:几|多少)(?:个|家|次|位)?客?户?|开了?(?:几|多少)(?:个|次|场)?(会)|` +
		`做了?(?:几|多少)(?:个|次|场)?(演示)`)
	// most asks who did most of it.
	most = reads(`\bwho (?:made|had|did|logged|has)(?: the)? most (calls|visits|meetings|demos|contacts|wins)\b|` +
		`谁的?(?:打的?|做的?|跑的?)?(电话|拜访|会议|演示|赢单|签单)(?:打|跑|做)?得?(?:次数|数量)?最多`)
	// share asks for a number that a rep, a team or a company is led by.
	share = reads(`\b(win rate|average deal(?: size)?|deal size|sales cycle|conversion(?: rate)?)s?\b|(赢单率|客单价|成交周期|转化率|平均折扣)`)
	// shareAlone is such a number where nothing else is asked.
	shareAlone = reads(`^(?:so |and )?(?:what'?s|what is|what was|whats|show me|show|give me|how'?s|hows|how is|how was)` +
		`?\s*(?:my|our|the|the team'?s)?` +
		`\s*(?:win rate|average deal(?: size)?|deal size|sales cycle|conversion(?: rate)?)\b[^,;]*$|` +
		`^(?:我们?的?|团队的?|全?公司的?|看一?下|查一?下|` + periods + `|的)*(?:赢单率|客单价|成交周期|转化率|平均折扣)(?:按\p{Han}{1,4}|` + periods +
		`|现在|目前|是|有)*(?:咋样|怎么?样|如何|多少|多高|多长|几天)?$`)
	byWord = reads(`\bby (\w+)\b|按(人|团队|月|行业|产品)`)
	oneOwn = reads(`\b(?:i|my|me|i've)\b|我(?:[^们]|$)`)

	// explains asks what a number means or how it is counted.
	explains = reads(`^(?:please )?(?:explain|define|what does|what'?s|what is|whats|how is|how are|how do you (?:calculate|` +
		`count|compute))\s+(?:the |a )?` +
		`([a-z -]{3,30}?)(?:\s+(?:mean|means|calculated|counted|computed|worked out|to me))?$|` +
		`^(?:什么是|什么叫|解释一?下?) ?(\p{Han}{2,10})$|^(\p{Han}{2,10}?)是?(?:怎么|如何|咋)(?:算|计算|统计)(?:出来)?的?$|` +
		`^(\p{Han}{2,10}?)是?(?:什么|啥)(?:意思|含义)$|^(\p{Han}{2,10}?)的(?:定义|公式|算法)(?:是什么)?$`)
	explained = reads(`^(?:win rate|conversion(?: rate)?|average deal(?: size)?|deal size|sales cycle|median(?: sales)? cycle|response time|` +
		`repurchase(?: rate)?|complaint rate|lifetime value|ltv|days per stage|赢单率|转化率|客单价|成交周期|成交周期中位数|响应时间|复购率|投诉率|` +
		`终身价值|阶段停留天数|平均折扣)$`)
	weighted = reads(`^(?:weighted(?: pipeline| forecast)?|best case|commit|forecast|加权(?:预测|金额)?|最佳(?:情况)?|承诺)$`)
)

// Number reads a question for a number: what is asked, in the words of the command that shows it, and of whom: the
// asker, or whoever else the line names. ok is false for all other lines.
func Number(line string) (args string, own, ok bool) {
	text := strings.TrimRight(plain(line), " ?.!吧呢吗")
	if len(line) > longest/2 || strings.Contains(text, "\n") {
		return "", false, false
	}
	when := periodIn(text)
	if m := most.find(text); m != nil {
		return strings.TrimSpace(m[1]+m[2]) + " " + when + byPerson(m[2]), false, true
	}
	if m := countOf.find(text); m != nil {
		left := whoLeft(text, m[0])
		when = periodWords(trimTie(strings.TrimSpace(spanIn.compiled().FindString(text))))
		return strings.TrimSpace(strings.Join(m[1:], "") + " " + when), oneOwn.in(text), left == "" || possibly.MatchString(left) && !limits.in(left)
	}
	if m := share.find(text); m != nil && shareAlone.in(text) {
		args = m[1] + m[2] + " " + when
		if by := byWord.find(text); by != nil {
			args += " " + by[0]
		}
		return strings.TrimSpace(args), oneOwn.in(text), true
	}
	return "", false, false
}

// Counts reports whether a line asks how many contacts there were.
func Counts(line string) bool { return countOf.in(plain(line)) }

// limits are words that a question counts less by than it would without them.
var limits = reads(`\b(?:without|except|excluding|not|no|more|than|over|under|before|after|since|between|from|until|and|or|led|via)\b|` +
	`除了|不含|不算|以上|以下|超过|之前|之后|和|或|及`)

// whoLeft is what a question for a count says besides what is counted and the days: the name of somebody, or more than
// is understood.
func whoLeft(text, counted string) string {
	text = strings.Replace(text, counted, " ", 1)
	_, text = cutFirst(spanIn, text)
	text = strings.Join(strings.Fields(around.compiled().ReplaceAllString(edges.ReplaceAllString(text, " "), " ")), " ")
	return strings.Trim(edges.ReplaceAllString(text, " "), " ")
}

func byPerson(han string) string {
	if han != "" {
		return " 按人"
	}
	return " by rep"
}

// Explained is the number that a line asks the meaning of, "" for none. forecast is of those in a forecast.
func Explained(line string) (number string, forecast bool) {
	m := explains.find(strings.TrimRight(plain(line), " ?.!吧呢"))
	if m == nil || len(line) > longest/2 {
		return "", false
	}
	number = strings.TrimSpace(strings.Join(m[1:], ""))
	switch {
	case explained.in(number) && !strings.HasPrefix(plain(line), "what's") && !strings.HasPrefix(plain(line), "what is"):
		return number, false
	case weighted.in(number):
		return number, true
	}
	return "", false
}

var compares = reads(`^(?:please |can you )?compare (?:the )?(.{2,30}?) (?:team )?(?:and|with|to|vs\.?|` +
	`against) (?:the )?(.{2,30}?)(?: teams?)?$|` +
	`^(.{2,16}?)[和跟与](.{2,16}?)(?:比一下|比一比|对比一下|比较一下|对比|谁更?好|谁更?强)$|^(?:对比|比较|比)(?:一下)?(.{2,16}?)[和跟与](.{2,16})$`)

// Compares are the two that a line wants compared, "" for all other lines.
func Compares(line string) (a, b string) {
	text := strings.TrimRight(plain(line), " ?.!吧")
	m := compares.find(text)
	if m == nil || len(line) > longest/2 {
		return "", ""
	}
	return m[1] + m[3] + m[5], m[2] + m[4] + m[6]
}

// periodIn is the period that a text names, as commands read it.
func periodIn(text string) string {
	when := strings.NewReplacer("这个", "本", "这", "本", "上个季", "上季").Replace(period.compiled().FindString(text))
	if strings.HasSuffix(when, "季") {
		when += "度"
	}
	return when
}
