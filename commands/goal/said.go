package goal

import (
	"cmp"
	"slices"
	"time"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase/goals"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/sales/goal"
	"dealdesk/store"
)

// said answers what is said about goals in plain words: a sentence that names a goal, the answer to one that was
// asked, or the wish for a new one. What only shows and the yes to an own goal is done at once, a change is proposed.
func said(c *call.Call) (chat.Reply, error) {
	line := c.Req.Args
	if route, args, ok := goals.Order(line); ok {
		switch route {
		case "goal", "why", "goal accept":
			return c.Run(route, args)
		}
		return call.Propose(c, route, args, nil)
	}
	if goals.Unanswered(line) {
		return c.Run("goal list", unansweredOnes)
	}
	order, isOrder := goals.Tell(line)
	if isOrder && (order.Which != "" || call.LastGoal(c) != "") { // it is that one, or the one that was shown or set
		if reply, err := told(c, order); err != nil || !reply.Unknown {
			return reply, err
		}
	}
	if reply, err := answered(c, goals.Reply(line)); err != nil || !reply.Unknown {
		return reply, err
	}
	if isOrder {
		if reply, err := told(c, order); err != nil || !reply.Unknown {
			return reply, err
		}
	}
	if reply, err := shared(c, line); err != nil || !reply.Unknown {
		return reply, err
	}
	return wished(c, line)
}

// wished sets the goal that a sentence asks for. If the sentence does not say that it is one, it is proposed, and only if
// nothing of it is missing or left.
func wished(c *call.Call, line string) (chat.Reply, error) {
	unknown := chat.Reply{Unknown: true}
	args, sure, ok := goals.Wish(line)
	if !ok {
		return unknown, nil
	}
	c.Req.Args = args
	wish, _, err := readLine(c, "")
	if _, refused := sales.AsProblem(err); refused && !sure {
		return unknown, nil
	} else if err != nil {
		return unknown, err
	}
	whole := len(wish.Left) == 0 && len(wish.Lacks()) == 0
	switch {
	case sure && len(wish.Left) > 0 && !wish.Target.Set && !wish.Change.Set(): // a goal for the meeting with Acme
		return unknown, nil
	case sure && c.Req.Kind != chat.Edit:
		return c.Run("goal new", args)
	case mine(c, wish.Goal):
		return unknown, nil
	}
	if !whole {
		if one, err := lacksOne(c, wish); err != nil || !one {
			return unknown, err
		}
	}
	if ok, err := may(c, sales.SetGoal, wish.Goal); err != nil || !ok && !whole {
		return unknown, err
	} else if !ok {
		return unknown, notAllowed(c, wish.Goal)
	}
	if !whole { // what is missing is asked
		return c.Run("goal new", args)
	}
	if wish.Each != "" { // what it comes to is asked
		return c.Run("goal new", args)
	}
	name, err := c.Desk.Cards.GoalName(c.Read, c.Words, wish.Goal)
	if err != nil {
		return unknown, err
	}
	draft, err := c.KeepDraft(chat.Draft{Route: "goal new", Args: args})
	target := ""
	if wish.Target.Set {
		target = cards.GoalLevel(c.Words, wish.Goal, wish.Target.N)
	} else {
		target = wish.Typed()["target"]
	}
	text := c.Words.Say("goal.wished", "Goal", name, "Target", target)
	return chat.Say(text, chat.Para(text), chat.Block{Buttons: []chat.Button{
		{Label: c.Words.Plain("common.yes"), Action: "pick", Value: draft + "/", Style: chat.Primary},
		{Label: c.Words.Plain("button.discard"), Action: "discard", Value: draft},
	}}), err
}

// lacksOne reports whether a wish lacks one thing only, which can be asked: by when, what the number is of, or who of
// those of one name is meant.
func lacksOne(c *call.Call, wish goals.Said) (bool, error) {
	lacks := wish.Lacks()
	typed := wish.Typed()["target"]
	switch {
	case len(wish.Left) > 0 || len(lacks) == 0:
		return false, nil
	case wish.Metric == "" && typed != "" && slices.Equal(lacks, []string{"metric", "target"}):
		o, err := options(c, wish.Scope)
		return err == nil && len(goals.Fits(typed, o)) > 0, err
	}
	return len(lacks) == 1 && (lacks[0] == "period" || lacks[0] == "scope" && len(wish.Twins) > 0), nil
}

// freshly is how long a bare yes answers the question for a goal; later it is asked what it is meant for.
const freshly = 10 * time.Minute

