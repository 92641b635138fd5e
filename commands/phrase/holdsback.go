package phrase

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/width"

	"dealdesk/sales"
)

// heldBack are the beginnings of words that hold an act back: a no, a not yet, a condition.
var heldBack = reads(`^(` + strings.Join([]string{
	`not (just )?(yet|now|quite|really|today|before|until|till|unless|if|sure|done|signed|ready|so fast|on|the|this)\b`,
	`(no|nope|nah|not|never|none|nein|non)( thanks?| thank you)?\s*($|[,.;:!?-])`, `never ?mind\b`, `(no|nope|nah),? (they|we|he|she|` +
		`it|i)\b`,
	`(cancel|abort|stop|ignore|forget|undo|back|test|testing|draft|wip)( (this|that|it|all|one|please))*\s*($|[,.;:!?]|-\s)`,
	`just (an idea|a test|a draft|testing|kidding|asking)\b`,
	`((an? )?(idea|thought) only|or (maybe )?not|hopefully)\b`, `((as|not) )?yet\s*$`,
	`(early |later |sometime |maybe )?(next (week|month|quarter|year|time|mon|tue|wed|thu|fri|sat|sun)|tomorrow|in (a|an|\d+|one|two|` +
		`three) ` +
		`(day|week|month|year)s?\b)`,
	`(please )?(don'?t|do not)\b`, `(please )?(wait|hold)( on| off| it)?\b`,
	`(but |only |and only |even )?(if|unless|until|till)\b`, `(but |and )?only (when|once|after)\b`, `as (soon|` +
		`long) as\b`, `provid(ed|ing)\b`,
	`assuming\b`, `on (the )?condition\b`, `in case\b`, `pending\b`, `subject to\b`, `depend(s|ing) on\b`,
	`(maybe|perhaps|probably|possibly|almost|nearly|soon|later)\b`,
	`(should|would|could|can|shall|may|might) (i|we|you|they|it)\b`, `to be (confirmed|decided|signed)\b`, `tb[cd]\b`, `\?`,
}, "|") + `)`)

// heldBackLater are such words wherever they stand: the customer is still to do something.
var heldBackLater = reads(`\bunless\b|\b(once|when|after) (\w+ ){1,2}(have|has)\b|` +
	`\b(if|once|when|after|until) (\w+ ){1,3}(sign|pay|agree|accept|confirm|approve|say|order)s?\b|\bnot yet[.!]*$|\?$|\bi (think|` +
	`guess|hope|suppose|reckon|believe)\b`)

// heldBackHan are the beginnings in Chinese. 没有 and 等了 begin an honest reason, too:
// 没有竞争对手, 等了三个月终于签了.
var heldBackHan = reads(`^(但是?|不过|先|暂时|目前)?(` + strings.Join([]string{
	`还没`, `还未`, `还不`, `还要`, `尚未`, `暂不`, `暂缓`, `未必`, `未签`, `未定`, `没[签定谈完到好批]`, `(没有?|不)($|[,.;!])`,
	`的(希望|可能|机会|几率|概率)`, `不[行要能可是对急用准许了]`, `不同意`, `不着急`, `别`, `等([等一下他她到我你签付]|客户|对方|财务|合同|[^了]{1,12}[再后]|$)`,
	`慢着`, `且慢`, `如果`, `若`, `要是`, `假如`, `万一`, `除非`, `只要`, `只有`, `前提`, `待`, `快了`, `差不多`,
	`取消(吧|掉)?([,.;!]|$)`, `算了`, `停[,.;!]?$`, `返回$`, `测试[,.;!]?$`, `测试一下`, `试试`, `草稿`, `随便`,
	`忽略`, `再(想|看看|等|考虑)`, `只是(个?想法|测试)`, `希望(能|可以|他|她|客户|对方|下|明)`, `但愿`, `等[^了]{1,12}(同意|批准|确认|决定|回复|点头)`,
	`(下个?|明)(周|月|季度?|年|星期|礼拜)`, `(明天|后天)`, `也许`, `可能`, `或许`, `应该`, `大概`, `估计`, `以后`, `下次`, `回头`,
}, "|") + `)`)

