package talk

import (
	"regexp"
	"strings"

	"golang.org/x/text/width"
)

// Customer stands for the name of a customer in a line that Untrue reads.
const Customer = spot

// Parts of the patterns below.
const (
	// didWords are the contacts that somebody had, doWords those that somebody is to have.
	didWords = `(?:called|rang|phoned|visited|met|emailed|e-mailed|mailed|texted|messaged|pinged|saw|spoke|talked|demoed|presented|pitched)`
	doWords  = `(?:call|ring|phone|visit|meet|email|text|message|ping|see|speak|talk|demo|present)\b`
	// asHead is the end of what names a contact: its customer, its length or its kind.
	asHead   = `(?:\x00|\b\d+ ?(?:m|mins?|minutes?|h|hrs?|hours?)|\b(?:call|visit|meeting|demo))(?: today| yesterday)?[ ,.!?(:–—-]*`
	rivals   = `(?:competitors?|rivals?|competition|incumbents?|other (?:vendor|supplier)s?)`
	contacts = `(?:call|phone call|visit|meeting|demo|e-?mail|lunch|workshop|zoom|appointment)`
	onDay    = `(?: (?:today|tomorrow|yesterday|this (?:morning|afternoon|evening|week)|(?:on |this |next |last )?(?:mon|tues|wednes|thurs|` +
		`fri)day))?`
	// notHeld are the ways of a contact that did not take place, or not yet.
	notHeld = `(?:cancel?led|called off|scrapped|dropped|declined|refused|rejected|denied|requested|proposed|offered|wanted|planned|` +
		`scheduled|booked|arranged|pencil?led in|confirmed|failed|bounced|missed|postponed|rescheduled|overdue|impossible|not needed|` +
		`not happening|invite sent|pls set up|please set up|asap|later|\d+ ?(?:m|mins?|minutes?|h|hours?) later|tbd|tbc|to be \pL+|off|` +
		`turned (?:away|down)|dead)`
	// rivalsHan, doHan and bossHan are the same in Chinese, and who gives orders.
	rivalsHan = `(?:竞争对手|竞对|对手|竞品|友商|别家|同行)`
	doHan     = `(?:去|给|跟|和|与|向|找|联系|拜访|打|见|约|演示|开会|发)`
	bossHan   = `(?:领导|老板|上司|经理|主管|总监|\p{Han}{1,2}总)`
)

