package ai

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestATextOfAModelIsHarmless(t *testing.T) {
	for text, want := range map[string]string{
		"Dear Ann,\n\nthank you.\n\n\n\nBest":               "Dear Ann,\n\nthank you.\n\nBest",
		"Hi <@U123456>, <!channel> look":                    "Hi , look",
		"@here and @channel and @U0123ABCD":                 "and and",
		"see https://evil.example/x?y and www.evil.example": "see and",
		"see evil.com/pay, bob@evil.com or evil.xyz.":       "see or .",
		"see evil.example/pay":                              "see",
		"[the quote](https://evil.example)":                 "the quote",
		"<https://evil.example|the quote>":                  "",
		"*bold* _it_ ~no~ `code` > quote":                   "bold it no code quote",
		"# Title\n## Next":                                  "Title\nNext",
		"a\u202eb\u200bc\x00d":                              "abcd",
		":white_check_mark: Approved":                       "Approved",
		"version 2.0 at 3.30 pm. OK":                        "version 2.0 at 3.30 pm. OK",
		"您好，\n感谢您的时间。":                                      "您好，\n感谢您的时间。",
		"\xff":                                              "",
	} {
		if got := Plain(text); got != want {
			t.Errorf("Plain(%q) = %q, want %q", text, got, want)
		}
	}
	if n := utf8.RuneCountInString(Plain(strings.Repeat("长 ", 9000))); n > textMost {
		t.Errorf("%d characters", n)
	}
}

func FuzzPlain(f *testing.F) {
	f.Add("<!here> https://a.com *b*")
	f.Add("<<@U1234567>@U1234567> w<x>ww.evil.com")
	f.Fuzz(func(t *testing.T, text string) {
		got := Plain(text)
		if strings.ContainsAny(got, "<>*`|") || strings.IndexFunc(got, func(r rune) bool { return r != '\n' && unicode.IsControl(r) }) >= 0 {
			t.Fatalf("Plain(%q) = %q", text, got)
		}
		if again := Plain(got); address.MatchString(got) || host.MatchString(got) || everybody.MatchString(got) {
			t.Fatalf("Plain(%q) = %q, and again %q", text, got, again)
		}
	})
}

func TestADraftHasNoNumberThatItsFactsDoNotHave(t *testing.T) {
	draft := Draft{What: FollowUp, Language: "en", Today: "Tuesday 2026-11-24", Facts: []Fact{{"Acme: ¥90,000, close 2026-12-11", nil}}}
	for text, fine := range map[string]bool{
		"The offer of 90000 stands until 11 December 2026.": true,
		"We spoke about 2 things, ¥90,000 in all.":          true,
		"You get 15% off.":            false,
		"The offer of 80,000 stands.": false,
		"We offer 11% off.":           false, // it is the 11th
		"Pay by then, 12 percent off": false,
		"We grant twenty per cent.":   false,
		"Half off!":                   false,
		"给您九折。":                       false,
		"  ":                          false,
		"<@U1234567>":                 false,
	} {
		m := &scripted{answers: []string{`{"text":` + quoted([]string{text}) + `}`}}
		got := advise(t, m, nil, draft, &person{left: 1})
		if (got.Text == Plain(text) && got.Trouble == nil) != fine {
			t.Errorf("%q gives %+v", text, got)
		}
	}
}

func TestAQuestionLooksAtMostThreeTimes(t *testing.T) {
	q := Question{Line: "how big is D-7?", Today: "2026-11-24", Language: "en", Looks: []Look{{"mine", "My deals."}, {"deal", "One deal."}}}
	look := `{"act":"look","look":"deal","about":" D-7\n","text":""}`
	m := &scripted{answers: []string{look, `{"act":"answer","look":"","about":"","text":"It is *¥90,000*, see https://evil.example."}`}}
	who := &person{left: 9, shown: "D-7 Acme ¥90,000"}
	if got := advise(t, m, everything, q, who); got.Text != "It is ¥90,000, see" || strings.Join(who.looks, ",") != "deal D-7" ||
		!strings.Contains(m.asked[1].Data, "D-7 Acme ¥90,000") {
		t.Errorf("%+v after %v", got, who.looks)
	}
	m = &scripted{answers: []string{look, look, look, look, look}}
	who = &person{left: 9, shown: "D-7"}
	if got := advise(t, m, everything, q, who); got.Trouble == nil || got.Trouble.Kind != Invalid || len(who.looks) != mostLooks {
		t.Errorf("%+v after %v", got, who.looks)
	}
	for name, answers := range map[string][]string{
		"an answer out of nothing":  {`{"act":"answer","look":"","about":"","text":"It is big."}`},
		"a look of its own":         {`{"act":"look","look":"delete","about":"D-7","text":""}`},
		"no look":                   {`{"act":"look","look":"","about":"D-7","text":""}`},
		"a number that nobody read": {look, `{"act":"answer","look":"","about":"","text":"It is ¥70,000."}`},
	} {
		m = &scripted{answers: append(answers, answers[len(answers)-1])}
		if got := advise(t, m, everything, q, &person{left: 9, shown: "D-7 ¥90,000"}); got.Trouble == nil || got.Text != "" {
			t.Errorf("%s: %+v", name, got)
		}
	}
	m = &scripted{answers: []string{`{"act":"none","look":"","about":"","text":"<!here>"}`}}
	if got := advise(t, m, everything, q, &person{left: 9}); got.Text != "" || got.Trouble != nil {
		t.Errorf("none gives %+v", got)
	}
}
