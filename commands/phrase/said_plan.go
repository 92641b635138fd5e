package phrase

import (
	"regexp"
	"strings"

	"dealdesk/sales"
)

// planLead are the words in front of what is to be done, which are no part of it.
var planLead = regexp.MustCompile(`(?i)^\s*(?:and|so|then|but|ok|now|also)?\s*(?:(?:i |we )?must remember to|(?:i|we)(?:'ll|’ll| will| need to| have to| must| should|'m going to| am going to|` +
	`'m gonna| gotta)|(?:i|we)(?:'m|'re| am| are)(?: seeing| meeting| visiting)?|will|need to|needs to|have to|must|gotta|going to|gonna|remind me to|remember to|` +
	`don'?t forget to|to ?do\b:?|nxt\b:?|next( steps?)?:?|let'?s)\s+|^\s*(?:我们?|咱们?)?(?:会|需要|得|准备|打算|计划|回头再?|记得|接下来|之后|后面|后续|下一步[:：]?|` +
	`下步[:：]?|提醒我|要)+`)

var planTail = regexp.MustCompile(`(?i)[\s,]*(pls|please|thx|[\x{1F300}-\x{1FAFF}]|\s)+$`)

// A plan begins a clause with these words, or stands within one behind them.
var (
	planBegins = regexp.MustCompile(`(?i)^\s*(?:and |so |then |but |ok |now |also )*(?:(?:i|we)(?:'ll|’ll| will| need to| have to| must| should|'m going to| am going to|'re going to|` +
		` gotta)\b|(?:i'm|i am|we're|we are)? ?(?:seeing|meeting|visiting|calling) \S|will\b|must\b|cb\b|need to\b|have to\b|gotta\b|going to\b|gonna\b|remind me to\b|` +
		`remember to\b|don'?t forget to\b|to ?do\b|nxt\b|next( steps?)?:|follow(ing)? ?up\b|chase\b|(call|ring|phone) ?(them|him|her)? ?(back|bk)\b|` +
		`try again\b|get back to\b|let'?s\b)`)
	planWithin = regexp.MustCompile(`(?i)(?:^|\s)((?:i'll|i will|we'll|we will|i need to|need to|will (?:send|snd|call|ring|email|follow|get|try|come|go|visit|book|prepare|draft|chase|write|` +
		`share|check|do|put|drop|bring)|nxt:?|todo:?|to do:?|next steps?:|next:|try again|call bk|call back|follow up)\s)`)
	theirWords = regexp.MustCompile(`(?i)\b(they|he|she|it|who|that|which|customer|client|someone|nobody|you|team|we)(’|')?$`)

	planBeginsHan = regexp.MustCompile(`^\s*(?:我们?|咱们?)?\s*(?:回头|记得|接下来|待会儿?|等下|下一步|下步|后续|提醒我|准备|打算|计划|约了|约好了?|约定|需要|要|得|会)`)
	planSureHan   = regexp.MustCompile(`^\s*(回头|记得|下一步|下步)`)
	theirsHan     = regexp.MustCompile(`^\s*(?:客户|对方|他们?|她们?|它们?|老板|领导|人家)`)
	oursHan       = regexp.MustCompile(`^(?:前|之前|以前|左右|再|我们?|就|要|去|还要|需要|得|准备|可以|来|给\S{1,8}|跟\S{1,8}|和\S{1,8}|把\S{1,12})*` +
		`(?:发|寄|送|报价|报个价|打电话|打|联系|拜访|拜訪|约|做|准备|催|跟进|安排|上门|回访|交|出|见|开会|签|演示|现场|勘测|给|提交|再|去|确认|对接|推|补|拿|开)`)
)

