package bolt_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"dealdesk/sales"
	"dealdesk/store"
	"dealdesk/store/bolt"
)

// A file is damaged while it is open, or deeper than the check of it goes: bbolt panics, or the
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

// Somebody writes an older copy over the file of a running bot: the file is still the same one.
func TestContentThatIsNotOursStopsTheStore(t *testing.T) {
	path, older := kept(t)
	b, err := bolt.Open(path, bolt.Options{Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), b, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(putDeal(s, "newer", "D-50"), putDeal(s, "newest", "D-51")); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err == nil {
		_, err = f.WriteAt(older, 0)
		err = errors.Join(err, f.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := putDeal(s, "after", "D-52"); !errors.Is(err, store.ErrMoved) {
		t.Errorf("it went on: %v", err)
	}
	_ = s.Close() // of a store that failed
	if err := readAll(t, path, true); err != nil {
		t.Errorf("the copy is spoiled: %v", err)
	}
}

// bbolt trusts its list of free pages: if the list names a page in use, its content is lost.
func TestAWrongListOfFreePagesIsRefused(t *testing.T) {
	path, whole := kept(t)
	word := binary.NativeEndian
	root, list := rootAndList(whole)
	n := int(word.Uint16(whole[list+10:]))
	if n < 3 {
		t.Fatalf("%d free pages are too few", n)
	}
	for what, id := range map[string]uint64{"a page in use": root, "twice": word.Uint64(whole[list+24:]), "beyond the end": 1 << 40} {
		data := bytes.Clone(whole)
		ids := []uint64{id}
		for i := 1; i < n; i++ {
			ids = append(ids, word.Uint64(whole[list+16+8*i:]))
		}
		slices.Sort(ids)
		for i, id := range ids {
			word.PutUint64(data[list+16+8*i:], id)
		}
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := readAll(t, path, true); !isDamaged(err) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// rootAndList finds the root page, and where in the file the list of free pages begins.
func rootAndList(whole []byte) (root uint64, list int) {
	page, word := os.Getpagesize(), binary.NativeEndian
	meta := whole[16:]
	if word.Uint64(whole[page+16+48:]) > word.Uint64(meta[48:]) {
		meta = whole[page+16:]
	}
	return word.Uint64(meta[16:]), int(word.Uint64(meta[32:])) * page
}

// With each commit bbolt frees the page with the list and as many pages after it as its header says:
// a damaged header may say billions, which would exhaust the memory.
func TestADamagedListOfFreePagesIsNotFreed(t *testing.T) {
	path, whole := kept(t)
	_, list := rootAndList(whole)
	spoil := func(f *os.File) error {
		more := binary.NativeEndian.AppendUint32(nil, uint32(len(whole)/os.Getpagesize())) // past the end
		_, err := f.WriteAt(more, int64(list)+12)
		return err
	}
	if err := spoiled(t, path, whole, spoil, true); !errors.Is(err, store.ErrCorrupt) {
		t.Errorf("written all the same: %v", err)
	}
}

func TestAPathThatIsNoFileIsNoStore(t *testing.T) {
	path := filepath.Join(t.TempDir(), "desk.db")
	if err := os.Mkdir(path, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, readOnly := range []bool{true, false} {
		if _, err := bolt.Open(path, bolt.Options{ReadOnly: readOnly}); !errors.Is(err, store.ErrForeign) {
			t.Errorf("read only %v: %v", readOnly, err)
		}
	}
}
