package self

import (
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/sales"
	"dealdesk/store"
)

// settings shows or changes the person's language and time zone. A setting without a value follows
// Slack.
func settings(c *call.Call) (chat.Reply, error) {
	if c.Req.Kind == chat.Submit {
		return keepSettings(c, c.Req.Fields["language"], c.Req.Fields["zone"])
	}
	what, value := phrase.CutWord(c.Req.Args)
	switch name := c.OneOf("settings.", []string{"language", "zone"}, what); {
	case what == "":
		return settingsForm(c), nil
	case name == "language":
		return keepSettings(c, value, c.Me.Zone)
	case name == "zone":
		return keepSettings(c, c.Me.Language, value)
	}
	return chat.Reply{}, sales.No("settings.unknown", "Name", what)
}

func settingsForm(c *call.Call) chat.Reply {
	languages := append([]chat.Option{{Label: c.Words.Plain("settings.follow"), Value: call.FollowSlack}}, call.LanguageOptions(c)...)
	chosen := c.Me.Language
	if chosen == "" {
		chosen = call.FollowSlack
	}
	return call.Form(c, "settings", "", "", "",
		chat.Input{ID: "language", Kind: chat.Select, Label: c.Words.Plain("settings.language"), Options: languages, Initial: chosen},
		chat.Input{ID: "zone", Kind: chat.Line, Label: c.Words.Plain("settings.zone"), Initial: c.Me.Zone, Placeholder: c.Zone.String(),
			Hint: c.Words.Plain("settings.zone_hint"), Optional: true})
}

func keepSettings(c *call.Call, language, zone string) (chat.Reply, error) {
	language, ok := call.LanguageNamed(c, language)
	if !ok {
		return chat.Reply{}, sales.No("settings.no_language").At("language")
	}
	zone, ok = call.ZoneNamed(c, strings.TrimSpace(zone))
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
	return c.Done(text), nil
}
