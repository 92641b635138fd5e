package fakeslack

import (
	"encoding/json"
	"fmt"
	"slices"
)

// Install sets what an app manifest (JSON) asks for: scopes, events, commands and
// shortcuts, and nothing more. With it a test proves that the manifest suffices.
func (o *Options) Install(manifest []byte) error {
	var m struct {
		Features struct {
			Commands []struct {
				Command string `json:"command"`
				Escape  bool   `json:"should_escape"`
			} `json:"slash_commands"`
			Shortcuts []struct {
				Callback string `json:"callback_id"`
			} `json:"shortcuts"`
		} `json:"features"`
		OAuth struct {
			Scopes struct {
				Bot []string `json:"bot"`
			} `json:"scopes"`
		} `json:"oauth_config"`
		Settings struct {
			Subscriptions struct {
				Events []string `json:"bot_events"`
			} `json:"event_subscriptions"`
		} `json:"settings"`
	}
	if err := json.Unmarshal(manifest, &m); err != nil {
		return fmt.Errorf("reading the manifest: %w", err)
	}
	o.Scopes = append([]string{}, m.OAuth.Scopes.Bot...)
	o.Events = append([]string{}, m.Settings.Subscriptions.Events...)
	o.Commands, o.Shortcuts = []string{}, []string{}
	for _, c := range m.Features.Commands {
		if o.Commands = append(o.Commands, c.Command); !c.Escape {
			o.PlainCommands = true
		}
	}
	for _, s := range m.Features.Shortcuts {
		o.Shortcuts = append(o.Shortcuts, s.Callback)
	}
	for _, e := range o.Events {
		if s := eventScope[e]; s != "" && !slices.Contains(o.Scopes, s) {
			return fmt.Errorf("the event %s needs the scope %s", e, s)
		}
	}
	return nil
}
