package talk

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dealdesk/sales"
)

// spot stands for the customer in a line.
const spot = "\x00"

const adds = `(?i)^\W*(?:(?:please|pls|can you|could you|we have|there'?s|there is|got|i have|i met)\s+)*`

// contactLines are the ways to name a new person at a customer.
var contactLines = []pattern{
	reads(adds + `(?:(?:add|create|new|save|register|put down|note)\s+)(?:an? |the |another )?(?:new )?contact(?: person)?s?(?: (?:at|for|` +
		`to|with|` +
		`of|in) ` + spot + `)?\s*[:,：，–—-]+\s*(.+)$`),
	reads(adds + `(?:add|create|new|save)\s+(?:an? )?(?:new )?contact(?: person)? (?:at|for|to|with|of|in) ` + spot + `\s+(.+)$`),
	reads(adds + `(?:new )?contact(?: person)?s? (?:at|for|of) ` + spot + `\s*[:：]\s*(.+)$`),
	reads(`^(?:请|帮我|麻烦|给|在|为|把)*` + spot + `(?:公司|那边|这边)?的?(?:新增|增加|添加|加|新加|新建|录入|登记|来)了?(?:一?[个位名])?新?的?` +
		`(?:对接|联络)?联系人(?:[:：,， ]|叫|是|为)*(.+)$`),
	reads(`^(?:请|帮我|麻烦)*` + spot + `(?:公司|那边|这边)?的?新(?:对接|联络)?联系人(?:[:：,， ]|叫|是|为)*(.+)$`),
	reads(`^(?:请|帮我|麻烦)*(?:新增|增加|添加|加|新建|新)(?:一?[个位名])?(?:对接|联络)?联系人(?:[:：,， ]|叫|是|为)*` + spot + `的?[,， ]*(.+)$`),
}

// contactsHere are such lines where the place says at which customer.
var contactsHere = reads(adds + `(?:add|create|new)\s+(?:an? )?(?:new )?contact(?: person)?\s*[:：,，]\s*(.+)$|` +
	`^(?:请|帮我|麻烦)*(?:新增|增加|添加|加|新建|新)(?:一?[个位名])?联系人(?:[:：,， ]|叫|是|为)*(.+)$`)

// addedAs are lines that add somebody by name, perhaps with what they do.
var addedAs = []pattern{
	reads(adds + `(?:add|put down|save|register|note)\s+(.+?)(?:(?:,\s*|\s+as\s+(?:an? |the |our )?|\s+\()([^,()]+?)\)?)?,?\s+` +
		`(?:at|to|for|with|in)\s+` + spot + `()\W*$`),
	reads(adds + `(?:add|put down|save|register|note)\s+(.+?)()\s+(?:at|to|for|with|in)\s+` + spot + `(?:,|\s+as\s+(?:an? |the |` +
		`our )?)\s*(.+)$`),
	reads(`^(?:请|帮我|麻烦)*把(.+?)()(?:加为|加成|添加为|设为|加到|添加到|录为|记为)` + spot + `的?(?:联系人)?[,， ]*(.*)$`),
	reads(`^(?:请|帮我|麻烦)*(?:新增|增加|添加|加|新建|新)(?:一?[个位名])?(?:对接|联络)?联系人[:：,， ]*(\p{Han}{2,4})()[,， ]+` + spot + `的?[,， ]*(.*)$`),
}

// NewContact reads a line that names a new person at a customer, who stands from start to end in it; without one
// the place has to say which. person is the name with what else is known of them.
func NewContact(line string, start, end int, here bool) (person string, ok bool) {
	if len(line) > longest {
		return "", false
	}
	if start >= end {
		m := contactsHere.find(strings.TrimSpace(line))
		if m == nil || !here {
			return "", false
		}
		return tidyPerson(m[1] + m[2])
	}
	text := strings.TrimSpace(line[:start] + spot + line[end:])
	for _, p := range contactLines {
		if m := p.find(text); m != nil && !strings.Contains(m[1], spot) {
			return tidyPerson(m[1])
		}
	}
	for _, p := range addedAs {
		m := p.find(text)
		if m != nil && m[2]+m[3] != "" && small.in(m[1]) { // tom reed as buyer
			m[1] = capitals(m[1])
		}
		if m != nil && name(m[1]) && !articled.in(m[1]) {
			return tidyPerson(strings.Join([]string{m[1], m[2] + m[3]}, ", "))
		}
	}
	return "", false
}

// small is a name that was typed in small letters.
var small = reads(`^[a-z]+(?: [a-z]+){1,2}$`)

