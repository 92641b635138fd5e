package call

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

// names is an index in memory of the folded and romanised names of all accounts, so that a line can
// be matched without reading them all. It is rebuilt after an account's name has changed, which the
// store counts. It is never a source of records or rights.
type names struct {
	sync.Mutex
	version int64
	index   *phrase.Index
}

// Lookup finds customers by name for one person. It ignores customers that the person may not see:
// a hidden name takes no place in a list and no words from a line (P13).
type Lookup struct {
	*phrase.Index
	sees func(id string) bool
	Err  error // what went wrong while it asked the store what the person sees
}

// AccountNames returns the index of this transaction's snapshot, restricted to what the person may
// see.
func (c *Call) AccountNames() (*Lookup, error) {
	index, err := c.door.names.of(c.Read)
	if err != nil {
		return nil, err
	}
	l := &Lookup{Index: index}
	if c.visible == nil {
		c.visible = map[string]bool{}
	}
	l.sees = func(id string) bool {
		sees, known := c.visible[id]
		if known || l.Err != nil {
			return sees
		}
		_, err := c.AccountByID(id)
		if _, hidden := sales.AsProblem(err); err != nil && !hidden {
			l.Err = err
			return false
		}
		c.visible[id] = err == nil
		return err == nil
	}
	return l, nil
}

// Known implements the option of the same name in phrase.LogOptions.
func (l *Lookup) Known(text string) int { return l.Index.Known(text, l.sees) }

// Named returns the records with exactly this name, else those that it may mean.
func (l *Lookup) Named(name string) ([]phrase.Match, error) {
	if exact := l.Exact(name, l.sees); len(exact) > 0 || l.Err != nil {
		return exact, l.Err
	}
	return l.Alike(name)
}

// Spots returns a function that finds where a line names customers, or people at the customers of the
// person's own open deals.
func Spots(c *Call) (func(line string) []phrase.Spot, error) {
	index, err := c.AccountNames()
	if err != nil {
		return nil, err
	}
	people, err := acquaintances(c)
	return func(line string) []phrase.Spot { return index.Spots(line, people, index.sees) }, err
}

// Called reports whether a word may be taken for the beginning of one record's name.
func (l *Lookup) Called(word string) bool {
	fits, err := l.Named(word)
	return err == nil && phrase.Sure(fits)
}

// Alike returns the records that a name may mean, best first.
func (l *Lookup) Alike(name string) ([]phrase.Match, error) {
	fits := l.Find(name, l.sees)
	return fits[:min(len(fits), ChoiceLimit)], l.Err
}

// of returns the index of all names in this snapshot.
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

// Choice is the error for a text that is missing or matches several records. The person picks one,
// and the line runs again with the pick in front.
type Choice struct {
	Text    chat.Safe
	Rest    string // the arguments without the part that named the record
	Options []chat.Option
	Create  string        // a customer's name to offer making; the whole line waits for it
	Longer  string        // another, with more words of the line
	Like    bool          // the options are only like what was typed
	Buttons []chat.Button // what else can be done; they do not run the line
}

func (c *Choice) Error() string { return "commands: several records fit" }

// Whole makes a Choice keep everything that was typed, for commands that must read the line in one
// piece again once the record is known.
func (c *Call) Whole(err error) error {
	var which *Choice
	if errors.As(err, &which) {
		which.Rest = c.Req.Args
	}
	return err
}

// ChoiceLimit bounds how many records a Choice offers.
const ChoiceLimit = 5

// DealArg cuts the deal off the front of the arguments: an ID, a name, or a customer with one open
// deal. Without one, in a deal's room it is that deal. The rest is returned unchanged. A hidden
// deal and an unknown one get the same error (P13).
func (c *Call) DealArg() (sales.Deal, string, error) {
	args := strings.TrimSpace(c.Req.Args)
	if c.Req.Value != "" && sales.KindOf(c.Req.Value) != sales.KindAccount {
		d, err := c.DealByID(c.Req.Value)
		if err != nil {
			return d, args, err
		}
		rest, err := cutLikeness(c, args, d.Account)
		return d, rest, err
	}
	if Picked(c) && c.Req.Fields["deal"] != "" {
		d, err := c.DealByID(c.Req.Fields["deal"])
		return d, args, sales.At("deal", err)
	}
	if first, rest := phrase.CutWord(args); first != "" && c.Req.Value == "" {
		id, err := IDTyped(c, first, rest)
		if err != nil {
			return sales.Deal{}, "", err
		}
		if sales.KindOf(id) == sales.KindDeal {
			d, err := c.DealByID(id)
			return d, rest, err
		}
	}
	if here, ok, err := c.DealHere(); err != nil || ok && c.Req.Value == "" {
		return here, args, err
	}
	account, rest, found, err := accountMeant(c, args)
	if err != nil {
		return sales.Deal{}, "", orLikelyDeal(c, err, args)
	}
	if found {
		fits, closed, err := dealsOf(c, account)
		switch {
		case err != nil:
			return sales.Deal{}, "", err
		case len(fits) == 1:
			return fits[0], rest, nil
		case len(fits) > 1:
			return sales.Deal{}, "", c.AskWhichDeal(c.Words.Say("deal.which"), rest, fits)
		case calledSo(account, args) || sales.KindOf(c.Req.Value) == sales.KindAccount:
			return sales.Deal{}, "", noOpenDeal(c, account, rest, closed)
		}
		// A word that is only like a customer's name may be no name at all.
	}
	if err := Unsaid(c); err != nil {
		return sales.Deal{}, "", err
	}
	recent, err := c.LikelyDeals()
	if err != nil {
		return sales.Deal{}, "", err
	}
	if len(recent) == 0 {
		return sales.Deal{}, "", sales.No("deal.none_yet")
	}
	return sales.Deal{}, "", c.AskWhichDeal(c.Words.Say("deal.which"), args, recent)
}

