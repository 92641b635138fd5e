package cli

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"dealdesk/bot/fakeslack"
	"dealdesk/cli/demo"
	"dealdesk/sales"
	"dealdesk/store"
	"dealdesk/store/bolt"
)

// asNewer makes the file one of a version that does not exist yet.
func asNewer(t *testing.T, path string) {
	t.Helper()
	b, err := bolt.Open(path, bolt.Options{Existing: true})
	if err != nil {
		t.Fatal(err)
	}
	err = b.Update(t.Context(), func(b store.Bytes) error { return b.Put("log", []byte{0xff, 'v'}, []byte{0x7f, 0xff}) })
	if err := errors.Join(err, b.Close()); err != nil {
		t.Fatal(err)
	}
}

// saysWhatIsWrong walks all commands that open the file, over each kind of file that is not a good
// store of this version.
func saysWhatIsWrong(v *victim) {
	t := v.t
	v.withSlack(fakeslack.Options{})
	s := v.open()
	c := store.Change{Once: "test|K-1", Actor: "U1", At: testTime, What: "contact add"}
	_, err := s.Update(t.Context(), c, func(tx *store.Tx) error {
		return store.Contacts.Put(tx, sales.Contact{ID: "K-1", Account: "A-1", Name: "Dora Zwicky"})
	})
	if err := errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	read := func(path string) []byte {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	backup := filepath.Join(v.dir, "good.db")
	v.must("backup", backup) // has no free pages at its end
	good := read(backup)
	other := filepath.Join(t.TempDir(), "other.db")
	b, err := bolt.Open(other, bolt.Options{}) // of bbolt, without a desk in it
	if err := errors.Join(err, b.Close()); err != nil {
		t.Fatal(err)
	}
	asNewer(t, v.store)
	flipped := bytes.ReplaceAll(good, []byte("Dora Zwicky"), []byte("Dora Zwickx")) // in the record and the journal
	files := map[string]struct {
		data []byte
		code int
	}{
		"cut short":     {good[:len(good)/2], exitStore},
		"empty":         {[]byte{}, exitStore},
		"of a program":  {read(other), exitStore},
		"newer":         {read(v.store), exitNewer},
		"missing":       {nil, exitStore},
		"with an error": {flipped, exitStore},
	}

	people := v.file("people.csv", importPeople)
	data := filepath.Join(v.dir, "demo")
	if err := os.Mkdir(data, 0o700); err != nil {
		t.Fatal(err)
	}
	commands := map[string][]string{
		"serve":            {"serve"},
		"check":            {"check"},
		"backup":           {"backup", filepath.Join(v.dir, "copy.db")},
		"restore from it":  {"restore", filepath.Join(v.dir, "bad.db")},
		"restore over it":  {"restore", backup},
		"audit verify":     {"audit", "verify"},
		"recount":          {"recount"},
		"export":           {"export", "--out", filepath.Join(v.dir, "out")},
		"export --person":  {"export", "--out", filepath.Join(v.dir, "out"), "--person", "K-1"},
		"erase":            {"erase", "--yes", "--person", "K-1"},
		"erase --dry-run":  {"erase", "--dry-run", "--person", "K-1"},
		"import":           {"import", "--yes", people},
		"import --dry-run": {"import", "--dry-run", people},
		"import --undo":    {"import", "--yes", "--undo", "1"},
		"serve --new":      {"serve", "--new"},
		"demo --data":      {"demo", "--listen", "127.0.0.1:0", "--data", data},
	}
	exceptions := map[string]int{
		"restore over it, any": 0, "restore from it, missing": exitUsage, "serve --new, any": exitUsage,
	}
	works := map[string][]string{
		"missing": {"import", "import --dry-run", "serve --new", "demo --data"}, // they make a store
		// Whoever does not read the one record that is damaged goes on.
		"with an error": {"serve", "recount", "import", "import --dry-run", "import --undo", "demo --data"},
	}
	for kind, file := range files {
		for name, args := range commands {
			if slices.Contains(works[kind], name) {
				continue
			}
			for _, path := range []string{v.store, filepath.Join(v.dir, "bad.db"), demo.DemoStore(data)} {
				err := os.Remove(path)
				if file.data != nil {
					err = os.WriteFile(path, file.data, 0o600)
				}
				if err != nil && !errors.Is(err, os.ErrNotExist) {
					t.Fatal(err)
				}
			}
			want := file.code
			for _, exception := range []string{name + ", any", name + ", " + kind} {
				if code, ok := exceptions[exception]; ok {
					want = code
				}
			}
			if code, out := v.runBinary(args...); code != want {
				t.Errorf("a file %s, %s: exit code %d, want %d:\n%s", kind, name, code, want, out)
			}
			if file.data != nil && name != "restore over it" && !slices.Equal(read(v.store), file.data) {
				t.Errorf("a file %s, %s: it was changed", kind, name)
			}
			_ = os.RemoveAll(filepath.Join(v.dir, "out")) // the next export wants to make it
		}
	}
}
