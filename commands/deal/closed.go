package deal

import (
	"cmp"
	"slices"
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// closedFilters are the lists that may name a period: won, lost, or all deals.
var closedFilters = [...]string{"won", "lost", "all"}

// lostTo begins the name of the competitor who won.
const lostTo = "to "

// listClosed lists what was won or lost, or everything, of a period, and of
// somebody: "won this month Bob". ok
// is false if the text names another list.
func listClosed(c *call.Call, asked string) (reply chat.Reply, ok bool, err error) {
	name, when := cutFilter(c, asked)
	if name == "" {
		return reply, false, nil
	}
	in, of, err := periodIn(c, when)
	if err != nil {
		return reply, true, err
	}
	fits, err := closedDeals(c, name, in)
	if err != nil {
		return reply, true, err
	}
	head := c.Words.Say("deal_filter." + name)
	if of != "" {
		keep, whose, err := closedOf(c, of)
		if err != nil {
			return reply, true, err
		}
		head, fits = chat.Join(" · ", head, whose), slices.DeleteFunc(fits, func(d sales.Deal) bool { return !keep(d) })
	}
	switch in.From {
	case "":
	case in.To:
		head = c.Words.Say("deal.list_day", "Filter", head, "Day", c.Words.Day(string(in.From)))
	default:
		head = c.Words.Say("deal.list_period", "Filter", head, "From", c.Words.Day(string(in.From)), "To", c.Words.Day(string(in.To)))
	}
	if len(fits) == 0 {
		return chat.Say(c.Words.Say("deal.list_none", "Filter", head)), true, nil
	}
	sum := sales.Totals{}
	for _, d := range fits {
		sum.Add(d.Net())
	}
	text := c.Words.Say("deal.list_sum", "Filter", head, "Count", len(fits), "Total", cards.Totals(c.Words, sum))
	if because, to := sales.WhyLost(fits); name == "lost" {
		text = chat.Join("\n", text, c.Desk.Cards.WhyLost(c.Words, because, to))
	}
	for _, d := range fits[:min(len(fits), call.ListLimit)] {
		line, err := c.Desk.Cards.TeamDealLine(c.Read, c.Words, d)
		if err != nil {
			return reply, true, err
		}
		text = chat.Join("\n", text, line)
	}
	if more := len(fits) - call.ListLimit; more > 0 {
		text = chat.Join("\n", text, c.Words.Say("deal.list_more_closed", "Count", more))
	}
	return chat.Say(text, chat.Para(text)), true, nil
}

// periodIn parts "[period] [whose]", in either order. Without a period it is empty.
func periodIn(c *call.Call, text string) (in calendar.Span, of string, err error) {
	words := phrase.Words(text)
	for n := len(words); n > 0; n-- {
		first := len(words) - n
		for _, try := range [...][2]string{{text[:words[n-1].End], text[words[n-1].End:]}, {text[words[first].Start:],
			text[:words[first].Start]}} {
			in.From, in.To, err = phrase.Span(call.Days(c, try[0]), c.Req.At)
			if err == nil {
				return in, strings.TrimSpace(try[1]), nil
			}
			if problem, _ := sales.AsProblem(err); n == len(words) && problem.Code != "span.not_understood" {
				return in, "", err
			}
		}
	}
	return calendar.Span{}, text, nil
}

// closedOf are the closed deals of somebody, of a team, of a customer, or those that a competitor won: "to Initech".
func closedOf(c *call.Call, text string) (keep func(sales.Deal) bool, whose chat.Safe, err error) {
	if rival, ok := strings.CutPrefix(text, lostTo); ok {
		fold := sales.FoldFull(rival)
		return func(d sales.Deal) bool {
				return d.Competitor != "" && strings.Contains(sales.FoldFull(d.Competitor), fold)
			},
			c.Words.Say("deal_where.lost_to", "Name", rival), nil
	}
	if of, err := c.TeamsNamed(text); err == nil && len(of) == 1 {
		return func(d sales.Deal) bool { return d.Team == of[0].ID }, chat.EscapeLine(of[0].Name), nil
	}
	if who, err := c.PersonNamed(text); err == nil {
		return func(d sales.Deal) bool { return d.Owner == who.ID }, chat.EscapeLine(who.Name), nil
	}
	account, rest, found, err := c.AccountNamed(text)
	if _, no := sales.AsProblem(err); err != nil && !no {
		return nil, "", err
	}
	if err != nil || !found || rest != "" {
		return nil, "", sales.No("deal.no_list", "Given", text)
	}
	return func(d sales.Deal) bool { return d.Account == account.ID }, chat.EscapeLine(account.Name), nil
}

// cutFilter takes the name of such a list off the front of the text, in any language. The period may
// follow a Chinese one without a space, or stand before it.
func cutFilter(c *call.Call, asked string) (name, when string) {
	first, rest := phrase.CutWord(asked)
	if name = c.OneOf("deal_filter.", closedFilters[:], first); name != "" {
		return name, rest
	}
	for _, l := range c.Desk.Cards.Lang.Languages() {
		for _, f := range closedFilters {
			label := c.Desk.Cards.Lang.Printer(l).Plain("deal_filter." + f)
			if after, cut := strings.CutPrefix(asked, label); cut && label[0] >= 0x80 {
				return f, strings.TrimSpace(after)
			}
			if before, cut := strings.CutSuffix(asked, label); cut && label[0] >= 0x80 && before != "" {
				return f, strings.TrimSpace(before)
			}
		}
	}
	return "", ""
}

// closedDeals are the deals of the person's teams with a status, or with any, that closed
// in a period, or that are expected to; the latest first. Without a period it is always.
func closedDeals(c *call.Call, name string, in calendar.Span) (fits []sales.Deal, err error) {
	states := []sales.Status{sales.Status(name)}
	if name == "all" {
		states = sales.Statuses
	}
	teams, err := c.MyTeams()
	if err != nil {
		return nil, err
	}
	for _, t := range teams {
		for _, state := range states {
			deals := store.ClosedDealsOfTeam(c.Read, t.ID, state, "")
			if state == sales.Open {
				deals = store.OpenDealsOfTeam(c.Read, t.ID)
			}
			for d, err := range deals {
				if err != nil {
					return nil, err
				}
				within := in.From == "" || in.From <= d.Close && d.Close <= in.To
				if within && c.May(sales.See, d.Owner, d.Team) == nil {
					fits = append(fits, d)
				}
			}
		}
	}
	slices.SortStableFunc(fits, func(x, y sales.Deal) int { return cmp.Compare(y.Close, x.Close) })
	return fits, nil
}
