package store

import (
	"context"
	"errors"
	"fmt"
	"os"
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
	defer os.Remove(f.Name()) // fails after the rename, as it should
	n, err := s.b.Backup(ctx, f)
	if err == nil {
		if err = verify(ctx, f.Name()); err != nil {
			err = fmt.Errorf("the copy is not sound: %w", err)
		}
	}
	if err != nil {
		return n, fmt.Errorf("backup: %w", errors.Join(err, f.Close()))
	}
	if err := KeepPart(f, path); err != nil {
		return n, fmt.Errorf("backup: %w", err)
	}
	return n, nil
}
