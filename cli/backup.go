package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"runtime/debug"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"dealdesk/cli/serve"
	"dealdesk/store"
	"dealdesk/store/bolt"
)

func (p *Program) backupCommand() *cobra.Command {
	return &cobra.Command{
		Use:  "backup FILE",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, _, err := p.Settings(cmd, false)
			if err != nil {
				return err
			}
			var at string
			check := func(ctx context.Context, path string) (err error) {
				at, err = p.prove(ctx, path)
				return err
			}
			st, err := serve.OpenStopped(cmd.Context(), s.Store.Path)
			switch {
			case err == nil:
				_, err = st.Backup(cmd.Context(), args[0], check)
				err = errors.Join(err, st.Close())
			case errors.Is(err, store.ErrLocked) && s.Admin != "":
				err = serve.WriteFile(args[0], func(f *os.File) error {
					if err := serve.FetchBackup(cmd.Context(), s, f); err != nil {
						return err
					}
					return check(cmd.Context(), f.Name())
				})
			}
			if err != nil {
				return err
			}
			fmt.Fprintln(cmd.OutOrStdout(), p.Printer().Plain("shell.backed_up", "Copy", args[0], "Path", s.Store.Path, "At", at))
			return nil
		},
	}
}

func (p *Program) restoreCommand() *cobra.Command {
	return &cobra.Command{
		Use:  "restore FILE",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, _, err := p.Settings(cmd, false)
			if err != nil {
				return err
			}
			switch info, err := os.Stat(args[0]); {
			case err == nil && !info.Mode().IsRegular():
				return p.wrong("shell.no_plain_file", "Path", args[0])
			case errors.Is(err, fs.ErrNotExist):
				return p.wrong("shell.no_backup", "Path", args[0])
			}
			// A damaged backup may crash the process that opens it: use another one.
			at, err := p.prove(cmd.Context(), args[0])
			if err != nil {
				return fmt.Errorf("restore: %w", err)
			}
			kept, err := bolt.Restore(cmd.Context(), args[0], s.Store.Path, time.Now())
			if err != nil {
				return err
			}
			fmt.Fprintln(cmd.OutOrStdout(), p.Printer().Plain("shell.restored", "Path", s.Store.Path, "Copy", args[0], "At", at))
			if kept != "" {
				fmt.Fprintln(cmd.OutOrStdout(), p.Printer().Plain("shell.kept", "Path", kept))
			}
			return nil
		},
	}
}

// prove checks a copy in a separate process with bounded memory and time, because a damaged
// file can crash the process that opens it or exhaust its memory. It returns the checkpoint
// at which the copy's journal ends.
func (p *Program) prove(ctx context.Context, path string, flags ...string) (string, error) {
	self, err := os.Executable()
	if err != nil {
		return "", err
	}
	ctx, cancel := context.WithTimeout(ctx, time.Hour)
	defer cancel()
	var out, failure strings.Builder
	child := exec.CommandContext(ctx, self, append([]string{"prove", "--lang", p.Printer().Language(), path}, flags...)...)
	child.Env = []string{} // the child needs none of our secrets
	child.Stdout, child.Stderr = &out, &failure
	if err := child.Run(); err != nil {
		first, _, _ := strings.Cut(strings.TrimPrefix(failure.String(), "dealdesk: "), "\n")
		return "", &unproven{child.ProcessState.ExitCode(), cmp.Or(first, err.Error())}
	}
	return strings.TrimSpace(out.String()), nil
}

// unproven is why a copy did not pass its check. The exit code of the process that checked it tells
// of which kind it is.
type unproven struct {
	code int
	why  string
}

func (e *unproven) Error() string { return "the copy did not pass its check: " + e.why }

func (e *unproven) Is(target error) bool {
	switch target {
	case store.ErrNewer:
		return e.code == exitNewer
	case store.ErrCorrupt:
		return e.code == exitStore || e.code == 2 // it crashed over the copy
	}
	return false
}

// proveMemoryLimit bounds the memory of the process that opens a copy, in bytes.
const proveMemoryLimit = 2 << 30

func (p *Program) proveCommand() *cobra.Command {
	var fresh bool
	c := &cobra.Command{
		Use:    "prove FILE",
		Hidden: true, // backup and restore run it
		Args:   cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			debug.SetMemoryLimit(proveMemoryLimit / 2)
			if err := limitMemory(proveMemoryLimit); err != nil {
				return err
			}
			at, err := bolt.Verify(cmd.Context(), args[0], store.Checkpoint{})
			if err == nil && at.Seq == 0 && !fresh {
				err = errors.New("it is empty: no desk has ever used it")
			}
			if err != nil {
				return err
			}
			fmt.Fprintln(cmd.OutOrStdout(), at)
			return nil
		},
	}
	c.Flags().BoolVar(&fresh, "fresh", false, "")
	return c
}
