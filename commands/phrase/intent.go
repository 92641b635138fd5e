package phrase

import (
	"regexp"
	"strings"
)

// Intent is what a line in plain words asks for, besides a contact that it tells of.
type Intent struct {
	Act  string // greet, thanks, about, deals, numbers, todo, standup, a route of the deal feature such as "deal won", or ""
	Args string // what the act needs besides the deal
}

var (
	greets = regexp.MustCompile(`(?i)^(hi+|hey+|hello|hiya|yo|good (morning|afternoon|evening)|morning|evening|howdy|g'day)( all| there| team| everyone| dealdesk| bot| folks)?[\s!.~👋😀🙂]*$|` +
		`^(你好|您好|哈[喽啰]|嗨|早|早上好|早安|上午好|下午好|晚上好|大家好|在吗|在么)[呀啊哦～~！!。.，,\s👋]*$`)
	thanks = regexp.MustCompile(`(?i)^(ok |great |cool |brilliant |perfect |lovely |awesome )?(many )?(thanks?|thank you|thx|ta|cheers|ty|much appreciated|nice one)\b.{0,40}$|` +
		`^.{0,6}(谢谢|多谢|谢了|感谢|辛苦了?)[^?？]{0,12}$`)
	questions = regexp.MustCompile(`(?i)[?？]\s*$|[吗呢]\s*[。.]?$|^(how|what|what's|whats|which|who|when|where|why|am i|are we|is there|do i|do we|did i|have i|anything|show me|tell me|give me|` +
		`list|any )\b|多少|几个|哪些|哪个|怎么样|怎样|什么情况|啥情况|进展如何|到哪|干啥|做什么|做啥|干什么|先忙`)
	asksTodo = regexp.MustCompile(`(?i)\b(should i|to ?do|chas(e|ing)|next( up)?\b|priorit|on my plate|focus|start with|what now|anything (for me|i should)|due|overdue|follow up with|who should)\b|` +
		`干啥|做什么|做啥|干什么|先忙|待办|该做|该跟|跟进谁|联系谁|要做|先打给谁|今天有什么`)
	asksNumbers = regexp.MustCompile(`(?i)\b(numbers?|target|quota|revenue|sold|sales|on track|doing|perform|closed|booked|made|win rate|pipeline worth|conversion|how many (calls|visits|meetings|contacts|demos)|` +
		`hit my|forecast|goal)\b|业绩|完成率?|目标|销售额|赢单率|签了多少|成交了?多少|卖了多少|打了(多少|几)|拜访了(多少|几)|数字|回款|客单价`)
	asksDeals = regexp.MustCompile(`(?i)\b(deals?|opportunit|pipeline|open|opps)\b|商机|单子|项目|手上|手里`)

	wonSaid = regexp.MustCompile(`(?i)\b(signed|won|closed[- ]won|in the bag|sealed|inked|is ours|got the (po|signature|contract)|po (is )?in|done deal|they'?re in|said yes|landed|bagged)\b|` +
		`签了|签约了|签下来?了?|签单了?|赢单|拿下|成交了|搞定了|签合同了|中标`)
	notWonYet = regexp.MustCompile(`(?i)\b(nda|msa|will|would|might|may|if|when|once|not|n't|hope|should|expects?|going to|before|until|tomorrow|next|soon|almost|nearly|by|` +
		`about to|could|want|needs?|off|in for|up for|competitor|ericsson|have signed off)\b|[?？]|吗|没签|还没|要签|会签|准备签|快签|能签|保密|明天|下周|下个?月|如果|等|签到|快|应该|可能|希望|年底前|签收|竞争对手`)
	lostSaid = regexp.MustCompile(`(?i)\b(lost|went with|gone with|chose|picked|walked away|is dead|dead deal|fell through|pulled out|not going ahead|said no|no longer interested|going with|lost to)\b|` +
		`输了|输单|丢了|丢单|黄了|没中标|没戏了|选了别家|选了对手|被.{1,8}(抢|拿)`)
	stageSaid  = regexp.MustCompile(`(?i)\b(moved? on to|moved? (in)?to|is now in|now in|into|reached|advance[ds]?( it)?( to)?|moves? to|in|at) (the )?(lead|discovery|proposal|negotiation)( stage| phase)?\b|(线索|需求确认|方案报价|商务谈判)`)
	stageHan   = regexp.MustCompile(`(进|到|推进|进入|推到|进展到|走到|转到|改成|移到|进到)[了入]?\s*(线索|需求确认|方案报价|商务谈判)`)
	amountSaid = regexp.MustCompile(`(?i)\b(worth|amount|value|deal size|valued at|grew to|up to|down to|now at|increased to|dropped to|total)\b|金额|涨到|降到|变成|加到|减到|缩到|改为|改到|这单`)
	dateSaid   = regexp.MustCompile(`(?i)\b(clos(e|es|ing)( date)?|sign(ing)? date|expected|slipp?(ed|s)?( out)?|pushed( back)?( out)?( to)?|pulled in|go-?live date)\b|成交日|成交日期|签约日期?|预计成交|结单|推迟到|推到|延到|延期到|提前到|預計成交`)
	giveSaid   = regexp.MustCompile(`(?i)^\s*(please |can you |could you )?(hand|give|pass|transfer|reassign|assign|move)\b.* (over )?to (@?[\p{L}<@A-Z0-9>]+)|(转给|轉給|交给|移交给|分给|给)\s*(<@[A-Z0-9]+>|@?[A-Za-z]+|\p{Han}{2,4}?)(来)?(跟进?|负责|接手|吧|了|$|。)`)
	givesUp    = regexp.MustCompile(`(?i)\b(takes?|taking|take) (it )?over\b|\bis now \w+'?s\b`)
	newSaid    = regexp.MustCompile(`(?i)\b(new|open a|create a|start a) (deal|opportunity|opp|lead)\b|新建?(个|一个)?(商机|单子|项目)|新(商机|单子)|有个新`)
)

