package phrase

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"dealdesk/sales/calendar"
)

// Intent is what a line in plain words asks for, besides a contact that it tells of.
type Intent struct {
	Act  string // one of the acts below, or the name of a command that changes a deal, such as "deal won"; "" for none
	Args string // what the act needs besides the deal
	Left string // what else the line says: a next step
}

// Acts of Intent that are no routes.
const (
	Greets      = "greet"
	Thanks      = "thanks"
	AsksAbout   = "about"   // a customer or a deal
	AsksDeals   = "deals"   // which there are
	AsksNumbers = "numbers" // how it is going
	AsksTodo    = "todo"
	AsksList    = "list"  // which deals: Args are those of the list
	AsksGoals   = "goals" // whether they will be reached
	AsksElse    = "else"  // a question that the rules cannot answer
	IsNote      = "note"  // what is forbidden, denied or only supposed
	IsStandup   = "standup"
	IsForeign   = "foreign" // what somebody else wrote
)

var (
	greets = reads(`(?i)^(hi+|hey+|hello|hiya|yo|good (morning|afternoon|evening)|morning|evening|howdy|g'day)( all| there| team|` +
		` everyone| dealdesk| bot| folks| mate)?[\s!.,~👋😀🙂]*(how('s it going| are (you|things)( \w+)?)\??)?$|` +
		`^(你好|您好|哈[喽啰]|嗨|午安|晚安|早|早上好|早安|上午好|下午好|晚上好|大家好|在吗|在么|[呀啊哦～~！!。.，,\s👋])+$`)
	thanks = reads(`(?i)^(ok |great |cool |brilliant |perfect |lovely |awesome )?(many )?(thanks?|thank you|thx|ta|cheers|ty|` +
		`much appreciated|nice one)\b.{0,40}$|` +
		`^.{0,6}(谢谢|多谢|谢了|感谢|感恩|辛苦了?)[^?？]{0,12}$`)
	questions = reads(`(?i)[?？]\s*$|^(?:top|main|biggest|most common) reasons?\b|[吗呢]\s*[。.]?$|^(how|what|what's|whats|which|who|` +
		`when|where|why|am i|are we|is there|do i|do we|` +
		`did i|have i|anything|show|tell me|give me|` +
		`list|any )\b|的单子$|的商机$|赢了什么|丢了什么|多少|几个|哪些|哪个|什么$|怎么样|怎样|什么情况|啥情况|(?:什么|啥)(?:进展|动静|消息|变化)|^谁|[丢输]单的?(?:主要)?原因|进展如何|是谁$|到哪|干啥|` +
		`做什么|做啥|干什么|干嘛|先忙|什么时候|上次|谁在?负责|(?:联系|打给|拜访|找|` +
		`跟进)谁$|^(帮我)?(看下|` +
		`看看|查一下|查下|看一下)|排第几|什么原因|(?:丢|输)单(?:的)?(?:原因|为什么|为啥)`)
	asksToRecord = reads(`(?i)\b(could|can|would|will) you (please |kindly |just )*(log|record|register|put down|note)\b`)
	asksTodo     = reads(`(?i)\b(should i|to ?do|chas(e|ing)|next( up)?\b|priorit|on my plate|focus|start with|what now|` +
		`anything (for me|i should)|due|overdue|follow up with|who should|(?:got|what'?s) on (?:today|for today|this week|for this week))\b|` +
		`干啥|做什么|做啥|干什么|干嘛|先忙|待办|没跟进|该做|该跟|(?:跟进|拜访|找)谁|联系谁|要做|先打给谁|今天有什么`)
	asksNumbers = reads(`(?i)\b(my|our|we|i|team'?s?|us|this (week|month|quarter|year)|today|q[1-4])\b.*\b(numbers?|target|quota|` +
		`revenue|sold|sales|on track|doing|perform\w*|closed|booked|made|win rate|conversion|` +
		`forecast|goals?|calls|visits|meetings|contacts|demos)\b|\bhow many (calls|visits|meetings|contacts|demos)|\bon track\b|` +
		`\bwin rate\b|业绩|完成率?|目标|销售额|赢单率|签了多少|成交了?多少|卖了多少|打了(多少|几)|拜访了(多少|几)|数字|回款|客单价|排第几|任务`)
	asksGoals = reads(`(?i)\b(on track|on target|how far (are|am)|(our|my|the) (goals?|targets?|quota)|hit (our|my|the) \w+)\b|` +
		`目标|完成得|能完成|达标|任务完成`)
	asksDeals = reads(`(?i)\b(deals?|opportunit|pipeline|open|opps)\b|商机|单子|项目|手上|手里`)

	wonSaid = reads(`(?i)\b(signed|won|closed[- ]won|in the bag|sealed|inked|is ours|got the (po|signature|contract)|po (?:is ` +
		`)?(?:in|received|arrived|here)|received (?:the|their|a) po|` +
		`done deal|they'?re in|said yes|landed|bagged)\b|` +
		`签了|签约了|签下来?了?|签单了?|赢单|拿下|成交(?:了|[!！。🎉🎊\s]|$)|搞定了|盖章了|签合同了|^[\s\pP]*的?(?:单子?|项目|商机)?(?:终于|已经?)?成了[\s\pP\pS]*$|中标|下单了|下了单|(?:采购单|订单|` +
		`po)(?:已经?|都)?(?:到|来|下来|收到|发过来|发来)了`)
	notWonYet = reads(`(?i)\b(nda|msa|will|would|might|may|if|when|once|not|n't|hope|should|expects?|going to|before|until|tomorrow|` +
		`next|soon|almost|nearly|by|` +
		`about to|could|(?:say|says|saying) no|changed (?:their|his|her|its) mind|back(?:ed|ing)? out|second thoughts|gone back|` +
		`went back|cold feet|reneg\w*|want|needs?|off|in for|up for)\b|n['’]t\b|` +
		`[?？]|吗|没签|(?:签|赢|成交|拿下|成|定|下单|中标)(?:下来?)?了?(?:没有?|否|了没有?)[\s\pP]*$|差不多|[不没未]成|还没|准备|打算|要签|会签|准备签|快签|能签|保密|明天|下周|下个?月|如果|等|签到|快(?:要|签|成|能|可以|赢|拿|下单|搞|中标|谈|敲|定|盖|[了啦])|应该|可能|希望|年底前|签收|变卦|反悔|改了?主意|` +
		`改口|不干了|(?:赢单|成交|签单)(?:率|数|额|量|金额|周期|多少|几)|最多|哪|谁`)
	lostSaid = reads(`(?i)\b(lost|told us no|went with|gone with|gone to (?:a |the )?(?:rival|competitor|competition)|chose|picked|` +
		`walked away|is dead|dead deal|fell through|pulled out|` +
		`not going ahead|said no|no longer interested|going with|lost to)\b|` +
		`输了|输单|输给|丢了|丢掉|丢单|黄了|没中标|没戏了|选了别家|选了对手|被.{1,8}(抢|拿)`)
	stageSaid = reads(`(?i)\b(?:mov(?:e|ed|es) (?:it |this |that |the deal |this one |this deal )?(?:on )?(?:in)?to|is now in|now in|` +
		`into|reached|back to|advance[ds]?(?: it)?(?: to)?|in|at) (?:the )?(lead|discovery|proposal|negotiation)(?: stage| phase)?\b|` +
		`(线索|需求确认|方案报价|商务谈判)`)
	stageHan    = reads(`(进|到|推进|进入|推到|进展到|走到|转到|改成|移到|进到)[了入]?\s*(线索|需求确认|方案报价|商务谈判)`)
	asksPlainly = reads(`[?？]\s*$|[吗呢]\s*[。.]?$`)
	nextStage   = reads(`(?i)\b(bump|advance|push|move|take)\b.*\b(next stage|a stage|one stage)\b|(推进|进入?|到|推)下一(个)?(阶段|步)`)
	amountSaid  = reads(`(?i)\b(worth|amount|value|deal size|valued at|grown|shrunk|grew to|up to|down to|now at|increased to|` +
		`dropped to|total|make|set|(?:is|are|it's|they're) now|changed? (?:it |this |the (?:amount |deal |value )?)?to)\b|金额|` +
		`涨到|降到|变成|变为|加到|减到|缩到|改为|改成|改到|调到|调整[为到]|这单|现在是|现为`)
	dateSaid = reads(`(?i)\b(clos(e|es|ing)( date)?|sign(ing|ature)? date|expected|go-?live date)\b|` +
		`\b(deal|renewal|order|contract|it)\b.*\b(slipp?(ed|s)?|pushed|pulled in)\b|成交日|成交日期|签约日期?|预计.{0,12}(?:成交|签约|签单|结单)|结单|推迟到|推到|延到|延期到|提前到`)
	newSaid = reads(`(?i)\b(new|open a|create a|start a) (deal|opportunity|opp|lead)\b|新?[建开](个|一个)?新?(商机|单子|项目)|新(商机|单子)|有个新`)
)

