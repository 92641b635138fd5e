package cards

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"dealdesk/chat"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/store"
)

// DecideButtons returns the buttons of a request: the three answers, and one for similar deals.
func DecideButtons(p lang.Printer, a sales.Approval) chat.Block {
	value := ApprovalValue(a)
	return chat.Block{Buttons: []chat.Button{
		{Label: p.Plain("button.approve"), Action: "approve", Value: value, Style: chat.Primary},
		{Label: p.Plain("button.reject"), Action: "reject", Value: value, Style: chat.Danger},
		{Label: p.Plain("button.change"), Action: "change", Value: value},
		{Label: p.Plain("button.similar"), Action: "similar", Value: a.ID},
	}}
}

// ApprovalCard returns a request as a decider sees it, without the buttons.
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
	head := p.Say("approval.asks", "ID", a.ID, "Who", who, "Discount", Terms(p, a.Offer()), "Deal", title)
	price := p.Say("approval.price", "List", a.Amount, "Net", a.Net())
	if a.Discount == 0 && a.Special != (sales.Special{}) {
		price = p.Say("approval.price_terms", "Net", a.Net(), "Terms", Terms(p, a.Offer()))
	}
	if step, _, open := a.Current(); open && a.Status == sales.Waiting {
		by, err := m.asked(r, p, step)
		if err != nil {
			return chat.Message{}, err
		}
		price = chat.Join(" · ", price, p.Say("approval.for", "Who", by))
	}
	if a.Given > a.Discount {
		price = chat.Join("\n", price,
			p.Say("approval.together", "Given", p.Percent(a.Given.Hundredths()), "List", a.List, "Days", sales.OftenDays))
	}
	if a.Status == sales.Waiting {
		price = chat.Join("\n", price, Replacing(p, d, a))
		asked := d
		asked.Discount = max(d.Discount, a.Discount)
		twin, err := m.Twin(r, asked, a.Created)
		if err != nil {
			return chat.Message{}, err
		}
		decided, err := m.decidedBefore(r, p, a)
		if err != nil {
			return chat.Message{}, err
		}
		price = chat.Join("\n", price, twin.In(p), decided)
	}
	since, err := ownSince(r, p, a)
	if err != nil {
		return chat.Message{}, err
	}
	outcome = chat.Join("\n", outcome, since)
	text := chat.Join("\n", head, price, quote(a.Reason), outcome)
	return chat.Message{Text: text,
		Blocks: []chat.Block{chat.Para(chat.Join("\n", chat.Bold(head), price, quote(a.Reason))), {Context: outcome}}}, nil
}

// Replacing says that a waiting request is for another discount than the deal has, and what becomes of
// the price; "" if it has none.
func Replacing(p lang.Printer, d sales.Deal, a sales.Approval) chat.Safe {
	if d.Discount == 0 || d.Discount == a.Discount {
		return ""
	}
	return p.Say("approval.replaces", "Deal", d.ID, "Was", p.Discount(int(d.Discount)), "Now", d.Net(), "Net", a.Net())
}

// Replaced says which discount of a deal a granted one has replaced, and what became of the price; ""
// if none.
func Replaced(p lang.Printer, was, is sales.Deal) chat.Safe {
	if was.Discount == 0 || was.Discount == is.Discount || is.Discount == 0 {
		return ""
	}
	return p.Say("discount.replaced", "Deal", is.ID, "Was", p.Discount(int(was.Discount)), "Before", was.Net(), "Net", is.Net())
}

// mostDecided is how many earlier decisions stand on a request.
const mostDecided = 3

// decidedBefore says what was decided on earlier requests for the deal, in whatever team it was then: nobody
// gets a yes from one manager after a no from another without their knowing.
func (m Maker) decidedBefore(r store.Reader, p lang.Printer, a sales.Approval) (chat.Safe, error) {
	var lines []chat.Safe
	for one, err := range store.ApprovalsOf(r, a.Deal) {
		if err != nil {
			return "", err
		}
		decided := one.Status == sales.Approved || one.Status == sales.Rejected || one.Status == sales.Returned
		if !decided || one.Own() || one.ID == a.ID {
			continue
		}
		outcome, err := m.Outcome(r, p, one)
		if err != nil {
			return "", err
		}
		lines = append(lines, p.Say("approval.before", "ID", one.ID, "Discount", Terms(p, one.Offer()), "Outcome", outcome))
	}
	return chat.Join("\n", lines[max(0, len(lines)-mostDecided):]...), nil
}

