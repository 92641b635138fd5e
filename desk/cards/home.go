package cards

import (
	"cmp"
	"slices"
	"time"

	"dealdesk/chat"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/sales/forecast"
	"dealdesk/store"
)

// The home tab is a person's day, in the order of what needs them. A section without anything in it is
// left out. It contains only what the person may see: their own deals, the requests they may decide,
// and the teams they lead.

// How many lines a section of the home tab has at most: the whole stays far below the 100 blocks that
// a view may have.
const (
	homeDecide = 3
	homeSteps  = 8
	homeLate   = 5
	homeQuiet  = 5
	homeTeams  = 3  // in full; the others have a line
	homeLines  = 20 // teams with a line
)

// home holds what the page is rendered from, and the page.
type home struct {
	of string // whose numbers, if they are told to somebody else
	Maker
	lang.Printer
	r     store.Reader
	who   sales.Person
	now   time.Time
	zone  *time.Location
	today calendar.Date
	open  []sales.Deal   // the person's own
	asks  []sales.Matter // of these, the most urgent first
	likes *forecast.Chances
	fresh bool // a rep who has nothing yet
	tab   chat.Message
}

// Home returns a person's home tab.
func (m Maker) Home(r store.Reader, p lang.Printer, who sales.Person, now time.Time, zone *time.Location) (chat.Message, error) {
	h, err := m.homeOf(r, p, who, now, zone)
	if err != nil {
		return h.tab, err
	}
	if err := h.show(h.decide, h.steps, h.late, h.quiet, h.bare, h.standup, h.goals, h.forecast, h.teams, h.numbers); err != nil {
		return h.tab, err
	}
	if len(h.tab.Blocks) == 0 || h.fresh {
		h.first()
		return h.tab, nil
	}
	h.add("", chat.Block{Divider: true}, chat.Block{Buttons: []chat.Button{
		{Label: p.Plain("home.log"), Action: "log"},
		{Label: p.Plain("button.deal_new"), Action: "deal new"},
		{Label: p.Plain("help_page.more"), Action: "help", Value: "all"},
	}})
	return h.tab, nil
}

// DayOf returns what waits for a person today: the home tab without the numbers.
func (m Maker) DayOf(r store.Reader, p lang.Printer, who sales.Person, now time.Time, zone *time.Location) (chat.Message, error) {
	h, err := m.homeOf(r, p, who, now, zone)
	if err == nil {
		err = h.show(h.decide, h.steps, h.late, h.quiet, h.bare, h.standup)
	}
	if err == nil && len(h.tab.Blocks) == 0 {
		h.line(p.Say("home.nothing"))
	}
	return h.tab, err
}

// NumbersOf returns a person's own numbers, and those of the teams they lead.
func (m Maker) NumbersOf(r store.Reader, p lang.Printer, who sales.Person, now time.Time, zone *time.Location) (chat.Message, error) {
	h, err := m.homeOf(r, p, who, now, zone)
	if err == nil {
		err = h.show(h.goals, h.forecast, h.teams, h.numbers)
	}
	if err == nil && len(h.tab.Blocks) == 0 {
		h.line(p.Say("home.no_numbers"))
	}
	return h.tab, err
}

// PersonNumbers tells somebody else how a person is doing.
func (m Maker) PersonNumbers(r store.Reader, p lang.Printer, who sales.Person, now time.Time, zone *time.Location) (chat.Message, error) {
	h, err := m.homeOf(r, p, who, now, zone)
	if err == nil {
		h.of = NameOf(who)
		err = h.numbers()
	}
	if err == nil && len(h.tab.Blocks) == 0 {
		h.line(p.Say("home.no_numbers_of", "Name", h.of))
	}
	return h.tab, err
}

func (m Maker) homeOf(r store.Reader, p lang.Printer, who sales.Person, now time.Time, zone *time.Location) (*home, error) {
	h := &home{Maker: m, Printer: p, r: r, who: who, now: now, zone: zone, today: calendar.DateOf(now.In(zone))}
	return h, h.read()
}

