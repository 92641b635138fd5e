package jobs

import (
	"testing"
	"time"

	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/store"
)

// status of a request.
func (o *office) status(id string) sales.ApprovalStatus {
	o.t.Helper()
	var a sales.Approval
	if err := o.store.View(o.t.Context(), func(r store.Reader) (err error) { a, err = store.Approvals.Find(r, id); return err }); err != nil {
		o.t.Fatal(err)
	}
	return a.Status
}

func TestATickJustBeforeARequestExpiresDoesNotKeepItAlive(t *testing.T) {
	o := small(t, "2026-11-18 06:00")
	until := o.now.Add(time.Hour + 700*time.Millisecond)
	o.request("R-1", until)
	for _, at := range []time.Time{until.Add(-400 * time.Millisecond), until} {
		o.now = at
		if err := o.runner.Tick(t.Context()); err != nil {
			t.Fatal(err)
		}
		want := sales.Waiting
		if at.Equal(until) {
			want = sales.Expired
		}
		if got := o.status("R-1"); got != want {
			t.Errorf("at %s the request is %s, want %s", at, got, want)
		}
	}
	o.wantKeys("tell", "tell/R-1")
}

func TestARequestWhoseDealIsGoneExpiresSilently(t *testing.T) {
	o := small(t, "2026-11-18 06:00")
	o.request("R-1", o.now.Add(time.Hour))
	o.do(func(tx *store.Tx) error { return store.Deals.Delete(tx, "D-1") })
	o.tick("2026-11-18 07:00")
	if got := o.status("R-1"); got != sales.Expired {
		t.Errorf("the request is %s", got)
	}
	o.wantKeys("tell")
	o.wantKeys(cards.DealKey("D-1", "emea"))
}
