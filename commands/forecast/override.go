package forecast

import (
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/sales/forecast"
)

func overrideInputs(c *call.Call) []chat.Input {
	return []chat.Input{{ID: "who", Kind: chat.Line}, {ID: "amount", Kind: chat.Line}, {ID: "reason", Kind: chat.Area}}
}

// override counts on another number than a person or a team submitted, with a reason: "Ana 500k Globex slips every
// year". None takes it back.
func override(c *call.Call) (chat.Reply, error) {
	m, number, reason, err := overrideMeant(c)
	if err != nil {
		return chat.Reply{}, err
	}
	f, o, err := overrideOf(c, m)
	if err != nil {
		return chat.Reply{}, sales.At("who", err)
	}
	name, err := scopeName(c, m.Scope)
	if err != nil {
		return chat.Reply{}, err
	}
	if number == "" && c.Req.Kind != chat.Submit {
		return call.Form(c, "forecast override", m.id(), name, c.Words.Say("forecast.override_head", "Who", name, "Commit",
			cards.Totals(c.Words, submittedBy(o))), overrideInputs(c)[1:]...), nil
	}
	if none[strings.ToLower(number)] {
		f, err = f.Unset()
	} else {
		var amount sales.Money
		if amount, err = phrase.Money(number, o.Money); err != nil {
			return chat.Reply{}, sales.At("amount", err)
		}
		f, err = f.Set(amount, submittedBy(o), reason, c.Act())
	}
	if err != nil {
		return chat.Reply{}, err
	}
	if err := c.Desk.KeepForecast(c.Tx, f); err != nil {
		return chat.Reply{}, err
	}
	text := c.Words.Say("forecast.unset", "Who", name)
	if v := f.Override; v.Set() {
		text = c.Words.Say("forecast.set", "Who", name, "Number", v.Number, "Was", v.Was, "Why", v.Reason)
	}
	return c.Done(text, chat.Button{Label: c.Words.Plain("forecast.show"), Action: forecastShow,
		Value: meant{forecast.Scope{Team: m.Team}, m.period}.id()}), nil
}

// submittedBy is what the owners say, without what was counted on in the place of the whole.
func submittedBy(o cards.Outlook) sales.Totals {
	if o.Scope.Person != "" {
		return o.Kept.Last.Commit
	}
	return o.Submitted()
}

// none are the words that take an override back.
var none = map[string]bool{"none": true, "off": true, "clear": true, "取消": true, "撤回": true, "无": true}

// overrideMeant reads whose forecast, which number and why: from a form, or from one line with the number in it.
func overrideMeant(c *call.Call) (m meant, number, reason string, err error) {
	if c.Req.Value != "" {
		m, err = meantIn(c, c.Req.Value)
		return m, strings.TrimSpace(c.Req.Fields["amount"]), c.Req.Fields["reason"], err
	}
	m.period = forecast.Quarter(c.Today)
	if c.Req.Kind == chat.Submit {
		if strings.TrimSpace(c.Req.Fields["who"]) == "" {
			return m, "", "", sales.No("form.missing").At("who")
		}
		m.Scope, err = scopeNamed(c, c.Req.Fields["who"])
		return m, strings.TrimSpace(c.Req.Fields["amount"]), c.Req.Fields["reason"], sales.At("who", err)
	}
	if err := call.Unsaid(c); err != nil {
		return m, "", "", err
	}
	text := strings.TrimSpace(c.Req.Args)
	m.period, text = periodIn(c, text)
	who, number, reason := cutNumber(c, text)
	if who == "" {
		return m, "", "", sales.No("forecast.override_whose")
	}
	m.Scope, err = scopeNamed(c, who)
	return m, number, reason, err
}

// periodIn cuts a period off the front of a line.
func periodIn(c *call.Call, text string) (calendar.Span, string) {
	words := phrase.Words(text)
	for n := min(len(words), maxSpanWords); n > 0; n-- {
		from, to, err := phrase.Span(call.Days(c, text[:words[n-1].End]), c.Req.At)
		if s := (calendar.Span{From: from, To: to}); err == nil && forecast.Plain(s) {
			return s, strings.TrimSpace(text[words[n-1].End:])
		}
	}
	return forecast.Quarter(c.Today), text
}

// cutNumber parts a line at its first word that is an amount, or takes one back.
func cutNumber(c *call.Call, text string) (who, number, reason string) {
	for _, w := range phrase.Words(text) {
		word := text[w.Start:w.End]
		if _, err := phrase.Money(word, c.Desk.Cards.Company.Currency); err == nil && w.Start > 0 || none[strings.ToLower(word)] {
			return strings.TrimSpace(text[:w.Start]), word, strings.TrimSpace(text[w.End:])
		}
	}
	return text, "", ""
}

// overrideOf reads the forecast that is to be overridden, with what its owners say.
func overrideOf(c *call.Call, m meant) (f forecast.Forecast, o cards.Outlook, err error) {
	if err = c.May(sales.Override, m.Person, m.Team); err != nil {
		return f, o, sales.No("forecast.not_allowed")
	}
	if m.Person == c.Me.ID {
		return f, o, sales.No("forecast.own_override")
	}
	if o, err = c.Desk.Cards.ForecastOf(c.Read, m.Scope, m.period, c.Today); err != nil {
		return f, o, err
	}
	silent := m.Person != "" && o.Kept.Last.At.IsZero() || m.Person == "" && len(o.People) == len(o.Silent)
	if silent {
		name, err := scopeName(c, m.Scope)
		if err != nil {
			return f, o, err
		}
		return f, o, sales.No("forecast.nothing_submitted", "Name", name, "Period", cards.GoalPeriod(c.Words, m.period))
	}
	return o.Kept, o, nil
}
