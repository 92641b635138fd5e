package phrase

import (
	"slices"
	"strings"
	"unicode/utf8"

	"dealdesk/sales"
)

// address is a mail address with the word that may stand before it; number is a telephone
// number of at least six digits.
var (
	address = reads(`(?i)(?:(?:\be-?mail|\bmail|邮箱|邮件)\s*[:：]?\s*)?([A-Z0-9._%+'-]+@[A-Z0-9-]+(?:\.[A-Z0-9-]+)+)`)
	number  = reads(`(?i)(?:(?:\bphone|\btel|\bmobile|\bcell|电话|手机号?)\.?\s*[:：]?\s*)?(\+?\(?\d[\d()./ \-]{4,}\d)`)
)

// Reach takes the first mail address and the first telephone number out of a text. rest is
// what is left; a second one stays in it.
func Reach(text string) (rest, phone, email string) {
	rest = text
	if m := address.FindStringSubmatchIndex(rest); m != nil {
		email = rest[m[2]:m[3]]
		rest = rest[:m[0]] + " " + rest[m[1]:]
	}
	for _, m := range number.FindAllStringSubmatchIndex(rest, -1) {
		if at := rest[m[2]:m[3]]; digitsIn(at) >= 6 && digitsIn(at) <= 15 {
			phone, rest = strings.TrimSpace(at), rest[:m[0]]+" "+rest[m[1]:]
			break
		}
	}
	return strings.TrimSpace(rest), phone, email
}

// contactMark stands between the name of a customer and a person there.
var contactMark = reads(`(?i)[\s,，;；、。]*(?:(?:主要|主)?联系人|对接人|联络人)(?:是|为|叫)?\s*[:：]?\s*|` +
	`\s*[,;]\s*contacts?(?: person| is)?\s*[:：]?\s+|\s+contact(?: person)?\s*[:：]\s*|\s*[,;]?\s+attn\.?\s*[:：]?\s+`)

// CutContact parts the name of a new customer from the person there that is typed behind it:
// 白云机械厂，联系人陈经理 13800138000. The person is "" where there is none.
func CutContact(line string) (name, person string) {
	if at := contactMark.FindStringIndex(line); at != nil && at[0] > 0 && at[1] < len(line) {
		return line[:at[0]], line[at[1]:]
	}
	rest, phone, email := Reach(line)
	if phone+email == "" {
		return line, ""
	}
	if at := strings.IndexAny(rest, ",，;；、"); at > 0 {
		return strings.TrimSpace(line[:at]), strings.TrimLeft(line[at:], ",，;；、 ")
	}
	if name, person, apart := strings.Cut(line, " "); apart && isHan(name) {
		return name, strings.TrimSpace(person)
	}
	return line, ""
}

func digitsIn(s string) (n int) {
	for _, r := range s {
		if digit(r) {
			n++
		}
	}
	return n
}

// roles are the words for a contact's part in the decision.
var roles = map[string]sales.ContactRole{
	"decider": sales.Decider, "decision maker": sales.Decider, "decision-maker": sales.Decider, "decisionmaker": sales.Decider,
	"决策人": sales.Decider, "决策者": sales.Decider, "拍板人": sales.Decider, "关键决策人": sales.Decider,
	"champion": sales.Champion, "coach": sales.Champion,
	"支持者": sales.Champion, "内部支持者": sales.Champion, "教练": sales.Champion, "内线": sales.Champion,
	"influencer": sales.Influencer, "影响人": sales.Influencer, "影响者": sales.Influencer,
	"user": sales.User, "end user": sales.User, "使用人": sales.User, "使用者": sales.User, "最终用户": sales.User,
	"buyer": sales.Buyer, "采购": sales.Buyer, "采购人": sales.Buyer,
}

// posts are titles, or the nouns of longer ones; fields stand in front of them or behind "of".
var (
	posts = strings.Fields("ceo cto cfo coo cio cmo ciso cpo cro cdo vp svp evp avp md gm director manager president chairman " +
		"chairwoman founder cofounder co-founder owner engineer architect analyst officer supervisor coordinator assistant secretary " +
		"controller accountant treasurer administrator consultant specialist")
	fields = strings.Fields("sales marketing it finance financial technical technology managing general senior junior chief vice deputy " +
		"regional executive operations operating product project purchasing procurement hr legal plant office account commercial " +
		"business development information security data digital supply chain quality production engineering of and &")
	hanPosts = []string{"总经理", "副总", "老总", "总监", "经理", "主任", "董事长", "总裁", "处长", "科长", "局长", "院长", "校长", "厂长", "部长",
		"主管", "工程师", "负责人", "助理", "秘书", "会计", "专员", "首席执行官", "首席技术官", "首席财务官",
		"法务", "采购员", "出纳"}
)

