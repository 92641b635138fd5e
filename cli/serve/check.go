package serve

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"dealdesk/bot"
	"dealdesk/cli/config"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// Check reports on out whether the configuration, the store and Slack are ready for serve. It
// returns an error unless all are.
func Check(ctx context.Context, out io.Writer, s config.Settings, words *lang.Catalog, log *slog.Logger) error {
	fmt.Fprintf(out, "configuration  fine: %d teams, %d people, %d pipelines\n", len(s.Staff.Teams), len(s.Staff.People), len(s.Company.Pipelines))
	CheckCalendars(out, s.Company, time.Now())
	ready := checkStore(ctx, out, s)
	b, err := bot.New(s.Slack.Bot(), bot.Deps{Lang: words, Log: log, Now: time.Now})
	if err != nil {
		return err
	}
	report, err := b.Check(ctx)
	switch {
	case err != nil:
		fmt.Fprintf(out, "Slack          no: %v\n", err)
		ready = false
	default:
		fmt.Fprintf(out, "Slack          fine: %s in %s\n", report.Bot, report.Team)
	}
	if len(report.Missing) > 0 {
		fmt.Fprintf(out, "permissions    missing: %s; add them under OAuth & Permissions and install the app again\n", strings.Join(report.Missing, ", "))
		ready = false
	}
	if len(report.Without) > 0 {
		fmt.Fprintf(out, "permissions    warning: without %s nobody notices two accounts of one person\n", strings.Join(report.Without, ", "))
	}
	if report.Socket != nil {
		fmt.Fprintf(out, "Socket Mode    no: %v\n", report.Socket)
		ready = false
	}
	if !ready {
		return errors.New("not ready yet: see above what is missing")
	}
	return nil
}

// checkStore reports whether serve could use the store. It changes nothing.
func checkStore(ctx context.Context, out io.Writer, s config.Settings) (ready bool) {
	st, err := OpenStopped(ctx, s.Store.Path)
	switch {
	case err == nil:
		fmt.Fprintf(out, "store          fine: %s, %d KiB\n", s.Store.Path, st.Stats().Size>>10)
		err = st.Close()
	case errors.Is(err, store.ErrLocked):
		fmt.Fprintf(out, "store          fine: %s, a copy of dealdesk is running on it\n", s.Store.Path)
		err = nil
	case errors.Is(err, fs.ErrNotExist):
		if _, err = os.Stat(filepath.Dir(s.Store.Path)); err == nil {
			fmt.Fprintf(out, "store          fine: %s will be made by the first start\n", s.Store.Path)
		}
	}
	if err != nil {
		fmt.Fprintf(out, "store          no: %v\n", err)
		return false
	}
	return true
}

// CheckCalendars reports which years each calendar covers, and which needed years it does not.
func CheckCalendars(out io.Writer, c sales.Company, now time.Time) {
	for _, name := range slices.Sorted(maps.Keys(c.Calendars)) {
		fmt.Fprintf(out, "calendar       fine: %s covers %s\n", name, config.YearList(c.Calendars[name].Years()))
	}
	for _, g := range c.Gaps(calendar.DateOf(now.In(c.Zone))) {
		fmt.Fprintf(out, "calendar       warning: %s\n", config.Missing(g))
	}
}
