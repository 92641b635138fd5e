package goal

import (
	"regexp"
	"slices"
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase/goals"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/sales/goal"
	"dealdesk/sales/kpi"
	"dealdesk/store"
)

// The words of a split, in both languages.
var (
	intoWords = []struct {
		into goal.Into
		re   *regexp.Regexp
	}{
		{goal.Weeks, regexp.MustCompile(`(?i)\b(?:by |into )?weeks?\b|\bweekly\b|按?周|每周|按星期`)},
		{goal.Months, regexp.MustCompile(`(?i)\b(?:by |into )?months?\b|\bmonthly\b|按?月度?|每月`)},
		{goal.Quarters, regexp.MustCompile(`(?i)\b(?:by |into )?quarters?\b|\bquarterly\b|按?季度?|每季度`)},
		{goal.Teams, regexp.MustCompile(`(?i)\b(?:by |into )?teams?\b|按?团队|按区域|按部门`)},
		{goal.People, regexp.MustCompile(`(?i)\b(?:by |into )?(?:person|people|reps?|members?)\b|按?个人|按人员?|按销售代表|按成员`)},
	}
	seasonWords = regexp.MustCompile(`(?i)\b(?:by |like |as )?(?:season|last year)\b|按?去年同期|按?去年|按?季节性?`)
	dayWords    = regexp.MustCompile(`(?i)\bby (?:working days|workdays|calendar)\b|按?工作日`)
	handWords   = regexp.MustCompile(`(?i)\bby hand\b:?|\bmanually\b:?|手动[:：]?|手工[:：]?|自定[:：]?`)
)

func splitInputs(c *call.Call) []chat.Input {
	return append([]chat.Input{goalInput(c)}, splitFields(c, goal.ByWorkdays, "")...)
}

// splitFields are filled with what a line said of them.
func splitFields(c *call.Call, asked goal.Way, hand string) []chat.Input {
	into := chat.Input{ID: "into", Kind: chat.Select}
	for _, i := range []goal.Into{goal.Quarters, goal.Months, goal.Weeks, goal.Teams, goal.People} {
		into.Options = append(into.Options, chat.Option{Label: c.Words.Plain("goal_into." + string(i)), Value: string(i)})
	}
	way := chat.Input{ID: "way", Kind: chat.Radio, Initial: string(asked)}
	for _, w := range []goal.Way{goal.ByWorkdays, goal.BySeason, goal.ByHand} {
		way.Options = append(way.Options, chat.Option{Label: c.Words.Plain("goal_way." + string(w)), Value: string(w)})
	}
	return []chat.Input{into, way, {ID: "hand", Kind: chat.Line, Optional: true, Initial: hand, Placeholder: c.Words.Plain("goal_hint.hand")}}
}

// split breaks a goal down into periods, teams or people. The parts add up to it exactly.
func split(c *call.Call) (chat.Reply, error) {
	g, rest, err := goalArg(c)
	if err != nil {
		return chat.Reply{}, c.Whole(err)
	}
	if err := toSet(c, g); err != nil {
		return chat.Reply{}, err
	}
	into, way, hand := readSplit(c, g, rest)
	if c.Req.Kind != chat.Submit && hand == "" { // those who are named say what the parts are
		of, numbers, err := sharesOf(c, g, rest)
		if err != nil {
			return chat.Reply{}, err
		}
		if numbers != "" {
			into, way, hand = of, goal.ByHand, numbers
		}
	}
	if into == "" {
		if c.Req.Kind == chat.Submit {
			return chat.Reply{}, sales.No("form.missing").At("into")
		}
		title, err := c.Desk.Cards.GoalTitle(c.Read, c.Words, g)
		return call.Form(c, "goal split", g.ID, g.ID, title, splitFields(c, way, hand)...), err
	}
	parts, left, err := partsBy(c, g, into, way, hand)
	if err != nil {
		return chat.Reply{}, err
	}
	if off := sumFarOff(c, g, parts); off != "" && way == goal.ByHand && c.Req.Value != sure && c.Req.Kind != chat.Submit {
		return askSure(c, "goal split", g, rest, off)
	}
	text, err := keepParts(c, g, into, parts, way, left)
	if err != nil {
		return chat.Reply{}, err
	}
	return c.Done(text, chat.Button{Label: c.Words.Plain("goal.tree"), Action: "goal tree", Value: g.ID}), nil
}