// heldBackHanLater are such words wherever they stand in Chinese.
var heldBackHanLater = reads(`如果|(我觉得|我想|我估计|应该)快?[^,.;]{0,4}了|希望不大|除非|要是|假如|前提是|(再说|还没有?|还不行|不行|吗)[.!]?$`)

// slips are words of somebody who sees that the act was a mistake: a good reason to take one back,
// and none to do it.
var slips = reads(`^(oops|whoops|(sorry[, ]+)?wrong (deal|one|customer|command|button|id|amount|number)\b|` +
	`(sorry|(my )?mistake|typo)\s*($|[,.;!]))|^(搞错|弄错|打错|输错|选错|点错|错了|手滑)`)

// unwon are words that deny a win wherever they stand: nothing is signed, or the deal is gone.
var unwon = reads(`\b((have|has|had|did|do|does|is|are|was|were|will|would)(n't| not) (yet )?` +
	`(sign|pa(id|y)|agree|accept|confirm|approv|order|decid|return|sent|send)|cancel+ed( (it|the deal|on us|us))?[.!]*$|` +
	`(contract|signature|paperwork|approval|po|confirmation) (is )?(still )?(pending|missing|outstanding)\b|wait(ing)? (for|on) )|` +
	`^((we|they|i) )?(have |'ve )?lost( it)?[.!]*$|^(verbal|in principle|tentative)|^(still |not )?(unsigned|undecided|unconfirmed)|` +
	`还[没未]有?(签|付|定|批|同意|确认|决定|回)|(合同|签字|审批|流程)(还在走|还没|未)|取消了?[.!]*$|^(我们)?(丢|输|没)(单|了)|^(只是)?口头|^(by|to) \p{L}|` +
	`被[^,.;]{1,12}(抢|拿|签)[走下去]|没戏|黄了`)

// hearsay are words of somebody else, guesses, jokes and slips, wherever they stand.
var hearsay = reads(`\b(kidding|joking)\b|\bwrong (thread|channel|window)\b|\b(we|they|i) (think|guess|hope|want|wish)\b|` +
	`^(is|are|was|were) what\b|^(says|said|thinks|claims|according to) |^[^,.;]{0,30}\b(says|thinks|claims) \p{L}+[.!]*$|` +
	`开玩笑|闹着玩|逗你|发错|[是听]\p{Han}{1,6}[说讲]的|我猜|瞎猜|猜的|听说|据说|(还|正)?在考虑|考虑中|^希望[,.;!]*$|我希望`)

// reasons are words that are plainly a reason to move a deal on: what somebody has done, or a because.
var reasons = reads(`^(because|since|as|due to|reason)\b|\b(signed|countersigned|confirmed|agreed|approved|accepted|paid|ordered|` +
	`committed|withdrawn|withdrew|frozen|cut|asked|cancel+ed|left|received|saw|seen|done|held|demoed|showed|shown|tested|` +
	`already|hurry|urgent|renewal|existing customer|came back|called (back|again))\b|^(因为|由于|原因|理由)|` +
	`(签|付|定|批|下单|盖章|确认|同意|拍板|到账|中标|冻结|取消|砍|变更|离职)(了|$|[,.;!])|已(经)?(签|付|定|批|确认|同意|下单)|口头确认|要求|` +
	`(演示|看|见|试|谈|聊|做|测|沟通)(过|完|好)了?|很急|着急|赶时间|老客户|续约|收回|来电|回来了`)

// unsettled are words that leave open whether it is so.
var unsettled = reads(`\?|\b(not|never|no|nobody|if|unless|until|whether|before|maybe|perhaps|probably|might|could|should|would|will|shall|` +
	`want\w*|expect\w*|soon|almost|nearly|seems?|apparently|rumou?r\w*|heard|think\w*|guess|hope\w*|sorry|says?|other|rivals?|` +
	`competitors?|next|tomorrow)\b|n't\b|[没未不]|如果|可能|也许|大概|估计|想|好像|似乎|明天|下周|等|快要|吗|说的|对手|别人|别家`)

// elsewhere is a name behind "by" or "with", who may be somebody else.
var elsewhere = regexp.MustCompile(`(?i:\b(?:by|with))\s+(?:the\s+)?(?:\p{Lu}|<@)`)

