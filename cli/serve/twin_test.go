package serve

import (
	"cmp"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"dealdesk/chat"
	"dealdesk/cli/config"
	"dealdesk/cli/demo/play"
	"dealdesk/commands"
	"dealdesk/commands/commandstest"
	"dealdesk/desk"
	"dealdesk/desk/cards"
	"dealdesk/dice"
	"dealdesk/jobs"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
	"dealdesk/store/storetest"
)

// twinWorlds is how many pairs of worlds are compared. A failure names its seed.
var twinWorlds = dice.Times(1000, 20_000)

// TestTwoWorldsThatDifferInAHiddenDealLookTheSame checks P13: whatever a person does and
// whatever the clock brings, the bytes they get do not depend on a deal that they cannot see.
// The deal may be the same, a different one, or missing.
func TestTwoWorldsThatDifferInAHiddenDealLookTheSame(t *testing.T) {
	const shards = 4
	var found atomic.Bool          // stop after the first difference
	was := debug.SetGCPercent(400) // many small worlds: collect less often
	t.Cleanup(func() { debug.SetGCPercent(was) })
	for shard := range uint64(shards) {
		t.Run(fmt.Sprint(shard), func(t *testing.T) {
			t.Parallel()
			pair := [2]*twin{newTwin(t), newTwin(t)}
			worlds := 0
			for seed := dice.Seeds() + shard; worlds < twinWorlds/shards && !found.Load(); seed += shards {
				worlds += compareTwins(t, pair, seed)
				if t.Failed() {
					found.Store(true)
				}
			}
		})
	}
}

// twin is one of two worlds: an office without Slack, over a store in memory. Each pair of
// worlds replaces the content of the store.
type twin struct {
	*testing.T
	*ledger
	kept   *storetest.Memory
	sent   []store.Post // what open has sent
	empty  *storetest.Content
	store  *store.Store
	desk   *desk.Desk
	router *chat.Router
	staff  sales.Staff // as configured
	acts   int
}

