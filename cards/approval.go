package cards

import (
	"strconv"
	"strings"

	"dealdesk/chat"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/store"
)

// Approval puts a request's card into its deal's room. The buttons stand only while it
// waits; the outcome with the decider's name stays (U10).
func (m Maker) Approval(tx *store.Tx, d sales.Deal, a sales.Approval) error {
	return m.InRoom(tx, d, a.ID, func(p lang.Printer) (chat.Message, error) { return m.ApprovalCard(tx, p, d, a) })
}

// ApprovalCard is what a decider sees of a request.
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
	head := p.Say("approval.asks", "ID", a.ID, "Who", who, "Discount", p.Discount(int(a.Discount)), "Deal", title)
	price := p.Say("approval.price", "List", a.Amount, "Net", a.Net(), "Who", asked(p, a))
	text := chat.Join("\n", head, price, quote(a.Reason), outcome)
	message := chat.Message{Text: text, Blocks: []chat.Block{chat.Para(chat.Join("\n", chat.Bold(head), price, quote(a.Reason))), {Context: outcome}}}
	if a.Status == sales.Waiting {
		value := ApprovalValue(a)
		message.Blocks = append(message.Blocks, chat.Block{Buttons: []chat.Button{
			{Label: p.Plain("button.approve"), Action: "approve", Value: value, Style: chat.Primary},
			{Label: p.Plain("button.reject"), Action: "reject", Value: value, Style: chat.Danger},
			{Label: p.Plain("button.change"), Action: "change", Value: value},
		}})
	}
	return message, nil
}

// asked names whoever should decide, so that the chat notifies them; once it is decided,
// only the role.
func asked(p lang.Printer, a sales.Approval) chat.Safe {
	if a.Status != sales.Waiting || a.Asked == "" {
		return p.Say("approval.the_level", "Level", p.Say("role."+string(a.Level)))
	}
	var who []chat.Safe
	for _, id := range strings.Fields(a.Asked) {
		who = append(who, chat.User(id))
	}
	return p.List(who, true)
}

// Outcome says where a request stands: who must decide, or who did and when.
func (m Maker) Outcome(r store.Reader, p lang.Printer, a sales.Approval) (chat.Safe, error) {
	by, err := PersonName(r, a.By)
	if err != nil {
		return "", err
	}
	status := string(a.Status)
	if a.Own() {
		status = "own"
	}
	why := chat.Escape(a.Answer)
	if a.Status == sales.Voided {
		why = p.Say("void." + a.Answer)
	}
	return p.Say("approval.is_"+status, "Who", by, "When", p.Moment(a.Decided.In(m.zoneOf(r, a.Team))), "Why", why,
		"Level", p.Say("role."+string(a.Level)), "Until", p.Moment(a.Expires.In(m.zoneOf(r, a.Team)))), nil
}

// ApprovalValue is the opaque value of a request's buttons: which request, for which
// version of the terms. It is checked again when it comes back.
func ApprovalValue(a sales.Approval) string { return a.ID + "." + strconv.Itoa(a.Terms) }

// ParseApprovalValue takes the value of a button apart.
func ParseApprovalValue(v string) (id string, terms int, ok bool) {
	id, version, cut := strings.Cut(v, ".")
	terms, err := strconv.Atoi(version)
	return id, terms, cut && err == nil
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
	text := chat.Join("\n", p.Say("approval.yours", "ID", a.ID, "Discount", p.Discount(int(a.Discount)), "Deal", title), outcome)
	message := chat.Message{Text: text, Blocks: []chat.Block{chat.Para(text)}}
	if a.Status == sales.Returned {
		message.Blocks = append(message.Blocks, chat.Block{Buttons: []chat.Button{{Label: p.Plain("button.ask_again"), Action: "discount", Value: d.ID}}})
	}
	return tx.Post(store.Post{Key: tellKey(a.ID), User: who.ID, About: d.ID, Message: message})
}

// Untell takes back what a request's room and its requester were shown of it.
func (m Maker) Untell(tx *store.Tx, a sales.Approval) error {
	if err := tx.Unpost(RoomKey(a.Deal, a.Team, a.ID)); err != nil {
		return err
	}
	return tx.Unpost(tellKey(a.ID))
}

func tellKey(id string) string { return "tell/" + id }
