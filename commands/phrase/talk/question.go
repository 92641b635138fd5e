package talk

import "strings"

// Question is what somebody asks of the desk.
type Question string

// The questions. All others are for the reader of intents.
const (
	None      Question = ""
	Approvals Question = "approvals" // what waits for the asker's decision
	Silent    Question = "silent"    // who has not answered the stand-up
	Team      Question = "team"      // how somebody's team is doing
	Pipeline  Question = "pipeline"
	Leave     Question = "leave" // who is away, and when
	Stuck     Question = "stuck" // which of the asker's own deals have gone quiet
	NoStep    Question = "no step"
	Goals     Question = "goals" // how all goals stand
	Numbers   Question = "numbers"
	Explains  Question = "explains"
	Means     Question = "means" // what one command shows or does: Command
)

var asked = []struct {
	what Question
	in   pattern
}{
	{Approvals, reads(`\b(?:anything|something|what|what'?s|which|any|are there|is there|do i have|show me)\b.*\b(?:wait(?:ing|s) (?:for|` +
		`on) (?:me|my)|` +
		`(?:to|i (?:need|have|should) to|for me to|must i) (?:approve|sign off)|my (?:approval|decision|sign-?off|signing off)|approvals?|` +
		`approval requests?|(?:discount )?requests? (?:for me|waiting|pending|open))\b|` +
		`^(?:my )?(?:pending|open|waiting) (?:approvals?|requests?)$|` +
		`(?:有|还有|哪些|多少|几个).{0,8}(?:要|等|需要|待)我?(?:来)?(?:批|审批|审|批准|处理的申请)|(?:有没有|有什么|哪些|多少).{0,4}(?:待审批?|待批|审批)|^(?:我的)?待(?:审批?|批)(?:的申请)?$|` +
		`(?:什么|啥|哪些|有没有|有).{0,4}(?:在)?等(?:着)?我|等(?:着)?我(?:来)?(?:审批?|批|处理|决定|确认)的?(?:有|是)?(?:哪些|什么|啥|几个|多少)`)},
	{Silent, reads(`\b(?:who|anyone|anybody|whose)\b.*\b(?:stand-?ups?|check-?ins?)\b|\bstand-?ups?\b.*\b(?:missing|who)\b|` +
		`(?:谁|哪些人|哪几个人|哪位|有人).{0,12}站会|站会.{0,6}(?:谁|哪些人|哪几个)`)},
	{Team, reads(`\b(?:how is|how are|how's|hows|how did|how does|what about)\b.*\bteam\b|(?:团队|组|小组|区)(?:这个?[周月]|本[周月]|最近|现在|今天)?` +
		`(?:做得?)?(?:怎么样|怎样|如何|情况|表现|业绩)`)},
	{Pipeline, reads(`^(?:what'?s|what is|what does|how is|how'?s|show me|show|how does|give me|where is) (?:our|the|my team'?s|` +
		`the team'?s|us the)` +
		`\s?(?:sales |current |whole )?(?:pipeline|funnel)\b|(?:我们|团队|整个|公司|看一?下|查一?下|给我)?的?(?:销售)?(?:管道|漏斗)` +
		`(?:现在|目前|最近)?(?:怎么样|怎样|如何|什么情况|情况|有?多大|多少)?$`)},
	{Stuck, reads(`\b(?:my (?:own )?(?:deals?|opportunities|opps)|(?:deals?|opportunities) of mine|mine)\b.*\b(?:stuck|stalled|stale|` +
		`quiet|cold|silent|not moving)\b|` +
		`\b(?:stuck|stalled|stale|quiet) deals of mine\b|\bmy (?:stuck|stalled|stale|quiet) deals\b|` +
		`我(?:手上|手里|自己)?的?(?:哪些|哪个|有哪些)?(?:商机|单子|项目).{0,8}(?:卡|没动静|停滞|没进展|久未跟进|好久没跟)|我.{0,6}(?:卡住|停滞)的?(?:商机|单子|项目)`)},
	{NoStep, reads(`\b(?:deals?|opportunities|opps)\b.*\b(?:have|has|with|having|without) (?:no|a|any) next (?:step|action)|` +
		`\b(?:no|without a?) ?next (?:step|action)s?\b.*\bdeals?\b|(?:单子|商机|项目).{0,6}(?:没有?|缺)(?:下一步|后续)|没有?下一步的(?:单子|商机|项目)`)},
	{Goals, reads(`^who(?:'s| is|s)? (?:behind|off (?:track|pace)|not on track|furthest behind)\b|(?:谁|哪些人|哪几个人).{0,4}(?:落后|滞后|` +
		`完不成|没达标|没完成目标)|` +
		`^(?:which|what|any|are any|show me|show)\b.*\bgoals?\b.*\b(?:behind|late|at risk|off (?:track|pace)|slipping|not on)\b|` +
		`(?:哪些|哪个|什么|有没有|有哪些)目标.{0,4}(?:落后|滞后|完不成|有风险|没达标)|^(?:公司|全公司|团队|我们的?|所有)的?目标(?:有哪些|是什么|怎么样|情况|进度)?$|` +
		`^(?:company|team|all|our|the company'?s) goals$`)},
	{Leave, reads(`^(?:is|will) [\p{L}.' ]{2,30}? (?:be )?in(?: the office)?(?: (?:today|tomorrow|(?:on|this|next) .{3,20}|` +
		`(?:mon|tues|wednes|thurs|fri)day))?$|` +
		`^(?:is|are|will|when is|when's|when will|how long is|who is|who's|who will|whos|anyone|is anyone|` +
		`is anybody)\b.*\b(?:on leave|` +
		`on holiday|on vacation|on pto|off|away|out|around|in the office|back|absent|available|at work|working)\b|` +
		`(?:谁|什么时候|哪天|哪几天).{0,8}(?:请假|休假|不在|休息|回来|上班)|有(?:没有)?人.{0,6}(?:请假|休假|不在)|(?:请假|休假|休息|在不在|不在|在|上班|回来)(?:吗|么|了吗|没有|不)?$`)},
}

