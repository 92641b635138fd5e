package goals

import (
	"regexp"
	"slices"
	"strings"

	"dealdesk/commands/phrase"
	"dealdesk/sales"
	"dealdesk/sales/goal"
)

var (
	company = regexp.MustCompile(`(?i)\b(?:the )?(?:whole |entire )?company(?:[ -]?wide)?\b|\beverybody\b|\beveryone\b|全公司|整个公司|公司(` +
		`?:整体)?|集团`)
	ours   = regexp.MustCompile(`(?i)\b(?:my|our|the) team(?:'s)?\b|(?:我们|我的|我)团队|我们组|本团队|我们区`)
	mine   = regexp.MustCompile(`(?i)\b(?:me|my|mine|myself|i)\b|本人|我自己|我的|我个人|我(?:$|[^们的])`)
	atName = regexp.MustCompile(`<@([UW][A-Z0-9]+)(?:\|[^>]*)?>`)
)

// readScope takes whose numbers count out of the text.
func readScope(t *text, s *Said, o Options) error {
	add := func(scope goal.Scope, name string) error {
		if s.Scope.Kind != "" && s.Scope != scope {
			return sales.No("goal_line.two_scopes", "Text", name)
		}
		s.Scope = scope
		return nil
	}
	for m := t.cut(atName); m != nil; m = t.cut(atName) {
		if err := add(goal.Scope{Kind: goal.OfPerson, ID: m[1]}, m[0]); err != nil {
			return err
		}
	}
	byLength := slices.Clone(o.Names)
	slices.SortStableFunc(byLength, func(a, b Named) int { return len(b.Name) - len(a.Name) })
	for _, n := range byLength {
		name := plain(n.Name)
		if name == "" {
			continue
		}
		re := nameWith(name)
		if n.Scope.Kind == goal.OfTeam {
			re = regexp.MustCompile(`(?i)(?:\bteam |团队\s?)?` + whole(name) + `(?:(?:['’]s)? team\b|['’]s\b|团队|大区|区|组|部)?`)
		}
		if at := re.FindStringIndex(t.s); at == nil || partOfRegion(t.s, at) {
			continue
		}
		t.cut(re)
		if same := named(o.Names, name); len(same) > 1 {
			if s.Scope.Kind == "" {
				s.Twins = same
			}
			if s.Scope.Kind == "" || slices.Contains(same, s.Scope) {
				continue
			}
		}
		if err := add(n.Scope, n.Name); err != nil {
			return err
		}
	}
	switch {
	case s.Scope.Kind != "":
		t.cut(ours)
	case t.cut(ours) != nil:
		s.Ours = true
	case t.cut(company) != nil:
		s.Scope = goal.Scope{Kind: goal.OfCompany}
	case mine.MatchString(t.s):
		t.s = mine.ReplaceAllStringFunc(t.s, func(m string) string {
			return " " + gap + " " + strings.TrimLeft(m, "IMEYmeynsifl本人我自己的个")
		})
		s.Scope = goal.Scope{Kind: goal.OfPerson}
	}
	return nil
}

// Called are the names of a person: the whole one and the first one, if it is no word of another sense.
func Called(who goal.Scope, name string) []Named {
	all := []Named{{who, name}}
	first, _, more := strings.Cut(strings.TrimSpace(name), " ")
	if more && len(first) > 2 && ascii(first[0]) && !wordToo.MatchString(first) {
		all = append(all, Named{who, first})
	}
	return all
}

// wordToo are first names that are other words, too.
var wordToo = regexp.MustCompile(`(?i)^(?:` + monthName + `|` +
	`will|mark|grant|art|bill|rich|rob|sue|pat|east|west|north|south|price|the|dr|mr|mrs|ms)\.?$`)

// named are those who have a name, each once.
func named(names []Named, name string) (all []goal.Scope) {
	for _, n := range names {
		if strings.EqualFold(plain(n.Name), name) && !slices.Contains(all, n.Scope) {
			all = append(all, n.Scope)
		}
	}
	return all
}

// partOfRegion reports whether a name is only the beginning of a region's: East of East China.
func partOfRegion(line string, at []int) bool {
	behind := strings.ToLower(line[at[1]:])
	return strings.HasPrefix(behind, " china") || strings.HasPrefix(behind, " coast") || strings.HasPrefix(behind, " asia")
}

// The industries and regions that people name without saying what they are.
var (
	industries = strings.Split("medical devices|medical device|manufacturing|healthcare|pharmaceuticals|pharma|financial services|b"+
		"anking|insurance|"+
		"retail|education|logistics|automotive|energy|construction|real estate|hospitality|telecoms|technology|software|government|agr"+
		"iculture|"+
		"医疗器械|医疗|医药|制造业|制造|金融|银行|保险|零售|教育|物流|汽车|能源|建筑|房地产|酒店|通信|科技|互联网|软件|政府|农业|食品|化工|电子|餐饮", "|")
	regions = strings.Split("East China|South China|North China|Central China|West China|East Asia|Southeast Asia|North America|Eur"+
		"ope|EMEA|APAC|"+
		"华东|华南|华北|华中|华西|西南|西北|东北|长三角|珠三角|京津冀|港澳台|海外", "|")
)

var labelled = []*regexp.Regexp{
	regexp.MustCompile(`(?i)\b(industry|region|area|product)\s*[:=]?\s+([\pL\d][\pL\d&-]*)`),
	regexp.MustCompile(`(行业|地区|区域|产品)\s*[:=]?\s*([\pL\d&-]{1,12})(?:$|[\s,;:])`),
	regexp.MustCompile(`()([\p{Han}]{2,6})行业`),
}

