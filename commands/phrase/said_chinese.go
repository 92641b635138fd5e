package phrase

import (
	"slices"
	"strings"

	"dealdesk/commands/phrase/talk"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
)

// readHan reads a line that is wholly or partly Chinese. It has no spaces between its words, so that what is
// planned may begin anywhere: behind a mark, a space, or where a day to come is named.
func (r *saidReader) readHan() (ok bool, err error) {
	r.plain = strings.ToLower(sales.Simplified(r.line))
	if len(r.plain) != len(r.line) || wishHan.MatchString(r.plain) || notDoneHan.MatchString(r.plain) || backLater.MatchString(r.plain) {
		return false, nil
	}
	r.cutHan()
	if err := r.plansHan(); err != nil {
		return false, err
	}
	if r.scraps {
		return false, nil
	}
	r.customer()
	r.kindHan()
	r.lengthHan()
	if err := r.dayHan(); err != nil {
		return false, err
	}
	r.amountHan()
	r.intentHan()
	r.noteHan()
	if err := r.misread(); err != nil {
		return false, err
	}
	r.outcomeHan()
	if err := r.untimely(); err != nil {
		return false, err
	}
	r.severalHan()
	r.forWhom()
	r.doubt()
	s := r.said
	r.said.Done = s.Minutes > 0 || (s.Note != "" || s.On != nil || s.Next != "") && !toBeToday(r.plain)
	return s.Kind != "" || s.Tried || s.Planned || s.Minutes > 0 && r.named(), nil
}

// forWhom puts whom somebody else is to be asked back in front of the step: 让王芳明天给华星打电话.
func (r *saidReader) forWhom() {
	if s := &r.said; s.Planned && toWhomHan.MatchString(s.Note) {
		s.Next, s.Note = s.Note+s.Next, ""
	}
}

var toWhomHan = reads(`^(?:让|叫|派|请|安排|提醒|通知|麻烦)\p{Han}{1,4}$`)

// toBeToday reports whether a line may tell what is still to be done today: 今天拜访绿源.
func toBeToday(plain string) bool { return todayHan.MatchString(plain) && !doneHan.MatchString(plain) }

var (
	todayHan = reads(`^\s*(今[天日儿]|待会|下午|晚上|准备|计划|打算)`)
	doneHan  = reads(`[了过完]|刚|已经|来电|结果`)
)

// wishHan is said of what did not happen and was not tried.
var wishHan = reads(`^(今天|昨天|还|都|一直|我)*没(有)?(给|跟|和|去).{0,24}(打电话|联系|拜访|见面|开会|发邮件)[。.]?$|^(要是|如果|假如|但愿).*(就好|该多好)`)

// markHan ends a part of a sentence, stopHan the sentence.
var (
	markHan = reads(`[。！？；，、：\n]+|[!?;]+|[.,:](?:\s|$)|\s*(?:->|=>|→)\s*|……|…|\s+`)
	stopHan = reads(`[。！？；\n]|[!?;]|\.\s|->|=>|→`)
)

// cutHan splits the line at its marks and spaces, but not where a number goes on: 11:30, 1.5 亿.
func (r *saidReader) cutHan() {
	from := 0
	add := func(to int, stops bool) {
		if strings.TrimSpace(r.line[from:to]) != "" {
			r.clauses = append(r.clauses, clause{start: from, end: to, stops: stops})
		}
	}
	for _, m := range markHan.FindAllStringSubmatchIndex(r.line, -1) {
		if listed.MatchString(r.line[from:m[0]]) || abbreviated(r.line[:m[0]]) {
			continue
		}
		if _, name := r.inName(m[0]); name || r.latinBoth(m[0], m[1]) {
			continue
		}
		add(m[0], stopHan.MatchString(r.line[m[0]:m[1]]))
		from = m[1]
	}
	add(len(r.line), true)
}

// latinBoth reports whether Latin letters or digits stand on both sides of a space: 30 mins.
func (r *saidReader) latinBoth(from, to int) bool {
	before, behind := scan{s: r.line, i: from}, scan{s: r.line, i: to}
	a := before.before()
	b, _ := behind.peek()
	return isSpace(rune(r.line[from])) && (letter(a) || digit(a)) && (letter(b) || digit(b))
}