// Intend reads what a line in plain words asks for. named says whether it names a customer.
func Intend(line string, spots []Spot) Intent {
	text := strings.TrimSpace(line)
	plain := Plain(text)
	named := len(spots) > 0
	switch {
	case greets.MatchString(text):
		return Intent{Act: "greet"}
	case thanks.MatchString(text) && !named:
		return Intent{Act: "thanks"}
	case IsStandup(text):
		return Intent{Act: "standup", Args: text}
	case len(text) < 400 && questions.MatchString(text) && !newSaid.MatchString(text):
		return asks(plain, named)
	}
	if len(text) > 300 || strings.Count(text, "\n") > 1 {
		return Intent{}
	}
	if newSaid.MatchString(text) && named {
		return Intent{Act: "deal new", Args: newArgs(text, spots[0])}
	}
	if !named || contacted(plain, spots) {
		return Intent{}
	}
	return moves(text, spots[0])
}

func asks(text string, named bool) Intent {
	switch {
	case named:
		return Intent{Act: "about"}
	case asksTodo.MatchString(text):
		return Intent{Act: "todo"}
	case asksNumbers.MatchString(text):
		return Intent{Act: "numbers"}
	case asksDeals.MatchString(text):
		return Intent{Act: "deals"}
	}
	return Intent{}
}

