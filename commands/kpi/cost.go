package kpi

import (
	"regexp"
	"slices"
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/sales/goal"
	"dealdesk/sales/kpi"
	"dealdesk/store"
)

// wholeCompany stands for the company where a team is chosen.
const wholeCompany = "company"

var (
	noCost   = regexp.MustCompile(`(?i)^(?:none|off|clear|remove|delete|0|无|没有|取消|删除|清除|零)$`)
	forTeam  = regexp.MustCompile(`(?i)^(?:(?:of|for|by)\s+(?:the\s+)?|团队|的|由)|\s*团队$`)
	costFill = regexp.MustCompile(`(?i)^(?:(?:on|in|for|of|was|were|is|spent|cost|costs)\b|花了|花费|成本|是|为|[:：=,，\s])+|[,，\s]+$`)
)

// enterCost enters what was spent in a month to win customers of a source, or corrects it: "2026-09 referral 12k".
func enterCost(c *call.Call) (chat.Reply, error) {
	teams, err := spenders(c)
	if err != nil {
		return chat.Reply{}, err
	}
	var given kpi.Cost
	var amount, team string
	if c.Req.Kind == chat.Submit {
		f := c.Req.Fields
		given.Source, amount, team = f["source"], strings.TrimSpace(f["amount"]), f["team"]
		if given.Month, _, err = cutMonth(c, f["month"]); err != nil {
			return chat.Reply{}, sales.At("month", err)
		}
		if !slices.Contains(c.Desk.Cards.Company.Sources, given.Source) {
			return chat.Reply{}, sales.No("cost.no_source").At("source")
		}
	} else {
		if strings.TrimSpace(c.Req.Args) == "" {
			if err := call.Unsaid(c); err != nil {
				return chat.Reply{}, err
			}
			return chat.Reply{}, sales.No("cost.not_understood", "Text", c.Req.Args, "Example", exampleMonth(c))
		}
		if given, amount, team, err = readCost(c, c.Req.Args); err != nil {
			return chat.Reply{}, err
		}
	}
	if given.Team, err = spentBy(c, teams, team); err != nil {
		return chat.Reply{}, sales.At("team", err)
	}
	spender, _, err := store.Teams.Get(c.Read, given.Team)
	if err != nil {
		return chat.Reply{}, err
	}
	own := c.Desk.Cards.Company.CurrencyOf(sales.Deal{}, spender)
	if noCost.MatchString(amount) {
		return dropCosts(c, given)
	}
	if given.Amount, err = phrase.Money(amount, own); err != nil {
		return chat.Reply{}, sales.At("amount", err)
	}
	given.By, given.At = c.Me.ID, c.Req.At.UTC()
	if given, err = given.Entered(c.Today); err != nil {
		return chat.Reply{}, err
	}
	return keepCost(c, given)
}

// keepCost stores a cost and says what stood there before.
func keepCost(c *call.Call, given kpi.Cost) (chat.Reply, error) {
	was, corrected, err := store.Costs.Get(c.Tx, given.ID)
	if err != nil {
		return chat.Reply{}, err
	}
	what, err := costOf(c, given)
	if err != nil {
		return chat.Reply{}, err
	}
	if corrected && was.Amount == given.Amount {
		return chat.Reply{}, sales.No("cost.same", "What", what, "Amount", was.Amount)
	}
	if err := store.Costs.Put(c.Tx, given); err != nil {
		return chat.Reply{}, err
	}
	text := c.Words.Say("cost.kept", "What", what, "Amount", given.Amount)
	if corrected {
		text = c.Words.Say("cost.corrected", "What", what, "Amount", given.Amount, "Was", was.Amount)
	}
	others, err := besides(c, given)
	if err != nil {
		return chat.Reply{}, err
	}
	if len(others) > 0 { // in another currency, which may be a slip
		text = chat.Join("\n", text, c.Words.Say("cost.beside", "Amounts", cards.Totals(c.Words, kpi.Costs(others))))
	}
	return c.Done(text, chat.Button{Label: c.Words.Plain("cost.list_button"), Action: "cost list"}), nil
}

