package bot_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"dealdesk/bot"
	"dealdesk/bot/fakeslack"
	"dealdesk/chat"
	"dealdesk/commands/phrase"
	"dealdesk/lang"
	"dealdesk/store"
	"dealdesk/store/bolt"
)

// Tests that call Parallel wait for Slack's own seconds and compute next to nothing, so more of
// them run at once than there are processors.
func TestMain(m *testing.M) {
	flag.Parse()
	if err := flag.Set("test.parallel", "16"); err != nil {
		panic(err)
	}
	m.Run()
}

// rig is a bot with test routes, a real store and a local Slack with two people.
type rig struct {
	testing.TB
	slack    *fakeslack.Server
	store    *store.Store
	bot      *bot.Bot
	config   bot.Config
	deps     bot.Deps
	metrics  *prometheus.Registry
	log      *syncBuffer
	ctx      context.Context
	stop     context.CancelFunc
	ended    chan error
	effects  atomic.Int32
	received chan chat.Request // requests of routes that only record them
	release  chan struct{}     // the route slow waits until it is closed
}

type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *syncBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *syncBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// newRig returns a desk that is not started yet.
func newRig(t testing.TB, o fakeslack.Options) *rig {
	t.Helper()
	d := &rig{TB: t, slack: fakeslack.New(o), metrics: prometheus.NewRegistry(), log: &syncBuffer{},
		received: make(chan chat.Request, 16), release: make(chan struct{}), ended: make(chan error, 1)}
	d.check(d.slack.Start("127.0.0.1:0"))
	t.Cleanup(d.slack.Close)
	d.slack.AddUser(fakeslack.User{ID: "UANA", Name: "ana"})
	d.slack.AddUser(fakeslack.User{ID: "ULI", Name: "李雷", Locale: "zh-CN", TZ: "Asia/Shanghai"})
	d.slack.AddChannel(fakeslack.Channel{ID: "C1", Name: "sales", Members: []string{"UANA", "ULI", "UBOT"}})
	backend, err := bolt.Open(filepath.Join(t.TempDir(), "desk.db"), bolt.Options{})
	d.check(err)
	d.store, err = store.Open(context.Background(), backend, store.Options{Now: time.Now()})
	d.check(err)
	t.Cleanup(func() { d.store.Close() })
	words, err := lang.Open()
	d.check(err)
	botToken, appToken, secret := d.slack.Tokens()
	d.config = bot.Config{Mode: bot.Socket, BotToken: bot.NewSecret(botToken), AppToken: bot.NewSecret(appToken),
		SigningSecret: bot.NewSecret(secret),
		APIURL:        d.slack.URL() + "/api/", Reactions: []string{"memo"}}
	d.deps = bot.Deps{Outbox: d.store, Lang: words, Log: slog.New(slog.NewTextHandler(d.log, nil)), Now: time.Now, Metrics: d.metrics}
	d.reroute(d.routes())
	var cancel context.CancelFunc
	d.ctx, cancel = context.WithTimeout(context.Background(), 30*time.Second)
	t.Cleanup(cancel)
	return d
}

// reroute gives the bot other routes.
func (d *rig) reroute(routes []chat.Route) {
	d.Helper()
	router, err := chat.NewRouter(routes, d.deps.Lang.Names, phrase.Distance)
	d.check(err)
	d.deps.Router = router
}

// start runs the bot until the test ends.
func (d *rig) start() *rig {
	d.Helper()
	var err error
	d.bot, err = bot.New(d.config, d.deps)
	d.check(err)
	ctx, stop := context.WithCancel(d.ctx)
	d.stop = stop
	go func() { d.ended <- d.bot.Run(ctx) }()
	d.Cleanup(func() {
		stop()
		select {
		case err := <-d.ended:
			if err != nil {
				d.Errorf("the bot ended with %v", err)
			}
		case <-time.After(12 * time.Second):
			d.Error("the bot did not stop")
		}
	})
	if d.config.Mode == bot.Socket {
		d.wait("both sockets are open", func(st *fakeslack.State) bool { return st.Connections() == 2 })
		return d
	}
	server := httptest.NewServer(d.bot.Handler())
	d.Cleanup(server.Close)
	<-d.bot.Ready()
	d.check(d.slack.UseHTTP(d.ctx, fakeslack.URLs{Events: server.URL + "/slack/events", Commands: server.URL + "/slack/commands",
		Interactions: server.URL + "/slack/interactions"}))
	return d
}

func (d *rig) check(err error) {
	d.Helper()
	if err != nil {
		d.Fatal(err)
	}
}

// wait waits until a condition holds in Slack.
func (d *rig) wait(what string, ok func(*fakeslack.State) bool) {
	d.Helper()
	if err := d.slack.WaitFor(d.ctx, ok); err != nil {
		d.Fatalf("not reached: %s: %v\nlog:\n%s", what, err, d.log)
	}
}

