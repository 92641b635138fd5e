//go:build stress

package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"dealdesk/chat"
	"dealdesk/cli/serve"
	"dealdesk/commands"
	"dealdesk/desk"
	"dealdesk/store"
	"dealdesk/store/bolt"
)

// testCommands exist only in builds with the tag stress. The fault tests run them in the real
// binary, kill it, and check that everything it acknowledged is in the store.
func (p *Program) testCommands() []*cobra.Command {
	return []*cobra.Command{p.stressCommand(), p.verifyCommand(), crashCommand()}
}

// crashCommand panics as a fault in the program does, or in a way that nothing can recover from.
func crashCommand() *cobra.Command {
	var hard bool
	c := &cobra.Command{
		Use:  "crash",
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if hard {
				go panic("words of a customer")
				select {}
			}
			panic("words of a customer")
		},
	}
	c.Flags().BoolVar(&hard, "hard", false, "in a goroutine of its own")
	return c
}

// stressCommand logs calls as fast as it can, several at once, each delivered twice, as Slack
// does. It prints "ACK n" when the person would get the answer that call n is logged, and
// never before.
func (p *Program) stressCommand() *cobra.Command {
	var first, workers int
	var early, twice bool
	c := &cobra.Command{
		Use:   "stress",
		Short: "Log calls until a signal or a kill, and print ACK n for each that is done",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, words, err := p.Settings(cmd, false)
			if err != nil {
				return err
			}
			if _, err := os.Stat(s.Store.Path); errors.Is(err, fs.ErrNotExist) {
				if err := serve.MakeStore(cmd.Context(), s.Store.Path); err != nil {
					return err
				}
			}
			st, _, err := serve.OpenToServe(cmd.Context(), s.Store.Path, bolt.Options{}, time.Now())
			if err != nil {
				return err
			}
			desk := desk.New(st, words, s.Company)
			_, err = desk.Enrol(cmd.Context(), s.Staff, time.Now())
			if err == nil {
				var router *chat.Router
				if router, err = commands.Router(desk); err == nil {
					d := &driver{router: router, who: s.Staff.People[0].ID, out: cmd.OutOrStdout(), early: early, twice: twice}
					d.next.Store(int64(first))
					err = d.run(cmd.Context(), workers)
				}
			}
			return errors.Join(err, st.Close())
		},
	}
	c.Flags().IntVar(&first, "first", 1, "the `number` of the first call; calls that an earlier run logged are delivered again")
	c.Flags().IntVar(&workers, "workers", 8, "how many people type at once")
	c.Flags().BoolVar(&early, "early", false, "negative control: print ACK before the call is logged")
	c.Flags().BoolVar(&twice, "twice", false, "negative control: give each delivery its own ID")
	return c
}

// driver logs calls as several people at once.
type driver struct {
	router       *chat.Router
	who          string
	early, twice bool
	next         atomic.Int64
	mu           sync.Mutex // guards out
	out          io.Writer
}

func (d *driver) run(ctx context.Context, workers int) error {
	if err := d.deliver(ctx, "stress|account", "account new Stress Works"); err != nil {
		return err
	}
	g, ctx := errgroup.WithContext(ctx)
	for range workers {
		g.Go(func() error {
			for ctx.Err() == nil {
				if err := d.logCall(ctx, d.next.Add(1)-1); err != nil && ctx.Err() == nil {
					return err
				}
			}
			return nil
		})
	}
	return g.Wait()
}

// logCall logs one call. Slack delivers a command twice with the same ID, so both deliveries
// carry one ID.
func (d *driver) logCall(ctx context.Context, n int64) error {
	line := fmt.Sprintf("log call Stress Works 5m call number %d.", n)
	id := fmt.Sprintf("stress|%d", n)
	if d.early {
		d.ack(n)
	}
	var g errgroup.Group
	for copied := range 2 {
		once := id
		if d.twice {
			once = fmt.Sprintf("%s|%d", id, copied)
		}
		g.Go(func() error { return d.deliver(ctx, once, line) })
	}
	if err := g.Wait(); err != nil {
		return err
	}
	if !d.early {
		d.ack(n)
	}
	return nil
}

func (d *driver) ack(n int64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	fmt.Fprintf(d.out, "ACK %d\n", n)
}

// deliver passes a typed line to its route. A refusal is an answer, too, but an error here:
// nothing was done.
func (d *driver) deliver(ctx context.Context, id, line string) error {
	route, rest, ok := d.router.Find(line)
	if !ok {
		return fmt.Errorf("%q finds no route", line)
	}
	req := chat.Request{ID: id, Kind: chat.Slash, Name: route.Name, Args: rest, At: time.Now(),
		Who: chat.Who{User: d.who, Locale: "en-US", Zone: "UTC"}, Where: chat.Where{Channel: "C1"}}
	reply, err := route.Do(ctx, req)
	if err == nil && !done(reply) {
		err = fmt.Errorf("%q was not done: %+v", line, reply.Message)
	}
	return err
}

// done reports whether a reply confirms a change: only then does it offer undo.
func done(r chat.Reply) bool {
	return r.Message != nil && slices.ContainsFunc(r.Message.Blocks, func(b chat.Block) bool {
		return slices.ContainsFunc(b.Buttons, func(b chat.Button) bool { return b.Action == "undo" })
	})
}

// verifyCommand reads the output of stress. It exits with 0 only if every acknowledged call is
// in the store exactly once, no call is there twice, and the store is sound.
func (p *Program) verifyCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "verify",
		Short: "Read ACK lines from the standard input and prove that each is in effect exactly once",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, _, err := p.Settings(cmd, false)
			if err != nil {
				return err
			}
			st, err := serve.OpenStopped(cmd.Context(), s.Store.Path)
			if err != nil {
				return err
			}
			_, err = st.Check(cmd.Context(), store.Checkpoint{})
			var times map[int64]int
			if err == nil {
				times, err = callsKept(cmd.Context(), st)
			}
			if err := errors.Join(err, st.Close()); err != nil {
				return err
			}
			acks := 0
			for in := bufio.NewScanner(cmd.InOrStdin()); in.Scan(); acks++ {
				n, err := strconv.ParseInt(in.Text()[min(len("ACK "), len(in.Text())):], 10, 64)
				if err != nil {
					return fmt.Errorf("line %d: %w", acks+1, err)
				}
				if times[n] == 0 {
					return fmt.Errorf("call %d was acknowledged and is not there", n)
				}
			}
			for n, kept := range times {
				if kept != 1 {
					return fmt.Errorf("call %d is there %d times", n, kept)
				}
			}
			fmt.Fprintf(cmd.OutOrStdout(), "%d acknowledged, %d kept, each once\n", acks, len(times))
			return nil
		},
	}
}

var callNumber = regexp.MustCompile(`call number (\d+)`)

// callsKept counts how often each call is in the store.
func callsKept(ctx context.Context, st *store.Store) (map[int64]int, error) {
	times := map[int64]int{}
	err := st.View(ctx, func(r store.Reader) error {
		for a, err := range store.Activities.List(r, store.Query{}) {
			if err != nil {
				return err
			}
			if found := callNumber.FindStringSubmatch(a.Note); found != nil {
				n, err := strconv.ParseInt(found[1], 10, 64)
				if err != nil {
					return err
				}
				times[n]++
			}
		}
		return nil
	})
	return times, err
}
