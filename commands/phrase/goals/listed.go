package goals

import (
	"regexp"
	"strings"

	"dealdesk/commands/phrase"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/sales/goal"
)

// Words that narrow a list down. Between them and the rest of the line stands nothing that matters.
var (
	overWords = regexp.MustCompile(`(?i)\b(?:over|ended|finished|expired|past)\b|(?:已经?|都)?(?:结束|到期|过期)了?的?|往期的?|过去的`)
	behindOf  = regexp.MustCompile(`(?i)\b(?:behind|off[ -]pace|off[ -]track|lagging|at risk)\b|(?:进度)?(?:落后|滞后)了?的?`)
	missedOf  = regexp.MustCompile(`(?i)\b(?:missed|failed)\b|(?:未|没有?)(?:达成|达标|完成)的?`)
	listWords = regexp.MustCompile(`(?i)^(?:(?:(?:which|goals?|ones?|those|that|are|is|of|in|for)\b|有?哪些|目标|的|[?？])\s*)+|` +
		`(?:\s*(?:\b(?:goals?|ones?|are|is)\b|目标|的|[?？]))+$`)
)

// Narrowed reads whether a list is asked for goals that are over or behind, those missed being both, and what else it
// says.
func Narrowed(line string) (over, behind bool, rest string) {
	rest = strings.TrimSpace(sales.Simplified(line))
	var cut string
	if cut, rest = phrase.CutMatch(overWords, rest); cut != "" {
		over = true
	}
	if cut, rest = phrase.CutMatch(behindOf, rest); cut != "" {
		behind = true
	}
	if cut, rest = phrase.CutMatch(missedOf, rest); cut != "" {
		over, behind = true, true
	}
	if over || behind {
		rest = strings.TrimSpace(listWords.ReplaceAllString(strings.TrimSpace(listWords.ReplaceAllString(rest, "")), ""))
	}
	return over, behind, rest
}

// Some reads which goals a line names, in the words of a new one; ok is false if it does not read as that. Of goals
// that are over, days without a year are the last ones.
func Some(line string, over bool, o Options) (s Said, ok bool) {
	s, err := Read(line, o)
	if err != nil || len(s.Left) > 0 || s.levels != (levels{}) {
		return Said{}, false
	}
	if over && s.Period.From > calendar.DateOf(o.Now) {
		s.Period = goal.YearBefore(s.Period)
	}
	return s, s.Metric != "" || s.Scope.Kind != "" || s.Ours || s.Period.To != "" || s.Filter != goal.Filter{}
}

// Fits reports whether a goal is one of those that a line names. Of days it lies within them.
func (s Said) Fits(g goal.Goal) bool {
	return (s.Metric == "" || s.Metric == g.Metric && (s.Of == "" || s.Of == g.Of)) &&
		(s.Scope.Kind == "" || s.Scope.Kind == g.Scope.Kind && s.Scope.ID == g.Scope.ID) &&
		(s.Period.To == "" || s.Period.From <= g.Period.From && g.Period.To <= s.Period.To) &&
		(s.Filter == goal.Filter{} || s.Filter == g.Filter)
}

// ListOf is what a question for goals asks of the list of them: those over, behind, missed, of what it names, or "" for
// all.
func ListOf(question string) string {
	over, behind, _ := Narrowed(question)
	list := ""
	switch {
	case over && behind:
		list = "missed"
	case over:
		list = "over"
	case behind:
		list = "behind"
	}
	t := &text{s: plain(question)}
	if list != "" && cutMetric(t, false) != "" {
		list += " " + t.taken
	}
	return list
}
