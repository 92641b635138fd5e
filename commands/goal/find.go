package goal

import (
	"cmp"
	"slices"
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/commands/phrase/goals"
	"dealdesk/desk/cards"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/sales/goal"
	"dealdesk/store"
)

// may reports whether the person may see or set a goal.
func may(c *call.Call, a sales.Action, g goal.Goal) (bool, error) {
	return c.Desk.MayGoal(c.Read, c.Me, a, g)
}

// mine reports whether a goal is the person's own.
func mine(c *call.Call, g goal.Goal) bool {
	return g.Scope.Kind == goal.OfPerson && g.Scope.ID == c.Me.ID
}

func sees(c *call.Call) func(goal.Goal) (bool, error) {
	return func(g goal.Goal) (bool, error) { return may(c, sales.SeeGoal, g) }
}

// byID returns a goal that the person sees. A hidden one and an unknown one get the same answer (P13).
func byID(c *call.Call, id string) (goal.Goal, error) {
	g, ok, err := store.Goals.Get(c.Read, id)
	if err != nil {
		return g, err
	}
	if ok {
		if ok, err = may(c, sales.SeeGoal, g); err != nil || ok {
			return g, err
		}
	}
	return goal.Goal{}, sales.No("goal.not_found", "ID", id)
}

// toSet returns a goal that the person may change.
func toSet(c *call.Call, g goal.Goal) error {
	ok, err := may(c, sales.SetGoal, g)
	switch {
	case err != nil:
		return err
	case !ok:
		return notAllowed(c, g)
	case g.Dropped:
		return sales.No("goal.is_dropped", "ID", g.ID)
	}
	return nil
}

// notAllowed refuses to set a goal, and names who may if the person belongs to that team.
func notAllowed(c *call.Call, g goal.Goal) error {
	team := g.Scope.ID
	if g.Scope.Kind == goal.OfPerson {
		p, _, err := store.People.Get(c.Read, g.Scope.ID)
		if err != nil {
			return err
		}
		team = p.Team
	}
	near, err := c.MyTeams()
	if err != nil {
		return err
	}
	for _, t := range near {
		if t.ID == team && t.Manager != "" && t.Manager != c.Me.ID {
			return sales.No("goal.not_allowed_ask", "Person", t.Manager)
		}
	}
	return sales.No("goal.not_allowed")
}

// goalArg cuts the goal off the front of the arguments, or takes that of the button or the form. Without one it is
// the only one the person has, else they are asked.
func goalArg(c *call.Call) (goal.Goal, string, error) {
	return goalOf(c, func(goal.Goal) bool { return true })
}

// goalOf is goalArg for a command that not every goal is fit for.
func goalOf(c *call.Call, fits func(goal.Goal) bool) (goal.Goal, string, error) {
	args := strings.TrimSpace(c.Req.Args)
	id := c.Req.Value
	if sales.KindOf(id) != sales.KindGoal {
		id = ""
	}
	if id == "" && c.Req.Kind == chat.Submit {
		id = c.Req.Fields["goal"]
	}
	if id != "" {
		g, err := byID(c, id)
		return g, args, sales.At("goal", err)
	}
	if c.Req.Kind == chat.Submit {
		return goal.Goal{}, "", sales.No("form.missing").At("goal")
	}
	first, rest := phrase.CutWord(args)
	if typed, ok := phrase.ID(first); ok && sales.KindOf(typed) == sales.KindGoal {
		g, err := byID(c, typed)
		return g, rest, err
	}
	if err := call.Unsaid(c); err != nil {
		return goal.Goal{}, "", err
	}
	which, err := whichGoal(c, fits)
	if err != nil {
		return goal.Goal{}, "", err
	}
	if len(which.Options) == 1 {
		g, err := byID(c, which.Options[0].Value)
		return g, args, err
	}
	which.Rest = args
	return goal.Goal{}, "", which
}

