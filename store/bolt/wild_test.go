package bolt_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"testing"

	"dealdesk/sales"
	"dealdesk/store"
	"dealdesk/store/bolt"
)

// A file is damaged while it is open, or deeper than the look at it goes: bbolt panics, or the
// kernel has no page. Readers and writers get an error, and nobody waits for ever.
func TestDamageUnderARunningStoreIsAnErrorAndNeverEndsTheProcess(t *testing.T) {
	path, whole := kept(t)
	page := os.Getpagesize()
	wild := bytes.Repeat([]byte{0xEE}, page)
	refused := map[string]int{}
	for at := 2 * page; at < len(whole); at += len(whole) / page / 24 * page {
		for how, spoil := range map[string]func(*os.File) error{
			"noise":         func(f *os.File) error { _, err := f.WriteAt(wild, int64(at)); return err },
			"wild elements": func(f *os.File) error { _, err := f.WriteAt(wild[16:], int64(at)+16); return err },
			"swapped": func(f *os.File) error {
				_, err := f.WriteAt(whole[len(whole)-page:], int64(at))
				return err
			},
			"cut off": func(f *os.File) error { return f.Truncate(int64(at)) },
		} {
			for _, op := range []string{"read", "write"} {
				err := spoiled(t, path, whole, spoil, op == "write")
				if err != nil && !isDamaged(err) {
					t.Errorf("page %d, %s, %s: %v", at/page, how, op, err)
				}
				if err != nil {
					refused[how+", "+op]++
				}
			}
		}
	}
	for _, how := range []string{"noise", "wild elements", "swapped", "cut off"} {
		for _, op := range []string{"read", "write"} {
			if refused[how+", "+op] == 0 {
				t.Errorf("%s, %s: no damage was found", how, op)
			}
		}
	}
}

// spoiled opens a whole file, spoils it, and reads all of it or writes to it.
func spoiled(t *testing.T, path string, whole []byte, spoil func(*os.File) error, write bool) error {
	t.Helper()
	if err := os.WriteFile(path, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	b, err := bolt.Open(path, bolt.Options{Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), b, store.Options{Existing: true})
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err == nil {
		err = errors.Join(spoil(f), f.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
	if write {
		_, err = s.Update(context.Background(), change("new"), func(tx *store.Tx) error {
			for i := range 40 {
				if err := store.Deals.Put(tx, sales.Deal{ID: fmt.Sprintf("D-%d", i+1), Status: sales.Open}); err != nil {
					return err
				}
			}
			return nil
		})
	} else {
		_, err = s.Check(t.Context(), store.Checkpoint{})
	}
	_ = s.Close() // may fail, must return
	return err
}
