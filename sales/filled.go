package sales

import (
	"regexp"
	"strings"

	"golang.org/x/text/width"
)

// blank are words in the place of a value that say that there is none, or that nobody knows it.
// "no budget problem" is a value.
var blank = regexp.MustCompile(`^((still|as yet|currently|目前|现在|暂时|还|尚|仍)\s*)?(` + strings.Join([]string{
	`none`, `no(pe)?`, `nothing`, `nil`, `null`, `0+`, `zero`, `n\.?/?a\.?`, `[?？\-–—._…/*~]+`, `x{1,3}`, `tb[acd]([\s,(;:-].*)?`,
	`unknown`, `unclear`, `undecided`, `undefined`, `pending`, `later`, `(i |we )?(don'?t|do not) know`, `dunno`, `idk`,
	`(who|nobody) knows`, `no (idea|clue|info(rmation)?|value|data)`,
	`not (yet )?(known|clear|budgeted|sure|set|decided|defined|fixed|there|given|available|applicable|yet)`,
	`to be (defined|decided|determined|confirmed|announced|discussed|clarified)`, `(no|not any|without( a)?) (budget|money|need|product)s?`,
	`there (isn't|is not|aren't|are not|wasn't|was not) (any|one|a budget|budget)`, `there is (none|no (budget|money|need))`,
	`open`, `an open question`,
	`((i|we) )?(will|'ll|we'll|i'll|need to|have to|must) (still )?(ask|check|find out|clarify)( (them|him|her|again|later|` +
		`tomorrow|the customer))*`,
	`(they|he|she|(the )?(customer|client)) (did not|didn't|have not|haven't|has not|hasn't|would not|wouldn't|won't) (yet )?` +
		`(say|said|tell|told|name|named|decide|decided|answer|answered)( us| me| it)*`,
	`not (told|said|named|disclosed|asked|answered)`, `in (discussion|clarification)`,
	`(回头|下次|以后)?再(去)?问(问|一问|一下|下)?(客户|他们|对方)?`, `(客户|对方|他们?|她|甲方)(还|尚|也)?(没有?|未|不肯|不愿|没有)(说|讲|透露|告知|给|答复|表态|提)(过|清楚)?`,
	`(没|未)(说|讲|透露|告知|答复)`, `在?(问|谈|讨论|商量)(中|着)`,
	`无`, `没有?`, `没`, `暂无`, `空`, `(没|未|待)(定|确认|确定|明确|议|谈|问|填|批|选|落实|到位)(下来)?`, `未知`,
	`不(知道?|清楚|明确?|详|确定)`, `说不好`, `(以后)?再说`, `以后再?定`, `看情况`, `都行`, `随便`,
	`(无|没有?|不需要)(明确的?)?(预算|需求|产品|钱)`, `(预算|需求|产品)(无|没有|待定|未定|未知|不明)`,
}, "|") + `)(\s*(yet|so far|for now|at the moment|now|still|呢|的|吧))?$`)

// Filled is a text that was typed in the place of a value, "" if it says that there is no value:
// "none", "tbd", 待定.
func Filled(text string) string {
	text = strings.TrimSpace(text)
	plain := strings.Trim(Simplified(strings.ToLower(width.Fold.String(text))), " .!。！\"'“”‘’()")
	plain = strings.ReplaceAll(strings.Join(strings.Fields(plain), " "), "’", "'")
	if plain == "" || blank.MatchString(plain) {
		return ""
	}
	return text
}
