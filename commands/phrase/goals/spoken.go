package goals

import (
	"regexp"
	"strings"
)

// unanswered are questions for the goals that nobody has said yes to.
var unanswered = regexp.MustCompile(`(?i)^(?:who|which (?:ones?|goals?|people)|whose goals?|has (?:any|every)(?:one|body)|list|show)\b.*` +
	`(?:(?:\bnot\b|n['’]?t\b|\bnever\b).*\b(?:agreed|accepted|answered|confirmed|responded|replied|signed off|said yes)\b|\bunanswered\b)|` +
	`(?:谁|哪些人?|哪几个|还有谁).*(?:没有?|未)(?:确认|认可|同意|答复|回复|接受|认)|(?:没|未)(?:有)?(?:确认|认可|答复|同意)的目标|` +
	`目标.*(?:谁|哪些).*(?:没|未)`)

// aboutElse are what else people agree to or answer.
var aboutElse = regexp.MustCompile(`(?i)\b(?:discount|approval|request|quote|offer|proposal|stand-?up|survey|delegat|` +
	`call|e-?mail|customer)|折扣|审批|申请|报价|站会|日报|客户|电话|邮件`)

// Unanswered reports whether a line asks who has not agreed to a goal yet.
func Unanswered(line string) bool {
	text := plain(line)
	return len(text) < 120 && unanswered.MatchString(text) && !aboutElse.MatchString(text)
}

// giving is somebody who is given a number of something.
var giving = regexp.MustCompile(`(?i)^` + please + `(?:give|set|assign) [\pL<@][^,:]{0,40}? ` + amountOf)

// Spoken reports whether a line that begins like a command speaks of a goal: accept bob's number, give bob 12 new
// customers this quarter.
func Spoken(line string) bool {
	said := plain(line)
	if len(said) > 200 || recordID.MatchString(said) {
		return false
	}
	if a := Reply(line); a.Whose != "" || a.Says == Agrees && strings.Contains(said, "目标") {
		return true
	}
	return Unanswered(line) || giving.MatchString(said) && (cutMetric(&text{s: said}, false) != "" || each.MatchString(said))
}