// isNumbers begins the command that shows numbers, which reads the rest by itself.
var isNumbers = reads(`^(?:kpis?|metrics|数据指标|关键指标|指标)\b`)

// hanAsks ends or marks a question in Chinese.
var hanAsks = reads(`吗|么$|谁|什么|哪|几|多少|怎|如何|在不在|有没有|情况|\?|没有$`)

// AsksAnything reports whether a line asks something, of whomever.
func AsksAnything(line string) bool { return anyQuestion.in(plain(line)) || Asked(line) != None }

// anyQuestion finds a question in Chinese that no reader of contacts takes for one.
var anyQuestion = reads(`(?:吗|么)[.!]?$|谁|什么|哪些|哪个|哪家|多少|怎么样|如何|\?$`)

// NoComplaint reports whether a line tells that nobody complained.
func NoComplaint(line string) bool { return noComplaint.in(plain(line)) }

var noComplaint = reads(`\b(?:no|without|zero|not any|any more|fewer) (?:\w+ )?complaints?\b|(?:n't|\bnot|\bnever) (?:\w+ ` +
	`)?complain|(?:没|无|未)有?(?:人|再|任何|收到)*投诉`)

// Unsent reports whether a line tells that an e-mail was written and not sent.
func Unsent(line string) bool { return unsent.in(plain(line)) }

var unsent = reads(`\b(?:not|n't|never|yet to)(?: yet)?(?: been)? (?:sent|send)\b|\bunsent\b|\bdrafted an? e?-?mail\b|(?:还没|没有?|` +
	`尚未|未)(?:发|寄)(?:出|$|[,.!])|草稿`)

