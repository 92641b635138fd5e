package cards

import (
	"cmp"
	"slices"

	"dealdesk/chat"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// teamDay is what a team's lead looks at.
type teamDay struct {
	sales.Team
	today                calendar.Date // the team's
	silent               []chat.Safe   // who was asked for a stand-up and has not answered
	open                 []sales.Deal
	waiting              []sales.Approval
	overdue, late, quiet []sales.Deal
}

// teams shows the teams that the person leads: a manager's in full, a director's in a line each.
func (h *home) teams() error {
	var full, brief []sales.Team
	for t, err := range store.Teams.List(h.r, store.Query{}) {
		switch {
		case err != nil:
			return err
		case t.Manager == h.who.ID && len(full) < homeTeams:
			full = append(full, t)
		case t.Manager == h.who.ID || t.Director == h.who.ID:
			brief = append(brief, t)
		}
	}
	for _, t := range full {
		if err := h.team(t); err != nil {
			return err
		}
	}
	if len(brief) > 0 {
		h.head(h.Say("home.teams", "Count", len(brief)))
	}
	for _, t := range brief[:min(len(brief), homeLines)] {
		if err := h.teamLine(t); err != nil {
			return err
		}
	}
	h.rest(len(brief), homeLines, chat.Button{Action: "team"})
	return nil
}

// dayOf reads a team's day. The numbers are those of the lists that the buttons open.
func (h *home) dayOf(t sales.Team) (d teamDay, err error) {
	d = teamDay{Team: t, today: calendar.DateOf(h.now.In(h.ZoneOf(sales.Person{}, t, "")))}
	if d.silent, err = h.silent(t, d.today); err != nil {
		return d, err
	}
	if d.waiting, err = waitingOf(h.r, t.ID); err != nil {
		return d, err
	}
	if d.open, err = openOf(h.r, t.ID); err != nil {
		return d, err
	}
	for number, to := range map[string]*[]sales.Deal{RowsOverdue: &d.overdue, RowsLate: &d.late, RowsQuiet: &d.quiet} {
		if *to, err = h.pointedAt(h.r, slices.Clone(d.open), List{Number: number, Team: t, Now: h.now}); err != nil {
			return d, err
		}
	}
	return d, nil
}

// silent names who else was asked for today's stand-up and has not answered.
func (h *home) silent(t sales.Team, on calendar.Date) (names []chat.Safe, err error) {
	people, err := members(h.r, t.ID)
	if err != nil {
		return nil, err
	}
	for _, p := range people {
		asked, err := Asked(h.r, p.ID, on)
		if err != nil {
			return nil, err
		}
		_, answered, err := store.Standups.Get(h.r, sales.StandupID(t.ID, on, p.ID))
		if err != nil {
			return nil, err
		}
		if p.ID != h.who.ID && asked && !answered && TakesPart(p) && !p.AwayOn(on) {
			names = append(names, chat.EscapeLine(NameOf(p)))
		}
	}
	return names, nil
}

// team shows a team in full.
func (h *home) team(t sales.Team) error {
	d, err := h.dayOf(t)
	if err != nil {
		return err
	}
	if len(d.open)+len(d.silent)+len(d.waiting) == 0 {
		return nil
	}
	h.head(h.Say("home.team", "Team", t.Name))
	if len(d.silent) > 0 {
		h.line(h.Say("digest.absent", "Who", h.List(d.silent, false)),
			chat.Button{Label: h.Plain("common.show"), Action: "standup show", Value: t.ID + "|" + string(d.today)})
	}
	var lines []chat.Safe
	for _, of := range []struct {
		key   string
		deals []sales.Deal
	}{{"home.overdue_by", d.overdue}, {"home.late_by", d.late}, {"home.quiet_by", d.quiet}} {
		by, err := h.byOwner(of.deals)
		if err != nil {
			return err
		}
		if by != "" {
			lines = append(lines, h.Say(of.key, "List", by))
		}
	}
	if text := chat.Join("\n", lines...); text != "" {
		h.line(text)
	}
	h.add("", h.teamButtons(d))
	return h.funnels(d.open)
}

// teamButtons opens the records behind a team's numbers.
func (h *home) teamButtons(d teamDay) chat.Block {
	return chat.Block{Buttons: rowButtons(h.Printer, ReviewRows, d.ID, d.today, []rowCount{
		{RowsWaiting, len(d.waiting)}, {RowsOverdue, len(d.overdue)}, {RowsLate, len(d.late)}, {RowsQuiet, len(d.quiet)}, {RowsOpen, len(d.open)},
	})}
}

// byOwner counts deals by who owns them, whoever has most first: "Ana 3, Bob 1".
func (h *home) byOwner(deals []sales.Deal) (chat.Safe, error) {
	n, owners := map[string]int{}, []string{}
	for i := range deals {
		owner := deals[i].Owner
		if n[owner]++; n[owner] == 1 {
			owners = append(owners, owner)
		}
	}
	slices.SortStableFunc(owners, func(a, b string) int { return cmp.Or(cmp.Compare(n[b], n[a]), cmp.Compare(a, b)) })
	var list []chat.Safe
	for _, id := range owners {
		name, err := PersonName(h.r, id)
		if err != nil {
			return "", err
		}
		list = append(list, h.Say("review.times", "What", name, "N", n[id]))
	}
	return h.List(list, false), nil
}

// funnels shows open deals by stage, without the stages that have none.
func (h *home) funnels(open []sales.Deal) error {
	chances, err := h.likely()
	if err != nil {
		return err
	}
	for _, line := range h.Company.Pipelines {
		f := sales.NewFunnel(line, open, chances.Weigh)
		if f.Count == 0 {
			continue
		}
		f.Stages = slices.DeleteFunc(f.Stages, func(s sales.FunnelStage) bool { return s.Count == 0 })
		h.line(Funnel(h.Printer, line, f).Text)
	}
	return nil
}

// teamLine shows a team in a line, with a button that opens its week.
func (h *home) teamLine(t sales.Team) error {
	d, err := h.dayOf(t)
	if err != nil {
		return err
	}
	sum := sales.Totals{}
	for i := range d.open {
		sum.Add(d.open[i].Net())
	}
	parts := []chat.Safe{chat.Bold(chat.EscapeLine(t.Name))}
	if len(d.open) > 0 {
		parts = append(parts, h.Say("home.open", "Count", len(d.open)), Totals(h.Printer, sum))
	}
	for _, of := range []struct {
		key string
		n   int
	}{{"digest.waiting", len(d.waiting)}, {"digest.overdue", len(d.overdue)}, {"review.late", len(d.late)}, {"home.silent", len(d.silent)}} {
		if of.n > 0 {
			parts = append(parts, h.Say(of.key, "Count", of.n))
		}
	}
	h.line(chat.Join(" · ", parts...), chat.Button{Label: h.Plain("common.show"), Action: "review", Value: t.ID + "|" + string(d.today)})
	return nil
}
