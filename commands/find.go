package commands

import (
	"errors"
	"slices"
	"strings"
	"sync"

	"dealdesk/chat"
	"dealdesk/commands/phrase"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/store"
)

// names keeps the folded and romanised names of all accounts in memory, so that a line
// of text is matched without reading them all. It is rebuilt when an account's name has
// changed since (the store counts those), and is never a source of records or rights.
type names struct {
	sync.Mutex
	version int64
	index   *phrase.Index
}

// lookup finds customers by name for one person. What they may not see does not exist
// for it: a hidden name takes no place in a list and no words out of a line (P13).
type lookup struct {
	*phrase.Index
	sees func(id string) bool
	err  error // what went wrong while it asked the store what the person sees
}

// accountNames returns the index that fits this transaction's snapshot, as the person
// sees it.
func (c *call) accountNames() (*lookup, error) {
	index, err := c.door.names.of(c.Read)
	if err != nil {
		return nil, err
	}
	l := &lookup{Index: index}
	if c.visible == nil {
		c.visible = map[string]bool{}
	}
	l.sees = func(id string) bool {
		sees, known := c.visible[id]
		if known || l.err != nil {
			return sees
		}
		_, err := c.accountByID(id)
		if _, hidden := sales.AsProblem(err); err != nil && !hidden {
			l.err = err
			return false
		}
		c.visible[id] = err == nil
		return err == nil
	}
	return l, nil
}

// Known is for the reader of a line: see phrase.LogOptions.
func (l *lookup) Known(text string) int { return l.Index.Known(text, l.sees) }

// named are the records with this very name, else those it may mean.
func (l *lookup) named(name string) ([]phrase.Match, error) {
	if exact := l.Exact(name, l.sees); len(exact) > 0 || l.err != nil {
		return exact, l.err
	}
	return l.alike(name)
}

// alike are the records that a name may mean, best first.
func (l *lookup) alike(name string) ([]phrase.Match, error) {
	fits := l.Find(name, l.sees)
	return fits[:min(len(fits), most)], l.err
}

// of returns the index of all names of this snapshot.
func (n *names) of(r store.Reader) (*phrase.Index, error) {
	version, err := store.NameVersion(r)
	if err != nil {
		return nil, err
	}
	n.Lock()
	defer n.Unlock()
	if n.index != nil && n.version == version {
		return n.index, nil
	}
	var all []phrase.Named
	for a, err := range store.Accounts.List(r, store.Query{}) {
		if err != nil {
			return nil, err
		}
		all = append(all, phrase.Named{ID: a.ID, Name: a.Name})
	}
	n.index, n.version = phrase.NewIndex(all), version
	return n.index, nil
}

// choice is the error of a text that fits several records, or of a missing one: the
// asker picks, and the line runs again with the pick in front.
type choice struct {
	text    chat.Safe
	rest    string // the arguments without the part that named the record
	options []chat.Option
	create  string // a customer's name to offer making; the whole line waits for it
}

func (c *choice) Error() string { return "commands: several records fit" }

// whole makes a question wait with all that was typed: a line that is read in one piece
// is read so again once the record is known.
func (c *call) whole(err error) error {
	var which *choice
	if errors.As(err, &which) {
		which.rest = c.Req.Args
	}
	return err
}

// most is how many records a choice offers.
const most = 5