// givesSaid are the words that hand a deal over, and to whom.
var givesSaid = []pattern{
	reads(`(?i)^\W*(?:please |can you |could you )?(?:hand|give|pass|transfer|reassign|assign|move)\b.* (?:over )?to (@?[\p{L}<@0-9>]+)`),
	reads(`(?i)(?:转给|交给|移交给|分给|把.{0,20}给)\s*(<@[A-Z0-9]+>|@?[A-Za-z]+|\p{Han}{2,3}?)(?:来)?(?:跟进?|负责|接手|吧|了|$|[。，,])`),
	reads(`(?i)给\s*(<@[A-Z0-9]+>|@?[A-Za-z]+|\p{Han}{2,3}?)(?:来)?(?:跟进|负责|接手)`),
	reads(`(?i)(<@[A-Z0-9]+>|@?[A-Za-z]+)来(?:跟进?|负责|接手)`),
	reads(`(?i)(@?[\p{L}<@0-9>]+)(?:'s|’s) taking (?:it )?over\b`),
	reads(`(?i)\b(@?[\p{L}<@0-9>]+) (?:is taking|takes|will take|can take|to take) (?:it |this )?over\b`),
}

// IntendOptions is what the reader of intents needs to know.
type IntendOptions struct {
	Now   time.Time
	Work  calendar.Worktime
	Spots []Spot // the customers that the line names, without rivals
	Here  bool   // the place says which deal the line is about
}

