package bolt

import (
	"errors"
	"fmt"

	"go.etcd.io/bbolt"
)

// compactBatch is how many bytes Compact writes at once.
const compactBatch = 4 << 20

// Compact copies the file at from to a new file without its free pages, which still hold
// overwritten data. Nobody may write to from meanwhile.
func Compact(from, to string) (err error) {
	src, err := openGuarded(from, &bbolt.Options{ReadOnly: true})
	if err != nil {
		return fmt.Errorf("compact: %w", err)
	}
	defer func() { err = errors.Join(err, src.Close()) }()
	dst, err := bbolt.Open(to, 0o600, &bbolt.Options{FreelistType: bbolt.FreelistMapType})
	if err != nil {
		return fmt.Errorf("compact: %w", err)
	}
	err = guarded(func() error { return bbolt.Compact(dst, src, compactBatch) })
	return errors.Join(err, dst.Sync(), dst.Close())
}
