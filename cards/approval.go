package cards

import (
	"fmt"
	"strconv"
	"strings"

	"dealdesk/chat"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/store"
)

// Approval shows a request wherever it stands: in its deal's room, and directly to
// everybody who was ever asked. The buttons stand only while it waits; the outcome with
// the decider's name stays (U10).
func (m Maker) Approval(tx *store.Tx, d sales.Deal, a sales.Approval) error {
	err := m.InRoom(tx, d, a.ID, func(p lang.Printer) (chat.Message, error) {
		card, err := m.ApprovalCard(tx, p, d, a)
		if a.Status == sales.Waiting {
			card.Blocks = append(card.Blocks, DecideButtons(p, a))
		}
		return card, err
	})
	if err != nil {
		return err
	}
	for _, id := range a.Told {
		if err := m.askDirectly(tx, d, a, id); err != nil {
			return err
		}
	}
	return nil
}

// askDirectly is a request in the conversation with somebody who is asked, or was: then
// their message stays without buttons. A reminder is the same message again, at the end
// of the conversation.
func (m Maker) askDirectly(tx *store.Tx, d sales.Deal, a sales.Approval, id string) error {
	who, _, err := store.People.Get(tx, id)
	if err != nil {
		return err
	}
	seat, asked := a.Seat(id)
	key := askKey(a.ID, id, !seat.Reminded.IsZero())
	if again, was, err := store.PostByKey(tx, askKey(a.ID, id, true)); err != nil {
		return err
	} else if was && !again.Deleted {
		key = again.Key
	}
	if key == askKey(a.ID, id, true) {
		if err := tx.Unpost(askKey(a.ID, id, false)); err != nil {
			return err
		}
	}
	if post, was, err := store.PostByKey(tx, key); err != nil || !asked && (!was || post.Deleted) {
		return err
	}
	p := m.PrinterOf(who, tx.Change().At)
	card, err := m.ApprovalCard(tx, p, d, a)
	if err != nil {
		return err
	}
	if asked && !seat.Reminded.IsZero() {
		still := p.Say("approval.reminder", "When", p.Ago(a.Created, seat.Reminded))
		card.Text, card.Blocks = chat.Join("\n", still, card.Text), append([]chat.Block{chat.Para(still)}, card.Blocks...)
	}
	if asked {
		card.Blocks = append(card.Blocks, DecideButtons(p, a))
	}
	return tx.Post(store.Post{Key: key, User: id, About: a.ID, Kind: "ask", Message: card})
}

func askKey(request, person string, again bool) string {
	if again {
		return "ask/" + request + "/" + person + "/again"
	}
	return "ask/" + request + "/" + person
}

// DecideButtons are the three answers to a request.
func DecideButtons(p lang.Printer, a sales.Approval) chat.Block {
	value := ApprovalValue(a)
	return chat.Block{Buttons: []chat.Button{
		{Label: p.Plain("button.approve"), Action: "approve", Value: value, Style: chat.Primary},
		{Label: p.Plain("button.reject"), Action: "reject", Value: value, Style: chat.Danger},
		{Label: p.Plain("button.change"), Action: "change", Value: value},
	}}
}

// ApprovalCard is what a decider sees of a request, without the buttons.
func (m Maker) ApprovalCard(r store.Reader, p lang.Printer, d sales.Deal, a sales.Approval) (chat.Message, error) {
	title, err := m.DealTitle(r, d)
	if err != nil {
		return chat.Message{}, err
	}
	who, err := PersonName(r, a.Requester)
	if err != nil {
		return chat.Message{}, err
	}
	outcome, err := m.Outcome(r, p, a)
	if err != nil {
		return chat.Message{}, err
	}
	by, err := m.asked(r, p, a)
	if err != nil {
		return chat.Message{}, err
	}
	head := p.Say("approval.asks", "ID", a.ID, "Who", who, "Discount", Terms(p, a.Offer()), "Deal", title)
	price := p.Say("approval.price", "List", a.Amount, "Net", a.Net(), "Who", by)
	text := chat.Join("\n", head, price, quote(a.Reason), outcome)
	return chat.Message{Text: text, Blocks: []chat.Block{chat.Para(chat.Join("\n", chat.Bold(head), price, quote(a.Reason))), {Context: outcome}}}, nil
}

// asked names whoever should decide in the present step; they are asked directly, so that
// nobody is called twice. Once it is decided, it is only who was to.
func (m Maker) asked(r store.Reader, p lang.Printer, a sales.Approval) (chat.Safe, error) {
	step, i, open := a.Current()
	if a.Status == sales.Waiting && open && len(step.Asked) > 0 {
		var who []chat.Safe
		for _, seat := range step.Asked {
			name, err := m.onBehalf(r, p, seat.By, seat.For)
			if err != nil {
				return "", err
			}
			who = append(who, name)
		}
		return p.List(who, step.Need != sales.All), nil
	}
	if !open && i > 0 {
		step = a.Steps[i-1]
	}
	who, err := Named(r, step.Who)
	if len(who) == 0 {
		who = sales.Who{string(sales.Rep)}
	}
	return p.Say("approval.the_level", "Level", whom(p, who)), err
}