// RefusesTerms reports whether the words behind a discount say that it should not be given.
func RefusesTerms(words string) bool { return refusesTerms.MatchString(plainly(words)) }

var refusesTerms = reads(`^(would|will) (be|not)\b|^(is|are|seems?) (too|wrong|not|out|a (mistake|no))\b|\b(i|we) (said no|refused|declined|` +
	`(didn't|did not|don't|do not|won't|will not|can't|cannot) (agree|accept|want|give|offer|do|allow|approve))\b|` +
	`^((is|was|were|been|got|has been) )?(not (approved|granted|allowed|accepted|agreed|given)|declined|refused|rejected|denied)\b|` +
	`[没不未](有)?(答应|同意|允许|接受|松口|给|批)|不行|不能给|别给|不要给|拒绝|回绝|被拒|作废|否[决了]|驳回`)

// Wavers reports whether the words behind a rejection ask something, or hold it back.
func Wavers(words string) bool { return wavers.MatchString(plainly(words)) }

var wavers = reads(`^[?]|\?[.! ]*$|^(why|or|if|unless|when|once|until|don't|do not|not (yet|now|sure)|no way|never ?mind|wait|hold|maybe|` +
	`perhaps)\b|\b(not sure|kidding|joking|(or|no|nothing|not|instead|rather|actually),? (please )?(approve|accept|change|not|reject))\b|` +
	`(^|[,.;!] ?)(please )?(i )?approve (it|that|this|them|all|r-?\d|\w+$)|(^|[,.;!] ?)(我|还是)?批准|` +
	`^(先?别|先不|不要|暂|等|还是|或|如果|要是|除非|可能|也许|再(想|等|看)|吗|呢)|(吗|呢|不确定|没想好)[.!]*$|还是批|开玩笑`)

// DeniesStep reports whether a next step says what is not to be done, or not on a day.
func DeniesStep(words string) bool {
	return deniesStep.MatchString(strings.NewReplacer("don't forget", "", "do not forget", "", "别忘", "", "不要忘", "").Replace(plainly(words)))
}

var deniesStep = reads(`^(please )?(don't|do not|never|no need to)\b|\bnot (before )?(today|tomorrow|on|next|` +
	`this|until|mon|tue|wed|thu|fri|sat|` +
	`sun)[a-z]*\b|^(先|请)?(不要|别|不用|不必|勿|无需)`)

// PlainReason reports whether words behind an act can be nothing but the reason for it. All other words may be
// something else, because nobody can list every way to say so.
func PlainReason(words string) bool {
	text := plainly(words)
	return reasons.MatchString(text) && !unsettled.MatchString(text) && !elsewhere.MatchString(words) && !HoldsBack(words)
}

// NotYet reports whether the words after an act that is not easily taken back say that it is not to
// be done, not yet, or only on a condition. A reason may contain a no: "price not an issue", "no
// competitor", 没有竞争对手.
func NotYet(words string) bool {
	text := plainly(words)
	for _, held := range [...]pattern{heldBack, heldBackLater, heldBackHan, heldBackHanLater, hearsay} {
		if held.MatchString(text) {
			return true
		}
	}
	return false
}

// HoldsBack is NotYet for an act that a slip speaks against, too: "oops, wrong deal".
func HoldsBack(words string) bool { return NotYet(words) || slips.MatchString(plainly(words)) }

// Unsure reports whether the words behind a number, or behind a yes to one, leave open whether it is meant: they hold it
// back, name another choice, or say that nobody is sure: "or 400k", "not so sure", 再看看.
func Unsure(words string) bool { return HoldsBack(words) || unsure.MatchString(plainly(words)) }

var unsure = reads(`^(or|to|not|if|maybe)\b|^(或|还是|如果|要不)|\b(not (so |quite |really |at all |yet )?(sure|certain|decided)|unsure|` +
	`undecided|` +
	`dunno|(do not|don't) know)\b|没想好|没想清楚|不太?确定|没定|拿不准|说不好|不知道|再想想|再看看`)

// DeniesWin is HoldsBack for a win, which "they have not signed" speaks against, too.
func DeniesWin(words string) bool { return HoldsBack(words) || unwon.MatchString(plainly(words)) }

