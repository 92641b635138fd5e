package lang

import (
	"strings"
	"testing"
	"testing/fstest"
)

// numbers are what a printer cannot do without.
const numbers = "[number]\ngroup = \",\"\ndecimal = \".\"\nshort = \"3 k\"\n"

func TestTwoFilesOfALanguageShareATableButNoKey(t *testing.T) {
	texts := func(second string) fstest.MapFS {
		return fstest.MapFS{
			"en/deal.toml":   {Data: []byte(numbers + "[deal]\nwon = \"won\"\n[verb]\n\"deal\" = [\"opportunity\"]")},
			"en/review.toml": {Data: []byte(second)},
		}
	}
	c, err := read(texts("[deal]\nlost = \"lost\"\n[verb]\n\"review\" = [\"weekly\"]"))
	if err != nil {
		t.Fatal(err)
	}
	p := c.Printer("en")
	if won, lost := p.Say("deal.won"), p.Say("deal.lost"); won != "won" || lost != "lost" {
		t.Errorf("the two files are not read together: %q %q", won, lost)
	}
	if deal, review := c.Names("deal"), c.Names("review"); len(deal) != 1 || len(review) != 1 {
		t.Errorf("the names of the two files are not read together: %q %q", deal, review)
	}
	for key, second := range map[string]string{
		"deal.won":    "[deal]\nwon = \"another\"",
		`verb."deal"`: "[verb]\n\"deal\" = [\"bargain\"]",
	} {
		_, err := read(texts(second))
		if want := "lang: " + key + " is defined in en/deal.toml and in en/review.toml"; err == nil || err.Error() != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

func TestAFileInOneLanguageOnlyIsRefused(t *testing.T) {
	for _, c := range []struct{ files, want string }{
		{"en/deal.toml fr/deal.toml", ""},
		{"en/deal.toml en/review.toml fr/deal.toml", "lang: en has a file review.toml and fr has none"},
		{"en/deal.toml fr/deal.toml fr/review.toml", "lang: fr has a file review.toml and en has none"},
		{"fr/deal.toml", "lang: fr has a file deal.toml and en has none"},
	} {
		files := fstest.MapFS{}
		for _, name := range strings.Fields(c.files) {
			files[name] = &fstest.MapFile{Data: []byte("[deal]\nwon = \"won\"\n")}
			if strings.HasSuffix(name, "deal.toml") {
				files[name].Data = []byte(numbers)
			}
		}
		_, err := read(files)
		if got := ""; err != nil {
			if got = err.Error(); got != c.want {
				t.Errorf("%s: %s, want %s", c.files, got, c.want)
			}
		} else if c.want != "" {
			t.Errorf("%s: no error, want %s", c.files, c.want)
		}
	}
}

func BenchmarkRead(b *testing.B) {
	for b.Loop() {
		if _, err := read(files); err != nil {
			b.Fatal(err)
		}
	}
}
