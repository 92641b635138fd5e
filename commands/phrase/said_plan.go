package phrase

import (
	"cmp"
	"slices"
	"strings"

	"dealdesk/sales"
	"dealdesk/sales/calendar"
)

// planLead are the words in front of what is to be done, which are no part of it.
var planLead = reads(`(?i)^\s*(?:and|so|then|but|ok|now|also)?\s*(?:(?:i |we )?must remember to|(?:i|` +
	`we)(?:'ll|’ll| will| need to| have to| must| should|'m going to| am going to|` +
	`'m gonna| gotta|'ve got to|’ve got to)|got to|(?:i|we)(?:'m|'re| am| are)(?: seeing| meeting| visiting)?|will|need to|` +
	`needs to|have to|must|gotta|` +
	`going to|gonna|remind me to|remember to|` +
	`don'?t forget to|to ?do\b:?|nxt\b:?|next( steps?)?:?|let'?s)\s+`)

var planTail = reads(`(?i)[\s,]*(pls|please|thx|[\x{1F300}-\x{1FAFF}]|\s)+$`)

// A plan begins a clause with these words, or stands within one behind them.
var (
	planBegins = reads(`(?i)^\s*(?:and |so |then |but |ok |now |also )*(?:(?:i|we)(?:'ll|’ll| will| need to|` +
		` have to| must| should|'m going to| am going to|'re going to|` +
		` gotta)\b|(?:i'm|i am|we're|we are)? ?(?:seeing|meeting|visiting|calling) \S|will\b|must\b|cb\b|need to\b|have to\b|` +
		`(?:(?:i|we)(?:'ve|’ve| have) )?got to\b|gotta\b|going to\b|gonna\b|remind me to\b|` +
		`remember to\b|don'?t forget to\b|to ?do\b|nxt\b|next( steps?)?:|follow(ing)? ?up\b|chase\b|(call|ring|phone) ?(them|` +
		`him|her)? ?(back|bk)\b|` +
		`try again\b|get back to\b|let'?s\b)`)
	planWithin = reads(`(?i)(?:^|\s)((?:i'll|i will|we'll|we will|i need to|need to|will (?:send|snd|call|` +
		`ring|email|follow|get|try|come|go|visit|book|prepare|draft|chase|write|` +
		`share|check|do|put|drop|bring)|next (?:send|call|ring|email|visit|book|prepare|draft|chase)|nxt:?|todo:?|to do:?|next steps?:|` +
		`next:|try again|call bk|call back|follow up)\s)`)
	// ownToDo is to be done by whoever says it, even without a day.
	ownToDo = reads(`(?i)^\s*(?:(?:i|we)(?:'ve| have)? )?(?:need to|got to|gotta|gonna|remember to|don'?t forget to|remind me to|` +
		`to ?do:?)\s|^\s*(?:(?:i|we)(?:'ll|’ll| will)|will) (?:` + strings.Join(stepVerbs, "|") + `)\s`)
	theirWords = reads(`(?i)\b(they|he|she|it|who|that|which|customer|client|someone|nobody|you|team|we)(’|')?$`)
)

// planAt returns where in a clause the words begin that say what is to be done by us.
func (r *saidReader) planAt(c clause, i int) (at int, ok bool) {
	text := inFull(r.text(c))
	switch {
	case c.plan:
		return c.start, true
	case planBegins.MatchString(text) && (i > 0 || r.aheadIn(text) || len(r.spots) > 0 && ownToDo.MatchString(text)):
		return c.start, true
	case r.dayThenDeed(text):
		return c.start, true
	}
	if (i > 0 || len(r.spots) == 0) && stepVerb.MatchString(text) && r.aheadIn(text) {
		return c.start, true
	}
	text = r.text(c)
	if m := planWithin.FindStringSubmatchIndex(text); m != nil && m[2] > 0 && !sentUp.MatchString(text) &&
		!theirWords.MatchString(strings.TrimSpace(text[:m[2]])) &&
		!r.nameBefore(c.start+m[2]) {
		if r.onlyDay(clause{start: c.start, end: c.start + m[2]}) { // tomorrow I'll visit Acme at 11
			return c.start, true
		}
		return c.start + m[2], true
	}
	return 0, false
}

var stepVerb = reads(`(?i)^\s*(` + strings.Join(stepVerbs, "|") + `|snd|re-?send|quote)\b`)