// Unasked takes the question marks off the words of a line, and says whether there were any: D-19? is asked about.
// One that stands alone is left to who reads the words, and one in quotes is part of a name.
func Unasked(line string) (plain string, asked bool) {
	var quoted []Word
	for _, w := range Words(line) {
		if w.Quoted {
			quoted = append(quoted, w)
		}
	}
	end, out := 0, ""
	for _, at := range questionMarks.FindAllStringSubmatchIndex(line, -1) {
		from, to := max(at[2], at[4]), max(at[3], at[5])
		if slices.ContainsFunc(quoted, func(w Word) bool { return w.Start <= from && from < w.End }) {
			continue
		}
		out += line[end:from] + " "
		end, asked = to, true
	}
	return strings.TrimSpace(out + line[end:]), asked
}

var questionMarks = regexp.MustCompile(`[^\s?？!！]([?？][?？!！.。]*)(?:$|[\s,，;；、)）\p{Han}])|[^\s?？!！](？)`)

// UnaskedID is Unasked for a line that begins with the number of a deal or a customer, perhaps behind one word.
func UnaskedID(line string) (plain string, asked bool) {
	if !askedID.MatchString(line) {
		return line, false
	}
	return Unasked(line)
}

var askedID = regexp.MustCompile(`(?i)^\s*(?:\S+\s+)?(?:[da]-?|商机|客户)\d+[?？]`)

// DoubtsMove reports whether the words behind an advance leave open whether it is so, or to be done now.
func DoubtsMove(words string) bool { return HoldsBack(words) || doubts(words) }

// DoubtsWin is DoubtsMove for a win.
func DoubtsWin(words string) bool { return DeniesWin(words) || doubts(words) }

func doubts(words string) bool {
	text := plainly(words)
	if inDoubt.MatchString(text) || onlyWhen.MatchString(text) || !NoReason(words) && refuted.MatchString(text) {
		return true
	}
	told := slices.ContainsFunc(aClause.split(text), func(part string) bool {
		return reasons.MatchString(part) && !yetToCome.MatchString(part)
	})
	return !told && yetToCome.MatchString(text)
}

// split are the pieces of a text between the matches.
func (p pattern) split(text string) (parts []string) {
	end := 0
	for _, at := range p.FindAllStringIndex(text, -1) {
		parts = append(parts, text[end:at[0]])
		end = at[1]
	}
	return append(parts, text[end:])
}

var aClause = reads(`[,.;!]+| and | but |但是?|不过`)

// onlyWhen are words that name nothing but a month, a quarter or a year.
var onlyWhen = reads(`^((in|by|for|from|on|this|next|last|early|mid|late|the|end|start|beginning|middle|of|around|about|maybe) )*` +
	`((jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|dec(ember)?|` +
	`q[1-4]|h[12]|(first|second|third|fourth|last) (quarter|half)|quarter|month|year|new year|(year|month|quarter)[- ]?end|` +
	`(19|20)\d\d|fy ?\d+)\b[ ,]*)+[.!]*$|` +
	`^(在|到|等|要|最快|最早|大概)*((19|20)\d\d年?|[今明后去]年)?([上下本这]?个?)?((\d{1,2}|[一二三四五六七八九十]{1,3})月份?|第?[一二三四1-4]季度|季度|上半年|下半年|` +
	`年[底初末前后内]|月[底初末]|[今明后]年|20\d\d年?)([底初末中上下]旬?|左右|前|后|之[前后])?[.!]*$`)

