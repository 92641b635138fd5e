package activity

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/commands/phrase/talk"
	"dealdesk/desk/cards"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// What was understood or saved is put right by words: "no, 30 minutes", 不是电话，是拜访.

// told is what words say to be different in a contact, or to be told besides.
type told struct {
	is    sales.Activity
	named int  // how many things they name
	sure  bool // the words can mean nothing else
}

// amend changes a proposed activity by what was said about it, and proposes it again: "no, 30 minutes". The answer
// is Unknown if the words name nothing that could be different.
func amend(c *call.Call) (chat.Reply, error) {
	draft, a, err := proposed(c, c.Req.Value)
	if err != nil {
		return chat.Reply{}, err
	}
	words := c.Req.Args
	if talk.AsksAnything(words) || phrase.Asks(words) { // and says nothing of this contact
		return chat.Reply{Unknown: true}, nil
	}
	c.Req.Value = ""
	c.Req.About.Channel, c.Req.About.TS, _ = strings.Cut(draft.Source, ":")
	t, err := retold(c, a, words)
	if err == nil && t.named == 0 {
		t, err = withStep(c, a, words)
	}
	if err != nil {
		return chat.Reply{}, err
	}
	if t.named == 0 || t.is == a {
		return chat.Reply{Unknown: true}, nil
	}
	if _, err := c.TakeDraft(draft.ID); err != nil {
		return chat.Reply{}, err
	}
	s := phrase.Said{Planned: onlyStep(t.is), Tried: t.is.Kind == sales.Attempt}
	if !s.Planned {
		s.Kind = string(t.is.Kind)
	}
	return propose(c, t.is, s, "")
}

// retold is a contact as words correct it, or with what they add to its note.
func retold(c *call.Call, was sales.Activity, words string) (told, error) {
	if rest := talk.Besides(words); rest != "" && rest != strings.TrimSpace(words) { // "and it was 45 minutes" is no note
		if said, ok := readCorrection(c, rest); ok && !said.Bare {
			if t, err := rightly(c, was, said); err == nil && t.named > 0 {
				t.sure = said.Sure
				return t, nil
			}
		}
	}
	if more, sure, ok := talk.ReadAddition(words); ok {
		t, err := withMore(c, was, more, sure)
		if err != nil || t.named > 0 {
			return t, err
		}
	}
	said, ok := readCorrection(c, words)
	if !ok {
		return told{is: was}, nil
	}
	t, err := rightly(c, was, said)
	if said.Bare && t.named != 1 { // "no calls today" tells of something else
		return told{is: was}, nil
	}
	t.sure = said.Sure
	return t, err
}

// readCorrection reads words that correct a contact: those that say so, or nothing but a length or a day that is past.
func readCorrection(c *call.Call, words string) (talk.Correction, bool) {
	if said, ok := talk.ReadCorrection(words); ok {
		return said, true
	}
	if answer, rest := phrase.ReadAnswer(words); answer == phrase.Corrects && rest != "" {
		return talk.Correction{Right: rest}, true
	}
	words = strings.TrimRight(words, " .!。！的")
	if _, bare := strconv.Atoi(words); bare == nil || utf8.RuneCountInString(words) > longestValue {
		return talk.Correction{}, false
	}
	_, length := phrase.Duration(words)
	day, on := phrase.When(words, c.Req.At, c.Work())
	if length == nil || on == nil && day.Clock == "" && day.Date <= c.Today {
		return talk.Correction{Right: words}, true
	}
	return talk.Correction{}, false
}

// longestValue is how many characters a length or a day in words has at most.
const longestValue = 40

// withMore is a contact with more in its note, unless the words tell of another customer or of another contact.
func withMore(c *call.Call, was sales.Activity, more string, sure bool) (told, error) {
	o, err := saidOptions(c, was.At.In(c.Zone))
	if err != nil {
		return told{is: was}, err
	}
	o.Here = true
	s, ok, err := phrase.ReadSaid(more, o)
	if _, no := sales.AsProblem(err); err != nil && !no {
		return told{is: was}, err
	}
	if s.Spot.ID != "" && s.Spot.ID != was.Account && s.Spot.ID != was.Deal || len(s.Others) > 0 ||
		!sure && ok && (s.Planned || s.Tried || s.Minutes > 0) {
		return told{is: was}, nil
	}
	is := was
	is.Note = phrase.JoinNote(was.Note, more)
	return told{is: is, named: 1, sure: sure}, nil
}

