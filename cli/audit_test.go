package cli

import (
	"encoding/binary"
	"errors"
	"slices"
	"strings"
	"testing"

	"dealdesk/sales"
	"dealdesk/store"
	"dealdesk/store/bolt"
)

// Whoever changes the file may set its head, too: only the checkpoint that was posted shows it.
func TestAPostedCheckpointNamesWhatWasDoneToTheJournal(t *testing.T) {
	key := func(seq uint64, kind byte) []byte { return append(binary.BigEndian.AppendUint64(nil, seq), kind) }
	for name, c := range map[string]struct {
		tamper func(store.Bytes) error
		en, zh string
	}{
		"changed": {func(b store.Bytes) error {
			v := strings.Replace(string(b.Get("log", key(2, 'e'))), "deal new", "deal now", 1)
			return b.Put("log", key(2, 'e'), []byte(v))
		}, "Journal entry 2 was changed", "日志第 2 条在写入之后被改动过"},
		"removed": {func(b store.Bytes) error {
			return errors.Join(b.Delete("log", key(2, 'e')), b.Delete("log", key(2, 'p')),
				b.Delete("log", key(3, 'e')), b.Delete("log", key(3, 'p')))
		}, "Journal entries 2 to 3 (2) were removed", "日志第 2 条到第 3 条（共 2 条）被删除了"},
		"reordered": {func(b store.Bytes) error {
			return b.Put("log", key(2, 'e'), slices.Clone(b.Get("log", key(3, 'e'))))
		}, "Journal entry 2 was reordered", "第 2 条的位置上是另一条"},
		"content": {func(b store.Bytes) error {
			v := strings.Replace(string(b.Get("log", key(3, 'p'))), `"owner":"U1"`, `"owner":"U2"`, 1)
			return b.Put("log", key(3, 'p'), []byte(v))
		}, "What journal entry 3 changed was altered", "日志第 3 条所记的改动内容被篡改"},
	} {
		t.Run(name, func(t *testing.T) {
			d := newInstall(t)
			s := d.open()
			for _, id := range []string{"D-1", "D-2", "D-3", "D-4"} {
				d.put(s, sales.Deal{ID: id, Name: "deal", Owner: "U1", Team: "north", Status: sales.Open})
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			checkpoint := strings.Split(d.must("audit", "verify"), "\n")[1]
			posted := "🔏 Mon 23 Nov: the journal has 4 entries. Its checkpoint: " + checkpoint
			d.must("audit", "verify", "--checkpoint", posted)
			b, err := bolt.Open(d.store, bolt.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if err := errors.Join(b.Update(t.Context(), c.tamper), b.Close()); err != nil {
				t.Fatal(err)
			}
			d.refused(exitStore, c.en, "audit", "verify", "--checkpoint", posted)
			d.refused(exitStore, c.zh, "audit", "verify", "--checkpoint", posted, "--lang", "zh")
		})
	}
}
