package call

import (
	"cmp"
	"iter"
	"slices"
	"strings"
	"unicode/utf8"

	"dealdesk/chat"
	"dealdesk/desk/cards"
	"dealdesk/sales"
)

// OneOf returns which code of a group was typed, as a word in any language or as the code itself;
// "" if none.
func (c *Call) OneOf(group string, codes []string, typed string) string {
	for _, code := range codes {
		if strings.EqualFold(code, typed) {
			return code
		}
		for _, l := range c.Desk.Cards.Lang.Languages() {
			if p := c.Desk.Cards.Lang.Printer(l); p.Has(group+code) && sales.SameSpelling(p.Plain(group+code), typed) {
				return code
			}
		}
	}
	return ""
}

// StageMeant is the stage of a pipeline that a word means, in any language; some characters of its name are enough.
func StageMeant(c *Call, line sales.Pipeline, word string) (sales.Stage, bool) {
	word = strings.TrimSuffix(sales.Simplified(strings.TrimSpace(word)), "阶段")
	for _, part := range []bool{false, true} {
		for _, s := range line.Stages {
			label := cards.StageName(c.Words, s)
			some := part && word >= "\u4e00" && utf8.RuneCountInString(word) > 1 && strings.Contains(label, word) // 谈判: 商务谈判
			if some || s.ID == word || sales.SameSpelling(label, word) || c.OneOf("stage.", []string{s.ID}, word) != "" {
				return s, true
			}
		}
	}
	return sales.Stage{}, false
}

// SourceNamed is the source of customers that a text means, "" if none.
func SourceNamed(c *Call, typed string) string {
	company := c.Desk.Cards.Company
	return cmp.Or(c.OneOf("source.", company.Sources, strings.TrimSpace(typed)), company.SourceMeant(typed))
}

// SourceWords are all words for sources, each with its code.
func SourceWords(c *Call) iter.Seq2[string, string] {
	return func(yield func(word, code string) bool) {
		for _, code := range c.Desk.Cards.Company.Sources {
			words := append([]string{code}, sales.SourceWords(code)...)
			for _, l := range c.Desk.Cards.Lang.Languages() {
				words = append(words, cards.SourceName(c.Desk.Cards.Lang.Printer(l), code))
			}
			for _, w := range words {
				if w != "" && !yield(w, code) {
					return
				}
			}
		}
	}
}

// UnknownSource is the problem that names the sources there are.
func UnknownSource(c *Call, typed string) *sales.Problem {
	var names []chat.Safe
	for _, code := range c.Desk.Cards.Company.Sources {
		names = append(names, chat.EscapeLine(cards.SourceName(c.Words, code)))
	}
	return sales.No("account.source_unknown", "Given", typed, "Known", c.Words.List(names, false))
}

// SourceInput asks for a source. One that the configuration no longer has can be kept.
func SourceInput(c *Call, chosen string) chat.Input {
	all := c.Desk.Cards.Company.Sources
	if chosen != "" && !slices.Contains(all, chosen) {
		all = append(slices.Clone(all), chosen)
	}
	in := chat.Input{ID: "source", Kind: chat.Select, Initial: chosen}
	for _, code := range all {
		in.Options = append(in.Options, chat.Option{Label: cards.SourceName(c.Words, code), Value: code})
	}
	return in
}
