package goal

import (
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/sales/kpi"
)

// Measured is what a goal's progress is made from.
type Measured struct {
	Today   calendar.Date // where its people are
	Work    Work
	Reached kpi.Tally // in the period, up to Today
	Lately  kpi.Tally // in the span of Recent
	Before  kpi.Tally // in the same number of days before it
}

// recentDays is how long a trend looks back, in days.
const recentDays = 28

// Recent are the four weeks before a day and the four before those, which a trend compares.
func Recent(today calendar.Date) (lately, before calendar.Span) {
	lately = calendar.Span{From: today.AddDays(-recentDays), To: today.AddDays(-1)}
	return lately, lately.Before()
}

// Progress is where a goal stands on a day. All levels are in the unit of its metric.
type Progress struct {
	kpi.Tally           // from which Reached was taken
	Reached   kpi.Level // not set for a rate, a mean or an entered number without cases
	Share     Covered   // of the target, or of the way to it
	Expected  kpi.Level // by the end of the working day before today; of rates, means and entered numbers the target itself
	Pace      Pace
	Ended     bool      // the last day has passed
	Days      int       // working days of the period
	Passed    int       // of them, before today
	Left      int       // of them, from today on
	PerWeek   kpi.Level // still needed in each week of full work to reach the target; set for sums of which more is better
	Trend     Trend
	Next      Check  // the next checkpoint
	Level     string // the highest level passed: "target", "stretch", "challenge", or ""
	NextLevel string // the one after it
}

// Covered is a share of a goal, if there is one to tell: none of nothing reached, nor of a target of zero.
type Covered struct {
	sales.Percent // may be negative, and more than 100 %
	Set           bool
	Way           bool // of the way from the baseline, not of the target
}

// Back reports whether the way goes backwards: the goal is further away than it was at the start.
func (c Covered) Back() bool { return c.Set && c.Way && c.Percent < 0 }

// Trend compares the last four weeks with the four before. One of too few cases is not set.
type Trend struct{ Now, Was kpi.Level }

// Check is a checkpoint that lies ahead.
type Check struct {
	Checkpoint
	Set   bool
	Holds bool // what is covered is at least the part of it that the working days passed so far ask for
}

// Pace says in a word where a goal stands.
type Pace string

const (
	Ahead   Pace = "ahead"   // the period has not begun
	Early   Pace = "early"   // nothing can be said: no day has passed, or there are too few cases
	OnPace  Pace = "on_pace" // as much as expected by today, or more
	Behind  Pace = "behind"
	Done    Pace = "reached" // the target; of sums of which less is better only once the period is over
	Missed  Pace = "missed"  // the period is over
	Unclear Pace = "unclear" // it is over, and there were too few cases to judge
)

// Progress is where the goal stands.
func (g Goal) Progress(m Measured) Progress {
	d := g.Definition()
	p := Progress{Tally: m.Reached, Reached: d.Value(m.Reached), Trend: Trend{d.Judged(m.Lately), d.Judged(m.Before)}}
	p.Days = m.Work.Days(g.Period)
	p.Passed = m.Work.Days(calendar.Span{From: g.Period.From, To: min(g.Period.To, m.Today.AddDays(-1))})
	p.Left = p.Days - p.Passed
	over := g.Over(m.Today)
	p.Ended = over
	p.Share = g.share(p)
	p.Expected = g.expected(p)
	p.Level, p.NextLevel = g.passed(p, over, d.Enough(m.Reached))
	p.Pace = g.pace(p, m, over)
	p.PerWeek = g.perWeek(p, m.Work)
	p.Next = g.next(p, m)
	return p
}

// share is how much is covered, rounded half up to a hundredth of a percent.
//
//   - Sums of which more is better: reached ÷ target.
//   - Rates, means and entered numbers with a baseline: the way covered,
//     (reached − baseline) ÷ (target − baseline); negative when worse than the baseline.
//   - Sums of which less is better, with a baseline: likewise, the baseline and the target counting in the
//     share of working days passed, because a sum begins at zero.
//   - The rest, without a baseline: reached ÷ target, or target ÷ reached where less is better.
func (g Goal) share(p Progress) Covered {
	d := g.Definition()
	now, target, baseline := p.Reached.N, g.Target.N, g.Baseline.N
	part := func(n, of int64) Covered {
		return Covered{Percent: sales.Percent(kpi.Scale(n, int64(sales.Hundred), of)), Set: of != 0}
	}
	switch {
	case !p.Reached.Set:
		return Covered{}
	case d.Shape == kpi.Sum && d.Lower && g.Baseline.Set:
		passed, days := int64(p.Passed), int64(max(p.Days, 1))
		s := part(kpi.Scale(baseline, passed, days)-now, kpi.Scale(baseline-target, passed, days))
		s.Way = true
		return s
	case d.Shape != kpi.Sum && g.Baseline.Set:
		s := part(now-baseline, target-baseline)
		s.Way = true
		return s
	case d.Shape == kpi.Sum && d.Lower:
		return part(kpi.Scale(target, int64(p.Passed), int64(max(p.Days, 1))), now)
	case d.Lower:
		return part(target, now)
	}
	return part(now, target)
}

// expected is the part of the target that the working days before today are of all, rounded half up; of
// rates, means and entered numbers the target itself.
func (g Goal) expected(p Progress) kpi.Level {
	if g.Definition().Shape != kpi.Sum {
		return g.Target
	}
	if p.Days == 0 {
		return kpi.Level{}
	}
	return kpi.To(kpi.Scale(g.Target.N, int64(p.Passed), int64(p.Days)))
}

// passed is the highest level that is passed, and the next one.
func (g Goal) passed(p Progress, over, enough bool) (highest, next string) {
	d := g.Definition()
	certain := enough && p.Reached.Set && (over || d.Shape != kpi.Sum || !d.Lower)
	levels, names := g.levels()
	for i, l := range levels {
		if !certain || p.Reached.N != l.N && !d.Better(p.Reached.N, l.N) {
			return highest, names[i]
		}
		highest = names[i]
	}
	return highest, ""
}

func (g Goal) pace(p Progress, m Measured, over bool) Pace {
	d := g.Definition()
	switch {
	case m.Today < g.Period.From:
		return Ahead
	case p.Level != "":
		return Done
	case over && (!p.Reached.Set || !d.Enough(m.Reached)):
		return Unclear
	case over:
		return Missed
	case p.Passed == 0 || !p.Reached.Set || !d.Enough(m.Reached):
		return Early
	case p.Reached.N == p.Expected.N || d.Better(p.Reached.N, p.Expected.N):
		return OnPace
	}
	return Behind
}

// perWeek is what is missing, spread over the working days left, for a week of full work or the rest of the
// period if that is shorter; rounded up, or the target would be missed by the rounding.
func (g Goal) perWeek(p Progress, w Work) kpi.Level {
	d := g.Definition()
	rest := g.Target.N - p.Reached.N
	if d.Shape != kpi.Sum || d.Lower || rest <= 0 || p.Left == 0 {
		return kpi.Level{}
	}
	return kpi.To(kpi.ScaleUp(rest, min(w.week(), int64(p.Left)), int64(p.Left)))
}

// next is the next checkpoint, on today or later.
func (g Goal) next(p Progress, m Measured) Check {
	for _, c := range g.Checkpoints {
		if c.On < m.Today {
			continue
		}
		days := m.Work.Days(calendar.Span{From: g.Period.From, To: c.On})
		asked := kpi.Scale(int64(c.Share), int64(p.Passed), int64(max(days, 1)))
		return Check{c, true, p.Share.Set && int64(p.Share.Percent) >= asked}
	}
	return Check{}
}
