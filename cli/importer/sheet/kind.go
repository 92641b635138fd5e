package sheet

import (
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"dealdesk/sales"
)

// Kind is what the rows of a file are.
type Kind string

const (
	People   Kind = "people"
	Products Kind = "products"
	Accounts Kind = "accounts"
	Contacts Kind = "contacts"
	Deals    Kind = "deals"
	Costs    Kind = "costs"
	Passed   Kind = "passed over" // a table of Dealdesk's own that only a backup brings back
)

// Kinds in the order of import, so that what a row refers to is already there.
var Kinds = []Kind{People, Products, Accounts, Contacts, Deals, Costs}

// KindNamed reads the name of a kind, in the singular too.
func KindNamed(word string) (Kind, bool) {
	for _, k := range Kinds {
		if word == string(k) || word+"s" == string(k) || word == "person" && k == People {
			return k, true
		}
	}
	return "", false
}

// Why is how the kind of a file was found, the surest first.
type Why int

const (
	Told    Why = iota // by the command line
	ByName             // by the file's name and its columns
	ByWords            // by its columns alone
)

// Ask is how the importer wants files to be read. The zero Ask guesses everything.
type Ask struct {
	Kind   Kind              // of every file
	Preset string            // name of a preset
	Fields map[string]string // column -> field, "field*1000", or "" to leave the column out
}

// kindWords are words in names of files, and what the file then holds. Those without a kind
// name what cannot be imported.
var kindWords = []struct {
	words string
	kind  Kind
}{
	{"deal|deals|opportunity|opportunities|pipeline|商机|机会|销售机会", Deals},
	{"account|accounts|company|companies|customer|customers|organization|organizations|organisations|客户|公司", Accounts},
	{"contact|contacts|联系人", Contacts},
	{"people|person|persons|user|users|rep|reps|team|teams|staff|employees|agents|人员|员工|销售团队", People},
	{"product|products|产品|价目表", Products},
	{"cost|costs|获客成本|成本|渠道费用", Costs},
	{"lead|leads|线索", ""}, {"activity|activities|task|tasks|call|calls|notes|meetings|emails|活动|任务|跟进", ""},
	{"quote|quotes|invoice|invoices|order|orders|contract|contracts|报价|订单|合同|发票", ""},
}

// ownTables are the files of our own export that hold no records of a kind.
const ownTables = "|team|configured|activity|event|approval|delegation|proposal|standup|slow|nudge|run|draft|spending|goal|" +
	"forecast|alertrule|alert|"

// named finds what a file's name says it holds: its last word that says anything, as in
// account_contacts. word is "" if none does.
func (f *File) named() (k Kind, word string) {
	name := strings.TrimSuffix(f.Name, filepath.Ext(f.Name))
	if f.Sheet != "" {
		name = f.Sheet
	}
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) })
	for _, w := range slices.Backward(words) {
		for _, entry := range kindWords {
			for known := range strings.SplitSeq(entry.words, "|") {
				if w == known || known[0] >= 0x80 && strings.Contains(w, known) {
					return entry.kind, w
				}
			}
		}
	}
	return "", ""
}

// Map decides what f holds: by what was asked first, then by the file's name if its columns
// suffice, then by the kind that explains most of its columns and is sure of it.
//
// Problems: import.preset_unknown, import.field_unknown, import.kind_unclear,
// import.kind_not_taken, import.columns_missing, import.column_unclear.
func (f *File) Map(ask Ask) error {
	preset, err := findPreset(ask.Preset)
	if err != nil {
		return err
	}
	if ask.Kind == "" && ask.Preset == "" && f.ownTable() {
		f.Mapping = Mapping{Kind: Passed}
		return nil
	}
	if preset.Name == "" {
		preset = f.recognised()
	}
	found, wrong := map[Kind]Mapping{}, map[Kind]error{}
	for _, k := range Kinds {
		m, err := f.mapping(k, preset, ask.Fields)
		if wrong[k] = err; m.enough() {
			found[k] = m
		}
	}
	k, why, err := f.choose(ask.Kind, found, wrong)
	if err == nil {
		err = wrong[k]
	}
	if err != nil {
		return err
	}
	f.Mapping, f.Why = found[k], why
	return f.profile(ask)
}

