package commands

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"dealdesk/cards"
	"dealdesk/commands/phrase"
	"dealdesk/sales"
	"dealdesk/store"
)

func (l *loading) addPerson(p sales.Person) {
	for _, name := range []string{p.ID, p.Name, p.Email, p.External} {
		l.people.add(name, p.ID)
	}
	if p.External != "" {
		l.people.external[p.External] = p.ID
	}
}

// person takes a row about someone who sells. Where people of the chat sell is the
// configuration's business ([[team]]); what a file says of that holds for those who have
// not been seen in the chat.
func (l *loading) person() error {
	name, slack := l.cell("name"), strings.ToUpper(l.cell("slack_id"))
	if name == "" {
		return sales.No("name.missing").At("name")
	}
	if err := l.texts("id", "name", "email", "team", "manager", "region"); err != nil {
		return err
	}
	role, err := l.role()
	if err != nil {
		return err
	}
	if slack != "" && (len(slack) < 6 || slack[0] != 'U' && slack[0] != 'W') {
		return sales.No("import.slack_id", "Text", slack).At("slack_id")
	}
	key := cmp.Or(l.cell("id"), name)
	if err := l.once(key); err != nil {
		return err
	}
	was, known, err := l.knownPerson(key, name, slack)
	if err != nil {
		return err
	}
	p := was
	p.External = key
	if email := l.cell("email"); email != "" {
		p.Email = email
	}
	switch {
	case !known:
		p.ID = slack
		if slack == "" {
			p.ID = l.tx.Next("P")
		}
	case slack != "" && slack != was.ID:
		if p, err = l.link(p, slack); err != nil {
			return err
		}
	}
	seen := known && cards.InChat(p)
	if !seen {
		p.Name, p.Role = name, cmp.Or(role, p.Role, sales.Rep)
	}
	l.addPerson(p)
	team, err := l.team()
	if err != nil {
		return err
	}
	switch leads := p.Role == sales.Manager && p.Team != ""; {
	case team == "" || team == p.Team || leads:
	case seen && p.Team != "":
		l.note(sales.No("import.team_kept", "Name", p.Name, "Team", p.Team))
	default:
		p.Team = team
	}
	return keep(l, store.People, was, known, p)
}

// knownPerson finds whom the row means: by the id in the other system, by the chat's, or
// by name among those who did not come from another system.
func (l *loading) knownPerson(key, name, slack string) (p sales.Person, ok bool, err error) {
	if id := l.people.external[key]; id != "" {
		return store.People.Get(l.tx, id)
	}
	if slack != "" {
		if p, ok, err = store.People.Get(l.tx, slack); ok || err != nil {
			return p, ok, err
		}
	}
	if id, named := l.people.find(name); named {
		if p, ok, err = store.People.Get(l.tx, id); ok && p.External == "" {
			return p, true, err
		}
	}
	return sales.Person{}, false, err
}

// role reads what someone is. Nobody becomes an admin by a file.
func (l *loading) role() (sales.Role, error) {
	text := l.cell("role")
	if text == "" {
		return "", nil
	}
	for _, role := range []sales.Role{sales.Rep, sales.Manager, sales.Director} {
		if slices.Contains(l.everywhere("role."+string(role)), phrase.FoldFull(text)) {
			return role, nil
		}
	}
	return "", sales.No("import.role_unknown", "Text", text).At("role")
}

// team finds the team that the row names, or makes it: one for each manager and region.
func (l *loading) team() (string, error) {
	name := cmp.Or(l.cell("team"), strings.TrimSpace(l.cell("region")+" "+l.cell("manager")))
	if name == "" {
		return "", nil
	}
	if id, ok := l.teams.find(name); ok {
		return id, nil
	}
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if len(words) == 0 {
		return "", sales.No("name.missing").At("team")
	}
	t := sales.Team{ID: strings.Join(words, "-"), Name: name, Region: l.cell("region"), External: name}
	if boss := l.cell("manager"); boss != "" {
		var err error
		if t.Manager, err = l.boss(boss, t); err != nil {
			return "", err
		}
	}
	l.also(Teams, t.ID, t.Name, sales.No("import.team_added"))
	l.teams.add(t.Name, t.ID)
	l.teams.add(t.ID, t.ID)
	return t.ID, store.Teams.Put(l.tx, t)
}

// boss finds or makes the manager of a new team.
func (l *loading) boss(name string, t sales.Team) (string, error) {
	p := sales.Person{Name: name, Role: sales.Manager, Team: t.ID, External: name}
	if id, ok := l.people.find(name); ok {
		var err error
		if p, err = store.People.Find(l.tx, id); err != nil || cards.InChat(p) {
			return p.ID, err
		}
		p.Role, p.Team = sales.Manager, cmp.Or(p.Team, t.ID)
		return p.ID, store.People.Put(l.tx, p)
	}
	p.ID = l.tx.Next("P")
	l.also(l.row.Kind, p.ID, p.Name, sales.No("import.manager_added", "Team", t.Name))
	l.addPerson(p)
	return p.ID, store.People.Put(l.tx, p)
}
