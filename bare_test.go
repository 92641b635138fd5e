package main

import (
	"regexp"
	"testing"

	"dealdesk/lang"
)

// bareKey is how the printer shows a key without words. Nobody should ever see one.
var bareKey = regexp.MustCompile(`\[[a-z_\x{2060}]+(\.[a-z0-9_\x{2060} -]+)+\]`)

func TestAKeyWithoutWordsIsRecognised(t *testing.T) {
	words, err := lang.Open()
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"event.chance", "problem.no_such.thing", "overdue.standup-prompt-2", "help.deal something.what"} {
		for _, l := range words.Languages() {
			p := words.Printer(l)
			for _, shown := range []string{string(p.Say(key)), "Ana: " + p.Plain(key) + "."} {
				if bareKey.FindString(shown) == "" {
					t.Errorf("%q passes for words", shown)
				}
			}
		}
	}
	for _, fine := range []string{`["a","b"]`, "[Log]", "[1.5]", "see [the card]", `{"TS":"9.9"}`} {
		if found := bareKey.FindString(fine); found != "" {
			t.Errorf("%q is taken for a key in %q", found, fine)
		}
	}
}
