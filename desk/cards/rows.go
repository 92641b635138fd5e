package cards

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"dealdesk/chat"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// Buttons that open the records behind the numbers of digests and reviews.

// The numbers that open their records. Their texts are rows.<name>.
const (
	RowsWon     = "won"
	RowsLost    = "lost"
	RowsMoved   = "moved" // deals
	RowsSteps   = "steps" // of theirs: two of one deal are two
	RowsNew     = "new"
	RowsWaiting = "waiting"
	RowsOverdue = "overdue"
	RowsQuiet   = "quiet"
	RowsNoNext  = "no_next"
	RowsOpen    = "open"
	RowsLate    = "late"
)

// RowsNumbers are all of them.
var RowsNumbers = []string{RowsWon, RowsLost, RowsMoved, RowsSteps, RowsNew, RowsWaiting, RowsOverdue, RowsQuiet, RowsNoNext, RowsOpen,
	RowsLate}

// List is a number of a digest or a review: of which records, team and days. Lists of open deals
// and of requests show the current ones, whatever the days.
type List struct {
	Number string
	Team   sales.Team
	Span   calendar.Span
	Digest calendar.Date // of a number of this day's digest
	Now    time.Time
}

// OfNow reports whether the list shows the current records, whatever the days.
func (l List) OfNow() bool {
	return !slices.Contains([]string{RowsWon, RowsLost, RowsMoved, RowsSteps, RowsNew}, l.Number)
}

// behind is one record behind a number: an event, a request or a deal.
type behind struct {
	event    sales.Event
	approval sales.Approval
	deal     sales.Deal
}

func (b behind) about() string { return b.event.Deal + b.approval.Deal }

// behind returns the records behind a number as they are now.
func (m Maker) behind(r store.Reader, l List) ([]behind, error) {
	var list []behind
	if !l.OfNow() {
		events, err := m.eventsBehind(r, l)
		d := sales.NewDigest(sales.DigestInput{Events: events}) // leaves out what was taken back
		for _, e := range map[string][]sales.Event{RowsWon: d.Won, RowsLost: d.Lost, RowsMoved: d.Moved, RowsSteps: d.Steps,
			RowsNew: d.Created}[l.Number] {
			list = append(list, behind{event: e})
		}
		return list, err
	}
	if l.Number == RowsWaiting {
		waiting, err := waitingOf(r, l.Team.ID)
		for _, a := range waiting {
			list = append(list, behind{approval: a})
		}
		return list, err
	}
	open, err := openOf(r, l.Team.ID)
	if err != nil {
		return nil, err
	}
	if open, err = m.pointedAt(r, open, l); err != nil {
		return nil, err
	}
	for _, d := range open {
		list = append(list, behind{deal: d})
	}
	return list, nil
}

func (m Maker) eventsBehind(r store.Reader, l List) ([]sales.Event, error) {
	if l.Digest != "" {
		return m.digestEvents(r, l.Team, l.Digest, l.Span)
	}
	return eventsOf(r, l.Team.ID, l.Span)
}

// pointedAt returns the open deals that a number counts, the most urgent first.
func (m Maker) pointedAt(r store.Reader, open []sales.Deal, l List) ([]sales.Deal, error) {
	work := m.Worktime(sales.Person{}, l.Team)
	today := work.On(l.Now)
	quiet, err := m.Quiet(r, open...)
	if err != nil {
		return nil, err
	}
	open = slices.DeleteFunc(open, func(d sales.Deal) bool {
		switch l.Number {
		case RowsOverdue:
			return !d.Next.Overdue(today)
		case RowsQuiet:
			return !d.Stale(quiet(d), l.Now, work)
		case RowsNoNext:
			return !d.Next.Missing()
		case RowsLate:
			return !d.Late(today)
		}
		return l.Number != RowsOpen
	})
	slices.SortStableFunc(open, func(a, b sales.Deal) int {
		switch l.Number {
		case RowsOverdue:
			return cmp.Compare(a.Next.Due, b.Next.Due)
		case RowsLate:
			return cmp.Compare(a.Close, b.Close)
		case RowsQuiet:
			return a.Touched().Compare(b.Touched())
		case RowsOpen:
			return cmp.Or(cmp.Compare(a.Amount.Currency, b.Amount.Currency), cmp.Compare(b.Net().Minor, a.Net().Minor))
		}
		return a.Created.Compare(b.Created)
	})
	return open, nil
}

