package cards

import (
	"slices"
	"time"

	"dealdesk/chat"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/sales/forecast"
	"dealdesk/sales/goal"
	"dealdesk/store"
)

// Outlook is the forecast of a person or a team for a period: what their deals say now, what was submitted, what has
// changed since, and where they landed before.
type Outlook struct {
	forecast.Outlook
	Scope   forecast.Scope
	Kept    forecast.Forecast
	Changes []forecast.Change
	Landed  forecast.Landed
	Money   string // the currency that one number is in
	Chances forecast.Chances
	People  []Outlook // of a team: those who sell
	Silent  []Outlook // of these, who has not submitted
}

// Chances reads how likely open deals are to be won, from the closed deals of the company.
func (m Maker) Chances(r store.Reader, today calendar.Date) (forecast.Chances, error) {
	return forecast.NewChances(m.Company.Pipelines, store.Outcomes(r, forecast.Since(today)), today)
}

// ForecastOf reads the forecast of a scope.
func (m Maker) ForecastOf(r store.Reader, s forecast.Scope, period calendar.Span, today calendar.Date) (o Outlook, err error) {
	chances, err := m.Chances(r, today)
	if err != nil {
		return o, err
	}
	if o, err = m.outlook(r, s, period, chances.Weigh, today); err == nil {
		o.Chances = chances
	}
	return o, err
}

func (m Maker) outlook(r store.Reader, s forecast.Scope, period calendar.Span, weigh func(*sales.Deal) sales.Percent,
	today calendar.Date) (o Outlook, err error) {
	open := store.OpenDealsOfTeam(r, s.Team)
	if s.Person != "" {
		open = store.OpenDealsOf(r, s.Person)
	}
	deals, err := store.Collect(open)
	if err != nil {
		return o, err
	}
	sold, err := store.SoldBy(r, s.Team, period)
	if err != nil {
		return o, err
	}
	team, _, err := store.Teams.Get(r, s.Team)
	if err != nil {
		return o, err
	}
	if o, err = m.part(r, s, period, team, deals, sold, weigh, today); err != nil || s.Person != "" {
		return o, err
	}
	people, err := members(r, s.Team)
	if err != nil {
		return o, err
	}
	for _, p := range people {
		of, err := m.part(r, forecast.Scope{Person: p.ID, Team: s.Team}, period, team, deals, sold, weigh, today)
		if err != nil {
			return o, err
		}
		said := !of.Kept.Last.At.IsZero()
		if !said && len(of.Open)+len(of.Sold) == 0 && (p.Role != sales.Rep || !p.InChat()) {
			continue
		}
		o.People, o.Changes = append(o.People, of), append(o.Changes, of.Changes...)
		if !said && p.InChat() {
			o.Silent = append(o.Silent, of)
		}
	}
	slices.SortStableFunc(o.Changes, func(a, b forecast.Change) int {
		return slices.Index(forecast.ChangeKinds, a.Kind) - slices.Index(forecast.ChangeKinds, b.Kind)
	})
	return o, nil
}

// part is the outlook of a scope, from deals of which it may own only some.
func (m Maker) part(r store.Reader, s forecast.Scope, period calendar.Span, team sales.Team, open, sold []sales.Deal,
	weigh func(*sales.Deal) sales.Percent, today calendar.Date) (o Outlook, err error) {
	foreign := func(d sales.Deal) bool { return !s.Owns(d) }
	o = Outlook{Scope: s, Money: m.Company.CurrencyOf(sales.Deal{}, team)}
	o.Outlook = forecast.New(period, slices.DeleteFunc(slices.Clone(open), foreign), slices.DeleteFunc(slices.Clone(sold), foreign), weigh,
		today)
	if o.Kept, _, err = store.Forecasts.Get(r, forecast.ID(s, period)); err != nil {
		return o, err
	}
	o.Kept.ID, o.Kept.Scope, o.Kept.Period = forecast.ID(s, period), s, period
	if o.Landed, err = m.landed(r, s, period, o.Money); err != nil {
		return o, err
	}
	if o.Kept.Last.At.IsZero() {
		return o, nil
	}
	o.Changes, err = changesOf(r, o)
	return o, err
}

