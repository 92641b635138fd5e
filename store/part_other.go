//go:build !unix

package store

import "os"

func hold(*os.File) {}

func held(string) (is, known bool) { return false, false }

// settle closes a part first: an open file has no other name here.
func settle(f *os.File, path string) error {
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
