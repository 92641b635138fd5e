package forecast

import (
	"cmp"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/sales/forecast"
	"dealdesk/store"
)

// How much of a forecast is shown.
const (
	withButtons = 8  // deals that are sorted by a button
	mostDeals   = 20 // deals in all
	mostOfKind  = 3  // deals that changed in one way
)

// show shows a forecast.
func show(c *call.Call) (chat.Reply, error) {
	m, err := meantBy(c)
	if err != nil {
		return chat.Reply{}, err
	}
	return shown(c, m)
}

// view is a forecast while it is written down.
type view struct {
	*call.Call
	m meant
	o cards.Outlook
	chat.Message
}

func (v *view) add(text chat.Safe, blocks ...chat.Block) {
	if text == "" && len(blocks) == 0 {
		return
	}
	if len(blocks) == 0 {
		blocks = []chat.Block{chat.Para(text)}
	}
	v.Text, v.Blocks = chat.Join("\n", v.Text, text), append(v.Blocks, blocks...)
}

func shown(c *call.Call, m meant) (chat.Reply, error) {
	o, err := c.Desk.Cards.ForecastOf(c.Read, m.Scope, m.period, c.Today)
	if err != nil {
		return chat.Reply{}, err
	}
	name, err := scopeName(c, m.Scope)
	if err != nil {
		return chat.Reply{}, err
	}
	v := &view{Call: c, m: m, o: o}
	title := c.Words.Say("forecast.title", "Who", name, "Period", cards.GoalPeriod(c.Words, m.period))
	v.add(chat.Bold(title))
	nothing := len(o.Open)+len(o.Sold)+len(o.Changes) == 0 && o.Kept.Last.At.IsZero() && len(o.People) == len(o.Silent)
	if nothing && forecast.FarOff(m.period, c.Today) {
		return chat.Reply{}, sales.No("forecast.far", "Period", cards.GoalPeriod(c.Words, m.period), "Months", forecast.MonthsAhead,
			"Years", forecast.HistoryYears)
	}
	if nothing && len(o.People) == 0 {
		v.add(c.Words.Say("forecast.empty"))
	} else {
		v.add(cards.ForecastSums(c.Words, o.Figures))
	}
	for _, part := range []func() error{v.submitted, v.landed, v.people, v.changes, v.outside, v.buttons, v.deals, v.weeks} {
		if err := part(); err != nil {
			return chat.Reply{}, err
		}
	}
	return chat.Reply{Message: &v.Message, Title: c.Words.Plain("forecast.page")}, nil
}

func (v *view) over() bool { return v.m.period.To < v.Today }

func (v *view) own() bool { return v.m.Person == v.Me.ID }

func (v *view) money(n int64) sales.Money { return sales.Money{Minor: n, Currency: v.o.Money} }

func (v *view) sum(t sales.Totals) chat.Safe { return cmp.Or(cards.Totals(v.Words, t), "0") }

// submitted says what was submitted and what counts.
func (v *view) submitted() error {
	last := v.o.Kept.Last
	if v.m.Person != "" {
		switch {
		case !last.At.IsZero():
			v.add(v.Words.Say("forecast.submitted", "Commit", v.sum(last.Commit), "Best", v.sum(last.Best), "Date",
				v.Words.Day(v.day(last))))
		case v.over():
			v.add(v.Words.Say("forecast.never"))
		case forecast.Plain(v.m.period) && len(v.o.Open)+len(v.o.Sold) > 0:
			v.add(v.Words.Say("forecast.not_yet"))
		}
	} else if n := len(v.o.People) - len(v.o.Silent); n > 0 {
		said := v.sum(v.o.Said())
		v.add(v.Words.Say("forecast.submitted_team", "Sum", said, "N", n, "Of", len(v.o.People)))
		if counts := v.sum(v.o.Submitted()); counts != said {
			v.add(v.Words.Say("forecast.counted_team", "Sum", counts))
		}
	}
	if silent, err := cards.ForecastNames(v.Read, v.o.Silent); err != nil {
		return err
	} else if len(silent) > 0 && !v.over() && forecast.Plain(v.m.period) && (v.m.period.From <= v.Today || len(silent) < len(v.o.People)) {
		v.add(v.Words.Say("forecast.silent", "Who", v.Words.List(silent, false)))
	}
	return v.overridden(v.o.Kept.Override)
}

