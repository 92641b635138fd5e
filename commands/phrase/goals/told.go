package goals

import (
	"regexp"
	"strings"

	"dealdesk/sales"
	"dealdesk/sales/goal"
	"dealdesk/sales/kpi"
)

// Told is an order about a goal that is described, not numbered: raise the east goal by 10 percent.
type Told struct {
	Route string
	Which string // the words for the goal, "" for the one that was spoken of
	Rest  string // the arguments of the command
	Sure  bool   // it can be about nothing but a goal
}

// A goal is described with its word behind, or it has a number.
const (
	ofGoalWord = `(?:goals?|targets?|quotas?)`
	hanGoals   = `(?:目标|指标)(?:值|数|量)?`
	aGoal      = `(?P<which>g-\d+|(?:[^,:]{1,60} )?` + ofGoalWord + `(?: (?:for|of) [^,:]{1,40}?)?|` + thisOne + `)`
	aGoalHan   = hanKind + `把?(?P<which>g-\d+的?(?:` + hanGoals + `)?|[^,:]{0,40}?` + hanGoals + `|它|这个)`
)

// The words of a change, and how a goal is broken down: into what, between whom, or so much for each.
const (
	byHow    = ` (?P<rest>[$£€¥]?\d[\d,.]* ?(?:%|percent\b|points?\b|[kmw]\b|万|亿|千|百|个百分点)?(?: ?[\pL]+)?)`
	byHowHan = `(?P<rest>[$£€¥]?[\d一二两三四五六七八九十百][\d,.一二三四五六七八九十百]* ?(?:%|[kmw]\b|万|亿|千|百)?[\p{Han}]{0,3})`
	setHan   = `(?:改成|改为|改到|调到|调成|调整为|调整到|调高到|调高至|上调到|上调至|下调到|下调至|调低到|调低至|提高到|提高至|提升到|提到|` +
		`加到|降到|降至|降低到|减到|减为|定为|定成|设为|变成|变为)`
	breaks = `(?:break|split|divide|spread|distribute|share)(?: down| up| out)? `
	parted = `(?P<rest>(?:by|into|in|between|among|across|over|to|per|for|evenly|equally|fairly|half) .+|` +
		`evenly|equally|fairly|[^,]+ [$£€¥]?\d.*|[$£€¥]?\d.* (?:for|to) .+)`
	partedHan = `(?P<rest>(?:按.*|平均|平|均|对半)?(?:分(?:给|到|成|配|摊|解|下|掉|$)|拆|摊).*)`
)

var told = []struct {
	route, sign string
	re          *regexp.Regexp
}{
	{"goal target", "up ", anyWay(please+`(?:raise|increase|up|bump|lift|grow|add to) `+aGoal+` by`+byHow,
		please+`(?:bump|put) `+aGoal+` up by`+byHow, aGoalHan+`(?:调高|上调|提高|提升|增加|追加|加|涨)了?`+byHowHan)},
	{"goal target", "down ", anyWay(please+`(?:lower|reduce|cut|decrease|drop|shrink) `+aGoal+` by`+byHow,
		please+`(?:bring|put|take) `+aGoal+` down by`+byHow, aGoalHan+`(?:调低|下调|降低|减少|下降|减|降)了?`+byHowHan)},
	{"goal target", "", anyWay(please+raises+` `+aGoal+` (?:up |down |back )?to`+byHow, please+`make `+aGoal+byHow,
		aGoal+` (?:should be|shall be|is now)(?: now)?`+byHow, aGoalHan+setHan+byHowHan)},
	{"goal split", "", anyWay(please+breaks+aGoal+`(?: down| up| out)?,? `+parted, aGoalHan+partedHan)},
}

// anyWay matches a whole line that is put in one of these ways.
func anyWay(ways ...string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)^(?:` + strings.Join(ways, "|") + `)$`)
}

// Tell reads a line that changes or breaks down a goal that it describes.
func Tell(line string) (Told, bool) {
	if route, rest, sure, ok := It(line); ok {
		return Told{Route: route, Rest: rest, Sure: sure}, true
	}
	text := strings.TrimRight(plain(line), " .!。！吧")
	if len(text) > 200 || strings.ContainsAny(line, "?？") {
		return Told{}, false
	}
	for _, t := range told {
		m := t.re.FindStringSubmatch(text)
		if m == nil {
			continue
		}
		is := Told{Route: t.route, Sure: true}
		for i, name := range t.re.SubexpNames() {
			switch {
			case m[i] == "":
			case name == "which":
				is.Sure = !bareIt.MatchString(m[i])
				is.Which = onlyIt.ReplaceAllString(strings.TrimSpace(m[i]), "")
			case name == "rest":
				is.Rest = t.sign + strings.TrimSpace(m[i])
			}
		}
		return is, true
	}
	return Told{}, false
}

// onlyIt are words for a goal that tell nothing of it, bareIt those that may be meant for something else.
var (
	onlyIt = regexp.MustCompile(`(?i)^(?:` + thisOne + `|(?:the|this|that) (?:new )?` + ofGoalWord + `|它|这个|` +
		`(?:这个|该|刚才的|刚才那个|新的?)?` + hanGoals + `)$`)
	bareIt = regexp.MustCompile(`(?i)^(?:` + thisOne + `|它|这个)$`)
)

// Way reads a number that is said as a way from the one before: up 10%, 下调5.
func Way(typed string) (number string, down, ok bool) {
	text := strings.ToLower(strings.TrimSpace(plain(typed)))
	for word, down := range map[string]bool{"up ": false, "down ": true, "上调": false, "下调": true} {
		if rest, is := strings.CutPrefix(text, word); is {
			return strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(rest), "by ")), down, true
		}
	}
	return typed, false, false
}

// ChangeBy reads by how much the number of a goal is changed.
func ChangeBy(typed string, down bool, g goal.Goal, o Options) (Change, error) {
	s := Said{Goal: g, levels: levels{change: plain(typed), down: down}}
	s.Baseline = kpi.Level{}
	err := s.settle(o)
	if err == nil && s.Currency != g.Currency {
		err = sales.No("goal.other_currency", "Currency", g.Currency)
	}
	return s.Change, err
}
