//go:build linux && faults

package faults

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"dealdesk/bot/fakeslack"
	"dealdesk/sales"
	"dealdesk/store"
	"dealdesk/store/bolt"
)

// edit changes bytes in the file of a stopped bot.
func (w *world) edit(change func(store.Bytes) error) {
	w.Helper()
	b, err := bolt.Open(w.store, bolt.Options{Existing: true})
	w.check(err)
	w.check(b.Update(w.Context(), change))
	w.check(b.Close())
}

// spoil flips a bit of each record of a bucket whose bytes contain some words, and returns how many.
func (w *world) spoil(bucket, words string) (n int) {
	w.Helper()
	w.edit(func(b store.Bytes) error {
		all := map[string][]byte{}
		for k, v := range b.Scan(bucket, []byte{'r'}, []byte{'s'}, false) {
			if bytes.Contains(v, []byte(words)) {
				all[string(k)] = bytes.Clone(v)
			}
		}
		for k, value := range all {
			value[len(value)/2] ^= 4
			if err := b.Put(bucket, []byte(k), value); err != nil {
				return err
			}
		}
		n = len(all)
		return nil
	})
	if n == 0 {
		w.Fatalf("no record of %s contains %q", bucket, words)
	}
	return n
}

// P8: a damaged post stops no other, nor does it if every record of the schedule and of other tables
// is damaged.
// The admins are told, and /sales overdue goes on.
func TestADamagedRecordHoldsUpNobody(t *testing.T) {
	const teams = 4
	w := newWorld(t, teams)
	w.start()
	for n := range teams {
		w.says(n, "/sales", "account new "+customer(n))
	}
	w.until("nothing waits", func() bool { return w.metric("dealdesk_outbox_due") == "0" })
	w.gate.use(func(v *visit) bool {
		if v.method == "chat.postMessage" {
			v.say(http.StatusTooManyRequests, "", "Retry-After", "600")
			return true
		}
		return false
	})
	for n := range teams {
		w.says(n, "/deal", fmt.Sprintf("new %s \"Deal%dX\" 10k", customer(n), n))
	}
	w.kill(syscall.SIGKILL)
	w.gate.use(nil)
	damagedPosts := w.spoil("post", "Deal0X")
	needed := 0 // by the start and the schedule
	for _, table := range []string{"run", "person", "team"} {
		needed += w.spoil(table, "")
	}
	damagedRecords := needed
	for _, table := range []string{"deal", "account", "event"} {
		damagedRecords += w.spoil(table, "")
	}
	w.start()
	for n := 1; n < teams; n++ {
		w.until("the card of another team", func() bool { return w.cards(n, fmt.Sprintf("Deal%dX", n)) > 0 })
	}
	w.until("the admin is told", func() bool {
		told := false
		w.slack.Look(func(st *fakeslack.State) {
			for _, m := range st.Channels["DUADMIN"].Messages {
				told = told || strings.Contains(m.Text, "set it aside")
			}
		})
		return told
	})
	if w.cards(0, "Deal0X") != 0 {
		t.Error("the damaged post was sent")
	}
	w.check(w.slack.As("UADMIN").Slash(t.Context(), "DUADMIN", "/sales", "overdue"))
	for n := range teams {
		w.says(n, "/deal", "list mine")
		w.says(n, "/log", fmt.Sprintf("call %s 5m call number %d.", customer(n), n+1))
	}
	aside := w.metric(`dealdesk_damaged_records_total{became="set_aside"}`)
	rewritten := 0
	w.until("what is needed is rewritten, and not one record at each look at the clock", func() bool {
		n, err := strconv.Atoi(w.metric(`dealdesk_damaged_records_total{became="rewritten"}`))
		rewritten = n
		return err == nil && n >= needed
	})
	if aside != fmt.Sprint(damagedPosts) {
		t.Errorf("set aside: %s, rewritten: %d\n%s", aside, rewritten, w.tail())
	}
	twice, _ := w.doubles()
	if len(twice) > 0 {
		t.Errorf("doubles: %v", twice)
	}
	w.stop()
	count(t, "P8", fmt.Sprintf("%d damaged records: %s set aside, %d rewritten, the others' posts went out",
		damagedPosts+damagedRecords, aside, rewritten),
		"the card of the damaged post is missed")
}

// P2: a flipped bit in an id sequence, or a sequence set back, overwrites no record.
func TestADamagedSequenceOverwritesNothing(t *testing.T) {
	w := newWorld(t, 1)
	w.start()
	w.says(0, "/sales", "account new Acme")
	deals := []string{"Alpha", "Bravo", "Charlie"}
	for _, name := range deals {
		w.says(0, "/deal", fmt.Sprintf("new Acme %q 10k", name))
	}
	w.stop()
	ways := []func(n uint64) uint64{
		func(uint64) uint64 { return 0 },
		func(n uint64) uint64 { return n ^ 1 },
		func(n uint64) uint64 { return n ^ 1<<40 },
	}
	for i, way := range ways {
		w.edit(func(b store.Bytes) error {
			key := append([]byte{0xff, 's'}, sales.KindDeal...)
			n := binary.BigEndian.Uint64(b.Get("log", key))
			return b.Put("log", key, binary.BigEndian.AppendUint64(nil, way(n)))
		})
		w.start()
		name := fmt.Sprintf("Later%d", i)
		w.says(0, "/deal", fmt.Sprintf("new Acme %q 10k", name))
		deals = append(deals, name)
		w.stop()
	}
	names := w.names()
	slices.Sort(deals)
	if !slices.Equal(names, deals) {
		t.Errorf("there are %v, want %v", names, deals)
	}
	w.edit(func(b store.Bytes) error { // the control: the first deal is overwritten by the second
		var first []byte
		for k, v := range b.Scan("deal", []byte{'r'}, []byte{'s'}, false) {
			if first != nil {
				return b.Put("deal", first, bytes.Clone(v))
			}
			first = bytes.Clone(k)
		}
		return nil
	})
	if code, _ := w.run("audit", "verify"); code == 0 {
		t.Error("a deal that was overwritten verifies")
	}
	count(t, "P2", fmt.Sprintf("%d damages of a sequence, %d deals, none overwritten", len(ways), len(deals)),
		"an overwritten deal is found")
}

// names returns the names of all deals of a stopped bot.
func (w *world) names() (names []string) {
	w.Helper()
	w.read(func(r store.Reader) error {
		for d, err := range store.Deals.List(r, store.Query{}) {
			if err != nil {
				return err
			}
			names = append(names, d.Name)
		}
		return nil
	})
	slices.Sort(names)
	return names
}
