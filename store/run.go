package store

import (
	"time"

	"dealdesk/sales/calendar"
)

// Run is one row of the schedule: a job for one team or person on one local day. There
// is one row per ID for ever, so a day has one run whatever the clock does (P6, P7).
type Run struct {
	Job     string        `json:"job"`
	Day     calendar.Date `json:"day"`     // in the subject's zone
	Subject string        `json:"subject"` // Team.ID or Person.ID
	State   RunState      `json:"state"`
	Due     time.Time     `json:"due"`
	At      time.Time     `json:"at,omitzero"`    // when it was settled
	Note    string        `json:"note,omitempty"` // why it was cancelled or missed: a code
}

// RunState of a Run. Only Due can change.
type RunState string

const (
	RunDue       RunState = "due"
	RunDone      RunState = "done"
	RunLate      RunState = "late"      // done, but after its time
	RunMissed    RunState = "missed"    // the catch-up window had passed
	RunCancelled RunState = "cancelled" // there was nothing to say to them, see Note
)

// RunID is the row's key.
func RunID(job string, day calendar.Date, subject string) string {
	return job + "|" + string(day) + "|" + subject
}

// Runs is the schedule. Index "due" orders the rows to come by their instant.
var Runs = Table[Run]{
	Name: "run", Version: 1,
	ID: func(r Run) string { return RunID(r.Job, r.Day, r.Subject) },
	Indexes: []Index[Run]{
		{Name: "due", Keys: func(r Run) []string {
			if r.State != RunDue {
				return nil
			}
			return []string{DueKey(r.Due)}
		}},
	},
}

// DueKey is the value of index "due" for an instant; it sorts as time does.
func DueKey(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05Z") }
