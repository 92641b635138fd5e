package commands

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dealdesk/chat"
	"dealdesk/commands/phrase"
	"dealdesk/desk"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/store"
)

func standupVerbs() []Verb {
	return []Verb{
		{Route: chat.Route{Name: "standup", Slash: "standup", Help: true}, Do: standup},
		{Route: chat.Route{Name: "standup confirm"}, Do: standupConfirm},
		{Route: chat.Route{Name: "standup skip", Help: true}, Do: standupSkip},
		{Route: chat.Route{Name: "standup snooze", Help: true}, Do: standupSnooze},
		{Route: chat.Route{Name: "standup leave", Help: true}, Do: standupLeave},
		{Route: chat.Route{Name: "standup leave cancel", Help: true}, Do: standupLeaveCancel},
		{Route: chat.Route{Name: "standup slow", Help: true}, Do: standupSlow, Unsigned: true},
		{Route: chat.Route{Name: "standup help"}, Do: standupHelp},
	}
}

// standup fills in a day: from the line that was typed, or from the form that no words
// open and that already holds what the records know.
func standup(c *call) (chat.Reply, error) {
	question := "" // picked for a line that named none
	if c.isQuestion(c.Req.Value) {
		question, c.Req.Value = c.Req.Value, ""
	}
	s, err := c.standupFor()
	switch {
	case err != nil:
		return chat.Reply{}, err
	case c.Req.Kind == chat.Submit:
		return c.standupFilled(s)
	case strings.TrimSpace(c.Req.Args) == "":
		return c.standupForm(s)
	}
	return c.standupTyped(s, question)
}

// standupTyped takes a line apart. Parts that were not typed keep what was there: the
// answer so far, or the records. A line that names no question is what is planned for the
// day; a single word may be a slip, so it is asked about.
func (c *call) standupTyped(s sales.Standup, question string) (chat.Reply, error) {
	said := phrase.ReadStandup(c.Req.Args, c.headings()...)
	if len(said) == 0 { // a heading and nothing below it
		return c.standupForm(s)
	}
	if rest := said[""]; rest != "" {
		if question == "" && singleWord(rest) {
			return chat.Reply{}, c.whichQuestion(rest)
		}
		delete(said, "")
		said[cmp.Or(question, c.plainQuestion())] = rest
	}
	var unknown []string
	for id, text := range said {
		s = s.With(id, text)
		if id != sales.AskBlockers {
			continue
		}
		var err error
		if s.Blockers, s.Helpers, unknown, err = c.helpersIn(text); err != nil {
			return chat.Reply{}, err
		}
	}
	return c.keepStandup(s, unknown)
}

// singleWord reports whether a text is hardly a stand-up: one word, or two characters.
func singleWord(text string) bool {
	if strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		return utf8.RuneCountInString(text) <= 2
	}
	return len(strings.Fields(text)) == 1
}

func (c *call) isQuestion(id string) bool {
	return slices.ContainsFunc(c.Desk.Cards.Questions(), func(q sales.Question) bool { return q.ID == id })
}

// plainQuestion is what a line without a heading answers.
func (c *call) plainQuestion() string {
	if c.isQuestion(sales.AskPlan) {
		return sales.AskPlan
	}
	return c.Desk.Cards.Questions()[0].ID
}

// whichQuestion asks where a word belongs.
func (c *call) whichQuestion(word string) error {
	ask := &choice{text: c.Words.Say("standup.one_word", "Text", word), rest: c.Req.Args}
	for _, q := range c.Desk.Cards.Questions() {
		ask.options = append(ask.options, chat.Option{Label: chat.Clean(c.Desk.Cards.QuestionText(c.Words, q.ID)), Value: q.ID})
	}
	return ask
}

// headings are the words that begin an answer, in all languages, besides those that ship.
func (c *call) headings() (own []phrase.Heading) {
	for _, q := range c.Desk.Cards.Questions() {
		own = append(own, phrase.Heading{Word: q.ID, Question: q.ID})
		for _, text := range q.Text {
			own = append(own, phrase.Heading{Word: strings.TrimRight(text, "?？:： "), Question: q.ID})
		}
	}
	slices.SortFunc(own, func(a, b phrase.Heading) int { return cmp.Compare(len(b.Word), len(a.Word)) })
	return slices.DeleteFunc(own, func(h phrase.Heading) bool { // ours are read with more care
		return h.Word == sales.AskDone || h.Word == sales.AskPlan || h.Word == sales.AskBlockers
	})
}

// standupConfirm sends the stand-up as the records have it.
func standupConfirm(c *call) (chat.Reply, error) {
	s, err := c.standupFor()
	if err != nil {
		return chat.Reply{}, err
	}
	if s.Empty() || c.unanswered(s, false) != "" { // what was shown is gone meanwhile, or is not all
		return c.standupForm(s)
	}
	return c.keepStandup(s, nil)
}

