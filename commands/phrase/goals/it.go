package goals

import (
	"regexp"
	"strings"
)

const (
	please  = `(?:please |can you |could you |let's |now )*`
	thisOne = `(?:it|that|this|this one|that one)`
	ofGoal  = `(?:(?:the|my|our|this|that) (?:new )?(?:goal|target|quota))`
	hanKind = `(?:请|帮我|麻烦|再|那就|就)*`
	hanGoal = `(?:(?:我的|我们的|这个|该|刚才的|刚才那个|新的?)?目标(?:值|数)?)`
	amount  = `(?P<rest>(?:to )?[$£€¥]?\d[\d,.]* ?(?:[kmw]\b|%|万|亿|千|百)?.{0,20}|[一二两三四五六七八九十百]{1,5}[万亿千百个单次家]?)`
	raises  = `(?:change|set|make|raise|lower|increase|reduce|bring|put|move|update|cut|drop)`
	hanTo   = `(?:改成|改为|改到|调到|调成|调整为|调整到|提高到|提升到|提到|加到|降到|降低到|减到|定为|定成|设为)`
)

// said are what people say of a goal without its number. What is sure can be about nothing else.
var saidOfIt = []struct {
	route string
	sure  bool
	re    *regexp.Regexp
}{
	{"goal target", true, regexp.MustCompile(`^` + please + raises + ` ` + ofGoal + ` (?:up |down |back )?to ` + amount + `$|` +
		`^` + ofGoal + ` (?:is|should be|shall be) now ` + amount + `$|^` + hanKind + `把?` + hanGoal + hanTo + amount + `$`)},
	{"goal target", false, regexp.MustCompile(`^` + please + raises + ` ` + thisOne + ` (?:up |down |back )?(?:to )?` + amount + `$|` +
		`^` + hanKind + `把?(?:它|这个)?` + hanTo + amount + `$`)},
	{"goal drop", true, regexp.MustCompile(`^` + please + `(?:drop|cancel|delete|remove|give up) ` + ofGoal + `()$|` +
		`^` + hanKind + `(?:放弃|取消|删除|删掉|删了)` + hanGoal + `()$|^` + hanKind + `把` + hanGoal + `(?:放弃|取消|删掉|删了)()$`)},
}

// The words of a split of a goal: who or what it is split into, and what else may stand in such a line.
var (
	splits = regexp.MustCompile(`^` + please + `(?:break|split|divide|spread|distribute)` +
		`(?: (?:` + thisOne + `|` + ofGoal + `))?(?: down| up| out)? (?P<rest>(?:by|into|in|between|among|across|over|to|per|for) .+)$`)
	hanSplit = regexp.MustCompile(`分解|拆分|拆开|拆成|拆到|拆给|分配|分摊|分到|分给|分成|分下去|细分|拆`)
	hanAid   = regexp.MustCompile(`请|帮我|麻烦|把|它|这个|刚才的|我的|我们的|目标|一下|按照|按|到|成|给|每一?个?|各个?|来|吧|去|下去|团队里|组里|再|的|了|里|大家都`)
	units    = []struct {
		into, han string
		re        *regexp.Regexp
	}{
		{"by week", "按周", regexp.MustCompile(`^(?:周|星期|礼拜|by week)$`)},
		{"by month", "按月", regexp.MustCompile(`^(?:月|月份|月度|by month)$`)},
		{"by quarter", "按季度", regexp.MustCompile(`^(?:季|季度|by quarter)$`)},
		{"by team", "按团队", regexp.MustCompile(`^(?:团队|组|小组|部门|(?:between|among|across|over|to) (?:the |my |our |all )?(?:\w+ )?teams)$`)},
		{"by person", "按人", regexp.MustCompile(`^(?:人|个人|人头|成员|销售|同事|大家|人员|(?:between|among|across|over|to) (?:the |my |` +
			`our )?(?:team|guys|us)|` +
			`(?:between|among|across|over|to|into|by|per|for) (?:the |my |our |all |each |every )*` +
			`(?:people|person|reps?|members?|everyone|everybody|sales ?people|team members?))$`)},
	}
)

// It reads what is said of a goal that is not numbered: "split it by month", 改成60. sure tells that it can be about
// nothing but a goal; else the one that was spoken of just now may be meant.
func It(line string) (route, args string, sure, ok bool) {
	text := strings.ToLower(strings.TrimRight(plain(line), " .!?。！？吧"))
	if recordID.MatchString(text) || len(text) > 120 {
		return "", "", false, false
	}
	if into, ok := splitInto(text); ok {
		return "goal split", into, true, true
	}
	for _, s := range saidOfIt {
		if m := s.re.FindStringSubmatch(text); m != nil {
			rest := ""
			for i, name := range s.re.SubexpNames() {
				if name == "rest" && m[i] != "" {
					rest = strings.TrimSpace(strings.TrimPrefix(m[i], "to "))
				}
			}
			return s.route, rest, s.sure, true
		}
	}
	return "", "", false, false
}

// splitInto is what a line splits a goal into, in the words of the command.
func splitInto(text string) (into string, ok bool) {
	rest := ""
	if m := splits.FindStringSubmatch(text); m != nil {
		rest = group(splits, m, "rest")
	} else if at := hanSplit.FindStringIndex(text); at != nil {
		rest = strings.Join(strings.Fields(hanAid.ReplaceAllString(text[:at[0]]+" "+text[at[1]:], " ")), "")
	}
	for _, u := range units {
		switch {
		case !u.re.MatchString(rest):
		case english(text):
			return u.into, true
		default:
			return u.han, true
		}
	}
	return rest, rest != "" && english(rest) && isSplit.MatchString(rest)
}

// isSplit is a split that the command reads as it stands.
var isSplit = regexp.MustCompile(`^(?:by|into|in|per) (?:the )?(?:\d+ )?(?:weeks?|months?|quarters?|teams?|person|people|` +
	`reps?|members?)\b`)

func english(text string) bool { return text[0] < 0x80 }
