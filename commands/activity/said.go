package activity

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/commands/phrase/talk"
	"dealdesk/sales"
	"dealdesk/store"
)

// A contact told in plain words is saved at once only if the strict reading of the line agrees. Otherwise
// it is proposed: a card says what was understood, and its author saves, changes or discards it.

// said logs or proposes what a line in plain words tells. The answer is Unknown if it tells of no contact.
func said(c *call.Call) (chat.Reply, error) {
	if c.Req.Value == bothOf {
		return keepEach(c)
	}
	if c.Req.Kind == chat.Edit {
		c.Req.Where.Channel, c.Req.Where.Thread, c.Req.Where.TS = c.Req.About.Channel, c.Req.About.Thread, c.Req.About.TS
	}
	was, logged, err := store.ActivityFrom(c.Read, c.Source())
	if err != nil || logged && overtaken(c, was) {
		return chat.Reply{}, err
	}
	o, err := saidOptions(c, typedAt(c, was))
	if err != nil {
		return chat.Reply{}, err
	}
	here, inRoom, err := c.DealHere()
	if err != nil {
		return chat.Reply{}, err
	}
	o.Here = inRoom
	s, ok, err := phrase.ReadSaid(c.Req.Args, o)
	if ok && err == nil && !c.Req.Unasked {
		if two, err := proposeTimed(c); err != nil || !two.Unknown {
			return two, err
		}
		err = askOfList(c)
	}
	if err != nil {
		return chat.Reply{}, err
	}
	if !ok || inRoom && s.Spot.End == 0 && !s.Done && !s.Planned && !s.Tried { // said about nobody, and perhaps to somebody else
		return chat.Reply{Unknown: true}, nil
	}
	if s.Kind == string(sales.Complaint) && talk.NoComplaint(c.Req.Args) ||
		s.Kind == string(sales.Email) && talk.Unsent(c.Req.Args) {
		s = s.AsNote(c.Req.Args)
	}
	if by, err := byColleague(c); err != nil {
		return chat.Reply{}, err
	} else if by && !s.Planned {
		s = s.AsNote(c.Req.Args)
	}
	if len(s.Others) > 0 && s.Done && saidTwo(c) {
		return log(c)
	}
	s.Certain = s.Certain || inRoom && s.Spot.End == 0 // the room says which deal
	a := saidActivity(c, s)
	a, after, err := afterLast(c, a, s, here)
	if err == nil && after == "" {
		a, err = aimSaid(c, a, s, here)
	}
	if err == nil && s.Moved {
		a.Next.What, err = stepMoved(c, a)
	}
	if err == nil && a.Amount.Currency != "" {
		a.Amount, err = saidAmount(c, a, o)
	}
	if err != nil {
		return chat.Reply{}, err
	}
	if c.Req.Unasked && (!s.Done || s.Minutes == 0 && s.Next == "") {
		return chat.Reply{Unknown: true}, nil
	}
	if !c.Req.Unasked && agrees(c, s, a) {
		return log(c)
	}
	if c.Req.Value != "" && s.Done && s.Minutes > 0 && s.Shorter == 0 &&
		s.Kind != "" && !s.Tried && !s.Planned && len(s.Others) == 0 && !logged {
		return keepActivity(c, a) // who it was with was all there was to ask
	}
	if len(s.Each) > 1 && c.Req.Value == "" {
		return chat.Reply{}, askOfEach(c, a, s.Each)
	}
	if logged {
		a.ID, a.At, a.Edited = was.ID, was.At, c.Req.About.Edited.UTC()
	}
	return propose(c, a, s, after)
}

// stepMoved is the step of the deal that was put off, in its own words if it names what was said.
func stepMoved(c *call.Call, a sales.Activity) (string, error) {
	if a.Deal == "" {
		return a.Next.What, nil
	}
	d, err := c.DealByID(a.Deal)
	if strings.Contains(sales.FoldFull(d.Next.What), sales.FoldFull(a.Next.What)) {
		return d.Next.What, err
	}
	return a.Next.What, err
}

func saidOptions(c *call.Call, now time.Time) (o phrase.SaidOptions, err error) {
	o = phrase.SaidOptions{Now: now, Work: c.Work(), Kinds: c.Desk.Cards.Company.Words}
	if o.Currency, err = c.CurrencyOf(sales.Deal{}); err == nil {
		o.Spots, err = call.Spots(c)
	}
	return o, err
}

