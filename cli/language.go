package cli

import (
	"errors"
	"strings"

	"dealdesk/cli/config"
	"dealdesk/lang"
)

// Printer returns the words of the language that --lang names, otherwise those of the
// workspace, and before its configuration is read those of the terminal.
func (p *Program) Printer() lang.Printer {
	for _, language := range []string{p.Lang, p.workspace} {
		if language != "" {
			return p.Words.Printer(language)
		}
	}
	return p.Words.Printer(p.terminal)
}

// wrong is a mistake on the command line.
func (p *Program) wrong(key string, args ...any) error {
	return config.UsageError{Err: errors.New(p.Printer().Plain(key, args...))}
}

// checkLang refuses a language that we do not speak: Match would take it for English.
func (p *Program) checkLang() error {
	if p.Lang == "" || speaks(p.Words, p.Lang) {
		return nil
	}
	return config.UsageError{Err: errors.New(p.Words.Printer(p.terminal).Plain("shell.lang_unknown", "Given", p.Lang))}
}

// terminalLanguage returns the locale of the terminal as Catalog.Match reads it.
func terminalLanguage(environ []string) string {
	locales := map[string]string{}
	for _, line := range environ {
		if name, value, ok := strings.Cut(line, "="); ok {
			locales[name] = value
		}
	}
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if locale, _, _ := strings.Cut(locales[name], "."); locale != "" {
			return locale
		}
	}
	return ""
}

// speaks reports whether a text names one of our languages.
func speaks(words *lang.Catalog, text string) bool {
	base, _, _ := strings.Cut(strings.ReplaceAll(text, "_", "-"), "-")
	return words.Match(text) != "en" || strings.EqualFold(base, "en")
}
