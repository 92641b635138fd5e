package demo

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"slices"
	"time"

	"dealdesk/cli/demo/company"
	"dealdesk/cli/demo/play"
	"dealdesk/cli/serve"
	"dealdesk/desk"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// The sample company of the demo has two teams in two zones, ten people, and ninety days of
// history. Package company holds the people and the history. In sample_talk.go they talk to each
// other; in sample_colleagues.go they work while a visitor is there.

// seat is the place that a visitor takes, by the language of the demo: that of a rep, and of the
// rep's manager for decisions. "The next stand-up" without a team means that of this team.
type seat struct{ team, channel, rep, boss string }

func seatOf(language string) seat {
	if language == "zh" {
		return seat{"south", "CSOUTH", "ULILEI", "UWEI"}
	}
	return seat{"east", "CEAST", "UANA", "UMEI"}
}

// sample is the running workspace of the sample company.
type sample struct {
	*local
	seat   seat
	left   leftover // what an earlier demo left in the folder
	fresh  bool     // the history was written by this run
	shifts []shift  // what the colleagues will do, in order
	random *rand.Rand
}

var _ play.Bot = (*sample)(nil)

// openSample opens the workspace of the sample company and starts the bot.
func openSample(ctx context.Context, p Plan, language string, seed uint64, empty bool) (*sample, error) {
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

// newSample builds the workspace without starting the bot. A folder without records gets the
// history, unless empty is set. Records of an earlier demo stay as they are, and the clock goes
// on from there.
func newSample(ctx context.Context, p Plan, language string, seed uint64, empty bool) (*sample, error) {
	left, err := LeftIn(ctx, p.Dir)
	if err != nil {
		return nil, err
	}
	begins := company.Begins
	if left.Until.After(begins) {
		begins = left.Until
	}
	if p.page != nil && left.any() {
		p.page.empty = !left.Deals
	}
	fresh := !empty && !left.any()
	p.company = company.Harbour()
	if fresh {
		begins = company.BotStarts
		company.SaidBefore(p.company.Channels)
	}
	p.clock = play.NewClock(begins, true)
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

// world returns the workspace as the visitor sees it, in the zone of their seat.
func (s *sample) world() play.World {
	w := s.local.world()
	w.Bot = s
	for _, b := range company.Books() {
		if b.Team == s.seat.team {
			w.Zone = b.Zone
		}
	}
	return w
}

// leftover describes what an earlier demo left in a folder.
type leftover struct {
	Until time.Time // time of the latest journal entry
	Deals bool      // whether there are any
}

func (l leftover) any() bool { return !l.Until.IsZero() }

// LeftIn reports what an earlier demo left in a folder.
func LeftIn(ctx context.Context, dir string) (left leftover, err error) {
	st, err := serve.OpenStopped(ctx, DemoStore(dir))
	if errors.Is(err, fs.ErrNotExist) {
		return left, nil
	}
	if err != nil {
		return left, err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	return left, st.View(ctx, func(r store.Reader) error {
		// An entry has the time of its request, so the last one is not always the latest.
		for e, err := range store.Entries(r, store.EntryQuery{Reverse: true, Limit: 100}) {
			if err != nil {
				return err
			}
			if e.At.After(left.Until) {
				left.Until = e.At
			}
		}
		for _, err := range store.Deals.List(r, store.Query{Limit: 1}) {
			if err != nil {
				return err
			}
			left.Deals = true
		}
		return nil
	})
}

// cardsShown is how many of each owner's latest open deals have a card when the demo begins; the
// visitor's all have one. They make the channels look alive; other deals get their card when somebody
// changes them.
const cardsShown = 2

// fill writes the history, about one week per transaction. Nothing else uses the store yet, so no
// transaction is retried and the history may keep state between them.
func (s *sample) fill(ctx context.Context, seed uint64) (err error) {
	st, err := s.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	desk := desk.New(st, s.words, s.settings.Company)
	staff := s.settings.Staff
	for i, p := range staff.People {
		for _, u := range company.Harbour().People {
			if u.ID == p.ID {
				staff.People[i].Name, staff.People[i].Locale = u.Name, u.Locale
			}
		}
	}
	if _, err := desk.Enrol(ctx, staff, company.Begins.AddDate(0, 0, -company.HistoryDays)); err != nil {
		return err
	}
	h := company.NewHistory(desk.Cards, staff, seed)
	n := 0
	for week := range h.Weeks() {
		n++
		at, by := week[len(week)-1].At, week[0].By
		change := store.Change{Once: fmt.Sprintf("sample|%d", n), Actor: by, At: at, What: "sample"}
		_, err := st.Update(ctx, change, func(tx *store.Tx) error {
			for _, m := range week {
				if err := m.Do(tx, m.At); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return s.show(ctx, desk, company.BotStarts)
}

// remember continues with the records of an earlier demo. Its Slack and all messages are gone.
func (s *sample) remember(ctx context.Context) (err error) {
	st, err := s.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	if err := st.ForgetPosts(ctx); err != nil {
		return err
	}
	return s.show(ctx, desk.New(st, s.words, s.settings.Company), s.clock.Now())
}

// show posts the messages with which the demo begins: the cards of the deals changed last and of
// every waiting request, and the goals that wait for an answer.
func (s *sample) show(ctx context.Context, desk *desk.Desk, at time.Time) error {
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
			return shown[d.Owner] > cardsShown && d.Owner != s.seat.rep
		})
		for _, d := range slices.Backward(open) {
			if err := desk.PostDealCard(tx, d); err != nil {
				return err
			}
		}
		for a, err := range store.WaitingApprovals(tx) {
			if err != nil {
				return err
			}
			d, err := store.Deals.Find(tx, a.Deal)
			if err != nil {
				return err
			}
			ros, err := desk.Cards.Roster(tx, d, a, tx.Change().At)
			if err != nil {
				return err
			}
			if err := desk.PostApproval(tx, d, a, ros); err != nil {
				return err
			}
		}
		for g, err := range store.GoalsDueFrom(tx, calendar.DateOf(at)) {
			if err == nil {
				err = desk.PostGoal(tx, g)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	return err
}
