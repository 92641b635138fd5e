package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"dealdesk/cli/serve"
	"dealdesk/sales"
	"dealdesk/store"
	"dealdesk/store/bolt"
)

// TestMain lets the test binary be the child process that proves a copy.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "prove" {
		os.Exit(Main())
	}
	os.Exit(m.Run())
}

// goodTeam is the least a configuration needs besides tokens.
const goodTeam = "[[team]]\nname = \"North\"\nchannel = \"C1\"\nmanager = \"U1\"\nmembers = [\"U2\"]\n"

// install is a folder with a configuration and a store in it.
type install struct {
	t           *testing.T
	dir, config string
	store       string
	env         []string
}

var testTime = time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)

func newInstall(t *testing.T) *install {
	dir := t.TempDir()
	d := &install{t: t, dir: dir, config: filepath.Join(dir, "config.toml"), store: filepath.Join(dir, "desk.db")}
	text := goodTeam + fmt.Sprintf("[store]\npath = %q\n", d.store)
	if err := os.WriteFile(d.config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return d
}

// run is one run of the program; it returns the exit code and both outputs.
func (d *install) run(args ...string) (code int, out, failure string) {
	d.t.Helper()
	var stdout, stderr bytes.Buffer
	code = run(d.t.Context(), append([]string{"--config", d.config}, args...), d.env, strings.NewReader(""), &stdout, &stderr)
	return code, stdout.String(), stderr.String()
}

// must run without failure.
func (d *install) must(args ...string) string {
	d.t.Helper()
	code, out, failure := d.run(args...)
	if code != 0 {
		d.t.Fatalf("%v: exit code %d: %s", args, code, failure)
	}
	return out
}

// refused demands an exit code and words.
func (d *install) refused(code int, words string, args ...string) {
	d.t.Helper()
	got, out, failure := d.run(args...)
	if got != code || !strings.Contains(failure, words) {
		d.t.Errorf("%v: exit code %d, want %d; want %q in:\n%s%s", args, got, code, words, failure, out)
	}
}

func (d *install) open() *store.Store {
	d.t.Helper()
	b, err := bolt.Open(d.store, bolt.Options{})
	if err != nil {
		d.t.Fatal(err)
	}
	s, err := store.Open(d.t.Context(), b, store.Options{})
	if err != nil {
		d.t.Fatal(err)
	}
	return s
}

// put keeps deals, one change each.
func (d *install) put(s *store.Store, deals ...sales.Deal) {
	d.t.Helper()
	for _, deal := range deals {
		c := store.Change{Once: "test|" + deal.ID, Actor: "U1", At: testTime, What: "deal new"}
		if _, err := s.Update(d.t.Context(), c, func(tx *store.Tx) error { return store.Deals.Put(tx, deal) }); err != nil {
			d.t.Fatal(err)
		}
	}
}

// filled is a desk whose store holds two deals and is closed.
func filled(t *testing.T) *install {
	d := newInstall(t)
	s := d.open()
	d.put(s,
		sales.Deal{ID: "D-1", Name: "数据平台", Account: "A-1", Owner: "U1", Team: "north", Status: sales.Open,
			Amount: sales.Money{Minor: 120_050, Currency: "CNY"}, Discount: 1250, Created: testTime,
			Next: sales.NextStep{What: "send quote", Due: "2026-11-27"}},
		sales.Deal{ID: "D-2", Name: "=HYPERLINK(\"http://evil.example\",\"click\")", Owner: "U2", Team: "north", Status: sales.Open,
			Amount: sales.Money{Minor: 5000, Currency: "JPY"}, Created: testTime},
	)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return d
}

// serving starts the admin listener on an open store, as serve does.
func (d *install) serving(s *store.Store, b func(context.Context, io.Writer) (int64, error)) {
	d.t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		d.t.Fatal(err)
	}
	d.env = append(d.env, "DEALDESK_ADMIN_LISTEN="+l.Addr().String())
	a := &serve.Admin{Ready: func() error { return nil }, Metrics: prometheus.NewRegistry(), Backup: b, Log: slog.New(slog.DiscardHandler)}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- a.Serve(ctx, l, d.store) }()
	waitFor(d.t, func() bool { _, err := os.Stat(serve.KeyPath(d.store)); return err == nil })
	d.t.Cleanup(func() {
		cancel()
		if err := errors.Join(<-ended, s.Close()); err != nil {
			d.t.Error(err)
		}
		if _, err := os.Stat(serve.KeyPath(d.store)); err == nil {
			d.t.Error("the key is still there after the end")
		}
	})
}

