package phrase

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"dealdesk/sales"
	"dealdesk/sales/calendar"
)

// planMarkHan announces what is to be done: all the sentence behind it.
var planMarkHan = reads(`(?:麻烦|请)?提醒我|下一步(?:计划)?|下步|待办|^(?:后续|接下来|会后|之后|后面)|^(?:我们?|那|先|你|帮我)*(?:回头|记得|别忘了|改天|改日)`)

// remindHan wants to be reminded.
var remindHan = reads(`^(?:麻烦|请|记得|你)*提醒(?:一下)?我(?:一下)?(?:要|去)?`)

// planHan returns where in a clause the words begin that say what is to be done by us. marked means that they
// say so, and that the rest of the sentence is part of it.
func (r *saidReader) planHan(i int) (at int, marked, ok bool) {
	c := r.clauses[i]
	text := r.plain[c.start:c.end]
	if strings.Count(r.line[:c.start]+text, "“") > strings.Count(r.line[:c.start], "”") { // somebody's words
		return 0, false, false
	}
	if m := planMarkHan.FindStringIndex(text); m != nil && !noStepHan.MatchString(text) {
		if m[0] > 0 && remindHan.MatchString(text[m[0]:]) && r.onlyDayHan(clause{start: c.start, end: c.start + m[0]}) { // 周五提醒我
			return c.start, true, true
		}
		return c.start + m[0], true, true
	}
	if triedHan.MatchString(text) {
		return 0, false, false
	}
	if m := againHan.FindStringIndex(text); m != nil {
		return c.start + m[0], false, true
	}
	if at, ok = r.dayDeed(c); ok {
		return at, false, true
	}
	return c.start, false, i+1 < len(r.clauses) && !c.stops && oursToDo.MatchString(text) && deedHan.MatchString(text) &&
		r.onlyDayHan(r.clauses[i+1])
}

// oursToDo begins what we have to do, whose day follows.
var oursToDo = reads(`^(我|我们|咱们|这边|我这边)*(需要|得|要|先|必须)`)

var (
	noStepHan = reads(`(不用|无需|不必|没有?|无)(再)?(下一步|后续|跟进)`)
	againHan  = reads(`^(我|我们)?(今天)?(早上|上午|中午|下午|傍晚|晚上|今晚|晚点|晚些|稍后|过会儿?|一会儿?|等会儿?|等下|回头|改天|过[一二两三四五六七八九十几]天)?(我|我们)?(再|重新)` +
		`(打|试|联系|问|约|去|拨|来|跟进|发|催)\P{Han}*([^了过]*)$`)
)

// What stands before and behind the day of our plans, with each byte of a name as \x00.
var (
	oursBefore = reads(`(?:我们|我|咱们?|这边|会|要|得|先|就|那|需要|准备|打算|计划|争取|再|尽量|约了|约好了?|约定|约[他她]们?|约|跟|和|与|给|请|把|去|让|叫|到|的人|的|客户|\x00)*$`)
	theirsDay  = reads(`(?:(?:^|[^约])[他她]|它|对方|客户|人家|老板|说|问|表示|讲|希望|称|听)[^我咱]*$`)
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
		case theirsDay.MatchString(before), theirsThen.MatchString(behind),
			nameAlone.MatchString(before) && (len(r.clauses) > 1 || mayHan.MatchString(behind)),
			pastHan.MatchString(behind), strings.HasPrefix(behind, "\x00") && !theyCome.MatchString(behind):
		case deedHan.MatchString(behind), onlyPlace.MatchString(before):
			return c.start + oursBefore.FindStringIndex(before)[0], true
		}
		i += max(0, r.dayEnd(c, i)-1) // and the 周三 of 下周三 is no other day
	}
	return 0, false
}

// mayHan stands behind a day in a guess: 智云年底前能签.
var mayHan = reads(`^(?:前|之前)?(?:能|会|可能|应该|才)`)

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
	later := f.clock > hour*60+minute || strings.Contains(d.s[i:d.i], "前") || strings.HasPrefix(d.s[d.i:], "下班") ||
		strings.HasPrefix(d.s[d.i:], "之前")
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
	if _, dated := r.dayDeed(c); !dated && r.onlyDayHan(next) ||
		dated && partNext.MatchString(r.plain[next.start:next.end]) && !doneHan.MatchString(r.plain[next.start:next.end]) {
		return true
	}
	if _, again, ok := r.planHan(i + 1); ok && !marked && !again {
		return false
	}
	return marked || r.onlyDayHan(next)
}

// partNext begins what is done on the same day: 明天去智云，中午跟他们吃饭.
var partNext = reads(`^\s*(?:上午|中午|下午|傍晚|晚上|然后|再)(?:我们?|再|要|得)*(?:去|跟|和|与|陪|请|见|约)`)

var inList = reads(`^\s*[1-9一二三四五](?:[.、．)）]|$)`)

// stepLead are the words in front of a step that are no part of it.
var stepLead = reads(`^(?:[\s，,：:。；;]|麻烦|请|提醒我|下一步(?:计划)?|下步|待办|后续|接下来|会后|回头|记得|别忘了|要做.件事|准备|打算|计划|会|需要|我们?|得|要|[1-9一二三四五][.、．)）])+`)

// agreedOn stands before the day of a step: 约好了5号.
var agreedOn = reads(`^(?:约|说|定)好?了?(\d|周|星期|礼拜|下|明|后天)`)

