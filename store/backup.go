package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Backup writes a copy of the store to a new file at path while others work, and proves
// it before it gets its name: verify is given the copy's temporary path and should open
// and check it, best in a process of its own, since damaged pages can crash a reader
// (bolt.Verify). What stands at path is then complete, durable and checked (P17).
func (s *Store) Backup(ctx context.Context, path string, verify func(ctx context.Context, path string) error) (int64, error) {
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		return 0, fmt.Errorf("backup: %s: %w", path, errors.Join(err, os.ErrExist))
	}
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".part-*") // mode 0600
	if err != nil {
		return 0, fmt.Errorf("backup: %w", err)
	}
	defer os.Remove(f.Name())
	n, err := s.b.Backup(ctx, f)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return n, fmt.Errorf("backup: %w", err)
	}
	if err := verify(ctx, f.Name()); err != nil {
		return n, fmt.Errorf("backup: the copy is not sound: %w", err)
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return n, fmt.Errorf("backup: %w", err)
	}
	if err := SyncDir(path); err != nil {
		return n, fmt.Errorf("backup: %w", err)
	}
	return n, nil
}

// SyncDir makes a file's name durable: that it was created, renamed or removed.
func SyncDir(path string) error {
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}
