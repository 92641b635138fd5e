// Package say answers what is said to the bot in plain words, without the name of a command: it finds the
// command that is meant, and runs it if it only reads, or proposes it.
package say

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/commands/phrase/goals"
	"dealdesk/commands/phrase/talk"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// Feature returns the verbs of this package.
func Feature() call.Feature {
	return call.Feature{
		Verbs: []call.Verb{
			{Route: chat.Route{Name: "say", Edit: true}, Do: say},
			{Route: chat.Route{Name: call.Answered}, Do: answer},
			{Route: chat.Route{Name: "joined"}, Do: joined},
		},
	}
}

// say answers a line in plain words. The answer is Unknown if it means nothing here.
func say(c *call.Call) (chat.Reply, error) {
	if reply, err := call.Answer(c); err != nil || !reply.Unknown {
		return reply, err
	}
	find, err := call.Spots(c)
	if err != nil {
		return chat.Reply{}, err
	}
	line := c.Req.Args
	if !c.Req.Unasked {
		was := c.Req
		if reply, err := c.Run("goal said", line); err != nil || !reply.Unknown {
			return reply, err
		}
		c.Req = was
	}
	_, here, err := c.DealHere()
	if err != nil {
		return chat.Reply{}, err
	}
	spots := phrase.OfDeal(line, find(line), here)
	if reply, err := remark(c, spots, here); err != nil || !reply.Unknown {
		return reply, err
	}
	c.Req.Name, c.Req.Args = "say", line
	meant := phrase.Intend(line, phrase.IntendOptions{Now: c.Req.At, Work: c.Work(), Spots: spots, Here: here})
	if c.Req.Unasked {
		return overhear(c, spots, meant)
	}
	reply, err := byRules(c, spots, meant)
	if err == nil && reply.Unknown {
		c.Req.Name, c.Req.Args = "say", line
		reply, err = guess(c, line, spots)
		if err == nil && reply.Unknown {
			reply, err = c.Run("log correct which", line)
			c.Req.Name = "say"
		}
		switch {
		case err != nil || !reply.Unknown:
		case meant.Act == phrase.AsksElse, meant.Act == phrase.AsksNumbers:
			return chat.Say(c.Words.Say("say.no_answer")), nil
		default:
			return c.Run("log news", line)
		}
	}
	return reply, err
}

// overheard are the changes that may be proposed although they were perhaps said to somebody else: each names what it
// changes. A win or a loss may be a joke among colleagues.
var overheard = []string{"deal amount", "deal date", "deal stage", "deal advance"}

// overhear proposes what was told in a thread without a mention: a contact, a change of this thread's own deal, or to
// take back the last one. All else was said to somebody else.
func overhear(c *call.Call, spots []phrase.Spot, meant phrase.Intent) (chat.Reply, error) {
	line := c.Req.Args
	run := func() (chat.Reply, error) { return c.Run("log said", line) }
	step, isStep := phrase.OnlyNext(line)
	switch d, here, err := c.DealHere(); {
	case err != nil:
		return chat.Reply{}, err
	case talk.Undoes(line):
		run = func() (chat.Reply, error) { return call.Propose(c, "undo", "", nil) }
	case isStep && here && onlyOf(d, spots):
		run = func() (chat.Reply, error) { return nextStep(c, nil, step, false) }
	case slices.Contains(overheard, meant.Act) && here && !phrase.Asks(line) && onlyOf(d, spots):
		run = func() (chat.Reply, error) { return move(c, nil, meant) }
	case meant.Act != "":
		return chat.Reply{Unknown: true}, nil
	}
	reply, err := run()
	if _, refused := sales.AsProblem(err); refused {
		return chat.Reply{Unknown: true}, nil
	}
	return reply, err
}

// onlyOf reports whether all that a line names is a deal or its customer.
func onlyOf(d sales.Deal, spots []phrase.Spot) bool {
	return !slices.ContainsFunc(spots, func(s phrase.Spot) bool { return s.ID != d.ID && s.ID != d.Account })
}

// byRules answers what the rules understand.
func byRules(c *call.Call, spots []phrase.Spot, meant phrase.Intent) (chat.Reply, error) {
	switch meant.Act {
	case phrase.AsksDeals, phrase.AsksNumbers, phrase.AsksTodo, phrase.AsksElse, phrase.AsksList:
		if meant.Act == phrase.AsksList && meant.Args != "stale" {
			break
		}
		who, named, err := colleague(c, c.Req.Args)
		if err != nil {
			return chat.Reply{}, err
		}
		if named {
			return askedOf(c, who, meant.Act)
		}
	}
	switch meant.Act {
	case phrase.Greets:
		return greet(c), nil
	case phrase.Thanks:
		return chat.Say(c.Words.Say("say.welcome")), nil
	case phrase.AsksAbout:
		return about(c, spots)
	case phrase.AsksList:
		if meant.Args != "stale" {
			return askedClosed(c, meant.Args, spots)
		}
		return askedDeals(c, meant.Args)
	case phrase.AsksDeals:
		return askedDeals(c, meant.Args)
	case phrase.AsksTodo:
		return c.Run("home day", "")
	case phrase.AsksGoals:
		return askedGoals(c)
	case phrase.AsksNumbers:
		if talk.Counts(c.Req.Args) { // on conditions that are not understood: an overview is no answer
			return chat.Reply{Unknown: true}, nil
		}
		return c.Run("home numbers", "")
	case phrase.AsksElse:
		return chat.Reply{Unknown: true}, nil
	case phrase.IsStandup:
		return standUp(c, meant.Args)
	case phrase.IsForeign:
		return chat.Say(c.Words.Say("say.foreign")), nil
	case "deal new", "account new":
		return call.Propose(c, meant.Act, meant.Args, nil)
	case phrase.IsNote:
		return c.Run("log news", c.Req.Args)
	case "":
		return c.Run("log said", c.Req.Args)
	}
	return move(c, spots, meant)
}

