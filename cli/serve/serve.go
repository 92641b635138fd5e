// Package serve runs the bot in a Slack workspace: it opens the store, wires commands, jobs and
// bot together, and serves the admin listener. Check reports beforehand whether that would work.
package serve

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"dealdesk/cli/config"
	"dealdesk/lang"
	"dealdesk/store/bolt"
)

// Serve opens the store, runs the bot until ctx ends and closes the store. It logs version.
func Serve(ctx context.Context, s config.Settings, words *lang.Catalog, version string, log *slog.Logger) (err error) {
	began := time.Now()
	st, backend, err := OpenToServe(ctx, s.Store.Path, disk(bolt.Options{MaxSize: int(s.Store.MaxSize), Log: log}), now())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()

	metrics := prometheus.NewRegistry()
	for _, c := range append(storeMetrics(st), collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{})) {
		if err := metrics.Register(c); err != nil {
			return fmt.Errorf("metrics: %w", err)
		}
	}
	o, err := NewOffice(ctx, st, s, words, Deps{Slack: s.Slack.Bot(), Now: now, Log: log, metrics: metrics, watchClock: true})
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
		a := &Admin{Ready: o.ready, Metrics: metrics, Backup: backend.Backup, Log: log}
		go func() {
			err := a.Serve(ctx, l, s.Store.Path)
			stop(err)
			ended <- err
		}()
	}
	log.Info("started", "version", version, "store", s.Store.Path, "teams", len(s.Staff.Teams), "people", len(s.Staff.People), "took",
		time.Since(began))
	err = o.Run(ctx)
	stop(err)
	err = errors.Join(err, <-ended)
	log.Info("stopped", "error", err)
	return err
}

// ready returns why the office cannot work yet, or nil.
func (o *Office) ready() error {
	select {
	case <-o.Bot.Ready():
		return nil
	default:
		return errors.New("not connected to Slack yet")
	}
}
