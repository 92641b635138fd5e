package desk

import (
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/sales/alert"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// KeepAlerts finds once a week, on a person's first working day of it, which warnings they get, and keeps them for
// the day's message. Each is given once a cycle. What goes to a channel is posted there.
func (desk *Desk) KeepAlerts(tx *store.Tx, who sales.Person, on calendar.Date) error {
	if !desk.Cards.FirstWorkday(tx, who, on) {
		return nil
	}
	rules, err := desk.Cards.AlertRules(tx)
	if err != nil {
		return err
	}
	named := false
	for _, rule := range rules {
		named = named || rule.To == who.ID
	}
	watch := desk.Cards.Watch(tx)
	for t, err := range store.Teams.List(tx, store.Query{}) {
		if err != nil {
			return err
		}
		if t.Manager != who.ID && !named {
			continue
		}
		now := on.In(desk.Cards.ZoneOf(sales.Person{}, t, ""))
		found, err := watch.AlertsOf(t, rules, now)
		if err != nil {
			return err
		}
		for _, a := range found {
			if err := desk.keepAlert(tx, a, rules[a.Kind], t, who, on); err != nil {
				return err
			}
		}
	}
	return nil
}

func (desk *Desk) keepAlert(tx *store.Tx, a alert.Alert, rule alert.Rule, t sales.Team, who sales.Person, on calendar.Date) error {
	if _, told, err := store.Alerts.Get(tx, a.ID); err != nil || told {
		return err
	}
	mine := t.Manager == who.ID && (rule.To == "" || rule.Place) || rule.To == who.ID
	if !mine {
		return nil
	}
	a.To, a.On = who.ID, on
	if rule.Place {
		a.To = rule.To
		text, err := desk.Cards.Alert(tx, desk.Cards.Printer(t.Language, tx.Change().At), a)
		if err != nil {
			return err
		}
		post := store.Post{Key: "alert/" + a.ID, Channel: rule.To, Audience: t.ID, Kind: "alert", Message: cards.Said(text)}
		if err := tx.Post(post); err != nil {
			return err
		}
	}
	return store.Alerts.Put(tx, a)
}

// OpenReviews asks the team below its weekly review what to change about each goal that was missed in
// alert.ReviewAfter cycles running, once for each of them.
func (desk *Desk) OpenReviews(tx *store.Tx, t sales.Team, on calendar.Date) error {
	rules, err := desk.Cards.AlertRules(tx)
	if err != nil || t.Channel == "" || rules[alert.Missed].Limit <= 0 {
		return err
	}
	found, err := desk.Cards.Watch(tx).AlertsOf(t, map[alert.Kind]alert.Rule{alert.Missed: {Limit: alert.ReviewAfter}},
		on.In(desk.Cards.ZoneOf(sales.Person{}, t, "")))
	if err != nil {
		return err
	}
	for _, a := range found {
		key := "alert/" + a.ID + "/review"
		if _, told, err := store.PostByKey(tx, key); err != nil || told {
			if err != nil {
				return err
			}
			continue
		}
		text, err := desk.Cards.AlertReview(tx, desk.Cards.Printer(t.Language, tx.Change().At), a)
		if err != nil {
			return err
		}
		err = tx.Post(store.Post{Key: key, Channel: t.Channel, Under: cards.ReviewKey(t.ID, calendar.Week(on)), Audience: t.ID, Kind: "alert",
			Message: cards.Said(text)})
		if err != nil {
			return err
		}
	}
	return nil
}
