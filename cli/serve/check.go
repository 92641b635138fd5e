package serve

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"dealdesk/bot"
	"dealdesk/cli/config"
	"dealdesk/desk"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// Checker reports on Out, in the language of Words, what serve would lack.
type Checker struct {
	Out     io.Writer
	Words   lang.Printer
	Catalog *lang.Catalog
	Log     *slog.Logger
	InWords func(failure string) string // translates the English text of a failure
	// Prove verifies a store file in a process of its own, and returns where its journal ends.
	Prove func(ctx context.Context, path string) (string, error)

	faults int
	broken error // what is wrong with the store itself
}

// line prints what was found, without secrets that were pasted into a name or a path (P16).
func (c *Checker) line(sign, key string, args []any) {
	fmt.Fprintln(c.Out, sign+config.WithoutSecrets(c.InWords(c.Words.Plain(key, args...))))
}

func (c *Checker) fine(key string, args ...any) {
	c.line("✓ ", key, args)
}

func (c *Checker) note(key string, args ...any) {
	c.line("! ", key, args)
}

func (c *Checker) fault(key string, args ...any) {
	c.faults++
	c.line("✗ ", key, args)
}

// Check asks the store and Slack about everything that the configuration names. It returns an
// error unless the bot would work. Slack is not asked while something is missing for that.
func (c *Checker) Check(ctx context.Context, s config.Settings, missing config.Mistakes) error {
	c.fine("check.configuration", "Teams", c.Words.Plain("check.teams", "Count", len(s.Staff.Teams)),
		"People", c.Words.Plain("check.people", "Count", len(s.Staff.People)),
		"Pipelines", c.Words.Plain("check.pipelines", "Count", len(s.Company.Pipelines)))
	if len(s.Company.Admins) == 0 {
		c.fault("check.no_admin")
	}
	c.Calendars(s.Company, time.Now())
	staff := c.store(ctx, s)
	c.model(ctx, s.Model)
	if len(missing) > 0 {
		for line := range strings.SplitSeq(missing.In(c.Words.Plain), "\n") {
			c.fault("check.missing", "Text", line)
		}
		c.note("check.slack_later")
		if c.broken == nil {
			return config.UsageError{Err: c.notReady()}
		}
		return c.notReady() // without its store, better settings would not help
	}
	b, err := bot.New(s.Slack.Bot(), bot.Deps{Lang: c.Catalog, Log: c.Log, Now: time.Now})
	if err != nil {
		return err
	}
	c.slack(ctx, b, staff, s.Company.Audit)
	if c.faults > 0 {
		return c.notReady()
	}
	fmt.Fprintln(c.Out, c.Words.Plain("check.ready"))
	return nil
}

func (c *Checker) notReady() error {
	return &Unready{c.Words.Plain("check.not_ready", "Count", c.faults), c.broken}
}

// Unready says how much is to be mended. It wraps what is wrong with the store, if anything is.
type Unready struct {
	text  string
	store error
}

func (e *Unready) Error() string { return e.text }

func (e *Unready) Unwrap() error { return e.store }

// slack asks Slack about the app, the channels and the people.
func (c *Checker) slack(ctx context.Context, b *bot.Bot, staff sales.Staff, audit string) {
	report, err := b.Check(ctx)
	if err != nil {
		c.fault("check.slack_refuses", "Error", err.Error())
		return
	}
	c.fine("check.slack", "Bot", report.Bot, "Team", report.Team)
	if len(report.Missing) > 0 {
		c.fault("check.scopes_missing", "Scopes", strings.Join(report.Missing, ", "))
	} else {
		c.fine("check.scopes")
	}
	for _, scope := range report.Without {
		c.note("check.without_" + strings.NewReplacer(":", "_", ".", "_").Replace(scope))
	}
	if report.Socket != nil {
		c.fault("check.socket", "Error", report.Socket.Error())
	}
	c.note("check.events")
	for _, t := range staff.Teams {
		c.channel(ctx, b, t, report.Bot)
	}
	c.channel(ctx, b, sales.Team{Name: c.Words.Plain("check.audit"), Channel: audit}, report.Bot)
	well := 0
	for _, p := range staff.People {
		if p.InChat() && (p.Role != "" || p.Admin) && c.person(ctx, b, p, report) {
			well++
		}
	}
	c.fine("check.people_found", "Count", well)
}

