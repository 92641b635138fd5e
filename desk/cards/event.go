package cards

import (
	"dealdesk/chat"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// Event returns one step of a deal in a line or two: "Ana: Discovery → Proposal".
func (m Maker) Event(r store.Reader, p lang.Printer, e sales.Event) (chat.Safe, error) {
	args := lang.Args{
		"From": m.stageName(p, e.From), "To": m.stageName(p, e.To), "Amount": e.Amount, "Before": e.Before,
		"Discount": Terms(p, sales.Offer{Discount: e.Discount, Special: e.Special}), "Days": e.Days,
	}
	kind := string(e.Kind)
	var err error
	if args["Who"], err = PersonName(r, e.By); err != nil {
		return "", err
	}
	switch e.Kind {
	case sales.Granted:
		a, found, err := store.Approvals.Get(r, e.To)
		if err == nil && a.For != "" {
			args["Who"], err = m.onBehalf(r, p, e.By, a.For)
		}
		if err != nil {
			return "", err
		}
		args["List"] = a.Amount
		switch {
		case e.Discount == 0 && e.Special == (sales.Special{}):
			kind = "discount_ended"
		case !found:
			kind = "discount_bare"
		case e.Before != a.Amount && e.Before != e.Amount:
			kind = "discount_again"
		}
	case sales.Given:
		if args["From"], err = PersonName(r, e.From); err == nil {
			args["To"], err = PersonName(r, e.To)
		}
		if err != nil {
			return "", err
		}
	case sales.Redated:
		args["From"], args["To"] = DateOr(p, calendar.Date(e.From)), DateOr(p, calendar.Date(e.To))
	case sales.ClosedLost:
		args["Reason"] = m.LostReason(p, e.Reason)
	}
	if e.Kind == sales.Created && e.Amount.Zero() {
		kind = "created_bare"
	}
	if e.Told != "" && (e.Kind == sales.ClosedWon || e.Kind == sales.ClosedLost) {
		kind += "_on"
		args["Date"] = e.On
	}
	text := p.Say("event."+kind, args)
	if e.Competitor != "" {
		text = chat.Join("\n", text, p.Say("card.competitor", "Name", e.Competitor))
	}
	if len(e.Unmet) > 0 {
		var passed []sales.Criterion
		for _, code := range e.Unmet {
			passed = append(passed, sales.ParseCriterion(code))
		}
		without := "card.overridden"
		if e.Kind == sales.ClosedWon {
			without = "card.won_without"
		}
		text = chat.Join("\n", text, p.Say(without), Criteria(p, "", passed))
	}
	if e.Kind != sales.ClosedLost && e.Reason != "" {
		text = chat.Join("\n", text, quote(e.Reason))
	}
	return text, nil
}
