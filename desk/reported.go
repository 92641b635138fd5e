package desk

import (
	"time"

	"dealdesk/chat"
	"dealdesk/desk/cards"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// PostOtherWeek tells the manager, or the director if the manager did it, of a win or loss that changes
// numbers which were already read: those of an earlier week or month, of a review or of a digest. It was
// entered late, or taken back, or entered again since. It takes the post back once it no longer holds.
func (desk *Desk) PostOtherWeek(tx *store.Tx, d sales.Deal) error {
	last, was, period, err := lastClose(tx, d.ID)
	if err != nil {
		return err
	}
	if was.ID == "" {
		if period, err = enteredLate(tx, last); err != nil {
			return err
		}
	}
	if last.ClosesLike(was) {
		period = ""
	}
	told := period == ""
	return desk.warnAbove(tx, d, "week", func(p lang.Printer, _ sales.Person) (chat.Safe, error) {
		if told {
			return "", nil
		}
		told = true
		return desk.restated(tx, p, d, last, was, period)
	})
}

// restated says what became of a win or loss that was already read.
func (desk *Desk) restated(tx *store.Tx, p lang.Printer, d sales.Deal, last, was sales.Event, period string) (chat.Safe, error) {
	who, err := cards.PersonName(tx, last.By)
	if err != nil {
		return "", err
	}
	title, err := desk.Cards.DealTitle(tx, d)
	if err != nil {
		return "", err
	}
	now, err := desk.resultOf(tx, p, last, was)
	if err != nil {
		return "", err
	}
	before, err := desk.resultOf(tx, p, was, last)
	if err != nil {
		return "", err
	}
	args := lang.Args{"Who": who, "Deal": title, "Period": p.Plain("restated." + period), "Result": now, "On": last.On}
	switch {
	case was.ID == "":
		return p.Say("restated.entered_"+string(last.Kind), args), nil
	case last.Kind == sales.Reopened:
		args["Result"], args["On"] = before, was.On
		return p.Say("restated.reopened_"+string(was.Kind), args), nil
	}
	args["Now"] = p.Say("restated.again_"+string(last.Kind), args)
	args["Result"], args["On"] = before, was.On
	return p.Say("restated.had_been_"+string(was.Kind), args), nil
}

// resultOf is what a win brought, or what was lost and why; it names the owner if the other one had
// another owner.
func (desk *Desk) resultOf(tx *store.Tx, p lang.Printer, e, other sales.Event) (chat.Safe, error) {
	parts := []chat.Safe{chat.Escape(cards.MoneyOr(p, e.Amount))}
	if e.Kind == sales.ClosedLost {
		parts = append(parts, chat.Escape(desk.Cards.LossOf(p, e)))
	}
	if e.ID != "" && other.ID != "" && e.Owner != other.Owner {
		owner, err := cards.PersonName(tx, e.Owner)
		if err != nil {
			return "", err
		}
		parts = append(parts, chat.EscapeLine(owner))
	}
	return chat.Join(" · ", parts...), nil
}

// lastClose returns the last win, loss or reopening of a deal, the last win or loss that was taken back
// after it had been read, and where that was: see readBefore.
func lastClose(tx *store.Tx, deal string) (last, was sales.Event, period string, err error) {
	for e, err := range store.LatestEventsOf(tx, deal, 0) {
		if err != nil {
			return last, was, "", err
		}
		closed := e.Kind == sales.ClosedWon || e.Kind == sales.ClosedLost
		if last.ID == "" && (closed || e.Kind == sales.Reopened) {
			last = e
		}
		if !closed || e.TakenBack == "" {
			continue
		}
		reopened, _, err := store.Events.Get(tx, e.TakenBack)
		if err == nil {
			period, err = readBefore(tx, e, reopened)
		}
		if err != nil || period != "" {
			return last, e, period, err
		}
	}
	return last, was, "", nil
}

// readBefore says what had reported a win or loss when it was taken back: the numbers of an earlier week or
// month, the review of its week, or a digest; "" if nothing had.
func readBefore(tx *store.Tx, e, reopened sales.Event) (string, error) {
	if period := sales.EarlierPeriod(e.On, reopened.On); period != "" {
		return period, nil
	}
	read, err := posted(tx, cards.ReviewKey(e.Team, calendar.Week(e.On)), e.At, reopened.At)
	if err != nil || read {
		return "review", err
	}
	for day := e.On.AddDays(1); day <= reopened.On; day = day.AddDays(1) {
		if read, err := posted(tx, cards.DigestKey(e.Team, day), e.At, reopened.At); err != nil || read {
			return "digest", err
		}
	}
	return "", nil
}

// enteredLate says which numbers a win or loss came too late for: those of an earlier week or month, or of
// the review of its week; "" if it was in time. The next digest has it in any case.
func enteredLate(tx *store.Tx, e sales.Event) (string, error) {
	if e.Told == "" {
		return "", nil
	}
	if period := sales.EarlierPeriod(e.On, e.Told); period != "" {
		return period, nil
	}
	read, err := posted(tx, cards.ReviewKey(e.Team, calendar.Week(e.On)), time.Time{}, e.At)
	if err != nil || read {
		return "review", err
	}
	return "", nil
}

// posted reports whether a message was posted before an instant, and showed what was there since another.
func posted(tx *store.Tx, key string, since, before time.Time) (bool, error) {
	p, found, err := store.PostByKey(tx, key)
	return found && !p.Deleted && p.At.Before(before) && p.Changed.After(since), err
}
