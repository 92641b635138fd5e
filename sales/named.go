package sales

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	idAlone   = regexp.MustCompile(`(?i)^[DRAK]-\d+$`)
	idInFront = regexp.MustCompile(`(?i)^[DR]-\d+([^\pL\d]|$)`) // approved
	percent   = regexp.MustCompile(`^\d+([.,]\d+)?\s*[%％]$|^[\d.一二三四五六七八九]+折$`)
)

// unknownName stands where nobody knows the name yet.
var unknownName = regexp.MustCompile(`(?i)^(tb[acd]|n/a|none|unknown|nobody|no ?one|some ?one|somebody|anyone|anybody|not known( yet)?|` +
	`no name|[?？\-–—._…]+|待定|未知|不详|无|暂无|没有|不知道|待确认|没人|某某?人?|无人)$`)

// nameWords stand for people and their deals in commands: "deal list team".
var nameWords = []string{"me", "my", "mine", "team", "我", "我的", "团队", "我的团队"}

// claim is what a name may not say: that terms were granted, or by whom.
var claim = regexp.MustCompile(`(?i)` + strings.Join([]string{
	`(^|[\s(\[{,;:–—-])(pre-?)?(approved|authori[sz]ed|signed[- ]off|green-?lit)\s*($|[)\]},;.!:]|by\b|per\b)`,
	`\b(ok|okay|okayed|ok'd|agreed|cleared|granted|approved) (by|from|with)\b`,
	`\b(discount|price|rebate|terms) (is |was |are )?(granted|approved|agreed|given|ok(ay)?)\b`,
	`\d\s*[%％]\s*(off|discount|rebate|less|cheaper|reduction)($|[^\pL-])`, `\b(discount|rebate)( of|:| is)?\s*\d`,
	`(已|获|被)\S{0,6}(批准|审批|同意|核准|特批)`, `经\S{1,6}(批准|同意|核准)`, `获批`, `(批准|审批通过|核准|特批|同意|已批)了?\s*($|[)）\]】,，。;；])`,
	`[\d一二三四五六七八九]折\s*($|[)）\]】,，。;；优])`, `(优惠|让利|降价)\s*[\d一二三四五六七八九]`,
}, "|"))

// quoteMarks are left around a name where nobody closed them.
const quoteMarks = "\"“”„＂「」『』«»"

var inches = regexp.MustCompile(`\d"$`)

// tidied is a name on one line, without spaces and quotation marks around it. 15" stays fifteen inches.
func tidied(name string) string {
	name = strings.Join(strings.Fields(name), " ")
	for {
		name = strings.TrimSpace(name)
		first, n := utf8.DecodeRuneInString(name)
		last, m := utf8.DecodeLastRuneInString(name)
		opens, closes := strings.ContainsRune(quoteMarks, first), strings.ContainsRune(quoteMarks, last)
		single := strings.ContainsRune("'‘’", first) && strings.ContainsRune("'‘’", last)
		switch {
		case len(name) > n && (opens && closes || single):
			name = name[n : len(name)-m]
		case opens && !strings.ContainsAny(name[n:], quoteMarks):
			name = name[n:]
		case closes && !strings.ContainsAny(name[:len(name)-m], quoteMarks) && !inches.MatchString(name):
			name = name[:len(name)-m]
		default:
			return name
		}
	}
}

// CheckName returns a name tidied. It refuses one that is empty or too long, or that people would read
// as a line of the bot or type as something else. Every customer, deal, contact and team gets its name
// through it.
func CheckName(name string) (string, error) {
	if name = tidied(name); name == "" {
		return name, No("name.missing").At("name")
	}
	code := ""
	switch first, _ := utf8.DecodeRuneInString(name); {
	case idAlone.MatchString(name), idInFront.MatchString(name):
		code = "name.like_id"
	case percent.MatchString(name):
		code = "name.like_discount"
	case mixed(name):
		code = "name.mixed"
	case unknownName.MatchString(name):
		code = "name.unknown"
	case slices.Contains(nameWords, strings.ToLower(name)):
		code = "name.like_word"
	case strings.Contains(name, " · "):
		code = "name.divided"
	case unicode.Is(unicode.So, first) && !strings.ContainsRune("©®℗", first):
		code = "name.marked"
	case claim.MatchString(name):
		code = "name.claims"
	}
	if code != "" {
		return name, No(code, "Name", name).At("name")
	}
	return name, short("name", name, NameMax)
}
