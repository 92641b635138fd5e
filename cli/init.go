package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"dealdesk/bot"
	"dealdesk/cli/config"
	"dealdesk/cli/serve"
	"dealdesk/lang"
	"dealdesk/sales"
)

// initFlags are the answers given on the command line. Only what is missing is asked for.
type initFlags struct {
	draft          config.Draft
	teams          []string
	yes, overwrite bool
}

func (p *Program) initCommand() *cobra.Command {
	var f initFlags
	c := &cobra.Command{
		Use: "init",
		Example: "  dealdesk init\n" +
			"  dealdesk init --yes --name Acme --currency EUR --zone Europe/Berlin --admin U0123ABCD \\\n" +
			"    --team \"North=C0456DEFG,U0789HIJK,U0ABCDEFG,U0HIJKLMN\" --bot-token-file bot.token --app-token-file app.token",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			q := &interview{in: bufio.NewScanner(cmd.InOrStdin()), out: cmd.OutOrStdout(), words: p.Printer(), yes: f.yes}
			return p.setUp(cmd.Context(), q, &f)
		},
	}
	d := &f.draft
	c.Flags().StringVar(&d.Name, "name", "", "")
	c.Flags().StringVar(&d.Language, "language", "", "")
	c.Flags().StringVar(&d.Currency, "currency", "", "")
	c.Flags().StringVar(&d.Zone, "zone", "", "")
	c.Flags().StringSliceVar(&d.Admins, "admin", nil, "")
	c.Flags().StringVar(&d.BotTokenFile, "bot-token-file", "", "")
	c.Flags().StringVar(&d.AppTokenFile, "app-token-file", "", "")
	c.Flags().StringArrayVar(&f.teams, "team", nil, "")
	c.Flags().BoolVar(&f.yes, "yes", false, "")
	c.Flags().BoolVar(&f.overwrite, "overwrite", false, "")
	return c
}

// setUp asks, writes the file and says what comes next.
func (p *Program) setUp(ctx context.Context, q *interview, f *initFlags) error {
	path := p.ConfigPath
	_, err := os.Lstat(path)
	exists := err == nil
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if exists && !f.overwrite {
		if q.yes {
			return config.UsageError{Err: errors.New(q.words.Plain("init.exists", "Path", path))}
		}
		switch agreed, err := q.agree("init.replace", "Path", path); {
		case err != nil:
			return err
		case !agreed:
			q.say("init.kept", "Path", path)
			return nil
		}
	}
	if err := q.fill(f, p.Words); err != nil {
		return err
	}
	text, err := f.draft.TOML(func(part string) string { return q.words.Plain("init.file_" + part) })
	if err != nil {
		return err
	}
	if exists {
		old := path + ".before-" + time.Now().UTC().Format("20060102-150405")
		if err := os.Rename(path, old); err != nil {
			return err
		}
		q.say("init.old", "Path", old)
	}
	if err := serve.WriteFile(path, func(file *os.File) error { _, err := file.Write(text); return err }); err != nil {
		return err
	}
	q.say("init.written", "Path", path)
	if err := p.makeStore(ctx, q, path); err != nil {
		return err
	}
	p.nextSteps(q, path)
	return nil
}

// makeStore makes the new, empty store, unless there is one. Later starts make none: a store that
// is missing then is a loss, not a beginning (P1).
func (p *Program) makeStore(ctx context.Context, q *interview, path string) error {
	s, err := config.Load(path, true, p.Env, p.Words.Languages(), false)
	if err != nil {
		q.say("init.no_store") // what is not right yet is listed next
		return nil
	}
	if _, err := os.Lstat(s.Store.Path); err == nil {
		return nil
	}
	if err := serve.MakeStore(ctx, s.Store.Path); err != nil {
		return err
	}
	q.say("init.store", "Path", s.Store.Path)
	return nil
}

// nextSteps says what the new file still lacks and what to do, in order.
func (p *Program) nextSteps(q *interview, path string) {
	_, err := config.Load(path, true, p.Env, p.Words.Languages(), true)
	var mistakes config.Mistakes
	if errors.As(err, &mistakes) {
		q.say("init.lacking")
		fmt.Fprintln(q.out, mistakes.In(p.Printer().Plain))
	}
	with := ""
	if path != defaultConfig {
		with = " --config " + path
	}
	q.say("init.next", "Config", with)
}

