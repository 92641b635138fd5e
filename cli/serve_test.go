package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"dealdesk/bot/fakeslack"
	"dealdesk/dice"
	"dealdesk/store"
)

// buffer collects what a running program prints.
type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// withSlack gives the desk a local Slack with the people of its configuration.
func (d *install) withSlack(o fakeslack.Options) *fakeslack.Server {
	d.t.Helper()
	slack := fakeslack.New(o)
	if err := slack.Start("127.0.0.1:0"); err != nil {
		d.t.Fatal(err)
	}
	d.t.Cleanup(slack.Close)
	for _, id := range []string{"U1", "U2"} {
		slack.AddUser(fakeslack.User{ID: id, Name: strings.ToLower(id), RealName: id})
	}
	slack.AddChannel(fakeslack.Channel{ID: "C1", Name: "north", Members: []string{"U1", "U2", slack.BotUser()}})
	token, app, secret := slack.Tokens()
	d.env = append(d.env, "DEALDESK_SLACK_API_URL="+slack.URL()+"/api/", "DEALDESK_SLACK_BOT_TOKEN="+token,
		"DEALDESK_SLACK_APP_TOKEN="+app, "DEALDESK_SLACK_SIGNING_SECRET="+secret, "DEALDESK_ADMIN_LISTEN="+freeAddress(d.t))
	return slack
}

var hosts atomic.Uint32

// freeAddress is an address that nothing listens on. Where all of 127/8 is this computer it has
// a host of its own: no connection of another test takes the port before it is listened on.
func freeAddress(t *testing.T) string {
	t.Helper()
	host := "127.0.0.1"
	if runtime.GOOS == "linux" {
		n := hosts.Add(1)
		host = fmt.Sprintf("127.%d.%d.%d", 1+os.Getpid()%254, n/254, 1+n%254)
	}
	l, err := net.Listen("tcp", net.JoinHostPort(host, "0"))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// get asks the admin listener; 0 when nobody listens.
func (d *install) get(path string) int {
	i := slices.IndexFunc(d.env, func(s string) bool { return strings.HasPrefix(s, "DEALDESK_ADMIN_LISTEN=") })
	resp, err := http.Get("http://" + strings.TrimPrefix(d.env[i], "DEALDESK_ADMIN_LISTEN=") + path)
	if err != nil {
		return 0
	}
	resp.Body.Close()
	return resp.StatusCode
}

// serve starts the program; stop ends it as a signal does and returns its exit code and
// what it printed.
func (d *install) serve() (stop func() (int, string)) {
	ctx, cancel := context.WithCancel(context.Background())
	var out buffer
	ended := make(chan int, 1)
	go func() {
		args := []string{"--config", d.config, "serve"}
		if _, err := os.Stat(d.store); err != nil {
			args = append(args, "--new")
		}
		ended <- run(ctx, args, d.env, strings.NewReader(""), &out, &out)
	}()
	once := sync.OnceValues(func() (int, string) {
		cancel()
		return <-ended, out.String()
	})
	d.t.Cleanup(func() { once() })
	return once
}

func TestServeAnswersSlackAndStopsInOrder(t *testing.T) {
	for _, mode := range []string{"socket", "http"} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			d := newInstall(t)
			slack := d.withSlack(fakeslack.Options{})
			listen := freeAddress(t)
			d.env = append(d.env, "DEALDESK_SLACK_MODE="+mode, "DEALDESK_SLACK_LISTEN="+listen)
			stop := d.serve()
			waitFor(t, func() bool { return d.get("/readyz") == http.StatusOK })
			if d.get("/healthz") != http.StatusOK || d.get("/metrics") != http.StatusOK {
				t.Error("health or metrics are missing")
			}
			if mode == "http" {
				at := "http://" + listen + "/slack/"
				if err := slack.UseHTTP(t.Context(),
					fakeslack.URLs{Events: at + "events", Commands: at + "commands", Interactions: at + "interactions"}); err != nil {
					t.Fatal(err)
				}
			}

			ana := slack.As("U2")
			var last error
			waitFor(t, func() bool { // the sockets may still be on their way
				last = ana.Slash(t.Context(), "C1", "/sales", "account new Acme")
				return last == nil
			})
			waitFor(t, func() bool { return strings.Contains(ana.Transcript("C1", ""), "Acme") })

			d.refused(exitRunning, "another copy is running", "serve")
			copied := filepath.Join(d.dir, "copy.db")
			d.must("backup", copied)

			began := time.Now()
			code, log := stop()
			if took := time.Since(began); code != 0 || took > 10*time.Second {
				t.Errorf("exit code %d after %v:\n%s", code, took, log)
			}
			if strings.Contains(log, "fake") || strings.Contains(log, "Acme") {
				t.Errorf("a secret or a text is in the log:\n%s", log)
			}
			s := d.open()
			defer s.Close()
			var names []string
			err := s.View(t.Context(), func(r store.Reader) error {
				for a, err := range store.Accounts.List(r, store.Query{}) {
					if err != nil {
						return err
					}
					names = append(names, a.Name)
				}
				return nil
			})
			if err != nil || !slices.Equal(names, []string{"Acme"}) {
				t.Errorf("kept: %v, %v", names, err)
			}
		})
	}
}

func TestServeIsReadyWithinTwoSeconds(t *testing.T) {
	dice.Quick(t, 2*time.Second, func() {
		d := newInstall(t)
		d.withSlack(fakeslack.Options{})
		d.serve()
		waitFor(t, func() bool { return d.get("/readyz") == http.StatusOK })
	})
}

func TestServeEndsWithAFailureWhenSlackRefusesTheToken(t *testing.T) {
	d := newInstall(t)
	d.withSlack(fakeslack.Options{})
	d.env = append(d.env, "DEALDESK_SLACK_BOT_TOKEN=xoxb-wrong")
	d.refused(exitFailure, "does not accept the bot token", "serve", "--new")
}

func TestTheManifestNamesTheSlashCommandsInBothLanguages(t *testing.T) {
	d := newInstall(t)
	for _, args := range [][]string{{}, {"--lang", "zh-Hans", "--url", "https://desk.example"}} {
		var m struct {
			Features struct {
				Commands []struct{ Command, URL string } `json:"slash_commands"`
			}
			Settings struct {
				Socket bool `json:"socket_mode_enabled"`
			}
		}
		out := d.must(append([]string{"manifest"}, args...)...)
		if err := json.Unmarshal([]byte(out), &m); err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, c := range m.Features.Commands {
			names = append(names, c.Command)
		}
		for _, want := range []string{"/sales", "/log", "/deal", "/discount", "/standup"} {
			if !slices.Contains(names, want) {
				t.Errorf("%v: no %s in %v", args, want, names)
			}
		}
		if m.Settings.Socket != (len(args) == 0) || strings.Contains(out, "desk.example") != (len(args) > 0) {
			t.Errorf("%v: mode and address: %s", args, out)
		}
	}
	d.refused(exitUsage, "--lang must be en or zh, not tlh", "manifest", "--lang", "tlh")
}
