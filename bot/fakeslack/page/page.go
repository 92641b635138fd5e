// Package page builds the playground's web page out of its files: one answer with
// everything in it, because separate requests for the files take longer than all the
// page's work with them.
package page

import (
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html"
	"regexp"
	"strings"
)

//go:embed *.html *.css *.js *.svg
var files embed.FS

// Page is the complete page.
type Page struct {
	HTML   []byte
	Policy string // Content-Security-Policy: this script, this style, and nothing else
}

// Build returns the page in a language, "en" or "zh-Hans".
func Build(lang, team string) Page {
	script, style := join("app"), read("style.css")+read("blocks.css")
	page := strings.NewReplacer("{lang}", lang, "{team}", html.EscapeString(team), "{style}", style, "{script}", script).
		Replace(read("index.html"))
	return Page{[]byte(page), "default-src 'none'; script-src " + sourceHash(script) + "; style-src " + sourceHash(style) +
		"; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
		"require-trusted-types-for 'script'"}
}

// Icon is the page's icon, in SVG.
func Icon() string { return read("icon.svg") }

// sourceHash is the policy source that allows exactly this text.
func sourceHash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

func read(name string) string {
	content, err := files.ReadFile(name)
	if err != nil {
		panic(err) // all names are ours
	}
	return string(content)
}

var (
	imports = regexp.MustCompile(`(?m)^import (\{.*\}) from '\./(\w+)\.js'$`)
	exports = regexp.MustCompile(`(?m)^export ((?:async )?function|const|class) (\w+)`)
)

// join makes one script of a module and its imports. Each module becomes a function that
// is called once, after its imports, and returns its exports.
func join(name string) string {
	var out strings.Builder
	done := map[string]bool{}
	var add func(string)
	add = func(name string) {
		if done[name] {
			return
		}
		done[name] = true
		text := read(name + ".js")
		for _, m := range imports.FindAllStringSubmatch(text, -1) {
			add(m[2])
		}
		var names []string
		for _, m := range exports.FindAllStringSubmatch(text, -1) {
			names = append(names, m[2])
		}
		text = imports.ReplaceAllString(text, "const $1 = $$$2")
		text = exports.ReplaceAllString(text, "$1 $2")
		fmt.Fprintf(&out, "const $%s = (() => {\n%s\nreturn { %s }\n})()\n", name, text, strings.Join(names, ", "))
	}
	add(name)
	return out.String()
}