// saidAmount is the amount in the currency of the deal, where the line names none.
func saidAmount(c *call.Call, a sales.Activity, o phrase.SaidOptions) (sales.Money, error) {
	d := sales.Deal{Team: a.Team}
	var err error
	if a.Deal != "" {
		if d, err = c.DealByID(a.Deal); err != nil {
			return a.Amount, err
		}
	}
	if o.Currency, err = c.CurrencyOf(d); err != nil {
		return a.Amount, err
	}
	s, _, err := phrase.ReadSaid(c.Req.Args, o)
	if err != nil || s.Amount == nil {
		return a.Amount, err
	}
	return *s.Amount, nil
}

// saidActivity is what was told as an activity of nobody yet.
func saidActivity(c *call.Call, s phrase.Said) sales.Activity {
	a := activityOf(c, s.Log, c.Req.At)
	switch {
	case s.Tried:
		a.Kind = sales.Attempt
	case s.Planned:
		a.Kind, a.Note = sales.Note, strings.Join(s.Further, "\n")
	}
	return a
}

// aimSaid sets the customer, and the deal if there is one, or asks for it.
func aimSaid(c *call.Call, a sales.Activity, s phrase.Said, here sales.Deal) (sales.Activity, error) {
	switch {
	case strings.HasSuffix(c.Req.Value, noDealOf):
		return aimAt(c, a, strings.TrimSuffix(c.Req.Value, noDealOf))
	case c.Req.Value != "":
		return aim(c, a, "", here, false)
	case sales.KindOf(s.Spot.ID) == sales.KindDeal:
		return aimAt(c, a, s.Spot.ID)
	case s.Spot.ID != "" && s.Spot.ID != here.Account:
		account, err := c.AccountByID(s.Spot.ID)
		if err != nil {
			return a, err
		}
		return aimAtDealOf(c, a, account)
	case here.ID != "":
		return aimAt(c, a, here.ID)
	case len(s.Spot.Fits) > 0:
		which := &call.Choice{Text: c.Words.Say("account.which", "Name", s.About), Rest: c.Req.Args}
		for _, m := range s.Spot.Fits {
			which.Options = append(which.Options, chat.Option{Label: m.ID + " " + m.Name, Value: m.ID})
		}
		if name := newName(c); strings.Contains(name, s.About) {
			which.Create = name
		}
		return a, which
	case s.Planned:
		deals, err := c.LikelyDeals()
		if err == nil && len(deals) > 0 {
			err = c.AskWhichDeal(c.Words.Say("log.which_plan"), c.Req.Args, deals)
		}
		return a, cmp.Or(err, error(sales.No("log.nobody")))
	}
	return a, whichForLog(c, newName(c))
}

// afterLast sets the customer and the deal of a next step that names nobody to those of the contact that was logged
// just before it here, and says so; after is "" if there is none.
func afterLast(c *call.Call, a sales.Activity, s phrase.Said, here sales.Deal) (_ sales.Activity, after chat.Safe, err error) {
	id, same := call.LastSaved(c)
	if !s.Planned || s.Spot.End > 0 || here.ID != "" || c.Req.Value != "" || id == "" || !same {
		return a, "", nil
	}
	last, err := ownActivity(c, id)
	if _, gone := sales.AsProblem(err); gone {
		return a, "", nil
	}
	a.Deal, a.Account, a.Team = last.Deal, last.Account, last.Team
	return a, c.Words.Say("log.after_last"), err
}

// newName is a customer that the line may name and nobody knows yet, "" if there is none.
func newName(c *call.Call) string { return phrase.NewName(c.Req.Args, c.Desk.Cards.Company.Words) }