// waitFor waits until so returns true, for at most a minute: a slow machine is no fault.
func waitFor(t *testing.T, so func() bool) {
	t.Helper()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	deadline := time.After(time.Minute)
	for !so() {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatal("waited for a minute")
		}
	}
}

func TestAWrongCommandLineHasACodeOfItsOwn(t *testing.T) {
	d := newInstall(t)
	d.refused(exitUsage, "unknown command", "selll")
	d.refused(exitUsage, "unknown flag", "backup", "--fast")
	d.refused(exitUsage, "did you mean --dry-run?", "import", "--dryrun", "x.csv")
	d.refused(exitUsage, "did you mean dealdesk import?", "imports", "x.csv")
	d.refused(exitUsage, "accepts 1 arg", "backup")
	d.refused(exitUsage, "--out FOLDER", "export")
	d.refused(exitUsage, "dealdesk audit verify", "audit")
	d.refused(exitUsage, "unknown command", "audit", "undo")
	d.refused(exitUsage, "json, csv or xlsx", "export", "--out", "x", "--format", "xml")
	d.refused(exitUsage, "number:hash", "audit", "verify", "--checkpoint", "12")
}

func TestAWrongConfigurationHasACodeOfItsOwnAndNamesEveryMistake(t *testing.T) {
	d := newInstall(t)
	if err := os.WriteFile(d.config, []byte("[workspace]\nzone = \"Moon\"\n[shop]\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	d.refused(exitUsage, d.config+":2:1: workspace.zone", "backup", "x")
	d.refused(exitUsage, d.config+":3:2: shop is no setting", "backup", "x")
	d.refused(exitUsage, "mend this and try again", "backup", "x")
}

func TestTheEnvironmentNamesTheConfiguration(t *testing.T) {
	d := filled(t)
	var out, failure bytes.Buffer
	code := run(t.Context(), []string{"audit", "verify"}, []string{"DEALDESK_CONFIG=" + d.config}, nil, &out, &failure)
	if code != 0 || !strings.Contains(out.String(), "2 journal entries, unchanged") {
		t.Errorf("exit code %d: %s%s", code, out.String(), failure.String())
	}
}

func TestVersionAndCompletionNeedNoConfiguration(t *testing.T) {
	d := &install{t: t, config: filepath.Join(t.TempDir(), "none.toml")}
	out := d.must("version")
	if !strings.HasPrefix(out, "dealdesk ") || !strings.Contains(out, "go1.") {
		t.Errorf("version: %q", out)
	}
	if again := d.must("--version"); again != out {
		t.Errorf("--version: %q", again)
	}
	for _, shell := range []string{"bash", "zsh", "fish", "powershell"} {
		if out := d.must("completion", shell); !strings.Contains(out, "dealdesk") {
			t.Errorf("completion %s: %q", shell, out)
		}
	}
}

func TestVerifyFindsATamperedRecordAndACutJournal(t *testing.T) {
	d := filled(t)
	older := filepath.Join(d.dir, "older.db")
	d.must("backup", older)
	s := d.open()
	d.put(s, sales.Deal{ID: "D-3", Name: "later", Owner: "U1", Team: "north", Status: sales.Open})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(d.must("audit", "verify"), "\n")
	checkpoint := lines[1]
	if out := d.must("audit", "verify", "--checkpoint", checkpoint); !strings.Contains(out, checkpoint) {
		t.Errorf("got %q", out)
	}
	d.must("restore", older)
	d.must("audit", "verify")
	d.refused(exitStore, "Journal entry 3 is missing: the end of the journal was cut off", "audit", "verify", "--checkpoint", checkpoint)

	data, err := os.ReadFile(d.store)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(d.store, bytes.ReplaceAll(data, []byte(`"owner":"U2"`), []byte(`"owner":"U9"`)), 0o600); err != nil {
		t.Fatal(err)
	}
	d.refused(exitStore, "restore the newest backup", "audit", "verify")
}

func TestRecountFindsNothingToCorrect(t *testing.T) {
	d := filled(t)
	if out := d.must("recount"); out != "0 numbers corrected.\n" {
		t.Errorf("got %q", out)
	}
}

func TestTheAdminListenerIsForThisComputerOnly(t *testing.T) {
	ready := errors.New("Slack does not answer")
	a := &serve.Admin{
		Ready:   func() error { return ready },
		Metrics: prometheus.NewRegistry(),
		Backup: func(_ context.Context, w io.Writer) (int64, error) {
			n, err := io.WriteString(w, "copy")
			return int64(n), err
		},
		Key: "k3y",
		Log: slog.New(slog.DiscardHandler),
	}
	ask := func(method, path, host string, headers ...string) (int, string) {
		r := httptest.NewRequest(method, "http://"+host+path, nil)
		for i := 0; i < len(headers); i += 2 {
			r.Header.Set(headers[i], headers[i+1])
		}
		w := httptest.NewRecorder()
		a.Handler().ServeHTTP(w, r)
		return w.Code, w.Body.String()
	}
	const here, auth, key = "127.0.0.1:9090", "Authorization", "Bearer k3y"
	for _, c := range []struct {
		name, method, path, host string
		headers                  []string
		want                     int
	}{
		{"health", "GET", "/healthz", here, nil, http.StatusOK},
		{"health by name", "GET", "/healthz", "localhost:9090", nil, http.StatusOK},
		{"health by IPv6", "GET", "/healthz", "[::1]:9090", nil, http.StatusOK},
		{"metrics", "GET", "/metrics", here, nil, http.StatusOK},
		{"metrics from a web page", "GET", "/metrics", here, []string{"Origin", "http://evil.example"}, http.StatusForbidden},
		{"metrics in a web page", "GET", "/metrics", here, []string{"Sec-Fetch-Site", "cross-site"}, http.StatusForbidden},
		{"metrics in a browser", "GET", "/metrics", here, []string{"Sec-Fetch-Site", "none"}, http.StatusOK},
		{"not ready", "GET", "/readyz", here, nil, http.StatusServiceUnavailable},
		{"a name that leads here", "GET", "/metrics", "evil.example:9090", nil, http.StatusForbidden},
		{"no host", "GET", "/healthz", "", nil, http.StatusForbidden},
		{"backup", "POST", "/backup", here, []string{auth, key}, http.StatusOK},
		{"backup without the key", "POST", "/backup", here, nil, http.StatusForbidden},
		{"backup with another key", "POST", "/backup", here, []string{auth, "Bearer k3z"}, http.StatusForbidden},
		{"backup with the key alone", "POST", "/backup", here, []string{auth, "k3y"}, http.StatusForbidden},
		{"backup from a web page", "POST", "/backup", here, []string{auth, key, "Origin", "http://evil.example"}, http.StatusForbidden},
		{"backup by a link", "GET", "/backup", here, []string{auth, key}, http.StatusMethodNotAllowed},
		{"anything else", "GET", "/debug/pprof/", here, nil, http.StatusNotFound},
	} {
		code, body := ask(c.method, c.path, c.host, c.headers...)
		if code != c.want {
			t.Errorf("%s: got %d, want %d", c.name, code, c.want)
		}
		if code != http.StatusOK && strings.Contains(body, "copy") {
			t.Errorf("%s: the store was sent", c.name)
		}
	}
	ready = nil
	if code, body := ask("GET", "/readyz", here); code != http.StatusOK || body != "ready\n" {
		t.Errorf("ready: %d %q", code, body)
	}
}

func TestHelpIsInTheLanguageAskedFor(t *testing.T) {
	var out, errs strings.Builder
	if code := run(t.Context(), []string{"export", "--help", "--lang", "zh"}, nil, strings.NewReader(""), &out, &errs); code != 0 {
		t.Fatal(code, errs.String())
	}
	for _, want := range []string{"dealdesk export [参数]", "--out 目录", "要写入的新目录", "--config 文件", "DEALDESK_CONFIG"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in:\n%s", want, out.String())
		}
	}
	if strings.Contains(out.String(), "[flags]") || strings.Contains(out.String(), "only what is held") {
		t.Error(out.String())
	}
}
