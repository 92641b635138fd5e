package fakeslack

import (
	"context"
	"errors"
	"fmt"
	"maps"
)

// Submit fills fields of an open form and submits it. Values are named by block id,
// action id or label; a value is text, an Option for menus filled by the app, or a
// list. Fields that are not named keep what is in them. What the form shows beside
// its fields comes back as FormErrors and stays on the view.
func (p *Person) Submit(ctx context.Context, viewID string, in map[string]any) error {
	e, err := func() (*Envelope, error) {
		s := p.s
		s.mu.Lock()
		defer s.mu.Unlock()
		u, err := p.who()
		if err != nil {
			return nil, err
		}
		stack := s.st.Stacks[p.id]
		if len(stack) == 0 || stack[len(stack)-1] != viewID {
			return nil, fmt.Errorf("%s has not the form %s on top", p.id, viewID)
		}
		w := s.st.Views[viewID]
		if w.Submit == "" {
			return nil, fmt.Errorf("the form %q has nothing to submit", w.Title)
		}
		if err := s.fill(w, in); err != nil {
			return nil, err
		}
		if err := w.complete(); err != nil {
			s.bump()
			return nil, err
		}
		w.Errors = nil
		payload := obj{"view": s.viewJSON(w), "response_urls": []obj{}}
		return s.enqueue(s.interaction("view_submission", u, payload, s.formAnswer(w))), nil
	}()
	if err != nil {
		return err
	}
	err = p.wait(ctx, e)
	if err != nil && (err.Error() == "operation_timeout" || errors.Is(err, errNoApp)) {
		return errTrouble
	}
	return err
}

// CloseView closes the form on top. The app hears of it when the view asked for that.
func (p *Person) CloseView(viewID string) error {
	s := p.s
	s.mu.Lock()
	defer s.mu.Unlock()
	u, err := p.who()
	if err != nil {
		return err
	}
	w := s.st.Views[viewID]
	if w == nil || w.User != p.id || w.Type != "modal" {
		return fmt.Errorf("%s has no form %s open", p.id, viewID)
	}
	seen := s.viewJSON(w)
	if w.ClearOnClose {
		s.closeAll(p.id)
	} else {
		s.closeView(w)
	}
	if w.NotifyOnClose {
		s.enqueue(s.interaction("view_closed", u, obj{"view": seen, "is_cleared": w.ClearOnClose}, nil))
	}
	return nil
}

// OpenHome opens the app's home tab (app_home_opened).
func (p *Person) OpenHome() error {
	s := p.s
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := p.who(); err != nil {
		return err
	}
	event := obj{"type": "app_home_opened", "user": p.id, "channel": p.IM(), "tab": "home"}
	if w := s.st.Views[s.st.Homes[p.id]]; w != nil {
		event["view"] = s.viewJSON(w)
	}
	s.emit(s.st.Channels[p.IM()], event)
	return nil
}

// Home is the published home tab, if there is one.
func (p *Person) Home() (View, bool) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	if w := p.s.st.Views[p.s.st.Homes[p.id]]; w != nil {
		return w.snapshot(), true
	}
	return View{}, false
}

// Views are the open forms, the one on top last.
func (p *Person) Views() []View {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	var out []View
	for _, id := range p.s.st.Stacks[p.id] {
		out = append(out, p.s.st.Views[id].snapshot())
	}
	return out
}

func (w *View) snapshot() View {
	out := *w
	out.Errors = maps.Clone(w.Errors)
	out.Values = values{}
	for k, v := range w.Values {
		out.Values[k] = maps.Clone(v)
	}
	return out
}
