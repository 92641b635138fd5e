package sales

import "time"

// Proposal is a change of the staff by which an admin could grant or decide more than
// before. It waits until another admin confirms it; until then none of it holds.
type Proposal struct {
	ID      string         `json:"id"` // B-1
	Change  StaffChange    `json:"change"`
	By      string         `json:"by"` // Person.ID
	Status  ApprovalStatus `json:"status"`
	Created time.Time      `json:"created"`
	Expires time.Time      `json:"expires"`
	Decider string         `json:"decider,omitempty"`
	Decided time.Time      `json:"decided,omitzero"`
}

// ProposalFor is how long a proposal waits.
const ProposalFor = 72 * time.Hour

// Propose makes the proposal id of a change that would raise by, if there is another
// admin who can confirm it.
func (s Staff) Propose(id string, ch StaffChange, by Person, at time.Time) (Proposal, error) {
	p := Proposal{ID: id, Change: ch, By: by.ID, Status: Waiting, Created: at.UTC(), Expires: at.Add(ProposalFor).UTC()}
	for _, admin := range s.People {
		if p.check(s, admin, at) == nil {
			return p, nil
		}
	}
	return p, No("proposal.nobody_else")
}

// Decide confirms (Approve) or declines (Reject) p, once. The change itself is not checked
// Decide confirms (Approve) or declines (Reject) p, once. The change itself is not checked
// here: to confirm is to make it again, under the rules of that moment.
// Problems: proposal.not_found (by is no admin, or not in the chat), proposal.settled,
// proposal.expired, proposal.proposer_gone (no longer an admin), proposal.own (by is the
// same human).
func (p Proposal) Decide(s Staff, by Person, v Verdict, at time.Time) (Proposal, error) {
	if err := p.check(s, by, at); err != nil {
		return p, err
	}
	p.Status = Rejected
	if v == Approve {
		p.Status = Approved
	}
	p.Decider, p.Decided = by.ID, at.UTC()
	return p, nil
}

func (p Proposal) check(s Staff, by Person, at time.Time) error {
	proposer, known := s.Person(p.By)
	switch {
	case !inChat(by.ID) || !May(by, Manage, Record{}):
		return No("proposal.not_found")
	case p.Status != Waiting:
		return p.settled()
	case p.late(at):
		return No("proposal.expired", "At", p.Expires)
	case !known || !May(proposer, Manage, Record{}):
		return No("proposal.proposer_gone", "By", p.By)
	case Same(proposer, by):
		return No("proposal.own")
	}
	return nil
}

func (p Proposal) settled() error {
	if p.Status == Expired {
		return No("proposal.expired", "At", p.Expires)
	}
	return No("proposal.settled", "Status", p.Status, "By", p.Decider, "At", p.Decided)
}

// Recall takes back a waiting proposal of by's own.
func (p Proposal) Recall(by Person, at time.Time) (Proposal, error) {
	switch {
	case by.ID != p.By:
		return p, No("proposal.not_found")
	case p.Status != Waiting:
		return p, p.settled()
	case p.late(at):
		return p, No("proposal.expired", "At", p.Expires)
	}
	p.Status, p.Decider, p.Decided = Recalled, by.ID, at.UTC()
	return p, nil
}

// Expire ends a proposal whose time has come; otherwise ok is false and nothing changes.
func (p Proposal) Expire(now time.Time) (is Proposal, ok bool) {
	if p.Status != Waiting || !p.late(now) {
		return p, false
	}
	p.Status, p.Decided = Expired, p.Expires
	return p, true
}

func (p Proposal) late(now time.Time) bool { return !now.Before(p.Expires) }