// moves reads a change of a deal: won, lost, its stage, amount, close date or owner.
func moves(text string, spot Spot) Intent {
	rest := strings.TrimSpace(text[:spot.Start] + " " + text[spot.End:])
	if m := giveSaid.FindStringSubmatch(rest); m != nil {
		who := m[4] + m[6]
		return Intent{Act: "deal give", Args: strings.TrimPrefix(who, "@")}
	}
	if m := stageHan.FindStringSubmatch(rest); m != nil {
		return Intent{Act: "deal stage", Args: m[2]}
	}
	if m := stageSaid.FindStringSubmatch(rest); m != nil {
		return Intent{Act: "deal stage", Args: m[4] + m[6]}
	}
	switch {
	case wonSaid.MatchString(rest) && !notWonYet.MatchString(rest):
		return Intent{Act: "deal won"}
	case lostSaid.MatchString(rest) && !notWonYet.MatchString(rest):
		return Intent{Act: "deal lost", Args: lostWhy(rest)}
	case dateSaid.MatchString(rest):
		if to := dateBehind(rest); to != "" {
			return Intent{Act: "deal date", Args: to}
		}
	case amountSaid.MatchString(rest):
		if to := amountBehind(rest); to != "" {
			return Intent{Act: "deal amount", Args: to}
		}
	}
	return Intent{}
}

// lostWhy is what stands behind the words of a loss: the reason.
func lostWhy(rest string) string {
	at := lostSaid.FindStringIndex(rest)
	return strings.Trim(rest[at[1]:], " ,，.。!！")
}

var behindTo = regexp.MustCompile(`(?i)\b(?:to|is|on|at|now|for|=|:)\s+(.+)$|(?:改到|改成|改为|推到|推迟到|延到|延期到|提前到|涨到|降到|变成|加到|减到|缩到|到|为|是|成)\s*(.+)$`)

func dateBehind(rest string) string {
	if m := behindTo.FindStringSubmatch(rest); m != nil {
		return strings.Trim(m[1]+m[2], " .。!！了")
	}
	return ""
}

func amountBehind(rest string) string {
	c := scan{s: rest}
	for !c.done() {
		c.spaces()
		at := c.i
		if r, _ := c.peek(); digit(r) || numeral(r) > 0 || strings.ContainsRune("$¥£€", r) {
			if _, how, wrong := c.money("CNY"); wrong.code == "" && (how.currency || how.marked) {
				return rest[at:c.i]
			}
			c.i = at
		}
		c.pass()
	}
	return ""
}

// newArgs are the arguments of a new deal: the customer, what it is about, the amount.
func newArgs(text string, spot Spot) string {
	return strings.TrimSpace(text[spot.Start:spot.End] + " " + amountBehind(text))
}

// contacted reports whether a line tells of a contact, so that a win in it is news and no command.
func contacted(plain string, spots []Spot) bool {
	c := scan{s: plain}
	_, length := c.duration()
	if length {
		return true
	}
	minutes, _ := lasted(plain)
	return minutes > 0
}

// standupParts are the heads of a stand-up said in one breath.
var (
	standupDone    = regexp.MustCompile(`(?i)(^|[\s,.;，。；:：])(yesterday|yday|did|done|y\s*[-:]|last friday|friday:)|昨[天日儿晚]|上周五[:：]`)
	standupPlan    = regexp.MustCompile(`(?i)(^|[\s,.;，。；:：])(today|doing|plan|t\s*[-:])|今[天日儿]|计划`)
	standupBlocker = regexp.MustCompile(`(?i)\b(blocker|blocked|blocking|blocks|impediment|stuck|all clear|waiting on|b\s*[-:]|no issues|nothing in my way)|困难|障碍|阻碍|阻塞|卡在|没(什么|啥)?问题|问题[:：是]|需要.{1,8}帮|卡点`)
	saidStandup = regexp.MustCompile(`(?i)^(my )?(stand-?up|daily)\b|^(站会|日报|早会)`)
)

// IsStandup reports whether a line is a stand-up said in one breath: what was done and what is planned, and
// perhaps what blocks.
func IsStandup(text string) bool {
	done, plan, blocks := standupDone.MatchString(text), standupPlan.MatchString(text), standupBlocker.MatchString(text)
	if saidStandup.MatchString(text) {
		return done || plan || blocks
	}
	return done && plan && (blocks || standupDone.FindStringIndex(text)[0] < 12 || standupPlan.FindStringIndex(text)[0] < 6)
}
