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
	"strconv"
	"time"
)

const (
	maxBody      = 1 << 20
	maxClockSkew = 5 * time.Minute // how long Slack's signatures are taken
)

// Handler serves signed requests of Slack: slash commands, interactions and events each
// at a path of its own, and all of them at /slack.
func (b *Bot) Handler() http.Handler {
	mux := http.NewServeMux()
	for path, kind := range map[string]string{"/slack": "", "/slack/commands": "slash", "/slack/interactions": "interaction", "/slack/events": "event"} {
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

// serve verifies, then hears. Retries of Slack are heard like first deliveries: what
// they are about is known by its ID, and the first one may have got lost.
func (b *Bot) serve(w http.ResponseWriter, r *http.Request, kind string) {
	if b.me.Load() == nil {
		http.Error(w, "not ready", http.StatusServiceUnavailable)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		b.refuse(w, http.StatusRequestEntityTooLarge, "size")
		return
	}
	if bytes.Contains(body, []byte("ssl_check=1")) && !bytes.Contains(body, []byte("command=")) {
		return // Slack looks at our certificate
	}
	if why := verify(b.config.SigningSecret, r.Header, body, b.deps.Now()); why != "" {
		b.refuse(w, http.StatusUnauthorized, why)
		return
	}
	a := arrival{kind: kind, body: body, room: maxBody}
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
	defer b.running.done()
	// Slack has the whole answer once it is flushed; what is left to do goes on here, on
	// the connection's own goroutine, whose stack has grown already.
	a.ack = func(answer []byte) {
		answerJSON(w, answer)
		_ = http.NewResponseController(w).Flush()
	}
	b.accept(a)
}

func (b *Bot) refuse(w http.ResponseWriter, status int, why string) {
	b.metrics.badRequest.WithLabelValues(why).Inc()
	http.Error(w, http.StatusText(status), status)
}

// answerJSON answers in full; an empty body is no JSON but a mere acknowledgement.
func answerJSON(w http.ResponseWriter, body []byte) {
	if len(body) > 0 {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write(body) // a caller that hung up gets nothing
}

// verify checks Slack's signature over the raw body; it returns why it does not hold,
// "" if it does. The past five minutes can be replayed: what is replayed has its ID.
func verify(secret Secret, header http.Header, body []byte, now time.Time) string {
	stamp := header.Get("X-Slack-Request-Timestamp")
	at, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil {
		return "timestamp"
	}
	if age := now.Sub(time.Unix(at, 0)); age > maxClockSkew || age < -maxClockSkew {
		return "age"
	}
	mac := hmac.New(sha256.New, []byte(secret.Reveal()))
	mac.Write([]byte("v0:" + stamp + ":"))
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

// unwrap finds out what kind of delivery came to the combined path, and takes an
// interaction out of its form.
func (a *arrival) unwrap() bool {
	if body := bytes.TrimSpace(a.body); len(body) > 0 && body[0] == '{' {
		if a.kind == "" {
			a.kind = "event"
		}
		return true
	}
	if a.kind == "slash" || a.kind == "event" {
		return true // the decoder reads it, or says that it is malformed
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

// challenge answers Slack's check of an address for events.
func challenge(a arrival) ([]byte, bool) {
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
