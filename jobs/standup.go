package jobs

import (
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// Why a run was cancelled (store.Run.Note).
const (
	away     = "away"     // on leave
	answered = "answered" // early, often the evening before
	cutoff   = "cutoff"   // the team's digest is out or due: the question would only be noise
	snoozed  = "snoozed"  // put off: they are asked at the time they chose
)

// prompt asks someone for their stand-up at their own local time, and lists below the
// question what their deals need.
func prompt(x *run) (cancelled string, err error) {
	until, err := x.desk.Cards.Snoozed(x.tx, x.subject.person.ID, x.row.Day)
	if err != nil {
		return "", err
	}
	if until.After(x.now) {
		return snoozed, nil
	}
	if why, err := x.quiet(); err != nil || why != "" {
		return why, err
	}
	if err := x.desk.KeepNudges(x.tx, x.subject.person, x.row.Day); err != nil {
		return "", err
	}
	return "", x.desk.PostPrompt(x.tx, x.subject.person, x.row.Day, x.subject.zone)
}

// remind asks again those who were asked and have neither answered nor put it off.
func remind(x *run) (cancelled string, err error) {
	until, err := x.desk.Cards.Snoozed(x.tx, x.subject.person.ID, x.row.Day)
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
	return "", x.desk.PostReminder(x.tx, x.subject.person, x.subject.team, x.row.Day, x.subject.zone)
}

// quiet returns why someone should not be asked. A late question is sent only while its
// answer can still make the digest; after that, the digest itself offers to fill it in.
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
	due := x.desk.Cards.Company.Standup.Cutoff(x.row.Day, x.ofTeam(x.subject.team).zone)
	return !due.IsZero() && !x.now.Before(due)
}

// digest posts the team's stand-up, and cheers what has been passed since the last one.
func digest(x *run) (cancelled string, err error) {
	if err := x.desk.PostDigest(x.tx, x.subject.team, x.row.Day); err != nil {
		return "", err
	}
	return "", x.desk.CheerGoals(x.tx, x.subject.team, x.row.Day)
}

// review posts the team's week.
func review(x *run) (cancelled string, err error) {
	if err := x.desk.PostReview(x.tx, x.subject.team, calendar.Week(x.row.Day)); err != nil {
		return "", err
	}
	return "", x.desk.OpenReviews(x.tx, x.subject.team, x.row.Day)
}
