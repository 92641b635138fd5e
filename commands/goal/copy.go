package goal

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase/goals"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/sales/goal"
	"dealdesk/store"
)

func copyInputs(c *call.Call) []chat.Input {
	return []chat.Input{{ID: "period", Kind: chat.Line, Placeholder: c.Words.Plain("goal_hint.copy")},
		{ID: "factor", Kind: chat.Line, Optional: true, Placeholder: "+10%"}}
}

// factor is how much more or less a copied goal asks for: +10%, -5%.
var factor = regexp.MustCompile(`([+\-−])\s*(\d{1,3}(?:\.\d{1,2})?)\s*[%％]|` +
	`(?:增加|提高|上调|增长)\s*(\d{1,3}(?:\.\d{1,2})?)\s*[%％]|(?:减少|降低|下调)\s*(\d{1,3}(?:\.\d{1,2})?)\s*[%％]`)

// copyGoals makes the goals of a period again for the one behind it, with a factor. First it shows them.
func copyGoals(c *call.Call) (chat.Reply, error) {
	line := strings.TrimSpace(c.Req.Args)
	if c.Req.Kind == chat.Submit {
		line = strings.TrimSpace(c.Req.Fields["period"] + " " + c.Req.Fields["factor"])
	}
	if line == "" && c.Req.Kind == chat.Submit {
		return chat.Reply{}, sales.No("form.missing").At("period")
	}
	if line == "" {
		if err := call.Unsaid(c); err != nil {
			return chat.Reply{}, err
		}
		return call.Form(c, "goal copy", "", "", "", copyInputs(c)...), nil
	}
	typed := line
	part := sales.Percent(0)
	if m := factor.FindStringSubmatch(typed); m != nil {
		f, err := strconv.ParseFloat(m[2]+m[3]+m[4], 64)
		if err != nil {
			return chat.Reply{}, sales.No("goal.copy_factor", "Text", m[0]).At("factor")
		}
		if part = sales.Percent(f*100 + 0.5); m[1] != "+" && m[3] == "" {
			part = -part
		}
		if part <= -sales.Hundred {
			return chat.Reply{}, sales.No("goal.copy_nothing", "Text", m[0]).At("factor")
		}
		typed = strings.Replace(typed, m[0], " ", 1)
	}
	o, err := options(c, goal.Scope{})
	if err != nil {
		return chat.Reply{}, err
	}
	span, err := goals.Period(typed, o)
	if err != nil {
		return chat.Reply{}, sales.At("period", err)
	}
	all, err := copies(c, span, part)
	if err != nil {
		return chat.Reply{}, sales.At("period", err)
	}
	if c.Req.Value == sure {
		return keepCopies(c, all)
	}
	text := c.Words.Say("goal.copy_preview", "From", cards.GoalPeriod(c.Words, span), "To", cards.GoalPeriod(c.Words, goal.PeriodAfter(span)))
	for _, ch := range all[:min(len(all), call.ListLimit)] {
		name, err := c.Desk.Cards.GoalName(c.Read, c.Words, ch.Is)
		if err != nil {
			return chat.Reply{}, err
		}
		text = chat.Join("\n", text, c.Words.Say("goal.copy_line", "Name", name, "Was", cards.GoalLevel(c.Words, ch.Was, ch.Was.Target.N),
			"Is", cards.GoalLevel(c.Words, ch.Is, ch.Is.Target.N)))
	}
	if more := len(all) - call.ListLimit; more > 0 {
		text = chat.Join("\n", text, c.Words.Say("goal.more", "Count", more))
	}
	draft, err := c.KeepDraft(chat.Draft{Route: "goal copy", Args: line})
	return chat.Say(text, chat.Para(text), chat.Block{Buttons: []chat.Button{
		{Label: c.Words.Plain("goal.make", "Count", len(all)), Action: "pick", Value: draft + "/" + sure, Style: chat.Primary},
		{Label: c.Words.Plain("button.discard"), Action: "discard", Value: draft},
	}}), err
}

const sure = "sure"

// copies are the goals of a period that the person may set, each with its copy for the period behind. The parts of a
// sum add up to its copy, too.
func copies(c *call.Call, span calendar.Span, part sales.Percent) (all []goal.Change, err error) {
	within := map[string]bool{}
	for g, err := range store.Goals.List(c.Read, store.Query{}) {
		if err != nil {
			return nil, err
		}
		if g.Dropped || g.Nothing() || g.Period != span {
			continue
		}
		ok, err := may(c, sales.SetGoal, g)
		if err != nil {
			return nil, err
		}
		if ok {
			within[g.ID] = true
			all = append(all, goal.Change{Was: g, Is: g.Again(part)})
		}
	}
	if len(all) == 0 {
		return nil, sales.No("goal.copy_none", "Period", cards.GoalPeriod(c.Words, span))
	}
	depth := func(g goal.Goal) (n int) { // parents first
		for within[g.Parent] {
			n++
			i := slices.IndexFunc(all, func(ch goal.Change) bool { return ch.Was.ID == g.Parent })
			g = all[i].Was
		}
		return n
	}
	slices.SortStableFunc(all, func(a, b goal.Change) int {
		return cmp.Or(depth(a.Was)-depth(b.Was), cmp.Compare(a.Was.Created.Unix(), b.Was.Created.Unix()))
	})
	goal.ShareAgain(all)
	return all, nil
}

// keepCopies stores the copies, parents first, and asks their people.
func keepCopies(c *call.Call, all []goal.Change) (chat.Reply, error) {
	ids := map[string]string{} // of the copies, by the id of the goal
	silent := 0
	text := c.Words.Say("goal.copied", "Count", len(all), "Period", cards.GoalPeriod(c.Words, all[0].Is.Period))
	for i, ch := range all {
		g := ch.Is
		g.Parent = ids[ch.Was.Parent] // if that was of another period, what fits is looked for
		is, err := check(c, g)
		if err != nil {
			return chat.Reply{}, err
		}
		if is = is.Asks(); is.Agreement.State == goal.Asked {
			silent++
		}
		kept, err := c.Desk.KeepGoals(c.Tx, is)
		if err != nil {
			return chat.Reply{}, err
		}
		is = kept[0]
		ids[ch.Was.ID] = is.ID
		if i < call.ListLimit {
			title, err := c.Desk.Cards.GoalTitle(c.Read, c.Words, is)
			if err != nil {
				return chat.Reply{}, err
			}
			text = chat.Join("\n", text, c.Words.Say("goal.copy_made", "Name", title, "Target", cards.GoalLevel(c.Words, is, is.Target.N)))
		}
	}
	if silent > 0 {
		text = chat.Join("\n", text, c.Words.Say("goal.all_asked", "Count", silent))
	}
	return c.Done(text, chat.Button{Label: c.Words.Plain("goal.tree"), Action: "goal tree"}), nil
}
