package bolt_test

import (
	"context"
	"encoding/binary"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"dealdesk/store"
	"dealdesk/store/bolt"
	"dealdesk/store/storetest"
)

func TestABulkStoreDoesWhatEveryStoreMust(t *testing.T) {
	storetest.Run(t, storetest.Subject{Open: func(t testing.TB, dir string) store.Backend {
		t.Helper()
		b, err := bolt.Open(filepath.Join(dir, "bulk.db"), bolt.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return store.Bulk(b)
	}})
}

// BenchmarkScatteredUpdate writes 40,000 keys in one Update, each somewhere else: what an
// import of 10,000 deals does to the indexes.
func BenchmarkScatteredUpdate(b *testing.B) {
	for name, wrap := range map[string]func(store.Backend) store.Backend{
		"plain": func(b store.Backend) store.Backend { return b },
		"bulk":  store.Bulk,
	} {
		b.Run(name, func(b *testing.B) {
			file, err := bolt.Open(filepath.Join(b.TempDir(), "bench.db"), bolt.Options{})
			if err != nil {
				b.Fatal(err)
			}
			defer file.Close()
			backend := wrap(file)
			rnd := rand.New(rand.NewPCG(1, 2))
			for b.Loop() {
				err := backend.Update(context.Background(), func(to store.Bytes) error {
					for range 40_000 {
						if err := to.Put("index", binary.BigEndian.AppendUint64(nil, rnd.Uint64()), []byte("x")); err != nil {
							return err
						}
					}
					return nil
				})
				if err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
