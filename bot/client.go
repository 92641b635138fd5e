package bot

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"syscall"
	"time"

	"github.com/slack-go/slack"
)

// guard lets the bot talk to Slack only (rule 10): addresses come to us in payloads, and
// whoever could forge one must not make the bot call into the company's network.
type guard struct {
	host    string              // of the configured API; any address is allowed for it
	trusted map[string]struct{} // hosts that may be at a private address: host and the proxy
	http.RoundTripper
}

// newHTTPClient is the client for everything but the sockets. It follows no redirect: a
// followed one would post twice, and leave the allowed hosts.
func newHTTPClient(apiURL string) (*http.Client, *guard, error) {
	api, err := url.Parse(apiURL)
	if err != nil || api.Hostname() == "" {
		return nil, nil, errors.New("bot: the API address is not a URL")
	}
	g := &guard{host: api.Hostname(), trusted: map[string]struct{}{}}
	if !ofSlack(g.host) {
		g.trusted[g.host] = struct{}{}
	}
	if proxy, err := http.ProxyFromEnvironment(&http.Request{URL: api}); err == nil && proxy != nil {
		g.trusted[proxy.Hostname()] = struct{}{}
	}
	g.RoundTripper = &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           g.dial,
		ForceAttemptHTTP2:     true,
		MaxIdleConnsPerHost:   32,
		IdleConnTimeout:       90 * time.Second,
		TLSHandshakeTimeout:   10 * time.Second,
		ResponseHeaderTimeout: 20 * time.Second,
	}
	return &http.Client{
		Transport:     g,
		Timeout:       30 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}, g, nil
}

// RoundTrip refuses every host that is neither Slack's nor the configured API's.
func (g *guard) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := g.check(r.URL); err != nil {
		return nil, err
	}
	return g.RoundTripper.RoundTrip(r)
}

func (g *guard) check(u *url.URL) error {
	switch host := u.Hostname(); {
	case host == g.host, ofSlack(host) && (u.Scheme == "https" || u.Scheme == "wss"):
		return nil
	}
	return errNotSlack
}

var errNotSlack = errors.New("the address is not Slack's")

func ofSlack(host string) bool {
	host = strings.ToLower(host)
	for _, domain := range []string{"slack.com", "slack-gov.com"} {
		if host == domain || strings.HasSuffix(host, "."+domain) {
			return true
		}
	}
	return false
}

// dial refuses private addresses behind a public name.
func (g *guard) dial(ctx context.Context, network, addr string) (net.Conn, error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, err
	}
	d := net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}
	if _, ok := g.trusted[host]; !ok {
		d.Control = refusePrivate
	}
	return d.DialContext(ctx, network, addr)
}

var sharedSpace = netip.MustParsePrefix("100.64.0.0/10") // carriers' own networks (RFC 6598)

func refusePrivate(_, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return err
	}
	if ip := at.Addr().Unmap(); !ip.IsGlobalUnicast() || ip.IsPrivate() || sharedSpace.Contains(ip) {
		return errors.New("a private address stands behind Slack's name")
	}
	return nil
}

// withoutURL takes addresses out of an error: those of answers and of sockets are
// secrets (rule 8).
func withoutURL(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return fmt.Errorf("%s: %w", strings.ToLower(u.Op), u.Err)
	}
	return err
}

// fate is what a failed call did at Slack.
type fate int

const (
	unknown fate = iota // it may have taken effect
	limited             // not done: too fast
	unsent              // not done: it never reached Slack
	refused             // not done: Slack said no
)

// fateOf classifies by what is certain; anything else is unknown (rule 3).
func fateOf(err error) fate {
	var rate *slack.RateLimitedError
	var said slack.SlackErrorResponse
	var status slack.StatusCodeError
	var op *net.OpError
	switch {
	case errors.As(err, &rate):
		return limited
	case errors.As(err, &said):
		switch said.Err {
		case "ratelimited", "rate_limited":
			return limited
		case "internal_error", "fatal_error", "request_timeout", "service_unavailable", "":
			return unknown
		}
		return refused
	case errors.As(err, &status):
		switch {
		case status.Code == http.StatusTooManyRequests:
			return limited
		case status.Code >= 400 && status.Code < 500 && status.Code != http.StatusRequestTimeout:
			return refused
		}
		return unknown
	case errors.Is(err, errNotSlack), errors.As(err, &op) && op.Op == "dial":
		return unsent
	}
	return unknown
}

// patience is how long Slack asks to wait, within reason.
func patience(err error) time.Duration {
	wait := time.Second
	var rate *slack.RateLimitedError
	if errors.As(err, &rate) {
		wait = rate.RetryAfter
	}
	return min(max(wait, time.Second), 10*time.Minute)
}

// reason is Slack's word for a refusal, "" for other errors.
func reason(err error) string {
	var said slack.SlackErrorResponse
	if errors.As(err, &said) {
		return said.Err
	}
	return ""
}
