package phrase

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"

	"dealdesk/sales"
)

// Word is one word of a line. Text is the raw text, without the quotation marks if Quoted;
// Start and End are byte offsets into the line and include the marks.
type Word struct {
	Text       string
	Start, End int
	Quoted     bool
}

// quotes pairs each opening mark with every mark that closes it, because phones and Chinese
// keyboards mix straight and curly ones. Apostrophes are letters, never quotes.
var quotes = map[rune]string{
	'"': doubles, '“': doubles, '”': doubles, '„': doubles, '＂': doubles,
	'「': "」』", '『': "」』", '«': "»", '»': "«", '`': "`",
}

const doubles = "\"”“＂"

// Words splits a line at spaces (NBSP and U+3000 too). A quotation mark opens only at
// the start of a word; one that is never closed is a letter.
func Words(line string) []Word {
	out := make([]Word, 0, 16)
	var open unclosed
	for i := 0; i < len(line); {
		r, n := utf8.DecodeRuneInString(line[i:])
		if isSpace(r) {
			i += n
			continue
		}
		w, ok := open.quoted(line, i)
		if !ok {
			w = bareWord(line, i)
		}
		out = append(out, w)
		i = w.End
	}
	return out
}

// unclosed remembers which families of quotes have no closing mark in the rest of the line,
// so that a line of ten thousand opening marks is still read only once.
type unclosed [5]string

// quoted reads the quoted word that starts at byte i.
func (u *unclosed) quoted(line string, i int) (Word, bool) {
	r, n := utf8.DecodeRuneInString(line[i:])
	if r < 0x80 && r != '"' && r != '`' {
		return Word{}, false
	}
	closers, ok := quotes[r]
	if !ok {
		return Word{}, false
	}
	for k, c := range u {
		if c == closers {
			return Word{}, false
		}
		if c == "" {
			end := strings.IndexAny(line[i+n:], closers)
			if end < 0 {
				u[k] = closers
				return Word{}, false
			}
			text := line[i+n : i+n+end]
			_, m := utf8.DecodeRuneInString(line[i+n+end:])
			return Word{Text: text, Start: i, End: i + n + end + m, Quoted: true}, true
		}
	}
	return Word{}, false
}

func bareWord(line string, i int) Word {
	end := len(line)
	for k, r := range line[i:] {
		if isSpace(r) {
			end = i + k
			break
		}
	}
	return Word{Text: line[i:end], Start: i, End: end}
}

// Unquoted is a text without the quotation marks around all of it.
func Unquoted(text string) string {
	if words := Words(text); len(words) == 1 && words[0].Quoted {
		return strings.TrimSpace(words[0].Text)
	}
	return text
}

// CutWord splits the first word off, quotes taken away. A Chinese one ends at a mark, too: 华星：周五.
func CutWord(s string) (first, rest string) {
	words := Words(s)
	if len(words) == 0 {
		return "", ""
	}
	w := words[0]
	if at := strings.IndexAny(w.Text, "：，"); at > 0 && !w.Quoted {
		return w.Text[:at], strings.TrimSpace(w.Text[at+len("："):] + s[w.End:])
	}
	return w.Text, strings.TrimSpace(s[w.End:])
}

var (
	Mentioned    = regexp.MustCompile(`<@[UW][A-Z0-9]+(?:\|[^>]*)?>`)
	ChannelTyped = regexp.MustCompile(`<#[CG][A-Z0-9]+>|#\S+|\b[CG][A-Z0-9]{8,}\b`)
)

// CutMatch takes the first match of re out of text.
func CutMatch(re *regexp.Regexp, text string) (match, rest string) {
	at := re.FindStringIndex(text)
	if at == nil {
		return "", text
	}
	return text[at[0]:at[1]], strings.TrimSpace(strings.TrimSpace(text[:at[0]]) + " " + strings.TrimSpace(text[at[1]:]))
}

