package config

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2"

	"dealdesk/bot"
)

// Draft is what dealdesk init asks for: a new configuration. Empty values are written, too, so
// that whoever opens the file sees where they belong.
type Draft struct {
	Name, Language, Currency, Zone string
	Admins                         []string
	BotToken, AppToken             bot.Secret
	BotTokenFile, AppTokenFile     string // instead of the tokens
	Teams                          []DraftTeam
}

// DraftTeam is one team of a Draft.
type DraftTeam struct {
	Name, Channel, Manager string
	Members                []string
}

// TOML returns the draft as a file. remark returns the words above a part of it: "file",
// "workspace", "slack" or "team".
func (d Draft) TOML(remark func(part string) string) ([]byte, error) {
	var b bytes.Buffer
	w := draftWriter{to: &b, remark: remark}
	w.head("file", "")
	w.head("workspace", "[workspace]")
	w.set("name", d.Name)
	w.set("language", d.Language)
	w.set("currency", d.Currency)
	w.set("zone", d.Zone)
	w.set("admins", d.Admins)
	w.head("slack", "[slack]")
	w.secret("bot_token", d.BotToken, d.BotTokenFile)
	w.secret("app_token", d.AppToken, d.AppTokenFile)
	for i, t := range d.Teams {
		w.head("team", "[[team]]")
		w.set("name", t.Name)
		if !teamID(teamIDOf(t.Name)) {
			w.set("id", fmt.Sprintf("team-%d", i+1))
		}
		w.set("channel", t.Channel)
		w.set("manager", t.Manager)
		w.set("members", t.Members)
	}
	return b.Bytes(), w.err
}

type draftWriter struct {
	to     *bytes.Buffer
	remark func(string) string
	err    error
}

func (w *draftWriter) head(part, table string) {
	if w.to.Len() > 0 {
		w.to.WriteByte('\n')
	}
	for line := range strings.SplitSeq(w.remark(part), "\n") {
		fmt.Fprintln(w.to, "#", line)
	}
	if table != "" {
		fmt.Fprintln(w.to, table)
	}
}

// set writes a text, or a list of texts on one line.
func (w *draftWriter) set(key string, value any) {
	if list, ok := value.([]string); ok && list == nil {
		value = []string{}
	}
	text, err := toml.Marshal(map[string]any{key: value})
	if w.err == nil {
		w.err = err
	}
	w.to.Write(text)
}

func (w *draftWriter) secret(key string, secret bot.Secret, file string) {
	if file != "" {
		w.set(key+"_file", file)
		return
	}
	w.set(key, secret.Reveal())
}

// exampleID matches the IDs in config.example.toml.
var exampleID = regexp.MustCompile(`^[CU]0{9}\d$`).MatchString

// IsExample reports whether somebody left an ID as it is in config.example.toml.
func IsExample(id string) bool { return exampleID(id) }

// IsUser reports whether a text looks like the ID of a person in Slack.
func IsUser(id string) bool { return userID(id) }

// IsChannel reports whether a text looks like the ID of a channel.
func IsChannel(id string) bool { return channelID(id) }

// IsZone reports whether a text is the name of a time zone.
func IsZone(name string) bool {
	_, err := time.LoadLocation(name)
	return err == nil && !slices.Contains([]string{"", "Local"}, name)
}
