package activity

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// readActivity reads an activity from a line: kind, customer, time, length and next step. Dates are
// relative to the time at which the line was typed. second is another one in the same line, where both
// are certain.
func readActivity(c *call.Call, typed time.Time) (a sales.Activity, second *sales.Activity, err error) {
	value, noDeal := strings.CutSuffix(c.Req.Value, noDealOf)
	c.Req.Value = value
	index, err := c.AccountNames()
	if err != nil {
		return a, nil, err
	}
	here, inRoom, err := c.DealHere()
	if err != nil {
		return a, nil, err
	}
	currency, err := c.CurrencyOf(sales.Deal{})
	if err != nil {
		return a, nil, err
	}
	o := phrase.LogOptions{Now: typed, Work: c.Work(), Currency: currency, Known: index.Known, Called: index.Called, Here: inRoom,
		Kinds: c.Desk.Cards.Company.Words}
	said, err := readFor(c, index, &o)
	if index.Err != nil {
		return a, nil, index.Err
	}
	if err != nil {
		return a, nil, err
	}
	if said.With != "" && c.Req.Value == "" {
		if one, two, ok := phrase.SplitLog(c.Req.Args, o); ok && mayBeTwo(c) {
			a, second, err = both(c, one, two, typed, here)
			if second != nil || err != nil {
				return a, second, err
			}
		}
	}
	a, err = aim(c, activityOf(c, said, typed), said.About, here, noDeal)
	if said.With != "" && c.Req.Value == "" {
		if err = askOfTwo(c, a, said, index, o, err); err != nil {
			return a, nil, err
		}
	}
	if err != nil || said.Amount == nil {
		return a, nil, err
	}
	a.Amount, err = inItsCurrency(c, a, o)
	return a, nil, err
}

// activityOf is what was said as an activity of nobody yet.
func activityOf(c *call.Call, said phrase.Log, typed time.Time) sales.Activity {
	a := sales.Activity{
		Kind: cmp.Or(sales.ActivityKind(said.Kind), sales.Note),
		By:   c.Me.ID, On: calendar.DateOf(typed), At: typed.UTC(), Source: c.Source(),
		Minutes: said.Minutes, Intent: said.Intent, Note: said.Note,
		Next: sales.NextStep{What: said.Next},
	}
	if said.Person != "" {
		a.Note = withPerson(said.Person, said.Note)
	}
	if (a.Kind == sales.Call || said.Kind == "") && a.Minutes == 0 && phrase.ReachedNobody(said.Note) {
		a.Kind = sales.Attempt
	}
	if said.Amount != nil {
		a.Amount = *said.Amount
	}
	if said.On != nil {
		a.On = said.On.Date
	}
	if said.NextDue != nil {
		a.Next.Due, a.Next.Clock = said.NextDue.Date, said.NextDue.Clock
	}
	return a
}

// mayBeTwo reports whether a line may be logged as two contacts: an edit of one that was logged may not.
func mayBeTwo(c *call.Call) bool {
	if c.Req.Kind != chat.Edit {
		return true
	}
	_, one, err := store.ActivityFrom(c.Read, c.Source())
	_, two, again := store.ActivityFrom(c.Read, secondOf(c.Source()))
	return err == nil && again == nil && one == two
}

// secondOf is the source of the second contact of a message.
func secondOf(source string) string {
	if source == "" {
		return ""
	}
	return source + "#2"
}

// both are the two contacts of a line. second is nil where a record of one of them has to be asked for, or
// where both are with the same customer.
func both(c *call.Call, one, two phrase.Log, typed time.Time, here sales.Deal) (_ sales.Activity, second *sales.Activity,
	_ error) {
	var pair [2]sales.Activity
	for i, said := range [...]phrase.Log{one, two} {
		a, err := aim(c, activityOf(c, said, typed), said.About, here, false)
		var which *call.Choice
		if errors.As(err, &which) {
			return a, nil, nil
		}
		if err != nil {
			return a, nil, err
		}
		pair[i] = a
	}
	pair[1].Source = secondOf(pair[0].Source)
	if pair[0].Account == pair[1].Account {
		return pair[0], nil, nil
	}
	return pair[0], &pair[1], nil
}

