package call

import (
	"errors"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dealdesk/chat"
	"dealdesk/commands/phrase"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/store"
)

// AccountNamed cuts an account off the front of the text: an ID, the longest known name, or a first
// word that begins one. If several match, or the word is only like a name, the error is a Choice:
// Bell may be another company than Dell.
func (c *Call) AccountNamed(text string) (a sales.Account, rest string, ok bool, err error) {
	first, behind := phrase.CutWord(text)
	if first == "" {
		return a, text, false, nil
	}
	id, err := IDTyped(c, first, behind)
	if err != nil {
		return a, text, false, err
	}
	if sales.KindOf(id) == sales.KindAccount {
		a, err = c.AccountByID(id)
		return a, behind, err == nil, err
	}
	index, err := c.AccountNames()
	if err != nil {
		return a, text, false, err
	}
	name := first
	if n := index.Known(text); n > 0 {
		name, behind = text[:n], strings.TrimSpace(text[n:])
	} else if words := phrase.Words(text); len(words) > 0 && words[0].Quoted {
		name, behind = words[0].Text, strings.TrimSpace(text[words[0].End:])
	}
	seen, err := index.Named(name)
	switch {
	case err != nil:
		return a, text, false, err
	case len(seen) == 0:
		return a, text, false, nil
	case !phrase.Sure(seen):
		which := &Choice{Text: c.Words.Say("account.which", "Name", name), Rest: behind, Like: seen[0].Score < phrase.SureScore}
		if which.Like && c.Tx != nil && phrase.PlausibleName(name) {
			which.Create = name
		}
		for _, m := range seen[:min(len(seen), ChoiceLimit)] {
			which.Options = append(which.Options, chat.Option{Label: m.ID + " " + m.Name, Value: m.ID})
		}
		return a, text, false, which
	}
	a, err = c.AccountByID(seen[0].ID)
	return a, behind, err == nil, err
}

// IDTyped returns the record id that a word is, "" if it is none. Without its dash, A10 may also
// begin the name of a customer; the error is then a Choice between the two.
func IDTyped(c *Call, word, rest string) (string, error) {
	id, ok := phrase.ID(word)
	if !ok || strings.Contains(word, "-") {
		return id, nil
	}
	index, err := c.AccountNames()
	if err != nil {
		return "", err
	}
	seen, err := index.Named(word)
	if err != nil || len(seen) == 0 || !phrase.Sure(seen[:1]) {
		return id, err
	}
	label, err := TitleOf(c, id)
	if _, unknown := sales.AsProblem(err); unknown {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	which := &Choice{Text: c.Words.Say("account.which", "Name", word), Rest: rest, Options: []chat.Option{{Label: label, Value: id}}}
	for _, m := range seen[:min(len(seen), ChoiceLimit-1)] {
		if m.ID != id {
			which.Options = append(which.Options, chat.Option{Label: m.ID + " " + m.Name, Value: m.ID})
		}
	}
	if len(which.Options) == 1 {
		return id, nil
	}
	return "", which
}

// TitleOf is the label of a deal or customer that the person sees.
func TitleOf(c *Call, id string) (string, error) {
	if sales.KindOf(id) == sales.KindAccount {
		a, err := c.AccountByID(id)
		return a.ID + " " + a.Name, err
	}
	d, err := c.DealByID(id)
	if err != nil {
		return "", err
	}
	title, err := c.Desk.Cards.DealTitle(c.Read, d)
	return lang.Unmark(title), err
}

// orLikelyDeal adds the person's likeliest deals to the customers that a word is only like: it may
// be no name at all. The line is kept whole, see cutLikeness.
func orLikelyDeal(c *Call, err error, args string) error {
	var which *Choice
	if !errors.As(err, &which) || !which.Like {
		return err
	}
	recent, failed := c.LikelyDeals()
	if failed != nil {
		return failed
	}
	deals, failed := c.WhichDeal(which.Text, args, recent)
	if failed != nil {
		return failed
	}
	which.Rest, which.Create = args, ""
	which.Options = append(which.Options, deals.Options...)
	return which
}

// cutLikeness takes the word off the front of a line that is like the name of the picked customer,
// and so was not cut off before the person was asked.
func cutLikeness(c *Call, args, account string) (string, error) {
	first, rest := phrase.CutWord(args)
	if first == "" || c.Req.Kind == chat.Submit {
		return args, nil
	}
	index, err := c.AccountNames()
	if err != nil {
		return "", err
	}
	seen, err := index.Named(first)
	for _, m := range seen {
		if m.ID == account && seen[0].Score < phrase.SureScore {
			return rest, err
		}
	}
	return args, err
}

// PersonEver is PersonNamed for somebody whose numbers are asked for, which stay when the person leaves: somebody
// deactivated is found by name where nobody else has it.
func PersonEver(c *Call, typed string) (sales.Person, error) {
	is, err := c.PersonNamed(typed)
	if _, no := sales.AsProblem(err); !no {
		return is, err
	}
	var left []sales.Person
	for p, failed := range store.People.List(c.Read, store.Query{}) {
		if failed != nil {
			return p, failed
		}
		if p.Gone && sales.Fold(p.Name) == sales.Fold(strings.TrimPrefix(strings.TrimSpace(typed), "@")) {
			left = append(left, p)
		}
	}
	if len(left) == 1 {
		return left[0], nil
	}
	return is, err
}

// Colleagues are the people besides the asker whom a line names.
func Colleagues(c *Call, line string) (named []sales.Person, err error) {
	words := sales.FoldWords(line)
	for p, err := range store.People.List(c.Read, store.Query{}) {
		if err != nil {
			return nil, err
		}
		if !p.Gone && p.ID != c.Me.ID && (strings.Contains(line, "<@"+p.ID) || nameIn(p.Name, line, words)) {
			named = append(named, p)
		}
	}
	return named, nil
}

// nameIn reports whether a person is named in a line: by the whole name, or by the first one. A Latin name may touch
// Chinese words: Bob这个月怎么样.
func nameIn(name, line string, words []string) bool {
	han := func(r rune) bool { return unicode.Is(unicode.Han, r) }
	if strings.ContainsFunc(name, han) {
		return utf8.RuneCountInString(name) > 1 && strings.Contains(line, name)
	}
	first := sales.FoldWords(name)
	return len(first) > 0 && len(first[0]) > 2 && slices.ContainsFunc(words, func(w string) bool {
		rest, begins := strings.CutPrefix(w, first[0])
		next, _ := utf8.DecodeRuneInString(rest)
		return begins && (rest == "" || rest == "s" || han(next))
	})
}
