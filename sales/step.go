package sales

import (
	"slices"
	"time"
)

// Who may decide in a step, and who is asked to. Both are answered from a Roster: rights
// are those of the moment (P10).

// Roster is who there is when something is asked or decided, read in the same
// transaction: everyone who might decide, whoever asked, whoever has voted.
type Roster struct {
	Team        Team // the deal's
	People      []Person
	Away        []string // Person.IDs of who is on leave, each on their own day
	Delegations []Delegation
	At          time.Time
}

// with is ros with p as they are known best.
func (ros Roster) with(p Person) Roster {
	others := slices.DeleteFunc(slices.Clone(ros.People), func(q Person) bool { return q.ID == p.ID })
	ros.People = append([]Person{p}, others...)
	return ros
}

// hearing is a request together with what decides about who may decide on it.
type hearing struct {
	Approval
	deal Deal
	Roster
}

// person is gone when the roster does not know them: nobody decides without a record.
func (h hearing) person(id string) Person {
	for _, p := range h.People {
		if p.ID == id {
			return p
		}
	}
	return Person{ID: id, Gone: true}
}

// asker reports whether p is the human who asked, in any of their identities.
func (h hearing) asker(p Person) bool { return Same(p, h.person(h.Requester)) }

// entitled reports whether p may vote in s by their own right: because the step names
// them, in their role, or as the next level where that is asked. A manager with a limit
// of their own decides on nothing from there on.
func (h hearing) entitled(s Step, p Person) bool {
	whose := Record{h.deal.Owner, h.Roster.Team}
	switch {
	case !p.InChat() || !Visible(p, whose):
		return false
	case s.Who.Names(p):
		return true
	case !May(p, Decide, whose) || p.Role == Manager && p.Limit > 0 && h.Discount >= p.Limit:
		return false
	}
	return s.Who.has(Manager) && rank(p.Role) >= rank(Manager) ||
		(s.Who.has(Director) || s.Fell != "") && rank(p.Role) >= rank(Director)
}

// rights are the people whose right p may use in s: p, and those p is a delegate of. A
// delegate has the delegator's own right, never one that was lent in turn.
func (h hearing) rights(s Step, p Person) (all []Person) {
	if h.entitled(s, p) {
		all = append(all, p)
	}
	for _, g := range h.Delegations {
		if from := h.person(g.From); g.Lends(from, p, h.At) && h.entitled(s, from) {
			all = append(all, from)
		}
	}
	return all
}

// voted finds the vote that the human p gave in s, or that was given on p's behalf.
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

// unanimous reports whether everybody of the panel who was asked has approved, as far as
// they still may; somebody has, in any case. Who stands above may do so for a manager or
// director who was asked for their role, and for anybody once the next level is asked.
func (h hearing) unanimous(s Step) bool {
	missing, above := 0, 0
	for _, p := range h.People {
		asked := slices.ContainsFunc(s.Asked, func(seat Seat) bool { return seat.whose() == p.ID && !seat.Up })
		_, voted := h.voted(s, p)
		switch {
		case asked && !voted && h.entitled(s, p) && !h.asker(p):
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

// enough reports whether those who are asked can complete s, with the votes it has.
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

// holds reports whether who is asked may decide the way they are asked to.
func (h hearing) holds(s Step, seat Seat) bool {
	by := h.person(seat.By)
	return !h.asker(by) && slices.ContainsFunc(h.rights(s, by), func(p Person) bool { return p.ID == seat.whose() && !h.asker(p) })
}

// ask finds whom to ask in s: those of the panel who are here, and delegates of the panel.
// Where these cannot complete the step, the next level is asked too, and after that
// whoever is away; Fell says so.
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

// seat asks those of the panel of s, or of the level above it, who are here, or away, and
// delegates of theirs. Who was asked before keeps the time.
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

// lend asks the delegates of some people, too.
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

// sit asks by to decide in whose right. One human has one seat, their own before a lent
// one, and no human's right is asked for twice but through a delegate beside them.
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

// panel are those whom s is meant for or, with up, the directors above them. Who might
// decide in a higher role than the step asks for is not disturbed.
func (h hearing) panel(s Step, up bool) (all []Person) {
	for _, p := range h.People {
		meant := s.Who.Names(p) || s.Who.has(p.Role)
		if h.entitled(s, p) && meant != up {
			all = append(all, p)
		}
	}
	return all
}
