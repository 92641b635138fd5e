package call

import (
	"cmp"
	"slices"
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/phrase"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/store"
)

// What the menus of a form offer while somebody types: the record with that id, or those whose names the
// text may mean, by their letters, their sound or with a slip; before anything is typed, the likeliest.
// Only what the person may see is there.

// Routes that suggest.
const (
	SuggestAny     = "suggest" // deals and customers
	SuggestDeal    = "suggest deal"
	SuggestAccount = "suggest account"
	SuggestPerson  = "suggest person"
)

const (
	optionLimit = 100  // Slack shows no more
	searchLimit = 3000 // deals that are looked through
)

// Suggested answers with what these menus offer, one after the other.
func Suggested(c *Call, menus ...func(c *Call, typed string) ([]chat.Option, error)) (chat.Reply, error) {
	all := []chat.Option{}
	for _, menu := range menus {
		more, err := menu(c, strings.TrimSpace(c.Req.Args))
		if err != nil {
			return chat.Reply{}, err
		}
		all = append(all, more...)
	}
	return chat.Reply{Options: all[:min(len(all), optionLimit)]}, nil
}

// DealOptions are the deals that a text may mean: open ones, and for verbs that work on them closed ones, too.
func DealOptions(c *Call, typed string) ([]chat.Option, error) {
	all, err := dealsInReach(c)
	if err != nil {
		return nil, err
	}
	byID, names := map[string]sales.Deal{}, []phrase.Named{}
	for _, d := range all {
		byID[d.ID] = d
		a, _, err := store.Accounts.Get(c.Read, d.Account)
		if err != nil {
			return nil, err
		}
		names = append(names, phrase.Named{ID: d.ID, Name: a.Name}, phrase.Named{ID: d.ID, Name: d.Name},
			phrase.Named{ID: d.ID, Name: a.Name + " " + d.Name})
	}
	if id, ok := phrase.ID(typed); ok && byID[id].ID == "" {
		if d, err := c.DealByID(id); err == nil && offers(c, d) {
			byID[id], names = d, append(names, phrase.Named{ID: id})
		}
	}
	var out []chat.Option
	for _, id := range meantBy(typed, names) {
		o, err := dealOption(c, byID[id])
		if err != nil {
			return nil, err
		}
		out = append(out, o)
	}
	return out, nil
}

// dealsInReach are the deals that a menu looks through, the likeliest first: the person's own, then those
// of their teams, each with the latest contact first.
func dealsInReach(c *Call) (all []sales.Deal, err error) {
	teams, err := c.MyTeams()
	if err != nil {
		return nil, err
	}
	sources := []func(func(sales.Deal, error) bool){store.OpenDealsOf(c.Read, c.Me.ID)}
	for _, t := range teams {
		sources = append(sources, store.OpenDealsOfTeam(c.Read, t.ID))
	}
	if c.door.worksOnClosed(c.Req.Form) {
		year := c.Today.AddDays(-365)
		for _, t := range teams {
			sources = append(sources, store.ClosedDealsOfTeam(c.Read, t.ID, sales.Won, year),
				store.ClosedDealsOfTeam(c.Read, t.ID, sales.Lost, year))
		}
	}
	seen := map[string]bool{}
	for _, source := range sources {
		for d, err := range source {
			if err != nil {
				return nil, err
			}
			if len(all) < searchLimit && !seen[d.ID] && offers(c, d) && c.May(sales.See, d.Owner, d.Team) == nil {
				seen[d.ID], all = true, append(all, d)
			}
		}
	}
	rank := func(d sales.Deal) int {
		switch {
		case d.Status != sales.Open:
			return 2
		case d.Owner != c.Me.ID:
			return 1
		}
		return 0
	}
	slices.SortStableFunc(all, func(x, y sales.Deal) int { return cmp.Or(rank(x)-rank(y), y.Contacted.Compare(x.Contacted)) })
	return all, nil
}

// offers reports whether the form can work on a deal.
func offers(c *Call, d sales.Deal) bool {
	v := c.door.verb(c.Req.Form)
	return d.Status == sales.Open && !v.Reopens || d.Status != sales.Open && v.Closed
}

// AccountOptions are the customers that a text may mean, or the person's own.
func AccountOptions(c *Call, typed string) (out []chat.Option, err error) {
	var fits []sales.Account
	add := func(a sales.Account) {
		if !slices.ContainsFunc(fits, func(b sales.Account) bool { return a.ID == b.ID }) {
			fits = append(fits, a)
		}
	}
	if typed == "" {
		for a, err := range store.AccountsOf(c.Read, c.Me.ID) {
			if err != nil {
				return nil, err
			}
			fits = append(fits, a)
		}
		slices.SortStableFunc(fits, func(x, y sales.Account) int { return y.Contacted.Compare(x.Contacted) })
	} else {
		if id, ok := phrase.ID(typed); ok {
			if a, err := c.AccountByID(id); err == nil {
				add(a)
			}
		}
		index, err := c.AccountNames()
		if err != nil {
			return nil, err
		}
		for _, m := range index.Find(typed, index.sees) {
			a, err := c.AccountByID(m.ID)
			if err != nil {
				return nil, err
			}
			add(a)
		}
		if index.Err != nil {
			return nil, index.Err
		}
	}
	for _, a := range fits[:min(len(fits), optionLimit)] {
		out = append(out, chat.Option{Label: a.ID + " " + a.Name, Value: a.ID})
	}
	return out, nil
}

// PersonOptions are the colleagues that a text may mean; those of the person's team come first.
func PersonOptions(c *Call, typed string) (out []chat.Option, err error) {
	byID := map[string]sales.Person{}
	var near, far []phrase.Named
	for p, err := range store.People.List(c.Read, store.Query{}) {
		if err != nil {
			return nil, err
		}
		if p.Role == "" || !p.InChat() {
			continue
		}
		byID[p.ID] = p
		if named := (phrase.Named{ID: p.ID, Name: p.Name}); p.Team != "" && p.Team == c.Me.Team {
			near = append(near, named)
		} else {
			far = append(far, named)
		}
	}
	for _, id := range meantBy(typed, append(near, far...)) {
		out = append(out, personOption(c, byID[id]))
	}
	return out, nil
}

func personOption(c *Call, p sales.Person) chat.Option {
	label := cards.NameOf(p)
	if t, ok, err := store.Teams.Get(c.Read, p.Team); err == nil && ok {
		label += " · " + t.Name
	}
	return chat.Option{Label: label, Value: p.ID}
}

// meantBy are the ids of the names that a text may mean, best first: an id itself, then names. Without a text
// they are all, in their order.
func meantBy(typed string, names []phrase.Named) (ids []string) {
	add := func(id string) {
		if len(ids) < optionLimit && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	if typed == "" {
		for _, n := range names {
			add(n.ID)
		}
		return ids
	}
	id, _ := phrase.ID(typed)
	for _, n := range names {
		if strings.EqualFold(n.ID, cmp.Or(id, typed)) {
			add(n.ID)
		}
	}
	for _, m := range phrase.NewIndex(names).Find(typed, nil) {
		add(m.ID)
	}
	return ids
}
