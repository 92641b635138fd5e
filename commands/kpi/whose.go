package kpi

import (
	"slices"
	"strings"

	"dealdesk/commands/call"
	"dealdesk/sales"
	"dealdesk/sales/goal"
	"dealdesk/sales/kpi"
	"dealdesk/store"
)

// whose are the numbers of some teams together, or of one person in them. A button carries it as text: "me", "all",
// or the id of a team or a person; what the asker may see is found out anew.
type whose struct {
	text   string
	name   string
	teams  []string // nil is all
	person string
	ranks  bool // they may see all numbers of each person; else only those that the weekly review shows to the team
}

// Words for oneself, and for all that one may see.
const (
	mine = "|me|my|mine|myself|my own|我|我的|本人|自己|我自己|"
	firm = "|company|the company|whole company|the whole company|公司|全公司|整个公司|"
	ours = "|all|everyone|everybody|everything|us|our|team|my team|the team|our team|all teams|" +
		"全部|所有|团队|我们|我们团队|我的团队|本团队|所有团队|全部团队|"
)

// whoseNamed finds those that a text names. Without a text a rep sees their own numbers, everybody else those of
// all teams that they lead or see.
func whoseNamed(c *call.Call, text string) (whose, error) {
	word := "|" + strings.ToLower(strings.TrimSpace(text)) + "|"
	seen, ranks, err := teams(c)
	if err != nil {
		return whose{}, err
	}
	switch {
	case strings.Contains(mine, word) && text != "", text == "" && c.Me.Role == sales.Rep && !c.Me.Admin:
		return whose{text: "me", name: c.Me.Name, person: c.Me.ID, ranks: true}, nil
	case strings.Contains(ours, word), strings.Contains(firm, word), text == "":
		w, whole := whose{text: "all", ranks: ranks}, false
		w.teams, w.name, whole, err = together(c, seen)
		switch {
		case err != nil:
		case len(seen) == 0:
			err = sales.No("people.no_team")
		case !whole && text != "" && strings.Contains(firm, word):
			err = sales.No("kpi.not_company", "Whose", w.name)
		}
		return w, err
	}
	if named, err := c.TeamsNamed(text); err == nil && len(named) == 1 {
		i := slices.IndexFunc(seen, func(t sales.Team) bool { return t.ID == named[0].ID })
		if i < 0 {
			return whose{}, sales.No("people.no_such_team", "Name", text)
		}
		return whose{text: seen[i].ID, name: seen[i].Name, teams: []string{seen[i].ID}, ranks: leads(c, seen[i])}, nil
	}
	return personNamed(c, text, seen)
}

// personNamed is a colleague whose numbers the asker may see. Anybody else is treated as if they did not exist.
func personNamed(c *call.Call, text string, seen []sales.Team) (whose, error) {
	p, err := call.PersonEver(c, text)
	if err != nil {
		if _, no := sales.AsProblem(err); no {
			err = sales.No("kpi.not_understood", "Text", text)
		}
		return whose{}, err
	}
	if p.ID == c.Me.ID {
		return whose{text: "me", name: p.Name, person: p.ID, ranks: true}, nil
	}
	if p.Gone && p.Team == "" { // what they did in the teams that the asker leads
		return formerOf(c, p, seen)
	}
	i := slices.IndexFunc(seen, func(t sales.Team) bool { return t.ID == p.Team })
	if i < 0 || seen[i].Director == p.ID && !mayEach(c, seen[i], p.ID) {
		return whose{}, sales.No("kpi.not_theirs", "Name", p.Name)
	}
	w := whose{text: p.ID, name: p.Name, person: p.ID, ranks: mayEach(c, seen[i], p.ID)}
	for _, t := range seen {
		if leads(c, t) || !w.ranks && t.ID == p.Team {
			w.teams = append(w.teams, t.ID)
		}
	}
	return w, nil
}

// formerOf are the numbers of somebody who left, in the teams that the asker leads.
func formerOf(c *call.Call, p sales.Person, seen []sales.Team) (whose, error) {
	w := whose{text: p.ID, name: p.Name, person: p.ID, ranks: true}
	for _, t := range seen {
		if leads(c, t) {
			w.teams = append(w.teams, t.ID)
		}
	}
	if w.teams == nil {
		return whose{}, sales.No("kpi.not_theirs", "Name", p.Name)
	}
	return w, nil
}

// teams are those whose sums the person may see, and whether they may see the numbers of each member of all.
func teams(c *call.Call) (seen []sales.Team, ranks bool, err error) {
	all, err := c.MyTeams()
	if err != nil {
		return nil, false, err
	}
	ranks = true
	for _, t := range all {
		ok, err := c.Desk.MayGoal(c.Read, c.Me, sales.SeeGoal, goal.Goal{Scope: goal.Scope{Kind: goal.OfTeam, ID: t.ID}})
		if err != nil {
			return nil, false, err
		}
		if ok {
			seen = append(seen, t)
			ranks = ranks && leads(c, t)
		}
	}
	return seen, ranks, nil
}

// leads reports whether the person may see what each member of a team reached.
func leads(c *call.Call, t sales.Team) bool {
	return sales.May(c.Me, sales.SeeGoal, sales.Record{Team: t})
}

// mayEach reports whether the person may see what one member of a team reached.
func mayEach(c *call.Call, t sales.Team, member string) bool {
	return sales.May(c.Me, sales.SeeGoal, sales.Record{Owner: member, Team: t})
}

// together names teams that are shown as one. All teams of the company are the company, with what dissolved ones did.
func together(c *call.Call, seen []sales.Team) (ids []string, name string, whole bool, err error) {
	n := 0
	for _, err := range store.Teams.List(c.Read, store.Query{}) {
		if err != nil {
			return nil, "", false, err
		}
		n++
	}
	if n == len(seen) && n != 1 {
		return nil, c.Words.Plain("goal.company"), true, nil
	}
	var names []string
	for _, t := range seen {
		ids, names = append(ids, t.ID), append(names, t.Name)
	}
	return ids, strings.Join(names, c.Words.Plain("list.comma")), n == len(seen), nil
}

// shared reports whether the numbers are those of colleagues, of whom the asker may see what the weekly review shows to
// the whole team, and no more.
func (w whose) shared(by kpi.Dimension) bool {
	return !w.ranks && (by == kpi.ByPerson || w.person != "")
}

// mayShow refuses the numbers of colleagues that their team's review does not show. Without a metric only those are shown
// that it does.
func (w whose) mayShow(m kpi.Metric, by kpi.Dimension) error {
	if d, one := kpi.DefinitionOf(m); one && !d.Shared && w.shared(by) {
		return sales.No("kpi.not_each")
	}
	return nil
}

// scope is the same as a goal has it, to find records: those of all teams where there are several, as nobody is
// shown a record that they may not see.
func (w whose) scope() goal.Scope {
	switch {
	case w.person != "":
		return goal.Scope{Kind: goal.OfPerson, ID: w.person}
	case len(w.teams) == 1:
		return goal.Scope{Kind: goal.OfTeam, ID: w.teams[0]}
	}
	return goal.Scope{Kind: goal.OfCompany}
}
