package cli

import (
	"encoding/json"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// borders lists which of our packages a package may import, and why no others. A row also
// covers the packages below it that have no row of their own.
var borders = []struct {
	pkg    string
	allows string
	reason string
}{
	{"sales/calendar", "", "dates and hours know nothing of selling"},
	{"sales", "sales/calendar", "the rules of selling are read and tested without anything else"},
	{"sales/kpi", "sales sales/calendar", "each number is defined once, whoever shows it"},
	{"sales/goal", "sales sales/calendar sales/kpi", "what is to be reached is a rule of selling, too"},
	{"sales/alert", "sales sales/calendar sales/kpi", "what deserves a warning is a rule of selling"},
	{"sales/forecast", "sales sales/calendar sales/kpi", "what will be won is reckoned without anything else"},
	{"chat", "", "what is heard and said knows neither Slack nor sales"},
	{"ai", "", "a language model sees text, never records"},
	{"lang", "chat", "the printer makes chat.Safe; sales' values are read through their methods"},
	{"store", "sales sales/alert sales/calendar sales/forecast sales/goal sales/kpi chat", "a backend knows bytes, the store nouns, neither a way to talk"},
	{"store/bolt", "store sales sales/calendar chat", "another store can take its place"},
	{"store/storetest", "store sales sales/alert sales/calendar sales/forecast sales/goal sales/kpi chat dice", "it holds for every store alike"},
	{"desk/cards", "sales sales/alert sales/calendar sales/forecast sales/goal sales/kpi chat lang store", "it shows records and changes none"},
	{"desk/documents", "store", "files for other programs; what stands in them is decided elsewhere"},
	{"desk", "desk/cards sales sales/alert sales/calendar sales/forecast sales/goal sales/kpi chat lang store", "what commands and jobs both keep and post"},
	{"commands/phrase", "sales sales/calendar sales/goal sales/kpi", "what people type becomes values of sales, nothing happens"},
	{"commands/call", "commands/phrase desk desk/cards sales sales/calendar sales/goal sales/kpi chat lang store ai", "a call never holds a S" +
		"lack client, and knows no feature"},
	{"commands/commandstest", "*", "tests run the whole of commands in it"},
	{"commands", "commands/call commands/phrase commands/phrase/talk desk chat ai", "the table of contents"},
	{"jobs", "desk desk/cards sales sales/calendar sales/goal sales/kpi chat store lang ai", "a job posts through the store's outbox"},
	{"bot", "chat lang store sales sales/calendar", "Slack's ways stay in one place and decide nothing about sales"},
	{"bot/fakeslack", "", "it stands in for Slack, so it must not know the bot"},
	{"cli/config", "sales sales/calendar bot ai", "settings become values of sales, bot and ai, and nothing is started"},
	{"cli/importer/sheet", "sales sales/calendar commands/phrase", "rows of a file become cells; what they mean is decided elsewhere"},
	{"cli", "*", "the wiring"},
	{"docs", "*", "its tests try what the documents say"},
	{"dice", "", "tests of every package draw from it"},
	{".", "cli", "everything is in packages"},
}

// feature is what a folder of commands without a row of its own may import: never another
// feature.
const feature = "commands/call commands/phrase commands/phrase/goals commands/phrase/talk desk desk/cards desk/documents " +
	"sales sales/alert sales/calendar sales/forecast sales/goal sales/kpi chat lang store ai"

// libraries says which of our packages may import a library.
var libraries = []struct {
	path, only, reason string
}{
	{"github.com/slack-go/slack", "bot", "its types change with every release; nothing else knows Slack"},
	{"go.etcd.io/bbolt", "store/bolt", "the file format is one store's own business"},
	{"github.com/sashabaranov/go-openai", "ai", "one provider's client behind one interface"},
	{"github.com/robfig/cron", "jobs", "it is a parser only; the schedule is rows"},
	{"github.com/spf13/cobra", "cli", "the command line ends in package cli"},
	{"github.com/pelletier/go-toml", "cli/config lang", "files of settings and of words are read where they are kept"},
	{"github.com/xuri/excelize", "cli cli/importer/sheet desk/documents", "workbooks are read where files are, and written where ta" +
		"bles become files"},
	{"os/exec", "cli", "other programs are started by an administrator only"},
	{"net/http/pprof", "", "it would serve memory, and with it secrets"},
	{"dealdesk/dice", "store/storetest commands/commandstest", "only tests draw by chance"},
	{"pgregory.net/rapid", "dice store/storetest", "only tests draw by chance"},
	{"unsafe", "", "nothing here is worth it"},
}

// folders are all there may be at the top; a new one needs a decision in docs/decisions.
var folders = strings.Fields("ai bot chat cli commands desk dice docs jobs lang packaging sales scenarios store testdata tools")

// refused are names of folders that say nothing about what is inside.
var refused = strings.Fields("internal pkg util utils helper helpers common misc models types mocks")

type listed struct {
	ImportPath, Dir      string
	GoFiles, TestGoFiles []string
	XTestGoFiles         []string
	Imports, TestImports []string
	XTestImports         []string
}

// listPackages asks the go command for every package of the module.
func listPackages(t *testing.T) []listed {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", "list", "-e",
		"-json=ImportPath,Dir,GoFiles,TestGoFiles,XTestGoFiles,Imports,TestImports,XTestImports", "dealdesk/...")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []listed
	for d := json.NewDecoder(strings.NewReader(string(out))); d.More(); {
		var p listed
		if err := d.Decode(&p); err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	if len(all) < 8 {
		t.Fatalf("only %d packages were found", len(all))
	}
	return all
}

// inside is a package's path inside the module, "." for main; ok is false outside.
func inside(path string) (place string, ok bool) {
	if path == "dealdesk" {
		return ".", true
	}
	return strings.CutPrefix(path, "dealdesk/")
}

// below reports whether path is pkg or a package below it.
func below(path, pkg string) bool { return path == pkg || strings.HasPrefix(path, pkg+"/") }

// breaches lists what crosses a border.
func breaches(all []listed) []string {
	var found []string
	for _, p := range all {
		from, _ := inside(p.ImportPath)
		at := -1
		for i, b := range borders {
			if below(from, b.pkg) && (at < 0 || len(b.pkg) > len(borders[at].pkg)) {
				at = i
			}
		}
		if at < 0 {
			found = append(found, from+" has no line in the table of borders")
			continue
		}
		b := borders[at]
		if b.pkg == "commands" && from != "commands" {
			b.pkg, b.allows, b.reason = from, feature, "a feature knows no other"
		}
		for _, path := range p.Imports {
			to, ours := inside(path)
			if ours && b.allows != "*" && !slices.Contains(strings.Fields(b.allows), to) && !below(to, b.pkg) {
				found = append(found, from+" imports "+to+": "+b.reason)
			}
			if ours && to == "." {
				found = append(found, from+" imports main")
			}
		}
		for _, lib := range libraries {
			allowed := slices.Contains(strings.Fields(lib.only), b.pkg)
			for _, path := range p.Imports {
				if below(path, lib.path) && !allowed {
					found = append(found, from+" imports "+path+": "+lib.reason)
				}
			}
		}
	}
	return found
}

func TestPackagesImportOnlyWhatTheirBordersAllow(t *testing.T) {
	all := listPackages(t)
	for _, breach := range breaches(all) {
		t.Error(breach)
	}
	for _, p := range all {
		for _, name := range strings.Split(p.ImportPath, "/") {
			if slices.Contains(refused, name) {
				t.Errorf("%s: the name %q says nothing about what is inside", p.ImportPath, name)
			}
		}
	}
}

// chance matches numbers and seeds from math/rand that differ in every run.
var chance = regexp.MustCompile(`\brand\.(Int|Uint|N\(|Perm|Shuffle|Float|Norm|Exp)|\bmaphash\.|New(PCG|Source|ChaCha8)\([^()]*time\.`)

// A test that fails by chance is run again until it passes, and then it proves nothing.
func TestNoTestDependsOnChance(t *testing.T) {
	drawing := 0
	for _, p := range listPackages(t) {
		imports := slices.Concat(p.Imports, p.TestImports, p.XTestImports)
		if slices.Contains(imports, "pgregory.net/rapid") && p.ImportPath != "dealdesk/dice" {
			drawing++
			if !slices.ContainsFunc(imports, func(path string) bool {
				return path == "dealdesk/dice" || path == "dealdesk/commands/commandstest"
			}) {
				t.Errorf("%s: rapid draws something else in every run; import dealdesk/dice in a test", p.ImportPath)
			}
		}
		if slices.Contains(imports, "testing/quick") {
			t.Errorf("%s: testing/quick draws something else in every run; use rapid", p.ImportPath)
		}
		for _, name := range slices.Concat(p.TestGoFiles, p.XTestGoFiles) {
			text, err := os.ReadFile(filepath.Join(p.Dir, name))
			if err != nil {
				t.Fatal(err)
			}
			if call := chance.Find(text); call != nil &&
				(strings.Contains(string(text), `"math/rand`) || strings.Contains(string(text), `"hash/maphash`)) {
				t.Errorf("%s/%s: %s is another number in every run; use dice.Rand", p.ImportPath, name, call)
			}
		}
	}
	if drawing < 5 {
		t.Errorf("only %d packages draw with rapid: the test looks at the wrong thing", drawing)
	}
}

// What serve runs on has no trace of the local Slack or of the demo.
func TestServeReachesNothingOfTheDemo(t *testing.T) {
	out, err := exec.CommandContext(t.Context(), "go", "list", "-deps", "dealdesk/cli/serve").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	deps := strings.Fields(string(out))
	if !slices.Contains(deps, "dealdesk/bot") {
		t.Fatalf("serve does not even reach the bot: %d packages", len(deps))
	}
	for _, path := range deps {
		if place, ours := inside(path); ours && (below(place, "bot/fakeslack") || below(place, "cli/demo")) {
			t.Errorf("cli/serve reaches %s", place)
		}
	}
}

// What renders a card cannot change anything: it is never given a transaction.
func TestCardsTakeNoTransaction(t *testing.T) {
	const path = "dealdesk/desk/cards"
	out, err := exec.CommandContext(t.Context(), "go", "list", "-export", "-deps", "-json=ImportPath,Export,GoFiles,Dir", path).Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	compiled := map[string]string{}
	fset, files := token.NewFileSet(), []*ast.File{}
	for d := json.NewDecoder(strings.NewReader(string(out))); d.More(); {
		var p struct {
			ImportPath, Export, Dir string
			GoFiles                 []string
		}
		if err := d.Decode(&p); err != nil {
			t.Fatal(err)
		}
		compiled[p.ImportPath] = p.Export
		if p.ImportPath != path {
			continue
		}
		for _, name := range p.GoFiles {
			f, err := parser.ParseFile(fset, filepath.Join(p.Dir, name), nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			files = append(files, f)
		}
	}
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}}
	c := types.Config{Importer: importer.ForCompiler(fset, "g"+
		"c", func(path string) (io.ReadCloser, error) { return os.Open(compiled[path]) })}
	if _, err := c.Check(path, fset, files, info); err != nil {
		t.Fatal(err)
	}
	readers := 0
	for _, f := range files {
		ast.Inspect(f, func(n ast.Node) bool {
			fn, ok := n.(*ast.FuncType)
			if !ok {
				return true
			}
			for _, param := range fn.Params.List {
				switch types.TypeString(info.TypeOf(param.Type), nil) {
				case "*dealdesk/store.Tx":
					t.Errorf("%s: takes a transaction", fset.Position(param.Pos()))
				case "dealdesk/store.Reader":
					readers++
				}
			}
			return true
		})
	}
	if readers < 20 {
		t.Errorf("only %d parameters are a store.Reader: the test looks at the wrong thing", readers)
	}
}

