package sales

import (
	"testing"
	"time"

	"dealdesk/sales/calendar"
)

func TestWaitsAreMeasuredInWorkingTime(t *testing.T) {
	friday := time.Date(2026, 11, 20, 17, 0, 0, 0, time.UTC)
	decided := func(s ApprovalStatus, by string, after time.Duration) Approval {
		return Approval{Status: s, Requester: "ana", By: by, Created: friday, Decided: friday.Add(after)}
	}
	const weekend = 63 * time.Hour // from Friday at six to Monday at nine
	all := []Approval{
		decided(Approved, "mei", 30*time.Minute),
		decided(Rejected, "mei", time.Hour+weekend), // at nine on Monday: an hour was worked
		decided(Returned, "mei", 3*time.Hour+weekend),
		decided(Approved, "mei", 5*time.Hour+weekend),
		decided(Approved, "ana", 0), // her own authority
		decided(Voided, "ana", time.Minute), decided(Expired, "", 72*time.Hour), decided(Recalled, "ana", time.Hour),
		{Status: Waiting, Requester: "ana", Created: friday},
	}
	if w := NewWaits(all, calendar.Worktime{}); w != (Waits{2 * time.Hour, 4}) || w.Enough() {
		t.Errorf("%+v", w)
	}
	all = append(all, decided(Approved, "mei", 10*time.Minute))
	if w := NewWaits(all, calendar.Worktime{}); w != (Waits{time.Hour, 5}) || !w.Enough() {
		t.Errorf("%+v", w)
	}
	if w := NewWaits(nil, calendar.Worktime{}); w != (Waits{}) {
		t.Errorf("%+v", w)
	}
}
