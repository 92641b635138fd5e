package cards

import (
	"fmt"
	"hash/crc32"
	"slices"

	"dealdesk/chat"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/store"
)

// Whoever takes over a deal or a customer gets what is known so far: where it stands, what
// was promised next, who the people are, and the latest that was logged.

// HandoverKey returns the key of the post to the new owner of a deal or a customer.
func HandoverKey(record, owner string) string { return "handover/" + record + "/" + owner }

// StepKey returns the key of the post to an owner about a next step that somebody else has set.
func StepKey(d sales.Deal) string {
	sum := crc32.ChecksumIEEE([]byte(d.Next.What + "/" + string(d.Next.Due) + "/" + d.Next.Clock))
	return fmt.Sprintf("step/%s/%s/%08x", d.ID, d.Owner, sum)
}

// maxHandedOver is how many contacts, deals and entries of the log a handover shows.
const maxHandedOver = 5

// handover collects the lines of one message.
type handover struct {
	p    lang.Printer
	text chat.Safe
	msg  chat.Message
}

func (h *handover) add(part chat.Safe) {
	if part != "" {
		h.text, h.msg.Blocks = chat.Join("\n", h.text, part), append(h.msg.Blocks, chat.Para(part))
	}
}

// list adds lines under a heading, the first few of them.
func (h *handover) list(heading chat.Safe, lines []chat.Safe) {
	if len(lines) == 0 {
		return
	}
	part := []chat.Safe{heading}
	for _, line := range lines[:min(len(lines), maxHandedOver)] {
		part = append(part, "• "+line)
	}
	if more := len(lines) - maxHandedOver; more > 0 {
		part = append(part, h.p.Say("deal.list_more", "Count", more))
	}
	h.add(chat.Join("\n", part...))
}

func (h *handover) done(buttons ...chat.Button) chat.Message {
	h.msg.Text = h.text
	h.msg.Blocks = append(h.msg.Blocks, chat.Block{Buttons: buttons})
	return h.msg
}

// Handover returns the message to the new owner of a deal, in the reader's language.
func (m Maker) Handover(r store.Reader, p lang.Printer, d sales.Deal, by string) (chat.Message, error) {
	h := handover{p: p}
	title, err := m.DealTitle(r, d)
	if err != nil {
		return chat.Message{}, err
	}
	who, err := PersonName(r, by)
	if err != nil {
		return chat.Message{}, err
	}
	h.add(p.Say("handover.deal", "Who", who, "Deal", title))
	h.add(chat.Join("\n", p.Say("card.stage", "Stage", m.StageOf(p, d)), p.Say("card.amount", "Amount", Net(p, d)),
		p.Say("card.close", "Date", DateOr(p, d.Close)), p.Say("card.next", "Next", Next(p, d.Next))))
	var known []chat.Safe
	for _, f := range []string{"need", "budget", "product"} {
		if text := d.Text(f); text != "" {
			known = append(known, p.Say("account.field", "Field", p.Say("field."+f), "Text", text))
		}
	}
	for a, err := range store.ApprovalsOf(r, d.ID) {
		if err != nil {
			return chat.Message{}, err
		}
		if a.Status == sales.Waiting {
			known = append(known, p.Say("handover.waiting", "ID", a.ID, "Discount", Terms(p, a.Offer())))
		}
	}
	h.add(chat.Join("\n", known...))
	people, err := contactLines(r, p, d.Account)
	if err != nil {
		return chat.Message{}, err
	}
	h.list(p.Say("contact.list"), people)
	log, err := latest(r, p, []string{d.ID, d.Account})
	if err != nil {
		return chat.Message{}, err
	}
	if len(log) == 0 {
		log = []chat.Safe{p.Say("account.never")}
	}
	h.list(p.Say("account.timeline"), log)
	return h.done(chat.Button{Label: p.Plain("button.open"), Action: "deal", Value: d.ID},
		chat.Button{Label: p.Plain("button.log"), Action: "log", Value: d.ID},
		chat.Button{Label: p.Plain("button.next"), Action: "deal next", Value: d.ID}), nil
}

// HandoverOf returns the message to the new owner of a customer. It names only those deals
// that see lets through (P13).
func (m Maker) HandoverOf(r store.Reader, p lang.Printer, a sales.Account, by string, see func(sales.Deal) bool) (chat.Message, error) {
	h := handover{p: p}
	who, err := PersonName(r, by)
	if err != nil {
		return chat.Message{}, err
	}
	h.add(p.Say("handover.account", "Who", who, "ID", a.ID, "Name", a.Name))
	if !a.Next.Missing() {
		h.add(p.Say("card.next", "Next", Next(p, a.Next)))
	}
	people, err := contactLines(r, p, a.ID)
	if err != nil {
		return chat.Message{}, err
	}
	h.list(p.Say("contact.list"), people)
	about := []string{a.ID}
	var open []chat.Safe
	for d, err := range store.LatestDealsOfAccount(r, a.ID) {
		if err != nil {
			return chat.Message{}, err
		}
		if !see(d) {
			continue
		}
		about = append(about, d.ID)
		if d.Status != sales.Open {
			continue
		}
		title, err := m.DealTitle(r, d)
		if err != nil {
			return chat.Message{}, err
		}
		open = append(open, chat.Join(" · ", title, m.StageOf(p, d), Net(p, d)))
	}
	h.list(p.Say("account.deals", "Count", len(open)), open)
	log, err := latest(r, p, about)
	if err != nil {
		return chat.Message{}, err
	}
	if len(log) == 0 {
		log = []chat.Safe{p.Say("account.never")}
	}
	h.list(p.Say("account.timeline"), log)
	return h.done(chat.Button{Label: p.Plain("button.open"), Action: "account", Value: a.ID},
		chat.Button{Label: p.Plain("button.log"), Action: "log form", Value: a.ID}), nil
}

func contactLines(r store.Reader, p lang.Printer, account string) (lines []chat.Safe, err error) {
	if account == "" {
		return nil, nil
	}
	for k, err := range store.ContactsOf(r, account) {
		if err != nil {
			return nil, err
		}
		lines = append(lines, ContactLine(p, k))
	}
	return lines, nil
}

// latest returns what was logged last about some records, the newest first.
func latest(r store.Reader, p lang.Printer, about []string) (lines []chat.Safe, err error) {
	var all []sales.Activity
	for _, id := range about {
		if id == "" {
			continue
		}
		for a, err := range store.LatestActivitiesAbout(r, id, maxHandedOver) {
			if err != nil {
				return nil, err
			}
			all = append(all, a)
		}
	}
	slices.SortStableFunc(all, func(x, y sales.Activity) int { return y.At.Compare(x.At) })
	for _, a := range all[:min(len(all), maxHandedOver)] {
		said, err := Activity(r, p, a)
		if err != nil {
			return nil, err
		}
		lines = append(lines, said.Text)
	}
	return lines, nil
}
