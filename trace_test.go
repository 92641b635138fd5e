package main

import (
	"encoding/json"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// usage is what each declaration of package main uses, as the compiler sees it.
type usage struct {
	pkg  *types.Package
	uses map[types.Object][]types.Object
}

// typed reads package main with the compiled form of all it imports.
func typed(t *testing.T) usage {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", "list", "-export", "-deps", "-json=ImportPath,Export,GoFiles,Dir,Name", ".").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	type listed struct {
		ImportPath, Export, Dir, Name string
		GoFiles                       []string
	}
	compiled, main := map[string]string{}, listed{}
	for d := json.NewDecoder(strings.NewReader(string(out))); d.More(); {
		var p listed
		if err := d.Decode(&p); err != nil {
			t.Fatal(err)
		}
		if compiled[p.ImportPath] = p.Export; p.Name == "main" {
			main = p
		}
	}
	fset, files := token.NewFileSet(), []*ast.File{}
	for _, name := range main.GoFiles {
		f, err := parser.ParseFile(fset, filepath.Join(main.Dir, name), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	info := &types.Info{Uses: map[*ast.Ident]types.Object{}, Defs: map[*ast.Ident]types.Object{}}
	c := types.Config{Importer: importer.ForCompiler(fset, "gc", func(path string) (io.ReadCloser, error) { return os.Open(compiled[path]) })}
	pkg, err := c.Check(main.ImportPath, fset, files, info)
	if err != nil {
		t.Fatal(err)
	}
	u := usage{pkg, map[types.Object][]types.Object{}}
	within := func(n ast.Node, of types.Object) {
		ast.Inspect(n, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok && info.Uses[id] != nil {
				u.uses[of] = append(u.uses[of], info.Uses[id])
			}
			return true
		})
	}
	for _, f := range files {
		for _, d := range f.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				within(d, info.Defs[d.Name])
			case *ast.GenDecl:
				for _, s := range d.Specs {
					switch s := s.(type) {
					case *ast.TypeSpec:
						within(s, info.Defs[s.Name])
					case *ast.ValueSpec:
						for _, name := range s.Names {
							within(s, info.Defs[name])
						}
					}
				}
			}
		}
	}
	return u
}

// reaches names a way from a declaration to something of another package, or is empty.
// Of a type that is reached every exported method counts as called, because any interface
// might do it.
func (u usage) reaches(from types.Object, pkg string) string {
	way := map[types.Object]string{from: from.Name()}
	for queue := []types.Object{from}; len(queue) > 0; queue = queue[1:] {
		at := queue[0]
		next := u.uses[at]
		if name, ok := at.(*types.TypeName); ok {
			if named, ok := name.Type().(*types.Named); ok {
				for m := range named.Methods() {
					if m.Exported() {
						next = append(next, m)
					}
				}
			}
		}
		for _, o := range next {
			if way[o] != "" || o.Pkg() == nil {
				continue
			}
			way[o] = way[at] + " > " + o.Name()
			switch o.Pkg().Path() {
			case pkg:
				return way[o]
			case u.pkg.Path():
				queue = append(queue, o)
			}
		}
	}
	return ""
}

func TestServeHasNoTraceOfTheLocalSlack(t *testing.T) {
	const local = "dealdesk/bot/fakeslack"
	u := typed(t)
	command := func(name string) types.Object {
		o, _, _ := types.LookupFieldOrMethod(types.NewPointer(u.pkg.Scope().Lookup("program").Type()), true, u.pkg, name)
		if o == nil {
			t.Fatalf("there is no %s", name)
		}
		return o
	}
	for _, name := range []string{"serveCommand", "checkCommand", "backupCommand", "restoreCommand", "exportCommand", "importCommand"} {
		if way := u.reaches(command(name), local); way != "" {
			t.Errorf("%s comes to the local Slack: %s", name, way)
		}
	}
	if u.reaches(command("demoCommand"), local) == "" {
		t.Error("not even demo comes to the local Slack: this test sees nothing")
	}
}
