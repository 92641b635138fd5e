// Package forecast says what the open deals of a period will bring: how likely each is to be won, by what became
// of the company's own deals like it, what its owner says of it, and what has changed since. It is pure.
package forecast

import (
	"bytes"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"

	"dealdesk/sales"
	"dealdesk/sales/calendar"
)

// Outcome is what became of a closed deal: how far it had come, for how many days it was open, and what it was worth.
type Outcome struct {
	On              calendar.Date
	Pipeline, Stage string
	Won             bool
	Days            int
	Net             sales.Money
}

// OutcomeOf returns the outcome of a deal; ok is false while it is open.
func OutcomeOf(d sales.Deal) (o Outcome, ok bool) {
	if d.Status != sales.Won && d.Status != sales.Lost || d.Close == "" {
		return o, false
	}
	return Outcome{d.Close, d.Pipeline, d.Stage, d.Status == sales.Won, age(d, d.Close), d.Net()}, true
}

// age is for how many days a deal had been open on a day.
func age(d sales.Deal, on calendar.Date) int {
	return max(0, calendar.DateOf(d.Created.UTC()).DaysTo(on))
}

// Key is an outcome in one line, which sorts by its day: "2026-11-21 standard negotiation won 42 USD 4800000".
func (o Outcome) Key() string {
	how := sales.Lost
	if o.Won {
		how = sales.Won
	}
	currency := o.Net.Currency
	if currency == "" {
		currency = "-"
	}
	return strings.Join([]string{string(o.On), o.Pipeline, o.Stage, string(how), strconv.Itoa(o.Days), currency,
		strconv.FormatInt(o.Net.Minor, 10)}, " ")
}

// Reader reads the Keys of many outcomes. What they have in common is kept once.
type Reader struct {
	last  Outcome
	known map[string]string
}

func (r *Reader) text(b []byte, last string) string {
	if string(b) == last {
		return last
	}
	if text, ok := r.known[string(b)]; ok {
		return text
	}
	if r.known == nil {
		r.known = map[string]string{}
	}
	text := string(b)
	r.known[text] = text
	return text
}

// Outcome reads a Key.
func (r *Reader) Outcome(key []byte) (o Outcome, ok bool) {
	var part [6][]byte
	for i := range part {
		if part[i], key, ok = bytes.Cut(key, []byte(" ")); !ok {
			return o, false
		}
	}
	days, err := strconv.Atoi(string(part[4]))
	minor, wrong := strconv.ParseInt(string(key), 10, 64)
	r.last = Outcome{calendar.Date(r.text(part[0], string(r.last.On))), r.text(part[1], r.last.Pipeline), r.text(part[2], r.last.Stage),
		string(part[3]) == string(sales.Won), days, sales.Money{Minor: minor, Currency: r.text(part[5], r.last.Net.Currency)}}
	if o = r.last; minor == 0 {
		o.Net = sales.Money{}
	}
	return o, err == nil && wrong == nil
}

// HistoryYears is how far back outcomes say something about deals of today.
const HistoryYears = 3

// Since is the day from which the outcomes count.
func Since(today calendar.Date) calendar.Date { return today.AddMonths(-12 * HistoryYears) }

// Size is how large a deal is among the closed ones in its currency, in thirds.
type Size int

const (
	AnySize Size = iota
	Small
	Middle
	Large
	sizes
)

// Sizes are those that have words: forecast_size.<n>.
var Sizes = []Size{Small, Middle, Large}

// ages are the days from which the bands of a deal's age begin.
var ages = [...]int{0, 30, 90, 180}

// ageBand is the last band that has begun.
func ageBand(days int) int {
	i := len(ages) - 1
	for days < ages[i] && i > 0 {
		i--
	}
	return i
}

// Chance is how likely an open deal is to be won, and what that rests on: closed deals of its pipeline that had come
// at least as far. If Days is set, they were open for at least so long; if Size is, they were of its size. Without
// any, because there are fewer than sales.MinSample, the chance is the configured one of its stage.
type Chance struct {
	sales.Percent
	Of   sales.Ratio
	Days int
	Size Size
}

// Own reports whether the chance is from the company's own history.
func (c Chance) Own() bool { return c.Of.Of > 0 }

// Chances are those of all open deals.
type Chances struct {
	lines map[string]*line
	cuts  map[string][2]int64 // by currency: where the middle third begins and ends
	today calendar.Date
}

// line is a pipeline: what became of the deals that came at least as far as each of its stages.
type line struct {
	at     map[string]int
	stages []sales.Stage
	won    [][len(ages)][sizes]sales.Ratio
}

