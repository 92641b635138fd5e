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

// warn tells the admins, once a month and in the morning, that a calendar does not cover
// this year or the next: stand-ups would be held on holidays and skipped on make-up days.
func (r *Runner) warn(ctx context.Context, now time.Time) error {
	month := now.UTC().Format("2006-01")
	if r.warned == month || len(r.desk.Cards.Company.Gaps(calendar.DateOf(now.In(r.zone())))) == 0 {
		return nil
	}
	change := store.Change{Once: "calendar|" + month, Actor: "jobs", At: now, What: "calendar"}
	_, err := r.desk.Store.Update(ctx, change, func(tx *store.Tx) error {
		for _, id := range r.desk.Cards.Company.Admins {
			who, _, err := store.People.Get(tx, id)
			if err != nil {
				return err
			}
			team, _, err := store.Teams.Get(tx, who.Team)
			if err != nil {
				return err
			}
			if !who.InChat() || !who.Admin {
				continue
			}
			zone := r.desk.Cards.ZoneOf(who, team, "")
			today := calendar.DateOf(now.In(zone))
			morning := today.At(9*time.Hour, zone)
			if morning.Before(now) {
				morning = today.AddDays(1).At(9*time.Hour, zone)
			}
			post := store.Post{Key: fmt.Sprintf("calendar/%s/%s", month, id), User: id, Kind: "calendar", NotBefore: morning,
				Message: cards.Said(r.desk.Cards.CalendarGaps(r.desk.Cards.PrinterOf(who, now), today))}
			if err := tx.Post(post); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		r.warned = month
	}
	return err
}

func (r *Runner) zone() *time.Location { return r.desk.Cards.ZoneOf(sales.Person{}, sales.Team{}, "") }
