package ai

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"
)

// Settings of an Advisor.
type Settings struct {
	MaySend []Class
	Limit   time.Duration // for one piece of advice, however many requests it takes
	Budget  int           // requests of one person on one day; whoever asks counts them
	Log     *slog.Logger
}

// Advisor asks one model within the limits that an admin has set. It is safe for concurrent use.
type Advisor struct {
	Settings
	model  Model
	closed context.Context
	close  context.CancelFunc
}

// NewAdvisor returns an advisor. Close it to end what is being asked.
func NewAdvisor(m Model, s Settings) *Advisor {
	a := &Advisor{Settings: s, model: m}
	a.closed, a.close = context.WithCancel(context.Background())
	return a
}

// Close ends all requests at once and lets no more begin.
func (a *Advisor) Close() { a.close() }

// Ask is something to ask a model: a Reading, a Draft or a Question.
type Ask interface {
	advise(context.Context, *talk) (Advice, error)
}

// Advice is what a model answered, checked. It is a proposal to a person and grants nothing.
type Advice struct {
	Meaning Meaning  // of a Reading
	Text    string   // of a Draft or a Question: plain text without links and mentions
	Trouble *Trouble // why there is none
}

// Asker is the person on whose behalf a model is asked.
type Asker interface {
	// Pay counts one request. It returns a *Trouble if the budget is spent.
	Pay(context.Context) error
	// Look returns what the person is shown by one of the Looks.
	Look(ctx context.Context, look Look, about string) (string, error)
}

// Advise asks the model. The advice says what went wrong, since whoever asks goes on anyway; an error is
// one of the asker.
func (a *Advisor) Advise(ctx context.Context, ask Ask, asker Asker) (Advice, error) {
	ctx, cancel := context.WithTimeout(ctx, a.Limit)
	defer cancel()
	defer context.AfterFunc(a.closed, cancel)()
	advice, err := ask.advise(ctx, &talk{a, asker})
	var trouble *Trouble
	switch {
	case err == nil:
		return advice, nil
	case errors.As(err, &trouble):
	case errors.Is(err, context.DeadlineExceeded):
		trouble = &Trouble{Kind: Late}
	case errors.Is(err, context.Canceled):
		trouble = &Trouble{Kind: Stopped}
	default:
		return Advice{}, err
	}
	a.Log.Warn("no advice from the language model", "asked", fmt.Sprintf("%T", ask), "why", trouble.Error())
	return Advice{Trouble: trouble}, nil
}

// Try asks for almost nothing, to see whether the model answers.
func (a *Advisor) Try(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, a.Limit)
	defer cancel()
	ready := Form{Name: "ready", Rules: `Say "yes".`, Fields: []Field{{"ready", "Whether you are ready.", []string{"yes"}}}}
	_, err := (&talk{a, free{}}).fill(ctx, ready, nil, nil)
	return err
}

// free is an asker whose requests nobody counts.
type free struct{}

func (free) Pay(context.Context) error                          { return nil }
func (free) Look(context.Context, Look, string) (string, error) { return "", nil }

// talk is one piece of advice under way.
type talk struct {
	*Advisor
	asker Asker
}

// fact is something to tell the model.
type fact struct {
	name    string
	value   any
	classes []Class // all of them have to be allowed; none: it says nothing about anybody
	needed  bool    // without it there is nothing to ask
}

// may reports whether data of these classes may leave the house.
func (a *Advisor) may(classes ...Class) bool {
	return !slices.ContainsFunc(classes, func(c Class) bool { return !slices.Contains(a.MaySend, c) })
}

// fill asks the model to fill in a form about those facts that may leave the house. An answer that
// is refused, by the form or by check, may be repaired once.
func (t *talk) fill(ctx context.Context, f Form, facts []fact, check func(fields map[string]string) error) (map[string]string, error) {
	told := map[string]any{}
	for _, x := range facts {
		if t.may(x.classes...) {
			told[x.name] = x.value
		} else if x.needed {
			return nil, &Trouble{Kind: Withheld}
		}
	}
	data, err := json.Marshal(told)
	if err != nil {
		return nil, fmt.Errorf("language model: encode the facts: %w", err)
	}
	f.Data = string(data)
	for range 2 {
		if err := t.asker.Pay(ctx); err != nil {
			return nil, err
		}
		answer, err := t.model.Fill(ctx, f)
		if err != nil {
			return nil, err
		}
		fields, err := f.read(answer)
		if err == nil && check != nil {
			err = check(fields)
		}
		if err == nil {
			return fields, nil
		}
		f.Wrong = append(f.Wrong, Wrong{cut(answer, 2000), err.Error()})
	}
	return nil, &Trouble{Kind: Invalid}
}
