package company

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"dealdesk/bot/fakeslack"
)

// Talk is a conversation between people. None of it is meant for the bot, which records none of
// it.
type Talk struct {
	Channel string // channel ID
	Day     int    // days back; 0 is today, when the bot is already running
	at      string // time of day in the team's zone
	Under   string // the customer in whose deal's thread it is said; "" in the channel itself
	Line
	Answers []Line // in the thread, a few minutes apart
}

type Line struct {
	Who, Text string
	Cheers    []fakeslack.Reaction
}

// answerEvery is how long each answer takes.
const answerEvery = 3 * time.Minute

func (b Book) When(t Talk, answer int) time.Time {
	return b.clock(t.Day, t.at).Add(time.Duration(answer) * answerEvery)
}

// SaidBefore adds what was said before today to the channels. The bot was not running then, so
// Slack does not send it to the bot.
func SaidBefore(channels []fakeslack.Channel) {
	for i, c := range channels {
		for _, b := range Books() {
			for _, t := range b.Talks {
				if t.Channel != c.ID || t.Day == 0 {
					continue
				}
				for n, l := range append([]Line{t.Line}, t.Answers...) {
					m := &fakeslack.Message{Channel: c.ID, TS: stampOf(b.When(t, n)), User: l.Who, Text: l.Text, Reactions: l.Cheers}
					if len(t.Answers) > 0 {
						m.ThreadTS = stampOf(b.When(t, 0))
					}
					channels[i].Messages = append(channels[i].Messages, m)
				}
			}
		}
		slices.SortStableFunc(channels[i].Messages, func(a, b *fakeslack.Message) int { return cmp.Compare(a.TS, b.TS) })
	}
}

func stampOf(t time.Time) string { return fmt.Sprintf("%d.000000", t.Unix()) }
