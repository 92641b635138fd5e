package phrase

import (
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// notTerms are numbers in a reason that promise nothing: records, quarters, years and days.
var notTerms = reads(`<@[^>]*>|\b[a-z]-\d+\b|\b[qh][1-4]\b|\b20\d\d-\d\d?-\d\d?\b|\b20\d\d\b|20\d\d年|\d\d?月(\d\d?[日号]?)?`)

// hiddenWords matches what gives something away without a number.
var hiddenWords = reads(`\b(` + strings.Join([]string{
	`instal+ments?`, `parts`, `tranches`, `staggered`, `split`, `rebates?`, `kick-?backs?`, `cash-?back`, `credits?`, `credited`,
	`refund\w*`,
	`vouchers?`, `coupons?`, `bonus(es)?`, `gifts?`, `commissions?`, `free`, `gratis`, `complimentary`, `no[- ](charge|cost|fee)s?`,
	`without (charge|cost|fee)s?`,
	`(not|never|nothing) (charged?|billed)`, `(won't|don't|do not|will not) (charge|bill|pay)`, `not pay`, `on (us|the house)`,
	`for nothing`,
	`waive[ds]?`, `waiving`,
	`payment (terms|plan|holiday)`, `pay(s|ing)? (later|monthly|quarterly|half)`, `days to pay`, `deferred`, `defer`, `percent`,
	`per cent`,
	`points?`,
	`(extra|additional|further|another|second|more) (discount|off)`, `discount on top`, `on top`, `off`, `half`, `hundred`, `thousand`,
	`million`, `grand`,
	`dollars?`, `euros?`, `pounds?`, `yuan`, `rmb`, `price (lock|freeze|hold)`, `thrown? in`, `throw(s|ing)? in`, `include[ds]?`,
	`including`,
	`trial`,
	`(` + countWords + `)([- ](` + countWords + `))?([- ](more|extra|free|calendar|business|working))? ?-?(days?|weeks?|months?|` +
		`quarters?)`,
	`net ?(` + countWords + `)`, `(no|late|later|delayed) payments?`,
	`(pay|pays|paying|payments?|due) (in|within|after|until|only|next|when|upon)`,
	`(minus|less|plus|and|another|further) (an?|one|two|three)[- ](further |other |more )?(half|third|quarter|fifth|sixth|eighth|tenth)s?`,
	`an? (half|third|fifth|sixth|eighth|tenth) (less|more|cheaper|lower|now|later|upfront|first)`,
	`another (half|third|quarter|fifth|tenth)`,
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
	`no price (rise|increase|change)s?`, `(first|last) (days?|weeks?|months?|quarter)`, `first year`, `last year of`,
}, "|") + `)\b`)

// promised matches what gives something away in clear words, wherever it stands: free time, money back,
// costs taken over. What is as well the name of a thing that is sold stays out of it: a warranty, a voucher.
var promised = reads(strings.Join([]string{
	`\b(months?|years?|weeks?|quarters?|training|support|set-?up|shipping|service|onboarding|hosting|maintenance|delivery)( \w+)? ` +
		`((is|are|for|comes?|goes|thrown in) )*(free|gratis|complimentary)\b([^-]|$)`,
	`\b(for free|gratis|complimentary|free of charge|free of cost|for nothing|on the house|on us)\b`,
	`\bfree (for (the|a|an|\d+|` + countWords + `|first)|first|months?|years?|weeks?|training|support|set-?up|shipping|service|` +
		`onboarding|` +
		`hosting|maintenance|delivery|licen[cs]es?|seats?)\b`,
	`\bhalf[- ]price\b`, `\bhalf (of it )?(off|back)\b`, `\b(at|for) half\b`,
	`(^|[^.\w])net[ -]?(14|15|20|30|45|60|75|90|100|120|150|180|365)\b`,
	`\bnet (` + countWords + `)\b`, `\d\s*%\s*(off|discount|rebate|less|cheaper|back|credit)`, `\b(discount|rebate)( of|:| is)? ?\d`,
	`\b(gets?|gives?|pays?|sends?|transfers?|hands?|returns?|refunds?|receives?)\b[^,;.]{0,20}(` + someMoney + `)[^,;]{0,20}\bback\b`,
	`\b(` + someMoney + `) (will be |is )?(back|refunded|returned|rebated)\b`, `\b(cash|money)[- ]?back\b`, `\bkick-?backs?\b`,
	`\b(refund|rebate|credit|reimburse|compensate) (them|him|her|the (customer|client))\b`,
	`\b(no|without|minus|less|zero|excluding) ((the|any|a) )?` + fees, `\b` + fees + ` (is |are |gets? )?(waived|dropped|skipped|` +
		`forgotten|gone|` +
		`struck|removed|cancell?ed|lifted)\b`,
	`\b(waiv|drop|skip|forget|strik|forgo|lift|remov|cancel)(e|s|es|ed|ped|ping|ing)? ((the|their|any|all) )?` + fees,
	`\b(we|us|i)( will|'ll| would| can| also| even| do)* (absorb|swallow|eat|shoulder|foot|sponsor|fund|finance|subsidi[sz]e|` +
		`pick up|cover|carry|bear|reimburse|refund|waive|throw in|pay (for|the|their|half)|` +
		`take (over|on|care of) (the|their|all) (cost|bill|shipping|freight|fee|travel|transport|customs|duty))`,
	`\b(cost|bill|shipping|freight|travel|transport|customs|duty|installation|delivery)s? (is |are )?(on us|on our side|` +
		`at our (cost|expense)|` +
		`(paid|covered|borne|absorbed|carried|sponsored|reimbursed) by us)\b`,
	`\b(two|three|four|five|\d+)( \w+)? for the price of\b`, `\bfor the (same price|price of (one|two|three))\b`,
	`\bsame price for (two|three|both|all)\b`,
	`\bat no (extra|additional|further|added) (cost|charge|price|fee)\b`, `\bdouble the (seats|users|licen[cs]es|term|storage|volume)\b`,
	`\bprices? (guarantee|protection|freeze|hold)\b`, `\bguaranteed (price|rate)s?\b`, `\b(price|rate)s? (is |are |stays? )?guaranteed\b`,
	`\bbought (back|out by us)\b`,
	`\b(we|us|i)( will|'ll)? (buy|purchase|take)s? (out |back |over |off )?their (old|current|existing|used)\b`,
	`\b(we|i)( will|'ll)? (owe|make it up|make up|compensate)\b`, `\bmake (it )?up (to|for) (them|him|her|it|this)\b`,
	`送[他她它]?们?客?户?[一二两三四五六七八九十百半几\d]+ ?(个|年|月|天|套|台|份|人|名|点|万|千|块|元)`, `(多|加|附|赠|白|另|再)送`, `赠送`,
	`(第[一二三]|首)年(免|送|半价|不收)`, `免费(送|用|提供|给|赠|培训|实施|维护|升级|试|[一二两三四五六七八九十半\d]|[^,;]{0,6}(年|月)|$)`, `半价`, `买[一二两三]送`,
	`免[^,;。费疫税]{1,5}费`, `免(掉|去|收)[^,;。]{0,6}费`, `(返|退|还)(给?(他们?|客户|对方))?[一二两三四五六七八九十百千万半\d]`, `返(点|利|现|佣|钱)`, `回扣`,
	`(补|返|退|还)给(他们?|客户|对方)`, `账期[延加放一二两三四五六七八九十\d]`, `[\d一二两三四五六七八九]折($|[^叠扣线弯纸页])`,
	`(运费|差旅|税费|安装费|培训费|费用|成本)(都|全|由)*(我们|我方|我司)(出|承担|付|包|担|负担)`,
	`(我们|我方|我司)(来|全|都)*(包|承担|垫|报销|贴|负担)了?[^,;。]{0,6}(费|运|差旅|成本|税)`,
}, "|"))

// someMoney is an amount, or a part of one; fees are what is charged beside the price.
const (
	someMoney = `[€$£¥]\s?\d[\d.,]*[km]?|\d[\d.,]*\s?(k|m|%|grand|pounds?|euros?|dollars?|yuan)|\d[\d.,]{2,}|half|a (third|quarter|` +
		`part|share)|money|cash`
	fees = `(set-?up|training|service|support|licen[cs]e|maintenance|onboarding|annual|monthly|installation|implementation|` +
		`activation|admin|` +
		`delivery|shipping)? ?(fee|charge|surcharge)s?\b`
)

// GivesAway reports whether a name, a need, a budget or a step holds terms in clear words: "3 months
// free", "they get 10k back", 送三个月. Fewer words do than in a reason, where any number may be one.
func GivesAway(text string) bool { return promised.MatchString(ours(text)) }

// notOurs is what a rival gives, how a customer pays in full and what a customer buys: no promise of ours.
var notOurs = reads(`\b(rivals?|competitors?|competition|incumbents?|other (vendor|supplier)s?) ((now|also|even|` +
	`already|will|has|have) )*` +
	`(offer|give|grant|include|promise|throw|cover|carrie|waive|pay|bundle)(s|d|ed)?\b[^,.;:]*?(?P<then>[,.;:]|$| (so|and|but|we|i)\b)|` +
	`\b(pa(y|ys|id|ying)|payments?|settled?s?) in (full|advance|cash)\b|\b(contract|renewal|audit|decision|lease)s? (is |are )?due in\b|` +
	`\bthey (also |now )?(buy|bought|order|ordered|pay for|paid for) (an? |two |three )?(extra|additional) ` +
	`(seats?|users?|licen[cs]es?|sites?|modules?|accounts?)\b|` +
	`(竞争对手|对手|竞品|同行|友商|别家)(也|都|已经?|现在|愿意|肯|可以|能)*(送|免|给|提供|赠|包)[^,;。]*?(?P<next>[,;。]|$|我|所以|再|另)|避免`)

// ours is a text folded, without what is no promise of ours.
func ours(text string) string {
	text = strings.ReplaceAll(simply(width.Fold.String(text)), "’", "'")
	return notOurs.ReplaceAllString(text, " ${then}${next} ")
}

// hiddenKinds are further words of a reason by kind: payment later, more for the same price, a price
// that stays, buy-back, warranty, costs taken over, gifts, fees waived, later compensation.
var hiddenKinds = reads(strings.Join([]string{
	`\b(invoic(e|es|ed|ing)|bill(s|ed|ing)?|settles?|settlement|settling|payments?|pays?|paying|payable|transfers?|money|cash) ` +
		`((is|are|comes?|will|be|falls?|it|them|us|only|all|due|not|the|arrives?|follows?|flows?) )*` +
		`(in|within|after|until|till|before|next|once|when|later|upon|following|as soon as|at (the )?(end|year|go)|end of|on (go|` +
		`delivery|acceptance))\b`,
	`\b(extra|bonus|spare) (seats?|users?|licen[cs]es?|accounts?|modules?|devices?|hours|units?|storage|training|support|years?|` +
		`months?)\b`,
	`\b(second|third|another|one more|additional) (site|module|licen[cs]e|user|seat|account|server|plant|year|office|device)s?( \w+)? ` +
		`(along|too|as well|on top|with it|comes|goes)\b`,
	`\b(upgraded?|bumped) (them |it )?to (the )?(premium|enterprise|gold|pro|next|higher|larger|full)\b`, `\bbundled\b`,
	`\bprice of (one|two|three)\b`,
	`\bsame (price|money|rate|fee)\b`, `\bfor the same\b`, `\bdouble the\b`,
	`\b(hold|keep|freeze|fix|cap|lock|guarantee)s? ((the|their|this|that|today's) )*(price|rate)s?\b`,
	`\b(price|rate)s? (cap|ceiling|match|promise)\b`,
	`\b(no|without) (uplift|indexation|increase|rise)s?\b`, `\bmost[- ]favou?red\b`, `\bbest[- ]price\b`,
	`\bprices? (kept|unchanged|capped|protected)\b`,
	`\b(bought|buy(s|ing)?|take[sn]?|taking) (their \w+ )?(back|off their hands)\b`, `\bbuy-?out\b`, `\bbuy out their\b`,
	`\bpart[- ]exchange\b`,
	`\bsale or return\b`, `\bswap(ped|s)? (their|the) old\b`, `\btake over their (old|current|existing|contract|lease)\b`,
	`\b(extended|longer|lifetime|extra|additional|full|prolonged|double) (warrant(y|ies)|guarantee|cover|maintenance)\b`,
	`\bwarranty ((is|gets|will|be) )*(extended|prolonged|longer|doubled|until|till|through|for|of|included|on top|too)\b`,
	`\b(extend|prolong|double|lengthen)(s|ed|ing)? (the |their )?(warranty|guarantee|cover|support|maintenance)\b`,
	`\byears?('| of)? warranty\b`,
	`\bguaranteed (uptime|delivery|savings?|results?)\b`, `\buptime guarantee\b`, `\bpenalt(y|ies)\b`,
	`\b(a|as a|small|little|nice|welcome|christmas) presents?\b`, `\bpresents? (of|for)\b`, `\bgive-?aways?\b`, `\bgoodies\b`,
	`\b(tablet|i-?pad|i-?phone|phone|laptop|watch|hamper|ticket|trip|dinner|bottle)s? (each|apiece|for (them|each|every|the))\b`,
	`\b(treat|invite|take)(s|d)? (them|him|her) (to|for|out)\b`,
	`\b(without|minus|excluding|exempt from) ((the|any) )?(\w+ )?(fee|charge|surcharge)s?\b`, `\bfees? (off|out|zero|nil)\b`,
	`\bcompensat(e|es|ed|ion)\b`, `\bmake (it )?(good|up)\b`, `\bowe (them|him|her)\b`,
	`\b(next|future|following) (order|invoice|deal|renewal) ` +
		`(cheaper|is cheaper|gets|at a|for less|less)\b`, `\bside (letter|deal|agreement)\b`, `\btrue[- ]up\b`, `\bunder the table\b`,
	`\breturn the favou?r\b`, `\b(get|gets|getting) (it|that|something|the difference) (back|later)\b`,
	`\b(we|i)( will|'ll)? (match|do the same)\b`,
	`(上线|验收|年|节|月底|季度末?|年底|春节|项目|交付|投产|回款|半年|放假)(之|以)?后,?(再|才)?(付|结|打款|开票|回款|结清|给钱)`,
	`(再|晚点|晚些|缓|迟些|推后|延后|明年|年底|下季度|下半年|下个?月)(再|才)?(付|结款|结清|结账|打款|开票|回款|给钱)`, `(开票|打款|付款|结款|回款)(时间)?(延|推|放到|往后|等|顺延)`,
	`(多|加|再|另|额外|外)(给|配|开|搭|添|派)(他们|客户)?[一二两三四五六七八九十百几半\d]+(个|套|台|名|人|份|年|月|天|点)`, `加量不加价`, `(同样|一样|一份|一个)的?(价格?|价钱|钱)(给|买|做|拿|两|三|上)`,
	`(不|没有?)(另|再|额外|多)(外)?(收|加)`, `升级到`, `捎带`, `(多|加|再|另|附|外)搭`, `(价格?|费率)(保证|保护|固定|封顶|不动|保持|维持|一直)`, `[一二两三四五六七八九十]年(内)?不(涨|调|动)`,
	`不(上调|调价|提价)`, `(保证|固定|冻结|维持)(最低|原|现|价)`, `续[约费签](原价|同价|不涨|按原|按此|价格不)`, `原价续`, `最惠`, `价保`, `买(断|下|回)(他们|客户|旧|老|原|现)`,
	`(收购|回收|接手|折抵|置换|收走)(他们|客户|旧|老|原|现|的)`, `(旧|老|原)(设备|机器?|合同|系统|货)[^,;。]{0,4}(抵|折|置换|收|买)`, `(违约金|解约金)[^,;。]{0,4}(我|由|出|付)`, `包销`,
	`(质保|保修|维保|三包|售后|维护)期?(延|加|多|送|再|免|终身|到[^期]|[一二两三四五六七八九十]+年)`, `(延长|延|终身|加长|多|加)[一二两三四五六七八九十]*年?的?(质保|保修|维保|售后)`,
	`([一二两三四五六七八九十]+年|终身)(质保|保修|维保)`, `(运费|税费|差旅|安装费|培训费|手续费|费用|成本|关税)(都|全|由|归)*(我|咱)`, `包(运费|邮|运|安装|差旅|食宿|税)`, `报销|倒贴|垫付|吃掉`,
	`(我们?|我方|我司)(来|全|都)*(承担|包|出|负担|贴|担)了?(这|他们|客户|运|差|税|安装|培训|费|成本)`, `送[他她]们`,
	`送(客户|对方|每人|老板|[一二两三四五六七八九十百几]|点|些|平板|手机|电脑|软件|服务|培训|账号|维护|模块|卡|礼|运维)`, `每人[一发送给]`, `礼物|小礼|购物卡|京东卡|加油卡|油卡|门票|烟酒|请客|出国|伴手礼`,
	`免(除|了|掉|去)|全免|就免|抹掉`, `(费|费用)(不收|免|不算|不要|取消|省|去掉|抹)`, `不收[^,;。]{0,6}费`, `(去掉|取消|省掉|砍掉)[^,;。]{0,6}费`,
	`补(偿|差|给|回来|上差)|找补|弥补`, `(年底|以后|后面|后续|回头|下次|明年|下单|私下|另外)(再|会|一定)*(补|让|返|便宜|优惠|照顾|还(他们|款|钱|给|客户))`, `抽屉协议|阴阳|桌下|人情`,
}, "|"))

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
var hanTerms = reads(`[一二两三四五六七八九十百千万半几]+(成|折|个点|个百分点|万|千|百|元|块|期|笔)|百分之|` +
	`[再多又加送]送?[一二两三四五六七八九十半几]+个?(月|年|天|套|台|份|次)|前[一二两三四五六七八九十半几]+个?(月|年|天|期|季)`)

// HiddenTerms reports whether a reason may hide terms that nobody would grant or see: another
// number, money, instalments, rebates, credits, free time.
func HiddenTerms(reason string) bool {
	whole := notTerms.ReplaceAllString(simply(width.Fold.String(reason)), " ")
	if strings.ContainsFunc(whole, func(r rune) bool {
		return unicode.IsNumber(r) && !unicode.Is(unicode.Han, r) || unicode.Is(unicode.Sc, r) || r == '%'
	}) {
		return true
	}
	text := ours(whole)
	for _, hides := range [...]pattern{hiddenWords, hiddenKinds, promised, hanTerms} {
		if hides.MatchString(text) {
			return true
		}
	}
	for _, word := range hiddenHan {
		if strings.Contains(text, word) {
			return true
		}
	}
	return false
}
