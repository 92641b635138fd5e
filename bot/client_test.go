package bot

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"dealdesk/lang"
)

func testWords(t testing.TB) *lang.Catalog {
	words, err := lang.Open()
	if err != nil {
		t.Fatal(err)
	}
	return words
}

func TestBotCallsOnlySlack(t *testing.T) {
	reached := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/away" {
			http.Redirect(w, r, "https://example.com/", http.StatusTemporaryRedirect)
		}
	}))
	defer reached.Close()
	client, guard, err := newHTTPClient("https://slack.com/api/")
	if err != nil {
		t.Fatal(err)
	}
	for _, address := range []string{reached.URL, "http://hooks.slack.com/x", "https://slack.com.evil.example/x", "https://evilslack.com/",
		"https://169.254.169.254/latest", "https://hooks.slack.com@evil.example/"} {
		_, err := client.Get(address)
		if !errors.Is(err, errNotSlack) {
			t.Errorf("%s: %v", address, err)
		}
	}
	for _, address := range []string{"https://hooks.slack.com/x", "wss://wss-primary.slack.com/link", "https://slack-gov.com/api/"} {
		u, _ := url.Parse(address)
		if err := guard.check(u); err != nil {
			t.Errorf("%s: %v", address, err)
		}
	}
	// Slack's name must not resolve into our own network.
	for _, address := range []string{"127.0.0.1:443", "10.1.2.3:443", "[::1]:443", "[::ffff:192.168.0.1]:443", "100.64.0.1:443",
		"169.254.1.1:443", "0.0.0.0:443"} {
		if err := refusePrivate("tcp", address, nil); err == nil {
			t.Errorf("%s may be dialled", address)
		}
	}
	if err := refusePrivate("tcp", "3.5.7.9:443", nil); err != nil {
		t.Error(err)
	}
	// A configured local Slack can be reached, but its redirects are not followed.
	client, _, err = newHTTPClient(reached.URL + "/api/")
	if err != nil {
		t.Fatal(err)
	}
	res, err := client.Get(reached.URL + "/away")
	if err != nil || res.StatusCode != http.StatusTemporaryRedirect {
		t.Errorf("a redirect was followed: %v %v", res, err)
	}
}

func TestErrorsAreUnknownUnlessTheCallWasCertainlyNotDone(t *testing.T) {
	for _, c := range []struct {
		err  error
		want failure
	}{
		{&slack.RateLimitedError{RetryAfter: time.Second}, limited},
		{slack.SlackErrorResponse{Err: "ratelimited"}, limited},
		{slack.StatusCodeError{Code: 429}, limited},
		{slack.SlackErrorResponse{Err: "channel_not_found"}, refused},
		{slack.SlackErrorResponse{Err: "internal_error"}, unknown},
		{slack.StatusCodeError{Code: 503}, unknown},
		{slack.StatusCodeError{Code: 404}, strange},
		{context.DeadlineExceeded, unknown},
		{&url.Error{Op: "Post", Err: &net.OpError{Op: "dial", Err: errors.New("refused")}}, unsent},
		{&url.Error{Op: "Post", Err: &net.OpError{Op: "read", Err: errors.New("reset")}}, unknown},
	} {
		if got := classify(c.err); got != c.want {
			t.Errorf("%v is %d, want %d", c.err, got, c.want)
		}
	}
	for seconds, want := range map[int]time.Duration{0: time.Second, 30: 30 * time.Second, 86400: 10 * time.Minute, -5: time.Second} {
		if got := retryAfter(&slack.RateLimitedError{RetryAfter: time.Duration(seconds) * time.Second}); got != want {
			t.Errorf("Retry-After %d is %v, want %v", seconds, got, want)
		}
	}
}

func TestErrorDoesNotContainTheSecretURL(t *testing.T) {
	err := withoutURL(&url.Error{Op: "Post", URL: "https://hooks.slack.com/commands/T1/secret", Err: errors.New("reset")})
	if strings.Contains(err.Error(), "secret") {
		t.Error(err)
	}
}