// whichGoal asks which of the goals that run is meant.
func whichGoal(c *call.Call, fits func(goal.Goal) bool) (*call.Choice, error) {
	all, err := running(c)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(g goal.Goal) bool { return !fits(g) })
	if len(all) == 0 {
		return nil, sales.No("goal.none_yet")
	}
	return choice(c, all)
}

// choice asks which of several goals is meant.
func choice(c *call.Call, all []goal.Goal) (*call.Choice, error) {
	which := &call.Choice{Text: c.Words.Say("goal.which")}
	for _, g := range all[:min(len(all), call.ChoiceLimit)] {
		title, err := c.Desk.Cards.GoalTitle(c.Read, c.Words, g)
		if err != nil {
			return nil, err
		}
		which.Options = append(which.Options, chat.Option{Label: lang.Unmark(title), Value: g.ID})
	}
	return which, nil
}

// visible are the goals that the person sees and that are not over, own ones first, then from the company's down.
func visible(c *call.Call) (all []goal.Goal, err error) { return dueFrom(c, c.Today) }

// dueFrom are the goals that the person sees and that are due on a day or later, in the order of visible.
func dueFrom(c *call.Call, day calendar.Date) (all []goal.Goal, err error) {
	for g, err := range store.GoalsDueFrom(c.Read, day) {
		if err != nil {
			return nil, err
		}
		ok, err := may(c, sales.SeeGoal, g)
		if err != nil {
			return nil, err
		}
		if ok {
			all = append(all, g)
		}
	}
	rank := func(g goal.Goal) int {
		switch {
		case mine(c, g):
			return 0
		case g.Scope.Kind == goal.OfCompany:
			return 1
		case g.Scope.Kind == goal.OfTeam && g.Scope.ID == c.Me.Team:
			return 2
		case g.Scope.Kind == goal.OfTeam:
			return 3
		}
		return 4
	}
	slices.SortStableFunc(all, func(a, b goal.Goal) int {
		return cmp.Or(rank(a)-rank(b), cmp.Compare(a.Scope.ID, b.Scope.ID),
			cmp.Compare(a.Period.From, b.Period.From), cmp.Compare(a.Period.To, b.Period.To))
	})
	return all, nil
}

// running are those of the visible goals that a list names: those that run, see cards.Running, and those ahead that
// are no parts by period of another one.
func running(c *call.Call) ([]goal.Goal, error) {
	all, err := visible(c)
	if err != nil {
		return nil, err
	}
	now := cards.Running(all, c.Today, 1)
	return slices.DeleteFunc(slices.Clone(all), func(g goal.Goal) bool {
		if g.Period.From > c.Today {
			return slices.ContainsFunc(all, func(p goal.Goal) bool { return p.ID == g.Parent && p.Scope == g.Scope })
		}
		return !slices.ContainsFunc(now, func(r goal.Goal) bool { return r.ID == g.ID })
	}), nil
}

// options are what a line of the person is read with. Whoever they do not see has no name.
func options(c *call.Call, scope goal.Scope) (goals.Options, error) {
	o := goals.Options{Now: c.Req.At, Work: c.Work(), Currency: cmp.Or(c.Team.Currency, c.Desk.Cards.Company.Currency)}
	if scope.Kind == goal.OfCompany {
		o.Currency = c.Desk.Cards.Company.Currency
	}
	for word, code := range call.SourceWords(c) {
		o.Sources = append(o.Sources, goals.Named{Scope: goal.Scope{ID: code}, Name: word})
	}
	near, err := c.MyTeams()
	if err != nil {
		return o, err
	}
	for _, t := range near {
		if scope == (goal.Scope{Kind: goal.OfTeam, ID: t.ID}) {
			o.Currency = cmp.Or(t.Currency, c.Desk.Cards.Company.Currency)
		}
		o.Names = append(o.Names, goals.Named{Scope: goal.Scope{Kind: goal.OfTeam, ID: t.ID}, Name: t.Name},
			goals.Named{Scope: goal.Scope{Kind: goal.OfTeam, ID: t.ID}, Name: t.ID})
		for p, err := range store.TeamMembers(c.Read, t.ID) {
			if err != nil {
				return o, err
			}
			if scope.Kind == goal.OfPerson && scope.ID == p.ID {
				o.Currency = cmp.Or(t.Currency, c.Desk.Cards.Company.Currency)
			}
			o.Names = append(o.Names, goals.Called(goal.Scope{Kind: goal.OfPerson, ID: p.ID}, p.Name)...)
		}
	}
	for _, line := range c.Desk.Cards.Company.Pipelines {
		for _, s := range line.Stages {
			for _, language := range c.Desk.Cards.Lang.Languages() {
				o.Stages = append(o.Stages, goals.Named{Scope: goal.Scope{ID: s.ID}, Name: cards.StageName(c.Desk.Cards.Lang.Printer(language), s)})
			}
		}
	}
	for p, err := range store.Products.List(c.Read, store.Query{}) {
		if err != nil {
			return o, err
		}
		o.Products = append(o.Products, p.Name)
	}
	return o, nil
}

