package importer

import (
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/width"

	"dealdesk/cli/importer/sheet"
	"dealdesk/store"
)

// printMapping says what a file is taken for, and how sure that is.
func (i *Run) printMapping(f sheet.File) {
	if f.Kind == sheet.Passed {
		i.println("import.own_table", "File", f.Name)
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
		about = append(about, i.Plain("import.preset", "Name", f.Preset))
	}
	if system := f.System(); system.Name != "" && system.Name != f.Preset {
		about = append(about, i.Plain("import.stages_of", "Name", system.Name))
	}
	if f.Why == sheet.ByWords {
		about = append(about, i.Plain("import.guessed"))
	}
	i.println("import.file", "File", f.Name, "Rows", i.rows(f.Kind, f.Count), "About", i.join(about))
	fmt.Fprintln(i.Stdout, "  "+i.join(used))
	if len(left) > 0 {
		i.println("import.columns_left", "Columns", i.join(left))
	}
	if f.Above() > 0 {
		i.println("import.title_above", "Line", f.Line, "Count", f.Above())
	}
	if f.Why == sheet.ByWords {
		i.println("import.say_kind", "File", f.Name)
	}
}

// println writes words as a line.
func (i *Run) println(key string, args ...any) { fmt.Fprintln(i.Stdout, i.Plain(key, args...)) }

// rows is a number of rows of a kind, in words.
func (i *Run) rows(k sheet.Kind, n int) string { return i.Plain("import.rows."+string(k), "Count", n) }

func (i *Run) join(list []string) string { return strings.Join(list, i.Plain("import.comma")) }

func (i *Run) columnText(c sheet.Column) string {
	text := c.Field
	if c.Times > 1 {
		text += " × " + i.Number(c.Times)
	}
	if c.Currency != "" {
		text = i.Plain("import.column_in", "Field", text, "Currency", c.Currency)
	}
	switch {
	case c.Decimal == sheet.Comma:
		text += " " + i.Plain("import.decimal_comma")
	case c.Order == sheet.DMY, c.Order == sheet.MDY, c.Order == sheet.YMD:
		text += " (" + string(c.Order) + ")"
	}
	return text
}

// importKinds in the order of reports.
var importKinds = []sheet.Kind{sheet.People, Teams, sheet.Products, sheet.Accounts, sheet.Contacts, sheet.Deals, sheet.Costs}

func (i *Run) printCounts(s *summary) {
	head := []string{""}
	for _, o := range Outcomes {
		head = append(head, i.Plain("import.outcome."+string(o)))
	}
	table := [][]string{head}
	for _, kind := range importKinds {
		if s.counts[kind] == nil {
			continue
		}
		line := []string{i.Plain("import.kind." + string(kind))}
		for _, o := range Outcomes {
			line = append(line, i.Number(int64(s.counts[kind][o])))
		}
		table = append(table, line)
	}
	wide := make([]int, len(head))
	for _, line := range table {
		for n, cell := range line {
			wide[n] = max(wide[n], Columns(cell))
		}
	}
	for _, line := range table {
		for n, cell := range line {
			fmt.Fprint(i.Stdout, strings.Repeat(" ", 2+wide[n]-Columns(cell)), cell)
		}
		fmt.Fprintln(i.Stdout)
	}
}

// Columns is how wide a terminal shows a text: Chinese takes two columns for a character.
func Columns(text string) (n int) {
	for _, r := range text {
		if n++; slices.Contains([]width.Kind{width.EastAsianWide, width.EastAsianFullwidth}, width.LookupRune(r).Kind()) {
			n++
		}
	}
	return n
}

func (i *Run) printPreview(s *summary) {
	fmt.Fprintln(i.Stdout)
	if i.enrolled {
		i.println("import.staff_first", "Teams", i.rows(Teams, len(i.Staff.Teams)), "People", i.rows(sheet.People, len(i.Staff.People)))
		fmt.Fprintln(i.Stdout)
	}
	i.println("import.begins")
	i.printCounts(s)
	for _, kind := range importKinds {
		for _, o := range []Outcome{RowCreated, RowUpdated} {
			if n := s.counts[kind][o]; n > 0 {
				i.printGroup(kind, o)
				i.printFirst(s.first[group{kind, o, ""}], n)
			}
		}
		if n := s.counts[kind][RowRejected]; n > 0 {
			i.printGroup(kind, RowRejected)
			for _, g := range s.order {
				if g.kind == kind && g.outcome == RowRejected {
					i.printReason(s, g)
				}
			}
		}
	}
	i.printRemarks(s)
	fmt.Fprintln(i.Stdout)
}

func (i *Run) printGroup(kind sheet.Kind, o Outcome) {
	fmt.Fprintln(i.Stdout)
	i.println("import.group", "Kind", i.Plain("import.kind."+string(kind)), "Outcome", i.Plain("import.outcome."+string(o)))
}

// printFirst shows the first rows of one sort and how many more there are.
func (i *Run) printFirst(rows []Row, of int) {
	for _, r := range rows {
		var changes []string
		for _, c := range r.Changes {
			changes = append(changes, i.changeText(c))
		}
		i.printRow(r, strings.Join(changes, "; "))
		if r.Sample != nil {
			fmt.Fprintln(i.Stdout, "    "+i.sampleText(r.Sample))
		}
	}
	if more := of - len(rows); more > 0 {
		i.println("import.more", "Number", more)
	}
}

