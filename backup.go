package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"dealdesk/store"
	"dealdesk/store/bolt"

	"github.com/spf13/cobra"
)

func (p *program) backupCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "backup FILE",
		Short: "Copy the store to FILE while the bot runs or not, and prove that the copy is good",
		Long: "Copy the store to FILE and prove the copy by opening it: the journal's chain, every record and every " +
			"number in it. A running bot is asked for the copy over [admin] listen, and goes on working. " +
			"Never copy the file of a running bot by other means: such copies are often damaged.",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, _, err := p.settings(cmd, false)
			if err != nil {
				return err
			}
			var at string
			err = writeFile(args[0], func(f *os.File) error {
				if err := copyStore(cmd.Context(), s, f); err != nil {
					return err
				}
				at, err = prove(cmd.Context(), f.Name())
				return err
			})
			if err != nil {
				return fmt.Errorf("backup: %w", err)
			}
			fmt.Fprintf(cmd.OutOrStdout(), "%s is a good copy of %s. Its journal ends at %s.\n", args[0], s.store.path, at)
			return nil
		},
	}
}

// copyStore copies the file, or asks the bot that runs on it to.
func copyStore(ctx context.Context, s settings, to *os.File) error {
	b, err := boltStopped(s.store.path)
	switch {
	case errors.Is(err, store.ErrLocked) && s.admin != "":
		return errors.Join(fetchBackup(ctx, s, to), to.Sync())
	case err != nil:
		return err
	}
	_, err = b.Backup(ctx, to)
	return errors.Join(err, to.Sync(), b.Close())
}

func (p *program) restoreCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "restore FILE",
		Short: "Put the backup FILE in the place of the store, which is kept under another name",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, _, err := p.settings(cmd, false)
			if err != nil {
				return err
			}
			at, aside, err := restore(cmd.Context(), args[0], s.store.path, time.Now())
			if err != nil {
				return fmt.Errorf("restore: %w", err)
			}
			fmt.Fprintf(cmd.OutOrStdout(), "%s is restored from %s. Its journal ends at %s.\n", s.store.path, args[0], at)
			if aside != "" {
				fmt.Fprintf(cmd.OutOrStdout(), "What was there before is kept as %s.\n", aside)
			}
			return nil
		},
	}
}

// restore proves a copy of the backup and puts it at path, where at every moment there
// is either the old store or the new one. It returns the journal's end and where the old
// store is now.
func restore(ctx context.Context, backup, path string, now time.Time) (at, aside string, err error) {
	unlock, err := lockStopped(path)
	if err != nil {
		return "", "", err
	}
	defer func() { err = errors.Join(err, unlock()) }()
	fresh := path + ".restoring-" + stamp(now)
	err = writeFile(fresh, func(to *os.File) error {
		from, err := os.Open(backup)
		if err != nil {
			return err
		}
		_, err = io.Copy(to, from)
		if err = errors.Join(err, from.Close(), to.Sync()); err != nil {
			return err
		}
		at, err = prove(ctx, to.Name())
		return err
	})
	if err != nil {
		return "", "", err
	}
	if _, err := os.Stat(path); err == nil {
		aside = path + ".replaced-" + stamp(now)
		if err := os.Link(path, aside); err != nil {
			return "", "", errors.Join(err, os.Remove(fresh))
		}
	}
	if err := os.Rename(fresh, path); err != nil {
		return "", "", errors.Join(err, os.Remove(fresh))
	}
	return at, aside, syncDir(filepath.Dir(path))
}

// lockStopped holds the store that is about to be replaced, so that no bot starts on it.
// One that is missing or too damaged to open needs no holding: no bot runs on it.
func lockStopped(path string) (unlock func() error, err error) {
	unlock = func() error { return nil }
	defer func() {
		if recover() != nil { // bbolt panics on some damaged files
			err = nil
		}
	}()
	b, err := boltStopped(path)
	if errors.Is(err, store.ErrLocked) {
		return nil, err
	}
	if err != nil {
		return unlock, nil
	}
	return b.Close, nil
}

// prove checks a copy in a process of its own with bounded memory and time, because a
// damaged file can crash or exhaust whoever opens it. It returns the journal's end.
func prove(ctx context.Context, path string) (string, error) {
	self, err := os.Executable()
	if err != nil {
		return "", err
	}
	ctx, cancel := context.WithTimeout(ctx, time.Hour)
	defer cancel()
	var out, failure strings.Builder
	child := exec.CommandContext(ctx, self, "prove", path)
	child.Env = []string{} // it needs none of our secrets
	child.Stdout, child.Stderr = &out, &failure
	if err := child.Run(); err != nil {
		first, _, _ := strings.Cut(strings.TrimPrefix(failure.String(), "dealdesk: "), "\n")
		return "", fmt.Errorf("the copy did not pass its check (%w): %s", err, first)
	}
	return strings.TrimSpace(out.String()), nil
}

// proveMemory bounds the process that opens a copy.
const proveMemory = 2 << 30

func (p *program) proveCommand() *cobra.Command {
	return &cobra.Command{
		Use:    "prove FILE",
		Hidden: true, // backup and restore run it
		Args:   cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			debug.SetMemoryLimit(proveMemory / 2)
			if err := limitMemory(proveMemory); err != nil {
				return err
			}
			if _, err := os.Stat(args[0]); err != nil {
				return err
			}
			b, err := bolt.Open(args[0], bolt.Options{LockWait: time.Second})
			if err != nil {
				return err
			}
			// The file is a copy already: migrating an older one needs no other.
			s, err := store.Open(cmd.Context(), b, store.Options{Now: time.Now(), BackupBefore: func(int) error { return nil }})
			if err != nil {
				return errors.Join(err, b.Close())
			}
			at, err := s.Check(cmd.Context(), store.Checkpoint{})
			if err == nil && at.Seq == 0 {
				err = errors.New("it holds nothing: no desk was ever in use with it")
			}
			if err := errors.Join(err, s.Close()); err != nil {
				return err
			}
			fmt.Fprintln(cmd.OutOrStdout(), at)
			return nil
		},
	}
}
