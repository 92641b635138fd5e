package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"os"
	"time"

	"github.com/spf13/cobra"

	"dealdesk/cli/config"
	"dealdesk/scenarios"
)

// demoOptions are the flags of demo.
type demoOptions struct {
	listen string
	lang   string
	empty  bool
	play   string
	data   string
	seed   uint64
}

func (p *program) demoCommand() *cobra.Command {
	var o demoOptions
	c := &cobra.Command{
		Use:   "demo",
		Short: "Try it: a whole sales team on this computer, with a local Slack and a clock you can move",
		Long: "Start the bot, a local Slack and a sample company with ninety days of history, all on this computer. " +
			"Then act as any of its people in the terminal: log a call, move a deal, ask for a discount, approve it as the " +
			"manager, move the clock to tomorrow and read the digest. With --play, a story is played and printed instead.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			switch host, _, err := net.SplitHostPort(o.listen); {
			case err != nil || !config.Loopback(host):
				return usageError{errors.New("--listen must be an address of this computer, like 127.0.0.1:8080: the local Slack lets everybody act as everybody")}
			case o.lang != "en" && o.lang != "zh":
				return usageError{errors.New("--lang must be en or zh")}
			case o.play != "" && o.data != "":
				return usageError{errors.New("--play always begins with nothing; it takes no --data")}
			case o.play != "":
				return o.story(cmd.Context(), cmd.OutOrStdout(), p.stderr)
			}
			return o.run(cmd.Context(), cmd.InOrStdin(), cmd.OutOrStdout(), p.stderr)
		},
	}
	c.Flags().StringVar(&o.listen, "listen", "127.0.0.1:8080", "where the local Slack listens; on this computer only")
	c.Flags().StringVar(&o.lang, "lang", "en", "the language of the screen: en or zh")
	c.Flags().BoolVar(&o.empty, "empty", false, "start without history; a --data folder that has records keeps them either way")
	c.Flags().StringVar(&o.play, "play", "", "play the story in this `file` and print it")
	c.Flags().StringVar(&o.data, "data", "", "keep the records in this `folder` and go on with them next time; otherwise they are gone afterwards")
	c.Flags().Uint64Var(&o.seed, "seed", 1, "another number makes another history, where there is none yet")
	return c
}

// plan is what every demo has: a folder for the records, which done removes unless it is to
// be kept, and a log of what goes wrong.
func (o demoOptions) plan(stderr io.Writer) (p plan, done func(), err error) {
	p = plan{listen: o.listen, dir: o.data, log: slog.New(slog.NewTextHandler(stderr, &slog.HandlerOptions{Level: slog.LevelError}))}
	if o.data != "" {
		return p, func() {}, os.MkdirAll(o.data, 0o700)
	}
	p.dir, err = os.MkdirTemp("", "dealdesk-demo-")
	return p, func() { _ = os.RemoveAll(p.dir) }, err
}

// story plays a story and prints it as a transcript.
func (o demoOptions) story(ctx context.Context, out, stderr io.Writer) (err error) {
	story, err := scenarios.Read(o.play)
	if err != nil {
		return err
	}
	p, done, err := o.plan(stderr)
	if err != nil {
		return err
	}
	defer done()
	p.listen = "127.0.0.1:0" // nobody else is asked in
	l, player, err := openStory(ctx, story, p, out, o.lang)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	return player.Play(ctx, story)
}

// run opens the sample company and lets whoever sits at the terminal act in it.
func (o demoOptions) run(ctx context.Context, in io.Reader, out, stderr io.Writer) (err error) {
	began := time.Now()
	p, done, err := o.plan(stderr)
	if err != nil {
		return err
	}
	defer done()
	p.page = newPlayground(o.lang, o.empty)
	l, err := openSample(ctx, p, o.lang, o.seed, o.empty)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	s := newScreen(scenarios.NewPlayer(l.world(), out, o.lang), out, o.lang == "zh")
	s.welcome(l, o.empty, time.Since(began))
	return s.run(ctx, in, p.page.turns)
}
