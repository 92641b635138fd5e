package phrase

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// notTerms are numbers in a reason that promise nothing: records, quarters, years and days.
var notTerms = regexp.MustCompile(`<@[^>]*>|\b[a-z]-\d+\b|\b[qh][1-4]\b|\b20\d\d-\d\d?-\d\d?\b|\b20\d\d\b|20\d\d年|\d\d?月(\d\d?[日号]?)?`)

// hiddenWords matches what gives something away without a number.
var hiddenWords = regexp.MustCompile(`\b(` + strings.Join([]string{
	`instal+ments?`, `parts`, `tranches`, `staggered`, `split`, `rebates?`, `kick-?backs?`, `cash-?back`, `credits?`, `credited`, `refund\w*`,
	`vouchers?`, `coupons?`, `bonus(es)?`, `gifts?`, `commissions?`, `free`, `gratis`, `complimentary`, `no[- ](charge|cost|fee)s?`,
	`without (charge|cost|fee)s?`,
	`(not|never|nothing) (charged?|billed)`, `(won't|don't|do not|will not) (charge|bill|pay)`, `not pay`, `on (us|the house)`, `for nothing`,
	`waive[ds]?`, `waiving`,
	`payment (terms|plan|holiday)`, `pay(s|ing)? (later|monthly|quarterly|half)`, `days to pay`, `deferred`, `defer`, `percent`, `per cent`,
	`points?`,
	`(extra|additional|further|another|second|more) (discount|off)`, `discount on top`, `on top`, `off`, `half`, `hundred`, `thousand`,
	`million`, `grand`,
	`dollars?`, `euros?`, `pounds?`, `yuan`, `rmb`, `price (lock|freeze|hold)`, `thrown? in`, `throw(s|ing)? in`, `include[ds]?`, `including`,
	`trial`,
	`(` + countWords + `)([- ](` + countWords + `))?([- ](more|extra|free|calendar|business|working))? ?-?(days?|weeks?|months?|quarters?)`,
	`net ?(` + countWords + `)`, `(no|late|later|delayed) payments?`,
	`(pay|pays|paying|payments?|due) (in|within|after|until|only|next|when|upon)`,
	`(minus|less|plus|and|another|further) (an?|one|two|three)[- ](further |other |more )?(half|third|quarter|fifth|sixth|eighth|tenth)s?`,
	`an? (half|third|fifth|sixth|eighth|tenth) (less|more|cheaper|lower|now|later|upfront|first)`, `another (half|third|quarter|fifth|tenth)`,
	`pays? an? (half|third|quarter|fifth)`, `(a|the) quarter less`, `twice (that|this|as much|the)`, `doubled?`, `doubling`, `triple`,
	`the same again`, `(plus|minus) (` + countWords + `)`, `(` + countWords + `) (more|less|later)`,
	`rounded (down|up)`, `round (it )?(down|up)`,
	`cash back`, `money back`, `(give|send|pay|hand)s? (them |him |her |us )?(some |a |the )?(money|part|share|cash)( of it)? ?(back)?`,
	`(give|send|pay)s? back`, `(two|three|four|five|six|several|more) payments`, `rest (later|at|on|after|when|next|in)`, `deposits?`,
	`(bill|invoice|charge)s? (them|him|her|it|us) (next|later|after|in|only|from)`, `billing (starts|begins|only|from|in|next)`,
	`no (bill|bills|invoice|invoices|billing) (before|until|till)`, `(bill|invoice)d (next|later|after|from)`,
	`no (setup|set-up|training|service|support|licen[cs]e|maintenance|onboarding|hidden|extra|annual|monthly) (charge|cost|fee)s?`,
	`buy one`, `get one`, `we (cover|carry|bear|pay for)`,
	`prices? (stays?|remains?|is|are|will be|will stay) (the same|fixed|frozen|locked|stable)`,
	`buy(s|ing)? (it |them )?back`, `buy ?back`, `trade[- ]?in`, `(price|rate|fee)s? (locked|fixed|frozen|capped|held)`,
	`(cost|costs|price|priced at|charge) (of )?(zero|nil)`, `zero (cost|price|charge|fee)s?`, `at (our|no) (cost|expense)`,
	`returns?`, `returnable`, `cancel(s|lation)? (any ?time|at any time|whenever)`, `exit clause`, `opt[- ]?out`, `hospitality`,
	`no price (rise|increase|change)s?`, `(first|last) (days?|weeks?|months?|quarter|year)`,
}, "|") + `)\b`)

// countWords are the numbers that count days, months and years in words.
const countWords = `one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|eighteen|twenty|thirty|forty|forty-five|` +
	`fifty|sixty|seventy|eighty|ninety|a hundred|hundred`

// hiddenHan are such words in Chinese.
var hiddenHan = []string{
	"分期", "分批", "分次", "分两", "分三", "分四", "首付", "尾款", "定金", "返点", "返利", "返现", "返佣", "返还", "返钱", "回扣", "回佣", "佣金", "抵扣", "抵用", "抵货款",
	"代金券", "优惠券", "赠", "白送", "免费", "免收", "免单", "免掉", "减免", "不收费", "不收钱", "不要钱", "不计费", "延期", "延后付", "晚付", "后付", "账期", "赊", "欠",
	"月结", "季结", "缓付", "缓交", "付款期", "付款推迟", "退款", "退还", "折上折", "再减", "再降", "再打", "再让", "让利",
	"抹零", "补贴", "礼品", "红包", "试用", "锁价", "保价", "承诺", "附送", "一半", "半价", "信用额",
	"验收后", "锁定", "驻场", "多派", "不满意", "可退", "就退", "包退", "退货", "随时解除", "随时终止", "以旧换新", "旧换新", "回购",
	"按季", "按月", "按年付", "季付", "月付", "请他们去", "请客户去", "旅游", "招待",
	"对折", "便宜一点", "便宜些", "再便宜", "再优惠", "个人好处", "好处费", "辛苦费", "货到付款", "到货付款", "验收后付", "不涨价", "价格不变", "不加价", "买一",
}

// hanTerms are Chinese numbers that count money, shares or time given away, and 送 with a number.
var hanTerms = regexp.MustCompile(`[一二两三四五六七八九十百千万半几]+(成|折|个点|个百分点|万|千|百|元|块|期|笔)|百分之|` +
	`[再多又加送]送?[一二两三四五六七八九十半几]+个?(月|年|天|套|台|份|次)|前[一二两三四五六七八九十半几]+个?(月|年|天|期|季)`)

// HiddenTerms reports whether a reason may hide terms that nobody would grant or see: another
// number, money, instalments, rebates, credits, free time.
func HiddenTerms(reason string) bool {
	text := notTerms.ReplaceAllString(strings.ToLower(width.Fold.String(reason)), " ")
	if strings.ContainsFunc(text, func(r rune) bool {
		return unicode.IsNumber(r) && !unicode.Is(unicode.Han, r) || unicode.Is(unicode.Sc, r) || r == '%'
	}) {
		return true
	}
	if hiddenWords.MatchString(text) || hanTerms.MatchString(text) {
		return true
	}
	for _, word := range hiddenHan {
		if strings.Contains(text, word) {
			return true
		}
	}
	return false
}