// Asked returns what a line asks of the desk.
func Asked(line string) Question {
	if len(line) > longest/2 || strings.Contains(strings.TrimSpace(line), "\n") {
		return None
	}
	if _, ok := Command(line); ok {
		return Means
	}
	text := plain(line)
	if isNumbers.in(text) {
		return None
	}
	asks := strings.HasSuffix(text, "?") || hanAsks.in(text)
	text = strings.TrimRight(text, " ?.!吧")
	for _, a := range asked {
		if a.in.in(text) && (asks || a.what != Leave || !hanLeave.in(text)) {
			return a.what
		}
	}
	if _, ok := Measure(line); ok {
		return Numbers
	}
	if _, _, ok := Number(line); ok {
		return Numbers
	}
	if number, _ := Explained(line); number != "" {
		return Explains
	}
	return None
}

// hanLeave is a line about being away in Chinese, which asks nothing unless it says so.
var hanLeave = reads(`\p{Han}`)

// leaveWords stand around the days that a question about leave names.
var leaveWords = reads(`\b(?:is|are|will|be|when|when's|how|long|who|who's|whos|anyone|anybody|on leave|on holiday|on vacation|on pto|` +
	`in|off|away|out|around|in the office|back|absent|available|at work|working|for|on|from|the)\b|谁|什么时候|哪天|哪几天|` +
	`请假|休假|休息|在不在|不在|还在|上班|回来|在|有没有|要|会|吗|么|没有|不`)

// LeaveDays is the part of a question about leave that may name days, without the name of the person.
func LeaveDays(line, name string) string {
	text := strings.ReplaceAll(plain(line), plain(name), " ")
	if given, _, several := strings.Cut(plain(name), " "); several {
		text = strings.ReplaceAll(text, given, " ")
	}
	text = leaveWords.compiled().ReplaceAllString(strings.TrimRight(text, " ?.!"), " ")
	return strings.Join(strings.Fields(text), " ")
}

// AsksWho reports whether a question about leave is about anybody.
func AsksWho(line string) bool { return whoIs.in(plain(line)) }

var whoIs = reads(`\b(?:who|who's|whos|anyone|anybody|is any)\b|谁|哪些人|哪几个|有人|有没有人`)

// AsksContacts reports whether a question about a customer is about its people.
func AsksContacts(line string) bool { return whoThere.in(plain(line)) }

var whoThere = reads(`\bwho\b.*\b(?:contacts?|decision[- ]makers?|buyer|decides?|signs?|know)\b|\bcontacts? (?:at|of|for)\b|` +
	`\b(?:phone|mobile|e-?mail) (?:number|address)\b|` +
	`联系人|决策人|拍板|对接人|电话(?:是|号码)?多少|邮箱`)

// AsksHistory reports whether a question about a customer is about what was done and said so far.
func AsksHistory(line string) bool { return history.in(plain(line)) }

var history = reads(`\bhistory\b|\b(?:what|when|how long|who)\b.*\blast (?:say|said|speak|spoke|talk|talked|call|called|contact|` +
	`contacted|meet|met|` +
	`visit|visited|email|emailed|hear|heard|see|saw)\b|\b(?:last|latest) (?:call|contact|visit|meeting|conversation|` +
	`touch)\b.*\b(?:with|to|at)\b|` +
	`(?:上次|上一次|最近一次).{0,12}(?:聊|谈|说|联系|拜访|见|电话|沟通)|历史|(?:跟进|联系|沟通)记录`)

// OnlyName reports whether a line is nothing but a name, from start to end in it, perhaps to be shown: "Acme", 看一下华星.
func OnlyName(line string, start, end int) bool {
	return start < end && onlyName.in(strings.TrimSpace(plain(line[:start]+spot+line[end:])))
}

var onlyName = reads(`^(?:(?:please )?(?:show|open|see|view|get|pull up)(?: me)? |请?(?:看一?下|看看|打开|查一?下|显示|调出) ?)?\x00[.!?]*$`)
