package bolt_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"dealdesk/store"
	"dealdesk/store/bolt"
)

func TestWhoeverWaitsForTheLockGetsTheFileThatIsThere(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sales.db")
	first, err := bolt.Open(path, bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	next, err := bolt.Open(path+".next", bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	put := func(b store.Bytes) error { return b.Put("test", []byte("k"), []byte("next")) }
	if err := errors.Join(next.Update(t.Context(), put), next.Close()); err != nil {
		t.Fatal(err)
	}
	waiting := make(chan *bolt.Backend)
	go func() {
		b, err := bolt.Open(path, bolt.Options{LockWait: time.Minute})
		if err != nil {
			t.Error(err)
		}
		waiting <- b
	}()
	time.Sleep(100 * time.Millisecond) // until it has opened the file and waits
	if err := errors.Join(os.Rename(path+".next", path), first.Close()); err != nil {
		t.Fatal(err)
	}
	b := <-waiting
	if b == nil {
		return
	}
	err = b.View(t.Context(), func(r store.Bytes) error {
		if string(r.Get("test", []byte("k"))) != "next" {
			t.Error("it works on the file that was replaced")
		}
		return nil
	})
	if err := errors.Join(err, b.Close()); err != nil {
		t.Error(err)
	}
}
