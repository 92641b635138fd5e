package bolt_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"dealdesk/sales"
	"dealdesk/store"
	"dealdesk/store/bolt"
)

// opened is a store on a file of its own.
func opened(t testing.TB, o bolt.Options) (*store.Store, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "sales.db")
	return reopened(t, path, o), path
}

func reopened(t testing.TB, path string, o bolt.Options) *store.Store {
	t.Helper()
	b, err := bolt.Open(path, o)
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), b, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func change(once string) store.Change {
	return store.Change{Once: once, Actor: "U1", At: monday, What: "test"}
}

func putDeal(s *store.Store, once, id string) error {
	_, err := s.Update(context.Background(), change(once), func(tx *store.Tx) error {
		return store.Deals.Put(tx, sales.Deal{ID: id, Name: strings.Repeat("x", 5000), Owner: "U1", Status: sales.Open})
	})
	return err
}

func TestTheFileIsPrivateAndCreatedWhole(t *testing.T) {
	_, path := opened(t, bolt.Options{})
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatal(info.Mode(), err)
	}
	if left, _ := filepath.Glob(path + ".*"); len(left) != 0 {
		t.Error("left behind:", left)
	}
}

func TestASecondCopyIsRefused(t *testing.T) {
	_, path := opened(t, bolt.Options{})
	for _, readOnly := range []bool{false, true} {
		_, err := bolt.Open(path, bolt.Options{LockWait: 50 * time.Millisecond, ReadOnly: readOnly})
		if !errors.Is(err, store.ErrLocked) {
			t.Errorf("read-only %v: %v", readOnly, err)
		}
	}
}

func TestOnlyOneOfTheCopiesThatStartAtOnceGetsTheFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sales.db")
	var mu sync.Mutex
	var won []*bolt.Backend
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			b, err := bolt.Open(path, bolt.Options{LockWait: 60 * time.Millisecond})
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				won = append(won, b)
			} else if !errors.Is(err, store.ErrLocked) {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if len(won) != 1 {
		t.Fatalf("%d copies run on one file", len(won))
	}
	won[0].Close()
}

func TestAFileMovedUnderARunningBotIsNoticedAtTheNextUpdate(t *testing.T) {
	for name, away := range map[string]func(path string) error{
		"moved":   func(path string) error { return os.Rename(path, path+".old") },
		"deleted": os.Remove,
		"replaced": func(path string) error {
			return errors.Join(os.Rename(path, path+".old"), os.WriteFile(path, []byte("other"), 0o600))
		},
	} {
		s, path := opened(t, bolt.Options{Log: slog.New(slog.DiscardHandler)})
		if err := putDeal(s, "1", "D-1"); err != nil {
			t.Fatal(err)
		}
		if err := away(path); err != nil {
			t.Fatal(err)
		}
		for _, once := range []string{"2", "3"} {
			if err := putDeal(s, once, "D-2"); !errors.Is(err, store.ErrMoved) {
				t.Errorf("%s: %v", name, err)
			}
		}
		select {
		case <-s.Failed():
		default:
			t.Error(name, "Failed is not closed")
		}
	}
}

func TestALongViewIsLogged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		s, _ := opened(t, bolt.Options{SlowView: time.Second, Log: slog.New(slog.NewTextHandler(&log, nil))})
		defer s.Close()
		if err := s.View(t.Context(), func(store.Reader) error { return nil }); err != nil {
			t.Fatal(err)
		}
		if log.Len() != 0 {
			t.Error("a short view was logged:", log.String())
		}
		err := s.View(t.Context(), func(store.Reader) error { time.Sleep(3 * time.Second); return nil })
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(log.String(), "open for long") || !strings.Contains(log.String(), "took=3s") {
			t.Error(log.String())
		}
	})
}

func TestConcurrentUpdatesShareFlushes(t *testing.T) {
	s, _ := opened(t, bolt.Options{})
	before := s.Stats()
	first, release := make(chan struct{}), make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() { // holds the committer until the others have queued
		_, err := s.Update(t.Context(), change("first"), func(*store.Tx) error { close(first); <-release; return nil })
		if err != nil {
			t.Error(err)
		}
	})
	<-first
	for i := range 100 {
		wg.Go(func() {
			if i == 50 {
				close(release)
			}
			if err := putDeal(s, fmt.Sprint(i), fmt.Sprint("D-", i+1)); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	after := s.Stats()
	if n := after.Updates - before.Updates; n != 101 {
		t.Errorf("%d updates", n)
	}
	if n := after.Commits - before.Commits; n > 60 {
		t.Errorf("101 updates needed %d flushes", n)
	}
}

func TestACallerThatGivesUpWaitingGetsAnHonestError(t *testing.T) {
	s, _ := opened(t, bolt.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	running, release := make(chan struct{}), make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		_, err := s.Update(ctx, change("runs"), func(*store.Tx) error { close(running); <-release; return nil })
		if err != nil && !errors.Is(err, store.ErrUnsure) {
			t.Error("it ran, so its outcome is kept or unsure:", err)
		}
	})
	<-running
	waiting := make(chan error)
	go func() {
		_, err := s.Update(ctx, change("waits"), func(*store.Tx) error { t.Error("ran after its caller had gone"); return nil })
		waiting <- err
	}()
	cancel()
	if err := <-waiting; !errors.Is(err, context.Canceled) || errors.Is(err, store.ErrUnsure) {
		t.Error(err)
	}
	close(release)
	wg.Wait()
	r, err := s.Update(t.Context(), change("runs"), func(*store.Tx) error { return nil })
	if err != nil || !r.Repeat {
		t.Error("what ran should be kept, whatever its caller was told:", r, err)
	}
}

func TestABackupIsCompleteAndVerified(t *testing.T) {
	s, path := opened(t, bolt.Options{})
	for i := range 50 {
		if err := putDeal(s, fmt.Sprint(i), fmt.Sprint("D-", i+1)); err != nil {
			t.Fatal(err)
		}
	}
	want, err := s.Check(t.Context(), store.Checkpoint{})
	if err != nil {
		t.Fatal(err)
	}
	backup := path + ".backup"
	var got store.Checkpoint
	verify := func(ctx context.Context, path string) (err error) {
		if err := putDeal(s, "meanwhile", "D-99"); err != nil { // the bot goes on
			return err
		}
		got, err = bolt.Verify(ctx, path, want)
		return err
	}
	if n, err := s.Backup(t.Context(), backup, verify); err != nil || n == 0 || got != want {
		t.Fatal(n, got, err)
	}
	if _, err := s.Backup(t.Context(), backup, verify); !errors.Is(err, os.ErrExist) {
		t.Error("an older backup was overwritten:", err)
	}
	if _, err := s.Backup(t.Context(), backup+"2", func(context.Context, string) error { return store.ErrCorrupt }); !errors.Is(err,
		store.ErrCorrupt) {
		t.Error(err)
	}
	if left, _ := filepath.Glob(backup + "?*"); len(left) != 0 {
		t.Error("a copy that is not sound was left:", left)
	}
	info, err := os.Stat(backup)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Error(info.Mode(), err)
	}
}

