package bot

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

const (
	maxBody      = 1 << 20
	maxClockSkew = 5 * time.Minute // how old a signed request may be
)

// Handler serves signed requests from Slack: commands, interactions and events at a path
// each, and all of them at /slack.
func (b *Bot) Handler() http.Handler {
	mux := http.NewServeMux()
	kinds := map[string]string{"/slack": "", "/slack/commands": "slash", "/slack/interactions": "interaction", "/slack/events": "event"}
	for path, kind := range kinds {
		mux.HandleFunc("POST "+path, func(w http.ResponseWriter, r *http.Request) { b.serve(w, r, kind) })
	}
	return mux
}

func (b *Bot) listen(ctx context.Context) error {
	s := &http.Server{
		Addr: b.config.Listen, Handler: b.Handler(),
		ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second, WriteTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute,
		MaxHeaderBytes: 64 << 10,
	}
	gone := make(chan error, 1)
	go func() { gone <- s.ListenAndServe() }()
	select {
	case err := <-gone:
		return err
	case <-ctx.Done():
	}
	shut, cancel := context.WithTimeout(context.Background(), 4*time.Second)
	defer cancel()
	err := s.Shutdown(shut)
	if served := <-gone; !errors.Is(served, http.ErrServerClosed) {
		err = errors.Join(err, served)
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return s.Close()
	}
	return err
}

// serve verifies a request and answers it. Slack's retries are treated like first
// deliveries: repeats are recognised by their ID, and the first may have been lost.
func (b *Bot) serve(w http.ResponseWriter, r *http.Request, kind string) {
	if b.me.Load() == nil {
		http.Error(w, "not ready", http.StatusServiceUnavailable)
		return
	}
	body, ok := b.signedBody(w, r)
	if !ok {
		return
	}
	a := delivery{kind: kind, body: body, maxAnswer: maxBody}
	if !a.unwrap() {
		b.refuse(w, http.StatusBadRequest, "form")
		return
	}
	if answer, ok := challenge(a); ok {
		answerJSON(w, answer)
		return
	}
	if !b.running.start() {
		http.Error(w, "shutting down", http.StatusServiceUnavailable)
		return
	}
	// The connection is free for Slack's next request as soon as this one is acknowledged,
	// however long the rest of the work takes (P5).
	acked := make(chan []byte, 1)
	a.ack = func(answer []byte) { acked <- answer }
	go func() {
		defer b.running.done()
		b.accept(a)
	}()
	answerJSON(w, <-acked)
}

// signedBody returns the body of a request that Slack signed. Any other is answered here.
func (b *Bot) signedBody(w http.ResponseWriter, r *http.Request) (body []byte, ok bool) {
	why := unsigned(r.Header, b.deps.Now())
	if why != "" && !mayCheckCertificate(r) {
		b.refuse(w, http.StatusUnauthorized, why)
		return nil, false
	}
	body, release, err := b.readBody(w, r)
	defer release()
	switch {
	case errors.Is(err, errBusy):
		http.Error(w, "busy", http.StatusServiceUnavailable) // Slack tries again
		return nil, false
	case err != nil:
		b.refuse(w, http.StatusRequestEntityTooLarge, "size")
		return nil, false
	case checksCertificate(body):
		return nil, false
	}
	if why == "" {
		why = verify(b.config.SigningSecret, r.Header, body)
	}
	if why != "" {
		b.refuse(w, http.StatusUnauthorized, why)
		return nil, false
	}
	return bytes.Clone(body), true
}

// Strangers can send bodies too, so what they cost is limited: everybody gets a small one at
// once, and only a few get a large one at the same time, into memory that is used again.
const (
	smallBody   = 32 << 10
	largeBodies = 16
	largeWait   = time.Second
)

// readBody reads a body. After release it is no longer valid.
func (b *Bot) readBody(w http.ResponseWriter, r *http.Request) (body []byte, release func(), err error) {
	limited := http.MaxBytesReader(w, r.Body, maxBody)
	if r.ContentLength < smallBody { // or unknown
		small := make([]byte, smallBody)
		if r.ContentLength >= 0 {
			small = small[:r.ContentLength+1]
		}
		body, err = fill(small, limited)
		if err != nil || len(body) < len(small) {
			return body, func() {}, err
		}
	}
	wait, cancel := context.WithTimeout(r.Context(), largeWait)
	defer cancel()
	select {
	case large := <-b.large:
		if large == nil {
			large = make([]byte, maxBody+1)
		}
		n := copy(large, body)
		rest, err := fill(large[n:], limited)
		return large[:n+len(rest)], func() { b.large <- large }, err
	case <-wait.Done():
		return nil, func() {}, errBusy
	}
}

