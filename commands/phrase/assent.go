package phrase

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dealdesk/sales"
)

// assents are the ways people say yes to what was asked in a thread.
var assents = []string{
	"works for me", "no problem", "no objection", "no objections", "fine",
	"looks good", "look good", "lgtm", "sounds good", "all good", "good to go", "go ahead", "go for it", "fine by me", "fine with me",
	"ok", "okay", "okey", "yes", "yep", "approve", "approved", "i approve", "agreed", "i agree", "do it", "ship it", "+1", "👍", "✅", "👌",
	"可以", "同意", "没问题", "没意见", "没有意见", "行", "好的", "好", "批准", "批了", "准了", "通过", "就这么办", "按这个来", "按这个办", "支持",
	"过", "可以给", "可以批", "可以做", "给吧", "批吧",
}

// assentTails may follow an assent without changing its meaning.
var assentTails = []string{
	"to me", "with me", "by me", "from me", "from my side", "for me", "thanks", "thank you", "thx", "please", "of course", "sure", "everyone",
	"all",
	"的", "了", "吧", "啊", "呀", "哈", "谢谢", "我看", "我这边", "我",
}

// courtesies may follow an approval that was typed as a command. They neither limit nor question it.
var courtesies = []string{
	"this", "that", "it", "this one", "the request", "the discount", "as asked", "as requested", "in full", "now", "great", "good",
	"great work", "good work",
	"great job", "good job", "nice", "nice work", "nice one", "well done", "perfect", "fine", "cheers", "makes sense", "fair enough",
	"worth it", "good deal",
	"great deal", "good luck", "go get it", "go get them", "🎉", "🙂", "💪", "🙏", ":tada:", ":muscle:", ":pray:", ":slightly_smiling_face:",
	"这个", "这条", "这个折扣", "这个申请", "申请", "全部", "很好", "不错", "合理", "值得", "做得好", "干得好", "干得漂亮", "辛苦", "辛苦了", "加油", "大家",
}

// Doubtful reports whether the words after an approval could be a condition, another number or a
// no. All words are doubtful that are not known to be harmless, because nobody can list every way
// to put a condition.
func Doubtful(words string) bool {
	_, rest := harmless(simply(words))
	return rest != ""
}

// DoubtfulYes reports whether a text is the word for an approval with doubtful words after it.
func DoubtfulYes(text string) bool {
	rest := filler(simply(strings.TrimSpace(text)))
	n := longest(rest, []string{"approve", "approved", "i approve", "批准"})
	return n > 0 && Doubtful(rest[n:])
}

// decisionMax is how many characters a decision in passing has at most. Longer ones are talk.
const decisionMax = 200

// saidNumbers are the shares that people say as a word.
const saidNumbers = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|eighteen|twenty"

