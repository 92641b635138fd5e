package company

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"dealdesk/bot/fakeslack"
)

// Talk is what people said to each other while something happened. None of it is for the
// bot, and it keeps none of it.
type Talk struct {
	Channel string // its id
	Day     int    // so many days back; today's is said while the bot is there
	at      string // local time
	Under   string // said in the thread of this customer's deal; "" in the channel
	Line
	Answers []Line // in the thread, a few minutes later each
}

type Line struct {
	Who, Text string
	Cheers    []fakeslack.Reaction
}

// pause is how long people take to answer.
const pause = 3 * time.Minute

func (b Book) When(t Talk, answer int) time.Time {
	return b.clock(t.Day, t.at).Add(time.Duration(answer) * pause)
}

// SaidBefore puts what was said before today into the channels, where the bot was not
// told of it.
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
