package main

import (
	"context"
	"errors"
	"io/fs"
	"slices"
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
			person("UMEI", "Mei", "en-US"), person("UANA", "Ana", "en-US"), person("UBOB", "Bob", "en-GB"), person("UPRIYA", "Priya", "en-US"),
			person("UDAN", "Dan", "en-US"),
			person("UWEI", "魏华", "zh-CN"), person("ULILEI", "李雷", "zh-CN"), person("UHAN", "韩梅梅", "zh-CN"), person("UWANG", "王芳", "zh-CN"), person("UZHANG", "张伟", "zh-CN"),
			// Two who do not belong to it: a guest, and a buyer of another company.
			{ID: "UGWEN", Name: "Gwen", RealName: "Gwen", Locale: "en-US", TZ: "Asia/Shanghai", Guest: true},
			{ID: "ULAURA", Name: "Laura", RealName: "Laura", Locale: "en-US", TZ: "Asia/Shanghai", TeamID: "TACME"},
		},
		Channels: []fakeslack.Channel{
			{ID: "CEAST", Name: "east", Members: []string{"UMEI", "UANA", "UBOB", "UPRIYA", "UDAN", "UGWEN", "UBOT"}},
			{ID: "CACME", Name: "acme-harbour", Shared: true, Members: []string{"UMEI", "UANA", "ULAURA", "UBOT"}},
			{ID: "CSOUTH", Name: "south", Members: []string{"UWEI", "ULILEI", "UHAN", "UWANG", "UZHANG", "UDAN", "UBOT"}},
		},
	}
}

// openSample opens the sample company's workspace, and runs the bot in it. A folder
// without records gets the history, once, or stays empty; what a demo has left in it stays
// as it is, and the clock goes on from there.
func openSample(ctx context.Context, p plan, seed uint64, empty bool) (*local, error) {
	left, err := leftIn(ctx, p.dir)
	if err != nil {
		return nil, err
	}
	begins := demoBegins
	if left.until.After(begins) {
		begins = left.until.In(sampleZone)
	}
	if p.page != nil && left.any() {
		p.page.empty = !left.deals
	}
	p.company, p.clock = sampleCompany(), scenarios.NewClock(begins, true)
	l, err := newLocal(p)
	if err != nil {
		return nil, err
	}
	l.left = left
	switch {
	case left.any():
		err = l.remember(ctx)
	case !empty:
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

// leftover is what an earlier demo has left in a folder.
type leftover struct {
	until time.Time // of its last entry
	deals bool      // there are some
}

func (l leftover) any() bool { return !l.until.IsZero() }

// leftIn looks into a folder.
func leftIn(ctx context.Context, dir string) (left leftover, err error) {
	st, err := openStopped(ctx, demoStore(dir))
	if errors.Is(err, fs.ErrNotExist) {
		return left, nil
	}
	if err != nil {
		return left, err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	return left, st.View(ctx, func(r store.Reader) error {
		// Entries are dated when they were asked for: the last one is not always the latest.
		for e, err := range store.Entries(r, store.EntryQuery{Reverse: true, Limit: 100}) {
			if err != nil {
				return err
			}
			if e.At.After(left.until) {
				left.until = e.At
			}
		}
		for _, err := range store.Deals.List(r, store.Query{Limit: 1}) {
			if err != nil {
				return err
			}
			left.deals = true
		}
		return nil
	})
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
	return l.show(ctx, desk, demoBegins)
}

// remember goes on with what an earlier demo has left. Its Slack is gone with all messages.
func (l *local) remember(ctx context.Context) (err error) {
	st, err := l.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	if err := st.ForgetPosts(ctx); err != nil {
		return err
	}
	return l.show(ctx, commands.New(st, l.words, l.settings.company), l.clock.Now())
}

// show puts the cards that are there when the demo begins: of the deals touched last, and
// of every request that waits.
func (l *local) show(ctx context.Context, desk *commands.Desk, at time.Time) error {
	change := store.Change{Once: "sample|cards|" + at.UTC().Format(time.RFC3339Nano), Actor: "sample", At: at, What: "sample"}
	_, err := desk.Store.Update(ctx, change, func(tx *store.Tx) error {
		var open []sales.Deal
		for d, err := range store.Deals.List(tx, store.Query{}) {
			if err != nil {
				return err
			}
			if d.Status == sales.Open {
				open = append(open, d)
			}
		}
		slices.SortStableFunc(open, func(a, b sales.Deal) int { return a.Touched().Compare(b.Touched()) })
		for _, d := range open[max(0, len(open)-cardsShown):] {
			if err := desk.Deal(tx, d); err != nil {
				return err
			}
		}
		for a, err := range store.Approvals.List(tx, store.Query{Index: "waiting", All: true}) {
			if err != nil {
				return err
			}
			d, err := store.Deals.Find(tx, a.Deal)
			if err != nil {
				return err
			}
			if err := desk.Approval(tx, d, a); err != nil {
				return err
			}
		}
		return nil
	})
	return err
}