func (c *Checker) channel(ctx context.Context, b *bot.Bot, t sales.Team, me string) {
	if t.Channel == "" {
		return
	}
	if config.IsExample(t.Channel) {
		c.fault("check.example_channel", "Team", t.Name, "ID", t.Channel)
		return
	}
	name, fault, err := b.CheckChannel(ctx, t.Channel)
	switch {
	case err != nil:
		c.fault("check.channel_unasked", "Team", t.Name, "ID", t.Channel, "Error", err.Error())
	case fault == "":
		c.fine("check.channel", "Team", t.Name, "Name", name)
	default:
		c.fault("check.channel_"+string(fault), "Team", t.Name, "Name", name, "ID", t.Channel, "Bot", me)
	}
}

func (c *Checker) person(ctx context.Context, b *bot.Bot, p sales.Person, report bot.Report) bool {
	if config.IsExample(p.ID) {
		c.fault("check.example_person", "ID", p.ID)
		return false
	}
	name, fault, err := b.CheckPerson(ctx, p.ID, report)
	switch {
	case err != nil:
		c.fault("check.person_unasked", "ID", p.ID, "Error", err.Error())
	case fault != "":
		c.fault("check.person_"+string(fault), "Name", name, "ID", p.ID)
	}
	return err == nil && fault == ""
}

// store verifies the store and returns the staff as the next start would set it. It changes
// nothing.
func (c *Checker) store(ctx context.Context, s config.Settings) sales.Staff {
	path := s.Store.Path
	st, err := OpenStopped(ctx, path)
	switch {
	case err == nil:
		var start desk.Start
		err := st.View(ctx, func(r store.Reader) (err error) {
			start, err = desk.New(st, c.Catalog, s.Company).AtStart(r, s.Staff)
			return err
		})
		var at string
		if err = errors.Join(err, st.Close()); err == nil {
			at, err = c.Prove(ctx, path)
		}
		if err != nil {
			c.noStore(path, err)
			return s.Staff
		}
		c.fine("check.store", "Path", path, "At", at)
		return start.Staff
	case errors.Is(err, store.ErrLocked):
		c.running(ctx, s)
	case errors.Is(err, store.ErrMissing):
		c.folder(path, err)
	default:
		c.noStore(path, err)
	}
	return s.Staff
}

// noStore reports a store that cannot be used. The exit code says it, too.
func (c *Checker) noStore(path string, err error) {
	c.broken = err
	key := "check.store_unchecked" // such as a file that this user may not read
	switch {
	case errors.Is(err, store.ErrNewer):
		key = "check.store_newer"
	case errors.Is(err, store.ErrCorrupt), errors.Is(err, store.ErrForeign):
		key = "check.store_damaged"
	}
	c.fault(key, "Path", path, "Error", err.Error())
}

// running verifies a copy that the running bot makes.
func (c *Checker) running(ctx context.Context, s config.Settings) {
	if s.Admin == "" {
		c.note("check.store_in_use", "Path", s.Store.Path)
		return
	}
	shop, err := store.MakeWorkshop(s.Store.Path, "check")
	if err == nil {
		copied := shop.File("copy.db")
		err = WriteFile(copied, func(f *os.File) error { return FetchBackup(ctx, s, f) })
		if err == nil {
			_, err = c.Prove(ctx, copied)
		}
		err = errors.Join(err, shop.Remove())
	}
	if err != nil {
		c.noStore(s.Store.Path, err)
		return
	}
	c.fine("check.store_running", "Path", s.Store.Path)
}

// folder says how to make a store that is missing, if it can be made: it makes a file beside it
// and removes that.
func (c *Checker) folder(path string, missing error) {
	c.broken = missing
	f, err := os.CreateTemp(filepath.Dir(path), ".dealdesk-check-*")
	if err == nil {
		err = errors.Join(f.Close(), os.Remove(f.Name()))
	}
	if err != nil {
		c.fault("check.store_folder", "Path", path, "Error", err.Error())
		return
	}
	c.fault("check.store_missing", "Path", path)
}

// Calendars reports which years each calendar covers, and which needed years it does not.
func (c *Checker) Calendars(company sales.Company, now time.Time) {
	for _, name := range slices.Sorted(maps.Keys(company.Calendars)) {
		c.fine("check.calendar", "Name", name, "Years", config.YearList(company.Calendars[name].Years()))
	}
	for _, g := range company.Gaps(calendar.DateOf(now.In(company.Zone))) {
		c.note("check.calendar_gap", "Name", g.Calendar, "Years", config.YearList(g.Years))
	}
}
