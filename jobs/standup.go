package jobs

import (
	"dealdesk/sales"
	"dealdesk/store"
)

// Why a run was cancelled (store.Run.Note).
const (
	away     = "away"     // on leave
	answered = "answered" // early, often the evening before
	cutoff   = "cutoff"   // the team's digest is out or due: it would only be noise
	snoozed  = "snoozed"  // put off: they are asked when they said
)

// prompt asks someone for their stand-up at their own local time, and names below
// the question what their deals ask for.
func prompt(x *run) (cancelled string, err error) {
	until, err := x.Snoozed(x.tx, x.subject.person.ID, x.row.Day)
	if err != nil {
		return "", err
	}
	if until.After(x.now) {
		return snoozed, nil
	}
	if why, err := x.quiet(); err != nil || why != "" {
		return why, err
	}
	if err := x.PickNudges(x.tx, x.subject.person, x.row.Day); err != nil {
		return "", err
	}
	return "", x.Prompt(x.tx, x.subject.person, x.row.Day, x.subject.zone)
}

// remind asks again, only who was asked, has not answered and has not put it off.
func remind(x *run) (cancelled string, err error) {
	until, err := x.Snoozed(x.tx, x.subject.person.ID, x.row.Day)
	switch {
	case err != nil:
		return "", err
	case !until.IsZero():
		return snoozed, nil
	case x.digestOut():
		return cutoff, nil
	}
	if why, err := x.quiet(); err != nil || why != "" {
		return why, err
	}
	return "", x.Remind(x.tx, x.subject.person, x.subject.team, x.row.Day, x.subject.zone)
}

// quiet says why someone should be left in peace. A question that comes late comes only
// as long as the answer still makes the digest; later, the digest itself offers to fill
// it in.
func (x *run) quiet() (why string, err error) {
	p, day := x.subject.person, x.row.Day
	if p.AwayOn(day) {
		return away, nil
	}
	_, ok, err := store.Standups.Get(x.tx, sales.StandupID(p.Team, day, p.ID))
	if err != nil || ok {
		return answered, err
	}
	if x.late && x.digestOut() {
		return cutoff, nil
	}
	return "", nil
}

// digestOut reports whether the team's digest of the day is due or out.
func (x *run) digestOut() bool {
	due := x.Company.Standup.Cutoff(x.row.Day, x.ofTeam(x.subject.team).zone)
	return !due.IsZero() && !x.now.Before(due)
}

// digest posts the team's stand-up.
func digest(x *run) (cancelled string, err error) {
	return "", x.Digest(x.tx, x.subject.team, x.row.Day)
}

// review posts the team's week.
func review(x *run) (cancelled string, err error) {
	return "", x.Review(x.tx, x.subject.team, sales.Week(x.row.Day))
}
