package standup

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/desk"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// fill answers a day's stand-up from a typed line, or opens the prefilled form if nothing is typed.
func fill(c *call.Call) (chat.Reply, error) {
	question := "" // picked for a line that named none
	if isQuestion(c, c.Req.Value) {
		question, c.Req.Value = c.Req.Value, ""
	}
	s, err := standupFor(c)
	if err == nil && c.Req.Value == "" && c.Req.Kind != chat.Submit {
		err = askDay(c, s)
	}
	switch {
	case err != nil:
		return chat.Reply{}, err
	case c.Req.Kind == chat.Submit:
		return filled(c, s)
	case strings.TrimSpace(c.Req.Args) == "":
		return openForm(c, s)
	}
	return typed(c, s, question)
}

// typed reads an answer from a line. Parts that are not typed keep the answer so far or the prefill.
// A line without a heading is the plan for the day. A single word may be a mistake, so typed asks
// what it answers.
func typed(c *call.Call, s sales.Standup, question string) (chat.Reply, error) {
	if day, ok := phrase.Away(c.Req.Args, c.Req.At); ok && question == "" {
		ask := whichQuestion(c, c.Req.Args)
		ask.Text = c.Words.Say("standup.away_meant", "Day", cmp.Or(day, c.Words.Plain("standup.away_today")))
		return chat.Reply{}, ask
	}
	if until, off := phrase.PutsOff(c.Req.Args); off && question == "" {
		c.Req.Args = until
		return snooze(c)
	}
	line, further := phrase.Further(strings.TrimLeft(c.Req.Args, " :：,，"))
	own := headings(c)
	said := phrase.ReadStandup(line, own...)
	if told := phrase.SaidStandup(line); len(told) > 0 && (len(own) == 0 || said[""] != "") {
		said = told
	}
	if len(said) == 0 { // a heading and nothing below it
		return openForm(c, s)
	}
	if rest := said[""]; rest != "" {
		if question == "" && (singleWord(rest) || phrase.SaysNothing(line)) {
			return chat.Reply{}, whichQuestion(c, rest)
		}
		delete(said, "")
		said[cmp.Or(question, plainQuestion(c))] = rest
	}
	var unknown []string
	var err error
	for id, text := range said {
		if had := s.Answer(id); further && had != "" {
			text = had + "\n" + text
		}
		if id != sales.AskBlockers {
			if text, err = call.WithNames(c, text); err != nil {
				return chat.Reply{}, err
			}
			s = s.With(id, text)
			continue
		}
		if s.Blockers, s.Helpers, unknown, err = helpersIn(c, text); err != nil {
			return chat.Reply{}, err
		}
	}
	return keep(c, s, unknown)
}

// singleWord reports whether a text is too short for a stand-up: one word, or two Chinese
// characters.
func singleWord(text string) bool {
	if strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		return utf8.RuneCountInString(text) <= 2
	}
	return len(strings.Fields(text)) == 1
}

func isQuestion(c *call.Call, id string) bool {
	return slices.ContainsFunc(c.Desk.Cards.Questions(), func(q sales.Question) bool { return q.ID == id })
}

// plainQuestion returns the ID of the question that a line without a heading answers.
func plainQuestion(c *call.Call) string {
	if isQuestion(c, sales.AskPlan) {
		return sales.AskPlan
	}
	return c.Desk.Cards.Questions()[0].ID
}

// whichQuestion returns a Choice of the questions that a word may answer.
func whichQuestion(c *call.Call, word string) *call.Choice {
	ask := &call.Choice{Text: c.Words.Say("standup.one_word", "Text", word), Rest: c.Req.Args}
	for _, q := range c.Desk.Cards.Questions() {
		ask.Options = append(ask.Options, chat.Option{Label: chat.Clean(c.Desk.Cards.QuestionText(c.Words, q.ID)), Value: q.ID})
	}
	return ask
}

