package desk

import (
	"errors"

	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// PostReview posts a team's weekly review in its channel: the results, and in the thread the
// people, the stages and the open deals.
func (desk *Desk) PostReview(tx *store.Tx, team sales.Team, week calendar.Span) error {
	head, thread, err := desk.Cards.ReviewOf(tx, desk.Cards.Printer(team.Language, tx.Change().At), team, week, tx.Change().At)
	if err != nil || team.Channel == "" {
		return err
	}
	key := cards.ReviewKey(team.ID, week)
	return postToTeam(tx, team, "review", key, head, key+"/details", thread)
}

// UnpostReview takes back a review that was posted by hand. If the weekly job has posted it, too,
// it stays.
func (desk *Desk) UnpostReview(tx *store.Tx, team sales.Team, week calendar.Span) error {
	for day := week.From; day <= week.To; day = day.AddDays(1) {
		run, _, err := store.Runs.Get(tx, store.RunID(cards.ReviewJob, day, team.ID))
		if err != nil {
			return err
		}
		if run.State == store.RunDone || run.State == store.RunLate {
			return desk.PostReview(tx, team, week)
		}
	}
	key := cards.ReviewKey(team.ID, week)
	return errors.Join(tx.Unpost(key), tx.Unpost(key+"/details"))
}
