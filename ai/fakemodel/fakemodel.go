// Package fakemodel is a local service that speaks OpenAI's protocol, for tests. It is strict: a
// request that some service would refuse is refused, and noted.
package fakemodel

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
)

// Key and Model are what the service knows.
const (
	Key   = "sk-fake-4Gq9wLr2"
	Model = "small-1"
)

// Server answers each request as the test says.
type Server struct {
	URL     string   // its base address
	Accepts []string // modes; nil: all
	http    *httptest.Server

	mu      sync.Mutex
	answers []Answer
	asked   []Request
	broken  []string
}

// Answer writes the answer to a request.
type Answer func(w Writer, r Request)

// Writer is where an answer goes.
type Writer = http.ResponseWriter

// Request is what was asked, as the service reads it.
type Request struct {
	Mode     string
	Messages []Message
	Fields   []string        // of the schema
	Gone     <-chan struct{} // closed when the asker goes away
	call     string          // the function to call
}

// Message of a conversation.
type Message struct {
	Role    string `json:"role"`
	Content string `json:"content"`
}

// Text returns all that was sent.
func (r Request) Text() string {
	var all []string
	for _, m := range r.Messages {
		all = append(all, m.Content)
	}
	return strings.Join(all, "\n")
}

// Data returns the first message of the user.
func (r Request) Data() string {
	i := slices.IndexFunc(r.Messages, func(m Message) bool { return m.Role == "user" })
	return r.Messages[i].Content
}

// New starts a service.
func New() *Server {
	s := &Server{}
	s.http = httptest.NewServer(http.HandlerFunc(s.serve))
	s.URL = s.http.URL + "/v1"
	return s
}

// Close ends it, and all that hangs.
func (s *Server) Close() {
	s.http.CloseClientConnections()
	s.http.Close()
}

// Then sets the answers to the next requests; the last one answers all that follow.
func (s *Server) Then(answers ...Answer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answers, s.asked = answers, nil
}

// Asked returns the requests that were answered since Then.
func (s *Server) Asked() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.asked)
}

// Broken returns what was wrong with requests.
func (s *Server) Broken() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.broken)
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	if r.Header.Get("Authorization") != "Bearer "+Key {
		fail(w, http.StatusUnauthorized, "Incorrect API key provided: "+r.Header.Get("Authorization"))
		return
	}
	asked, status, err := read(r, body)
	if err == nil && s.Accepts != nil && !slices.Contains(s.Accepts, asked.Mode) {
		fail(w, http.StatusBadRequest, "This response_format type is unavailable now")
		return
	}
	if err != nil {
		s.mu.Lock()
		s.broken = append(s.broken, err.Error())
		s.mu.Unlock()
		fail(w, status, err.Error())
		return
	}
	asked.Gone = r.Context().Done()
	s.mu.Lock()
	s.asked = append(s.asked, asked)
	var answer Answer = NoChoices
	if len(s.answers) > 0 {
		answer = s.answers[0]
		s.answers = s.answers[min(1, len(s.answers)-1):]
	}
	s.mu.Unlock()
	answer(w, asked)
}

func fail(w http.ResponseWriter, status int, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	write(w, map[string]any{"error": map[string]any{"message": message, "type": "invalid_request_error", "code": nil}})
}

func write(w io.Writer, v any) {
	if err := json.NewEncoder(w).Encode(v); err != nil {
		fmt.Fprintln(w, err) // the asker went away
	}
}

// Says answers with these fields, in the way of the mode.
func Says(fields map[string]string) Answer {
	text, _ := json.Marshal(fields) // strings cannot fail
	return SaysText(string(text))
}

// SaysText answers with a text in the place of the fields.
func SaysText(text string) Answer {
	return func(w http.ResponseWriter, r Request) {
		message := map[string]any{"role": "assistant", "content": text}
		if r.call != "" {
			message = map[string]any{"role": "assistant", "content": nil, "tool_calls": []any{map[string]any{
				"id": "call_1", "type": "function", "function": map[string]any{"name": r.call, "arguments": text}}}}
		}
		answer(w, []any{map[string]any{"index": 0, "finish_reason": "stop", "message": message}})
	}
}

// NoChoices answers well, with nothing in it.
func NoChoices(w http.ResponseWriter, _ Request) { answer(w, []any{}) }

func answer(w http.ResponseWriter, choices []any) {
	w.Header().Set("Content-Type", "application/json")
	write(w, map[string]any{"id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": Model, "choices": choices,
		"usage": map[string]any{"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}})
}

// Status answers with an error.
func Status(code int) Answer {
	return func(w http.ResponseWriter, r Request) { fail(w, code, "no: "+r.Text()) } // some services repeat what they were sent
}

// HTML answers with the page of some proxy.
func HTML(w http.ResponseWriter, _ Request) {
	w.Header().Set("Content-Type", "text/html")
	fmt.Fprint(w, "<!doctype html><title>Sign in</title>")
}

// Hangs never answers.
func Hangs(_ http.ResponseWriter, r Request) { <-r.Gone }

// Breaks ends the connection within the answer.
func Breaks(w http.ResponseWriter, _ Request) {
	w.Header().Set("Content-Length", "1000")
	fmt.Fprint(w, `{"id": "chatcmpl-1", "choi`)
}
