package self

import (
	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/sales"
)

// page is a verb whose answer is a part of the home tab, and what would be typed after it.
type page struct{ verb, args string }

// home shows the home tab: the person's open deals, the requests that wait for their decision, and
// the first commands. Whoever leads a team sees what waits first, then the team's open deals by stage
// and its overdue next steps. It shows only what the person may see.
func home(c *call.Call) (chat.Reply, error) {
	pages := []page{{"deal list", ""}, {"approvals", ""}}
	if c.Me.Role == sales.Manager || c.Me.Role == sales.Director {
		pages = []page{{"approvals", ""}, {"pipeline", ""}, {"deal list", "overdue"}, {"deal list", ""}}
	}
	var parts []chat.Reply
	for _, p := range pages {
		c.Req.Args = p.args
		reply, err := c.Run(p.verb)
		if err != nil {
			return chat.Reply{}, err
		}
		parts = append(parts, reply)
	}
	c.Req.Args = ""
	first, err := help(c)
	if err != nil {
		return chat.Reply{}, err
	}
	var tab chat.Message
	for _, part := range append(parts, first) {
		tab.Text = chat.Join("\n\n", tab.Text, part.Message.Text)
		blocks := part.Message.Blocks
		if len(blocks) == 0 {
			blocks = []chat.Block{chat.Para(part.Message.Text)}
		}
		tab.Blocks = append(append(tab.Blocks, blocks...), chat.Block{Divider: true})
	}
	return chat.Reply{Home: &tab}, nil
}
