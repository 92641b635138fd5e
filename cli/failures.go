package cli

import "regexp"

// failures maps what the store and the operating system say of a failure, in English only, to the
// keys of our words. Path and More are the two groups of a pattern.
var failures = []struct {
	says *regexp.Regexp
	key  string
}{
	{regexp.MustCompile(`the copy did not pass its check: `), "failure.copy"},
	{regexp.MustCompile(`ask the running bot for a copy: `), "failure.ask"},
	{regexp.MustCompile(`the running bot broke off its copy: `), "failure.broke_off"},
	{regexp.MustCompile(`open the store: `), "failure.opening"},
	{regexp.MustCompile(`open the store (\S+): `), "failure.opening_of"},
	{regexp.MustCompile(`the file is no store of dealdesk, or cut short: (.+) has only (\d+) bytes`), "failure.short"},
	{regexp.MustCompile(`the file is no store of dealdesk, or its first pages are damaged`), "failure.first_pages"},
	{regexp.MustCompile(`the file is no store of dealdesk: (.+) is a folder or a device`), "failure.folder"},
	{regexp.MustCompile(`the file is no store of dealdesk: (.+) is empty`), "failure.empty"},
	{regexp.MustCompile(`the file is no store of dealdesk: no desk was ever made in it`), "failure.never"},
	{regexp.MustCompile(`the file is no store of dealdesk`), "failure.foreign"},
	{regexp.MustCompile(`(\S+) is cut short: it has (\d+ of \d+) bytes`), "failure.cut"},
	{regexp.MustCompile(`stored data is damaged`), "failure.corrupt"},
	{regexp.MustCompile(`another copy is running on this file`), "failure.locked"},
	{regexp.MustCompile(`not sure whether it was saved`), "failure.unsure"},
	{regexp.MustCompile(`the store's file was moved, deleted or replaced while in use`), "failure.moved"},
	{regexp.MustCompile(`the store was written by a newer version of dealdesk`), "failure.newer"},
	{regexp.MustCompile(`its schema is version (\d+), this program knows (\d+)`), "failure.schema"},
	{regexp.MustCompile(`there is no store`), "failure.missing"},
	{regexp.MustCompile(`it is empty: no desk has ever used it`), "failure.unused"},
	{regexp.MustCompile(`(\S+) exists already: start without --new`), "failure.made"},
	{regexp.MustCompile(`(\S+) exists already and is not overwritten`), "failure.exists"},
	{regexp.MustCompile(doing + `no such file or directory`), "failure.no_file"},
	{regexp.MustCompile(doing + `permission denied`), "failure.denied"},
	{regexp.MustCompile(doing + `read-only file system`), "failure.read_only"},
	{regexp.MustCompile(doing + `no space left on device`), "failure.full"},
	{regexp.MustCompile(doing + `file exists`), "failure.there"},
	{regexp.MustCompile(doing + `is a directory`), "failure.directory"},
	{regexp.MustCompile(doing + `not a directory`), "failure.no_directory"},
	{regexp.MustCompile(`listen tcp (\S+): bind: address already in use`), "failure.port"},
	{regexp.MustCompile(`dial tcp: lookup (\S+?)(?: on \S+)?: no such host`), "failure.no_host"},
	{regexp.MustCompile(`dial tcp (\S+): connect: connection refused`), "failure.refused"},
	{regexp.MustCompile(`context deadline exceeded`), "failure.slow"},
}

// doing matches an operation of the operating system and its file.
const doing = `\b(?:stat|lstat|open|read|write|mkdir|mkdirat|rename|link|unlink|remove|fsync|truncate) (.+?): `

// inWords translates the known parts of a failure into the reader's language and keeps the rest.
func (p *Program) inWords(text string) string {
	for _, f := range failures {
		text = f.says.ReplaceAllStringFunc(text, func(part string) string {
			m := append(f.says.FindStringSubmatch(part), "", "")
			return p.Printer().Plain(f.key, "Path", m[1], "More", m[2])
		})
	}
	return text
}
