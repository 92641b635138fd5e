//go:build linux && faults

package faults

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"dealdesk/dice"
	"dealdesk/store"
)

// accounts returns the names of all customers of a stopped bot.
func (w *world) accounts() (names []string) {
	w.Helper()
	w.read(func(r store.Reader) error {
		for a, err := range store.Accounts.List(r, store.Query{}) {
			if err != nil {
				return err
			}
			names = append(names, a.Name)
		}
		return nil
	})
	return names
}

// lost returns what was done and is not there.
func lost(done, kept []string) (all []string) {
	for _, name := range done {
		if !strings.Contains("\n"+strings.Join(kept, "\n")+"\n", "\n"+name+"\n") {
			all = append(all, name)
		}
	}
	return all
}

// Several admins import at the same moment, each a file of their own, and count again.
func TestCommandsAtOnceOnOneFileLoseNothing(t *testing.T) {
	w := newWorld(t, 1)
	w.fill(20)
	var mu sync.Mutex
	var done []string
	refused := 0
	rounds := dice.Times(4, 40)
	for round := range rounds {
		var group sync.WaitGroup
		for n := range 6 {
			name := fmt.Sprintf("%s %s", customer(round%30), customer(n+6))
			path := filepath.Join(w.dir, fmt.Sprintf("accounts-%d-%d.csv", round, n))
			w.check(os.WriteFile(path, []byte("id,name\n"+fmt.Sprintf("x%d-%d,%s\n", round, n, name)), 0o600))
			group.Go(func() {
				code, out := w.run("import", "--yes", "accounts="+path)
				mu.Lock()
				defer mu.Unlock()
				switch code {
				case 0:
					done = append(done, name)
				case 3, 4:
					refused++
				default:
					t.Errorf("exit code %d: %s", code, out)
				}
			})
		}
		group.Go(func() { w.run("recount") })
		group.Wait()
	}
	w.must("audit", "verify")
	if all := lost(done, w.accounts()); len(all) > 0 {
		t.Errorf("%d of %d imports that were done are not there: %v", len(all), len(done), all)
	}
	if len(done) == 0 || len(lost(append(done, "An import that never was"), w.accounts())) == 0 {
		t.Error("an import that never was is not missed")
	}
	count(t, "P1", fmt.Sprintf("%d imports at once with others done, %d refused, none lost", len(done), refused), "an import that never was is missed")
}