// withStep is a contact with the next step that words tell, if they tell nothing else. A plan that names a customer is
// a line of its own.
func withStep(c *call.Call, was sales.Activity, words string) (told, error) {
	o, err := saidOptions(c, c.Req.At)
	if err != nil {
		return told{is: was}, err
	}
	o.Here = true
	s, ok, err := phrase.ReadSaid(words, o)
	if err != nil || !ok || !s.Planned || s.Note != "" || len(s.Others)+len(s.Further) > 0 || s.Spot.End > 0 {
		return told{is: was}, err
	}
	is := was
	is.Next = activityOf(c, s.Log, c.Req.At).Next
	return told{is: is, named: 1}, nil
}

// onlyStep reports whether an activity that is not kept yet tells of nothing but a next step.
func onlyStep(a sales.Activity) bool { return a.Kind == sales.Note && a.Note == "" }

// amended is an activity with what words say to be different, and how many things they name. Words that say more
// than that name none.
func amended(c *call.Call, a sales.Activity, words string) (_ sales.Activity, s phrase.Said, named int, err error) {
	o, err := saidOptions(c, a.At.In(c.Zone))
	if err != nil {
		return a, s, 0, err
	}
	o.Here = true
	if s, _, err = phrase.ReadSaid(words, o); err != nil {
		return a, s, 0, err
	}
	plain := s.Note == "" && !s.Planned && !s.Tried && len(s.Others) == 0
	day, rest := phrase.CutDay(words, o.Now, o.Work)
	kind := phrase.KindAlone(words, o.Kinds)
	switch {
	case kind != "" && !onlyStep(a):
		a.Kind, named = sales.ActivityKind(kind), 1
	case onlyStep(a):
		if m, err := phrase.When(words, o.Now, o.Work); err == nil {
			a.Next.Due, a.Next.Clock, named = m.Date, m.Clock, 1
		}
	case plain:
		if s.Kind != "" {
			a.Kind, named = sales.ActivityKind(s.Kind), named+1
		}
		if s.Minutes > 0 && a.Kind != sales.Note {
			a.Minutes, named = s.Minutes, named+1
		}
		if s.On != nil {
			a.On, named = s.On.Date, named+1
		}
	}
	if named == 0 && !onlyStep(a) && day != nil && strings.Trim(rest, " .。!！") == "" {
		a.On, named = day.Date, 1
	}
	if s.Spot.End > 0 && (onlyStep(a) || plain) {
		named++
		a.Deal, a.Account = "", ""
		a, err = aimSaid(c, a, s, sales.Deal{})
	}
	return a, s, named, err
}

// correct changes the contact that was saved last by what is said about it right after: "no, it was 45 minutes".
// What is certainly meant so and not clear is asked about. The answer is Unknown for all other words.
func correct(c *call.Call) (chat.Reply, error) {
	unknown := chat.Reply{Unknown: true}
	id, same := call.LastSaved(c)
	if id == "" {
		return unknown, nil
	}
	was, err := ownActivity(c, id)
	if _, gone := sales.AsProblem(err); gone {
		return unknown, nil
	}
	here, _, of := c.DealHere()
	if err = errors.Join(err, of); err != nil {
		return chat.Reply{}, err
	}
	if !c.Req.Where.Direct && !same && here.ID != was.Deal {
		return unknown, nil
	}
	c.Req.About.Channel, c.Req.About.TS, _ = strings.Cut(was.Source, ":")
	t, err := retold(c, was, c.Req.Args)
	a, named := t.is, t.named
	var which *call.Choice
	switch {
	case errors.As(err, &which) && len(which.Options) > 0:
		return askWhose(c, a, which)
	case err != nil && !errors.As(err, &which):
		return chat.Reply{}, err
	case named == 0 && !t.sure:
		return unknown, nil
	case named == 0 || a == was:
		return askWrong(c, was, "log.what_else")
	case a.Account != was.Account && !was.Next.Missing(): // the step would stay where it is
		return askWrong(c, was, "log.send_again")
	}
	return changeActivity(c, was, a)
}

// correctWhich asks which of their latest contacts somebody corrects, where it is not the last thing that they did. The
// answer is Unknown if the words certainly correct none.
func correctWhich(c *call.Call) (chat.Reply, error) {
	mine, err := latestOwn(c)
	if err != nil || !c.Req.Where.Direct {
		return chat.Reply{Unknown: true}, err
	}
	mine = slices.DeleteFunc(mine, func(a sales.Activity) bool {
		return !call.Soon(c, a.At) || !strings.HasPrefix(a.Source, c.Req.Where.Channel+":")
	})
	var buttons []chat.Button
	for _, a := range mine {
		t, err := retold(c, a, c.Req.Args)
		var which *call.Choice
		if err != nil && !errors.As(err, &which) {
			return chat.Reply{}, err
		}
		if err != nil || t.named == 0 || !t.sure || t.is == a || len(buttons) == call.ChoiceLimit {
			continue
		}
		draft, err := keepRead(c, t.is)
		if err != nil {
			return chat.Reply{}, err
		}
		account, _, err := store.Accounts.Get(c.Read, a.Account)
		if err != nil {
			return chat.Reply{}, err
		}
		label := chat.Join(" · ", chat.EscapeLine(account.Name), cards.ActivityLine(c.Words, a))
		buttons = append(buttons, chat.Button{Label: lang.Unmark(label), Action: "log keep", Value: draft})
	}
	if len(buttons) == 0 {
		return nothingJust(c)
	}
	return c.Answer(c.Words.Say("log.which_to_change"), chat.Block{Buttons: buttons}), nil
}

