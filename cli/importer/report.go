package importer

import (
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"dealdesk/cli/importer/sheet"
	"dealdesk/store"
)

// printMapping says what a file is taken for, and how sure that is.
func (i *Run) printMapping(f sheet.File) {
	out := i.Stdout
	if f.Kind == sheet.Passed {
		fmt.Fprintf(out, "%s: left out; this table of Dealdesk comes back with a backup only (dealdesk restore)\n", f.Name)
		return
	}
	var used, left []string
	for n, name := range f.Header {
		at := slices.IndexFunc(f.Columns, func(c sheet.Column) bool { return c.Index == n })
		if at < 0 {
			if name != "" {
				left = append(left, name)
			}
			continue
		}
		used = append(used, name+" → "+i.columnText(f.Columns[at]))
	}
	about := []string{f.Encoding}
	if f.Preset != "" {
		about = append(about, "preset "+f.Preset)
	}
	if system := f.System(); system.Name != "" && system.Name != f.Preset {
		about = append(about, "stages as in "+system.Name)
	}
	if f.Why == sheet.ByWords {
		about = append(about, "guessed by its columns")
	}
	fmt.Fprintf(out, "%s: %s %s (%s)\n  %s\n", f.Name, i.Number(int64(f.Count)), f.Kind, strings.Join(about, ", "), strings.Join(used,
		", "))
	if len(left) > 0 {
		fmt.Fprintf(out, "  left out: %s\n", strings.Join(left, ", "))
	}
	if f.Above() > 0 {
		fmt.Fprintf(out, "  the names of the columns are in line %d; %d above it are left out\n", f.Line, f.Above())
	}
	if f.Why == sheet.ByWords {
		fmt.Fprintf(out, "  If it holds something else, say so: dealdesk import people=%s, for example\n", f.Name)
	}
}

func (i *Run) columnText(c sheet.Column) string {
	text := c.Field
	if c.Times > 1 {
		text += " × " + i.Number(c.Times)
	}
	if c.Currency != "" {
		text += " in " + c.Currency
	}
	switch {
	case c.Decimal == sheet.Comma:
		text += " (decimal comma)"
	case c.Order == sheet.DMY, c.Order == sheet.MDY, c.Order == sheet.YMD:
		text += " (" + string(c.Order) + ")"
	}
	return text
}

// importKinds in the order of reports.
var importKinds = []sheet.Kind{sheet.People, Teams, sheet.Products, sheet.Accounts, sheet.Contacts, sheet.Deals}

