package lang_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// vocabulary are the tables that exist for everyone, whether or not each word is used
// today.
var vocabulary = []string{"word", "kind", "pipeline", "stage", "role", "status", "lost", "field", "contact_role", "criterion", "weekday",
	"month", "common", "error"}

// source is what the Go code of the whole repository asks of the files.
type source struct {
	literals map[string]string // every string literal, and where one is
	prefixes map[string]bool   // string literals like "kind." and "approval.is_", which a code completes
	asked    []asked
}

// asked is one call that names its key: p.Say("deal.won", "Deal", d), sales.No("deal.closed").
type asked struct {
	where, key string
	names      []string
	open       bool // the values come in a map or slice that this test cannot read
}

var (
	dynamic = regexp.MustCompile(`^([a-z][a-z_]*\.)+([a-z_]*_)?$`)
	spoken  = regexp.MustCompile(`^\.\./(commands|cards|jobs|sales)/`)
	dotted  = regexp.MustCompile(`^[a-z][a-z_]*(\.[a-z][a-z_]*)+$`)
)

func readCode(t *testing.T) source {
	t.Helper()
	s := source{literals: map[string]string{}, prefixes: map[string]bool{}}
	set := token.NewFileSet()
	err := filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if name := entry.Name(); path != ".." && strings.HasPrefix(name, ".") || name == "fakeslack" || name == "tools" || name == "testdata" {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		tree, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ImportSpec:
				return false
			case *ast.Field:
				n.Tag = nil
			case *ast.BasicLit:
				if text, ok := literal(n); ok {
					s.literals[text] = set.Position(n.Pos()).String()
					if dynamic.MatchString(text) {
						s.prefixes[text] = true
					}
				}
			case *ast.CallExpr:
				if a, ok := call(n); ok {
					a.where = set.Position(n.Pos()).String()
					s.asked = append(s.asked, a)
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func literal(e ast.Expr) (string, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(lit.Value)
	return text, err == nil
}

// call reads p.Say(...), p.Plain(...), p.Has(...), sales.No(...) and the no(...) of
// commands/phrase, which adds the Text at fault, with a key in place.
func call(c *ast.CallExpr) (a asked, ok bool) {
	if len(c.Args) == 0 {
		return a, false
	}
	if a.key, ok = literal(c.Args[0]); !ok || !dotted.MatchString(a.key) {
		return a, false
	}
	name, pairs := "", 1
	switch f := c.Fun.(type) {
	case *ast.Ident:
		name = f.Name
	case *ast.SelectorExpr:
		name = f.Sel.Name
	}
	switch name {
	case "Say", "Plain":
	case "Has":
		a.open = true
	case "No":
		a.key = "problem." + a.key
	case "no":
		a.key, a.names, pairs = "problem."+a.key, []string{"Text"}, 2
	default:
		return a, false
	}
	a.open = a.open || c.Ellipsis.IsValid() || len(c.Args) == pairs+1
	for i := pairs; i+1 < len(c.Args); i += 2 {
		if name, ok := literal(c.Args[i]); ok {
			a.names = append(a.names, name)
		} else {
			a.open = true
		}
	}
	return a, true
}

func TestWhatTheCodeSaysIsInTheFilesWithItsPlaceholders(t *testing.T) {
	files, code := readFiles(t), readCode(t)
	tables := map[string]bool{}
	for key := range files["en"].words {
		table, _, _ := strings.Cut(strings.TrimPrefix(key, "problem."), ".")
		tables[table] = true
	}
	lacking := map[string]bool{} // reported
	for _, a := range code.asked {
		for language, f := range files {
			m := f.words[a.key]
			if m == nil {
				if !lacking[a.key] {
					t.Errorf("%s: no words for %s", a.where, a.key)
				}
				lacking[a.key] = true
				continue
			}
			for _, name := range placeholders(m) {
				if !a.open && !slices.Contains(a.names, name) {
					t.Errorf("%s: %s needs %s in %s", a.where, a.key, name, language)
				}
			}
		}
	}
	// Keys that travel before they are said. Settings and Slack's methods look the same, so
	// the program's own folder and bot are left out.
	for text, where := range code.literals {
		table, _, _ := strings.Cut(text, ".")
		words := files["en"].words
		if dotted.MatchString(text) && tables[table] && spoken.MatchString(where) && !code.prefixes[text] && !lacking[text] &&
			!lacking["problem."+text] && words[text] == nil && words["problem."+text] == nil {
			t.Errorf("%s: %q looks like a key and is none", where, text)
		}
	}
}

func TestNoWordsInTheFilesAreUnused(t *testing.T) {
	files, code := readFiles(t), readCode(t)
	for key := range files["en"].words {
		table, _, _ := strings.Cut(key, ".")
		if slices.Contains(vocabulary, table) || code.literals[key] != "" || code.literals[strings.TrimPrefix(key, "problem.")] != "" {
			continue
		}
		used := false
		for prefix := range code.prefixes {
			used = used || prefix != "problem." && strings.HasPrefix(key, prefix)
		}
		if !used {
			t.Errorf("nothing says %s", key)
		}
	}
}