// The routes that list the records behind a number. The values of their buttons are RowsValue.
const (
	DigestRows = "standup rows"
	ReviewRows = "review rows"
)

// RowsValue returns the button value of a number in a team's digest or review:
// "emea|2026-11-20|won|10". skip is how many records to skip. It is checked when it comes back.
func RowsValue(team string, on calendar.Date, number string, skip int) string {
	return fmt.Sprintf("%s|%s|%s|%d", team, on, number, skip)
}

// ParseRowsValue parses the value of a button.
func ParseRowsValue(v string) (team string, on calendar.Date, number string, skip int, ok bool) {
	parts := strings.Split(v, "|")
	if len(parts) != 4 {
		return "", "", "", 0, false
	}
	n, err := fmt.Sscanf(parts[3], "%d", &skip)
	on = calendar.Date(parts[1])
	return parts[0], on, parts[2], skip, n == 1 && err == nil && skip >= 0 && on.Valid()
}

type rowCount struct {
	number string
	n      int
}

func rowButtons(p lang.Printer, action, team string, on calendar.Date, counts []rowCount) []chat.Button {
	var buttons []chat.Button
	for _, c := range counts {
		if c.n > 0 {
			buttons = append(buttons, chat.Button{Label: p.Plain("rows."+c.number, "Count", c.n), Action: action,
				Value: RowsValue(team, on, c.number, 0)})
		}
	}
	return buttons
}

// Row is one record of a list: a line, and the deal that its button opens.
type Row struct {
	Text chat.Safe
	Deal string
}

// Page holds the rows of a list after the skipped ones, and how many there are in all.
type Page struct {
	Rows []Row
	Of   int
}

// PageSize bounds the rows of a Page.
const PageSize = 8

// Rows lists the records behind a number for whose deals see returns true.
func (m Maker) Rows(r store.Reader, p lang.Printer, list List, see func(sales.Deal) bool, skip int) (Page, error) {
	records, err := m.behind(r, list)
	if err != nil {
		return Page{}, err
	}
	var page Page
	for _, rec := range records {
		d := rec.deal
		if d.ID == "" {
			if d, _, err = store.Deals.Get(r, rec.about()); err != nil {
				return page, err
			}
		}
		if !see(d) {
			continue
		}
		if page.Of++; page.Of <= skip || len(page.Rows) == PageSize {
			continue
		}
		text, err := m.row(r, p, list, rec, d)
		if err != nil {
			return page, err
		}
		page.Rows = append(page.Rows, Row{text, d.ID})
	}
	return page, nil
}

func (m Maker) row(r store.Reader, p lang.Printer, list List, rec behind, d sales.Deal) (chat.Safe, error) {
	if rec.event.ID != "" {
		return m.eventLine(r, p, d, rec.event)
	}
	title, err := m.DealTitle(r, d)
	if err != nil {
		return "", err
	}
	switch list.Number {
	case RowsWaiting:
		who, err := PersonName(r, rec.approval.Requester)
		return p.Say("rows_page.waiting", "ID", rec.approval.ID, "Deal", title, "Discount", Terms(p, rec.approval.Offer()), "Who", who), err
	case RowsOverdue:
		return p.Say("rows_page.due", "Deal", title, "Next", Next(p, d.Next)), nil
	case RowsLate:
		return p.Say("rows_page.late", "Deal", title, "Amount", Net(p, d), "Date", d.Close), nil
	case RowsQuiet:
		return p.Say("rows_page.quiet", "Deal", title, "Count", d.Silent(list.Now, m.Worktime(sales.Person{}, list.Team))), nil
	}
	return p.Say("rows_page.deal", "Deal", title, "Amount", Net(p, d), "Stage", m.StageOf(p, d)), nil
}
