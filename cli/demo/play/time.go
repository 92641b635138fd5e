package play

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// at moves the clock to a time, written as in forms.
func (p *Player) at(ctx context.Context, m []string) error {
	to, err := p.when(m[0])
	if err != nil {
		return err
	}
	return p.forward(ctx, to)
}

func (p *Player) when(text string) (time.Time, error) {
	now := p.Clock.Now().In(p.Zone)
	day, clock, found := strings.Cut(strings.TrimSpace(text), " ")
	if !found {
		if strings.Contains(day, ":") {
			day, clock = "today", day
		} else {
			clock = "09:00"
		}
	}
	hour, err := time.Parse("15:04", strings.TrimSpace(clock))
	if err != nil {
		return now, mistaken(p.words.badTime, clock)
	}
	date := now
	switch day = strings.ToLower(day); day {
	case "today", "今天":
	case "tomorrow", "明天":
		date = now.AddDate(0, 0, 1)
	default:
		if ahead, ok := weekday(day, now.Weekday()); ok {
			date = now.AddDate(0, 0, ahead)
		} else if date, err = time.ParseInLocation(time.DateOnly, day, p.Zone); err != nil {
			return now, mistaken(p.words.badDay, day)
		}
	}
	return time.Date(date.Year(), date.Month(), date.Day(), hour.Hour(), hour.Minute(), 0, 0, p.Zone), nil
}

// weekday returns how many days ahead the next day of that name is, at least one.
func weekday(name string, today time.Weekday) (ahead int, ok bool) {
	for d := time.Sunday; d <= time.Saturday; d++ {
		if name == strings.ToLower(d.String()[:3]) || name == strings.ToLower(d.String()) || name == "周"+string([]rune("日一二三四五六")[d]) {
			return (int(d-today)+6)%7 + 1, true
		}
	}
	return 0, false
}

func (p *Player) wait(ctx context.Context, m []string) error {
	n, err := strconv.Atoi(m[0])
	if err != nil || n > 10_000 {
		return fmt.Errorf("%s is too long", m[0])
	}
	unit := map[string]time.Duration{"s": time.Second, "m": time.Minute, "h": time.Hour, "d": 24 * time.Hour}[m[1]]
	return p.forward(ctx, p.Clock.Now().Add(time.Duration(n)*unit))
}

// jobs maps the words of a story to the names of jobs.
var jobs = map[string]string{
	"": "", "prompt": "standup-prompt", "reminder": "standup-remind", "standup": "standup-digest", "review": "weekly-review",
	"提问": "standup-prompt", "提醒": "standup-remind", "站会": "standup-digest", "复盘": "weekly-review",
}

// next moves the clock to the time at which a job is due and runs it.
func (p *Player) next(ctx context.Context, m []string) error {
	job, known := jobs[m[0]]
	if !known {
		return mistaken(p.words.noJob, m[0])
	}
	due, err := p.Bot.NextDue(ctx, job)
	if err != nil {
		return err
	}
	if due.IsZero() {
		return mistake(p.words.noPlan)
	}
	return p.forward(ctx, later(due, p.Clock.Now()))
}

func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}

// moment returns a time as transcripts show it.
func (p *Player) moment(t time.Time) string { return t.In(p.Zone).Format("Mon 2 Jan 2006 15:04") }
