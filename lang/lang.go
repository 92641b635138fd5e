// Package lang holds every word the bot says, in a folder for each language with a file
// for each feature, and the Printer that fills them in and writes money, dates and lists
// as people of that language do. Commands, jobs, cards and bot call it. A new language is
// one more folder here, with the same files and the same keys in them.
//
// In the files a key is its tables joined by dots ("deal.won"). Placeholders are
// {{.Name}} and nothing else: a sentence that depends on something is two sentences, and
// the code picks one. A message that counts has one line per plural form of its language
// (one and other in English, only other in Chinese), chosen by the argument Count. Text
// may carry Slack's markup, which Say keeps and Plain removes. A table may be in several
// files, a key in one only. The table verb lists the other names of routes, which are
// understood in every language; a space between Chinese characters may be left out, and no
// name belongs to two routes. The tables help."route name" explain the routes.
package lang

import (
	"embed"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"sync"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/pelletier/go-toml/v2"
	"golang.org/x/text/language"
)

//go:embed */*.toml
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

// opened reads the embedded files once, since they never change.
var opened = sync.OnceValues(func() (*Catalog, error) { return read(files) })

// Open reads the embedded files, at its first call. An error means that one of them is malformed,
// that two define one key, or that a language lacks a file which another has.
func Open() (*Catalog, error) { return opened() }

func read(from fs.FS) (*Catalog, error) {
	paths, err := fs.Glob(from, "*/*.toml")
	if err != nil {
		return nil, fmt.Errorf("lang: %w", err)
	}
	folders := map[string][]string{} // the names of the files in each
	for _, p := range paths {
		name := path.Dir(p)
		folders[name] = append(folders[name], path.Base(p))
	}
	languages := slices.Sorted(maps.Keys(folders))
	languages = append([]string{fallback}, slices.DeleteFunc(languages, func(l string) bool { return l == fallback })...)

	bundle := i18n.NewBundle(language.Make(fallback))
	bundle.RegisterUnmarshalFunc("toml", unmarshalMessages)
	c := &Catalog{languages: languages}
	var tags []language.Tag
	if err := sameFiles(folders); err != nil {
		return nil, err
	}
	for _, name := range languages {
		words := folder{defined: map[string]string{}, verbs: map[string][]string{}}
		for _, file := range folders[name] {
			if err := words.add(bundle, from, name, file); err != nil {
				return nil, err
			}
		}
		printer, err := newPrinter(name, bundle, words.messages, words.verbs)
		if err != nil {
			return nil, fmt.Errorf("lang: %s: %w", name, err)
		}
		c.printers = append(c.printers, printer)
		tags = append(tags, words.tag)
	}
	c.matcher = language.NewMatcher(tags)
	return c, nil
}

// sameFiles refuses a language whose files are not those of English.
func sameFiles(folders map[string][]string) error {
	for _, name := range slices.Sorted(maps.Keys(folders)) {
		for _, pair := range [][2]string{{fallback, name}, {name, fallback}} {
			has, lacks := pair[0], pair[1]
			for _, file := range folders[has] {
				if !slices.Contains(folders[lacks], file) {
					return fmt.Errorf("lang: %s has a file %s and %s has none", has, file, lacks)
				}
			}
		}
	}
	return nil
}

// folder is what the files of one language hold together.
type folder struct {
	messages []*i18n.Message
	verbs    map[string][]string
	defined  map[string]string // by key: in which file
	tag      language.Tag
}

func (f *folder) add(bundle *i18n.Bundle, from fs.FS, name, file string) error {
	at := path.Join(name, file)
	data, err := fs.ReadFile(from, at)
	if err != nil {
		return fmt.Errorf("lang: %w", err)
	}
	// The bundle reads the language from the name it is given.
	parsed, err := bundle.ParseMessageFileBytes(data, name+".toml")
	if err != nil {
		return fmt.Errorf("lang: %s: %w", at, err)
	}
	var routes struct{ Verb map[string][]string }
	if err := toml.Unmarshal(data, &routes); err != nil {
		return fmt.Errorf("lang: %s: %w", at, err)
	}
	var keys []string
	for _, m := range parsed.Messages {
		keys = append(keys, m.ID)
	}
	for route, names := range routes.Verb {
		keys = append(keys, `verb."`+route+`"`)
		f.verbs[route] = names
	}
	for _, key := range keys {
		if other, twice := f.defined[key]; twice {
			return fmt.Errorf("lang: %s is defined in %s and in %s", key, other, at)
		}
		f.defined[key] = at
	}
	f.messages = append(f.messages, parsed.Messages...)
	f.tag = parsed.Tag
	return nil
}

// unmarshalMessages leaves out the table verb: its lists are what people type, not
// messages.
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
