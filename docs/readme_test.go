package docs

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"dealdesk/commands"
	"dealdesk/desk"
	"dealdesk/lang"
	"dealdesk/sales"
)

var updateCommands = flag.Bool("update-commands", false, "write the table of commands into docs/commands.md")

// TestTheReadmeAndThePageOfCommandsListWhatThereIs keeps the table of docs/commands.md
// equal to the routes; the ten commands of README.md are rows of it.
func TestTheReadmeAndThePageOfCommandsListWhatThereIs(t *testing.T) {
	words, err := lang.Open()
	if err != nil {
		t.Fatal(err)
	}
	router, err := commands.Router(desk.New(nil, words, sales.Company{}))
	if err != nil {
		t.Fatal(err)
	}
	en, zh := words.Printer("en"), words.Printer("zh-Hans")
	var table, inDemo strings.Builder // README.md names the customers of the demo, so that a line can be tried as it stands
	table.WriteString("| Type | 中文 | What it does |\n|---|---|---|\n")
	for _, route := range router.Routes() {
		if !route.Help {
			continue
		}
		usage, what := en.Help(route.Name)
		inChinese, _ := zh.Help(route.Name)
		fmt.Fprintf(&table, "| `%s` | `%s` | %s |\n", usage, inChinese, lang.Unmark(what))
		fmt.Fprintf(&inDemo, "| `%s` | `%s` |\n", strings.ReplaceAll(usage, "D-7", "Acme"), strings.ReplaceAll(inChinese, "D-7", "华星科技"))
	}

	row := regexp.MustCompile("(?m)^\\| `.+` \\| `.+` \\|")
	ten := row.FindAllString(document(t, "README.md"), -1)
	if len(ten) != 10 {
		t.Errorf("README.md shows %d commands, want ten", len(ten))
	}
	for _, usage := range ten {
		if !strings.Contains(inDemo.String(), usage) {
			t.Errorf("README.md shows a command that help does not: %s", usage)
		}
	}

	const path, begin, end = "docs/commands.md", "<!-- commands -->\n", "<!-- /commands -->"
	page := document(t, path)
	before, rest, found := strings.Cut(page, begin)
	_, behind, closed := strings.Cut(rest, end)
	if !found || !closed {
		t.Fatalf("%s has lost the marks around its table", path)
	}
	want := before + begin + table.String() + end + behind
	if want == page {
		return
	}
	if *updateCommands {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	t.Errorf("%s does not list the commands as they are; run: go test ./docs -run Readme -update-commands", path)
}
