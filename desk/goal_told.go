package desk

import (
	"dealdesk/chat"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/sales/goal"
	"dealdesk/store"
)

// CheerGoals tells once of each goal of a team and its people that has passed its stretch or its challenge: in the
// team's channel, or to the person.
func (desk *Desk) CheerGoals(tx *store.Tx, team sales.Team, on calendar.Date) error {
	scopes := []goal.Scope{{Kind: goal.OfTeam, ID: team.ID}}
	for p, err := range store.TeamMembers(tx, team.ID) {
		if err != nil {
			return err
		}
		scopes = append(scopes, goal.Scope{Kind: goal.OfPerson, ID: p.ID})
	}
	for _, s := range scopes {
		all, err := store.Collect(store.GoalsOf(tx, s))
		if err != nil {
			return err
		}
		for _, g := range all {
			if g.Dropped || on < g.Period.From || g.Period.To < on.AddDays(-cheerLate) || !g.Stretch.Set && !g.Challenge.Set {
				continue
			}
			if err := desk.cheer(tx, team, g); err != nil {
				return err
			}
		}
	}
	return nil
}

// cheerLate is how many days after its end a goal is still cheered: the last day's wins are entered later.
const cheerLate = 7

// levels in their order.
var goalLevels = map[string]int{"": 0, "target": 1, "stretch": 2, "challenge": 3}

func (desk *Desk) cheer(tx *store.Tx, team sales.Team, g goal.Goal) error {
	x, err := desk.Cards.ProgressOf(tx, g, tx.Change().At)
	if err != nil || goalLevels[x.Level] < goalLevels["stretch"] || goalLevels[x.Level] <= goalLevels[g.Cheered] {
		return err
	}
	post := store.Post{Key: "goal/" + g.ID + "/cheer/" + x.Level, Kind: "goal", Channel: team.Channel, Audience: team.ID}
	p := desk.Cards.Printer(team.Language, tx.Change().At)
	if g.Scope.Kind == goal.OfPerson {
		who, _, err := store.People.Get(tx, g.Scope.ID)
		if err != nil || !who.InChat() {
			return err
		}
		post.Channel, post.Audience, post.User = "", "", who.ID
		p = desk.Cards.PrinterOf(who, tx.Change().At)
	} else if team.Channel == "" {
		return nil
	}
	text, err := desk.Cards.GoalCheer(tx, p, g, x)
	if err != nil {
		return err
	}
	g.Cheered = x.Level
	if err := store.Goals.Put(tx, g); err != nil {
		return err
	}
	post.Message = cards.Said(text)
	return tx.Post(post)
}

// fewDays of leave change nobody's share.
const fewDays = 3

// offerAway asks a team's manager whether to share its goals anew while somebody is away for more than a few days,
// and takes the question back when they are not.
func (desk *Desk) offerAway(tx *store.Tx, who sales.Person, today calendar.Date) error {
	return desk.offerShare(tx, who, who.Team, "goal.rebalance_away", today, func(g goal.Goal) (bool, error) {
		at, err := desk.Cards.GoalPlace(tx, goal.Scope{Kind: goal.OfPerson, ID: who.ID})
		if err != nil {
			return false, err
		}
		rest := calendar.Span{From: max(today, g.Period.From), To: g.Period.To}
		there := goal.Work{Time: at.Work.Time}
		return there.Days(rest)-(goal.Work{Time: at.Work.Time, Away: who.Away}).Days(rest) >= fewDays, nil
	})
}

// OfferShare asks a team's manager whether to share its goals anew, because somebody joined or left.
func (desk *Desk) OfferShare(tx *store.Tx, who sales.Person, team string, joined bool, today calendar.Date) error {
	key := "goal.rebalance_left"
	if joined {
		key = "goal.rebalance_joined"
	}
	return desk.offerShare(tx, who, team, key, today, func(goal.Goal) (bool, error) { return true, nil })
}

func (desk *Desk) offerShare(tx *store.Tx, who sales.Person, team, key string, today calendar.Date,
	worth func(goal.Goal) (bool, error)) error {
	all, err := cards.SharedGoals(tx, team, today)
	if err != nil || len(all) == 0 {
		return err
	}
	t, _, err := store.Teams.Get(tx, team)
	if err != nil {
		return err
	}
	boss, _, err := store.People.Get(tx, t.Manager)
	if err != nil || !boss.InChat() {
		return err
	}
	p := desk.Cards.PrinterOf(boss, tx.Change().At)
	for _, g := range all {
		post := "goal/" + g.ID + "/share/" + who.ID
		ok, err := worth(g)
		if err != nil {
			return err
		}
		if !ok {
			if err := tx.Unpost(post); err != nil {
				return err
			}
			continue
		}
		title, err := desk.Cards.GoalTitle(tx, p, g)
		if err != nil {
			return err
		}
		text := p.Say(key, "Who", cards.NameOf(who), "Team", t.Name, "Goal", title)
		err = tx.Post(store.Post{Key: post, User: boss.ID, Kind: "goal", Message: cards.Said(text, chat.Block{Buttons: []chat.Button{
			{Label: p.Plain("goal.share_anew"), Action: "goal share", Value: g.ID, Style: chat.Primary},
			{Label: p.Plain("goal.show"), Action: "goal", Value: g.ID},
		}})})
		if err != nil {
			return err
		}
	}
	return nil
}