func (i *Run) printCounts(s *summary) {
	w := tabwriter.NewWriter(i.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	line := "\t"
	for _, o := range Outcomes {
		line += string(o) + "\t"
	}
	fmt.Fprintln(w, line)
	for _, kind := range importKinds {
		if s.counts[kind] == nil {
			continue
		}
		line := string(kind) + "\t"
		for _, o := range Outcomes {
			line += i.Number(int64(s.counts[kind][o])) + "\t"
		}
		fmt.Fprintln(w, line)
	}
	w.Flush()
}

func (i *Run) printPreview(s *summary) {
	out := i.Stdout
	if i.enrolled {
		staff := i.Settings.Staff
		fmt.Fprintln(out, "\n"+i.Plain("import.staff_first", "Teams", i.Plain("check.teams", "Count", len(staff.Teams)),
			"People", i.Plain("check.people", "Count", len(staff.People))))
	}
	fmt.Fprintln(out, "\nWhat happens:")
	i.printCounts(s)
	for _, kind := range importKinds {
		for _, o := range []Outcome{RowCreated, RowUpdated} {
			if n := s.counts[kind][o]; n > 0 {
				fmt.Fprintf(out, "\n%s %s:\n", kind, o)
				i.printFirst(s.first[group{kind, o, ""}], n)
			}
		}
		if n := s.counts[kind][RowRejected]; n > 0 {
			fmt.Fprintf(out, "\n%s %s:\n", kind, RowRejected)
			for _, g := range s.order {
				if g.kind == kind && g.outcome == RowRejected {
					i.printReason(s, g)
				}
			}
		}
	}
	i.printRemarks(s)
	fmt.Fprintln(out)
}

// printFirst shows the first rows of one sort and how many more there are.
func (i *Run) printFirst(rows []Row, of int) {
	for _, r := range rows {
		i.printRow(r, strings.Join(r.Changes, "; "))
	}
	if more := of - len(rows); more > 0 {
		fmt.Fprintf(i.Stdout, "  and %s more\n", i.Number(int64(more)))
	}
}

func (i *Run) printRow(r Row, text string) {
	parts := []string{fmt.Sprintf("%s line %d", r.File, r.Line)}
	for _, part := range []string{r.ID, r.Name, text} {
		if part != "" {
			parts = append(parts, short(part))
		}
	}
	fmt.Fprintln(i.Stdout, "  "+strings.Join(parts, "  "))
}

// printReason shows why rows were rejected, once for all that were for the same reason.
func (i *Run) printReason(s *summary, g group) {
	a := s.about[g]
	for _, r := range a.rows[:min(1, len(a.rows))] {
		i.printRow(r, i.reason(r.Notes[0]))
	}
	switch {
	case g.code == "import.stage_unknown":
		i.printStages(a)
	case len(a.texts) > 1:
		fmt.Fprintf(i.Stdout, "    the same for %s\n", i.listed(a))
	}
	if a.n > 1 {
		fmt.Fprintf(i.Stdout, "    %s\n", i.where(a))
	}
}

// printStages names all stages that nobody knows, with the flags that say what they are.
func (i *Run) printStages(a *about) {
	fmt.Fprintf(i.Stdout, "    say what each of these is, here with …: %s\n", i.known(a))
	for _, text := range a.texts {
		fmt.Fprintf(i.Stdout, "    --stage %s   (%s rows)\n", quoted(text+"=…"), i.Number(int64(a.of[text])))
	}
	if a.more > 0 {
		fmt.Fprintf(i.Stdout, "    and %s more\n", i.Number(int64(a.more)))
	}
}

func (i *Run) known(a *about) string {
	if known, ok := a.sample.Args["Known"].([]string); ok {
		return strings.Join(known, ", ")
	}
	return ""
}

// quoted is a text as a shell takes it for one word.
func quoted(text string) string {
	if strings.ContainsAny(text, "\"$`\\!") {
		return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
	}
	return `"` + text + `"`
}

func (i *Run) listed(a *about) string {
	var all []string
	for _, text := range a.texts[:min(len(a.texts), 20)] {
		all = append(all, "“"+short(text)+"”")
	}
	if more := len(a.texts) - len(all) + a.more; more > 0 {
		all = append(all, i.Number(int64(more))+" more")
	}
	return strings.Join(all, ", ")
}

// where names the lines of rows.
func (i *Run) where(a *about) string {
	var lines []string
	for _, r := range a.rows {
		lines = append(lines, strconv.Itoa(r.Line))
	}
	text := "line " + strings.Join(lines, ", ")
	if len(a.rows) > 0 {
		text = a.rows[0].File + " " + text
	}
	if more := a.n - len(lines); more > 0 {
		text += fmt.Sprintf(" and %s more", i.Number(int64(more)))
	}
	return text
}

func (i *Run) printRemarks(s *summary) {
	out, begun := i.Stdout, false
	for _, g := range s.order {
		if g.outcome == RowRejected {
			continue
		}
		if !begun {
			fmt.Fprintln(out, "\nWorth knowing of rows that are taken:")
			begun = true
		}
		a := s.about[g]
		text := i.reason(a.sample)
		if more := len(a.reasons) - 1; more > 0 {
			text += fmt.Sprintf(" (and %s more like this)", i.Number(int64(more)))
		}
		fmt.Fprintf(out, "  %s %s: %s\n    %s\n", i.Number(int64(a.n)), g.kind, text, i.where(a))
	}
}

// short keeps what one cell can hold from filling the terminal.
func short(text string) string {
	if runes := []rune(text); len(runes) > 160 {
		return string(runes[:160]) + "…"
	}
	return text
}

// report is the file in which every row says what became of it: CSV that Excel opens rightly
// and in which nothing runs as a formula (rule 12).
type report struct {
	csv *csv.Writer
	say func(Row) string
}

func (i *Run) newReport(to io.Writer) (*report, error) {
	if _, err := io.WriteString(to, "\ufeff"); err != nil {
		return nil, err
	}
	say := func(r Row) string {
		var notes []string
		for _, n := range r.Notes {
			notes = append(notes, i.reason(n))
		}
		return strings.Join(notes, " ")
	}
	if to == io.Discard {
		say = func(Row) string { return "" }
	}
	w := csv.NewWriter(to)
	w.UseCRLF = true
	return &report{w, say}, w.Write([]string{"file", "line", "kind", "result", "id", "name", "changes", "remarks"})
}

func (p *report) add(r Row) {
	// An error stays in the writer until the end.
	_ = p.csv.Write([]string{store.Harmless(r.File), strconv.Itoa(r.Line), string(r.Kind), string(r.Outcome), r.ID,
		store.Harmless(r.Name), store.Harmless(strings.Join(r.Changes, "; ")), store.Harmless(p.say(r))})
}

func (p *report) end() error {
	p.csv.Flush()
	return p.csv.Error()
}

// progress draws a bar where a person is watching, nil elsewhere.
func (i *Run) progress(doing string) func(done, of int) {
	terminal, ok := i.Stderr.(*os.File)
	if !ok {
		return nil
	}
	if info, err := terminal.Stat(); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return nil
	}
	const width = 40
	shown := -1
	return func(done, of int) {
		filled := done * width / of
		if filled == shown {
			return
		}
		if shown = filled; filled == width {
			fmt.Fprintf(terminal, "\r%*s\r", width+30, "")
			return
		}
		fmt.Fprintf(terminal, "\r%s [%s%s] %d of %d", doing, strings.Repeat("#", filled), strings.Repeat(".", width-filled), done, of)
	}
}
