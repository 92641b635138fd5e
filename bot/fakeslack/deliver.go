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
	ackWithin = 3 * time.Second
	maxAck    = 20 << 10 // Slack drops acknowledgements of this size and above without a word
)

// retries are the waits before an event is sent again: at once, after a minute,
// after five. Commands and interactions are never sent again.
var retries = []time.Duration{0, time.Minute, 5 * time.Minute}

// Envelope is one thing the app is told: an event, a command or an interaction.
type Envelope struct {
	Type     string // events_api, slash_commands, interactive, or what SendEnvelope was given
	Kind     string // type of the event or interaction; the command
	Payload  json.RawMessage
	At       time.Time
	Attempts []Attempt
	AckedAt  time.Time
	Answer   json.RawMessage // what came with the acknowledgement
	Done     bool            // acknowledged and its answer processed, or given up
	Err      error           // what went wrong, as the person saw it

	accepts bool // accepts_response_payload
	answer  func(json.RawMessage) error
	form    func() string // its body over HTTP, when that is not JSON
	next    time.Time     // of the next attempt, while none is outstanding
	n       int           // counts envelopes
	done    chan struct{} // closed when Done
}

// Attempt is one delivery of an envelope.
type Attempt struct {
	ID      string // envelope_id
	At      time.Time
	Via     string // "socket 2", "http", or "" when the app could not be reached
	Copy    bool   // came besides the first or a retry
	Reason  string // why it failed, as retry_reason says it
	AckedAt time.Time
}

// failed counts the attempts that count as such, and says why the last one failed.
func (e *Envelope) failed() (n int, reason string) {
	for _, a := range e.Attempts {
		if a.Reason != "" && !a.Copy {
			n, reason = n+1, a.Reason
		}
	}
	return n, reason
}

// delivery is an attempt that has not ended.
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
	s.st.open[e] = true
	if s.closed {
		s.finish(e, errClosed)
		return e
	}
	s.attempt(e, false)
	if take(&s.st.Faults.DeliverTwice) {
		s.attempt(e, true)
	}
	s.bump()
	return e
}

// attempt delivers e once. A copy is what comes twice without being a retry.
func (s *Server) attempt(e *Envelope, copied bool) {
	retry, reason := e.failed()
	now := s.opt.Now()
	a := Attempt{ID: s.st.id("env-"), At: now, Copy: copied}
	d := &delivery{env: e, n: len(e.Attempts), deadline: now.Add(ackWithin), cancel: func() {}}
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
	s.arm(d.deadline)
}

// acked ends an attempt; the first one that is acknowledged in time ends the envelope.
func (s *Server) acked(id string, answer json.RawMessage) {
	d := s.st.deliveries[id]
	if d == nil {
		return
	}
	defer s.bump()
	if take(&s.st.Faults.LoseAcks) {
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

// fail ends an attempt that was not acknowledged; an event is tried again.
func (s *Server) fail(id, reason string) {
	d := s.st.deliveries[id]
	if d == nil {
		return
	}
	delete(s.st.deliveries, id)
	d.cancel()
	defer s.bump()
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
	if failed > len(retries) {
		s.finish(e, errors.New(reason))
		return
	}
	if wait := retries[failed-1]; wait > 0 {
		e.next = s.opt.Now().Add(wait)
		s.arm(e.next)
		return
	}
	s.attempt(e, false)
}

// giveUp ends an event whose receiver asked not to have it again.
func (s *Server) giveUp(id, reason string) {
	if d := s.st.deliveries[id]; d != nil {
		delete(s.st.deliveries, id)
		d.env.Attempts[d.n].Reason = reason
		if !d.env.Done {
			s.finish(d.env, errors.New(reason))
		}
		s.bump()
	}
}

func (s *Server) finish(e *Envelope, err error) {
	e.Done, e.Err = true, err
	close(e.done)
	delete(s.st.open, e)
}

// Tick does what has become due by the workspace's clock: it times out what was not
// acknowledged within three seconds and sends again what is to be sent again. The
// server calls it itself when a deadline comes in real time; whoever moves the clock
// calls it after each move.
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
	s.armed = time.Time{}
	var late []string
	for id, d := range s.st.deliveries {
		if now.Before(d.deadline) {
			s.arm(d.deadline)
		} else {
			late = append(late, id)
		}
	}
	var due []*Envelope
	for e := range s.st.open {
		switch {
		case e.next.IsZero():
		case now.Before(e.next):
			s.arm(e.next)
		default:
			due = append(due, e)
		}
	}
	slices.Sort(late) // in the order they were sent
	for _, id := range late {
		s.fail(id, "timeout")
	}
	slices.SortFunc(due, func(a, b *Envelope) int { return a.n - b.n })
	for _, e := range due {
		s.attempt(e, false)
	}
}

// arm makes the timer fire when t comes, at the latest. A clock that stands still is
// asked again in a second at the soonest.
func (s *Server) arm(t time.Time) {
	if s.closed || !s.armed.IsZero() && !t.Before(s.armed) {
		return
	}
	if s.timer != nil {
		s.timer.Stop()
	}
	s.armed = t
	s.timer = time.AfterFunc(max(t.Sub(s.opt.Now()), time.Second), s.Tick)
}

// Redeliver sends something the app was told before once more, unchanged but for its
// envelope id, as Slack sometimes does. It is not marked as a retry.
func (s *Server) Redeliver(e *Envelope) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.attempt(e, true)
	s.bump()
}

// SendEvent tells the app about an event of any type, with these fields.
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
