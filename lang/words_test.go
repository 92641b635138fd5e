package lang_test

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dealdesk/lang"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/pelletier/go-toml/v2"
)

// file is one language as it is written, without going through the printer.
type file struct {
	words map[string]*i18n.Message
	verbs map[string][]string
}

func readFiles(t *testing.T) map[string]file {
	t.Helper()
	paths, err := filepath.Glob("*.toml")
	if err != nil || len(paths) < 2 {
		t.Fatal(paths, err)
	}
	all := map[string]file{}
	for _, path := range paths {
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
		f := file{map[string]*i18n.Message{}, routes.Verb}
		for _, m := range messages {
			f.words[m.ID] = m
		}
		all[strings.TrimSuffix(path, ".toml")] = f
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

func TestAllLanguagesHaveTheSameKeysAndPlaceholders(t *testing.T) {
	all := readFiles(t)
	english := all["en"]
	for language, f := range all {
		for key, m := range f.words {
			original, ok := english.words[key]
			if !ok {
				t.Errorf("%s has %s, English does not", language, key)
				continue
			}
			// Patterns of the printer use what they need; their tests compare the whole text.
			if !strings.HasPrefix(key, "format.") && !slices.Equal(placeholders(m), placeholders(original)) {
				t.Errorf("%s: %s uses %v in %s and %v in English", key, key, placeholders(m), language, placeholders(original))
			}
		}
		for key := range english.words {
			if f.words[key] == nil {
				t.Errorf("%s lacks %s", language, key)
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
var latin = map[string]bool{"Slack": true, "Dealdesk": true, "CSV": true, "Excel": true, "ID": true, "UTC": true}

var (
	code       = regexp.MustCompile("`[^`]*`")
	latinWord  = regexp.MustCompile(`[A-Za-z][A-Za-z]+`)
	halfWidth  = regexp.MustCompile(`\p{Han}[,.;:!?()]|[,;:!?(]\p{Han}|\.\.\.`)
	han        = regexp.MustCompile(`\p{Han}`)
	typedTexts = regexp.MustCompile(`^help\..*\.usage$`)
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
