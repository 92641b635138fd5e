package sales

import (
	"slices"
	"strings"
)

type loan struct {
	from, to   string
	start, end int
	over       bool
}

// needed reports whether the other steps need a superior.
func (m *model) needed(r paper, i int, who string) bool {
	return !m.named(r.steps[i], who) && len(r.steps) > 1 && m.fits(r, i, "") && !m.fits(r, i, who)
}

// own reports whether someone may vote in step i in their own right: one human fills one
// step, and each level its own.
func (m *model) own(r paper, i int, who string) bool {
	if !m.able(r, i, who) || spent(r, i, who) {
		return false
	}
	if m.named(r.steps[i], who) {
		return true
	}
	for j, q := range r.steps {
		if j != i && m.named(q, who) {
			return m.crew(r, i) < missing(r.steps[i]) && !m.needed(r, i, who)
		}
	}
	return !m.needed(r, i, who) || !m.named(r.steps[i], who)
}

// former reports whether someone owned the deal lately: they use no lent right on it.
func (m *model) former(who string) bool {
	return slices.ContainsFunc(m.gave, func(g string) bool { return human(g) == human(who) })
}

func (m *model) active(l loan) bool {
	return !m.former(l.to) && !l.over && l.start <= m.hour && m.hour < l.end && m.works(l.from) && m.works(l.to) && m.role[l.to] != "" &&
		human(l.from) != human(l.to)
}

// rights lists the people whose right someone has in step i, themselves first.
func (m *model) rights(r paper, i int, who string) (all []string) {
	if spent(r, i, who) || m.needed(r, i, who) {
		return nil
	}
	if m.own(r, i, who) {
		all = append(all, who)
	}
	for _, l := range m.lent {
		if l.to == who && m.active(l) && m.own(r, i, l.from) {
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
	if m.biased(r, who) || used(p, who) {
		return ""
	}
	for _, from := range m.rights(r, r.turn, who) {
		if !m.biased(r, from) && !used(p, from) {
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
		if asked && !used(p, who) && m.own(r, r.turn, who) && !m.biased(r, who) {
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
