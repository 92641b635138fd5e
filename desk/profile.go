package desk

import (
	"cmp"
	"context"
	"reflect"

	"dealdesk/chat"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/store"
)

// KeepProfile stores the profile of a known person from Slack: name, address, language, zone, and above
// all whether they still work here. It runs as the workspace, not as a person.
func (desk *Desk) KeepProfile(ctx context.Context, req chat.Request) (chat.Reply, error) {
	change := store.Change{Once: req.ID, Actor: "slack", At: req.At, What: req.Name}
	_, err := desk.Store.Update(ctx, change, func(tx *store.Tx) error {
		p, known, err := store.People.Get(tx, req.Who.User)
		if err != nil || !known || p.Erased {
			return err
		}
		is := p
		is.Locale, is.Gone, is.Outside = req.Who.Locale, req.Who.Gone, req.Who.Outside || req.Who.Guest
		is.Name, is.Email, is.ChatZone = cmp.Or(req.Who.Name, p.Name), cmp.Or(req.Who.Email, p.Email), cmp.Or(req.Who.Zone, p.ChatZone)
		if reflect.DeepEqual(is, p) {
			return nil
		}
		if err := store.People.Put(tx, is); err != nil || is.InChat() == p.InChat() {
			return err
		}
		return desk.postLeaderless(tx, is)
	})
	return chat.Reply{}, err
}

// postLeaderless notifies the admins that a team's manager is no longer in Slack, and takes that
// back when the manager returns.
func (desk *Desk) postLeaderless(tx *store.Tx, boss sales.Person) error {
	s, err := StaffOf(tx)
	if err != nil {
		return err
	}
	for _, t := range s.Teams {
		if t.Manager != boss.ID {
			continue
		}
		for _, admin := range Admins(s) {
			key := "leaderless/" + t.ID + "/" + boss.ID + "/" + admin.ID
			if boss.InChat() {
				if err := tx.Unpost(key); err != nil {
					return err
				}
				continue
			}
			p := desk.Cards.PrinterOf(admin, tx.Change().At)
			text := p.Say("team.manager_gone", "Person", cards.NameOf(boss), "Team", t.Name)
			button := chat.Block{Buttons: []chat.Button{{Label: p.Plain("form.team manager"), Action: "team manager", Value: t.ID}}}
			if err := tx.Post(store.Post{Key: key, User: admin.ID, Kind: "staff", Message: cards.Said(text, button)}); err != nil {
				return err
			}
		}
	}
	return nil
}
