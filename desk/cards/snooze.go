package cards

import (
	"strconv"
	"time"

	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// A stand-up that was put off is a post that may not be sent before its time and is not
// worth sending once the digest is due: the outbox is the clock, and forgets nothing.

// Snoozes are for how long a stand-up can be put off with one click.
var Snoozes = [...]time.Duration{30 * time.Minute, time.Hour, 2 * time.Hour}

func LaterKey(on calendar.Date, person string, n int) string {
	return PromptKey(on, person) + "/later/" + strconv.Itoa(n)
}

// Laters are the posts that ask somebody again about a day, those that went included.
func Laters(r store.Reader, person string, on calendar.Date) (posts []store.Post, err error) {
	for n := 1; ; n++ {
		p, ok, err := store.PostByKey(r, LaterKey(on, person, n))
		if err != nil || !ok {
			return posts, err
		}
		posts = append(posts, p)
	}
}

// Snoozed is until when somebody put off their stand-up of a day, over or not; zero if
// they did not.
func (m Maker) Snoozed(r store.Reader, person string, on calendar.Date) (until time.Time, err error) {
	posts, err := Laters(r, person, on)
	for _, p := range posts {
		if !p.Deleted && p.NotBefore.After(until) {
			until = p.NotBefore
		}
	}
	return until, err
}

// SnoozeEnd is the instant before which a stand-up put off is asked for again: when the
// team's digest is due, else the end of the person's day.
func (m Maker) SnoozeEnd(team sales.Team, on calendar.Date, zone *time.Location) time.Time {
	if cutoff := m.Company.Standup.Cutoff(on, m.ZoneOf(sales.Person{}, team, "")); !cutoff.IsZero() {
		return cutoff
	}
	return on.AddDays(1).In(zone)
}