// listed is the number of a step in a list.
var listed = reads(`^\s*([1-9]|[一二三四五])$`)

// kindHan takes the kind of contact: a word that names one, or else a verb of talk.
func (r *saidReader) kindHan() {
	for _, words := range [][]hanWord{strongHan, weakHan} {
		if &words[0] == &weakHan[0] && r.named() && theirTalk.MatchString(r.plain[r.said.Spot.End:]) {
			break
		}
		found := r.each(func(c *scan, in clause) bool {
			at := c.i
			kind, ok := c.own(r.o.Kinds)
			if !ok {
				kind, ok = c.talkHan(words)
			}
			if !ok && &words[0] == &strongHan[0] {
				c.i = at
				kind, ok = c.actWord()
			}
			if !ok || kind == "note" && strings.TrimSpace(r.line[:at]) != "" || r.intoName(at, c.i) ||
				noContactHan.MatchString(r.plain[at:]) || talk.InOtherWord(r.plain, at) || prefers.MatchString(r.plain[:at]) || strings.HasPrefix(r.plain[at:], "去") &&
				nowhereHan.MatchString(r.plain[:at]) {
				return false
			}
			r.said.Kind = kind
			r.take(at, c.i)
			return true
		})
		if found {
			return
		}
	}
	if noteLead.MatchString(r.line) {
		r.said.Kind = "note"
	}
	if r.said.Kind == "" && r.named() && (newsHan.MatchString(r.plain) || prefersAt(r.plain)) {
		r.said.Kind, r.said.Certain = "note", false
	}
}

// numberHan is where somebody is reached: 电话13800138000.
const numberHan = `(?:(?:电话|手机)(?:号码?)?(?:是|为)?[:： ]*[\d+][\d -]{6,}|微信号?(?:是|为)?[:： ]*[a-z]\w*\d\w*|(?:邮箱|邮件|电邮)(?:地址)?(?:是|` +
	`为)?[:： ]*[\w.+-]+@\w)`

var (
	// noContactHan begins with a word of contact and tells of none: a number to call, a discount.
	noContactHan = reads(`^` + numberHan + `|^去(?:年|掉|除)|^打[了过]?(?:个)?(?:[\d.]+ ?[%％]|[一二三四五六七八九\d.]+ ?折|折)`)
	// theirTalk stands behind a customer who talks to somebody else: 在跟用友谈.
	theirTalk = reads(`^(?:那边|他们|最近|现在)*(?:正|还|也)?在(?:跟|和|与|同)[^我咱你，,。]{1,8}(?:谈|聊|接触|沟通|合作)`)
	// nowhereHan stands before the 去 of 发过去 and 推进不下去, which goes nowhere.
	nowhereHan = reads(`[过不下出上回失]$`)
	// newsHan are news that are worth a note: somebody's number, a paper that was sent.
	newsHan = reads(numberHan + `|` +
		`(?:合同|报价单?|方案|标书|资料|样品|发票).{0,8}(?:发|寄|传|送)(?:过去|出去|给\p{Han}{1,4})了|(?:发|寄|传|送)(?:过去|出去)?了(?:一?份)?(?:合同|报价单?|方案|标书|资料|样品|发票)`)
)

// intoName reports whether a word reaches into a name.
func (r *saidReader) intoName(from, to int) bool {
	return slices.ContainsFunc(r.spots, func(s Spot) bool { return from < s.Start && s.Start < to })
}

var noteLead = reads(`^(补充)?(备注|记一条|记一笔|备忘)`)

// hanWord is a word for a kind of contact.
type hanWord struct{ word, kind string }

