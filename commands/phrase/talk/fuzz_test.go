package talk

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzTalk reads any text with every reader: none panics, what is read stands in the text, and nothing comes of nothing.
func FuzzTalk(f *testing.F) {
	files, err := filepath.Glob("../../testdata/understood/*-[123]*.txt")
	if err != nil || len(files) == 0 {
		f.Fatal("no lines", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for line := range strings.Lines(string(data)) {
			if said, ok := strings.CutPrefix(line, "> "); ok {
				f.Add(strings.TrimSpace(said), 0, 4, true)
			}
		}
	}
	for _, line := range []string{"", " ", "，。", "??", "no", "新客户：", "new customer: ",
		"add  at ", "下一步推迟天", "把删了", "\x00", "compare and", "¿ ½ ㍿", "\xff\xfe"} {
		f.Add(line, 0, len(line), false)
	}
	f.Fuzz(func(t *testing.T, line string, start, end int, here bool) {
		if start < 0 || end < start || end > len(line) || !utf8.ValidString(line[:start]) != !utf8.ValidString(line) {
			start, end = 0, 0
		}
		c, corrects := ReadCorrection(line)
		name, words, _ := NewCustomer(line)
		person, adds := NewContact(line, start, end, here)
		step, done, next := NextStep(line, start, end)
		days, to, putOff := PutOff(line)
		args, _, counts := Number(line)
		first, second := Compares(line)
		asked, taken := Asked(line), TakesBack(line)
		AfterContact(line)
		LeaveDays(line, "Bob")
		Sentence(line)
		Supposed(line)
		if w, ok := Command(line); ok && w.Route == "" {
			t.Fatalf("%q is no command", line)
		}
		for _, rest := range Conditions(line).Rest {
			if strings.TrimSpace(rest) == "" || !strings.Contains(plain(line), rest) {
				t.Fatalf("%q leaves %q", line, rest)
			}
		}
		if names, _ := Won(line); strings.TrimSpace(strings.Join(names, "")) == "" && len(names) > 0 {
			t.Fatalf("%q wins nothing", line)
		}
		if more, _, added := ReadAddition(line); added && strings.TrimSpace(more) == "" {
			t.Fatalf("%q adds nothing", line)
		}
		switch nothing := strings.TrimFunc(plain(line), func(r rune) bool { return strings.ContainsRune(" ,.;:!?-", r) }) == ""; {
		case nothing && (corrects || name != "" || adds || next || putOff || counts || first != "" || asked != None || taken):
			t.Fatalf("%q says something", line)
		case corrects && !c.Sure && c.Right == "" && c.Intent == 0, adds &&
			strings.TrimSpace(person) == "", next && !done && strings.TrimSpace(step) == "":
			t.Fatalf("%q: %+v %q %q", line, c, person, step)
		case putOff && days <= 0 && strings.TrimSpace(to) == "", counts && strings.TrimSpace(args) == "", (first == "") != (second == ""):
			t.Fatalf("%q: %d %q %q %q|%q", line, days, to, args, first, second)
		case name == "" && words != "", name != "" && !strings.Contains(line, name):
			t.Fatalf("%q is a customer %q, %q", line, name, words)
		}
	})
}
