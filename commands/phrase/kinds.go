package phrase

import (
	"slices"
	"strings"

	"dealdesk/sales"
)

var kindWords = map[string]string{
	"call": "call", "called": "call", "phone": "call", "phoned": "call", "tel": "call", "calling": "call",
	"visit": "visit", "visited": "visit",
	"meeting": "meeting", "meet": "meeting", "met": "meeting",
	"email": "email", "emailed": "email", "mail": "email", "mailed": "email",
	"demo": "demo", "demoed": "demo",
	"message": "message", "messaged": "message", "msg": "message", "text": "message", "texted": "message",
	"wechat": "message", "whatsapp": "message", "dm": "message", "sms": "message",
	"note": "note", "notes": "note", "complaint": "complaint", "complaints": "complaint",
	"calls": "call", "visits": "visit", "meetings": "meeting", "emails": "email", "demos": "demo",
	"wx": "message", "vx": "message", "weixin": "message", "wecom": "message",
	"vist": "visit", "visted": "visit", "caled": "call", "calld": "call", "metting": "meeting", "emial": "email", "mesage": "message", // slips
	"mtg": "meeting", "zoom": "meeting", "coffee": "meeting", "lunch": "meeting", "dinner": "meeting",
}

// talkedWith are words for a talk with somebody, by telephone unless they say otherwise.
var talkedWith = []string{"spoke to", "spoke with", "spoken to", "spoken with", "talked to", "talked with", "chatted with", "chatted to",
	"chat with", "on the phone with", "on the phone to", "on a call with", "on the line with"}

// lightVerbs stand before a kind of contact: "had a call".
var lightVerbs = []string{"had a quick", "had a", "had an", "had", "just had a quick", "just had a", "did a quick", "did a", "got off the",
	"just got off the", "off the"}

// hanKindWords by their first rune; a longer word comes before its own beginning.
var hanKindWords = map[rune][]struct{ word, kind string }{
	'电': {{"电话会议", "call"}, {"电话回访", "call"}, {"电话打给", "call"}, {"电话", "call"}, {"电活", "call"}},
	'打': {{"打给", "call"}, {"打电话", "call"}, {"打了电话", "call"}, {"打了个电话", "call"}, {"打了一个电话", "call"},
		{"打了通电话", "call"}, {"打个电话", "call"}}, '致': {{"致电", "call"}}, '语': {{"语音", "call"}},
	'通': {{"通电话", "call"}, {"通了电话", "call"}, {"通了个电话", "call"}, {"通话", "call"}},
	'上': {{"上门拜访", "visit"}, {"上门回访", "visit"}, {"上门", "visit"}}, '拜': {{"拜访", "visit"}, {"拜防", "visit"}, {"拜仿", "visit"}},
	'走': {{"走访", "visit"}}, '到': {{"到访", "visit"}},
	'回': {{"回访", "call"}}, '腾': {{"腾讯会议", "meeting"}, {"腾迅会议", "meeting"}, {"腾会", "meeting"}}, '线': {{"线上会议", "meeting"}},
	'视': {{"视频会议", "meeting"}, {"视频通话", "call"}, {"视频电话", "call"}, {"视频聊了", "meeting"}, {"视频了", "meeting"}}, '开': {{"开会", "meeting"}},
	'会': {{"会议", "meeting"}, {"会面", "meeting"}}, '面': {{"面谈", "meeting"}},
	'见': {{"见了一面", "meeting"}, {"见了个面", "meeting"}, {"见了面", "meeting"}, {"见面", "meeting"}, {"见到了", "meeting"}, {"见了", "meeting"}},
	'座': {{"座谈", "meeting"}},
	'邮': {{"邮件", "email"}}, '产': {{"产品演示", "demo"}}, '做': {{"做演示", "demo"}}, '演': {{"演示", "demo"}},
	'发': {{"发邮件", "email"}, {"发了邮件", "email"}, {"发微信", "message"}, {"发消息", "message"}},
	'微': {{"微信聊天", "message"}, {"微信聊了", "message"}, {"微信聊", "message"}, {"微信回访", "message"}, {"微信", "message"}},
	'消': {{"消息", "message"}}, '短': {{"短信", "message"}}, '企': {{"企微会议", "meeting"}, {"企微", "message"}, {"企业微信会议", "meeting"},
		{"企业微信", "message"}},
	'钉': {{"钉钉会议", "meeting"}, {"钉钉", "message"}},
	'洽': {{"洽谈", "meeting"}}, '来': {{"来电话", "call"}, {"来电", "call"}},
	'吃': {{"吃了顿饭", "meeting"}, {"吃了一顿饭", "meeting"}, {"吃了个便饭", "meeting"}, {"吃了便饭", "meeting"}, {"吃了午饭", "meeting"},
		{"吃了晚饭", "meeting"}, {"吃了个午饭", "meeting"}, {"吃了个晚饭", "meeting"}, {"吃顿饭", "meeting"}, {"吃个饭", "meeting"},
		{"吃午饭", "meeting"}, {"吃晚饭", "meeting"}, {"吃了饭", "meeting"}, {"吃了个饭", "meeting"}, {"吃饭", "meeting"}}, '喝': {{"喝咖啡", "meeting"},
		{"喝了咖啡", "meeting"}, {"喝茶", "meeting"}},
	'飞': {{"飞书会议", "meeting"}, {"飞书", "message"}},
	'碰': {{"碰了一下", "meeting"}, {"碰了下", "meeting"}, {"碰了个头", "meeting"}, {"碰了个面", "meeting"}, {"碰了头", "meeting"}, {"碰头", "meeting"},
		{"碰面", "meeting"}},
	'投': {{"投诉", "complaint"}}, '备': {{"备注", "note"}}, '笔': {{"笔记", "note"}}, '记': {{"记录", "note"}},
}

