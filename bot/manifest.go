package bot

import (
	"encoding/json"
	"fmt"
	"strings"

	"dealdesk/chat"
	"dealdesk/lang"
)

// mainCommand reaches every route.
const mainCommand = "sales"

// scopes are the bot token's scopes and what each is for. The check command compares the
// token with this list.
var scopes = []struct{ name, why string }{
	{"app_mentions:read", "receive @mentions"},
	{"channels:history", "receive ! and typed answers in threads, and edits; look up lost posts"},
	{"channels:read", "see whether a channel is shared with another company"},
	{"chat:write", "post, update, remove"},
	{"chat:write.public", "post into a team's channel without being invited"},
	{"commands", "slash commands and shortcuts"},
	{"groups:history", "the same in private channels"},
	{"groups:read", "the same for private channels"},
	{"im:history", "receive direct messages"},
	{"im:write", "send direct messages"},
	{"reactions:read", "receive reactions"},
	{"users:read", "names, languages, time zones, guests"},
}

// optional are scopes that the app can be installed without; it then knows less.
var optional = []string{
	"files:write",      // send the tables that somebody asks for as a file
	"users:read.email", // two accounts with one mailbox are one human, who decides nothing for themselves
}

var events = []string{
	"app_home_opened", "app_mention", "message.channels", "message.groups", "message.im",
	"reaction_added", "user_change", "channel_shared", "channel_unshared",
}

// Scopes returns the scopes that the features need, sorted.
func Scopes() []string {
	var names []string
	for _, s := range scopes {
		names = append(names, s.name)
	}
	return names
}

// Manifest returns the Slack app manifest for routes as JSON, with exactly the scopes and
// events that the features need, and the optional scopes. base is the public address in HTTP mode.
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
	// Slack limits descriptions to 2000 characters for commands and 150 for shortcuts, and
	// shortcut names to 24.
	commands := []command{{"/" + mainCommand, at("/slack/commands"), cut(words.Plain("bot.command"), 2000),
		words.Plain("bot.command_hint"), true}}
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
			shortcuts = append(shortcuts, shortcut{cut(label, maxTitleText), "message", r.Name, cut(what, 150)})
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
		"oauth_config": map[string]any{"scopes": map[string]any{"bot": Scopes(), "bot_optional": optional}},
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