// inDoubt are hearsay, hopes, mockery and other matters, wherever they stand.
var inDoubt = reads(`\b(maybe|perhaps|allegedly|supposedly|rumou?rs?|gossip|word is|fingers crossed|touch wood|knock on wood|god willing|` +
	`hopefully|yeah right|as if|in (your|my|their) dreams|when pigs fly|lol|haha+|sarcasm|not really|ask (me|him|her|them|us)( .*)?$)\b|` +
	`(^|[.;!,] ?)(not|psych|no+pe)[.!]*$|\bnot the (\w+ )?(deal|contract|order|whole|full)\b|^ask \w+[.!]*$|^(once|` +
	`when(ever)?) .*\b(is|are|gets?|has been|have been)\b|` +
	`^not (needed|necessary|required|relevant|wanted|useful)\b|^(over|round|around)\b|` +
	`^(a|an|another|the) ((first|second|third|next|new|follow-?up|tender|bidding|pilot|free|small) )*(meetings?|calls?|rounds?|` +
	`demos?|visits?|` +
	`pitch|tender|bid|slot|race|award|argument|vote|trial|chance)\b|` +
	`才怪|吹牛|吹的|骗你|骗人|做梦|哈哈|呵呵|拜托|祈祷|保佑|谣言|传闻|传言|小道消息|差(着|了)?[一两几半]?(个|份|道|步|点|枚|张)|[就还]差|^差|^问(问|一下)?\p{Han}{1,4}$|` +
	`^(我?听)?\p{Han}{1,6}[说讲]的[.!]*$|^(第[一二三四]|下一?|又一?|另一?)[次轮场个](会|会议|拜访|演示|电话|沟通|招标)|^(演示|会|会议|拜访|电话|合同)?(等|完|之)(了|后)?再`)

// refuted is a no behind what was said: they signed. No.
var refuted = reads(`[.;!] ?(no|nah|false|wrong|不是|没有|假的|不)[.!]*$`)

// yetToCome is what has not happened: they will sign, signature expected.
var yetToCome = reads(`\b(will|'ll|shall|(is|are|am|'re|'s) (going|about|set|due|expected|supposed|planning|ready|likely) to|gonna|` +
	`expected|expecting|expects?|anticipated|imminent|intends?( to)?|plan(s|ned|ning)? to|wants? to|due (in|on|by|next)|on (its|the) way|` +
	`in the (mail|post))\b|预计|预期|有望|即将|将要|[会要将](签|付|定|批|下单|盖章)|打算|计划|马上(就)?[签付定批]`)

// plainly folds words to what the readers above expect, without the quotes around them.
func plainly(words string) string {
	text := strings.Join(strings.Fields(simply(width.Fold.String(filler(words)))), " ")
	text = strings.NewReplacer("’", "'", "。", ".").Replace(text)
	return strings.TrimLeft(strings.Trim(text, "-–—:;,( \"'“”‘「」『』"), ".")
}

// contactWords are the nouns and the verbs of the kinds of contact, in both languages.
var contactWords = map[sales.ActivityKind]struct{ noun, verb string }{
	sales.Call:    {`(phone |video )?calls?|电话|通话`, `call(ed)?|phoned?|spoken?|talk(ed)?|打|打电话|通话|联系`},
	sales.Visit:   {`(site )?visits?|拜访|上门|到访|现场`, `visit(ed)?|go|gone|去|拜访|上门|见`},
	sales.Meeting: {`meetings?|mtg|lunch|dinner|coffee|会议?|见面|面谈`, `meet|met|开|开会|见|见面|面谈`},
	sales.Email:   {`e-?mails?|mail|邮件`, `e-?mail(ed)?|mail(ed)?|send|sent|发`},
	sales.Demo: {`((live|product) )?demos?|(live |product )?demonstration|presentation|(产品)?演示|demo`,
		`demo(ed|nstrated)?|present(ed)?|演示|讲`},
	sales.Chat: {`messages?|texts?|msg|消息|微信|短信`, `message|messaged|text(ed)?|send|sent|发`},
}

