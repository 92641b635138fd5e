package cli

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const (
	maxFiles   = 45  // of a package, without tests
	maxMethods = 40  // of a call
	maxLines   = 400 // of a file
)

func TestNoPackageIsTooBigToReadInADay(t *testing.T) {
	for _, p := range listPackages(t) {
		place, _ := inside(p.ImportPath)
		if n := len(p.GoFiles); n > maxFiles {
			t.Errorf("%s has %d files, at most %d are allowed: find the noun for a part of it", place, n, maxFiles)
		}
		if place == "." && !slices.Equal(slices.Concat(p.GoFiles, p.TestGoFiles, p.XTestGoFiles), []string{"main.go"}) {
			t.Errorf("the root has %v, want main.go alone", slices.Concat(p.GoFiles, p.TestGoFiles, p.XTestGoFiles))
		}
	}
}

// What one feature alone needs is a function of that feature, not a method of every call.
func TestACallHasFewMethods(t *testing.T) {
	paths, err := filepath.Glob("../commands/call/*.go")
	if err != nil {
		t.Fatal(err)
	}
	var methods []string
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Recv == nil {
				continue
			}
			of := fn.Recv.List[0].Type
			if star, ok := of.(*ast.StarExpr); ok {
				of = star.X
			}
			if name, ok := of.(*ast.Ident); ok && name.Name == "Call" {
				methods = append(methods, fn.Name.Name)
			}
		}
	}
	if n := len(methods); n < 20 || n > maxMethods {
		t.Errorf("a call has %d methods, at most %d are allowed: %v", n, maxMethods, methods)
	}
}

func TestNoFileIsTooLong(t *testing.T) {
	files := 0
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") {
			return err
		}
		files++
		text, err := os.ReadFile(path)
		name := filepath.ToSlash(strings.TrimPrefix(path, ".."+string(filepath.Separator)))
		if n := bytes.Count(text, []byte("\n")); n > maxLines {
			t.Errorf("%s has %d lines, at most %d are allowed: split it by what it is about", name, n, maxLines)
		}
		return err
	})
	if err != nil || files < 200 {
		t.Errorf("%d files were read: %v", files, err)
	}
}