// partsBy are the parts of a goal, and what is to be said of those who get none.
func partsBy(c *call.Call, g goal.Goal, into goal.Into, way goal.Way, hand string) (parts goal.Parts, left chat.Safe, err error) {
	if children, err := cards.GoalParts(c.Read, g.ID); err != nil {
		return parts, "", err
	} else if len(children) > 0 {
		return parts, "", sales.No("goal.split_already", "ID", g.ID).At("into")
	}
	slots, err := c.Desk.Cards.GoalSlots(c.Read, g, into, way, c.Today)
	if err == nil && len(slots) == 0 {
		err = sales.No("goal.split_nothing", "ID", g.ID)
		if others, e := c.Desk.Cards.OtherCurrency(c.Read, g); into == goal.Teams && e == nil && len(others) > 0 {
			err = sales.No("goal.split_currency", "ID", g.ID, "Currency", g.Currency)
		}
	}
	if err != nil {
		return parts, "", sales.At("into", err)
	}
	var out []goal.Slot
	if way == goal.ByHand {
		if err := readHand(c, g, slots, hand); err != nil {
			return parts, "", sales.At("hand", err)
		}
		out = slices.Clone(slots)
		slots = slices.DeleteFunc(slots, func(s goal.Slot) bool { return !s.Hand.Set })
		out = slices.DeleteFunc(out, func(s goal.Slot) bool { return s.Hand.Set })
	}
	if parts, err = g.Parts(way, slots); err != nil {
		return parts, "", fieldOf(err)
	}
	if len(parts.Goals) < 2 && way != goal.ByHand {
		return parts, "", sales.No("goal.split_single", "ID", g.ID).At("into")
	}
	for _, part := range parts.Goals {
		if err := alone(c, part); err != nil {
			return parts, "", sales.At("into", err)
		}
	}
	over := slices.ContainsFunc(slots, func(s goal.Slot) bool { return s.Over.Set })
	left, err = leftOut(c, g, into, out)
	if err == nil && over && g.Definition().Shape == kpi.Sum {
		left = chat.Join("\n", c.Words.Say("goal.split_over"), left)
	}
	return parts, left, err
}

// leftOut names whoever gets no part: those without a number by hand, and the teams that sell in another currency.
func leftOut(c *call.Call, g goal.Goal, into goal.Into, out []goal.Slot) (text chat.Safe, err error) {
	var names []chat.Safe
	for _, s := range out {
		name, err := partName(c, g, g.Part(s))
		if err != nil {
			return "", err
		}
		names = append(names, name)
	}
	if len(names) > 0 {
		text = c.Words.Say("goal.left_out", "Who", c.Words.List(names, false))
	}
	if into != goal.Teams {
		return text, nil
	}
	others, err := c.Desk.Cards.OtherCurrency(c.Read, g)
	names = nil
	for _, t := range others {
		names = append(names, chat.EscapeLine(t.Name))
	}
	if len(names) > 0 {
		text = chat.Join("\n", text, c.Words.Say("goal.left_currency", "Who", c.Words.List(names, false), "Currency", g.Currency))
	}
	return text, err
}

