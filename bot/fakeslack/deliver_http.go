package fakeslack

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// URLs are the app's request URLs. They may be equal; all empty means Socket Mode.
type URLs struct{ Events, Commands, Interactions string }

func (u URLs) zero() bool { return u == URLs{} }

func (u URLs) of(e *Envelope) string {
	switch e.Type {
	case "events_api":
		return u.Events
	case "slash_commands":
		return u.Commands
	case "interactive":
		return u.Interactions
	}
	return ""
}

// UseHTTP delivers to these URLs instead of Socket Mode, after the events URL has
// answered the url_verification challenge.
func (s *Server) UseHTTP(ctx context.Context, u URLs) error {
	if u.Events != "" {
		const challenge = "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P"
		body := mustJSON(obj{"type": "url_verification", "token": "fake", "challenge": challenge})
		req, err := s.request(ctx, u.Events, "application/json", body)
		if err != nil {
			return err
		}
		resp, err := s.client.Do(req)
		if err != nil {
			return fmt.Errorf("the events URL did not answer the challenge: %w", err)
		}
		defer resp.Body.Close()
		got, _ := io.ReadAll(io.LimitReader(resp.Body, 1<<16))
		var o struct{ Challenge string }
		if resp.StatusCode != http.StatusOK || json.Unmarshal(got, &o) != nil && string(bytes.TrimSpace(got)) != challenge ||
			o.Challenge != "" && o.Challenge != challenge || len(got) == 0 {
			return fmt.Errorf("the events URL answered the challenge with %s %.100q", resp.Status, got)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.urls = u
	return nil
}

// Sign returns Slack's v0 signature of a request body.
func Sign(secret, timestamp string, body []byte) string {
	h := hmac.New(sha256.New, []byte(secret))
	fmt.Fprintf(h, "v0:%s:", timestamp)
	h.Write(body)
	return "v0=" + hex.EncodeToString(h.Sum(nil))
}

func (s *Server) request(ctx context.Context, to, kind string, body []byte) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, to, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	at := strconv.FormatInt(s.opt.Now().Unix(), 10)
	req.Header.Set("Content-Type", kind)
	req.Header.Set("User-Agent", "Slackbot 1.0 (+https://api.slack.com/robots)")
	req.Header.Set("X-Slack-Request-Timestamp", at)
	req.Header.Set("X-Slack-Signature", Sign(s.opt.SigningSecret, at, body))
	return req, nil
}

// sendHTTP posts one attempt. It ends with the answer, or in Tick.
func (s *Server) sendHTTP(d *delivery, to string, retry int, reason string) {
	e, id := d.env, d.env.Attempts[d.n].ID
	kind, body := "application/json", []byte(e.Payload)
	if e.httpForm != nil {
		kind, body = "application/x-www-form-urlencoded", []byte(e.httpForm())
	}
	ctx, cancel := context.WithCancel(s.ctx)
	d.cancel = cancel
	req, err := s.request(ctx, to, kind, body)
	if err != nil {
		cancel()
		s.fail(id, "connection_failed")
		return
	}
	if e.Type == "events_api" && retry > 0 {
		if reason == "timeout" {
			reason = "http_timeout"
		}
		req.Header.Set("X-Slack-Retry-Num", strconv.Itoa(retry))
		req.Header.Set("X-Slack-Retry-Reason", reason)
	}
	s.wg.Go(func() {
		defer cancel()
		answer, enough, err := s.exchangeHTTP(req)
		s.mu.Lock()
		defer s.mu.Unlock()
		switch {
		case err == nil:
			s.acked(id, answer)
		case ctx.Err() != nil: // timed out on the workspace's clock, or closed
		case enough:
			s.giveUp(id, err.Error())
		default:
			s.fail(id, err.Error())
		}
	})
}

// exchangeHTTP returns the answer as acknowledgement payload, and whether the app asked
// for no retry.
func (s *Server) exchangeHTTP(req *http.Request) (json.RawMessage, bool, error) {
	resp, err := s.client.Do(req)
	if err != nil {
		return nil, false, errors.New("connection_failed")
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	if err != nil || resp.StatusCode/100 != 2 {
		return nil, resp.Header.Get("X-Slack-No-Retry") == "1", errors.New("http_error")
	}
	if len(bytes.TrimSpace(body)) == 0 {
		return nil, false, nil
	}
	if kind, _, _ := mime.ParseMediaType(resp.Header.Get("Content-Type")); kind == "application/json" {
		return body, false, nil
	}
	return mustJSON(obj{"text": string(body)}), false, nil // plain text answers a command
}

// payloadForm encodes an interaction for HTTP.
func payloadForm(payload json.RawMessage) func() string {
	return func() string { return url.Values{"payload": {string(payload)}}.Encode() }
}

// fieldsForm encodes a command for HTTP.
func fieldsForm(fields obj) func() string {
	return func() string {
		v := url.Values{}
		for k, x := range fields {
			if x != nil {
				v.Set(k, fmt.Sprint(x))
			}
		}
		return strings.ReplaceAll(v.Encode(), "%20", "+")
	}
}
