package sales

import (
	"slices"
	"time"
)

// Who may decide in a step, and who is asked. Both depend on a Roster: rights are those of
// the moment (P10).

// Roster is everyone who matters when something is asked or decided, read in the same
// transaction: all who might decide, the requester, and all who have voted.
type Roster struct {
	Team        Team // the deal's
	People      []Person
	Away        []string // Person.IDs of people on leave, each by their own day
	Delegations []Delegation
	Owners      []string  // Person.IDs of those who owned the deal within OftenDays
	Authority   Authority // the company's limits now
	At          time.Time
}

// with returns ros with the newest record of p.
func (ros Roster) with(p Person) Roster {
	others := slices.DeleteFunc(slices.Clone(ros.People), func(q Person) bool { return q.ID == p.ID })
	ros.People = append([]Person{p}, others...)
	return ros
}

// hearing is a request together with everything that determines who may decide on it.
type hearing struct {
	Approval
	deal Deal
	Roster
}

// person returns someone deactivated if the roster lacks them: nobody decides without a record.
func (h hearing) person(id string) Person {
	for _, p := range h.People {
		if p.ID == id {
			return p
		}
	}
	return Person{ID: id, Gone: true}
}

// asker reports whether p is the human who asked, under any identity.
func (h hearing) asker(p Person) bool { return Same(p, h.person(h.Requester)) }

// partial reports whether p would decide for themselves: they asked, or the deal is theirs,
// perhaps since it was given to them.
func (h hearing) partial(p Person) bool { return h.asker(p) || Same(p, h.person(h.deal.Owner)) }

// former reports whether p owned the deal lately. Whoever gives a deal away decides on it only in
// their own right: with a lent one they would decide for themselves above their own limit.
func (h hearing) former(p Person) bool {
	return slices.ContainsFunc(h.Owners, func(id string) bool { return Same(p, h.person(id)) })
}

// borrows reports whether g lets p use from's right on this deal.
func (h hearing) borrows(g Delegation, from, p Person) bool {
	return g.Lends(from, p, h.At) && !h.former(p)
}

// FormerOwners are the Person.IDs of those who owned a deal within OftenDays, by its moves.
func FormerOwners(moves []Event, at time.Time) (all []string) {
	for _, e := range moves {
		if e.Kind == Given && e.At.After(at.AddDate(0, 0, -OftenDays)) {
			all = append(all, e.From)
		}
	}
	return all
}

// entitled reports whether p may vote in s in their own right: because the step names them,
// by their role, or as the next level if that is asked. A manager does not decide from a
// limit of their own on.
func (h hearing) entitled(s Step, p Person) bool {
	whose := Record{h.deal.Owner, h.Roster.Team}
	switch {
	case !p.InChat() || !Visible(p, whose):
		return false
	case s.Who.Names(p):
		return true
	case !May(p, Decide, whose) || p.Role == Manager && h.above(s, p):
		return false
	}
	return s.Who.has(Manager) && rank(p.Role) >= rank(Manager) ||
		(s.Who.has(Director) || s.Fell != "") && rank(p.Role) >= rank(Director)
}

// above reports whether what is asked for is above the limit of manager p. Where the
// manager's level is what s is about, the limit is that of the company as it is now, or
// their own. Where others decide on the level, only their own counts.
func (h hearing) above(s Step, p Person) bool {
	if !h.levels(s) {
		return p.Limit > 0 && h.Counted() >= p.Limit
	}
	return h.Counted() > 0 && h.Counted() >= h.Authority.Of(p).Manager
}

// levels reports whether s alone is what the limits require.
func (h hearing) levels(s Step) bool {
	return slices.Contains(s.Why, WhyLevel) && !slices.ContainsFunc(h.Steps, func(t Step) bool {
		return !t.same(s.Panel) && slices.Contains(t.Why, WhyLevel)
	})
}

// meant reports whether s is meant for p, not only open to them as a superior.
func (s Step) meant(p Person) bool { return s.Who.Names(p) || s.Who.has(p.Role) }

// fills reports whether p may decide in s in their own right, given the other steps: one
// human fills one step, and each level its own.
func (h hearing) fills(s Step, p Person) bool {
	_, elsewhere := h.elsewhere(s, p)
	return !elsewhere && h.entitled(s, p) && !h.kept(s, p)
}

// elsewhere finds the vote in another step that the human p cast, or that was cast on p's
// behalf.
func (h hearing) elsewhere(s Step, p Person) (Vote, bool) {
	for _, t := range h.Steps {
		if v, voted := h.voted(t, p); voted && !t.same(s.Panel) {
			return v, true
		}
	}
	return Vote{}, false
}

