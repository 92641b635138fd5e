package sales

import (
	"testing"
	"time"
)

func TestAProposalIsDecidedOnceByAnotherAdmin(t *testing.T) {
	at := time.Date(2026, 11, 24, 2, 0, 0, 0, time.UTC)
	s := office()
	s.People = append(s.People,
		Person{ID: "UEVE", Admin: true, Role: Admin}, Person{ID: "UADA2", Admin: true, Role: Admin, Email: "ada@example.com"},
		Person{ID: "UFAR", Admin: true, Role: Admin, Outside: true}, Person{ID: "P-9", Admin: true, Role: Admin})
	s.setPerson("UADA", func(p *Person) { p.Email = "Ada@example.com" })
	who := func(id string) Person { p, _ := s.Person(id); return p }
	p, err := s.Propose("B-1", StaffChange{Kind: OfFunction, Person: "UADA", Functions: []string{"finance"}}, who("UADA"), at)
	if err != nil {
		t.Fatal(err)
	}
	approved, err := p.Decide(s, who("UEVE"), Approve, at.Add(time.Hour))
	if err != nil || approved.Status != Approved || approved.Decider != "UEVE" {
		t.Fatalf("%+v, %v", approved, err)
	}
	rejected, err := p.Decide(s, who("UEVE"), Reject, at.Add(time.Hour))
	if err != nil || rejected.Status != Rejected {
		t.Fatalf("%+v, %v", rejected, err)
	}
	recalled, err := p.Recall(who("UADA"), at.Add(time.Hour))
	if err != nil || recalled.Status != Recalled {
		t.Fatalf("%+v, %v", recalled, err)
	}
	expired, ok := p.Expire(at.Add(ProposalFor))
	if early, tooSoon := p.Expire(at.Add(ProposalFor - time.Second)); !ok || expired.Status != Expired || tooSoon || early.Status != Waiting {
		t.Fatalf("%+v %v, %+v %v", expired, ok, early, tooSoon)
	}
	for name, c := range map[string]struct {
		do   func() (Proposal, error)
		want string
	}{
		"by oneself":              {func() (Proposal, error) { return p.Decide(s, who("UADA"), Approve, at) }, "proposal.own"},
		"by one's second account": {func() (Proposal, error) { return p.Decide(s, who("UADA2"), Approve, at) }, "proposal.own"},
		"by a rep":                {func() (Proposal, error) { return p.Decide(s, who("UANA"), Approve, at) }, "proposal.not_found"},
		"by a director":           {func() (Proposal, error) { return p.Decide(s, who("UDAN"), Approve, at) }, "proposal.not_found"},
		"by a guest":              {func() (Proposal, error) { return p.Decide(s, who("UFAR"), Approve, at) }, "proposal.not_found"},
		"by an unseen import":     {func() (Proposal, error) { return p.Decide(s, who("P-9"), Approve, at) }, "proposal.not_found"},
		"too late":                {func() (Proposal, error) { return p.Decide(s, who("UEVE"), Approve, at.Add(ProposalFor)) }, "proposal.expired"},
		"a second time":           {func() (Proposal, error) { return approved.Decide(s, who("UEVE"), Reject, at) }, "proposal.settled"},
		"after a no":              {func() (Proposal, error) { return rejected.Decide(s, who("UEVE"), Approve, at) }, "proposal.settled"},
		"after it was taken back": {func() (Proposal, error) { return recalled.Decide(s, who("UEVE"), Approve, at) }, "proposal.settled"},
		"after it expired":        {func() (Proposal, error) { return expired.Decide(s, who("UEVE"), Approve, at) }, "proposal.expired"},
		"taken back by another":   {func() (Proposal, error) { return p.Recall(who("UEVE"), at) }, "proposal.not_found"},
		"taken back too late":     {func() (Proposal, error) { return p.Recall(who("UADA"), at.Add(ProposalFor)) }, "proposal.expired"},
		"taken back when decided": {func() (Proposal, error) { return approved.Recall(who("UADA"), at) }, "proposal.settled"},
	} {
		if _, err := c.do(); err == nil {
			t.Errorf("%s: allowed", name)
		} else if no, _ := AsProblem(err); no == nil || no.Code != c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
	s.setPerson("UADA", func(p *Person) { p.Admin, p.Role = false, "" })
	if _, err := p.Decide(s, who("UEVE"), Approve, at); err == nil {
		t.Error("a proposal holds although its author is no longer an admin")
	}
	s.setPerson("UADA", func(p *Person) { p.Admin, p.Role = true, Admin })
	// One admin alone, or one human with two accounts, cannot propose at all.
	s.setPerson("UEVE", func(p *Person) { p.Gone = true })
	if _, err := s.Propose("B-2", StaffChange{}, who("UADA"), at); err == nil {
		t.Error("a proposal that nobody can confirm waits")
	}
}
