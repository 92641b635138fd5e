package page

import (
	"regexp"
	"strings"
	"testing"
)

func TestModulesBecomeOneScript(t *testing.T) {
	script := join("app")
	all, err := files.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range all {
		name, isScript := strings.CutSuffix(f.Name(), ".js")
		if n := strings.Count(script, "const $"+name+" = ("); isScript && n != 1 {
			t.Errorf("%s is in the script %d times", f.Name(), n)
		}
	}
	for line := range strings.Lines(script) {
		if strings.HasPrefix(line, "import") || strings.HasPrefix(line, "export") {
			t.Errorf("not converted: %s", line)
		}
	}
}

// TestEveryWordIsUsed finds keys of words.js that no other file uses. Keys of a family are
// put together from a prefix.
func TestEveryWordIsUsed(t *testing.T) {
	all, err := files.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	source := ""
	for _, f := range all {
		if f.Name() != "words.js" {
			source += read(f.Name())
		}
	}
	for _, m := range regexp.MustCompile(`'([a-z_0-9.-]+)': '`).FindAllStringSubmatch(read("words.js"), -1) {
		family, _, found := strings.Cut(strings.TrimSuffix(m[1], ".1"), ".")
		if strings.Contains(source, "'"+strings.TrimSuffix(m[1], ".1")+"'") || found && strings.Contains(source, "say('"+family+".' + ") {
			continue
		}
		t.Errorf("%s is not used", m[1])
	}
}
