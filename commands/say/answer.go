package say

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/commands/phrase/talk"
	"dealdesk/sales"
)

// A card in a direct message can be answered in words as well as with its buttons: "yes", "no, 30 minutes", "the
// second one". What is no clear answer does nothing.

// answer answers the newest card that waits here, as if its button had been clicked. The answer is Unknown if
// none waits, or the words are none of its answers.
func answer(c *call.Call) (chat.Reply, error) {
	card, doubted, waits, err := call.Asked(c)
	if c.Req.Code { // quoted, and no answer of theirs
		return chat.Reply{Unknown: true}, err
	}
	if err != nil {
		return chat.Reply{}, err
	}
	words := c.Req.Args
	if !waits {
		was := c.Req
		if reply, err := c.Run(call.Correct, words); err != nil || !reply.Unknown {
			return reply, err
		}
		c.Req = was
		return correctChange(c, words)
	}
	said, rest := phrase.ReadAnswer(words)
	if b, ok := confirming(card); c.Req.Kind == chat.Overheard { // perhaps said to somebody else
		if said != phrase.Confirms || !ok || doubted {
			return chat.Reply{Unknown: true}, nil
		}
		return press(c, b)
	}
	switch said {
	case phrase.Discards:
		return press(c, chat.Button{Action: "discard", Value: card.ID})
	case phrase.Confirms:
		if b, ok := confirming(card); ok && !doubted {
			return press(c, b)
		}
		return again(c, card, doubted, "say.which_answer"), nil
	}
	if b, ok := named(card, words); ok && !doubted {
		return press(c, b)
	}
	if said == phrase.Corrects && rest == "" && card.Route != "log keep" {
		return press(c, chat.Button{Action: "discard", Value: card.ID})
	}
	if said == phrase.Corrects && rest == "" {
		return again(c, card, true, "say.what_else"), nil
	}
	if card.Route == "log keep" {
		c.Req.Value = card.ID
		return c.Run("log amend", words)
	}
	if said == phrase.Corrects {
		return correct(c, card, rest)
	}
	return chat.Reply{Unknown: true}, nil
}

// press runs what a button of the card does.
func press(c *call.Call, b chat.Button) (chat.Reply, error) {
	c.Req.Kind, c.Req.Value = chat.Click, b.Value
	return c.Run(b.Action, "")
}

// again shows a card's buttons again, with a question.
func again(c *call.Call, card chat.Draft, doubted bool, question string) chat.Reply {
	call.AskAgain(c, card, doubted)
	return c.Answer(c.Words.Say(question), chat.Block{Buttons: card.Buttons})
}

// confirming is the one button of a card that a yes means.
func confirming(card chat.Draft) (chat.Button, bool) {
	primary := slices.DeleteFunc(slices.Clone(card.Buttons), func(b chat.Button) bool { return b.Style != chat.Primary })
	if len(primary) == 1 {
		return primary[0], true
	}
	if len(card.Buttons) == 1 && card.Buttons[0].Action == "account create" {
		return card.Buttons[0], true
	}
	return chat.Button{}, false
}

// named is the button that words name: by its label, by an id or a name in it that no other has, or by its place.
func named(card chat.Draft, words string) (chat.Button, bool) {
	offered := slices.DeleteFunc(slices.Clone(card.Buttons), func(b chat.Button) bool {
		return b.Action == "discard" || b.Action == "log draft"
	})
	if n := phrase.Ordinal(words); n != 0 && len(offered) > 1 {
		if n < 0 {
			n = len(offered)
		}
		if n > len(offered) {
			return chat.Button{}, false
		}
		return offered[n-1], true
	}
	typed := folded(words)
	if n := utf8.RuneCountInString(typed); n < 4 || n > 60 { // a letter between its spaces names nothing
		return chat.Button{}, false
	}
	var fits []chat.Button
	for _, b := range card.Buttons {
		label := folded(b.Label)
		if label == typed {
			return b, true
		}
		if strings.Contains(label, typed) || strings.ContainsFunc(typed, han) && strings.Contains(label, strings.TrimSpace(typed)) {
			fits = append(fits, b)
		}
	}
	if len(fits) == 1 && len(offered) > 1 {
		return fits[0], true
	}
	return chat.Button{}, false
}

func han(r rune) bool { return unicode.Is(unicode.Han, r) }

// folded is a text in its folded words, with a space on both sides of each.
func folded(text string) string { return " " + strings.Join(sales.FoldWords(text), " ") + " " }

// corrected are the commands whose arguments are one value, which a correction names anew.
var corrected = []string{"deal amount", "deal date", "discount"}

// correct proposes the same again with what is to be different.
func correct(c *call.Call, card chat.Draft, rest string) (chat.Reply, error) {
	if !slices.Contains(corrected, card.Route) || !strings.ContainsFunc(rest, unicode.IsDigit) {
		return chat.Reply{Unknown: true}, nil
	}
	var deals []sales.Deal
	for _, b := range card.Buttons {
		if _, id, _ := strings.Cut(b.Value, "/"); sales.KindOf(id) == sales.KindDeal {
			d, err := c.DealByID(id)
			if err != nil {
				return chat.Reply{}, err
			}
			deals = append(deals, d)
		}
	}
	if said, ok := talk.ReadCorrection(c.Req.Args); ok && len(deals) == 1 { // "sorry, I meant D-2"
		other, err := otherDeals(c, said.Right, deals[0])
		if err != nil {
			return chat.Reply{}, err
		}
		if len(other) > 0 {
			deals, rest = other, card.Args
		}
	}
	reply, err := call.Propose(c, card.Route, rest, deals)
	if _, no := sales.AsProblem(err); no { // "close date slipped" is no amount that came close
		return chat.Reply{Unknown: true}, nil
	}
	if err != nil {
		return chat.Reply{}, err
	}
	_, err = c.TakeDraft(card.ID)
	return reply, err
}
