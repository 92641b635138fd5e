package call

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/phrase"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// Propose asks whether a command is meant, with one of these deals, or without one if there are none. It
// waits as a draft. What the person may not do is refused at once, and the refusal names who may.
func Propose(c *Call, route, args string, deals []sales.Deal) (chat.Reply, error) {
	if past := stagePast(c, route, args, deals); past != "" {
		route, args = "deal back", past
	}
	deals, err := mayBe(c, route, deals)
	if err != nil {
		return chat.Reply{}, err
	}
	text, err := proposal(c, route, args, deals)
	if away, leaves, wrong := leavesTeam(c, route, args, deals); leaves || wrong != nil {
		route, text, err = GiveAway, away, cmp.Or(err, wrong)
	}
	if err != nil {
		return chat.Reply{}, err
	}
	draft, err := c.KeepDraft(chat.Draft{Route: route, Args: args})
	if err != nil {
		return chat.Reply{}, err
	}
	buttons := []chat.Button{{Label: c.Words.Plain("common.yes"), Action: "pick", Value: draft + "/", Style: chat.Primary}}
	if len(deals) == 1 {
		buttons[0].Value += deals[0].ID
	}
	if len(deals) > 1 {
		buttons = nil
		for _, d := range deals[:min(len(deals), ChoiceLimit)] {
			label, err := TitleOf(c, d.ID)
			if err != nil {
				return chat.Reply{}, err
			}
			buttons = append(buttons, chat.Button{Label: label, Action: "pick", Value: draft + "/" + d.ID})
		}
	}
	buttons = append(buttons, chat.Button{Label: c.Words.Plain("button.discard"), Action: "discard", Value: draft})
	return chat.Say(text, chat.Para(text), chat.Block{Buttons: buttons}), nil
}

// GiveAway is the verb that gives a deal to a colleague of another team, once the person has been asked.
const GiveAway = "deal give away"

// leavesTeam is the question of AwayFromTeam if a proposal would give a deal to another team.
func leavesTeam(c *Call, route, args string, deals []sales.Deal) (text chat.Safe, leaves bool, err error) {
	if route != "deal give" || len(deals) != 1 {
		return "", false, nil
	}
	to, err := c.PersonNamed(args)
	if err != nil || to.Team == "" || to.Team == deals[0].Team {
		return "", false, err
	}
	text, err = AwayFromTeam(c, deals[0], to)
	return text, true, err
}

// AwayFromTeam asks whether a deal is to go to a colleague of another team. It names both teams, and whoever leads the
// one that loses it.
func AwayFromTeam(c *Call, d sales.Deal, to sales.Person) (chat.Safe, error) {
	from, _, err := store.Teams.Get(c.Read, d.Team)
	if err != nil {
		return "", err
	}
	team, _, err := store.Teams.Get(c.Read, to.Team)
	if err != nil {
		return "", err
	}
	title, err := c.Desk.Cards.DealTitle(c.Read, d)
	if err != nil {
		return "", err
	}
	text := c.Words.Say("deal.give_away", "Deal", title, "Amount", cards.MoneyOr(c.Words, d.Net()), "Owner", cards.NameOf(to), "To", team.Name,
		"Team", from.Name)
	if from.Manager == "" || from.Manager == c.Me.ID {
		return text, nil
	}
	manager, err := cards.PersonName(c.Read, from.Manager)
	return chat.Join("\n", text, c.Words.Say("deal.give_away_told", "Name", manager)), err
}

// Overtaken asks a question once more whose answer would overwrite what somebody else changed since it was asked: the
// amount, the close date or the next step of the deal. ok is false if nobody did.
func Overtaken(c *Call, draft chat.Draft, id string) (again chat.Reply, ok bool, err error) {
	if sales.KindOf(id) != sales.KindDeal || fieldOf(c, draft.Route, sales.Deal{}) == nil {
		return again, false, nil
	}
	is, err := c.DealByID(id)
	if err != nil {
		return again, false, err
	}
	was, by := is, "" // who changed the field last, not who last touched the deal
	now := fieldOf(c, draft.Route, is)
	for touch, err := range store.History(c.Read, store.Deals.Name, id) {
		if err != nil {
			return again, false, err
		}
		if !touch.Entry.At.After(draft.At) || touch.Change.Old == nil {
			break
		}
		was = sales.Deal{}
		if err := json.Unmarshal(touch.Change.Old, &was); err != nil {
			return again, false, err
		}
		if by == "" && fieldOf(c, draft.Route, was) != now {
			by = touch.Entry.Actor
		}
	}
	before := fieldOf(c, draft.Route, was)
	if before == now || by == c.Me.ID {
		return again, false, nil
	}
	who, _, err := store.People.Get(c.Read, by)
	if err != nil {
		return again, false, err
	}
	if again, err = Propose(c, draft.Route, draft.Args, []sales.Deal{is}); err != nil {
		return again, false, err
	}
	return Remark(again, c.Words.Say("propose.overtaken", "Name", cards.NameOf(who), "Was", before, "Is", now)), true, nil
}

// fieldOf is what a command would overwrite of a deal, nil if it is none of those that Overtaken asks about.
func fieldOf(c *Call, route string, d sales.Deal) any {
	switch route {
	case "deal amount":
		return d.Amount
	case "deal date":
		return d.Close
	case "deal next":
		return cards.Next(c.Words, d.Next)
	}
	return nil
}