// ownSince says what the requester has granted within their own limit since a request ended without an
// approval: whoever was asked would not hear of it otherwise. It returns "" if they granted nothing.
func ownSince(r store.Reader, p lang.Printer, a sales.Approval) (chat.Safe, error) {
	if a.Status == sales.Waiting || a.Status == sales.Approved || len(a.Steps) == 0 {
		return "", nil
	}
	var own sales.Approval
	later := false
	for one, err := range store.ApprovalsOf(r, a.Deal) {
		switch {
		case err != nil:
			return "", err
		case !later:
			later = one.ID == a.ID
		case len(one.Steps) > 0: // its own messages say what became of it
			return "", nil
		case one.Own() && one.Team == a.Team:
			own = one
		}
	}
	if own.Discount == 0 && own.Special == (sales.Special{}) {
		return "", nil
	}
	who, err := PersonName(r, own.By)
	return p.Say("approval.own_since", "ID", own.ID, "Who", who, "Discount", Terms(p, own.Offer()), "Net", own.Net()), err
}

// asked names the people who are asked in the current step. They get a direct message as well, so
// it does not mention them, which would notify them twice.
func (m Maker) asked(r store.Reader, p lang.Printer, step sales.Step) (chat.Safe, error) {
	var who []chat.Safe
	for _, seat := range step.Asked {
		name, err := PersonName(r, seat.By)
		if err != nil {
			return "", err
		}
		one := chat.EscapeLine(name)
		if seat.For != "" {
			principal, err := PersonName(r, seat.For)
			if err != nil {
				return "", err
			}
			one = p.Say("approval.stands_in", "Who", name, "For", principal)
		}
		who = append(who, one)
	}
	if len(who) == 0 {
		level, err := Named(r, step.Who)
		return whom(p, level, step.Need), err
	}
	return p.List(who, step.Need != sales.All), nil
}

// Named replaces the IDs of people in a panel by names.
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

// whom lists a panel: "a manager or finance", with "and" if all must approve. Entries without a
// translation stay as they are.
func whom(p lang.Printer, who sales.Who, need int) chat.Safe {
	var all []chat.Safe
	for _, name := range who {
		if p.Has("panel." + name) {
			all = append(all, p.Say("panel."+name))
		} else {
			all = append(all, chat.EscapeLine(name))
		}
	}
	return p.List(all, need != sales.All)
}

// Terms returns what is asked for or was granted: "15% off and 60 days to pay".
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

// Outcome returns the state of a request: who must decide, why, and who has; or how it ended, by
// whom, when and after how long.
func (m Maker) Outcome(r store.Reader, p lang.Printer, a sales.Approval) (chat.Safe, error) {
	by, err := m.onBehalf(r, p, a.By, a.For)
	if err != nil {
		return "", err
	}
	zone := m.TeamZone(r, a.Team)
	step, i, open := a.Current()
	who, err := Named(r, step.Who)
	if err != nil {
		return "", err
	}
	status, when := string(a.Status), chat.Escape(p.Moment(a.Decided.In(zone)))
	switch a.Status {
	case sales.Waiting:
		if open && len(a.Steps) > 1 {
			status = "step"
		}
	case sales.Approved, sales.Rejected, sales.Returned:
		if took := a.Waited(a.Decided); took >= time.Minute {
			when = p.Say("approval.when_after", "When", when, "Took", p.Long(took))
		}
		if a.Own() {
			status = "own"
		}
	}
	why := chat.EscapeLine(a.Answer)
	switch a.Status {
	case sales.Voided:
		why = p.Say("void." + a.Answer)
	case sales.Approved:
		why = words(p, a.Answer)
	}
	text := p.Say("approval.is_"+status, "Who", by, "When", when, "Why", why,
		"Step", i+1, "Steps", len(a.Steps), "Level", whom(p, who, step.Need), "Until", p.Moment(a.Expires.In(zone)))
	if a.Status != sales.Waiting {
		votes, err := m.votes(r, p, a, zone)
		return chat.Join("\n", append([]chat.Safe{text}, votes...)...), err
	}
	so, err := m.soFar(r, p, a, zone)
	return chat.Join("\n", text, so), err
}

