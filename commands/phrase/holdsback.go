package phrase

import (
	"regexp"
	"strings"

	"golang.org/x/text/width"
)

// heldBack are the beginnings of words that hold an act back: a no, a not yet, a condition.
var heldBack = regexp.MustCompile(`^(` + strings.Join([]string{
	`not (just )?(yet|now|quite|really|today|before|until|till|unless|if|sure|done|signed|ready|so fast|on|the|this)\b`,
	`(no|nope|nah|not|never|none|nein|non)( thanks?| thank you)?\s*($|[,.;:!?-])`, `never ?mind\b`, `(no|nope|nah),? (they|we|he|she|it|i)\b`,
	`(cancel|abort|stop|ignore|forget|undo|back|test|testing|draft|wip)( (this|that|it|all|one|please))*\s*($|[,.;:!?]|-\s)`,
	`just (an idea|a test|a draft|testing|kidding|asking)\b`,
	`((an? )?(idea|thought) only|or (maybe )?not|hopefully)\b`, `((as|not) )?yet\s*$`,
	`(early |later |sometime |maybe )?(next (week|month|quarter|year|time|mon|tue|wed|thu|fri|sat|sun)|tomorrow|in (a|an|\d+|one|two|three) ` +
		`(day|week|month|year)s?\b)`,
	`(please )?(don'?t|do not)\b`, `(please )?(wait|hold)( on| off| it)?\b`,
	`(but |only |and only |even )?(if|unless|until|till)\b`, `(but |and )?only (when|once|after)\b`, `as (soon|long) as\b`, `provid(ed|ing)\b`,
	`assuming\b`, `on (the )?condition\b`, `in case\b`, `pending\b`, `subject to\b`, `depend(s|ing) on\b`,
	`(maybe|perhaps|probably|possibly|almost|nearly|soon|later)\b`,
	`(should|would|could|can|shall|may|might) (i|we|you|they|it)\b`, `to be (confirmed|decided|signed)\b`, `tb[cd]\b`, `\?`,
}, "|") + `)`)

// heldBackLater are such words wherever they stand: the customer is still to do something.
var heldBackLater = regexp.MustCompile(`\bunless\b|\b(once|when|after) (\w+ ){1,2}(have|has)\b|` +
	`\b(if|once|when|after|until) (\w+ ){1,3}(sign|pay|agree|accept|confirm|approve|say|order)s?\b|\bnot yet[.!]*$|\?$`)

// heldBackHan are the beginnings in Chinese. 没有 and 等了 begin an honest reason, too:
// 没有竞争对手, 等了三个月终于签了.
var heldBackHan = regexp.MustCompile(`^(但是?|不过|先|暂时|目前)?(` + strings.Join([]string{
	`还没`, `还未`, `还不`, `还要`, `尚未`, `暂不`, `暂缓`, `未必`, `未签`, `未定`, `没[签定谈完到好批]`, `(没有?|不)($|[,.;!])`,
	`不[行要能可是对急用准许了]`, `不同意`, `不着急`, `别`, `等([等一下他她到我你签付]|客户|对方|财务|合同|[^了]{1,12}[再后]|$)`,
	`慢着`, `且慢`, `如果`, `若`, `要是`, `假如`, `万一`, `除非`, `只要`, `只有`, `前提`, `待`, `快了`, `差不多`,
	`取消(吧|掉)?([,.;!]|$)`, `算了`, `停[,.;!]?$`, `返回$`, `测试[,.;!]?$`, `测试一下`, `试试`, `草稿`, `随便`,
	`忽略`, `再(想|看看|等|考虑)`, `只是(个?想法|测试)`, `希望(能|可以|他|她|客户|对方|下|明)`, `但愿`, `等[^了]{1,12}(同意|批准|确认|决定|回复|点头)`,
	`(下个?|明)(周|月|季度?|年|星期|礼拜)`, `(明天|后天)`, `也许`, `可能`, `或许`, `应该`, `大概`, `估计`, `以后`, `下次`, `回头`,
}, "|") + `)`)

// heldBackHanLater are such words wherever they stand in Chinese.
var heldBackHanLater = regexp.MustCompile(`如果|除非|要是|假如|前提是|(再说|还没有?|还不行|不行|吗)[.!]?$`)

// slips are words of somebody who sees that the act was a mistake: a good reason to take one back,
// and none to do it.
var slips = regexp.MustCompile(`^(oops|whoops|(sorry[, ]+)?wrong (deal|one|customer|command|button|id|amount|number)\b|` +
	`(sorry|(my )?mistake|typo)\s*($|[,.;!]))|^(搞错|弄错|打错|输错|选错|点错|错了|手滑)`)

// unwon are words that deny a win wherever they stand: nothing is signed, or the deal is gone.
var unwon = regexp.MustCompile(`\b((have|has|had|did|do|does|is|are|was|were|will|would)(n't| not) (yet )?` +
	`(sign|pa(id|y)|agree|accept|confirm|approv|order|decid|return|sent|send)|cancel+ed( (it|the deal|on us|us))?[.!]*$|` +
	`(contract|signature|paperwork|approval|po|confirmation) (is )?(still )?(pending|missing|outstanding)\b|wait(ing)? (for|on) )|` +
	`^((we|they|i) )?(have |'ve )?lost( it)?[.!]*$|^(verbal|in principle|tentative)|^(still |not )?(unsigned|undecided|unconfirmed)|` +
	`还[没未]有?(签|付|定|批|同意|确认|决定|回)|(合同|签字|审批|流程)(还在走|还没|未)|取消了?[.!]*$|^(我们)?(丢|输|没)(单|了)|^(只是)?口头`)

// NotYet reports whether the words after an act that is not easily taken back say that it is not to
// be done, not yet, or only on a condition. A reason may contain a no: "price not an issue", "no
// competitor", 没有竞争对手.
func NotYet(words string) bool {
	text := plainly(words)
	for _, held := range [...]*regexp.Regexp{heldBack, heldBackLater, heldBackHan, heldBackHanLater} {
		if held.MatchString(text) {
			return true
		}
	}
	return false
}

// HoldsBack is NotYet for an act that a slip speaks against, too: "oops, wrong deal".
func HoldsBack(words string) bool { return NotYet(words) || slips.MatchString(plainly(words)) }

// DeniesWin is HoldsBack for a win, which "they have not signed" speaks against, too.
func DeniesWin(words string) bool { return HoldsBack(words) || unwon.MatchString(plainly(words)) }

// plainly folds words to what the readers above expect, without the quotes around them.
func plainly(words string) string {
	text := strings.Join(strings.Fields(strings.ToLower(width.Fold.String(filler(words)))), " ")
	text = strings.NewReplacer("’", "'", "。", ".").Replace(text)
	return strings.TrimLeft(strings.Trim(text, "-–—:;,( \"'“”‘「」『』"), ".")
}
