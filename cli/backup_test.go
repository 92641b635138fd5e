package cli

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"dealdesk/sales"
	"dealdesk/store"
	"dealdesk/store/bolt"
)

func TestABackupOfAStoppedStoreRestores(t *testing.T) {
	d := filled(t)
	copied := filepath.Join(d.dir, "copy.db")
	if out := d.must("backup", copied); !strings.Contains(out, "is a good copy") || !strings.Contains(out, " 2:") {
		t.Errorf("got %q", out)
	}
	if info, err := os.Stat(copied); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the copy: %v, %v", info.Mode(), err)
	}
	d.refused(exitFailure, "already exists", "backup", copied)

	s := d.open()
	d.put(s, sales.Deal{ID: "D-3", Name: "later", Owner: "U1", Team: "north", Status: sales.Open})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	out := d.must("restore", copied)
	if !strings.Contains(out, "is restored") || !strings.Contains(out, "is kept as "+d.store+".before-restore-") {
		t.Errorf("got %q", out)
	}
	if out := d.must("audit", "verify"); !strings.Contains(out, "2 journal entries, unchanged") {
		t.Errorf("after the restore: %q", out)
	}
	aside, err := filepath.Glob(d.store + ".before-restore-*")
	if err != nil || len(aside) != 1 {
		t.Fatalf("kept aside: %v, %v", aside, err)
	}
	if out := d.must("audit", "verify", "--store", aside[0]); !strings.Contains(out, "3 journal entries, unchanged") {
		t.Errorf("the replaced store: %q", out)
	}
	left, err := filepath.Glob(filepath.Join(d.dir, ".*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestARestoreToNothingWorks(t *testing.T) {
	d := filled(t)
	copied := filepath.Join(d.dir, "copy.db")
	d.must("backup", copied)
	if err := os.Remove(d.store); err != nil {
		t.Fatal(err)
	}
	d.refused(exitStore, "there is no store", "audit", "verify")
	if _, err := os.Stat(d.store); err == nil {
		t.Fatal("looking at a store made one")
	}
	if out := d.must("restore", copied); strings.Contains(out, "kept as") {
		t.Errorf("got %q", out)
	}
	d.must("audit", "verify")
}

func TestARunningBotGivesACopyAndIsNotReplaced(t *testing.T) {
	d := newInstall(t)
	b, err := bolt.Open(d.store, bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), b, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	d.put(s, sales.Deal{ID: "D-1", Name: "one", Owner: "U1", Team: "north", Status: sales.Open})
	d.serving(s, b.Backup)

	copied := filepath.Join(d.dir, "copy.db")
	if out := d.must("backup", copied); !strings.Contains(out, "is a good copy") {
		t.Errorf("got %q", out)
	}
	d.refused(exitRunning, "another copy is running", "restore", copied)
	d.refused(exitRunning, "another copy is running", "recount")
	if out := d.must("audit", "verify"); !strings.Contains(out, "1 journal entry, unchanged") {
		t.Errorf("verify beside the bot: %q", out)
	}
	if out := d.must("export", "--out", filepath.Join(d.dir, "out")); !strings.Contains(out, "deal.json") {
		t.Errorf("export beside the bot: %q", out)
	}
	left, err := filepath.Glob(filepath.Join(d.dir, ".*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestABrokenOffCopyIsNoBackup(t *testing.T) {
	d := newInstall(t)
	b, err := bolt.Open(d.store, bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), b, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	d.serving(s, func(ctx context.Context, w io.Writer) (int64, error) {
		n, err := b.Backup(ctx, &half{w: w})
		return n, err
	})
	copied := filepath.Join(d.dir, "copy.db")
	d.refused(exitFailure, "broke off its copy", "backup", copied)
	if _, err := os.Stat(copied); err == nil {
		t.Error("half a copy was kept")
	}
}

// half is a writer that fails after its first write.
type half struct {
	w    io.Writer
	done bool
}

func (h *half) Write(p []byte) (int, error) {
	if h.done {
		return 0, errors.New("disk on fire")
	}
	h.done = true
	return h.w.Write(p)
}

func TestADamagedBackupIsRefusedAndNothingIsReplaced(t *testing.T) {
	d := filled(t)
	copied := filepath.Join(d.dir, "copy.db")
	d.must("backup", copied)
	good, err := os.ReadFile(copied)
	if err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(d.store)
	if err != nil {
		t.Fatal(err)
	}
	damaged := map[string][]byte{
		"cut short":       good[:len(good)/2],
		"empty":           {},
		"no store at all": []byte(strings.Repeat("PK\x03\x04 not a store ", 1000)),
		"a changed name":  bytes.ReplaceAll(good, []byte("数据平台"), []byte("数据平合")),
		"zeroed pages":    append(append([]byte{}, good[:2*4096]...), make([]byte, len(good)-2*4096)...),
	}
	for name, data := range damaged {
		if bytes.Equal(data, good) {
			t.Fatalf("%s: nothing was damaged", name)
		}
		if err := os.WriteFile(copied, data, 0o600); err != nil {
			t.Fatal(err)
		}
		d.refused(exitStore, "did not pass its check", "restore", copied)
	}
	after, err := os.ReadFile(d.store)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(before, after) {
		t.Error("the store was touched")
	}
	d.must("audit", "verify")
}

func TestAPathThatIsNotAFileIsRefusedWithWords(t *testing.T) {
	d := newInstall(t)
	pipe := filepath.Join(d.dir, "pipe")
	if err := exec.Command("mkfifo", pipe).Run(); err != nil {
		t.Fatal(err)
	}
	d.refused(exitUsage, "nothere.db does not exist", "restore", "nothere.db")
	d.refused(exitUsage, "nothere.db 不存在", "restore", "--lang", "zh", "nothere.db")
	for _, path := range []string{pipe, d.dir, os.DevNull} {
		d.refused(exitUsage, path+" is a folder or a device", "restore", path)
		d.env = []string{"DEALDESK_STORE_PATH=" + path}
		for _, args := range [][]string{{"export", "--out", filepath.Join(d.dir, "out")}, {"audit", "verify"}, {"import", "--yes", "--undo", "1"},
			{"import", "--yes", d.file("people.csv", "Name\nAnn\n")}, {"backup", filepath.Join(d.dir, "copy.db")}} {
			d.refused(exitStore, path+" is a folder or a device", args...)
		}
		d.env = nil
	}
}
