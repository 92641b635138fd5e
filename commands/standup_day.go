package commands

import (
	"time"

	"dealdesk/cards"
	"dealdesk/sales"
	"dealdesk/store"
)

// standupFor is the person's stand-up of the button's day or of the day an answer given
// now is for: the answer so far, or what the records know.
func (c *call) standupFor() (sales.Standup, error) {
	if c.me.Team == "" {
		return sales.Standup{}, sales.No("standup.no_team")
	}
	next, err := c.nextStandup()
	if err != nil {
		return sales.Standup{}, err
	}
	on := sales.Date(c.Value)
	switch {
	case c.Value == "":
		if on, err = c.openDay(next); err != nil {
			return sales.Standup{}, err
		}
	case !on.Valid() || on > next && on > c.today:
		return sales.Standup{}, sales.No("standup.not_a_day")
	case on < c.today.AddDays(-7):
		return sales.Standup{}, sales.No("standup.too_old", "Date", on)
	}
	s, answered, err := store.Standups.Get(c.r, sales.StandupID(c.me.Team, on, c.me.ID))
	if err != nil || answered && !s.Skipped {
		return s, err
	}
	at := s.At
	s, err = c.Prefill(c.r, c.me, on)
	s.At = at
	return s, err
}

// evening is the end of the working day, in which an answer is for the next one if today's
// is given: from five on where work ends at six.
const evening = time.Hour

// openDay is today until today is answered and over, or where today has no stand-up;
// then it is the next day that has one (early answers). Who was asked for that day
// already, on the other side of the date line, answers it.
func (c *call) openDay(next sales.Date) (sales.Date, error) {
	run, planned, err := store.Runs.Get(c.r, store.RunID(cards.DigestJob, c.today, c.me.Team))
	if err != nil {
		return "", err
	}
	_, answered, err := store.Standups.Get(c.r, sales.StandupID(c.me.Team, c.today, c.me.ID))
	if err != nil {
		return "", err
	}
	asked, err := cards.Asked(c.r, c.me.ID, next)
	if err != nil {
		return "", err
	}
	left := c.Worktime(c.me, c.team).Between(c.At, c.today.AddDays(1).In(c.zone))
	over := answered && left <= evening
	free := !planned && next > c.today && !c.held(c.today) || run.State == store.RunCancelled
	if over || free || asked {
		return next, nil
	}
	return c.today, nil
}

// nextStandup is the next day after today that has a stand-up: what the schedule says,
// or the plan before it has said anything.
func (c *call) nextStandup() (sales.Date, error) {
	for ahead := 1; ahead <= 14; ahead++ {
		day := c.today.AddDays(ahead)
		run, ok, err := store.Runs.Get(c.r, store.RunID(cards.DigestJob, day, c.me.Team))
		if err != nil || ok && run.State == store.RunDue {
			return day, err
		}
	}
	for ahead := 1; ahead <= 14; ahead++ {
		if day := c.today.AddDays(ahead); c.held(day) {
			return day, nil
		}
	}
	return c.today.AddDays(1), nil
}

// held reports whether the plan has a stand-up of the person's team on a day.
func (c *call) held(on sales.Date) bool {
	return c.Company.Standup.On(on, c.work())
}
