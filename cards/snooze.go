package cards

import (
	"strconv"
	"time"

	"dealdesk/chat"
	"dealdesk/sales"
	"dealdesk/store"
)

// A stand-up that was put off is a post that may not be sent before its time and is not
// worth sending once the digest is due: the outbox is the clock, and forgets nothing.

// Snoozes are for how long a stand-up can be put off with one click.
var Snoozes = [...]time.Duration{30 * time.Minute, time.Hour, 2 * time.Hour}

func laterKey(on sales.Date, person string, n int) string {
	return promptKey(on, person) + "/later/" + strconv.Itoa(n)
}

// laters are the posts that ask somebody again about a day, those that went included.
func laters(r store.Reader, person string, on sales.Date) (posts []store.Post, err error) {
	for n := 1; ; n++ {
		p, ok, err := store.PostByKey(r, laterKey(on, person, n))
		if err != nil || !ok {
			return posts, err
		}
		posts = append(posts, p)
	}
}

// Snoozed is until when somebody put off their stand-up of a day, over or not; zero if
// they did not.
func (m Maker) Snoozed(r store.Reader, person string, on sales.Date) (until time.Time, err error) {
	posts, err := laters(r, person, on)
	for _, p := range posts {
		if !p.Deleted && p.NotBefore.After(until) {
			until = p.NotBefore
		}
	}
	return until, err
}

// SnoozeEnd is the instant before which a stand-up put off is asked for again: when the
// team's digest is due, else the end of the person's day.
func (m Maker) SnoozeEnd(team sales.Team, on sales.Date, zone *time.Location) time.Time {
	if cutoff := m.Company.Standup.Cutoff(on, m.ZoneOf(sales.Person{}, team, "")); !cutoff.IsZero() {
		return cutoff
	}
	return on.AddDays(1).In(zone)
}

// Snooze asks somebody again at until, once. What was to ask them at another time moves
// there, and what asked them already goes.
func (m Maker) Snooze(tx *store.Tx, who sales.Person, team sales.Team, on sales.Date, until, end time.Time) error {
	posts, err := laters(tx, who.ID, on)
	if err != nil {
		return err
	}
	next := len(posts) + 1
	for i, p := range posts {
		if waits := p.State == store.Pending && p.TS == "" && !p.Deleted; waits {
			next = i + 1
		} else if err := tx.Unpost(p.Key); err != nil {
			return err
		}
	}
	s, err := m.Prefill(tx, who, on)
	if err != nil {
		return err
	}
	p := m.PrinterOf(who, tx.Change().At)
	err = tx.Post(store.Post{
		Key: laterKey(on, who.ID, next), User: who.ID, Kind: "standup", NotBefore: until.UTC(), Expires: end.UTC(),
		Message: Said(p.Say("standup.again", "Date", p.Day(string(on))), chat.Block{Buttons: askButtons(p, s)}),
	})
	if err != nil {
		return err
	}
	return m.question(tx, who, on)
}

// askNoMore takes back whatever asks somebody again about a day.
func askNoMore(tx *store.Tx, person string, on sales.Date) error {
	posts, err := laters(tx, person, on)
	for _, p := range posts {
		if err == nil {
			err = tx.Unpost(p.Key)
		}
	}
	return err
}
