package talk

import (
	"strconv"
	"strings"
)

var (
	putOffBy = reads(`\b(?:push|move|postpone|delay|shift|put|bump|reschedule|slide)\b.{0,40}\bnext (?:step|action)s?\b.{0,30}?` +
		`\b(an?|one|two|three|four|\d{1,2}) (?:more )?(day|week|month)s?\b|` +
		`\bnext (?:step|action)\b.{0,30}?\b(?:an?|one|two|three|four|\d{1,2}) (?:day|week|month)s? later\b|` +
		`下一步.{0,12}?(?:推迟|延后|延期|往?后[推挪移]|推后|顺延|后延|晚|延)(?:了)?([一二两三四五六七八九十]|\d{1,2})个?(天|日|周|星期|礼拜|月)`)
	putOffTo = reads(`\b(?:push|move|postpone|delay|shift|put|bump|reschedule|change)\b.{0,40}\bnext (?:step|action)s?\b.{0,40}? ` +
		`(?:to|until|till) (.+)$|下一步.{0,12}?(?:推迟到|推迟至|延到|延期到|延后到|改到|改成|改为|挪到|推到|调到|顺延到)(.+)$`)
	// putOffWith puts off what is planned with a customer: "skip Acme this week", "snooze Acme till Monday".
	putOffWith = reads(`^(?:skip|snooze|park) (.{2,40}?) (?:(?:until|till|to) (.+)|(?:for )?(this week))$|` +
		`^(?:跳过|略过)(.{2,20}?)(这周|本周|这个?星期)$|^把?(.{2,20}?)(?:先)?(?:推迟|延|延后|挪|推|缓)到(.+?)(?:再说|再联系|再跟)$`)
	noCustomer = reads(`^(?:it|this|that|me|my|the|stand-?up|today|tomorrow|for|until|till|a|an)\b|^(?:站会|今天|明天|我)`)
	// laterWith is a contact that is to come some time.
	laterWith = reads(`^(?:稍后|晚点|晚些|回头|迟点|过会儿?|过几天)(?:再|我)*(?:联系|打给|拜访|跟进|找|约|去|给|跟)`)

	counted = map[string]int{"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4,
		"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
	unit = map[string]int{"day": 1, "week": 7, "month": 30, "天": 1, "日": 1, "周": 7, "星期": 7, "礼拜": 7, "月": 30}
)

// doneHan and doneLatin say that something is done.
const (
	doneHan   = `(?:已经?|都|也|刚)*(?:做完|完成|办完|搞定|办好|做好|弄完|做)了?`
	doneLatin = `(?:done|completed|complete|finished|did)`
)

// meetingBy puts off what was agreed with a customer by some days.
var meetingBy = reads(`^(?:please |can we |let's |we'll |i'll |we have to |need to )*(?:push(?:ed)?|mov(?:e|ed)|postpon(?:e|ed)|` +
	`delay(?:ed)?|` +
	`shift(?:ed)?|put|bump(?:ed)?|slide|reschedul(?:e|ed))(?: (?:off|back|out))? .{0,40}` +
	`\b(?:meeting|call|demo|visit|lunch|workshop|session|review)\b.{0,40}? ` +
	`(?:by|for|back|out)? ?(an?|one|two|three|four|\d{1,2}) (?:more )?(day|week|month)s?(?: later)?$|` +
	`.{0,20}?(?:演示|拜访|会议?|见面|电话|回访|培训|面谈).{0,4}?(?:推迟|延后|延期|往?后[推挪移]|推后|顺延|后延|延)(?:了)?([一二两三四五六七八九十]|\d{1,2})个?(天|日|周|星期|礼拜|月)$|` +
	`^.{2,16}?(?:那个|那边|那单|的)?(?:往后[推挪移延]|推迟|延后|推后|顺延)(?:了)?([一二两三四五六七八九十]|\d{1,2})个?(天|日|周|星期|礼拜|月)$`)

// notDone begins a line that forbids what it names.
var notDone = reads(`^(?:please )?(?:don't|don’t|do not|never|no need to)\b|^(?:先|请)?(?:别|不要|不用|勿)`)

// closing is the close of a deal, whose day is no day of a next step.
var closing = reads(`成交|签约|签单|结单|才能?签|\bclos(?:e|es|ing)\b`)

// PutOff reads a line that moves the day of a next step: by some days, or to a day in the words of the line.
func PutOff(line string) (days int, to string, ok bool) {
	text := strings.TrimRight(plain(line), " .!吧了")
	if len(line) > longest/2 || strings.Contains(line, "\n") || strings.Contains(line, "?") || notDone.find(text) != nil || closing.in(text) {
		return 0, "", false
	}
	if m := putOffBy.find(text); m != nil && m[2]+m[4] != "" {
		n, err := strconv.Atoi(m[1] + m[3])
		if err != nil {
			n = counted[m[1]+m[3]]
		}
		return n * unit[m[2]+m[4]], "", n > 0
	}
	if m := meetingBy.find(text); m != nil {
		count, of := m[1]+m[3]+m[5], m[2]+m[4]+m[6]
		n, err := strconv.Atoi(count)
		if err != nil {
			n = counted[count]
		}
		return n * unit[of], "", n > 0
	}
	if m := putOffTo.find(text); m != nil {
		return 0, m[1] + m[2], true
	}
	if m := putOffWith.find(text); m != nil && !noCustomer.in(m[1]+m[4]+m[6]) {
		switch {
		case m[3] != "":
			return 0, "next monday", true
		case m[5] != "":
			return 0, "下周一", true
		}
		return 0, m[2] + m[7], true
	}
	return 0, "", false
}

var (
	nextIs = reads(`^(?:the |our )?(?:next (?:step|action) (?:for|at|with|of|on) \x00|\x00(?:'s)? next (?:step|action))` +
		`(?: is| will be|:)(?: now)? (.+)$|^\x00的?下一步(?:现在|改|换|变|定)?(?:是|为|成|:)(.+)$|` +
		`^(?:please )?(?:change|set|make|update) (?:the |our )?next (?:step|action) (?:of|for|with|at|on) \x00 (?:to|as|:) ?(.+)$|` +
		`^(?:please )?(?:change|set|make|update) \x00(?:'s)? next (?:step|action) (?:to|as|:) ?(.+)$`)
	// asksWhat is a question in the place of a step.
	asksWhat = reads(`什么|啥|哪|怎么|多少|谁|何时|几[点号时]|吗|呢|\?|^(?:what|when|who|which|where|how)\b|\bwhat$`)
	// stepDone says that what was planned is done.
	stepDone = reads(`^\x00[:, ]*(?:的|那边)*下一步` + doneHan + `$|^下一步` + doneHan + `[, ]*\x00(?:的|那个|那边)*$|` +
		`^(?:the |our )?(?:next (?:step|action) (?:at|with|for|of|on) )?\x00(?:'s next (?:step|action))? ` +
		`(?:is|has been|was) (?:all )?` + doneLatin + `$|` +
		`^\x00[:,]? (?:the |our )?next (?:step|action) (?:is |was |has been |all )*` + doneLatin + `$|` +
		`^(?:i |we |i've |we've |just |have )*` + doneLatin + ` (?:with )?(?:the |our )?next (?:step|action) (?:at|with|for|of|on) \x00$`)
	// moved is a meeting that has another day now.
	moved = reads(`^(?:the |our |my )?((?:meeting|call|demo|visit|lunch|workshop)\b.{0,30}?)(?: (?:was|is|got|has been|had to be))?` +
		` (?:moved|pushed|postponed|rescheduled|shifted)(?: from .+?)? to (.+)$|` +
		`^(?:the |our |my )?((?:meeting|call|demo|visit|lunch|workshop)\b.{0,30}?) (?:got |was |is |has been )` +
		`?cancell?ed,? (?:so |and )?(?:we'?re )?` +
		`(?:moving|moved|rescheduled)(?: it)? to (.+)$|` +
		`^(?:昨天|今天|上周|之前|原来)?(?:本来|原本|原先)?约(?:好|了)*(?:跟|和)?()\x00.{0,12}?(?:改|推|挪|延)到(.+?)$`)
)

// NextStep reads a line that says what the next step with a customer is, who stands from start to end in it: the words of
// the step with its day, or that the step there is was done.
func NextStep(line string, start, end int) (step string, done, ok bool) {
	if start >= end || len(line) > longest {
		return "", false, false
	}
	text := strings.TrimRight(plain(line[:start]+spot+line[end:]), " .!吧了")
	if stepDone.in(text) {
		return "", true, true
	}
	if m := nextIs.find(text); m != nil {
		if step := strings.Join(m[1:], ""); !asksWhat.in(step) {
			return strings.TrimSpace(step), false, true
		}
	}
	if m := moved.find(text); m != nil && !strings.Contains(text, "?") {
		what := strings.TrimSpace(strings.ReplaceAll(m[1]+m[3], spot, ""))
		for _, with := range []string{" w/", " with", " at", " to"} {
			what = strings.TrimSpace(strings.TrimSuffix(what, with))
		}
		if m[6] != "" {
			return "见面 " + m[6], false, true
		}
		return what + " " + m[2] + m[4], false, true
	}
	return "", false, false
}

var (
	times = reads(`\b(?:[2-9]|two|three|four|five) (?:calls|visits|meetings|demos)\b|(?:[2-9两二三四五]) ?(?:次|通|个)(?:电话|拜访|会议)|` +
		`(?:打|通|拜访|去|聊)了? ?[2-9两二三四五] ?(?:次|通|个|趟)`)
	ofEach = reads(`\beach\b|\bapiece\b|每次|每个|每通|各\d|分别`)
	both   = reads(`两边都|两家都|双方都|\bboth\b`)
)

// Times reports whether a line tells of several contacts of the same kind at once: "2 calls to Acme, 10 min each".
func Times(line string) bool { text := plain(line); return times.in(text) && ofEach.in(text) }

// OfBoth reports whether words are about both of two customers.
func OfBoth(line string) bool { return both.in(plain(line)) }