// NewChances reads the closed deals of a company.
func NewChances(pipelines []sales.Pipeline, closed iter.Seq2[Outcome, error], today calendar.Date) (c Chances, err error) {
	c = Chances{map[string]*line{}, map[string][2]int64{}, today}
	for _, p := range pipelines {
		l := &line{map[string]int{}, p.Stages, make([][len(ages)][sizes]sales.Ratio, len(p.Stages))}
		for i, s := range p.Stages {
			l.at[s.ID] = i
		}
		c.lines[p.ID] = l
	}
	priced := map[string][]ended{} // by currency
	for o, err := range closed {
		if err != nil {
			return c, err
		}
		l := c.lines[o.Pipeline]
		if l == nil {
			continue
		}
		stage, known := l.at[o.Stage]
		if !known { // it was removed
			continue
		}
		of := &l.won[stage][ageBand(o.Days)]
		if o.Net.Zero() {
			of[AnySize].Count(o.Won)
			continue
		}
		priced[o.Net.Currency] = append(priced[o.Net.Currency], ended{of, o.Net.Minor, o.Won})
	}
	for currency, all := range priced {
		of := make([]int64, len(all))
		for i, e := range all {
			of[i] = e.minor
		}
		if slices.Sort(of); len(of) >= 3*sales.MinSample && of[len(of)/3] < of[2*len(of)/3] {
			c.cuts[currency] = [2]int64{of[len(of)/3], of[2*len(of)/3]}
		}
		for _, e := range all {
			e.of[c.size(sales.Money{Minor: e.minor, Currency: currency})].Count(e.won)
		}
	}
	for _, l := range c.lines {
		l.sum()
	}
	return c, nil
}

// ended is an outcome beside those of its stage and of the band of its age.
type ended struct {
	of    *[sizes]sales.Ratio
	minor int64
	won   bool
}

// sum makes of the deals that ended at each stage and age those that came as far and were open as long: whoever
// came further had been there. Those of any size are all.
func (l *line) sum() {
	add := func(to *sales.Ratio, of sales.Ratio) { to.N, to.Of = to.N+of.N, to.Of+of.Of }
	for stage := len(l.won) - 1; stage >= 0; stage-- {
		for band := len(ages) - 1; band >= 0; band-- {
			here := &l.won[stage][band]
			for _, size := range Sizes {
				add(&here[AnySize], here[size])
			}
		}
	}
	for stage := len(l.won) - 1; stage >= 0; stage-- {
		for band := len(ages) - 1; band >= 0; band-- {
			for size := range sizes {
				to := &l.won[stage][band][size]
				if band+1 < len(ages) {
					add(to, l.won[stage][band+1][size])
				}
				if stage+1 < len(l.won) {
					add(to, l.won[stage+1][band][size])
				}
				if band+1 < len(ages) && stage+1 < len(l.won) { // counted in both
					twice := l.won[stage+1][band+1][size]
					add(to, sales.Ratio{N: -twice.N, Of: -twice.Of})
				}
			}
		}
	}
}

func (c Chances) size(m sales.Money) Size {
	cuts, known := c.cuts[m.Currency]
	switch {
	case !known || m.Zero():
		return AnySize
	case m.Minor < cuts[0]:
		return Small
	case m.Minor < cuts[1]:
		return Middle
	}
	return Large
}

// Of returns the chance of an open deal: from the deals most like it of which there are enough. A deal in a stage
// that the configuration no longer has has none.
func (c Chances) Of(d *sales.Deal) Chance {
	l := c.lines[d.Pipeline]
	if l == nil {
		return Chance{}
	}
	stage, known := l.at[d.Stage]
	if !known {
		return Chance{}
	}
	band, size := ageBand(age(*d, c.today)), c.size(d.Net())
	for _, like := range [...]struct {
		band int
		size Size
	}{{band, size}, {band, AnySize}, {0, AnySize}} {
		if of := l.won[stage][like.band][like.size]; of.Enough() {
			return Chance{of.Percent(), of, ages[like.band], like.size}
		}
	}
	return Chance{Percent: l.stages[stage].Chance}
}

// Weigh returns the chance of an open deal alone.
func (c Chances) Weigh(d *sales.Deal) sales.Percent { return c.Of(d).Percent }

// Like are the shares won of a pipeline's stages, whatever the age and size.
func (c Chances) Like(pipeline string) (all []sales.Ratio) {
	if l := c.lines[pipeline]; l != nil {
		for i := range l.won {
			all = append(all, l.won[i][0][AnySize])
		}
	}
	return all
}

// Quarter, Month are the periods that forecasts are usually made for.
func Quarter(on calendar.Date) calendar.Span { return months(on, 3) }
func Month(on calendar.Date) calendar.Span   { return months(on, 1) }

func months(on calendar.Date, n int) calendar.Span {
	month, _ := strconv.Atoi(string(on[5:7]))
	year, _ := strconv.Atoi(string(on[:4]))
	first := time.Date(year, time.Month((month-1)/n*n+1), 1, 0, 0, 0, 0, time.UTC)
	return calendar.Span{From: calendar.DateOf(first), To: calendar.DateOf(first.AddDate(0, n, -1))}
}