// changesOf names what has happened to the deals of a forecast since it was submitted.
func changesOf(r store.Reader, o Outlook) ([]forecast.Change, error) {
	here, left := map[string]bool{}, map[string]sales.Deal{}
	for _, d := range slices.Concat(o.Open, o.Sold) {
		here[d.ID] = true
	}
	for _, l := range o.Kept.Last.Lines {
		if here[l.Deal] {
			continue
		}
		d, _, err := store.Deals.Get(r, l.Deal)
		if err != nil {
			return nil, err
		}
		left[l.Deal] = d
	}
	return forecast.Changes(o.Kept.Last.Lines, o.Kept.Last.At, o.Outlook, left, o.Scope.Owns), nil
}

// landed adds up what was first submitted for the periods before one, and what was won in them. A team's is that of
// its people.
func (m Maker) landed(r store.Reader, s forecast.Scope, period calendar.Span, currency string) (l forecast.Landed, err error) {
	scopes := []forecast.Scope{s}
	if s.Person == "" {
		people, err := members(r, s.Team)
		if err != nil {
			return l, err
		}
		scopes = nil
		for _, p := range people {
			scopes = append(scopes, forecast.Scope{Person: p.ID, Team: s.Team})
		}
	}
	for range forecast.Periods {
		period = goal.PeriodBefore(period)
		var all []forecast.Forecast
		won := map[forecast.Scope]sales.Totals{}
		for _, of := range scopes {
			f, ok, err := store.Forecasts.Get(r, forecast.ID(of, period))
			if err != nil {
				return l, err
			}
			if !ok || f.First.At.IsZero() {
				continue
			}
			all = append(all, f)
			if won[of], err = store.WonBy(r, of, period); err != nil {
				return l, err
			}
		}
		l = l.Plus(store.Landed(all, won)[currency])
	}
	return l, nil
}

// Submitted is what the people of a team submitted, each with the number that counts, and the sum that the manager
// may count another number on.
func (o Outlook) Submitted() sales.Totals {
	if o.Scope.Person != "" {
		if o.Kept.Last.At.IsZero() {
			return nil
		}
		return o.Kept.Counted(o.Kept.Last.Commit)
	}
	sum := sales.Totals{}
	for _, p := range o.People {
		for _, m := range p.Submitted().Money() {
			sum.Add(m)
		}
	}
	return sum
}

// Said is what the people of a team submitted, whatever a manager counts on instead.
func (o Outlook) Said() sales.Totals {
	sum := sales.Totals{}
	for _, p := range o.People {
		for _, m := range p.Kept.Last.Commit.Money() {
			sum.Add(m)
		}
	}
	return sum
}

// ForecastSums names the three numbers and what is won of them, in one line; while nobody commits to anything and
// nothing is won, what is likely alone.
func ForecastSums(p lang.Printer, f forecast.Figures) chat.Safe {
	sum := func(t sales.Totals) chat.Safe {
		if s := Totals(p, t); s != "" {
			return s
		}
		return "0"
	}
	line := p.Say("forecast.weighted_sum", "Weighted", sum(wholeUnits(f.Weighted)))
	if len(f.Best) > 0 {
		line = p.Say("forecast.sums", "Commit", sum(f.Commit), "Best", sum(f.Best), "Weighted", sum(wholeUnits(f.Weighted)))
	}
	if won := Totals(p, f.Won); won != "" {
		line = chat.Join(" · ", line, p.Say("forecast.won", "Won", won))
	}
	return line
}

// wholeUnits are sums without what is less than a unit of their currency: a likely amount is not that exact.
func wholeUnits(t sales.Totals) sales.Totals {
	out := sales.Totals{}
	for _, m := range t.Money() {
		unit := int64(1)
		for range m.Places() {
			unit *= 10
		}
		out[m.Currency] = m.Minor / unit * unit
	}
	return out
}

