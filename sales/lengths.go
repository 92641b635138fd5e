package sales

import (
	"time"
	"unicode/utf8"

	"dealdesk/sales/calendar"
)

// Limits on what may be typed into a record. Every refusal is a *Problem naming the field.

// How long texts may be, in characters. Slack could show more, but nobody would read it.
const (
	NameMax = 120
	StepMax = 200
	TextMax = 1000
	NoteMax = 3000 // of a logged contact; a form in Slack holds no more
)

// AmountMax, in minor units, keeps every sum in a review well within an int64.
const AmountMax = 1_000_000_000_000_000

// check is the rule of a planned step of a deal: something to do, on a day from today on.
func (n NextStep) check(id string, today calendar.Date) error {
	if err := n.said(); err != nil {
		return err
	}
	if n.Due == "" {
		return No("next.undated", "What", n.What, "ID", id).At("due")
	}
	return ahead("due", n.Due, today)
}

// said is the part of check that also holds for a step without a day.
func (n NextStep) said() error {
	if Filled(n.What) == "" {
		return No("next.missing").At("next")
	}
	if err := short("next", n.What, StepMax); err != nil {
		return err
	}
	if n.Clock != "" {
		if _, err := time.Parse("15:04", n.Clock); err != nil {
			return No("next.clock_invalid", "Given", n.Clock).At("clock")
		}
	}
	return nil
}

// ahead accepts a day from today to ten years ahead: anything later is a typing mistake.
func ahead(field string, d, today calendar.Date) error {
	switch {
	case d == "":
		return No("date.missing").At(field)
	case !d.Valid():
		return No("date.invalid", "Given", string(d)).At(field)
	case d < today:
		return No("date.past", "Date", d).At(field)
	case d > today.AddDays(3653):
		return No("date.too_far", "Date", d).At(field)
	}
	return nil
}

func priced(m Money) error {
	switch _, known := Exponent(m.Currency); {
	case !known:
		return No("amount.currency_unknown", "Currency", m.Currency).At("amount")
	case m.Minor <= 0:
		return No("amount.not_positive", "Amount", m).At("amount")
	case m.Minor > AmountMax:
		return No("amount.too_large", "Max", Money{AmountMax, m.Currency}).At("amount")
	}
	return nil
}

func short(field, text string, limit int) error {
	if n := utf8.RuneCountInString(text); n > limit {
		return No("text.too_long", "Max", limit, "Length", n).At(field)
	}
	return nil
}