// choose finds the kind of a file among those with enough columns. A kind that lacks a field that
// was asked for is chosen if the file can hardly be another.
func (f *File) choose(asked Kind, found map[Kind]Mapping, wrong map[Kind]error) (Kind, Why, error) {
	if asked != "" {
		if _, ok := found[asked]; !ok {
			return "", Told, f.missing(asked, wrong[asked])
		}
		return asked, Told, nil
	}
	named, word := f.named()
	if Leads(word) {
		return "", ByName, f.noLeads(word)
	}
	if word != "" && named == "" {
		return "", ByName, sales.No("import.kind_not_taken", "File", f.Name, "Word", word)
	}
	if m, ok := found[named]; ok && (named != People || !f.customers(m)) {
		return named, ByName, nil
	}
	if word := f.leadColumn(); word != "" && !f.sales() {
		return "", ByWords, f.noLeads(word)
	}
	var best []Kind
	most := 0
	for _, k := range Kinds {
		m, ok := found[k]
		n := len(m.Columns)
		if wrong[k] != nil {
			n = 0
		}
		if ok && f.sure(m) && n >= most {
			if n > most {
				best = nil
			}
			best, most = append(best, k), n
		}
	}
	switch {
	case len(best) == 0 && named != "":
		return "", ByName, f.missing(named, wrong[named])
	case len(best) != 1:
		return "", ByWords, sales.No("import.kind_unclear", "File", f.Name, "Header", f.Header)
	case named != "" && named != best[0] && (named == Deals || named == Accounts && best[0] == People):
		return "", ByWords, f.missing(named, nil)
	}
	return best[0], ByWords, nil
}

// Leads reports whether a word names leads, which cannot be imported.
func Leads(word string) bool {
	return word == "lead" || word == "leads" || strings.Contains(word, "线索")
}

func (f *File) noLeads(word string) error {
	return sales.No("import.leads_not_taken", "File", f.Name, "Word", word)
}

// leadColumn is the name of a column that only leads have. Deals and contacts have the source of
// their lead, too, and some systems its id.
func (f *File) leadColumn() string {
	only := strings.Split("leadstatus|leadid|leadname|leadowner|leadstage|leadrating|线索状态|线索编号|线索名称|线索负责人|线索阶段|线索等级", "|")
	for _, name := range f.Header {
		if slices.Contains(only, sales.FoldFull(name)) {
			return name
		}
	}
	return ""
}

// missing is why a file cannot hold a kind: something that was asked for, else its columns.
func (f *File) missing(k Kind, wrong error) error {
	if wrong != nil {
		return wrong
	}
	other := Contacts
	if k == Contacts {
		other = Accounts
	}
	return sales.No("import.columns_missing", "File", f.Name, "Kind", string(k), "Needs", string(k), "Header", f.Header,
		"Other", string(other))
}

// customers reports whether a file of people has what people at customers have: then they are
// contacts, not colleagues.
func (f *File) customers(m Mapping) bool {
	own := m.Has("slack_id") || m.Has("manager") || m.Has("team") || m.Has("role")
	contacts, err := f.mapping(Contacts, Preset{}, nil)
	return err == nil && !own && (contacts.Has("account") || contacts.Has("account_id") || contacts.Has("phone"))
}

// sure reports whether the columns of a kind could hardly be those of another.
func (f *File) sure(m Mapping) bool {
	switch m.Kind {
	case People:
		word, _ := f.heads(m, "name")
		own := m.Has("slack_id") || m.Has("manager") || m.Has("team") || slices.Contains([]string{"salesagent", "salesrep", "rep",
			"agent", "salesperson", "销售代表", "业务员"}, word)
		return own && !f.customers(m) && !f.sales()
	case Products:
		word, _ := f.heads(m, "name")
		return (m.Has("price") || m.Has("series")) && !f.sales() && strings.Contains("product|productname|产品|产品名称|商品名称|name|名称|title",
			word)
	case Accounts:
		word, _ := f.heads(m, "name")
		return !f.sales() && (word != "name" || m.Has("industry") || m.Has("employees") || m.Has("revenue")) && !f.contacts()
	case Contacts:
		return f.contacts() && !f.sales()
	case Costs:
		return m.enough() && !f.sales()
	}
	return true
}

// contacts reports whether the rows are people of somebody: with a way to reach them.
func (f *File) contacts() bool {
	m, err := f.mapping(Contacts, Preset{}, nil)
	return err == nil && m.enough() && (m.Has("account") || m.Has("account_id")) && (m.Has("email") || m.Has("phone") || m.Has("title"))
}

// sales reports whether the rows have what only deals have.
func (f *File) sales() bool {
	m, err := f.mapping(Deals, Preset{}, nil)
	return err == nil && (m.Has("stage") || m.Has("close") || m.Has("closed"))
}

// heads is how the column of a field is called, folded.
func (f *File) heads(m Mapping, field string) (word string, ok bool) {
	c, ok := m.Column(field)
	if !ok {
		return "", false
	}
	return sales.FoldFull(f.Header[c.Index]), true
}

// enough reports whether these columns suffice for rows of the kind.
func (m Mapping) enough() bool {
	switch m.Kind {
	case Deals:
		return (m.Has("id") || m.Has("name")) && (m.Has("stage") || m.Has("status"))
	case Contacts:
		return (m.Has("name") || m.Has("last")) && (m.Has("account") || m.Has("account_id"))
	case Costs:
		return m.Has("month") && m.Has("source") && m.Has("amount")
	}
	return m.Has("name")
}
