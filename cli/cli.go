// Package cli is the command line, with one file per subcommand. The work of serve, demo,
// import and the configuration is in the packages below it.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"
	_ "time/tzdata" // for systems without a time zone database

	"github.com/spf13/cobra"

	"dealdesk/bot"
	"dealdesk/cli/config"
	"dealdesk/cli/person"
	"dealdesk/cli/serve"
	"dealdesk/lang"
	"dealdesk/store"
)

// Exit codes. docs/admin.md promises them. None is 2: Go ends a program that crashes with that
// one, and after a crash the program has to be started again.
const (
	exitFailure = 1
	exitRunning = 3  // another copy of dealdesk is running on the store
	exitUnsure  = 4  // only the next start will show whether the last change was saved
	exitStore   = 5  // the store is missing, damaged or not ours
	exitNewer   = 6  // a newer version wrote the store
	exitBroken  = 70 // a fault in the program
	exitUsage   = 78 // the command line or the configuration is wrong
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
	words, err := lang.Open()
	if err != nil {
		fmt.Fprintln(stderr, "dealdesk:", err)
		return exitFailure
	}
	p := &Program{Env: config.Environment(environ), Stderr: stderr, Words: words, terminal: terminalLanguage(environ)}
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
	p.Lang = askedLanguage(args)
	describe(root, args, p.Printer()) // after SetOut: the command for completion keeps where it writes
	err = guarded(stderr, func() error { return root.ExecuteContext(ctx) })
	if err == nil {
		return 0
	}
	fmt.Fprintln(stderr, "dealdesk: "+config.WithoutSecrets(p.inWords(p.explain(err))))
	var mistakes config.Mistakes
	var none config.NoFile
	var usage config.UsageError
	switch {
	case !p.began, errors.As(err, &mistakes), errors.As(err, &none), errors.As(err, &usage), errors.Is(err, serve.ErrMade):
		return exitUsage
	case errors.Is(err, store.ErrLocked):
		return exitRunning
	case errors.Is(err, store.ErrNewer):
		return exitNewer
	case errors.Is(err, store.ErrMissing), errors.Is(err, store.ErrForeign), errors.Is(err, store.ErrCorrupt):
		return exitStore // even if it is not sure, either: another start would find the same damage
	case errors.Is(err, store.ErrUnsure), errors.Is(err, store.ErrMoved):
		return exitUnsure
	case errors.Is(err, bot.ErrBroken):
		return exitBroken
	}
	return exitFailure
}

// guarded makes a panic an error. The stack is printed; the panic's words are not, because they
// may be somebody's text (P16).
func guarded(stderr io.Writer, do func() error) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			fmt.Fprintf(stderr, "%s", debug.Stack())
			err = bot.Broken(cause)
		}
	}()
	return do()
}

// explain returns the text of an error and, if known, what to do about it.
func (p *Program) explain(err error) string {
	say := p.Printer().Plain
	var mistakes config.Mistakes
	var none config.NoFile
	switch {
	case errors.As(err, &none):
		text := say("shell.no_config", "Path", none.Path)
		if none.Path != defaultConfig {
			text = say("shell.no_config_there", "Path", none.Path)
		}
		if len(none.Mistakes) > 0 {
			text += "\n" + say("shell.environment_mistakes") + "\n" + none.Mistakes.In(say)
		}
		return text
	case errors.As(err, &mistakes):
		return say("shell.mistakes") + "\n" + mistakes.In(say)
	}
	var unready *serve.Unready // whose lines have said what to do
	if errors.As(err, &unready) {
		return unready.Error()
	}
	var problem *person.Problem
	if errors.As(err, &problem) {
		return say(problem.Key, problem.Args...)
	}
	var chain *store.ChainError
	if errors.As(err, &chain) {
		text := say("tampered."+string(chain.What), "Entry", chain.Seq, "Last", chain.Last, "Count", chain.Last-chain.Seq+1)
		if chain.What != store.Forged {
			text += "\n" + say("shell.before")
		}
		return text + "\n" + say("shell.since") + "\n" + say("shell.corrupt")
	}
	for _, known := range []struct {
		is  error
		key string
	}{
		{store.ErrLocked, "shell.locked"},
		{store.ErrCorrupt, "shell.corrupt"},
		{store.ErrUnsure, "shell.unsure"},
		{store.ErrMoved, "shell.moved"},
		{store.ErrNewer, "shell.newer"},
		{store.ErrForeign, "shell.foreign"},
		{store.ErrMissing, "shell.missing"},
		{bot.ErrBroken, "shell.broken"},
		{fs.ErrExist, "shell.exists"},
	} {
		if errors.Is(err, known.is) {
			return err.Error() + "\n" + say(known.key)
		}
	}
	if !p.began {
		return commandError(p.Printer(), err.Error())
	}
	return err.Error()
}

// defaultConfig is where the configuration is without --config.
const defaultConfig = "config.toml"

// Program holds what the subcommands of one run share.
type Program struct {
	Env        map[string]string
	Stderr     io.Writer
	Words      *lang.Catalog
	ConfigPath string
	StorePath  string // overrides store.path
	Lang       string // --lang
	workspace  string // language of the configuration, once it was read
	terminal   string // language of the terminal
	began      bool   // the command line was valid and a subcommand started
}

func (p *Program) root() *cobra.Command {
	root := &cobra.Command{
		Use:           "dealdesk",
		Version:       version(),
		SilenceUsage:  true,
		SilenceErrors: true,
		PersistentPreRunE: func(*cobra.Command, []string) error {
			if err := p.checkLang(); err != nil {
				return err
			}
			p.began = true
			return nil
		},
	}
	root.SetVersionTemplate("{{.Version}}\n")
	root.PersistentFlags().StringVar(&p.ConfigPath, "config", defaultConfig, "")
	root.PersistentFlags().StringVar(&p.Lang, "lang", "", "")
	root.AddCommand(
		p.demoCommand(),
		p.initCommand(),
		p.serveCommand(),
		p.checkCommand(),
		p.manifestCommand(),
		p.backupCommand(),
		p.restoreCommand(),
		p.auditCommand(),
		p.recountCommand(),
		p.importCommand(),
		p.exportCommand(),
		p.kpiCommand(),
		p.eraseCommand(),
		p.proveCommand(),
		versionCommand(),
		p.manCommand(),
	)
	root.AddCommand(p.testCommands()...)
	return root
}

// Settings reads the configuration and prints its warnings. serving reports whether all that
// dealdesk serve needs is required, Slack's tokens and a team; the other subcommands do without.
func (p *Program) Settings(cmd *cobra.Command, serving bool) (config.Settings, *lang.Catalog, error) {
	env := p.Env
	if p.StorePath != "" { // takes the place of a configuration, too
		env = maps.Clone(env)
		env[config.StoreVariable] = p.StorePath
	}
	s, err := config.Load(p.ConfigPath, cmd.Flags().Changed("config"), env, p.Words.Languages(), serving)
	if err == nil {
		p.workspace = s.Language
	}
	say := p.Printer().Plain
	for _, w := range s.Warnings {
		fmt.Fprintln(p.Stderr, "dealdesk: "+say("shell.warning", "Text", w.In(say)))
	}
	return s, p.Words, err
}
