package fakeslack

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"
)

const (
	ackTimeout = 3 * time.Second
	maxAckSize = 20 << 10 // Slack silently drops acknowledgements of this size or more
)

// retryWaits are the waits before an event is sent again. Commands and interactions are
// never sent again.
var retryWaits = []time.Duration{0, time.Minute, 5 * time.Minute}

// Envelope is one event, command or interaction for the app.
type Envelope struct {
	Type     string // events_api, slash_commands, interactive, or a type given to SendEnvelope
	Kind     string // event type, interaction type or command
	Payload  json.RawMessage
	At       time.Time
	Attempts []Attempt
	AckedAt  time.Time
	Answer   json.RawMessage // payload of the acknowledgement
	Done     bool            // acknowledged and its answer processed, or given up
	Err      error           // error shown to the person

	accepts  bool // accepts_response_payload
	answer   func(json.RawMessage) error
	httpForm func() string // body over HTTP if it is not JSON
	next     time.Time     // time of the next attempt, if none is running
	n        int           // sequence number
	done     chan struct{} // closed when Done
}

// Attempt is one delivery of an envelope.
type Attempt struct {
	ID      string // envelope_id
	At      time.Time
	Via     string // "socket 2", "http", or "" when the app could not be reached
	Copy    bool   // an extra delivery, not a retry
	Reason  string // why it failed, as in retry_reason
	AckedAt time.Time
}

// failed counts the failed attempts without copies, and says why the last one failed.
func (e *Envelope) failed() (n int, reason string) {
	for _, a := range e.Attempts {
		if a.Reason != "" && !a.Copy {
			n, reason = n+1, a.Reason
		}
	}
	return n, reason
}

// delivery is a running attempt.
type delivery struct {
	env      *Envelope
	n        int // index into env.Attempts
	deadline time.Time
	cancel   func()
}

var errNoApp = errors.New("dispatch_failed")

// enqueue sends an envelope for the first time.
func (s *Server) enqueue(e *Envelope) *Envelope {
	e.At, e.done = s.opt.Now(), make(chan struct{})
	s.st.Envelopes.add(e)
	e.n = s.st.Envelopes.Total()
	s.st.unfinished[e] = true
	if s.closed {
		s.finish(e, errClosed)
		return e
	}
	s.attempt(e, false)
	if takeOne(&s.st.Faults.DeliverTwice) {
		s.attempt(e, true)
	}
	s.notify()
	return e
}

// attempt delivers e once. A copy is an extra delivery that is not a retry.
func (s *Server) attempt(e *Envelope, copied bool) {
	retry, reason := e.failed()
	now := s.opt.Now()
	a := Attempt{ID: s.st.id("env-"), At: now, Copy: copied}
	d := &delivery{env: e, n: len(e.Attempts), deadline: now.Add(ackTimeout), cancel: func() {}}
	e.next = time.Time{}
	e.Attempts = append(e.Attempts, a)
	s.st.deliveries[a.ID] = d
	via := &e.Attempts[d.n].Via
	switch url := s.urls.of(e); {
	case url != "":
		*via = "http"
		s.sendHTTP(d, url, retry, reason)
	case !s.urls.zero():
		s.fail(a.ID, "connection_failed")
		return
	default:
		c := s.pick()
		if c == nil {
			s.fail(a.ID, "connection_failed")
			return
		}
		*via = fmt.Sprintf("socket %d", c.n)
		frame := obj{"envelope_id": a.ID, "type": e.Type, "accepts_response_payload": e.accepts, "payload": e.Payload}
		if e.Type == "events_api" {
			frame["retry_attempt"], frame["retry_reason"] = retry, reason
		}
		c.send(mustJSON(frame))
	}
	s.setTimer(d.deadline)
}

