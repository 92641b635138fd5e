// Package jobs holds one file per thing the clock does: the stand-up's prompt, reminder and
// digest, nudges, the weekly review, the end of undecided requests. serve and demo run it.
// To add a job, write its file, list it below, and give it words in lang/.
//
// The schedule is rows (store.Runs), not a running clock: every job has one row that is due
// next for each of its teams or people. A tick settles the rows whose time has come, this
// second or during a downtime, and writes the next row in the same transaction. So each day
// has exactly one run (P6, P7), and none is lost silently (P8).
package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	"dealdesk/desk"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// Job is done once for each team or person on each local day of its plan.
type Job struct {
	Name    string
	plan    plan
	catchUp time.Duration // how late it is still worth doing; 0: until the end of the local day
	whom    whom          // once for each of these people, at their own local time; nil: for each team
	missed  string        // words that tell the team's manager about missed runs; "": nobody is told
	do      func(*run) (cancelled string, err error)
}

// all lists the jobs of a company. Those due at the same instant run in this order.
func all(c sales.Company) ([]Job, error) {
	s, w, a := c.Standup, c.Review, c.Alerts
	if a.At != "" {
		a.At = max(a.At, s.Prompt) // by then it is known whether there is a question
	}
	jobs := []struct {
		Job
		days, at string
	}{
		{Job{Name: cards.PromptJob, whom: asked, catchUp: s.CatchUp, do: prompt}, s.Days, s.Prompt},
		{Job{Name: cards.RemindJob, whom: asked, catchUp: s.CatchUp, do: remind}, s.Days, s.Remind},
		{Job{Name: cards.NudgeJob, whom: works, catchUp: nudgeWindow, do: nudge}, "*", a.At},
		{Job{Name: cards.DigestJob, missed: "job.digest_missed", catchUp: s.CatchUp, do: digest}, s.Days, s.Digest},
		{Job{Name: cards.ReviewJob, missed: "job.review_missed", catchUp: w.CatchUp, do: review}, w.Day, w.At},
	}
	var list []Job
	for _, j := range jobs {
		if j.at == "" { // switched off
			continue
		}
		p, err := newPlan(j.days, j.at)
		if err != nil {
			return nil, fmt.Errorf("jobs: %s: %w", j.Name, err)
		}
		p.weekly, p.work = j.Name == cards.ReviewJob, j.Name == cards.NudgeJob
		j.Job.plan = p
		list = append(list, j.Job)
	}
	return list, nil
}

// Runner does what is due. Make one with New.
type Runner struct {
	// Steady reports whether the clock can be trusted. While it cannot, Run does nothing: what
	// was done at a wrong time could not be done again at the right one. Nil trusts it.
	Steady func(context.Context) bool

	desk *desk.Desk
	now  func() time.Time
	log  *slog.Logger
	jobs []Job

	mu     sync.Mutex // one Tick at a time; guards looked
	looked time.Time  // when the rows were last compared with teams and people
	warned string     // the month in which the admins were last told about gaps in calendars

	attested calendar.Date // the last day on which the journal's checkpoint was posted, or did not need to be
}

// New makes the runner of a company. now is its only clock. An error means that the
// company's plans cannot be read.
func New(d *desk.Desk, now func() time.Time, log *slog.Logger) (*Runner, error) {
	jobs, err := all(d.Cards.Company)
	if err != nil {
		return nil, err
	}
	return &Runner{desk: d, now: now, log: log, jobs: jobs}, nil
}

// tickEvery is how often Run looks at the clock.
const tickEvery = 20 * time.Second

