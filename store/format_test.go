package store_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"dealdesk/chat"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/sales/goal"
	"dealdesk/sales/kpi"
	"dealdesk/store"
	"dealdesk/store/bolt"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden is what is stored now; the others are what earlier versions stored, the first of them
// without checksums of answers and sequences, the second without counters by customer, the third without those of
// funnels and medians and an index of closed deals, the fourth without the days of the last stage and an index of wins,
// the fifth without what funnels count of open deals, and with the counters by customer behind those of all days.
const (
	golden = "testdata/format-6.golden"
	fifth  = "testdata/format-5.golden"
	fourth = "testdata/format-4.golden"
	third  = "testdata/format-3.golden"
	second = "testdata/format-2.golden"
	sums   = "testdata/format-1-sums.golden"
	first  = "testdata/format-1.golden"
)

var monday = time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC)

// zeros is a source of salts.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func open(t testing.TB) (*store.Store, store.Backend) {
	t.Helper()
	b, err := bolt.Open(filepath.Join(t.TempDir(), "sales.db"), bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.Close() })
	s, err := store.Open(context.Background(), b, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s.SetRandom(zeros{})
	return s, b
}

// story uses every part of the format: a record that is changed, one that is deleted,
// indexes, counters, posts in several states, answers, an undo and an erasure.
func story(t testing.TB, s *store.Store) {
	t.Helper()
	n := 0
	do := func(what, reason string, fn func(*store.Tx) error) uint64 {
		n++
		r, err := s.Update(t.Context(),
			store.Change{Once: fmt.Sprint("once ", n), Actor: "U0ANNA", At: monday.Add(time.Duration(n) * time.Minute), What: what, Reason: reason},
			fn)
		if err != nil {
			t.Fatal(err)
		}
		return r.Seq
	}
	do("deal new", "", func(tx *store.Tx) error {
		d := sales.Deal{ID: tx.Next(sales.KindDeal), Name: "Data platform <\"北京\"> & more", Account: "A-1", Owner: "U0ANNA", Team: "north",
			Pipeline: "six", Stage: "lead", Status: sales.Open,
			Amount: sales.Money{Minor: 12_000_000, Currency: "CNY"}, Terms: 1, Close: "2026-12-20", Created: monday, StageSince: monday}
		tx.Answer([]byte(`{"message":{"text":"D-1"}}`))
		return errors.Join(
			store.Deals.Put(tx, d),
			store.Accounts.Put(tx, sales.Account{ID: tx.Next(sales.KindAccount), Name: "华星科技", Owner: "U0ANNA", Team: "north", Created: monday}),
			tx.Post(store.Post{Key: "card:D-1", Channel: "C0NORTH", About: "D-1", Audience: "north", Kind: "card",
				Message: chat.Message{Text: "D-1", Blocks: []chat.Block{chat.Para("*D-1*")}}}))
	})
	do("log", "", func(tx *store.Tx) error {
		a := sales.Activity{ID: tx.Next(sales.KindActivity), Kind: sales.Call, Deal: "D-1", Account: "A-1", Team: "north", By: "U0ANNA",
			On: "2026-11-16", At: monday, Minutes: 20, Note: "Talked pricing"}
		d, err := store.Deals.Find(tx, "D-1")
		d.Contacted, d.Next = monday, sales.NextStep{What: "send quote", Due: "2026-11-20", Clock: "15:00"}
		return errors.Join(err, store.Activities.Put(tx, a), store.Deals.Put(tx, d),
			tx.Post(store.Post{Key: "activity:N-1", Channel: "C0NORTH", Under: "card:D-1", Message: chat.Message{Text: "call"},
				Expires: monday.Add(time.Hour)}),
			tx.Post(store.Post{Key: "remind:D-1", User: "U0ANNA", NotBefore: monday.Add(24 * time.Hour), Message: chat.Message{Text: "due"}}))
	})
	if err := s.Settle(t.Context(),
		[]store.Outcome{{Key: "card:D-1", Rev: 1, State: store.Attempted, At: monday},
			{Key: "card:D-1", Rev: 1, State: store.Posted, Channel: "C0NORTH", TS: "1763283600.000100", At: monday}}); err != nil {
		t.Fatal(err)
	}
	logged := do("log", "", func(tx *store.Tx) error {
		return errors.Join(
			store.Activities.Put(tx, sales.Activity{ID: tx.Next(sales.KindActivity), Kind: sales.Note, Account: "A-1", Team: "north", By: "U0BERT",
				On: "2026-11-17", At: monday, Note: "secret"}),
			tx.Post(store.Post{Key: "activity:N-2", Channel: "C0NORTH", Message: chat.Message{Text: "note"}}))
	})
	do("undo", "", func(tx *store.Tx) error {
		_, err := tx.Undo(logged)
		return errors.Join(err, tx.Unpost("activity:N-2"))
	})
	do("erase", "asked for by mail", func(tx *store.Tx) error {
		hide := func(s string) string { return strings.ReplaceAll(s, "secret", "erased person 1") }
		_, err := tx.Redact(store.Redaction{Text: hide, Own: func(string) bool { return false },
			Record: func(_, _ string, data []byte) ([]byte, error) { return store.RedactStrings(data, hide), nil }})
		return err
	})
}

