package goal

import (
	"regexp"
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/sales"
	"dealdesk/sales/goal"
	"dealdesk/sales/kpi"
)

// accept says yes to a goal.
func accept(c *call.Call) (chat.Reply, error) {
	doubt := doubted(c)
	g, _, err := goalOf(c, func(g goal.Goal) bool { return mine(c, g) && g.Agreement.State == goal.Asked })
	if err != nil {
		return chat.Reply{}, err
	}
	if doubt && mine(c, g) && g.Agreement.State == goal.Asked {
		return again(c, g)
	}
	if g, err = g.Accept(c.Me.ID, c.Req.At.UTC()); err != nil {
		return chat.Reply{}, err
	}
	return keepAnswer(c, g)
}

// doubted reports whether what was typed behind a yes to a goal, or behind giving it up, may deny or question it.
func doubted(c *call.Call) bool {
	rest := c.Req.Args
	if first, behind := phrase.CutWord(rest); goalID.MatchString(first) {
		rest = behind
	}
	return c.Req.Kind.Typed() && (c.Req.Code || phrase.Doubtful(rest) || strings.ContainsAny(c.Req.Args, "?？"))
}

var goalID = regexp.MustCompile(`(?i)^g-?\d+\pP*$`)

func proposeInputs(c *call.Call) []chat.Input {
	return []chat.Input{goalInput(c), {ID: "target", Kind: chat.Line}, {ID: "reason", Kind: chat.Area, Optional: true}}
}

// leading is a number with its unit at the front of a text.
var leading = regexp.MustCompile(`^\S+(?:\s+(?i:%|percent|days?|hours?|h|min|minutes?|天|小时|分钟|万|亿|k|m|million)\b)?`)

// propose answers a goal with another number, which waits for whoever set it.
func propose(c *call.Call) (chat.Reply, error) {
	g, rest, err := goalOf(c, func(g goal.Goal) bool { return mine(c, g) })
	if err != nil {
		return chat.Reply{}, err
	}
	number, note := "", ""
	if c.Req.Kind == chat.Submit {
		number, note = strings.TrimSpace(c.Req.Fields["target"]), strings.TrimSpace(c.Req.Fields["reason"])
	} else if number = leading.FindString(rest); number != "" {
		note = strings.TrimSpace(strings.TrimLeft(rest[len(number):], " ,，:：;；"))
		number = strings.TrimRight(number, ",，:：;；")
	}
	unsure := c.Req.Kind.Typed() && phrase.Unsure(note)
	if number == "" || unsure {
		if c.Req.Kind == chat.Submit {
			return chat.Reply{}, sales.No("form.missing").At("target")
		}
		title, err := c.Desk.Cards.GoalTitle(c.Read, c.Words, g)
		fields := proposeInputs(c)[1:]
		fields[0].Initial, fields[1].Initial = number, note
		return call.Form(c, "goal propose", g.ID, g.ID, title, fields...), err
	}
	o, err := options(c, g.Scope)
	if err != nil {
		return chat.Reply{}, err
	}
	o.Currency = g.Currency
	n, err := numberFor(g, number, o)
	if err != nil {
		return chat.Reply{}, sales.At("target", err)
	}
	if len(note) > phrase.MaxText {
		return chat.Reply{}, sales.No("text.too_long", "Max", phrase.MaxText).At("reason")
	}
	was := g.Target
	if g, err = g.Propose(kpi.To(n), note, c.Me.ID, c.Req.At.UTC()); err != nil {
		return chat.Reply{}, err
	}
	if far := farOff(c, g, &was, &g.Agreement.Proposed); far != "" && c.Req.Value != sure {
		return askSure(c, "goal propose", g, number+" "+note, far)
	}
	return keepAnswer(c, g)
}

// answer takes the number that the person of a goal proposes, or keeps the first one.
func answer(take bool) call.Handler {
	return func(c *call.Call) (chat.Reply, error) {
		g, _, err := goalArg(c)
		if err != nil {
			return chat.Reply{}, err
		}
		if err := toSet(c, g); err != nil {
			return chat.Reply{}, err
		}
		if g, err = g.Answer(take, c.Me.ID, c.Req.At.UTC()); err != nil {
			return chat.Reply{}, err
		}
		return keepAnswer(c, g)
	}
}

// keepAnswer stores what was said to a goal and tells the other side.
func keepAnswer(c *call.Call, g goal.Goal) (chat.Reply, error) {
	if err := g.Answerable(c.Today); err != nil {
		return chat.Reply{}, err
	}
	if _, err := c.Desk.KeepGoals(c.Tx, g); err != nil {
		return chat.Reply{}, err
	}
	title, err := c.Desk.Cards.GoalTitle(c.Read, c.Words, g)
	if err != nil {
		return chat.Reply{}, err
	}
	line, err := c.Desk.Cards.GoalAgreed(c.Read, c.Words, g)
	if err != nil {
		return chat.Reply{}, err
	}
	text := chat.Join("\n", chat.Bold(title), line)
	if g.Parent != "" && g.Agreement.State == goal.Accepted && g.Agreement.Proposed.Set {
		family, err := parentLines(c, g)
		if err != nil {
			return chat.Reply{}, err
		}
		text = chat.Join("\n", append([]chat.Safe{text}, family...)...)
	}
	return c.Done(text, chat.Button{Label: c.Words.Plain("goal.show"), Action: "goal", Value: g.ID}), nil
}
