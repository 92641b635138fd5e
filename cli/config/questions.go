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
			r.wrong(at, "is one too many: a stand-up has at most %d questions", sales.MaxQuestions)
		case !questionID.MatchString(q.ID) || slices.Contains(formFields, q.ID):
			r.wrong(at+".id", "%q cannot be a question's id; write a word of lower-case letters, other than day and helpers", q.ID)
		case slices.ContainsFunc(all, func(a sales.Question) bool { return a.ID == q.ID }):
			r.wrong(at+".id", "%q is used twice", q.ID)
		case q.Text == nil && !shipped:
			r.wrong(at+".text", "is missing: only done, plan and blockers have words already")
		}
		one := sales.Question{ID: q.ID, Text: r.questionText(at+".text", q.Text, languages), Required: q.Required}
		for _, language := range slices.Sorted(maps.Keys(one.Text)) {
			text := one.Text[language]
			if other, taken := named[text]; taken && other != q.ID {
				r.wrong(at+".text", "%q is the text of %s, too; nobody could tell them apart", text, other)
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
				r.wrong(at+"."+language, "is no language we speak; they are %s", strings.Join(languages, ", "))
			case !ok:
				r.wrong(at+"."+language, "must be a text in quotes")
			default:
				texts[language] = text
			}
		}
		if len(v) == 0 {
			r.wrong(at, "is empty")
		}
	default:
		r.wrong(at, "must be a text in quotes, or one for each language: { %s = \"...\" }", strings.Join(languages, ` = "...", `))
	}
	for _, language := range slices.Sorted(maps.Keys(texts)) {
		where := strings.TrimSuffix(at+"."+language, ".")
		switch text := strings.TrimSpace(texts[language]); {
		case text == "":
			r.wrong(where, "is empty")
		case utf8.RuneCountInString(text) > maxQuestion || strings.Contains(text, "\n"):
			r.wrong(where, "must be one line of at most %d characters", maxQuestion)
		default:
			texts[language] = text
		}
	}
	return texts
}