// soFar returns the votes in a waiting request, what is still needed, and why.
func (m Maker) soFar(r store.Reader, p lang.Printer, a sales.Approval, zone *time.Location) (chat.Safe, error) {
	step, i, _ := a.Current()
	why, err := because(r, p, a, step)
	if err != nil {
		return "", err
	}
	lines := []chat.Safe{p.Say("approval.why", "Why", why)}
	if left := step.Need - len(step.Votes); step.Need > 1 && left > 0 {
		lines = append(lines, p.Say("approval.needs", "Count", left))
	} else if step.Need == sales.All {
		lines = append(lines, p.Say("approval.needs_all"))
	}
	if step.Fell != "" {
		lines = append(lines, p.Say("fell."+string(step.Fell)))
	}
	votes, err := m.votes(r, p, a, zone)
	if err != nil {
		return "", err
	}
	lines = append(lines, votes...)
	for _, s := range a.Steps[min(i+1, len(a.Steps)):] {
		who, err := Named(r, s.Who)
		if err != nil {
			return "", err
		}
		why, err := because(r, p, a, s)
		if err != nil {
			return "", err
		}
		lines = append(lines, p.Say("approval.then", "Level", whom(p, who, s.Need), "Why", why))
	}
	return chat.Join("\n", lines...), nil
}

// votes names who has approved, when and for whom. The last approval of an approved request is its
// outcome.
func (m Maker) votes(r store.Reader, p lang.Printer, a sales.Approval, zone *time.Location) (lines []chat.Safe, err error) {
	for _, s := range a.Steps {
		for _, v := range s.Votes {
			by, err := m.onBehalf(r, p, v.By, v.For)
			if err != nil {
				return nil, err
			}
			lines = append(lines, p.Say("approval.voted", "Who", by, "When", p.Moment(v.At.In(zone)), "Why", words(p, v.Reason)))
		}
	}
	if a.Status == sales.Approved && len(lines) > 0 {
		lines = lines[:len(lines)-1]
	}
	return lines, nil
}

// words are what somebody said with an approval, after a colon; "" for nothing.
func words(p lang.Printer, said string) chat.Safe {
	if said == "" {
		return ""
	}
	return p.Say("approval.words", "Text", said)
}

// because names the policies that require a step, and the requester's limit.
func because(r store.Reader, p lang.Printer, a sales.Approval, s sales.Step) (chat.Safe, error) {
	who, err := PersonName(r, a.Requester)
	var all []chat.Safe
	for _, why := range s.Why {
		if why == sales.WhyLevel {
			all = append(all, p.Say("approval.why_level", "Who", who))
		} else {
			all = append(all, p.Say("approval.why_policy", "Policy", why))
		}
	}
	return p.List(all, false), err
}

// onBehalf names the decider and, if they decided as a delegate, the person they stood in for.
func (m Maker) onBehalf(r store.Reader, p lang.Printer, by, whose string) (chat.Safe, error) {
	name, err := PersonName(r, by)
	if err != nil || whose == "" {
		return chat.EscapeLine(name), err
	}
	principal, err := PersonName(r, whose)
	return p.Say("approval.on_behalf", "Who", name, "For", principal), err
}

// ApprovalValue returns the opaque value of a request's buttons: the request and the version of the
// terms. It is checked when it comes back.
func ApprovalValue(a sales.Approval) string {
	seen := a.Seen()
	return fmt.Sprintf("%s.%d.%d", a.ID, seen.Terms, seen.Step)
}

// ParseApprovalValue parses the value of a button.
func ParseApprovalValue(v string) (id string, seen sales.Seen, ok bool) {
	part := strings.Split(v, ".")
	if len(part) != 3 {
		return "", seen, false
	}
	terms, err := strconv.Atoi(part[1])
	step, wrong := strconv.Atoi(part[2])
	return part[0], sales.Seen{Terms: terms, Step: step}, err == nil && wrong == nil
}
