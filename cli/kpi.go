package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"dealdesk/chat"
	"dealdesk/cli/config"
	"dealdesk/cli/importer"
	"dealdesk/cli/serve"
	numbers "dealdesk/commands/kpi"
	"dealdesk/commands/phrase"
	"dealdesk/desk/cards"
	"dealdesk/desk/documents"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/sales/kpi"
	"dealdesk/store"
)

// shellMetrics are the numbers for which nobody asked by name.
var shellMetrics = [...]kpi.Metric{kpi.Opened, kpi.Wins, kpi.WinRate, kpi.Revenue, kpi.DealSize, kpi.Cycle, kpi.MedianCycle}

// kpiFlags are what dealdesk kpi was asked for.
type kpiFlags struct {
	period, by, format string
	metrics, teams     []string
}

func (p *Program) kpiCommand() *cobra.Command {
	var f kpiFlags
	c := &cobra.Command{
		Use: "kpi",
		Example: "  dealdesk kpi --period 2017 --by manager\n" +
			"  dealdesk kpi --period \"last 90 days\" --by product --format csv\n" +
			"  dealdesk kpi --by quarter --period 2017 --metric revenue --format json",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if !slices.Contains([]string{"table", "csv", "json"}, f.format) {
				return p.wrong("shell.kpi_format", "Text", f.format)
			}
			s, _, err := p.Settings(cmd, false)
			if err != nil {
				return err
			}
			st, done, err := serve.OpenSnapshot(cmd.Context(), s)
			if err != nil {
				return err
			}
			if st.Older() { // its counters may lack what is asked for
				return errors.Join(errors.New(p.Printer().Plain("shell.kpi_older")), done())
			}
			err = st.View(cmd.Context(), func(r store.Reader) error { return p.kpis(r, s, f, time.Now(), cmd.OutOrStdout()) })
			return errors.Join(err, done())
		},
	}
	c.Flags().StringVar(&f.period, "period", "", "")
	c.Flags().StringVar(&f.by, "by", "", "")
	c.Flags().StringVar(&f.format, "format", "table", "")
	c.Flags().StringSliceVar(&f.metrics, "metric", nil, "")
	c.Flags().StringArrayVar(&f.teams, "team", nil, "")
	c.Flags().StringVar(&p.StorePath, "store", "", "")
	return c
}

// kpis prints the numbers that were asked for.
func (p *Program) kpis(r store.Reader, s config.Settings, f kpiFlags, now time.Time, out io.Writer) error {
	q, all, err := p.kpiQuestion(r, f, now)
	if err != nil {
		return err
	}
	var named []chat.Safe // the teams that are counted
	for _, id := range q.Teams {
		t, _, err := store.Teams.Get(r, id)
		if err != nil {
			return err
		}
		named = append(named, chat.EscapeLine(t.Name))
	}
	groups, err := store.Measure(r, q)
	if no, ok := sales.AsProblem(err); ok {
		return p.wrong("problem."+no.Code, no.Args)
	}
	if err != nil {
		return err
	}
	m := cards.Maker{Company: s.Company, Lang: p.Words}
	sheet := numbers.Sheet{Words: p.Printer(), Name: p.Printer().Plain("kpi.all"), By: q.By, Currency: s.Company.Currency, Metrics: all}
	for _, g := range groups {
		name := p.Printer().Plain("goal.company")
		if len(named) > 0 {
			name = lang.Unmark(p.Printer().List(named, false))
		}
		if q.By != "" {
			if name, err = m.KPIGroup(r, p.Printer(), q.By, g.Key); err != nil {
				return err
			}
		}
		sheet.Rows = append(sheet.Rows, numbers.Counted{Name: name, Key: g.Key, Counts: g.Counts})
	}
	if q.By == kpi.ByTeam || q.By == kpi.ByPerson || q.By == kpi.ByManager { // they came by their ids
		slices.SortStableFunc(sheet.Rows, func(a, b numbers.Counted) int { return strings.Compare(a.Name, b.Name) })
	}
	switch f.format {
	case "json":
		return json.NewEncoder(out).Encode(sheet.Plain(q.Days))
	case "csv":
		content, err := documents.CSV(sheet.Table())
		if err == nil {
			_, err = out.Write(content)
		}
		return err
	}
	fmt.Fprintln(out, p.Printer().Plain("shell.kpi_days", "From", q.Days.From, "To", q.Days.To))
	few, err := printTable(out, p.Printer(), sheet.Table())
	if err == nil && few {
		_, err = fmt.Fprintln(out, p.Printer().Plain("shell.kpi_few", "Few", fewCases))
	}
	return err
}