// askOfTwo asks for a line of its own for a second contact in the line, or its words and minutes
// would be the first one's. Who picks a record logs all of it there. failed is what else there is to
// ask; the answer to it is such a pick.
func askOfTwo(c *call.Call, a sales.Activity, said phrase.Log, index *call.Lookup, o phrase.LogOptions, failed error) error {
	var which *call.Choice
	if failed != nil && !errors.As(failed, &which) {
		return failed
	}
	with, err := index.Named(said.With)
	if err != nil {
		return err
	}
	if phrase.Sure(with) && with[0].ID == a.Account {
		return failed
	}
	if which == nil {
		about := cmp.Or(a.Deal, a.Account)
		label, err := call.TitleOf(c, about)
		if err != nil {
			return err
		}
		which = &call.Choice{Options: []chat.Option{{Label: label, Value: about}}}
	}
	which.Rest = c.Req.Args
	which.Text = c.Words.Say("log.another", "Lines", eachLine(c, said, o))
	return which
}

// eachLine are the contacts of a line as lines to copy, one for each customer.
func eachLine(c *call.Call, said phrase.Log, o phrase.LogOptions) chat.Safe {
	kind := c.Words.Plain("kind." + cmp.Or(said.Kind, string(sales.Note)))
	var lines []chat.Safe
	for _, line := range phrase.OneEach(c.Req.Args, strings.ToLower(kind), o) {
		lines = append(lines, c.Words.Say("log.another_line", "Line", line))
	}
	return chat.Join("\n", lines...)
}

// inItsCurrency reads the amount of a line again once it is known what the line is about: an amount
// that names no currency is in that of the deal, or of its team.
func inItsCurrency(c *call.Call, a sales.Activity, o phrase.LogOptions) (sales.Money, error) {
	d := sales.Deal{Team: a.Team}
	if a.Deal != "" {
		var err error
		if d, err = c.DealByID(a.Deal); err != nil {
			return a.Amount, err
		}
	}
	currency, err := c.CurrencyOf(d)
	if err != nil || currency == o.Currency {
		return a.Amount, err
	}
	o.Currency = currency
	said, err := phrase.ReadLog(c.Req.Args, o)
	if err != nil || said.Amount == nil {
		return a.Amount, err
	}
	return *said.Amount, nil
}

// readFor reads the line. If a record was picked for it, the beginning of its customer's name, or that
// with a slip, is the name; another word that was read as a name stays in the note.
func readFor(c *call.Call, index *call.Lookup, o *phrase.LogOptions) (phrase.Log, error) {
	if c.Req.Value == "" {
		return phrase.ReadLog(c.Req.Args, *o)
	}
	picked, err := pickedAccount(c)
	if err != nil {
		return phrase.Log{}, err
	}
	o.Known = func(text string) int { return max(index.Known(text), phrase.Beginning(text, picked.Name)) }
	said, err := phrase.ReadLog(c.Req.Args, *o)
	if err != nil || said.Certain {
		return said, err
	}
	fits, err := index.Named(said.About)
	if err != nil || slices.ContainsFunc(fits, func(m phrase.Match) bool { return m.ID == picked.ID }) {
		return said, err
	}
	if said.Kind != "" && phrase.Capital(said.About) {
		said.Person = said.About + said.Person
		return said, nil
	}
	if said, ok := phrase.ReadFrom(c.Req.Args, picked.Name, *o); ok {
		return said, nil
	}
	o.Here = true
	return phrase.ReadLog(c.Req.Args, *o)
}

// pickedAccount returns the picked customer or the customer of the picked deal.
func pickedAccount(c *call.Call) (sales.Account, error) {
	if sales.KindOf(c.Req.Value) == sales.KindAccount {
		return c.AccountByID(c.Req.Value)
	}
	d, err := c.DealByID(c.Req.Value)
	if err != nil {
		return sales.Account{}, err
	}
	account, _, err := store.Accounts.Get(c.Read, d.Account)
	return account, err
}

// withPerson puts whom the contact was with in front of the note.
func withPerson(person, note string) string {
	switch last, _ := utf8.DecodeLastRuneInString(person); {
	case note == "":
		return person
	case unicode.Is(unicode.Han, last):
		return person + "：" + note
	}
	return person + ": " + note
}

