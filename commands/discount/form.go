package discount

import (
	"strconv"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/sales"
)

// askTerms opens the form, filled with terms and a reason. A cleared field removes that term.
func askTerms(c *call.Call, d sales.Deal, o sales.Offer, why string) (chat.Reply, error) {
	return c.AskForm("discount", d, termInputs(c, o, why)...)
}

func termFields(c *call.Call, d sales.Deal) []chat.Input {
	return termInputs(c, sales.Offer{Discount: d.Discount, Special: d.Special}, "")
}

func termInputs(c *call.Call, o sales.Offer, why string) []chat.Input {
	in := func(id string, max int, is, hint string) chat.Input {
		return chat.Input{ID: id, Kind: chat.Line, Label: c.Words.Plain("field." + id), Initial: is,
			Placeholder: c.Words.Plain("discount." + hint), Max: max, Optional: true}
	}
	share := ""
	if o.Discount > 0 {
		share = c.Words.Percent(o.Discount.Hundredths())
	}
	number := func(n int) string {
		if n == 0 {
			return ""
		}
		return strconv.Itoa(n)
	}
	return []chat.Input{in("discount", 0, share, "hint"),
		in("payment_days", 0, number(o.Special.PaymentDays), "hint_days"),
		in("free_months", 0, number(o.Special.FreeMonths), "hint_months"),
		in("custom", sales.CustomMax, o.Special.Custom, "hint_custom"),
		{ID: "reason", Kind: chat.Area, Initial: why, Max: sales.TextMax}}
}

// askHidden asks about a reason that may hide terms: they go into their fields, or it is only a
// reason. It asks in the same way about a reason that holds the request back. What was typed waits
// for either answer; a form is shown again, and sending it confirms it.
func askHidden(c *call.Call, d sales.Deal, o sales.Offer, typed, why, question string) (chat.Reply, error) {
	if c.Req.Kind == chat.Submit {
		return fillHidden(c, d, o, why)
	}
	var buttons []chat.Button
	for _, answer := range []struct{ label, route string }{{"fill_terms", "discount fill"}, {"only_reason", "discount sure"}} {
		draft, err := c.KeepDraft(chat.Draft{Route: answer.route, Args: typed})
		if err != nil {
			return chat.Reply{}, err
		}
		buttons = append(buttons, chat.Button{Label: c.Words.Plain("button." + answer.label), Action: "pick", Value: draft + "/" + d.ID})
	}
	return c.Answer(c.Words.Say(question, "ID", d.ID, "Text", why), chat.Block{Buttons: buttons}), nil
}

// doubtfulShare is a number alone that the reader may mean in two ways: 85 as 85折 or as 85 %.
func doubtfulShare(c *call.Call, typed string) (phrase.BareShare, bool) {
	bare, ok := phrase.LeadingBare(typed)
	return bare, ok && bare.Doubtful(c.Words.Language())
}

// askShare asks which of two discounts a number alone means. rest is what was typed behind it.
func askShare(c *call.Call, d sales.Deal, bare phrase.BareShare, rest string) (chat.Reply, error) {
	left, off := c.Words.Discount(bare.Left.Hundredths()), c.Words.Plain("discount.off", "Off", bare.Off)
	var buttons []chat.Button
	for _, one := range []struct {
		label string
		share sales.Percent
	}{{left, bare.Left}, {off, bare.Off}} {
		draft, err := c.KeepDraft(chat.Draft{Route: c.Req.Name, Args: c.Words.Percent(one.share.Hundredths()) + rest})
		if err != nil {
			return chat.Reply{}, err
		}
		buttons = append(buttons, chat.Button{Label: one.label, Action: "pick", Value: draft + "/" + d.ID})
	}
	return c.Answer(c.Words.Say("discount.bare", "Text", bare.Text, "Left", left, "Off", off, "ID", d.ID), chat.Block{Buttons: buttons}), nil
}

// fill opens the form with what was typed.
func fill(c *call.Call) (chat.Reply, error) {
	d, typed, err := c.DealArg()
	if err != nil {
		return chat.Reply{}, err
	}
	o, why, err := readTerms(c, sales.Offer{Discount: d.Discount, Special: d.Special}, typed)
	if err != nil {
		return chat.Reply{}, err
	}
	return fillHidden(c, d, o, why)
}

func fillHidden(c *call.Call, d sales.Deal, o sales.Offer, why string) (chat.Reply, error) {
	form, err := askTerms(c, d, o, why)
	if err != nil {
		return chat.Reply{}, err
	}
	form.Modal.Action = "discount sure"
	form.Modal.Blocks = append([]chat.Block{chat.Para(c.Words.Say("discount.hidden_fields"))}, form.Modal.Blocks...)
	return form, nil
}