// dealArg takes the deal off the front of the arguments: an id, a name, a customer with
// one open deal, or nothing inside a deal's thread. What is left is returned
// untouched. An invisible deal and an unknown one get the same words (P13).
func (c *call) dealArg() (sales.Deal, string, error) {
	args := strings.TrimSpace(c.Req.Args)
	if c.Req.Value != "" && !isAccount(c.Req.Value) {
		d, err := c.dealByID(c.Req.Value)
		return d, args, err
	}
	if first, rest := cutWord(args); first != "" && c.Req.Value == "" {
		if id, ok := phrase.ID(first); ok && id[0] == 'D' {
			d, err := c.dealByID(id)
			return d, rest, err
		}
	}
	if here, ok, err := c.dealHere(); err != nil || ok && c.Req.Value == "" {
		return here, args, err
	}
	named, rest, err := c.dealsNamed(args)
	if err != nil {
		return sales.Deal{}, "", err
	}
	switch {
	case len(named) == 1:
		return named[0], rest, nil
	case len(named) > 1:
		return sales.Deal{}, "", c.askWhichDeal(c.Words.Say("deal.which"), rest, named)
	}
	recent, err := c.likelyDeals()
	if err != nil {
		return sales.Deal{}, "", err
	}
	if len(recent) == 0 {
		return sales.Deal{}, "", sales.No("deal.none_yet")
	}
	return sales.Deal{}, "", c.askWhichDeal(c.Words.Say("deal.which"), args, recent)
}

// isAccount tells a customer's id from a deal's: where a customer was asked about first,
// the one picked stands for its deals.
func isAccount(id string) bool { return strings.HasPrefix(id, "A-") }

// dealByID returns a visible deal.
func (c *call) dealByID(id string) (sales.Deal, error) {
	d, ok, err := store.Deals.Get(c.Read, id)
	if err != nil {
		return d, err
	}
	if ok {
		if err = c.may(sales.See, d.Owner, d.Team); err == nil {
			return d, nil
		}
	}
	return sales.Deal{}, sales.No("deal.not_found", "ID", id)
}

// dealHere is the deal whose thread this is, or that of a message about its request, if
// the person sees it: to anybody else who reads along it is a thread like any other (P13).
func (c *call) dealHere() (d sales.Deal, ok bool, err error) {
	if c.Req.Where.Thread == "" {
		return d, false, nil
	}
	post, ok, err := store.PostAt(c.Read, c.Req.Where.Channel, c.Req.Where.Thread)
	if err != nil || !ok {
		return d, false, err
	}
	about := post.About
	if strings.HasPrefix(about, "R-") { // a decider's own message about a request
		a, _, err := store.Approvals.Get(c.Read, about)
		if err != nil {
			return d, false, err
		}
		about = a.Deal
	}
	if !strings.HasPrefix(about, "D-") {
		return d, false, nil
	}
	d, err = c.dealByID(about)
	if _, hidden := sales.AsProblem(err); hidden {
		return d, false, nil
	}
	return d, err == nil, err
}

// dealsNamed finds the open deals of the customer that was picked or opens the text.
func (c *call) dealsNamed(args string) (fits []sales.Deal, rest string, err error) {
	if isAccount(c.Req.Value) {
		account, err := c.accountByID(c.Req.Value)
		if err != nil {
			return nil, args, err
		}
		fits, err = c.openDeals(account.ID)
		return fits, args, err
	}
	account, rest, ok, err := c.accountNamed(args)
	if err != nil || !ok {
		return nil, args, err
	}
	fits, err = c.openDeals(account.ID)
	return fits, rest, err
}

// openDeals of an account that the person sees, latest first.
func (c *call) openDeals(account string) ([]sales.Deal, error) {
	var open []sales.Deal
	for d, err := range store.Deals.List(c.Read, store.Query{Index: "account", Key: account, Reverse: true}) {
		if err != nil {
			return nil, err
		}
		if d.Status == sales.Open && c.may(sales.See, d.Owner, d.Team) == nil {
			open = append(open, d)
		}
	}
	return open, nil
}

// likelyDeals are the person's own open deals, the latest contact first.
func (c *call) likelyDeals() ([]sales.Deal, error) {
	var mine []sales.Deal
	for d, err := range store.Deals.List(c.Read, store.Query{Index: "owner", Prefix: c.Me.ID + " " + string(sales.Open)}) {
		if err != nil {
			return nil, err
		}
		mine = append(mine, d)
	}
	slices.SortStableFunc(mine, func(a, b sales.Deal) int { return b.Contacted.Compare(a.Contacted) })
	return mine[:min(len(mine), most)], nil
}

