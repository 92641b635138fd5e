package phrase

import (
	"slices"
	"strconv"
	"strings"

	"dealdesk/sales"
)

// Lines that tell of contacts with several customers.

// EachOf are the lines of a contact with two customers or more that a line names one behind the other, one for
// each: "rang Acme, Dell and Nokia about prices", or of two that each have a contact of their own. It is nil for all
// other lines.
func EachOf(line string, spots []Spot) (lines []string, of []Spot) {
	if lines, of = OwnOf(line, spots); lines != nil {
		return lines, of
	}
	of = nil
	for _, s := range spots {
		if s.ID == "" || s.Person || slices.ContainsFunc(of, func(o Spot) bool { return o.ID == s.ID }) {
			continue
		}
		if n := len(of); n > 0 && !listJoin.MatchString(line[of[n-1].End:s.Start]) {
			break
		}
		of = append(of, s)
	}
	if len(of) < 2 {
		return nil, nil
	}
	behind := eachWord.ReplaceAllString(line[of[len(of)-1].End:], "")
	for _, s := range of {
		lines = append(lines, strings.TrimSpace(line[:of[0].Start]+line[s.Start:s.End]+behind))
	}
	return lines, of
}

var (
	listJoin = reads(`(?i)^[\s,，、;；&+/]*(?:and|plus|as well as|和|与|跟|及|以及|还有)?[\s,，]*(?:also )?(?:with |at )?$`)
	eachWord = reads(`(?i)\s*\b(?:each|apiece|respectively)\b|每家|各家?|分别|都`)
)

// OwnOf are the two lines of a line that says of two customers what was done with each, and perhaps what both said:
// "saw Acme this morning and called Nokia, both want a demo". It is nil for all other lines.
func OwnOf(line string, spots []Spot) (lines []string, of []Spot) {
	for _, s := range spots {
		if s.ID != "" && !s.Person && !slices.ContainsFunc(of, func(o Spot) bool { return o.ID == s.ID }) {
			of = append(of, s)
		}
	}
	if len(of) != 2 || len(line) > longestMove {
		return nil, nil
	}
	between, behind, tail := line[of[0].End:of[1].Start], len(line), ""
	if both := bothSay.FindStringIndex(line[of[1].End:]); both != nil {
		behind = of[1].End + both[0]
		tail = ", " + strings.TrimLeft(line[behind:], ownEdges)
	}
	for _, joint := range ownJoint.FindAllStringIndex(between, -1) {
		if ownContact(between[joint[1]:]) {
			first, second := line[:of[0].End+joint[0]], line[of[0].End+joint[1]:behind]
			return []string{strings.Trim(first, ownEdges) + tail, strings.Trim(second, ownEdges) + tail}, of
		}
	}
	return nil, nil
}

// TimedOf are the lines of a line that says of several customers how long the contact with each was: "called Acme 15 min
// in the morning and Bell 10 min in the afternoon", 打了华星15分钟，绿源10分钟. It is nil for all other lines.
func TimedOf(line string, spots []Spot) (lines []string, of []Spot) {
	for _, s := range spots {
		if s.ID != "" && !s.Person && !slices.ContainsFunc(of, func(o Spot) bool { return o.ID == s.ID }) {
			of = append(of, s)
		}
	}
	if len(of) < 2 || len(line) > len(of)*longestMove/2 {
		return nil, nil
	}
	from := 0
	for i, s := range of {
		end, next := len(line), 0
		if i+1 < len(of) {
			joint := lastJoint(line[s.End:of[i+1].Start])
			if joint == nil {
				return nil, nil
			}
			end, next = s.End+joint[0], s.End+joint[1]
		}
		part := line[from:end]
		if n := lengths(part); n != 1 && (n > 0 || minutesBehind(line[s.End:]) == 0) {
			return nil, nil
		}
		lines, from = append(lines, strings.TrimLeft(strings.Trim(part, ownEdges), "-•* ")), next
	}
	return lines, of
}

// lastJoint is where one contact ends and the next begins in what stands between two customers, nil if it does nowhere.
func lastJoint(between string) []int {
	for _, joint := range []pattern{ownJoint, spaceJoint} {
		if all := joint.FindAllStringIndex(between, -1); len(all) > 0 {
			return all[len(all)-1]
		}
	}
	return nil
}

// spaceJoint parts two contacts where no mark and no word does.
var spaceJoint = reads(`\s*\n\s*|\s+`)

