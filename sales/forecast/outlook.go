package forecast

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"dealdesk/sales"
	"dealdesk/sales/calendar"
)

// Figures are what a period brings, currency by currency. Each holds what is won already: Commit adds what the
// owners commit to, Best what may come beside it, Weighted each open deal by its chance.
type Figures struct {
	Won      sales.Totals `json:"won,omitempty"`
	Commit   sales.Totals `json:"commit,omitempty"`
	Best     sales.Totals `json:"best,omitempty"`
	Weighted sales.Totals `json:"weighted,omitempty"`
}

// Outlook is what the deals of a person or a team bring in a period.
type Outlook struct {
	Period calendar.Span
	Figures
	Open    []sales.Deal // expected within the period: by category, the largest first
	Sold    []sales.Deal // won within it
	Undated int          // open deals without an expected close: no period has them
	Behind  int          // open deals whose expected close has passed, before the period: neither
}

// New makes the outlook of a period from open deals and from those won within it.
func New(period calendar.Span, open, won []sales.Deal, weigh func(*sales.Deal) sales.Percent, today calendar.Date) Outlook {
	o := Outlook{Period: period, Sold: won, Figures: Figures{sales.Totals{}, sales.Totals{}, sales.Totals{}, sales.Totals{}}}
	for i := range won {
		o.Won.Add(won[i].Net())
	}
	for _, sum := range []sales.Totals{o.Commit, o.Best, o.Weighted} {
		maps.Copy(sum, o.Won)
	}
	for i := range open {
		d := &open[i]
		switch {
		case d.Status != sales.Open || d.Close > period.To:
			continue
		case d.Close == "":
			o.Undated++
			continue
		case d.Close < period.From:
			if d.Late(today) {
				o.Behind++
			}
			continue
		}
		o.Open = append(o.Open, *d)
		net := d.Net()
		switch d.Said() {
		case sales.Omitted:
			continue
		case sales.Commit:
			o.Commit.Add(net)
			o.Best.Add(net)
		case sales.Best:
			o.Best.Add(net)
		}
		o.Weighted.Add(net.Part(weigh(d)))
	}
	slices.SortStableFunc(o.Open, func(a, b sales.Deal) int {
		return cmp.Or(cmp.Compare(place(a), place(b)), cmp.Compare(b.Net().Minor, a.Net().Minor), cmp.Compare(a.Close, b.Close))
	})
	return o
}

func place(d sales.Deal) int { return slices.Index(sales.Categories, d.Said()) }

// Line is a deal as it stood when a forecast was submitted.
type Line struct {
	Deal     string         `json:"deal"`
	Category sales.Category `json:"category,omitempty"`
	Net      sales.Money    `json:"net,omitzero"`
	Close    calendar.Date  `json:"close,omitempty"`
	Won      bool           `json:"won,omitempty"`
}

// Lines are the deals of the outlook as they stand.
func (o Outlook) Lines() (all []Line) {
	for _, d := range o.Sold {
		all = append(all, Line{d.ID, "", d.Net(), d.Close, true})
	}
	for _, d := range o.Open {
		all = append(all, Line{d.ID, d.Said(), d.Net(), d.Close, false})
	}
	return all
}

// ChangeKind is what happened to a deal since a forecast was submitted.
type ChangeKind string

const (
	Opened     ChangeKind = "new"  // opened since
	Won        ChangeKind = "won"  //
	Lost       ChangeKind = "lost" //
	PushedOut  ChangeKind = "out"  // its close is no longer in the period
	PulledIn   ChangeKind = "in"   // it was not in the forecast, and is now
	Up         ChangeKind = "up"   // its amount
	Down       ChangeKind = "down" //
	Recalled   ChangeKind = "said" // its category
	HandedOver ChangeKind = "left" // it belongs to somebody else, or was taken back
)

// ChangeKinds in the order they are told; the words are forecast_change.<kind>.
var ChangeKinds = []ChangeKind{Won, Lost, PushedOut, PulledIn, Opened, Up, Down, Recalled, HandedOver}

// Change is one of them. By is the amount that it moves: of an Up or Down the difference.
type Change struct {
	Kind ChangeKind
	Deal sales.Deal // as it is now
	Was  Line       // zero for Opened and PulledIn
	By   sales.Money
}

// Changes names what is different from lines that were submitted at an instant. left are the deals of these lines
// that the outlook no longer has; owned reports whether one still belongs to whom the forecast is of.
func Changes(lines []Line, at time.Time, now Outlook, left map[string]sales.Deal, owned func(sales.Deal) bool) (all []Change) {
	was := map[string]Line{}
	for _, l := range lines {
		was[l.Deal] = l
	}
	add := func(k ChangeKind, d sales.Deal, l Line, by sales.Money) { all = append(all, Change{k, d, l, by}) }
	came := func(d sales.Deal) ChangeKind {
		if d.Created.After(at) {
			return Opened
		}
		return PulledIn
	}
	for _, d := range now.Sold {
		switch l, known := was[d.ID]; {
		case !known || !l.Won:
			add(Won, d, l, d.Net())
		case l.Net != d.Net():
			resized(add, d, l)
		}
	}
	for _, d := range now.Open {
		l, known := was[d.ID]
		if !known {
			add(came(d), d, l, d.Net())
			continue
		}
		if l.Net != d.Net() {
			resized(add, d, l)
		}
		if !l.Won && l.Category != d.Said() {
			add(Recalled, d, l, d.Net())
		}
	}
	for _, l := range lines {
		d, gone := left[l.Deal]
		switch {
		case !gone:
		case d.Status == sales.Lost:
			add(Lost, d, l, l.Net)
		case !owned(d) || d.ID == "":
			add(HandedOver, d, l, l.Net)
		default:
			add(PushedOut, d, l, l.Net)
		}
	}
	slices.SortStableFunc(all, func(a, b Change) int {
		return cmp.Or(cmp.Compare(slices.Index(ChangeKinds, a.Kind), slices.Index(ChangeKinds, b.Kind)), cmp.Compare(b.By.Minor, a.By.Minor))
	})
	return all
}

func resized(add func(ChangeKind, sales.Deal, Line, sales.Money), d sales.Deal, l Line) {
	by := d.Net()
	switch {
	case by.Currency != l.Net.Currency && !l.Net.Zero() || by.Minor >= l.Net.Minor:
		if by.Currency == l.Net.Currency {
			by.Minor -= l.Net.Minor
		}
		add(Up, d, l, by)
	default:
		by = l.Net
		by.Minor -= d.Net().Minor
		add(Down, d, l, by)
	}
}
