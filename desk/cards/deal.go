package cards

import (
	"fmt"

	"dealdesk/chat"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// DealKey returns the key of a deal's card in a team's channel. The thread of the card is the
// deal's room. A deal that goes to another team gets a new card: a message cannot move.
func DealKey(deal, team string) string { return "deal/" + deal + "/" + team }

// RoomKey returns the key of the message about a record in a deal's room.
func RoomKey(deal, team, record string) string { return DealKey(deal, team) + "/" + record }

// DealCard returns the card of a deal. r is the transaction that changed the deal.
func (m Maker) DealCard(r store.Reader, p lang.Printer, d sales.Deal) (chat.Message, error) {
	title, err := m.DealTitle(r, d)
	if err != nil {
		return chat.Message{}, err
	}
	owner, err := PersonName(r, d.Owner)
	if err != nil {
		return chat.Message{}, err
	}
	head := p.Say("card.deal", "Deal", title, "Stage", m.StageOf(p, d), "Amount", Net(p, d), "Owner", owner)
	fields := []chat.Safe{
		p.Say("card.stage", "Stage", m.StageOf(p, d)),
		p.Say("card.amount", "Amount", Net(p, d)),
		p.Say("card.close", "Date", DateOr(p, d.Close)),
		p.Say("card.owner", "Owner", owner),
	}
	if d.Repriced > 0 {
		fields[1] = chat.Join("", fields[1], p.Say("card.repriced", "Count", d.Repriced))
	}
	if d.Pushed > 0 {
		fields[2] = chat.Join("", fields[2], p.Say("card.pushed", "Count", d.Pushed))
	}
	if d.Status != sales.Open {
		fields[2] = p.Say("card.closed", "Date", DateOr(p, d.Close))
	}
	if d.Status == sales.Open {
		next := p.Say("card.next", "Next", Next(p, d.Next))
		head, fields = chat.Join(" · ", head, next), append(fields, next)
	}
	blocks := []chat.Block{
		{Section: &chat.Section{Text: chat.Bold(title), Fields: fields}},
	}
	if d.Status == sales.Lost {
		blocks = append(blocks, chat.Block{Context: p.Say("card.lost", "Reason", m.LostReason(p, d.Reason), "Competitor", d.Competitor)})
	}
	for a, err := range store.ApprovalsOf(r, d.ID) {
		if err != nil {
			return chat.Message{}, err
		}
		if a.Status != sales.Waiting {
			continue
		}
		step, _, _ := a.Current()
		who, err := m.asked(r, p, step)
		if err != nil {
			return chat.Message{}, err
		}
		blocks = append(blocks, chat.Block{Context: p.Say("card.waiting", "ID", a.ID, "Discount", Terms(p, a.Offer()), "Level",
			who)})
	}
	if d.Status == sales.Open {
		blocks = append(blocks, chat.Block{Buttons: []chat.Button{
			{Label: p.Plain("button.log"), Action: "log", Value: d.ID},
			{Label: p.Plain("button.advance"), Action: "deal advance", Value: d.ID},
			{Label: p.Plain("button.next"), Action: "deal next", Value: d.ID},
			{Label: p.Plain("button.discount"), Action: "discount", Value: d.ID},
			{Label: p.Plain("button.open"), Action: "deal", Value: d.ID},
		}})
	}
	return chat.Message{Text: head, Blocks: blocks}, nil
}

// DealTitle returns a title like "D-7 · Acme · Data platform".
func (m Maker) DealTitle(r store.Reader, d sales.Deal) (chat.Safe, error) {
	a, _, err := store.Accounts.Get(r, d.Account)
	name := chat.EscapeLine(d.Name)
	if d.Name == a.Name {
		name = ""
	}
	return chat.Join(" · ", chat.Escape(d.ID), chat.EscapeLine(a.Name), name), err
}

// StageOf returns the stage of an open deal, else won or lost.
func (m Maker) StageOf(p lang.Printer, d sales.Deal) chat.Safe {
	if d.Status != sales.Open {
		return p.Say("status." + string(d.Status))
	}
	line, _ := m.Company.Pipeline(d.Pipeline)
	for i, s := range line.Stages {
		if s.ID == d.Stage {
			return p.Say("card.stage_of", "Stage", StageName(p, s), "N", i+1, "Of", len(line.Stages))
		}
	}
	return chat.Escape(d.Stage)
}

// StageName returns the company's own name of a stage, or that of the template in words.
func StageName(p lang.Printer, s sales.Stage) string {
	if s.Name != "" {
		return s.Name
	}
	return p.Plain("stage." + s.ID)
}

// stageName returns the name of the stage with an ID, or the ID if there is no such stage.
func (m Maker) stageName(p lang.Printer, id string) string {
	for _, line := range m.Company.Pipelines {
		if s, ok := line.Stage(id); ok {
			return StageName(p, s)
		}
	}
	return id
}

// PipelineName returns the company's own name of a pipeline, or that of the template in words.
func PipelineName(p lang.Printer, line sales.Pipeline) string {
	if line.Name != "" {
		return line.Name
	}
	return p.Plain("pipeline." + line.ID)
}

// DealLine returns a deal as one line of a list of deals that have one owner.
func (m Maker) DealLine(r store.Reader, p lang.Printer, d sales.Deal) (chat.Safe, error) {
	return m.dealLine(r, p, d, "")
}

// TeamDealLine is DealLine with the owner.
func (m Maker) TeamDealLine(r store.Reader, p lang.Printer, d sales.Deal) (chat.Safe, error) {
	owner, err := PersonName(r, d.Owner)
	if err != nil {
		return "", err
	}
	return m.dealLine(r, p, d, chat.EscapeLine(owner))
}

func (m Maker) dealLine(r store.Reader, p lang.Printer, d sales.Deal, owner chat.Safe) (chat.Safe, error) {
	title, err := m.DealTitle(r, d)
	next := Next(p, d.Next)
	if d.Status != sales.Open {
		next = chat.Escape(DateOr(p, d.Close))
		if d.Status == sales.Lost {
			next = chat.Join(" · ", next, chat.EscapeLine(m.LostReason(p, d.Reason)), chat.EscapeLine(d.Competitor))
		}
	} else if d.Next.Missing() {
		next = p.Say("card.list_no_next")
	}
	return chat.Join(" · ", "• "+title, owner, m.StageOf(p, d), Net(p, d), next), err
}

// Net returns what the customer pays and, with a granted discount, the list amount.
func Net(p lang.Printer, d sales.Deal) chat.Safe {
	if d.Amount.Zero() {
		return p.Say("card.no_amount")
	}
	net := p.Money(d.Net())
	if d.Discount == 0 && d.Special == (sales.Special{}) {
		return chat.Escape(net)
	}
	return p.Say("card.discounted", "Net", net, "List", p.Money(d.Amount), "Discount",
		Terms(p, sales.Offer{Discount: d.Discount, Special: d.Special}))
}

// DateOr returns a date with its weekday, or the word for none.
func DateOr(p lang.Printer, d calendar.Date) string {
	if d == "" {
		return p.Plain("card.no_date")
	}
	return p.Day(string(d))
}

// Next returns a next step with its date.
func Next(p lang.Printer, n sales.NextStep) chat.Safe {
	switch {
	case n.Missing():
		return p.Say("card.no_next")
	case n.Due == "":
		return chat.EscapeLine(n.What)
	case n.What == "":
		return chat.Escape(p.Day(string(n.Due)))
	}
	when := p.Day(string(n.Due))
	if n.Clock != "" {
		when = fmt.Sprintf("%s %s", when, n.Clock)
	}
	return p.Say("card.next_on", "What", n.What, "When", when)
}

// SourceName returns the code of a customer's source in words; the company's own sources are words already.
func SourceName(p lang.Printer, code string) string {
	if p.Has("source." + code) {
		return p.Plain("source." + code)
	}
	return code
}

// LostReason returns a reason code in words; the company's own reasons are words already.
func (m Maker) LostReason(p lang.Printer, code string) string {
	if p.Has("lost." + code) {
		return p.Plain("lost." + code)
	}
	return code
}