// sentUp is a mail that was sent: its follow-up is no plan.
var sentUp = reads(`(?i)\b(?:sent|emailed|mailed|wrote)\b.*\bfollow[- ]?up\b`)

// nameBefore reports whether a customer or a person is named just before a place: what follows is their plan.
func (r *saidReader) nameBefore(at int) bool {
	for _, s := range r.spots {
		if s.End <= at && strings.TrimSpace(r.line[s.End:at]) == "" {
			return true
		}
	}
	return false
}

// aheadIn reports whether a text names a day to come, or a time.
func (r *saidReader) aheadIn(text string) bool {
	_, due, err := stepIn(r.dayFirst, text, r.o.Now, r.o.Work)
	return err == nil && due != nil
}

// Plain takes away what people put around a line: formatting, quotation marks, greetings and the words
// that ask for it to be written down.
func Plain(line string) string {
	line = strings.TrimSpace(forwarded.ReplaceAllString(line, ""))
	if label := ownLabel.FindString(line); label != "" {
		line = noKind.ReplaceAllString(strings.Trim(label, " []"), "") + " " + strings.TrimLeft(line[len(label):], " :：")
	}
	for again := true; again; {
		was := line
		for _, mark := range []string{"```", "**", "`", "*", "_", "~"} {
			if strings.HasPrefix(line, mark) && strings.Count(line, mark) > 1 {
				line = strings.TrimSpace(strings.Replace(strings.TrimPrefix(line, mark), mark, " ", 1))
			}
		}
		line = strings.TrimSpace(lead.ReplaceAllString(line, ""))
		again = line != was && line != ""
	}
	return tail.ReplaceAllString(line, "")
}

var lead = reads(`(?i)^(?:(?:@dealdesk|hey dealdesk|hi dealdesk|dealdesk|hey( there)?|hi( there)?|` +
	`hello( there)?|morning( all)?|ok so|okay so|so basically|basically|so|um+|uh+|er+|well|fyi|btw|` +
	`quick (?:one|update|note)|voice (?:note|memo)|update|/?sales log|/log|(?:i(?:'d|’d| would) like|i want(?:ed)?|i need) to ` +
	`(?:log|record|add|` +
	`put down|note)(?: an?\b)?|(?:(?:(?:could|can|would|will) you |please |kindly |pls )+(?:log|` +
	`record|register|put down|note down|note)|` +
	`log|record|register|put down|note down|note that)(?: (?:it|this|that|down|please|for me|the following|an?))*)\b` +
	`|那个|嗯+|呃|麻烦(你)?(帮我)?|请(帮我)?|帮我|记一下|記一下|记一笔|記一筆|记录一下|记录|記錄|登记一下|汇报一下|跟进|/sales log)([,，:：;；.…!\s–-]+|$|)`)

var tail = reads(`(?i)[\s,，.。!！?？]*(thx|thanks|thank you|cheers|pls|please|谢谢|多谢|🙏)[\s.!！。?？]*$`)

// plans takes the clauses that say what is to be done.
func (r *saidReader) plans() error {
	for i := 0; i < len(r.clauses); i++ {
		at, ok := r.planAt(r.clauses[i], i)
		if !ok {
			continue
		}
		if i > 0 && at == r.clauses[i].start && !r.clauses[i-1].plan && len(strings.Fields(r.text(r.clauses[i-1]))) <= 3 &&
			r.onlyDay(r.clauses[i-1]) { // tomorrow: visit Acme at 11
			at, r.clauses[i].start = r.clauses[i-1].start, r.clauses[i-1].start
			r.clauses = slices.Delete(r.clauses, i-1, i)
			i--
		}
		step := planTail.ReplaceAllString(r.line[at:r.clauses[i].end], "")
		step = dayAtDeed.ReplaceAllString(step, "$1 $3 at $2")
		if bad := impossible(step, r.o.Now); bad != "" && r.clauses[i].plan {
			return no("date.impossible", bad)
		}
		what, due, err := stepIn(r.dayFirst, inFull(step), r.o.Now, r.o.Work)
		if problem, no := sales.AsProblem(err); no && problem.Code != "next.empty" {
			return err
		} else if err != nil {
			continue
		}
		if c := r.clauses[i]; at > c.start {
			r.clauses = append(r.clauses[:i], append([]clause{{start: c.start, end: at}}, r.clauses[i:]...)...)
			i++
			r.clauses[i].start = at
		}
		r.clauses[i].plan = true
		what = strings.TrimSpace(planLead.ReplaceAllString(what, ""))
		what = strings.Trim(planTail.ReplaceAllString(what, ""), " ,，.。:：;")
		what, due = r.withClock(what, due)
		what, due = withoutClock(step, what, due)
		due = r.weekOn(step, due)
		r.step(step, what, due)
	}
	return nil
}

