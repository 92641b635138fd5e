package desk

import (
	"dealdesk/chat"
	"dealdesk/desk/cards"
	"dealdesk/sales/forecast"
	"dealdesk/store"
)

// KeepForecast stores what was submitted, or counted on in its place, and tells the person of that.
func (desk *Desk) KeepForecast(tx *store.Tx, f forecast.Forecast) error {
	if err := store.Forecasts.Put(tx, f); err != nil {
		return err
	}
	return desk.PostOverride(tx, f)
}

// PostOverride tells a person that their manager counts on another number, with both and the reason; or takes that
// back. Of a team's number nobody is told.
func (desk *Desk) PostOverride(tx *store.Tx, f forecast.Forecast) error {
	if f.Scope.Person == "" {
		return nil
	}
	key := "forecast/" + f.ID
	o := f.Override
	_, told, err := store.PostByKey(tx, key)
	if err != nil || !told && !o.Set() {
		return err
	}
	if !o.Set() {
		return tx.Unpost(key)
	}
	who, _, err := store.People.Get(tx, f.Scope.Person)
	if err != nil || !who.InChat() || who.ID == o.By {
		return err
	}
	p := desk.Cards.PrinterOf(who, tx.Change().At)
	by, err := cards.PersonName(tx, o.By)
	if err != nil {
		return err
	}
	text := p.Say("forecast.overridden", "By", by, "Period", cards.GoalPeriod(p, f.Period), "Number", o.Number, "Was", o.Was, "Why", o.Reason)
	return tx.Post(store.Post{Key: key, User: who.ID, Kind: "forecast", Message: cards.Said(text, chat.Block{Buttons: []chat.Button{
		{Label: p.Plain("forecast.show"), Action: "forecast show", Value: f.ID}}})})
}