// dropCosts takes away what was entered for a month, source and team.
func dropCosts(c *call.Call, given kpi.Cost) (chat.Reply, error) {
	all, err := besides(c, given)
	if err != nil {
		return chat.Reply{}, err
	}
	what, err := costOf(c, given)
	if err != nil {
		return chat.Reply{}, err
	}
	if len(all) == 0 {
		return chat.Reply{}, sales.No("cost.none", "What", what)
	}
	for _, cost := range all {
		if err := store.Costs.Delete(c.Tx, cost.ID); err != nil {
			return chat.Reply{}, err
		}
	}
	return c.Done(c.Words.Say("cost.dropped", "What", what, "Was", cards.Totals(c.Words, kpi.Costs(all)))), nil
}

// besides are the costs of the same month, source and team in other currencies than one has; one without an amount
// has none.
func besides(c *call.Call, of kpi.Cost) (all []kpi.Cost, err error) {
	for cost, err := range store.CostsBeside(c.Read, of) {
		if err != nil {
			return nil, err
		}
		if cost.Amount.Currency != of.Amount.Currency {
			all = append(all, cost)
		}
	}
	return all, nil
}

// costOf names a cost: "Sep 2026 · Customer referral · East".
func costOf(c *call.Call, cost kpi.Cost) (chat.Safe, error) {
	return c.Desk.Cards.CostTitle(c.Read, c.Words, cost)
}

func monthName(c *call.Call, month string) string {
	return cards.CostMonth(c.Words, month)
}

func exampleMonth(c *call.Call) string { return string(c.Today[:len("2006-01")]) }

// spenders are the teams for which the person may enter costs; "" stands for the company.
func spenders(c *call.Call) (ids []string, err error) {
	all, err := c.MyTeams()
	if err != nil {
		return nil, err
	}
	for _, t := range all {
		if sales.May(c.Me, sales.EnterCost, sales.Record{Team: t}) {
			ids = append(ids, t.ID)
		}
	}
	if sales.May(c.Me, sales.EnterCost, sales.Record{}) {
		ids = append(ids, "")
	}
	if len(ids) == 0 {
		return nil, sales.No("cost.not_allowed")
	}
	return ids, nil
}

// spentBy is the team that a cost is of: the one that is named, else the only one there is.
func spentBy(c *call.Call, ids []string, named string) (string, error) {
	named = strings.TrimSpace(forTeam.ReplaceAllString(strings.TrimSpace(named), ""))
	known := slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return id == "" })
	switch {
	case named == "" && len(known) == 1:
		return known[0], nil
	case named == "" && len(known) == 0:
		return "", nil
	case named == "":
		return "", whichTeam(c, known)
	case named == wholeCompany || strings.Contains(firm, "|"+strings.ToLower(named)+"|"):
		if !slices.Contains(ids, "") {
			return "", sales.No("cost.not_company")
		}
		return "", nil
	}
	found, err := c.TeamsNamed(named)
	if err != nil {
		return "", err
	}
	if !slices.Contains(ids, found[0].ID) {
		return "", sales.No("cost.not_allowed")
	}
	return found[0].ID, nil
}

func whichTeam(c *call.Call, ids []string) error {
	var names []chat.Safe
	for _, id := range ids {
		name, err := c.Desk.Cards.GoalScope(c.Read, c.Words, goal.Scope{Kind: goal.OfTeam, ID: id})
		if err != nil {
			return err
		}
		names = append(names, chat.EscapeLine(name))
	}
	return sales.No("cost.which_team", "Teams", c.Words.List(names, true), "First", names[0])
}

// readCost reads a month, a source, an amount and perhaps a team, the first two in any order.
func readCost(c *call.Call, line string) (given kpi.Cost, amount, team string, err error) {
	text := strings.TrimSpace(sales.Simplified(line))
	if given.Month, text, err = cutMonth(c, text); err != nil {
		return given, "", "", err
	}
	text = cutLongest(text, func(part string) bool {
		code := call.SourceNamed(c, part)
		if code != "" {
			given.Source = code
		}
		return code != ""
	})
	text = costFill.ReplaceAllString(text, "")
	if given.Source == "" {
		word, _ := phrase.CutWord(text)
		problem := call.UnknownSource(c, word)
		return given, "", "", problem
	}
	words := phrase.Words(text)
	for n := min(len(words), mostParts); n > 0; n-- {
		head := text[:words[n-1].End]
		if _, err := phrase.Money(head, c.Desk.Cards.Company.Currency); err == nil || noCost.MatchString(head) {
			return given, head, strings.TrimSpace(text[words[n-1].End:]), nil
		}
	}
	if len(words) == 0 {
		return given, "", "", sales.No("cost.no_amount").At("amount")
	}
	return given, "", "", sales.No("cost.not_understood", "Text", line, "Example", exampleMonth(c))
}

