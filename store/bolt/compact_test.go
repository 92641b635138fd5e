package bolt_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dealdesk/store"
	"dealdesk/store/bolt"
)

func TestACompactedFileHoldsNothingThatWasOverwritten(t *testing.T) {
	from, to := filepath.Join(t.TempDir(), "from.db"), filepath.Join(t.TempDir(), "to.db")
	b, err := bolt.Open(from, bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	long := strings.Repeat(".", 5*os.Getpagesize()) // so that a small page does not take its place
	for _, value := range []string{long + "Anna Berg", "nobody", "nobody else"} {
		if err := b.Update(t.Context(), func(tx store.Bytes) error { return tx.Put("log", []byte("k"), []byte(value)) }); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	holds := func(path string) bool {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return bytes.Contains(data, []byte("Anna Berg"))
	}
	if !holds(from) {
		t.Fatal("free pages hold nothing: this test shows nothing")
	}
	if err := bolt.Compact(from, to); err != nil {
		t.Fatal(err)
	}
	if holds(to) {
		t.Error("the compacted file still holds the name")
	}
	c, err := bolt.Open(to, bolt.Options{Existing: true})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.View(t.Context(), func(tx store.Bytes) error {
		if got := string(tx.Get("log", []byte("k"))); got != "nobody else" {
			t.Errorf("it holds %q", got)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}
