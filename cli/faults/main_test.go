//go:build linux && faults

// Package faults tries what Dealdesk promises on the real binary, against the local Slack, while
// processes are killed, Slack fails, and files are damaged. It holds tests only. Each check has
// a control that breaks the promise on purpose and has to be found out.
//
// Run in its own folder, it prints a line for each promise with what was counted:
//
//	cd cli/faults && go test
package faults

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	_ "dealdesk/cli" // so that Go tests again when the program changes
)

// TestMain builds the binary that all tests run, and prints what they counted.
func TestMain(m *testing.M) { os.Exit(suite(m)) }

func suite(m *testing.M) int {
	dir, err := os.MkdirTemp("", "dealdesk-faults-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "dealdesk")
	if out, err := exec.Command("go", "build", "-tags", "stress", "-o", path, "dealdesk").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "go build: %v\n%s", err, out)
		return 1
	}
	// The tests wait for processes and for Slack, not for the processor.
	if err := flag.Set("test.parallel", "24"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	if err := os.Setenv(binaryVar, path); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	talliesPath := filepath.Join(dir, "tallies")
	if err := os.Setenv(talliesVar, talliesPath); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	code := m.Run()
	text, _ := os.ReadFile(talliesPath) // none if no test counted anything
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	slices.Sort(lines)
	fmt.Println(strings.Join(lines, "\n"))
	return code
}

const (
	binaryVar  = "DEALDESK_FAULTS_BINARY"
	talliesVar = "DEALDESK_FAULTS_TALLIES"
)

// count notes what a test counted for a promise, and what its control showed, if it passed.
func count(t *testing.T, promise, counted, control string) {
	t.Helper()
	if t.Failed() {
		counted = "FAILED " + counted
	}
	f, err := os.OpenFile(os.Getenv(talliesVar), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := fmt.Fprintf(f, "%-6s %s: %s; control: %s\n", promise, t.Name(), counted, control); err != nil {
		t.Error(err)
	}
}

// log collects what a process prints.
type log struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}