// Intend reads what a line in plain words asks for.
func Intend(line string, o IntendOptions) Intent {
	text := strings.TrimSpace(line)
	spots, named := o.Spots, len(o.Spots) > 0
	switch {
	case len(text) > MaxText:
		return Intent{}
	case greets.MatchString(text):
		return Intent{Act: Greets}
	case thanks.MatchString(text) && !named:
		return Intent{Act: Thanks}
	}
	if len(SaidStandup(text)) > 0 && !(todayDone(text) && severalNamed(spots)) {
		return Intent{Act: IsStandup, Args: text}
	}
	if Foreign(text) || Quoted(text) {
		return Intent{Act: IsForeign}
	}
	if len(text) > longestMove || strings.Count(text, "\n") > 1 {
		return Intent{}
	}
	switch {
	case newCustomer.MatchString(text) && !contacted(Plain(text)):
		return Intent{Act: "account new", Args: calledSo(text)}
	case newSaid.MatchString(text):
		args, other := newArgs(text, o)
		if other != "" {
			return Intent{Act: "account new", Args: other}
		}
		if args != "" {
			return Intent{Act: "deal new", Args: args}
		}
		return Intent{}
	case questions.MatchString(text) && !asksToRecord.MatchString(text) && (asksPlainly.MatchString(text) || !contacted(Plain(text))):
		if named || o.Here {
			if args := discountIn(withoutSpot(text, spots)); args != "" && (shallWe.MatchString(text) || !asksPlainly.MatchString(text)) {
				return Intent{Act: "discount", Args: args} // 几折 is no question
			}
		}
		if meant := asks(text, named); meant.Act != AsksElse || !o.Here {
			return meant
		}
		return Intent{Act: AsksAbout}
	case contacted(Plain(text)):
		return Intent{}
	case forbidden(text) || supposedEnd(text) || toldToUs(text):
		return Intent{Act: IsNote}
	case named:
		return moves(text, spots[0], o)
	case o.Here:
		return moves(text, Spot{}, o)
	case len(text) < shortestNews && wonSaid.MatchString(text) && !notWonYet.MatchString(text) &&
		!unreal.MatchString(text) && !theirWin.MatchString(text):
		return Intent{Act: "deal won"}
	}
	return Intent{}
}