// interview asks one question after the other.
type interview struct {
	in    *bufio.Scanner
	out   io.Writer
	words lang.Printer
	yes   bool // ask nothing
}

func (q *interview) say(key string, args ...any) { fmt.Fprintln(q.out, q.words.Plain(key, args...)) }

// agree asks a yes-or-no question; an empty answer means no.
func (q *interview) agree(key string, args ...any) (bool, error) {
	fmt.Fprint(q.out, q.words.Plain(key, args...), " ")
	if !q.in.Scan() {
		return false, q.ended()
	}
	for _, yes := range strings.Fields(q.words.Plain("init.yes_words")) {
		if strings.EqualFold(strings.TrimSpace(q.in.Text()), yes) {
			return true, nil
		}
	}
	return false, nil
}

func (q *interview) ended() error {
	return config.UsageError{Err: errors.Join(q.in.Err(), errors.New(q.words.Plain("init.ended")))}
}

// ask returns the answer to a question once it is good. An empty answer means the preset, which
// may be empty too.
func (q *interview) ask(about, preset string, good func(string) bool) (string, error) {
	for !q.yes {
		fmt.Fprint(q.out, q.words.Plain("init.ask_"+about))
		if preset != "" {
			fmt.Fprintf(q.out, " [%s]", preset)
		}
		fmt.Fprint(q.out, ": ")
		if !q.in.Scan() {
			return "", q.ended()
		}
		answer := strings.TrimSpace(q.in.Text())
		if answer == "" {
			return preset, nil
		}
		if good(answer) {
			return answer, nil
		}
		q.say("init.bad_"+about, "Text", answer)
	}
	return preset, nil
}

// fill asks for what the flags leave open, and refuses flags that cannot be right.
func (q *interview) fill(f *initFlags, words *lang.Catalog) error {
	d := &f.draft
	currency, zone := "USD", "UTC"
	if q.words.Language() != "en" {
		currency, zone = "CNY", "Asia/Shanghai"
	}
	if local := time.Local.String(); local != "Local" && config.IsZone(local) {
		zone = local
	}
	for _, x := range []struct {
		about, preset string
		value         *string
		good          func(string) bool
	}{
		{"name", "Sales", &d.Name, func(string) bool { return true }},
		{"language", q.words.Language(), &d.Language, func(s string) bool { return speaks(words, s) }},
		{"currency", currency, &d.Currency, func(s string) bool { _, ok := sales.Exponent(strings.ToUpper(s)); return ok }},
		{"zone", zone, &d.Zone, config.IsZone},
	} {
		if *x.value != "" {
			if !x.good(*x.value) {
				return q.refuse(x.about, *x.value)
			}
			continue
		}
		var err error
		if *x.value, err = q.ask(x.about, x.preset, x.good); err != nil {
			return err
		}
	}
	d.Language, d.Currency = words.Match(d.Language), strings.ToUpper(d.Currency)
	if err := q.fillAdmins(d); err != nil {
		return err
	}
	if err := q.fillTokens(d); err != nil {
		return err
	}
	return q.fillTeams(f)
}

func (q *interview) refuse(about, text string) error {
	return config.UsageError{Err: errors.New(q.words.Plain("init.bad_"+about, "Text", text))}
}

func (q *interview) fillAdmins(d *config.Draft) error {
	if len(d.Admins) == 0 {
		text, err := q.ask("admins", "", areUsers)
		if err != nil {
			return err
		}
		d.Admins = ids(text)
	}
	for i, text := range d.Admins {
		if d.Admins[i] = id(text); !config.IsUser(d.Admins[i]) {
			return q.refuse("admins", text)
		}
	}
	return nil
}

func (q *interview) fillTokens(d *config.Draft) error {
	for _, x := range []struct {
		about, prefix string
		file          string
		token         *bot.Secret
	}{
		{"bot_token", "xoxb-", d.BotTokenFile, &d.BotToken},
		{"app_token", "xapp-", d.AppTokenFile, &d.AppToken},
	} {
		if x.file != "" {
			continue
		}
		text, err := q.ask(x.about, "", func(s string) bool { return strings.HasPrefix(s, x.prefix) && len(strings.Fields(s)) == 1 })
		if err != nil {
			return err
		}
		*x.token = bot.NewSecret(text)
	}
	return nil
}
