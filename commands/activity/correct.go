package activity

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/commands/phrase/talk"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
)

// What was understood or saved is put right by words: "no, 30 minutes", 不是电话，是拜访.

// amend changes a proposed activity by what was said about it, and proposes it again: "no, 30 minutes". The answer
// is Unknown if the words name nothing that could be different.
func amend(c *call.Call) (chat.Reply, error) {
	draft, a, err := proposed(c, c.Req.Value)
	if err != nil {
		return chat.Reply{}, err
	}
	c.Req.Value = ""
	c.Req.About.Channel, c.Req.About.TS, _ = strings.Cut(draft.Source, ":")
	is, s, named, err := amended(c, a, c.Req.Args)
	if err != nil {
		return chat.Reply{}, err
	}
	if named == 0 || is == a {
		return chat.Reply{Unknown: true}, nil
	}
	if _, err := c.TakeDraft(draft.ID); err != nil {
		return chat.Reply{}, err
	}
	s.Planned, s.Tried = onlyStep(a), is.Kind == sales.Attempt
	if !s.Planned {
		s.Kind = string(is.Kind)
	}
	return propose(c, is, s)
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
	said, ok := talk.ReadCorrection(c.Req.Args)
	id, same := call.LastSaved(c)
	if !ok || id == "" {
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
	a, named, err := rightly(c, was, said)
	var which *call.Choice
	switch {
	case errors.As(err, &which) && len(which.Options) > 0:
		return askWhose(c, a, which)
	case err != nil && !errors.As(err, &which):
		return chat.Reply{}, err
	case named == 0 && !said.Sure:
		return unknown, nil
	case named == 0 || a == was:
		return askWrong(c, was, "log.what_else")
	case a.Account != was.Account && !was.Next.Missing(): // the step would stay where it is
		return askWrong(c, was, "log.send_again")
	}
	return changeActivity(c, was, a)
}

// rightly is what was saved as it should be, and how many things were named; none where what it was not is something
// else than it is, or where both may be meant.
func rightly(c *call.Call, was sales.Activity, said talk.Correction) (a sales.Activity, named int, err error) {
	if said.Right == "" {
		return was, 0, nil
	}
	if said.Wrong != "" {
		wrong := said.Wrong
		if _, err := strconv.Atoi(wrong); err == nil {
			wrong += " min"
		}
		is, s, named, err := amended(c, was, wrong)
		var which *call.Choice
		if err != nil && !errors.As(err, &which) {
			return was, 0, err
		}
		if named == 0 || which == nil && is != was || which != nil && s.Spot.ID != was.Account {
			return was, 0, nil
		}
	}
	right := said.Right
	if _, err := strconv.Atoi(right); err == nil && said.Wrong != "" {
		right += " min"
	}
	a, _, named, err = amended(c, was, right)
	twoDays := a.On != was.On && was.Next.Due != "" && !slices.Contains([]calendar.Date{c.Today, c.Today.AddDays(-1)}, a.On)
	if named > 2 || twoDays {
		return was, 0, nil
	}
	return a, named, err
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
