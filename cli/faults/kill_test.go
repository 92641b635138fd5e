//go:build linux && faults

package faults

import (
	"context"
	"fmt"
	"os/signal"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	"dealdesk/bot/fakeslack"
	"dealdesk/dice"
	"dealdesk/store"
	"dealdesk/store/bolt"
)

// typists is how many reps type at once.
const typists = 8

// crowd is reps who type at once.
type crowd struct {
	*world
	next atomic.Int64
}

func newCrowd(t *testing.T) *crowd {
	c := &crowd{world: newWorld(t, typists)}
	c.slack.SetFaults(func(f *fakeslack.Faults) { f.DeliverTwice = 1 << 30 })
	c.start()
	for n := range typists {
		c.says(n, "/sales", "account new "+customer(n))
	}
	return c
}

// line is command number i of a rep; each fortieth one posts a card as well.
func (c *crowd) line(n int, i int64) (command, text string) {
	if i%40 == 0 {
		return "/deal", fmt.Sprintf("new %s \"call number %d.\" 10k", customer(n), i)
	}
	return "/log", fmt.Sprintf("call %s 5m call number %d.", customer(n), i)
}

// typing has all of them type until so many commands were acknowledged; then it calls end.
func (c *crowd) typing(until int64, end func()) {
	var acked atomic.Int64
	var group sync.WaitGroup
	ctx, stop := context.WithCancel(c.Context())
	defer stop()
	enough := make(chan struct{})
	once := sync.OnceFunc(func() { close(enough) })
	for n := range typists {
		group.Go(func() {
			for ctx.Err() == nil {
				command, text := c.line(n, c.next.Add(1))
				if c.slack.As(rep(n)).Slash(ctx, channel(n), command, text) == nil && acked.Add(1) == until {
					once()
				}
			}
		})
	}
	c.until("enough was acknowledged", func() bool {
		select {
		case <-enough:
			return true
		default:
			return false
		}
	})
	end()
	stop()
	group.Wait()
}

var callNumber = regexp.MustCompile(`call number (\d+)\.`)

func numberIn(text string) (int64, bool) {
	found := callNumber.FindStringSubmatch(text)
	if found == nil {
		return 0, false
	}
	n, err := strconv.ParseInt(found[1], 10, 64)
	return n, err == nil
}

// promised returns the commands that somebody was told are done: the answer has an Undo.
func (c *crowd) promised() (numbers []int64, envelopes []*fakeslack.Envelope) {
	c.slack.Look(func(st *fakeslack.State) {
		for _, e := range st.Envelopes.All() {
			n, ok := numberIn(string(e.Payload))
			if !ok {
				continue
			}
			envelopes = append(envelopes, e)
			if strings.Contains(string(e.Answer), "undo") {
				numbers = append(numbers, n)
			}
		}
	})
	return numbers, envelopes
}

// kept opens the file of a stopped bot, checks all of it, and counts how often each command is
// in effect.
func (w *world) kept() map[int64]int {
	w.Helper()
	times := map[int64]int{}
	w.read(func(r store.Reader) error {
		for a, err := range store.Activities.List(r, store.Query{}) {
			if err != nil {
				return err
			}
			if n, ok := numberIn(a.Note); ok {
				times[n]++
			}
		}
		for d, err := range store.Deals.List(r, store.Query{}) {
			if err != nil {
				return err
			}
			if n, ok := numberIn(d.Name); ok {
				times[n]++
			}
		}
		return nil
	})
	return times
}

// read looks into the file of a stopped bot, which has to be sound.
func (w *world) read(look func(store.Reader) error) {
	w.Helper()
	b, err := bolt.Open(w.store, bolt.Options{ReadOnly: true})
	w.check(err)
	defer b.Close()
	w.check(b.CheckPages())
	s, err := store.Open(w.Context(), b, store.Options{ReadOnly: true})
	w.check(err)
	_, err = s.Check(w.Context(), store.Checkpoint{})
	w.check(err)
	w.check(s.View(w.Context(), look))
}

