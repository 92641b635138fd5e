package cards

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"dealdesk/chat"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/store"
)

// Activity returns the message about a logged activity in the deal's room.
func Activity(r store.Reader, p lang.Printer, a sales.Activity) (chat.Message, error) {
	who, err := PersonName(r, a.By)
	if err != nil {
		return chat.Message{}, err
	}
	text := chat.Join("\n", p.Say("card.activity", "Who", who, "What", ActivityLine(p, a)), ActivityRest(p, a))
	return chat.Message{Text: text, Blocks: []chat.Block{chat.Para(text)}}, nil
}

// Edit is a change of an activity after it was logged, in words: who made it, what it said, and what it says.
type Edit struct {
	At   time.Time
	Text chat.Safe
}

// ActivityEdits returns the changes of an activity, the latest first. It omits those within UndoWindow of
// the logging, which correct slips, and what the activity said while it was about another deal (P13).
func ActivityEdits(r store.Reader, p lang.Printer, a sales.Activity) (all []Edit, err error) {
	said := func(a sales.Activity) chat.Safe { return chat.Join("\n", ActivityLine(p, a), ActivityRest(p, a)) }
	for touch, err := range store.History(r, store.Activities.Name, a.ID) {
		if err != nil {
			return nil, err
		}
		e, ch := touch.Entry, touch.Change
		if ch.Old == nil || ch.New == nil || e.At.Sub(a.At) <= sales.UndoWindow {
			continue
		}
		var was, is sales.Activity
		if err := errors.Join(json.Unmarshal(ch.Old, &was), json.Unmarshal(ch.New, &is)); err != nil {
			return nil, fmt.Errorf("decode %s: %w", a.ID, err)
		}
		if was.Deal != a.Deal || was.Account != a.Account || is.Deal != a.Deal || said(was) == said(is) {
			continue
		}
		who, err := PersonName(r, e.Actor)
		if err != nil {
			return nil, err
		}
		all = append(all, Edit{e.At, p.Say("card.activity_edited", "Who", who, "Was", said(was), "Is", said(is))})
	}
	return all, nil
}

// BeforeDeal reports whether an activity is dated before its deal was opened, in the calendar of its author.
func (m Maker) BeforeDeal(r store.Reader, a sales.Activity, d sales.Deal) (bool, error) {
	author, _, err := store.People.Get(r, a.By)
	if err != nil {
		return false, err
	}
	team, _, err := store.Teams.Get(r, author.Team)
	return a.Before(d, m.ZoneOf(author, team, "")), err
}

// ActivityLine returns the kind, the day and the length: "Call · Fri 20 Nov · 20 min".
func ActivityLine(p lang.Printer, a sales.Activity) chat.Safe {
	line := chat.Join(" · ", p.Say("kind."+string(a.Kind)), chat.Escape(p.Day(string(a.On))))
	if a.Minutes > 0 {
		line = chat.Join(" · ", line, chat.Escape(p.Minutes(a.Minutes)))
	}
	if a.Score > 0 {
		line = chat.Join(" · ", line, p.Say("card.score", "N", a.Score, "Max", sales.ScoreMax))
	}
	if a.Intent > 0 {
		line = chat.Join(" · ", line, p.Say("card.intent", "N", a.Intent))
	}
	return line
}

// ActivityRest returns the note, the amount named in it and the next step.
func ActivityRest(p lang.Printer, a sales.Activity) chat.Safe {
	rest := quote(a.Note)
	if !a.Amount.Zero() {
		rest = chat.Join("\n", rest, p.Say("card.named_amount", "Amount", p.Money(a.Amount)))
	}
	if !a.Next.Missing() {
		rest = chat.Join("\n", rest, p.Say("card.next", "Next", Next(p, a.Next)))
	}
	return rest
}

// quote formats text that a person wrote as a quotation.
func quote(text string) chat.Safe {
	if text == "" {
		return ""
	}
	return "> " + chat.Safe(strings.ReplaceAll(string(chat.Cut(chat.Escape(text), 1500)), "\n", "\n> "))
}
