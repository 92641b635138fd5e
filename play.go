package main

import (
	"context"
	"errors"
	"io"
	"time"

	"dealdesk/scenarios"
)

// storyBegins is when every story does: a Monday, before the first stand-up.
var storyBegins = time.Date(2026, time.November, 23, 0, 55, 0, 0, time.UTC)

// openStory opens the world of a story, a fresh one with the small company in it, and a
// player who writes the transcript to out.
func openStory(ctx context.Context, story scenarios.Story, p plan, out io.Writer, language string) (*local, *scenarios.Player, error) {
	p.company, p.config, p.clock = scenarios.Small(), story.Files["config.toml"], scenarios.NewClock(storyBegins, false)
	l, err := newLocal(p)
	if err != nil {
		return nil, nil, err
	}
	if err := l.Start(ctx); err != nil {
		return nil, nil, errors.Join(err, l.Close())
	}
	return l, scenarios.NewPlayer(l.world(), out, language), nil
}

// world is the workspace as stories see it.
func (l *local) world() scenarios.World {
	return scenarios.World{Slack: l.slack, Clock: l.clock, Zone: l.settings.company.Zone, Desk: l}
}
