package jobs

import (
	"context"
	"fmt"
	"time"

	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// subject is a team with a channel, or a person, for whom a job is done by the clock of zone.
type subject struct {
	id     string
	team   sales.Team
	person sales.Person // of a job for people
	zone   *time.Location
	work   calendar.Worktime // the team's
}

// whom selects the people a job is done for; t is their team, if they have one.
type whom func(p sales.Person, t sales.Team) bool

// asked reports whether p takes part in the stand-up of a team.
func asked(p sales.Person, t sales.Team) bool { return cards.TakesPart(p) && t.Channel != "" }

// subject finds one by id; ok is false if the job no longer concerns them.
func (r *Runner) subject(rd store.Reader, j Job, id string) (who subject, ok bool, err error) {
	if j.whom == nil {
		t, ok, err := store.Teams.Get(rd, id)
		return r.ofTeam(t), ok && t.Channel != "", err
	}
	p, _, err := store.People.Get(rd, id)
	if err != nil {
		return subject{}, false, err
	}
	t, _, err := store.Teams.Get(rd, p.Team)
	return r.ofPerson(p, t), j.whom(p, t), err
}

func (r *Runner) ofTeam(t sales.Team) subject {
	return subject{id: t.ID, team: t, zone: r.desk.Cards.ZoneOf(sales.Person{}, t, ""), work: r.desk.Cards.Worktime(sales.Person{}, t)}
}

func (r *Runner) ofPerson(p sales.Person, t sales.Team) subject {
	return subject{id: p.ID, team: t, person: p, zone: r.desk.Cards.ZoneOf(p, t, ""), work: r.desk.Cards.Worktime(sales.Person{}, t)}
}

// subjects lists everyone a job can be done for: teams with a channel, and the people in the
// chat.
func (r *Runner) subjects(rd store.Reader) (teams, people []subject, err error) {
	of := map[string]sales.Team{}
	for t, err := range store.Teams.List(rd, store.Query{}) {
		if err != nil {
			return nil, nil, err
		}
		of[t.ID] = t
		if t.Channel != "" {
			teams = append(teams, r.ofTeam(t))
		}
	}
	for p, err := range store.People.List(rd, store.Query{}) {
		if err != nil {
			return nil, nil, err
		}
		if p.InChat() {
			people = append(people, r.ofPerson(p, of[p.Team]))
		}
	}
	return teams, people, nil
}

// replanEvery is how often the rows are compared with teams and people, so that someone who
// joins, leaves or changes zone is noticed.
const replanEvery = time.Minute

// plan gives every job a due row for each of its subjects, moves rows whose time changed with
// a zone or plan, and cancels those of subjects that are gone. If nothing changed, nothing
// is written.
func (r *Runner) plan(ctx context.Context, now time.Time) error {
	if !r.looked.IsZero() && now.Sub(r.looked).Abs() < replanEvery {
		return nil
	}
	var changed []store.Run
	var seen store.Checkpoint
	err := r.desk.Store.View(ctx, func(rd store.Reader) error {
		changed = nil
		have := map[[2]string]store.Run{}
		var err error
		if seen, err = store.Head(rd); err != nil {
			return err
		}
		for row, err := range store.ScheduledRuns(rd) {
			if err != nil {
				return err
			}
			have[[2]string{row.Job, row.Subject}] = row
		}
		teams, people, err := r.subjects(rd)
		if err != nil {
			return err
		}
		for _, j := range r.jobs {
			subjects := teams
			if j.whom != nil {
				subjects = people
			}
			for _, who := range subjects {
				if j.whom != nil && !j.whom(who.person, who.team) {
					continue
				}
				row, due := have[[2]string{j.Name, who.id}]
				delete(have, [2]string{j.Name, who.id})
				rows, err := replan(rd, j, who, row, due, now)
				if err != nil {
					return err
				}
				changed = append(changed, rows...)
			}
		}
		for _, row := range have {
			row.State, row.At, row.Note = store.RunCancelled, now.UTC(), "gone"
			changed = append(changed, row)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if len(changed) > 0 {
		change := store.Change{Once: fmt.Sprintf("plan|%d", seen.Seq), Actor: "jobs", At: now, What: "plan"}
		_, err = r.desk.Store.Update(ctx, change, func(tx *store.Tx) error {
			for _, row := range changed {
				if err := store.Runs.Put(tx, row); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err == nil {
		r.looked = now
	}
	return err
}

// replan returns the rows to write so that the subject has the due row it should have.
func replan(rd store.Reader, j Job, who subject, row store.Run, due bool, now time.Time) ([]store.Run, error) {
	var rows []store.Run
	if due {
		at := row.Day.At(j.plan.at, who.zone)
		switch {
		case j.plan.on(row.Day, who.work) && at.Equal(row.Due):
			return nil, nil
		case j.plan.on(row.Day, who.work):
			row.Due = at.UTC()
			return []store.Run{row}, nil
		}
		row.State, row.At, row.Note = store.RunCancelled, now.UTC(), "plan"
		rows = append(rows, row)
	}
	// New subjects are first asked at the next time to come: nothing was promised before.
	day := calendar.DateOf(now.In(who.zone)).AddDays(-1)
	for {
		next, err := successor(rd, j, who, day)
		if err != nil {
			return nil, err
		}
		if due && next.Day == row.Day || next.Due.Before(now.UTC()) {
			day = next.Day
			continue
		}
		return append(rows, next), nil
	}
}
