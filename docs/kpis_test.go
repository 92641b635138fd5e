package docs

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"dealdesk/lang"
	"dealdesk/sales/kpi"
)

// TestThePageOfNumbersSaysWhatIsCounted keeps the table of docs/kpis.md equal to the definitions that the code counts by.
func TestThePageOfNumbersSaysWhatIsCounted(t *testing.T) {
	words, err := lang.Open()
	if err != nil {
		t.Fatal(err)
	}
	en, zh := words.Printer("en"), words.Printer("zh-Hans")
	var table strings.Builder
	table.WriteString("| Number | 中文 | How it is computed | Days | Cases | What it tells |\n|---|---|---|---|---|---|\n")
	for _, d := range kpi.Definitions() {
		m, cases := string(d.Metric), "–"
		if d.Sample > 0 {
			cases = fmt.Sprint(d.Sample)
		}
		fmt.Fprintf(&table, "| **%s** `%s` | %s | %s | %d | %s | %s |\n", en.Plain("metric."+m), m, zh.Plain("metric."+m), en.Plain("kpi_how."+m),
			d.Window, cases, en.Plain("kpi_tells."+m))
	}
	const path, begin, end = "docs/kpis.md", "<!-- numbers -->\n", "<!-- /numbers -->"
	page := document(t, path)
	before, rest, found := strings.Cut(page, begin)
	_, behind, closed := strings.Cut(rest, end)
	if !found || !closed {
		t.Fatalf("%s has lost the marks around its table", path)
	}
	want := before + begin + table.String() + end + behind
	switch {
	case want == page:
	case *updateCommands:
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	default:
		t.Errorf("%s does not list the numbers as they are counted; run: go test ./docs -run Numbers -update-commands", path)
	}
}
