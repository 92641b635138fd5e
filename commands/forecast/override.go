package forecast

import (
	"regexp"
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
	return overrideWith(c, m, number, reason, false)
}

// overrideSure does what was asked about: the number is meant as it was typed.
func overrideSure(c *call.Call) (chat.Reply, error) {
	draft, err := c.TakeDraft(c.Req.Value)
	if err != nil {
		return chat.Reply{}, err
	}
	part := strings.SplitN(draft.Args, "\n", 3)
	if len(part) != 3 {
		return chat.Reply{}, sales.No("pick.gone")
	}
	m, err := meantIn(c, part[0])
	if err != nil {
		return chat.Reply{}, err
	}
	reply, err := overrideWith(c, m, part[1], part[2], true)
	reply.Replace = true
	return reply, err
}

func overrideWith(c *call.Call, m meant, number, reason string, sure bool) (chat.Reply, error) {
	f, o, err := overrideOf(c, m)
	if err != nil {
		return chat.Reply{}, sales.At("who", err)
	}
	name, err := scopeName(c, m.Scope)
	if err != nil {
		return chat.Reply{}, err
	}
	if c.Req.Kind != chat.Submit && !sure && (number == "" || doubtful(c, number, reason)) {
		return overrideForm(c, m, o, name, number, reason), nil
	}
	if none[strings.ToLower(number)] {
		f, err = f.Unset()
	} else {
		var amount sales.Money
		if amount, err = amountIn(number, o); err != nil {
			return chat.Reply{}, sales.At("amount", err)
		}
		if f, err = f.Set(amount, submittedBy(o), reason, c.Act()); err == nil && !sure && f.Override.Far() {
			return askSure(c, f, name, number)
		}
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

// mostAmount is how many words an amount has at most: 500k US dollars.
const mostAmount = 3

// cutNumber parts a line at its first amount, which is as long as it can be, or at the word that takes one back.
func cutNumber(c *call.Call, text string) (who, number, reason string) {
	words := phrase.Words(text)
	for i, w := range words {
		end := 0
		if none[strings.ToLower(text[w.Start:w.End])] {
			end = w.End
		}
		for n := 1; w.Start > 0 && n <= min(mostAmount, len(words)-i); n++ {
			to := words[i+n-1]
			if n > 1 && strings.EqualFold(text[to.Start:to.End], "won") { // what was won, no currency
				break
			}
			if isAmount(c, text[w.Start:to.End]) {
				end = to.End
			}
		}
		if end > 0 {
			return strings.TrimSpace(text[:w.Start]), text[w.Start:end], strings.TrimSpace(text[end:])
		}
	}
	return text, "", ""
}

func isAmount(c *call.Call, text string) bool {
	_, err := phrase.Money(text, c.Desk.Cards.Company.Currency)
	return err == nil || nought.MatchString(text)
}

var (
	nought = regexp.MustCompile(`^[¥￥$£€]?0(k|万|元)?$|^零$`)
	year   = regexp.MustCompile(`^(19|20|21)\d\d$`)
	digits = regexp.MustCompile(`^[\d.,]+$`)
	upTo   = regexp.MustCompile(`(?i)^(to\s|[-–~～到至])\s*`)
)

// doubtful reports whether a line may not mean what it says: its words hold the act back, name a second number, or the
// number looks like a year.
func doubtful(c *call.Call, number, reason string) bool {
	next, _ := phrase.CutWord(upTo.ReplaceAllString(reason, ""))
	second := next != "" && !digits.MatchString(next) && isAmount(c, next)
	return second || year.MatchString(number) || phrase.Unsure(reason)
}

// overrideForm asks with what was typed. A number that looks like a year is not taken for an amount.
func overrideForm(c *call.Call, m meant, o cards.Outlook, name, number, reason string) chat.Reply {
	fields := overrideInputs(c)[1:]
	if year.MatchString(number) {
		number, reason = "", strings.TrimSpace(number+" "+reason)
	}
	fields[0].Initial, fields[1].Initial = number, reason
	return call.Form(c, "forecast override", m.id(), name, c.Words.Say("forecast.override_head", "Who", name, "Commit",
		cards.Totals(c.Words, submittedBy(o))), fields...)
}

// amountIn reads the number that is to count: in a currency that was submitted, as the others do not change by it.
func amountIn(number string, o cards.Outlook) (m sales.Money, err error) {
	if nought.MatchString(number) {
		return sales.Money{Currency: o.Money}, nil
	}
	if m, err = phrase.Money(number, o.Money); err != nil {
		return m, err
	}
	said := submittedBy(o)
	if _, ok := said[m.Currency]; !ok && (len(said) > 0 || m.Currency != o.Money) {
		own := o.Money
		if _, ok := said[own]; !ok && len(said) > 0 {
			own = said.Money()[0].Currency
		}
		return m, sales.No("forecast.other_currency", "Typed", m.Currency, "Currency", own)
	}
	return m, nil
}

// askSure asks whether a number of another size than the submitted one is meant; it waits as a draft.
func askSure(c *call.Call, f forecast.Forecast, name, number string) (chat.Reply, error) {
	o := f.Override
	draft, err := c.KeepDraft(chat.Draft{Route: forecastSure, Args: strings.Join([]string{f.ID, number, o.Reason}, "\n")})
	text := chat.Join("\n", chat.Bold(chat.EscapeLine(name)), c.Words.Say("goal.far_off", "Was", o.Was, "Is", o.Number))
	return chat.Say(text, chat.Para(text), chat.Block{Buttons: []chat.Button{
		{Label: c.Words.Plain("goal.set_anyway"), Action: forecastSure, Value: draft, Style: chat.Primary},
		{Label: c.Words.Plain("button.discard"), Action: "discard", Value: draft},
	}}), err
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
