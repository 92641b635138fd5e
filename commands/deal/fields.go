package deal

import (
	"cmp"
	"errors"
	"regexp"
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
)

// setAmount sets the amount before discount. These are new terms: they remove a granted discount and
// void a waiting request, and the answer says so.
func setAmount(c *call.Call) (chat.Reply, error) {
	d, typed, err := dealToEdit(c, "amount")
	if err != nil {
		return chat.Reply{}, err
	}
	if c.NothingTyped(typed) {
		return askOpen(c, c.Req.Name, d, amountFields(c, d)...)
	}
	typed = phrase.CutNow(typed)
	m, err := amountOf(c, d, typed)
	if err == nil {
		err = askThousands(c, d, typed, m)
	}
	if err != nil {
		return chat.Reply{}, err
	}
	moved, e, err := d.Reprice(m, c.Act())
	if err != nil {
		return chat.Reply{}, err
	}
	if c.Req.Kind.Typed() && isFar(d.Amount, m) {
		return askFar(c, d, typed, m)
	}
	call.Changed(c, "deal amount", d.ID, typed)
	reply, err := c.KeepMove(moved, e)
	if err != nil {
		return reply, err
	}
	lowered, err := c.Desk.Cards.Lowered(c.Read, moved, c.Req.At)
	told := lowered.In(c.Words)
	if d.Discount != 0 || d.Special != (sales.Special{}) { // it was for the old amount
		gone := c.Words.Say("deal.discount_gone", "Discount", cards.Terms(c.Words, sales.Offer{Discount: d.Discount, Special: d.Special}))
		told = chat.Join("\n", gone, told)
	}
	if told != "" {
		reply = call.Remark(reply, told)
	}
	return reply, err
}

// askFar asks about an amount of another size than the deal had: a digit may be missing, or one too many.
func askFar(c *call.Call, d sales.Deal, typed string, m sales.Money) (chat.Reply, error) {
	draft, err := c.KeepDraft(chat.Draft{Route: "deal amount", Args: typed})
	if err != nil {
		return chat.Reply{}, err
	}
	text := c.Words.Say("deal.amount_far", "ID", d.ID, "Was", d.Amount, "Amount", m)
	return call.YesOrDiscard(c, text, draft, d.ID), nil
}

// bareNumber is an amount without a currency or a magnitude.
var bareNumber = regexp.MustCompile(`^[\d.,]+$`)

// askThousands asks about a bare number that is less than a hundredth of the deal's amount: 14 may be
// 14,000, and in Chinese 14万.
func askThousands(c *call.Call, d sales.Deal, typed string, m sales.Money) error {
	typed = strings.TrimSpace(typed)
	if m.Currency != d.Amount.Currency || m.Minor >= d.Amount.Minor/100 || !bareNumber.MatchString(typed) {
		return nil
	}
	unit, times := "k", int64(1000)
	if strings.HasPrefix(c.Words.Language(), "zh") {
		unit, times = "万", 10_000
	}
	return sales.No("deal.amount_small", "Amount", m, "Larger", sales.Money{Minor: m.Minor * times, Currency: m.Currency},
		"ID", d.ID, "Was", d.Amount, "Try", typed+unit).At("amount")
}

// amountOf parses an amount, by default in the deal's currency.
func amountOf(c *call.Call, d sales.Deal, typed string) (sales.Money, error) {
	currency, err := c.CurrencyOf(d)
	if err != nil {
		return sales.Money{}, err
	}
	m, err := phrase.Money(typed, currency)
	return m, sales.At("amount", err)
}

// setDate sets the day a deal is expected to close.
func setDate(c *call.Call) (chat.Reply, error) {
	d, typed, err := dealToEdit(c, "close")
	if err != nil {
		return chat.Reply{}, err
	}
	if c.NothingTyped(typed) {
		return askOpen(c, c.Req.Name, d, dateFields(c, d)...)
	}
	typed = phrase.CutNow(typed)
	day := calendar.Date(typed)
	if later, ok := phrase.Later(typed, d.Close, c.Work()); ok {
		day = later
	} else if c.Req.Kind != chat.Submit {
		when, err := phrase.CloseDay(call.Days(c, typed), c.Req.At, c.Work())
		if err != nil {
			return chat.Reply{}, err
		}
		day = when.Date
		if when.Clock != "" && c.Req.Kind.Typed() && c.Req.Kind != chat.Slash { // a close has no hour, and "date night Fri" is none
			d.Close = day
			return askOpen(c, c.Req.Name, d, dateFields(c, d)...)
		}
	}
	moved, e, err := d.Redate(day, c.Act())
	if err != nil {
		return chat.Reply{}, err
	}
	call.Changed(c, "deal date", d.ID, typed)
	return c.KeepMove(moved, e)
}

