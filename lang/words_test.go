package lang_test

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/pelletier/go-toml/v2"

	"dealdesk/lang"
)

// file is one file as it is written, without going through the printer, or all those of a
// language together.
type file struct {
	words map[string]*i18n.Message
	verbs map[string][]string
	lines []string // tables and keys, in their order
}

// readFolders are the files by language and name.
func readFolders(t *testing.T) map[string]map[string]file {
	t.Helper()
	paths, err := filepath.Glob("*/*.toml")
	if err != nil || len(paths) < 2 {
		t.Fatal(paths, err)
	}
	all := map[string]map[string]file{}
	for _, path := range paths {
		language, name := filepath.Dir(path), filepath.Base(path)
		if all[language] == nil {
			all[language] = map[string]file{}
		}
		all[language][name] = readFile(t, path)
	}
	return all
}

// tableOrKey is what a line of a file begins with.
var tableOrKey = regexp.MustCompile(`(?m)^(\[[^\]]+\]|[A-Za-z0-9_"][^=\n]*[^= \n])`)

func readFile(t *testing.T, path string) file {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var tables map[string]any
	var routes struct{ Verb map[string][]string }
	for _, into := range []any{&tables, &routes} {
		if err := toml.Unmarshal(data, into); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
	}
	delete(tables, "verb")
	messages, err := i18n.ParseMessageBytes([]byte("."), func(_ []byte, into any) error {
		*into.(*any) = tables
		return nil
	})
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	f := file{words: map[string]*i18n.Message{}, verbs: routes.Verb}
	table := ""
	for _, line := range tableOrKey.FindAllString(string(data), -1) {
		if strings.HasPrefix(line, "[") {
			table = line
		}
		f.lines = append(f.lines, table+" "+line)
	}
	for _, m := range messages {
		f.words[m.ID] = m
	}
	return f
}

// readFiles is readFolders with the files of each language put together.
func readFiles(t *testing.T) map[string]file {
	t.Helper()
	all := map[string]file{}
	for language, files := range readFolders(t) {
		whole := file{words: map[string]*i18n.Message{}, verbs: map[string][]string{}}
		for _, f := range files {
			maps.Copy(whole.words, f.words)
			maps.Copy(whole.verbs, f.verbs)
		}
		all[language] = whole
	}
	return all
}

// forms of m that have a text.
func forms(m *i18n.Message) map[string]string {
	all := map[string]string{"zero": m.Zero, "one": m.One, "two": m.Two, "few": m.Few, "many": m.Many, "other": m.Other}
	maps.DeleteFunc(all, func(_, text string) bool { return text == "" })
	return all
}

var placeholder = regexp.MustCompile(`\{\{\.([A-Z][A-Za-z]*)\}\}`)

