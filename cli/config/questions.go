package config

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"dealdesk/sales"
)

// questionConfig is one [[standup.question]]. Text is a string, or a table with one string per
// language.
type questionConfig struct {
	ID       string `toml:"id"`
	Text     any    `toml:"text"`
	Required bool   `toml:"required"`
}

var (
	questionID = regexp.MustCompile(`^[a-z][a-z0-9_-]{0,30}$`)
	formFields = []string{"day", "helpers"} // the other fields of the stand-up form
)

// maxQuestion bounds the length of a question, in characters.
const maxQuestion = 100

// questions returns the configured questions of the stand-up, nil for the shipped ones.
func (r *reader) questions(languages []string) []sales.Question {
	var all []sales.Question
	named := map[string]string{} // text -> id
	for i, q := range r.config.Standup.Questions {
		at := fmt.Sprintf("standup.question.%d", i)
		shipped := slices.ContainsFunc(sales.ShippedQuestions(), func(s sales.Question) bool { return s.ID == q.ID })
		switch {
		case i == sales.MaxQuestions:
			r.wrong(at, "config.question_many", "Max", sales.MaxQuestions)
		case !questionID.MatchString(q.ID) || slices.Contains(formFields, q.ID):
			r.wrong(at+".id", "config.question_id", "Text", q.ID)
		case slices.ContainsFunc(all, func(a sales.Question) bool { return a.ID == q.ID }):
			r.wrong(at+".id", "config.used_twice", "Text", q.ID)
		case q.Text == nil && !shipped:
			r.wrong(at+".text", "config.question_text")
		}
		one := sales.Question{ID: q.ID, Text: r.questionText(at+".text", q.Text, languages), Required: q.Required}
		for _, language := range slices.Sorted(maps.Keys(one.Text)) {
			text := one.Text[language]
			if other, taken := named[text]; taken && other != q.ID {
				r.wrong(at+".text", "config.question_same", "Text", text, "Other", other)
			}
			named[text] = q.ID
		}
		all = append(all, one)
	}
	return all
}

// questionText reads "How are you?" or { en = "How are you?", zh-Hans = "…" }.
func (r *reader) questionText(at string, v any, languages []string) map[string]string {
	texts := map[string]string{}
	switch v := v.(type) {
	case nil:
		return nil
	case string:
		texts[""] = v
	case map[string]any:
		for _, language := range slices.Sorted(maps.Keys(v)) {
			text, ok := v[language].(string)
			switch {
			case !slices.Contains(languages, language):
				r.wrong(at+"."+language, "config.no_language", "Known", languages)
			case !ok:
				r.wrong(at+"."+language, "config.text_only")
			default:
				texts[language] = text
			}
		}
		if len(v) == 0 {
			r.wrong(at, "config.empty")
		}
	default:
		r.wrong(at, "config.texts", "Sample", "{ "+strings.Join(languages, ` = "...", `)+` = "..." }`)
	}
	for _, language := range slices.Sorted(maps.Keys(texts)) {
		where := strings.TrimSuffix(at+"."+language, ".")
		switch text := strings.TrimSpace(texts[language]); {
		case text == "":
			r.wrong(where, "config.empty")
		case utf8.RuneCountInString(text) > maxQuestion || strings.Contains(text, "\n"):
			r.wrong(where, "config.one_line", "Max", maxQuestion)
		default:
			texts[language] = text
		}
	}
	return texts
}