// show adds sections to the page.
func (h *home) show(sections ...func() error) error {
	for _, add := range sections {
		if err := add(); err != nil {
			return err
		}
	}
	return nil
}

// read reads the person's open deals and what they ask for, once.
func (h *home) read() error {
	for d, err := range store.OpenDealsOf(h.r, h.who.ID) {
		if err != nil {
			return err
		}
		n, _, err := store.Nudges.Get(h.r, d.ID)
		if err != nil {
			return err
		}
		h.open = append(h.open, d)
		x, err := h.matterOf(h.r, d, n, h.now, h.zone)
		if err != nil {
			return err
		}
		h.asks = append(h.asks, x)
	}
	slices.SortFunc(h.asks, sales.Urgent)
	return nil
}

// add adds a text and the blocks that show it.
func (h *home) add(text chat.Safe, blocks ...chat.Block) {
	h.tab.Text = chat.Join("\n", h.tab.Text, text)
	h.tab.Blocks = append(h.tab.Blocks, blocks...)
}

// head begins a section.
func (h *home) head(text chat.Safe) { h.add(text, chat.Block{Header: lang.Unmark(text)}) }

// line adds a line with its buttons: one stands beside it, several below.
func (h *home) line(text chat.Safe, buttons ...chat.Button) {
	switch len(buttons) {
	case 0:
		h.add(text, chat.Para(text))
	case 1:
		h.add(text, chat.Row(text, buttons[0]))
	default:
		h.add(text, chat.Para(text), chat.Block{Buttons: buttons})
	}
}

// rest says how many lines a section leaves out, with the button that lists them all.
func (h *home) rest(of, shown int, all chat.Button) {
	if of > shown {
		all.Label = h.Plain("common.show")
		h.line(h.Say("deal.list_more", "Count", of-shown), all)
	}
}

// decide shows the requests that wait for the person, with everything that a decision needs.
func (h *home) decide() error {
	waiting, err := h.askedOf(h.r, h.who, h.now)
	if err != nil || len(waiting) == 0 {
		return err
	}
	h.head(h.Say("home.decide", "Count", len(waiting)))
	for _, x := range waiting[:min(len(waiting), homeDecide)] {
		card, err := h.ApprovalCard(h.r, h.Printer, x.deal, x.Approval)
		if err != nil {
			return err
		}
		since := h.Say("approval.asked_ago", "When", h.Ago(x.Created, h.now))
		h.add(chat.Join("\n", card.Text, since), card.Blocks...)
		h.add("", chat.Block{Context: since}, DecideButtons(h.Printer, x.Approval))
	}
	h.rest(len(waiting), homeDecide, chat.Button{Action: "approvals"})
	return nil
}

// section shows the person's deals that ask for the same thing, with the buttons that do it.
func (h *home) section(key string, most int, list []sales.Matter, ask func(sales.Matter) chat.Safe,
	buttons func(d sales.Deal) []chat.Button) error {
	if len(list) == 0 {
		return nil
	}
	h.head(h.Say(key, "Count", len(list)))
	for _, x := range list[:min(len(list), most)] {
		title, err := h.DealTitle(h.r, x.Deal)
		if err != nil {
			return err
		}
		h.line(h.Say("nudge.deal", "Deal", title, "Asks", ask(x)), buttons(x.Deal)...)
	}
	h.rest(len(list), most, chat.Button{Action: NudgeList})
	return nil
}

// those returns the person's deals that ask for something, the most urgent first.
func (h *home) those(asks func(sales.Matter) bool) (list []sales.Matter) {
	for i := range h.asks {
		if asks(h.asks[i]) {
			list = append(list, h.asks[i])
		}
	}
	return list
}

// dueToday reports whether the next step is to be done today.
func (h *home) dueToday(x sales.Matter) bool { return x.Deal.Next.Due == h.today }