// DealByID returns a visible deal.
func (c *Call) DealByID(id string) (sales.Deal, error) {
	d, ok, err := store.Deals.Get(c.Read, id)
	if err != nil {
		return d, err
	}
	if ok {
		if err = c.May(sales.See, d.Owner, d.Team); err == nil {
			return d, nil
		}
	}
	return sales.Deal{}, sales.No("deal.not_found", "ID", id)
}

// DealHere returns the deal of the thread that the request comes from: the deal's room, or a message
// about a request on the deal. If the person may not see the deal, it is a thread like any other
// (P13).
func (c *Call) DealHere() (d sales.Deal, ok bool, err error) {
	if c.Req.Where.Thread == "" {
		return d, false, nil
	}
	post, ok, err := store.PostAt(c.Read, c.Req.Where.Channel, c.Req.Where.Thread)
	if err != nil || !ok {
		return d, false, err
	}
	about := post.About
	if sales.KindOf(about) == sales.KindApproval { // a decider's own message about a request
		a, _, err := store.Approvals.Get(c.Read, about)
		if err != nil {
			return d, false, err
		}
		about = a.Deal
	}
	if sales.KindOf(about) != sales.KindDeal {
		return d, false, nil
	}
	d, err = c.DealByID(about)
	if _, hidden := sales.AsProblem(err); hidden {
		return d, false, nil
	}
	return d, err == nil, err
}

// DealsNamed returns the open deals of the picked customer, or of the customer at the front of args.
func (c *Call) DealsNamed(args string) (fits []sales.Deal, rest string, err error) {
	account, rest, ok, err := accountMeant(c, args)
	var which *Choice
	if errors.As(err, &which) && which.Like { // perhaps no name
		return nil, args, nil
	}
	if err != nil || !ok {
		return nil, args, err
	}
	fits, err = c.OpenDeals(account.ID)
	return fits, rest, err
}

// OpenDeals returns the open deals of an account that the person may see, latest first.
func (c *Call) OpenDeals(account string) ([]sales.Deal, error) {
	var open []sales.Deal
	for d, err := range store.LatestDealsOfAccount(c.Read, account) {
		if err != nil {
			return nil, err
		}
		if d.Status == sales.Open && c.May(sales.See, d.Owner, d.Team) == nil {
			open = append(open, d)
		}
	}
	return open, nil
}

// LikelyDeals returns the person's own open deals, those with the latest activity first.
func (c *Call) LikelyDeals() ([]sales.Deal, error) {
	var mine []sales.Deal
	for d, err := range store.OpenDealsOf(c.Read, c.Me.ID) {
		if err != nil {
			return nil, err
		}
		mine = append(mine, d)
	}
	slices.SortStableFunc(mine, func(a, b sales.Deal) int { return b.Contacted.Compare(a.Contacted) })
	return mine[:min(len(mine), ChoiceLimit)], nil
}

func (c *Call) WhichDeal(text chat.Safe, rest string, deals []sales.Deal) (*Choice, error) {
	which := &Choice{Text: text, Rest: rest}
	for _, d := range deals[:min(len(deals), ChoiceLimit)] {
		title, err := c.Desk.Cards.DealTitle(c.Read, d)
		if err != nil {
			return nil, err
		}
		which.Options = append(which.Options, chat.Option{Label: lang.Unmark(title), Value: d.ID})
	}
	return which, nil
}

// AskWhichDeal returns a Choice of deals.
func (c *Call) AskWhichDeal(text chat.Safe, rest string, deals []sales.Deal) error {
	which, err := c.WhichDeal(text, rest, deals)
	if err != nil {
		return err
	}
	return which
}

// AccountByID returns a visible account.
func (c *Call) AccountByID(id string) (sales.Account, error) {
	a, ok, err := store.Accounts.Get(c.Read, id)
	if err != nil {
		return a, err
	}
	if ok {
		if err = c.MayWith(sales.See, a); err == nil {
			return a, nil
		}
	}
	return sales.Account{}, sales.No("account.not_found", "ID", id)
}

// MayWith returns the problem not_allowed unless the person may do an action with a customer: because
// of its owner or team, or because they may do it with one of its deals.
func (c *Call) MayWith(a sales.Action, account sales.Account) error {
	if c.May(a, account.Owner, account.Team) == nil {
		return nil // mostly; its deals may be many
	}
	records, err := store.WhoseAccount(c.Read, account)
	if err == nil && !sales.May(c.Me, a, records...) {
		err = sales.No("people.not_allowed")
	}
	return err
}

// PersonNamed finds a colleague by mention, ID or name.
func (c *Call) PersonNamed(typed string) (sales.Person, error) {
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
		if !p.Gone && sales.Fold(p.Name) == sales.Fold(id) {
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

// OfferAccount returns a Choice that offers to create an unknown customer first.
func (c *Call) OfferAccount(name string) error {
	if strings.TrimSpace(name) == "" {
		return sales.No("account.missing").At("account")
	}
	return &Choice{Text: c.Words.Say("account.unknown", "Name", name), Rest: c.Req.Args, Create: name}
}

// ListLimit bounds how many deals a list shows.
const ListLimit = 20

// SourceOf returns the key of a message, for Activity.Source.
func SourceOf(channel, ts string) string { return channel + ":" + ts }
