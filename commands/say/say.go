// Package say answers what is said to the bot in plain words, without the name of a command: it finds the
// command that is meant, and runs it if it only reads, or proposes it.
package say

import (
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/sales"
)

// Feature returns the verbs of this package.
func Feature() call.Feature {
	return call.Feature{
		Verbs: []call.Verb{
			{Route: chat.Route{Name: "say", Edit: true}, Do: say},
		},
	}
}

// say answers a line in plain words. The answer is Unknown if it means nothing here.
func say(c *call.Call) (chat.Reply, error) {
	find, err := c.Spots()
	if err != nil {
		return chat.Reply{}, err
	}
	line := strings.TrimSpace(c.Req.Args)
	spots := find(line)
	meant := phrase.Intend(line, spots)
	switch meant.Act {
	case "greet":
		return greet(c)
	case "thanks":
		return chat.Say(c.Words.Say("say.welcome")), nil
	case "about":
		return about(c, spots[0])
	case "deals":
		return run(c, "deal list", "")
	case "todo":
		return run(c, "deal list", "overdue")
	case "numbers":
		return run(c, "review", "month")
	case "standup":
		return run(c, "standup", meant.Args)
	case "deal new":
		return c.Propose("deal new", meant.Args, nil)
	case "":
		return run(c, "log said", c.Req.Args)
	}
	return move(c, spots[0], meant)
}

// run runs another command with arguments.
func run(c *call.Call, name, args string) (chat.Reply, error) {
	c.Req.Name, c.Req.Args = name, args
	return c.Run(name)
}

// greet shows three things to try.
func greet(c *call.Call) (chat.Reply, error) {
	return run(c, "help", "")
}

// about shows a customer: its only open deal, or the customer's page.
func about(c *call.Call, spot phrase.Spot) (chat.Reply, error) {
	if spot.ID == "" {
		return chat.Reply{Unknown: true}, nil
	}
	open, err := c.OpenDeals(spot.ID)
	if err != nil {
		return chat.Reply{}, err
	}
	if len(open) == 1 {
		return run(c, "deal", open[0].ID)
	}
	return run(c, "account", spot.ID)
}

// move proposes a change of a deal of the customer that is named.
func move(c *call.Call, spot phrase.Spot, meant phrase.Intent) (chat.Reply, error) {
	if spot.ID == "" {
		return run(c, "log said", c.Req.Args)
	}
	open, err := c.OpenDeals(spot.ID)
	if err != nil {
		return chat.Reply{}, err
	}
	if len(open) == 0 {
		account, err := c.AccountByID(spot.ID)
		if err != nil {
			return chat.Reply{}, err
		}
		return chat.Reply{}, sales.No("deal.nothing_open", "Name", account.Name)
	}
	return c.Propose(meant.Act, meant.Args, open)
}
