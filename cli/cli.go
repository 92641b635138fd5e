// Package cli is the command line, one file for each subcommand. What serves, imports,
// demonstrates and configures is in the packages below it.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"
	_ "time/tzdata" // zones work where the system has none

	"github.com/spf13/cobra"

	"dealdesk/cli/config"
	"dealdesk/lang"
	"dealdesk/store"
)

// Exit codes. docs/admin.md promises them.
const (
	exitFailure = 1
	exitUsage   = 2 // the command line or the configuration is wrong
	exitRunning = 3 // another copy is running on the file
	exitUnsure  = 4 // whether the last change was saved shows after the next start
)

// Main is the whole program. It returns the exit code.
func Main() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends it at once
	spendMemory()
	return run(ctx, os.Args[1:], os.Environ(), os.Stdin, os.Stdout, os.Stderr)
}

// spendMemory lets garbage wait longer than Go would: what is in use is so little that
// three times as much is still little, and collecting takes a sixth of the processor
// otherwise. The environment decides where it says something.
func spendMemory() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(300)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(512 << 20)
	}
}

// run is the whole program with nothing of the process in it, so tests run it as it is.
func run(ctx context.Context, args, environ []string, stdin io.Reader, stdout, stderr io.Writer) int {
	p := &Program{Env: config.Environment(environ), Stderr: stderr}
	root := p.root()
	for _, line := range environ {
		if path, ok := strings.CutPrefix(line, config.Variable+"="); ok && path != "" {
			if err := root.PersistentFlags().Set("config", path); err != nil {
				return exitFailure
			}
		}
	}
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return 0
	}
	fmt.Fprintln(stderr, "dealdesk: "+explain(err))
	var mistakes config.Mistakes
	var usage config.UsageError
	switch {
	case !p.began, errors.As(err, &mistakes), errors.As(err, &usage):
		return exitUsage
	case errors.Is(err, store.ErrLocked):
		return exitRunning
	case errors.Is(err, store.ErrUnsure), errors.Is(err, store.ErrMoved):
		return exitUnsure
	}
	return exitFailure
}

// explain says what to do about an error, where that is known.
func explain(err error) string {
	var mistakes config.Mistakes
	switch {
	case errors.As(err, &mistakes):
		return fmt.Sprintf("the configuration is not right yet; mend this and try again:\n%v", mistakes)
	case errors.Is(err, store.ErrLocked):
		return err.Error() + "\nTwo copies never work on one file. Stop the other one first, or give this one another file with store.path."
	case errors.Is(err, store.ErrUnsure):
		return err.Error() + "\nThe disk did not confirm the last change. Look at the disk, then start again: what was kept is then known, and Slack's repeats are answered from it."
	case errors.Is(err, store.ErrMoved):
		return err.Error() + "\nPut the file back where it was before you start again; what was written since it went is only in the old file."
	case errors.Is(err, store.ErrNewer):
		return err.Error() + "\nRun that version or a newer one, or restore a backup that this version made."
	case errors.Is(err, store.ErrCorrupt):
		return err.Error() + "\nKeep the file as it is, and restore the newest backup that verifies: dealdesk restore FILE."
	}
	return err.Error()
}

// Program is one run of the command line.
type Program struct {
	Env        map[string]string
	Stderr     io.Writer
	ConfigPath string
	StorePath  string // overrides store.path
	began      bool   // the command line was understood
}

func (p *Program) root() *cobra.Command {
	root := &cobra.Command{
		Use:           "dealdesk",
		Short:         "A sales desk that lives in Slack",
		SilenceUsage:  true,
		SilenceErrors: true,
		PersistentPreRun: func(*cobra.Command, []string) {
			p.began = true
		},
	}
	root.PersistentFlags().StringVar(&p.ConfigPath, "config", "config.toml", "the configuration `file`; also "+config.Variable)
	root.AddCommand(
		p.demoCommand(),
		p.serveCommand(),
		p.checkCommand(),
		p.manifestCommand(),
		p.backupCommand(),
		p.restoreCommand(),
		p.auditCommand(),
		p.recountCommand(),
		p.importCommand(),
		p.exportCommand(),
		p.proveCommand(),
		versionCommand(),
	)
	root.AddCommand(p.testCommands()...)
	return root
}

// Settings reads the configuration. Only what talks to Slack needs its tokens.
func (p *Program) Settings(cmd *cobra.Command, tokens bool) (config.Settings, *lang.Catalog, error) {
	words, err := lang.Open()
	if err != nil {
		return config.Settings{}, nil, err
	}
	s, err := config.Load(p.ConfigPath, cmd.Flags().Changed("config"), p.Env, words.Languages(), tokens)
	if p.StorePath != "" {
		s.Store.Path = p.StorePath
	}
	for _, w := range s.Warnings {
		fmt.Fprintln(p.Stderr, "dealdesk: warning: "+w)
	}
	return s, words, err
}
