package main

import (
	"context"
	"errors"
	"io/fs"
	"math/rand/v2"
	"slices"
	"time"

	"dealdesk/bot/fakeslack"
	"dealdesk/commands"
	"dealdesk/sales"
	"dealdesk/scenarios"
	"dealdesk/store"
)

// The sample company of the demo: two teams in two zones, ten people, ninety days of
// history. sample_words.go says what they sell, history.go what came of it, sample_talk.go
// what they say to each other, sample_colleagues.go what they do while a visitor is there.

const (
	eastZone  = "Europe/London"
	southZone = "Asia/Shanghai"
)

// demoBegins is the time of the demo's clock at its start: a Tuesday, 10:20 in London and
// 18:20 in Guangzhou. Both teams have had today's stand-up, so the next one of each is
// tomorrow's, and this week has a review.
var demoBegins = time.Date(2026, time.November, 24, 10, 20, 0, 0, time.UTC)

// botStarts is when the bot comes to work that day: below its cards people go on talking.
var botStarts = demoBegins.Add(-18 * time.Minute)

// seat is whose place a visitor takes, by the language of the demo: a rep's, and the
// manager's when there is something to decide. What is said of no team in particular,
// such as the next stand-up, is meant of theirs.
type seat struct{ team, channel, rep, boss string }

func seatOf(language string) seat {
	if language == "zh" {
		return seat{"south", "CSOUTH", "ULILEI", "UWEI"}
	}
	return seat{"east", "CEAST", "UANA", "UMEI"}
}

// sampleCompany is Harbour Systems: East sells from London under Mei and speaks English,
// 华南 sells from Guangzhou under 魏华 and speaks Chinese, both under Dan, who sits with
// 华南.
func sampleCompany() scenarios.Company {
	person := func(id, name, locale, zone string) fakeslack.User {
		return fakeslack.User{ID: id, Name: name, RealName: name, Locale: locale, TZ: zone}
	}
	east := func(id, name string) fakeslack.User { return person(id, name, "en-GB", eastZone) }
	south := func(id, name string) fakeslack.User { return person(id, name, "zh-CN", southZone) }
	// Two do not belong to it: a guest, and a buyer of another company.
	guest, buyer := east("UGWEN", "Gwen"), east("ULAURA", "Laura")
	guest.Guest, buyer.TeamID = true, "TACME"
	return scenarios.Company{
		Config: `
[workspace]
name = "Harbour Systems"
currency = "CNY"
zone = "` + southZone + `"
admins = ["UDAN"]

[[team]]
name = "East"
channel = "CEAST"
manager = "UMEI"
director = "UDAN"
members = ["UANA", "UBOB", "UPRIYA"]
zone = "` + eastZone + `"

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
			east("UMEI", "Mei"), east("UANA", "Ana"), east("UBOB", "Bob"), east("UPRIYA", "Priya"), person("UDAN", "Dan", "en-US", southZone),
			south("UWEI", "魏华"), south("ULILEI", "李雷"), south("UHAN", "韩梅梅"), south("UWANG", "王芳"), south("UZHANG", "张伟"), guest, buyer,
		},
		Channels: []fakeslack.Channel{
			{ID: "CEAST", Name: "east", Members: []string{"UMEI", "UANA", "UBOB", "UPRIYA", "UDAN", "UGWEN", "UBOT"}},
			{ID: "CACME", Name: "acme-harbour", Shared: true, Members: []string{"UMEI", "UANA", "ULAURA", "UBOT"}},
			{ID: "CSOUTH", Name: "south", Members: []string{"UWEI", "ULILEI", "UHAN", "UWANG", "UZHANG", "UDAN", "UBOT"}},
		},
	}
}

// sample is the sample company at work on this computer.
type sample struct {
	*local
	seat   seat
	left   leftover // by an earlier demo
	fresh  bool     // its history has just been written
	shifts []shift  // what the colleagues are going to do
	random *rand.Rand
}

var _ scenarios.Desk = (*sample)(nil)

// openSample opens the sample company's workspace, and runs the bot in it.
func openSample(ctx context.Context, p plan, language string, seed uint64, empty bool) (*sample, error) {
	s, err := newSample(ctx, p, language, seed, empty)
	if err != nil {
		return nil, err
	}
	err = s.Start(ctx)
	if err == nil {
		err = s.Idle(ctx)
	}
	if err == nil && s.fresh {
		err = s.talk(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// newSample builds the workspace; nobody works in it yet. A folder without records gets
// the history, once, or stays empty; what a demo has left in it stays as it is, and the
// clock goes on from there.
func newSample(ctx context.Context, p plan, language string, seed uint64, empty bool) (*sample, error) {
	left, err := leftIn(ctx, p.dir)
	if err != nil {
		return nil, err
	}
	begins := demoBegins
	if left.until.After(begins) {
		begins = left.until
	}
	if p.page != nil && left.any() {
		p.page.empty = !left.deals
	}
	fresh := !empty && !left.any()
	p.company = sampleCompany()
	if fresh {
		begins = botStarts
		saidBefore(p.company.Channels)
	}
	p.clock = scenarios.NewClock(begins, true)
	l, err := newLocal(p)
	if err != nil {
		return nil, err
	}
	s := &sample{local: l, seat: seatOf(language), left: left, fresh: fresh, random: rand.New(rand.NewPCG(seed, 1))}
	s.shifts = s.colleagues(begins)
	switch {
	case left.any():
		err = s.remember(ctx)
	case fresh:
		err = s.fill(ctx, seed)
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// world is the company as somebody at the terminal sees it: in the zone of their seat.
func (s *sample) world() scenarios.World {
	w := s.local.world()
	w.Desk = s
	for _, b := range books() {
		if b.team == s.seat.team {
			w.Zone = b.zone
		}
	}
	return w
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

// cardsShown is how many of each owner's latest open deals have a card when the demo
// begins: the channels look alive, and other deals get theirs when somebody touches them.
const cardsShown = 2

// fill writes the history, a week of it in each transaction. Nobody else is at the store
// yet, so no transaction runs twice and the history may remember what it wrote.
func (s *sample) fill(ctx context.Context, seed uint64) (err error) {
	st, err := s.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	desk := commands.New(st, s.words, s.settings.Company)
	staff := s.settings.Staff
	for i, p := range staff.People {
		for _, u := range sampleCompany().People {
			if u.ID == p.ID {
				staff.People[i].Name, staff.People[i].Locale = u.Name, u.Locale
			}
		}
	}
	if _, err := desk.Enrol(ctx, staff, demoBegins.AddDate(0, 0, -historyDays)); err != nil {
		return err
	}
	h := newHistory(desk.Maker, staff, seed)
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
	return s.show(ctx, desk, botStarts)
}

// remember goes on with what an earlier demo has left. Its Slack is gone with all messages.
func (s *sample) remember(ctx context.Context) (err error) {
	st, err := s.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	if err := st.ForgetPosts(ctx); err != nil {
		return err
	}
	return s.show(ctx, commands.New(st, s.words, s.settings.Company), s.clock.Now())
}

// show puts the cards that are there when the demo begins: of the deals touched last, and
// of every request that waits.
func (s *sample) show(ctx context.Context, desk *commands.Desk, at time.Time) error {
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
		slices.SortStableFunc(open, func(a, b sales.Deal) int { return b.Touched().Compare(a.Touched()) })
		shown := map[string]int{} // by owner
		open = slices.DeleteFunc(open, func(d sales.Deal) bool {
			shown[d.Owner]++
			return shown[d.Owner] > cardsShown
		})
		for _, d := range slices.Backward(open) {
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
