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

// Socket Mode over gorilla/websocket; slack-go only opens the connection. Its own client
// decodes each payload into structs we do not use, drops envelopes of types it does not
// know, and hangs up before it has called again; doing it here is shorter than working
// around that. The rules: every envelope is acknowledged, whatever it holds; reading
// never waits for an answer; an answer goes back on the socket its request came by, and
// when that one is dead Slack repeats the request; a socket that Slack wants to renew is
// read until Slack hangs up.

const (
	maxAck       = 20_000           // Slack drops longer ones without a word
	maxFrame     = 16 << 20         // memory one frame may take; above maxBody it is malformed
	ackTimeout   = 2 * time.Second  //
	calmAfter    = 30 * time.Second // a socket that lived this long was a good one
	renewWithin  = 30 * time.Second // of being told: afterwards the old socket is of no use
	slowestRetry = time.Minute
)

// keepConnected holds one socket open until ctx ends. An error means that Slack will
// never let us in.
func (b *Bot) keepConnected(ctx context.Context) error {
	wait := time.Second
	for ctx.Err() == nil {
		s, err := b.dial(ctx)
		if err != nil {
			if ctx.Err() != nil {
				return nil
			}
			if fateOf(err) == refused {
				return fmt.Errorf("bot: slack does not let us connect: %w", err)
			}
			b.log.Warn("no connection to slack", "error", err.Error(), "again_in", wait.String())
			if !pause(ctx, wait) {
				return nil
			}
			wait = min(2*wait, slowestRetry)
			continue
		}
		b.metrics.connects.Inc()
		opened := time.Now()
		replaced := make(chan bool, 1)
		b.sockets.add(s)
		go s.read(replaced)
		renewed := false
		select {
		case renewed = <-replaced:
		case <-ctx.Done():
			return nil
		}
		if time.Since(opened) > calmAfter {
			wait = time.Second
			if renewed {
				continue
			}
		}
		// Whatever ended it so soon may end the next one, too: too many sockets, say.
		if !pause(ctx, wait) {
			return nil
		}
		wait = min(2*wait, slowestRetry)
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
		return nil, errors.New("slack named an address that is not its own")
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
	s.alive()
	conn.SetPingHandler(func(data string) error {
		s.alive()
		// A pong that cannot be written is a dead socket; reading finds that out.
		_ = conn.WriteControl(websocket.PongMessage, []byte(data), time.Now().Add(ackTimeout))
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

// alive puts off the moment when silence means death.
func (s *socket) alive() {
	s.stopping.Lock()
	defer s.stopping.Unlock()
	if !s.stopped {
		_ = s.conn.SetReadDeadline(time.Now().Add(s.b.config.PingInterval))
	}
}

// stopReading ends read; what was read can still be answered.
func (s *socket) stopReading() {
	s.stopping.Lock()
	defer s.stopping.Unlock()
	s.stopped = true
	_ = s.conn.SetReadDeadline(time.Now())
}

// envelope is one frame.
type envelope struct {
	Type     string          `json:"type"`
	ID       string          `json:"envelope_id"`
	Payload  json.RawMessage `json:"payload"`
	Answerer bool            `json:"accepts_response_payload"`
	Reason   string          `json:"reason"` // of a disconnect
}

// envelopeID finds the id in a frame that is no JSON, so that even that one is
// acknowledged and does not come again and again.
var envelopeID = regexp.MustCompile(`"envelope_id"\s*:\s*"([A-Za-z0-9_-]{1,64})"`)

// read hears envelopes until the socket dies. It tells when another one should be
// opened: at its end, or before that (true), when Slack says that the end is near.
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
		s.alive()
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
			time.AfterFunc(renewWithin, s.stopReading)
		default:
			s.hear(e)
		}
	}
	if s.b.running.open() { // else answers may still be on their way; hangUp closes it
		s.conn.Close()
		s.b.sockets.remove(s)
	}
}

var kinds = map[string]string{"slash_commands": "slash", "interactive": "interaction", "events_api": "event"}

// hear starts work on an envelope. What is of no known type is kept aside and
// acknowledged.
func (s *socket) hear(e envelope) {
	if !s.b.running.start() {
		return // not acknowledged: Slack delivers it again
	}
	a := arrival{kind: kinds[e.Type], body: e.Payload, ack: func(answer []byte) { s.ack(e.ID, answer) }}
	if a.kind == "" {
		a.kind = "unknown"
	}
	if e.Answerer {
		a.room = maxAck - 200 // the envelope around it
	}
	go func() {
		defer s.b.running.done()
		s.b.accept(a)
	}()
}

// ack writes an acknowledgement. If it cannot be written, Slack delivers the envelope
// again, and its ID tells that it is the same.
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
	_ = s.conn.SetWriteDeadline(time.Now().Add(ackTimeout))
	if err := s.conn.WriteMessage(websocket.TextMessage, encode(out)); err != nil {
		s.b.log.Warn("an acknowledgement was not written", "error", err.Error())
		s.conn.Close() // in the middle of a frame; reading ends with it
	}
}

// sockets are those that may still have answers to carry.
type sockets struct {
	mu   sync.Mutex
	open map[*socket]struct{}
}

func (all *sockets) add(s *socket) {
	all.mu.Lock()
	defer all.mu.Unlock()
	if all.open == nil {
		all.open = map[*socket]struct{}{}
	}
	all.open[s] = struct{}{}
}

func (all *sockets) remove(s *socket) {
	all.mu.Lock()
	defer all.mu.Unlock()
	delete(all.open, s)
}

// stopReading lets no more in on any socket.
func (all *sockets) stopReading() {
	all.mu.Lock()
	defer all.mu.Unlock()
	for s := range all.open {
		s.stopReading()
	}
}

// hangUp closes what is still open.
func (all *sockets) hangUp() {
	all.mu.Lock()
	defer all.mu.Unlock()
	for s := range all.open {
		_ = s.conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(websocket.CloseNormalClosure, ""), time.Now().Add(time.Second))
		s.conn.Close()
	}
}