// untrue is told of contacts that were none, or none of the author's.
var untrue = []pattern{
	// Taken back, a joke or only planned, behind the contact.
	reads(asHead + `(?:not|nope|nah|not really|i don't think so|(?:i )?(?:can't|cannot|don't) (?:recall|remember)|not true|fake|` +
		`made (?:it )?up|planned|not yet|(?:no[ ,]*)?(?:forget (?:it|that)|never ?mind|scrap that))\W*$`),
	reads(`(?:^|[^\pL])(?:jk|j/k|lol no+|no lol|(?:just |only |i'm |was )*(?:kidding|joking)|psych)\W*$`),
	reads(`^\W*(?:i |we |just )*` + didWords + `(?: to| with)? \x00 (?:if (?:i|we|they|he|she)|as soon as|once (?:i|we|they)) `),
	reads(`(?:\?|吗\??)[ ,]*(?:还?没有?|没\p{Han}{1,2}|不是|并没有?|想不起来?|记不清|不记得)[了啊呢]?\W*$`),
	reads(`(?:开玩笑|骗你|骗人|逗你)\p{Han}{0,2}\W*$|[,( ](?:都是|是|这是)?(?:假的|编的|瞎编的|瞎说的)\W*$`),
	reads(`[,(](?:其实|实际上?|事实上|但)(?:并|还|根本|我)*没(?:有|去|打|见|成)*\W*$`),
	reads(`\((?:还没有?|没有|没|未|计划中?|计划的|待定|准备中|还没\p{Han}{1,2})\)\W*$`),
	// Not held, or not yet: "meeting Acme scheduled", "I missed the Acme call", "the meeting with Acme tomorrow is off".
	reads(`^\W*(?:the |my |our |an? )?(?:` + contacts + `(?: with| to| at| for)?(?: the)? \x00|\x00 ` + contacts + `)` + onDay +
		`(?: was| is| has been| got| had to be)?[ ,:(–—-]+(?:just |now |again |` + onDay + `)*` + notHeld +
		`(?:\W*$|[,;.] |\W+(?:by|for|on|at|in|until|till|yet|any ?more|again|because|due|since|due to|and|but)\b)`),
	reads(`^\W*(?:i |we |i've |had to |have to |just |sorry,? |again |unfortunately )*(?:miss(?:ed)?|cancel(?:l?ed)?|forgot|skip(?:ped)?|` +
		`postponed?|rescheduled?) (?:the |my |our |an? |today's |to )+(?:\x00(?:'s)? )?(?:` + contacts + `|` + doWords + `)`),
	reads(`^\W*(?:i |we )*(?:should have|should've|was meant to|were meant to|was supposed to) ` + didWords + `|^\W*(?:i'm |i am |` +
		`we're )?about to ` + doWords),
	reads(`^\W*(?:i |we )*(?:will|won't|'ll|am going to|are going to|shall|do|must)(?: not| never)?\b(?: not| never) ` + doWords),
	reads(`^\W*(?:i |we )*(?:called|rang|phoned|emailed|visited|met|texted) the wrong\b`),
	reads(`^\W*(?:i |we |sorry,? )*(?:didn't|did not|couldn't|could not|haven't|have not|never) (?:get to|get round to|manage to|make|got to|` +
		`` +
		`find time to) `),
	reads(`^\W*no ` + contacts + `s? (?:with|to|at) \x00`),
	reads(`^\W*(?:call|ring|phone|visit|meet|e-?mail|message|ping|demo|meeting)\b[^.;!?]{0,40}\b(?:(?:if|once|unless|as soon as|in case) ` +
		`(?:they|he|she|it|the|needed|possible|asked|\x00)|when (?:they|he|she|\x00|the \pL+(?:'s| is| are) (?:ready|done|back|here|signed))\b)`),
	reads(`\binstead of (?:me|us)\b|\bwithout me\b|\bno need to log\b`),
	// With a thing of theirs and none of their people, or with another company.
	reads(`(?:^|[ ,])(?:` + didWords + `|went to|been to|at)(?: to| with| at)? (?:the )?\x00(?:'s|s)? (?:old |new |former |local )*(?:website|web ?site|` +
		`web ?page|home ?page|` + rivals + `|neighbou?rs?|landlord|daughter|sister|parent|subsidiary|number|spam|answering machine|car park|` +
		`street|linkedin|instagram|facebook|profile|advert|stand|booth|ex-\pL+)\b`),
	reads(`(?:^|[ ,])` + didWords + ` (?:\x00(?:'s|s) )former \pL+`),
	// Not done, or not to be recorded, in front of it.
	reads(`^\W*(?:i |we )*(?:never|nearly|almost) ` + didWords + `\b|^\W*(?:i |we )*(?:no need|don't need|didn't need) to ` + doWords),
	reads(`^\W*(?:please )?(?:(?:don't|do not|never|stop) (?:log|logging|record|save|count)|(?:delete|remove|erase|unlog)` +
		`(?: the| that| my| this| our| last| logged)* (?:call|visit|meeting|email|e-mail|demo|message|contact|log|entry))\b`),
	reads(`^\W*(?:had |an? |our |the |we )*internal (?:meeting|call|sync|review|session|chat|discussion)\b|` +
		`\bin (?:my|a) dreams?\b|\b(?:dreamt|dreamed)\b`),
	reads(`^(?:我们?|今天|昨天|又|还|请|先)*(?:忘了|忘记|差点儿?|差一点|险些|从没|从未|从来没有?|未|没能|不用|不必|无需|不需要|别|不要|勿|甭)(?:再|曾|有)*(?:记|登记|录|算|` +
		doHan + `)`),
	reads(`梦见|梦到|做梦|梦里|^把?(?:删掉|删除|删了|撤掉|清掉)|^内部(?:开会|开了?个?会|会议|讨论|沟通|碰头|复盘|评审|培训)|内部会`),
	// Somebody else's, or an order.
	reads(`^\W*(?:our |an? |the |one of |their |some )*` + rivals + `\b.{0,30}\b(?:had|has|` + didWords + `)\b`),
	reads(`^\W*(?:per|according to) \pL+(?: \pL+)?[:,]`),
	reads(`^\W*(?:i |we |i've |just )*(?:asked|told|got|want|wants|need|reminded) \pL+ to ` + doWords +
		`|^\W*(?:(?:my|our|the) )?\pL+ (?:asked|told|wants|wanted|reminded) (?:me|us) to `),
	reads(`^(?:<@\w+>|@[\pL.]+)[ ,:]*(?:please |pls |can you |could you |would you )*` + doWords),
	reads(`^\W*(?:please )?(?:prep|prepare|brief) (?:me|us) for\b`),
	reads(`^(?:我们?)?(?:准备|打算|计划)(?:要|去)?(?:(?:给|跟|和|与|向)\x00(?:打个?电话|联系|见面|开会|沟通|演示)|(?:拜访|联系|见)\x00)\W*$`),
	reads(`^(?:我们?的?|有?一?家|某个?)*` + rivalsHan + `\p{Han}{0,6}?` + doHan),
	reads(`^\p{Han}{1,4}?(?:替|代替|代|帮)我们?` + doHan),
	reads(`^` + bossHan + `(?:刚才?|今天|昨天|又)*(?:让|叫|要求|要|派|催|安排|通知)(?:我|咱)们?`),
	reads(`(?:^|[ ,])(?:让|叫|派)(?:他|她|他们|她们)(?:先|再|也|明天)*(?:去|来)?(?:谈|聊|问|见|拜访|打)`),
	reads(`(?:^|[^给跟和与向对找去到])\x00(?:今天|昨天|前天|刚才?|刚刚|上午|下午)*(?:打(?:了)?(?:个|一个)?电话|发(?:了)?(?:封|个|条)?(?:邮件|微信|消息|短信)|微信|邮件|短信|电话)` +
		`(?:发|联系)?了?给[^我咱本俺\x00]`),
	// No complaint about us.
	reads(`\b(?:no|zero|without any|without|never any|not any) (?:\pL+ )?complaints?\b|` +
		`\bcomplain(?:ed|s|ing|ts?)? (?:about|against|of|on) (?:our |an? |the |their |its )?(?:\pL+ )?` + rivals + `\b`),
	reads(`(?:没有?|未|零)(?:任何|收到|什么|再|过)*投诉|投诉了?(?:我们?的?|他们?的?)?` + rivalsHan),
	// A question in Chinese.
	reads(`谁(?:说了算|拍板|做主|负责)|(?:谈|聊|做|跟|推)得?(?:咋样|怎么样|怎样|如何)了?\W*$`),
}

// toName is a contact of a customer with somebody who has a name: Acme emailed Bob.
var toName = regexp.MustCompile(`^\W*\x00 ` + didWords + ` (\p{Lu}\p{Ll}+)\b`)

// notNames are words with a capital letter that are nobody's name.
var notNames = reads(`^(?:mon|tues|wednes|thurs|fri|satur|sun)day$|^(?:mon|tue|wed|thu|fri|sat|sun|re|about|today|yesterday|this|` +
	`last|at|on|in|for|with|` +
	`me|us|back|to|and|they|he|she|we|i|jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec|noon)$`)

// Untrue reports whether a line with Customer for the names of customers tells of a contact that was none, or was none of
// the author's: a joke, a plan, an order to somebody, what a rival did.
func Untrue(line string) bool {
	if len(line) > longest {
		return false
	}
	if m := toName.FindStringSubmatch(width.Fold.String(line)); m != nil && !notNames.in(strings.ToLower(m[1])) {
		return true
	}
	text := plain(line)
	for _, p := range untrue {
		if p.in(text) {
			return true
		}
	}
	return false
}
