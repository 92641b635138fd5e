package deal

import (
	"slices"
	"strings"
	"unicode/utf8"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/desk/cards"
	"dealdesk/sales"
)

// Some lines mean a change, but read literally they would only show the deal or move it elsewhere.

// verbMeant is the verb that a word names or misspells, "" if there is none.
func verbMeant(c *call.Call, word string) string {
	word = sales.Fold(word)
	best, meant := 3, ""
	for _, v := range Feature().Verbs {
		if !v.Help || v.Name == "deal" {
			continue
		}
		for _, name := range append(c.Desk.Cards.Lang.Names(v.Name), v.Name) {
			fields := strings.Fields(name)
			last := fields[len(fields)-1]
			if off := phrase.Distance(word, last); off < best && 2*off < utf8.RuneCountInString(word) {
				best, meant = off, v.Name
			}
		}
	}
	return meant
}

// verbFirst refuses a line such as "advnace D-57", in which an unknown word stands before the deal.
func verbFirst(c *call.Call) error {
	first, behind := phrase.CutWord(strings.TrimSpace(c.Req.Args))
	second, rest := phrase.CutWord(behind)
	id, ok := phrase.ID(second)
	if !ok || sales.KindOf(id) != sales.KindDeal || !c.Req.Kind.Typed() || c.Req.Value != "" {
		return nil
	}
	if of, isID := phrase.ID(first); isID && sales.KindOf(of) != "" {
		return nil
	}
	if index, err := c.AccountNames(); err != nil || index.Known(first) > 0 {
		return err
	}
	if verb := verbMeant(c, first); verb != "" {
		return sales.No("deal.verb_meant", "Given", first, "Line", lineOf(c, verb, id, rest))
	}
	return sales.No("deal.verb_unknown", "Given", first, "ID", id)
}

// lineOf is a command as it can be typed.
func lineOf(c *call.Call, verb, id, rest string) string {
	return strings.TrimSpace(strings.Join([]string{"/deal", strings.TrimPrefix(c.Words.Verb(verb), "deal "), id, rest}, " "))
}

// notDone says that what was typed behind a deal was not done, because it was only shown.
func notDone(c *call.Call, d sales.Deal, rest string) chat.Safe {
	first, behind := phrase.CutWord(rest)
	if verb := verbMeant(c, first); verb != "" {
		return c.Words.Say("deal.only_shown_meant", "ID", d.ID, "Line", lineOf(c, verb, d.ID, behind))
	}
	return c.Words.Say("deal.only_shown", "ID", d.ID, "Text", rest)
}

// stage moves a deal to the stage that is named, if that is the next one; without a name it shows the deal.
func stage(c *call.Call) (chat.Reply, error) {
	d, typed, err := dealToEdit(c, "stage")
	if err != nil {
		return chat.Reply{}, err
	}
	if typed == "" {
		return show(c)
	}
	line, _ := c.Desk.Cards.Company.Pipeline(d.Pipeline)
	to, _ := cutTo(typed)
	if c.Req.Kind == chat.Submit {
		chosen, has := line.Stage(to)
		if next, _ := line.Next(d.Stage); has && next.ID != to {
			return chat.Reply{}, notNext(c, line, d, chosen)
		} else if has {
			return advanceDeal(c, d, strings.TrimSpace(c.Req.Fields["reason"]))
		}
	}
	if _, _, said := stageSaid(c, line, "to "+to); !said {
		var names []chat.Safe
		for _, s := range line.Stages {
			names = append(names, chat.Escape(cards.StageName(c.Words, s)))
		}
		return chat.Reply{}, sales.No("deal.no_stage", "ID", d.ID, "Given", to, "Stages", c.Words.List(names, false)).At("stage")
	}
	return advanceDeal(c, d, "to "+to)
}

// stageBehind reports whether a text ends with a stage to go to, behind other words: those may be the
// rest of another name, "Logistics to proposal", and no reason.
func stageBehind(c *call.Call, line sales.Pipeline, text string) bool {
	words := phrase.Words(text)
	for i := 1; i < len(words); i++ {
		behind := text[words[i].Start:]
		if _, announced := cutTo(behind); !announced {
			continue
		}
		if _, rest, ok := stageSaid(c, line, behind); ok && rest == "" {
			return true
		}
	}
	return false
}

// cutTo takes the word off that announces where something goes.
func cutTo(text string) (to string, announced bool) {
	to = strings.TrimSpace(text)
	if first, behind := phrase.CutWord(to); slices.Contains([]string{"to", "into"}, strings.ToLower(first)) {
		return behind, true
	}
	for _, mark := range []string{"到", "至", "进入"} {
		if strings.HasPrefix(sales.Simplified(to), mark) {
			return strings.TrimSpace(to[len(mark):]), true
		}
	}
	return to, false
}

// stageSaid is the stage that a text names behind "to" or 到, or alone.
func stageSaid(c *call.Call, line sales.Pipeline, text string) (said sales.Stage, rest string, ok bool) {
	to, announced := cutTo(text)
	for end := len(to); end > 0; end = strings.LastIndexAny(to[:end], " \u3000,，") {
		name := strings.TrimSuffix(sales.Simplified(strings.TrimSpace(to[:end])), "阶段")
		for _, s := range line.Stages {
			label := cards.StageName(c.Words, s)
			part := announced && name >= "\u4e00" && utf8.RuneCountInString(name) > 1 && strings.Contains(label, name) // 到谈判: 商务谈判
			if part || s.ID == name || sales.SameSpelling(label, name) || c.OneOf("stage.", []string{s.ID}, name) != "" {
				rest = strings.TrimLeft(to[end:], " \u3000,，")
				return s, rest, announced || rest == ""
			}
		}
	}
	return said, text, false
}