// kindWord reads a word for a kind of contact.
func (c *scan) kindWord() (string, bool) {
	r, _ := c.peek()
	if letter(r) {
		at := c.i
		if c.eatWord(lightVerbs...) {
			c.spaces()
		}
		if c.eatWord(talkedWith...) {
			return "call", true
		}
		if c.eatWord("call back", "call again") { // to be done
			c.i = at
			return "", false
		}
		if k, ok := kindWords[c.word()]; ok {
			c.eat("会议") // Zoom会议
			return k, true
		}
		c.i = at
		return "", false
	}
	at := c.i
	for _, k := range hanKindWords[r] {
		if c.eat(k.word) {
			c.eat("了")
			return k.kind, true
		}
	}
	if c.lightHan() { // 开了个腾讯会议
		r, _ = c.peek()
		if letter(r) && kindWords[c.word()] == "meeting" {
			c.eat("会议")
			return "meeting", true
		}
		for _, k := range hanKindWords[r] {
			if c.eat(k.word) {
				return k.kind, true
			}
		}
	}
	c.i = at
	if c.eat("视频") && c.videoStands() {
		return "meeting", true
	}
	c.i = at
	return "", false
}

// talkHan reads one of some words for a kind of contact.
func (c *scan) talkHan(words []hanWord) (kind string, ok bool) {
	for _, t := range words {
		if c.eat(t.word) {
			c.eatAny("了", "过")
			return t.kind, true
		}
	}
	return "", false
}

// lightHan passes a verb that says only that something took place, with a count: 开了个, 打了两次.
func (c *scan) lightHan() bool {
	if c.eatAny("开了", "做了", "打了", "发了", "通了", "搞了") < 0 {
		return false
	}
	c.integer()
	c.eatAny("个", "次", "场", "通", "封", "条")
	return true
}

// videoStands reports whether 视频 is the contact and not a film that was sent: 视频 20分钟.
func (c *scan) videoStands() bool {
	rest := *c
	if rest.clauseEnds() {
		return true
	}
	_, length := rest.duration()
	return length
}

// leftVoicemail reports whether a note begins with a message on an answering machine, which was a call.
func leftVoicemail(note string) bool {
	c := scan{s: note}
	return c.eatWord("left a voicemail", "left voicemail", "left me a voicemail", "left a vm", "left vm", "left a voice message")
}

// actVerbs are verbs of a contact that stand in front of whom it was with; behind a name they tell what happened
// there. A longer one comes before its own beginning.
var actVerbs = []struct {
	kind  string
	words []string
}{
	{"call", []string{"rang", "ring", "rung", "skyped", "facetimed", "caught up with", "catch up with", "catch-up with", "checked in with",
		"touched base with", "followed up with", "got a call from", "took a call from", "got through to", "heard from"}},
	{"visit", []string{"popped in to", "popped into", "popped in on", "popped in at", "popped in", "popped by", "popped over to",
		"popped round to",
		"pop in to", "dropped by", "dropped in on", "dropped in at", "dropped in to", "dropped into", "dropped in", "stopped by", "stopped in at",
		"swung by", "called in at", "called in on", "looked in on", "went to see", "went over to", "went round to", "went to",
		"去了一趟", "去了趟", "去趟", "跑了一趟", "跑了趟", "登门拜访", "到店拜访", "实地拜访", "登门", "拜会了", "拜会"}},
	{"meeting", []string{"sat down with", "met up with", "met with", "saw", "grabbed a coffee with", "grabbed coffee with",
		"grabbed lunch with",
		"had coffee with", "lunched with", "dined with", "请客吃饭", "请客", "宴请了", "宴请", "会见了", "会见", "约见了", "约见", "见了", "接待了", "接待"}},
	{"email", []string{"wrote to", "replied to", "sent an email to", "sent an e-mail to", "e-mailed"}},
	{"message", []string{"pinged", "whatsapped", "sent a message to", "sent a text to"}},
	{"demo", []string{"gave a demo to", "demoed to"}},
}