// broken says which promise the store breaks, "" for none.
func broken(promised []int64, times map[int64]int) string {
	for _, n := range promised {
		if times[n] == 0 {
			return fmt.Sprintf("command %d was acknowledged and is not there", n)
		}
	}
	for n, kept := range times {
		if kept != 1 {
			return fmt.Sprintf("command %d is there %d times", n, kept)
		}
	}
	return ""
}

// allCards counts the cards of a command in all channels.
func (c *crowd) allCards(number int64) (n int) {
	for rep := range typists {
		n += c.cards(rep, fmt.Sprintf("call number %d.", number))
	}
	return n
}

// P1, P2 and P3: signals end the bot while everybody types; each command is delivered twice,
// and once more after the restart.
func TestWhatWasAcknowledgedIsInEffectExactlyOnce(t *testing.T) {
	c := newCrowd(t)
	random := dice.Rand(31)
	signals := []syscall.Signal{syscall.SIGKILL, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGKILL, syscall.SIGQUIT}
	if signal.Ignored(syscall.SIGHUP) { // under nohup nobody hears it
		signals[2] = syscall.SIGTERM
	}
	rounds := dice.Times(4, 60)
	var whileDown int64 // the last that a proxy in front of the bot would acknowledge by itself
	for round := range rounds {
		var log string
		c.typing(20+random.Int64N(150), func() {
			c.kill(signals[round%len(signals)])
			log = c.proc.log.String()
		})
		number := c.next.Add(1)
		command, text := c.line(0, number)
		if c.slack.As(rep(0)).Slash(c.Context(), channel(0), command, text) == nil {
			t.Error("a bot that is down acknowledged a command")
		}
		whileDown = number
		if strings.Contains(log, "call number") {
			t.Error("what people typed is in the log")
		}
		c.start()
		_, all := c.promised()
		for _, e := range all[max(0, len(all)-100) : len(all)-1] { // all but the last, which came while it was down
			c.slack.Redeliver(e)
		}
	}
	promised, _ := c.promised()
	c.until("every deal that is done has its card", func() bool {
		return !slices.ContainsFunc(promised, func(n int64) bool { return n%40 == 0 && c.allCards(n) == 0 })
	})
	c.stop()
	times := c.kept()
	if what := broken(promised, times); what != "" {
		t.Error(what)
	}
	if len(promised) < rounds*5 { // on a busy computer many are told that the answer follows
		t.Errorf("only %d commands were acknowledged", len(promised))
	}
	cards := 0
	for number := range times {
		if number%40 == 0 {
			n := c.allCards(number) // of one that nobody was told of it may still wait
			if cards += n; n > 1 || n == 0 && slices.Contains(promised, number) {
				t.Errorf("deal %d has %d cards", number, n)
			}
		}
	}

	var shown []string
	if what := broken(append(slices.Clone(promised), whileDown), times); strings.Contains(what, "is not there") {
		shown = append(shown, "an acknowledgement before the commit is missed")
	}
	c.start()
	c.says(0, "/sales", "account new "+customer(typists)) // without deals, so that it is clear what a call is about
	for _, minutes := range []int{6, 7} {
		c.says(0, "/log", fmt.Sprintf("call %s %dm call number %d.", customer(typists), minutes, promised[0]))
	}
	c.stop()
	if what := broken(promised, c.kept()); strings.Contains(what, "times") {
		shown = append(shown, "a command taken again is counted")
	}
	if len(shown) != 2 {
		t.Errorf("the check finds out only %v", shown)
		c.slack.Look(func(st *fakeslack.State) {
			for _, e := range st.Envelopes.All() {
				if n, ok := numberIn(string(e.Payload)); ok && n == promised[0] && e.Kind == "/log" {
					t.Log(string(e.Answer), e.Err)
				}
			}
		})
	}
	count(t, "P1-P3", fmt.Sprintf("%d commands acknowledged over %d ends by signal, each in effect once; %d cards, each once",
		len(promised), rounds, cards), strings.Join(shown, ", "))
}