// Contact reads a person at a customer: mail, phone, and in any order the name, the title and the
// part in the decision. With ended the name is known already, and what is left is the title. A name
// in quotes, or with a comma behind it, ends there; of other words only those that are certainly a
// title leave the name. unsure reports that the last of them may be one all the same.
func Contact(line string, ended bool) (k sales.Contact, unsure bool) {
	line, k.Phone, k.Email = Reach(line)
	line = strings.NewReplacer("，", ", ", "、", ", ", "；", ", ", ";", ", ", ",", ", ", "(", " (", "（", " （").Replace(line)
	words := Words(line)
	var title []string
	var group []Word
	flush := func() {
		name, post, certain := splitTitle(group)
		switch {
		case len(group) == 0:
		case ended || k.Name != "":
			title = append(title, texts(group)...)
		default:
			k.Name, unsure = strings.Join(name, " "), !certain
			title = append(title, post...)
		}
		group = nil
	}
	for i := 0; i < len(words); i++ {
		w := words[i]
		if w.Quoted {
			flush()
			group = []Word{w}
			flush()
			continue
		}
		if role, n := roleAt(words[i:]); n > 0 && k.Role == "" && (ended || len(words) > n) {
			for (len(group) > 1 || len(group) == 1 && k.Name != "") && beforeRole[strings.ToLower(group[len(group)-1].Text)] {
				group = group[:len(group)-1]
			}
			flush()
			k.Role, i = role, i+n-1
			continue
		}
		text := strings.Trim(w.Text, commas)
		ends := strings.TrimRight(w.Text, commas) != w.Text
		if w.Text = strings.Trim(text, "()（）"); w.Text != "" {
			group = append(group, w)
		}
		if ends {
			flush()
		}
	}
	flush()
	if k.Title = strings.Join(title, " "); k.Name == "" && !ended {
		k.Name, k.Title = k.Title, ""
	}
	return k, unsure && k.Title == ""
}

// beforeRole are small words in front of a part in the decision: CFO and influencer.
var beforeRole = map[string]bool{"as": true, "and": true, "an": true, "a": true, "the": true, "our": true, "&": true}

const commas = ",;，；、"

// roleAt is the part in the decision that the words begin with, and how many they are.
func roleAt(words []Word) (sales.ContactRole, int) {
	for n := min(2, len(words)); n > 0; n-- {
		said := strings.Trim(simply(strings.Join(texts(words[:n]), " ")), commas+"()（）")
		if role, ok := roles[said]; ok && !slices.ContainsFunc(words[:n], func(w Word) bool { return w.Quoted }) {
			return role, n
		}
	}
	return "", 0
}

func texts(words []Word) (out []string) {
	for _, w := range words {
		out = append(out, w.Text)
	}
	return out
}

// splitTitle parts the words between two commas into a name and a title in front of it or behind
// it. It is not certain that a name of three words, or a second Chinese word, is a name alone.
func splitTitle(group []Word) (name, title []string, certain bool) {
	all := texts(group)
	if len(group) == 1 && group[0].Quoted {
		return all, nil, true
	}
	from := len(all)
	for i := len(all) - 1; i > 0 && titleWord(all[i]); i-- {
		from = i
	}
	for i := 1; i+1 < len(all); i++ {
		if strings.EqualFold(all[i+1], "of") && (isPost(all[i]) || strings.EqualFold(all[i], "head")) {
			from = min(from, i)
		}
	}
	if slices.ContainsFunc(all[from:], isPost) || from+1 < len(all) && strings.EqualFold(all[from], "head") {
		return all[:from], all[from:], true
	}
	to := 0
	for to < len(all) && leads(all[to]) {
		to++
	}
	if slices.ContainsFunc(all[:to], isPost) {
		return all[to:], all[:to], true
	}
	return all, nil, len(all) < 2 || len(all) == 2 && !isHan(all[0])
}