// readSplit reads into what, how, and the numbers by hand.
func readSplit(c *call.Call, g goal.Goal, rest string) (into goal.Into, way goal.Way, hand string) {
	if c.Req.Kind == chat.Submit {
		into, way, hand = goal.Into(c.Req.Fields["into"]), goal.Way(c.Req.Fields["way"]), strings.TrimSpace(c.Req.Fields["hand"])
		if hand != "" {
			way = goal.ByHand
		}
		return into, way, hand
	}
	way = goal.ByWorkdays
	if at := handWords.FindStringIndex(rest); at != nil {
		way, hand, rest = goal.ByHand, strings.TrimLeft(rest[at[1]:], " :："), rest[:at[0]]
	}
	if seasonWords.MatchString(rest) {
		way, rest = goal.BySeason, seasonWords.ReplaceAllString(rest, " ")
	}
	rest = dayWords.ReplaceAllString(rest, " ")
	for _, w := range intoWords {
		if w.re.MatchString(rest) {
			return w.into, way, hand
		}
	}
	if hand != "" { // the names say what the parts are
		for _, w := range intoWords[3:] {
			if slots, err := c.Desk.Cards.GoalSlots(c.Read, g, w.into, goal.ByHand, c.Today); err == nil && len(slots) > 0 {
				if slices.ContainsFunc(slots, func(s goal.Slot) bool {
					name, err := c.Desk.Cards.GoalScope(c.Read, c.Words, s.Scope)
					return err == nil && (strings.Contains(sales.Fold(hand), sales.Fold(name)) || strings.Contains(hand, "<@"+s.Scope.ID+">"))
				}) {
					return w.into, way, hand
				}
			}
		}
	}
	return "", way, hand
}

// byHand is one number of a split by hand, behind the name it is for.
var byHand = regexp.MustCompile(`[,，、;；]+`)

// readHand reads "East 300, West 200" into the slots with these names.
func readHand(c *call.Call, g goal.Goal, slots []goal.Slot, hand string) error {
	o, err := options(c, g.Scope)
	if err != nil {
		return err
	}
	o.Currency = g.Currency
	switch {
	case hand == "":
		return sales.No("goal.hand_missing")
	case g.Definition().Shape != kpi.Sum:
		return sales.No("goal.hand_rate", "ID", g.ID)
	}
	for _, piece := range byHand.Split(hand, -1) {
		piece = strings.TrimSpace(piece)
		if piece == "" {
			continue
		}
		at, number, err := slotNamed(c, slots, piece, o)
		if err != nil {
			return err
		}
		n, err := numberFor(g, number, o)
		if err != nil {
			return err
		}
		slots[at].Hand = kpi.To(n)
	}
	return nil
}

// slotNamed finds the slot at the front of a text, and what stands behind its name.
func slotNamed(c *call.Call, slots []goal.Slot, piece string, o goals.Options) (at int, rest string, err error) {
	longest := 0
	for i, s := range slots {
		name, err := c.Desk.Cards.GoalScope(c.Read, c.Words, s.Scope)
		if err != nil {
			return 0, "", err
		}
		for _, n := range []string{name, s.Scope.ID, "<@" + s.Scope.ID + ">"} {
			if len(n) > longest && len(piece) > len(n) && sales.SameSpelling(piece[:len(n)], n) {
				at, longest = i, len(n)
			}
		}
	}
	byScope := len(slots) == 1 || slices.ContainsFunc(slots, func(s goal.Slot) bool { return s.Scope != slots[0].Scope })
	if byScope && longest > 0 {
		return at, strings.TrimLeft(piece[longest:], " :：="), nil
	}
	for end := len(piece) - 1; end > 0; end-- {
		if piece[end]&0xC0 == 0x80 { // within a rune
			continue
		}
		span, err := goals.Period(strings.TrimSpace(piece[:end]), o)
		if err != nil {
			continue
		}
		for i, s := range slots {
			if span.From <= s.Period.From && s.Period.To <= span.To || s.Period.From <= span.From && span.To <= s.Period.To {
				return i, strings.TrimLeft(piece[end:], " :：="), nil
			}
		}
	}
	return 0, "", sales.No("goal.hand_unknown", "Text", piece)
}

