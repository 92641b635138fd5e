package importer

import (
	"context"
	"errors"
	"io/fs"
	"os"

	"dealdesk/cli/serve"
	"dealdesk/sales"
	"dealdesk/store"
	"dealdesk/store/bolt"
)

// copied is a copy of the store to work in. The store itself stays open, so that nobody else
// writes to it meanwhile.
type copied struct {
	store *store.Store
	from  *store.Store // nil if there is no store yet
	shop  *store.Workshop
	path  string // of the store
}

// copyOf copies the store beside it, or makes an empty one if there is none. It does not wait
// for a bot that runs on the store.
func copyOf(ctx context.Context, path string) (c *copied, err error) {
	c = &copied{path: path}
	var backend *bolt.Backend
	if _, err := os.Stat(path); err == nil {
		if c.from, backend, err = openToImport(ctx, path); err != nil {
			return nil, err
		}
	} else if !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if c.shop, err = store.MakeWorkshop(path, "import"); err != nil {
		return nil, errors.Join(err, c.drop())
	}
	if backend != nil {
		if err := serve.WriteFile(c.file(), func(f *os.File) error {
			_, err := backend.Backup(ctx, f)
			return err
		}); err != nil {
			return nil, errors.Join(err, c.drop())
		}
	} else if err := serve.MakeStore(ctx, c.file()); err != nil {
		return nil, errors.Join(err, c.drop())
	}
	if c.store, _, err = openToImport(ctx, c.file()); err != nil {
		return nil, errors.Join(err, c.drop())
	}
	return c, nil
}

func (c *copied) file() string { return c.shop.File("copy.db") }

// openToImport opens a file to write into.
func openToImport(ctx context.Context, path string) (*store.Store, *bolt.Backend, error) {
	b, err := bolt.Open(path, bolt.Options{LockWait: serve.LockWait, Existing: true})
	if err != nil {
		return nil, nil, err
	}
	before := func(int) error {
		return sales.No("import.older")
	}
	st, err := store.Open(ctx, b, store.Options{BackupBefore: before, Existing: true})
	if err != nil {
		return nil, nil, errors.Join(err, b.Close())
	}
	return st, b, nil
}

// renew closes the copy and opens it again.
func (c *copied) renew(ctx context.Context) (*store.Store, error) {
	st := c.store
	c.store = nil
	if err := st.Close(); err != nil {
		return nil, err
	}
	var err error
	c.store, _, err = openToImport(ctx, c.file())
	return c.store, err
}

// keep puts the copy in the place of the store. A bot that began to wait for the store
// meanwhile finds that its file has moved, and stops.
func (c *copied) keep() error {
	st := c.store
	c.store = nil
	if err := st.Close(); err != nil {
		return err
	}
	if c.from == nil {
		if _, err := os.Lstat(c.path); err == nil {
			return sales.No("import.made_meanwhile", "Path", c.path)
		}
	}
	if err := os.Rename(c.file(), c.path); err != nil {
		return err
	}
	return store.SyncDir(c.path)
}

// drop removes what is left of the copy and lets others have the store.
func (c *copied) drop() error {
	var all []error
	for _, st := range []*store.Store{c.store, c.from} {
		if st != nil {
			all = append(all, st.Close())
		}
	}
	if c.shop != nil {
		all = append(all, c.shop.Remove())
	}
	return errors.Join(all...)
}