// noDealOf ends the value of the button that means the customer and none of its deals.
const noDealOf = "/none"

// aim sets the deal or customer of an activity: the picked one, the one that the line names, or the
// deal of this room. A customer with one open deal stands for that deal. With several, the person
// must choose, or a next step would belong to none of them.
func aim(c *call.Call, a sales.Activity, named string, here sales.Deal, noDeal bool) (sales.Activity, error) {
	if c.Req.Value != "" && (noDeal || sales.KindOf(c.Req.Value) != sales.KindAccount) {
		return aimAt(c, a, c.Req.Value)
	}
	if c.Req.Value != "" {
		account, err := c.AccountByID(c.Req.Value)
		if err != nil {
			return a, err
		}
		return aimAtDealOf(c, a, account)
	}
	if id, err := call.IDTyped(c, named, ""); err != nil {
		return a, c.Whole(err)
	} else if id != "" && sales.KindOf(id) != sales.KindAccount {
		return aimAt(c, a, id)
	}
	account, _, found, err := c.AccountNamed(named)
	switch {
	case err != nil:
		return a, c.Whole(err)
	case here.ID != "" && (!found || account.ID == here.Account):
		return aimAt(c, a, here.ID)
	case !found:
		return a, whichForLog(c, named)
	}
	return aimAtDealOf(c, a, account)
}

// aimAtDealOf sets the activity's deal to the customer's only open one, or asks which one it is.
func aimAtDealOf(c *call.Call, a sales.Activity, account sales.Account) (sales.Activity, error) {
	open, err := c.OpenDeals(account.ID)
	if err != nil {
		return a, err
	}
	if len(open) < 2 {
		return aimAt(c, a, account.ID)
	}
	if was, logged, err := store.ActivityFrom(c.Read, call.SourceOf(c.Req.About.Channel, c.Req.About.TS)); err != nil {
		return a, err
	} else if logged && was.Account == account.ID { // an edit stays with its deal
		a.Deal, a.Account, a.Team = was.Deal, was.Account, was.Team
		return a, nil
	}
	which, err := c.WhichDeal(c.Words.Say("log.which_deal", "Name", account.Name), c.Req.Args, open)
	if err != nil {
		return a, err
	}
	which.Options = append(which.Options, chat.Option{Label: c.Words.Plain("log.no_deal"), Value: account.ID + noDealOf})
	return a, which
}

// aimAt sets the activity's deal to a visible deal, or its account, with its only open deal.
func aimAt(c *call.Call, a sales.Activity, id string) (sales.Activity, error) {
	if sales.KindOf(id) == sales.KindDeal {
		d, err := c.DealByID(id)
		if a.Deal, a.Account, a.Team = d.ID, d.Account, d.Team; err != nil {
			return a, err
		}
		return ownStep(c, a)
	}
	account, err := c.AccountByID(id)
	if err != nil {
		return a, err
	}
	a.Account, a.Team = account.ID, account.Team
	if c.May(sales.See, account.Owner, account.Team) != nil {
		a.Team = c.Me.Team // it is another team's customer, and they sell to it too
	}
	open, err := c.OpenDeals(account.ID)
	if len(open) == 1 {
		a.Deal, a.Team = open[0].ID, open[0].Team
	}
	if err != nil {
		return a, err
	}
	return ownStep(c, a)
}

// whichForLog returns a Choice of the likeliest deals if the line names nothing known, and an offer
// to create the customer that it names. The whole line waits for the answer.
func whichForLog(c *call.Call, named string) error {
	deals, err := c.LikelyDeals()
	plausible := phrase.PlausibleName(named)
	switch {
	case err != nil:
		return err
	case len(deals) == 0 && !plausible:
		return sales.No("log.nobody")
	case len(deals) == 0:
		return c.OfferAccount(named)
	case named == "":
		return c.AskWhichDeal(c.Words.Say("log.which"), c.Req.Args, deals)
	}
	which, err := c.WhichDeal(c.Words.Say("log.which_not", "Name", named), c.Req.Args, deals)
	if err != nil {
		return err
	}
	if plausible {
		which.Create = named
	}
	return which
}