// steps shows the next steps that are overdue or to be done today, in the order of their time.
func (h *home) steps() error {
	list := h.those(func(x sales.Matter) bool { return x.Due != "" || h.dueToday(x) })
	slices.SortStableFunc(list, func(a, b sales.Matter) int {
		return cmp.Or(cmp.Compare(a.Deal.Next.Due, b.Deal.Next.Due), cmp.Compare(a.Deal.Next.Clock, b.Deal.Next.Clock))
	})
	return h.section("home.steps", homeSteps, list, func(x sales.Matter) chat.Safe {
		if h.dueToday(x) {
			return h.Say("home.today", "Next", Next(h.Printer, x.Deal.Next))
		}
		return h.Say("nudge.due", "Next", Next(h.Printer, x.Deal.Next))
	}, func(d sales.Deal) []chat.Button {
		return []chat.Button{
			{Label: h.Plain("home.done"), Action: StepDone, Value: d.ID + "|" + d.Next.Mark(), Style: chat.Primary},
			{Label: h.Plain("nudge.new_date"), Action: "deal next", Value: d.ID},
			{Label: h.Plain("button.log"), Action: "log", Value: d.ID},
			{Label: h.Plain("button.open"), Action: "deal", Value: d.ID},
		}
	})
}

// late shows the deals that were to close by now.
func (h *home) late() error {
	return h.section("home.late", homeLate, h.those(func(x sales.Matter) bool { return x.Late != "" }), func(x sales.Matter) chat.Safe {
		return chat.Join(" · ", Net(h.Printer, x.Deal), h.Say("nudge.late", "Date", x.Late))
	}, func(d sales.Deal) []chat.Button {
		return []chat.Button{
			{Label: h.Plain("nudge.new_date"), Action: "deal date", Value: d.ID},
			{Label: h.Plain("nudge.won"), Action: "deal won", Value: d.ID},
			{Label: h.Plain("nudge.lost"), Action: "deal lost", Value: d.ID},
			{Label: h.Plain("button.open"), Action: "deal", Value: d.ID},
		}
	})
}

// quiet shows the deals without contact that no section above has named.
func (h *home) quiet() error {
	list := h.those(func(x sales.Matter) bool { return x.Silent > 0 && x.Due == "" && x.Late == "" && !h.dueToday(x) })
	return h.section("home.quiet", homeQuiet, list, func(x sales.Matter) chat.Safe {
		return h.Say("nudge.silent", "Count", x.Silent)
	}, func(d sales.Deal) []chat.Button {
		return []chat.Button{{Label: h.Plain("button.log"), Action: "log", Value: d.ID}}
	})
}

// bare counts the deals without a next step.
func (h *home) bare() error {
	if list := h.those(func(x sales.Matter) bool { return x.NoStep }); len(list) > 0 {
		h.line(h.Say("nudge.no_next", "Count", len(list)), chat.Button{Label: h.Plain("common.show"), Action: NudgeList})
	}
	return nil
}

// standup asks for today's stand-up if the person was asked and has not answered.
func (h *home) standup() error {
	asked, err := Asked(h.r, h.who.ID, h.today)
	if err != nil || !asked || h.who.AwayOn(h.today) {
		return err
	}
	_, answered, err := store.Standups.Get(h.r, sales.StandupID(h.who.Team, h.today, h.who.ID))
	if err != nil || answered {
		return err
	}
	s, err := h.Prefill(h.r, h.who, h.today)
	if err != nil {
		return err
	}
	h.head(h.Say("home.standup"))
	h.line(h.Say("home.standup_open", "Date", h.Day(string(h.today))), AskButtons(h.Printer, s)...)
	return nil
}

// first shows a newcomer three things to try.
func (h *home) first() {
	h.head(h.Say("home.first"))
	for _, try := range []struct {
		verb   string
		button chat.Button
	}{
		{"log", chat.Button{Label: h.Plain("button.log"), Action: "log"}},
		{"deal new", chat.Button{Label: h.Plain("button.deal_new"), Action: "deal new"}},
		{"help", chat.Button{Label: h.Plain("help_page.more"), Action: "help", Value: "all"}},
	} {
		usage, what := h.Help(try.verb)
		h.line(chat.Join("\n", what, "`"+chat.Escape(usage)+"`"), try.button)
	}
}
