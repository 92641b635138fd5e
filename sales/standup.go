package sales

import "time"

// Standup is one person's answer for one day.
type Standup struct {
	ID       string    `json:"id"` // team|date|person, see StandupID
	Team     string    `json:"team"`
	Person   string    `json:"person"`
	On       Date      `json:"on"`
	Done     string    `json:"done,omitempty"`
	Plan     string    `json:"plan,omitempty"`
	Blockers string    `json:"blockers,omitempty"`
	Skipped  bool      `json:"skipped,omitempty"`
	At       time.Time `json:"at"`
	Edited   time.Time `json:"edited,omitzero"`
}

// StandupID is the key of a person's answer: there is one per day.
func StandupID(team string, on Date, person string) string {
	return team + "|" + string(on) + "|" + person
}