// MondayForecast is the line of the morning's message for who leads teams, on the first working day of a week: where
// the forecast of the quarter stands, and who has not submitted. A team that submits none has no line.
func (m Maker) MondayForecast(r store.Reader, p lang.Printer, who sales.Person, on calendar.Date, now time.Time) (chat.Safe, error) {
	if who.Role != sales.Manager && who.Role != sales.Director || on != m.firstWorkday(r, who, on) {
		return "", nil
	}
	var lines []chat.Safe
	period := forecast.Quarter(on)
	for t, err := range store.Teams.List(r, store.Query{}) {
		if err != nil {
			return "", err
		}
		if t.Manager != who.ID && t.Director != who.ID {
			continue
		}
		used, err := submits(r, t.ID, period)
		if err != nil || !used {
			if err != nil {
				return "", err
			}
			continue
		}
		o, err := m.ForecastOf(r, forecast.Scope{Team: t.ID}, period, on)
		if err != nil {
			return "", err
		}
		line := p.Say("forecast.monday", "Team", t.Name, "Period", GoalPeriod(p, period), "Sums", ForecastSums(p, o.Figures))
		if silent, err := ForecastNames(r, o.Silent); err != nil {
			return "", err
		} else if len(silent) > 0 {
			line = chat.Join(" · ", line, p.Say("forecast.silent", "Who", p.List(silent, false)))
		}
		lines = append(lines, line)
	}
	return chat.Join("\n", lines...), nil
}

// submits reports whether anybody of a team has submitted a forecast for a period or for the one before.
func submits(r store.Reader, team string, period calendar.Span) (bool, error) {
	people, err := members(r, team)
	if err != nil {
		return false, err
	}
	for _, p := range people {
		for _, of := range []calendar.Span{period, goal.PeriodBefore(period)} {
			if _, ok, err := store.Forecasts.Get(r, forecast.ID(forecast.Scope{Person: p.ID, Team: team}, of)); err != nil || ok {
				return ok, err
			}
		}
	}
	return false, nil
}

// ForecastNames names those whose forecasts they are.
func ForecastNames(r store.Reader, all []Outlook) (names []chat.Safe, err error) {
	for _, o := range all {
		name, err := PersonName(r, o.Scope.Person)
		if err != nil {
			return nil, err
		}
		names = append(names, chat.EscapeLine(name))
	}
	return names, nil
}

// likely is Chances, read once for the page.
func (h *home) likely() (forecast.Chances, error) {
	if h.likes == nil {
		chances, err := h.Chances(h.r, h.today)
		if err != nil {
			return chances, err
		}
		h.likes = &chances
	}
	return *h.likes, nil
}

// forecast shows what the person's own deals bring in this quarter, and those of each team they manage.
func (h *home) forecast() error {
	period := forecast.Quarter(h.today)
	var scopes []forecast.Scope
	if len(h.open) > 0 {
		scopes = append(scopes, forecast.Scope{Person: h.who.ID, Team: h.who.Team})
	}
	names := []string{""}
	for t, err := range store.Teams.List(h.r, store.Query{}) {
		if err != nil {
			return err
		}
		if t.Manager == h.who.ID && len(scopes) < homeTeams {
			scopes, names = append(scopes, forecast.Scope{Team: t.ID}), append(names, t.Name)
		}
	}
	if len(h.open) == 0 {
		names = names[1:]
	}
	if len(scopes) == 0 {
		return nil
	}
	chances, err := h.likely()
	if err != nil {
		return err
	}
	begun := false
	for i, s := range scopes {
		o, err := h.outlook(h.r, s, period, chances.Weigh, h.today)
		if err != nil {
			return err
		}
		if len(o.Open)+len(o.Sold) == 0 {
			continue
		}
		if !begun {
			h.head(h.Say("forecast.home", "Period", GoalPeriod(h.Printer, period)))
			begun = true
		}
		line := ForecastSums(h.Printer, o.Figures)
		if names[i] != "" {
			line = chat.Join(" · ", chat.Bold(chat.EscapeLine(names[i])), line)
		}
		h.line(line, chat.Button{Label: h.Plain("forecast.page"), Action: "forecast show", Value: forecast.ID(s, period)})
	}
	return nil
}
