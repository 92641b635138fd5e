package serve

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"dealdesk/cli/config"
	"dealdesk/store"
)

// Admin serves health, metrics, and copies of the store for dealdesk backup on [admin] listen,
// to this computer only.
type Admin struct {
	Ready   func() error // nil when the bot can work
	Metrics prometheus.Gatherer
	Backup  func(context.Context, io.Writer) (int64, error)
	Key     string
	Log     *slog.Logger
}

// KeyPath returns the path of the key that a request for a backup must carry. Whoever can read
// the key could read the store anyway.
func KeyPath(storePath string) string { return storePath + ".admin-key" }

// Handler returns the handler of the listener. It refuses what a web page in a browser on this
// computer could send: requests to a host name that DNS points here, and requests from another
// origin.
func (a *Admin) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintln(w, "ok")
	})
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, _ *http.Request) {
		if err := a.Ready(); err != nil {
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, "ready")
	})
	mux.Handle("GET /metrics", promhttp.HandlerFor(a.Metrics, promhttp.HandlerOpts{}))
	mux.HandleFunc("POST /backup", a.sendBackup)
	sameOrigin := http.NewCrossOriginProtection().Handler(mux)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host, _, err := net.SplitHostPort(r.Host)
		if err != nil {
			host = strings.Trim(r.Host, "[]")
		}
		if !config.Loopback(host) {
			http.Error(w, "only for this computer", http.StatusForbidden)
			return
		}
		if fromAnotherPage(r) {
			http.Error(w, "not for web pages", http.StatusForbidden)
			return
		}
		sameOrigin.ServeHTTP(w, r)
	})
}

// fromAnotherPage reports whether a page of another site sent the request. That covers requests that
// only read: the metrics are nobody else's business.
func fromAnotherPage(r *http.Request) bool {
	site, origin := r.Header.Get("Sec-Fetch-Site"), r.Header.Get("Origin")
	return site != "" && site != "none" && site != "same-origin" || origin != "" && origin != "http://"+r.Host
}

func (a *Admin) sendBackup(w http.ResponseWriter, r *http.Request) {
	key, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !ok || subtle.ConstantTimeCompare([]byte(key), []byte(a.Key)) != 1 {
		http.Error(w, "the key beside the store is missing or wrong", http.StatusForbidden)
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	n, err := a.Backup(r.Context(), w)
	if err != nil {
		a.Log.Error("backup failed", "bytes", n, "error", err)
		panic(http.ErrAbortHandler) // the client must not take half a copy for a whole one
	}
	a.Log.Info("backup made", "bytes", n)
}

// Serve answers requests on l until ctx ends. Every start writes a new key beside the store.
func (a *Admin) Serve(ctx context.Context, l net.Listener, storePath string) error {
	a.Key = rand.Text()
	path := KeyPath(storePath)
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return errors.Join(fmt.Errorf("admin listener: %w", err), l.Close())
	}
	if err := WriteFile(path, func(f *os.File) error { _, err := f.WriteString(a.Key); return err }); err != nil {
		return errors.Join(fmt.Errorf("admin listener: %w", err), l.Close())
	}
	server := &http.Server{Handler: a.Handler(), ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second,
		IdleTimeout: time.Minute, MaxHeaderBytes: 16 << 10} // no limit for writing: a backup may be large
	stop := context.AfterFunc(ctx, func() {
		// This breaks off a backup that is being sent; its client gets an error.
		_ = server.Close()
	})
	defer stop()
	err := server.Serve(l)
	if errors.Is(err, http.ErrServerClosed) {
		err = nil
	}
	return errors.Join(err, os.Remove(path))
}

// FetchBackup writes a copy of the store to to. The running bot makes the copy.
func FetchBackup(ctx context.Context, s config.Settings, to io.Writer) error {
	key, err := os.ReadFile(KeyPath(s.Store.Path))
	if err != nil {
		return fmt.Errorf("ask the running bot for a copy: %w", err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+s.Admin+"/backup", nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+string(key))
	client := &http.Client{Transport: &http.Transport{Proxy: nil, DisableKeepAlives: true}} // never through a proxy
	resp, err := client.Do(req)
	if err != nil {
		return fmt.Errorf("ask the running bot for a copy: %w", err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		text, _ := io.ReadAll(io.LimitReader(resp.Body, 500))
		return fmt.Errorf("ask the running bot for a copy: %s: %s", resp.Status, strings.TrimSpace(string(text)))
	}
	if _, err := io.Copy(to, resp.Body); err != nil {
		return fmt.Errorf("the running bot broke off its copy: %w", err)
	}
	return nil
}

// storeMetrics returns collectors for the statistics of the store.
func storeMetrics(st *store.Store) []prometheus.Collector {
	gauge := func(name, help string, value func(store.Stats) float64) prometheus.Collector {
		return prometheus.NewGaugeFunc(prometheus.GaugeOpts{Namespace: "dealdesk", Subsystem: "store", Name: name, Help: help},
			func() float64 { return value(st.Stats()) })
	}
	counter := func(name, help string, value func(store.Stats) float64) prometheus.Collector {
		return prometheus.NewCounterFunc(prometheus.CounterOpts{Namespace: "dealdesk", Subsystem: "store", Name: name, Help: help},
			func() float64 { return value(st.Stats()) })
	}
	return []prometheus.Collector{
		gauge("bytes", "Size of the store file in bytes.", func(s store.Stats) float64 { return float64(s.Size) }),
		gauge("free_bytes", "Bytes of the store file that are free for reuse.", func(s store.Stats) float64 { return float64(s.Free) }),
		gauge("views", "Number of open views.", func(s store.Stats) float64 { return float64(s.Views) }),
		counter("updates_total", "Number of committed updates.", func(s store.Stats) float64 { return float64(s.Updates) }),
		gauge("flushing_seconds", "How long the running flush to disk has taken, 0 if none runs.",
			func(s store.Stats) float64 { return s.Flushing.Seconds() }),
		counter("flush_seconds_total", "Seconds spent on flushes to disk.", func(s store.Stats) float64 { return s.Flushed.Seconds() }),
		counter("commits_total", "Number of flushes to disk; concurrent updates share one.",
			func(s store.Stats) float64 { return float64(s.Commits) }),
	}
}
