package phrase

import (
	"strings"
	"testing"
	"unicode"
)

func TestReadStandupSplitsAtItsHeadings(t *testing.T) {
	for _, c := range []struct {
		line string
		want Standup
	}{
		{"done called Acme plan send the quote blockers none", Standup{"called Acme", "send the quote", "none"}},
		{"Done: called Acme. Plan: send quote. Blockers: legal is slow", Standup{"called Acme.", "send quote.", "legal is slow"}},
		{"yesterday I visited Acme, today I send the quote", Standup{"I visited Acme", "I send the quote", ""}},
		{"yesterday I heard that today is fine", Standup{"I heard that today is fine", "", ""}},
		{"plan call Beta", Standup{"", "call Beta", ""}},
		{"blockers: waiting for legal\ndone: two calls", Standup{"two calls", "", "waiting for legal"}},
		{"reviewed the plan with Bob", Standup{"reviewed the plan with Bob", "", ""}},
		{"done planned the demo, plan demo done by Fri", Standup{"planned the demo", "demo done by Fri", ""}},
		{"昨天拜访华星，今天发报价，困难：等法务", Standup{"拜访华星", "发报价", "等法务"}},
		{"昨天 拜访华星 今天 发报价 困难 等法务", Standup{"拜访华星", "发报价", "等法务"}},
		{"已完成：拜访华星\n计划：发报价\n问题：没有", Standup{"拜访华星", "发报价", "没有"}},
		{"昨天和客户谈今天的会", Standup{"和客户谈今天的会", "", ""}},
		{"拜访了华星，今天继续", Standup{"拜访了华星，今天继续", "", ""}},
		{"今天发报价", Standup{"", "发报价", ""}},
		{"", Standup{}},
		{"done", Standup{}},
		{"🎉", Standup{"🎉", "", ""}},
	} {
		if got := ReadStandup(c.line); got != c.want {
			t.Errorf("ReadStandup(%q) = %q, want %q", c.line, got, c.want)
		}
	}
}

// Of what was typed only headings, separators and white space may vanish.
func FuzzReadStandupLosesNothing(f *testing.F) {
	for _, s := range []string{"done a plan b blockers c", "昨天甲，今天乙，困难：丙", "x", "plan plan plan", "done:：:", "blockers\xff today"} {
		f.Add(s)
	}
	letters := func(s string) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsSpace(r) || strings.ContainsRune(",，;；、:：", r) {
				return -1
			}
			return unicode.ToLower(r)
		}, s)
	}
	f.Fuzz(func(t *testing.T, line string) {
		got := ReadStandup(line)
		typed := letters(line)
		for _, part := range []string{got.Done, got.Plan, got.Blockers} {
			if !strings.Contains(typed, letters(part)) {
				t.Errorf("%q was not typed in %q", part, line)
			}
		}
		lost := len(typed) - len(letters(got.Done)) - len(letters(got.Plan)) - len(letters(got.Blockers))
		if longest := len("yesterday") + len("今日计划") + len("blockers"); lost > longest {
			t.Errorf("%d bytes of %q are gone: %q", lost, line, got)
		}
	})
}