// Run ticks until ctx ends. It also ticks whenever wake receives, for a clock that was moved
// by hand; a nil wake never does.
func (r *Runner) Run(ctx context.Context, wake <-chan struct{}) {
	for {
		if r.Steady == nil || r.Steady(ctx) {
			if err := r.Tick(ctx); err != nil && ctx.Err() == nil {
				r.log.Error("jobs", "error", err)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-wake:
		case <-time.After(tickEvery):
		}
	}
}

// Tick does everything that is due now, in order of time, and returns. What fails is
// reported, stays due and does not hold up the rest. Whoever moved the clock may call Tick
// while Run is running, to wait for the effects.
func (r *Runner) Tick(ctx context.Context) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.now()
	errs := []error{r.guarded("plan", func() error { return r.plan(ctx, now) })}
	failed := map[string]bool{}
	for ctx.Err() == nil {
		due, err := r.due(ctx, now)
		if err != nil {
			errs = append(errs, err)
			break
		}
		due = slices.DeleteFunc(due, func(row store.Run) bool { return failed[store.Runs.ID(row)] })
		if len(due) == 0 {
			break
		}
		for _, row := range due { // their successors may be due too
			id := store.Runs.ID(row)
			if err := r.guarded(id, func() error { return r.settle(ctx, row, now) }); err != nil {
				failed[id] = true
				errs = append(errs, err)
			}
		}
	}
	return errors.Join(append(errs, r.attend(ctx, now), r.expireProposals(ctx, now), r.warn(ctx, now), r.checkpoint(ctx, now), ctx.Err())...)
}

// due lists the rows whose time has come.
func (r *Runner) due(ctx context.Context, now time.Time) (rows []store.Run, err error) {
	err = r.desk.Store.View(ctx, func(rd store.Reader) error {
		rows = nil
		for row, err := range store.DueRuns(rd, now) {
			if err != nil {
				return err
			}
			rows = append(rows, row)
		}
		return nil
	})
	slices.SortStableFunc(rows, func(a, b store.Run) int {
		if c := a.Due.Compare(b.Due); c != 0 {
			return c
		}
		return r.place(a.Job) - r.place(b.Job)
	})
	return rows, err
}

func (r *Runner) place(job string) int {
	return slices.IndexFunc(r.jobs, func(j Job) bool { return j.Name == job })
}

// NextDue is when the given job next has something to do, zero if never. For "" it is the
// next thing of any kind, including what requests wait for.
func (r *Runner) NextDue(ctx context.Context, job string) (time.Time, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.plan(ctx, r.now()); err != nil {
		return time.Time{}, err
	}
	var next time.Time
	err := r.desk.Store.View(ctx, func(rd store.Reader) error {
		for row, err := range store.ScheduledRuns(rd) {
			if err != nil {
				return err
			}
			if job == "" || row.Job == job {
				next = row.Due
				break
			}
		}
		if job != "" {
			return nil
		}
		at, err := r.nextApproval(rd, r.now())
		if err != nil {
			return err
		}
		if !at.IsZero() && (next.IsZero() || at.Before(next)) {
			next = at
		}
		for p, err := range store.WaitingProposals(rd) {
			if err != nil {
				return err
			}
			if next.IsZero() || p.Expires.Before(next) {
				next = p.Expires
			}
			break // the others expire later
		}
		return nil
	})
	return next, err
}

// run is one row being settled inside its transaction.
type run struct {
	*Runner
	job     Job
	tx      *store.Tx
	row     store.Run
	subject subject
	now     time.Time // in the subject's zone
	late    bool      // behind its time, which the message says
}

// lateAfter is how far behind its time a run may be without being late.
const lateAfter = 5 * time.Minute