// Words that say that a contact did not take place; <n> and <v> stand for its nouns and verbs.
const (
	dayToCome = `(tomorrow|later today|(the )?next (day|week|month|quarter|year|mon|tue|wed|thu|fri|sat|sun)[a-z]*|in (\d+|a|one|two|` +
		`three) ` +
		`(day|week|month)s?)`
	dayToComeHan = `(明天|后天|改天|回头|下次|下个?(周|月|星期|礼拜|季度)[一二三四五六日天末]?|年后|节后|过几天)` +
		`(上午|下午|晚上|[一二三四五六七八九十\d]+点半?)*`
	because = `( (yet|today|again|so far|after all|at all|this (morning|afternoon|week)|for now|` +
		`because\b.*|due to\b.*|as\b.*|since\b.*))*`
	was       = `(was|were|is|got|has been|had been|had to be|has to be|to be|will be)`
	article   = `((the|our|today's|this) )?`
	calledOff = `(cancel+ed|postponed|rescheduled|called off|put off|aborted|skipped)`
	movedTo   = `(moved|pushed|delayed|shifted)( back| out)?`
	offTail   = `( on (us|me)| it| last[- ]minute| at the last minute| (the|our|today's|this) (<n>)| by \w+( \w+)?|` +
		`( (to|till|until|by)\b.*))*` + because
	plannedHan = `(已经?|计划|准备|打算|预计|将要?|拟|安排|约|定|改|放|好|了|在|到|于)+`
	failed     = `(did|do|does|has|have|had|was|were|is|could|can)(n't| not)( yet| really| actually| even)? (happen(ed)?|taken? place|` +
		`be(en)? held|held|done|(do|have|hold|give|get|run|start|manage) (it|(the|a|our|any) (<n>))|go ahead|go through|` +
		`(<v>)( (it|them|him|her|us|anyone|anybody))?)`
	calledOffHan = `(被|给|已经?|又|临时|要求|要|让|申请)*` +
		`(取消|改期|改天|改时间|延期|推迟|推后|延后|顺延|爽约|泡汤|作废|放(了)?(我们)?鸽子)(了|掉)?`
	offTailHan = `(<n>)?(了)?((到|至|因).*|` + dayToComeHan + `.*|一?两?[周天月]|再说|再约|另约.*)?`
)

// notHeldAnywhere are such words in any clause of a note: they name the contact itself.
var notHeldAnywhere = []string{
	`(there (was|is) |we had |had |have |still )?no (<n>)( (was )?(held|happened|took place))?` + because,
	article + `(<n>) (` + was + ` )?(just )?(` + calledOff + `|` + movedTo + `)` + offTail,
	article + `(<n>) ((is|was) )?(off|still to (come|be (held|done|scheduled))|not (yet )?(held|done|happened)|fell through|` +
		`never (happened|took place))` + because,
	`(i |we |they |it |` + article + `(<n>) )?` + failed + because,
	`((i|we|they|he|she) )?((had|have|wanted) to )?(cancel|postpone|reschedule|call off|put off|move|` + calledOff + `|` + movedTo + `) ` +
		article + `(<n>)( (to|till|until|by)\b.*)?` + because,
	article + `(<n>) (is |was |now |only |will be |to be |held |happens |takes place |planned |scheduled |booked |set )*((on|for|to) )?` +
		dayToCome + `\b.*`,
	article + `(<n>) (was |got )?(declined|refused|rejected)` + because,
	`(they|he|she|` + article + `(client|customer)) (declined|refused|rejected) ` + article + `(<n>)` + because,
	article + `(<n>) (is |was |has been )?(planned|scheduled|booked|arranged|set) (for|on)\b.*`,
	`((我们|他们|客户|对方|今天|这次|本次|这个)*)(还没有?|还未|尚未|没有?|未|没能|未能|没来得及|来不及|没法|无法)` +
		`(去|做|进行|举行|安排)?(<n>|<v>)(<n>)?(成|上|过)?(了|呢)?((因|改|推|下周|时间).*)?`,
	`(的)?(<n>)(还没有?|还未|尚未|没有?|未|没能)(做|进行|举行|开始|安排|去|开|<v>)(成|上|过)?(了|呢)?`,
	`((我们|他们|客户|对方|今天|今日|这次|本次|原定|临时|又)*)(的|把)?(<n>)` + calledOffHan + offTailHan,
	`((我们|他们|客户|对方|今天|这次|临时|又)*)` + calledOffHan + `(<n>)(了)?`,
	dayToComeHan + `(再|才|要|会|去|给(客户|他们|对方)|做|进行|安排)*(<n>)`,
	`(<n>)` + plannedHan + dayToComeHan + `(再|才|去|做|进行)*`, plannedHan + dayToComeHan + `(再|才|去|做|进行)*(<n>)`,
}

