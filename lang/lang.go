// Package lang holds every word the bot says: en.toml and zh-Hans.toml, and the Printer
// that fills them in and writes money, dates and lists as people of that language do.
// Commands, jobs, cards and bot call it. A new language is one more .toml file here.
//
// In the files a key is its tables joined by dots ("deal.won"). Placeholders are
// {{.Name}} and nothing else: a sentence that depends on something is two sentences, and
// the code picks one. A message that counts has one line per plural form of its language
// (one and other in English, only other in Chinese), chosen by the argument Count. Text
// may carry Slack's markup, which Say keeps and Plain removes. The table verb lists the
// other names of routes, the tables help."route name" explain them.
package lang

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/pelletier/go-toml/v2"
	"golang.org/x/text/language"
)

//go:embed *.toml
var files embed.FS

// fallback is for whoever has none of our languages; the routes' own names are English.
const fallback = "en"

// Catalog is all words in all languages. It never changes after Open, so everyone may
// use it at once.
type Catalog struct {
	languages []string // the fallback first
	printers  []Printer
	matcher   language.Matcher // over languages, in their order
}

// Open reads the embedded files. An error means that one of them is malformed.
func Open() (*Catalog, error) {
	paths, err := fs.Glob(files, "*.toml")
	if err != nil {
		return nil, fmt.Errorf("lang: %w", err)
	}
	first := fallback + ".toml"
	paths = slices.DeleteFunc(paths, func(path string) bool { return path == first })

	bundle := i18n.NewBundle(language.Make(fallback))
	bundle.RegisterUnmarshalFunc("toml", unmarshalMessages)
	c := &Catalog{}
	var tags []language.Tag
	for _, path := range append([]string{first}, paths...) {
		data, err := files.ReadFile(path)
		if err != nil {
			return nil, fmt.Errorf("lang: %w", err)
		}
		messages, err := bundle.ParseMessageFileBytes(data, path)
		if err != nil {
			return nil, fmt.Errorf("lang: %s: %w", path, err)
		}
		var routes struct{ Verb map[string][]string }
		if err := toml.Unmarshal(data, &routes); err != nil {
			return nil, fmt.Errorf("lang: %s: %w", path, err)
		}
		name := strings.TrimSuffix(path, ".toml")
		printer, err := newPrinter(name, bundle, messages.Messages, routes.Verb)
		if err != nil {
			return nil, fmt.Errorf("lang: %s: %w", path, err)
		}
		c.languages = append(c.languages, name)
		c.printers = append(c.printers, printer)
		tags = append(tags, messages.Tag)
	}
	c.matcher = language.NewMatcher(tags)
	return c, nil
}

// unmarshalMessages leaves out the table verb: its lists are names to hear, not messages
// to say.
func unmarshalMessages(data []byte, into any) error {
	if err := toml.Unmarshal(data, into); err != nil {
		return err
	}
	if raw, ok := into.(*any); ok {
		if tables, ok := (*raw).(map[string]any); ok {
			delete(tables, "verb")
		}
	}
	return nil
}

// Languages we speak, English first.
func (c *Catalog) Languages() []string { return slices.Clone(c.languages) }

// Match finds the language for a locale as Slack or a person writes it ("zh-CN",
// "zh_TW", "zh-Hans-CN", "en-GB"); English for one we do not speak.
func (c *Catalog) Match(locale string) string {
	tag, err := language.Parse(locale)
	if err != nil {
		return fallback
	}
	_, i, confidence := c.matcher.Match(tag)
	if confidence == language.No {
		return fallback
	}
	return c.languages[i]
}

// Printer of a language from Languages, or of the language that matches.
func (c *Catalog) Printer(language string) Printer {
	i := slices.Index(c.languages, language)
	if i < 0 {
		i = slices.Index(c.languages, c.Match(language))
	}
	return c.printers[i]
}

// Names are the other names of a route, in all languages together: people mix them.
func (c *Catalog) Names(route string) []string {
	var names []string
	for _, p := range c.printers {
		names = append(names, p.verbs[route]...)
	}
	return names
}
