package fakeslack

import (
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html"
	"regexp"
	"strings"
)

//go:embed page
var pageFiles embed.FS

// whole is the page in one answer. Asked for one by one, its files take longer to come
// than everything that is done with them.
type whole struct {
	html   []byte
	policy string // its Content-Security-Policy: this script, this style, and nothing else
}

func newWhole(lang, team string) whole {
	script, style := join("app"), read("style.css")+read("blocks.css")
	page := strings.NewReplacer("{lang}", lang, "{team}", html.EscapeString(team), "{style}", style, "{script}", script).Replace(read("index.html"))
	return whole{[]byte(page), "default-src 'none'; script-src " + fingerprint(script) + "; style-src " + fingerprint(style) +
		"; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"}
}

// fingerprint allows exactly this text in a policy.
func fingerprint(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

func read(name string) string {
	content, err := pageFiles.ReadFile("page/" + name)
	if err != nil {
		panic(err) // only names of our own making come here
	}
	return string(content)
}

var (
	imports = regexp.MustCompile(`(?m)^import (\{.*\}) from '\./(\w+)\.js'$`)
	exports = regexp.MustCompile(`(?m)^export ((?:async )?function|const|class) (\w+)`)
)

// join makes one script of a module and those it imports: each becomes a function that
// is called once, after those it needs, and gives what it exports.
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