// kept reports whether a superior is kept for their own step: enough people of the level of
// s are there, or nobody else is left for the other steps.
func (h hearing) kept(s Step, p Person) bool {
	if s.meant(p) || !slices.ContainsFunc(h.Steps, func(t Step) bool { return !t.same(s.Panel) && t.meant(p) }) {
		return false
	}
	return h.staffed(s) || h.needed(s, p)
}

// needed reports whether the other steps cannot be filled without p, for whom s is not
// meant.
func (h hearing) needed(s Step, p Person) bool {
	return !s.meant(p) && len(h.Steps) > 1 && h.spread(s, nil) && !h.spread(s, &p)
}

// staffed reports whether enough of those for whom s is meant are there to vote, or have a
// delegate who is.
func (h hearing) staffed(s Step) bool {
	free := func(p Person) bool {
		_, elsewhere := h.elsewhere(s, p)
		return !elsewhere && !h.partial(p)
	}
	here := func(p Person) bool { return free(p) && !slices.Contains(h.Away, p.ID) }
	var humans []Person
	for _, p := range h.People {
		known := slices.ContainsFunc(humans, func(q Person) bool { return Same(p, q) })
		if _, voted := h.voted(s, p); known || voted || !free(p) || !s.meant(p) || !h.entitled(s, p) {
			continue
		}
		if here(p) || slices.ContainsFunc(h.Delegations, func(g Delegation) bool {
			to := h.person(g.To)
			return h.borrows(g, p, to) && here(to)
		}) {
			humans = append(humans, p)
		}
	}
	return len(humans) >= max(1, s.Need-len(s.Votes))
}

// spread reports whether the open steps other than s can still be filled, each by its own
// humans, even without somebody.
func (h hearing) spread(s Step, without *Person) bool {
	var places []Step
	for _, t := range h.Steps {
		if t.Done.IsZero() && !t.same(s.Panel) {
			for range max(1, t.Need) - len(t.Votes) {
				places = append(places, t)
			}
		}
	}
	var humans []Person
	for _, p := range h.People {
		voted := slices.ContainsFunc(h.Steps, func(t Step) bool { _, v := h.voted(t, p); return v })
		known := slices.ContainsFunc(humans, func(q Person) bool { return Same(p, q) })
		if !voted && !known && !h.partial(p) && (without == nil || !Same(p, *without)) {
			humans = append(humans, p)
		}
	}
	// Whoever has a place moves on to another one if somebody needs theirs.
	sits := make([]int, len(humans)) // place + 1; 0: none
	var seat func(place int, tried []bool) bool
	seat = func(place int, tried []bool) bool {
		for i, p := range humans {
			if tried[i] || !h.ever(places[place], p) {
				continue
			}
			tried[i] = true
			if sits[i] == 0 || seat(sits[i]-1, tried) {
				sits[i] = place + 1
				return true
			}
		}
		return false
	}
	for place := range places {
		if !seat(place, make([]bool, len(humans))) {
			return false
		}
	}
	return true
}

// ever reports whether the human p could decide in s, under any identity, once the next
// level is asked too.
func (h hearing) ever(s Step, p Person) bool {
	if s.Fell == "" {
		s.Fell = FellEmpty
	}
	return slices.ContainsFunc(h.People, func(q Person) bool { return Same(p, q) && h.entitled(s, q) })
}

// rights are the people whose right p may use in s: p, and those for whom p is a delegate. A
// delegate has the delegator's own right, never one that was lent to the delegator.
func (h hearing) rights(s Step, p Person) (all []Person) {
	if _, elsewhere := h.elsewhere(s, p); elsewhere || h.needed(s, p) {
		return nil
	}
	if h.fills(s, p) {
		all = append(all, p)
	}
	for _, g := range h.Delegations {
		if from := h.person(g.From); h.borrows(g, from, p) && h.fills(s, from) {
			all = append(all, from)
		}
	}
	return all
}

// voted finds the vote that the human p cast in s, or that was cast on p's behalf.
func (h hearing) voted(s Step, p Person) (Vote, bool) {
	for _, v := range s.Votes {
		if Same(p, h.person(v.By)) || Same(p, h.person(v.whose())) {
			return v, true
		}
	}
	return Vote{}, false
}

// complete reports whether s has the approvals it needs.
func (h hearing) complete(s Step) bool {
	if s.Need == All {
		return h.unanimous(s)
	}
	return len(s.Votes) >= s.Need
}

