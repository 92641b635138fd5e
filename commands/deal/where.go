package deal

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/commands/phrase/talk"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// where are the conditions on a list of open deals.
type where struct {
	keep  []keep
	said  []chat.Safe // each condition in words
	whose chat.Safe   // the head of the list
	mine  bool
	left  []chat.Safe // words that were not understood
	most  int         // of the largest, how many; 0 for all, in their order
}

func (w *where) add(said chat.Safe, fits func(sales.Deal) bool) { w.addKeep(said, sure(fits)) }

func (w *where) addKeep(said chat.Safe, k keep) {
	w.said = append(w.said, said)
	w.keep = append(w.keep, k)
}

// whereAsked reads the conditions of a list; ok is false where there is none. What is not understood is kept apart.
func whereAsked(c *call.Call, asked string) (w where, ok bool, err error) {
	l := talk.Conditions(asked)
	w.whose, w.mine = c.Words.Say("deal_list.team"), l.Mine || c.Me.Role == sales.Rep && !c.Me.Admin && !l.Ours
	for _, piece := range l.Rest {
		known, err := w.named(c, piece)
		if err != nil {
			return w, false, err
		}
		if !known {
			w.left = append(w.left, chat.EscapeLine(piece))
		}
	}
	if !l.Any() && len(w.keep) == 0 {
		return w, false, nil
	}
	if w.mine {
		w.whose = c.Words.Say("deal_list.mine")
		w.keep = append(w.keep, sure(func(d sales.Deal) bool { return d.Owner == c.Me.ID }))
	}
	if err := w.sums(c, l); err != nil {
		return w, false, err
	}
	w.days(c, l)
	if w.most = l.Biggest; w.most > 0 {
		w.said = append(w.said, c.Words.Say("deal_where.biggest"))
	}
	if l.Stuck {
		w.addKeep(c.Words.Say("deal_where.stuck"), func(d sales.Deal) (bool, error) { return stale(c, d) })
	}
	if l.NoStep {
		w.add(c.Words.Say("deal_where.no_step"), func(d sales.Deal) bool { return d.Next.Missing() })
	}
	if l.Overdue {
		w.add(c.Words.Say("deal_where.overdue"), func(d sales.Deal) bool { return d.Next.Overdue(c.Today) })
	}
	return w, len(w.said) > 0 || len(w.keep) > 0, nil
}

// named takes a piece of a line as a stage, or as whose the deals are: a team's, a colleague's or a customer's.
func (w *where) named(c *call.Call, piece string) (known bool, err error) {
	if s, ok := stageLike(c, piece); ok {
		w.add(c.Words.Say("deal_where.stage", "Stage", cards.StageName(c.Words, s)), func(d sales.Deal) bool { return d.Stage == s.ID })
		return true, nil
	}
	if of, err := c.TeamsNamed(piece); err == nil && len(of) == 1 {
		w.mine, w.whose = false, c.Words.Say("deal_list.of", "Name", of[0].Name)
		w.keep = append(w.keep, sure(func(d sales.Deal) bool { return d.Team == of[0].ID }))
		return true, nil
	}
	is, head, ok, err := namedFilter(c, piece)
	if ok && err == nil {
		w.mine, w.whose = false, head
		w.keep = append(w.keep, sure(is))
	}
	if _, no := sales.AsProblem(err); no {
		err = nil
	}
	return ok, err
}

// stageLike is the one stage that a text names, by its name or a part of it in any language: 报价 is 方案报价.
func stageLike(c *call.Call, text string) (found sales.Stage, ok bool) {
	for _, p := range c.Desk.Cards.Company.Pipelines {
		for _, s := range p.Stages {
			if isStage(c, s, text) {
				return s, true
			}
			for _, l := range c.Desk.Cards.Lang.Languages() {
				name := sales.FoldFull(cards.StageName(c.Desk.Cards.Lang.Printer(l), s))
				if part := sales.FoldFull(text); len(part) >= len("报价") && strings.Contains(name, part) && found.ID != s.ID {
					if found.ID != "" {
						return sales.Stage{}, false
					}
					found = s
				}
			}
		}
	}
	return found, found.ID != ""
}

func isStage(c *call.Call, s sales.Stage, text string) bool {
	return s.ID == text || sales.SameSpelling(s.Name, text) || c.OneOf("stage.", []string{s.ID}, text) != ""
}

// sums are the conditions on the amount. One without a currency holds in that of each deal.
func (w *where) sums(c *call.Call, l talk.Listed) error {
	own, err := c.CurrencyOf(sales.Deal{})
	if err != nil {
		return err
	}
	for _, of := range [...]struct {
		typed, key string
		fits       func(d, limit int64) bool
	}{
		{l.Over, "deal_where.over", func(d, limit int64) bool { return d >= limit }},
		{l.Under, "deal_where.under", func(d, limit int64) bool { return d <= limit }},
	} {
		if of.typed == "" {
			continue
		}
		m, err := phrase.Money(of.typed, own)
		if err != nil {
			w.left = append(w.left, chat.EscapeLine(of.typed))
			continue
		}
		w.add(c.Words.Say(of.key, "Amount", m), func(d sales.Deal) bool {
			limit, err := phrase.Money(of.typed, d.Net().Currency)
			return err == nil && !d.Net().Zero() && limit.Currency == d.Net().Currency && of.fits(d.Net().Minor, limit.Minor)
		})
	}
	return nil
}

