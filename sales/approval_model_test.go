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
	gave    []string // those who owned the deal before
	policy  int      // which of the policies below holds
	limit   int      // of managers, now
	amount  int64
}

type paper struct { // a request
	by         string
	off, extra int
	given      int   // with what was given away before
	amount     int64 // in millions
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
	level bool // the limits ask for it
	asked []seatOf
	up    bool // the next level is asked, too
	votes []voice
}

type seatOf struct {
	by, whose string
	up        bool
}

type voice struct{ by, whose string }

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
	return &model{limit: 2000, amount: 3, version: 1, open: true, owner: "ann", policy: policy, gone: map[string]bool{},
		away: map[string]bool{},
		role: map[string]string{"ann": "rep", "bo": "rep", "mia": "manager", "dan": "director", "dee": "director", "root": "admin",
			"li": "manager", "fay": "manager", "fin": "approver", "fox": "approver", "amy": "manager", "fin2": "approver"},
		books: map[string]bool{"fin": true, "fox": true, "fin2": true}}
}

// parts is the policies in the model's words: what each asks of a request. Amounts are in millions.
func (m *model) parts(role string, off, extra int, amount int64) (all []part) {
	level := true
	add := func(who string, need int) {
		for _, p := range all {
			if p.who == who && p.need == need {
				return
			}
		}
		all = append(all, part{who: who, need: need, level: level})
	}
	lead := role == "manager" || role == "director"
	gives := off > 0 || extra > 1 // the first extra is the usual term
	switch {
	case off >= m.limit:
		if m.policy == 1 && !lead {
			add("manager", 1)
		}
		add("director", 1)
	case (off >= 1000 || extra > 1) && !lead, role == "" && gives:
		add("manager", 1)
	}
	level = false
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
	return m.works(who) && role != "" &&
		(who == m.owner || role == "admin" || role == "approver" || m.books[who] || who != "li" && who != "root")
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

// named reports whether a step is for people like someone, whether or not they may decide.
func (m *model) named(p part, who string) bool {
	return p.who == who || strings.Contains(p.who, "books") && m.books[who] ||
		strings.Contains(p.who, "manager") && m.role[who] == "manager" || p.who == "director" && m.role[who] == "director"
}

// able reports whether someone may decide in step i in their own right, whatever the other
// steps say.
func (m *model) able(r paper, i int, who string) bool {
	p := r.steps[i]
	switch {
	case !m.sees(who):
		return false
	case p.who == who, strings.Contains(p.who, "books") && m.books[who]:
		return true
	case m.leads(who) == 2:
		levels := 0
		for _, q := range r.steps {
			if q.level {
				levels++
			}
		}
		granting := p.level && levels == 1
		return strings.Contains(p.who, "manager") && !(granting && r.given > 0 && r.given >= m.limit)
	}
	return m.leads(who) == 3 && (strings.Contains(p.who, "manager") || p.who == "director" || p.up)
}

// spent reports whether the human who has filled a step other than i, or somebody for them.
func spent(r paper, i int, who string) bool {
	for j, p := range r.steps {
		if j != i && used(p, who) {
			return true
		}
	}
	return false
}

// biased reports whether someone would decide for themselves.
func (m *model) biased(r paper, who string) bool {
	return human(who) == human(r.by) || human(who) == human(m.owner)
}

func missing(p part) int { return max(1, p.need-len(p.votes)) }

// crew counts the humans of a step's own level who can be reached to vote in it.
func (m *model) crew(r paper, i int) int {
	all := map[string]bool{}
	here := func(who string) bool { return !m.away[who] && !spent(r, i, who) && !m.biased(r, who) }
	for _, who := range cast {
		if !m.named(r.steps[i], who) || !m.able(r, i, who) || used(r.steps[i], who) || spent(r, i, who) || m.biased(r, who) {
			continue
		}
		if here(who) || slices.ContainsFunc(m.lent, func(l loan) bool { return l.from == who && m.active(l) && here(l.to) }) {
			all[human(who)] = true
		}
	}
	return len(all)
}

// fits reports whether each step still open, except step i, finds its own humans, without
// one of them. It tries everything.
func (m *model) fits(r paper, i int, without string) bool {
	var places []int
	for j, p := range r.steps {
		if j >= r.turn && j != i {
			for range max(1, p.need) - len(p.votes) {
				places = append(places, j)
			}
		}
	}
	taken := map[string]bool{}
	for _, who := range cast {
		for _, p := range r.steps {
			if used(p, who) {
				taken[human(who)] = true
			}
		}
		if m.biased(r, who) {
			taken[human(who)] = true
		}
	}
	taken[human(without)] = true
	raised := r
	raised.steps = slices.Clone(r.steps)
	for j := range raised.steps {
		raised.steps[j].up = true
	}
	var fill func(int) bool
	fill = func(n int) bool {
		if n == len(places) {
			return true
		}
		for _, who := range cast {
			if taken[human(who)] || !m.able(raised, places[n], who) {
				continue
			}
			taken[human(who)] = true
			if fill(n + 1) {
				return true
			}
			taken[human(who)] = false
		}
		return false
	}
	return fill(0)
}

func (m *model) alive(p paper) bool {
	return p.state == "waiting" && m.hour < p.until && m.open && p.version == m.version
}

// ask predicts the result of asking: granted, waiting or no.
func (m *model) ask(who string, off, extra int, amount int64) string {
	if !m.mayAsk(who) || !m.open || off == m.off && extra == m.extra || off >= 10000 || slices.ContainsFunc(m.papers, m.alive) {
		return "no"
	}
	p := paper{by: who, off: off, given: m.together(off, amount), extra: extra, amount: amount, version: m.version, until: m.hour + 48,
		state: "waiting"}
	role := m.role[who]
	if role == "admin" && who != m.owner { // root runs the bot
		role = ""
	}
	if p.steps = m.parts(role, p.given, extra, amount); !m.fits(p, -1, "") {
		return "no"
	}
	m.papers = append(m.papers, p)
	if len(p.steps) > 0 {
		return "waiting"
	}
	m.grant(&m.papers[len(m.papers)-1])
	return "granted"
}

// together is the share of the highest amount that was granted a discount on.
func (m *model) together(off int, amount int64) int {
	most := amount
	for _, p := range m.papers {
		if p.state == "approved" && p.off > 0 {
			most = max(most, p.amount)
		}
	}
	if off == 0 || most == amount {
		return off
	}
	// In hundredths of a percent of most, rounded up.
	given := most*10000 - amount*(10000-int64(off))
	return int((given + most - 1) / most)
}

func (m *model) grant(p *paper) {
	p.state = "approved"
	m.off, m.extra = p.off, p.extra
	m.version++
}

// decide returns whose right was used, "" if someone may not decide like that.
func (m *model) decide(who string, i int, version, step int, v Verdict, reason, doubt bool) string {
	r := &m.papers[i]
	if !m.alive(*r) || version != r.version || step != r.turn+1 || v != Approve && !reason || v == Approve && doubt {
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