func newTwin(t *testing.T) *twin {
	w := &twin{T: t, kept: storetest.NewMemory(nil)}
	words, err := lang.Open()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(path, []byte(play.Small().Config), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := config.Load(path, true, nil, words.Languages(), false)
	if err != nil {
		t.Fatal(err)
	}
	if w.store, err = store.Open(t.Context(), w.kept, store.Options{}); err != nil {
		t.Fatal(err)
	}
	w.empty, w.staff = w.kept.Content(), s.Staff
	w.desk = desk.New(w.store, words, s.Company)
	if w.router, err = commands.Router(w.desk); err != nil {
		t.Fatal(err)
	}
	return w
}

// open replaces the content of the store with a ledger and sends the posts that result.
func (w *twin) open(b *ledger) {
	w.Helper()
	w.ledger = b
	w.kept.Reset(w.empty)
	w.update("config", twinNow.Add(-time.Hour), func(tx *store.Tx) error { return b.put(tx, w.desk) })
	w.sent = w.send()
}

func (w *twin) update(who string, at time.Time, fn func(*store.Tx) error) {
	w.Helper()
	w.acts++
	if _, err := w.store.Update(w.Context(), store.Change{Once: fmt.Sprint("own ", w.acts), Actor: who, At: at, What: "test"},
		fn); err != nil {
		w.Fatal(err)
	}
}

func (w *twin) view(fn func(store.Reader) error) {
	w.Helper()
	if err := w.store.View(w.Context(), fn); err != nil {
		w.Fatal(err)
	}
}

// send marks all waiting posts as sent. Their timestamps depend only on their keys, so that
// they reveal nothing.
func (w *twin) send() []store.Post {
	w.Helper()
	due, err := w.store.Due(w.Context(), twinNow.AddDate(1, 0, 0), 1000)
	if err != nil {
		w.Fatal(err)
	}
	var sent []store.Outcome
	for _, p := range due {
		sent = append(sent, store.Outcome{Key: p.Key, Rev: p.Rev, State: store.Posted, Channel: cmp.Or(p.Channel, "D"+p.User), TS: tsOf(p.Key),
			At: twinNow})
	}
	if err := w.store.Settle(w.Context(), sent); err != nil {
		w.Fatal(err)
	}
	return due
}

func tsOf(key string) string {
	sum := fnv.New32a()
	io.WriteString(sum, key)
	return fmt.Sprint(sum.Sum32(), ".1")
}

// shown returns what a person sees of these posts.
func (w *twin) shown(who string, posts []store.Post) string {
	w.Helper()
	var told []any
	w.view(func(r store.Reader) error {
		for _, p := range posts {
			if p.User != who && (p.User != "" || !w.sees(who, "", p.Audience)) {
				continue
			}
			why, err := barred(r, w.desk.Cards, p, twinNow)
			if err != nil {
				return err
			}
			if why == "" {
				told = append(told, p.Channel, p.Deleted, p.Message)
			}
		}
		return nil
	})
	return encoded(w.T, told)
}

func encoded(t *testing.T, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// does returns the reply to a request.
func (w *twin) does(req chat.Request) chat.Reply {
	w.Helper()
	route, ok := w.router.Named(req.Name)
	if !ok {
		w.Fatalf("no route %q", req.Name)
	}
	reply, err := route.Do(w.Context(), req)
	if err != nil {
		w.Fatalf("%+v: %v", req, err)
	}
	return reply
}

// passes moves the clock to the next morning, with everybody's stand-up and the weekly reviews
// that a person can see.
func (w *twin) passes(who string) {
	w.Helper()
	at := twinNow.AddDate(0, 0, 1)
	runner, err := jobs.New(w.desk, func() time.Time { return at }, slog.New(slog.DiscardHandler))
	if err == nil {
		err = runner.Tick(w.Context())
	}
	if err != nil {
		w.Fatal(err)
	}
	for i, p := range w.sellers() { // colleagues confirm the prefilled answers
		w.does(chat.Request{ID: fmt.Sprint("confirm ", w.seed, w.acts, i), Kind: chat.Click, Name: "standup confirm",
			Value: string(today.AddDays(1)), At: at, Who: chat.Who{User: p.ID}})
	}
	w.update("jobs", at, func(tx *store.Tx) error {
		for _, t := range w.teams {
			if !w.sees(who, "", t.ID) {
				continue
			}
			if err := w.desk.PostReview(tx, t, calendar.Week(today)); err != nil {
				return err
			}
		}
		return nil
	})
}

// compareTwins compares one company with its twins, for a few people who each cannot see a
// deal. It returns the number of pairs.
func compareTwins(t *testing.T, pair [2]*twin, seed uint64) (pairs int) {
	a, p := drawLedger(seed), newPen(seed, 1)
	pair[0].open(a)
	for _, k := range p.Perm(len(a.deals)) {
		blind := a.blindTo(a.deals[k].Deal)
		who := one(p, blind)
		b := a.twinOf(p, k, who)
		pair[1].open(b)
		opened := pair[0].kept.Content()
		compareAs(t, pair, a, b, who, k)
		pair[0].kept.Reset(opened)
		if pairs++; pairs == 4 {
			break
		}
	}
	return pairs
}

// actsEach is how many requests a person makes in a pair of worlds.
const actsEach = 20

func compareAs(t *testing.T, pair [2]*twin, a, b *ledger, who string, k int) {
	t.Helper()
	ask := &asker{pen: newPen(a.seed, uint64(k), 99), ledger: a, who: who, routes: pair[0].router.Routes()}
	for _, f := range a.deals {
		ask.rooms = append(ask.rooms, chat.Where{Channel: "C" + strings.ToUpper(f.Team), Thread: tsOf(cards.DealKey(f.ID, f.Team)), TS: "9.9"})
	}
	same := func(what, one, two string) bool {
		t.Helper()
		if key := commandstest.BareKey.FindString(one); key != "" {
			t.Errorf("seed %d: %s is shown the key %s by %s:\n%s", a.seed, who, key, what, one)
		}
		if one != two {
			t.Errorf("seed %d: %s, who cannot see %s, notices it by %s:\n%s\n%s\nit is %+v\nor %+v", a.seed, who, a.deals[k].ID, what, one, two,
				a.deals[k].Deal, b.deals[k])
		}
		return one == two
	}
	ok := same("what is posted", pair[0].shown(who, pair[0].sent), pair[1].shown(who, pair[1].sent))
	var last chat.Reply
	for i := 0; ok && i < actsEach; i++ {
		req := ask.next(last)
		last = pair[0].does(req)
		ok = same(fmt.Sprintf("asking %+v", req), encoded(t, last), encoded(t, pair[1].does(req)))
	}
	if ok = ok && same("what is posted then", pair[0].shown(who, pair[0].send()), pair[1].shown(who, pair[1].send())); !ok {
		return
	}
	if ask.often(3) { // this takes longer than all the rest
		pair[0].passes(who)
		pair[1].passes(who)
		same("what the clock brings", pair[0].shown(who, pair[0].send()), pair[1].shown(who, pair[1].send()))
	}
}
