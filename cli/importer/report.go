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
	"dealdesk/sales"
	"dealdesk/store"
)

func (i *Run) printMapping(f sheet.File) {
	var used, left []string
	for n, name := range f.Header {
		at := slices.IndexFunc(f.Columns, func(c sheet.Column) bool { return c.Index == n })
		if at < 0 {
			left = append(left, name)
			continue
		}
		c := f.Columns[at]
		text := name + " → " + c.Field
		if c.Times > 1 {
			text += " × " + i.Number(c.Times)
		}
		used = append(used, text)
	}
	from := f.Encoding
	if f.Preset != "" {
		from += ", preset " + f.Preset
	}
	out := i.Stdout
	fmt.Fprintf(out, "%s: %s %s (%s)\n  %s\n", f.Name, i.Number(int64(len(f.Rows))), f.Kind, from, strings.Join(used, ", "))
	if len(left) > 0 {
		fmt.Fprintf(out, "  left out: %s\n", strings.Join(left, ", "))
	}
}

// importKinds in the order of reports.
var importKinds = []sheet.Kind{sheet.People, Teams, sheet.Products, sheet.Accounts, sheet.Deals}

func (i *Run) printCounts(rows []Row) {
	counts := map[sheet.Kind]map[Outcome]int64{}
	for _, r := range rows {
		if counts[r.Kind] == nil {
			counts[r.Kind] = map[Outcome]int64{}
		}
		counts[r.Kind][r.Outcome]++
	}
	w := tabwriter.NewWriter(i.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	line := "\t"
	for _, o := range Outcomes {
		line += string(o) + "\t"
	}
	fmt.Fprintln(w, line)
	for _, kind := range importKinds {
		if counts[kind] == nil {
			continue
		}
		line := string(kind) + "\t"
		for _, o := range Outcomes {
			line += i.Number(counts[kind][o]) + "\t"
		}
		fmt.Fprintln(w, line)
	}
	w.Flush()
}

func (i *Run) printPreview(rows []Row) {
	out := i.Stdout
	fmt.Fprintln(out, "\nWhat happens:")
	i.printCounts(rows)
	for _, kind := range importKinds {
		for _, o := range Outcomes {
			var of []Row
			for _, r := range rows {
				if r.Kind == kind && r.Outcome == o {
					of = append(of, r)
				}
			}
			if len(of) > 0 && o != RowUnchanged {
				fmt.Fprintf(out, "\n%s %s:\n", kind, o)
				i.printFirst(of, func(r Row) string {
					if o == RowRejected {
						return i.reason(r.Notes[0])
					}
					return strings.Join(r.Changes, "; ")
				})
			}
		}
	}
	i.printRemarks(rows)
	fmt.Fprintln(out)
}

// printFirst shows the first rows of one sort and how many more there are.
func (i *Run) printFirst(rows []Row, say func(Row) string) {
	out := i.Stdout
	for _, r := range rows[:min(len(rows), max(i.Show, 0))] {
		parts := []string{fmt.Sprintf("%s line %d", r.File, r.Line)}
		for _, part := range []string{r.ID, r.Name, say(r)} {
			if part != "" {
				parts = append(parts, short(part))
			}
		}
		fmt.Fprintln(out, "  "+strings.Join(parts, "  "))
	}
	if more := len(rows) - i.Show; more > 0 {
		fmt.Fprintf(out, "  and %s more\n", i.Number(int64(more)))
	}
}

// short keeps what one cell can hold from filling the terminal.
func short(text string) string {
	if runes := []rune(text); len(runes) > 160 {
		return string(runes[:160]) + "…"
	}
	return text
}

// remark is what is worth knowing of many rows that are taken.
type remark struct {
	kind sheet.Kind
	code string
}

func (i *Run) printRemarks(rows []Row) {
	var order []remark
	of, about := map[remark][]Row{}, map[remark][]*sales.Problem{}
	for _, r := range rows {
		if r.Outcome == RowRejected {
			continue
		}
		for _, note := range r.Notes {
			m := remark{r.Kind, note.Code}
			if of[m] == nil {
				order = append(order, m)
			}
			of[m], about[m] = append(of[m], r), append(about[m], note)
		}
	}
	if len(order) == 0 {
		return
	}
	out := i.Stdout
	fmt.Fprintln(out, "\nWorth knowing of rows that are taken:")
	for _, m := range order {
		texts := map[string]bool{}
		for _, note := range about[m] {
			texts[i.reason(note)] = true
		}
		text := i.reason(about[m][0])
		if len(texts) > 1 {
			text += fmt.Sprintf(" (and %s more like this)", i.Number(int64(len(texts)-1)))
		}
		var lines []string
		for _, r := range of[m][:min(len(of[m]), max(i.Show, 0))] {
			lines = append(lines, strconv.Itoa(r.Line))
		}
		where := of[m][0].File + " line " + strings.Join(lines, ", ")
		if more := len(of[m]) - len(lines); more > 0 {
			where += fmt.Sprintf(" and %s more", i.Number(int64(more)))
		}
		fmt.Fprintf(out, "  %s %s: %s\n    %s\n", i.Number(int64(len(of[m]))), m.kind, text, where)
	}
}

// writeReport writes what becomes of every row as a CSV file that Excel opens rightly
// and in which nothing runs as a formula (rule 12).
func (i *Run) writeReport(to io.Writer, rows []Row) error {
	if _, err := io.WriteString(to, "\ufeff"); err != nil {
		return err
	}
	table := [][]string{{"file", "line", "kind", "result", "id", "name", "changes", "remarks"}}
	for _, r := range rows {
		var notes []string
		for _, n := range r.Notes {
			notes = append(notes, i.reason(n))
		}
		table = append(table, []string{store.Harmless(r.File), strconv.Itoa(r.Line), string(r.Kind), string(r.Outcome), r.ID,
			store.Harmless(r.Name), store.Harmless(strings.Join(r.Changes, "; ")), store.Harmless(strings.Join(notes, " "))})
	}
	w := csv.NewWriter(to)
	w.UseCRLF = true
	return w.WriteAll(table)
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