func (v *view) day(s forecast.Submitted) string { return s.At.In(v.Zone).Format("2006-01-02") }

func (v *view) overridden(o forecast.Override) error {
	if !o.Set() {
		return nil
	}
	by, err := cards.PersonName(v.Read, o.By)
	v.add(v.Words.Say("forecast.override", "By", by, "Number", o.Number, "Was", o.Was, "Why", o.Reason))
	return err
}

// landed says where the commits of earlier periods landed, and where this one would by that.
func (v *view) landed() error {
	l, now := v.o.Landed, v.o.Commit[v.o.Money]
	first := v.o.Kept.First
	switch {
	case v.over() && first.Commit[v.o.Money] > 0:
		this := forecast.Landed{}.Add(first, v.o.Won, v.o.Money)
		v.add(v.Words.Say("forecast.landed_this", "First", v.money(first.Commit[v.o.Money]), "Won", v.money(v.o.Won[v.o.Money]),
			"Percent", cards.WholePercent(this.Percent())))
	case l.Enough() && now > 0 && !v.over():
		key := "forecast.landed"
		if v.own() {
			key = "forecast.landed_you"
		}
		v.add(v.Words.Say(key, "N", l.N, "Percent", cards.WholePercent(l.Percent()), "Commit", v.money(now), "At", units(l.At(v.money(now)))))
	}
	return nil
}

// people are those of a team, each in a line.
func (v *view) people() error {
	overrides := !v.over() && forecast.Plain(v.m.period)
	for _, p := range v.o.People {
		if v.May(sales.SeeForecast, p.Scope.Person, v.m.Team) != nil {
			continue
		}
		name, err := cards.PersonName(v.Read, p.Scope.Person)
		if err != nil {
			return err
		}
		said := v.Words.Say("forecast.person_silent")
		if last := p.Kept.Last; !last.At.IsZero() {
			said = v.Words.Say("forecast.person_said", "Commit", v.sum(last.Commit), "Date", v.Words.Day(v.day(last)))
		}
		line := v.Words.Say("forecast.person", "Who", name, "Said", said)
		if len(p.Open)+len(p.Sold) > 0 {
			line = chat.Join(" · ", line, v.Words.Say("forecast.person_now", "Sums", cards.ForecastSums(v.Words, p.Figures)))
		}
		if o := p.Kept.Override; o.Set() {
			by, err := cards.PersonName(v.Read, o.By)
			if err != nil {
				return err
			}
			line = chat.Join("\n", line, v.Words.Say("forecast.override", "By", by, "Number", o.Number, "Was", o.Was, "Why", o.Reason))
		}
		of := meant{p.Scope, v.m.period}
		row := []chat.Button{{Label: v.Words.Plain("common.show"), Action: forecastShow, Value: of.id()}}
		if overrides && !p.Kept.Last.At.IsZero() && v.May(sales.Override, p.Scope.Person, v.m.Team) == nil {
			row = append(row, chat.Button{Label: v.Words.Plain("forecast.override_button"), Action: "forecast override", Value: of.id()})
		}
		v.add(line, chat.Para(line), chat.Block{Buttons: row})
	}
	return nil
}

// changes names what is different since what was submitted, kind by kind.
func (v *view) changes() error {
	if len(v.o.Changes) == 0 {
		if v.m.Person != "" && !v.o.Kept.Last.At.IsZero() && !v.over() {
			v.add(v.Words.Say("forecast.no_change"))
		}
		return nil
	}
	lines := []chat.Safe{chat.Bold(v.Words.Say("forecast.changes"))}
	for _, kind := range forecast.ChangeKinds {
		var some []chat.Safe
		sum, n := sales.Totals{}, 0
		for _, ch := range v.o.Changes {
			if ch.Kind != kind {
				continue
			}
			n++
			sum.Add(ch.By)
			if n > mostOfKind {
				continue
			}
			what, err := v.changed(ch)
			if err != nil {
				return err
			}
			some = append(some, what)
		}
		switch {
		case n > mostOfKind:
			some = append(some, v.Words.Say("forecast.changes_more", "Count", n-mostOfKind))
			fallthrough
		case n > 1:
			lines = append(lines, v.Words.Say("forecast.change_sum", "Kind", v.Words.Plain("forecast_change."+string(kind)), "Count", n,
				"Sum", v.sum(sum), "List", v.Words.List(some, false)))
		case n == 1:
			lines = append(lines, v.Words.Say("forecast.change_one", "Kind", v.Words.Plain("forecast_change."+string(kind)), "What", some[0]))
		}
	}
	v.add(chat.Join("\n", lines...))
	return nil
}

