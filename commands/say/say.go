// Package say answers what is said to the bot in plain words, without the name of a command: it finds the
// command that is meant, and runs it if it only reads, or proposes it.
package say

import (
	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/sales"
	"dealdesk/store"
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
	find, err := call.Spots(c)
	if err != nil {
		return chat.Reply{}, err
	}
	line := c.Req.Args
	spots := find(line)
	if c.Req.Unasked {
		return overhear(c, spots)
	}
	reply, err := byRules(c, spots)
	if err == nil && reply.Unknown {
		c.Req.Name, c.Req.Args = "say", line
		return guess(c, line, spots)
	}
	return reply, err
}

// overhear proposes a contact that was told in a thread without a mention; all else was said to somebody else.
func overhear(c *call.Call, spots []phrase.Spot) (chat.Reply, error) {
	if phrase.Intend(c.Req.Args, spots, c.Req.At, c.Work()).Act != "" {
		return chat.Reply{Unknown: true}, nil
	}
	reply, err := c.Run("log said", c.Req.Args)
	if _, refused := sales.AsProblem(err); refused {
		return chat.Reply{Unknown: true}, nil
	}
	return reply, err
}

// byRules answers what the rules understand.
func byRules(c *call.Call, spots []phrase.Spot) (chat.Reply, error) {
	meant := phrase.Intend(c.Req.Args, spots, c.Req.At, c.Work())
	switch meant.Act {
	case phrase.Greets:
		return greet(c), nil
	case phrase.Thanks:
		return chat.Say(c.Words.Say("say.welcome")), nil
	case phrase.AsksAbout:
		return about(c, spots[0])
	case phrase.AsksDeals:
		return c.Run("deal list", "")
	case phrase.AsksTodo:
		return c.Run("home day", "")
	case phrase.AsksGoals:
		return askedGoals(c)
	case phrase.AsksNumbers:
		return c.Run("home numbers", "")
	case phrase.AsksElse:
		return chat.Reply{Unknown: true}, nil
	case phrase.IsStandup:
		return c.Run("standup", meant.Args)
	case phrase.IsForeign:
		return chat.Say(c.Words.Say("say.foreign")), nil
	case "deal new":
		return call.Propose(c, meant.Act, meant.Args, nil)
	case "":
		return c.Run("log said", c.Req.Args)
	}
	return move(c, spots, meant)
}

// askedGoals shows the goals that run; where there are none, the numbers.
func askedGoals(c *call.Call) (chat.Reply, error) {
	for _, err := range store.GoalsDueFrom(c.Read, c.Today) {
		if err != nil {
			return chat.Reply{}, err
		}
		return c.Run("goal", "")
	}
	return c.Run("home numbers", "")
}

// greet answers a greeting with three things to try.
func greet(c *call.Call) chat.Reply {
	text := c.Words.Say("say.hello", "Name", c.Me.Name)
	return chat.Say(text, chat.Para(text), chat.Block{Buttons: []chat.Button{
		{Label: c.Words.Plain("button.log"), Action: "log"},
		{Label: c.Words.Plain("button.deal_new"), Action: "deal new"},
		{Label: c.Words.Plain("help_page.more"), Action: "help", Value: "all"},
	}})
}

// about shows a deal, a customer's only open deal, or the customer.
func about(c *call.Call, spot phrase.Spot) (chat.Reply, error) {
	switch {
	case spot.ID == "":
		return chat.Reply{Unknown: true}, nil
	case sales.KindOf(spot.ID) == sales.KindDeal:
		return c.Run("deal", spot.ID)
	}
	open, err := c.OpenDeals(spot.ID)
	if err != nil {
		return chat.Reply{}, err
	}
	if len(open) == 1 {
		return c.Run("deal", open[0].ID)
	}
	return c.Run("account", spot.ID)
}

// move proposes a change of a deal: of the one that is named, of those of a customer, or else of the
// person's likeliest ones.
func move(c *call.Call, spots []phrase.Spot, meant phrase.Intent) (chat.Reply, error) {
	if meant.Act == "deal give" {
		if _, err := c.PersonNamed(meant.Args); err != nil {
			return c.Run("log said", c.Req.Args)
		}
	}
	if meant.Act == "discount" {
		if _, _, err := phrase.LeadingDiscount(meant.Args); err != nil {
			return chat.Reply{}, err
		}
	}
	deals, err := dealsMeant(c, spots)
	if err != nil {
		return chat.Reply{}, err
	}
	if len(deals) == 0 {
		return c.Run("log said", c.Req.Args)
	}
	return call.Propose(c, meant.Act, meant.Args, deals)
}

func dealsMeant(c *call.Call, spots []phrase.Spot) ([]sales.Deal, error) {
	if len(spots) == 0 {
		if here, ok, err := c.DealHere(); err != nil || ok {
			return []sales.Deal{here}, err
		}
		return c.LikelyDeals()
	}
	if sales.KindOf(spots[0].ID) == sales.KindDeal {
		d, err := c.DealByID(spots[0].ID)
		return []sales.Deal{d}, err
	}
	return c.OpenDeals(spots[0].ID)
}