// idle waits until neither Slack nor the bot has anything left to do now. What one of them does
// gives the other work: the bot's own post comes back to it as an event. One that came before the
// sockets were open is tried again after a minute, which nobody waits for.
func (d *rig) idle() {
	d.Helper()
	quiet := func(st *fakeslack.State) bool { return st.Idle() || !st.Retry().IsZero() }
	for sent := -1; ; {
		d.check(d.slack.WaitFor(d.ctx, quiet))
		d.check(d.bot.Idle(d.ctx))
		before, idle := sent, false
		d.slack.Look(func(st *fakeslack.State) { sent, idle = st.Envelopes.Total(), quiet(st) })
		if idle && sent == before {
			return
		}
	}
}

// messages returns the bot's messages in a channel, ephemeral those only user sees.
func (d *rig) messages(channel string) (out []fakeslack.Message) {
	d.slack.Look(func(st *fakeslack.State) {
		for _, m := range st.Channels[channel].Messages {
			if m.User == "UBOT" {
				out = append(out, *m)
			}
		}
	})
	return out
}

func (d *rig) ephemeral(channel, user string) (out []fakeslack.Message) {
	d.slack.Look(func(st *fakeslack.State) {
		for _, m := range st.Channels[channel].Ephemerals {
			if m.To == user {
				out = append(out, *m)
			}
		}
	})
	return out
}

func (d *rig) calls(method string) (n int) {
	d.slack.Look(func(st *fakeslack.State) {
		for _, c := range st.Calls.All() {
			if c.Method == method {
				n++
			}
		}
	})
	return n
}

// lastSays checks that the last of some messages contains a text and returns it.
func (d *rig) lastSays(all []fakeslack.Message, want string) fakeslack.Message {
	d.Helper()
	if len(all) == 0 {
		d.Fatalf("there is no message, want %q\nlog:\n%s", want, d.log)
	}
	last := all[len(all)-1]
	if !strings.Contains(last.Text, want) {
		d.Fatalf("said %q, want %q\nlog:\n%s", last.Text, want, d.log)
	}
	return last
}

// update runs fn in an Update with the request's ID as key, counts it as an effect unless
// it is a repeat, and returns the stored reply.
func (d *rig) update(ctx context.Context, r chat.Request, fn func(*store.Tx) (chat.Reply, error)) (chat.Reply, error) {
	receipt, err := d.store.Update(ctx, store.Change{Once: r.ID, Actor: r.Who.User, At: r.At, What: r.Name}, func(tx *store.Tx) error {
		reply, err := fn(tx)
		if err != nil {
			return err
		}
		answer, err := json.Marshal(reply)
		tx.Answer(answer)
		return err
	})
	if err != nil {
		return chat.Reply{}, err
	}
	if !receipt.Repeat {
		d.effects.Add(1)
	}
	var reply chat.Reply
	return reply, json.Unmarshal(receipt.Answer, &reply)
}

// put puts a post without a request.
func (d *rig) put(p store.Post) {
	d.Helper()
	_, err := d.store.Update(d.ctx,
		store.Change{Once: fmt.Sprintf("put %s %d", p.Key, d.effects.Add(1)), Actor: "test", At: d.deps.Now(), What: "put"},
		func(tx *store.Tx) error { return tx.Post(p) })
	d.check(err)
}

func (d *rig) post(key string) store.Post {
	d.Helper()
	var p store.Post
	d.check(d.store.View(d.ctx, func(r store.Reader) error {
		var ok bool
		var err error
		if p, ok, err = store.PostByKey(r, key); err == nil && !ok {
			err = errors.New("no post " + key)
		}
		return err
	}))
	return p
}

func (d *rig) count(name string, want float64, labels ...string) {
	d.Helper()
	families, err := d.metrics.Gather()
	d.check(err)
	got := 0.0
	for _, f := range families {
		if f.GetName() != "dealdesk_"+name {
			continue
		}
		for _, m := range f.GetMetric() {
			match := true
			for i := 0; i+1 < len(labels); i += 2 {
				found := false
				for _, l := range m.GetLabel() {
					found = found || l.GetName() == labels[i] && l.GetValue() == labels[i+1]
				}
				match = match && found
			}
			if match {
				got += m.GetCounter().GetValue() + m.GetGauge().GetValue()
			}
		}
	}
	if got != want {
		d.Errorf("%s%v is %v, want %v", name, labels, got, want)
	}
}

var errSecretive = errors.New("the disk is on fire")

