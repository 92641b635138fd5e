package deal

import (
	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
)

// What the forms of the verbs ask for, filled with what the deal has.

func amountFields(c *call.Call, d sales.Deal) []chat.Input {
	in := chat.Input{ID: "amount", Kind: chat.Line, Placeholder: c.Words.Plain("deal.amount_hint")}
	if !d.Amount.Zero() {
		in.Initial = c.Words.Money(d.Amount)
	}
	return []chat.Input{in}
}

func dateFields(_ *call.Call, d sales.Deal) []chat.Input {
	return []chat.Input{{ID: "close", Kind: chat.Day, Initial: string(d.Close)}}
}

func nextFields(c *call.Call, d sales.Deal) []chat.Input {
	return []chat.Input{
		{ID: "next", Kind: chat.Line, Initial: d.Next.What, Max: sales.StepMax},
		{ID: "due", Kind: chat.Day, Label: c.Words.Plain("field.next_due"), Initial: string(d.Next.Due)},
	}
}

func setInputs(c *call.Call, d sales.Deal) (all []chat.Input) {
	for _, f := range described {
		in := chat.Input{ID: f, Kind: chat.Line, Initial: d.Text(f), Optional: true, Max: sales.NameMax}
		if d.ID == "" {
			in.Placeholder = c.Words.Plain("form.as_it_is")
		}
		all = append(all, in)
	}
	return all
}

func giveFields(c *call.Call, _ sales.Deal) []chat.Input {
	return []chat.Input{call.PersonInput(c, "owner", sales.Person{})}
}

func whyFields(*call.Call, sales.Deal) []chat.Input {
	return []chat.Input{{ID: "reason", Kind: chat.Area, Optional: true, Max: sales.TextMax}}
}

func advanceFields(c *call.Call, _ sales.Deal) []chat.Input {
	return []chat.Input{{ID: "reason", Kind: chat.Area, Label: c.Words.Plain("deal.override_reason"), Optional: true, Max: sales.TextMax}}
}

func stageFields(c *call.Call, d sales.Deal) []chat.Input {
	seen, in := map[string]bool{}, chat.Input{ID: "stage", Kind: chat.Select}
	for _, p := range c.Desk.Cards.Company.Pipelines {
		for _, s := range p.Stages {
			if !seen[s.ID] {
				in.Options = append(in.Options, chat.Option{Label: cards.StageName(c.Words, s), Value: s.ID})
			}
			seen[s.ID] = true
		}
	}
	return append([]chat.Input{in}, advanceFields(c, d)...)
}

func wonFields(c *call.Call, _ sales.Deal) []chat.Input {
	return []chat.Input{
		{ID: "amount", Kind: chat.Line, Optional: true, Placeholder: c.Words.Plain("form.as_it_is")},
		dayInput(c, ""),
		{ID: "reason", Kind: chat.Area, Label: c.Words.Plain("deal.win_reason"), Optional: true, Max: sales.TextMax},
	}
}

func lostFields(c *call.Call, _ sales.Deal) []chat.Input { return lostInputs(c, "", "", "") }

func lostInputs(c *call.Call, reason, rival string, on calendar.Date) []chat.Input {
	return []chat.Input{
		{ID: "reason", Kind: chat.Select, Options: lostReasons(c), Initial: reason},
		{ID: "competitor", Kind: chat.Line, Initial: rival, Optional: true, Max: sales.NameMax},
		dayInput(c, on),
	}
}

func suggestDeal(c *call.Call) (chat.Reply, error) { return call.Suggested(c, call.DealOptions) }
