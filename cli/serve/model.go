package serve

import (
	"context"
	"errors"
	"log/slog"
	"net/url"
	"slices"
	"strings"
	"time"

	"dealdesk/ai"
	"dealdesk/ai/openai"
	"dealdesk/chat"
	"dealdesk/cli/config"
)

// advisor returns the configured language model, or nil without one. release ends what it asks and
// its connections.
func advisor(m *config.ModelSettings, log *slog.Logger) (a *ai.Advisor, release func()) {
	if m == nil {
		return nil, func() {}
	}
	client := openai.New(openai.Settings{BaseURL: m.BaseURL, Model: m.Name, Key: m.Key.Reveal(), Mode: m.Mode})
	a = ai.NewAdvisor(client, ai.Settings{MaySend: m.MaySend, Limit: m.Timeout, Budget: m.Budget, Log: log})
	return a, func() { a.Close(); client.Close() }
}

// model says what would leave the house for the language model, and to which address, and asks it
// for almost nothing. That it does not answer is no fault: everything works without it.
func (c *Checker) model(ctx context.Context, m *config.ModelSettings) {
	if m == nil {
		return
	}
	c.note("check.model", "Model", m.Name, "Address", hostOf(m.BaseURL), "Budget", m.Budget)
	var sent, kept []chat.Safe
	for _, class := range ai.Classes() {
		words := c.Words.Say("check.model_class." + class)
		if slices.Contains(m.MaySend, ai.Class(class)) {
			sent = append(sent, words)
		} else {
			kept = append(kept, words)
		}
	}
	c.note("check.model_sends", "Sent", c.Words.List(sent, false))
	if len(kept) > 0 {
		c.fine("check.model_keeps", "Kept", c.Words.List(kept, false))
	}
	a, release := advisor(m, c.Log)
	defer release()
	began := time.Now()
	err := a.Try(ctx)
	var trouble *ai.Trouble
	switch {
	case err == nil:
		c.fine("check.model_answers", "Took", time.Since(began).Round(10*time.Millisecond).String())
	case errors.As(err, &trouble):
		c.note("check.model_silent", "Why", c.Words.Plain("check.model_trouble."+string(trouble.Kind), "Status", trouble.Status))
	}
}

// hostOf is an address without what might be a secret in it.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Scheme + "://" + u.Host + strings.TrimSuffix(u.Path, "/")
}