// stagePast is the stage that a deal is to move to, if it has left that one behind.
func stagePast(c *Call, route, to string, deals []sales.Deal) string {
	if route != "deal stage" || len(deals) != 1 {
		return ""
	}
	line, _ := c.Desk.Cards.Company.Pipeline(deals[0].Pipeline)
	at := func(id string) int {
		return slices.IndexFunc(line.Stages, func(s sales.Stage) bool { return s.ID == id })
	}
	s, ok := StageMeant(c, line, to)
	if !ok || at(s.ID) >= at(deals[0].Stage) {
		return ""
	}
	return s.ID
}

// PutOff is the verb that moves the day of a next step: by a number of days, or to a day.
const PutOff = "deal next later"

// mayBe are the deals that the person may do a command with; the refusal if there are none.
func mayBe(c *Call, route string, deals []sales.Deal) (may []sales.Deal, refused error) {
	action := map[string]sales.Action{"deal give": sales.Give, "log": sales.Log}[route]
	if action == "" {
		action = sales.Edit
	}
	for _, d := range deals {
		err := MayDeal(c, action, d)
		if _, no := sales.AsProblem(err); err != nil && !no {
			return nil, err
		}
		if err == nil {
			may = append(may, d)
		} else if refused == nil {
			refused = err
		}
	}
	if len(may) > 0 || len(deals) == 0 {
		return may, nil
	}
	return nil, refused
}

// proposal asks in words whether a command is meant: "Mark D-62 (Acme, 120,000) as won?"
func proposal(c *Call, route, args string, deals []sales.Deal) (chat.Safe, error) {
	key := "propose." + route
	switch {
	case len(deals) > 1:
		key = "propose_which." + route
	case args == "" && c.Words.Has("propose_bare."+route):
		key = "propose_bare." + route
	}
	if _, done := phrase.CutDone(args); done && route == "deal next" && len(deals) == 1 {
		return c.Words.Say("propose.next_done", "ID", deals[0].ID, "Step", cards.Next(c.Words, deals[0].Next)), nil
	}
	if !c.Words.Has(key) {
		typed := c.Words.Verb(route)
		if len(deals) == 1 {
			typed += " " + deals[0].ID
		}
		return c.Words.Say("common.meant", "Typed", strings.TrimSpace(typed+" "+args)), nil
	}
	var d sales.Deal
	if len(deals) == 1 {
		d = deals[0]
	}
	name, err := dealInWords(c, d)
	if err != nil {
		return "", err
	}
	to, err := argInWords(c, route, args, d)
	if err != nil {
		return "", err
	}
	text := c.Words.Say(key, "Deal", name, "To", to)
	if route == "deal won" || route == "deal lost" {
		var day *phrase.Moment
		if day, args = phrase.CutDay(args, c.Req.At, c.Work()); day != nil {
			text = chat.Join("\n", text, c.Words.Say("propose.on", "Date", day.Date))
		}
	}
	for _, reason := range c.Desk.Cards.Company.LostReasons {
		if route == "deal lost" && strings.HasPrefix(args, c.Desk.Cards.LostReason(c.Words, reason)) {
			return chat.Join("\n", text, c.Words.Say("say.reason", "Text", args)), nil
		}
	}
	if _, end, err := phrase.LeadingDiscount(args); route == "discount" && err == nil && strings.TrimSpace(args[end:]) != "" {
		why := chat.Cut(chat.EscapeLine(strings.TrimSpace(args[end:])), 300)
		return chat.Join("\n", text, c.Words.Say("say.reason", "Text", why)), nil
	}
	if args != "" && (route == "deal won" || route == "deal lost") {
		text = chat.Join("\n", text, c.Words.Say("propose.said", "Text", chat.Cut(chat.EscapeLine(args), 300)))
	}
	return text, nil
}

// dealInWords is a deal with its customer and its amount.
func dealInWords(c *Call, d sales.Deal) (chat.Safe, error) {
	if d.ID == "" {
		return "", nil
	}
	account, _, err := store.Accounts.Get(c.Read, d.Account)
	if err != nil || d.Amount.Zero() {
		return c.Words.Say("propose.deal", "ID", d.ID, "Name", account.Name), err
	}
	return c.Words.Say("propose.deal_worth", "ID", d.ID, "Name", account.Name, "Amount", d.Amount), nil
}

// Later is the day to which the next step of a deal is put off: so many days later, or that day. A step that is overdue
// is put off from today.
func Later(c *Call, d sales.Deal, args string) (calendar.Date, error) {
	if day := calendar.Date(args); day.Valid() {
		return day, nil
	}
	days, err := strconv.Atoi(args)
	if err != nil {
		return "", sales.No("pick.gone")
	}
	return max(d.Next.Due, c.Today).AddDays(days), nil
}

// argInWords is what a command is to set, as it was understood.
func argInWords(c *Call, route, args string, d sales.Deal) (any, error) {
	switch {
	case route == "deal amount" && args != "":
		currency, err := c.CurrencyOf(d)
		if err != nil {
			return nil, err
		}
		return phrase.Money(args, currency)
	case route == "deal date":
		return calendar.Date(args), nil
	case route == PutOff:
		due, err := Later(c, d, args)
		return due, err
	case route == "discount":
		if share, _, err := phrase.LeadingDiscount(args); err == nil && share > 0 {
			return c.Words.Discount(share.Hundredths()), nil
		}
	case route == "deal stage", route == "deal back":
		line, _ := c.Desk.Cards.Company.Pipeline(d.Pipeline)
		if s, ok := StageMeant(c, line, args); ok {
			return cards.StageName(c.Words, s), nil
		}
	case route == "deal give":
		p, err := c.PersonNamed(args)
		return cards.NameOf(p), err
	}
	return args, nil
}