// figure is a share, or a number with the words of a limit around it.
var figure = reads(strings.Join([]string{
	`\d+([.点]\d+)?\s*(%|percent\b|pct\b|points?\b|个?百分点|个点|折)`, `[一二三四五六七八九十对半两点]+(折|个点)`, `百分之[\d一二三四五六七八九十百点]+`,
	`\b(max(imum)?|at most|no more than|not more than|up to|cap( it)? at|make (it|that)|go (down |up )?to|come (down |up )?to|` +
		`drop( it)? to|` +
		`at least|no less than|not (less than|below)|no lower than|min(imum)?|rather( have| see)?|prefer|` +
		`settle (for|on|at)|(how|what) about|only|i('d| would| can|'ll)? (do|give|take|accept|say|go for))` +
		`( it| at| to| for| only| say)* [¥$€£]?\d[\d,.]*(k|m|w|万)?` +
		`(\s*(max|tops|off|at most|is|would|then|please|and|but|if|or)\b|\s*[,.;!?)]|\s*$)`,
	`\b(go for|let'?s (do|say|go)|(ok|okay|fine|good|yes|happy|live|sign)( it)? (for|with|at|to)|(how|what) about|would|make it)( at|` +
		` for)*` +
		` [¥$€£]?(\d[\d,.]*(k|m|w)?|` + saidNumbers + `)(,? (then|do|be|work|please|and|but|if|or|yes|not|would)\b|\s*[,.;!?)]|\s*$)`,
	`^[¥$€£]?\d[\d,.]*(k|m|w)?,? (yes|works?|would do|will do|and done)\b`,
	`[¥$€£]\d[\d,.]*(k|m|w)? is (the|our|my) (floor|limit|max|lowest|minimum|least)`,
	`\d[\d.]*(k|万)? (max|tops|at most|is (fine|ok|okay|enough|possible|the (max|limit|most)))\b`, `^[¥$€£]?\d[\d,.]*(k|万)?[.!?]*$`,
	`(最多|最低|最高|最少|顶多|至多|至少|不超过|不低于|不能超过|只能|只给|只批|上限|底线|底价|降到|降为|改成|改为|做到|给到|压到)(是|到|为|给|批|打)?\s*` +
		`[¥$]?[\d一二三四五六七八九十两百][\d一二三四五六七八九十百千.点]*(万|元|块|折|个点|%|吧|[,.;!?]|$)`,
	`(^|[,.;!])(就|就按|按|就给)\d[\d.]*(万|元|块|吧|走|来|办|给|[,.;!?]|$)`, `^\d[\d.]*万?(可以|行|同意|没问题|吧)([,.;!]|$)`,
	`^[¥$€£]?\d[\d,.]*(k|m|w)?,? (and|but|or) (not|no|nothing) (a penny |one penny |any )?(lower|less|higher|more|below|above)\b`,
}, "|"))

// Figure returns the first number in a text that may be the discount or the price somebody wants
// instead of what was asked for, as it was written; "" if there is none. share is 0 if it is none.
func Figure(text string) (words string, share sales.Percent) {
	words = strings.Trim(figure.FindString(plainly(text)), " ,.;!?)")
	for i := range words {
		if share, end, err := LeadingDiscount(words[i:]); err == nil && (i+end == len(words) || words[i+end] == ' ') {
			return words, share
		}
	}
	return words, 0
}

// asksWhy are questions about a request, and words that ask for one. They decide nothing, whatever
// number they name.
var asksWhy = reads(`^(why|who|whom|whose|when|where|which|how (long|many|come|did|do|is|was)|` +
	`what (is|was|did|does|do|are)|did|do|does|have|has)\b|` +
	`^(为什么|为何|为啥|谁|哪|什么时候|怎么|客户为什么|申请|想申请|discount\b|ask for\b)`)

// wonders asks what would be, wherever it stands: 打9折会怎样.
var wonders = reads(`会怎么?样|会如何|会有什么|(?:赚|亏|够|剩)[^,.;!?]{0,6}(?:吗|么|呢|\?)|what would (happen|be)`)

// Refuses reports whether words about a request read like a no.
func Refuses(text string) bool { return refuses.MatchString(plainly(text)) }

// Decision reports whether words in the thread of a request read like a decision on it that is no
// plain yes: a no, another number, a condition. It may take talk for one, because it is only asked
// about, and only of whoever decides.
func Decision(text string) bool {
	if DoubtfulYes(text) {
		return true
	}
	if utf8.RuneCountInString(text) > decisionMax {
		return false
	}
	words := plainly(text)
	switch {
	case words == "" || asksWhy.MatchString(words) || wonders.MatchString(words):
		return false
	case figure.MatchString(words) || refuses.MatchString(words):
		return true
	}
	if decidesAtOnce(text, words) {
		return true
	}
	yes, rest := harmless(simply(text))
	limit := limitsYes.FindString(rest)
	return limits.MatchString(words) ||
		yes && (limits.MatchString(rest) || limit != "" && !asksWhy.MatchString(strings.TrimSpace(rest[len(limit):])))
}