// kinds are the records whose ids people type. N26 and C3 stay names of companies.
var kinds = [...]struct {
	kind sales.Kind
	word string
}{
	{sales.KindDeal, "商机"}, {sales.KindAccount, "客户"}, {sales.KindApproval, "审批"}, {sales.KindContact, "联系人"},
	{sales.KindGoal, "目标号"},
}

// ID reads a whole string as a record id: D-7, d7, D7, 商机7. The result is "D-7".
func ID(s string) (id string, ok bool) {
	if len(s) > 64 {
		return "", false
	}
	c := scan{s: strings.TrimFunc(s, isSpace)}
	id, ok = c.id()
	return id, ok && c.done()
}

// SecondDeal returns the id of a deal that a text begins with, and what stands behind it: another
// deal where one was named already, as in "D-79 and D-73".
func SecondDeal(s string) (id, rest string) {
	c := scan{s: s, i: len(s) - len(Joined(s))}
	if id, ok := c.id(); ok && sales.KindOf(id) == sales.KindDeal {
		return id, strings.TrimSpace(s[c.i:])
	}
	return "", s
}

// Joined cuts off what joins a text to the one before: the "and" of "and Linden".
func Joined(s string) string {
	c := scan{s: s}
	c.skip(" ,;、&+")
	c.eatWord("and")
	c.eatAny("和", "与", "及")
	c.spaces()
	return s[c.i:]
}

// id reads the record id at the cursor and passes it.
func (c *scan) id() (id string, ok bool) {
	at := c.i
	kind := sales.Kind("")
	first, _ := c.peek()
	for _, k := range kinds {
		inWord := letter(c.before()) || digit(c.before())
		if !inWord && c.eat(strings.ToLower(string(k.kind))) || c.eat(k.word) {
			kind = k.kind
			break
		}
	}
	if kind == "" {
		return "", false
	}
	if first >= 0x80 {
		c.spaces()
	}
	c.eat("-")
	number, digits := c.digits(9)
	next, _ := c.peek()
	if digits == 0 || number == 0 || !c.edge() {
		c.i = at
		return "", false
	}
	if first >= 0x80 && (han(next) || next == '.' || next == ',') {
		c.i = at // 客户500万 is an amount
		return "", false
	}
	return string(kind) + "-" + strconv.Itoa(number), true
}

// Longer reports whether the letters behind the name of a command make a longer word of it, or go on as a sentence
// about the thing that it names: 赢单率, 推进会, 推进不动, 退回来的, "date night", "change of plans".
func Longer(name, rest string) bool {
	return nouns.MatchString(name) && longer.MatchString(rest) || idioms.MatchString(name+startOfText(rest))
}

var (
	// nouns are the Chinese names that change something, and are nouns as well.
	nouns  = reads(`(赢单|输单|丢单|推进|退回|回退|转交|批准|驳回|拒绝|通过|同意|撤回申请|折扣|成交|签单|签约|修改)$`)
	longer = reads(`^(率|量|额|会[^,.，。！!]|会$|不[动了下顺起]|[来去](了)?的|得[很不太]|的\p{Han}{2}|情况|进度|原因|分析|概率|机会|周期|力度|中[的,.，。]|中$)`)
	// idioms are phrases and talk that begin with the name of a command that writes something.
	idioms = reads(`(?i)\bdate (?:nights?|of birth|stamps?)\b|\bnext (?:to (?:the|my|our|your|a|an|you|me|him|her|them|it|no)\b|door\b|` +
		`of kin\b)|\b(?:log (?:jam|book|files?|(?:in|out|off)(?:\s|$))|track record)\b|\bnote to (?:self|myself)\b|\bowner of\b|` +
		`\bstand-?up (?:comed|guy|desk|straight|is|was|takes|took|moved|moves|at \d)|\bskip (?:lunch|dinner|breakfast|ahead|over|to|` +
		`the (?:intro|line|queue|slides?|meeting|call|demo|gym))\b|\bchange (?:of|in)\b|\bdecline (?:in|of)\b|` +
		`\breject (?:rate|people|letter)|\blater (?:gator|alligator|guys|all|folks|mate)\b|` +
		`备注栏|补充(?:备注|一句)|记录(?:片|员|仪|在案|保持)|下一步(?:棋|怎么|如何|该怎么|干什么|做什么|干嘛|是什么)|站会(?:太|很|真|改到|改成|改在|挪到|推迟|取消了|几点|什么时候|开得|时间)|` +
		`跳过(?:午饭|午餐|晚饭|早饭|开头|这一?[页段步])|请假(?:条|流程|制度|单)|折扣(?:权限|额度|政策|上限|范围|规则)`)
)

