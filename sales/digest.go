package sales

import (
	"slices"
	"time"

	"dealdesk/sales/calendar"
)

// DigestInput is what a stand-up digest is made from: one team's day.
type DigestInput struct {
	On      calendar.Date
	People  []Person   // of the team, in the order they are shown
	Others  []Person   // not of the team today, but with an answer or numbers of it
	Answers []Standup  // for On
	Counts  []Count    // of On
	Events  []Event    // of On, oldest first
	Waiting []Approval // that wait for a decision
	Open    []Deal
	Quiet   func(Deal) int // after how many working days a deal is stale
	Now     time.Time
	Work    calendar.Worktime // of the team
}

// Digest is what the team reads in the morning.
type Digest struct {
	On        calendar.Date
	People    []PersonDay // who answered or did something
	Away      []string    // on leave
	Skipped   []string    // chose to say nothing today
	Absent    []string    // no answer: listed, never pinged
	Created   []Event
	Steps     []Event // forward and back
	Moved     []Event // one per deal that ended in another stage, see Moves
	Won       []Event
	Lost      []Event
	Given     []Event
	Discounts []Event
	Overrides []Event // steps and wins that overrode criteria
	WonTotal  Totals
	Waiting   []Approval // longest waiting first
	Watch
}

// PersonDay is one person's answer and numbers. Answer is nil if there is none.
type PersonDay struct {
	Person  string
	Answer  *Standup
	Metrics map[string]int64
}

// NewDigest makes the digest of a day. A win or loss that was taken back does not count. People who
// are deactivated or of another company are left out, with their numbers.
func NewDigest(in DigestInput) Digest {
	d := Digest{On: in.On, WonTotal: Totals{}, Watch: NewWatch(in.Open, in.Quiet, in.Now, in.Work)}
	d.people(in)
	d.Moved = Moves(in.Events)
	for _, e := range in.Events {
		if e.TakenBack != "" {
			continue
		}
		switch e.Kind {
		case Created:
			d.Created = append(d.Created, e)
		case Advanced, WentBack:
			d.Steps = append(d.Steps, e)
			if len(e.Unmet) > 0 {
				d.Overrides = append(d.Overrides, e)
			}
		case ClosedWon:
			d.Won = append(d.Won, e)
			d.WonTotal.Add(e.Amount)
			if len(e.Unmet) > 0 {
				d.Overrides = append(d.Overrides, e)
			}
		case ClosedLost:
			d.Lost = append(d.Lost, e)
		case Given:
			d.Given = append(d.Given, e)
		case Granted:
			d.Discounts = append(d.Discounts, e)
		}
	}
	for _, a := range in.Waiting {
		if a.Status == Waiting {
			d.Waiting = append(d.Waiting, a)
		}
	}
	slices.SortStableFunc(d.Waiting, func(a, b Approval) int { return a.Created.Compare(b.Created) })
	return d
}

// Moves merges the steps of each deal into one event, oldest first: from the stage where
// the deal was to the stage where it is. A deal that came back to its stage has none.
func Moves(events []Event) []Event {
	var moved []Event
	for _, e := range events {
		if e.Kind != Advanced && e.Kind != WentBack {
			continue
		}
		i := slices.IndexFunc(moved, func(m Event) bool { return m.Deal == e.Deal })
		if i >= 0 { // of several steps only the two ends matter
			e.Kind, e.From = Advanced, moved[i].From
			moved = slices.Delete(moved, i, i+1)
		}
		moved = append(moved, e)
	}
	return slices.DeleteFunc(moved, func(m Event) bool { return m.From == m.To })
}

func (d *Digest) people(in DigestInput) {
	metrics := byPerson(in.Counts)
	answers := make(map[string]*Standup, len(in.Answers))
	for i := range in.Answers {
		answers[in.Answers[i].Person] = &in.Answers[i]
	}
	for _, p := range in.People {
		if p.Gone || p.Outside {
			continue
		}
		day := PersonDay{Person: p.ID, Answer: answers[p.ID], Metrics: metrics[p.ID]}
		switch {
		case day.Answer != nil && day.Answer.Skipped:
			d.Skipped = append(d.Skipped, p.ID)
			day.Answer = nil
		case day.Answer != nil:
		case p.AwayOn(in.On):
			d.Away = append(d.Away, p.ID)
		default:
			d.Absent = append(d.Absent, p.ID)
		}
		if day.Answer != nil || len(day.Metrics) > 0 {
			d.People = append(d.People, day)
		}
	}
	for _, p := range in.Others {
		day := PersonDay{Person: p.ID, Answer: answers[p.ID], Metrics: metrics[p.ID]}
		if day.Answer != nil && day.Answer.Skipped {
			day.Answer = nil
		}
		if !p.Gone && !p.Outside && (day.Answer != nil || len(day.Metrics) > 0) {
			d.People = append(d.People, day)
		}
	}
}

// byPerson sums counters per person and metric.
func byPerson(counts []Count) map[string]map[string]int64 {
	sums := map[string]map[string]int64{}
	for _, c := range counts {
		of := sums[c.Person]
		if of == nil {
			of = map[string]int64{}
			sums[c.Person] = of
		}
		of[c.Metric] += c.N
	}
	return sums
}
