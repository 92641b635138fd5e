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

// noPerson stands in place of a person's name: nobody, a part in the decision, or a title alone.
var noPerson = regexp.MustCompile(`(?i)^(((still|as yet) )?(nobody|no ?one|unknown|not (known|named|found|clear|sure)|` +
	`unnamed)( (yet|so far|person|contact|name|there))*|` +
	`(some|any|a) (person|guy|man|woman|contact)|to be (named|found|confirmed)|((the|their|a|our) )?(person|decider|` +
	`decision[- ]?maker|boss|contact|` +
	`((sales|marketing|it|finance|financial|technical|managing|general|senior|chief|vice|deputy|regional|executive|operations|procurement|` +
	`purchasing|hr|legal|plant|office|project|product|head of|director of|vp of|vp) )*(ceo|cto|cfo|coo|cio|cmo|ciso|cpo|` +
	`cro|cdo|vp|md|gm|sales|it|` +
	`finance|procurement|purchasing|operations|director|manager|president|chairman|officer|engineer|buyer|chief))|` +
	`(还|尚|暂时?|目前)?(没有?|未|不)(人|定|确定|找到|知道?|清楚|明)|(还)?没定下来|未知(人士?)?|决策人|决策者|老板|客户|对方|联系人|负责人|` +
	`(采购|财务|技术|销售|市场|信息|人事|行政|生产|运营|副|高级|部门|大区|区域|工厂)*(总经理|副总|老总|总监|经理|主任|董事长|总裁|处长|科长|局长|院长|校长|厂长|` +
	`部长|主管|工程师|首席执行官|首席技术官|首席财务官))$`)

// nameWords stand for people and their deals in commands: "deal list team".
var nameWords = []string{"me", "my", "mine", "team", "我", "我的", "团队", "我的团队"}

// claim is what a name may not say: that terms were granted, or by whom.
var claim = regexp.MustCompile(`(?i)` + strings.Join([]string{
	`(^|[\s(\[{,;:–—-])(pre-?)?(approved|authori[sz]ed|signed[- ]off|green-?lit)\s*($|[)\]},;.!:]|by\b|per\b)`,
	`\b(ok|okay|okayed|ok'd|agreed|cleared|granted|approved) (by|from|with)\b`,
	`\b(discount|price|rebate|terms) (is |was |are )?(granted|approved|agreed|given|ok(ay)?)\b`,
	`\d\s*[%％]\s*(off|discount|rebate|less|cheaper|reduction)($|[^\pL-])`, `\b(discount|rebate)( of|:| is)?\s*\d`,
	`(已|获|被)\S{0,6}(批准|审批|同意|核准|特批)`, `经\S{1,6}(批准|同意|核准)`, `获批`, `(批准|审批通过|核准|特批|同意|已批)了?\s*($|[)）\]】,，。;；])`,
	`[\d一二三四五六七八九]折\s*($|[)）\]】,，。;；]|优惠)`, `(优惠|让利|降价)\s*[\d一二三四五六七八九]`,
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
	plain := Simplified(name)
	switch first, _ := utf8.DecodeRuneInString(name); {
	case idAlone.MatchString(name), idInFront.MatchString(name):
		code = "name.like_id"
	case percent.MatchString(plain):
		code = "name.like_discount"
	case mixed(name):
		code = "name.mixed"
	case unknownName.MatchString(plain):
		code = "name.unknown"
	case slices.Contains(nameWords, strings.ToLower(plain)):
		code = "name.like_word"
	case strings.Contains(name, " · "):
		code = "name.divided"
	case unicode.Is(unicode.So, first) && !strings.ContainsRune("©®℗", first):
		code = "name.marked"
	case claim.MatchString(plain):
		code = "name.claims"
	}
	if code != "" {
		return name, No(code, "Name", name).At("name")
	}
	return name, short("name", name, NameMax)
}