func TestARestoredBackupIsWhatWasBackedUp(t *testing.T) {
	s, path := opened(t, bolt.Options{})
	verify := func(ctx context.Context, path string) error {
		_, err := bolt.Verify(ctx, path, store.Checkpoint{})
		return err
	}
	if err := putDeal(s, "1", "D-1"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Backup(t.Context(), path+".backup", verify); err != nil {
		t.Fatal(err)
	}
	if err := putDeal(s, "2", "D-2"); err != nil {
		t.Fatal(err)
	}
	if _, err := bolt.Restore(t.Context(), path+".backup", path, monday); !errors.Is(err, store.ErrLocked) {
		t.Fatal("restored under a running bot:", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	kept, err := bolt.Restore(t.Context(), path+".backup", path, monday)
	if err != nil {
		t.Fatal(err)
	}
	has := func(path, id string) (ok bool) {
		s := reopened(t, path, bolt.Options{})
		defer s.Close()
		if err := s.View(t.Context(), func(r store.Reader) (err error) { _, ok, err = store.Deals.Get(r, id); return err }); err != nil {
			t.Fatal(err)
		}
		return ok
	}
	if !has(path, "D-1") || has(path, "D-2") {
		t.Error("the store is not in the state of the backup")
	}
	if !has(kept, "D-2") {
		t.Error("the file before is not kept at", kept)
	}
}

// Whenever a restore is killed, there is a file at the store's path.
func TestARestoreHasNoMomentWithoutAFile(t *testing.T) {
	s, path := opened(t, bolt.Options{})
	verify := func(context.Context, string) error { return nil }
	if _, err := s.Backup(t.Context(), path+".backup", verify); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	var gone atomic.Int32
	var watching sync.WaitGroup
	for range 2 {
		watching.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				if _, err := os.Stat(path); err != nil {
					gone.Add(1)
				}
			}
		})
	}
	for i := range 20 {
		if _, err := bolt.Restore(t.Context(), path+".backup", path, monday.Add(time.Duration(i)*time.Second)); err != nil {
			t.Error(err)
		}
	}
	close(done)
	watching.Wait()
	if n := gone.Load(); n > 0 {
		t.Errorf("%d looks found no file", n)
	}
}

func TestADamagedBackupIsNotRestored(t *testing.T) {
	s, path := opened(t, bolt.Options{})
	for i := range 20 {
		if err := putDeal(s, fmt.Sprint(i), fmt.Sprint("D-", i+1)); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	data = bytes.ReplaceAll(data, []byte(strings.Repeat("x", 1000)), []byte("y"+strings.Repeat("x", 999)))
	if err := os.WriteFile(path+".backup", data, 0o600); err != nil {
		t.Fatal(err)
	}
	before, _ := os.Stat(path)
	if _, err := bolt.Restore(t.Context(), path+".backup", path, monday); !errors.Is(err, store.ErrCorrupt) {
		t.Error(err)
	}
	if after, _ := os.Stat(path); !os.SameFile(before, after) {
		t.Error("the file was replaced all the same")
	}
}

func TestAReadOnlyFileIsNotWritten(t *testing.T) {
	s, path := opened(t, bolt.Options{})
	if err := putDeal(s, "1", "D-1"); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	b, err := bolt.Open(path, bolt.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	second, err := bolt.Open(path, bolt.Options{ReadOnly: true}) // readers do not exclude each other
	if err != nil {
		t.Fatal(err)
	}
	defer second.Close()
	r, err := store.Open(t.Context(), b, store.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := putDeal(r, "2", "D-2"); !errors.Is(err, store.ErrNotSaved) {
		t.Error(err)
	}
	if _, err := r.Check(t.Context(), store.Checkpoint{}); err != nil {
		t.Error(err)
	}
	if _, err := bolt.Open(filepath.Join(t.TempDir(), "none.db"), bolt.Options{ReadOnly: true}); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
}