// weekOn is the day a week on, if a step names the weekday that is today: nobody calls today Tuesday.
func (r *saidReader) weekOn(step string, due *Moment) *Moment {
	if due == nil || due.Clock != "" || todaySaid.MatchString(step) || due.Date != calendar.DateOf(r.o.Now) ||
		!weekdayAlone.MatchString(step) {
		return due
	}
	day := *due
	day.Date = calendar.DateOf(r.o.Now.AddDate(0, 0, 7))
	return &day
}

var (
	// weekdayAlone is a weekday that ends a step.
	weekdayAlone = reads(`(?i)\b(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\s*[.!]?\s*$`)
	todaySaid    = reads(`(?i)\b(?:this|today|tonight)\b`)
)

// step keeps what is to be done: the first that has a day, or else the first. The note keeps the others as typed.
func (r *saidReader) step(text, what string, due *Moment) {
	if what == "" && due != nil && !strings.ContainsFunc(r.line, han) { // F/U: Wed
		what = "follow up"
	}
	text = strings.Trim(text, " ,.;，。；")
	switch first := &r.said; {
	case first.Next == "" && first.NextDue == nil:
	case first.NextDue == nil && due != nil: // the first with a day is the step
		first.Further = append(first.Further, r.stepText)
	default:
		first.Further = append(first.Further, text)
		return
	}
	r.said.Next, r.said.NextDue, r.stepText = what, due, text
}

// outcome says whether anybody was reached, and whether anything happened at all.
func (r *saidReader) outcome() {
	s := &r.said
	told := r.told()
	s.Done = s.Minutes > 0 || past.MatchString(told)
	planned := r.postponed() || s.Kind != "" && s.Kind != "note" && s.Minutes == 0 && (!past.MatchString(told) ||
		undone.MatchString(told)) && r.comes(told)
	failed := !planned && (r.failed() || r.brokeOff())
	switch {
	case planned:
	case failed && offBefore.MatchString(told):
		s.Kind, s.Minutes, s.On, s.Note = "note", 0, nil, strings.TrimSpace(r.line)
	case failed:
		s.Tried, s.Minutes = true, 0
		if s.Note = cmp.Or(s.Note, strings.TrimSpace(r.line)); triedTo.MatchString(s.Note) { // no sentence any more
			s.Note = strings.TrimSpace(r.line)
		}
		s.Kind = cmp.Or(s.Kind, "call")
	case s.Next == "" && s.NextDue == nil || s.Minutes > 0:
		if s.Kind != "" && s.Minutes == 0 && (s.Note == "" && !s.Done && bareOrder.MatchString(told) || callBack.MatchString(told)) {
			s.Planned, s.Next, s.Kind = true, strings.Trim(told, " .,;!"), ""
		}
	case s.Kind == "" || smallWords(told):
		s.Planned, s.Kind = true, ""
	}
}

// bareOrder is nothing but an order to oneself: call Acme.
var bareOrder = reads(`(?i)^\s*(call|ring|phone|email|visit|meet|text|message)\b`)

// told is what the line says besides plans.
func (r *saidReader) told() (text string) {
	for _, c := range r.clauses {
		if !c.plan {
			text += r.text(c) + " "
		}
	}
	return text
}

// failed reports whether nobody was reached, or nothing took place. Behind a contact with a length only a
// clause of its own says so: "20m, no answer yet on price" is news.
func (r *saidReader) failed() bool {
	for i, c := range r.clauses {
		text := r.text(c)
		if c.plan || !notReached.MatchString(text) && !fellThrough.MatchString(text) &&
			!(triedTo.MatchString(text) && i == 0 && r.said.Minutes == 0) {
			continue
		}
		if r.said.Minutes == 0 || r.holdsHead(c) || len(strings.Fields(text)) <= 4 {
			return !heldAfterAll.MatchString(plainly(r.line)) && !reachedAfterAll.MatchString(r.line)
		}
	}
	return false
}

