package cards

import (
	"strconv"
	"time"

	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// A snoozed stand-up is a post that is sent at its time, and not at all once the digest is due. The
// outbox keeps the time, also across a restart.

// Snoozes are the times for which a stand-up can be snoozed with one click.
var Snoozes = [...]time.Duration{30 * time.Minute, time.Hour, 2 * time.Hour}

func LaterKey(on calendar.Date, person string, n int) string {
	return PromptKey(on, person) + "/later/" + strconv.Itoa(n)
}

// Laters returns the posts that ask a person again about a day, including those already sent.
func Laters(r store.Reader, person string, on calendar.Date) (posts []store.Post, err error) {
	for n := 1; ; n++ {
		p, ok, err := store.PostByKey(r, LaterKey(on, person, n))
		if err != nil || !ok {
			return posts, err
		}
		posts = append(posts, p)
	}
}

// Snoozed returns the time until which a person snoozed their stand-up of a day, even if it has
// passed, or zero.
func (m Maker) Snoozed(r store.Reader, person string, on calendar.Date) (until time.Time, err error) {
	posts, err := Laters(r, person, on)
	for _, p := range posts {
		if !p.Deleted && p.NotBefore.After(until) {
			until = p.NotBefore
		}
	}
	return until, err
}

// SnoozeEnd returns the time by which a snoozed stand-up must be asked for again: when the team's
// digest is due, else the end of the person's day.
func (m Maker) SnoozeEnd(team sales.Team, on calendar.Date, zone *time.Location) time.Time {
	if cutoff := m.Company.Standup.Cutoff(on, m.ZoneOf(sales.Person{}, team, "")); !cutoff.IsZero() {
		return cutoff
	}
	return on.AddDays(1).In(zone)
}