func placeholders(m *i18n.Message) []string {
	names := map[string]bool{}
	for _, text := range forms(m) {
		for _, found := range placeholder.FindAllStringSubmatch(text, -1) {
			names[found[1]] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

func TestEveryFileHasTheSameKeysAndPlaceholdersInAllLanguages(t *testing.T) {
	all := readFolders(t)
	english := all["en"]
	for language, files := range all {
		for name, original := range english {
			f, ok := files[name]
			if !ok {
				t.Errorf("%s/%s is missing", language, name)
				continue
			}
			for key, m := range f.words {
				// Patterns of the printer use what they need; their tests compare the whole text.
				o := original.words[key]
				if o != nil && !strings.HasPrefix(key, "format.") && !slices.Equal(placeholders(m), placeholders(o)) {
					t.Errorf("%s/%s: %s uses %v, and %v in English", language, name, key, placeholders(m), placeholders(o))
				}
			}
			for _, pair := range [][2]map[string]*i18n.Message{{f.words, original.words}, {original.words, f.words}} {
				for key := range pair[0] {
					if pair[1][key] == nil {
						t.Errorf("%s/%s: %s is not in both this file and that of English", language, name, key)
					}
				}
			}
			for i, line := range original.lines {
				if i >= len(f.lines) || f.lines[i] != line {
					t.Errorf("%s/%s: not in the order of English from %s on", language, name, line)
					break
				}
			}
		}
		for name := range files {
			if _, ok := english[name]; !ok {
				t.Errorf("%s/%s: English has no such file", language, name)
			}
		}
	}
}

func TestEveryMessageIsWhole(t *testing.T) {
	plurals := map[string][]string{"en": {"one", "other"}, "zh-Hans": {"other"}}
	for language, f := range readFiles(t) {
		want, known := plurals[language]
		if !known {
			t.Fatalf("say here which plural forms %s has", language)
		}
		for key, m := range f.words {
			got := slices.Sorted(maps.Keys(forms(m)))
			if !slices.Equal(got, want) && !slices.Equal(got, []string{"other"}) {
				t.Errorf("%s: %s has the forms %v, not %v", language, key, got, want)
			}
			if len(got) > 1 && !slices.Contains(placeholders(m), "Count") {
				t.Errorf("%s: %s has plural forms and no {{.Count}}", language, key)
			}
			for _, text := range forms(m) {
				if rest := placeholder.ReplaceAllString(text, ""); strings.Contains(rest, "{{") || strings.Contains(rest, "}}") {
					t.Errorf("%s: %s has braces that are no placeholder: %s", language, key, text)
				}
				if strings.Contains(text, "<") || strings.Contains(text, ">") && !strings.HasPrefix(text, ">") {
					t.Errorf("%s: %s has an angle bracket, which Slack reads as a link: %s", language, key, text)
				}
			}
		}
	}
}

func TestRoutesHaveTheirNamesAndHelpInEveryLanguage(t *testing.T) {
	all := readFiles(t)
	taken := map[string]string{}
	for route := range all["en"].verbs {
		taken[route] = route
	}
	for language, f := range all {
		for route, names := range f.verbs {
			if _, ok := all["en"].verbs[route]; !ok {
				t.Errorf("%s names %q, English does not", language, route)
			}
			for _, name := range names {
				folded := strings.Join(strings.Fields(strings.ToLower(name)), " ")
				if folded != name {
					t.Errorf("%s: write %q as %q", language, name, folded)
				}
				if other, dup := taken[name]; dup {
					t.Errorf("%q means %q and %q", name, other, route)
				}
				taken[name] = route
			}
		}
		for route := range all["en"].verbs {
			if language != "en" && len(f.verbs[route]) == 0 {
				t.Errorf("%s has no name for %q", language, route)
			}
			for _, part := range []string{"usage", "what"} {
				if key := "help." + route + "." + part; f.words[key] == nil {
					t.Errorf("%s lacks %s", language, key)
				}
			}
		}
	}
	c, err := lang.Open()
	if err != nil {
		t.Fatal(err)
	}
	for route, names := range all["zh-Hans"].verbs {
		got := c.Names(route)
		if want := append(slices.Clone(all["en"].verbs[route]), names...); !slices.Equal(got, want) {
			t.Errorf("names of %q: %q, want %q", route, got, want)
		}
		if got := c.Printer("zh-Hans").Verb(route); got != names[0] {
			t.Errorf("%q is called %q in Chinese, want %q", route, got, names[0])
		}
		if got := c.Printer("en").Verb(route); got != route {
			t.Errorf("%q is called %q in English", route, got)
		}
		usage, what := c.Printer("zh-Hans").Help(route)
		if usage != all["zh-Hans"].words["help."+route+".usage"].Other || string(what) != all["zh-Hans"].words["help."+route+".what"].Other {
			t.Errorf("help of %q: %q, %q", route, usage, what)
		}
	}
}

// Words in Latin letters that a Chinese sales manager writes too, besides what is typed
// to the bot, which stands between backticks.
var latin = map[string]bool{"Slack": true, "Dealdesk": true, "CSV": true, "Excel": true, "ID": true, "UTC": true, "OpenAI": true}

var (
	code       = regexp.MustCompile("`[^`]*`")
	latinWord  = regexp.MustCompile(`[A-Za-z][A-Za-z]+`)
	halfWidth  = regexp.MustCompile(`\p{Han}[,.;:!?()]|[,;:!?(]\p{Han}|\.\.\.`)
	han        = regexp.MustCompile(`\p{Han}`)
	typedTexts = regexp.MustCompile(`^help\..*\.usage$|^flag\.`) // the values of flags are typed as they are
)

func TestNoEnglishLeaksIntoAChineseAnswer(t *testing.T) {
	all := readFiles(t)
	for key, m := range all["zh-Hans"].words {
		text := code.ReplaceAllString(placeholder.ReplaceAllString(m.Other, ""), "")
		if typedTexts.MatchString(key) {
			continue
		}
		for _, word := range latinWord.FindAllString(text, -1) {
			if !latin[word] {
				t.Errorf("%s: %q in %s", key, word, m.Other)
			}
		}
		if found := halfWidth.FindString(text); found != "" {
			t.Errorf("%s: half-width punctuation %q in %s", key, found, m.Other)
		}
	}
	for key, m := range all["en"].words {
		if han.MatchString(m.One + m.Other) {
			t.Errorf("%s: Chinese in %s", key, m.Other)
		}
	}
}

// boldBeside finds formatting marks that Slack would show as they are: it wants white
// space or ASCII punctuation beside them, and Chinese has neither by itself.
var boldBeside = regexp.MustCompile(`[\p{Han}\p{L}}：，（）、。]\*[^*\n]+\*|\*[^*\n]+\*[\p{Han}\p{L}{：，（）、。]`)

func TestBoldWordsStandApartSoThatSlackSeesThem(t *testing.T) {
	for key, m := range readFiles(t)["zh-Hans"].words {
		for _, text := range forms(m) {
			if found := boldBeside.FindString(text); found != "" {
				t.Errorf("%s: %q", key, found)
			}
		}
	}
}
