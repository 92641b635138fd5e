package jobs

import (
	"time"

	"dealdesk/cards"
	"dealdesk/sales"
	"dealdesk/store"
)

// inQuestion and nothing are why a person's nudge was cancelled (store.Run.Note).
const (
	inQuestion = "standup" // it stands below the question, sent or to come
	nothing    = "nothing" // to say
)

// nudgeFor is how late a nudge may still come: nobody needs the morning's in the evening.
const nudgeFor = 4 * time.Hour

// works reports whether p can be nudged: whoever has a role here and can be written to.
func works(p sales.Person, _ sales.Team) bool { return p.Role != "" && p.InChat() }

// nudge says what somebody's deals ask for, and what waits for their decision, in a
// message of its own: only on a day that has no question for them.
func nudge(x *run) (cancelled string, err error) {
	p, day := x.subject.person, x.row.Day
	if p.AwayOn(day) {
		return away, nil
	}
	asked, _, err := store.Runs.Get(x.tx, store.RunID(cards.PromptJob, day, p.ID))
	if err != nil {
		return "", err
	}
	switch asked.State {
	case store.RunDue, store.RunDone, store.RunLate:
		return inQuestion, nil
	}
	if err := x.PickNudges(x.tx, p, day); err != nil {
		return "", err
	}
	said, err := x.Nudge(x.tx, p, day)
	if !said {
		return nothing, err
	}
	return "", err
}
