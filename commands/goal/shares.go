package goal

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase/goals"
	"dealdesk/desk/cards"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/sales/goal"
	"dealdesk/sales/kpi"
)

// splitTold proposes how a goal is broken down: with the numbers where people are named, else into what it says. If it
// does not say into what, it is asked.
func splitTold(c *call.Call, g goal.Goal, words string) (chat.Reply, error) {
	if err := toSet(c, g); err != nil {
		return chat.Reply{}, err
	}
	title, err := c.Desk.Cards.GoalTitle(c.Read, c.Words, g)
	if err != nil {
		return chat.Reply{}, err
	}
	into, hand, err := sharesOf(c, g, words)
	if err != nil {
		return chat.Reply{}, err
	}
	if hand == "" {
		if into, _, _ := readSplit(c, g, words); into == "" {
			return splitInto(c, g, title, words)
		}
		reply, err := call.Propose(c, "goal split", g.ID+" "+words, nil)
		if err != nil {
			return reply, err
		}
		return call.Remark(reply, title), nil
	}
	parts, left, err := partsBy(c, g, into, goal.ByHand, hand)
	if err != nil {
		return chat.Reply{}, err
	}
	text := c.Words.Say("goal.split_ask", "Goal", title, "Target", cards.GoalLevel(c.Words, g, g.Target.N))
	for _, part := range parts.Goals {
		name, err := partName(c, g, part)
		if err != nil {
			return chat.Reply{}, err
		}
		text = chat.Join("\n", text, c.Words.Say("goal.split_part", "Name", name, "Target", cards.GoalLevel(c.Words, part, part.Target.N)))
	}
	text = chat.Join("\n", text, sumLine(c, g, parts), left)
	draft, err := c.KeepDraft(chat.Draft{Route: "goal split", Args: g.ID + " by " + string(into) + " by hand: " + hand})
	return call.YesOrDiscard(c, text, draft, ""), err
}

// splitInto asks into what a goal is to be broken down; how stands in the words already.
func splitInto(c *call.Call, g goal.Goal, title chat.Safe, words string) (chat.Reply, error) {
	var buttons []chat.Button
	for _, into := range []goal.Into{goal.Teams, goal.People, goal.Quarters, goal.Months, goal.Weeks} {
		slots, err := c.Desk.Cards.GoalSlots(c.Read, g, into, goal.ByHand, c.Today)
		if _, no := sales.AsProblem(err); no || err == nil && len(slots) < 2 {
			continue
		}
		if err != nil {
			return chat.Reply{}, err
		}
		label := c.Words.Plain("goal_into." + string(into))
		draft, err := c.KeepDraft(chat.Draft{Route: "goal split", Args: g.ID + " by " + string(into) + " " + words})
		if err != nil {
			return chat.Reply{}, err
		}
		buttons = append(buttons, chat.Button{Label: label, Action: "pick", Value: draft + "/"})
	}
	if len(buttons) == 0 {
		return chat.Reply{}, sales.No("goal.split_nothing", "ID", g.ID)
	}
	text := chat.Join("\n", title, c.Words.Say("goal.split_into"))
	return chat.Say(text, chat.Para(text), chat.Block{Buttons: buttons}), nil
}

// sharesOf are the numbers by hand of those whom a line names, each for the team or the person that it is for. Without
// numbers the goal is divided: evenly, or by the working days of each.
func sharesOf(c *call.Call, g goal.Goal, words string) (into goal.Into, hand string, err error) {
	o, err := options(c, g.Scope)
	if err != nil {
		return "", "", err
	}
	o.Currency = g.Currency
	s := goals.ReadShares(words, o.Names)
	if s.Evenly && len(s.Of) == 0 {
		if into, _, _ = readSplit(c, g, words); into == "" {
			into = goal.People
			if g.Scope.Kind == goal.OfCompany {
				into = goal.Teams
			}
		}
		if into != goal.People && into != goal.Teams {
			return "", "", nil // periods go by their working days
		}
	}
	if len(s.Of) == 0 && into == "" {
		return "", "", nil
	}
	if into == "" {
		into = goal.People
		if s.Of[0].Scope.Kind == goal.OfTeam {
			into = goal.Teams
		}
	}
	slots, err := c.Desk.Cards.GoalSlots(c.Read, g, into, goal.ByHand, c.Today)
	if err != nil {
		return "", "", err
	}
	switch {
	case s.Twin != "":
		return "", "", sales.No("goal.two_named", "Name", s.Twin)
	case s.Left != "" && len(s.Of) > 0:
		return "", "", sales.No("goal.hand_unknown", "Text", s.Left)
	case g.Definition().Shape != kpi.Sum:
		return "", "", sales.No("goal.hand_rate", "ID", g.ID)
	case len(s.Of) == 0:
		for _, slot := range slots {
			s.Of = append(s.Of, goals.Share{Scope: slot.Scope})
		}
	}
	numbers, err := shareNumbers(c, g, s, slots, o)
	if err != nil {
		return "", "", err
	}
	var pieces []string
	for i, of := range s.Of {
		id := of.Scope.ID
		if of.Scope.Kind == goal.OfPerson {
			id = "<@" + id + ">"
		}
		pieces = append(pieces, id+" "+figure(g, numbers[i]))
	}
	return into, strings.Join(pieces, ", "), nil
}

