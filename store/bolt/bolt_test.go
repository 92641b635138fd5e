package bolt_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"dealdesk/store"
	"dealdesk/store/bolt"
	"dealdesk/store/storetest"
)

func TestStoreDoesWhatEveryStoreMust(t *testing.T) {
	open := func(t testing.TB, dir string, o bolt.Options) store.Backend {
		t.Helper()
		b, err := bolt.Open(filepath.Join(dir, "sales.db"), o)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	storetest.Run(t, storetest.Subject{
		Open: func(t testing.TB, dir string) store.Backend { return open(t, dir, bolt.Options{}) },
		OpenSmall: func(t testing.TB, dir string, bytes int) store.Backend {
			return open(t, dir, bolt.Options{MaxSize: bytes})
		},
		Sound: func(t testing.TB, b store.Backend) {
			t.Helper()
			if err := b.(*bolt.Backend).CheckPages(); err != nil {
				t.Error(err)
			}
		},
	})
}

// The tests of stored content use a folder in memory where the system has one, because
// they flush thousands of times. Benchmarks and the kill -9 tests use the disk.
func TestMain(m *testing.M) {
	flag.Parse()
	if info, err := os.Stat("/dev/shm"); err == nil && info.IsDir() && flag.Lookup("test.bench").Value.String() == "" {
		os.Setenv("TMPDIR", "/dev/shm")
	}
	os.Exit(m.Run())
}
