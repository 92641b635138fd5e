package sales

import (
	"slices"
	"time"

	"dealdesk/sales/calendar"
)

// What the clock does to a waiting request. Expiry, which goes by the clock on the wall, is
// in decide.go; these go by the business time of the people asked.

// Business returns the instant when d of a person's business time has passed since from.
type Business func(person string, from time.Time, d time.Duration) time.Time

// Tend looks at a waiting request again after people may have changed. Where all must
// approve, people who may no longer decide do not hold it up. People who lent their right
// to someone who may no longer use it are asked themselves, and new delegates are asked
// too. If too few are left, the next level is asked, and Fell says why. If there is nothing
// to do, ok is false and nothing changes. on is the local day of the deal's team.
func (r Approval) Tend(d Deal, ros Roster, on calendar.Date) (a Approval, deal Deal, e *Event, ok bool) {
	s, i, open := r.Current()
	if !open || r.settled(d, ros.At) != nil {
		return r, d, nil, false
	}
	h := hearing{r, d, ros}
	if len(s.Votes) > 0 && h.complete(s) {
		a, deal, e = h.proceed(on)
		return a, deal, e, true
	}
	again := h.mended(s)
	if !h.enough(again) {
		again = h.ask(s)
	}
	if again.Fell == s.Fell && slices.Equal(again.Asked, s.Asked) {
		return r, d, nil, false
	}
	return r.with(i, again), d, nil, true
}

// mended returns s, each human with one seat, with the seats of delegates who may no longer decide given back to their
// delegators, and with seats for new delegates.
func (h hearing) mended(s Step) Step {
	was := s.Asked
	s.Asked = nil
	for _, seat := range was {
		by := h.person(seat.By)
		if whose := h.person(seat.whose()); seat.For != "" && !h.holds(s, seat) && h.fills(s, whose) {
			s = h.sit(s, was, whose, whose, seat.Up)
		} else if !h.partial(by) && !slices.ContainsFunc(s.Asked, func(other Seat) bool { return Same(by, h.person(other.By)) }) {
			s.Asked = append(s.Asked, seat)
		}
	}
	for _, seat := range was {
		s = h.lend(s, was, []Person{h.person(seat.whose())}, seat.Up)
	}
	return s
}

// Moved returns r after its deal went to another team, whose people are asked from now on.
// Earlier approvals stay.
func (r Approval) Moved(d Deal, ros Roster) Approval {
	r.Team = d.Team
	if s, i, open := r.Current(); open && r.Status == Waiting {
		s.Asked = nil
		r = r.with(i, hearing{r, d, ros}.ask(s))
	}
	return r
}

// Remind marks the people in the current step who have not answered in time and were not
// reminded yet, and returns them as whom.
func (r Approval) Remind(a Authority, d Deal, ros Roster, due Business) (after Approval, whom []Seat) {
	s, i, open := r.Current()
	if !open || a.Remind <= 0 || r.settled(d, ros.At) != nil {
		return r, nil
	}
	h := hearing{r, d, ros}
	s.Asked = slices.Clone(s.Asked)
	for j, seat := range s.Asked {
		if seat.Reminded.IsZero() && h.open(s, seat) && !ros.At.Before(due(seat.By, seat.Since, a.Remind)) {
			s.Asked[j].Reminded = ros.At.UTC()
			whom = append(whom, s.Asked[j])
		}
	}
	if whom == nil {
		return r, nil
	}
	return r.with(i, s), whom
}

// Escalate asks the next level too once everyone who is asked has had their time; whom is
// the people of that level. It does so once per step.
func (r Approval) Escalate(a Authority, d Deal, ros Roster, due Business) (after Approval, whom []Seat) {
	s, i, open := r.Current()
	if !open || a.Escalate <= 0 || s.Fell != "" || !s.Escalated.IsZero() || r.settled(d, ros.At) != nil {
		return r, nil
	}
	h := hearing{r, d, ros}
	for _, seat := range s.Asked {
		if h.open(s, seat) && ros.At.Before(due(seat.By, seat.Since, a.Escalate)) {
			return r, nil
		}
	}
	asked := len(s.Asked)
	s.Fell = FellSlow
	s = h.seat(s, nil, true, false)
	if len(s.Asked) == asked {
		return r, nil
	}
	s.Escalated = ros.At.UTC()
	return r.with(i, s), s.Asked[asked:]
}

// Due is when Remind or Escalate next has something to do, zero if never.
func (r Approval) Due(a Authority, d Deal, ros Roster, due Business) (next time.Time) {
	s, _, open := r.Current()
	if !open || r.settled(d, ros.At) != nil {
		return next
	}
	h := hearing{r, d, ros}
	var last time.Time
	for _, seat := range s.Asked {
		if !h.open(s, seat) {
			continue
		}
		if at := due(seat.By, seat.Since, a.Remind); a.Remind > 0 && seat.Reminded.IsZero() && (next.IsZero() || at.Before(next)) {
			next = at
		}
		if at := due(seat.By, seat.Since, a.Escalate); at.After(last) {
			last = at
		}
	}
	if a.Escalate > 0 && s.Fell == "" && s.Escalated.IsZero() && last.After(ros.At) && (next.IsZero() || last.Before(next)) {
		next = last
	}
	return next
}

// open reports whether an answer from the person in that seat is still wanted.
func (h hearing) open(s Step, seat Seat) bool {
	_, voted := h.voted(s, h.person(seat.By))
	_, lent := h.voted(s, h.person(seat.whose()))
	return !voted && !lent && h.holds(s, seat)
}