// days are the conditions on the expected close, on the next step and on the last contact.
func (w *where) days(c *call.Call, l talk.Listed) {
	for _, of := range [...]struct {
		typed, in, on string
		day           func(sales.Deal) calendar.Date
	}{
		{l.Closing, "deal_where.closing", "deal_where.closing_on", func(d sales.Deal) calendar.Date { return d.Close }},
		{l.Planned, "deal_where.planned", "deal_where.planned_on", func(d sales.Deal) calendar.Date { return d.Next.Due }},
	} {
		if of.typed == "" {
			continue
		}
		in, ok := call.AheadSpan(c, of.typed)
		if !ok {
			w.left = append(w.left, chat.EscapeLine(of.typed))
			continue
		}
		key := of.in
		if in.From == in.To {
			key = of.on
		}
		w.add(c.Words.Say(key, "From", c.Words.Day(string(in.From)), "To", c.Words.Day(string(in.To))),
			func(d sales.Deal) bool { return in.From <= of.day(d) && of.day(d) <= in.To })
	}
	if l.Quiet > 0 {
		since := sales.UntouchedBefore(l.Quiet, c.Req.At, c.Zone)
		w.addKeep(c.Words.Say("deal_where.quiet", "Count", l.Quiet), func(d sales.Deal) (bool, error) { return untouched(c, d, since) })
	}
	if l.Lately {
		w.addKeep(c.Words.Say("deal_where.lately", "Days", c.Desk.Cards.QuietDays()), func(d sales.Deal) (bool, error) {
			quiet, err := c.Desk.Cards.Quiet(c.Read, d)
			if err != nil {
				return false, err
			}
			return untouched(c, d, sales.StaleBefore(quiet(d), c.Req.At, c.Work()))
		})
	}
}

// untouched reports whether nobody was in touch about a deal, nor with its customer, since an instant.
func untouched(c *call.Call, d sales.Deal, since time.Time) (bool, error) {
	if !d.Touched().Before(since) {
		return false, nil
	}
	a, known, err := store.Accounts.Get(c.Read, d.Account)
	return !known || a.Contacted.Before(since), err
}

// listWhere lists the open deals that fit all conditions of a line.
func listWhere(c *call.Call, asked string) (reply chat.Reply, ok bool, err error) {
	w, ok, err := whereAsked(c, asked)
	if err != nil || !ok {
		return reply, false, err
	}
	var fits []sales.Deal
	for d, err := range inScope(c, "team") {
		if err != nil {
			return reply, true, err
		}
		keep := c.May(sales.See, d.Owner, d.Team) == nil
		for i := 0; keep && i < len(w.keep); i++ {
			if keep, err = w.keep[i](d); err != nil {
				return reply, true, err
			}
		}
		if keep {
			fits = append(fits, d)
		}
	}
	if w.most > 0 {
		fits = w.largest(fits)
	}
	head := chat.Join(" · ", slices.Concat([]chat.Safe{w.whose}, w.said)...)
	line, more := c.Desk.Cards.TeamDealLine, "deal.list_more_team"
	if w.mine {
		line, more = c.Desk.Cards.DealLine, "deal.list_more_mine"
	}
	text := c.Words.Say("deal.list_none", "Filter", head)
	if len(fits) > 0 {
		text = c.Words.Say("deal.list", "Filter", head, "Count", len(fits))
	}
	if len(w.left) > 0 {
		text = chat.Join("\n", text, c.Words.Say("deal_where.left", "Words", c.Words.List(w.left, false)))
	}
	for _, d := range fits[:min(len(fits), call.ListLimit)] {
		one, err := line(c.Read, c.Words, d)
		if err != nil {
			return reply, true, err
		}
		text = chat.Join("\n", text, one)
	}
	if left := len(fits) - call.ListLimit; left > 0 {
		text = chat.Join("\n", text, c.Words.Say(more, "Count", left))
	}
	return chat.Say(text, chat.Para(text)), true, nil
}

// largest are the largest deals in front: of each currency, as amounts of two currencies do not compare.
func (w *where) largest(of []sales.Deal) (most []sales.Deal) {
	slices.SortStableFunc(of, func(a, b sales.Deal) int { return cmp.Compare(b.Net().Minor, a.Net().Minor) })
	taken := map[string]int{}
	for _, d := range of {
		if m := d.Net(); !m.Zero() && taken[m.Currency] < w.most {
			taken[m.Currency]++
			most = append(most, d)
		}
	}
	slices.SortStableFunc(most, func(a, b sales.Deal) int {
		return cmp.Or(cmp.Compare(taken[b.Net().Currency], taken[a.Net().Currency]), cmp.Compare(a.Net().Currency, b.Net().Currency))
	})
	return most
}
