package phrase

import "strings"

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
