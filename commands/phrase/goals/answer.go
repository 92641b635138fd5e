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
	Not    string // the number that it is instead of: 40, not 50
	Whose  string // whose number is taken or kept: bob's
	Soft   bool   // it does not say that it proposes: I can do 40
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

	theGoal  = `(?:(?:the|my|that|this) )?(?:goal|target|quota|number|figure)`
	hisOne   = `(?P<whose>[\pL<@][\pL<@>\d .-]{0,30}?)(?:['’]s|s') (?:number|figure|goal|target)`
	hisOneZh = `(?P<whose>[\pL<@][\pL<@>\d ]{0,20}?)(?:提|报)?的(?:数字?|数目|目标数?|提议)`
	otherNo  = `(?P<other>[$€£¥]?\d[\d,.]*\s?(?:k|m|w|%|万|亿|千|百)?)`

	insteadOf = `(?:,? (?:but )?not ` + otherNo + `(?: [\pL]+)?)`
)

var answers = []struct {
	says Says
	re   *regexp.Regexp
}{
	{Agrees, regexp.MustCompile(`(?i)^` + kindly + `(?:i )?(?:accept|agree (?:to|with)|` +
		`(?:i am |i'm )?(?:ok|okay|fine|good|happy|all good) with) ` + theGoal + `$|` +
		`^` + theGoal + ` (?:accepted|agreed|is (?:ok|okay|fine|good)(?: (?:with|for|by) me)?)$|` +
		`^` + gladly + `我?的?(?:这个)?目标(?:数|我)?(?:认了?|接了|同意|接受|认可|没问题|没意见|可以|ok)了?$|` +
		`^` + gladly + `我?认了?这?个?(?:我的)?目标了?$`)},
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
	{Proposes, regexp.MustCompile(`(?i)^` + kindly + `(?P<soft>i can|i could|we can|i can't do more than|i'd say|i would say|at most|max)` +
		`(?: only| just| at most)?(?: (?:do|make|manage|reach|get to|commit to|promise|sell|take))? ` + typedNo + insteadOf + `?$|` +
		`^` + kindly + `(?P<soft>)` + typedNo + insteadOf + `$`)},
	{Proposes, regexp.MustCompile(`(?i)^(?P<soft>)` + otherNo + ` is (?:too (?:much|high|many)|not possible|impossible|unrealistic)[,;.]? ?` +
		`(?:but )?(?:i can (?:do|make) |let's (?:say|do) |make it |rather )?` + typedNo + `(?: (?:is (?:ok|fine)|works|would work|i can do))?$`)},
	{Proposes, regexp.MustCompile(`^` + gladly + `(?P<soft>我)?(?:这边)?(?:最多)?(?:只能|最多|顶多|只)(?:能|可以)?` +
		`(?:做|完成|到|打|跑|签|干|拜访)?(?:到)?` + typedNo + `(?:[,，]?(?:做不到|不是|做不了|没法做|到不了)` + otherNo + `)?$`)},
	{Proposes, regexp.MustCompile(`^(?P<soft>)(?:我)?` + otherNo + `[个次家单万]?(?:我)?(?:做不到|太多了?|太高了?|完不成|够呛|不现实)[,，。]?` +
		`(?:我)?(?:最多|只能)?(?:做)?` + typedNo + `(?:还?可以|还?行|没问题)?$`)},
	{Takes, regexp.MustCompile(`(?i)^` + kindly + `(?:accept|take|agree (?:to|with)|approve|go with|ok with|okay with|use) ` + hisOne + `$|` +
		`^` + gladly + `我?(?:同意|接受|采用|采纳|认可|批准|按|用)` + hisOneZh + `(?:来|吧|定|走)?$`)},
	{Keeps, regexp.MustCompile(`(?i)^` + kindly + `(?:reject|decline|refuse|turn down|no to|keep) ` + hisOne +
		`(?: (?:as it (?:is|was)|unchanged))?$|^` + gladly + `我?(?:不同意|驳回|拒绝|不接受)` + hisOneZh + `$`)},
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
			said := strings.TrimSpace(m[i])
			switch {
			case name == "soft":
				is.Soft = true
			case said == "":
			case name == "n":
				is.Number = said
			case name == "other":
				is.Not = said
			case name == "whose":
				is.Whose = said
			}
		}
		return is
	}
	if phrase.Assent(line) {
		return Answer{Says: Yes}
	}
	return Answer{}
}