// unanimous reports whether everyone in the panel who was asked and may still decide has
// approved, and at least one has. Someone above may approve for a manager or director who
// was asked by role, and for anyone once the next level is asked.
func (h hearing) unanimous(s Step) bool {
	missing, above := 0, 0
	for _, p := range h.People {
		asked := slices.ContainsFunc(s.Asked, func(seat Seat) bool { return seat.whose() == p.ID && !seat.Up })
		_, voted := h.voted(s, p)
		switch {
		case asked && !voted && h.fills(s, p) && !h.partial(p):
			if s.Fell == "" && s.Who.Names(p) {
				return false
			}
			missing++
		case !asked && (s.Fell != "" || !s.Who.Names(p)) && slices.ContainsFunc(s.Votes, func(v Vote) bool { return v.whose() == p.ID }):
			above++
		}
	}
	return len(s.Votes) > 0 && above >= missing
}

// enough reports whether the people who are asked can complete s, given its votes.
func (h hearing) enough(s Step) bool {
	var whose []string
	for _, v := range s.Votes {
		whose = append(whose, v.whose())
	}
	for _, seat := range s.Asked {
		if h.holds(s, seat) && !slices.Contains(whose, seat.whose()) {
			whose = append(whose, seat.whose())
		}
	}
	return len(whose) >= max(1, s.Need)
}

// holds reports whether the person in seat may decide in the way they are asked to.
func (h hearing) holds(s Step, seat Seat) bool {
	by := h.person(seat.By)
	return !h.partial(by) && slices.ContainsFunc(h.rights(s, by), func(p Person) bool { return p.ID == seat.whose() && !h.partial(p) })
}

// ask finds whom to ask in s: those of the panel who are here, and the panel's delegates.
// If they cannot complete the step, the next level is asked too, and after that people who
// are away; Fell says so.
func (h hearing) ask(s Step) Step {
	was := s.Asked
	s.Asked, s.Fell = nil, ""
	s = h.seat(s, was, false, false)
	if h.enough(s) {
		return s
	}
	why := FellEmpty
	if h.enough(h.seat(s, was, false, true)) {
		why = FellAway
	}
	s.Fell = why
	for _, more := range []struct{ up, away bool }{{true, false}, {false, true}, {true, true}} {
		if s = h.seat(s, was, more.up, more.away); h.enough(s) {
			return s
		}
	}
	s.Fell = FellNobody
	return s
}

// seat asks the people in the panel of s, or in the level above it, who are here, or away,
// and their delegates. Whoever was asked before keeps their time.
func (h hearing) seat(s Step, was []Seat, up, away bool) Step {
	panel := h.panel(s, up)
	for _, p := range panel {
		if slices.Contains(h.Away, p.ID) == away {
			s = h.sit(s, was, p, p, up)
		}
	}
	if away {
		return s
	}
	return h.lend(s, was, panel, up)
}

// lend also asks the delegates of some people.
func (h hearing) lend(s Step, was []Seat, whose []Person, up bool) Step {
	for _, p := range whose {
		for _, g := range h.Delegations {
			if g.From == p.ID && !slices.Contains(h.Away, g.To) {
				s = h.sit(s, was, h.person(g.To), p, up)
			}
		}
	}
	return s
}

// sit asks by to decide in whose right. A human has one seat, their own before a lent one,
// and nobody's right is asked for twice except through a delegate beside them.
func (h hearing) sit(s Step, was []Seat, by, whose Person, up bool) Step {
	seat := Seat{By: by.ID, Up: up, Since: h.At.UTC()}
	if by.ID != whose.ID {
		seat.For = whose.ID
	}
	if _, voted := h.voted(s, whose); voted || !h.holds(s, seat) {
		return s
	}
	for i, other := range s.Asked {
		switch {
		case Same(by, h.person(other.By)) && seat.For == "" && other.For != "":
			s.Asked = slices.Delete(slices.Clone(s.Asked), i, i+1)
			return h.sit(s, was, by, whose, up)
		case Same(by, h.person(other.By)), other.whose() != seat.whose() && Same(whose, h.person(other.whose())):
			return s
		}
	}
	for _, old := range was {
		if old.By == seat.By && old.For == seat.For {
			seat.Since, seat.Reminded = old.Since, old.Reminded
		}
	}
	s.Asked = append(slices.Clip(s.Asked), seat)
	return s
}

// panel lists the people s is meant for or, with up, the directors above them. Someone who
// could decide in a higher role than the step needs is not disturbed.
func (h hearing) panel(s Step, up bool) (all []Person) {
	for _, p := range h.People {
		if h.fills(s, p) && s.meant(p) != up {
			all = append(all, p)
		}
	}
	return all
}
