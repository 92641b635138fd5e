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

// storyBegins is when a story without a file "begins" begins: on a Monday, before the first
// stand-up.
var storyBegins = time.Date(2026, time.November, 23, 0, 55, 0, 0, time.UTC)

// OpenStory starts a new workspace with the small company and returns it with a player for the
// story, which writes the transcript to out.
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

// world returns the workspace as a story sees it.
func (l *local) world() play.World {
	return play.World{Slack: l.slack, Clock: l.clock, Zone: l.settings.Company.Zone, Bot: l}
}
