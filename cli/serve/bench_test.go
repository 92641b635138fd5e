package serve

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"dealdesk/bot"
	"dealdesk/bot/fakeslack"
	"dealdesk/cli/config"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
	"dealdesk/store/bolt"
)

// customers is the size of the benchmark's company; see docs/performance.md:
// go test -run '^$' -bench BenchmarkCommand ./cli/serve -customers 20000
var customers = flag.Int("customers", 4_000,
	"accounts of the benchmark's company, a multiple of 200; every other rep has an open deal with each of theirs")

const (
	benchTeams = 10
	benchReps  = 20 // in each team
)

func benchRep(i int) string { return fmt.Sprintf("U%07d", i) }

// benchOffice is a whole bot over a real store, with a local Slack to post to. Commands reach
// it through its HTTP handler, as Slack's do, but without a socket.
type benchOffice struct {
	handler http.Handler
	secret  string
	next    atomic.Int64
}

func newBenchOffice(b *testing.B) *benchOffice {
	b.Helper()
	ctx := b.Context()
	must := func(err error) {
		b.Helper()
		if err != nil {
			b.Fatal(err)
		}
	}
	slack := fakeslack.New(fakeslack.Options{Limits: fakeslack.Limits{Off: true}})
	must(slack.Start("127.0.0.1:0"))
	b.Cleanup(slack.Close)
	var text strings.Builder
	for team := range benchTeams {
		members, users := []string{}, []string{slack.BotUser()}
		for i := range benchReps {
			id := benchRep(team*benchReps + i)
			slack.AddUser(fakeslack.User{ID: id, Name: "rep" + id, TZ: "Europe/Berlin"})
			members, users = append(members, strconv.Quote(id)), append(users, id)
		}
		slack.AddChannel(fakeslack.Channel{ID: fmt.Sprintf("C%d", team), Name: fmt.Sprintf("team-%d", team), Members: users})
		fmt.Fprintf(&text, "[[team]]\nname = \"Team %d\"\nchannel = \"C%d\"\nmanager = \"UBOSS%d\"\nmembers = [%s]\n", team, team, team,
			strings.Join(members, ", "))
	}
	words, err := lang.Open()
	must(err)
	r := config.Read("", []byte(text.String()), nil)
	s := r.Settings(words.Languages(), false)
	must(errorOf(r.Mistakes))

	backend, err := bolt.Open(filepath.Join(b.TempDir(), "desk.db"), bolt.Options{})
	must(err)
	st, err := store.Open(ctx, backend, store.Options{Now: time.Now()})
	must(err)
	b.Cleanup(func() { must(st.Close()) })
	seedCustomers(b, st, *customers)

	token, _, secret := slack.Tokens()
	office, err := NewOffice(ctx, st, s, words, Deps{
		Slack:   bot.Config{Mode: bot.HTTP, BotToken: bot.NewSecret(token), SigningSecret: bot.NewSecret(secret), APIURL: slack.URL() + "/api/"},
		Now:     time.Now,
		Log:     slog.New(slog.DiscardHandler),
		metrics: prometheus.NewRegistry(),
	})
	must(err)
	running, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- office.Bot.Run(running) }()
	b.Cleanup(func() {
		stop()
		must(<-ended)
	})
	<-office.Bot.Ready()
	o := &benchOffice{handler: office.Bot.Handler(), secret: secret}
	for range benchTeams * benchReps { // Slack is asked once about everyone
		must(o.log(int(o.next.Add(1))))
	}
	return o
}

func errorOf(m config.Mistakes) error {
	if len(m) == 0 {
		return nil
	}
	return m
}

