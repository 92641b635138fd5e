package bot

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/slack-go/slack"
)

// guard lets the bot call Slack only (rule 10). Payloads contain URLs, and a forged one
// must not make the bot call into the company's network.
type guard struct {
	host    string              // of the configured API; it may have any address
	trusted map[string]struct{} // hosts that may have a private address: host and the proxy
	http.RoundTripper
}

// newHTTPClient returns the client for everything except the sockets. It follows no
// redirects: following one could post twice or leave the allowed hosts.
func newHTTPClient(apiURL string) (*http.Client, *guard, error) {
	api, err := url.Parse(apiURL)
	if err != nil || api.Hostname() == "" {
		return nil, nil, errors.New("bot: the API address is not a URL")
	}
	g := &guard{host: api.Hostname(), trusted: map[string]struct{}{}}
	if !isSlackHost(g.host) {
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

// RoundTrip refuses all hosts other than Slack's and the configured API's.
func (g *guard) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := g.check(r.URL); err != nil {
		return nil, err
	}
	res, err := g.RoundTripper.RoundTrip(r)
	if err == nil && res.StatusCode == http.StatusTooManyRequests {
		if wait, err := strconv.Atoi(res.Header.Get("Retry-After")); err != nil || wait < 0 {
			res.Header.Set("Retry-After", "30") // slack-go takes an unreadable one for an unknown outcome
		}
	}
	return res, err
}

func (g *guard) check(u *url.URL) error {
	switch host := u.Hostname(); {
	case host == g.host, isSlackHost(host) && (u.Scheme == "https" || u.Scheme == "wss"):
		return nil
	}
	return errNotSlack
}

var errNotSlack = errors.New("the address is not Slack's")

func isSlackHost(host string) bool {
	host = strings.ToLower(host)
	for _, domain := range []string{"slack.com", "slack-gov.com"} {
		if host == domain || strings.HasSuffix(host, "."+domain) {
			return true
		}
	}
	return false
}

// dial refuses public names that resolve to private addresses.
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

var carrierNAT = netip.MustParsePrefix("100.64.0.0/10") // RFC 6598

func refusePrivate(_, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return err
	}
	if ip := at.Addr().Unmap(); !ip.IsGlobalUnicast() || ip.IsPrivate() || carrierNAT.Contains(ip) {
		return errors.New("slack's name resolves to a private address")
	}
	return nil
}

// withoutURL removes the URL from an error: response and socket URLs are secrets (rule 8).
func withoutURL(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return fmt.Errorf("%s: %w", strings.ToLower(u.Op), u.Err)
	}
	return err
}

// failure says what a failed call did at Slack.
type failure int

const (
	unknown failure = iota // may have taken effect
	limited                // not done: rate limited
	unsent                 // not done: never reached Slack
	strange                // answered by somebody else on the way, such as a proxy; hardly done
	refused                // not done: Slack returned an error
)

// classify returns unknown unless it is certain that the call was not done (rule 3).
func classify(err error) failure {
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
			return strange // Slack itself refuses with 200 and its reason in JSON
		}
		return unknown
	case errors.Is(err, errNotSlack), errors.As(err, &op) && op.Op == "dial":
		return unsent
	}
	return unknown
}

// retryAfter is how long Slack asks to wait, between 1 s and 10 min.
func retryAfter(err error) time.Duration {
	wait := time.Second
	var rate *slack.RateLimitedError
	if errors.As(err, &rate) {
		wait = rate.RetryAfter
	}
	return min(max(wait, time.Second), 10*time.Minute)
}

// errorCode is Slack's error code, "" for other errors.
func errorCode(err error) string {
	var said slack.SlackErrorResponse
	if errors.As(err, &said) {
		return said.Err
	}
	return ""
}
