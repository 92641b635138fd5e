package bolt_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"dealdesk/sales"
	"dealdesk/store"
	"dealdesk/store/bolt"
)

// TestAcknowledgedUpdatesSurviveKill runs writers in a child process, kills it with
// SIGKILL while they write, and restarts it on the same file, several times. The child
// prints ACK once a person would be told "done"; like Slack, it repeats what was not
// acknowledged. In the end every acknowledged operation must be in effect exactly once
// (P1, P2, P3).
func TestAcknowledgedUpdatesSurviveKill(t *testing.T) {
	path := filepath.Join(diskDir(t), "sales.db")
	acked := map[string]bool{}
	for round := range 4 {
		for _, op := range killed(t, "honest", path, round, 150) {
			acked[op] = true
		}
	}
	if len(acked) < 150 {
		t.Fatalf("only %d operations in 4 rounds", len(acked))
	}
	if err := inEffect(t, path, acked); err != nil {
		t.Error(err)
	}
}

// TestTheKillTestNoticesLostUpdates is the negative control: a process that acknowledges
// before the commit must be caught.
func TestTheKillTestNoticesLostUpdates(t *testing.T) {
	path := filepath.Join(diskDir(t), "sales.db")
	for round := range 20 {
		acked := map[string]bool{}
		for _, op := range killed(t, "hasty", path, round, 150) {
			acked[op] = true
		}
		if err := inEffect(t, path, acked); err != nil {
			return // caught
		}
	}
	t.Error("updates acknowledged before they were kept were not missed")
}

// diskDir is a folder on a real disk: the kernel writes pages back as in production.
func diskDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp(".", "testdata-kill-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// killed runs the writers until they have acknowledged that many operations, kills them,
// and returns what they acknowledged.
func killed(t *testing.T, mode, path string, round, after int) (acked []string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestWritersToBeKilled$")
	cmd.Env = append(os.Environ(), "STORE_WRITERS="+mode, "STORE_PATH="+path, fmt.Sprint("STORE_ROUND=", round))
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if op, ok := strings.CutPrefix(lines.Text(), "ACK "); ok {
			if acked = append(acked, op); len(acked) == after {
				if err := cmd.Process.Kill(); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	if err := cmd.Wait(); err == nil || cmd.ProcessState.Exited() {
		t.Fatal("the writers ended by themselves: ", err)
	}
	return acked
}

// inEffect opens the file again and looks for every acknowledged operation.
func inEffect(t *testing.T, path string, acked map[string]bool) error {
	t.Helper()
	b, err := bolt.Open(path, bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if err := b.CheckPages(); err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), b, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Check(t.Context(), store.Checkpoint{}); err != nil {
		t.Fatal(err)
	}
	return s.View(t.Context(), func(r store.Reader) error {
		entries, records, posts := map[string]int{}, map[string]int{}, 0
		for e, err := range store.Entries(r, store.EntryQuery{}) {
			if err != nil {
				return err
			}
			entries[e.Once]++
		}
		for a, err := range store.Activities.List(r, store.Query{}) {
			if err != nil {
				return err
			}
			records[a.Note]++
			if _, ok, _ := store.PostByKey(r, "activity:"+a.Note); ok {
				posts++
			}
		}
		for op := range acked {
			if entries[op] != 1 || records[op] != 1 {
				return fmt.Errorf("%s was acknowledged and is in effect %d times", op, records[op])
			}
		}
		n := 0
		for c, err := range store.SumOf(r, []string{store.InTeam("U1", "")}, "2026-11-16", "2026-11-16") {
			if err != nil {
				return err
			}
			if c.Metric == "calls" {
				n = int(c.N)
			}
		}
		if len(entries) != len(records) || n != len(records) || posts != n {
			return fmt.Errorf("%d entries, %d records, %d counted, %d posts: something is half done", len(entries), len(records), n, posts)
		}
		return nil
	})
}

// TestWritersToBeKilled is the child process of the tests above; alone it does nothing.
func TestWritersToBeKilled(t *testing.T) {
	mode, path := os.Getenv("STORE_WRITERS"), os.Getenv("STORE_PATH")
	if mode == "" {
		return
	}
	round, err := strconv.Atoi(os.Getenv("STORE_ROUND"))
	if err != nil {
		t.Fatal(err)
	}
	b, err := bolt.Open(path, bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), b, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	log := func(op string) {
		c := store.Change{Once: op, Actor: "U1", At: monday.Add(time.Minute), What: "log"}
		_, err := s.Update(context.Background(), c, func(tx *store.Tx) error {
			if err := tx.Post(store.Post{Key: "activity:" + op, Channel: "C1"}); err != nil {
				return err
			}
			return store.Activities.Put(tx,
				sales.Activity{ID: tx.Next(sales.KindActivity), Kind: sales.Call, By: "U1", On: "2026-11-16", At: monday, Note: op})
		})
		if err != nil {
			t.Error(op, err)
		}
	}
	var wg sync.WaitGroup
	var out sync.Mutex
	for w := range 8 {
		wg.Go(func() {
			// Everything is sent twice, and each round begins with operations of the round
			// before, some of them acknowledged, some not.
			for n := 12 * round; ; n++ {
				op := fmt.Sprintf("%d-%d", w, n/2)
				if mode == "honest" {
					log(op)
				}
				out.Lock()
				fmt.Println("ACK", op)
				out.Unlock()
				if mode == "hasty" {
					log(op)
				}
			}
		})
	}
	wg.Wait()
}
