package deal

import (
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
// reads as a reason itself, so that the person has to say which is meant.
func namedRival(typed string) (rival string, ok bool) {
	code, rival := phrase.LostBecause(typed)
	switch {
	case code == "", code == "competitor" && rival == "": // a company may be called Rival
		return typed, looksLikeName(typed)
	case code == "competitor":
		return rival, true
	}
	return "", false
}

// looksLikeName reports whether a text may be a company's name: one word, or a few that
// begin with capitals; in Chinese a few characters that make no sentence.
func looksLikeName(text string) bool {
	words := strings.Fields(text)
	if strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		return len(words) == 1 && utf8.RuneCountInString(text) <= 10 && !strings.ContainsAny(text, "的了，。！不没")
	}
	for _, w := range words {
		first, _ := utf8.DecodeRuneInString(w)
		if len(words) > 4 || len(words) > 1 && unicode.IsLower(first) {
			return false
		}
	}
	return true
}

// askLost opens the form of a lost deal with what was understood filled in. Words that are
// neither a reason nor a name are shown above it.
func askLost(c *call.Call, d sales.Deal, typed string, said closing) (chat.Reply, error) {
	code, rival := phrase.LostBecause(typed)
	if !slices.Contains(c.Desk.Cards.Company.LostReasons, code) {
		code = ""
	}
	understood := code != ""
	if code == "" && looksLikeName(typed) && utf8.RuneCountInString(typed) <= sales.NameMax {
		rival, understood = typed, true
	}
	reply, err := c.AskForm("deal lost", d,
		chat.Input{ID: "reason", Kind: chat.Select, Label: c.Words.Plain("field.reason"), Options: lostReasons(c), Initial: code},
		chat.Input{ID: "competitor", Kind: chat.Line, Label: c.Words.Plain("field.competitor"), Initial: rival, Optional: true,
			Max: sales.NameMax},
		dayInput(c, said.day))
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
