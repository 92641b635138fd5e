package assistant

import (
	"strings"

	"dealdesk/ai"
	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/sales"
)

// looks are the commands that a question may run. They only read, as the asker.
var looks = []ai.Look{
	{Name: "deal list", About: `open deals of the asker; with "team", "stale", "overdue" or "due", those of their team, without contact, ` +
		`with an overdue next step, due this month; with the name of a customer or colleague, theirs; with "won this month" or ` +
		`"lost last month", the closed ones.`},
	{Name: "deal", About: "all about one deal, by its id."},
	{Name: "account", About: "all about one customer, by id or name."},
	{Name: "pipeline", About: "the open deals of the asker's teams by stage, with totals."},
	{Name: "review", About: `the numbers of a team's week; with "last week", of that.`},
}

// question shows the answer to a question.
func question(c *call.Call) (chat.Reply, error) {
	line := strings.TrimSpace(c.Req.Args)
	if line == "" {
		return chat.Reply{}, sales.No("assistant.no_question")
	}
	return asked(c, ai.Question{Line: line, Today: today(c), Language: language(c), Looks: looks}, "assistant.answer")
}

// cutName cuts a name off the front of a line.
func cutName(line, name string) (rest string, named bool) {
	line = strings.TrimSpace(line)
	if len(line) < len(name) || name == "" || !strings.EqualFold(line[:len(name)], name) {
		return line, false
	}
	return strings.TrimSpace(line[len(name):]), true
}
