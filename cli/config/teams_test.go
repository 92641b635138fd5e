package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestATeamOfTheConfigurationIsNamedByTheRulesOfTheChat(t *testing.T) {
	for name, want := range map[string]string{
		"North":                      "",
		"R-1 approved":               `team.0.name “R-1 approved” begins like the number of a record`,
		"team":                       `team.0.name “team” is a word of the commands`,
		"East (approved by Dan)":     `team.0.name “East (approved by Dan)” reads as if a discount or an approval`,
		"East · West":                `team.0.name “East · West” contains “ · ”`,
		"Eаst":                       `team.0.name “Eаst” mixes letters of two alphabets`,
		strings.Repeat("north", 100): `team.0.name That is too long; please keep it to 120 characters`,
	} {
		path := filepath.Join(t.TempDir(), "config.toml")
		text := "[[team]]\nid = \"n\"\nname = \"" + name + "\"\nchannel = \"C1\"\nmanager = \"U1\"\n"
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := load(path, true, nil, testLanguages, false)
		if got := err != nil && strings.Contains(err.Error(), want); want == "" && err != nil || want != "" && !got {
			t.Errorf("%s: %v", name, err)
		}
	}
}
