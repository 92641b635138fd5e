//go:build linux && faults

package faults

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"dealdesk/bot/fakeslack"
	"dealdesk/dice"
)

// told counts the messages in a channel, those for one person included, that contain some words.
func (w *world) told(channel, words string) (n int) {
	w.slack.Look(func(st *fakeslack.State) {
		for _, m := range slices.Concat(st.Channels[channel].Messages, st.Channels[channel].Ephemerals) {
			if strings.Contains(m.Text, words) {
				n++
			}
		}
	})
	return n
}

// P4: a flush that takes 7 s is waited for. Whoever is told that the answer follows gets it, and
// what was posted is not posted twice.
func TestADiskThatTakesSevenSecondsIsWaitedFor(t *testing.T) {
	w := newWorld(t, 1)
	w.start()
	w.says(0, "/sales", "account new Acme")
	w.until("nothing waits", func() bool { return w.metric("dealdesk_outbox_due") == "0" })
	got := func(number int) bool { return w.told(channel(0), fmt.Sprintf("call number %d.", number)) > 0 }
	w.suffer("flush", 7*time.Second)
	lines := dice.Times(3, 20)
	for i := range lines {
		w.says(0, "/log", fmt.Sprintf("call Acme 5m call number %d.", i+1))
	}
	w.says(0, "/deal", "new Acme \"Deal0X\" 10k")
	w.until("the flush is measured", func() bool { return w.metric("dealdesk_store_flushing_seconds") > "3" })
	w.until("the card is there", func() bool { return w.cards(0, "Deal0X") == 1 })
	for i := range lines {
		w.until("the answer follows", func() bool { return got(i + 1) })
	}
	follows := w.answered("call number", "The answer follows")
	if follows == 0 {
		t.Error("no command was told that its answer follows")
	}
	if !strings.Contains(w.proc.log.String(), "the disk is slow") {
		t.Error("a slow disk is not in the log")
	}
	w.says(0, "/log", "call Acme 5m call number 1000.") // the control: whoever is told so and gets no answer
	w.kill(syscall.SIGKILL)
	w.suffer("flush", 0)
	w.start()
	if w.within(2*time.Second, func() bool { return got(1000) }) || w.answered("call number 1000.", "The answer follows") == 0 {
		t.Error("an answer that never comes is not missed")
	}
	w.stop()
	times := w.kept()
	for i := range lines {
		if times[int64(i+1)] != 1 {
			t.Errorf("call %d is there %d times", i+1, times[int64(i+1)])
		}
	}
	if twice, _ := w.doubles(); len(twice) > 0 {
		t.Errorf("doubles: %v", twice)
	}
	count(t, "P4", fmt.Sprintf("%d commands and a card on a disk of 7 s, %d told that the answer follows, each got it", lines+1, follows),
		"an answer that a kill took away is missed")
}

// calendar is the right time, as Slack knows it; the test moves it.
type calendar struct{ moved atomic.Int64 }

func (c *calendar) now() time.Time { return time.Now().Add(time.Duration(c.moved.Load())).UTC() }

// week is a world whose time goes from one morning to the next.
type week struct {
	*world
	calendar *calendar
	teams    int
	from     time.Time
	lie      atomic.Int64 // what Slack's clock says beyond the right time
}

func newWeek(t *testing.T, teams int) *week {
	k := &week{calendar: &calendar{}, teams: teams, from: time.Date(2027, 3, 1, 9, 0, 0, 0, time.UTC)}
	k.calendar.moved.Store(int64(time.Until(k.from)))
	k.world = newWorldAt(t, teams, k.calendar.now)
	k.gate.use(func(v *visit) bool {
		if v.method != "api.test" {
			return false
		}
		answer := v.reach()
		v.say(answer.Code, answer.Body.String(), "Date", k.calendar.now().Add(time.Duration(k.lie.Load())).Format(http.TimeFormat))
		return true
	})
	k.ahead(0)
	return k
}

// ahead sets the bot's clock that much ahead of the right time.
func (k *week) ahead(by time.Duration) { k.suffer("clock", time.Duration(k.calendar.moved.Load())+by) }