// Named puts names where a panel has ids of people.
func Named(r store.Reader, who sales.Who) (sales.Who, error) {
	out := make(sales.Who, len(who))
	for i, id := range who {
		var err error
		if out[i], err = PersonName(r, id); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// whom lists a panel, "a manager or finance": what no file has words for stays as it is.
func whom(p lang.Printer, who sales.Who) chat.Safe {
	var all []chat.Safe
	for _, name := range who {
		if p.Has("panel." + name) {
			all = append(all, p.Say("panel."+name))
		} else {
			all = append(all, chat.Escape(name))
		}
	}
	return p.List(all, true)
}

// Terms are what is asked for or was granted: "15% off and 60 days to pay".
func Terms(p lang.Printer, o sales.Offer) chat.Safe {
	var all []chat.Safe
	if s := o.Special; o.Discount != 0 || s == (sales.Special{}) {
		all = append(all, chat.Escape(p.Discount(int(o.Discount))))
	}
	if n := o.Special.PaymentDays; n > 0 {
		all = append(all, p.Say("special.payment_days", "Count", n))
	}
	if n := o.Special.FreeMonths; n > 0 {
		all = append(all, p.Say("special.free_months", "Count", n))
	}
	if text := o.Special.Custom; text != "" {
		all = append(all, p.Say("special.custom", "Text", text))
	}
	return p.List(all, false)
}

// Outcome says where a request stands: who must decide and who has, or how it ended, by
// whom and when.
func (m Maker) Outcome(r store.Reader, p lang.Printer, a sales.Approval) (chat.Safe, error) {
	by, err := m.onBehalf(r, p, a.By, a.For)
	if err != nil {
		return "", err
	}
	zone := m.zoneOf(r, a.Team)
	step, i, open := a.Current()
	who, err := Named(r, step.Who)
	if err != nil {
		return "", err
	}
	status := string(a.Status)
	switch {
	case a.Own():
		status = "own"
	case a.Status == sales.Waiting && open && len(a.Steps) > 1:
		status = "step"
	}
	why := chat.Escape(a.Answer)
	if a.Status == sales.Voided {
		why = p.Say("void." + a.Answer)
	}
	text := p.Say("approval.is_"+status, "Who", by, "When", p.Moment(a.Decided.In(zone)), "Why", why,
		"Step", i+1, "Steps", len(a.Steps), "Level", whom(p, who), "Until", p.Moment(a.Expires.In(zone)))
	if a.Status != sales.Waiting {
		return text, nil
	}
	lines := []chat.Safe{text}
	if left := step.Need - len(step.Votes); step.Need > 1 && left > 0 {
		lines = append(lines, p.Say("approval.needs", "Count", left))
	} else if step.Need == sales.All {
		lines = append(lines, p.Say("approval.needs_all"))
	}
	if step.Fell != "" {
		lines = append(lines, p.Say("fell."+string(step.Fell)))
	}
	for _, s := range a.Steps {
		for _, v := range s.Votes {
			by, err := m.onBehalf(r, p, v.By, v.For)
			if err != nil {
				return "", err
			}
			lines = append(lines, p.Say("approval.voted", "Who", by, "When", p.Moment(v.At.In(zone)), "Why", v.Reason))
		}
	}
	return chat.Join("\n", lines...), nil
}

// onBehalf names who decided, and for whom where they did so as a delegate.
func (m Maker) onBehalf(r store.Reader, p lang.Printer, by, whose string) (chat.Safe, error) {
	name, err := PersonName(r, by)
	if err != nil || whose == "" {
		return chat.Escape(name), err
	}
	principal, err := PersonName(r, whose)
	return p.Say("approval.on_behalf", "Who", name, "For", principal), err
}

// ApprovalValue is the opaque value of a request's buttons: which request, for which
// version of the terms. It is checked again when it comes back.
func ApprovalValue(a sales.Approval) string {
	seen := a.Seen()
	return fmt.Sprintf("%s.%d.%d", a.ID, seen.Terms, seen.Step)
}

// ParseApprovalValue takes the value of a button apart.
func ParseApprovalValue(v string) (id string, seen sales.Seen, ok bool) {
	part := strings.Split(v, ".")
	if len(part) != 3 {
		return "", seen, false
	}
	terms, err := strconv.Atoi(part[1])
	step, wrong := strconv.Atoi(part[2])
	return part[0], sales.Seen{Terms: terms, Step: step}, err == nil && wrong == nil
}

// TellRequester says the outcome to whoever asked, directly, unless they did it
// themselves. While a request waits, or waits again, there is none: what was said is
// taken back.
func (m Maker) TellRequester(tx *store.Tx, d sales.Deal, a sales.Approval) error {
	if a.Status == sales.Waiting {
		return tx.Unpost(tellKey(a.ID))
	}
	who, ok, err := store.People.Get(tx, a.Requester)
	if err != nil || !ok || a.By == a.Requester || !InChat(who) {
		return err
	}
	p := m.PrinterOf(who, tx.Change().At)
	title, err := m.DealTitle(tx, d)
	if err != nil {
		return err
	}
	outcome, err := m.Outcome(tx, p, a)
	if err != nil {
		return err
	}
	text := chat.Join("\n", p.Say("approval.yours", "ID", a.ID, "Discount", Terms(p, a.Offer()), "Deal", title), outcome)
	message := chat.Message{Text: text, Blocks: []chat.Block{chat.Para(text)}}
	if a.Status == sales.Returned {
		message.Blocks = append(message.Blocks, chat.Block{Buttons: []chat.Button{{Label: p.Plain("button.ask_again"), Action: "discount", Value: d.ID}}})
	}
	return tx.Post(store.Post{Key: tellKey(a.ID), User: who.ID, About: d.ID, Message: message})
}

// Untell takes back what a request's room, its requester and its deciders were shown of it.
func (m Maker) Untell(tx *store.Tx, a sales.Approval) error {
	if err := tx.Unpost(RoomKey(a.Deal, a.Team, a.ID)); err != nil {
		return err
	}
	for _, id := range a.Told {
		for _, again := range []bool{false, true} {
			if err := tx.Unpost(askKey(a.ID, id, again)); err != nil {
				return err
			}
		}
	}
	return tx.Unpost(tellKey(a.ID))
}

func tellKey(id string) string { return "tell/" + id }