// notHeldFirst are such words at the beginning of a note.
var notHeldFirst = []string{
	`(still )?not yet` + because, `not (yet )?(held|done|happened)\b.*`, `not (yet )?(<v>)` + because, `(还没有?|尚未|取消|改期|推迟)(了|呢)?`,
	`(` + was + ` )?` + calledOff + `( it)?` + because,
	dayToCome + ` ` + article + `(<n>|<v>)\b.*`, `to be (held|done|scheduled|confirmed)`,
	`((it|` + article + `(<n>)) )?(will|shall|should|is going to|is to) (only )?(take place|happen|be held|be done|go ahead|follow)\b.*`,
	`((it|` + article + `(<n>)) )?(is |was |has been )?(planned|scheduled|booked|arranged|pencilled in) (for|on|next|this)\b.*`,
	`(still )?(in preparation|being prepared|preparing( it)?|upcoming|to come|to do|in the making|on hold)` + because,
	`(it )?(failed to|didn't|did not) (start|load|run|launch|work)` + because, `失败了?`,
	`(还在|正在|仍在)?(准备|筹备|安排|协调)(中|着|阶段)`,
	`(it )?(fell through|never (happened|took place))` + because, `tb[cd]`, `待定`,
	`(it )?(was |will be |is )?(` + movedTo + ` to )?(only )?(on )?` + dayToCome,
	`(还没有?|还未|尚未|没有?|未|没能|没来得及)(做|进行|举行|开始|去|办|约)(成|过|上|好)?(了|呢)?`,
	`(没(去|开|打|见|做|谈)成|没开起来|没见着人?|白跑了?一趟)(了)?`, `(先|暂)?不再?(做|开|去|搞)?(<n>)了?`,
}

// soonHan is a day to come by its name, in Chinese.
const soonHan = `((这|本|下个?)?(周|星期|礼拜)[一二三四五六日天末]|明天|后天|下个?(周|月|星期)|\d+(月\d+)?[号日])` +
	`(上午|下午|早上|晚上|[一二三四五六七八九十\d]+点半?)*`

// notMet are such words at the beginning of a note on a demo, a visit or a meeting: somebody did not
// come, or called it off. On the telephone they speak of something else.
var notMet = []string{
	`(they|he|she|we|i|(the )?(client|customer)) (had|has|have|wants?|wanted|needs?|needed|asked) to (cancel|postpone|reschedule)` + offTail,
	`((they|he|she|we|i|it|(the )?(client|customer)) )?((have|has|had|` + was + `) )?(just )?` + calledOff + offTail,
	`((they|he|she|it|(the )?(client|customer)) )?(was |were |a |got )*no[- ]?show\b.*`,
	`(they|he|she|(the )?(client|customer)) (did(n't| not)|never) ` +
		`(come|came|show(ed)?( up)?|turn(ed)? up|join(ed)?|attend(ed)?|appear(ed)?)` + because,
	`(nobody|no[- ]?one|none of them) (there|came|showed|was there|turned|joined|attended|appeared)\b.*`,
	`(they|he|she|(the )?(client|customer)) ((could|can)(n't| not)|cannot|(were|was|are|is) (unable|not able) to) ` +
		`(make it|come|attend|join|be there|show up)` + because,
	dayToCome + ` ((they|he|she|(the )?(client|customer)) )?(have |has )?(agreed|confirmed|accepted|said (yes|ok)|works?|is (fine|ok))\b.*`,
	`(已经?|和|跟|与|客户|对方|双方|刚)*(约好|约了|约定|约在|定好|定在|安排在|安排好|排在|计划|预计)(了|在|于)*` + soonHan +
		`(再|去|来|做|进行|见|<n>)*`,
	`(客户|对方|他们)(临时)?(有事)?(来不了|到不了|赶不过来|没空来?|没时间来?|抽不出时间)(了)?`,
	`(we |i )?(got |were |was )?stood (us |me )?up`,
	`((我们|他们|客户|对方|甲方|今天|今日|这次|本次|临时|又|因故|双方)*)` + calledOffHan + offTailHan,
	`((客户|对方|临时|又|已经?|今天)*)(改|挪|推)(到|在|至)(了)?(` + soonHan + `|.*[月号日周]).*`,
	`没(有)?(见|碰|遇)(到|着|上)(人|面|本人|客户|对方)?(了)?`, `(扑了?个?空|吃了?个?闭门羹|白跑了?一?趟)(了)?`,
	`((客户|对方|他们|甲方|人|\p{Han}{1,2}总)(都)?)?(不在|没在|外出|出差)(了|公司|办公室)*`,
	`(i |we )?(did(n't| not)|could(n't| not)) (see|find|catch|reach|meet|get hold of) (anyone|anybody|them|him|her|\w+)` + because,
	`(nobody|no[- ]?one|they|he|she) (was|were) (in|out|away|home|not there|not in|there)( today)?`, `(nobody|no[- ]?one|not) (in|home)`,
	`(客户|对方|他们|甲方|没有?人|人)(都)?(没来|没有来|来|没出席|没参加|没到场?|没出现|未到场?|未出席|爽约|没上线)(了)?`,
}

