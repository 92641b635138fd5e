package store

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"time"
)

// What is being written beside a store has a name like ours, and a lock as long as its process
// lives. What has none is what a killed process left: a copy of everything, even of a person who
// was erased since. The next process that writes in the folder removes it.
var ours = regexp.MustCompile(`^\.dealdesk-(part|new|snapshot|check|import|erase)-\d+$`)

const (
	leftPrefix = ".dealdesk-"
	leftAge    = time.Second   // it may not have its lock yet
	partAge    = 3 * time.Hour // where there are no locks, no file is written to for longer
)

// CreatePart creates a temporary file, for its owner only, that KeepPart gives its name.
func CreatePart(path string) (*os.File, error) {
	dir := filepath.Dir(path)
	if err := sweep(dir); err != nil {
		return nil, err
	}
	f, err := os.CreateTemp(dir, leftPrefix+"part-*") // mode 0600
	if err == nil {
		hold(f)
	}
	return f, err
}

// KeepPart makes a part durable under its name, and closes it.
func KeepPart(f *os.File, path string) error {
	if err := f.Sync(); err != nil {
		return errors.Join(err, f.Close())
	}
	if err := settle(f, path); err != nil {
		return err
	}
	return SyncDir(path)
}

// Workshop is a folder beside a store for copies of it.
type Workshop struct {
	Dir  string
	held *os.File
}

// MakeWorkshop makes a folder beside the file at path, for what ours names.
func MakeWorkshop(path, what string) (*Workshop, error) {
	beside := filepath.Dir(path)
	if err := sweep(beside); err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp(beside, leftPrefix+what+"-")
	if err != nil {
		return nil, err
	}
	w := &Workshop{Dir: dir}
	if w.held, err = os.Open(dir); err == nil {
		hold(w.held)
	}
	return w, nil
}

// File returns the path of a file in the folder.
func (w *Workshop) File(name string) string { return filepath.Join(w.Dir, name) }

// Remove removes the folder with all that is left in it.
func (w *Workshop) Remove() error {
	if w.held != nil {
		_ = w.held.Close() // only the lock matters
	}
	return os.RemoveAll(w.Dir)
}

// sweep removes what killed processes left in a folder.
func sweep(dir string) error {
	all, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range all {
		info, err := e.Info()
		if err != nil || !ours.MatchString(e.Name()) || !e.IsDir() && !e.Type().IsRegular() {
			continue
		}
		path, age := filepath.Join(dir, e.Name()), time.Since(info.ModTime())
		isHeld, known := held(path)
		if known && !isHeld && age > leftAge || !known && !e.IsDir() && age > partAge {
			_ = os.RemoveAll(path) // somebody else may have been faster
		}
	}
	return nil
}

// SyncDir makes the creation, renaming or removal of a file durable.
func SyncDir(path string) error {
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}
