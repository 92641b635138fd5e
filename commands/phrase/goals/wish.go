package goals

import (
	"regexp"
	"strings"
)

// wishes are sentences that set a goal. Those that say "goal" mean nothing else; of the rest the reader has to find
// all that a goal needs. Who and what is asked for stand apart, and the line of the command is made of both.
var wishes = []struct {
	sure bool
	re   *regexp.Regexp
}{
	{true, regexp.MustCompile(`(?i)^(?:please |can you |could you |let's |i(?:'d| would)? (?:want|need|like) to |we need to )*` +
		`(?:set|make|create|add|give|define) (?:up )?(?:(?P<who>[^:,]{1,40}?) )?(?:an?|the|another) ` +
		`(?:new )?(?:sales )?(?:goals?|targets?)` +
		`(?: (?:for|of|to)\b|\s*[:,])\s*(?P<rest>.+)$`)},
	{true, regexp.MustCompile(`(?i)^(?P<who>(?:my|our|the) team|[\pL][\pL .-]{0,30}?)(?:'s|’s) (?:new )?(?:goal|target) ` +
		`(?:is|should be|:)\s*` +
		`(?P<rest>.*\d.*)$`)},
	{true, regexp.MustCompile(`^(?:请|帮我|帮忙|麻烦|我想|我要)*给(?P<who>.{1,24}?)(?:定|设|设定|制定|设置|下|安排|布置)(?:一?[个下])?(?:新的?)?` +
		`(?:销售)?(?:目标|指标)[:,\s]*(?P<rest>.*)$`)},
	{true, regexp.MustCompile(`^(?:请|帮我|帮忙|麻烦|我想|我要)*给(?P<who>.{1,24}?)(?:定|设|设定|制定|设置|下|安排|布置)(?:一?[个下])(?P<rest>.*\d.*?)的?` +
		`(?:目标|指标)$`)},
	{true, regexp.MustCompile(`^(?:请|帮我|帮忙|麻烦|我想|我要)*(?:定|设|设定|制定|设置|新建|建)一?个(?:新的?)?(?:销售)?目标[:,\s]*(?P<rest>.+)$`)},
	{true, regexp.MustCompile(`^把?(?P<who>.{1,40}?)的?目标(?:定为|设为|定在|定成|设成)(?P<rest>.+)$`)},
	{false, regexp.MustCompile(`(?i)^(?:i|we)(?:'d| would)? (?:want|need|expect|like) (?P<who>[^:,]{1,40}?) to (?P<rest>.*\d.*)$`)},
	{false, regexp.MustCompile(`(?i)^(?P<who>[\pL<@][\pL<@>\d' .-]{0,40}?) (?:should|must|has to|have to|needs? to|is to) (?P<rest>.*\d.*)$`)},
	{false, regexp.MustCompile(`(?i)^` + please + `(?:give|set|assign) (?P<who>[\pL<@][\pL<@>\d'.-]{0,30}(?: [\pL][\pL'.-]{0,20})?) ` +
		`(?P<rest>` + amountOf + `.*)$`)},
	{false, regexp.MustCompile(`^(?:请|帮我|帮忙|麻烦|我想|我要)*给(?P<who>.{1,24}?)(?:定|设|设定|下|安排|布置)` +
		`(?:了|个)?(?P<rest>.*` + amountHan + `.*)$`)},
	{false, regexp.MustCompile(`^(?:我?(?:希望|想要?|要|需要|要求)|让|请)?(?P<who>.{1,24}?)(?:要|得|需要|需|必须|应该?)(?P<rest>.*[\d一二两三四五六七八九十百].*)$`)},
}

// A number as it begins what somebody is given, and one somewhere in a line.
const (
	amountOf  = `[$£€¥]?(?:\d|(?:two|three|four|five|six|seven|eight|nine|ten|twelve|twenty)\b)`
	amountHan = `[\d一二两三四五六七八九十百]`
)

// plainly are lines that are nothing but a goal: so much a week, or with the word for a goal in it.
var plainly = regexp.MustCompile(`(?i)` + amountOf + `.*` + each.String() + `|(?:` + each.String() + `).*` + amountHan + `|` +
	amountHan + `.*(?:` + each.String() + `)|(?:目标|指标|\b(?:goal|target|quota)\b).*` + amountHan)

// closes is money that somebody is to bring in: "close 300k".
var closes = regexp.MustCompile(`^(?:close|sell|book|bring in|sign|hit|reach) ([$£€¥]?\d[\d,.]* ?[km]\b|[$£€¥]\d[\d,.]*)`)

var recordID = regexp.MustCompile(`(?i)\b[a-z]-\d`)

// Wish reads a sentence that sets a goal as the line that "goal new" takes: "set a goal for my team: 500k in Q1",
// 给王芳定个目标：本季度签下5个新客户. Without the word for a goal it is not sure: "I want Ana to make 40 calls next week" is
// a goal only if nothing of it is missing or left.
func Wish(line string) (args string, sure, ok bool) {
	text := strings.TrimRight(plain(line), " .!。！")
	if len(text) > maxLine || strings.ContainsAny(text, "?？") || recordID.MatchString(text) {
		return "", false, false
	}
	for _, w := range wishes {
		if m := w.re.FindStringSubmatch(text); m != nil {
			rest := closes.ReplaceAllString(group(w.re, m, "rest"), "revenue $1")
			return strings.TrimSpace(group(w.re, m, "who") + " " + rest), w.sure, true
		}
	}
	if plainly.MatchString(text) {
		return text, false, true
	}
	return "", false, false
}

// group is what a named group matched.
func group(re *regexp.Regexp, m []string, name string) string {
	if i := re.SubexpIndex(name); i > 0 {
		return strings.TrimSpace(m[i])
	}
	return ""
}
