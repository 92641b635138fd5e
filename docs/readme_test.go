package docs

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"dealdesk/commands"
	"dealdesk/desk"
	"dealdesk/lang"
	"dealdesk/sales"
)

var updateReadme = flag.Bool("update-readme", false, "write the table of commands into README.md")

// TestTheReadmeListsEveryCommand keeps the table of README.md equal to the routes.
func TestTheReadmeListsEveryCommand(t *testing.T) {
	words, err := lang.Open()
	if err != nil {
		t.Fatal(err)
	}
	router, err := commands.Router(desk.New(nil, words, sales.Company{}))
	if err != nil {
		t.Fatal(err)
	}
	en, zh := words.Printer("en"), words.Printer("zh-Hans")
	var table strings.Builder
	table.WriteString("| Type | 中文 | What it does |\n|---|---|---|\n")
	for _, route := range router.Routes() {
		if !route.Help {
			continue
		}
		usage, what := en.Help(route.Name)
		inChinese, _ := zh.Help(route.Name)
		fmt.Fprintf(&table, "| `%s` | `%s` | %s |\n", usage, inChinese, lang.Unmark(what))
	}
	page, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	const begin, end = "<!-- commands -->\n", "<!-- /commands -->"
	before, rest, found := strings.Cut(string(page), begin)
	_, behind, closed := strings.Cut(rest, end)
	if !found || !closed {
		t.Fatal("README.md has lost the marks around its table of commands")
	}
	want := before + begin + table.String() + end + behind
	if want == string(page) {
		return
	}
	if *updateReadme {
		if err := os.WriteFile("README.md", []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	t.Error("README.md does not list the commands as they are; run: go test -run Readme -update-readme .")
}
