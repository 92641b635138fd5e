//go:build unix

package store

import (
	"errors"
	"os"
	"syscall"
)

// hold locks a file or folder until it is closed. The lock is a shared one: others may read. A disk
// without locks is no error.
func hold(f *os.File) { _ = syscall.Flock(int(f.Fd()), syscall.LOCK_SH|syscall.LOCK_NB) }

// held reports whether a process holds what is at path.
func held(path string) (is, known bool) {
	f, err := os.Open(path)
	if err != nil {
		return false, false
	}
	defer f.Close()
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	return errors.Is(err, syscall.EWOULDBLOCK), err == nil || errors.Is(err, syscall.EWOULDBLOCK)
}

// settle renames a part while it is locked.
func settle(f *os.File, path string) error { return errors.Join(os.Rename(f.Name(), path), f.Close()) }