// answered takes words in a direct message as the answer to a goal that waits for one. Unknown if none does.
func answered(c *call.Call, a goals.Answer) (chat.Reply, error) {
	if a.Says == goals.Nothing || !c.Req.Where.Direct || c.Req.Kind == chat.Edit {
		return chat.Reply{Unknown: true}, nil
	}
	asked, proposed, err := waiting(c)
	if err != nil {
		return chat.Reply{}, err
	}
	switch a.Says {
	case goals.Agrees, goals.Proposes:
		proposed = nil
	case goals.Takes, goals.Keeps:
		asked = nil
	}
	route := map[goals.Says]string{goals.Agrees: "goal accept", goals.Proposes: "goal propose", goals.Takes: "goal take",
		goals.Keeps: "goal keep"}[a.Says]
	if a.Says == goals.Yes && len(proposed) == 0 && len(asked) == 1 && c.Req.At.Sub(asked[0].Agreement.At) < freshly {
		route = "goal accept"
	}
	all := slices.Concat(asked, proposed)
	switch soft, err := requestWaits(c); {
	case err != nil:
		return chat.Reply{}, err
	case a.Soft && soft: // it may be meant for that
		return chat.Reply{Unknown: true}, nil
	}
	if all, err = about(c, a, all); err != nil || len(all) == 0 {
		return chat.Reply{Unknown: true}, err
	}
	if a.Number != "" && a.Says != goals.Proposes && len(all) > 0 {
		meant := slices.DeleteFunc(slices.Clone(all), func(g goal.Goal) bool { return !names(c, g, a) })
		if len(meant) == 0 {
			if wait, err := requestWaits(c); err != nil || wait { // it may be meant for that
				return chat.Reply{Unknown: true}, err
			}
			route = "" // another number than either of them
		} else {
			all = meant
		}
	}
	switch {
	case len(all) == 0:
		return chat.Reply{Unknown: true}, nil
	case len(all) > 1:
		return chat.Reply{}, whichOf(c, route, a.Number, all)
	case route == "":
		return again(c, all[0])
	}
	if a.Says == goals.Agrees && calendar.DateOf(all[0].Agreement.At.In(c.Zone)) != c.Today { // it may be meant for something newer
		return again(c, all[0])
	}
	if wait, err := requestWaits(c); err != nil || wait && a.Says != goals.Proposes {
		if err != nil {
			return chat.Reply{}, err
		}
		return again(c, all[0])
	}
	args := all[0].ID
	if a.Says == goals.Proposes {
		args += " " + a.Number
	}
	return c.Run(route, args)
}

// about are those of the goals that an answer can be for: of the person whose number it takes, or with the number that
// it is instead of. If somebody is named who proposes nothing, that is said.
func about(c *call.Call, a goals.Answer, all []goal.Goal) (kept []goal.Goal, err error) {
	if a.Whose != "" {
		p, err := c.PersonNamed(a.Whose)
		if _, nobody := sales.AsProblem(err); nobody {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		all = slices.DeleteFunc(slices.Clone(all), func(g goal.Goal) bool { return g.Scope.ID != p.ID })
		if len(all) == 0 {
			return nil, sales.No("goal.no_proposal_of", "Person", p.ID)
		}
	}
	if a.Not == "" {
		return all, nil
	}
	for _, g := range all {
		o, err := options(c, g.Scope)
		if err != nil {
			return nil, err
		}
		o.Currency = g.Currency
		if n, err := numberFor(g, a.Not, o); err == nil && n == g.Target.N {
			kept = append(kept, g)
		}
	}
	return kept, nil
}

// requestWaits reports whether a discount waits for the person: a yes may be meant for that.
func requestWaits(c *call.Call) (bool, error) {
	for a, err := range store.WaitingApprovals(c.Read) {
		if err != nil {
			return false, err
		}
		p, shown, err := c.PendingOf(a)
		if err != nil || shown && a.Pending(p.Deal, c.Req.At) && p.MayDecide(c.Me, p.Deal, p.Roster) {
			return err == nil, err
		}
	}
	return false, nil
}

// waiting are the goals that wait for the person's yes, and those for which somebody proposes them another number.
func waiting(c *call.Call) (asked, proposed []goal.Goal, err error) {
	for g, err := range store.GoalsDueFrom(c.Read, c.Today) {
		if err != nil {
			return nil, nil, err
		}
		if mine(c, g) && g.Agreement.State == goal.Asked {
			asked = append(asked, g)
		}
	}
	proposed, err = call.GoalsProposed(c)
	return asked, proposed, err
}

// names reports whether the number of an answer is the one it takes or keeps.
func names(c *call.Call, g goal.Goal, a goals.Answer) bool {
	o, err := options(c, g.Scope)
	if err != nil {
		return false
	}
	o.Currency = g.Currency
	n, err := numberFor(g, a.Number, o)
	return err == nil && (a.Says == goals.Takes && n == g.Agreement.Proposed.N || a.Says == goals.Keeps && n == g.Target.N)
}

// whichOf asks which of several goals an answer is for. Without a route its goal is opened.
func whichOf(c *call.Call, route, number string, all []goal.Goal) error {
	if route != "goal propose" {
		number = ""
	}
	return whichFor(c, cmp.Or(route, "goal"), number, all)
}

// whichFor asks with which of several goals a command is to be done; rest is what else it is told.
func whichFor(c *call.Call, route, rest string, all []goal.Goal) error {
	c.Req.Name, c.Req.Args = route, ""
	which, err := choice(c, all)
	if err != nil {
		return err
	}
	which.Rest = rest
	return which
}

// again asks for a goal once more, because it is not certain what the words answered.
func again(c *call.Call, g goal.Goal) (chat.Reply, error) {
	question := c.Desk.Cards.GoalAsk
	if g.Agreement.State == goal.Proposed {
		question = c.Desk.Cards.GoalProposal
	}
	m, err := question(c.Read, c.Words, g)
	if err != nil {
		return chat.Reply{}, err
	}
	ask := c.Words.Say("goal.meant_this")
	m.Text, m.Blocks = chat.Join("\n", ask, m.Text), append([]chat.Block{chat.Para(ask)}, m.Blocks...)
	return chat.Reply{Message: &m}, nil
}