// settle does one due row, or records that it was missed, and writes the row after it. All
// of it is one transaction under the row's own key, so a crash before the commit repeats it
// and a crash after the commit does not.
func (r *Runner) settle(ctx context.Context, row store.Run, now time.Time) error {
	i := r.place(row.Job)
	id := store.Runs.ID(row)
	change := store.Change{Once: "run|" + id, Actor: row.Job, At: now, What: row.Job}
	_, err := r.desk.Store.Update(ctx, change, func(tx *store.Tx) error {
		row, ok, err := store.Runs.Get(tx, id)
		if err != nil || !ok || row.State != store.RunDue {
			return err
		}
		var who subject
		if i >= 0 {
			if who, ok, err = r.subject(tx, r.jobs[i], row.Subject); err != nil {
				return err
			}
		}
		if i < 0 || !ok {
			row.State, row.At, row.Note = store.RunCancelled, now.UTC(), "gone"
			return store.Runs.Put(tx, row)
		}
		x := run{Runner: r, job: r.jobs[i], tx: tx, row: row, subject: who, now: now.In(who.zone)}
		return x.settle()
	})
	return err
}

func (x *run) settle() error {
	var missed []calendar.Date
	for !x.now.Before(x.until()) && len(missed) < 366 {
		missed = append(missed, x.row.Day)
		x.row.State, x.row.Note = store.RunMissed, "down"
		if err := x.close(); err != nil {
			return err
		}
	}
	if len(missed) > 0 { // the row due next gets a transaction of its own
		return x.tellMissed(missed)
	}
	x.late = x.now.Sub(x.row.Due) >= lateAfter
	x.row.State = store.RunDone
	if x.late {
		x.row.State = store.RunLate
	}
	row := x.row
	row.At = x.now.UTC()
	if err := store.Runs.Put(x.tx, row); err != nil { // what the job writes may say that it is late
		return err
	}
	cancelled, err := x.job.do(x)
	if err != nil {
		return err
	}
	if cancelled != "" {
		x.row.State, x.row.Note = store.RunCancelled, cancelled
	}
	return x.close()
}

// until is the instant from which the run is no longer worth doing.
func (x *run) until() time.Time {
	if x.job.catchUp > 0 {
		return x.row.Due.Add(x.job.catchUp)
	}
	return x.row.Day.AddDays(1).In(x.subject.zone)
}

// close writes the settled row and moves on to the next one.
func (x *run) close() error {
	x.row.At = x.now.UTC()
	if err := store.Runs.Put(x.tx, x.row); err != nil {
		return err
	}
	next, err := successor(x.tx, x.job, x.subject, x.row.Day)
	if err != nil {
		return err
	}
	x.row = next
	return store.Runs.Put(x.tx, next)
}

// successor is the first row after day that does not exist yet.
func successor(rd store.Reader, j Job, who subject, day calendar.Date) (store.Run, error) {
	for {
		row := store.Run{Job: j.Name, Subject: who.id, State: store.RunDue}
		row.Day, row.Due = j.plan.after(day, who.work, who.zone)
		row.Due = row.Due.UTC()
		_, taken, err := store.Runs.Get(rd, store.Runs.ID(row))
		if err != nil || !taken {
			return row, err
		}
		day = row.Day
	}
}

// tellMissed tells the team's manager what will no longer be posted, once for the whole
// downtime (P6); if no manager is in the chat, the director or an admin.
func (x *run) tellMissed(days []calendar.Date) error {
	if x.job.missed == "" {
		return nil
	}
	t := x.subject.team
	var owner sales.Person
	for _, id := range append([]string{t.Manager, t.Director}, x.desk.Cards.Company.Admins...) {
		var err error
		if owner, _, err = store.People.Get(x.tx, id); err != nil {
			return err
		}
		if owner.InChat() {
			break
		}
	}
	if !owner.InChat() {
		return nil
	}
	p := x.desk.Cards.PrinterOf(owner, x.tx.Change().At)
	var names []string
	for _, d := range days[max(0, len(days)-10):] {
		names = append(names, p.Day(string(d)))
	}
	text := p.Say(x.job.missed, "Team", t.Name, "Count", len(days), "Days", strings.Join(names, ", "))
	return x.tx.Post(store.Post{Key: "missed/" + store.RunID(x.job.Name, days[len(days)-1], t.ID), User: owner.ID, Kind: "missed",
		Message: cards.Said(text)})
}
