package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Backup writes a copy of the store to a new file at path while others work, and proves
// the copy before it gets that name. verify receives the copy's temporary path and should
// open and check it, preferably in a separate process, since damaged pages can crash a
// reader (bolt.Verify). A file at path is therefore complete, durable and checked (P17).
func (s *Store) Backup(ctx context.Context, path string, verify func(ctx context.Context, path string) error) (int64, error) {
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		return 0, fmt.Errorf("backup: %s: %w", path, errors.Join(err, os.ErrExist))
	}
	f, err := CreatePart(path)
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

// partPrefix begins the names of files that are being written. One that nobody has written to
// for longer than partAge was left by a killed run; nothing takes so long.
const (
	partPrefix = ".dealdesk-part-"
	partAge    = 3 * time.Hour
)

// CreatePart creates a temporary file, for its owner only, that will be renamed to path. It
// removes what killed runs left in the same folder.
func CreatePart(path string) (*os.File, error) {
	dir := filepath.Dir(path)
	left, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	for _, old := range left {
		info, err := old.Info()
		if err == nil && strings.HasPrefix(old.Name(), partPrefix) && time.Since(info.ModTime()) > partAge {
			_ = os.Remove(filepath.Join(dir, old.Name())) // another run may have been faster
		}
	}
	return os.CreateTemp(dir, partPrefix+"*") // mode 0600
}

// SyncDir makes the creation, renaming or removal of a file durable.
func SyncDir(path string) error {
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}
