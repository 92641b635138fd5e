package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"dealdesk/chat"
	"dealdesk/lang"

	"github.com/slack-go/slack"
)

// main command, which reaches every route; whatever a workspace names it.
const mainCommand = "sales"

// scopes says what each right is for. Nothing the bot does needs more, and check
// compares the token with this list.
var scopes = []struct{ name, why string }{
	{"app_mentions:read", "hear @mentions"},
	{"channels:history", "hear ! and a typed yes in threads, edits; find a post whose answer was lost"},
	{"channels:read", "see that a channel is shared with another company"},
	{"chat:write", "post, update, remove"},
	{"chat:write.public", "post into a team's channel without being invited"},
	{"commands", "slash commands and shortcuts"},
	{"groups:history", "the same in private channels"},
	{"groups:read", "see the same of private channels"},
	{"im:history", "hear direct messages"},
	{"im:write", "write someone a direct message"},
	{"reactions:read", "hear an emoji on a message"},
	{"users:read", "names, languages, time zones, guests"},
}

var events = []string{
	"app_home_opened", "app_mention", "message.channels", "message.groups", "message.im",
	"reaction_added", "user_change", "channel_shared", "channel_unshared",
}

// Scopes are the bot token's rights that the features need, sorted.
func Scopes() []string {
	var names []string
	for _, s := range scopes {
		names = append(names, s.name)
	}
	return names
}

// Manifest describes the Slack app for routes, in JSON as api.slack.com takes it: exactly
// the scopes and events that the features need. base is the public address of HTTP mode.
func Manifest(routes []chat.Route, words lang.Printer, name string, mode Mode, base string) ([]byte, error) {
	type hook struct {
		URL string `json:"request_url,omitempty"`
	}
	base = strings.TrimSuffix(base, "/")
	at := func(path string) string {
		if mode == Socket {
			return ""
		}
		return base + path
	}
	if mode == HTTP && base == "" {
		return nil, fmt.Errorf("bot: a manifest for http mode needs the public address")
	}
	type command struct {
		Command     string `json:"command"`
		URL         string `json:"url,omitempty"`
		Description string `json:"description"`
		UsageHint   string `json:"usage_hint,omitempty"`
		Escape      bool   `json:"should_escape"`
	}
	type shortcut struct {
		Name        string `json:"name"`
		Type        string `json:"type"`
		Callback    string `json:"callback_id"`
		Description string `json:"description"`
	}
	// Slack takes descriptions of 2000 characters for commands, 150 for shortcuts, and
	// shortcut names of 24.
	commands := []command{{"/" + mainCommand, at("/slack/commands"), cut(words.Plain("bot.command"), 2000), words.Plain("bot.command_hint"), true}}
	shortcuts := []shortcut{}
	for _, r := range routes {
		if r.Slash != "" {
			usage, what := words.Help(r.Name)
			_, hint, _ := strings.Cut(usage, " ")
			commands = append(commands, command{"/" + r.Slash, at("/slack/commands"), cut(lang.Unmark(what), 2000), cut(hint, 1000), true})
		}
		if r.Shortcut {
			label, what := r.Name, words.Plain("bot.shortcut")
			if key := "shortcut." + r.Name; words.Has(key) {
				label = words.Plain(key)
			}
			shortcuts = append(shortcuts, shortcut{cut(label, maxTitle), "message", r.Name, cut(what, 150)})
		}
	}
	m := map[string]any{
		"display_information": map[string]any{"name": cut(name, 35), "description": cut(words.Plain("bot.about"), 140)},
		"features": map[string]any{
			"app_home":       map[string]any{"home_tab_enabled": true, "messages_tab_enabled": true, "messages_tab_read_only_enabled": false},
			"bot_user":       map[string]any{"display_name": cut(strings.ToLower(name), 80), "always_online": true},
			"slash_commands": commands,
			"shortcuts":      shortcuts,
		},
		"oauth_config": map[string]any{"scopes": map[string]any{"bot": Scopes()}},
		"settings": map[string]any{
			"event_subscriptions": struct {
				hook
				Events []string `json:"bot_events"`
			}{hook{at("/slack/events")}, events},
			"interactivity": struct {
				Enabled bool `json:"is_enabled"`
				hook
				Menu string `json:"message_menu_options_url,omitempty"`
			}{true, hook{at("/slack/interactions")}, at("/slack/interactions")},
			"org_deploy_enabled":     false,
			"socket_mode_enabled":    mode == Socket,
			"token_rotation_enabled": false,
		},
	}
	return json.MarshalIndent(m, "", "  ")
}

// Report says what Slack lets us do.
type Report struct {
	Team    string   // the workspace's name
	Bot     string   // our name there
	Have    []string // scopes of the bot token, sorted
	Missing []string // scopes that features need and the token lacks
	Socket  error    // Socket Mode: why Slack does not let us connect
}

// Check asks Slack who we are and what we may. Its error means that there was no answer
// or that the token was refused.
func (b *Bot) Check(ctx context.Context) (Report, error) {
	var who *slack.AuthTestResponse
	err := b.call(ctx, "auth.test", func(ctx context.Context) (err error) {
		who, err = b.api.AuthTestContext(ctx)
		return err
	})
	if err != nil {
		return Report{}, fmt.Errorf("bot: auth.test: %w", err)
	}
	r := Report{Team: who.Team, Bot: who.User}
	for _, s := range strings.Split(who.Header.Get("X-OAuth-Scopes"), ",") {
		if s = strings.TrimSpace(s); s != "" {
			r.Have = append(r.Have, s)
		}
	}
	slices.Sort(r.Have)
	for _, s := range Scopes() {
		if !slices.Contains(r.Have, s) {
			r.Missing = append(r.Missing, s)
		}
	}
	if b.config.Mode == Socket {
		r.Socket = b.call(ctx, "apps.connections.open", func(ctx context.Context) error {
			_, _, err := b.api.StartSocketModeContext(ctx)
			return err
		})
	}
	return r, nil
}