// longestMove is the longest text, in bytes, that asks for one thing; shortestNews one that may name nobody.
const (
	longestMove  = 300
	shortestNews = 24
)

// Asks reports whether a line asks something.
func Asks(line string) bool { return questions.MatchString(line) }

func asks(text string, named bool) Intent {
	switch {
	case LostTo(text) != "":
		return Intent{Act: AsksList, Args: "lost"}
	case named:
		return Intent{Act: AsksAbout}
	case listOf(text) != "":
		return Intent{Act: AsksList, Args: listOf(text)}
	case asksTodo.MatchString(text):
		return Intent{Act: AsksTodo}
	case asksGoals.MatchString(text):
		return Intent{Act: AsksGoals}
	case asksNumbers.MatchString(text):
		return Intent{Act: AsksNumbers}
	case asksDeals.MatchString(text):
		return Intent{Act: AsksDeals}
	}
	return Intent{Act: AsksElse}
}

// listOf is the list of deals that a question asks for, without its days, "" for none: "which deals are stuck", 上周赢了什么.
func listOf(text string) string {
	if stuckDeals.MatchString(text) {
		return "stale"
	}
	if endedDeals.MatchString(text) {
		list := "won"
		if lostDeals.MatchString(text) {
			list = "lost"
		}
		return list
	}
	return ""
}

var (
	stuckDeals = reads(`(?i)\b(stuck|stalled|stale|gone (quiet|cold|silent)|going (cold|nowhere)|not moving|no movement)\b|` +
		`卡住|卡在|卡着|没动静|停滞|没进展|久未跟进|好久没跟`)
	endedDeals = reads(`(?i)\breasons? (?:why )?(?:we|for)\b.*\b(?:lose|lost|losing|loss)\b|\bwhy (?:do|did|are) we (?:lose|losing|lost)\b|` +
		`\b(what|which|how many|anything|show me|list|did we)\b.*\b(win|won|lose|lost|signed|sign)\b|(赢|签|丢|输)(了|` +
		`下)?(单|了)?(什么|哪些|哪几|啥|几个|几单)|(赢|丢|输)单(有)?哪|(丢|输)单.{0,6}(?:原因|为什么|为啥)`)
	lostDeals = reads(`(?i)\b(lose|lost)\b|丢|输`)
)

// moves reads a change of a deal: won, lost, its stage, amount, close date or owner.
func moves(text string, spot Spot, o IntendOptions) Intent {
	rest := withoutSpot(text, []Spot{spot})
	if theirLoss(text, spot) {
		return Intent{}
	}
	if endedBy(rest, lostSaid, lostElse) {
		day, rest := endedOn(rest, o)
		return Intent{Act: "deal lost", Args: strings.TrimSpace(day + " " + lostWhy(rest))}
	}
	if args := discountIn(rest); args != "" {
		return Intent{Act: "discount", Args: args}
	}
	if denied(rest, dateSaid) || closesNot.MatchString(rest) {
		return Intent{Act: IsNote}
	}
	if denied(rest, stageHan) || denied(rest, stageSaid) || denied(rest, nextStage) {
		return Intent{}
	}
	if m := stageHan.FindStringSubmatch(rest); m != nil {
		return Intent{Act: "deal stage", Args: m[2]}
	}
	if m := stageReached.FindStringSubmatch(rest); m != nil {
		return Intent{Act: "deal stage", Args: stagesInShort[m[1]]}
	}
	if m := stageSaid.FindStringSubmatch(rest); m != nil {
		return Intent{Act: "deal stage", Args: m[1] + m[2]}
	}
	for _, says := range givesSaid {
		if m := says.FindStringSubmatch(rest); m != nil {
			return Intent{Act: "deal give", Args: strings.TrimPrefix(m[1], "@")}
		}
	}
	switch {
	case discountSaid.MatchString(rest):
		return Intent{Act: "discount", Args: strings.TrimSpace(discountWords.ReplaceAllString(rest, " "))}
	case nextStage.MatchString(rest):
		return Intent{Act: "deal advance"}
	case endedBy(rest, wonSaid, wonElse) && !theirWin.MatchString(rest):
		day, rest := endedOn(rest, o)
		return Intent{Act: "deal won", Args: strings.TrimSpace(day + " " + wonWith(rest))}
	case inVain.MatchString(rest):
		return Intent{Act: IsNote}
	case denied(rest, amountSaid):
		if _, named := amountBehind(rest); named {
			return Intent{Act: IsNote} // 不要改成30万
		}
		return Intent{}
	}
	if day, left := closeMoved(rest, o); day != "" {
		return Intent{Act: "deal date", Args: day, Left: left}
	}
	switch {
	case dateSaid.MatchString(rest) && !meetingMoved.MatchString(rest) && !doneThen.MatchString(rest):
		rest = monthAlone.ReplaceAllString(rest, "end of $1")
		for _, text := range []string{rest[dateSaid.FindStringIndex(rest)[0]:], rest} { // 明天没空，推到下周三
			if _, due, err := stepIn(dayFirst(text), text, o.Now, o.Work); err == nil && due != nil {
				return Intent{Act: "deal date", Args: string(due.Date)}
			}
		}
	case amountSaid.MatchString(rest):
		if to, named := amountBehind(rest); named {
			return Intent{Act: "deal amount", Args: to}
		}
	}
	return Intent{}
}

