package activity

import (
	"cmp"
	"strings"
	"time"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/desk/cards"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/store"
)

// putActivity stores a new activity, or a new version of was, and repeats what was understood.
func putActivity(c *call.Call, was, a sales.Activity, words string) (chat.Reply, error) {
	text, err := put(c, was, a, words)
	if err != nil {
		return chat.Reply{}, err
	}
	if onlyPlans(was, a) {
		return plannedOnly(c, a, text), nil
	}
	call.Saved(c, a.ID)
	return c.Done(text, chat.Button{Label: c.Words.Plain("button.edit"), Action: "log edit", Value: a.ID}), nil
}

// onlyPlans reports whether a new activity tells of nothing but a next step. The step is kept and no note, which
// would be empty.
func onlyPlans(was, a sales.Activity) bool {
	return was.ID == "" && a.Kind == sales.Note && a.Note == "" && !a.Next.Missing() && a.Minutes == 0 && a.Amount.Zero() && a.Intent == 0
}

// plannedOnly answers that a next step was kept.
func plannedOnly(c *call.Call, a sales.Activity, text chat.Safe) chat.Reply {
	if a.Deal == "" {
		return c.Done(text)
	}
	return c.Done(text, chat.Button{Label: c.Words.Plain("button.edit"), Action: "deal next", Value: a.Deal})
}

// put stores an activity and returns what to say about it.
func put(c *call.Call, was, a sales.Activity, words string) (chat.Safe, error) {
	account, deal, err := logsOn(c, a)
	if err != nil {
		return "", err
	}
	a, sets, told, err := stepOf(c, was, a, deal)
	if err != nil {
		return "", err
	}
	if a.Waited, err = waited(c, was, a, deal); err != nil {
		return "", err
	}
	if onlyPlans(was, a) {
		words = "log.planned"
	} else if err := store.Activities.Put(c.Tx, a); err != nil {
		return "", err
	}
	moves := a
	if !sets {
		moves.Next = sales.NextStep{}
	}
	before := account.Next
	if a.Deal == "" {
		if err := store.Accounts.Put(c.Tx, account.After(moves)); err != nil {
			return "", err
		}
	} else {
		planned := deal.After(moves)
		if err := store.Deals.Put(c.Tx, planned); err != nil {
			return "", err
		}
		say := func(p lang.Printer) (chat.Message, error) { return cards.Activity(c.Read, p, a) }
		if !onlyPlans(was, a) {
			if err := c.Desk.PostInRoom(c.Tx, planned, a.ID, say); err != nil {
				return "", err
			}
		}
		if err := c.Desk.PostStep(c.Tx, deal, planned); err != nil {
			return "", err
		}
		before, deal = deal.Next, planned
	}
	early, err := beforeDeal(c, a, deal)
	if err != nil {
		return "", err
	}
	return logEcho(c, moves, deal, account, words, chat.Join("\n", replaced(c, before, moves), told, early))
}

// waited is how long the deal waited for a as its first contact. An edit of the first contact is still the first.
func waited(c *call.Call, was, a sales.Activity, d sales.Deal) (sales.Waited, error) {
	if was.Waited.Set && was.Deal == a.Deal {
		d.Contacted = time.Time{}
	}
	if d.ID == "" || !d.Contacted.IsZero() {
		return sales.Waited{}, nil
	}
	team, _, err := store.Teams.Get(c.Read, d.Team)
	return a.Answers(d, c.Desk.Cards.Worktime(sales.Person{}, team)), err
}

// beforeDeal says so if a contact is dated before its deal was opened: no stage counts it.
func beforeDeal(c *call.Call, a sales.Activity, d sales.Deal) (chat.Safe, error) {
	if d.ID == "" || !a.Kind.Contact() {
		return "", nil
	}
	before, err := c.Desk.Cards.BeforeDeal(c.Read, a, d)
	if err != nil || !before {
		return "", err
	}
	return c.Words.Say("log.before_deal", "ID", d.ID, "Opened", d.Opened(c.Zone)), nil
}