// acked ends an attempt. The first acknowledged attempt ends the envelope.
func (s *Server) acked(id string, answer json.RawMessage) {
	d := s.st.deliveries[id]
	if d == nil {
		return
	}
	defer s.notify()
	if takeOne(&s.st.Faults.LoseAcks) {
		return
	}
	delete(s.st.deliveries, id)
	e, now := d.env, s.opt.Now()
	e.Attempts[d.n].AckedAt = now
	if !e.Done {
		e.AckedAt, e.Answer = now, answer
		var err error
		if e.answer != nil {
			err = e.answer(answer)
		}
		s.finish(e, err)
	}
}

// fail ends an attempt that was not acknowledged. Events are retried.
func (s *Server) fail(id, reason string) {
	d := s.st.deliveries[id]
	if d == nil {
		return
	}
	delete(s.st.deliveries, id)
	d.cancel()
	defer s.notify()
	e := d.env
	e.Attempts[d.n].Reason = reason
	if e.Done || e.Attempts[d.n].Copy {
		return
	}
	if e.Type != "events_api" {
		err := errors.New("operation_timeout")
		if reason != "timeout" {
			err = errNoApp
		}
		s.finish(e, err)
		return
	}
	failed, _ := e.failed()
	if failed > len(retryWaits) {
		s.finish(e, errors.New(reason))
		return
	}
	if wait := retryWaits[failed-1]; wait > 0 {
		e.next = s.opt.Now().Add(wait)
		s.setTimer(e.next)
		return
	}
	s.attempt(e, false)
}

// giveUp ends an event whose receiver asked for no retry.
func (s *Server) giveUp(id, reason string) {
	if d := s.st.deliveries[id]; d != nil {
		delete(s.st.deliveries, id)
		d.env.Attempts[d.n].Reason = reason
		if !d.env.Done {
			s.finish(d.env, errors.New(reason))
		}
		s.notify()
	}
}

func (s *Server) finish(e *Envelope, err error) {
	e.Done, e.Err = true, err
	close(e.done)
	delete(s.st.unfinished, e)
}

// Tick handles everything due on the workspace's clock: it times out attempts without an
// acknowledgement and starts retries. The server calls it at deadlines in real time;
// after moving the clock, call it yourself.
func (s *Server) Tick() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tick()
}

func (s *Server) tick() {
	if s.closed {
		return
	}
	now := s.opt.Now()
	s.timerAt = time.Time{}
	var late []string
	for id, d := range s.st.deliveries {
		if now.Before(d.deadline) {
			s.setTimer(d.deadline)
		} else {
			late = append(late, id)
		}
	}
	var due []*Envelope
	for e := range s.st.unfinished {
		switch {
		case e.next.IsZero():
		case now.Before(e.next):
			s.setTimer(e.next)
		default:
			due = append(due, e)
		}
	}
	slices.Sort(late) // in sending order
	for _, id := range late {
		s.fail(id, "timeout")
	}
	slices.SortFunc(due, func(a, b *Envelope) int { return a.n - b.n })
	for _, e := range due {
		s.attempt(e, false)
	}
}

// setTimer makes the timer fire at t or earlier, but not within a second, because the
// clock may stand still.
func (s *Server) setTimer(t time.Time) {
	if s.closed || !s.timerAt.IsZero() && !t.Before(s.timerAt) {
		return
	}
	if s.timer != nil {
		s.timer.Stop()
	}
	s.timerAt = t
	s.timer = time.AfterFunc(max(t.Sub(s.opt.Now()), time.Second), s.Tick)
}

// Redeliver delivers an envelope again with a new envelope id, as Slack sometimes does.
// It is not marked as a retry.
func (s *Server) Redeliver(e *Envelope) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.attempt(e, true)
	s.notify()
}

// SendEvent sends an event with these fields, of any type.
func (s *Server) SendEvent(event map[string]any) *Envelope {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.enqueue(s.event(nil, maps.Clone(event)))
}

// SendEnvelope sends an envelope of any type, known or not.
func (s *Server) SendEnvelope(kind string, payload any) *Envelope {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.enqueue(&Envelope{Type: kind, Kind: kind, Payload: mustJSON(payload)})
}