// articled is a thing and no person: a visit.
var articled = reads(`(?i)^(?:an?|the|my|our|this|that|some)\s`)

// capitals begins each word with a capital.
func capitals(text string) string {
	words := strings.Fields(text)
	for i, w := range words {
		first, n := utf8.DecodeRuneInString(w)
		words[i] = string(unicode.ToUpper(first)) + w[n:]
	}
	return strings.Join(words, " ")
}

// AfterContact is what stands behind the words for a new contact, "" if the line does not begin with them.
func AfterContact(line string) string {
	m := contactsHere.find(strings.TrimSpace(line))
	if m == nil {
		return ""
	}
	return strings.Trim(m[1]+m[2], " ")
}

// tidyPerson is a person without the marks around, ok if they have a name.
func tidyPerson(text string) (person string, ok bool) {
	person = strings.Trim(text, " \t,，.。;；:：()（）!！")
	first, _ := utf8.DecodeRuneInString(person)
	return person, unicode.IsUpper(first) || unicode.Is(unicode.Han, first)
}

// name reports whether a text may be somebody's name: a few words that begin with capitals, or a few characters.
func name(text string) bool {
	words := strings.Fields(text)
	if len(words) == 0 || len(words) > 4 {
		return false
	}
	for _, w := range words {
		first, _ := utf8.DecodeRuneInString(w)
		if unicode.Is(unicode.Han, first) {
			return len(words) == 1 && utf8.RuneCountInString(w) <= 4
		}
		if !unicode.IsUpper(first) {
			return false
		}
	}
	return true
}

var newCustomers = []pattern{
	reads(adds + `(?:(?:add|create|register|set up|open)\s+(?:an? |the |another )?(?:new )?|(?:an? |the |another )?new )` +
		`(?:customer|client|account|company|lead|prospect)(?:\s*[:：,，–—-]+\s*|\s+(?:called|named)\s+|\s+(?:is|are)\s+)(.+)$`),
	reads(adds + `(?:an? |another )?new (?:customer|client|account|company|lead|prospect)\s+(?-i:(\p{Lu}.+))$`),
	reads(`^(?:请|帮我|麻烦)*(?:新增|新建|添加|增加|加|建|录入|登记|(?:今天|刚|刚刚)?(?:来了|有了?|新来)|新)(?:了|上)?(?:一?[个家])?(?:新的?)?(?:意向|潜在)?(?:客户|线索)` +
		`(?:\s*[:：,，]\s*|\s+|，?(?:名字)?叫(?:做)?|(?:名称|名字)?是)+(?:名字叫|叫)?(.+)$`),
	reads(`^(?:今天|刚|刚刚)?(?:来了|有了?|新来了?)一?[个家]新客户(.+)$`),
}

// behindName ends the name of a new customer where more is told of them, but not in front of a legal form.
var behindName = reads(`[，；。;]|,\s|\.\s|\s[-–—]\s`)

// NewCustomer reads a line that names a new customer and what else it tells of them; the name is "" for all other lines.
// bare is a label and a name and nothing else.
func NewCustomer(line string) (name, words string, bare bool) {
	line = strings.TrimSpace(line)
	if len(line) > longest || strings.Contains(line, "\n") {
		return "", "", false
	}
	for _, p := range newCustomers {
		m := p.find(line)
		if m == nil {
			continue
		}
		name = m[1]
		for _, at := range behindName.compiled().FindAllStringIndex(m[1], -1) {
			if rest := strings.TrimSpace(m[1][at[1]:]); !legalForm(rest) && !abbreviates(m[1][:at[0]]) {
				name, words = m[1][:at[0]], rest
				break
			}
		}
		return strings.Trim(name, " \t.。!！"), words, words == "" && labelled.in(line)
	}
	return "", "", false
}

// labelled is a line that is a label and what it labels.
var labelled = reads(`(?i)^(?:new )?(?:customer|client|account|company|lead|prospect)\s*[:：]|^新?(?:客户|线索)\s*[:：]`)

// legalForm reports whether a text goes on with a legal form: the Ltd of "Tall Trees, Ltd".
func legalForm(text string) bool {
	words := sales.FoldWords(text)
	return len(words) > 0 && sales.CompanySuffixes[words[0]]
}

// abbreviates reports whether a text ends with a short word, whose dot ends no sentence: St. Mary.
func abbreviates(text string) bool {
	words := strings.Fields(text)
	return len(words) > 0 && len(words[len(words)-1]) <= 3 && len(words) == 1
}
