package jobs

import (
	"time"

	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/store"
)

// Why a person's nudge was cancelled (store.Run.Note).
const (
	inQuestion = "standup" // it is below the question, sent or to come
	nothing    = "nothing" // to say
)

// nudgeWindow is how late a nudge may still come: the morning's is of no use in the evening.
const nudgeWindow = 4 * time.Hour

// works reports whether p can be nudged: p has a role and can be written to.
func works(p sales.Person, _ sales.Team) bool { return p.Role != "" && p.InChat() }

// nudge lists what someone's deals need, and what waits for their decision, in a message of
// its own, and only on a day that has no question for them.
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
	if err := x.desk.KeepNudges(x.tx, p, day); err != nil {
		return "", err
	}
	said, err := x.desk.PostNudge(x.tx, p, day)
	if !said {
		return nothing, err
	}
	return "", err
}
