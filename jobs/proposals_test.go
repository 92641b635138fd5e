package jobs

import (
	"strings"
	"testing"
	"time"

	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/store"
)

func TestAProposalNobodyDecidesExpiresAndSaysSo(t *testing.T) {
	o := small(t, "2026-11-18 06:00")
	until := o.now.Add(time.Hour)
	ada, eve := sales.Person{ID: "UADA", Name: "Ada", Role: sales.Admin, Admin: true},
		sales.Person{ID: "UEVE", Name: "Eve", Role: sales.Admin, Admin: true}
	o.person(ada)
	o.person(eve)
	proposal := sales.Proposal{ID: "B-1", By: ada.ID, Status: sales.Waiting, Created: o.now, Expires: until}
	o.do(func(tx *store.Tx) error {
		if err := store.Proposals.Put(tx, proposal); err != nil {
			return err
		}
		return o.runner.desk.PostProposal(tx, proposal, ada, eve, "Ada directs everything")
	})
	if next, err := o.runner.NextDue(t.Context(), ""); err != nil || next.After(until) {
		t.Errorf("next is %v, %v", next, err)
	}
	for _, c := range []struct {
		at   time.Time
		want sales.ApprovalStatus
	}{{until.Add(-400 * time.Millisecond), sales.Waiting}, {until, sales.Expired}, {until.Add(time.Hour), sales.Expired}} {
		o.now = c.at
		if err := o.runner.Tick(t.Context()); err != nil {
			t.Fatal(err)
		}
		var is sales.Proposal
		if err := o.store.View(t.Context(),
			func(r store.Reader) (err error) { is, err = store.Proposals.Find(r, "B-1"); return err }); err != nil {
			t.Fatal(err)
		}
		if is.Status != c.want {
			t.Errorf("at %s it is %s, want %s", c.at, is.Status, c.want)
		}
	}
	asked := o.posts()[cards.ProposalKey("B-1", eve.ID)]
	if text := string(asked.Message.Text); !strings.Contains(text, "Ada directs everything") || !strings.Contains(text, "Expired") {
		t.Errorf("Eve reads %q", text)
	}
	for _, b := range asked.Message.Blocks {
		if len(b.Buttons) > 0 {
			t.Error("its buttons stand")
		}
	}
	if text := o.text(cards.ProposalKey("B-1", ada.ID)); !strings.Contains(text, "Expired") {
		t.Errorf("Ada reads %q", text)
	}
}