// heldAfterAll are words by which it took place all the same.
var heldAfterAll = reads(`\bwent (well|ok|okay|fine|great|good|badly|smoothly|nicely|as planned)\b|\banyway\b|` +
	`\b(but|then|so|finally|later) ((we|i|they|he|she|it) )?((still|then|finally|did|also|just) )*` +
	`(held|met|did it|had it|had a|showed|demoed|presented|talked|spoke|visited|called|sent|happened|took place)\b|` +
	`\b(to|until|till) (today|now|this (morning|afternoon))\b|\b(they|everyone|everybody|the team) (liked|loved|were impressed)\b|` +
	`[,;.]\s*(见|找)到?了|(效果|反应|反馈|体验)(还不错|不错|很?好|可以)|顺利|满意|已经?(做完?|演示|完成|补|见|去)了|补(做|上)?了|` +
	`(但是?|后来|最后)(还是|又)?(做|补|开|见|演示|聊|谈|讲|去)了|改(成|为|用)?(线上|视频|电话|微信)(做|演示|进行|开|聊|讲|见)?`)

// notHeld are the readers of such words for each kind of contact.
var notHeld = func() map[sales.ActivityKind][2]pattern {
	readers := map[sales.ActivityKind][2]pattern{}
	for kind, words := range contactWords {
		first := slices.Concat(notHeldFirst, notHeldAnywhere)
		if kind == sales.Demo || kind == sales.Visit || kind == sales.Meeting {
			first = slices.Concat(first, notMet)
		}
		read := func(all []string) pattern {
			return reads(`^(` + strings.NewReplacer("<n>", words.noun, "<v>", words.verb).Replace(strings.Join(all, "|")) + `)\s*$`)
		}
		readers[kind] = [2]pattern{read(first), read(notHeldAnywhere)}
	}
	return readers
}()

// clauseEnds stand between the clauses of a note.
var clauseEnds = regexp.MustCompile(`[,.;:!、]|\s[-–—]+\s|\s(so|but)\s`)

// NotHeld reports whether the note on a contact of a kind says in clear words that it did not take
// place: "no demo yet", "they cancelled", 客户改期了.
func NotHeld(kind sales.ActivityKind, note string) bool {
	readers, ok := notHeld[kind]
	text := strings.TrimSpace(endsInLength.ReplaceAllString(plainly(note), ""))
	if !ok || heldAfterAll.MatchString(text) {
		return false
	}
	if slices.Contains([]string{"no", "none", "nope", "没", "没有", "无"}, strings.Trim(text, ".!")) {
		return true
	}
	for i, clause := range clauseEnds.Split(text, -1) {
		if readers[min(i, 1)].MatchString(strings.TrimSpace(clause)) {
			return true
		}
	}
	return false
}

// ReachedNobody reports whether a note begins with nobody having been reached, and says no more about that: "no answer,
// left a message".
func ReachedNobody(note string) bool {
	note = strings.TrimLeft(note, " -–—,;:")
	first := note[:len(note)-len(strings.TrimLeftFunc(note, func(r rune) bool { return !strings.ContainsRune(clauseMarks, r) }))]
	for _, says := range []pattern{notReached, triedHan} {
		if at := says.FindStringIndex(first); at != nil && smallWords(first[:at[0]]) && smallWords(first[at[1]:]) {
			return !reachedAfterAll.MatchString(note) && !afterAll.MatchString(note)
		}
	}
	return false
}
