package openai

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"

	"dealdesk/ai"
	"dealdesk/ai/fakemodel"
)

// line is what somebody types in these tests.
const line = "acme on the phone, about 20 min"

type nobody struct{}

func (nobody) Pay(context.Context) error                             { return nil }
func (nobody) Look(context.Context, ai.Look, string) (string, error) { return "", nil }

func meaning(pairs ...string) map[string]string {
	fields := map[string]string{"act": "log", "record": "", "contact": "", "stage": "", "lasted": "", "day": "", "note": "", "next": "",
		"due": "", "clock": "", "amount": "", "confidence": "high"}
	for i := 0; i < len(pairs); i += 2 {
		fields[pairs[i]] = pairs[i+1]
	}
	return fields
}

// asking is an advisor of a client, with what it logs.
type asking struct {
	*testing.T
	client  *Client
	advisor *ai.Advisor
	log     bytes.Buffer
}

func ask(t *testing.T, s Settings, limit time.Duration) *asking {
	a := &asking{T: t, client: New(s)}
	a.advisor = ai.NewAdvisor(a.client, ai.Settings{MaySend: []ai.Class{ai.Line, ai.Names}, Limit: limit, Budget: 9,
		Log: slog.New(slog.NewTextHandler(&a.log, nil))})
	t.Cleanup(func() {
		a.advisor.Close()
		a.client.Close()
		if strings.Contains(a.log.String(), fakemodel.Key) || strings.Contains(a.log.String(), "acme") {
			t.Errorf("the log holds the key or what was sent:\n%s", a.log.String())
		}
	})
	return a
}

func (a *asking) read() ai.Advice {
	a.Helper()
	advice, err := a.advisor.Advise(a.Context(), ai.Reading{Line: line, Today: "2026-11-24", Language: "en",
		Offered: []ai.Named{{ID: "D-7", Name: "Acme"}}, Kinds: []string{"call"}}, nobody{})
	if err != nil {
		a.Fatal(err)
	}
	return advice
}

func serve(t *testing.T) *fakemodel.Server {
	s := fakemodel.New()
	t.Cleanup(func() {
		s.Close()
		if broken := s.Broken(); len(broken) > 0 {
			t.Errorf("the service refused requests: %q", broken)
		}
	})
	return s
}

func TestEachModeAsksInItsOwnWay(t *testing.T) {
	s := serve(t)
	for _, mode := range []ai.Mode{ai.JSONSchema, ai.JSONObject, ai.Tools} {
		for _, model := range []string{fakemodel.Model, "gpt-5-mini"} {
			a := ask(t, Settings{s.URL, model, fakemodel.Key, mode}, time.Minute)
			s.Then(fakemodel.Says(meaning("record", "D-7", "lasted", "about 20 min")))
			if got := a.read(); got.Meaning.Record != "D-7" || got.Meaning.Lasted != "about 20 min" {
				t.Errorf("%s of %s gives %+v", mode, model, got)
			}
			if asked := s.Asked(); len(asked) != 1 || asked[0].Mode != string(mode) {
				t.Errorf("%s asked %+v", mode, asked)
			}
		}
	}
}

func TestAutoFindsTheModeThatTheServiceKnows(t *testing.T) {
	for _, mode := range []ai.Mode{ai.JSONSchema, ai.JSONObject, ai.Tools} {
		s := serve(t)
		s.Accepts = []string{string(mode)}
		a := ask(t, Settings{s.URL, fakemodel.Model, fakemodel.Key, ai.Auto}, time.Minute)
		s.Then(fakemodel.Says(meaning("record", "D-7")))
		for range 2 {
			if got := a.read(); got.Meaning.Record != "D-7" {
				t.Errorf("%s gives %+v", mode, got)
			}
		}
	}
	s := serve(t)
	s.Accepts = []string{}
	a := ask(t, Settings{s.URL, fakemodel.Model, fakemodel.Key, ai.Auto}, time.Minute)
	if got := a.read(); got.Trouble == nil || got.Trouble.Status != http.StatusBadRequest {
		t.Errorf("a service without any mode gives %+v", got)
	}
}