// decidesAtOnce reports whether the first clause of several is a yes, or a later one a no: "ok, close it this
// week", 搞什么，太低了. A question is for others.
func decidesAtOnce(text, words string) bool {
	clauses := strings.FieldsFunc(words, func(r rune) bool { return strings.ContainsRune(",.;!", r) })
	if len(clauses) < 2 || asksOthers.MatchString(words) || Assent(text) {
		return false
	}
	_, rest := harmless(words)
	return rest != "" && Assent(clauses[0]) || slices.ContainsFunc(clauses[1:], func(clause string) bool {
		return refuses.MatchString(strings.TrimSpace(clause))
	})
}

// asksOthers finds a question.
var asksOthers = reads(`\?|(吗|呢|没有|怎么说|怎么样)([,.;!]|$)|(^|[,.;!] ?)(那)?(谁|哪|什么时候|怎么|为什么|多少)|` +
	`[,.;!] ?(but |and )?(why|who|whom|whose|when|where|which|how|what)\b`)

// refuses are the beginnings of a no, and of the wish for less.
var refuses = reads(`^(` +
	`(sorry|hm+|well|honestly|hi|hey|really|i'm afraid|afraid|i think|i'd say|but|it'?s an?|a|ok|okay)\b[,.: ]*)*(` +
	strings.Join([]string{
		`(no|nope|nah)(\s*$|\s*[,.;:!]|,? (way|chance|discount|deal|margin|more|further|thanks?|sorry|not|i|we|can|too|please|go|` +
			`for (me|now|this))\b)`,
		`not (at|for|with|this|that|like|ok|okay|good|possible|acceptable|approved|yet|today|now|so|above|below|happy|in this|again|going)\b`,
		`never\s*[.!]*$`,
		`(that'?s|this is|that is|it'?s|it is|this|that|the (price|discount|margin)( is)?|\d+ ?%( is)?)? ?` +
			`(way |far |still |a bit |just |much )*` +
			`too (much|high|low|big|deep|early|soon|cheap|generous|expensive|steep|thin)\b`,
		`(that'?s|this is|that is|it'?s|it is) (quite |really )?(a lot|a bit (much|steep|high|low)|steep)\b`,
		`(i|we|you)? ?(can'?t|can ?not|won'?t|don'?t|do not|will not|would not|wouldn'?t|couldn'?t)( really)? ` +
			`(approve|agree|accept|do (that|this|it)|go (that|this|so|below|above|lower|higher)|give|support|sign off|allow|afford)\b`,
		`(that|this|it) (won'?t|doesn'?t|does not|will not) (work|do|fly)\b`,
		`(i |we )?('?d |would )?(reject(ed)?|declined?|den(y|ied)|refused?|disapproved?|disagree|` +
			`turn(ed)? (it |this |that )?down|rather not)\b`,
		`(let'?s|we('ll| will| can|'d better)?|can we|i'd rather) ` +
			`(talk|discuss|speak|revisit|decide|wait|look at (it|this|that)|leave (it|this|that)|` +
			`park (it|this|that))( about (it|this|that))?( again)?( first)?( until| till| on| in)?` +
			`( later| tomorrow| next week| tonight| after lunch| monday| tuesday| wednesday| thursday| friday)?\s*([,.!]|$)`,
		`later( please)?\s*[.!]*$`, `(send|push|hand|kick|throw) (it|this|that) back\b`, `park (it|this|that)\b`,
		`(pay|sign|payment|deposit) first\b`, `(they|he|she) (must|has to|have to|should) (pay|sign) first\b`,
		`(hold (off|on)|wait)\s*([,.!]|$|until|till|with|for|a bit)`,
		`((can|could|would|please|try|let'?s|go|make|ask|do|offer)\b.{0,30} )?` +
			`(less|lower|smaller|cheaper|half|renegotiate)(,? please)?\s*([,.!?]|$)`,
	}, "|") + `)|^(这个?|那个?|这(价格|价|折扣|条|次)|价格?|折扣|利润|毛利|让利|优惠|条件|我|我们|` +
	`还是|恐怕|抱歉|对不起|不好意思|真的|绝对|觉得|认为|看|感觉|有点|也|都|[,. ])*(` +
	strings.Join([]string{
		`不([,.!]|$|同意|批|行|可以|能|准|给|接受|通过|划算|值|合适|建议|太(行|好|合适|划算|能|可以|建议|赞成)|成|要|够|赞成|了)`,
		`太(多|高|低|大|少|薄|贵|便宜|狠|早|离谱|过)`, `(做|批|给|接受|同意|答应|卖)不(了|到|起)`, `(多|高|低|大|贵|狠)(了|了点|了些)?([,.!;]|$)`, `过(高|低|大)`, `驳回|拒绝|免谈|算了|没必要|没得谈`,
		`再(谈|争取|压|商量|考虑|降|让|砍|想想|低|高|少|等)`, `重新(报|谈|申请|提)`, `(能不能|可不可以|可以|能|最好|请|要)?(再)?(少|低|降|高|砍)(一?点|一?些)`, `亏`,
		`先(别|不|等|缓|放(一|着|放)|搁)`, `再议`, `[缓放搁]一[缓放搁]`, `打回|退回(去|来|$)|打回去|重做`,
		`(明天|后天|改天|下周|下次|回头|以后|晚点|过(几|两)天)再(说|议|谈|定|看|商量)`, `等(等|一下|一等)`, `别(批|给|降|急)`, `暂(不|缓)`,
	}, "|") + `)`)

