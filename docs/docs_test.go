// Package docs tests that what the documents say is true.
package docs

import (
	"bytes"
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"dealdesk/chat"
	"dealdesk/cli/demo"
	"dealdesk/cli/demo/play"
	"dealdesk/commands"
	"dealdesk/desk"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
)

// What the documents say is checked here: examples are played, commands are looked up,
// tests and links must be there.

var guides = []string{"docs/guide.md", "docs/guide.zh.md"}

// TestMain goes to the top of the module, where the paths in the documents begin.
func TestMain(m *testing.M) {
	if err := os.Chdir(".."); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

func document(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// In a block marked chat, a line that begins at the margin is a line of a story
// (cli/demo/play/lines.go), and each indented one must be among what it brings, in this
// order. The blocks of a guide are one story.
func TestTheExamplesOfTheGuidesComeTrue(t *testing.T) {
	for _, path := range guides {
		t.Run(filepath.Base(path), func(t *testing.T) {
			t.Parallel()
			var said bytes.Buffer
			language := "en"
			if strings.Contains(path, ".zh.") {
				language = "zh"
			}
			l, player, err := demo.OpenStory(t.Context(), play.Story{}, demo.Plan{
				Listen: "127.0.0.1:0", Dir: t.TempDir(), Log: slog.New(slog.DiscardHandler),
			}, &said, language)
			if err != nil {
				t.Fatal(err)
			}
			defer l.Close()
			if err := player.Do(t.Context(), "at 2026-11-23 10:40"); err != nil {
				t.Fatal(err)
			}
			played := 0
			var line, rest string
			for _, block := range chatBlocks(document(t, path)) {
				for _, text := range block {
					if want := strings.TrimLeft(text, " "); want != text {
						var found bool
						if _, rest, found = strings.Cut(rest, "  "+want+"\n"); !found {
							t.Errorf("%s\ndoes not bring, or not in this place:\n  %s\nbut\n%s", line, want, said.String())
						}
						continue
					}
					line = text
					said.Reset()
					if err := player.Do(t.Context(), text); err != nil {
						t.Fatalf("%s: %v", text, err)
					}
					rest = said.String()
					played++
				}
			}
			if played < 20 {
				t.Errorf("only %d examples were found", played)
			}
		})
	}
}

func chatBlocks(text string) (blocks [][]string) {
	for _, part := range strings.Split(text, "\n```chat\n")[1:] {
		block, _, _ := strings.Cut(part, "\n```")
		blocks = append(blocks, strings.Split(block, "\n"))
	}
	return blocks
}

var (
	code    = regexp.MustCompile("`([^`\n]+)`")
	command = regexp.MustCompile(`^(?:/(sales|deal|log|discount|standup)\b|[!！]\S)`)
)

func TestEveryCommandInTheGuidesIsUnderstood(t *testing.T) {
	words, err := lang.Open()
	if err != nil {
		t.Fatal(err)
	}
	router, err := commands.Router(desk.New(nil, words, sales.Company{}))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range guides {
		found := 0
		for _, m := range code.FindAllStringSubmatch(document(t, path), -1) {
			line := m[1]
			is := command.FindStringSubmatch(line)
			if is == nil {
				continue
			}
			found++
			bang := is[1] == ""
			typed := strings.TrimLeft(line, "/!！")
			if is[1] == "sales" {
				if typed = strings.TrimSpace(strings.TrimPrefix(typed, "sales")); typed == "" {
					continue // help
				}
			}
			switch route, rest, ok := router.Find(typed); {
			case !ok:
				t.Errorf("%s: %s is no command", path, line)
			case !bang && is[1] != "sales" && !slashed(router, route, is[1]):
				t.Errorf("%s: %s finds %s %q", path, line, route.Name, rest)
			}
		}
		if found < 40 {
			t.Errorf("%s: only %d commands were found", path, found)
		}
	}
}

// slashed reports whether a route belongs to a slash command: it has it, or its name
// begins with that of the route that has it.
func slashed(router *chat.Router, route chat.Route, slash string) bool {
	for _, r := range router.Routes() {
		if r.Slash == slash {
			return route.Name == r.Name || strings.HasPrefix(route.Name, r.Name+" ")
		}
	}
	return false
}

var (
	requirement = regexp.MustCompile(`^\| ([RU]\d+) \|`)
	testName    = regexp.MustCompile(`\b(?:Test|Fuzz|Benchmark)[A-Z]\w*`)
	testFunc    = regexp.MustCompile(`(?m)^func ((?:Test|Fuzz|Benchmark)[A-Z]\w*)\(`)
	story       = regexp.MustCompile(`[\w-]+\.txtar`)
)

// shown are the names of all tests and stories.
func shown(t *testing.T) map[string]bool {
	t.Helper()
	known := map[string]bool{}
	err := filepath.WalkDir(".", func(path string, _ fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case strings.HasSuffix(path, ".txtar"):
			known[filepath.Base(path)] = true
		case strings.HasSuffix(path, "_test.go"):
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			for _, m := range testFunc.FindAllSubmatch(text, -1) {
				known[string(m[1])] = true
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return known
}

func TestEveryRequirementNamesTestsThatExist(t *testing.T) {
	known := shown(t)
	seen := map[string]bool{}
	for _, line := range strings.Split(document(t, "docs/requirements.md"), "\n") {
		names := append(testName.FindAllString(line, -1), story.FindAllString(line, -1)...)
		for _, name := range names {
			if !known[name] {
				t.Errorf("there is no %s: %s", name, line)
			}
		}
		m := requirement.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		if len(names) == 0 {
			t.Errorf("%s names no test", m[1])
		}
		if seen[m[1]] {
			t.Errorf("%s is there twice", m[1])
		}
		seen[m[1]] = true
	}
	if len(seen) < 40 {
		t.Errorf("only %d requirements were found", len(seen))
	}
}

// notes are the comments of all Go files, by file; what else a file is made of counts for
// nothing, since U1 is also somebody in a test.
func notes(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		var all strings.Builder
		for _, group := range file.Comments {
			all.WriteString(group.Text() + "\n")
		}
		found[filepath.ToSlash(path)] = all.String()
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

var (
	promise = regexp.MustCompile(`(?m)^### (P\d+)$`)
	cited   = regexp.MustCompile(`\bP\d+\b`)
)

func TestEveryPromiseHasItsRuleAndItsTests(t *testing.T) {
	known := shown(t)
	page := document(t, "docs/promises.md")
	kept, _, found := strings.Cut(page, "\n## What is not promised\n")
	if !found {
		t.Error("the page does not say what is not promised")
	}
	promised := map[string]bool{}
	begins := promise.FindAllStringSubmatchIndex(kept, -1)
	for i, at := range begins {
		end := len(kept)
		if i+1 < len(begins) {
			end = begins[i+1][0]
		}
		number, text := kept[at[2]:at[3]], kept[at[1]:end]
		if promised[number] {
			t.Errorf("%s is there twice", number)
		}
		promised[number] = true
		_, rule, ruled := strings.Cut(text, "\n**Rule.** ")
		_, tests, tested := strings.Cut(rule, "\n**Tests.** ")
		if !ruled || !tested {
			t.Errorf("%s has no rule or no tests", number)
		}
		if len(testName.FindAllString(tests, -1)) == 0 {
			t.Errorf("%s names no test", number)
		}
	}
	for i := 1; i <= 20; i++ {
		if number := fmt.Sprintf("P%d", i); !promised[number] {
			t.Errorf("%s is missing", number)
		}
	}
	for _, name := range append(testName.FindAllString(page, -1), story.FindAllString(page, -1)...) {
		if !known[name] {
			t.Errorf("there is no %s", name)
		}
	}
	citations := 0
	for path, text := range notes(t) {
		for _, number := range cited.FindAllString(text, -1) {
			citations++
			if !promised[number] {
				t.Errorf("%s cites %s, which is not promised", path, number)
			}
		}
	}
	if citations < 40 {
		t.Errorf("only %d citations were found", citations)
	}
}

// A requirement is cited in docs/requirements.md alone, so that a comment is understood
// without it. What is in brackets is a citation; U1 elsewhere is somebody.
var requirementCited = regexp.MustCompile(`\([^()]*\b[RU]\d+\b[^()]*\)|(?m:^[RU]\d+:)`)

func TestNoCommentCitesARequirement(t *testing.T) {
	checked := 0
	for path, text := range notes(t) {
		checked++
		for _, citation := range requirementCited.FindAllString(text, -1) {
			t.Errorf("%s cites %s; say what it means instead", path, citation)
		}
	}
	if checked < 100 {
		t.Errorf("only %d files were checked", checked)
	}
}

var (
	link    = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	heading = regexp.MustCompile(`(?m)^#+ (.+)$`)
	fenced  = regexp.MustCompile("(?s)\n```.*?\n```")
)

func TestLinksBetweenDocumentsResolve(t *testing.T) {
	paths, err := filepath.Glob("*.md")
	if err != nil {
		t.Fatal(err)
	}
	err = filepath.WalkDir("docs", func(path string, _ fs.DirEntry, err error) error {
		if strings.HasSuffix(path, ".md") {
			paths = append(paths, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		for _, m := range link.FindAllStringSubmatch(fenced.ReplaceAllString(document(t, path), ""), -1) {
			if strings.Contains(m[1], "://") || strings.HasPrefix(m[1], "mailto:") {
				continue
			}
			file, anchor, _ := strings.Cut(m[1], "#")
			target := path
			if file != "" {
				target = filepath.Join(filepath.Dir(path), file)
			}
			if _, err := os.Stat(target); err != nil {
				t.Errorf("%s: %s leads nowhere", path, m[1])
				continue
			}
			if anchor != "" && !anchors(document(t, target))[anchor] {
				t.Errorf("%s: %s has no heading %q", path, target, anchor)
			}
		}
	}
}

// anchors are the names that GitHub gives to headings.
func anchors(text string) map[string]bool {
	names := map[string]bool{}
	for _, m := range heading.FindAllStringSubmatch(fenced.ReplaceAllString(text, ""), -1) {
		names[strings.Map(func(r rune) rune {
			switch {
			case r == ' ':
				return '-'
			case unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-' || r == '_':
				return unicode.ToLower(r)
			}
			return -1
		}, m[1])] = true
	}
	return names
}

// The example in the administrator's guide is a file that is read.
func TestTheCalendarOfTheGuideIsRight(t *testing.T) {
	_, example, _ := strings.Cut(document(t, "docs/admin.md"), "```json\n")
	example, _, ok := strings.Cut(example, "```")
	c, err := calendar.ReadJSON([]byte(example))
	if !ok || err != nil || c.Day("2026-02-14").Kind != calendar.DayWork || c.Day("2026-02-16").NameZh != "春节" ||
		c.Day("2026-12-31").Until != "12:00" {
		t.Errorf("read as %+v, %v", c, err)
	}
}
