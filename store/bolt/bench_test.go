package bolt_test

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"flag"
	"fmt"
	"iter"
	"math/rand/v2"
	"path/filepath"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"dealdesk/chat"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
	"dealdesk/store/bolt"
)

// How much history the benchmarks run on: go test ./store/bolt -bench . -activities 1000000
var activities = flag.Int("activities", 10_000, "activities in the store before a benchmark")

const (
	reps  = 200
	deals = 2_000
)

// company is a store with history: every rep logs 20 activities a day.
type company struct {
	*store.Store
	b    *bolt.Backend
	path string
	next atomic.Int64 // numbers the calls of a benchmark
}

var monday = time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC)

func day(n int) time.Time { return monday.AddDate(0, 0, -n) }

func newCompany(t testing.TB, history int) *company {
	t.Helper()
	c := &company{path: filepath.Join(t.TempDir(), "sales.db")}
	c.open(t)
	t.Cleanup(func() { c.Close() })
	c.do(t, "seed deals", day(0).AddDate(-10, 0, 0), func(tx *store.Tx) error {
		for i := range deals {
			d := sales.Deal{ID: tx.Next(sales.KindDeal), Name: "Data platform for the north plant", Account: fmt.Sprintf("A-%d", i%500+1),
				Owner: rep(i), Team: "north", Pipeline: "six", Stage: "proposal", Status: sales.Open,
				Amount: sales.Money{Minor: 12_000_000, Currency: "CNY"}, Terms: 1, Close: "2026-12-20", Created: day(30)}
			if err := store.Deals.Put(tx, d); err != nil {
				return err
			}
			if err := tx.Post(card(d)); err != nil {
				return err
			}
		}
		return nil
	})
	const chunk = 10_000
	for at := 0; at < history; at += chunk {
		c.do(t, fmt.Sprint("seed ", at), day((history-at)/(reps*20)), func(tx *store.Tx) error {
			for i := at; i < min(at+chunk, history); i++ {
				a := activity(tx, i, day((history-i)/(reps*20)))
				if err := store.Activities.Put(tx, a); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return c
}

func (c *company) open(t testing.TB) {
	t.Helper()
	b, err := bolt.Open(c.path, bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(context.Background(), b, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	c.Store, c.b = s, b
}

func (c *company) do(t testing.TB, once string, at time.Time, fn func(*store.Tx) error) {
	t.Helper()
	if _, err := c.Update(context.Background(), store.Change{Once: once, Actor: "U1", At: at, What: "seed"}, fn); err != nil {
		t.Fatal(err)
	}
}

func rep(i int) string { return fmt.Sprintf("U%07d", i%reps) }

func activity(tx *store.Tx, i int, at time.Time) sales.Activity {
	deal := i * 7919 % deals
	return sales.Activity{ID: tx.Next(sales.KindActivity), Kind: sales.ActivityKinds[i%6], Account: fmt.Sprintf("A-%d", deal%500+1),
		Deal: fmt.Sprintf("D-%d", deal+1),
		Team: "north", By: rep(i), On: calendar.DateOf(at), At: at, Minutes: 20,
		Note: "Talked pricing, they want 10% off before the end of the quarter."}
}

func card(d sales.Deal) store.Post {
	text := chat.Safe("D-7 Data platform for the north plant · ¥120,000.00 · proposal · next: " + d.Next.What)
	return store.Post{Key: "card:" + d.ID, Channel: "C0NORTH", About: d.ID, Kind: "card",
		Message: chat.Message{Text: text, Blocks: []chat.Block{
			chat.Para(text),
			{Section: &chat.Section{Fields: []chat.Safe{"Owner <@U0000001>", "Close 2026-12-20 Sun", "Contacted today", "Next step"}}},
			{Buttons: []chat.Button{{Label: "Advance", Action: "deal advance", Value: d.ID}, {Label: "Next step", Action: "deal next", Value: d.ID}}},
		}}}
}

// call logs one call: an activity, the deal's contact clock and next step, its card and a
// line in its thread, and the answer.
func (c *company) call(ctx context.Context, i int) error {
	return c.callOn(ctx, store.Activities, i, monday)
}

func (c *company) callOn(ctx context.Context, into store.Table[sales.Activity], i int, at time.Time) error {
	change := store.Change{Once: fmt.Sprintf("13345224609.738474920.%032d", i), Actor: rep(i), At: monday, What: "log"}
	_, err := c.Update(ctx, change, func(tx *store.Tx) error {
		a := activity(tx, i, at)
		if err := into.Put(tx, a); err != nil {
			return err
		}
		d, err := store.Deals.Find(tx, a.Deal)
		if err != nil {
			return err
		}
		d.Contacted, d.Next = monday.Add(time.Duration(i)*time.Second), sales.NextStep{What: fmt.Sprint("send quote ", i), Due: "2026-11-20"}
		if err := store.Deals.Put(tx, d); err != nil {
			return err
		}
		if err := tx.Post(card(d)); err != nil {
			return err
		}
		text := chat.Safe("<@U0000001> called Acme for 20 minutes: Talked pricing, they want 10% off before the end of the quarter.")
		if err := tx.Post(store.Post{Key: "activity:" + a.ID, Channel: "C0NORTH", Under: "card:" + d.ID, About: d.ID, Kind: "activity",
			Message: chat.Message{Text: text}}); err != nil {
			return err
		}
		answer, err := json.Marshal(chat.Say(text, chat.Row(text, chat.Button{Label: "Undo", Action: "undo", Value: fmt.Sprint(tx.Seq())})))
		tx.Answer(answer)
		return err
	})
	return err
}

// BenchmarkStore measures one store with history:
//
//	log      a logged call as the bot stores it, by number of callers
//	bare     the same bytes in bbolt alone, with 1, 64 or 256 calls per commit
//	open     from opening the file until the store answers
//	first    the first Update after a start, which loads the once-keys of the last two days
//	day      reading a day for a digest: its counters, or its activities
func BenchmarkStore(b *testing.B) {
	c := newCompany(b, *activities)
	for _, callers := range []int{1, 64, 256} {
		b.Run(fmt.Sprintf("log/callers=%d", callers), func(b *testing.B) { c.benchLog(b, callers) })
	}
	b.Run("open", c.benchOpen)
	b.Run("first", c.benchFirst)
	b.Run("day/counters", func(b *testing.B) {
		everybody := make([]string, reps)
		for i := range everybody {
			everybody[i] = store.InTeam(rep(i), "north")
		}
		c.benchDay(b, func(r store.Reader, day calendar.Date) (n int, err error) {
			for _, err := range store.SumOf(r, everybody, day, day) {
				if err != nil {
					return n, err
				}
				n++
			}
			return n, nil
		})
	})
	b.Run("day/activities", func(b *testing.B) {
		c.benchDay(b, func(r store.Reader, day calendar.Date) (n int, err error) {
			for _, err := range store.Activities.List(r, store.Query{Index: "day", Prefix: string(day)}) {
				if err != nil {
					return n, err
				}
				n++
			}
			return n, nil
		})
	})
	calls := c.record(b, 4096)
	if err := c.Close(); err != nil {
		b.Fatal(err)
	}
	for _, together := range []int{1, 64, 256} {
		b.Run(fmt.Sprintf("bare/callers=%d", together), func(b *testing.B) { benchBare(b, c.path, calls, together) })
	}
	c.open(b) // for the cleanup
}

func (c *company) benchLog(b *testing.B, callers int) {
	b.ReportAllocs()
	before, busy := c.Stats(), cpu()
	var left atomic.Int64
	left.Store(int64(b.N))
	var wg sync.WaitGroup
	for range callers {
		wg.Go(func() {
			for left.Add(-1) >= 0 {
				if err := c.call(b.Context(), int(c.next.Add(1))); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	after := c.Stats()
	per := func(n int64) float64 { return float64(n) / float64(b.N) }
	b.ReportMetric(per((cpu() - busy).Nanoseconds()), "cpu-ns/op")
	b.ReportMetric(per(after.Commits-before.Commits), "flushes/op")
	b.ReportMetric(per(after.Pages-before.Pages), "pages/op")
}

func benchBare(b *testing.B, path string, calls [][]put, together int) {
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{FreelistType: bbolt.FreelistMapType, InitialMmapSize: 4 << 30})
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	b.ResetTimer()
	busy := cpu()
	for done := 0; done < b.N; done += together {
		err := db.Update(func(tx *bbolt.Tx) error {
			for i := done; i < min(done+together, b.N); i++ {
				for _, p := range calls[i%len(calls)] {
					bucket := tx.Bucket([]byte(p.bucket))
					var err error
					if p.value == nil {
						err = bucket.Delete(p.key)
					} else {
						err = bucket.Put(p.key, p.value)
					}
					if err != nil {
						return err
					}
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64((cpu()-busy).Nanoseconds())/float64(b.N), "cpu-ns/op")
}

func (c *company) benchOpen(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		if err := c.Close(); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		c.open(b)
		err := c.View(b.Context(), func(r store.Reader) error {
			_, err := store.Deals.Find(r, "D-7")
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

func (c *company) benchFirst(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		if err := c.Close(); err != nil {
			b.Fatal(err)
		}
		c.open(b)
		b.StartTimer()
		if err := c.call(b.Context(), int(c.next.Add(1))); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(c.next.Load()), "recent-calls")
}

func (c *company) benchDay(b *testing.B, read func(store.Reader, calendar.Date) (int, error)) {
	b.ReportAllocs()
	rows := 0
	for b.Loop() {
		err := c.View(b.Context(), func(r store.Reader) (err error) {
			rows, err = read(r, calendar.DateOf(day(1)))
			return err
		})
		if err != nil || rows == 0 {
			b.Fatal(rows, err)
		}
	}
	b.ReportMetric(float64(rows), "rows")
}

// cpu is the processor time of this process; other load on the machine distorts it less
// than it distorts elapsed time.
func cpu() time.Duration {
	var u syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkScatteredUpdate writes 40,000 scattered keys in one Update, as an import of
// 10,000 deals does to the indexes.
func BenchmarkScatteredUpdate(b *testing.B) {
	file, err := bolt.Open(filepath.Join(b.TempDir(), "bench.db"), bolt.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	rnd := rand.New(rand.NewPCG(1, 2))
	for b.Loop() {
		err := file.Update(context.Background(), func(to store.Bytes) error {
			for range 40_000 {
				if err := to.Put("index", binary.BigEndian.AppendUint64(nil, rnd.Uint64()), []byte("x")); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

// put is one write of a logged call; a nil value deletes.
type put struct {
	bucket     string
	key, value []byte
}

// record runs n logged calls and returns the writes of each.
func (c *company) record(b *testing.B, n int) [][]put {
	b.Helper()
	rec := &recorder{Backend: c.b}
	s, err := store.Open(b.Context(), rec, store.Options{})
	if err != nil {
		b.Fatal(err)
	}
	through := &company{Store: s}
	var calls [][]put
	for range n {
		rec.puts = nil
		if err := through.call(b.Context(), int(c.next.Add(1))); err != nil {
			b.Fatal(err)
		}
		calls = append(calls, rec.puts)
	}
	return calls
}

type recorder struct {
	store.Backend
	puts []put
}

func (r *recorder) Update(ctx context.Context, fn func(store.Bytes) error) error {
	return r.Backend.Update(ctx, func(b store.Bytes) error { return fn(recording{b, r}) })
}

type recording struct {
	b store.Bytes
	r *recorder
}

func (r recording) Get(bucket string, key []byte) []byte { return r.b.Get(bucket, key) }

func (r recording) Put(bucket string, key, value []byte) error {
	r.r.puts = append(r.r.puts, put{bucket, append([]byte{}, key...), append([]byte{}, value...)})
	return r.b.Put(bucket, key, value)
}

func (r recording) Delete(bucket string, key []byte) error {
	r.r.puts = append(r.r.puts, put{bucket, append([]byte{}, key...), nil})
	return r.b.Delete(bucket, key)
}

func (r recording) Scan(bucket string, from, to []byte, reverse bool) iter.Seq2[[]byte, []byte] {
	return r.b.Scan(bucket, from, to, reverse)
}
