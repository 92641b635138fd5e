package demo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"dealdesk/cli/config"
	"dealdesk/cli/demo/play"
)

// storyBegins is when a story does that has no file "begins": a Monday, before the first
// stand-up.
var storyBegins = time.Date(2026, time.November, 23, 0, 55, 0, 0, time.UTC)

// OpenStory opens the world of a story, a fresh one with the small company in it, and a
// player who writes the transcript to out.
func OpenStory(ctx context.Context, story play.Story, p Plan, out io.Writer, language string) (*local, *play.Player, error) {
	begins := storyBegins
	if text, ok := story.Files["begins"]; ok {
		var err error
		if begins, err = time.Parse(time.RFC3339, strings.TrimSpace(text)); err != nil {
			return nil, nil, fmt.Errorf("%s: begins: %w", story.Name, err)
		}
	}
	p.company, p.config, p.clock = play.Small(), story.Files["config.toml"], play.NewClock(begins, false)
	p.env = config.Environment(strings.Split(strings.TrimSpace(story.Files["environment"]), "\n"))
	l, err := newLocal(p)
	if err != nil {
		return nil, nil, err
	}
	if err := l.Start(ctx); err != nil {
		return nil, nil, errors.Join(err, l.Close())
	}
	return l, play.NewPlayer(l.world(), out, language), nil
}

// world is the workspace as stories see it.
func (l *local) world() play.World {
	return play.World{Slack: l.slack, Clock: l.clock, Zone: l.settings.Company.Zone, Desk: l}
}
