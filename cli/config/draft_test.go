package config

import (
	"strings"
	"testing"

	"dealdesk/bot"
)

func TestADraftIsReadAsItWasMeant(t *testing.T) {
	d := Draft{Name: "Müller \"&\" Co\\", Language: "zh-Hans", Currency: "EUR", Zone: "Europe/Berlin", Admins: []string{"U1"},
		BotToken: bot.NewSecret("xoxb-1"), AppToken: bot.NewSecret("xapp-1"),
		Teams: []DraftTeam{{Name: "东区", Channel: "C1", Manager: "U2"},
			{Name: "a.b", Channel: "C2", Manager: "U3", Members: []string{"U4", "U5"}}}}
	text, err := d.TOML(func(part string) string { return part + "\nnot = \"a setting\"" })
	if err != nil {
		t.Fatal(err)
	}
	s, err := load(writeConfig(t, string(text), 0o600), true, nil, testLanguages, true)
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	if s.Company.Name != d.Name || s.Slack.botToken.Reveal() != "xoxb-1" || s.Slack.appToken.Reveal() != "xapp-1" {
		t.Errorf("%+v", s.Company)
	}
	teams := s.Staff.Teams
	if len(teams) != 2 || teams[0].ID != "东区" || teams[1].ID != "team-2" || teams[1].Name != "a.b" {
		t.Errorf("%+v", teams)
	}
	empty, err := Draft{}.TOML(func(part string) string { return part })
	if err != nil || !strings.Contains(string(empty), "admins = []\n") {
		t.Errorf("%s %v", empty, err)
	}
}

func TestTheIDsOfTheExampleAreKnown(t *testing.T) {
	for id, want := range map[string]bool{"C0000000000": true, "U0000000009": true, "U0123ABCD": false, "C00000000001": false, "": false} {
		if IsExample(id) != want {
			t.Errorf("%q: %v", id, !want)
		}
	}
}
