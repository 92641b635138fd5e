package serve

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/sync/errgroup"

	"dealdesk/bot"
	"dealdesk/chat"
	"dealdesk/cli/config"
	"dealdesk/commands"
	"dealdesk/commands/activity"
	"dealdesk/commands/discount"
	"dealdesk/desk"
	"dealdesk/jobs"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// Office is a running desk: commands, jobs and bot over one store. serve runs one against
// Slack, demo one against the local Slack.
type Office struct {
	Store   *store.Store
	desk    *desk.Desk
	Jobs    *jobs.Runner
	Bot     *bot.Bot
	damaged *prometheus.CounterVec // became
	staff   []string               // IDs of the people with a role, given by the configuration or in chat
	log     *slog.Logger
	now     func() time.Time
	mend    chan struct{} // receives when a damaged record was mended: jobs need not wait for their next look
	release func()        // ends what the language model is asked
	Met     chan struct{} // closed once the profiles of the staff have been read from Slack
}

// Deps are the dependencies of an office.
type Deps struct {
	Slack   bot.Config
	Now     func() time.Time
	Sleep   func(context.Context, time.Duration) error // by the clock of Now; nil waits in real time
	Log     *slog.Logger
	metrics prometheus.Registerer
	// watchClock compares Now with Slack's clock. It is off for a clock that is moved by hand.
	watchClock bool
}

// NewOffice wires an office over an open store and enrols the configured staff. It makes no
// calls to Slack yet.
func NewOffice(ctx context.Context, st *store.Store, s config.Settings, words *lang.Catalog, o Deps) (*Office, error) {
	for _, g := range s.Company.Gaps(calendar.DateOf(o.Now().In(s.Company.Zone))) {
		o.Log.Warn("a calendar has a gap", "gap", config.Missing(g))
	}
	desk := desk.New(st, words, s.Company)
	off := &Office{Store: st, desk: desk, log: o.Log, now: o.Now, mend: make(chan struct{}, 1), Met: make(chan struct{})}
	off.damaged = prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: "dealdesk", Name: "damaged_records_total",
		Help: "Stored records that were damaged, by what became of them."}, []string{"became"})
	for _, how := range []store.Healed{store.Rewritten, store.SetAside, store.Lost} {
		off.damaged.WithLabelValues(string(how)) // an alert on the increase sees the first one, too
	}
	if o.metrics != nil {
		if err := o.metrics.Register(off.damaged); err != nil {
			return nil, fmt.Errorf("metrics: %w", err)
		}
	}
	var overruled []sales.Overruled
	err := off.mended(ctx, func() (err error) {
		overruled, err = desk.Enrol(ctx, s.Staff, o.Now())
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("enrol the staff: %w", err)
	}
	for _, x := range overruled {
		o.Log.Warn("the configuration overrides a change made in chat", "team", x.Team, "person", x.Person, "what", x.What, "was", x.Was, "is",
			x.Is)
	}
	model, release := advisor(s.Model, o.Log)
	off.release = release
	router, err := commands.AdvisedRouter(desk, model)
	if err != nil {
		return nil, err
	}
	runner, err := jobs.New(desk, o.Now, o.Log)
	if err != nil {
		return nil, err
	}
	off.Jobs = runner
	var steady func(context.Context) bool
	if o.watchClock {
		steady = off.watchClock()
		runner.Steady = steady
	}
	o.Slack.Reactions, o.Slack.Overheard = activity.Emojis(s.Company), discount.Overheard
	o.Slack.Meant, o.Slack.Plain, o.Slack.Sentence = commands.Meant, commands.Plain, commands.Sentence
	b, err := bot.New(o.Slack, bot.Deps{
		Router:  router,
		Outbox:  st,
		Lang:    words,
		Log:     o.Log,
		Now:     o.Now,
		Sleep:   o.Sleep,
		Metrics: o.metrics,
		Barred: func(ctx context.Context, p store.Post) (why string, err error) {
			err = st.View(ctx, func(r store.Reader) error {
				why, err = barred(r, desk.Cards, p, o.Now())
				return err
			})
			return why, err
		},
		Refused: func(ctx context.Context, channel, why string) {
			if err := desk.KeepRefused(ctx, channel, why, o.Now()); err != nil {
				o.Log.Error("could not notify the admins that a channel is closed to the bot", "error", err)
			}
		},
		Steady: steady,
		Language: func(ctx context.Context, who chat.Who) string {
			return chosenLanguage(ctx, st, who.User, o.Log)
		},
		OwnThread: func(ctx context.Context, at chat.Where) bool { return ownThread(ctx, st, at, o.Log) },
	})
	if err != nil {
		return nil, err
	}
	off.Bot = b
	err = off.mended(ctx, func() error { return off.readStaff(ctx) })
	return off, err
}

// readStaff notes whose profiles to read from Slack.
func (o *Office) readStaff(ctx context.Context) error {
	return o.Store.View(ctx, func(r store.Reader) error {
		o.staff = nil
		for p, err := range store.People.List(r, store.Query{}) {
			if err != nil {
				return err
			}
			if p.Role != "" && sales.KindOf(p.ID) != sales.KindImported { // imported: the chat does not know them
				o.staff = append(o.staff, p.ID)
			}
		}
		return nil
	})
}

