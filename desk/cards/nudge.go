package cards

import (
	"cmp"
	"slices"
	"time"

	"dealdesk/chat"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// Nudges remind a person of their own deals and of requests that wait for their decision. Each
// person gets at most one message a day: the nudges are part of the stand-up's question, and a
// message of their own only for those who get no question.

// NudgeJob is the job that posts nudges to people who are not asked for a stand-up.
const NudgeJob = "nudge"

// The actions of a nudge's buttons. Their values are deals.
const (
	NudgeSnooze = "deal snooze"
	NudgeDrop   = "deal quiet"
	NudgeList   = "deal nudges"
	StepDone    = "deal step done" // the next step was done
)

// Nudged is how many deals one message names at most.
const Nudged = 5

func NudgeKey(on calendar.Date, person string) string { return "nudge/" + string(on) + "/" + person }

// Matters returns a person's open deals that need something from them, the most urgent first.
// Those that only lack a next step come last.
func (m Maker) Matters(r store.Reader, who sales.Person, now time.Time, zone *time.Location) ([]sales.Matter, error) {
	var all []sales.Matter
	for d, err := range store.OpenDealsOf(r, who.ID) {
		if err != nil {
			return nil, err
		}
		n, _, err := store.Nudges.Get(r, d.ID)
		if err != nil {
			return nil, err
		}
		x, err := m.matterOf(r, d, n, now, zone)
		if err != nil {
			return nil, err
		}
		if x.Nudges() || x.NoStep {
			all = append(all, x)
		}
	}
	slices.SortFunc(all, sales.Urgent)
	return all, nil
}

// matterOf is what a deal asks of its owner, with the doubts that its records give.
func (m Maker) matterOf(r store.Reader, d sales.Deal, n sales.Nudge, now time.Time, zone *time.Location) (sales.Matter, error) {
	team, _, err := store.Teams.Get(r, d.Team)
	if err != nil {
		return sales.Matter{}, err
	}
	work := m.Company.Worktime(team, zone)
	quiet, err := m.Quiet(r, d)
	if err != nil {
		return sales.Matter{}, err
	}
	x, today := d.Matter(n, quiet(d), now, work), work.On(now)
	l := m.Company.Limits(d.Pipeline)
	l.Quiet = 0 // is no doubt
	if d.Status != sales.Open || l == (sales.Limits{}) {
		return x, nil
	}
	k, err := knownOf(r, d, l)
	if err != nil {
		return x, err
	}
	line, _ := m.Company.Pipeline(d.Pipeline)
	return x.Doubted(d.Doubts(line, k, l, today), today), nil
}

// knownOf reads who is known at a deal's customer, and whether the customer asks something in the last note about it.
func knownOf(r store.Reader, d sales.Deal, l sales.Limits) (k sales.Known, err error) {
	if l.Contacts > 0 || l.Decider > 0 {
		for c, err := range store.ContactsOf(r, d.Account) {
			if err != nil {
				return k, err
			}
			k.Contacts++
			k.Decider = k.Decider || c.Role == sales.Decider
		}
	}
	if l.Question > 0 {
		for a, err := range store.LatestActivitiesAbout(r, d.ID, 1) {
			if err != nil {
				return k, err
			}
			if sales.CustomerAsks(a.Note) {
				k.Asked = a.On
			}
		}
	}
	return k, nil
}

// Worst are the open deals of a team with the most said against them, whatever was silenced, and how many there are
// of each doubt.
func (m Maker) worst(r store.Reader, open []sales.Deal, now time.Time) (worst []sales.Matter, n map[string]int, err error) {
	n = map[string]int{}
	for _, d := range open {
		x, err := m.matterOf(r, d, sales.Nudge{}, now, now.Location())
		if err != nil {
			return nil, nil, err
		}
		for key, is := range map[string]bool{"pushed": x.Pushed > 0, "alone": x.Alone, "no_decider": x.NoDecider, "asked": x.Asked != ""} {
			if is {
				n[key]++
			}
		}
		if x.Reasons() > 1 || x.Doubts.Count() > 0 {
			worst = append(worst, x)
		}
	}
	slices.SortStableFunc(worst, func(a, b sales.Matter) int {
		return cmp.Or(cmp.Compare(b.Reasons(), a.Reasons()), cmp.Compare(b.Deal.Net().Minor, a.Deal.Net().Minor))
	})
	return worst, n, nil
}

// NudgesOn reports whether a person may be nudged on a day: it must be today in their zone, and a
// day on which they work.
func (m Maker) NudgesOn(r store.Reader, who sales.Person, on calendar.Date, now time.Time) (zone *time.Location, ok bool, err error) {
	team, _, err := store.Teams.Get(r, who.Team)
	zone = m.ZoneOf(who, team, "")
	today := on == calendar.DateOf(now.In(zone))
	return zone, today && m.Company.Alerts.At != "" && m.Worktime(who, team).Workday(on), err
}

// section is the part of a message with the nudges. Worth reports whether it deserves a message
// of its own.
type section struct {
	Text   chat.Safe
	Blocks []chat.Block
	Worth  bool
	Zone   *time.Location // the reader's
}

func (s *section) add(text chat.Safe, blocks ...chat.Block) {
	s.Text = chat.Join("\n", s.Text, text)
	s.Blocks = append(s.Blocks, blocks...)
}

// Nudges returns a person's section for a day: the deals chosen that day as they are now, and how
// many more there are.
func (m Maker) Nudges(r store.Reader, who sales.Person, on calendar.Date, now time.Time) (s section, err error) {
	zone, ok, err := m.NudgesOn(r, who, on, now)
	if err != nil {
		return s, err
	}
	s.Zone = zone
	p := m.PrinterOf(who, now)
	if on == calendar.DateOf(now.In(zone)) {
		week, err := m.Week(r, p, who, on, now)
		if err != nil {
			return s, err
		}
		due, err := m.MondayForecast(r, p, who, on, now)
		if err != nil {
			return s, err
		}
		warned, err := m.alertsTo(r, p, who, on)
		if err != nil {
			return s, err
		}
		week = chat.Join("\n", week, due, warned)
		if s.Worth = week != ""; s.Worth {
			s.add(week, chat.Para(week))
		}
	}
	if !ok {
		return s, nil
	}
	named, done, err := m.picked(r, p, who, on, now, zone)
	if err != nil {
		return s, err
	}
	rest, err := m.rest(r, p, who, on, now, zone)
	if err != nil {
		return s, err
	}
	waiting, err := m.waiting(r, p, who, now)
	if err != nil {
		return s, err
	}
	if len(named)+len(done) > 0 || waiting != "" {
		s.Worth = true
		head := p.Say("nudge.head")
		s.add(head, chat.Para(chat.Bold(head)))
	}
	for _, x := range named {
		line, err := m.Matter(r, p, x)
		if err != nil {
			return s, err
		}
		s.add(line, chat.Para(line), chat.Block{Buttons: nudgeButtons(p, x)})
	}
	if text := chat.Join("\n", done...); text != "" {
		s.add(text, chat.Block{Context: text})
	}
	if rest != "" {
		s.add(rest, chat.Row(rest, chat.Button{Label: p.Plain("common.show"), Action: NudgeList}))
	}
	if waiting != "" {
		s.add(waiting, chat.Row(waiting, chat.Button{Label: p.Plain("nudge.queue"), Action: "approvals"}))
	}
	return s, nil
}

// nudgeButtons returns the answers to what a deal asks for. Whether a deal that was to close by now, or that its records
// give reason to doubt, is still one, a new date, its end or a contact tells.
func nudgeButtons(p lang.Printer, x sales.Matter) (buttons []chat.Button) {
	buttons = answers(p, x.Deal.ID)
	if x.Late == "" && x.Doubts.Count() == 0 {
		buttons = buttons[len(buttons)-1:]
	}
	return append(buttons, chat.Button{Label: p.Plain("nudge.snooze"), Action: NudgeSnooze, Value: x.Deal.ID},
		chat.Button{Label: p.Plain("nudge.not_needed"), Action: NudgeDrop, Value: x.Deal.ID})
}

// answers are what may become of a doubted deal: a new date, its end, or a contact, which comes last.
func answers(p lang.Printer, deal string) []chat.Button {
	return []chat.Button{{Label: p.Plain("nudge.new_date"), Action: "deal date", Value: deal},
		{Label: p.Plain("nudge.won"), Action: "deal won", Value: deal}, {Label: p.Plain("nudge.lost"), Action: "deal lost", Value: deal},
		{Label: p.Plain("button.log"), Action: "log", Value: deal}}
}

// picked are the deals named to somebody on a day: those that still ask for something,
// and a line for each that was dealt with since.
func (m Maker) picked(r store.Reader, p lang.Printer, who sales.Person, on calendar.Date, now time.Time,
	zone *time.Location) (open []sales.Matter, done []chat.Safe, err error) {
	for n, err := range store.NudgesTo(r, who.ID, on) {
		if err != nil {
			return nil, nil, err
		}
		d, ok, err := store.Deals.Get(r, n.Deal)
		if err != nil {
			return nil, nil, err
		}
		team, _, err := store.Teams.Get(r, d.Team)
		if err != nil {
			return nil, nil, err
		}
		if !ok || !sales.Visible(who, sales.Record{Owner: d.Owner, Team: team}) {
			continue
		}
		x, err := m.matterOf(r, d, n, now, zone)
		if err != nil {
			return nil, nil, err
		}
		if d.Owner == who.ID && x.Nudges() {
			open = append(open, x)
			continue
		}
		line, err := m.became(r, p, who, on, x)
		if err != nil {
			return nil, nil, err
		}
		done = append(done, line)
	}
	slices.SortFunc(open, sales.Urgent)
	return open, done, nil
}

// became returns what was done about a deal since it was named.
func (m Maker) became(r store.Reader, p lang.Printer, who sales.Person, on calendar.Date, x sales.Matter) (chat.Safe, error) {
	title, err := m.DealTitle(r, x.Deal)
	if err != nil {
		return "", err
	}
	switch {
	case x.Deal.Status != sales.Open:
		return p.Say("nudge.closed", "Deal", title, "Status", m.StageOf(p, x.Deal)), nil
	case x.Deal.Owner != who.ID:
		name, err := PersonName(r, x.Deal.Owner)
		return p.Say("nudge.given", "Deal", title, "Who", name), err
	case x.Nudge.Until > on:
		return p.Say("nudge.snoozed", "Deal", title, "Date", x.Nudge.Until), nil
	case x.Nudge.Dropped(x.Deal):
		return p.Say("nudge.dropped", "Deal", title), nil
	}
	return p.Say("nudge.done", "Deal", title), nil
}

// Matter returns a deal and what it needs, in one line.
func (m Maker) Matter(r store.Reader, p lang.Printer, x sales.Matter) (chat.Safe, error) {
	title, err := m.DealTitle(r, x.Deal)
	var asks []chat.Safe
	if x.Due != "" {
		asks = append(asks, p.Say("nudge.due", "Next", Next(p, x.Deal.Next)))
	}
	if x.Late != "" {
		asks = append(asks, p.Say("nudge.late", "Date", x.Late))
	}
	if x.Silent > 0 {
		asks = append(asks, p.Say("nudge.silent", "Count", x.Silent))
	}
	if x.Asked != "" {
		asks = append(asks, p.Say("nudge.asked", "Date", x.Asked))
	}
	if x.Pushed > 0 {
		asks = append(asks, p.Say("nudge.pushed", "Count", x.Pushed))
	}
	if x.Alone {
		asks = append(asks, p.Say("nudge.alone"))
	}
	if x.NoDecider {
		asks = append(asks, p.Say("nudge.no_decider"))
	}
	if x.NoStep {
		asks = append(asks, p.Say("card.list_no_next"))
	}
	return p.Say("nudge.deal", "Deal", title, "Asks", chat.Join(" · ", asks...)), err
}

// rest counts the deals that are not named: more of the same, and those without a next step.
func (m Maker) rest(r store.Reader, p lang.Printer, who sales.Person, on calendar.Date, now time.Time, zone *time.Location) (chat.Safe,
	error) {
	all, err := m.Matters(r, who, now, zone)
	if err != nil {
		return "", err
	}
	more, bare := 0, 0
	for _, x := range all {
		switch {
		case !x.Nudges():
			bare++
		case !x.Nudge.Named(on):
			more++
		}
	}
	var told []chat.Safe
	if more > 0 {
		told = append(told, p.Say("nudge.more", "Count", more))
	}
	if bare > 0 {
		told = append(told, p.Say("nudge.no_next", "Count", bare))
	}
	return chat.Join(" · ", told...), nil
}

// waiting counts the requests that a person was asked to decide. It returns "" for none.
func (m Maker) waiting(r store.Reader, p lang.Printer, who sales.Person, now time.Time) (chat.Safe, error) {
	all, err := m.askedOf(r, who, now)
	if err != nil || len(all) == 0 {
		return "", err
	}
	return p.Say("nudge.waiting", "Count", len(all), "When", p.Ago(all[0].Created, now)), nil
}

// asked is a request that waits for somebody's decision, and its deal.
type asked struct {
	sales.Approval
	deal sales.Deal
}

// askedOf returns the requests that a person was asked to decide and may, the oldest first.
func (m Maker) askedOf(r store.Reader, who sales.Person, now time.Time) (all []asked, err error) {
	for a, err := range store.WaitingApprovals(r) {
		if err != nil {
			return nil, err
		}
		if !a.Asks(who.ID) {
			continue
		}
		d, _, err := store.Deals.Get(r, a.Deal)
		if err != nil {
			return nil, err
		}
		ros, err := m.Roster(r, d, a, now)
		if err != nil {
			return nil, err
		}
		if a.Pending(d, now) && a.MayDecide(who, d, ros) {
			all = append(all, asked{a, d})
		}
	}
	slices.SortStableFunc(all, func(a, b asked) int { return a.Created.Compare(b.Created) })
	return all, nil
}