func isPost(word string) bool {
	return slices.Contains(posts, strings.ToLower(word)) || hanPost(word) >= 0
}

func titleWord(word string) bool {
	return isPost(word) || slices.Contains(fields, strings.ToLower(word))
}

// leads reports whether a word in front of a name belongs to a title. 李经理 is a person.
func leads(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	called := hanPost(word) == utf8.RuneLen(r) && strings.ContainsRune(surnames, sales.Simplify(r))
	return titleWord(word) && !called
}

// hanPost is where a Chinese title stands at the end of a word, or -1.
func hanPost(word string) int {
	word = sales.Simplified(word)
	for _, post := range hanPosts {
		if at := len(word) - len(post); at >= 0 && word[at:] == post {
			return at
		}
	}
	return -1
}

func isHan(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return han(r)
}

// hanTitles end how people are called: 王总, 李经理. A longer one comes before its own beginning.
var hanTitles = []string{"总监", "总经理", "总", "经理", "主任", "老师", "工", "董事长", "董", "处长", "科长", "局长", "院长", "校长", "老板",
	"女士", "先生", "姐", "哥"}

// surnames are the commonest Chinese surnames. Without a title, 何俊 is a person and 等了 is not.
const surnames = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付邹" +
	"孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵钱严覃武戴莫孔汤"

// person reads who was there behind the customer, and what the header goes on with: the kind, as in
// 华星科技|张工 电话 and 给蓝海电子|王总打了个电话, or a length or a day, as in 电话 华星科技|张工 10分钟. In any
// other place a person begins the note: 王总很满意.
func (h *header) person() bool {
	at := h.i
	h.spaces()
	h.eatAny("那边的", "公司的", "的")
	h.spaces()
	from := h.i
	first, _ := h.peek()
	for runes := 1; runes <= 3 && !h.done(); runes++ {
		if r, _ := h.peek(); !han(r) {
			break
		}
		h.next()
		to := h.i
		titled := h.eatAny(hanTitles...) >= 0
		if named := h.i; (titled || runes > 1 && strings.ContainsRune(surnames, first)) && h.afterPerson(titled) {
			h.l.Person = h.s[from:named]
			return true
		}
		h.i = to
	}
	h.i = at
	return false
}

// afterPerson reports whether the header goes on behind a person, and passes the kind.
func (h *header) afterPerson(titled bool) bool {
	to := h.i
	h.skip(" ,、")
	from := h.i
	if h.l.Kind == "" {
		kind, ok := h.kindWord()
		act := strings.HasPrefix(h.s[from:h.i], "打") || strings.Contains(h.s[from:h.i], "了")
		if ok && (titled || act) && !h.numberFollows() {
			h.l.Kind = kind
			return true
		}
		h.i = to
		spoken := header{scan: scan{s: h.s, i: from}, o: h.o, l: &Log{About: h.l.About}}
		return titled && spoken.length() && spoken.l.Kind != "" // 王总|通了20分钟电话
	}
	rest := *h
	rest.l = &Log{Kind: h.l.Kind, About: h.l.About}
	if rest.l.Minutes, _ = rest.duration(); rest.l.Minutes > 0 && !rest.momentGoesOn() {
		return true
	}
	rest.i = from
	return rest.contactDay()
}

// numberFollows reports whether a telephone number follows: 电话 139….
func (h *header) numberFollows() bool {
	c := scan{s: h.s, i: h.i}
	c.skip(" :")
	_, n := c.digits(15)
	return n >= 7
}

// titledNext reports whether a person with a title comes next: 何总.
func titledNext(text string) bool {
	c := scan{s: text}
	if r, n := c.peek(); n == 0 || !strings.ContainsRune(surnames, r) {
		return false
	}
	for range 3 {
		if c.next(); c.eatAny(hanTitles...) >= 0 {
			return true
		}
	}
	return false
}

// CutMention cuts a mention from the front of a text: "<@U2|bob> not yet". Without a mention all of
// the text is the name.
func CutMention(text string) (name, rest string) {
	text = strings.TrimSpace(text)
	if end := strings.IndexByte(text, '>'); strings.HasPrefix(text, "<@") && end > 0 {
		return text[:end+1], strings.TrimSpace(text[end+1:])
	}
	return text, ""
}
