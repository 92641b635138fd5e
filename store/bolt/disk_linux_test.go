package bolt_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"

	"dealdesk/sales"
	"dealdesk/store"
	"dealdesk/store/bolt"
)

// breakDisk redirects the open file's descriptor to a device, so that the disk really
// fails under a running store, and returns a function that mends it.
func breakDisk(t *testing.T, path, device string) (mend func()) {
	t.Helper()
	links, err := filepath.Glob("/proc/self/fd/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, link := range links {
		if to, _ := os.Readlink(link); to != path {
			continue
		}
		fd, err := strconv.Atoi(filepath.Base(link))
		if err != nil {
			t.Fatal(err)
		}
		kept, err := syscall.Dup(fd)
		if err != nil {
			t.Fatal(err)
		}
		broken, err := syscall.Open(device, syscall.O_RDWR, 0)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(syscall.Dup3(broken, fd, syscall.O_CLOEXEC), syscall.Close(broken)); err != nil {
			t.Fatal(err)
		}
		return func() {
			if err := errors.Join(syscall.Dup3(kept, fd, syscall.O_CLOEXEC), syscall.Close(kept)); err != nil {
				t.Error(err)
			}
		}
	}
	t.Fatal("the file is not open")
	return nil
}

func putTeam(s *store.Store, once, id string) error {
	_, err := s.Update(context.Background(), change(once), func(tx *store.Tx) error { return store.Teams.Put(tx, sales.Team{ID: id}) })
	return err
}

func TestAFullDiskIsACleanNoAndHeals(t *testing.T) {
	s, path := opened(t, bolt.Options{Log: slog.New(slog.DiscardHandler)})
	for i := range 10 {
		if err := putDeal(s, fmt.Sprint(i), fmt.Sprint("D-", i+1)); err != nil {
			t.Fatal(err)
		}
	}
	_, err := s.Update(t.Context(), change("room"), func(tx *store.Tx) error { // so that writing fails, not growing the file
		for i := range 10 {
			if err := store.Deals.Delete(tx, fmt.Sprint("D-", i+1)); err != nil {
				return err
			}
		}
		return nil
	})
	if err := errors.Join(err, putTeam(s, "smaller", "north")); err != nil {
		t.Fatal(err)
	}
	before, err := s.Check(t.Context(), store.Checkpoint{})
	if err != nil {
		t.Fatal(err)
	}
	mend := breakDisk(t, path, "/dev/full")
	for range 3 {
		if err := putTeam(s, "full", "south"); !errors.Is(err, store.ErrNotSaved) || errors.Is(err, store.ErrUnsure) {
			t.Errorf("a full disk: %v", err)
		}
	}
	if err := s.View(t.Context(), func(r store.Reader) error {
		if _, ok, _ := store.Teams.Get(r, "south"); ok {
			t.Error("seen, though not saved")
		}
		return nil
	}); err != nil {
		t.Error("reading should go on:", err)
	}
	mend()
	if after, err := s.Check(t.Context(), before); err != nil || after != before {
		t.Fatal(after, err)
	}
	if err := putTeam(s, "full", "south"); err != nil {
		t.Fatal("although there is room again:", err)
	}
	if _, err := s.Check(t.Context(), before); err != nil {
		t.Fatal(err)
	}
}

func TestACommitWhoseOutcomeIsUnknownStopsTheStore(t *testing.T) {
	s, path := opened(t, bolt.Options{Log: slog.New(slog.DiscardHandler)})
	if err := putDeal(s, "1", "D-1"); err != nil {
		t.Fatal(err)
	}
	mend := breakDisk(t, path, "/dev/null") // takes every write, cannot flush
	if err := putDeal(s, "2", "D-2"); !errors.Is(err, store.ErrUnsure) || errors.Is(err, store.ErrNotSaved) {
		t.Errorf("the flush failed: %v", err)
	}
	mend()
	select {
	case <-s.Failed():
	default:
		t.Error("Failed is not closed")
	}
	if err := putDeal(s, "3", "D-3"); !errors.Is(err, store.ErrUnsure) {
		t.Errorf("it should have stopped: %v", err)
	}
	err := s.View(t.Context(), func(store.Reader) error { return nil })
	if !errors.Is(err, store.ErrUnsure) {
		t.Errorf("it shows data that may be lost: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	again := reopened(t, path, bolt.Options{}) // the once-key shows that it was not kept
	r, err := again.Update(t.Context(), change("2"), func(*store.Tx) error { return nil })
	if err != nil || r.Repeat {
		t.Error(r, err)
	}
	r, err = again.Update(t.Context(), change("1"), func(*store.Tx) error { return nil })
	if err != nil || !r.Repeat {
		t.Error(r, err)
	}
}
