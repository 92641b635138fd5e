package importer

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"dealdesk/sales"
	"dealdesk/store"
)

func (l *loading) addPerson(p sales.Person) {
	l.people.add(p.ID, p.Name, p.External, p.ID, p.Email, p.External)
}

// person takes a row about someone who sells. Where people of the chat sell is the
// configuration's business ([[team]]); what a file says of that holds for those who have
// not been seen in the chat.
func (l *loading) person() error {
	name, slack := l.cell("name"), strings.ToUpper(l.cell("slack_id"))
	if l.ours() {
		return l.ownPerson()
	}
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
	label, err := l.teamName()
	if err != nil {
		return err
	}
	if slack != "" && !slackID(slack) {
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
	if known {
		if err := l.once("record " + was.ID); err != nil {
			return err
		}
	}
	p := was
	p.External = cmp.Or(l.cell("id"), was.External, name)
	if email := l.cell("email"); email != "" {
		p.Email = email
	}
	switch {
	case !known:
		p.ID = slack
		if slack == "" {
			p.ID = l.tx.Next(sales.KindImported)
		}
	case slack != "" && slack != was.ID:
		if p, err = l.link(p, slack); err != nil {
			return err
		}
	}
	seen := known && p.InChat()
	if p.Name = cmp.Or(p.Name, name); !seen { // Slack has not told the name of someone whom only the configuration knows
		p.Name, p.Role = name, cmp.Or(role, p.Role, sales.Rep)
	}
	// Kept before the team: people may be named as their own manager.
	l.addPerson(p)
	if err := store.People.Put(l.tx, p); err != nil {
		return err
	}
	team, err := l.team(label)
	if err != nil {
		return err
	}
	if p, err = store.People.Find(l.tx, p.ID); err != nil {
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

// ownPerson takes a row of our own export. Someone of this id and name is here already.
func (l *loading) ownPerson() error {
	id, name := l.cell("id"), l.cell("name")
	if err := l.texts("id", "name", "email", "team"); err != nil {
		return err
	}
	if err := l.once(id); err != nil {
		return err
	}
	was, known, err := store.People.Get(l.tx, id)
	if err != nil {
		return err
	}
	if known && was.Name != name && !slackID(id) {
		was, known = sales.Person{}, false // P-1 of another desk
	}
	if external := l.cell("external"); !known && l.people.external[external] != "" {
		if was, err = store.People.Find(l.tx, l.people.external[external]); err != nil {
			return err
		}
		known = true
	}
	p := was
	p.Name, p.Email = cmp.Or(p.Name, name), cmp.Or(l.cell("email"), p.Email)
	if !known {
		p = sales.Person{ID: id, Name: name, Email: l.cell("email"), Role: sales.Rep, External: cmp.Or(l.cell("external"), name)}
		if !slackID(id) {
			p.ID = l.tx.Next(sales.KindImported)
		}
		if role := sales.Role(l.cell("role")); role == sales.Manager || role == sales.Director {
			p.Role = role
		}
		if p.Team, err = l.team(l.cell("team")); err != nil {
			return err
		}
	}
	l.own[id] = p.ID
	l.addPerson(p)
	return keep(l, store.People, was, known, p)
}

var slackID = regexp.MustCompile(`^[UW][A-Z0-9]{3,20}$`).MatchString

// knownPerson finds whom the row means: by the id in the other system, by the chat's, or
// by name.
func (l *loading) knownPerson(key, name, slack string) (p sales.Person, ok bool, err error) {
	if slack != "" && l.people.external[key] == "" {
		if p, ok, err = store.People.Get(l.tx, slack); ok || err != nil {
			return p, ok, err
		}
	}
	id, err := l.people.named(key, name)
	if err != nil {
		return p, false, err
	}
	return store.People.Get(l.tx, id)
}

// role reads what someone leads, "" for nothing. Nobody becomes an admin by a file, and
// nobody stops leading because a file calls them a rep.
func (l *loading) role() (sales.Role, error) {
	text := l.cell("role")
	if text == "" {
		return "", nil
	}
	for _, role := range []sales.Role{sales.Rep, sales.Manager, sales.Director} {
		if slices.Contains(l.everywhere("role."+string(role)), sales.FoldFull(text)) {
			if role == sales.Rep {
				role = ""
			}
			return role, nil
		}
	}
	return "", sales.No("import.role_unknown", "Text", text).At("role")
}

// teamName is the team that the row names, or one for each manager and region.
func (l *loading) teamName() (string, error) {
	name := cmp.Or(l.cell("team"), strings.TrimSpace(l.cell("region")+" "+l.cell("manager")))
	if name != "" && teamID(name) == "" {
		return "", sales.No("name.missing").At("team")
	}
	return name, fits(teamID(name), "team")
}

func teamID(name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return strings.Join(words, "-")
}

// team finds the team of a name, or makes it.
func (l *loading) team(name string) (string, error) {
	if name == "" {
		return "", nil
	}
	if id, ok := l.teams.find(name); ok {
		return id, nil
	}
	t := sales.Team{ID: teamID(name), Name: name, Region: l.cell("region"), External: name}
	if boss := l.cell("manager"); boss != "" {
		var err error
		if t.Manager, err = l.boss(boss, t); err != nil {
			return "", err
		}
	}
	l.also(Teams, t.ID, t.Name, sales.No("import.team_added"))
	l.teams.add(t.ID, t.Name, "", t.ID)
	return t.ID, store.Teams.Put(l.tx, t)
}

// boss finds or makes the manager of a new team.
func (l *loading) boss(name string, t sales.Team) (string, error) {
	p := sales.Person{Name: name, Role: sales.Manager, Team: t.ID, External: name}
	if id, ok := l.people.find(name); ok {
		var err error
		if p, err = store.People.Find(l.tx, id); err != nil || p.InChat() {
			return p.ID, err
		}
		if p.Team = cmp.Or(p.Team, t.ID); p.Role == sales.Rep {
			p.Role = sales.Manager
		}
		return p.ID, store.People.Put(l.tx, p)
	}
	p.ID = l.tx.Next(sales.KindImported)
	l.also(l.row.Kind, p.ID, p.Name, sales.No("import.manager_added", "Team", t.Name))
	l.addPerson(p)
	return p.ID, store.People.Put(l.tx, p)
}
