package ai

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// Draft asks for a text that a person may copy and correct. Nobody else reads it.
type Draft struct {
	What     What
	Wish     string // what the person wants in it, as typed
	Language string
	Today    string
	Facts    []Fact
}

// What is a kind of text.
type What string

const (
	FollowUp What = "follow_up" // a mail to a customer
	Comment  What = "comment"   // on the numbers of a team
)

// Fact is a line that the draft may use.
type Fact struct {
	Text    string
	Classes []Class // of all that is in it
}

var writingRules = map[What]string{
	FollowUp: `Write a short follow-up mail from a sales rep to the customer of the facts: a greeting, two to five sentences, a closing. ` +
		`Polite and concrete. Promise nothing that the facts do not hold: no price, discount, amount, date or product of your own. ` +
		`Leave the customer out of what is said about internal matters such as stages, chances and forecasts.`,
	Comment: `Write two to four sentences with which a sales manager comments on the facts for the team: what went well, what to look ` +
		`after, what to do next. Say no more than the facts. Do not compare people by name.`,
}

// textMost is how many characters a text of a model has at most.
const textMost = 1500

func (d Draft) advise(ctx context.Context, t *talk) (Advice, error) {
	lines := []string{}
	for _, x := range d.Facts {
		if t.may(x.Classes...) {
			lines = append(lines, x.Text)
		}
	}
	if len(lines) == 0 {
		return Advice{}, &Trouble{Kind: Withheld}
	}
	f := Form{Name: "text", Rules: writingRules[d.What] + inLanguage, Fields: []Field{
		{"text", "The text, without links, placeholders and formatting.", nil},
	}}
	facts := []fact{{"facts", lines, nil, true}, {"wish", d.Wish, []Class{Line}, false}, {"today", d.Today, nil, false},
		{"language", d.Language, nil, false}}
	said, err := t.fill(ctx, f, facts, func(said map[string]string) error {
		return plausible(said["text"], strings.Join(append(lines, d.Wish, d.Today), "\n"))
	})
	if err != nil {
		return Advice{}, err
	}
	return Advice{Text: Plain(said["text"])}, nil
}

const inLanguage = ` Write in the language that the data names. Use no number that is not in the data.`

// plausible refuses a text that is empty or has a number that its sources do not have. Single digits
// are let pass: they count words.
func plausible(text, sources string) error {
	if text = Plain(text); text == "" {
		return errors.New("there is no text")
	}
	known := numbers(sources)
	for _, n := range numbers(text) {
		if len(n) > 1 && !slices.Contains(known, n) {
			return fmt.Errorf("the number %s is not in the data", n)
		}
	}
	// The 15 of a date gives nobody 15 % off.
	for _, share := range share.FindAllString(text, -1) {
		if !strings.Contains(squeezed(sources), squeezed(share)) {
			return fmt.Errorf("the share %s is not in the data", share)
		}
	}
	return nil
}

// share is a percentage or a discount, in digits or in words.
var share = regexp.MustCompile(`(?i)(?:\d[\d.,]*|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|` +
	`eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)` +
	`(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|\bhalf|\bhundred)\s*(?:%|％|per ?cent|off\b)|` +
	`百分之[\d一二三四五六七八九十]+|[\d.一二三四五六七八九半两]+折|[一二三四五六七八九]成`)

// squeezed is a text in small letters without spaces, with one sign for a percent.
func squeezed(text string) string {
	return percents.Replace(strings.ToLower(strings.Join(strings.Fields(text), "")))
}

var percents = strings.NewReplacer("％", "%", "percent", "%")

var digits = regexp.MustCompile(`\d[\d,]*(?:\.\d+)?`)

func numbers(text string) (all []string) {
	for _, n := range digits.FindAllString(text, -1) {
		all = append(all, strings.TrimLeft(strings.ReplaceAll(n, ",", ""), "0"))
	}
	return all
}

// What a text of a model must not have: what Slack makes a mention, a link or formatting. Names of
// hosts are links, too.
var (
	bracketed = regexp.MustCompile(`<[^<>]*>`)
	linked    = regexp.MustCompile(`(?i)\[([^\]\n]*)\]\([^)\n]*\)`)
	address   = regexp.MustCompile(`(?i)\b(?:[a-z][a-z0-9+.-]*://|www\.|mailto:|tel:)\S*`)
	path      = regexp.MustCompile(`(?i)\b(?:[a-z0-9-]+\.)+[a-z]{2,}/\S*`)
	host      = regexp.MustCompile(`(?i)(?:[\w.+-]+@)?\b(?:[a-z0-9-]+\.)+(?:com|net|org|io|co|cn|de|uk|eu|us|info|biz|app|dev|ai|ru|xyz|top|` +
		`site|online|link|click|me|ly|gg|to|tk|zip|hk|tw|jp|fr|in)\b(?:[/:?#]\S*)?`)
	everybody = regexp.MustCompile(`(?i)[@＠](channel|here|everyone|[UW][A-Z0-9]{5,})\b`)
	emoji     = regexp.MustCompile(`:[a-z0-9_+'-]+:`)
)

// Plain returns a text of a model as harmless words: no mentions, links, formatting and hidden
// characters, and not long. It still has to be escaped like any text of a person.
func Plain(text string) string {
	text = strings.Map(func(r rune) rune {
		if strings.ContainsRune("*_~`|", r) || r != '\n' && r != '\t' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(linked.ReplaceAllString(text, "$1"), ""))
	for before := ""; before != text; { // what is left may be a link again
		before = text
		for _, bad := range []*regexp.Regexp{bracketed, address, path, host, everybody, emoji} {
			text = bad.ReplaceAllString(text, "")
		}
		text = angles.Replace(text)
	}
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = strings.TrimLeft(strings.Join(strings.Fields(line), " "), "# ")
	}
	return cut(strings.Trim(blankLines.ReplaceAllString(strings.Join(lines, "\n"), "\n\n"), "\n"), textMost)
}

var angles = strings.NewReplacer("<", "", ">", "")

var blankLines = regexp.MustCompile(`\n{3,}`)

// cut shortens a text to at most n characters.
func cut(text string, n int) string {
	if all := []rune(text); len(all) > n {
		return strings.TrimSpace(string(all[:n-1])) + "…"
	}
	return text
}
