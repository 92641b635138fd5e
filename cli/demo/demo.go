// Package demo runs a whole workspace on this computer: the bot, a local Slack with a web page,
// a sample company, and a clock that can be moved. It also plays stories.
package demo

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"time"

	"dealdesk/cli/demo/play"
)

// Options are the flags of dealdesk demo.
type Options struct {
	Listen string
	Lang   string
	Empty  bool
	Play   string
	Data   string
	Seed   uint64
}

// plan returns what every demo needs: a folder for the records and a log of errors. done removes
// the folder unless it is that of --data.
func (o Options) plan(stderr io.Writer) (p Plan, done func(), err error) {
	p = Plan{Listen: o.Listen, Dir: o.Data, Log: slog.New(slog.NewTextHandler(stderr, &slog.HandlerOptions{Level: slog.LevelError}))}
	if o.Data != "" {
		return p, func() {}, os.MkdirAll(o.Data, 0o700)
	}
	p.Dir, err = os.MkdirTemp("", "dealdesk-demo-")
	return p, func() { _ = os.RemoveAll(p.Dir) }, err
}

// Story plays the story in the file o.Play and prints a transcript.
func (o Options) Story(ctx context.Context, out, stderr io.Writer) (err error) {
	story, err := play.Read(o.Play)
	if err != nil {
		return err
	}
	p, done, err := o.plan(stderr)
	if err != nil {
		return err
	}
	defer done()
	p.Listen = "127.0.0.1:0" // any free port: nobody visits a story
	l, player, err := OpenStory(ctx, story, p, out, o.Lang)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	return player.Play(ctx, story)
}

// Run opens the sample company. The user acts in it at the terminal and on the page.
func (o Options) Run(ctx context.Context, in io.Reader, out, stderr io.Writer) (err error) {
	began := time.Now()
	p, done, err := o.plan(stderr)
	if err != nil {
		return err
	}
	defer done()
	p.page = newPlayground(o.Lang, o.Empty)
	l, err := openSample(ctx, p, o.Lang, o.Seed, o.Empty)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	s := newScreen(play.NewPlayer(l.world(), out, o.Lang), out, o.Lang == "zh")
	s.welcome(l, o.Empty, time.Since(began))
	return s.run(ctx, in, p.page.turns)
}
