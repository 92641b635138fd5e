package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// Socket Mode over gorilla/websocket; slack-go only requests the connection. Its own
// client decodes payloads into structs we do not use, drops unknown envelope types and
// closes the old socket before it opens the new one. These rules hold:
//   - Every envelope is acknowledged, whatever it contains.
//   - Reading never waits for an answer.
//   - An answer goes back on the socket of its request. If that socket is dead, Slack
//     repeats the request.
//   - A socket that Slack wants to renew is read until Slack closes it.

const (
	maxAck          = 20_000   // Slack silently drops longer ones
	maxFrame        = 16 << 20 // frames above maxBody are malformed, above this the socket closes
	ackWriteTimeout = 2 * time.Second
	stableAfter     = 30 * time.Second // a socket open for this long resets the backoff
	renewTimeout    = 30 * time.Second // how long a socket is read after Slack asked to renew it
	maxRetryWait    = time.Minute
)

// keepConnected keeps one socket open until ctx ends. It returns an error if Slack
// refuses the token.
func (b *Bot) keepConnected(ctx context.Context) error {
	wait := time.Second
	for ctx.Err() == nil {
		s, err := b.dial(ctx)
		if err != nil {
			if ctx.Err() != nil {
				return nil
			}
			if classify(err) == refused {
				return fmt.Errorf("bot: slack does not let us connect: %w", err)
			}
			b.log.Warn("no connection to slack", "error", err.Error(), "again_in", wait.String())
			if !pause(ctx, wait) {
				return nil
			}
			wait = min(2*wait, maxRetryWait)
			continue
		}
		b.metrics.connects.Inc()
		opened := time.Now()
		replaced := make(chan bool, 1)
		if !b.sockets.add(s) {
			return nil
		}
		go b.guarded(func() { s.read(replaced) })
		renewed := false
		select {
		case renewed = <-replaced:
		case <-ctx.Done():
			return nil
		}
		if time.Since(opened) > stableAfter {
			wait = time.Second
			if renewed {
				continue
			}
		}
		// Back off: the reason may last, such as too many sockets.
		if !pause(ctx, wait) {
			return nil
		}
		wait = min(2*wait, maxRetryWait)
	}
	return nil
}

func (b *Bot) dial(ctx context.Context) (*socket, error) {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	var address string
	err := b.call(ctx, "apps.connections.open", func(ctx context.Context) (err error) {
		_, address, err = b.api.StartSocketModeContext(ctx)
		return err
	})
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil || b.guard.check(r.URL) != nil {
		return nil, errors.New("slack returned a socket address that is not its own")
	}
	dialer := websocket.Dialer{Proxy: http.ProxyFromEnvironment, NetDialContext: b.guard.dial, HandshakeTimeout: 10 * time.Second}
	conn, res, err := dialer.DialContext(ctx, address, nil)
	if res != nil {
		res.Body.Close()
	}
	if err != nil {
		return nil, withoutURL(err)
	}
	s := &socket{b: b, conn: conn}
	conn.SetReadLimit(maxFrame)
	s.extendDeadline()
	conn.SetPingHandler(func(data string) error {
		s.extendDeadline()
		// If the pong cannot be written, reading fails, too.
		_ = conn.WriteControl(websocket.PongMessage, []byte(data), time.Now().Add(ackWriteTimeout))
		return nil
	})
	return s, nil
}

// socket is one connection to Slack.
type socket struct {
	b       *Bot
	conn    *websocket.Conn
	writing sync.Mutex

	stopping sync.Mutex
	stopped  bool
}

// extendDeadline allows another PingInterval of silence.
func (s *socket) extendDeadline() {
	s.stopping.Lock()
	defer s.stopping.Unlock()
	if !s.stopped {
		_ = s.conn.SetReadDeadline(time.Now().Add(s.b.config.PingInterval))
	}
}

// stopReading ends read. Requests already read can still be answered.
func (s *socket) stopReading() {
	s.stopping.Lock()
	defer s.stopping.Unlock()
	s.stopped = true
	_ = s.conn.SetReadDeadline(time.Now())
}

// envelope is one decoded frame.
type envelope struct {
	Type          string          `json:"type"`
	ID            string          `json:"envelope_id"`
	Payload       json.RawMessage `json:"payload"`
	AcceptsAnswer bool            `json:"accepts_response_payload"`
	Reason        string          `json:"reason"` // disconnect only
}