// headings returns the headings of the company's own questions, in all languages.
func headings(c *call.Call) (own []phrase.Heading) {
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

// confirm stores the stand-up as it is prefilled from the records.
func confirm(c *call.Call) (chat.Reply, error) {
	s, err := standupFor(c)
	if err != nil {
		return chat.Reply{}, err
	}
	if s.Empty() || unanswered(c, s, false) != "" { // what was shown is gone meanwhile, or is not all
		return openForm(c, s)
	}
	return keep(c, s, nil)
}

// skip records that the person skips a day. It asks first if the words after it hold it back or name
// another day.
func skip(c *call.Call) (chat.Reply, error) {
	s, err := standupFor(c)
	if err != nil {
		return chat.Reply{}, err
	}
	words := strings.TrimSpace(c.Req.Args)
	find, err := call.Spots(c)
	if err != nil {
		return chat.Reply{}, err
	}
	of := slices.ContainsFunc(find(words), func(s phrase.Spot) bool { return s.ID != "" && !s.Person })
	day, err := phrase.When(call.Days(c, words), c.Req.At, c.Work())
	if c.Req.Kind != chat.Click && (phrase.NotYet(words) || of || phrase.PartOfDay(words) || err == nil && day.Date != s.On) {
		return c.Answer(c.Words.Say("standup.skip_words", "Text", words, "Date", s.On), chat.Block{Buttons: []chat.Button{
			{Label: c.Words.Plain("standup.skip_it"), Action: "standup skip", Value: string(s.On)}}}), nil
	}
	reply, err := put(c, sales.Standup{Team: s.Team, Person: s.Person, On: s.On, At: s.At, Skipped: true}, nil)
	if err == nil && c.Req.Kind.Typed() {
		reply = call.WhyNotKept(c, reply, words)
	}
	return reply, err
}

// standupMax bounds the length of one part, in characters.
const standupMax = 2000

// unanswered returns the first required question without an answer. none reports whether the person
// stated that they have no blockers, which answers that question.
func unanswered(c *call.Call, s sales.Standup, none bool) string {
	for _, q := range c.Desk.Cards.Questions() {
		if q.Required && s.Answer(q.ID) == "" && !(none && q.ID == sales.AskBlockers) {
			return q.ID
		}
	}
	return ""
}

// keep checks an answer and stores it. unknown are the names in it that match nobody.
func keep(c *call.Call, s sales.Standup, unknown []string) (chat.Reply, error) {
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
	switch id := unanswered(c, s, none); {
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
	return put(c, s, unknown)
}

// put stores an answer, updates the posts that depend on it, and repeats it.
func put(c *call.Call, s sales.Standup, unknown []string) (chat.Reply, error) {
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
	edit := []chat.Button{{Label: c.Words.Plain("common.edit"), Action: "standup", Value: string(s.On)}}
	if s.Skipped {
		edit[0].Label = c.Words.Plain("standup.fill")
		return c.Done(text, edit...), nil
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
	if here, err := shownHere(c, s.On); err != nil {
		return chat.Reply{}, err
	} else if here {
		text, edit = "", nil
	}
	if len(unknown) > 0 {
		text = chat.Join("\n", text, c.Words.Say("standup.help_unknown", "Names", unknown))
	}
	return c.Done(chat.Join("\n", c.Words.Say(thanks, "Date", c.Words.Day(string(s.On))), text), edit...), nil
}

// shownHere reports whether the question of a day stands where the person answers. It turns
// into the answer, which is not shown a second time then.
func shownHere(c *call.Call, on calendar.Date) (bool, error) {
	post, asked, err := store.PostByKey(c.Read, cards.PromptKey(on, c.Me.ID))
	return asked && post.TS != "" && post.Sent != "" && post.Sent == c.Req.Where.Channel, err
}

// showUndone updates the posts that depend on an answer, after an undo.
func showUndone(d *desk.Desk, tx *store.Tx, ch store.RecordChange) error {
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