// stepBreak is where one of several steps begins.
var stepBreak = reads(`[\s，,；;。、]+(?:[1-9][.、．)）]|[一二三四五][、.])\s*`)

// addSteps reads one step or several.
func (r *saidReader) addSteps(from, to int) error {
	for _, part := range r.partsOfPlan(from, to) {
		lead := stepLead.FindString(part)
		step := agreedOn.ReplaceAllString(strings.TrimSpace(part[len(lead):]), "$1")
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
		what = askedOfUs.ReplaceAllString(r.behindName(remindHan.ReplaceAllString(what, "")), "$1")
		what = strings.Trim(emptyParts.ReplaceAllString(stepTail.ReplaceAllString(what, ""), ""), " ，,。.：:；;、")
		if due != nil && (sales.Filled(what) == "" || loneVerb.MatchString(what)) { // 过三天再问问, 周五去
			what = strings.Trim(step, " ，,。.：:；;、")
		}
		if short := putOffHan.ReplaceAllString(what, ""); short != what {
			what, r.said.Moved = short, true
		}
		if what == "" || noWhat.MatchString(what) || r.said.Moved && r.onlyName(what) {
			r.scraps = true
		}
		r.step(step, what, due)
	}
	return nil
}

// askedOfUs are the words in front of what a customer wants done, or what we must do: 让我给个报价, 要把方案给他们.
var askedOfUs = reads(`^(?:(?:让|叫|要|请)我们?(?:再|尽快)?|(?:我们?)?(?:需要|必须|得|要)(把|给|发|寄|提交|补|找|约))`)

// behindName is a step without the customer's name in front, where somebody else is told to take it: 智云让我给个报价.
func (r *saidReader) behindName(what string) string {
	for _, s := range r.spots {
		if rest, ok := strings.CutPrefix(what, r.line[s.Start:s.End]); ok && askedOfUs.MatchString(rest) {
			return rest
		}
	}
	return what
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
		if c.start <= start || c.start >= to || !c.plan || r.onlyDayHan(c) || !r.dayComes(c, 0) ||
			partNext.MatchString(r.plain[c.start:c.end]) {
			continue
		}
		if before := strings.TrimSpace(stepLead.ReplaceAllString(r.line[start:c.start], "")); before != "" {
			parts, start = append(parts, r.line[start:c.start]), c.start
		}
	}
	return append(parts, r.line[start:to])
}

// triedHan tells of a try that reached nobody, offHan of a contact that was called off.
var (
	triedHan = reads(`没人?接|没有接|(?:电话|手机|座机)(?:都|也|就|一直|总是?|又|老是?)*不接|(?:微信|消息|短信|信息|邮件|钉钉|留言)(?:都|也|就|一直|总是?|又|老是?)*` +
		`(?:不回|没人?回|没有回|未回)复?(?:$|[，。,.！!])|不接(?:我们?的?)?电话|不回(?:我们?的?)?(?:微信|消息|信息|短信|邮件)|未接|没打通|打不通|没通|无人接听|无人应答|空号|没响|(?:电话|手机)\x00*[^，。,.]{0,4}(?:一直|总是?|老)?(?:在)?忙[线音]?(?:$|[，。,.])|退信|拉黑|占线|关机|没联系上|联系不上|没见到人|` +
		`没见着人|没见着$|扑了?个?空|没约上|不在服务区|` +
		`(?:^|[\s，,\x00])(?:一直)?不回(?:我们?|复|消息|信息)*(?:$|[\s，。,.！!])|被.{0,12}挂(?:了|断|电话)|挂了?我们?的?电话|电话(?:就|直接|给|被)*挂(?:了|断|掉)|挂断了|[没刚][^，。,.]{0,6}就(?:被)?挂|语音信箱|没回(复|信|我)?$|一直没回|放.{0,3}鸽子|爽约|白跑|没来$`)
	offHan = reads(`取消|改期|延期|推迟|没开成|没去成|没见成|改约|改到|会不开了|不开会了|开不了会|来不了`)
	// offBeforeHan is called off beforehand: nobody tried anything.
	offBeforeHan = reads(`取消了`)
	afterAll     = reads(`终于|照开|照常|没取消|未取消|差点儿?没|后来.*(通|见)了`)
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
	reached := !r.brokeOff() && (s.Minutes > 0 || afterAll.MatchString(rest))
	switch off := offHan.MatchString(r.line); {
	case reached:
	case triedHan.MatchString(rest) || triedHan.MatchString(strings.Trim(rest, "，")), r.brokeOff():
		s.Tried, s.Minutes = true, 0
	case offBeforeHan.MatchString(rest):
		s.Kind, s.On, s.Next, s.NextDue, s.Note = "note", nil, "", nil, strings.TrimSpace(r.line)
	case off && step:
		s.Planned = true
	case off && !sentHan[s.Kind]:
		s.Tried = true
	case !step && s.On == nil && laterToday.MatchString(r.plain) && !doneHan.MatchString(r.plain):
		day := calendar.DateOf(r.o.Now)
		s.Planned, s.Next, s.NextDue, s.Note = true, strings.Trim(r.line, " .。!！"), &Moment{Date: day}, ""
	case !step && s.Note == "" && s.On == nil && orderHan.MatchString(r.plain) && !toldHan.MatchString(r.plain):
		s.Planned, s.Next = true, strings.Trim(r.line, " .。!！")
	case step && (s.Kind == "" || !didHanNow.MatchString(rest) && smallWords(strings.ReplaceAll(rest, "\x00", ""))):
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