// An index is the store's business: others find records by the finders of store/find.go.
func TestNobodyElseNamesAnIndexOfTheStore(t *testing.T) {
	named := regexp.MustCompile(`store\.Query\{[^}]*\b(Index|Prefix):`)
	files := 0
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasPrefix(path, "../store/") {
			return err
		}
		files++
		text, err := os.ReadFile(path)
		for _, query := range named.FindAllString(string(text), -1) {
			t.Errorf("%s: %s", path, query)
		}
		return err
	})
	if err != nil || files < 200 {
		t.Errorf("%d files were read: %v", files, err)
	}
}

func TestABreachOfABorderIsFound(t *testing.T) {
	for want, p := range map[string]listed{
		"sales imports store": {ImportPath: "dealdesk/sales", Imports: []string{"dealdesk/store"}},
		"store/bolt imports lang": {ImportPath: "dealdesk/store/bolt", Imports: []string{"dealdesk/stor" +
			"e", "dealdesk/lang"}},
		"commands/phrase imports store": {ImportPath: "dealdesk/commands/phrase", Imports: []string{"dealdesk" +
			"/sales", "dealdesk/store"}},
		"bot/fakeslack imports bot": {ImportPath: "dealdesk/bot/fakeslack", Imports: []string{"dealdesk/bot"}},
		"commands/deal imports commands/discount": {ImportPath: "dealdesk/commands/deal", Imports: []string{"dealdesk/c" +
			"ommands/discount"}},
		"commands/call imports commands/deal": {ImportPath: "dealdesk/commands/call", Imports: []string{"dealdesk/c" +
			"ommands/deal"}},
		"commands imports github.com/slack-go/slack/slackevents": {ImportPath: "dealdesk/commands", Imports: []string{"github.com/slac" +
			"k-go/slack/slackevents"}},
		"bot/fakeslack imports github.com/slack-go/slack": {ImportPath: "dealdesk/bot/fakeslack", Imports: []string{"github.com" +
			"/slack-go/slack"}},
		". imports go.etcd.io/bbolt": {ImportPath: "dealdesk", Imports: []string{"go.etcd.io/bbolt"}},
		"money has no line":          {ImportPath: "dealdesk/money"},
		"jobs imports main":          {ImportPath: "dealdesk/jobs", Imports: []string{"dealdesk"}},
	} {
		got := strings.Join(breaches([]listed{p}), "\n")
		if !strings.Contains(got, want) {
			t.Errorf("want %q, got %q", want, got)
		}
	}
	fine := listed{ImportPath: "dealdesk/commands", Imports: []string{"dealdesk/commands/phrase", "dealdesk/desk", "context"}}
	if got := breaches([]listed{fine}); len(got) > 0 {
		t.Errorf("a fine package was blamed: %v", got)
	}
}

func TestEachPackageHasOneRowInTheTables(t *testing.T) {
	seen := map[string]bool{}
	for _, b := range borders {
		if seen[b.pkg] {
			t.Errorf("%s has two rows", b.pkg)
		}
		seen[b.pkg] = true
	}
	for _, l := range libraries {
		if seen[l.path] {
			t.Errorf("%s has two rows", l.path)
		}
		seen[l.path] = true
	}
}

func TestTheTopLevelHoldsOnlyKnownFolders(t *testing.T) {
	entries, err := os.ReadDir("..")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.IsDir() && !strings.HasPrefix(e.Name(), ".") && !slices.Contains(folders, e.Name()) {
			t.Errorf("the folder %s is new: write down why in docs/decisions, then list it here and in the table of borders", e.Name())
		}
	}
}