func (c *call) whichDeal(text chat.Safe, rest string, deals []sales.Deal) (*choice, error) {
	which := &choice{text: text, rest: rest}
	for _, d := range deals[:min(len(deals), most)] {
		title, err := c.Desk.Cards.DealTitle(c.Read, d)
		if err != nil {
			return nil, err
		}
		which.options = append(which.options, chat.Option{Label: lang.Unmark(title), Value: d.ID})
	}
	return which, nil
}

// askWhichDeal is whichDeal as the error that asks.
func (c *call) askWhichDeal(text chat.Safe, rest string, deals []sales.Deal) error {
	which, err := c.whichDeal(text, rest, deals)
	if err != nil {
		return err
	}
	return which
}

// accountNamed reads an account's name off the front of the text: an id, the longest
// known name, or the first words as a near miss. Two close ones are asked about.
func (c *call) accountNamed(text string) (a sales.Account, rest string, ok bool, err error) {
	first, behind := cutWord(text)
	if first == "" {
		return a, text, false, nil
	}
	if id, isID := phrase.ID(first); isID && id[0] == 'A' {
		a, err = c.accountByID(id)
		return a, behind, err == nil, err
	}
	index, err := c.accountNames()
	if err != nil {
		return a, text, false, err
	}
	name := first
	if n := index.Known(text); n > 0 {
		name, behind = text[:n], strings.TrimSpace(text[n:])
	} else if words := phrase.Words(text); len(words) > 0 && words[0].Quoted {
		name, behind = words[0].Text, strings.TrimSpace(text[words[0].End:])
	}
	seen, err := index.named(name)
	switch {
	case err != nil:
		return a, text, false, err
	case len(seen) == 0:
		return a, text, false, nil
	case phrase.Close(seen):
		which := &choice{text: c.Words.Say("account.which", "Name", name), rest: behind}
		for _, m := range seen[:min(len(seen), most)] {
			which.options = append(which.options, chat.Option{Label: m.ID + " " + m.Name, Value: m.ID})
		}
		return a, text, false, which
	}
	a, err = c.accountByID(seen[0].ID)
	return a, behind, err == nil, err
}

// accountByID returns a visible account.
func (c *call) accountByID(id string) (sales.Account, error) {
	a, ok, err := store.Accounts.Get(c.Read, id)
	if err != nil {
		return a, err
	}
	if ok {
		if err = c.mayWith(sales.See, a); err == nil {
			return a, nil
		}
	}
	return sales.Account{}, sales.No("account.not_found", "ID", id)
}

// mayWith refuses with not_allowed unless the person may do this with a customer: their
// own, their team's, or one that a deal they may do it to is with.
func (c *call) mayWith(a sales.Action, account sales.Account) error {
	if c.may(a, account.Owner, account.Team) == nil {
		return nil // mostly; its deals may be many
	}
	records, err := store.WhoseAccount(c.Read, account)
	if err == nil && !sales.May(c.Me, a, records...) {
		err = sales.No("people.not_allowed")
	}
	return err
}

// cutWord splits the first word off, quotes taken away.
func cutWord(s string) (first, rest string) {
	words := phrase.Words(s)
	if len(words) == 0 {
		return "", ""
	}
	return words[0].Text, strings.TrimSpace(s[words[0].End:])
}

// personNamed finds a colleague by mention, id or name.
func (c *call) personNamed(typed string) (sales.Person, error) {
	typed = strings.TrimSpace(typed)
	id := strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(typed, "<@"), "@"), ">")
	id, _, _ = strings.Cut(id, "|")
	if p, ok, err := store.People.Get(c.Read, id); err != nil || ok {
		return p, err
	}
	var fits []sales.Person
	for p, err := range store.People.List(c.Read, store.Query{}) {
		if err != nil {
			return p, err
		}
		if !p.Gone && phrase.Fold(p.Name) == phrase.Fold(id) {
			fits = append(fits, p)
		}
	}
	switch {
	case len(fits) == 1:
		return fits[0], nil
	case strings.HasPrefix(typed, "<@"):
		return sales.Person{}, sales.No("person.not_on_team")
	}
	return sales.Person{}, sales.No("person.not_found", "Name", typed)
}
