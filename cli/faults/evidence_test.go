//go:build linux && faults

package faults

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dealdesk/dice"
	"dealdesk/store"
)

// entry is the key of a part of journal entry seq: e for the entry, p for what it changed.
func entry(seq uint64, part byte) []byte {
	return append(binary.BigEndian.AppendUint64(nil, seq), part)
}

// checkpoint verifies the journal and returns where it ends.
func (w *world) checkpoint() (text string, entries uint64) {
	w.Helper()
	text = strings.Split(w.must("audit", "verify"), "\n")[1]
	_, err := fmt.Sscanf(text, "%d:", &entries)
	w.check(err)
	return text, entries
}

// forge is one way to rewrite history.
type forge struct {
	how, says string
	do        func(b store.Bytes, seq, last uint64) error
}

var forges = []forge{
	{"changed", "was changed", func(b store.Bytes, seq, _ uint64) error {
		v := bytes.Clone(b.Get("log", entry(seq, 'e')))
		at := bytes.Index(v, []byte(rep(0)))
		if at < 0 {
			return errors.New("the entry names nobody")
		}
		copy(v[at:], "UBOSS")
		return b.Put("log", entry(seq, 'e'), v)
	}},
	{"removed", "removed", func(b store.Bytes, seq, _ uint64) error {
		return errors.Join(b.Delete("log", entry(seq, 'e')), b.Delete("log", entry(seq, 'p')))
	}},
	{"reordered", "was reordered", func(b store.Bytes, seq, _ uint64) error {
		first, second := bytes.Clone(b.Get("log", entry(seq, 'e'))), bytes.Clone(b.Get("log", entry(seq+1, 'e')))
		return errors.Join(b.Put("log", entry(seq, 'e'), second), b.Put("log", entry(seq+1, 'e'), first))
	}},
	{"cut", "cut", func(b store.Bytes, seq, last uint64) error {
		for n := seq; n <= last; n++ {
			if err := errors.Join(b.Delete("log", entry(n, 'e')), b.Delete("log", entry(n, 'p'))); err != nil {
				return err
			}
		}
		return nil
	}},
	{"altered in its content", "was altered", func(b store.Bytes, seq, _ uint64) error {
		v := bytes.Clone(b.Get("log", entry(seq, 'p')))
		if len(v) == 0 {
			return errors.New("the entry changed nothing")
		}
		v[len(v)/2] ^= 1
		return b.Put("log", entry(seq, 'p'), v)
	}},
}

// P15: whoever holds a checkpoint is told which entry was changed, removed, reordered or cut off.
func TestACheckpointNamesWhatWasRewritten(t *testing.T) {
	w := newWorld(t, 1)
	w.start()
	w.says(0, "/sales", "account new Acme")
	for i := range 20 {
		w.says(0, "/log", fmt.Sprintf("call Acme 5m call number %d.", i+1))
	}
	w.until("nothing waits", func() bool { return w.metric("dealdesk_outbox_due") == "0" })
	w.stop()
	checkpoint, last := w.checkpoint()
	whole, err := os.ReadFile(w.store)
	w.check(err)
	random := dice.Rand(36)
	tries := dice.Times(2, 40)
	for _, f := range forges {
		for range tries {
			seq := last - 2 - random.Uint64N(15) // a logged call
			w.edit(func(b store.Bytes) error { return f.do(b, seq, last) })
			code, out := w.run("audit", "verify", "--checkpoint", checkpoint)
			if code != 5 || !strings.Contains(out, f.says) || !strings.Contains(out, fmt.Sprint(seq)) {
				t.Errorf("entry %d of %d, %s: exit code %d: %s", seq, last, f.how, code, out)
			}
			w.check(os.WriteFile(w.store, whole, 0o600))
		}
	}
	w.must("audit", "verify", "--checkpoint", checkpoint)
	w.refused(5, "", "audit", "verify", "--checkpoint", strings.Replace(checkpoint, ":", ":0", 1)[:len(checkpoint)]) // the control
	count(t, "P15", fmt.Sprintf("%d journals rewritten in %d ways, each named with its entry", len(forges)*tries, len(forges)),
		"a good journal passes, a checkpoint of another one does not")
}

// bytesOf lists the files of the folder that hold a word, in whatever place.
func (w *world) bytesOf(words ...string) (found []string) {
	w.Helper()
	w.check(filepath.WalkDir(w.dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		for _, word := range words {
			if bytes.Contains(bytes.ToLower(data), []byte(strings.ToLower(word))) {
				found = append(found, filepath.Base(path)+": "+word)
			}
		}
		return err
	}))
	return found
}

// P18: of an erased person no byte is left, in the file or beside it, even after an erasure that was
// killed; the chain and the totals verify.
func TestNothingOfAnErasedPersonIsLeftBesideTheStore(t *testing.T) {
	w := newWorld(t, 1)
	w.start()
	w.says(0, "/sales", "account new Acme")
	w.says(0, "/sales", "contact add Acme \"Dora Zwicky\" decider CFO dora.zwicky@acme.example +49 171 998877")
	w.says(0, "/deal", "new Acme \"Deal0X\" 10k")
	const others = 8
	for i := range others {
		w.says(0, "/log", fmt.Sprintf("call Acme 5m call number %d.", i+1))
		w.says(0, "/log", fmt.Sprintf("call Acme 5m Dora Zwicky said %d", i+1))
	}
	w.until("nothing waits", func() bool { return w.metric("dealdesk_outbox_due") == "0" })
	w.stop()
	words := []string{"Dora", "Zwicky", "998877"}
	if found := w.bytesOf(words...); len(found) != len(words) {
		t.Fatalf("the control, a person who was not erased, is found only in %v", found)
	}
	checkpoint, _ := w.checkpoint()
	killed := w.killAtRandom(dice.Rand(37), dice.Times(6, 60), 3, func(int) []string {
		return []string{"erase", "--dry-run", "--person", "Dora Zwicky"}
	})
	// One copy is planted: a kill may always come too early or too late to leave one.
	shop := filepath.Join(w.dir, ".dealdesk-erase-1")
	data, err := os.ReadFile(w.store)
	w.check(errors.Join(err, os.Mkdir(shop, 0o700), os.WriteFile(filepath.Join(shop, "copy.db"), data, 0o600)))
	left := w.left()
	w.age()
	w.must("erase", "--yes", "--person", "Dora Zwicky")
	if found := w.bytesOf(words...); len(found) > 0 {
		t.Errorf("after %d killed erasures, which left %d copies: %v", killed, left, found)
	}
	w.must("audit", "verify", "--checkpoint", checkpoint)
	if out := w.must("recount"); !strings.HasPrefix(out, "0 ") {
		t.Errorf("the totals were wrong: %s", out)
	}
	if times := w.kept(); len(times) != others || len(w.notes()) != 2*others {
		t.Errorf("%d of %d calls are there, %d notes", len(times), others, len(w.notes()))
	}
	count(t, "P18", fmt.Sprintf("1 person in %d notes erased after %d killed tries that left %d copies: no byte left, chain and totals verify",
		others, killed, left), "before it each word is found")
}