// described are the text fields of a deal that criteria of stages can require.
var described = [...]string{"need", "budget", "product", "name"}

// setFields sets one of the described fields: "deal set D-7 need faster onboarding". It asks about
// one that promises something to the customer, which nobody would grant or see.
func setFields(c *call.Call) (chat.Reply, error) { return setField(c, false) }

// setSure is setFields for a text that promises nothing.
func setSure(c *call.Call) (chat.Reply, error) { return setField(c, true) }

func setField(c *call.Call, sure bool) (chat.Reply, error) {
	d, typed, err := dealToEdit(c, "text")
	if err != nil {
		return chat.Reply{}, err
	}
	if c.Req.Kind == chat.Submit {
		return dealFilled(c, d)
	}
	name, text := phrase.CutWord(typed)
	field := c.OneOf("field.", described[:], name)
	switch {
	case field == "" && typed != "":
		return chat.Reply{}, sales.No("deal.field_unknown", "Given", name, "Fields", describedFields(c))
	case text == "": // a form shows what is there; nothing is wiped by leaving out the words
		return c.AskForm("deal set", d, setInputs(c, d)...)
	}
	text = phrase.Unquoted(text)
	if field != "name" && phrase.Clears(text) && sales.Filled(text) != "" { // "clear", and no mere "none"
		text = ""
	}
	if d, err = d.Describe(field, text); err != nil {
		return chat.Reply{}, err
	}
	if !sure && phrase.GivesAway(text) {
		if field == "name" || field == "product" {
			return chat.Reply{}, termsIn(d.ID, field, text)
		}
		return askPromise(c, d, "deal set sure", typed, text)
	}
	return keepDescribed(c, d, fieldSet(c, d, field))
}

// termsIn refuses a text with terms in a field where nobody would grant or see them.
func termsIn(deal, field, text string) error {
	return sales.No("deal.terms_in", "ID", cmp.Or(deal, "D-…"), "Text", text).At(field)
}

// askPromise asks whether a text promises something to the customer: it is kept by the route as it was
// typed, or asked for as terms.
func askPromise(c *call.Call, d sales.Deal, route, typed, text string) (chat.Reply, error) {
	var buttons []chat.Button
	for _, answer := range []struct{ label, route, args string }{
		{"ask_as_terms", "discount fill", `terms "` + strings.NewReplacer(`"`, "", "“", "", "”", "").Replace(text) + `"`},
		{"no_promise", route, typed},
	} {
		draft, err := c.KeepDraft(chat.Draft{Route: answer.route, Args: answer.args})
		if err != nil {
			return chat.Reply{}, err
		}
		buttons = append(buttons, chat.Button{Label: c.Words.Plain("button." + answer.label), Action: "pick", Value: draft + "/" + d.ID})
	}
	return c.Answer(c.Words.Say("deal.promise", "ID", d.ID, "Text", text), chat.Block{Buttons: buttons}), nil
}

// fieldSet says what a described field holds.
func fieldSet(c *call.Call, d sales.Deal, field string) chat.Safe {
	text := cmp.Or(chat.EscapeLine(d.Text(field)), c.Words.Say("common.none"))
	return c.Words.Say("deal.set", "Field", c.Words.Say("field."+field), "Text", text)
}

// describedFields lists the described fields in the person's language.
func describedFields(c *call.Call) chat.Safe {
	var names []chat.Safe
	for _, f := range described {
		names = append(names, c.Words.Say("field."+f))
	}
	return c.Words.List(names, false)
}

// dealFilled stores the fields of the submitted form.
func dealFilled(c *call.Call, d sales.Deal) (chat.Reply, error) {
	var told []chat.Safe
	for _, f := range described {
		text := strings.TrimSpace(c.Req.Fields[f])
		if text == d.Text(f) || text == "" && call.Picked(c) {
			continue
		}
		var err error
		if d, err = d.Describe(f, text); err != nil {
			return chat.Reply{}, sales.At(f, err)
		}
		if phrase.GivesAway(text) {
			return chat.Reply{}, termsIn(d.ID, f, text)
		}
		told = append(told, fieldSet(c, d, f))
	}
	if len(told) == 0 && call.Picked(c) {
		return chat.Reply{}, sales.No("deal.nothing_set", "ID", d.ID).At(described[0])
	}
	return keepDescribed(c, d, chat.Join("\n", told...))
}

// keepDescribed keeps a deal whose name or product changed: a request that waits was for other goods,
// so it becomes void.
func keepDescribed(c *call.Call, d sales.Deal, text chat.Safe) (chat.Reply, error) {
	return call.Voiding(c, d, func() (chat.Reply, error) {
		reply, err := keepDeal(c, d, text)
		if err == nil {
			err = errors.Join(c.Desk.EndWaiting(c.Tx, d), c.Desk.PostGoods(c.Tx, d))
		}
		return reply, err
	})
}