// strongHan name a kind of contact, weakHan only tell that people met or spoke.
var (
	strongHan = talks(map[string]string{
		"call": "微信语音 语音通话 打电话 打了电话 打完电话 打过电话 打过一个电话 通电话 通了电话 通了个电话 通话 通了话 电联 致电 来电 去电 回电 电话 打给 拨打 电话里",
		"meeting": "培训 会面 碰头 碰了个头 碰了 碰到 饭局 吃饭 吃了顿饭 吃了个饭 喝酒 喝茶 喝咖啡 喝了杯咖啡 咖啡 高尔夫 开会 开了会 开完会 会议 的会 视频会 说明会 " +
			"研讨会 交流会 推介会 座谈 面谈 见了面 见面 见了 视频 宴请 接待 开了 分钟会 小时会",
		"visit":   "转了一圈 转了转 坐了坐 拜访 拜会 上门 登门 来访 参观 考察 驻场 勘察 勘测 现场 实地 走访 去了趟 去了一趟 跑了趟 出来 拜防 拜仿",
		"email":   "邮件 邮箱 信件 寄了封 寄信 电邮",
		"message": "语音留 微信 短信 群里 飞书上 钉钉上 留言 留了讯息 发信息 发消息 line上",
		"demo":    "演示 讲了方案 讲方案 试讲",
		"note":    "备注 记一条 快递寄 快递",
	})
	weakHan = talks(map[string]string{
		"call": "打了 打 拨 聊 谈了 谈 说了 扯了", "visit": "去", "meeting": "会",
	})
)

// talks are words for kinds of contact, a longer one before its own beginning.
func talks(kinds map[string]string) (all []hanWord) {
	for kind, words := range kinds {
		for _, w := range strings.Fields(words) {
			all = append(all, hanWord{w, kind})
		}
	}
	slices.SortFunc(all, func(a, b hanWord) int {
		if n := len(b.word) - len(a.word); n != 0 {
			return n
		}
		return strings.Compare(a.word, b.word)
	})
	return all
}

// notLengthHan stands before a length that is not the contact's.
var notLengthHan = reads(`(每天|每次|每|要求|提前|超过|间隔|至少|周|星期|礼拜|-)$`)

// lengthHan takes how long it was.
func (r *saidReader) lengthHan() {
	r.each(func(c *scan, in clause) bool {
		at := c.i
		minutes, spoken := c.lengthOfHan()
		ok := spoken
		if !ok {
			minutes, ok = r.clockRange(c)
		}
		if !ok || minutes <= 0 || minutes > maxMinutes || c.momentGoesOn() || notLengthHan.MatchString(r.plain[:at]) {
			return false
		}
		r.takeLength(at, c.i, minutes, spoken)
		return true
	})
}

// dayHan takes the day of the contact: one that stands before its kind or customer, or alone in its clause.
func (r *saidReader) dayHan() (err error) {
	if len(r.pieces) == 0 {
		return nil
	}
	r.each(func(c *scan, in clause) bool {
		if bad := dayNamed.FindString(r.line[c.i:in.end]); bad != "" && r.beforeHead(c.i+len(bad), in) {
			if _, err = When(bad, r.o.Now, r.o.Work); err != nil {
				return true
			}
		}
		d := newDates(r.dotsAsSlash(c, in), r.o.Now, r.o.Work)
		d.i, d.past = c.i, true
		if !d.opens() {
			return false
		}
		f, ok := d.moment()
		if !ok || !f.dated || f.period || f.weak && f.day.Before(d.today.AddDate(0, 0, -maxContactDays)) {
			return false
		}
		for _, p := range r.pieces { // 星期一下午3点到4点: the hours are the length
			if c.i < p.start && p.start < d.i {
				d.i = p.start
			}
		}
		alone := smallWords(r.line[in.start:c.i]) && smallWords(ofThatDay.ReplaceAllString(r.line[d.i:in.end], "")) && (in.start == 0 || c.i > r.pieces[0].end)
		if !alone && !r.beforeHead(d.i, in) || c.i > in.start && !smallWords(r.line[in.start:c.i]) && !r.besides(c.i, d.i) {
			return false
		}
		m := f.at(d)
		if bare := bareDayHan.FindString(r.plain[c.i:d.i]); bare != "" && !doneHan.MatchString(r.plain) && f.day.Before(d.today.AddDate(0, 0, -1)) {
			if next, err2 := When(bare, r.o.Now, r.o.Work); err2 == nil && next.Date > calendar.DateOf(r.o.Now) && bare[0] <= '9' &&
				next.Date <= calendar.DateOf(r.o.Now).AddDays(daysSoon) {
				err = sales.No("log.future", "Date", bare)
				return true
			}
			r.said.Certain = false // it may be the next one
		}
		r.said.On = &m
		r.take(c.i, d.i)
		return true
	})
	return err
}