// limits are the beginnings of a condition.
var limits = reads(`^(and |then )?(only (if|when|once|after|with|for|to)|if|as long as|so long as|unless|` +
	`provid(ed|ing)|subject to|on (the )?condition|pending|assuming)\b|^(前提|如果|要是|只要|除非|只有)|` +
	`^[^,.;!?]{1,12}(才|就|再)(行|可以|批|同意|给|能)|^先[^,.;!?]{1,8}再(说|谈|议|定)|^(签|付|先付|预付)[^,.;!?]{1,8}(可以|行|同意|就)`)

// limitsYes are the beginnings of what limits the yes before it.
var limitsYes = reads(`^[,.;: -]*(and |then )?(but|only|if|except|without|once|` +
	`with (net|\d|a|an|two|one|three|the)|for (one|two|three|a|an|\d))\b|` +
	`^[,.;: ]*(但|不过|得(先|签|付|加|等|要)|要(先|签|付|加|等)|需要|必须|须|先(签|付|收)|仅)`)

// harmless cuts off assents and what may follow them, and reports whether there was an assent.
func harmless(text string) (yes bool, rest string) {
	for rest = filler(text); rest != ""; rest = filler(rest) {
		n := longest(rest, assents)
		yes = yes || n > 0
		n = max(n, longest(rest, assentTails), longest(rest, courtesies))
		if n == 0 {
			return yes, rest
		}
		rest = rest[n:]
	}
	return yes, ""
}

// Assent reports whether a message says yes and nothing else: "Looks good to me!", "可以的".
// A condition, a question or a number after it makes it something else, and so does a no
// before it.
func Assent(text string) bool {
	rest := simply(strings.TrimSpace(text))
	return len(rest) <= 100 && !strings.ContainsAny(rest, "?？") && yesOf(rest, assents)
}

// yesOf reports whether a text is one of these ways to say yes, or several, and nothing else.
func yesOf(rest string, ways []string) (yes bool) {
	for rest = filler(rest); rest != ""; rest = filler(rest) {
		n := longest(rest, ways)
		yes = yes || n > 0
		if n == 0 {
			n = longest(rest, assentTails)
		}
		if n == 0 {
			return false
		}
		rest = rest[n:]
	}
	return yes
}

// assentTo is a yes to something that is named: 都批了, 绿源可以, "approve them all".
var assentTo = reads(`^([^,.;!?吗不没]{1,15}?)的?(?:可以|同意|没问题|批了|通过了?|批准)(?:了|的|吧)?[.!]*$|` +
	`^(?:approve|ok|yes to|approved) (?:them |it |these )?all[.!]*$|^all (?:ok|approved|fine|good)[.!]*$|` +
	`^(.{2,30}) (?:is|are) (?:ok|okay|approved)[.!]*$|` +
	`^(?:ok|okay|yes|yep|sure|fine|approved|agreed) (?:for|to|with|on) ([^,.;!?]{2,30}?)[.!]*$`)

