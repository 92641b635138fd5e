package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/spf13/cobra"

	"dealdesk/cli/config"
	"dealdesk/lang"
	"dealdesk/store/bolt"
)

func (p *program) serveCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "serve",
		Short: "Work in the Slack workspace of the configuration, until a signal",
		Long: "Work in the Slack workspace of the configuration. A signal (SIGINT, SIGTERM) stops it in order and within ten " +
			"seconds: receive no more, finish what runs, send what can be sent, close. A second signal stops it at once, " +
			"which loses nothing that was answered.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, words, err := p.settings(cmd, true)
			if err != nil {
				return err
			}
			return serve(cmd.Context(), s, words, version(), slog.New(slog.NewTextHandler(p.stderr, nil)))
		},
	}
}

// serve opens the store, works until ctx ends and closes it. version goes to the log.
func serve(ctx context.Context, s config.Settings, words *lang.Catalog, version string, log *slog.Logger) (err error) {
	began := time.Now()
	st, backend, err := openToServe(ctx, s.Store.Path, bolt.Options{MaxSize: int(s.Store.MaxSize), Log: log}, began)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()

	metrics := prometheus.NewRegistry()
	for _, c := range append(storeMetrics(st), collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{})) {
		if err := metrics.Register(c); err != nil {
			return fmt.Errorf("metrics: %w", err)
		}
	}
	o, err := newOffice(ctx, st, s, words, outside{slack: s.Slack.Bot(), now: time.Now, log: log, metrics: metrics})
	if err != nil {
		return err
	}

	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	ended := make(chan error, 1)
	if s.Admin == "" {
		ended <- nil
	} else {
		l, err := new(net.ListenConfig).Listen(ctx, "tcp", s.Admin)
		if err != nil {
			return fmt.Errorf("admin listener: %w", err)
		}
		a := &admin{ready: o.ready, metrics: metrics, backup: backend.Backup, log: log}
		go func() {
			err := a.serve(ctx, l, s.Store.Path)
			stop(err)
			ended <- err
		}()
	}
	log.Info("started", "version", version, "store", s.Store.Path, "teams", len(s.Staff.Teams), "people", len(s.Staff.People), "took", time.Since(began))
	err = o.run(ctx)
	stop(err)
	err = errors.Join(err, <-ended)
	log.Info("stopped", "error", err)
	return err
}

// ready is why the office cannot work yet, or nil.
func (o *office) ready() error {
	select {
	case <-o.bot.Ready():
		return nil
	default:
		return errors.New("Slack has not let us in yet")
	}
}