// cutMonth takes a month out of a line.
func cutMonth(c *call.Call, text string) (month, rest string, err error) {
	rest = cutLongest(text, func(part string) bool {
		from, to, err := phrase.Span(call.Days(c, part), c.Req.At)
		if err != nil || (calendar.Span{From: from, To: to}) != goal.MonthsFrom(from, 1) { // "2000" is no month
			return false
		}
		month = string(from[:len("2006-01")])
		return true
	})
	if month == "" {
		return "", rest, sales.No("cost.no_month", "Example", exampleMonth(c))
	}
	return month, rest, nil
}

// costInputs are the fields of the form.
func costInputs(c *call.Call) []chat.Input {
	all := []chat.Input{{ID: "month", Kind: chat.Line, Initial: exampleMonth(c)}, call.SourceInput(c, ""), {ID: "amount", Kind: chat.Line}}
	ids, err := spenders(c)
	if err != nil || len(ids) < 2 {
		return all
	}
	team := chat.Input{ID: "team", Kind: chat.Select}
	for _, id := range ids {
		name := c.Words.Plain("goal.company")
		if id != "" {
			if name, err = c.Desk.Cards.GoalScope(c.Read, c.Words, goal.Scope{Kind: goal.OfTeam, ID: id}); err != nil {
				name = id
			}
		}
		value := id
		if value == "" {
			value = wholeCompany
		}
		team.Options = append(team.Options, chat.Option{Label: name, Value: value})
	}
	return append(all, team)
}

// shownCosts is how many months a list shows if nobody says which.
const shownCosts = 12

// listCosts lists what was spent, the latest month first, as far as the person may enter it.
func listCosts(c *call.Call) (chat.Reply, error) {
	ids, err := spenders(c)
	if err != nil {
		return chat.Reply{}, err
	}
	days := calendar.Span{From: (c.Today[:len("2006-01-")] + "01").AddMonths(1 - shownCosts), To: c.Today}
	if text := strings.TrimSpace(sales.Simplified(c.Req.Args)); text != "" {
		rest, asked, err := cutDays(c, text)
		if err != nil {
			return chat.Reply{}, err
		}
		if asked == (calendar.Span{}) || strings.Trim(rest, " 的") != "" {
			return chat.Reply{}, sales.No("cost.list_not_understood", "Text", c.Req.Args)
		}
		days = asked
	}
	all, err := store.CostsIn(c.Read, days)
	if err != nil {
		return chat.Reply{}, err
	}
	all = slices.DeleteFunc(all, func(cost kpi.Cost) bool { return !slices.Contains(ids, cost.Team) })
	if len(all) == 0 {
		text := c.Words.Say("cost.list_none", "Example", exampleMonth(c))
		return chat.Say(text, chat.Para(text)), nil
	}
	head := c.Words.Say("cost.list", "From", monthName(c, all[0].Month), "To", monthName(c, all[len(all)-1].Month),
		"Sum", cards.Totals(c.Words, kpi.Costs(all)))
	if all[0].Month == all[len(all)-1].Month {
		head = c.Words.Say("cost.list_month", "Month", monthName(c, all[0].Month), "Sum", cards.Totals(c.Words, kpi.Costs(all)))
	}
	slices.Reverse(all)
	lines, err := costLines(c, all)
	if err != nil {
		return chat.Reply{}, err
	}
	text := chat.Join("\n", append([]chat.Safe{head}, lines...)...)
	return chat.Say(text, chat.Para(text)), nil
}

// mostCosts is how many costs a message lists.
const mostCosts = 40

// costLines are a line for each cost.
func costLines(c *call.Call, all []kpi.Cost) (lines []chat.Safe, err error) {
	for _, cost := range all[:min(len(all), mostCosts)] {
		what, err := costOf(c, cost)
		if err != nil {
			return nil, err
		}
		by, err := cards.PersonName(c.Read, cost.By)
		if err != nil {
			return nil, err
		}
		lines = append(lines, c.Words.Say("cost.line", "What", what, "Amount", cost.Amount, "By", by, "On", calendar.DateOf(cost.At.In(c.Zone))))
	}
	if more := len(all) - mostCosts; more > 0 {
		lines = append(lines, c.Words.Say("deal.list_more", "Count", more))
	}
	return lines, nil
}