// AssentTo reports whether a message to the bot says yes to something, and its name. The yes decides nothing.
func AssentTo(text string) (to string, ok bool) {
	m := assentTo.FindStringSubmatch(plainly(text))
	to = strings.Join(m[min(1, len(m)):], "")
	return to, m != nil && !strings.ContainsAny(to, "说跟") // 跟李敏喝了咖啡，她说批了
}

// TellsMore reports whether a message says more than that something or somebody is agreed with: 蓝海试用了一周 没问题.
func TellsMore(text string) bool {
	words := strings.Fields(plainly(text))
	return len(words) > 1 && tellsHan.MatchString(words[0]) || tellsWithin.MatchString(plainly(text))
}

var (
	tellsHan    = reads(`\p{Han}[了过着]|试用|测试|验收|讨论`)
	tellsWithin = reads(`(?:开会|试用|测试|验收|评审|讨论|内部|总办会|法务|财务|招标)\p{Han}{0,8}(?:通过|没问题|同意|批)了?[.!]*$`)
)

// CutParticle cuts off the particle of the verb in front of a text: the 了 of 同意了.
func CutParticle(text string) string {
	text = strings.TrimSpace(text)
	for _, p := range []string{"了", "吧", "啊", "呀", "哈", "啦"} {
		rest, cut := strings.CutPrefix(text, p)
		next, _ := utf8.DecodeRuneInString(rest)
		if cut && !unicode.IsLetter(next) && !unicode.IsDigit(next) {
			return rest
		}
	}
	return text
}

// longest returns the length of the longest phrase that text begins with as whole words.
func longest(text string, phrases []string) int {
	best := 0
	for _, p := range phrases {
		if len(p) > best && strings.HasPrefix(text, p) && wordEnds(p, text[len(p):]) {
			best = len(p)
		}
	}
	return best
}

// wordEnds reports whether a word may end between p and rest; Chinese needs no space.
func wordEnds(p, rest string) bool {
	last, next := []rune(p), []rune(rest)
	if len(next) == 0 || unicode.Is(unicode.Han, last[len(last)-1]) || unicode.Is(unicode.Han, next[0]) {
		return true
	}
	return !unicode.IsLetter(next[0]) && !unicode.IsDigit(next[0])
}

// filler cuts off marks, spaces and mentions, which mean neither yes nor no. Slack writes a
// thumb as :+1: or :thumbsup:.
func filler(text string) string {
	for {
		was := text
		text = strings.TrimLeftFunc(text, func(r rune) bool {
			return unicode.IsSpace(r) || slices.Contains([]rune(",.!，。！、~～…\ufe0f"), r)
		})
		if after, cut := strings.CutPrefix(text, "<@"); cut {
			if _, behind, closed := strings.Cut(after, ">"); closed {
				text = behind
			}
		}
		if after, cut := strings.CutPrefix(text, ":skin-tone-"); cut {
			if _, behind, closed := strings.Cut(after, ":"); closed {
				text = behind
			}
		}
		for _, thumb := range []string{":+1:", ":thumbsup:", ":white_check_mark:", ":ok_hand:"} {
			if after, cut := strings.CutPrefix(text, thumb); cut {
				text = "👍" + after
			}
		}
		if text == was || strings.HasPrefix(text, "👍") {
			return text
		}
	}
}

// Answer is what words say to a card that waits for one.
type Answer int

// The answers. Whatever is none of them leaves the card as it is.
const (
	Unanswered Answer = iota
	Confirms
	Discards
	Corrects
)

// confirms are further ways to say yes to a card: nobody approves anything by them.
var confirms = append([]string{
	"save", "save it", "save this", "save that", "log it", "keep it", "correct", "that's correct", "that is correct", "that's right",
	"that is right", "that's it", "right", "exactly", "yeah", "yea", "ya", "yup", "y", "sure", "please do", "perfect", "spot on", "confirm",
	"confirmed", "looks right", "of course", "indeed", "absolutely", "definitely", "please", "go on",
	"对", "对对", "对对对", "是", "是的", "是啊", "没错", "正确", "保存", "存", "存了", "记上", "记下来", "记下", "记吧", "就这样", "确认", "确定", "嗯", "嗯嗯",
	"要", "好嘞", "好呀", "妥", "收到", "可以保存", "当然",
}, assents...)

