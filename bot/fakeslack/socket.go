package fakeslack

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/gorilla/websocket"
)

const maxConnections = 10

// conn is one Socket Mode connection. Its queue is guarded by the server's lock and sent
// by its own writer, so that a slow app blocks nobody.
type conn struct {
	n       int
	ws      *websocket.Conn
	queue   [][]byte
	wake    chan struct{}
	leaving bool // asked to disconnect: gets no new envelopes
}

func (c *conn) send(frame []byte) {
	c.queue = append(c.queue, frame)
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

func (s *Server) connectionsOpen(*call) (obj, error) {
	ticket := s.st.id("ticket-")
	s.st.tickets[ticket] = true
	return obj{"url": "ws" + strings.TrimPrefix(s.url, "http") + "/link?ticket=" + ticket + "&app_id=" + s.opt.AppID}, nil
}

// pick returns the next connection in turn. Each envelope goes to exactly one.
func (s *Server) pick() *conn {
	for range s.st.conns {
		s.st.lastPick = (s.st.lastPick + 1) % len(s.st.conns)
		if c := s.st.conns[s.st.lastPick]; !c.leaving {
			return c
		}
	}
	return nil
}

func (s *Server) serveSocket(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	ticket := r.URL.Query().Get("ticket")
	known := s.st.tickets[ticket] && !s.closed
	delete(s.st.tickets, ticket) // valid for one connection
	if known {
		s.wg.Add(1) // Close waits for it
		defer s.wg.Done()
	}
	s.mu.Unlock()
	if !known {
		http.NotFound(w, r)
		return
	}
	// Apps send Slack's Origin, or none.
	up := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	ws, err := up.Upgrade(w, r, nil)
	if err != nil {
		return // the upgrader has answered
	}
	defer ws.Close()

	s.mu.Lock()
	if s.closed || len(s.st.conns) >= maxConnections {
		s.mu.Unlock()
		_ = ws.WriteJSON(obj{"type": "disconnect", "reason": "too_many_websockets", "debug_info": obj{"host": "fakeslack"}})
		return
	}
	s.st.lastConn++
	c := &conn{n: s.st.lastConn, ws: ws, wake: make(chan struct{}, 1)}
	s.st.conns = append(s.st.conns, c)
	c.send(mustJSON(obj{"type": "hello", "num_connections": len(s.st.conns), "connection_info": obj{"app_id": s.opt.AppID},
		"debug_info": obj{"host": "fakeslack", "build_number": 1, "approximate_connection_time": 3600}}))
	s.notify()
	s.mu.Unlock()

	gone := make(chan struct{})
	s.wg.Go(func() { s.write(c, gone) })
	for {
		_, frame, err := ws.ReadMessage()
		if err != nil {
			break
		}
		s.receive(frame)
	}
	close(gone)
	s.mu.Lock()
	s.st.conns = slices.DeleteFunc(s.st.conns, func(o *conn) bool { return o == c })
	s.notify()
	s.mu.Unlock()
}

// write sends queued frames and pings.
func (s *Server) write(c *conn, gone chan struct{}) {
	ping := time.NewTicker(s.opt.PingEvery)
	defer ping.Stop()
	beat := func() error {
		return c.ws.WriteControl(websocket.PingMessage, []byte("ping"), time.Now().Add(s.opt.PingEvery))
	}
	err := beat() // a client may be waiting for the first ping
	for err == nil {
		select {
		case <-gone:
			return
		case <-ping.C:
			err = beat()
		case <-c.wake:
			s.mu.Lock()
			frames := c.queue
			c.queue = nil
			s.mu.Unlock()
			for _, f := range frames {
				if err = c.ws.WriteMessage(websocket.TextMessage, f); err != nil {
					break
				}
			}
		}
	}
	c.ws.Close()
}

// receive handles an acknowledgement. Like Slack, it silently drops one that is too large,
// so the envelope stays unacknowledged.
func (s *Server) receive(frame []byte) {
	var ack struct {
		EnvelopeID string          `json:"envelope_id"`
		Payload    json.RawMessage `json:"payload"`
	}
	if len(frame) >= maxAckSize || json.Unmarshal(frame, &ack) != nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.acked(ack.EnvelopeID, ack.Payload)
}

// Disconnect asks the oldest connection to disconnect, for a reason such as "warning" or
// "refresh_requested". It gets no more envelopes; the app closes it.
func (s *Server) Disconnect(reason string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.st.conns {
		if !c.leaving {
			c.leaving = true
			c.send(mustJSON(obj{"type": "disconnect", "reason": reason, "debug_info": obj{"host": "fakeslack"}}))
			s.notify()
			return nil
		}
	}
	return fmt.Errorf("no open connection for %s", reason)
}

// Cut breaks all connections without notice.
func (s *Server) Cut() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.st.conns {
		c.leaving = true
		c.ws.Close()
	}
}

// SendFrame sends raw text to the next connection, such as a malformed frame.
func (s *Server) SendFrame(text string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.pick()
	if c == nil {
		return errNoApp
	}
	c.send([]byte(text))
	return nil
}
