package fakeslack

import (
	"context"
	"errors"
	"fmt"
	"maps"
)

// Submit fills fields of an open form and submits it. Fields are named by block id, action
// id or label. A value is text, an Option for menus filled by the app, or a list. Other
// fields keep their values. Errors beside fields are returned as FormErrors and stay on
// the view.
func (p *Person) Submit(ctx context.Context, viewID string, in map[string]any) error {
	e, err := func() (*Envelope, error) {
		s := p.s
		s.mu.Lock()
		defer s.mu.Unlock()
		u, err := p.activeUser()
		if err != nil {
			return nil, err
		}
		stack := s.st.Stacks[p.id]
		if len(stack) == 0 || stack[len(stack)-1] != viewID {
			return nil, fmt.Errorf("%s does not have the form %s on top", p.id, viewID)
		}
		w := s.st.Views[viewID]
		if w.Submit == "" {
			return nil, fmt.Errorf("the form %q has nothing to submit", w.Title)
		}
		if err := s.fillView(w, in); err != nil {
			return nil, err
		}
		if err := w.checkRequired(u); err != nil {
			s.notify()
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

// CloseView closes a form. The app is notified if the view has notify_on_close.
func (p *Person) CloseView(viewID string) error {
	s := p.s
	s.mu.Lock()
	defer s.mu.Unlock()
	u, err := p.activeUser()
	if err != nil {
		return err
	}
	w := s.st.Views[viewID]
	if w == nil || w.User != p.id || w.Type != "modal" {
		return fmt.Errorf("%s has no form %s open", p.id, viewID)
	}
	seen := s.viewJSON(w)
	if w.ClearOnClose {
		s.closeAllViews(p.id)
	} else {
		s.closeView(w)
	}
	if w.NotifyOnClose {
		s.enqueue(s.interaction("view_closed", u, obj{"view": seen, "is_cleared": w.ClearOnClose}, nil))
	}
	return nil
}

// OpenHome opens the app's home tab and sends app_home_opened.
func (p *Person) OpenHome() error {
	s := p.s
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := p.activeUser(); err != nil {
		return err
	}
	event := obj{"type": "app_home_opened", "user": p.id, "channel": p.IM(), "tab": "home"}
	if w := s.st.Views[s.st.Homes[p.id]]; w != nil {
		event["view"] = s.viewJSON(w)
	}
	s.emit(s.st.Channels[p.IM()], event)
	return nil
}

// Home returns the published home tab, if there is one.
func (p *Person) Home() (View, bool) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	if w := p.s.st.Views[p.s.st.Homes[p.id]]; w != nil {
		return w.snapshot(), true
	}
	return View{}, false
}

// Views returns the open forms, the top one last.
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
