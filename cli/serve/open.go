package serve

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"dealdesk/cli/config"
	"dealdesk/store"
	"dealdesk/store/bolt"
)

// ErrMade: a new store was asked for where there is a file.
var ErrMade = errors.New("exists already: start without --new")

// MakeStore makes a new, empty store at path. The file is whole from the first moment on. An
// existing file is an error.
func MakeStore(ctx context.Context, path string) (err error) {
	if info, err := os.Lstat(path); err == nil && info.IsDir() {
		return fmt.Errorf("%w: %s is a folder or a device", store.ErrForeign, path)
	} else if err == nil {
		return fmt.Errorf("%s %w", path, ErrMade)
	}
	shop, err := store.MakeWorkshop(path, "new")
	if err != nil {
		return fmt.Errorf("make the store: %w", err)
	}
	defer func() { err = errors.Join(err, shop.Remove()) }()
	temp := shop.File(filepath.Base(path))
	b, err := bolt.Open(temp, bolt.Options{})
	if err != nil {
		return err
	}
	if _, err := store.Open(ctx, b, store.Options{}); err != nil {
		return errors.Join(err, b.Close())
	}
	if err := b.Close(); err != nil {
		return err
	}
	err = os.Link(temp, path) // which overwrites nothing; not every disk has links
	if err != nil && !errors.Is(err, fs.ErrExist) {
		err = os.Rename(temp, path)
	}
	if err != nil {
		return fmt.Errorf("make the store: %w", err)
	}
	return store.SyncDir(path)
}

// OpenToServe opens the store file for reading and writing. A file written by an older version
// is first backed up beside it, then migrated. A missing file stays missing: an empty desk in
// the place of the company's own would look like a loss (P1).
func OpenToServe(ctx context.Context, path string, o bolt.Options, now time.Time) (*store.Store, *bolt.Backend, error) {
	o.Existing = true
	b, err := bolt.Open(path, o)
	if err != nil {
		return nil, nil, err
	}
	before := func(version int) error {
		to := fmt.Sprintf("%s.version-%d-%s", path, version, stamp(now))
		return WriteFile(to, func(f *os.File) error {
			_, err := b.Backup(ctx, f)
			return err
		})
	}
	s, err := store.Open(ctx, b, store.Options{Now: now, BackupBefore: before, Existing: true})
	if err != nil {
		return nil, nil, errors.Join(err, b.Close())
	}
	return s, b, nil
}

// OpenStopped opens the store file of a stopped bot for reading. It creates, migrates and
// changes nothing. If a bot is running on the file, it returns store.ErrLocked after LockWait.
func OpenStopped(ctx context.Context, path string) (*store.Store, error) {
	b, err := bolt.Open(path, bolt.Options{ReadOnly: true, LockWait: LockWait, Existing: true})
	if err != nil {
		return nil, err
	}
	s, err := store.Open(ctx, b, store.Options{ReadOnly: true, Existing: true})
	if err != nil {
		return nil, errors.Join(err, b.Close())
	}
	return s, nil
}

// LockWait is how long a command waits for the lock on a store file. It is short because a
// running bot keeps its lock.
const LockWait = 200 * time.Millisecond

// OpenSnapshot opens the store for reading: the file itself if no bot is running on it,
// otherwise a fresh copy from the running bot. done closes the store and removes the copy.
func OpenSnapshot(ctx context.Context, s config.Settings) (st *store.Store, done func() error, err error) {
	st, err = OpenStopped(ctx, s.Store.Path)
	if err == nil {
		return st, st.Close, nil
	}
	if !errors.Is(err, store.ErrLocked) || s.Admin == "" {
		return nil, nil, err
	}
	shop, err := store.MakeWorkshop(s.Store.Path, "snapshot")
	if err != nil {
		return nil, nil, err
	}
	path := shop.File("copy.db")
	if err = WriteFile(path, func(f *os.File) error { return FetchBackup(ctx, s, f) }); err == nil {
		st, err = OpenStopped(ctx, path)
	}
	if err != nil {
		return nil, nil, errors.Join(err, shop.Remove())
	}
	return st, func() error { return errors.Join(st.Close(), shop.Remove()) }, nil
}

// WriteFile creates a file that only its owner can read. The file is either complete and on
// disk or does not exist. An existing file is an error and stays as it is.
func WriteFile(path string, write func(*os.File) error) error {
	if _, err := os.Lstat(path); err == nil {
		return fmt.Errorf("%s exists already and is not overwritten", path)
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	f, err := store.CreatePart(path)
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // fails after the rename, as it should
	if err := write(f); err != nil {
		return errors.Join(err, f.Close())
	}
	return store.KeepPart(f, path)
}

func stamp(t time.Time) string { return t.UTC().Format("20060102T150405Z") }
