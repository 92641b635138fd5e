package jobs_test

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"dealdesk/chat"
	"dealdesk/commands/commandstest"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// How the team of ten lives through the month in which its noise is counted.

// tenPeople: Mei leads, Dan directs and takes part in no stand-up.
const tenPeople = `
[workspace]
currency = "CNY"
zone = "Asia/Shanghai"
[[team]]
name = "East"
channel = "CEAST"
manager = "UMEI"
director = "UDAN"
members = ["U1", "U2", "U3", "U4", "U5", "U6", "U7", "U8"]
`

// The people who do not do as asked.
const (
	abroad = "U2" // in Berlin
	never  = "U4" // answers no stand-up
	later  = "U5" // answers after the digest
	early  = "U6" // answers the evening before
	buried = "U7" // has forty deals and hardly touches them
	away   = "U8" // on leave in the second week
)

var leave = calendar.Span{From: "2026-11-09", To: "2026-11-13"}

// begin gives everybody deals: five each, forty to one.
func (m *month) begin() {
	m.start()
	m.say(abroad, "settings zone Europe/Berlin")
	change := store.Change{Once: "begin", Actor: "test", At: m.now, What: "begin"}
	_, err := m.store.Update(m.Context(), change, func(tx *store.Tx) error {
		for i := range 8 {
			who, deals := fmt.Sprint("U", i+1), 5
			if who == buried {
				deals = 40
			}
			for range deals {
				a := sales.Account{ID: tx.Next(sales.KindAccount), Owner: who, Team: "east", Created: m.now}
				a.Name = "Customer " + a.ID
				d := sales.Deal{ID: tx.Next(sales.KindDeal), Name: "Platform", Account: a.ID, Owner: who, Team: "east",
					Amount: sales.Money{Minor: 5_000_000, Currency: "CNY"}}
				d, e, err := sales.NewDeal(d, m.desk.Cards.Company.Pipelines[0], sales.Act{By: who, At: m.now, On: calendar.DateOf(m.now)})
				e.ID = tx.Next(sales.KindEvent)
				if err := errors.Join(err, store.Accounts.Put(tx, a), store.Deals.Put(tx, d), store.Events.Put(tx, e)); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		m.Fatal(err)
	}
}

// deed is something a person does at a time of day.
type deed struct {
	at time.Time
	do func()
}

// live lets a day pass.
func (m *month) live(on calendar.Date) {
	var plan []deed
	at := func(who, clock string, do func()) {
		zone := m.zone
		if who == abroad {
			zone, _ = time.LoadLocation("Europe/Berlin")
		}
		t, err := time.ParseInLocation("2006-01-02 15:04", string(on)+" "+clock, zone)
		if err != nil {
			m.Fatal(err)
		}
		plan = append(plan, deed{t, do})
	}
	switch on {
	case lateDay:
		at("", "08:30", func() { m.jobs = nil })
		at("", "11:15", m.start)
	case lostDay:
		at("", "00:10", func() { m.jobs = nil })
	case lostDay.AddDays(1):
		at("", "07:30", m.start)
	}
	for i := range 8 {
		who := fmt.Sprint("U", i+1)
		switch {
		case dayOff(on) && i > 0, who == away && leave.From <= on && on <= leave.To:
		case dayOff(on):
			at(who, "15:00", func() { m.work(who) })
		default:
			m.workday(who, on, at)
		}
	}
	if !dayOff(on) {
		at("UMEI", "09:25", func() { m.say("UMEI", "standup plan go through the forecast") })
		at("UMEI", "11:30", func() { m.decide("UMEI") })
		at("UDAN", "15:30", func() { m.decide("UDAN") })
	}
	if on == leave.From.AddDays(-3) {
		at(away, "17:20", func() { m.say(away, "standup leave "+string(leave.From)+" to "+string(leave.To)) })
	}
	slices.SortStableFunc(plan, func(a, b deed) int { return a.at.Compare(b.at) })
	for _, x := range plan {
		m.pass(x.at)
		x.do()
	}
	m.pass(on.AddDays(1).In(m.zone))
}

// workday plans what a rep does on a working day.
func (m *month) workday(who string, on calendar.Date, at func(who, clock string, do func())) {
	answer := func() { m.say(who, "standup plan call them all back") }
	switch who {
	case never, buried:
	case later:
		at(who, "10:40", answer)
	case early:
		if on == firstDay || on == lateDay.AddDays(1) || on == lostDay.AddDays(1) { // the evening before did not happen
			at(who, "09:20", answer)
		}
		at(who, "17:30", answer)
	default:
		at(who, "09:10", answer)
	}
	at(who, "09:40", func() { m.heed(who) })
	for range m.dice.IntN(5) {
		if who != buried || m.dice.IntN(8) == 0 {
			at(who, fmt.Sprintf("%02d:%02d", 10+m.dice.IntN(7), m.dice.IntN(60)), func() { m.work(who) })
		}
	}
}

// work has somebody do something about one of their deals.
func (m *month) work(who string) {
	var mine []sales.Deal
	err := m.store.View(m.Context(), func(r store.Reader) error {
		mine = nil
		for d, err := range store.OpenDealsOf(r, who) {
			if err != nil {
				return err
			}
			mine = append(mine, d)
		}
		return nil
	})
	if err != nil {
		m.Fatal(err)
	}
	id := mine[m.dice.IntN(len(mine))].ID
	switch chance := m.dice.IntN(100); {
	case chance < 50:
		m.say(who, fmt.Sprintf("log call %s %dm Talked about it. next: call again in %d days", id, 5+m.dice.IntN(40), 1+m.dice.IntN(6)))
	case chance < 62:
		m.say(who, "log visit "+id+" 1h Saw the site")
	case chance < 75:
		m.say(who, "deal advance "+id+" they have agreed to all of it")
	case chance < 90:
		m.say(who, fmt.Sprintf("discount %s %d%% a rival is cheaper", id, 10+m.dice.IntN(15)))
	case chance < 94 && len(mine) > 3:
		m.say(who, fmt.Sprintf("deal give %s @U%d", id, 1+m.dice.IntN(8)))
	case chance < 97 && len(mine) > 3:
		m.say(who, "deal lost "+id+" price")
	default:
		m.say(who, "deal new A-1 \"More\" 50k")
	}
}

// heed has somebody react to the deals in their message.
func (m *month) heed(who string) {
	for _, b := range m.last[who].Blocks {
		for _, button := range b.Buttons {
			switch {
			case button.Action == "log" && who == buried && m.dice.IntN(8) == 0: // given to somebody whose morning is still to come
				m.say(who, "deal give "+button.Value+" @"+abroad)
			case button.Action == cards.NudgeSnooze && m.dice.IntN(5) == 0, button.Action == cards.NudgeDrop && m.dice.IntN(12) == 0:
				m.act(who, chat.Request{Kind: chat.Click, Name: button.Action, Value: button.Value})
			}
		}
	}
}

// decide settles most of what somebody is asked.
func (m *month) decide(who string) {
	var asked []string
	err := m.store.View(m.Context(), func(r store.Reader) error {
		asked = nil
		for a, err := range store.WaitingApprovals(r) {
			if err != nil {
				return err
			}
			if a.Asks(who) {
				asked = append(asked, a.ID)
			}
		}
		return nil
	})
	if err != nil {
		m.Fatal(err)
	}
	for _, id := range asked {
		switch m.dice.IntN(5) {
		case 0: // tomorrow
		case 1:
			m.say(who, "reject "+id+" not this quarter")
		default:
			m.say(who, "approve "+id)
		}
	}
}

// say types a line to the bot.
func (m *month) say(who, line string) {
	route, rest, ok := m.router.Find(line)
	if !ok {
		m.Fatalf("%q finds no route", line)
	}
	m.act(who, chat.Request{Kind: chat.Slash, Name: route.Name, Args: rest})
}

// act has somebody do something. While the bot is down, Slack tells them so.
func (m *month) act(who string, req chat.Request) {
	if m.jobs == nil {
		return
	}
	route, _ := m.router.Named(req.Name)
	m.acts++
	m.now = m.now.Add(time.Second)
	req.ID, req.At, req.Where.Channel = fmt.Sprint("act ", m.acts), m.now, "CEAST"
	req.Who = chat.Who{User: who, Locale: "en-US", Zone: "Asia/Shanghai"}
	reply, err := route.Do(m.Context(), req)
	if err != nil {
		m.Fatalf("%s %s: %v", who, req.Name, err)
	}
	if key := commandstest.BareKey.FindString(encoded(m.T, reply)); key != "" {
		m.Errorf("%s %s shows the key %s", who, req.Name, key)
	}
	if reply.Message != nil || reply.Modal != nil {
		m.day(calendar.DateOf(m.now)).replies++
	}
	m.deliver(who)
}
