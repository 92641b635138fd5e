package bot_test

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"dealdesk/bot"
	"dealdesk/bot/fakeslack"
)

// between puts a proxy between the bot and Slack's Web API. spoil may answer a call of a
// method in Slack's place; it returns false to let the call through.
func (d *rig) between(spoil func(w http.ResponseWriter, method string) bool) {
	d.Helper()
	slack, err := url.Parse(d.slack.URL())
	d.check(err)
	through := httputil.NewSingleHostReverseProxy(slack)
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !spoil(w, strings.TrimPrefix(r.URL.Path, "/api/")) {
			through.ServeHTTP(w, r)
		}
	}))
	d.Cleanup(proxy.Close)
	d.config.APIURL = proxy.URL + "/api/"
}

// hanging makes calls of a method hang until release. Each sends on hangs.
func (d *rig) hanging(method string) (hangs <-chan struct{}, release func()) {
	seen, gate := make(chan struct{}, 1024), make(chan struct{})
	d.between(func(_ http.ResponseWriter, called string) bool {
		if called == method {
			seen <- struct{}{}
			<-gate
		}
		return false
	})
	release = sync.OnceFunc(func() { close(gate) })
	d.Cleanup(release)
	return seen, release
}

// overOneConnection returns a function that sends signed requests, all over one kept
// connection, as a reverse proxy in front of the bot does.
func (d *rig) overOneConnection() func(path, kind, body string) *http.Response {
	server := httptest.NewServer(d.bot.Handler())
	d.Cleanup(server.Close)
	client := &http.Client{Transport: &http.Transport{MaxConnsPerHost: 1}, Timeout: 3 * time.Second}
	d.Cleanup(client.CloseIdleConnections)
	_, _, secret := d.slack.Tokens()
	return func(path, kind, body string) *http.Response {
		d.Helper()
		r := signed(secret, path, kind, body, d.deps.Now())
		to, err := url.Parse(server.URL + path)
		d.check(err)
		r.URL, r.RequestURI = to, ""
		resp, err := client.Do(r)
		d.check(err)
		d.check(resp.Body.Close())
		return resp
	}
}

const directEvent = `{"type":"event_callback","team_id":"T0001","event":{"type":"message","user":"UANA","text":"help","ts":"6.1",` +
	`"channel":"DUANA","channel_type":"im"}}`

func TestAnAnswerOnItsWayToSlackHoldsNoConnection(t *testing.T) {
	d := newRig(t, fakeslack.Options{})
	d.config.Mode = bot.HTTP
	hangs, release := d.hanging("chat.postMessage")
	d.start()
	send := d.overOneConnection()
	send("/slack/events", jsonType, directEvent)
	<-hangs
	send("/slack/commands", formType, slashBody("call Acme", "t1")) // fails after 3 s
	release()
	d.idle()
	d.lastSays(d.messages("DUANA"), "this is help")
}

func TestASlowHandlerHoldsNoConnection(t *testing.T) {
	t.Parallel() // waits for real time to pass
	d := newRig(t, fakeslack.Options{})
	d.config.Mode = bot.HTTP
	d.start()
	defer close(d.release)
	send := d.overOneConnection()
	send("/slack/commands", formType, strings.Replace(slashBody("slow", "t1"), "%2Flog", "%2Fsales", 1)) // acknowledged after 2 s
	send("/slack/commands", formType, slashBody("call Acme", "t2"))
}
