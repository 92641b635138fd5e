package phrase

import (
	"regexp"
	"strings"

	"golang.org/x/text/width"
)

// heldBack are the beginnings of words that hold an act back: a no, a not yet, a condition.
var heldBack = regexp.MustCompile(`^(` + strings.Join([]string{
	`not (just )?(yet|now|quite|really|today|before|until|till|unless|if|sure|done|signed|ready|so fast|on|the|this)\b`,
	`(no|nope|nah|not|never|none)( thanks?| thank you)?\s*($|[,.;:!?-])`, `never ?mind\b`,
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
	`也许`, `可能`, `或许`, `应该`, `大概`, `估计`, `以后`, `下次`, `回头`,
}, "|") + `)`)

// heldBackHanLater are such words wherever they stand in Chinese.
var heldBackHanLater = regexp.MustCompile(`如果|除非|要是|假如|前提是|(再说|还没有?|还不行|不行|吗)[.!]?$`)

// HoldsBack reports whether the words after an act that is not easily taken back say that it is
// not to be done, not yet, or only on a condition. A reason may contain a no: "price not an
// issue", "no competitor", 没有竞争对手.
func HoldsBack(words string) bool {
	text := strings.Join(strings.Fields(strings.ToLower(width.Fold.String(filler(words)))), " ")
	text = strings.NewReplacer("’", "'", "。", ".").Replace(text)
	text = strings.TrimLeft(text, "-–—:;,.( ")
	for _, held := range [...]*regexp.Regexp{heldBack, heldBackLater, heldBackHan, heldBackHanLater} {
		if held.MatchString(text) {
			return true
		}
	}
	return false
}