// suggestGoals offers the goals that the person sees.
func suggestGoals(c *call.Call) (chat.Reply, error) {
	return call.Suggested(c, func(c *call.Call, typed string) (out []chat.Option, err error) {
		all, err := visible(c)
		if err != nil {
			return nil, err
		}
		for _, g := range all {
			title, err := c.Desk.Cards.GoalTitle(c.Read, c.Words, g)
			if err != nil {
				return nil, err
			}
			label := lang.Unmark(title)
			if id, ok := phrase.ID(typed); typed == "" || ok && id == g.ID || strings.Contains(sales.Fold(label), sales.Fold(typed)) {
				out = append(out, chat.Option{Label: label, Value: g.ID})
			}
		}
		return out, nil
	})
}

// suggestScopes offers the company, and the teams and people for whom the person may set goals.
func suggestScopes(c *call.Call) (chat.Reply, error) {
	return call.Suggested(c, func(c *call.Call, typed string) (out []chat.Option, err error) {
		all, err := settable(c)
		if err != nil {
			return nil, err
		}
		for _, s := range all {
			label, err := c.Desk.Cards.GoalScope(c.Read, c.Words, s)
			if err != nil {
				return nil, err
			}
			if typed == "" || strings.Contains(sales.Fold(label), sales.Fold(typed)) || phrase.Distance(sales.Fold(label), sales.Fold(typed)) <= 1 {
				out = append(out, chat.Option{Label: label, Value: scopeValue(s)})
			}
		}
		return out, nil
	})
}

// settable are the scopes for which the person may set goals: own teams first, then their people.
func settable(c *call.Call) (all []goal.Scope, err error) {
	add := func(s goal.Scope) error {
		ok, err := may(c, sales.SetGoal, goal.Goal{Scope: s})
		if ok {
			all = append(all, s)
		}
		return err
	}
	near, err := c.MyTeams()
	if err != nil {
		return nil, err
	}
	for _, t := range near {
		if err := add(goal.Scope{Kind: goal.OfTeam, ID: t.ID}); err != nil {
			return nil, err
		}
	}
	if err := add(goal.Scope{Kind: goal.OfCompany}); err != nil {
		return nil, err
	}
	for _, t := range near {
		for p, err := range store.TeamMembers(c.Read, t.ID) {
			if err != nil {
				return nil, err
			}
			if !p.Gone {
				if err := add(goal.Scope{Kind: goal.OfPerson, ID: p.ID}); err != nil {
					return nil, err
				}
			}
		}
	}
	return all, nil
}

func scopeValue(s goal.Scope) string { return string(s.Kind) + ":" + s.ID }

func parseScope(v string) goal.Scope {
	kind, id, _ := strings.Cut(v, ":")
	switch k := goal.ScopeKind(kind); k {
	case goal.OfCompany, goal.OfTeam, goal.OfPerson:
		return goal.Scope{Kind: k, ID: id}
	}
	return goal.Scope{}
}