// morning is half past ten of a day, when the digests are due.
func (k *week) morning(day int) {
	to := k.from.AddDate(0, 0, day).Add(90 * time.Minute)
	k.calendar.moved.Store(int64(time.Until(to)))
	k.ahead(0)
	k.slack.Tick()
}

// amiss says what is wrong with the digests of the first days, "" for nothing.
func (k *week) amiss(days int) string {
	for n := range k.teams {
		if missed := k.told("DUBOSS", fmt.Sprintf("digest of Team %d was not posted", n)); missed > 0 {
			return fmt.Sprintf("%d digests of team %d were told missed", missed, n)
		}
		for day := range days {
			date := k.from.AddDate(0, 0, day).Format("Mon 2 Jan")
			if got := k.cards(n, fmt.Sprintf("Stand-up · Team %d · %s", n, date)); got != 1 {
				return fmt.Sprintf("team %d has %d digests of %s", n, got, date)
			}
		}
		if all := k.cards(n, fmt.Sprintf("Stand-up · Team %d · ", n)); all != days {
			return fmt.Sprintf("team %d has %d digests in %d days", n, all, days)
		}
	}
	return ""
}

// P2, P6 and P7: the clock is two days ahead for a while, before a start or under the running bot.
// No digest is missing, none is told missed, and a repeat takes effect once.
func TestAClockTwoDaysAheadTakesNoDigestAway(t *testing.T) {
	k := newWeek(t, 3)
	days := dice.Times(4, 5)
	k.start()
	k.says(0, "/sales", "account new Acme")
	k.says(0, "/log", "call Acme 5m call number 1.")
	wrong := func() {
		k.until("the clock is found wrong", func() bool { return strings.Contains(k.proc.log.String(), "clock of this computer is wrong") })
	}
	for day := range days {
		if day%2 == 0 { // it starts with a wrong clock
			k.stop()
			k.morning(day)
			k.ahead(48 * time.Hour)
			k.start()
			wrong()
		} else { // its clock is set wrong while it runs
			k.morning(day)
			k.ahead(48 * time.Hour)
			wrong()
		}
		k.says(0, "/log", fmt.Sprintf("call Acme 5m call number %d.", day+2))
		if what := k.amiss(day); what != "" {
			t.Errorf("by a wrong clock: %s", what)
		}
		k.ahead(0)
		k.stop() // the next look would be within 20 s
		k.start()
		k.until("each digest once", func() bool { return k.amiss(day+1) == "" })
	}
	k.again()
	k.stop()
	times := k.kept()
	if len(times) != days+1 || broken([]int64{1, 2, 3}, times) != "" {
		t.Errorf("in effect: %v", times)
	}
	told := k.told("DUADMIN", "The clock of my computer was wrong")
	if told == 0 {
		t.Error("the admin was not told")
	}
	count(t, "P6 P7", fmt.Sprintf("%d days of %d teams, each morning the clock 48 h ahead: %d digests, none missing or told missed, "+
		"%d repeats without effect, the admin told %d times", days, k.teams, days*k.teams, len(times), told), k.believed(days))
}

// again delivers all that was acknowledged once more.
func (w *world) again() {
	var typed []*fakeslack.Envelope
	w.slack.Look(func(st *fakeslack.State) {
		for _, e := range st.Envelopes.All() {
			if _, ok := numberIn(string(e.Payload)); ok && e.Err == nil {
				typed = append(typed, e)
			}
		}
	})
	for _, e := range typed {
		w.slack.Redeliver(e)
	}
}

// believed is the control: Slack seems to confirm a wrong clock, and the bot works by it.
func (k *week) believed(days int) string {
	k.Helper()
	k.lie.Store(int64(5 * 24 * time.Hour))
	k.ahead(5 * 24 * time.Hour)
	k.start()
	k.until("what a wrong clock does is found", func() bool { return k.amiss(days) != "" })
	return "a wrong clock that is believed: " + k.amiss(days)
}
