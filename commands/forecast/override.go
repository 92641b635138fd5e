package forecast

import (
	"cmp"
	"regexp"
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/sales/forecast"
)

func overrideInputs(c *call.Call) []chat.Input {
	return []chat.Input{{ID: "who", Kind: chat.Line}, {ID: "amount", Kind: chat.Line}, {ID: "reason", Kind: chat.Area}}
}

// another is a number that somebody wants to count on, of whose forecast and why. One that does not ask says it clearly.
type another struct {
	meant
	number, reason string
	asks, sure     bool
}

// override counts on another number than a person or a team submitted, with a reason: "Ana 500k Globex slips every
// year". None takes it back.
func override(c *call.Call) (chat.Reply, error) {
	a, err := overrideMeant(c)
	if err != nil {
		return chat.Reply{}, err
	}
	return overrideWith(c, a)
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
	reply, err := overrideWith(c, another{meant: m, number: part[1], reason: part[2], sure: true})
	reply.Replace = true
	return reply, err
}

func overrideWith(c *call.Call, a another) (chat.Reply, error) {
	f, o, err := overrideOf(c, a.meant)
	if err != nil {
		return chat.Reply{}, sales.At("who", err)
	}
	name, err := scopeName(c, a.Scope)
	if err != nil {
		return chat.Reply{}, err
	}
	if c.Req.Kind != chat.Submit && !a.sure && (a.number == "" || a.asks || doubtful(c, a.reason)) {
		return overrideForm(c, a, o, name), nil
	}
	if none[strings.ToLower(a.number)] {
		f, err = f.Unset()
	} else {
		var amount sales.Money
		if amount, err = amountIn(a.number, o); err != nil {
			return chat.Reply{}, sales.At("amount", err)
		}
		if f, err = f.Set(amount, submittedBy(o), o.Won, a.reason, c.Act()); err == nil && !a.sure && f.Override.Far() {
			return askSure(c, f, name, a.number)
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
		Value: meant{forecast.Scope{Team: a.Team}, a.period}.id()}), nil
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
func overrideMeant(c *call.Call) (a another, err error) {
	a.number, a.reason = strings.TrimSpace(c.Req.Fields["amount"]), c.Req.Fields["reason"]
	if c.Req.Value != "" {
		a.meant, err = meantIn(c, c.Req.Value)
		return a, err
	}
	a.period = forecast.Quarter(c.Today)
	if c.Req.Kind == chat.Submit {
		if strings.TrimSpace(c.Req.Fields["who"]) == "" {
			return a, sales.No("form.missing").At("who")
		}
		a.Scope, err = scopeNamed(c, c.Req.Fields["who"])
		return a, sales.At("who", err)
	}
	if err := call.Unsaid(c); err != nil {
		return a, err
	}
	return overrideLine(c, strings.TrimSpace(c.Req.Args))
}

// overrideLine reads a line: a name with a period before or behind it, the number, and why. Words between the name and
// the number belong to the reason, and then it is asked whether that number is meant.
func overrideLine(c *call.Call, text string) (a another, err error) {
	named, number, reason := cutNumber(c, text)
	var between string
	if words := phrase.Words(named); len(words) > 1 && year.MatchString(named[words[len(words)-1].Start:]) {
		between = named[words[len(words)-1].Start:] // the year of a period, or an amount
		named = strings.TrimSpace(named[:len(named)-len(between)])
	}
	a = another{number: number, reason: reason}
	switch a.period, named = spanIn(c, named, forecast.Plain); {
	case named == "" && number == "":
		return a, sales.No("forecast.override_whose")
	case named == "":
		a.reason, a.asks = strings.TrimSpace(between+" "+reason), between != ""
		a.Scope, err = ownScope(c, a.period)
		return a, err
	}
	unknown := error(nil)
	for words := phrase.Words(named); len(words) > 0; words = words[:len(words)-1] {
		end := words[len(words)-1].End
		if a.Scope, err = scopeNamed(c, named[:end]); err == nil {
			between = strings.TrimSpace(named[end:] + " " + between)
			a.reason, a.asks = strings.TrimSpace(between+" "+reason), between != ""
			return a, nil
		}
		unknown = cmp.Or(unknown, err)
	}
	return a, unknown
}

// mostAmount is how many words an amount has at most: 500k US dollars.
const mostAmount = 3

// cutNumber parts a line at its first amount, which is as long as it can be, or at the word that takes one back. A day or
// a year is no amount.
func cutNumber(c *call.Call, text string) (who, number, reason string) {
	words := phrase.Words(text)
	for i := 0; i < len(words); i++ {
		w, end := words[i], 0
		if n := daysLong(c, text, words[i:]); n > 0 {
			i += n - 1
			continue
		}
		if none[strings.ToLower(text[w.Start:w.End])] {
			end = w.End
		}
		for n := 1; n <= min(mostAmount, len(words)-i); n++ {
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

// daysLong is how many of the next words name a day or a period.
func daysLong(c *call.Call, text string, words []phrase.Word) int {
	for n := min(len(words), maxSpanWords); n > 0; n-- {
		if _, ok := call.AheadSpan(c, strings.TrimRight(text[words[0].Start:words[n-1].End], ",，;；:：")); ok {
			return n
		}
	}
	return 0
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

// doubtful reports whether a line may not mean what it says: its words hold the act back, or name a second number.
func doubtful(c *call.Call, reason string) bool {
	next, _ := phrase.CutWord(upTo.ReplaceAllString(reason, ""))
	second := next != "" && !digits.MatchString(next) && isAmount(c, next)
	return second || phrase.Unsure(reason)
}

// overrideForm asks with what was typed.
func overrideForm(c *call.Call, a another, o cards.Outlook, name string) chat.Reply {
	fields := overrideInputs(c)[1:]
	fields[0].Initial, fields[1].Initial = a.number, a.reason
	return call.Form(c, "forecast override", a.id(), name, c.Words.Say("forecast.override_head", "Who", name, "Commit",
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
	if m.Person == c.Me.ID {
		return f, o, sales.No("forecast.own_override")
	}
	if err = c.May(sales.Override, m.Person, m.Team); err != nil {
		return f, o, sales.No("forecast.not_allowed")
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