// envelopeID finds the id in a frame that is not valid JSON, so that it can be
// acknowledged and is not delivered again and again.
var envelopeID = regexp.MustCompile(`"envelope_id"\s*:\s*"([A-Za-z0-9_-]{1,64})"`)

// read handles envelopes until the socket fails. It sends on replaced when a new socket
// should be opened: true when Slack announces a disconnect, false at the end.
func (s *socket) read(replaced chan<- bool) {
	leave := func(renewed bool) {
		select {
		case replaced <- renewed:
		default:
		}
	}
	defer leave(false)
	for {
		_, frame, err := s.conn.ReadMessage()
		if err != nil {
			break
		}
		s.extendDeadline()
		var e envelope
		if err := json.Unmarshal(frame, &e); err != nil || len(frame) > maxBody {
			if m := envelopeID.FindSubmatch(frame); m != nil {
				e.ID = string(m[1])
			}
			e.Type, e.Payload = "frame", frame
		}
		switch e.Type {
		case "hello":
		case "disconnect":
			leave(true)
			time.AfterFunc(renewTimeout, s.stopReading)
		default:
			s.handle(e)
		}
	}
	if s.b.running.open() { // during a shutdown it stays open for answers until closeAll
		s.conn.Close()
		s.b.sockets.remove(s)
	}
}

var deliveryKinds = map[string]string{"slash_commands": "slash", "interactive": "interaction", "events_api": "event"}

// handle starts the work on an envelope. Unknown types are acknowledged and kept as
// malformed.
func (s *socket) handle(e envelope) {
	if !s.b.running.start() {
		return // not acknowledged, so Slack delivers it again
	}
	a := delivery{kind: deliveryKinds[e.Type], body: e.Payload, ack: func(answer []byte) { s.ack(e.ID, answer) }}
	if a.kind == "" {
		a.kind = "unknown"
	}
	if e.AcceptsAnswer {
		a.maxAnswer = maxAck - 200 // for the envelope
	}
	go func() {
		defer s.b.running.done()
		s.b.accept(a)
	}()
}

// ack writes an acknowledgement. If that fails, Slack delivers the envelope again with
// the same request ID.
func (s *socket) ack(id string, answer []byte) {
	if id == "" {
		return
	}
	out := struct {
		ID      string          `json:"envelope_id"`
		Payload json.RawMessage `json:"payload,omitempty"`
	}{id, answer}
	s.writing.Lock()
	defer s.writing.Unlock()
	_ = s.conn.SetWriteDeadline(time.Now().Add(ackWriteTimeout))
	if err := s.conn.WriteMessage(websocket.TextMessage, encode(out)); err != nil {
		s.b.log.Warn("an acknowledgement was not written", "error", err.Error())
		s.conn.Close() // a frame may be half written; this also ends read
	}
}

// hangUp closes the connection.
func (s *socket) hangUp() {
	goodbye := websocket.FormatCloseMessage(websocket.CloseNormalClosure, "")
	_ = s.conn.WriteControl(websocket.CloseMessage, goodbye, time.Now().Add(time.Second))
	s.conn.Close()
}

// sockets are the open sockets.
type sockets struct {
	mu     sync.Mutex
	open   map[*socket]struct{}
	closed bool // by closeAll; no other is added
}

// add reports whether s may be used. One that connects while the bot stops comes too late
// for closeAll, so it is closed here.
func (all *sockets) add(s *socket) bool {
	all.mu.Lock()
	defer all.mu.Unlock()
	if all.closed {
		s.hangUp()
		return false
	}
	if all.open == nil {
		all.open = map[*socket]struct{}{}
	}
	all.open[s] = struct{}{}
	return true
}

func (all *sockets) remove(s *socket) {
	all.mu.Lock()
	defer all.mu.Unlock()
	delete(all.open, s)
}

// stopReading stops reading from all sockets.
func (all *sockets) stopReading() {
	all.mu.Lock()
	defer all.mu.Unlock()
	for s := range all.open {
		s.stopReading()
	}
}

// closeAll closes all open sockets, and those still to come.
func (all *sockets) closeAll() {
	all.mu.Lock()
	defer all.mu.Unlock()
	all.closed = true
	for s := range all.open {
		s.hangUp()
	}
}
