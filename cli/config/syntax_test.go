package config_test

import (
	"strings"
	"testing"
	"unicode"

	"dealdesk/cli/config"
	"dealdesk/lang"
)

func TestAMistakeInTheSyntaxIsToldInTheReadersLanguage(t *testing.T) {
	words, err := lang.Open()
	if err != nil {
		t.Fatal(err)
	}
	for text, c := range map[string]struct{ place, en string }{
		"[store\npath = \"x\"\n":           {":1:7", "brackets are not closed"},
		"[[team]\n":                        {":1:7", "brackets are not closed"},
		"[store]\npath = \"x\n":            {":2:10", "does not end in the same line"},
		"[store]\npath = 'x\n":             {":2:10", "does not end in the same line"},
		"x = = 3\n":                        {":1:5", "has no value that can be read"},
		"x =\n":                            {":1:4", "has no value that can be read"},
		"[store]\npath = x\n":              {":2:8", "has no value that can be read"},
		"[store]\npath = 1.x\n":            {":2:10", ""},
		"[store]\npath = \"C:\\new\\x\"\n": {":2:", "two of them"},
		"[store]\npath = \"x\" y\n":        {":2:12", "behind the value"},
		"[store]\npath = '\xff'\n":         {":2:", "UTF-8"},
		"[workspace]\nadmins = [\"U1\"\n":  {":", "list that is not complete"},
		"[workspace]\nadmins = [\"U1\" 2]": {":2:", "list that is not complete"},
		"[workspace]\n[workspace]\n":       {":2:2", "written twice"},
		"path\n":                           {":1:", "name = value"},
		"= 3\n":                            {":1:1", "name = value"},
		"[store]\npath = 3\n":              {":2:8", "must be a text in quotes"},
		"[store]\npath = 2020-13-45\n":     {":2:", "has no value that can be read"},
	} {
		r := config.Read("c.toml", []byte(text), nil)
		for _, m := range r.Mistakes {
			if m.Line == 0 {
				continue
			}
			en, zh := m.In(words.Printer("en").Plain), m.In(words.Printer("zh-Hans").Plain)
			if !strings.HasPrefix(en, "c.toml"+c.place) || !strings.Contains(en, c.en) {
				t.Errorf("%q: %s", text, en)
			}
			_, said, _ := strings.Cut(zh, ": ")
			if !strings.ContainsFunc(said, func(r rune) bool { return unicode.Is(unicode.Han, r) }) || strings.Contains(said, "expected") {
				t.Errorf("%q: %s", text, zh)
			}
		}
		if len(r.Mistakes) == 0 {
			t.Errorf("%q is no mistake", text)
		}
	}
}