// What stands behind words of a win or a loss that is another matter: "picked us", "signed nothing", 丢了一份资料.
var (
	wonElse = reads(`(?i)^\W*(nothing|the\s+(?:pitch|poc|pilot|tech round|trial|vote)|the (bet|race|match|game|lottery|raffle|cup|` +
		`argument)|us\b|over\b|up\b|trust|an? |` +
		`the nda|draft|back|for delivery|me\b|half)|^\s*['’]s|^了?(意向|一半|部分|保密|个|` +
		`一份|收|框架|补充|到|名)|草稿|初稿|意向书|` +
		`(?i:\b(awards?|prizes?|court|lawsuit|appeal|legal|election|trophy|medal|championship|tournament)\b)|官司|诉讼|奖|比赛|冠军`)
	lostElse = reads(`(?i)^\s*(their|his|her|its|someone|somebody)\b|^\s*(['’]s )?(\w+ )?(cfo|ceo|cto|cio|coo|vp|head|manager|` +
		`director|buyer|champion|sponsor|contact|` +
		`boss|assistant)\b|^\s*的?(电话|名片|资料|号码|微信|邮箱|联系方式)|^(个|几个|一个).{0,3}(客户|人|供应商)|` +
		`(?i)^\W*(?:in|on|among) (?:the|my|this|that) (?:list|channel|thread|file|sheet|view|board|screen|inbox|crm)|` +
		`(?i)^\W*(us\b|up\b|over\b|me\b|my\b|the (call|file|voice)|an? (?:[^rc]|r[^i]|c[^o]))|^(一份|一个|一张|份|钱|手机|资料|文件)`)
	// endedFirst are the only words that may stand in front of them, besides the customer.
	endedFirst = reads(`(?i)^(?:[^\p{L}\p{N}]|\b(?:and|so|ok|yes|yay|wow|great|good|bad|sad|news|finally|just|we|we've|we have|i|` +
		`they|they've|` +
		`it|it's|is|are|has|have|had|been|the|this|that|one|our|deal|renewal|contract|order|` +
		`project|customer|client|team|today|yesterday|now|officially|unfortunately|sadly|on|at|in|of|with|from|guys|people|` +
		`also|all|got|mark|close|set|put|as|please|` +
		`a|for|this morning|morning|monday|tuesday|wednesday|thursday|friday)\b|` +
		`我们|咱们|他们|对方|客户|那边|今天|昨天|昨日|今早|上午|下午|刚才?|终于|已经?|正式|总算|也|都|就|这个?单子?|那个?单子?|合同|项目|商机|续约|的|单子?|可惜|遗憾|好消息|坏消息|恭喜|标记?[为成]|记[为成]|` +
		`[改设]为|改成|关闭为|了|是|把|被|跟|和|价格|太高)*$`)
)

// endedBy reports whether a text says that a deal is won or lost: nobody else is named in front, and the words
// go on with no other matter.
func endedBy(rest string, says, other pattern) bool {
	at := says.FindStringIndex(rest)
	if at == nil || notWonYet.MatchString(rest) || !endedFirst.MatchString(rest[:at[0]]) || other.MatchString(rest[at[1]:]) {
		return false
	}
	return !unreal.MatchString(rest)
}

