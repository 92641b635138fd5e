//go:build !stress

package serve

import (
	"time"

	"dealdesk/store/bolt"
)

// The clock and the disk of this computer. Only builds with the tag stress can spoil them.

func now() time.Time { return time.Now() }

func disk(o bolt.Options) bolt.Options { return o }
