package chat

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestEscapeMakesUserTextHarmless(t *testing.T) {
	for typed, want := range map[string]string{
		"a < b & c > d":   "a &lt; b &amp; c &gt; d",
		"<!channel> hey":  "&lt;!channel&gt; hey",
		"<@U1|boss>":      "&lt;@U1|boss&gt;",
		"*bold*":          "*\u2060bold*\u2060",
		"`code` _it_ ~no": "`\u2060code`\u2060 _\u2060it_\u2060 ~\u2060no",
		"two\nlines\tand": "two\nlines and",
		"\u202egnp.exe":   "gnp.exe",
		"a\u200bb\x00c":   "abc",
		"华星科技 ¥12万":       "华星科技 ¥12万",
	} {
		if got := string(Escape(typed)); got != want {
			t.Errorf("Escape(%q) = %q, want %q", typed, got, want)
		}
	}
}

func FuzzEscape(f *testing.F) {
	for _, seed := range []string{"<!here>", "*_~`", "\u202e", "a&amp;b", "\xff\xfe"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		safe := string(Escape(typed))
		if strings.ContainsAny(safe, "<>") || !utf8.ValidString(safe) {
			t.Fatalf("Escape(%q) = %q", typed, safe)
		}
		for _, r := range safe {
			if Hidden(r) && r != '\u2060' {
				t.Fatalf("Escape(%q) keeps %U", typed, r)
			}
		}
		for n := range 40 {
			if cut := string(Cut(Safe(safe), n)); strings.Count(cut, "&") > strings.Count(cut, ";") {
				t.Fatalf("Cut(%q, %d) = %q", safe, n, cut)
			}
		}
	})
}

func TestOnlyIDsBecomeLinks(t *testing.T) {
	for got, want := range map[Safe]Safe{
		ChannelLink("C1"):            "<#C1>",
		ChannelLink("everyone"):      "everyone",
		ChannelLink("C1> <!channel"): "C1&gt; &lt;!channel",
		Join(", ", "a", "", "b"):     "a, b",
		Cut("a <@U123456> b", 6):     "a …",
		Cut("short", 10):             "short",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestTextWithoutAVisibleCharacterIsEmpty(t *testing.T) {
	for _, blank := range []string{"\u3164", "\u2800", "\u115f\u1160", "\uffa0", "\u034f", "\ufe0f", "\u17b4\u17b5", "\U0001d159",
		"\u0301", " \u0301", "\u200b\u0301\ufe0f", "\U000e0100", "\u20dd"} {
		if got := strings.TrimSpace(Clean(blank)); got != "" {
			t.Errorf("Clean(%q) = %q", blank, got)
		}
		if got := strings.TrimSpace(Clean("\"" + blank + "\"")); got != `""` && got != `" "` {
			t.Errorf("Clean of %q in quotes is %q", blank, got)
		}
	}
	for typed, want := range map[string]string{
		"Mary Wood\u3164": "Mary Wood", "Zoe\u0308 Re\u0301mi": "Zoe\u0308 Re\u0301mi", "1\ufe0f\u20e3": "1\u20e3", "हिन्दी": "हिन्दी", "ไทยนี้": "ไทยนี้",
		"東京\U000e0100": "東京", "👍🏽": "👍🏽",
	} {
		if got := Clean(typed); got != want {
			t.Errorf("Clean(%q) = %q, want %q", typed, got, want)
		}
	}
}
