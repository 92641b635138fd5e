package commands

import (
	"slices"
	"strings"

	"dealdesk/chat"
	"dealdesk/sales"
	"dealdesk/store"
)

func settingsVerbs() []Verb {
	return []Verb{{Route: chat.Route{Name: "settings", Help: true}, Do: settings}}
}

// settings shows or changes one's own language and time zone. What is not set here
// follows Slack.
func settings(c *call) (chat.Reply, error) {
	if c.Req.Kind == chat.Submit {
		return c.keepSettings(c.Req.Fields["language"], c.Req.Fields["zone"])
	}
	what, value := cutWord(c.Req.Args)
	switch name := c.oneOf("settings.", []string{"language", "zone"}, what); {
	case what == "":
		return chat.Reply{Modal: c.settingsForm()}, nil
	case name == "language":
		return c.keepSettings(value, c.Me.Zone)
	case name == "zone":
		return c.keepSettings(c.Me.Language, value)
	}
	return chat.Reply{}, sales.No("settings.unknown", "Name", what)
}

// follow is the choice that leaves a setting to Slack.
const follow = "slack"

func (c *call) settingsForm() *chat.Modal {
	languages := append([]chat.Option{{Label: c.Words.Plain("settings.follow"), Value: follow}}, c.languages()...)
	chosen := c.Me.Language
	if chosen == "" {
		chosen = follow
	}
	return &chat.Modal{
		Action: "settings", Title: c.Words.Plain("settings.title"), Submit: c.Words.Plain("common.save"), Close: c.Words.Plain("common.cancel"),
		Blocks: []chat.Block{
			chat.Ask(chat.Input{ID: "language", Kind: chat.Select, Label: c.Words.Plain("settings.language"), Options: languages, Initial: chosen}),
			chat.Ask(chat.Input{ID: "zone", Kind: chat.Line, Label: c.Words.Plain("settings.zone"), Initial: c.Me.Zone, Placeholder: c.Zone.String(), Hint: c.Words.Plain("settings.zone_hint"), Optional: true}),
		},
	}
}

// languages to choose from, each called as it calls itself.
func (c *call) languages() (all []chat.Option) {
	for _, l := range c.Desk.Cards.Lang.Languages() {
		all = append(all, chat.Option{Label: c.Desk.Cards.Lang.Printer(l).Plain("settings.name"), Value: l})
	}
	return all
}

func (c *call) keepSettings(language, zone string) (chat.Reply, error) {
	language, ok := c.language(language)
	if !ok {
		return chat.Reply{}, sales.No("settings.no_language").At("language")
	}
	zone, ok = c.zoneNamed(strings.TrimSpace(zone))
	if !ok {
		return chat.Reply{}, sales.No("settings.no_zone", "Zone", zone).At("zone")
	}
	c.Me.Language, c.Me.Zone = language, zone
	if err := store.People.Put(c.Tx, c.Me); err != nil {
		return chat.Reply{}, err
	}
	p := c.Desk.Cards.PrinterOf(c.Me, c.Req.At)
	text := p.Say("settings.done", "Language", p.Plain("settings.name"), "Zone", c.Desk.Cards.ZoneOf(c.Me, c.Team, c.Req.Who.Zone).String())
	c.Words = p
	return c.done(text), nil
}

// language understands "zh", "en", "slack", and each language's names in all of them.
func (c *call) language(typed string) (string, bool) {
	typed = strings.ToLower(strings.TrimSpace(typed))
	switch typed {
	case "", follow, "auto":
		return "", true
	}
	for _, l := range c.Desk.Cards.Lang.Languages() {
		if strings.HasPrefix(strings.ToLower(l)+"-", typed+"-") {
			return l, true
		}
		for _, in := range c.Desk.Cards.Lang.Languages() {
			names := strings.ToLower(c.Desk.Cards.Lang.Printer(in).Plain("language_names." + l))
			if slices.Contains(strings.Fields(names), typed) {
				return l, true
			}
		}
	}
	return "", false
}
