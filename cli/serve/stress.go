//go:build stress

package serve

import (
	"os"
	"path/filepath"
	"strings"
	"time"

	"dealdesk/store/bolt"
)

// troublesVar names a folder. Its files hold what is wrong with this computer, as durations: clock,
// how far the clock is ahead, and flush, how long a flush to the disk takes. The fault tests
// write them while the bot runs.
const troublesVar = "STRESS_DIR"

func trouble(name string) time.Duration {
	dir := os.Getenv(troublesVar)
	if dir == "" {
		return 0
	}
	text, _ := os.ReadFile(filepath.Join(dir, name))            // none: all is well
	d, _ := time.ParseDuration(strings.TrimSpace(string(text))) // half written: for a moment
	return d
}

// now has no monotonic part: two times differ by what the clock was moved, too.
func now() time.Time { return time.Now().Round(0).Add(trouble("clock")) }

func disk(o bolt.Options) bolt.Options {
	o.BeforeFlush = func() { time.Sleep(trouble("flush")) }
	return o
}
