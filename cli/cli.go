// Package cli is the command line, with one file per subcommand. The work of serve, demo,
// import and the configuration is in the packages below it.
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
	_ "time/tzdata" // for systems without a time zone database

	"github.com/spf13/cobra"

	"dealdesk/cli/config"
	"dealdesk/lang"
	"dealdesk/store"
)

// Exit codes. docs/admin.md promises them.
const (
	exitFailure = 1
	exitUsage   = 2 // the command line or the configuration is wrong
	exitRunning = 3 // another copy of dealdesk is running on the store
	exitUnsure  = 4 // only the next start will show whether the last change was saved
)

// Main runs the program with the arguments of the process and returns the exit code.
func Main() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal kills the process
	relaxGC()
	return run(ctx, os.Args[1:], os.Environ(), os.Stdin, os.Stdout, os.Stderr)
}

// relaxGC collects garbage less often than Go does by default: the live heap is so small that
// four times its size is still little, and the default spends a sixth of the processor time
// on collecting. GOGC and GOMEMLIMIT take precedence.
func relaxGC() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(300)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(512 << 20)
	}
}

// run is Main without the process: tests call it with their own arguments and streams.
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

// explain returns the text of an error and, if known, what to do about it.
func explain(err error) string {
	var mistakes config.Mistakes
	switch {
	case errors.As(err, &mistakes):
		return fmt.Sprintf("the configuration is not right yet; mend this and try again:\n%v", mistakes)
	case errors.Is(err, store.ErrLocked):
		return err.Error() + "\nTwo copies never work on one file. Stop the other one first, or give this one another file with store.path."
	case errors.Is(err, store.ErrUnsure):
		return err.Error() + "\nThe disk did not confirm the last change. Check the disk, then start again: the start shows what was saved, " +
			"and what Slack sends again is answered from it."
	case errors.Is(err, store.ErrMoved):
		return err.Error() + "\nPut the file back where it was before you start again: everything written since it " +
			"was moved is only in that file."
	case errors.Is(err, store.ErrNewer):
		return err.Error() + "\nRun that version or a newer one, or restore a backup that this version made."
	case errors.Is(err, store.ErrCorrupt):
		return err.Error() + "\nKeep the file as it is, and restore the newest backup that verifies: dealdesk restore FILE."
	}
	return err.Error()
}

// Program holds what the subcommands of one run share.
type Program struct {
	Env        map[string]string
	Stderr     io.Writer
	ConfigPath string
	StorePath  string // overrides store.path
	began      bool   // the command line was valid and a subcommand started
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

// Settings reads the configuration and prints its warnings. tokens reports whether Slack's
// tokens are required: only subcommands that connect to Slack need them.
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
