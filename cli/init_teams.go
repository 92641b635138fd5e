package cli

import (
	"strings"

	"dealdesk/cli/config"
)

// fillTeams reads the teams of the flags, or asks for one after the other.
func (q *interview) fillTeams(f *initFlags) error {
	for _, text := range f.teams {
		t, ok := readTeam(text)
		if !ok {
			return q.refuse("team", text)
		}
		f.draft.Teams = append(f.draft.Teams, t)
	}
	for about := "team"; len(f.teams) == 0; about = "team_more" {
		t, err := q.askTeam(about)
		if err != nil || t.Name == "" {
			return err
		}
		f.draft.Teams = append(f.draft.Teams, t)
	}
	return nil
}

// readTeam reads "North=C0456DEFG,U0789HIJK,U0ABCDEFG": a name, the channel, the manager and
// the members.
func readTeam(text string) (t config.DraftTeam, ok bool) {
	name, rest, found := strings.Cut(text, "=")
	all := ids(rest)
	if t.Name = strings.TrimSpace(name); !found || t.Name == "" || len(all) < 2 || !config.IsChannel(all[0]) {
		return t, false
	}
	t.Channel, t.Manager, t.Members = all[0], all[1], all[2:]
	return t, areUsers(strings.Join(all[1:], ","))
}

func (q *interview) askTeam(about string) (t config.DraftTeam, err error) {
	if t.Name, err = q.ask(about, "", func(string) bool { return true }); err != nil || t.Name == "" {
		return t, err
	}
	if t.Channel, err = q.ask("channel", "", func(s string) bool { return config.IsChannel(id(s)) }); err != nil {
		return t, err
	}
	if t.Manager, err = q.ask("manager", "", func(s string) bool { return config.IsUser(id(s)) }); err != nil {
		return t, err
	}
	members, err := q.ask("members", "", areUsers)
	t.Channel, t.Manager, t.Members = id(t.Channel), id(t.Manager), ids(members)
	return t, err
}

// ids splits a list of Slack's ids.
func ids(text string) []string {
	all := strings.FieldsFunc(text, func(c rune) bool { return strings.ContainsRune(" ,;，、；\t", c) })
	for i, one := range all {
		all[i] = id(one)
	}
	return all
}

// id returns Slack's id in what people paste: the id itself, a mention, or the link that Copy
// link gives.
func id(text string) string {
	text = strings.Trim(strings.TrimSpace(text), "<@#>/")
	text, _, _ = strings.Cut(text, "|")
	return text[strings.LastIndexByte(text, '/')+1:]
}

func areUsers(text string) bool {
	all := ids(text)
	for _, one := range all {
		if !config.IsUser(one) {
			return false
		}
	}
	return len(all) > 0
}