// standupSkip sits a day out.
func standupSkip(c *call) (chat.Reply, error) {
	s, err := c.standupFor()
	if err != nil {
		return chat.Reply{}, err
	}
	return c.putStandup(sales.Standup{Team: s.Team, Person: s.Person, On: s.On, At: s.At, Skipped: true}, nil)
}

// standupMax is how long one part may be, in characters.
const standupMax = 2000

// unanswered is the first question that has to have an answer and has none. That nothing
// is in the way is one.
func (c *call) unanswered(s sales.Standup, none bool) string {
	for _, q := range c.Desk.Cards.Questions() {
		if q.Required && s.Answer(q.ID) == "" && !(none && q.ID == sales.AskBlockers) {
			return q.ID
		}
	}
	return ""
}

// keepStandup checks an answer and stores it. unknown are the names in it that called
// nobody.
func (c *call) keepStandup(s sales.Standup, unknown []string) (chat.Reply, error) {
	none := false
	for _, id := range s.Answered(c.Desk.Cards.Questions()) {
		text := strings.TrimSpace(s.Answer(id))
		if n := utf8.RuneCountInString(text); n > standupMax {
			return chat.Reply{}, sales.No("text.too_long", "Max", standupMax, "Length", n).At(id)
		}
		if id == sales.AskBlockers && phrase.Nothing(text) {
			text, none = "", true
		}
		s = s.With(id, text)
	}
	first := c.Desk.Cards.Questions()[0].ID
	switch id := c.unanswered(s, none); {
	case s.Empty() && !none:
		return chat.Reply{}, sales.No("standup.empty").At(first)
	case id != "":
		return chat.Reply{}, sales.No("standup.required", "Question", c.Desk.Cards.QuestionText(c.Words, id)).At(id)
	}
	if s.Blockers == "" {
		s.Helpers = nil
	}
	s.Helping = slices.DeleteFunc(slices.Clone(s.Helping), func(id string) bool { return !slices.Contains(s.Helpers, id) })
	s.Skipped = false
	return c.putStandup(s, unknown)
}

// putStandup stores an answer, shows it wherever it is awaited, and echoes it.
func (c *call) putStandup(s sales.Standup, unknown []string) (chat.Reply, error) {
	s.ID = sales.StandupID(s.Team, s.On, s.Person)
	was, again, err := store.Standups.Get(c.Read, s.ID)
	if err != nil {
		return chat.Reply{}, err
	}
	if s.At.IsZero() {
		s.At = c.Req.At.UTC()
	} else {
		s.Edited = c.Req.At.UTC()
	}
	if err := store.Standups.Put(c.Tx, s); err != nil {
		return chat.Reply{}, err
	}
	if err := c.Desk.RepostAnswered(c.Tx, c.Me, s.On); err != nil {
		return chat.Reply{}, err
	}
	if err := c.Desk.PostHelpAsks(c.Tx, was, s); err != nil {
		return chat.Reply{}, err
	}
	text, err := c.Desk.Cards.Answer(c.Read, c.Words, s)
	if err != nil {
		return chat.Reply{}, err
	}
	edit := chat.Button{Label: c.Words.Plain("common.edit"), Action: "standup", Value: string(s.On)}
	if s.Skipped {
		edit.Label = c.Words.Plain("standup.fill")
		return c.done(text, edit), nil
	}
	run, _, err := store.Runs.Get(c.Read, store.RunID(cards.DigestJob, s.On, s.Team))
	if err != nil {
		return chat.Reply{}, err
	}
	thanks := "standup.sent"
	again = again && !was.Skipped
	switch out := run.State == store.RunDone || run.State == store.RunLate; {
	case again && out:
		thanks = "standup.changed_late"
	case again:
		thanks = "standup.changed"
	case out:
		thanks = "standup.sent_late"
	}
	if len(unknown) > 0 {
		text = chat.Join("\n", text, c.Words.Say("standup.help_unknown", "Names", unknown))
	}
	return c.done(chat.Join("\n", c.Words.Say(thanks, "Date", c.Words.Day(string(s.On))), text), edit), nil
}

// standupUndone shows that an answer is not what it was.
func standupUndone(d *desk.Desk, tx *store.Tx, ch store.RecordChange) error {
	var was, is sales.Standup
	for into, state := range map[*sales.Standup]json.RawMessage{&was: ch.New, &is: ch.Old} {
		if state == nil {
			continue
		}
		if err := json.Unmarshal(state, into); err != nil {
			return fmt.Errorf("decode stand-up %s: %w", ch.ID, err)
		}
	}
	who, _, err := store.People.Get(tx, cmp.Or(was.Person, is.Person))
	if err != nil {
		return err
	}
	if err := d.RepostAnswered(tx, who, cmp.Or(was.On, is.On)); err != nil {
		return err
	}
	return d.PostHelpAsks(tx, was, is)
}