// holdsHead reports whether the customer is named in a clause.
func (r *saidReader) holdsHead(c clause) bool {
	return c.start <= r.said.Spot.Start && r.said.Spot.Start < c.end
}

// postponed reads a contact that was put off to a day.
func (r *saidReader) postponed() bool {
	if r.said.Minutes > 0 || !moved.MatchString(r.told()) || r.said.Kind == "" {
		return false
	}
	return r.comes(r.told())
}

// comes takes a contact on a day to come, or at a time, as the next step, in the words that were typed. Without
// told it only looks for such a day.
func (r *saidReader) comes(told string) bool {
	var what []string
	var due *Moment
	anywhere := told == "" || undone.MatchString(told)
	for _, c := range r.clauses {
		if c.plan {
			continue
		}
		text := r.text(c)
		if due == nil && (anywhere || r.holdsHead(c) || r.onlyDay(c)) {
			if rest, on := r.dueIn(c); on != nil {
				due, text = on, trailing.ReplaceAllString(rest, "")
			}
		}
		what = append(what, strings.Trim(text, " ,.;"))
	}
	if due == nil || told == "" {
		return due != nil
	}
	what = slices.DeleteFunc(what, func(text string) bool { return text == "" })
	s := &r.said
	s.Planned, s.Next, s.NextDue, s.Kind, s.On, s.Note = true, ownPlan.ReplaceAllString(strings.Join(what, ", "), ""), due, "", nil, ""
	return true
}

// ownPlan is who will do it, in front of a step: I visit, I'm visiting.
var ownPlan = reads(`(?i)^(?:i|we)(?:'m|’m|'re| am| are)? `)

// dueIn reads a day to come in a clause, or a time of today.
func (r *saidReader) dueIn(c clause) (rest string, due *Moment) {
	rest, due, err := stepIn(r.dayFirst, inFull(r.text(c)), r.o.Now, r.o.Work)
	if err != nil || due == nil || due.Date <= calendar.DateOf(r.o.Now) && !clockSaid.MatchString(r.text(c)) ||
		daySubject.MatchString(r.line[c.start:]) {
		return "", nil
	}
	return rest, due
}

// onlyDay reports whether a clause is nothing but a day.
func (r *saidReader) onlyDay(c clause) bool {
	what, due, err := stepIn(r.dayFirst, inFull(r.text(c)), r.o.Now, r.o.Work)
	return err == nil && due != nil && smallWords(what)
}

// trailing are the small words that stood before a day which was taken out.
var trailing = reads(`(?i)(\s+(to|until|till|by|on|for|from|at|2))+\s*$`)

// announces stands before a time of the day.
var announces = reads(`(?i)\b(at|from|to|till|until|by|before|after|tomorrow|today|\w+day)\s*$|[-–~]\s*$`)

// movedWords are a meeting that was put off, and to when: the noun, and the day behind it.
var movedWords = []pattern{
	reads(`(?i)\b(meeting|call|demo|visit|lunch|workshop|session)\b.{0,40}?\b(?:moved?|pushed|postponed|rescheduled|shifted|put off|` +
		`put back|delayed)\b.{0,6}?\b(?:to|until|till|for)\s+(.+)$`),
	reads(`(?i)\b(?:moved|pushed|postponed|rescheduled|shifted|put off|put back|delayed)\s+(?:our |the |their |my )?(?:\w+ )?` +
		`(meeting|call|demo|visit|lunch|workshop|session)\s+(?:back )?(?:to|until|till|for)\s+(.+)$`),
	reads(`(会议?|演示|拜访|见面|电话|饭局|培训|面谈)(?:时间)?(?:被|要|先|又|也|已经?)*(?:改[约期]?|推迟|延期|延后|延|挪|顺延|调整?|推)(?:时间)?[到至为成](.+)$`),
}

// movedTo reads a meeting that was put off to a day: the day named last is when it is.
func (r *saidReader) movedTo() bool {
	if contacted(r.line) {
		return false
	}
	for _, says := range movedWords {
		m := says.FindStringSubmatch(r.line)
		if m == nil {
			continue
		}
		rest, due, err := stepIn(r.dayFirst, strings.TrimRight(m[2], "了吧。.! "), r.o.Now, r.o.Work)
		if due == nil || err != nil && rest != "" || sales.Filled(rest) != "" {
			continue
		}
		r.customer()
		r.said.Planned, r.said.Moved, r.said.Next, r.said.NextDue = true, true, m[1], due
		return len(r.said.Others) == 0
	}
	return false
}