// fill reads to the end or until buf is full. A body that breaks off fails its signature.
func fill(buf []byte, r io.Reader) ([]byte, error) {
	n, err := io.ReadFull(r, buf)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = nil
	}
	return buf[:n], err
}

// mayCheckCertificate reports whether an unsigned request may be Slack's check of our certificate.
func mayCheckCertificate(r *http.Request) bool {
	return r.ContentLength > 0 && r.ContentLength <= maxCheck && r.Header.Get("X-Slack-Signature") == ""
}

const maxCheck = 1024

// checksCertificate reports whether a body is only Slack's check of our certificate: a short
// form of its own, never a part of what somebody wrote.
func checksCertificate(body []byte) bool {
	if len(body) > maxCheck || bytes.HasPrefix(bytes.TrimSpace(body), []byte("{")) {
		return false
	}
	fields, err := url.ParseQuery(string(body))
	return err == nil && fields.Get("ssl_check") == "1" && !fields.Has("command") && !fields.Has("payload")
}

func (b *Bot) refuse(w http.ResponseWriter, status int, why string) {
	b.metrics.badRequest.WithLabelValues(why).Inc()
	http.Error(w, http.StatusText(status), status)
}

// answerJSON writes the complete response; an empty body is a plain acknowledgement.
func answerJSON(w http.ResponseWriter, body []byte) {
	if len(body) > 0 {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write(body) // the caller may have hung up
}

// unsigned returns what is wrong with the signature before the body is read, "" if nothing is.
// A request can be replayed for five minutes, but keeps its ID.
func unsigned(header http.Header, now time.Time) string {
	at, err := strconv.ParseInt(header.Get("X-Slack-Request-Timestamp"), 10, 64)
	if err != nil {
		return "timestamp"
	}
	if age := now.Sub(time.Unix(at, 0)); age > maxClockSkew || age < -maxClockSkew {
		return "age"
	}
	if given, err := hex.DecodeString(trimVersion(header.Get("X-Slack-Signature"))); err != nil || len(given) != sha256.Size {
		return "signature"
	}
	return ""
}

// verify checks Slack's signature over the raw body, after unsigned.
func verify(secret Secret, header http.Header, body []byte) string {
	mac := hmac.New(sha256.New, []byte(secret.Reveal()))
	mac.Write([]byte("v0:" + header.Get("X-Slack-Request-Timestamp") + ":"))
	mac.Write(body)
	given, err := hex.DecodeString(trimVersion(header.Get("X-Slack-Signature")))
	if err != nil || !hmac.Equal(given, mac.Sum(nil)) {
		return "signature"
	}
	return ""
}

func trimVersion(signature string) string {
	if len(signature) < 3 || signature[:3] != "v0=" {
		return "?"
	}
	return signature[3:]
}

// unwrap detects the kind of a delivery to the combined path and takes the payload of an
// interaction out of its form. It returns false for a malformed form.
func (a *delivery) unwrap() bool {
	if body := bytes.TrimSpace(a.body); len(body) > 0 && body[0] == '{' {
		if a.kind == "" {
			a.kind = "event"
		}
		return true
	}
	if a.kind == "slash" || a.kind == "event" {
		return true // the decoder reports malformed bodies
	}
	var inner string
	err := form(a.body, func(name []byte) *string {
		if string(name) == "payload" {
			return &inner
		}
		return nil
	})
	if err != nil {
		return false
	}
	switch {
	case inner != "":
		a.kind, a.body = "interaction", []byte(inner)
	case a.kind == "":
		a.kind = "slash"
	}
	return true
}

// challenge returns the answer to a url_verification request.
func challenge(a delivery) ([]byte, bool) {
	if a.kind != "event" || !bytes.Contains(a.body, []byte("url_verification")) {
		return nil, false
	}
	var v struct {
		Type      string `json:"type"`
		Challenge string `json:"challenge"`
	}
	if json.Unmarshal(a.body, &v) != nil || v.Type != "url_verification" {
		return nil, false
	}
	return encode(map[string]string{"challenge": v.Challenge}), true
}