// askedDeals lists the deals that a line asks for. Whatever it wants of them stands in the line.
func askedDeals(c *call.Call, list string) (chat.Reply, error) {
	line, all := c.Req.Args, list
	if list == "" && c.Me.Role != sales.Rep && !talk.Mine(line) {
		all = c.Words.Plain("deal_filter.team")
	}
	l := talk.Conditions(line)
	if list != "" || !l.Any() && len(l.Rest) == 0 {
		return c.Run("deal list", all)
	}
	was := c.Req
	reply, err := c.Run("deal list", line)
	if problem, no := sales.AsProblem(err); !no || problem.Code != "deal.no_list" {
		return reply, err
	}
	c.Req = was
	if reply, err = c.Run("deal list", all); err != nil || reply.Message == nil || len(reply.Message.Blocks) == 0 {
		return reply, err
	}
	return call.Remark(reply, c.Words.Say("deal_where.left", "Words", strings.Join(l.Rest, c.Words.Plain("list.comma")))), nil
}

// standUp answers the stand-up. One that was sent is replaced only when the person says so.
func standUp(c *call.Call, text string) (chat.Reply, error) {
	sent, there, err := store.Standups.Get(c.Read, sales.StandupID(c.Me.Team, c.Today, c.Me.ID))
	if err != nil {
		return chat.Reply{}, err
	}
	if there && !sent.Skipped && !sent.Empty() || phrase.ToldAsDone(text) {
		reply, err := call.Propose(c, "standup", text, nil)
		if err == nil && there {
			reply.Message.Blocks[len(reply.Message.Blocks)-1].Buttons[0].Value += string(c.Today) // which the question names
		}
		return reply, err
	}
	return c.Run("standup", text)
}

// askedGoals shows the goals that run; where there are none, the numbers.
func askedGoals(c *call.Call) (chat.Reply, error) {
	for _, err := range store.GoalsDueFrom(c.Read, c.Today) {
		if err != nil {
			return chat.Reply{}, err
		}
		some := goals.ListOf(c.Req.Args)
		if when := talk.SpanNamed(c.Req.Args); some == "" && when != "" { // that quarter's, not the month's that runs in it
			return c.Run("goal list", when)
		}
		return c.Run("goal", some)
	}
	return c.Run("home numbers", "")
}

// greet answers a greeting with three things to try.
func greet(c *call.Call) chat.Reply {
	text := c.Words.Say("say.hello", "Name", c.Me.Name)
	return chat.Reply{Message: &chat.Message{Text: text, Blocks: []chat.Block{chat.Para(text), toTry(c.Words)}}}
}

func toTry(words lang.Printer) chat.Block {
	return chat.Block{Buttons: []chat.Button{
		{Label: words.Plain("button.log"), Action: "log"},
		{Label: words.Plain("button.deal_new"), Action: "deal new"},
		{Label: words.Plain("help_page.more"), Action: "help", Value: "all"},
	}}
}

// joined greets a channel that the bot was added to, in the language of its team. It does so once, however often
// it is added.
func joined(c *call.Call) (chat.Reply, error) {
	if c.Req.Kind != chat.Joined { // a forged click
		return chat.Reply{}, nil
	}
	channel := c.Req.Where.Channel
	key := "joined/" + channel
	if _, greeted, err := store.PostByKey(c.Read, key); err != nil || greeted {
		return chat.Reply{}, err
	}
	teams, err := store.TeamsOfChannel(c.Read, channel)
	if err != nil {
		return chat.Reply{}, err
	}
	words := c.Desk.Cards.Printer("", c.Req.At)
	if len(teams) > 0 {
		words = c.Desk.Cards.Printer(teams[0].Language, c.Req.At)
	}
	text := words.Say("say.joined")
	return chat.Reply{}, c.Tx.Post(store.Post{Key: key, Channel: channel, Kind: "greeting",
		Message: chat.Message{Text: text, Blocks: []chat.Block{chat.Para(text), toTry(words)}}})
}

