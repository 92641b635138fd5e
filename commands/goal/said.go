package goal

import (
	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase/goals"
)

// said answers a sentence about a goal: what only shows and the yes to an own goal at once, a change as a proposal.
func said(c *call.Call) (chat.Reply, error) {
	route, args, ok := goals.Order(c.Req.Args)
	switch route {
	case "goal", "why", "goal accept":
		return c.Run(route, args)
	}
	if !ok {
		return chat.Reply{Unknown: true}, nil
	}
	return call.Propose(c, route, args, nil)
}