// bareDayHan is a day that may be past or to come; in daysSoon one that is to come is likelier.
var bareDayHan = reads(`^(?:周|星期|礼拜)[一二三四五六日天]|^\d{1,2}[号日]`)

const daysSoon = 7

// ofThatDay stands behind the day of a contact: 是昨晚的事.
var ofThatDay = reads(`^\s*的?(?:事情?|时候|那次)儿?了?`)

// dotsAsSlash is the line with 11.20 at a place as 11/20.
func (r *saidReader) dotsAsSlash(c *scan, in clause) string {
	if c.i != 0 || !dotted.MatchString(r.line) {
		return r.line[:in.end]
	}
	return strings.Replace(r.line[:in.end], ".", "/", 1)
}

// beforeHead reports whether a place stands before the kind, the customer or the length, with only small words
// between them.
func (r *saidReader) beforeHead(at int, in clause) bool {
	return slices.ContainsFunc(r.pieces, func(p piece) bool { return at <= p.start && smallWords(r.line[at:p.start]) })
}

var budgetHan = reads(`预算(?:现在|有|是|为|在|只有|只|大概|大约|约|差不多|[:： ])*`)

// amountHan takes what was said to be the customer's budget.
func (r *saidReader) amountHan() {
	m := budgetHan.FindStringIndex(r.line)
	if m == nil || r.planned(m[0]) {
		r.amount()
		return
	}
	c := scan{s: apartHan.ReplaceAllString(r.line[m[1]:], "$1$2")}
	money, how, wrong := c.money(r.o.Currency)
	if wrong.code == "" && (how.currency || how.marked || money.Minor >= leastBare) && !c.rangeGoesOn() {
		r.said.Amount = &money
	}
}

// apartHan is a space within an amount: 1.5 亿.
var apartHan = reads(`^([\d.,]+) ([万亿千百])`)

// intentHan takes how much they mean to buy.
func (r *saidReader) intentHan() {
	c := scan{s: r.line}
	for ; !c.done(); c.next() {
		if c.eatAny("意向度", "意向") < 0 {
			continue
		}
		c.skip(" :是为")
		if n, ok := c.integer(); ok && 1 <= n && n <= 5 {
			r.said.Intent = n
			return
		}
	}
}

// noteHan is what is said besides the head and the plans, as it was typed. Clauses that stand next to each
// other stay as they are. If the parts of the head stand apart, all of their clauses belong to it.
func (r *saidReader) noteHan() {
	start, end := len(r.line), 0
	for _, p := range r.pieces {
		start, end = min(start, p.start), max(end, p.end)
	}
	if start >= end || !r.together(start, end) {
		start, end = 0, 0
	}
	var kept []piece
	keep := func(from, to int) {
		switch n := len(kept); {
		case from >= to || smallWords(r.line[from:to]) && !okSaid.MatchString(r.line[from:to]):
		case n > 0 && !r.readBetween(kept[n-1].end, from, start, end):
			kept[n-1].end = to
		default:
			kept = append(kept, piece{from, to})
		}
	}
	for _, c := range r.clauses {
		before, behind := min(c.end, max(c.start, start)), max(c.start, min(end, c.end))
		switch {
		case c.plan:
		case before < behind && !smallWords(r.line[c.start:before]) &&
			(!smallWords(r.line[behind:c.end]) || toWhomLast.MatchString(r.plain[c.start:before])):
			keep(c.start, c.end) // cut in two it is no sentence any more
		default:
			keep(c.start, before)
			keep(behind, c.end)
		}
	}
	var parts []string
	for _, k := range kept {
		parts = append(parts, strings.Trim(r.line[k.start:k.end], " \t\n,，、:：;；.。-–—`*\"“”『』（）"))
	}
	r.said.Note = strings.Join(append(parts, r.said.Further...), "，")
}

// toWhomLast wants the name that was cut off behind it: 方案发给.
var toWhomLast = reads(`[给跟和与向对]\s*$`)

// okSaid is a note of one word.
var okSaid = reads(`(?i)^\P{L}*ok\P{L}*$`)

// readBetween reports whether the head or a plan stands between two places.
func (r *saidReader) readBetween(from, to, start, end int) bool {
	return from < end && start < to || slices.ContainsFunc(r.clauses, func(c clause) bool { return c.plan && from <= c.start && c.start < to })
}
