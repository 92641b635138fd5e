package deal

import (
	"cmp"
	"slices"
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// show shows a deal with everything about it and what it needs for the next stage.
func show(c *call.Call) (chat.Reply, error) {
	if err := verbFirst(c); err != nil {
		return chat.Reply{}, err
	}
	d, rest, err := c.DealArg()
	if err != nil {
		return chat.Reply{}, err
	}
	message, err := c.Desk.Cards.DealCard(c.Read, c.Words, d)
	if err != nil {
		return chat.Reply{}, err
	}
	for i, b := range message.Blocks { // it is what Details shows
		message.Blocks[i].Buttons = slices.DeleteFunc(b.Buttons, func(b chat.Button) bool { return b.Action == c.Req.Name && b.Value == d.ID })
	}
	unmet, err := unmet(c, d)
	if err != nil {
		return chat.Reply{}, err
	}
	if d.Status == sales.Open && len(unmet) > 0 {
		text := c.Words.Say("deal.needs", "List", cards.Criteria(c.Words, d.ID, unmet))
		message.Text = chat.Join("\n", message.Text, text)
		message.Blocks = slices.Insert(message.Blocks, 1, chat.Para(text))
	}
	if rest != "" && c.Req.Kind.Typed() {
		text := notDone(c, d, rest)
		message.Text = chat.Join("\n", text, message.Text)
		message.Blocks = slices.Insert(message.Blocks, 0, chat.Para(text))
	}
	account, _, err := store.Accounts.Get(c.Read, d.Account)
	return chat.Reply{Message: &message, Title: call.TitleFor(d.ID, account.Name)}, err
}

// newDeal creates a deal from one line, or opens the form if nothing is typed.
func newDeal(c *call.Call) (chat.Reply, error) {
	if c.Req.Kind == chat.Submit {
		return newFilled(c)
	}
	if strings.TrimSpace(c.Req.Args) == "" {
		var account sales.Account
		var err error
		if c.Req.Value != "" {
			account, err = c.AccountByID(c.Req.Value)
		}
		return call.AccountForm(c, "deal new", account, newFields(c, account)...), err
	}
	index, err := c.AccountNames()
	if err != nil {
		return chat.Reply{}, err
	}
	currency, err := c.CurrencyOf(sales.Deal{})
	if err != nil {
		return chat.Reply{}, err
	}
	o := phrase.LogOptions{Now: c.Req.At, Work: c.Work(), Currency: currency, Known: index.Known}
	if c.Req.Value != "" {
		if o.Known, err = pickedFirst(c, index); err != nil {
			return chat.Reply{}, err
		}
	}
	said, err := phrase.NewDeal(c.Req.Args, o)
	if index.Err != nil {
		return chat.Reply{}, index.Err
	}
	if err != nil {
		return chat.Reply{}, err
	}
	if c.Req.Value == "" {
		if err := otherCustomer(c, said); err != nil {
			return chat.Reply{}, err
		}
	}
	account, err := accountForNew(c, said.Account)
	if err != nil {
		return chat.Reply{}, err
	}
	d := sales.Deal{Name: said.Name, Next: nextStep(said.Next, said.NextDue), Team: teamOfNew(c, account)}
	if o.Currency, err = c.CurrencyOf(d); err == nil && o.Currency != currency {
		said, err = phrase.NewDeal(c.Req.Args, o)
	}
	if err != nil {
		return chat.Reply{}, err
	}
	if said.Amount != nil {
		d.Amount = *said.Amount
	}
	if said.Close != nil {
		d.Close = said.Close.Date
	}
	return askSameName(c, d, account)
}

// teamOfNew is the team of a new deal: the person's, or the customer's where they have none.
func teamOfNew(c *call.Call, account sales.Account) string { return cmp.Or(c.Me.Team, account.Team) }

// accountForNew returns the customer of a new deal: the button's, or the one named. An unknown one
// is not created silently; the error offers to create it.
func accountForNew(c *call.Call, name string) (sales.Account, error) {
	if c.Req.Value != "" {
		return c.AccountByID(c.Req.Value)
	}
	account, _, found, err := c.AccountNamed(name)
	if err == nil && !found {
		err = c.OfferAccount(name)
	}
	return account, c.Whole(err)
}

// nextStep returns a parsed next step.
func nextStep(what string, due *phrase.Moment) sales.NextStep {
	n := sales.NextStep{What: what}
	if due != nil {
		n.Due, n.Clock = due.Date, due.Clock
	}
	return n
}

// openDeal creates a deal owned by the person, in their team or the customer's.
func openDeal(c *call.Call, d sales.Deal, account sales.Account) (chat.Reply, error) {
	d.Account, d.Owner, d.Team = account.ID, c.Me.ID, teamOfNew(c, account)
	if d.Name == "" {
		d.Name = account.Name
	}
	if err := c.May(sales.Create, account.Owner, d.Team); err != nil {
		return chat.Reply{}, err
	}
	line, ok := c.Desk.Cards.Company.Pipeline(d.Pipeline)
	if !ok {
		line = c.Desk.Cards.Company.Pipelines[0]
	}
	d.ID = c.Tx.Next(sales.KindDeal)
	d, e, err := sales.NewDeal(d, line, c.Act())
	if err != nil {
		return chat.Reply{}, err
	}
	return c.KeepMove(d, e)
}

// newFields are those of the form of a new deal. The value of a button on a customer is the customer.
func newFields(c *call.Call, _ sales.Account) []chat.Input {
	var lines []chat.Option
	for _, p := range c.Desk.Cards.Company.Pipelines {
		lines = append(lines, chat.Option{Label: cards.PipelineName(c.Words, p), Value: p.ID})
	}
	return []chat.Input{
		{ID: "name", Kind: chat.Line, Optional: true, Max: sales.NameMax},
		{ID: "amount", Kind: chat.Line, Optional: true, Placeholder: c.Words.Plain("deal.amount_hint")},
		{ID: "close", Kind: chat.Day, Optional: true},
		{ID: "next", Kind: chat.Line, Optional: true, Max: sales.StepMax},
		{ID: "due", Kind: chat.Day, Label: c.Words.Plain("field.next_due"), Optional: true},
		{ID: "pipeline", Kind: chat.Select, Label: c.Words.Plain("word.pipeline"), Options: lines, Initial: lines[0].Value},
	}
}

func newFilled(c *call.Call) (chat.Reply, error) {
	f := c.Req.Fields
	d := sales.Deal{
		Name: strings.TrimSpace(f["name"]), Pipeline: f["pipeline"], Close: calendar.Date(f["close"]),
		Next: sales.NextStep{What: strings.TrimSpace(f["next"]), Due: calendar.Date(f["due"])},
	}
	account, err := c.AccountByID(cmp.Or(c.Req.Value, f["account"]))
	if err != nil {
		return chat.Reply{}, sales.At("account", err)
	}
	if d.Team = teamOfNew(c, account); f["amount"] != "" {
		if d.Amount, err = amountOf(c, d, f["amount"]); err != nil {
			return chat.Reply{}, err
		}
	}
	return askSameName(c, d, account)
}

// list lists open deals: mine, team, stale, due this month, or those in a stage, of a colleague or of a
// customer.
func list(c *call.Call) (chat.Reply, error) {
	asked := strings.TrimSpace(c.Req.Args)
	if asked == "" {
		asked = c.Req.Value // the customer picked among several
	}
	if reply, ok, err := listClosed(c, asked); ok || err != nil {
		return reply, err
	}
	fit, head, err := dealFilter(c, asked)
	if problem, no := sales.AsProblem(err); no && problem.Code == "deal.no_list" {
		if reply, ok, wrong := listWhere(c, asked); ok || wrong != nil {
			return reply, wrong
		}
	}
	if err != nil {
		return chat.Reply{}, err
	}
	var fits []sales.Deal
	for d, err := range inScope(c, asked) {
		if err != nil {
			return chat.Reply{}, err
		}
		ok, err := fit(d)
		if err != nil {
			return chat.Reply{}, err
		}
		if ok && c.May(sales.See, d.Owner, d.Team) == nil {
			fits = append(fits, d)
		}
	}
	if len(fits) == 0 {
		if head == c.Words.Say("deal_list.mine") {
			return chat.Say(c.Words.Say("deal.list_none_mine")), nil
		}
		return chat.Say(c.Words.Say("deal.list_none", "Filter", head)), nil
	}
	lines := []chat.Safe{c.Words.Say("deal.list", "Filter", head, "Count", len(fits))}
	line, more := c.Desk.Cards.TeamDealLine, "deal.list_more_team"
	if mine(c, asked) {
		line, more = c.Desk.Cards.DealLine, "deal.list_more_mine"
	}
	for _, d := range fits[:min(len(fits), call.ListLimit)] {
		line, err := line(c.Read, c.Words, d)
		if err != nil {
			return chat.Reply{}, err
		}
		lines = append(lines, line)
	}
	if left := len(fits) - call.ListLimit; left > 0 {
		lines = append(lines, c.Words.Say(more, "Count", left))
	}
	text := chat.Join("\n", lines...)
	return chat.Say(text, chat.Para(text)), nil
}

// mine reports whether the person's own list is asked for.
func mine(c *call.Call, asked string) bool {
	return asked == "" || c.OneOf("deal_filter.", []string{"mine", "my_stale", "my_no_next"}, asked) != ""
}

// dealFilters are the named lists, other than those by stage.
var dealFilters = [...]string{"mine", "team", "stale", "due", "overdue", "no_next", "my_stale", "my_no_next"}

// keep says whether a list holds a deal.
type keep func(sales.Deal) (bool, error)

func sure(is func(sales.Deal) bool) keep {
	return func(d sales.Deal) (bool, error) { return is(d), nil }
}

func stale(c *call.Call, d sales.Deal) (bool, error) {
	quiet, err := c.Desk.Cards.Quiet(c.Read, d)
	return err == nil && d.Stale(quiet(d), c.Req.At, c.Work()), err
}

// dealFilter parses the name of a list in any language. It returns which deals to keep and the
// heading.
func dealFilter(c *call.Call, asked string) (k keep, head chat.Safe, err error) {
	switch name := c.OneOf("deal_filter.", dealFilters[:], asked); {
	case asked == "" || name == "mine":
		return sure(func(d sales.Deal) bool { return d.Owner == c.Me.ID }), c.Words.Say("deal_list.mine"), nil
	case name == "team":
		return sure(func(sales.Deal) bool { return true }), c.Words.Say("deal_list.team"), nil
	case name == "my_stale":
		return func(d sales.Deal) (bool, error) {
			if d.Owner != c.Me.ID {
				return false, nil
			}
			return stale(c, d)
		}, c.Words.Say("deal_list.my_stale"), nil
	case name == "stale":
		return func(d sales.Deal) (bool, error) { return stale(c, d) }, c.Words.Say("deal_list.stale"), nil
	case name == "due":
		month := string(c.Today[:7])
		return sure(func(d sales.Deal) bool { return d.Close != "" && string(d.Close[:7]) <= month }), c.Words.Say("deal_list.due"), nil
	case name == "overdue":
		return sure(func(d sales.Deal) bool { return d.Next.Overdue(c.Today) }), c.Words.Say("deal_list.overdue"), nil
	case name == "my_no_next":
		return sure(func(d sales.Deal) bool { return d.Owner == c.Me.ID && d.Next.Missing() }), c.Words.Say("deal_list.my_no_next"), nil
	case name == "no_next":
		return sure(func(d sales.Deal) bool { return d.Next.Missing() }), c.Words.Say("deal_list.no_next"), nil
	}
	for _, p := range c.Desk.Cards.Company.Pipelines {
		for _, s := range p.Stages {
			if isStage(c, s, asked) {
				return sure(func(d sales.Deal) bool { return d.Stage == s.ID }), chat.Escape(cards.StageName(c.Words, s)), nil
			}
		}
	}
	is, head, ok, err := namedFilter(c, asked)
	if err == nil && !ok {
		err = sales.No("deal.no_list", "Given", asked)
	}
	return sure(is), head, err
}

// inScope yields the open deals that a list can contain: all of the person's teams.
func inScope(c *call.Call, asked string) func(func(sales.Deal, error) bool) {
	return func(yield func(sales.Deal, error) bool) {
		if mine(c, asked) {
			store.OpenDealsOf(c.Read, c.Me.ID)(yield)
			return
		}
		teams, err := c.MyTeams()
		if err != nil {
			yield(sales.Deal{}, err)
			return
		}
		for _, t := range teams {
			for d, err := range store.OpenDealsOfTeam(c.Read, t.ID) {
				if !yield(d, err) || err != nil {
					return
				}
			}
		}
	}
}