// modifiers stand before the noun of a contact: intro call, site visit.
var modifiers = []string{"phone", "video", "conference", "teams", "zoom", "skype", "follow-up", "followup", "follow up",
	"intro", "discovery",
	"quick", "brief", "short", "long", "great", "good", "site", "on-site", "onsite", "product", "kick-off", "kickoff", "sales",
	"cold", "weekly",
	"monthly", "online", "virtual", "first", "second"}

// actWord reads a word for a kind of contact, or a verb of one, in front of whom it was with.
func (c *scan) actWord() (string, bool) {
	at := c.i
	if c.eatWord("ring back", "ring again") { // to be done
		c.i = at
		return "", false
	}
	for _, act := range actVerbs {
		if c.eatWord(act.words...) || c.eatAny(act.words...) >= 0 && han(c.before()) {
			return act.kind, true
		}
		c.i = at
	}
	c.eatWord(lightVerbs...)
	c.spaces()
	if c.eatWord(modifiers...) {
		c.spaces()
		if kind, ok := c.kindWord(); ok {
			return kind, true
		}
	}
	c.i = at
	return c.kindWord()
}

// verbs are what an English line may begin with besides: what was done, and nobody's name.
var verbs = strings.Fields("sent send chased chase took got gave heard saw wrote had held made met ran went sat spoke told left " +
	"brought bought sold won lost kept put set shown came rang swung caught quoted pitched tried trying getting doing waiting " +
	"ring need needs want wants plan should must going remember remind")

// verb reports whether a word is what was done, and so no name: chased, sent.
func verb(word string) bool {
	word = strings.ToLower(strings.TrimRight(word, ".,;:!?"))
	return asciiLetters(word) && (slices.Contains(verbs, word) ||
		len(word) > 4 && strings.HasSuffix(word, "ed") && !strings.HasSuffix(word, "eed") && !slices.Contains(named, word))
}

// named are names that look like verbs.
var named = []string{"united", "allied", "applied", "limited", "speed", "integrated", "advanced", "associated", "consolidated",
	"related", "ahmed", "hamed", "mohammed", "alfred", "wilfred", "manfred", "sacred", "hundred", "kindred", "mixed"}

// Kinds are a company's own words for kinds of contact, in small letters and simplified characters.
type Kinds map[string]sales.ActivityKind

// own reads one of the company's own words for a kind of contact, the longest that stands here, perhaps
// behind a verb that says only that it took place: had a townhall, 开了个沙盘. A word in Latin letters is read
// whole, one in Chinese anywhere.
func (c *scan) own(kinds Kinds) (kind string, ok bool) {
	if len(kinds) == 0 {
		return "", false
	}
	at := c.i
	if kind, ok = c.ownWord(kinds); ok {
		return kind, true
	}
	c.eatWord(lightVerbs...)
	c.spaces()
	c.lightHan()
	if kind, ok = c.ownWord(kinds); !ok {
		c.i = at
	}
	return kind, ok
}

func (c *scan) ownWord(kinds Kinds) (string, bool) {
	best, found := c.i, sales.ActivityKind("")
	for word, kind := range kinds {
		if rest := *c; rest.i+len(word) > best && rest.eatOwn(word) && rest.i > best {
			best, found = rest.i, kind
		}
	}
	if c.i = best; han(c.before()) {
		c.eat("了")
	}
	return string(found), found != ""
}

// eatOwn passes a word whose Latin letters are no part of a longer one.
func (c *scan) eatOwn(word string) bool {
	inWord := letter(c.before()) || digit(c.before())
	if first, _ := c.peek(); inWord && !han(first) || !c.eat(word) {
		return false
	}
	return han(c.before()) || c.edge()
}

// kindWord and actWord read the company's own words before ours.
func (h *header) kindWord() (string, bool) {
	if kind, ok := h.own(h.o.Kinds); ok {
		return kind, true
	}
	return h.scan.kindWord()
}

func (h *header) actWord() (string, bool) {
	if kind, ok := h.own(h.o.Kinds); ok {
		return kind, true
	}
	return h.scan.actWord()
}
