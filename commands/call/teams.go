package call

import (
	"regexp"
	"slices"
	"strings"

	"dealdesk/sales"
	"dealdesk/store"
)

// MyTeams returns the teams that the person is in, manages or directs; for an admin, all teams.
func (c *Call) MyTeams() ([]sales.Team, error) {
	var mine []sales.Team
	for t, err := range store.Teams.List(c.Read, store.Query{}) {
		if err != nil {
			return nil, err
		}
		if sales.Visible(c.Me, sales.Record{Team: t}) {
			mine = append(mine, t)
		}
	}
	return mine, nil
}

// TeamsNamed returns the team that a text names, or all of the person's teams if it is empty. An ID
// takes precedence over a name, and an exact name over a similar one. A team that the person may
// not see is treated like one that does not exist.
func (c *Call) TeamsNamed(text string) ([]sales.Team, error) {
	teams, err := c.MyTeams()
	text = strings.TrimSpace(text)
	if err != nil || text == "" {
		return teams, err
	}
	folded := sales.Fold(text)
	for _, fits := range []func(sales.Team) bool{
		func(t sales.Team) bool { return t.ID == text },
		func(t sales.Team) bool { return sales.SameSpelling(t.Name, text) },
		func(t sales.Team) bool { return folded != "" && sales.Fold(t.Name) == folded },
	} {
		if i := slices.IndexFunc(teams, fits); i >= 0 {
			return teams[i : i+1], nil
		}
	}
	return nil, sales.No("people.no_such_team", "Name", text)
}

// ChannelNamed finds a channel by its mention, by "#name" if the line mentions it, or by its ID. Only
// the first post shows whether the bot may post there.
func ChannelNamed(c *Call, typed string) (string, error) {
	id := strings.Trim(typed, "<#>")
	if known := c.Req.Rooms[typed]; known != "" {
		return known, nil
	}
	if strings.HasPrefix(typed, "#") || !channelID(id) {
		return "", sales.No("staff.channel_unknown", "Name", typed)
	}
	return id, nil
}

var channelID = regexp.MustCompile(`^[CG][A-Z0-9]+$`).MatchString
