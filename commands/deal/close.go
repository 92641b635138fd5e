package deal

import (
	"cmp"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// Closing a deal as won or lost, and reopening it.

// closing is what was said about how a deal ended.
type closing struct {
	day    calendar.Date // "" is today
	amount sales.Money   // zero is that of the deal
	unsure bool          // the amount was said in passing: "they signed for 18k"
	share  sales.Percent // a discount that nobody granted: "signed at 10% off"
	why    string
}

// value names a deal with the day and amount that were typed, for a button or a form that
// asks for the rest. Both are checked again when they come back.
func (e closing) value(deal string) string {
	if e.day == "" && e.amount.Zero() {
		return deal
	}
	return fmt.Sprintf("%s|%s|%d|%s", deal, e.day, e.amount.Minor, e.amount.Currency)
}

// closingDeal is the deal to close and what was said about it.
func closingDeal(c *call.Call) (d sales.Deal, typed string, said closing, err error) {
	if parts := strings.Split(c.Req.Value, "|"); len(parts) == 4 {
		minor, err := strconv.ParseInt(parts[2], 10, 64)
		if err != nil {
			return d, "", said, sales.No("pick.gone")
		}
		c.Req.Value, said.day, said.amount = parts[0], calendar.Date(parts[1]), sales.Money{Minor: minor, Currency: parts[3]}
	}
	if err = dayLast(c); err != nil {
		return d, "", said, err
	}
	d, typed, err = dealToEdit(c, "reason")
	if err != nil {
		return d, "", said, err
	}
	if c.Req.Kind == chat.Submit {
		said.day, said.why = calendar.Date(c.Req.Fields["on"]), typed
		if phrase.NoReason(typed) {
			said.why = ""
		}
	} else if day, rest := phrase.CutDay(typed, c.Req.At, c.Work()); day != nil {
		said.day, typed = day.Date, rest
	}
	return d, typed, said, nil
}

// dayLast puts a day that was typed before the deal behind it, where it is looked for:
// "昨天赢单 D-7". The name of a customer that begins like a day stays whole.
func dayLast(c *call.Call) error {
	args := strings.TrimSpace(c.Req.Args)
	if first, rest := phrase.CutWord(args); first == "了" { // 赢单了
		args = rest
	}
	if n := phrase.LeadingDay(args); n > 0 {
		index, err := c.AccountNames()
		if err != nil {
			return err
		}
		if index.Known(args) == 0 {
			rest := strings.TrimSpace(args[n:])
			if first, behind := phrase.CutWord(rest); first == "了" {
				rest = behind
			}
			args = strings.TrimSpace(rest + " " + args[:n])
		}
		if index.Err != nil {
			return index.Err
		}
	}
	c.Req.Args = args
	return nil
}

// won closes a deal as won, on the day it happened: "won D-7 150k 2026-11-27 they signed".
// Without an amount it asks for one first, because a sale of unknown size would spoil every
// number made of it. An amount that is typed along is the deal's from now on, a move of its
// own. What the stages that are left ask for is listed, and passed over for a reason only.
func won(c *call.Call) (chat.Reply, error) {
	d, typed, said, err := closingDeal(c)
	if err != nil {
		return chat.Reply{}, err
	}
	f, err := factsOf(c, d)
	if err != nil {
		return chat.Reply{}, err
	}
	line, _ := c.Desk.Cards.Company.Pipeline(d.Pipeline)
	if d.Status != sales.Open {
		_, _, err := d.Win(line, f, said.why, c.Act())
		return chat.Reply{}, err
	}
	if said, err = saidOfWin(c, d, typed, said); err != nil {
		return chat.Reply{}, err
	}
	var moves []sales.Event
	priced := d
	if !said.amount.Zero() && said.amount != d.Amount && said.amount != d.Net() {
		var e sales.Event
		if priced, e, err = d.Reprice(said.amount, c.Act()); err != nil {
			return chat.Reply{}, err
		}
		moves = append(moves, e)
	}
	if c.Req.Kind != chat.Submit && (priced.Amount.Zero() || said.unsure) || heldBack(c, said.why, phrase.DoubtsWin) {
		return winForm(c, d, said)
	}
	won, e, err := priced.Win(line, f, said.why, c.Act().Happened(said.day))
	if problem, no := sales.AsProblem(err); no && problem.Code == "deal.win_unmet" && c.Req.Kind != chat.Submit {
		return c.Answer(c.Desk.Cards.Problem(c.Words, problem), chat.Block{Buttons: []chat.Button{
			{Label: c.Words.Plain("button.win_anyway"), Action: "deal won anyway", Value: said.value(d.ID)},
			{Label: c.Words.Plain("button.log"), Action: "log", Value: d.ID},
			{Label: c.Words.Plain("button.set"), Action: "deal set", Value: d.ID},
		}}), nil
	}
	if err != nil {
		return chat.Reply{}, err
	}
	return call.Voiding(c, won, func() (chat.Reply, error) {
		for _, m := range moves {
			if err := c.PutMove(priced, m); err != nil {
				return chat.Reply{}, err
			}
		}
		if err := c.PutMove(won, e); err != nil {
			return chat.Reply{}, err
		}
		return c.TellMove(won, append(moves, e)...)
	})
}

// saidOfWin reads what else was typed: an amount in front, then why the deal counts as won.
// What begins like a number and is no amount is refused, or "15ok" would be a reason.
func saidOfWin(c *call.Call, d sales.Deal, typed string, said closing) (closing, error) {
	if c.Req.Kind == chat.Submit {
		var err error
		if text := strings.TrimSpace(c.Req.Fields["amount"]); text != "" {
			said.amount, err = amountOf(c, d, text)
		}
		return said, err
	}
	currency, err := c.CurrencyOf(d)
	if err != nil {
		return said, err
	}
	share, besides, discounted := phrase.DiscountIn(typed)
	if discounted = discounted && share != d.Discount; !discounted {
		share = 0
	}
	m, rest, found := phrase.CutMoney(phrase.CutFor(typed), currency)
	if passing, ok := phrase.AmountIn(typed, currency); !found && ok && passing != d.Amount {
		said.amount, said.unsure = passing, true
	}
	switch {
	case found && !pricedAs(c, d, m, typed[:len(typed)-len(rest)], rest):
		said.amount, said.unsure, rest = d.Amount, true, typed
		if bareNumber.MatchString(typed) && !aYear.MatchString(typed) || !bareNumber.MatchString(strings.Fields(typed)[0]) {
			said.amount = m
		}
	case found:
		said.amount, said.unsure, said.share = m, discounted, share
	case discounted: // nobody granted it, so it is no price yet
		at := d
		at.Discount = share
		said.amount, said.unsure, said.share, rest = at.Net(), true, share, typed
		if phrase.SaysWonOnly(besides) {
			rest = ""
		}
	case said.unsure:
		rest = typed
	case phrase.StartsWithNumber(typed) && besides == typed:
		_, err := amountOf(c, d, typed)
		return said, err
	}
	if said.day == "" { // "150k yesterday they signed"
		var day *phrase.Moment
		if day, rest = phrase.CutDay(rest, c.Req.At, c.Work()); day != nil {
			said.day = day.Date
		}
	}
	if said.why = rest; phrase.SaysWonOnly(rest) {
		said.why = ""
	}
	return said, nil
}

// pricedAs reports whether a number in front of the words for a win is certainly its price: no count as in "2 of 3 lots",
// no year, no part as in "50k upfront, 35k later", and not far from what the deal stands at.
func pricedAs(c *call.Call, d sales.Deal, m sales.Money, number, words string) bool {
	if _, second := phrase.AmountIn(words, m.Currency); second || isFar(d.Amount, m) {
		return false
	}
	number = strings.TrimRight(number, " \u3000,，;；、")
	if !bareNumber.MatchString(number) {
		return !phrase.PartOfPrice(words)
	}
	return !(aYear.MatchString(number) && d.Amount.Zero()) && !phrase.Counts(words) && (!d.Amount.Zero() || words == "" || m.Minor >= 1000_00)
}

var aYear = regexp.MustCompile(`^(19|20)\d\d$`)

// isFar reports whether an amount is ten times another or more, or a tenth of it or less.
func isFar(was, m sales.Money) bool {
	return !was.Zero() && was.Currency == m.Currency && (m.Minor/10 >= was.Minor || m.Minor <= was.Minor/10)
}

// wonAnyway opens the form that asks why a deal counts as won although something is missing.
func wonAnyway(c *call.Call) (chat.Reply, error) {
	d, _, said, err := closingDeal(c)
	if err != nil {
		return chat.Reply{}, err
	}
	return winForm(c, d, said)
}

// winForm asks for what a win lacks, and shows what was already said.
func winForm(c *call.Call, d sales.Deal, said closing) (chat.Reply, error) {
	f, err := factsOf(c, d)
	if err != nil {
		return chat.Reply{}, err
	}
	line, _ := c.Desk.Cards.Company.Pipeline(d.Pipeline)
	var fields []chat.Input
	if d.Amount.Zero() || !said.amount.Zero() {
		amount := ""
		if !said.amount.Zero() {
			amount = c.Words.Money(said.amount)
		}
		fields = append(fields, chat.Input{ID: "amount", Kind: chat.Line, Label: c.Words.Plain("field.amount"), Initial: amount,
			Placeholder: c.Words.Plain("deal.amount_hint")})
	}
	fields = append(fields, dayInput(c, said.day))
	unmet := d.UnmetToWin(line, f)
	if len(unmet) > 0 || said.why != "" {
		label := "deal.win_reason"
		if len(unmet) == 0 {
			label = "field.reason"
		}
		fields = append(fields, chat.Input{ID: "reason", Kind: chat.Area, Label: c.Words.Plain(label), Initial: said.why, Max: sales.TextMax,
			Optional: len(unmet) == 0})
	}
	reply, err := c.AskForm("deal won", d, fields...)
	if err == nil {
		reply.Modal.Value = said.value(d.ID)
		if heldBack(c, said.why, phrase.DoubtsWin) {
			reply.Modal.Blocks = slices.Insert(reply.Modal.Blocks, 1, heldBackNote(c, said.why))
		}
		if said.share > 0 {
			reply.Modal.Blocks = slices.Insert(reply.Modal.Blocks, 1, chat.Para(c.Words.Say("deal.win_share", "ID", d.ID,
				"Discount", c.Words.Discount(said.share.Hundredths()))))
		}
		if len(unmet) > 0 {
			reply.Modal.Blocks = slices.Insert(reply.Modal.Blocks, 1,
				chat.Para(c.Words.Say("deal.win_needs", "List", cards.Criteria(c.Words, d.ID, unmet))))
		}
	}
	return reply, err
}

// dayInput asks for the day a deal closed.
func dayInput(c *call.Call, said calendar.Date) chat.Input {
	return chat.Input{ID: "on", Kind: chat.Day, Label: c.Words.Plain("field.closed"), Initial: string(cmp.Or(said, c.Today))}
}

// lost closes a deal as lost, on the day it happened, for a reason of the list and maybe to a
// competitor: "price Initech yesterday". What is no reason of the list is kept in the form it
// opens.
func lost(c *call.Call) (chat.Reply, error) {
	d, typed, said, err := closingDeal(c)
	if err != nil {
		return chat.Reply{}, err
	}
	reason, competitor := lostReason(c, typed)
	clear := reason != ""
	if c.Req.Kind == chat.Submit {
		competitor = c.Req.Fields["competitor"]
	} else if clear {
		competitor, clear = namedRival(c, reason, competitor)
	}
	if (!clear || c.Req.Kind != chat.Submit && phrase.HoldsBack(competitor)) && d.Status == sales.Open {
		return askLost(c, d, reason, typed, said)
	}
	moved, e, err := d.Lose(c.Desk.Cards.Company.LostReasons, reason, competitor, c.Act().Happened(said.day))
	if err != nil {
		return chat.Reply{}, err
	}
	call.Changed(c, "deal lost", d.ID, typed)
	return c.KeepMove(moved, e)
}

// lostReason cuts a reason off the front of the text, in any language.
func lostReason(c *call.Call, typed string) (code, rest string) {
	for end := len(typed); end > 0; end = strings.LastIndexAny(typed[:end], " \u3000,，;；") {
		if code = c.OneOf("lost.", c.Desk.Cards.Company.LostReasons, strings.TrimSpace(typed[:end])); code != "" {
			return code, strings.TrimLeft(typed[end:], " \u3000,，;；")
		}
	}
	// "budget" is enough for "No budget" if it matches only one reason.
	first, rest := phrase.CutWord(typed)
	if utf8.RuneCountInString(first) < 2 {
		return "", typed
	}
	for _, r := range c.Desk.Cards.Company.LostReasons {
		for _, l := range c.Desk.Cards.Lang.Languages() {
			label := strings.ToLower(c.Desk.Cards.LostReason(c.Desk.Cards.Lang.Printer(l), r))
			if strings.Contains(sales.Simplified(label), strings.ToLower(sales.Simplified(first))) && code != r {
				if code != "" {
					return "", typed
				}
				code = r
			}
		}
	}
	if code == "" {
		rest = typed
	}
	return code, rest
}

func lostReasons(c *call.Call) []chat.Option {
	var all []chat.Option
	for _, code := range c.Desk.Cards.Company.LostReasons {
		all = append(all, chat.Option{Label: c.Desk.Cards.LostReason(c.Words, code), Value: code})
	}
	return all
}

// reopen reopens a deal that was won or lost.
func reopen(c *call.Call) (chat.Reply, error) {
	d, why, err := dealToEdit(c, "reason")
	if err != nil {
		return chat.Reply{}, err
	}
	before, err := beforeClose(c, d)
	if err != nil {
		return chat.Reply{}, err
	}
	moved, e, err := d.Reopen(before, why, c.Act())
	if err != nil {
		return chat.Reply{}, err
	}
	if heldBack(c, why, phrase.NotYet) {
		return askHeldBack(c, "deal reopen", d, why)
	}
	return c.KeepMove(moved, e)
}

// beforeClose is a deal as it was before it was last won or lost; zero if the journal does not have it.
func beforeClose(c *call.Call, d sales.Deal) (sales.Deal, error) {
	for touch, err := range store.History(c.Read, store.Deals.Name, d.ID) {
		if err != nil {
			return sales.Deal{}, err
		}
		if touch.Change.Old == nil {
			continue
		}
		var was sales.Deal
		if err := json.Unmarshal(touch.Change.Old, &was); err != nil {
			return sales.Deal{}, fmt.Errorf("decode deal %s: %w", d.ID, err)
		}
		if was.Status == sales.Open {
			return was, nil
		}
	}
	return sales.Deal{}, nil
}