// keepParts stores the parts and says how they add up.
func keepParts(c *call.Call, g goal.Goal, into goal.Into, parts goal.Parts, asked goal.Way, left chat.Safe) (text chat.Safe, err error) {
	g.Split = goal.Split{Into: into, Way: parts.Way}
	if err := store.Goals.Put(c.Tx, g); err != nil {
		return "", err
	}
	call.GoalShown(c, g.ID)
	title, err := c.Desk.Cards.GoalTitle(c.Read, c.Words, g)
	if err != nil {
		return "", err
	}
	text = c.Words.Say("goal.split_done", "Goal", title, "Into", c.Words.Plain("goal_into."+string(into)),
		"Way", c.Words.Plain("goal_way."+string(parts.Way)))
	if asked == goal.BySeason && parts.Way != asked {
		text = chat.Join("\n", text, c.Words.Say("goal.no_season"))
	}
	silent := 0
	for i, part := range parts.Goals {
		part.By = c.Me.ID
		if part.Scope != g.Scope {
			part = part.Asks()
		}
		if part.Agreement.State == goal.Asked {
			silent++
		}
		kept, err := c.Desk.KeepGoals(c.Tx, part)
		if err != nil {
			return "", err
		}
		part = kept[0]
		if i < shownParts {
			name, err := partName(c, g, part)
			if err != nil {
				return "", err
			}
			text = chat.Join("\n", text, c.Words.Say("goal.part", "ID", part.ID, "Name", name,
				"Target", cards.GoalLevel(c.Words, part, part.Target.N)))
		}
	}
	if more := len(parts.Goals) - shownParts; more > 0 {
		text = chat.Join("\n", text, c.Words.Say("goal.more", "Count", more))
	}
	text = chat.Join("\n", text, sumLine(c, g, parts))
	text = chat.Join("\n", text, left)
	if silent > 0 {
		text = chat.Join("\n", text, c.Words.Say("goal.all_asked", "Count", silent))
	}
	return text, nil
}

// shownParts is how many parts the answer to a split names.
const shownParts = 14

func partName(c *call.Call, g, part goal.Goal) (chat.Safe, error) {
	if part.Scope == g.Scope {
		return chat.EscapeLine(cards.GoalPeriod(c.Words, part.Period)), nil
	}
	name, err := c.Desk.Cards.GoalScope(c.Read, c.Words, part.Scope)
	return chat.EscapeLine(name), err
}

// share shares what is still missing of a goal anew among its parts: somebody joined, left or is on leave.
func share(c *call.Call) (chat.Reply, error) {
	g, _, err := goalArg(c)
	if err != nil {
		return chat.Reply{}, err
	}
	if err := toSet(c, g); err != nil {
		return chat.Reply{}, err
	}
	children, err := c.Desk.Cards.GoalChildren(c.Read, g, c.Req.At)
	if err != nil {
		return chat.Reply{}, err
	}
	if len(children) == 0 {
		return chat.Reply{}, sales.No("goal.no_parts", "ID", g.ID)
	}
	changes, err := g.Rebalance(children, c.Today)
	if err != nil {
		return chat.Reply{}, err
	}
	if len(changes) == 0 {
		return chat.Reply{}, sales.No("goal.share_same", "ID", g.ID)
	}
	title, err := c.Desk.Cards.GoalTitle(c.Read, c.Words, g)
	if err != nil {
		return chat.Reply{}, err
	}
	text := c.Words.Say("goal.shared", "Goal", title)
	for _, ch := range changes {
		part := ch.Is
		if err := alone(c, part); part.ID == "" && err != nil {
			return chat.Reply{}, err
		}
		if part.Scope.Kind == goal.OfPerson && part.Scope != g.Scope {
			part = part.Asks()
		}
		kept, err := c.Desk.KeepGoals(c.Tx, part)
		if err != nil {
			return chat.Reply{}, err
		}
		part = kept[0]
		name, err := partName(c, g, part)
		if err != nil {
			return chat.Reply{}, err
		}
		was := c.Words.Plain("common.none")
		if ch.Was.ID != "" {
			was = cards.GoalLevel(c.Words, part, ch.Was.Target.N)
		}
		text = chat.Join("\n", text, c.Words.Say("goal.share_line", "ID", part.ID, "Name", name, "Was", was,
			"Is", cards.GoalLevel(c.Words, part, part.Target.N)))
	}
	return c.Done(text, chat.Button{Label: c.Words.Plain("goal.tree"), Action: "goal tree", Value: g.ID}), nil
}