// minutesBehind is the length that is named without its unit right behind a customer: Acme for 20 and they agreed.
func minutesBehind(text string) int {
	m := forBare.FindStringSubmatch(startOfText(text))
	if m == nil {
		return 0
	}
	n, _ := strconv.Atoi(m[1])
	if n > longestAlone {
		return 0
	}
	return n
}

var forBare = reads(`(?i)^ for (\d{1,3})(?:$|[,.;]| (?:and|but|this|in|today|yesterday|they|we|he|she)\b)`)

// twoTimed are the parts of a line with a length for each of two customers that are said in another order: "20 min call
// Acme, 30 min call Nokia", "called Acme 15m and then Nokia for 10".
func (r *saidReader) twoTimed() []string {
	for _, o := range r.said.Others {
		if o.ID == "" || o.Person || r.said.Minutes == 0 || o.Start < r.said.Spot.End {
			continue
		}
		from := r.said.Spot.End
		joints := ownJoint.FindAllStringIndex(r.line[from:o.Start], -1)
		if len(joints) == 0 {
			continue
		}
		last := joints[len(joints)-1]
		if before := r.line[from+last[1] : o.Start]; timedBefore.MatchString(before) || timedBehind.MatchString(r.line[o.End:]) {
			return []string{strings.Trim(r.line[:from+last[0]], ownEdges), strings.Trim(r.line[from+last[1]:], ownEdges)}
		}
	}
	return nil
}

var (
	timedBefore = reads(`(?i)^\d{1,3} ?(?:m|mins?|minutes?|h|hrs?|hours?)?\b (?:\w+ ){0,3}$`)
	timedBehind = reads(`(?i)^\s+for (?:\d{1,3}|an? (?:hour|half))\b`)
)

// severalNamed reports whether two customers or more are named.
func severalNamed(spots []Spot) bool {
	return slices.ContainsFunc(spots, func(s Spot) bool { return !s.Person && s.ID != spots[0].ID })
}

// todayDone reports whether a text that tells of yesterday and of today tells of today as done, too, so that it may be no
// stand-up: "visited Acme yesterday and Nokia today", 昨天去了华星 今天去了智云.
func todayDone(text string) bool {
	if standupLead.MatchString(text) {
		return false
	}
	heads := headsOfStandup(text)
	if len(heads) != 2 {
		return false
	}
	for i, h := range heads {
		if h.question == sales.AskBlockers || strings.ContainsAny(text[h.start:h.end]+firstRune(text[h.end:]), ":：") {
			return false
		}
		if h.question != sales.AskPlan {
			continue
		}
		end := len(text)
		if i == 0 {
			end = heads[1].start
		}
		if part := text[h.end:end]; strings.Trim(part, emptyMarks) == "" {
			return i > 0 && past.MatchString(text[:h.start])
		} else {
			return toldToday.MatchString(part)
		}
	}
	return false
}

// ToldAsDone reports whether a stand-up in one breath tells of today as done, so that it is only asked whether it is one.
func ToldAsDone(text string) bool { return todayDone(text) }

// toldToday begins what was done today.
var toldToday = reads(`(?i)^\W*(?:i |we |just |already |have |'ve )*(?:called|rang|phoned|visited|met|saw|emailed|mailed|messaged|texted|` +
	`spoke|talked|went|had|did|sent)\b|` +
	`^[^，。；,;]{0,20}(?:去|拜访|访|电话|打|见|聊|发|谈|通|开|做|系|演示|吃|喝|写|完)(?:了|过)(?:[^解]|$)`)

const ownEdges = " ,，;；.。、"

// ownContact reports whether a text is a contact of ours and nothing else, up to with whom it was.
func ownContact(text string) bool {
	for c := (scan{s: text}); !c.done(); c.passNumber() {
		c.spaces()
		at := c.i
		_, ok := c.actWord()
		for _, read := range []func() (string, bool){c.talkWord, func() (string, bool) { return c.talkHan(strongHan) },
			func() (string, bool) { return c.talkHan(weakHan) }} {
			if !ok {
				c.i = at
				_, ok = read()
			}
		}
		if ok && smallWords(ownDay.ReplaceAllString(text[:at], "")) && smallWords(text[c.i:]) {
			return true
		}
		c.i = at
	}
	return smallWords(ownGive.ReplaceAllString(text, "")) && ownGive.MatchString(text)
}