// agrees reports whether the strict reading of a line is certain and says the same.
func agrees(c *call.Call, s phrase.Said, a sales.Activity) bool {
	if s.Tried || s.Planned || len(s.Further) > 0 || strings.Contains(s.Next, ". ") || len(s.Others) > 0 ||
		s.Shorter > 0 || !s.Certain || a.Minutes == 0 || !s.Done || s.Kind == "" ||
		phrase.SaidDoubtfully(s.Note) || c.Req.Value != "" {
		return false
	}
	if colleagues, err := call.Colleagues(c, a.Note); err != nil || len(colleagues) > 0 { // perhaps it was theirs
		return false
	}
	strict, second, err := readActivity(c, c.Req.At)
	if err != nil || second != nil {
		return false
	}
	return strict.Kind == a.Kind && strict.Account == a.Account && strict.Deal == a.Deal && strict.Minutes == a.Minutes && strict.On == a.On &&
		strict.Next == a.Next && sales.FoldFull(strict.Note) == sales.FoldFull(a.Note) && strict.Amount == a.Amount && strict.Intent == a.Intent
}

// saidTwo reports whether the strict reading of a line finds two contacts for certain, or asks about them.
func saidTwo(c *call.Call) bool {
	if c.Req.Value != "" || talk.OfBoth(c.Req.Args) {
		return false
	}
	_, second, err := readActivity(c, c.Req.At)
	return err == nil && second != nil
}

// propose shows what was understood, and what else there is to tell about it. It waits as a draft.
func propose(c *call.Call, a sales.Activity, s phrase.Said, also chat.Safe) (chat.Reply, error) {
	if err := checkActivity(c, a); err != nil {
		return chat.Reply{}, err
	}
	account, deal, err := logsOn(c, a)
	if err != nil {
		return chat.Reply{}, err
	}
	words := "log.understood"
	if s.Planned {
		words = "log.understood_plan"
	}
	told := a
	if s.Shorter > 0 { // which is asked
		told.Minutes = 0
	}
	text, err := logEcho(c, told, deal, account, words, also)
	if err != nil {
		return chat.Reply{}, err
	}
	if len(s.Further) > 0 {
		text = chat.Join("\n", text, c.Words.Say("log.further"))
	}
	draft, err := keepRead(c, a)
	if err != nil {
		return chat.Reply{}, err
	}
	buttons := []chat.Button{
		{Label: c.Words.Plain("common.save"), Action: "log keep", Value: draft, Style: chat.Primary},
		{Label: c.Words.Plain("button.edit"), Action: "log draft", Value: draft},
		{Label: c.Words.Plain("button.discard"), Action: "discard", Value: draft},
	}
	if s.Shorter > 0 && s.Kind != "" {
		text = chat.Join("\n", text, c.Words.Say("log.which_length"))
		for i, n := range []int{s.Shorter, a.Minutes} {
			b := chat.Button{Label: c.Words.Minutes(n), Action: "log keep", Value: fmt.Sprintf("%s/%d", draft, n)}
			buttons = slices.Insert(buttons, i, b)
		}
		buttons = slices.Delete(buttons, 2, 3)
	}
	if s.Kind == "" && !s.Planned && !s.Tried {
		text = chat.Join("\n", text, c.Words.Say("log.which_kind"))
		buttons = append(kindButtons(c, draft), buttons[1:]...)
	}
	return chat.Say(text, chat.Para(text), chat.Block{Buttons: buttons}), nil
}

// draftForm opens the form of a proposed activity, or keeps what was changed in it.
func draftForm(c *call.Call) (chat.Reply, error) {
	draft, a, err := proposed(c, c.Req.Value)
	if err != nil {
		return chat.Reply{}, err
	}
	if c.Req.Kind != chat.Submit {
		return openForm(c, a, "log draft", draft.ID, about(a))
	}
	if a, err = refilled(c, a); err != nil {
		return chat.Reply{}, err
	}
	if _, err := c.TakeDraft(draft.ID); err != nil {
		return chat.Reply{}, err
	}
	return keepDrafted(c, a)
}

func about(a sales.Activity) string {
	if a.Deal != "" {
		return a.Deal
	}
	return a.Account
}

// proposed returns a proposal that still waits.
func proposed(c *call.Call, id string) (chat.Draft, sales.Activity, error) {
	draft, err := call.Draft(c, id)
	var a sales.Activity
	if _, gone := sales.AsProblem(err); gone || err == nil && (draft.Route != "log keep" || json.Unmarshal([]byte(draft.Args), &a) != nil) {
		err = sales.No("log.answered")
	}
	return draft, a, err
}
