package sales

import (
	"slices"
	"strings"
)

// The model is the approval policy written a second time, as small as possible: whole
// numbers for hours, percent and versions, words for the rest. It decides who may decide
// and what becomes of a request. Whom the rules ask it takes from them, and checks.

type model struct {
	hour    int
	version int
	off     int // hundredths of a percent
	extra   int // index of the special terms
	open    bool
	owner   string
	role    map[string]string // "" is nothing
	gone    map[string]bool
	away    map[string]bool
	books   map[string]bool // holds the function finance
	lent    []loan
	papers  []paper
	policy  int // which of the policies below holds
}

type paper struct { // a request
	by         string
	off, extra int
	version    int
	until      int // hour
	state      string
	steps      []part
	turn       int // whose turn it is
}

// part is a step: "manager", "director", "books", "bo" or "manager+books". need is how
// many must approve, 0 for all who are asked.
type part struct {
	who   string
	need  int
	asked []seatOf
	up    bool // the next level is asked, too
	votes []voice
}

type seatOf struct {
	by, whose string
	up        bool
}

type voice struct{ by, whose string }

type loan struct {
	from, to   string
	start, end int
	over       bool
}

// cast are the people: amy is ann under another name, fin2 is fin.
var cast = []string{"ann", "bo", "mia", "dan", "dee", "root", "li", "fay", "fin", "fox", "amy", "fin2"}

func human(who string) string {
	switch who {
	case "amy":
		return "ann"
	case "fin2":
		return "fin"
	}
	return who
}

func newModel(policy int) *model {
	return &model{version: 1, open: true, owner: "ann", policy: policy, gone: map[string]bool{}, away: map[string]bool{},
		role: map[string]string{"ann": "rep", "bo": "rep", "mia": "manager", "dan": "director", "dee": "director", "root": "admin",
			"li": "manager", "fay": "manager", "fin": "approver", "fox": "approver", "amy": "manager", "fin2": "approver"},
		books: map[string]bool{"fin": true, "fox": true, "fin2": true}}
}

// parts is the policies in the model's words: what each asks of a request. Amounts are in millions.
func (m *model) parts(role string, off, extra int, amount int64) (all []part) {
	add := func(who string, need int) {
		for _, p := range all {
			if p.who == who && p.need == need {
				return
			}
		}
		all = append(all, part{who: who, need: need})
	}
	lead := role == "manager" || role == "director"
	switch {
	case off >= 2000:
		if m.policy == 1 && !lead {
			add("manager", 1)
		}
		add("director", 1)
	case (off >= 1000 || extra > 1) && !lead: // the first extra is the usual term
		add("manager", 1)
	}
	if off == 0 && extra <= 1 {
		return all
	}
	switch m.policy {
	case 2:
		if off >= 1500 {
			add("books", 2)
		}
		add("manager", 1)
	case 3:
		if extra == 3 { // of 60 days
			add("books", 0)
			add("bo", 1)
		}
	case 4:
		if amount >= 3 {
			add("manager+books", 0)
		}
	}
	return all
}

func (m *model) works(who string) bool { return !m.gone[who] && who != "fay" }

// sees reports whether someone sees the deal in their own right.
func (m *model) sees(who string) bool {
	role := m.role[who]
	return m.works(who) && role != "" && (who == m.owner || role == "admin" || role == "approver" || m.books[who] || who != "li" && who != "root")
}

func (m *model) mayAsk(who string) bool {
	lead := m.role[who] == "manager" || m.role[who] == "director"
	return m.works(who) && (who == m.owner && m.role[who] != "" && m.role[who] != "approver" || m.role[who] == "admin" || lead && who != "li")
}

// leads is someone's rank in the deal's team: 2 manages, 3 directs.
func (m *model) leads(who string) int {
	if !m.works(who) || who == "li" && who != m.owner {
		return 0
	}
	return map[string]int{"manager": 2, "director": 3}[m.role[who]]
}

// meant reports whether a step asks someone themselves, not as a superior.
func (m *model) meant(p part, who string) bool {
	if !m.sees(who) {
		return false
	}
	return p.who == who || strings.Contains(p.who, "books") && m.books[who] ||
		strings.Contains(p.who, "manager") && m.leads(who) == 2 || p.who == "director" && m.leads(who) == 3
}