// kpiQuestion reads what is asked for; without a period it is the last 90 days.
func (p *Program) kpiQuestion(r store.Reader, f kpiFlags, now time.Time) (q store.Question, all []kpi.Definition, err error) {
	q.By, q.Wins, q.Landed = kpi.Dimension(f.by), true, true
	if f.by == "agent" {
		q.By = kpi.ByPerson
	}
	if f.by != "" && !slices.Contains(kpi.Dimensions, q.By) {
		return q, nil, p.wrong("shell.kpi_by", "Text", f.by, "Known", join(kpi.Dimensions))
	}
	today := calendar.DateOf(now)
	if q.Days = (calendar.Span{From: today.AddDays(-89), To: today}); f.period != "" {
		if q.Days.From, q.Days.To, err = phrase.Span(f.period, now); err != nil {
			return q, nil, p.wrong("shell.kpi_period", "Text", f.period)
		}
		if q.Days.From > today {
			return q, nil, p.wrong("shell.kpi_ahead", "Text", f.period)
		}
	}
	for _, given := range f.teams {
		t, ok, err := store.Teams.Get(r, given)
		if err != nil {
			return q, nil, err
		}
		if !ok {
			return q, nil, p.wrong("problem.people.no_such_team", "Name", given)
		}
		q.Teams = append(q.Teams, t.ID)
	}
	if len(f.metrics) == 0 {
		for _, m := range shellMetrics {
			f.metrics = append(f.metrics, string(m))
		}
	}
	known := numbers.SheetMetrics()
	for _, given := range f.metrics {
		i := slices.IndexFunc(known, func(d kpi.Definition) bool { return string(d.Metric) == given })
		switch {
		case given == "all":
			all = kpi.Apart(known, q.By)
		case i < 0:
			var names []kpi.Metric
			for _, d := range known {
				names = append(names, d.Metric)
			}
			return q, nil, p.wrong("shell.kpi_metric", "Text", given, "Known", join(names))
		case len(kpi.Apart(known[i:i+1], q.By)) == 0:
			name := p.Printer().Plain("metric." + given)
			return q, nil, p.wrong("problem.kpi.by_not_this", "Name", name, "Known", join(known[i].Dimensions()))
		default:
			all = append(all, known[i])
		}
	}
	return q, all, nil
}

func join[S ~string](list []S) chat.Safe {
	texts := make([]string, len(list))
	for i, s := range list {
		texts[i] = string(s)
	}
	return chat.Safe(strings.Join(texts, ", "))
}

// fewCases stands in a terminal for a number of too few cases, which is said once below the table.
const fewCases = "–"

// printTable aligns the columns of a table in a terminal: the first to the left, numbers to the right. It reports whether
// a number has too few cases.
func printTable(out io.Writer, p lang.Printer, t documents.Table) (few bool, err error) {
	lines := [][]string{nil}
	for _, c := range t.Columns {
		lines[0] = append(lines[0], c.Title)
	}
	for _, row := range t.Rows {
		var line []string
		for i, c := range row {
			text := numbers.CellText(p, c)
			if i > 0 && text == p.Plain("kpi.too_few") {
				text, few = fewCases, true
			}
			line = append(line, text)
		}
		lines = append(lines, line)
	}
	wide := make([]int, len(t.Columns))
	for _, line := range lines {
		for i, text := range line {
			wide[i] = max(wide[i], importer.Columns(text))
		}
	}
	for _, line := range lines {
		var b strings.Builder
		for i, text := range line {
			gap := strings.Repeat(" ", wide[i]-importer.Columns(text))
			if i == 0 {
				b.WriteString(text + gap)
			} else {
				b.WriteString("  " + gap + text)
			}
		}
		if _, err := fmt.Fprintln(out, strings.TrimRight(b.String(), " ")); err != nil {
			return few, err
		}
	}
	return few, nil
}
