// Package forecast says what a person or a team will win in a period: what the deals say, what is submitted, and what
// the manager counts on.
package forecast

import (
	"encoding/json"
	"fmt"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/desk"
	"dealdesk/sales/forecast"
	"dealdesk/store"
)

// Feature returns the verbs of this package.
func Feature() call.Feature {
	return call.Feature{
		Verbs: []call.Verb{
			{Route: chat.Route{Name: "forecast", Help: true, Shows: true}, Free: true, Do: typed, People: true},
			{Route: chat.Route{Name: forecastShow}, Do: show, Reads: true},
			{Route: chat.Route{Name: forecastSay}, Do: say},
			{Route: chat.Route{Name: "forecast submit", Help: true}, Do: submit},
			{Route: chat.Route{Name: "forecast override", Help: true}, Do: override, People: true, Alone: overrideInputs},
			{Route: chat.Route{Name: forecastSure}, Do: overrideSure},
			{Route: chat.Route{Name: "forecast if"}, Do: ifWon, Reads: true},
			{Route: chat.Route{Name: "why forecast", Help: true}, Do: whyForecast, Reads: true},
			{Route: chat.Route{Name: call.WhyDeal}, Do: whyDeal, Reads: true},
		},
		Shown: call.Shown{store.Forecasts.Name: showUndone},
	}
}

// Routes of buttons.
const (
	forecastShow = "forecast show"
	forecastSay  = "forecast say"
	forecastSure = "forecast sure"
)

// showUndone takes back what a person was told of an override that an undo removed.
func showUndone(d *desk.Desk, tx *store.Tx, ch store.RecordChange) error {
	var f forecast.Forecast
	for _, data := range [][]byte{ch.New, ch.Old} { // of both, the restored one counts
		if data == nil {
			continue
		}
		f = forecast.Forecast{}
		if err := json.Unmarshal(data, &f); err != nil {
			return fmt.Errorf("decode %s %s: %w", ch.Table, ch.ID, err)
		}
	}
	if ch.Old == nil {
		f.Override = forecast.Override{}
	}
	return d.PostOverride(tx, f)
}
