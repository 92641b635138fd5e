package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"io"
	"log/slog"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"dealdesk/cards"
	"dealdesk/chat"
	"dealdesk/commands"
	"dealdesk/jobs"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/scenarios"
	"dealdesk/store"
	"dealdesk/store/storetest"
)

// twinWorlds is how many pairs of worlds are compared. A failure names its seed.
const twinWorlds = 5000

// TestTwoWorldsThatDifferInAHiddenDealLookTheSame is P13: whatever somebody does, and
// whatever the clock brings them, they get the same bytes whether a deal that they cannot
// see is there, is another one, or is not there at all.
func TestTwoWorldsThatDifferInAHiddenDealLookTheSame(t *testing.T) {
	const shards = 4
	var found atomic.Bool // one difference is enough to look at
	for shard := range uint64(shards) {
		t.Run(fmt.Sprint(shard), func(t *testing.T) {
			t.Parallel()
			pair := [2]*twin{newTwin(t), newTwin(t)}
			worlds := 0
			for seed := shard; worlds < twinWorlds/shards && !found.Load(); seed += shards {
				worlds += compareTwins(t, pair, seed)
				if t.Failed() {
					found.Store(true)
				}
			}
		})
	}
}

// twin is one of two worlds: an office without a Slack over a store in memory, whose
// content is exchanged for every pair.
type twin struct {
	*testing.T
	kept   *storetest.Memory
	sent   []store.Post // by open
	empty  *storetest.Content
	store  *store.Store
	desk   *commands.Desk
	router *chat.Router
	acts   int
}

func newTwin(t *testing.T) *twin {
	w := &twin{T: t, kept: storetest.NewMemory(nil)}
	words, err := lang.Open()
	if err != nil {
		t.Fatal(err)
	}
	path := writeConfig(t, scenarios.Small().Config, 0o600)
	s, err := load(path, true, nil, words.Languages(), false)
	if err != nil {
		t.Fatal(err)
	}
	if w.store, err = store.Open(t.Context(), w.kept, store.Options{}); err != nil {
		t.Fatal(err)
	}
	w.empty = w.kept.Content()
	w.desk = commands.New(w.store, words, s.company)
	if w.router, err = w.desk.Router(); err != nil {
		t.Fatal(err)
	}
	return w
}

// open makes these books all that there is, with everything shown that they lead to.
func (w *twin) open(b *books) {
	w.Helper()
	w.kept.Reset(w.empty)
	w.update("config", twinNow.Add(-time.Hour), func(tx *store.Tx) error { return b.put(tx, w.desk.Maker) })
	w.sent = w.send()
}

func (w *twin) update(who string, at time.Time, fn func(*store.Tx) error) {
	w.Helper()
	w.acts++
	if _, err := w.store.Update(w.Context(), store.Change{Once: fmt.Sprint("own ", w.acts), Actor: who, At: at, What: "test"}, fn); err != nil {
		w.Fatal(err)
	}
}

func (w *twin) view(fn func(store.Reader) error) {
	w.Helper()
	if err := w.store.View(w.Context(), fn); err != nil {
		w.Fatal(err)
	}
}

// blindTo lists who does not see a deal or customer, those with no rights at all last.
func (w *twin) blindTo(id string) (blind []string) {
	w.Helper()
	w.view(func(r store.Reader) error {
		records, err := store.Whose(r, id)
		for p, e := range store.People.List(r, store.Query{}) {
			if err = cmp.Or(err, e); err == nil && !sales.Visible(p, records...) && p.ID[0] == 'U' {
				blind = append(blind, p.ID)
			}
		}
		return err
	})
	return append(blind, "UNOBODY")
}

