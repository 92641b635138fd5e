package config

import (
	"fmt"
	"strings"
	"testing"
)

// Somebody pastes a secret where another setting belongs. No mistake repeats it.
func TestNoMistakePrintsASecret(t *testing.T) {
	for _, secret := range []string{"xoxb-1234567890-abcdEFGH", "xapp-1-A0123-456-abcdef", "xoxe.xoxp-1-Mi0yLTEyMzQ",
		"0123456789abcdef0123456789abcdef"} {
		for _, text := range []string{
			"[slack]\n%s = \"x\"\n", "[%s]\n", "[[team]]\nname = \"North\"\nchannel = \"%s\"\n", "[workspace]\nzone = \"%s\"\n",
			"[workspace]\nadmins = [\"%s\"]\n", "[slack]\nbot_token_file = \"%s\"\n", "[slack]\nmode = \"%s\"\n", "[workspace]\ncalendar = \"%s\"\n",
			"[standup]\nprompt = \"%s\"\n", "[slack]\nlisten = \"%s\"\n", "%s\n", "[functions]\n%[1]q = [\"U1\"]\n",
		} {
			path := writeConfig(t, fmt.Sprintf(text, secret), 0o600)
			s, err := load(path, true, map[string]string{"DEALDESK_" + secret: "x", "DEALDESK_WORKSPACE_CURRENCY": secret}, testLanguages, false)
			said := fmt.Sprint(err, s.Warnings.In(english()))
			if err == nil || strings.Contains(said, secret) || strings.Contains(said, secret[len(secret)-8:]) {
				t.Errorf("%q: %s", text, said)
			}
		}
	}
}