// changeText is a change in the words of the reader: records and the report file have codes.
func (i *Run) changeText(c Change) string {
	for _, table := range []string{"import.change.", "field."} {
		if i.Has(table + c.What) {
			c.Was, c.Is = i.valueText(c.What, c.Was), i.valueText(c.What, c.Is)
			c.What = i.Plain(table + c.What)
			break
		}
	}
	return c.String()
}

func (i *Run) valueText(what, code string) string {
	if what == "close" {
		return i.Day(code)
	}
	if key := what + "." + code; slices.Contains([]string{"stage", "status", "role"}, what) && i.Has(key) {
		return i.Plain(key)
	}
	return code
}

func (i *Run) printRow(r Row, text string) {
	parts := []string{i.Plain("import.row", "File", r.File, "Line", strconv.Itoa(r.Line))}
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
	case len(a.cells) > 1:
		i.println("import.same_for", "Texts", i.listed(a))
	}
	if a.n > 1 {
		fmt.Fprintf(i.Stdout, "    %s\n", i.where(a))
	}
}

// printStages names all stages that nobody knows, with the flags that say what they are.
func (i *Run) printStages(a *about) {
	i.println("import.say_stages", "Known", i.known(a))
	for _, c := range a.cells {
		i.println("import.say_stage", "Pair", quoted(c.text+"=…"), "Count", c.n)
	}
	i.printMore(a)
}

func (i *Run) printMore(a *about) {
	if a.more > 0 {
		i.println("import.more_stages", "Number", a.more)
	}
}

// guesses are what was taken for a stage or pipeline of ours by another name, and the words
// above the list of them.
var guesses = map[string]string{"import.stage_guessed": "import.guessed_stages", "import.pipeline_guessed": "import.guessed_pipelines"}

// printGuesses names everything that was taken for the likeliest, with the flags that say
// otherwise.
func (i *Run) printGuesses(g group, a *about) {
	i.println(guesses[g.code], "Rows", i.rows(g.kind, a.n), "Known", i.known(a))
	for _, c := range a.cells {
		i.println("import.guess", "Text", i.reason(c.sample), "Count", c.n)
	}
	i.printMore(a)
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
	for _, c := range a.cells[:min(len(a.cells), 20)] {
		all = append(all, "“"+short(c.text)+"”")
	}
	if more := len(a.cells) - len(all) + a.more; more > 0 {
		all = append(all, i.Plain("import.others", "Number", more))
	}
	return i.join(all)
}

// where names the lines of rows.
func (i *Run) where(a *about) string {
	lines := map[string][]string{}
	var files []string
	for _, r := range a.rows {
		if lines[r.File] == nil {
			files = append(files, r.File)
		}
		if line := strconv.Itoa(r.Line); !slices.Contains(lines[r.File], line) {
			lines[r.File] = append(lines[r.File], line)
		}
	}
	var all []string
	for _, file := range files {
		all = append(all, i.Plain("import.lines", "File", file, "Lines", i.join(lines[file])))
	}
	if more := a.n - len(a.rows); more > 0 {
		all = append(all, i.Plain("import.others", "Number", more))
	}
	return strings.Join(all, "; ")
}

func (i *Run) printRemarks(s *summary) {
	begun := false
	for _, g := range s.order {
		if g.outcome == RowRejected {
			continue
		}
		if !begun {
			fmt.Fprintln(i.Stdout)
			i.println("import.remarks")
			begun = true
		}
		a := s.about[g]
		if guesses[g.code] != "" {
			i.printGuesses(g, a)
			continue
		}
		rows, text := i.rows(g.kind, a.n), i.reason(a.sample)
		if more := len(a.reasons) - 1; more > 0 {
			i.println("import.remark_more", "Rows", rows, "Text", text, "Number", more)
		} else {
			i.println("import.remark", "Rows", rows, "Text", text)
		}
		fmt.Fprintf(i.Stdout, "    %s\n", i.where(a))
	}
}

// short keeps a cell from filling the terminal.
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
	var changes []string
	for _, c := range r.Changes {
		changes = append(changes, c.String())
	}
	// An error stays in the writer until the end.
	_ = p.csv.Write([]string{store.Harmless(r.File), strconv.Itoa(r.Line), string(r.Kind), string(r.Outcome), r.ID,
		store.Harmless(r.Name), store.Harmless(strings.Join(changes, "; ")), store.Harmless(p.say(r))})
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
	const long = 40
	shown := -1
	return func(done, of int) {
		filled := done * long / of
		if filled == shown {
			return
		}
		if shown = filled; filled == long {
			fmt.Fprintf(terminal, "\r%*s\r", long+40, "")
			return
		}
		fmt.Fprintf(terminal, "\r%s [%s%s] %s", doing, strings.Repeat("#", filled), strings.Repeat(".", long-filled),
			i.Plain("import.progress", "Done", done, "All", of))
	}
}