// about shows a deal, a customer's only open deal, or the customer.
func about(c *call.Call, spots []phrase.Spot) (chat.Reply, error) {
	if len(spots) == 0 {
		d, _, err := c.DealHere()
		if err != nil {
			return chat.Reply{}, err
		}
		return c.Run("deal", d.ID)
	}
	if spots[0].ID == "" {
		return chat.Reply{Unknown: true}, nil
	}
	return shown(c, spots[0].ID, "")
}

// shown shows a deal, a customer's only open deal, or the customer: their card, or what of them part names.
func shown(c *call.Call, id, part string) (chat.Reply, error) {
	if sales.KindOf(id) == sales.KindDeal {
		return c.Run("deal"+part, id)
	}
	open, err := c.OpenDeals(id)
	if err != nil {
		return chat.Reply{}, err
	}
	if len(open) == 1 {
		return c.Run("deal"+part, open[0].ID)
	}
	return c.Run("account"+part, id)
}

// move proposes a change of a deal: of the one that is named, of those of a customer, or else of the
// person's likeliest ones.
func move(c *call.Call, spots []phrase.Spot, meant phrase.Intent) (chat.Reply, error) {
	if meant.Act == "deal give" {
		if _, err := c.PersonNamed(meant.Args); err != nil {
			return c.Run("log said", c.Req.Args)
		}
	}
	if meant.Act == "deal lost" {
		day, why := phrase.CutDay(meant.Args, c.Req.At, c.Work())
		if meant.Args = lostWhy(c, why); day != nil {
			meant.Args = string(day.Date) + " " + meant.Args
		}
	}
	if meant.Act == "discount" {
		if _, _, err := phrase.LeadingDiscount(meant.Args); err != nil {
			return chat.Reply{}, err
		}
	}
	deals, err := dealsMeant(c, spots)
	if err != nil {
		return chat.Reply{}, err
	}
	if len(deals) == 0 {
		return c.Run("log said", c.Req.Args)
	}
	if meant.Act == "discount" && phrase.Wishes(c.Req.Args) {
		return wished(c, meant.Args, deals)
	}
	args, ok, err := counted(c, meant, deals)
	switch {
	case err != nil:
		return chat.Reply{}, err
	case !ok:
		return c.Run("log news", c.Req.Args)
	}
	reply, err := call.Propose(c, meant.Act, args, deals)
	if err == nil && meant.Left != "" {
		reply = call.Remark(reply, c.Words.Say("say.step_left", "Text", chat.EscapeLine(meant.Left)))
	}
	return reply, err
}

// counted is what a move sets, where that is counted from what the one deal has now: its amount 10k up, its close two
// weeks later. ok is false if there is nothing to count from.
func counted(c *call.Call, meant phrase.Intent, deals []sales.Deal) (args string, ok bool, err error) {
	day := calendar.Date(meant.Args)
	switch {
	case meant.Act == "deal date" && !day.Valid():
		if len(deals) != 1 {
			return "", false, nil
		}
		day, ok = phrase.Later(meant.Args, deals[0].Close, c.Work())
		return string(day), ok, nil
	case meant.Act == "deal amount" && strings.ContainsAny(meant.Args[:min(1, len(meant.Args))], "+-"):
		if len(deals) != 1 || deals[0].Amount.Zero() {
			return "", false, nil
		}
		by, err := phrase.Money(meant.Args[1:], deals[0].Amount.Currency)
		if err != nil || by.Currency != deals[0].Amount.Currency {
			return "", false, err
		}
		if meant.Args[0] == '-' {
			by.Minor = -by.Minor
		}
		by.Minor += deals[0].Amount.Minor
		return decimal.New(by.Minor, -int32(by.Places())).String() + " " + by.Currency, by.Minor > 0, nil
	}
	return meant.Args, true, nil
}

// wished proposes to ask for the discount that the customer wishes, or to note the wish.
func wished(c *call.Call, args string, deals []sales.Deal) (chat.Reply, error) {
	note, err := c.KeepDraft(chat.Draft{Route: "deal note", Args: c.Req.Args})
	if err != nil {
		return chat.Reply{}, err
	}
	reply, err := call.Propose(c, "discount", args, deals)
	if err != nil {
		return reply, err
	}
	note += "/"
	if len(deals) == 1 {
		note += deals[0].ID
	}
	buttons := &reply.Message.Blocks[len(reply.Message.Blocks)-1].Buttons
	*buttons = slices.Insert(*buttons, len(*buttons)-1, chat.Button{Label: c.Words.Plain("say.only_note"), Action: "pick", Value: note})
	return reply, nil
}

func dealsMeant(c *call.Call, spots []phrase.Spot) ([]sales.Deal, error) {
	if len(spots) == 0 {
		if here, ok, err := c.DealHere(); err != nil || ok {
			return []sales.Deal{here}, err
		}
		return c.LikelyDeals()
	}
	if sales.KindOf(spots[0].ID) == sales.KindDeal {
		d, err := c.DealByID(spots[0].ID)
		return []sales.Deal{d}, err
	}
	return c.OpenDeals(spots[0].ID)
}