// What is told of a contact that was none of ours, or was only to be.
var (
	// othersTell are words by which somebody else had it: "Bob told me he visited Acme", 张三说他昨天拜访了华星.
	othersTell = reads(`(?i)^\W*(?:\p{L}+ ){1,2}(?:told (?:me|us)|said|says|mentioned|reports?|reported|claims?)(?: that)? (?:he|she|` +
		`they)(?:'d|’d|'s| had| has| have|` +
		` already| just)* (?:visit|call|met|saw|rang|phon|email|spoke|talk|pinged|messag|went|demo)|` +
		`^(?:听|据|刚听)?\p{Han}{1,4}?(?:说|讲|告诉我|提到|汇报说?)(?:他|她|他们|她们)(?:昨天|今天|前天|上周|刚|已经?|们|又|都)*(?:给|跟|和|去|拜访|打|见|约|联系)`)
	// wasToBe are words by which it was planned and did not come to it.
	wasToBe = reads(`(?i)^\W*(?:i |we )?(?:(?:was|were) (?:going|planning|about) to|wanted to|meant to|intended to|hoped to|planned to) |` +
		`^我?们?(?:本来|原本|原定|原计划|本打算|想|打算|准备)(?:要|想|约|去|给|跟|和|今天|昨天|下午|上午|明天|拜访|见).*(?:没|不在|取消|出差|临时|改|有事|推|放鸽子|在忙|走不开|来不及|泡汤)`)
	// putBack ends what is told of a contact that is put off, to no day.
	putBack = reads(`(?i)\b(?:meeting|call|demo|visit|lunch|workshop|session)\b.{0,50}\b(?:postponed|rescheduled|moved|pushed(?: back)?|` +
		`put off|put back|delayed)\W*$|` +
		`(?:会议?|演示|拜访|见面|培训|面谈|饭局)(?:被|又|要|也|时间)*(?:延期|改期|推迟|顺延|延后|改时间)了?\W*$`)
)

// doubt makes a note of the whole line of what was read as a contact, if somebody else had it or nobody yet.
func (r *saidReader) doubt() {
	s, low := &r.said, cmp.Or(r.plain, strings.ToLower(r.line))
	if len(r.line) > longestMove {
		return
	}
	if s.Kind == "" && !s.Tried && !s.Planned && r.named() && changedMind.MatchString(low) {
		r.said = s.AsNote(r.line)
		return
	}
	if s.Minutes == 0 && !s.Planned && (denied(low, stageSaid) || denied(low, stageHan)) {
		r.said = s.AsNote(r.line)
		return
	}
	if !mayBeNone.MatchString(low) {
		return
	}
	off := s.Minutes == 0 && putBack.MatchString(r.line) && !past.MatchString(putBack.ReplaceAllString(r.line, ""))
	none := s.Kind != "note" && wasToBe.MatchString(r.line) || othersTell.MatchString(r.line)
	if off || none && !s.Planned {
		r.said = s.AsNote(r.line)
	}
}

// changedMind are news of a customer who takes a word back, which are worth a note and nothing else.
var changedMind = reads(`(?i)\b(?:changed (?:their|his|her|its) minds?|back(?:ed|ing) out|second thoughts|(?:gone|went|going) back on|` +
	`cold feet|reneg\w+|(?:not|n't) so sure|having doubts|wobbl\w+)\b|变卦|反悔|不干了|不签了|不买了|不做了|改了?主意|改口|打退堂鼓|动摇`)

// mayBeNone are the words without which doubt finds nothing.
var mayBeNone = reads(`told|sai|say|mention|report|claim|going|plan|about to|want|mean|meant|intend|hope|postpon|resched|` +
	`move|push|put |delay|[说讲诉提报本原想备期推延改]|打算`)

// AsNote is what was said as a note of the whole line, with which nothing was read for certain.
func (s Said) AsNote(line string) Said {
	return Said{Log: Log{Kind: "note", About: s.About, Note: strings.TrimSpace(line)}, Spot: s.Spot}
}