// readLabelled takes filters out that say what they are: industry retail, 医疗行业.
func readLabelled(t *text, s *Said) {
	for i, re := range labelled {
		for m := t.cut(re); m != nil; m = t.cut(re) {
			label := m[1]
			if i == 2 {
				label = "行业"
			}
			s.filter(label, m[2])
		}
	}
}

// readSource takes a source out that says that it is one: source referral, 来源转介绍.
func readSource(t *text, s *Said, o Options) {
	var words []string
	for _, n := range o.Sources {
		if w := plain(n.Name); w != "" {
			words = append(words, w)
		}
	}
	if len(words) == 0 {
		return
	}
	re := regexp.MustCompile(`(?i)(?:\bsources?\s*[:=]?\s+|客户来源\s*[:=为是]?\s*|来源\s*[:=为是]?\s*)["']?(` + anyOf(words) + `)["']?`)
	m := t.cut(re)
	if m == nil {
		return
	}
	for _, n := range o.Sources {
		if strings.EqualFold(plain(n.Name), m[1]) {
			s.Filter.Source = n.Scope.ID
			return
		}
	}
}

// filter narrows the goal down by a text.
func (s *Said) filter(label, text string) {
	text = strings.TrimSpace(text)
	switch strings.ToLower(label) {
	case "industry", "行业":
		s.Filter.Industry = text
	case "product", "产品":
		s.Filter.Product = text
	default:
		s.Filter.Region = text
	}
}

// readKnown takes the names of products, industries and regions out that need no label.
func readKnown(t *text, s *Said, o Options) {
	for _, f := range []struct {
		label  string
		words  []string
		behind string
		taken  string
	}{
		{"product", o.Products, "", s.Filter.Product},
		{"industry", append(slices.Clone(o.Industries), industries...), `(?: industry| customers| clients| companies|行业|企业|客户)?`,
			s.Filter.Industry},
		{"region", append(slices.Clone(o.Regions), regions...), `(?: region| market|地区|区域|大区|区|市场)?`, s.Filter.Region},
	} {
		var words []string
		for _, w := range f.words {
			if w = plain(w); w != "" {
				words = append(words, w)
			}
		}
		if f.taken != "" || len(words) == 0 {
			continue
		}
		if m := t.cut(regexp.MustCompile(`(?i)(` + anyOf(words) + `)` + f.behind)); m != nil {
			s.filter(f.label, m[1])
		}
	}
}

const people = `(?:staff|employees|people|heads|persons|workers|人员工|名员工|位员工|员工|人)`

var (
	staffRange = regexp.MustCompile(`(?i)(\d{1,7})\s*(?:-|to|~|到|至)\s*(\d{1,7})\s*` + people)
	staffLeast = regexp.MustCompile(`(?i)(?:at least|from|more than|over|>=?|≥|至少|超过|大于|不少于|员工数?)\s*(\d{1,7})\s*(?:\+|个)?\s*` + people +
		`(?: or more|及以上|以上|\+)?|(\d{1,7})\s*(?:\+|or more|plus)\s*` + people + `|(\d{1,7})\s*` + people + `(?: or more|及以上|以上|\+)`)
	staffMost = regexp.MustCompile(`(?i)(?:at most|up to|under|below|less than|fewer than|<=?|≤|不超过|少于|小于|最多)\s*(\d{1,7})\s*` + people +
		`|(\d{1,7})\s*` + people + `(?:以下|以内)`)
	ageLeast = regexp.MustCompile(`(?i)(?:customers?|clients?|accounts?|relations?|relationship)?\s*(?:of|for|with us)?\s*(?:older ` +
		`than|more than|longer than|over|` +
		`at least|>=?|≥)\s*(\d{1,3})\s*(months?|years?)(?: old)?(?: customers?| clients?)?` +
		`|(?:老客户|客户|合作)?\s*[(]?(?:合作|成交|关系)?(?:超过|满|大于|>=?|≥|已)?\s*(\d{1,3})\s*(个月|年)\s*(?:及以上|以上)[)]?\s*的?\s*(?:老)?(?:客户)?` +
		`|(?:合作|成交|关系|客户)\s*[(]?(?:超过|满|大于|>=?|≥)\s*(\d{1,3})\s*(个月|年)[)]?\s*的?\s*(?:老)?(?:客户)?`)
	ageMost = regexp.MustCompile(`(?i)(?:customers?|clients?|accounts?)\s*(?:of )?(?:younger than|less than|under|newer than)\s*(\d` +
		`{1,3})\s*(months?|years?)` +
		`|(?:客户|合作)\s*(?:不满|不到|不足)\s*(\d{1,3})\s*(个月|年)`)
)

// readSize takes out how large the customers are, and how long they have been customers.
func readSize(t *text, s *Said) {
	n := func(groups []string) int {
		for _, g := range groups {
			if v, ok := phrase.Count(g); ok && g != "" {
				return v
			}
		}
		return 0
	}
	months := func(m []string) int {
		v := n(m[1:])
		if strings.ContainsAny(strings.Join(m[1:], " "), "yY年") {
			v *= 12
		}
		return v
	}
	if m := t.cut(staffRange); m != nil {
		s.Filter.Employees = goal.Range{From: n(m[1:2]), To: n(m[2:])}
	} else if m := t.cut(staffLeast); m != nil {
		s.Filter.Employees.From = n(m[1:])
	} else if m := t.cut(staffMost); m != nil {
		s.Filter.Employees.To = n(m[1:])
	}
	if m := t.cut(ageLeast); m != nil {
		s.Filter.Months.From = months(m)
	} else if m := t.cut(ageMost); m != nil {
		s.Filter.Months.To = months(m)
	}
}