// changed is a deal that has changed, with the amount that it moves. One that went to others is not named to who no
// longer sees it.
func (v *view) changed(ch forecast.Change) (chat.Safe, error) {
	id := cmp.Or(ch.Deal.ID, ch.Was.Deal)
	title := chat.Escape(id)
	d, known, err := store.Deals.Get(v.Read, id)
	if err == nil && known && v.May(sales.See, d.Owner, d.Team) == nil {
		title, err = v.Desk.Cards.DealTitle(v.Read, d)
	}
	if err != nil {
		return "", err
	}
	by := chat.Escape(v.Words.Money(ch.By))
	if ch.By.Zero() {
		by = v.Words.Say("card.no_amount")
	}
	switch ch.Kind {
	case forecast.PushedOut:
		return v.Words.Say("forecast.pushed", "Deal", title, "By", by, "Date", cards.DateOr(v.Words, ch.Deal.Close)), nil
	case forecast.Recalled:
		return v.Words.Say("forecast.recalled", "Deal", title, "By", by, "Was", v.Words.Plain("category."+string(ch.Was.Category)),
			"Is", v.Words.Plain("category."+string(ch.Deal.Said()))), nil
	}
	return v.Words.Say("forecast.changed", "Deal", title, "By", by), nil
}

// outside says which open deals no forecast counts.
func (v *view) outside() error {
	if n := v.o.Undated; n > 0 && !v.over() {
		v.add(v.Words.Say("forecast.undated", "Count", n))
	}
	if n := v.o.Behind; n > 0 && !v.over() {
		v.add(v.Words.Say("forecast.behind", "Count", n))
	}
	return nil
}

func (v *view) buttons() error {
	var row []chat.Button
	value := v.m.id()
	if v.own() && forecast.Plain(v.m.period) && !v.over() {
		row = append(row, chat.Button{Label: v.Words.Plain("forecast.submit_button"), Action: "forecast submit", Value: value,
			Style: chat.Primary})
	}
	may := v.May(sales.Override, v.m.Person, v.m.Team) == nil && forecast.Plain(v.m.period) && !v.over()
	if may && !v.own() && (v.m.Person == "" && len(v.o.People) > len(v.o.Silent) || v.m.Person != "" && !v.o.Kept.Last.At.IsZero()) {
		row = append(row, chat.Button{Label: v.Words.Plain("forecast.override_button"), Action: "forecast override", Value: value})
	}
	row = append(row, chat.Button{Label: v.Words.Plain("forecast.why_button"), Action: "why forecast", Value: value})
	v.add("", chat.Block{Buttons: row})
	return nil
}

// deals lists a person's deals, each with what is said of it and, for whoever may say it, buttons to say otherwise.
func (v *view) deals() error {
	if v.m.Person == "" {
		return nil
	}
	for i, d := range v.o.Open {
		if i == mostDeals {
			v.add(v.Words.Say("forecast.more", "Count", len(v.o.Open)-mostDeals))
			break
		}
		title, err := v.Desk.Cards.DealTitle(v.Read, d)
		if err != nil {
			return err
		}
		line := v.Words.Say("forecast.deal", "Deal", title, "Amount", cards.Net(v.Words, d), "Date", v.Words.Day(string(d.Close)),
			"Category", v.Words.Plain("category."+string(d.Said())), "Chance", chance(v.Words, v.o.Chances.Of(&d)))
		if i >= withButtons || v.over() || v.May(sales.Edit, d.Owner, d.Team) != nil {
			v.add(line)
			continue
		}
		var row []chat.Button
		for _, is := range sales.Categories {
			if is != d.Said() {
				row = append(row, chat.Button{Label: v.Words.Plain("category." + string(is)), Action: forecastSay, Value: sayValue(d.ID, is, v.m)})
			}
		}
		v.add(line, chat.Para(line), chat.Block{Buttons: row})
	}
	return nil
}