// Whatever the service does, there is an answer in time: none.
func TestTroubleIsNamedAndEndsInTime(t *testing.T) {
	s := serve(t)
	for _, c := range []struct {
		name    string
		answer  fakemodel.Answer
		want    ai.TroubleKind
		request int
	}{
		{"no choices", fakemodel.NoChoices, ai.Invalid, 2},
		{"blank", fakemodel.SaysText("  "), ai.Invalid, 2},
		{"no JSON", fakemodel.SaysText("I would say it was a call."), ai.Invalid, 2},
		{"an id not offered", fakemodel.Says(meaning("record", "D-8")), ai.Invalid, 2},
		{"huge", fakemodel.SaysText(strings.Repeat("x", 3<<20)), ai.Garbled, 1},
		{"a page", fakemodel.HTML, ai.Garbled, 1},
		{"a broken line", fakemodel.Breaks, ai.Garbled, 1},
		{"429", fakemodel.Status(429), ai.Busy, 1},
		{"402", fakemodel.Status(402), ai.Busy, 1},
		{"500", fakemodel.Status(500), ai.Failed, 1},
		{"403", fakemodel.Status(403), ai.Refused, 1},
		{"404", fakemodel.Status(404), ai.Unknown, 1},
		{"a redirect", func(w http.ResponseWriter, _ fakemodel.Request) {
			w.Header().Set("Location", "http://127.0.0.1:1/")
			w.WriteHeader(http.StatusTemporaryRedirect)
		}, ai.Garbled, 1},
		{"hangs", fakemodel.Hangs, ai.Late, 1},
	} {
		limit := time.Minute
		if c.want == ai.Late {
			limit = 100 * time.Millisecond
		}
		a := ask(t, Settings{s.URL, fakemodel.Model, fakemodel.Key, ai.JSONSchema}, limit)
		s.Then(c.answer)
		if got := a.read(); got.Trouble == nil || got.Trouble.Kind != c.want || got.Meaning != (ai.Meaning{}) {
			t.Errorf("%s gives %+v, want %s", c.name, got, c.want)
		}
		if n := len(s.Asked()); n != c.request {
			t.Errorf("%s: %d requests, want %d", c.name, n, c.request)
		}
	}
	wrong := ask(t, Settings{s.URL, fakemodel.Model, "sk-wrong", ai.JSONSchema}, time.Minute)
	if got := wrong.read(); got.Trouble == nil || got.Trouble.Kind != ai.Refused {
		t.Errorf("a wrong key gives %+v", got)
	}
	s.Then(fakemodel.Says(map[string]string{"ready": "yes"}))
	fine := ask(t, Settings{s.URL, fakemodel.Model, fakemodel.Key, ai.JSONSchema}, time.Minute)
	if err := fine.advisor.Try(t.Context()); err != nil {
		t.Error(err)
	}
	down := httptest.NewServer(nil)
	down.Close()
	gone := ask(t, Settings{down.URL, fakemodel.Model, fakemodel.Key, ai.JSONSchema}, time.Minute)
	if got := gone.read(); got.Trouble == nil || got.Trouble.Kind != ai.Unreachable {
		t.Errorf("nobody there gives %+v", got)
	}
	var trouble *ai.Trouble
	if err := gone.advisor.Try(t.Context()); !errors.As(err, &trouble) || trouble.Kind != ai.Unreachable {
		t.Errorf("nobody there: %v", err)
	}
}

// What runs ends when the asker goes away and when the program stops, and nothing is left behind.
func TestWhatIsAskedEndsWithTheAskerAndWithTheProgram(t *testing.T) {
	s := serve(t)
	before := runtime.NumGoroutine()
	for _, stop := range []string{"asker", "program"} {
		a := ask(t, Settings{s.URL, fakemodel.Model, fakemodel.Key, ai.JSONSchema}, time.Hour)
		asked := make(chan struct{})
		s.Then(func(w http.ResponseWriter, r fakemodel.Request) { close(asked); <-r.Gone })
		ctx, cancel := context.WithCancel(t.Context())
		got := make(chan ai.Advice)
		go func() {
			advice, err := a.advisor.Advise(ctx, ai.Reading{Line: line}, nobody{})
			if err != nil {
				t.Error(err)
			}
			got <- advice
		}()
		<-asked
		if stop == "asker" {
			cancel()
		} else {
			a.advisor.Close()
		}
		if advice := <-got; advice.Trouble == nil || advice.Trouble.Kind != ai.Stopped {
			t.Errorf("when the %s stops: %+v", stop, advice)
		}
		cancel()
		a.client.Close()
	}
	for deadline := time.Now().Add(10 * time.Second); runtime.NumGoroutine() > before; runtime.Gosched() {
		if time.Now().After(deadline) {
			t.Fatalf("%d goroutines are left of %d", runtime.NumGoroutine(), before)
		}
	}
}