// stepOf returns the activity with the next step that it may have, whether that step becomes the
// deal's, and what to tell the author if it does not. Whoever may not set the next step may still log;
// theirs is kept as words. An edit that leaves the step as it was sets nothing: a newer one may stand.
func stepOf(c *call.Call, was, a sales.Activity, d sales.Deal) (_ sales.Activity, sets bool, told chat.Safe, err error) {
	if d.ID == "" || a.Next.Missing() {
		return a, true, "", nil
	}
	if was.Deal == a.Deal && was.Next == a.Next {
		if d.Next != a.Next {
			told = c.Words.Say("log.step_stands", "ID", d.ID, "Next", cards.Next(c.Words, d.Next))
		}
		return a, d.Next == a.Next, told, nil
	}
	err = call.MayDeal(c, sales.Edit, d)
	if _, no := sales.AsProblem(err); !no {
		return a, true, "", err
	}
	owner, err := cards.PersonName(c.Read, d.Owner)
	if err != nil {
		return a, false, "", err
	}
	step := strings.TrimSpace(strings.Join([]string{a.Next.What, string(a.Next.Due), a.Next.Clock}, " "))
	a.Note = strings.TrimSpace(a.Note + "\n" + c.Words.Plain("log.step_proposed", "Step", step))
	a.Next = sales.NextStep{}
	told = c.Words.Say("log.step_kept", "ID", d.ID, "Owner", owner, "Next", cards.Next(c.Words, d.Next), "Step", step)
	return a, false, told, checkActivity(c, a)
}

// handedOver reports whether the deal of an activity was given to somebody else after the author had
// logged it, so that the author may no longer change the deal.
func handedOver(c *call.Call, was sales.Activity) (sales.Deal, bool, error) {
	if was.Deal == "" {
		return sales.Deal{}, false, nil
	}
	d, err := store.Deals.Find(c.Read, was.Deal)
	if err != nil {
		return d, false, err
	}
	err = call.MayDeal(c, sales.Edit, d)
	if _, no := sales.AsProblem(err); !no {
		return d, false, err
	}
	for e, err := range store.LatestEventsOf(c.Read, d.ID, call.ListLimit) {
		if err != nil || e.At.Before(was.At) {
			return d, false, err
		}
		if e.Kind == sales.Given {
			return d, true, nil
		}
	}
	return d, false, nil
}

// rewordActivity changes the words and the minutes of an activity whose deal was handed over, and
// nothing else.
func rewordActivity(c *call.Call, was, a sales.Activity, d sales.Deal) (chat.Reply, error) {
	owner, err := cards.PersonName(c.Read, d.Owner)
	if err != nil {
		return chat.Reply{}, err
	}
	text := c.Words.Say("log.only_words", "ID", d.ID, "Owner", owner, "Next", cards.Next(c.Words, d.Next))
	reworded := was
	reworded.Note, reworded.Minutes, reworded.Edited, reworded.Team = a.Note, a.Minutes, a.Edited, d.Team
	if err := checkActivity(c, reworded); err != nil {
		return chat.Reply{}, err
	}
	reply, err := putActivity(c, was, reworded, "log.changed")
	if err != nil {
		return chat.Reply{}, err
	}
	return call.Remark(reply, text), nil
}

// replaced says which step with a day an activity has replaced by one without.
func replaced(c *call.Call, before sales.NextStep, a sales.Activity) chat.Safe {
	if before.Due == "" || a.Next.What == "" || a.Next.Due != "" {
		return ""
	}
	return c.Words.Say("log.replaced", "Was", cards.Next(c.Words, before), "About", cmp.Or(a.Deal, a.Account), "Next", a.Next.What)
}

// logEcho repeats what was understood, so that a misreading shows at once.
func logEcho(c *call.Call, a sales.Activity, d sales.Deal, account sales.Account, words string, told chat.Safe) (chat.Safe, error) {
	with := chat.Join(" ", chat.Escape(account.ID), chat.EscapeLine(account.Name))
	if d.ID != "" {
		var err error
		if with, err = c.Desk.Cards.DealTitle(c.Read, d); err != nil {
			return "", err
		}
	}
	return chat.Join("\n", c.Words.Say(words, "What", cards.ActivityLine(c.Words, a), "With", with), cards.ActivityRest(c.Words, a),
		c.OnDayOff(a.Next.Due), told), nil
}