var (
	ownJoint = reads(`(?i)\s*(?:[,;，；。\n]|\.\s)\s*(?:and |then |also |later |afterwards )*|\s+(?:and|then|and then)\s+|又|然后|接着|随后`)
	ownDay   = reads(`(?i)\b(?:yesterday|monday|tuesday|wednesday|thursday|friday|then|also|later)\b|昨天|前天|周[一二三四五]|随后|接着`)
	// ownGive stands before a customer whom something was done for: 下午给天合打了电话.
	ownGive = reads(`(?:给|跟|和|与|同)$`)
	// bothSay begins what two customers said or did.
	bothSay = reads(`(?i)[\s,;.，；。、]+(?:and )?(?:both|they both|neither)\b|[\s,;.，；。、]*(?:两边|两家|双方|两个客户|他们两家)(?:都|也都|均)?`)
)

// Names that are joined to a customer in a line: "called Acme and Lumen about prices", 拜访绿源环保和华星.
var (
	andLatin = reads(`^\s*(?:and|&|\+)\s+(?:with |at )?((?:\p{Lu}[\p{L}\d&'’-]+)(?:\s+\p{Lu}[\p{L}\d&'’-]+)*)(?:\W*$|[,.;:]|\s+(?:\d|` +
		`(?:about|for|at|` +
		`on|yesterday|today|this|last|together|re|regarding|both|each|with)\b))`)
	latinAnd = reads(`\b(?:called|rang|phoned|met|visited|saw|emailed|with|to|` +
		`at)\s+((?:\p{Lu}[\p{L}\d&'’-]+)(?:\s+\p{Lu}[\p{L}\d&'’-]+)*)\s+(?:and|&|\+)\s+$`)
	andHan  = reads(`^(?:和|与|跟|及|以及|还有|、)(\p{Han}{2,8}?` + companyEnd + `)(?:$|\P{Han}|各|都|打|聊|通|开|谈|见|的|一起|沟通|演示)`)
	hanAnd  = reads(`(?:拜访|走访|回访|见|给|跟|和|去|电话|联系|^)了?(\p{Han}{2,8}?` + companyEnd + `)(?:和|与|跟|及|以及|还有|、)$`)
	notName = reads(`(?i)^(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|^(?:january|february|march|april|may|june|july|august|` +
		`september|october|november|december|i|we|they|he|she)\b`)
)

const companyEnd = `(?:环保|科技|集团|公司|物流|银行|电子|食品|机械|地产|置业|能源|医药|制药|贸易|教育|实业|重工|化工|建材|餐饮|酒店|传媒|投资|证券|保险|纺织|` +
	`服饰|家居|钢铁|航空|电器|股份|软件|网络|信息|数据|光能|电气|汽车|医院|大学|学校)`

// AndUnknown is the name in a line that is joined to a customer and may be another one, whom nobody knows yet.
func AndUnknown(line string, spots []Spot) (name string, known Spot) {
	for i, s := range spots {
		if s.ID == "" || s.Person {
			continue
		}
		behind, before := line[s.End:], line[:s.Start]
		if i+1 < len(spots) {
			behind = line[s.End:spots[i+1].Start]
		}
		if i > 0 {
			before = line[spots[i-1].End:s.Start]
		}
		behind, before = startOfText(behind), endOfText(before)
		for _, m := range [][]string{andLatin.FindStringSubmatch(behind), andHan.FindStringSubmatch(behind),
			latinAnd.FindStringSubmatch(before), hanAnd.FindStringSubmatch(before)} {
			if m != nil && PlausibleName(m[1]) && !noCompany.MatchString(m[1]) && !notName.MatchString(m[1]) && KindAlone(m[1], nil) == "" {
				return m[1], s
			}
		}
	}
	return "", Spot{}
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
	// 王经理 may be known, and be another one: 和王经理谈了智云那个项目
	if i := slices.IndexFunc(r.said.Others, func(o Spot) bool { return o.ID != "" && !o.Person }); i >= 0 && first.Person && first.ID != "" &&
		first.ID != r.said.Others[i].ID && dealOf.MatchString(r.plain[r.said.Others[i].End:]) {
		o := r.said.Others[i]
		r.said.Spot, r.said.Others = o, []Spot{}
		r.said.About, r.said.Certain = r.line[o.Start:o.End], false
		r.said.Note = strings.TrimSpace(r.line)
		return
	}
	if len(fits) > 1 {
		r.said.Spot = Spot{Start: first.Start, End: first.End, Fits: fits}
	}
}

// dealOf stands behind a customer whose business was talked about: 谈了智云那个项目.
var dealOf = reads(`^(?:的|那个?|这个?|那边的?)*(?:项目|单子|商机|合同|事|续约|方案)`)

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