// planAt returns where in a clause the words begin that say what is to be done by us.
func (r *saidReader) planAt(c clause, i int) (at int, ok bool) {
	text := inFull(r.text(c))
	switch {
	case c.plan:
		return c.start, true
	case planBegins.MatchString(text) && (i > 0 || r.aheadIn(text)):
		return c.start, true
	case theirsHan.MatchString(text):
		return 0, false
	case planBeginsHan.MatchString(text) && r.aheadIn(text), i > 0 && planSureHan.MatchString(text):
		return c.start, true
	case r.dayThenDeed(text):
		return c.start, true
	}
	if i > 0 && stepVerb.MatchString(text) && r.aheadIn(text) {
		return c.start, true
	}
	text = r.text(c)
	if m := planWithin.FindStringSubmatchIndex(text); m != nil && m[2] > 0 && !theirWords.MatchString(strings.TrimSpace(text[:m[2]])) &&
		!r.nameBefore(c.start+m[2]) {
		return c.start + m[2], true
	}
	return 0, false
}

var stepVerb = regexp.MustCompile(`(?i)^\s*(` + strings.Join(stepVerbs, "|") + `|snd|re-?send|quote)\b`)

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
	_, due, err := stepIn(dayFirst(text), text, r.o.Now, r.o.Work)
	return err == nil && due != nil
}

// dayThenDeed reports whether a text begins with a day to come and goes on with something we do: 周五寄资料.
func (r *saidReader) dayThenDeed(text string) bool {
	d := newDates(text, r.o.Now, r.o.Work)
	d.spaces()
	if !d.opens() {
		return false
	}
	f, ok := d.moment()
	if !ok || d.bad != "" || f.dated && f.day.Before(d.today) {
		return false
	}
	rest := strings.TrimSpace(text[d.i:])
	return oursHan.MatchString(rest) || f.dated && f.day.After(d.today) && stepVerb.MatchString(rest)
}

// Plain takes away what people put around a line: formatting, quotation marks, greetings and the words
// that ask for it to be written down.
func Plain(line string) string {
	line = strings.TrimSpace(line)
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

var lead = regexp.MustCompile(`(?i)^(?:(?:@dealdesk|hey dealdesk|hi dealdesk|dealdesk|hey( there)?|hi( there)?|hello( there)?|morning( all)?|ok so|okay so|so basically|basically|so|um+|uh+|er+|well|fyi|btw|` +
	`quick (?:one|update|note)|update|/?sales log|/log|(?:(?:(?:could|can|would|will) you |please |kindly |pls )+(?:log|record|register|put down|note down|note)|` +
	`log|record|register|put down|note down|note that)(?: (?:it|this|that|down|please|for me|the following|an?))*)\b` +
	`|那个|嗯+|呃|麻烦(你)?(帮我)?|请(帮我)?|帮我|记一下|記一下|记一笔|記一筆|记录一下|记录|記錄|登记一下|汇报一下|跟进|/sales log)([,，:：;；.…!\s–-]+|$|)`)

var tail = regexp.MustCompile(`(?i)[\s,，.。!！?？]*(thx|thanks|thank you|cheers|pls|please|谢谢|多谢|🙏)[\s.!！。?？]*$`)

// plans takes the clauses that say what is to be done.
func (r *saidReader) plans() error {
	first := dayFirst(r.line)
	for i := 0; i < len(r.clauses); i++ {
		at, ok := r.planAt(r.clauses[i], i)
		if !ok {
			continue
		}
		step := planTail.ReplaceAllString(r.line[at:r.clauses[i].end], "")
		if bad := impossible(step, r.o.Now); bad != "" && r.clauses[i].plan {
			return no("date.impossible", bad)
		}
		what, due, err := stepIn(first, inFull(step), r.o.Now, r.o.Work)
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
		r.step(step, what, due)
	}
	return nil
}

// step keeps what is to be done: the first, or a further one, which the note keeps as it was typed.
func (r *saidReader) step(text, what string, due *Moment) {
	if what == "" && due != nil && !strings.ContainsFunc(r.line, han) { // F/U: Wed
		what = "follow up"
	}
	if r.said.Next == "" && r.said.NextDue == nil {
		r.said.Next, r.said.NextDue = what, due
	} else {
		r.said.Steps = append(r.said.Steps, Step{what, due})
		r.further = append(r.further, strings.Trim(text, " ,.;"))
	}
}