// monthAlone is a month for a close date: its last day is proposed.
var monthAlone = reads(`(?i)\b(?:in|into|to|until|till) (jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|` +
	`sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b`)

// meetingMoved is a meeting that is put off, which moves no close date.
var meetingMoved = reads(`(?i)\b(meeting|call|demo|visit|lunch|workshop)\b|会议?|演示|拜访|见面|电话|饭局`)

// doneThen is something that is done on a later day, which moves no close date either: 报价推到下周三再发.
var doneThen = reads(`再(?:发|给|做|谈|去|报|寄|送|看|聊|说|约|打|联系|跟进|提)`)

// wonWith are the words of a win, if they name its day or its amount: signed at 95k yesterday.
func wonWith(rest string) string {
	if !strings.ContainsFunc(rest, unicode.IsDigit) && !dayOfWin.MatchString(rest) {
		return ""
	}
	return strings.Trim(rest, " ,，.。!！🎉🎊")
}

var dayOfWin = reads(`(?i)\b(yesterday|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b|昨[天日晚]|前天|周[一二三四五六日]|\p{Han}[万亿]`)

// lostWhy is what stands behind the words of a loss: the reason.
func lostWhy(rest string) string {
	at := lostSaid.FindStringIndex(rest)
	why := rest[at[1]:]
	if said := strings.ToLower(rest[at[0]:at[1]]); namesRival.MatchString(said) {
		why = rest[at[0]:]
	}
	why = strings.Trim(lostTail.ReplaceAllString(lostWhat.ReplaceAllString(why, ""), ""), " ,，.。!！")
	if strings.HasPrefix(strings.ToLower(why), "to ") {
		why = "lost " + why
	}
	return why
}

var (
	// namesRival are words of a loss that are the reason, too: "went with Initech".
	namesRival = reads(`with|chose|picked|rival|compet|选了|被|输给`)
	// lostWhat is what was lost, and lostTail the wish to have it written down.
	lostWhat = reads(`(?i)^\s*(?:(?:this|that|the) (?:one|deal|order)|it|them|this|that)\b(?:\s*[,.:-])?|^[了掉]*`)
	lostTail = reads(`(?i)[\s,.;]+(?:so |please |pls )*(?:mark|close|set|put) (?:it|this|that|the deal) (?:as |to |` +
		`down as )?(?:lost|closed)\W*$|` +
		`[，,。\s]*(?:请|帮我|麻烦)?(?:标记|记|改|标)(?:为|成|作)?(?:输单|丢单)[吧了。]*$`)
)

// OfDeal are the customers whose deal a line may be about: not those that it was lost to, and none that is only
// like a word of the line where another is named, or where the place says which deal is meant.
func OfDeal(line string, spots []Spot, here bool) []Spot {
	here = here || slices.ContainsFunc(spots, func(s Spot) bool { return s.ID != "" })
	return slices.DeleteFunc(slices.Clone(spots), func(s Spot) bool {
		return here && s.ID == "" || toWhom.MatchString(endOfText(line[:s.Start])) || takenBy.MatchString(line[s.End:])
	})
}

var (
	toWhom = reads(`(?i)\b(?:lost (?:out |it |this |that |this one |the deal )?to|(?:went|gone|going|signed|go) with|chose|` +
		`picked|switched to|` +
		`preferred)\s+$|(?:输给了?|选了|选择了|败给了?|换成了?|被)\s*$`)
	takenBy = reads(`^\s*(?:抢走|抢去|抢了|签走|拿走|截胡)`)
)

// priced stands before an amount of money, which may look like a length: amount 2.4m.
var priced = reads(`(?i)\b(worth|amount|value|total|size|budget)( is| now| to| at| of|:| =)*\s*$`)

// contacted reports whether a line tells how long a contact was, so that a win in it is news and no command.
func contacted(plain string) bool { return lengths(plain) > 0 }

// lengths counts the lengths that a text names.
func lengths(plain string) (n int) {
	for c := (scan{s: plain}); !c.done(); {
		c.spaces()
		at := c.i
		if minutes, ok := c.duration(); ok && minutes > 0 && !priced.MatchString(endOfText(plain[:at])) {
			n++
			continue
		}
		if c.i = at; c.i < len(c.s) {
			c.passNumber()
		}
	}
	return n
}
