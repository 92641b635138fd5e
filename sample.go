package main

import (
	"context"
	"errors"
	"time"

	"dealdesk/bot/fakeslack"
	"dealdesk/commands"
	"dealdesk/sales"
	"dealdesk/scenarios"
	"dealdesk/store"
)

// The sample company of the demo: two teams, ten people, ninety days of history.

var sampleZone = time.FixedZone("Asia/Shanghai", 8*3600)

// demoBegins is the time of the demo's clock at its start: a Tuesday evening, so that
// tomorrow has a stand-up and this week a review.
var demoBegins = time.Date(2026, time.November, 24, 17, 30, 0, 0, sampleZone)

// sampleCompany is Harbour Systems: East sells under Mei and speaks English, 华南 sells
// under 魏华 and speaks Chinese, both under Dan.
func sampleCompany() scenarios.Company {
	person := func(id, name, locale string) fakeslack.User {
		return fakeslack.User{ID: id, Name: name, RealName: name, Locale: locale, TZ: "Asia/Shanghai"}
	}
	return scenarios.Company{
		Config: `
[workspace]
name = "Harbour Systems"
currency = "CNY"
zone = "Asia/Shanghai"
admins = ["UDAN"]

[[team]]
name = "East"
channel = "CEAST"
manager = "UMEI"
director = "UDAN"
members = ["UANA", "UBOB", "UPRIYA"]

[[team]]
name = "华南"
id = "south"
channel = "CSOUTH"
manager = "UWEI"
director = "UDAN"
members = ["ULILEI", "UHAN", "UWANG", "UZHANG"]
language = "zh-Hans"
`,
		People: []fakeslack.User{
			person("UMEI", "mei", "en-US"), person("UANA", "ana", "en-US"), person("UBOB", "bob", "en-GB"), person("UPRIYA", "priya", "en-US"),
			person("UDAN", "dan", "en-US"),
			person("UWEI", "魏华", "zh-CN"), person("ULILEI", "李雷", "zh-CN"), person("UHAN", "韩梅梅", "zh-CN"), person("UWANG", "王芳", "zh-CN"), person("UZHANG", "张伟", "zh-CN"),
			// Two who do not belong to it: a guest, and a buyer of another company.
			{ID: "UGWEN", Name: "gwen", RealName: "gwen", Locale: "en-US", TZ: "Asia/Shanghai", Guest: true},
			{ID: "ULAURA", Name: "laura", RealName: "laura", Locale: "en-US", TZ: "Asia/Shanghai", TeamID: "TACME"},
		},
		Channels: []fakeslack.Channel{
			{ID: "CEAST", Name: "east", Members: []string{"UMEI", "UANA", "UBOB", "UPRIYA", "UDAN", "UGWEN", "UBOT"}},
			{ID: "CACME", Name: "acme-harbour", Shared: true, Members: []string{"UMEI", "UANA", "ULAURA", "UBOT"}},
			{ID: "CSOUTH", Name: "south", Members: []string{"UWEI", "ULILEI", "UHAN", "UWANG", "UZHANG", "UDAN", "UBOT"}},
		},
	}
}

// openSample opens the sample company's workspace with its history, and runs the bot in
// it. The folder must not hold records yet: the local Slack begins with nothing, so the
// messages that old records point at would not be there.
func openSample(ctx context.Context, p plan, seed uint64, empty bool) (*local, error) {
	p.company, p.clock = sampleCompany(), scenarios.NewClock(demoBegins, true)
	l, err := newLocal(p)
	if err != nil {
		return nil, err
	}
	if !empty {
		err = l.fill(ctx, seed)
	}
	if err == nil {
		err = l.Start(ctx)
	}
	if err == nil {
		err = l.office.bot.Idle(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return l, nil
}

// cardsShown is how many of the latest open deals have a card when the demo begins: the
// channels look alive, and old deals get theirs when somebody touches them.
const cardsShown = 12

// fill writes the history, a week of it in each transaction. Nobody else is at the store
// yet, so no transaction runs twice and the history may remember what it wrote.
func (l *local) fill(ctx context.Context, seed uint64) (err error) {
	st, err := l.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	desk := commands.New(st, l.words, l.settings.company)
	staff := l.settings.staff
	for i, p := range staff.People {
		for _, u := range sampleCompany().People {
			if u.ID == p.ID {
				staff.People[i].Name, staff.People[i].Locale = u.Name, u.Locale
			}
		}
	}
	if err := desk.Enrol(ctx, staff, demoBegins.AddDate(0, 0, -historyDays)); err != nil {
		return err
	}
	h := newHistory(l.settings.company, staff, seed)
	for week := range h.weeks() {
		at := week[len(week)-1].at
		change := store.Change{Once: "sample|" + string(sales.DateOf(at)), Actor: "sample", At: at, What: "sample"}
		_, err := st.Update(ctx, change, func(tx *store.Tx) error {
			for _, m := range week {
				if err := m.do(tx, m.at); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	change := store.Change{Once: "sample|cards", Actor: "sample", At: demoBegins, What: "sample"}
	_, err = st.Update(ctx, change, func(tx *store.Tx) error {
		for _, d := range h.latest(cardsShown) {
			if err := desk.Deal(tx, d); err != nil {
				return err
			}
		}
		for _, t := range h.deals {
			if t.asked.Status != sales.Waiting || t.deal.Status != sales.Open {
				continue
			}
			if err := desk.Approval(tx, t.deal, t.asked); err != nil {
				return err
			}
		}
		return nil
	})
	return err
}
