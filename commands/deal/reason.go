package deal

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/sales"
)

// Why a deal was lost, in somebody's own words: "too expensive" is the reason price, and no
// competitor.

// namedRival is the competitor in what was typed behind a reason. ok is false where that
// reads as a reason itself, or says more of the reason, as in "budget frozen", so that the
// person has to say which is meant.
func namedRival(c *call.Call, reason, typed string) (rival string, ok bool) {
	code, rival := phrase.LostBecause(typed)
	switch first, rest := phrase.CutWord(typed); {
	case typed == "":
		return "", true
	case colleague(c, rival), colleague(c, typed), phrase.StartsWithNumber(rival), phrase.StartsWithNumber(typed):
		return "", false
	case rival != "":
		// Behind a mere "to", a word in small letters may go on as a sentence: no need to worry, wrong time to ask.
		bare := strings.HasPrefix(strings.ToLower(typed), "to ") && !strings.Contains(typed, rival) &&
			!slices.Contains([]string{"competitor", "price", "product"}, reason)
		return rival, looksLikeName(rival) && !bare
	case code != "" && code != "competitor":
		return "", false
	case slices.Contains([]string{"to", "for", "with", "by", "against"}, strings.ToLower(first)):
		return rest, rest != "" && looksLikeName(rest)
	}
	first, _ := utf8.DecodeRuneInString(typed)
	switch {
	case reason == "competitor": // a company may be called Rival
	case unicode.Is(unicode.Han, first):
		if reason != "price" && reason != "product" || strings.ContainsAny(sales.Simplified(typed), "太高贵低便宜冻砍减涨差慢紧超缺少") {
			return "", false
		}
	case unicode.IsLower(first):
		return "", false
	}
	return typed, looksLikeName(typed)
}

// colleague reports whether a name is that of somebody at work here, who took no deal away.
func colleague(c *call.Call, name string) bool {
	_, err := c.PersonNamed(name)
	return strings.TrimSpace(name) != "" && err == nil
}

// looksLikeName reports whether a text may be a company's name: one word, or a few that
// begin with capitals; in Chinese a few characters that make no sentence.
func looksLikeName(text string) bool {
	words := strings.Fields(text)
	if nobody.MatchString(text) {
		return false
	}
	if strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		return len(words) == 1 && utf8.RuneCountInString(text) <= 10 && !strings.ContainsAny(sales.Simplified(text), "的了，。！不没")
	}
	for _, w := range words {
		first, _ := utf8.DecodeRuneInString(w)
		if len(words) > 4 || len(words) > 1 && unicode.IsLower(first) {
			return false
		}
	}
	return true
}

// nobody are words in the place of a competitor that name none.
var nobody = regexp.MustCompile(`(?i)^(?:nobody|no[- ]?one|none|nothing|anyone|someone|somebody|them|us|it|that|this|voice ?mail|budget|time|` +
	`没有?人|没谁|无人|谁|自己|他们|别人)$`)

// askLost opens the form of a lost deal with what was understood filled in. Words that are
// neither a reason nor a name are shown above it.
func askLost(c *call.Call, d sales.Deal, reason, typed string, said closing) (chat.Reply, error) {
	code, rival := phrase.LostBecause(typed)
	code = cmp.Or(code, reason)
	if !slices.Contains(c.Desk.Cards.Company.LostReasons, code) {
		code = ""
	}
	understood := code != ""
	if code == "" && looksLikeName(typed) && utf8.RuneCountInString(typed) <= sales.NameMax {
		rival, understood = typed, true
	}
	reply, err := c.AskForm("deal lost", d, lostInputs(c, code, rival, said.day)...)
	if err != nil {
		return reply, err
	}
	reply.Modal.Value = said.value(d.ID)
	if typed != "" && (!understood || rival != typed) {
		text := c.Words.Say("common.you_typed", "Text", chat.Cut(chat.Escape(typed), 500))
		reply.Modal.Blocks = slices.Insert(reply.Modal.Blocks, 1, chat.Block{Context: text})
	}
	return reply, nil
}