var (
	discards = reads(`^(?:(?:no|nope|nah|oh|ok|sorry|please|actually)[,. ]*)*(?:discard|never ?mind|nvm|forget (?:it|about it|that|this)|` +
		`cancel|drop it|(?:don'?t|do not) (?:save|log|keep|bother|do it)|delete|scrap|scratch that|no need|no,? thanks?|no thank you|` +
		`leave it|skip it|not needed)(?: (?:it|that|this|about it|with it))?[,. ]*(?:thanks?|thank you|please|then)?[.! ]*$|` +
		`^(?:不|哦|啊|还是|那就?|先|就|[,.! ])*(?:算了|不用(?:了|记|存|保存)*|不要(?:了|记|存|保存)*|取消|放弃|丢弃|作废|(?:别|不)(?:用)?(?:记|存|保存)了?|` +
		`没事了?|删(?:了|掉)|不需要)(?:[吧了啊,.! ]|谢谢|算了|不用(?:记|存)了)*$`)
	saysNo = reads(`^(?:no|nope|nah|wrong|not (?:quite|right)|(?:that'?s|this is|it'?s) (?:wrong|not right|not correct)|` +
		`no way|don'?t|not yet|不对|不是|错了|不|不行|不可以|不同意|别|先别|还没)[.!]*$`)
	corrects = reads(`^(?:(?:no|nope|nah|wrong|sorry|actually|not (?:quite|right)|(?:almost|close)[,.:]|(?:yes|yep|ok|okay|right),? but|but|` +
		`(?:that'?s|this is) (?:wrong|not right))[,.: ]+|make (?:it|that) |(?:it|that|this) (?:was|is|should be|took) (?:with |only |just )?|` +
		`it'?s |it was |should (?:be|have been) |change (?:it|that) to |不对|不是[,.: ]+|错了|应该是?|改成|改为|改到|其实是?|(?:对|是的?|好的?)[,. ]*(?:但是?|不过|只是)|` +
		`不[,. ]+|是|[,.;: ])+`)
)

// ReadAnswer reads words as the answer to a card that waits: a yes and nothing else, the wish to forget it, or
// what is to be different, which is rest, "" if the words do not say.
func ReadAnswer(text string) (answer Answer, rest string) {
	words := plainly(text)
	switch {
	case words == "" && strings.TrimSpace(text) == "" || len(text) > answerMax || strings.ContainsAny(words, "?"):
		return Unanswered, ""
	case yesOf(simply(strings.TrimSpace(text)), confirms):
		return Confirms, ""
	case discards.MatchString(words):
		return Discards, ""
	case saysNo.MatchString(words):
		return Corrects, ""
	}
	if n := len(corrects.FindString(words)); n > 0 && n < len(words) {
		return Corrects, words[n:]
	}
	return Unanswered, ""
}

// answerMax is how many bytes the answer to a card has at most.
const answerMax = 120

var ordinals = reads(`^(?:the |number |no\.? |option |#|第)*(\d|first|second|third|fourth|fifth|last|[一二三四五])(?:st|nd|rd|th)?` +
	`(?: one| deal| option|个|条|项)?[.! ]*$`)

// Ordinal reads which of several is meant, counted from 1: "the second one", 第二个; -1 is the last, 0 none.
func Ordinal(text string) int {
	m := ordinals.FindStringSubmatch(plainly(text))
	if m == nil {
		return 0
	}
	if n := strings.Index("1 2 3 4 5 6 7 8 9", m[1]); n >= 0 {
		return n/2 + 1
	}
	return map[string]int{"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1,
		"一": 1, "二": 2, "三": 3, "四": 4, "五": 5}[m[1]]
}
