package storetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"testing"

	"dealdesk/store"
)

func testRoom(t *testing.T, s Subject) {
	if s.OpenSmall == nil {
		t.Skip("this backend has no size limit of its own")
	}
	t.Run("a full disk is a clean no, and updates succeed again once there is room", func(t *testing.T) {
		dir := t.TempDir()
		d := s.on(t, s.OpenSmall(t, dir, 1<<20))
		kept := 0
		for refused := 0; refused < 3; { // what one commit frees, a later one can use
			before := d.dump()
			_, err := d.Update(t.Context(), d.change(), fill(kept))
			if err == nil {
				kept, refused = kept+1, 0
				continue
			}
			wantErr(t, err, store.ErrNotSaved)
			d.same(before)
			refused++
		}
		if kept < 5 {
			t.Fatal("full after", kept)
		}
		select {
		case <-d.Failed():
			t.Fatal("the store gave up")
		default:
		}
		d.sound()
		// An admin makes room by deleting; what is freed is used again.
		for i := range kept {
			_, err := d.Update(context.Background(), d.change(), func(tx *store.Tx) error { return things.Delete(tx, fmt.Sprint("D-", i+1)) })
			if errors.Is(err, store.ErrNotSaved) { // even that needs a little room
				break
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		at := d.sound()
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
		larger := s.open(t, dir)
		if again := larger.sound(); again != at {
			t.Fatal(again, at)
		}
		if _, err := larger.Update(t.Context(), store.Change{Once: "more", Actor: "U1", At: monday, What: "test"}, fill(kept)); err != nil {
			t.Fatal(err)
		}
	})
}

// fill puts a thing of 30 KB.
func fill(i int) func(*store.Tx) error {
	return func(tx *store.Tx) error {
		return things.Put(tx, thing{ID: fmt.Sprint("D-", i+1), Name: string(bytes.Repeat([]byte("full "), 6000))})
	}
}