// own reports whether someone may vote in a step in their own right.
func (m *model) own(p part, who string) bool {
	return m.meant(p, who) || m.sees(who) && m.leads(who) == 3 && (strings.Contains(p.who, "manager") || p.up)
}

func (m *model) active(l loan) bool {
	return !l.over && l.start <= m.hour && m.hour < l.end && m.works(l.from) && m.works(l.to) && m.role[l.to] != "" && human(l.from) != human(l.to)
}

// rights lists the people whose right someone has in a step, themselves first.
func (m *model) rights(p part, who string) (all []string) {
	if m.own(p, who) {
		all = append(all, who)
	}
	for _, l := range m.lent {
		if l.to == who && m.active(l) && m.own(p, l.from) {
			all = append(all, l.from)
		}
	}
	return all
}

func used(p part, who string) bool {
	return slices.ContainsFunc(p.votes, func(v voice) bool { return human(v.by) == human(who) || human(v.whose) == human(who) })
}

// right is the person whose right someone would decide with; "" for none.
func (m *model) right(r paper, who string) string {
	p := r.steps[r.turn]
	if human(who) == human(r.by) || used(p, who) {
		return ""
	}
	for _, from := range m.rights(p, who) {
		if human(from) != human(r.by) && !used(p, from) {
			return from
		}
	}
	return ""
}

// enough reports whether a step has the approvals it needs.
func (m *model) enough(r paper) bool {
	p := r.steps[r.turn]
	if p.need > 0 {
		return len(p.votes) >= p.need
	}
	missing, superior := 0, 0
	for _, who := range cast {
		asked := slices.ContainsFunc(p.asked, func(s seatOf) bool { return s.whose == who && !s.up })
		voted := slices.ContainsFunc(p.votes, func(v voice) bool { return v.whose == who })
		named := strings.Contains(p.who, "books") && m.books[who]
		if asked && !used(p, who) && m.own(p, who) && human(who) != human(r.by) {
			if named && !p.up {
				return false
			}
			missing++
		}
		if !asked && voted && (p.up || !named) {
			superior++
		}
	}
	return len(p.votes) > 0 && superior >= missing
}

// possible reports whether enough humans could ever decide in a step.
func (m *model) possible(p part, by string) bool {
	p.up = true
	var all []string
	for _, who := range cast {
		if m.own(p, who) && human(who) != human(by) && !slices.Contains(all, human(who)) {
			all = append(all, human(who))
		}
	}
	return len(all) >= max(1, p.need)
}

func (m *model) alive(p paper) bool {
	return p.state == "waiting" && m.hour < p.until && m.open && p.version == m.version
}

// ask predicts the result of asking: granted, waiting or no.
func (m *model) ask(who string, off, extra int, amount int64) string {
	if !m.mayAsk(who) || !m.open || off == m.off && extra == m.extra || off >= 10000 || slices.ContainsFunc(m.papers, m.alive) {
		return "no"
	}
	p := paper{by: who, off: off, extra: extra, version: m.version, until: m.hour + 48, state: "waiting", steps: m.parts(m.role[who], off, extra, amount)}
	for _, step := range p.steps {
		if !m.possible(step, who) {
			return "no"
		}
	}
	m.papers = append(m.papers, p)
	if len(p.steps) > 0 {
		return "waiting"
	}
	m.grant(&m.papers[len(m.papers)-1])
	return "granted"
}

func (m *model) grant(p *paper) {
	p.state = "approved"
	m.off, m.extra = p.off, p.extra
	m.version++
}

// decide returns whose right was used, "" if someone may not decide like that.
func (m *model) decide(who string, i int, version, step int, v Verdict, reason bool) string {
	r := &m.papers[i]
	if !m.alive(*r) || version != r.version || step != r.turn+1 || v != Approve && !reason {
		return ""
	}
	whose := m.right(*r, who)
	switch {
	case whose == "":
	case v == Approve:
		r.steps[r.turn].votes = append(r.steps[r.turn].votes, voice{who, whose})
		m.advance(r)
	default:
		r.state = map[Verdict]string{Reject: "rejected", Change: "returned"}[v]
	}
	return whose
}

// advance moves to the next step, or to the grant, if the current one has enough.
func (m *model) advance(r *paper) bool {
	if !m.enough(*r) {
		return false
	}
	if r.turn++; r.turn == len(r.steps) {
		m.grant(r)
	}
	return true
}