var buckets = []string{"account", "activity", "deal", "count", "log", "answer", "post", "queue"}

func dump(t testing.TB, b store.Backend) string {
	t.Helper()
	var out strings.Builder
	err := b.View(t.Context(), func(tx store.Bytes) error {
		for _, bucket := range buckets {
			for k, v := range tx.Scan(bucket, nil, nil, false) {
				fmt.Fprintf(&out, "%s\t%s\t%s\n", bucket, strconv.QuoteToASCII(string(k)), strconv.QuoteToASCII(string(v)))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestTheStoredFormatDoesNotChange(t *testing.T) {
	s, b := open(t)
	story(t, s)
	got := dump(t, b)
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	gotLines, wantLines := strings.Split(got, "\n"), strings.Split(string(want), "\n")
	for i := range max(len(gotLines), len(wantLines)) {
		if i >= len(gotLines) || i >= len(wantLines) || gotLines[i] != wantLines[i] {
			t.Fatalf("line %d of %s differs. What is stored cannot change without a migration.\n%s", i+1, golden,
				strings.Join(gotLines[i:min(i+1, len(gotLines))], ""))
		}
	}
}

func TestAStoreOfTheFirstVersionOpens(t *testing.T) {
	for _, path := range []string{first, sums, second, third, fourth, fifth, golden} {
		t.Run(path, func(t *testing.T) { opens(t, path) })
	}
}

func opens(t *testing.T, path string) {
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	b, err := bolt.Open(filepath.Join(t.TempDir(), "sales.db"), bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	err = b.Update(t.Context(), func(tx store.Bytes) error {
		for lines := bufio.NewScanner(f); lines.Scan(); {
			part := strings.Split(lines.Text(), "\t")
			key, keyErr := strconv.Unquote(part[1])
			value, valueErr := strconv.Unquote(part[2])
			if err := errors.Join(keyErr, valueErr, tx.Put(part[0], []byte(key), []byte(value))); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), b, store.Options{Now: monday, BackupBefore: func(int) error { return nil }})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Check(t.Context(), store.Checkpoint{}); err != nil {
		t.Fatal(err)
	}
	err = s.View(t.Context(), func(r store.Reader) error {
		d, err := store.Deals.Find(r, "D-1")
		if err != nil || d.Next.Clock != "15:00" || d.Amount.Minor != 12_000_000 {
			t.Error(d, err)
		}
		brief, err := store.Collect(store.OpenDealsInBrief(r))
		if err != nil || len(brief) != 1 || brief[0].Net() != d.Net() || !brief[0].StageSince.Equal(d.StageSince) {
			t.Error(brief, err)
		}
		p, ok, err := store.PostAt(r, "C0NORTH", "1763283600.000100")
		if !ok || err != nil || p.Key != "card:D-1" || p.State != store.Posted {
			t.Error(p, err)
		}
		sums := map[string]int64{}
		for c, err := range store.SumOf(r, []string{store.InTeam("U0ANNA", "north")}, "2026-11-16", "2026-11-16") {
			if err != nil {
				return err
			}
			sums[c.Metric] = c.N
		}
		if sums["minutes"] != 20 {
			t.Error(sums)
		}
		groups, err := store.Measure(r, store.Question{Days: calendar.Span{From: "2026-11-16", To: "2026-11-16"}, By: kpi.ByIndustry})
		if err != nil || len(groups) != 1 || groups[0].Counts["calls"] != 1 {
			t.Errorf("by customer: %+v, %v", groups, err)
		}
		calls := goal.Goal{Metric: kpi.Calls, Scope: goal.Scope{Kind: goal.OfCompany}}
		for want, f := range map[int64]goal.Filter{1: {}, 0: {Industry: "steel"}} {
			calls.Filter = f
			if n, err := store.Reached(r, calls, calendar.Span{From: "2026-11-16", To: "2026-11-16"}); err != nil || n.N != want {
				t.Errorf("calls with %+v: %+v, want %d, %v", f, n, want, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	r, err := s.Update(t.Context(), store.Change{Once: "once 1", Actor: "U0ANNA", At: monday, What: "deal new"},
		func(*store.Tx) error { t.Error("ran again"); return nil })
	if err != nil || !r.Repeat || string(r.Answer) != `{"message":{"text":"D-1"}}` {
		t.Error(r, err)
	}
}

func FuzzIDsComeBackAndStayApart(f *testing.F) {
	for _, id := range []string{"D-7", "D-10", "D-007", "D-", "-7", "D--7", "a|2026-11-21|U1", "D-72057594037927936", "D-18446744073709551616",
		"D-+7", "x-0", "华星-12"} {
		f.Add(id, "D-9")
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		if store.CheckID("x", a) != nil || store.CheckID("x", b) != nil {
			return
		}
		x, y := store.AppendID(nil, a), store.AppendID(nil, b)
		if store.DecodeID(x) != a {
			t.Fatalf("%q came back as %q", a, store.DecodeID(x))
		}
		if (a == b) != bytes.Equal(x, y) {
			t.Fatalf("%q and %q are one", a, b)
		}
	})
}

func FuzzAGlanceAtAnEntrySeesWhatIsThere(f *testing.F) {
	f.Add("13345224609.738474920.8088", "log", int64(1763283600123456789))
	f.Add(`a","at":"2026`, `","once":"x`, int64(0))
	f.Add("华星\u2028\\", "", int64(-1))
	f.Fuzz(func(t *testing.T, once, what string, nanos int64) {
		e := store.Entry{Seq: 7, Once: once, At: time.Unix(0, nanos).UTC(), Actor: once, What: what}
		data, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		got, at, ok := store.Glance(data)
		if ok && (got != strings.ToValidUTF8(once, "\ufffd") || !at.Equal(e.At)) {
			t.Fatalf("%s: %q, %v", data, got, at)
		}
		if plain := !strings.ContainsFunc(once, func(r rune) bool { return r < ' ' || r > '~' || strings.ContainsRune(`\"<>&`, r) }); plain &&
			!ok {
			t.Fatalf("%s: gave up", data)
		}
	})
}

func FuzzDamagedValuesAreRefusedNotFatal(f *testing.F) {
	f.Add([]byte("rD-1"), []byte("\x01aaaabbcccccccc{}"))
	f.Add([]byte("2026-11-16\x00U1"), []byte("\x04call\x02"))
	f.Add([]byte("customers 2026-11-16\x00U1 east"), []byte("\x00\x00\x00\x11\x00\x00\x00\x03\x01\x02\xff\xff\xff\xff\x0aold  calls\x02"))
	f.Add([]byte("2026-11-16\x00U1 east\x00"), []byte("\x00\x00\x00\x11\x00\x00\x00\x03\x01\x02\xff\xff\xff\xff\x0aold  calls\x02"))
	f.Add([]byte("\x00\x00\x00\x00\x00\x00\x00\x01e"), []byte(`{"seq":1}`))
	f.Fuzz(func(t *testing.T, key, value []byte) {
		if len(key) == 0 {
			return
		}
		for _, err := range []error{store.DecodeRecord("deal", key, value), store.ParsePost(key, value), store.ParseCounts(key, value)} {
			if err != nil && !errors.Is(err, store.ErrCorrupt) {
				t.Fatal(err)
			}
		}
		if len(key) == 9 {
			if err := store.DecodeEntry(key, value); err != nil && !errors.Is(err, store.ErrCorrupt) {
				t.Fatal(err)
			}
		}
	})
}