// CutAsking cuts off the words around a number that is asked for: 是多少, "is what?".
func CutAsking(text string) string {
	text = asksHowMuch.ReplaceAllString(strings.TrimSpace(text), "")
	return strings.Trim(text, " ,.:;?!，。：；？！")
}

var asksHowMuch = regexp.MustCompile(`(现在|目前)?(是|有)?(多少|怎么样|如何|几何|什么)[呀啊呢了]?[?？。]*$|(?i)^(is|please|is what)\b`)

// foreign begins what somebody else has written: a message of another bot, a forwarded mail, data.
var foreign = reads(`(?i)^\s*(?:[\[【{<]|-{3,}|转发|回复[:：]|发件人|from:|[\w .-]{2,30}(?:\(app\)|bot\b)|\p{Han}{0,8}(?:机器人|助手)[:：]|` +
	`(?:zapier|jira|github|gitlab|jenkins|hubspot|salesforce|notion|asana|trello)\b)|(?im)^(?:from|subject|发件人|主题)\s*[:：]`)

var (
	// forwarded begins a quotation or an answer, which is somebody else's if it has several lines.
	forwarded = reads(`(?i)^\s*(?:>|fwd?:|fw:|re:)`)
	// quoted is a line of somebody else, as chats mark it.
	quoted = reads(`^\s*(?:>|&gt;)`)
	// ownLabel begins a note of our own: [visit log].
	ownLabel = reads(`(?i)^\s*\[(?:(?:call|visit|meeting|demo|e?mail|contact|sales|customer|` +
		`crm|my|note|log|update|notes|report)\s*)+\]`)
)

// noKind are the words of such a label that name no kind of contact.
var noKind = reads(`(?i)\b(?:contact|sales|customer|crm|my|note|log|update|notes|report)\b`)

// ownNote begins a note of our own, or speaks to us by what we are.
var ownNote = reads(`^\s*(?:【\s*(?:客户|今日|今天|昨日|昨天)?(?:拜访|电话|会议|跟进|沟通|洽谈|演示|客户|联系|销售)(?:记录|纪要|小结|总结|简报)\s*】|销售助手\s*[:：，,])`)

// manyLines is where a text is a list or a letter, and asks for no one thing.
const manyLines = 8

// Foreign reports whether a text reads as if somebody else, or a program, had written it: nothing in it is
// taken for what its sender wants.
func Foreign(text string) bool {
	lines := strings.Count(strings.TrimSpace(text), "\n")
	return foreign.MatchString(text) && !ownLabel.MatchString(text) && !ownNote.MatchString(text) ||
		lines > 0 && forwarded.MatchString(text) || lines >= manyLines
}

// Quoted reports whether a text is what somebody else said, as chats mark it, and tells of no contact.
func Quoted(text string) bool { return quoted.MatchString(text) && !contacted(Plain(text)) }

// NoReason reports whether words that should be a reason are none: "no", ".", 不, "nothing".
func NoReason(words string) bool {
	text := strings.TrimFunc(simply(width.Fold.String(words)), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return text == "" || emptyReason.MatchString(text)
}

var emptyReason = reads(`^(no|nope|nah|none|nothing|nil|null|n/?a|not applicable|x+|no (reason|idea|comment)|whatever|dunno|` +
	`because|just because|` +
	`reason|test|asdf|[不没无否空]|没有|没啥|没什么|没有?(理由|原因)|不知道|随便|理由|原因|测试)$`)