// seedCustomers stores n accounts. Those of every other rep have an open deal each.
func seedCustomers(b *testing.B, st *store.Store, n int) {
	b.Helper()
	at := time.Now().AddDate(0, 0, -30)
	for from := 0; from < n; from += 1000 {
		_, err := st.Update(b.Context(), store.Change{Once: fmt.Sprint("seed ", from), Actor: "seed", At: at, What: "seed"},
			func(tx *store.Tx) error {
				for i := from; i < min(from+1000, n); i++ {
					rep := i % (benchTeams * benchReps)
					a := sales.Account{ID: tx.Next(sales.KindAccount), Name: customerName(i), Owner: benchRep(rep),
						Team: fmt.Sprintf("team-%d", rep/benchReps), Created: at}
					if err := store.Accounts.Put(tx, a); err != nil {
						return err
					}
					if rep%2 == 0 {
						continue
					}
					d := sales.Deal{ID: tx.Next(sales.KindDeal), Name: "Data platform", Account: a.ID, Owner: a.Owner, Team: a.Team, Pipeline: "standard",
						Stage:  "proposal",
						Status: sales.Open, Amount: sales.Money{Minor: 12_000_000, Currency: "USD"}, Terms: 1, Close: calendar.DateOf(at.AddDate(0, 3, 0)),
						Created: at, StageSince: at}
					if err := store.Deals.Put(tx, d); err != nil {
						return err
					}
				}
				return nil
			})
		if err != nil {
			b.Fatal(err)
		}
	}
}

func customerName(i int) string { return fmt.Sprintf("Northwind %05d Ltd", i) }

// log sends the n-th signed command: the reps take turns, and each logs a call with one of
// their customers.
func (o *benchOffice) log(n int) error {
	rep := n % (benchTeams * benchReps)
	customer := (rep + n/(benchTeams*benchReps)*benchTeams*benchReps) % *customers
	body := url.Values{
		"command": {"/log"}, "text": {"call " + customerName(customer) + " 20m talked pricing, they want 10% off. next: send quote Fri"},
		"team_id": {"T0001"}, "user_id": {benchRep(rep)}, "user_name": {"rep"}, "channel_id": {"C0"},
		"trigger_id": {fmt.Sprintf("%d.1111111111.abcdef", n)}, "response_url": {"http://127.0.0.1:1/never-called"},
	}.Encode()
	stamp := strconv.FormatInt(time.Now().Unix(), 10)
	mac := hmac.New(sha256.New, []byte(o.secret))
	io.WriteString(mac, "v0:"+stamp+":"+body)
	r := httptest.NewRequest(http.MethodPost, "/slack/commands", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("X-Slack-Request-Timestamp", stamp)
	r.Header.Set("X-Slack-Signature", "v0="+hex.EncodeToString(mac.Sum(nil)))
	w := httptest.NewRecorder()
	o.handler.ServeHTTP(w, r)
	if answer := w.Body.String(); w.Code != http.StatusOK || !strings.Contains(answer, "Logged") {
		return fmt.Errorf("answer %d: %s", w.Code, answer)
	}
	return nil
}

// BenchmarkCommand measures one signed /log through the whole bot, by number of callers:
// verified, read, and answered after the commit. With a deal, its card and thread are written
// and posted, too.
func BenchmarkCommand(b *testing.B) {
	o := newBenchOffice(b)
	for _, bench := range []struct {
		about   string
		odd     int64
		callers int
	}{{"account", 0, 1}, {"account", 0, 64}, {"deal", 1, 1}, {"deal", 1, 64}} {
		b.Run(fmt.Sprintf("about=%s/callers=%d", bench.about, bench.callers), func(b *testing.B) {
			b.ReportAllocs()
			var left atomic.Int64
			left.Store(int64(b.N))
			busy := cpuTime()
			var wg sync.WaitGroup
			for range bench.callers {
				wg.Go(func() {
					for left.Add(-1) >= 0 {
						if err := o.log(int(o.next.Add(1)*2 + bench.odd)); err != nil {
							b.Error(err)
							return
						}
					}
				})
			}
			wg.Wait()
			b.ReportMetric(float64((cpuTime()-busy).Nanoseconds())/float64(b.N), "cpu-ns/op")
		})
	}
}

// cpuTime returns the processor time of this process. Other load on the machine distorts it
// less than the clock.
func cpuTime() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u) // cannot fail for this process
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