// Run works until ctx ends, then finishes what is under way within ten seconds (P20).
func (o *Office) Run(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	part := func(do func() error) { g.Go(func() error { return o.guarded(do) }) }
	part(func() error { return o.Bot.Run(ctx) })
	part(func() error { o.Jobs.Run(ctx, o.mend); return nil })
	part(func() error { o.meet(ctx); return nil })
	part(func() error { o.heal(ctx); return nil })
	part(func() error { <-ctx.Done(); o.release(); return nil })
	part(func() error {
		select {
		case <-ctx.Done():
			return nil
		case <-o.Store.Failed():
			// A view of a failed store returns why it failed.
			why := o.Store.View(context.WithoutCancel(ctx), func(store.Reader) error { return nil })
			return errors.Join(errors.New("the store failed"), why)
		}
	})
	return g.Wait()
}

// watchClock returns a function that reports whether the clock can be trusted.
func (o *Office) watchClock() func(context.Context) bool {
	began := time.Now()
	c := &clock{
		wall: o.now,
		ran:  func() time.Duration { return time.Since(began) },
		ask:  func(ctx context.Context) (time.Duration, error) { return o.Bot.ClockOff(ctx) },
		log:  o.log,
		changed: func(ctx context.Context, off time.Duration, right bool) {
			err := o.desk.KeepClock(ctx, off, right, o.now())
			if err == nil && right {
				err = o.Store.Unstick(ctx, o.now())
			}
			if err != nil && ctx.Err() == nil {
				o.log.Error("could not notify the admins about the clock", "error", err)
			}
		},
	}
	return c.Steady
}

// heal mends or sets aside every damaged record that a reader comes across, and tells the
// admins. One record stops neither the outbox nor the jobs.
func (o *Office) heal(ctx context.Context) {
	for {
		var d store.Damage
		select {
		case <-ctx.Done():
			return
		case d = <-o.Store.Damaged():
		}
		if how := o.healed(ctx, d); how != store.Rewritten && how != store.SetAside {
			continue
		}
		select {
		case o.mend <- struct{}{}:
		default:
		}
	}
}

// mended runs a part of the start. Damaged records that stop it are healed, and it runs again, as
// long as that helps.
func (o *Office) mended(ctx context.Context, do func() error) error {
	for {
		err := do()
		if !errors.Is(err, store.ErrCorrupt) || !o.healNoticed(ctx) {
			return err
		}
	}
}

// healNoticed heals what readers have come across so far, and reports whether that mended anything.
func (o *Office) healNoticed(ctx context.Context) (mended bool) {
	for range len(o.Store.Damaged()) { // one that is lost is noticed again and again
		how := o.healed(ctx, <-o.Store.Damaged())
		mended = mended || how == store.Rewritten || how == store.SetAside
	}
	return mended
}

// healed mends a damaged record or sets it aside, and tells the admins.
func (o *Office) healed(ctx context.Context, d store.Damage) store.Healed {
	how, err := o.Store.Heal(ctx, d)
	if err == nil && how != store.Sound {
		o.damaged.WithLabelValues(string(how)).Inc()
		o.log.Error("a stored record is damaged", "table", d.Table, "became", string(how))
		err = o.desk.KeepDamage(ctx, d, how, o.now())
	}
	if err != nil && ctx.Err() == nil {
		o.log.Error("a damaged record could not be dealt with", "table", d.Table, "error", err)
	}
	return how
}

// guarded makes a panic in a part of the office an error that ends the others in order.
func (o *Office) guarded(do func() error) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = bot.Broken(cause)
			o.log.Error("the office broke", "error", err, "stack", string(debug.Stack()))
		}
	}()
	return do()
}

// meet reads the profiles of the staff from Slack once the bot is connected. A profile that
// cannot be read now arrives with its next change.
func (o *Office) meet(ctx context.Context) {
	select {
	case <-o.Bot.Ready():
	case <-ctx.Done():
		return
	}
	if err := o.Bot.Meet(ctx, o.staff); err != nil {
		o.log.Warn("could not read every profile from Slack", "error", err)
	}
	close(o.Met)
}

// chosenLanguage returns the language that a person chose in their settings, or "".
func chosenLanguage(ctx context.Context, st *store.Store, user string, log *slog.Logger) string {
	var p sales.Person
	err := st.View(ctx, func(r store.Reader) (err error) {
		p, _, err = store.People.Get(r, user)
		return err
	})
	if err != nil {
		log.Warn("could not read a person's language", "error", err)
	}
	return p.Language
}

// ownThread reports whether a thread is below a message of the bot.
func ownThread(ctx context.Context, st *store.Store, at chat.Where, log *slog.Logger) (ours bool) {
	err := st.View(ctx, func(r store.Reader) (err error) {
		_, ours, err = store.PostAt(r, at.Channel, at.Thread)
		return err
	})
	if err != nil {
		log.Warn("could not read whose thread it is", "error", err)
	}
	return ours
}