func (d *rig) routes() []chat.Route {
	say := func(text chat.Safe) chat.Reply { return chat.Say(text) }
	return append(append(pageRoutes(), fileRoute), []chat.Route{
		{Name: "log", Help: true, Slash: "log", Edit: true, Do: func(ctx context.Context, r chat.Request) (chat.Reply, error) {
			return d.update(ctx, r, func(tx *store.Tx) (chat.Reply, error) {
				err := tx.Post(store.Post{Key: "card", Channel: "C1", Message: chat.Message{Text: chat.Escape("card of " + r.Args)}})
				return say(chat.Escape(string(r.Kind) + " logged " + r.Args)), err
			})
		}},
		{Name: "watch", Help: true, Do: func(_ context.Context, r chat.Request) (chat.Reply, error) {
			d.received <- r
			return say("seen"), nil
		}},
		{Name: "quiet", Help: true, Slash: "quiet", Do: func(context.Context, chat.Request) (chat.Reply, error) { return chat.Reply{}, nil }},
		{Name: "panic", Help: true, Do: func(context.Context, chat.Request) (chat.Reply, error) { panic("words of a customer") }},
		{Name: "broken", Help: true, Do: func(context.Context, chat.Request) (chat.Reply, error) {
			return chat.Reply{}, errSecretive
		}},
		{Name: "unsaved", Help: true, Do: func(context.Context, chat.Request) (chat.Reply, error) {
			return chat.Reply{}, fmt.Errorf("log: %w", store.ErrNotSaved)
		}},
		{Name: "unsure", Help: true, Do: func(context.Context, chat.Request) (chat.Reply, error) {
			return chat.Reply{}, fmt.Errorf("log: %w", store.ErrUnsure)
		}},
		{Name: "slow", Help: true, Do: func(ctx context.Context, r chat.Request) (chat.Reply, error) {
			d.received <- r
			select {
			case <-d.release:
			case <-ctx.Done():
				return chat.Reply{}, fmt.Errorf("%w: %w", store.ErrNotSaved, ctx.Err()) // as a store whose disk is slow
			}
			return d.update(ctx, r, func(*store.Tx) (chat.Reply, error) { return say("done at last"), nil })
		}},
		{Name: "long", Help: true, Do: func(context.Context, chat.Request) (chat.Reply, error) {
			var blocks []chat.Block
			for range 20 {
				blocks = append(blocks, chat.Para(chat.Safe(strings.Repeat("长", 600))))
			}
			return chat.Say("long story", blocks...), nil
		}},
		{Name: "form", Help: true, Do: func(_ context.Context, r chat.Request) (chat.Reply, error) {
			return chat.Reply{Modal: form("form save")}, nil
		}},
		{Name: "form save", Do: func(ctx context.Context, r chat.Request) (chat.Reply, error) {
			switch note := r.Fields["note"]; note {
			case "":
				return chat.Reply{Errors: map[string]string{"note": "write something"}}, nil
			case "more":
				return chat.Reply{Modal: form("form save")}, nil
			case "broken":
				return chat.Reply{}, errSecretive
			default:
				return d.update(ctx, r, func(*store.Tx) (chat.Reply, error) {
					return say(chat.Escape("saved " + note + " " + r.Fields["kind"] + " for " + r.Value)), nil
				})
			}
		}},
		{Name: "suggest", Do: func(_ context.Context, r chat.Request) (chat.Reply, error) {
			if r.Args == "Nobody" {
				return chat.Reply{Options: []chat.Option{}}, nil
			}
			return chat.Reply{Options: []chat.Option{{Label: "Acme " + r.Args, Value: "A-1"}}}, nil
		}},
		{Name: "buttons", Help: true, Do: func(context.Context, chat.Request) (chat.Reply, error) {
			return chat.Say("press", chat.Block{Buttons: []chat.Button{{Label: "One", Action: "press", Value: "1"},
				{Label: "Two", Action: "press", Value: "2"}}}), nil
		}},
		{Name: "press", Do: func(ctx context.Context, r chat.Request) (chat.Reply, error) {
			return d.update(ctx, r, func(*store.Tx) (chat.Reply, error) {
				return chat.Reply{Message: &chat.Message{Text: chat.Safe("pressed " + r.Value)}, Replace: true}, nil
			})
		}},
		{Name: "table", Help: true, Do: func(context.Context, chat.Request) (chat.Reply, error) {
			return chat.Say("numbers: 1", chat.Block{Table: &chat.Table{Columns: []chat.Column{{Title: "n"}}, Rows: [][]string{{"1"}}}}), nil
		}},
		{Name: "name", Help: true, Names: true, Do: func(_ context.Context, r chat.Request) (chat.Reply, error) {
			d.received <- r
			return say("heard"), nil
		}},
		{Name: "log this", Shortcut: true, Do: func(_ context.Context, r chat.Request) (chat.Reply, error) {
			d.received <- r
			return say("taken"), nil
		}},
		{Name: "reaction", Do: func(_ context.Context, r chat.Request) (chat.Reply, error) {
			d.received <- r
			return chat.Reply{}, nil
		}},
		{Name: "delete", Do: func(_ context.Context, r chat.Request) (chat.Reply, error) {
			d.received <- r
			return chat.Reply{}, nil
		}},
		{Name: "profile", Do: func(_ context.Context, r chat.Request) (chat.Reply, error) {
			d.received <- r
			return chat.Reply{}, nil
		}},
		{Name: "home", Do: func(context.Context, chat.Request) (chat.Reply, error) {
			return chat.Reply{Home: &chat.Message{Text: "home sweet home"}}, nil
		}},
		{Name: "help", Help: true, Do: func(context.Context, chat.Request) (chat.Reply, error) { return say("this is help"), nil }},
	}...)
}