// nothingJust says that nothing was just logged that words could correct. The answer is Unknown if they are none that
// correct.
func nothingJust(c *call.Call) (chat.Reply, error) {
	t, err := retold(c, sales.Activity{Kind: sales.Call, By: c.Me.ID, On: c.Today, At: c.Req.At, Minutes: 1}, c.Req.Args)
	if _, no := sales.AsProblem(err); no || err == nil && (t.named == 0 || !t.sure) {
		return chat.Reply{Unknown: true}, nil
	}
	var which *call.Choice
	if err != nil && !errors.As(err, &which) {
		return chat.Reply{}, err
	}
	return c.Answer(c.Words.Say("log.nothing_just")), nil
}

// latestOwn are the person's contacts of this week, the one logged last first.
func latestOwn(c *call.Call) (mine []sales.Activity, err error) {
	for day := c.Today.AddDays(-6); day <= c.Today; day = day.AddDays(1) {
		of, err := store.Collect(store.ActivitiesOn(c.Read, day, c.Me.ID))
		if err != nil {
			return nil, err
		}
		mine = append(mine, of...)
	}
	slices.SortStableFunc(mine, func(a, b sales.Activity) int { return b.At.Compare(a.At) })
	return mine, nil
}

// rightly is what was saved as it should be; nothing is named where what it was not is something else than it is, or
// where both may be meant.
func rightly(c *call.Call, was sales.Activity, said talk.Correction) (t told, err error) {
	t.is = was
	if said.Intent > 0 && !onlyStep(was) {
		t.is.Intent, t.named = said.Intent, 1
		return t, nil
	}
	if said.Right == "" {
		return t, nil
	}
	if said.Wrong != "" {
		is, s, named, err := amended(c, was, inMinutes(was, said.Wrong))
		var which *call.Choice
		if err != nil && !errors.As(err, &which) {
			return t, err
		}
		if named == 0 || which == nil && is != was || which != nil && s.Spot.ID != was.Account {
			return t, nil
		}
	}
	a, _, named, err := amended(c, was, inMinutes(was, said.Right))
	twoDays := a.On != was.On && was.Next.Due != "" && !slices.Contains([]calendar.Date{c.Today, c.Today.AddDays(-1)}, a.On)
	if named > 2 || twoDays {
		return t, nil
	}
	return told{is: a, named: named}, err
}

// inMinutes is a mere number in minutes, where the contact has no other number that it may be.
func inMinutes(a sales.Activity, text string) string {
	if _, err := strconv.Atoi(text); err == nil && a.Amount.Zero() && a.Intent == 0 {
		text += " min"
	}
	return text
}

// askWhose asks which deal of a customer the contact was about. Each answer is the corrected contact.
func askWhose(c *call.Call, a sales.Activity, which *call.Choice) (chat.Reply, error) {
	var buttons []chat.Button
	for _, o := range which.Options {
		is, err := aimAt(c, a, strings.TrimSuffix(o.Value, noDealOf))
		if err != nil {
			return chat.Reply{}, err
		}
		draft, err := keepRead(c, is)
		if err != nil {
			return chat.Reply{}, err
		}
		buttons = append(buttons, chat.Button{Label: o.Label, Action: "log keep", Value: draft})
	}
	return c.Answer(which.Text, chat.Block{Buttons: buttons}), nil
}

// askWrong asks what was wrong with a contact, which stays as it is.
func askWrong(c *call.Call, a sales.Activity, question string) (chat.Reply, error) {
	title, err := call.TitleOf(c, about(a))
	if err != nil {
		return chat.Reply{}, err
	}
	call.Saved(c, a.ID)
	text := c.Words.Say(question, "What", cards.ActivityLine(c.Words, a), "With", title)
	return c.Answer(text, chat.Block{Buttons: []chat.Button{
		{Label: c.Words.Plain("button.edit"), Action: "log edit", Value: a.ID},
		{Label: c.Words.Plain("button.remove"), Action: "log remove", Value: a.ID},
	}}), nil
}
