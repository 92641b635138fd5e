package bolt_test

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dealdesk/store"
	"dealdesk/store/bolt"
)

// kept is a copy of a store with several levels of pages, without free space at its end.
func kept(t *testing.T) (path string, data []byte) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "sales.db")
	b, err := bolt.Open(path, bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), b, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 120 {
		if err := putDeal(s, fmt.Sprint(i), fmt.Sprintf("D-%d", i%40+1)); err != nil {
			t.Fatal(err)
		}
	}
	var copied bytes.Buffer
	_, err = b.Backup(t.Context(), &copied)
	if err := errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	return path, copied.Bytes()
}

// readAll opens the file for reading, or as serve does, and reads all of it.
func readAll(t *testing.T, path string, readOnly bool) error {
	t.Helper()
	b, err := bolt.Open(path, bolt.Options{ReadOnly: readOnly, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	defer b.Close()
	s, err := store.Open(t.Context(), b, store.Options{ReadOnly: readOnly})
	if err != nil {
		return err
	}
	_, err = s.Check(t.Context(), store.Checkpoint{})
	return err
}

func isDamaged(err error) bool {
	return errors.Is(err, store.ErrCorrupt) || errors.Is(err, store.ErrForeign)
}

func TestAFileCutShortIsRefusedAndNeverEndsTheProcess(t *testing.T) {
	path, data := kept(t)
	page := os.Getpagesize()
	cuts := []int{1, 15, 80, page - 1, page, page + 50, 2*page - 1}
	for n := 2 * page; n < len(data); n += 16 * page {
		cuts = append(cuts, n, n+page/2)
	}
	cuts = append(cuts, len(data)-page, len(data)-1)
	for _, n := range cuts {
		if err := os.WriteFile(path, data[:n], 0o600); err != nil {
			t.Fatal(err)
		}
		for _, readOnly := range []bool{true, false} {
			if err := readAll(t, path, readOnly); !isDamaged(err) || !strings.Contains(err.Error(), path) {
				t.Errorf("%d of %d bytes, read only %v: %v", n, len(data), readOnly, err)
			}
			if info, err := os.Stat(path); err != nil || info.Size() != int64(n) {
				t.Errorf("%d bytes: the file was changed: %v, %v", n, info.Size(), err)
			}
		}
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := readAll(t, path, true); err != nil {
		t.Errorf("the whole file: %v", err)
	}
}

func TestAnEmptyFileIsNoStore(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sales.db")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, readOnly := range []bool{true, false} {
		_, err := bolt.Open(path, bolt.Options{ReadOnly: readOnly})
		if !errors.Is(err, store.ErrForeign) || !strings.Contains(err.Error(), "is empty") {
			t.Errorf("read only %v: %v", readOnly, err)
		}
	}
	if info, err := os.Stat(path); err != nil || info.Size() != 0 {
		t.Errorf("it was written to: %v %v", info.Size(), err)
	}
}

func TestADamagedPageIsRefusedAndNeverEndsTheProcess(t *testing.T) {
	path, data := kept(t)
	page := os.Getpagesize()
	wild := make([]byte, page)
	for i := range wild {
		wild[i] = 0xEE
	}
	refused := 0
	for at := 0; at+page <= len(data); at += page {
		header := append(append([]byte{}, data[at:at+16]...), wild[16:]...) // the right header above wild elements
		for name, put := range map[string][]byte{"noise": wild, "wild elements": header} {
			damaged := append([]byte{}, data...)
			copy(damaged[at:], put)
			if err := os.WriteFile(path, damaged, 0o600); err != nil {
				t.Fatal(err)
			}
			if err := readAll(t, path, true); isDamaged(err) {
				refused++
			} else if err != nil {
				t.Errorf("page %d, %s: %v", at/page, name, err)
			}
		}
	}
	if refused == 0 {
		t.Error("no damage was found")
	}
}

// A checked copy says what is wrong with it in words: what bbolt recovered from is no crash of ours.
func TestTheFirstPageOfACopyIsDamaged(t *testing.T) {
	path, data := kept(t)
	for i := range os.Getpagesize() {
		data[i] = byte(i*7 + 13) // the second page says what is where, so the file opens
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := bolt.Verify(t.Context(), path, store.Checkpoint{})
	if !isDamaged(err) || !strings.Contains(err.Error(), "Page expected") || strings.Contains(err.Error(), "panic") {
		t.Error(err)
	}
}
