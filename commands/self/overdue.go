package self

import (
	"cmp"
	"slices"
	"time"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/store"
)

// maxOverdue bounds the rows of the overdue list, the latest first.
const maxOverdue = 20

// overdue shows an admin which posts were not sent and which jobs did not run in time, with the
// reason (P8). It names channels and people, never the content of a message.
func overdue(c *call.Call) (chat.Reply, error) {
	if c.May(sales.Manage, "", "") != nil {
		return chat.Reply{}, sales.No("overdue.admins")
	}
	posts, err := store.OverduePosts(c.Read, c.Req.At)
	if err != nil {
		return chat.Reply{}, err
	}
	runs, err := store.OverdueRuns(c.Read, c.Req.At)
	if err != nil {
		return chat.Reply{}, err
	}
	type row struct {
		at   time.Time
		text chat.Safe
	}
	var rows []row
	for _, p := range posts {
		to := chat.ChannelLink(p.Channel)
		if p.User != "" {
			name, err := cards.PersonName(c.Read, p.User)
			if err != nil {
				return chat.Reply{}, err
			}
			to = chat.EscapeLine(name)
		}
		rows = append(rows, row{p.Changed,
			c.Words.Say("overdue.post_"+string(p.State), "To", to, "When", c.Words.Moment(p.Changed.In(c.Zone)), "Why", cmp.Or(p.Error, "-"))})
	}
	for _, r := range runs {
		whose, err := subjectName(c, r.Subject)
		if err != nil {
			return chat.Reply{}, err
		}
		rows = append(rows, row{r.Due,
			c.Words.Say("overdue.run_"+string(r.State), "Job", c.Words.Say("overdue."+r.Job), "For", whose, "When",
				c.Words.Moment(r.Due.In(c.Zone)))})
	}
	if len(rows) == 0 {
		return chat.Say(c.Words.Say("overdue.none")), nil
	}
	slices.SortStableFunc(rows, func(a, b row) int { return b.at.Compare(a.at) })
	lines := []chat.Safe{chat.Bold(c.Words.Say("overdue.head", "Count", len(rows)))}
	for _, r := range rows[:min(len(rows), maxOverdue)] {
		lines = append(lines, "• "+r.text)
	}
	text := chat.Join("\n", lines...)
	return chat.Say(text, chat.Para(text)), nil
}

// subjectName returns the name of the team or the person that a job is for.
func subjectName(c *call.Call, id string) (string, error) {
	team, ok, err := store.Teams.Get(c.Read, id)
	if err != nil || ok {
		return team.Name, err
	}
	return cards.PersonName(c.Read, id)
}
