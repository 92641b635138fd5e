package goals

import (
	"regexp"
	"strings"

	"dealdesk/commands/phrase"
)

// Answer is what somebody says to a goal that they were asked about, or to the number that its person proposes.
type Answer struct {
	Says   Says
	Number string // as it was typed; "" for none
}

// Says is what an answer comes to.
type Says int

// The answers. A bare yes may be meant for anything.
const (
	Nothing Says = iota
	Yes
	Agrees
	Proposes
	Takes
	Keeps
)

const (
	kindly  = `(?:(?:ok|okay|yes|yep|fine|good|sure|alright|right|no|sorry)[,.]? )*`
	gladly  = `(?:(?:好的?|行|可以|嗯|那|不行|还是|就|请)[,.]?\s?)*`
	typedNo = `(?P<n>[$€£¥]?\d[\d,.]*\s?(?:k|m|w|%|万|亿|千|百)?` +
		`(?:\s?(?:calls|visits|meetings|demos|customers|deals|days|hours|h|个|单|次|家|笔|元|块|天|小时))?)`
)

var answers = []struct {
	says Says
	re   *regexp.Regexp
}{
	{Agrees, regexp.MustCompile(`(?i)^` + kindly + `(?:i )?(?:accept|accepted|agree|agreed)(?: (?:it|that|this|to (?:it|that|this)))?` +
		`(?:,? (?:thanks|thank you))?$|^` + gladly + `我?(?:同意|接受|认可)(?:了|这个数字?|这个)?$`)},
	{Keeps, regexp.MustCompile(`(?i)^` + kindly + `(?:i(?:'d| would) )?(?:rather )?(?:keep|stick (?:to|with)|stay (?:at|with))` +
		`(?: (?:it|that|this|at|the|first|old|original|one|number|goal|target|as it (?:is|was)))*(?: ` + typedNo + `)?$|` +
		`^` + gladly + `(?:维持|保持|坚持|按原)(?:原来?的?|原定的?|来的?|定的?)?(?:数字?|目标)?(?:不变)?(?: ?` + typedNo + `)?$|` +
		`^` + gladly + `(?:不改了?|不变)$`)},
	{Takes, regexp.MustCompile(`(?i)^` + kindly + `(?:let's |we(?:'ll| will) |i(?:'ll| will) )?` +
		`(?:take|go with|use|make it|settle (?:on|for))` +
		` (?:it|that|this|(?:that|this|the (?:new|other|proposed)|his|her|their) (?:number|one)|` +
		typedNo + `)(?:,? then)?$|` +
		`^` + gladly + `(?:采用|采纳|用|按|定)(?:成|为)?(?:这个|他的|她的|新的|对方的)?(?:数字?)?(?: ?` + typedNo + `)?(?:来|吧|定|算|走)?$`)},
	{Proposes, regexp.MustCompile(`(?i)^` + kindly + `(?:i(?:'d| would)?(?: like to)? |may i |let me )?(?:propose|suggest|counter(?: with)?)` +
		`\s+(?P<n>[$€£¥]?\d.*)$|^` + gladly + `我?(?:提议|提|建议)(?:改成|改为|改到|到)?\s?(?P<n>[$€£¥]?[\d一二两三四五六七八九十].*)$`)},
}

// unfinished are answers in Chinese that name no number and no person, and so mean nothing: 用, 按.
var unfinished = regexp.MustCompile(`^(?:用|按|定|维持|保持|坚持)$`)

// Reply reads words as the answer to a goal: "accept", "propose 300k", 就按30, "keep it".
func Reply(line string) Answer {
	text := strings.TrimRight(plain(line), " .!。！")
	if len(text) > 200 || strings.ContainsAny(text, "?？") || recordID.MatchString(text) || unfinished.MatchString(text) {
		return Answer{}
	}
	for _, a := range answers {
		m := a.re.FindStringSubmatch(text)
		if m == nil {
			continue
		}
		is := Answer{Says: a.says}
		for i, name := range a.re.SubexpNames() {
			if name == "n" && m[i] != "" {
				is.Number = strings.TrimSpace(m[i])
			}
		}
		return is
	}
	if phrase.Assent(line) {
		return Answer{Says: Yes}
	}
	return Answer{}
}
