package say

import (
	"fmt"
	"slices"
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/commands/phrase/goals"
	"dealdesk/commands/phrase/talk"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// remark answers what is neither a contact nor a move: what is asked of the desk, somebody to add, a step to put off.
// The answer is Unknown for all else.
func remark(c *call.Call, spots []phrase.Spot, here bool) (chat.Reply, error) {
	unknown, line := chat.Reply{Unknown: true}, c.Req.Args
	if c.Req.Unasked || phrase.Foreign(line) || phrase.Quoted(line) {
		return unknown, nil
	}
	switch talk.Asked(line) {
	case talk.Means:
		was := c.Req
		if reply, err := wanted(c, line); err != nil || !reply.Unknown {
			return reply, err
		}
		c.Req = was
	case talk.Approvals:
		return c.Run("approvals", "")
	case talk.Silent:
		return silent(c, line)
	case talk.Pipeline:
		if when := talk.SpanNamed(line); when != "" {
			return c.Run("funnel", when)
		}
		return c.Run("pipeline", "")
	case talk.Stuck:
		return c.Run("deal list", c.Words.Plain("deal_filter.my_stale"))
	case talk.NoStep:
		if c.Me.Role != sales.Rep && !talk.Mine(line) {
			return c.Run("deal list", c.Words.Plain("deal_filter.no_next"))
		}
		return c.Run("deal list", c.Words.Plain("deal_filter.my_no_next"))
	case talk.Goals:
		return c.Run("goal list", goals.ListOf(line))
	case talk.Numbers:
		was := c.Req
		if reply, err := askedNumber(c, line); err != nil || !reply.Unknown {
			return reply, err
		}
		c.Req = was
	case talk.Explains:
		number, forecast := talk.Explained(line)
		if forecast {
			return c.Run("why forecast", "")
		}
		return c.Run("kpi explain", number)
	case talk.Team:
		return askedOfTeam(c, line)
	case talk.Leave:
		return askedOfLeave(c, line)
	}
	if reply, err := compared(c, line); err != nil || !reply.Unknown {
		return reply, err
	}
	if talk.Undoes(line) {
		return takeBack(c, line)
	}
	if name, words, bare := talk.NewCustomer(line); phrase.PlausibleName(name) {
		return addCustomer(c, name, words, bare)
	}
	at := phrase.Spot{}
	if i := slices.IndexFunc(spots, func(s phrase.Spot) bool { return !s.Person }); i >= 0 {
		at = spots[i]
	}
	if at.ID != "" && talk.OnlyName(line, at.Start, at.End) {
		return shown(c, at.ID, "")
	}
	if at.ID != "" && phrase.Asks(line) && talk.AsksContacts(line) {
		return c.Run("contact list", at.ID)
	}
	if at.ID != "" && phrase.Asks(line) && talk.AsksHistory(line) {
		return shown(c, at.ID, " history")
	}
	if step, done, ok := talk.NextStep(line, at.Start, at.End); ok && at.ID != "" {
		return nextStep(c, spots, step, done)
	}
	if person, ok := talk.NewContact(line, at.Start, at.End, here); ok && (at.ID != "" || at.End == 0) {
		return addContact(c, at.ID, person)
	}
	if rest := talk.AfterContact(line); rest != "" && at.End == 0 { // whose is asked
		return c.Run("contact add", rest)
	}
	if days, to, ok := talk.PutOff(line); ok {
		return putOff(c, spots, days, to)
	}
	return unknown, nil
}

// askedNumber shows a number of the asker, or of whoever a question names.
func askedNumber(c *call.Call, line string) (chat.Reply, error) {
	if m, ok := talk.Measure(line); ok {
		return measured(c, m)
	}
	args, own, _ := talk.Number(line)
	who, named, err := colleague(c, line)
	switch {
	case err != nil:
		return chat.Reply{}, err
	case named:
		args += " " + who.Name
	case own:
		args += " " + c.Words.Plain("say.me")
	}
	return c.Run("kpi", args)
}

// measured shows the numbers that a line asks for. Where a word of it names nobody, it asked for something else.
func measured(c *call.Call, m talk.Measured) (chat.Reply, error) {
	of := m.Name
	switch m.Of {
	case "me":
		of = c.Words.Plain("say.me")
	case "team", "company":
		of = m.Of
	}
	reply, err := c.Run("kpi", strings.TrimSpace(m.Args+" "+of))
	if problem, no := sales.AsProblem(err); no && m.Name != "" && problem.Code == "kpi.not_understood" && !m.Owned {
		return chat.Reply{Unknown: true}, nil
	}
	return reply, err
}

// askedOfTeam shows the week of the team that a question names, by its name or that of one of its people.
func askedOfTeam(c *call.Call, line string) (chat.Reply, error) {
	teams, err := c.MyTeams()
	if err != nil {
		return chat.Reply{}, err
	}
	who, named, err := colleague(c, line)
	if err != nil {
		return chat.Reply{}, err
	}
	for _, t := range teams {
		ofWho := named && (t.ID == who.Team || t.Manager == who.ID)
		if ofWho || strings.Contains(sales.FoldFull(line), sales.FoldFull(t.Name)) {
			w := talk.HowWas(line)
			return c.Run(w.Route, strings.TrimSpace(w.Args+" "+t.Name))
		}
	}
	if !named {
		return c.Run("home numbers", "")
	}
	return chat.Reply{Unknown: true}, nil
}

// askedOfLeave says when somebody is away, or who of the asker's teams is.
func askedOfLeave(c *call.Call, line string) (chat.Reply, error) {
	who, named, err := colleague(c, line)
	if err != nil {
		return chat.Reply{}, err
	}
	var on calendar.Span
	if from, to, err := phrase.Span(talk.LeaveDays(line, who.Name), c.Req.At); err == nil {
		on = calendar.Span{From: from, To: to}
	}
	if named {
		if err := c.May(sales.See, who.ID, who.Team); err != nil && who.Team != c.Me.Team {
			return chat.Reply{}, err
		}
		return chat.Say(leaveOf(c, who, on)), nil
	}
	if !talk.AsksWho(line) {
		return chat.Reply{Unknown: true}, nil
	}
	var away []chat.Safe
	for p, err := range store.People.List(c.Read, store.Query{}) {
		if err != nil {
			return chat.Reply{}, err
		}
		if !p.Gone && (p.Team == c.Me.Team || c.May(sales.See, p.ID, p.Team) == nil) && len(leaveIn(c, p, on)) > 0 {
			away = append(away, leaveOf(c, p, on))
		}
	}
	if len(away) == 0 {
		return chat.Say(c.Words.Say("say.nobody_away")), nil
	}
	return chat.Say(chat.Join("\n", away...)), nil
}

// leaveIn is the leave of a person that touches these days, or that is not over yet if there are none.
func leaveIn(c *call.Call, who sales.Person, on calendar.Span) []calendar.Span {
	if on.From == "" {
		on = calendar.Span{From: c.Today, To: c.Today.AddDays(366)}
	}
	return slices.DeleteFunc(slices.Clone(who.Away), func(s calendar.Span) bool { return s.To < on.From || on.To < s.From })
}

func leaveOf(c *call.Call, who sales.Person, on calendar.Span) chat.Safe {
	var days []chat.Safe
	for _, s := range leaveIn(c, who, on) {
		key := "say.leave_days"
		if s.From == s.To {
			key = "say.leave_day"
		}
		days = append(days, c.Words.Say(key, "From", s.From, "To", s.To))
	}
	switch {
	case len(days) > 0:
		return c.Words.Say("say.leave", "Name", cards.NameOf(who), "Days", c.Words.List(days, false))
	case on.From == "":
		return c.Words.Say("say.no_leave", "Name", cards.NameOf(who))
	case on.From == on.To:
		return c.Words.Say("say.no_leave_on", "Name", cards.NameOf(who), "From", on.From)
	}
	return c.Words.Say("say.no_leave_in", "Name", cards.NameOf(who), "From", on.From, "To", on.To)
}

// silent says in a line for each team whose stand-up is missing: of the team that a question names, else of the asker's.
func silent(c *call.Call, line string) (chat.Reply, error) {
	teams, err := c.MyTeams()
	if err != nil {
		return chat.Reply{}, err
	}
	fits := func(is func(sales.Team) bool) {
		if these := slices.DeleteFunc(slices.Clone(teams), func(t sales.Team) bool { return !is(t) }); len(these) > 0 {
			teams = these
		}
	}
	fits(func(t sales.Team) bool { return t.ID == c.Me.Team })
	fits(func(t sales.Team) bool { return strings.Contains(sales.FoldFull(line), sales.FoldFull(t.Name)) })
	var lines []chat.Safe
	for _, t := range teams {
		text, err := c.Desk.Cards.Silent(c.Read, c.Words, t, c.Today, c.Req.At)
		if err != nil {
			return chat.Reply{}, err
		}
		lines = append(lines, text)
	}
	if len(lines) == 0 {
		return c.Run("standup show", "")
	}
	return chat.Say(chat.Join("\n", lines...)), nil
}

// addCustomer adds a new customer, or shows the one of that name. What is more than a name is proposed; what else is
// told of them is then logged.
func addCustomer(c *call.Call, name, words string, bare bool) (chat.Reply, error) {
	index, err := c.AccountNames()
	if err != nil {
		return chat.Reply{}, err
	}
	is := index.Exact(phrase.Unquoted(name), nil)
	if len(is) == 1 && words == "" {
		if _, err := c.AccountByID(is[0].ID); err == nil {
			return c.Run("account", is[0].ID)
		}
	}
	switch {
	case bare:
		return c.Run("account new", name)
	case words == "":
		return call.Propose(c, "account new", name, nil)
	}
	alike, err := index.Alike(name)
	if err != nil {
		return chat.Reply{}, err
	}
	which := &call.Choice{Text: c.Words.Say("say.new_customer", "Name", name), Rest: c.Words.Plain("kind.note") + " " + words, Create: name}
	for _, m := range alike {
		if a, err := c.AccountByID(m.ID); err == nil {
			which.Options = append(which.Options, chat.Option{Label: a.ID + " " + a.Name, Value: a.ID})
			which.Create = ""
			if len(is) == 0 {
				which.Create = name
			}
		}
	}
	c.Req.Name = "log"
	return chat.Reply{}, which
}

// addContact proposes a new contact at a customer, or at that of the deal of this room. One of that name is shown.
func addContact(c *call.Call, account, person string) (chat.Reply, error) {
	if account == "" || sales.KindOf(account) == sales.KindDeal {
		d, _, err := c.DealHere()
		if account != "" {
			d, err = c.DealByID(account)
		}
		if err != nil {
			return chat.Reply{}, err
		}
		account = d.Account
	}
	a, err := c.AccountByID(account)
	if err == nil {
		err = c.MayWith(sales.Log, a)
	}
	if err != nil {
		return chat.Reply{}, err
	}
	k, _ := phrase.Contact(person, false)
	for was, err := range store.ContactsOf(c.Read, account) {
		if err != nil {
			return chat.Reply{}, err
		}
		if sales.FoldFull(was.Name) == sales.FoldFull(k.Name) && k.Title+k.Phone+k.Email == "" {
			c.Req.Value = account
			return c.Run("contact list", "")
		}
	}
	draft, err := c.KeepDraft(chat.Draft{Route: "contact add", Args: person})
	if err != nil {
		return chat.Reply{}, err
	}
	text := c.Words.Say("say.add_contact", "Account", a.Name, "Contact", cards.ContactLine(c.Words, k))
	return chat.Say(text, chat.Para(text), chat.Block{Buttons: []chat.Button{
		{Label: c.Words.Plain("common.save"), Action: "pick", Value: draft + "/" + account, Style: chat.Primary},
		{Label: c.Words.Plain("button.discard"), Action: "discard", Value: draft},
	}}), nil
}

// nextStep proposes what was said to be the next step, or that the one that there is was done.
func nextStep(c *call.Call, spots []phrase.Spot, step string, done bool) (chat.Reply, error) {
	deals, err := dealsMeant(c, spots)
	if err != nil {
		return chat.Reply{}, err
	}
	if done {
		step = c.Words.Plain("say.step_done")
		all := deals
		deals = slices.DeleteFunc(slices.Clone(all), func(d sales.Deal) bool { return d.Next.Missing() })
		if len(deals) == 0 && len(all) == 1 {
			return chat.Reply{}, sales.No("deal.no_step", "ID", all[0].ID)
		}
	}
	if len(deals) == 0 {
		return chat.Reply{Unknown: true}, nil
	}
	return call.Propose(c, "deal next", step, deals)
}

// putOff proposes another day for the next step of a deal, or asks which one.
func putOff(c *call.Call, spots []phrase.Spot, days int, to string) (chat.Reply, error) {
	deals, err := dealsMeant(c, spots)
	if _, here, of := c.DealHere(); err == nil && of == nil && !here && len(spots) == 0 {
		deals, err = store.Collect(store.OpenDealsOf(c.Read, c.Me.ID))
	}
	if err != nil {
		return chat.Reply{}, err
	}
	planned := slices.DeleteFunc(slices.Clone(deals), func(d sales.Deal) bool { return d.Next.Missing() || days > 0 && d.Next.Due == "" })
	if len(planned) == 0 {
		if len(deals) == 1 {
			return chat.Reply{}, sales.No("deal.no_next", "ID", deals[0].ID)
		}
		return chat.Reply{Unknown: true}, nil
	}
	args := fmt.Sprint(days)
	if days == 0 {
		m, err := phrase.When(to, c.Req.At, c.Work())
		if err != nil {
			return chat.Reply{}, err
		}
		args = string(m.Date)
	}
	return call.Propose(c, call.PutOff, args, planned)
}

// lostWhy is the reason of a loss as the command takes it, with the competitor, where the words name one of the list.
func lostWhy(c *call.Call, said string) string {
	code, rival := phrase.LostBecause(said)
	if !slices.Contains(c.Desk.Cards.Company.LostReasons, code) {
		return said
	}
	return strings.Trim(c.Desk.Cards.LostReason(c.Words, code)+c.Words.Plain("say.and_rival")+rival, " ,，")
}
