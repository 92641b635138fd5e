package jobs

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dealdesk/chat"
	"dealdesk/commands/commandstest"
	"dealdesk/desk"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
	"dealdesk/store/bolt"
)

// office is a company with a store, a runner and a clock that only the test moves.
type office struct {
	t      testing.TB
	store  *store.Store
	desk   *desk.Desk
	runner *Runner
	now    time.Time
	acts   int
	sent   map[string]store.Post // what the chat shows
}

func plans() sales.Company {
	return sales.Company{
		Name: "Acme", Language: "en", Currency: "CNY", Zone: time.UTC, Pipelines: sales.Templates(),
		LostReasons: sales.LostReasons(), Sources: sales.Sources(), Authority: sales.DefaultAuthority(),
		Standup: sales.StandupPlan{Days: "1-5", Prompt: "09:00", Remind: "09:30", Digest: "10:00"},
		Review:  sales.ReviewPlan{Day: "5", At: "16:00"},
		Alerts:  sales.Alerts{Limits: sales.Limits{Quiet: 3}},
	}
}

// open starts at a time in UTC, "2026-11-18 06:00".
func open(t testing.TB, c sales.Company, at string) *office {
	t.Helper()
	words, err := lang.Open()
	if err != nil {
		t.Fatal(err)
	}
	b, err := bolt.Open(filepath.Join(t.TempDir(), "desk.db"), bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	o := &office{t: t, sent: map[string]store.Post{}}
	o.clock(at)
	if o.store, err = store.Open(t.Context(), b, store.Options{Now: o.now}); err != nil {
		t.Fatal(err)
	}
	o.desk = desk.New(o.store, words, c)
	t.Cleanup(func() {
		if err := o.store.Close(); err != nil {
			t.Error(err)
		}
	})
	o.restart()
	return o
}

// restart brings the bot up again, with nothing but the store.
func (o *office) restart() {
	o.t.Helper()
	var err error
	if o.runner, err = New(o.desk, func() time.Time { return o.now }, slog.New(slog.DiscardHandler)); err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) clock(at string) {
	o.t.Helper()
	now, err := time.Parse("2006-01-02 15:04", at)
	if err != nil {
		o.t.Fatal(err)
	}
	o.now = now
}

// tick moves the clock and does what is due.
func (o *office) tick(at string) {
	o.t.Helper()
	o.clock(at)
	if err := o.runner.Tick(o.t.Context()); err != nil {
		o.t.Fatal(err)
	}
}

// do changes records as a command would.
func (o *office) do(fn func(*store.Tx) error) {
	o.t.Helper()
	o.acts++
	if _, err := o.store.Update(o.t.Context(), store.Change{Once: fmt.Sprint("test ", o.acts), Actor: "test", At: o.now, What: "test"},
		fn); err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) team(t sales.Team) {
	o.t.Helper()
	o.do(func(tx *store.Tx) error { return store.Teams.Put(tx, t) })
}

func (o *office) person(p sales.Person) {
	o.t.Helper()
	if p.Role == "" {
		p.Role = sales.Rep
	}
	o.do(func(tx *store.Tx) error { return store.People.Put(tx, p) })
}

func (o *office) answer(s sales.Standup) {
	o.t.Helper()
	s.ID, s.At = sales.StandupID(s.Team, s.On, s.Person), o.now
	o.do(func(tx *store.Tx) error {
		who, _, err := store.People.Get(tx, s.Person)
		if err == nil {
			err = store.Standups.Put(tx, s)
		}
		if err != nil {
			return err
		}
		return o.desk.RepostAnswered(tx, who, s.On)
	})
}

// posts returns the wanted posts by key. It sends what waits, as the bot does.
func (o *office) posts() map[string]store.Post {
	o.t.Helper()
	for {
		due, err := o.store.Due(o.t.Context(), o.now, 1000)
		if err != nil {
			o.t.Fatal(err)
		}
		if len(due) == 0 {
			return o.sent
		}
		var outcomes []store.Outcome
		for _, p := range due {
			if data, err := json.Marshal(p.Message); err != nil || commandstest.BareKey.Match(data) {
				o.t.Errorf("%s shows a key: %s %v", p.Key, data, err)
			}
			outcomes = append(outcomes, store.Outcome{Key: p.Key, Rev: p.Rev, State: store.Posted, Channel: p.Channel + p.User, TS: p.Key,
				At: o.now})
			if o.sent[p.Key] = p; p.Deleted {
				delete(o.sent, p.Key)
			}
		}
		if err := o.store.Settle(o.t.Context(), outcomes); err != nil {
			o.t.Fatal(err)
		}
	}
}

// keys of the posts with a prefix.
func (o *office) keys(prefix string) []string {
	o.t.Helper()
	var keys []string
	for _, key := range slices.Sorted(maps.Keys(o.posts())) {
		if strings.HasPrefix(key, prefix) {
			keys = append(keys, key)
		}
	}
	return keys
}

func (o *office) wantKeys(prefix string, want ...string) {
	o.t.Helper()
	if got := o.keys(prefix); !slices.Equal(got, want) {
		o.t.Errorf("posts under %q: %q, want %q", prefix, got, want)
	}
}

// text is everything a post shows: its text and that of its blocks.
func (o *office) text(key string) string {
	o.t.Helper()
	p, ok := o.posts()[key]
	if !ok {
		o.t.Fatalf("no post %s; there are %q", key, o.keys(""))
	}
	return shown(p.Message)
}

func shown(m chat.Message) string {
	parts := []string{string(m.Text)}
	for _, b := range m.Blocks {
		parts = append(parts, b.Header, string(b.Context))
		if b.Section != nil {
			parts = append(parts, string(b.Section.Text))
		}
		for _, button := range b.Buttons {
			parts = append(parts, "["+button.Label+"]")
		}
	}
	return strings.Join(parts, "\n")
}

func (o *office) run(job string, day calendar.Date, subject string) store.Run {
	o.t.Helper()
	var row store.Run
	err := o.store.View(o.t.Context(), func(r store.Reader) (err error) {
		row, _, err = store.Runs.Get(r, store.RunID(job, day, subject))
		return err
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return row
}

func (o *office) wantRun(job string, day calendar.Date, subject string, state store.RunState, note string) {
	o.t.Helper()
	if got := o.run(job, day, subject); got.State != state || got.Note != note {
		o.t.Errorf("%s of %s on %s is %q (%s), want %q (%s)", job, subject, day, got.State, got.Note, state, note)
	}
}

// small is one team in Berlin: Bob leads, Ana and Chen sell.
func small(t testing.TB, at string) *office {
	o := open(t, plans(), at)
	o.team(sales.Team{ID: "emea", Name: "EMEA", Channel: "C1", Manager: "UBOB", Zone: "Europe/Berlin", Language: "en"})
	o.person(sales.Person{ID: "UBOB", Name: "Bob", Role: sales.Manager})
	o.person(sales.Person{ID: "UANA", Name: "Ana", Team: "emea"})
	o.person(sales.Person{ID: "UCHEN", Name: "Chen", Team: "emea", Zone: "Asia/Shanghai"})
	return o
}

// sell has someone visit a customer, win one deal and leave another with a next step.
func (o *office) sell(who, team string, on calendar.Date) {
	o.t.Helper()
	at := on.In(time.UTC).Add(6 * time.Hour)
	act := sales.Act{By: who, At: at, On: on}
	line := o.desk.Cards.Company.Pipelines[0]
	o.do(func(tx *store.Tx) error {
		account := sales.Account{ID: tx.Next(sales.KindAccount), Name: "华星科技", Owner: who, Team: team, Created: at}
		if err := store.Accounts.Put(tx, account); err != nil {
			return err
		}
		visit := sales.Activity{ID: tx.Next(sales.KindActivity), Kind: sales.Visit, Account: account.ID, Team: team, By: who, On: on, At: at,
			Note: "谈了价格"}
		if err := store.Activities.Put(tx, visit); err != nil {
			return err
		}
		for i, name := range []string{"平台", "服务"} {
			d, e, err := sales.NewDeal(sales.Deal{ID: tx.Next(sales.KindDeal), Name: name, Account: account.ID, Owner: who, Team: team,
				Amount: sales.Money{Minor: 12_000_000, Currency: "CNY"}}, line, act)
			if err != nil {
				return err
			}
			e.ID = tx.Next(sales.KindEvent)
			if err := store.Events.Put(tx, e); err != nil {
				return err
			}
			if i == 0 {
				if d, e, err = d.Win(sales.Templates()[0], sales.Facts{}, "they signed", act); err != nil {
					return err
				}
				e.ID = tx.Next(sales.KindEvent)
				if err := store.Events.Put(tx, e); err != nil {
					return err
				}
			} else if d, err = d.Plan(sales.NextStep{What: "送合同", Due: on}, act); err != nil {
				return err
			}
			if err := store.Deals.Put(tx, d); err != nil {
				return err
			}
		}
		return nil
	})
}

// request has Ana ask for a discount on a deal of her own.
func (o *office) request(id string, until time.Time) {
	o.t.Helper()
	o.do(func(tx *store.Tx) error {
		d, _, err := sales.NewDeal(sales.Deal{ID: "D-1", Name: "Platform", Owner: "UANA", Team: "emea",
			Amount: sales.Money{Minor: 100_000, Currency: "CNY"}}, o.desk.Cards.Company.Pipelines[0],
			sales.Act{By: "UANA", At: o.now, On: "2026-11-18"})
		if err == nil {
			err = store.Deals.Put(tx, d)
		}
		if err != nil {
			return err
		}
		return store.Approvals.Put(tx,
			sales.Approval{ID: id, Deal: "D-1", Team: "emea", Requester: "UANA", Terms: 1, Amount: d.Amount, Discount: 1500,
				Steps:  []sales.Step{{Panel: sales.Panel{Who: sales.Who{"manager"}, Need: 1}, Asked: []sales.Seat{{By: "UBOB", Since: o.now}}}},
				Status: sales.Waiting, Created: o.now, Expires: until})
	})
}