// shareNumbers are the numbers of those who share a goal.
func shareNumbers(c *call.Call, g goal.Goal, s goals.Shares, slots []goal.Slot, o goals.Options) ([]int64, error) {
	numbers, weights := make([]int64, len(s.Of)), make([]int64, len(s.Of))
	rest, left, seen := -1, g.Target.N, map[string]bool{}
	for i, of := range s.Of {
		at := slices.IndexFunc(slots, func(slot goal.Slot) bool { return slot.Scope.Kind == of.Scope.Kind && slot.Scope.ID == of.Scope.ID })
		if at < 0 || seen[of.Scope.ID] {
			return nil, sales.No("goal.hand_unknown", "Text", of.Name)
		}
		seen[of.Scope.ID] = true
		if weights[i] = 1; !s.Evenly {
			weights[i] = int64(slots[at].Work.Days(slots[at].Period))
		}
		part, isShare := strings.CutSuffix(strings.TrimSuffix(of.Number, "percent"), "%")
		switch {
		case of.Number == "":
			continue
		case of.Number == goals.TheRest:
			rest = i
			continue
		case isShare:
			n, err := strconv.ParseFloat(strings.TrimSpace(part), 64)
			if err != nil || n > 100 {
				return nil, sales.No("goal.hand_unknown", "Text", of.Number)
			}
			numbers[i] = g.Whole(kpi.Scale(g.Target.N, int64(n*100+0.5), int64(sales.Hundred)))
		default:
			n, err := numberFor(g, of.Number, o)
			if err != nil {
				return nil, err
			}
			numbers[i] = n
		}
		left -= numbers[i]
	}
	switch {
	case rest >= 0 && left <= 0:
		return nil, sales.No("goal.no_rest", "ID", g.ID)
	case rest >= 0:
		numbers[rest] = left
	case s.Of[0].Number == "":
		numbers = g.Apportion(g.Target.N, weights)
	}
	return numbers, nil
}

// figure writes a number of a goal so that a line is read with it.
func figure(g goal.Goal, n int64) string {
	if g.Definition().Unit == kpi.Amount {
		return decimal.New(n, -int32((sales.Money{Currency: g.Currency}).Places())).String()
	}
	return fmt.Sprint(n)
}

// shared takes a line that is nothing but names, each with a number, as how the goal is shared that was shown or set
// just now.
func shared(c *call.Call, line string) (chat.Reply, error) {
	unknown := chat.Reply{Unknown: true}
	id := call.LastGoal(c)
	if id == "" || !c.Req.Where.Direct || len(line) > 400 {
		return unknown, nil
	}
	o, err := options(c, goal.Scope{})
	if err != nil {
		return unknown, err
	}
	s := goals.ReadShares(line, o.Names)
	bare := len(s.Of) == 0 || s.Left != "" || slices.ContainsFunc(s.Of, func(of goals.Share) bool { return of.Number == "" })
	if bare && !goals.SharesOut(line) {
		return unknown, nil
	}
	g, err := byID(c, id)
	if err != nil || g.Scope.Kind == goal.OfPerson {
		return unknown, err
	}
	return splitTold(c, g, line)
}

// sumLine says what the parts of a goal add up to, and by how much that differs from it.
func sumLine(c *call.Call, g goal.Goal, parts goal.Parts) chat.Safe {
	if g.Definition().Shape != kpi.Sum {
		return c.Words.Say("goal.all_same")
	}
	key := "goal.adds_up"
	switch {
	case parts.Gap > 0:
		key = "goal.adds_more"
	case parts.Gap < 0:
		key = "goal.adds_less"
	}
	return c.Words.Say(key, "Sum", cards.GoalLevel(c.Words, g, parts.Sum), "Gap", cards.GoalLevel(c.Words, g, max(parts.Gap, -parts.Gap)))
}

// alone refuses a part that asks for the same as a goal that stands: nobody is to have two of them.
func alone(c *call.Call, part goal.Goal) error {
	twins, err := cards.GoalTwins(c.Read, part)
	if err != nil || len(twins) == 0 {
		return err
	}
	name, err := c.Desk.Cards.GoalName(c.Read, c.Words, part)
	if err != nil {
		return err
	}
	return sales.No("goal.split_twin", "ID", twins[0].ID, "Goal", lang.Unmark(name))
}
