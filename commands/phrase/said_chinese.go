package phrase

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"dealdesk/sales"
)

// readHan reads a line that is wholly or partly Chinese. It has no spaces between its words, so that what is
// planned may begin anywhere: behind a mark, a space, or where a day to come is named.
func (r *saidReader) readHan() (ok bool, err error) {
	r.plain = strings.ToLower(sales.Simplified(r.line))
	if len(r.plain) != len(r.line) || wishHan.MatchString(r.plain) {
		return false, nil
	}
	r.cutHan()
	if err := r.plansHan(); err != nil {
		return false, err
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
	r.outcomeHan()
	r.severalHan()
	s := r.said
	r.said.Done = s.Minutes > 0 || s.Note != "" || s.On != nil || s.Next != ""
	return s.Kind != "" || s.Tried || s.Planned || s.Minutes > 0 && r.named(), nil
}

// severalHan leaves open whom the line is about, if two customers are named at once or each has a length.
func (r *saidReader) severalHan() {
	first := r.said.Spot
	fits := []Match{{Named: Named{ID: first.ID, Name: r.line[first.Start:first.End]}, Score: SureScore}}
	for _, o := range r.said.Others {
		if o.ID != "" && !o.Person && !first.Person && (r.sameClause(first.Start, o.Start) || r.lengthIn(o.End)) {
			fits = append(fits, Match{Named: Named{ID: o.ID, Name: r.line[o.Start:o.End]}, Score: SureScore})
		}
	}
	if len(fits) > 1 {
		r.said.Spot = Spot{Start: first.Start, End: first.End, Fits: fits}
	}
}

// lengthIn reports whether a length follows in the clause of a place.
func (r *saidReader) lengthIn(at int) bool {
	for _, in := range r.clauses {
		for c := (scan{s: r.line[:in.end], i: at}); in.start <= at && !c.done(); c.next() {
			if m, ok := (&scan{s: c.s, i: c.i}).lengthOfHan(); ok && m > 0 && m != r.said.Minutes {
				return true
			}
		}
	}
	return false
}

// sameClause reports whether two places are in one clause.
func (r *saidReader) sameClause(a, b int) bool {
	return slices.ContainsFunc(r.clauses, func(c clause) bool { return c.start <= a && a < c.end && c.start <= b && b < c.end })
}

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

// planMarkHan announces what is to be done: all the sentence behind it.
var planMarkHan = reads(`(?:麻烦|请)?提醒我|下一步(?:计划)?|下步|待办|^(?:后续|接下来|会后|之后|后面)|^(?:我们?|那|先|你|帮我)*(?:回头|记得|别忘了|改天|改日)`)

// planHan returns where in a clause the words begin that say what is to be done by us. marked means that they
// say so, and that the rest of the sentence is part of it.
func (r *saidReader) planHan(i int) (at int, marked, ok bool) {
	c := r.clauses[i]
	text := r.plain[c.start:c.end]
	if strings.Count(r.line[:c.start]+text, "“") > strings.Count(r.line[:c.start], "”") { // somebody's words
		return 0, false, false
	}
	if m := planMarkHan.FindStringIndex(text); m != nil && !noStepHan.MatchString(text) {
		return c.start + m[0], true, true
	}
	if m := againHan.FindStringIndex(text); m != nil {
		return c.start + m[0], false, true
	}
	if at, ok = r.dayDeed(c); ok {
		return at, false, true
	}
	return c.start, false, i+1 < len(r.clauses) && !c.stops && oursToDo.MatchString(text) && deedHan.MatchString(text) && r.onlyDayHan(r.clauses[i+1])
}

// oursToDo begins what we have to do, whose day follows.
var oursToDo = reads(`^(我|我们|咱们|这边|我这边)*(需要|得|要|先|必须)`)

var (
	noStepHan = reads(`(不用|无需|不必|没有?|无)(再)?(下一步|后续|跟进)`)
	againHan  = reads(`^(我|我们)?(晚点|晚些|稍后|过会儿?|一会儿?|等会儿?|等下|回头|改天|过[一二两三四五六七八九十几]天)?(我|我们)?(再|重新)` +
		`(打|试|联系|问|约|去|拨|来|跟进|发|催)\P{Han}*([^了过]*)$`)
)

// What stands before and behind the day of our plans, with each byte of a name as \x00.
var (
	oursBefore = reads(`(?:我们|我|咱们?|这边|会|要|得|先|就|那|需要|准备|打算|计划|争取|再|尽量|约了|约好了?|约定|约|跟|和|与|给|请|把|去|让|叫|到|的人|的|客户|\x00)*$`)
	theirsDay  = reads(`(?:他|她|它|对方|客户|人家|老板|说|问|表示|讲|希望|称|听)[^我咱]*$`)
	nameAlone  = reads(`(?:^|[^约了好跟和与给请把去让叫找到\x00])\x00+$`)
	theirsThen = reads(`^[前之的那天]*(?:他|她|它|对方|客户|人家|那边)`)
	theyCome   = reads(`^\x00+(?:的人)?(?:会|要)?(?:来|过来|到)`)
	pastHan    = reads(`[^为除算]了|[^通经路超不]过([^去来程滤]|$)|刚|已经`)
	deedHan    = reads(`发|寄|送|报价|报个价|打|电话|联系|拜访|约|做|演示|准备|催|跟进|安排|上门|回访|回电|交|出图|出方案|见|开会|会面|签|现场|勘测|给|` +
		`再|去|确认|对接|推|补|拿|开|述标|带|吃饭|请|视频|视讯|面谈|答复|回复|审核|对图|画|搞定|讲|聊|谈`)
	movedHan = reads(`(?:改约?|推迟|延期|延|挪|推|顺延|调整?)(?:时间)?[到至]\s*$`)
)

// dayDeed finds a day to come with what we do then: 周五寄资料, 约了天合明天去现场.
func (r *saidReader) dayDeed(c clause) (at int, ok bool) {
	masked := r.masked(c.start, c.end)
	for i := 0; i < len(masked); i++ {
		if masked[i] == 0 || !utf8.RuneStart(masked[i]) {
			continue
		}
		if !r.dayComes(c, i) {
			i += max(0, r.dayEnd(c, i)-1) // the 周五 of 上周五 is not the next one
			continue
		}
		if r.lasts(c.start + i) {
			return 0, false
		}
		before, behind := masked[:i], masked[i+r.dayEnd(c, i):]
		switch {
		case movedHan.MatchString(before):
			return c.start, true
		case theirsDay.MatchString(before), nameAlone.MatchString(before), theirsThen.MatchString(behind),
			pastHan.MatchString(behind), strings.HasPrefix(behind, "\x00") && !theyCome.MatchString(behind):
		case deedHan.MatchString(behind), onlyPlace.MatchString(before):
			return c.start + oursBefore.FindStringIndex(before)[0], true
		}
	}
	return 0, false
}

// onlyPlace stands before a day whose deed was named first: 约了天合明天.
var onlyPlace = reads(`约(了|好了?)?\x00+$`)

// masked is a part of the line in simplified characters with each byte of a name as \x00.
func (r *saidReader) masked(start, end int) string {
	text := []byte(r.plain[start:end])
	for _, s := range r.spots {
		for i := max(s.Start, start); i < min(s.End, end); i++ {
			text[i-start] = 0
		}
	}
	return string(text)
}

// dayComes reports whether a day to come, or a later time of today, is named at a place of a clause.
func (r *saidReader) dayComes(c clause, i int) bool {
	d := newDates(r.plain[c.start:c.end], r.o.Now, r.o.Work)
	d.i = i
	if !d.opens() || weekdayBefore(r.plain[:c.start+i]) {
		return false
	}
	f, ok := d.moment()
	if !ok || d.bad != "" || f.weak && !f.dated && i > 0 {
		return false
	}
	hour, minute, _ := r.o.Now.Clock()
	later := f.clock > hour*60+minute || strings.Contains(d.s[i:d.i], "前") || strings.HasPrefix(d.s[d.i:], "下班") || strings.HasPrefix(d.s[d.i:], "之前")
	if !f.dated || f.day.Equal(d.today) {
		return later
	}
	return f.day.After(d.today) && f.day.Sub(d.today) < farAhead
}

// farAhead is further than a step is planned: 11月19日 in November is the past one.
const farAhead = 200 * 24 * time.Hour

// weekdayBefore reports whether a weekday begins just before a place: the 一下午 of 周一下午 is no length.
func weekdayBefore(before string) bool {
	return strings.HasSuffix(before, "周") || strings.HasSuffix(before, "星期") || strings.HasSuffix(before, "礼拜")
}

// dayEnd is how many bytes of a clause name the day at a place.
func (r *saidReader) dayEnd(c clause, i int) int {
	d := newDates(r.plain[c.start:c.end], r.o.Now, r.o.Work)
	if d.i = i; !d.opens() {
		return 0
	}
	if f, ok := d.moment(); !ok || !f.dated {
		return 0
	}
	return d.i - i
}

// lasts reports whether a length stands behind a place, and none before it: what is told there took place.
func (r *saidReader) lasts(at int) bool {
	first := len(r.line)
	for c := (scan{s: r.line}); !c.done(); c.next() {
		if m, ok := (&scan{s: c.s, i: c.i}).lengthOfHan(); ok && m > 0 && !notLengthHan.MatchString(r.plain[:c.i]) {
			first = c.i
			break
		}
	}
	return at < first && first < len(r.line)
}

// onlyDayHan reports whether a clause names nothing but when something is done: 争取明天, 早上九点, 今天下班前给到.
func (r *saidReader) onlyDayHan(c clause) bool {
	d := newDates(strings.TrimSpace(r.plain[c.start:c.end]), r.o.Now, r.o.Work)
	d.eatAny("争取", "尽量", "最晚", "最迟", "大概", "时间", "就")
	d.whole = true
	f, ok := d.moment()
	if !ok || f.dated && f.day.Before(d.today) {
		return false
	}
	d.eatAny("下班")
	d.eatAny("之前", "以前", "前")
	d.eatAny("给到", "完成", "搞定", "交", "出", "发")
	d.skip(" .。!！)）")
	return d.done()
}

// plansHan takes the clauses that say what is to be done, and what belongs to them.
func (r *saidReader) plansHan() error {
	for i := 0; i < len(r.clauses); i++ {
		c := r.clauses[i]
		at, marked, ok := r.planHan(i)
		if !ok {
			continue
		}
		if at > c.start {
			r.clauses = slices.Insert(r.clauses, i, clause{start: c.start, end: at})
			i++
			r.clauses[i].start = at
		}
		last := i
		for last+1 < len(r.clauses) && r.stepGoesOn(last, marked) {
			last++
		}
		for k := i; k <= last; k++ {
			r.clauses[k].plan = true
		}
		if err := r.addSteps(at, r.clauses[last].end); err != nil {
			return err
		}
		i = last
	}
	return nil
}

// stepGoesOn reports whether the next clause is part of what is to be done.
func (r *saidReader) stepGoesOn(i int, marked bool) bool {
	c, next := r.clauses[i], r.clauses[i+1]
	if inList.MatchString(r.plain[next.start:next.end]) {
		return marked
	}
	if c.stops {
		return false
	}
	if _, again, ok := r.planHan(i + 1); ok && !marked && !again {
		return false
	}
	return marked || r.onlyDayHan(next)
}

var inList = reads(`^\s*[1-9一二三四五](?:[.、．)）]|$)`)

// stepLead are the words in front of a step that are no part of it.
var stepLead = reads(`^(?:[\s，,：:。；;]|麻烦|请|提醒我|下一步(?:计划)?|下步|待办|后续|接下来|会后|回头|记得|别忘了|要做.件事|准备|打算|计划|会|需要|我们?|得|要|[1-9一二三四五][.、．)）])+`)

// stepBreak is where one of several steps begins.
var stepBreak = reads(`[\s，,；;。、]+(?:[1-9][.、．)）]|[一二三四五][、.])\s*`)

// addSteps reads one step or several.
func (r *saidReader) addSteps(from, to int) error {
	for _, part := range r.partsOfPlan(from, to) {
		lead := stepLead.FindString(part)
		step := strings.TrimSpace(part[len(lead):])
		if day := dayNamed.FindString(step); day != "" {
			if _, err := When(day, r.o.Now, r.o.Work); err != nil {
				return err
			}
		}
		what, due, err := r.stepOn(step)
		if problem, no := sales.AsProblem(err); no && problem.Code == "next.empty" {
			continue
		} else if err != nil {
			return err
		}
		what = strings.Trim(emptyParts.ReplaceAllString(stepTail.ReplaceAllString(what, ""), ""), " ，,。.：:；;、")
		r.step(step, what, due)
	}
	return nil
}

// stepOn reads a step and its day. A part of today alone is today; the hour that such a part stands for was not
// said, so that the words stay in the step.
func (r *saidReader) stepOn(step string) (what string, due *Moment, err error) {
	first := dayFirst(r.line)
	what, due, err = stepIn(first, step, r.o.Now, r.o.Work)
	if part := partHan.FindString(step); err == nil && due == nil && strings.HasPrefix(step, part) && part != "" {
		what, due, err = stepIn(first, "今天"+step, r.o.Now, r.o.Work)
	}
	if err != nil || due == nil {
		return what, due, err
	}
	day := *due
	if rest, at, err := stepIn(first, what, r.o.Now, r.o.Work); day.Clock == "" && err == nil && at != nil && hourHan.MatchString(what) {
		what, day.Clock = rest, at.Clock
	}
	if !hourHan.MatchString(step) && day.Clock != "" {
		day.Clock = ""
		if part := partHan.FindString(step); !strings.HasPrefix(what, part) {
			what = part + what
		}
	}
	return what, &day, nil
}

var (
	hourHan    = reads(`[\d零一二两三四五六七八九十](?:点|时|:)|\d ?[ap]m`)
	partHan    = reads(`早上|早晨|上午|中午|下午|傍晚|晚上|今晚|晚间`)
	dayNamed   = reads(`^\d{1,2}月\d{1,2}[日号]`)
	stepTail   = reads(`[\s，,。]*(?:帮我)?(?:记一下|记下|记着)[。.\s]*$|[\s🙏👍💪🙂]+$`)
	emptyParts = reads(`[（(]\s*[)）]`)
)

// partsOfPlan splits what is to be done at the numbers of a list, or at clauses that begin with a day of their own.
func (r *saidReader) partsOfPlan(from, to int) (parts []string) {
	start := from
	for _, m := range stepBreak.FindAllStringSubmatchIndex(r.line[from:to], -1) {
		parts, start = append(parts, r.line[start:from+m[0]]), from+m[1]
	}
	if len(parts) > 0 {
		return append(parts, r.line[start:to])
	}
	for _, c := range r.clauses {
		if c.start <= start || c.start >= to || !c.plan || r.onlyDayHan(c) || !r.dayComes(c, 0) {
			continue
		}
		if before := strings.TrimSpace(stepLead.ReplaceAllString(r.line[start:c.start], "")); before != "" {
			parts, start = append(parts, r.line[start:c.start]), c.start
		}
	}
	return append(parts, r.line[start:to])
}

// kindHan takes the kind of contact: a word that names one, or else a verb of talk.
func (r *saidReader) kindHan() {
	for _, words := range [][]hanWord{strongHan, weakHan} {
		found := r.each(func(c *scan, in clause) bool {
			at := c.i
			kind, ok := c.talkHan(words)
			if !ok && &words[0] == &strongHan[0] {
				c.i = at
				kind, ok = c.actWord()
			}
			if !ok || kind == "note" && strings.TrimSpace(r.line[:at]) != "" || r.intoName(at, c.i) {
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
}

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
		"visit":   "拜访 拜会 上门 登门 来访 参观 考察 驻场 勘察 勘测 现场 实地 走访 去了趟 去了一趟 跑了趟 出来 拜防 拜仿",
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

func (c *scan) talkHan(words []hanWord) (kind string, ok bool) {
	for _, t := range words {
		if c.eat(t.word) {
			c.eatAny("了", "过")
			return t.kind, true
		}
	}
	return "", false
}

// notLengthHan stands before a length that is not the contact's.
var notLengthHan = reads(`(每天|每次|每|要求|提前|超过|间隔|至少|周|星期|礼拜|-)$`)

// lengthHan takes how long it was.
func (r *saidReader) lengthHan() {
	r.each(func(c *scan, in clause) bool {
		at := c.i
		minutes, ok := c.lengthOfHan()
		if !ok {
			h := header{scan: *c, o: LogOptions{Now: r.o.Now, Work: r.o.Work}, l: &Log{Kind: "call", About: "x"}}
			minutes, ok = h.clockRange()
			c.i = h.i
		}
		if !ok || minutes <= 0 || minutes > maxMinutes || c.momentGoesOn() || notLengthHan.MatchString(r.plain[:at]) {
			return false
		}
		r.said.Minutes = minutes
		r.take(at, c.i)
		return true
	})
}

func (c *scan) lengthOfHan() (minutes int, ok bool) {
	at := c.i
	for _, l := range spokenHan {
		if c.eatAny(l.words...) >= 0 {
			return l.minutes, true
		}
	}
	if minutes, ok = c.duration(); !ok {
		c.i = at
	}
	return minutes, ok
}

// spokenHan are lengths that are said only in talk.
var spokenHan = []struct {
	minutes int
	words   []string
}{
	{60, []string{"个把小时", "个把钟头", "一个钟头", "一个钟"}}, {90, []string{"一个半钟"}}, {30, []string{"半个钟"}},
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
		alone := smallWords(r.line[in.start:c.i]) && smallWords(r.line[d.i:in.end]) && (in.start == 0 || c.i > r.pieces[0].end)
		if !alone && !r.beforeHead(d.i, in) || c.i > in.start && !smallWords(r.line[in.start:c.i]) && !r.besides(c.i, d.i) {
			return false
		}
		m := f.at(d)
		r.said.On = &m
		r.take(c.i, d.i)
		return true
	})
	return err
}

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

var budgetHan = reads(`预算(?:有|是|为|在|只有|只|大概|大约|约|差不多|[:： ])*`)

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
		if !c.plan {
			keep(c.start, min(c.end, max(c.start, start)))
			keep(max(c.start, min(end, c.end)), c.end)
		}
	}
	var parts []string
	for _, k := range kept {
		parts = append(parts, strings.Trim(r.line[k.start:k.end], " \t\n,，、:：;；.。-–—`*\"“”『』（）"))
	}
	r.said.Note = strings.Join(append(parts, r.further...), "，")
}

// okSaid is a note of one word.
var okSaid = reads(`(?i)^\P{L}*ok\P{L}*$`)

// readBetween reports whether the head or a plan stands between two places.
func (r *saidReader) readBetween(from, to, start, end int) bool {
	return from < end && start < to || slices.ContainsFunc(r.clauses, func(c clause) bool { return c.plan && from <= c.start && c.start < to })
}

// triedHan tells of a try that reached nobody, offHan of a contact that was called off.
var (
	triedHan = reads(`没人?接|没有接|未接|没打通|打不通|没通|无人接听|无人应答|占线|关机|没联系上|联系不上|没见到人|没见着人|没见着$|扑了?个?空|没约上|不在服务区|` +
		`被挂|语音信箱|没回(复|信|我)?$|一直没回|放.{0,3}鸽子|爽约|白跑|没来$`)
	offHan   = reads(`取消|改期|延期|推迟|没开成|没去成|没见成|改约|改到`)
	afterAll = reads(`终于|照开|照常|没取消|未取消|后来.*(通|见)了`)
)

// outcomeHan says whether anybody was reached, and whether anything happened at all.
func (r *saidReader) outcomeHan() {
	s := &r.said
	rest := ""
	for _, c := range r.clauses {
		if !c.plan {
			rest += r.masked(c.start, c.end) + "，"
		}
	}
	step := s.Next != "" || s.NextDue != nil
	reached := s.Minutes > 0 || afterAll.MatchString(rest)
	switch off := offHan.MatchString(r.line); {
	case reached:
	case triedHan.MatchString(rest) || triedHan.MatchString(strings.Trim(rest, "，")):
		s.Tried = true
	case off && step:
		s.Planned = true
	case off && !sentHan[s.Kind]:
		s.Tried = true
	case step && (s.Kind == "" || smallWords(strings.ReplaceAll(rest, "\x00", ""))):
		s.Planned = true
	}
	switch {
	case s.Planned:
		s.Kind = ""
	case s.Tried:
		if s.Kind == "" || s.Kind == "note" {
			s.Kind = "call"
		}
		if s.Note == "" {
			s.Note = strings.TrimSpace(r.line)
		}
	}
}

// sentHan are kinds that take place by being sent, whatever they tell of.
var sentHan = map[string]bool{"email": true, "message": true, "note": true}