// send posts what waits to be sent, at timestamps that say nothing.
func (w *twin) send() []store.Post {
	w.Helper()
	due, err := w.store.Due(w.Context(), twinNow.AddDate(1, 0, 0), 1000)
	if err != nil {
		w.Fatal(err)
	}
	var sent []store.Outcome
	for _, p := range due {
		sent = append(sent, store.Outcome{Key: p.Key, Rev: p.Rev, State: store.Posted, Channel: cmp.Or(p.Channel, "D"+p.User), TS: tsOf(p.Key), At: twinNow})
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

// shown is what somebody is shown of these posts.
func (w *twin) shown(who string, posts []store.Post) string {
	w.Helper()
	var told []any
	w.view(func(r store.Reader) error {
		viewer, _, err := store.People.Get(r, who)
		for _, p := range posts {
			reads := p.User == who
			if p.User == "" {
				team, _, e := store.Teams.Get(r, p.Audience)
				reads, err = sales.Visible(viewer, sales.Record{Team: team}), cmp.Or(err, e)
			}
			if !reads {
				continue
			}
			may, e := mayRead(r, p)
			if err = cmp.Or(err, e); may {
				told = append(told, p.Channel, p.Deleted, p.Message)
			}
		}
		return err
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

// does answers one request.
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

// passes lets the clock bring what it brings: the next morning, and the reviews of the week
// that somebody sees.
func (w *twin) passes(who string) {
	w.Helper()
	at := twinNow.AddDate(0, 0, 1)
	runner, err := jobs.New(w.store, w.desk.Maker, func() time.Time { return at }, slog.New(slog.DiscardHandler))
	if err == nil {
		err = runner.Tick(w.Context())
	}
	if err != nil {
		w.Fatal(err)
	}
	w.update("jobs", at, func(tx *store.Tx) error {
		viewer, _, err := store.People.Get(tx, who)
		if err != nil {
			return err
		}
		for t, err := range store.Teams.List(tx, store.Query{}) {
			if err == nil && sales.Visible(viewer, sales.Record{Team: t}) {
				err = w.desk.Review(tx, t, sales.Week(today))
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// compareTwins compares pairs of one company's books: a few people who cannot see a deal,
// with the deal drawn otherwise or missing. It returns how many they were.
func compareTwins(t *testing.T, pair [2]*twin, seed uint64) (pairs int) {
	a, p := drawBooks(seed), newPen(seed, 1)
	pair[0].open(a)
	for _, k := range p.Perm(len(a.deals)) {
		blind := pair[0].blindTo(a.deals[k].ID)
		if len(blind) < 4 { // those with no rights at all
			continue
		}
		who := blind[p.IntN(len(blind)-3+p.IntN(2))]
		b := a.twinOf(p, k, slices.Contains(pair[0].blindTo(a.deals[k].Account), who))
		pair[1].open(b)
		if !b.deals[k].missing && !slices.Contains(pair[1].blindTo(b.deals[k].ID), who) {
			continue
		}
		opened := pair[0].kept.Content()
		compareAs(t, pair, a, b, who, k)
		pair[0].kept.Reset(opened)
		if pairs++; pairs == 4 {
			break
		}
	}
	return pairs
}

// twinOf is the same company, but for deal k: with other values, of another owner or
// customer, or without it. A customer that is hidden with it may be another or gone, too.
func (b *books) twinOf(p pen, k int, hiddenCustomer bool) *books {
	other := *b
	other.deals = slices.Clone(b.deals)
	f := b.drawDeal(k, p.Uint64())
	account := slices.IndexFunc(b.accounts, func(a sales.Account) bool { return a.ID == f.Account })
	shared := slices.ContainsFunc(b.deals, func(g folder) bool { return g.Account == f.Account && g.ID != f.ID })
	if f.missing = len(f.before) == 0 && p.often(4); hiddenCustomer {
		other.accounts = slices.Clone(b.accounts)
		other.accounts[account].Name, other.accounts[account].Region = one(p, firms), "Elsewhere"
		if f.missing && !shared {
			gone := func(id string) bool { return id == f.Account }
			other.accounts[account].ID = ""
			other.contacts = slices.DeleteFunc(slices.Clone(b.contacts), func(c sales.Contact) bool { return gone(c.Account) })
			other.met = slices.Clone(b.met)
			for i := range other.met {
				if gone(other.met[i].Account) {
					other.met[i].ID = "gone"
				}
			}
		}
	}
	other.deals[k] = f
	return &other
}

// actsEach is how many things somebody does in a pair of worlds.
const actsEach = 20

func compareAs(t *testing.T, pair [2]*twin, a, b *books, who string, k int) {
	t.Helper()
	ask := &asker{pen: newPen(a.seed, uint64(k), 99), books: a, who: who, routes: pair[0].router.Routes()}
	for _, f := range a.deals {
		ask.rooms = append(ask.rooms, chat.Where{Channel: "C" + strings.ToUpper(f.Team), Thread: tsOf(cards.DealKey(f.ID, f.Team)), TS: "9.9"})
	}
	same := func(what, one, two string) bool {
		t.Helper()
		if one != two {
			t.Errorf("seed %d: %s, who cannot see %s, notices it by %s:\n%s\n%s\nit is %+v\nor %+v", a.seed, who, a.deals[k].ID, what, one, two, a.deals[k].Deal, b.deals[k])
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
	if ask.often(5) { // it takes as long as all the rest
		pair[0].passes(who)
		pair[1].passes(who)
		same("what the clock brings", pair[0].shown(who, pair[0].send()), pair[1].shown(who, pair[1].send()))
	}
}
