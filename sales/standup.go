package sales

import (
	"maps"
	"slices"
	"strings"
	"time"
)

// Standup is one person's answer for one day.
type Standup struct {
	ID       string            `json:"id"` // team|date|person, see StandupID
	Team     string            `json:"team"`
	Person   string            `json:"person"`
	On       Date              `json:"on"`
	Done     string            `json:"done,omitempty"`
	Plan     string            `json:"plan,omitempty"`
	Blockers string            `json:"blockers,omitempty"`
	More     map[string]string `json:"more,omitempty"`    // to questions of the company's own, by Question.ID
	Helpers  []string          `json:"helpers,omitempty"` // Person.ID of who is asked to help with the blockers (R155)
	Helping  []string          `json:"helping,omitempty"` // those of them who are on it
	Skipped  bool              `json:"skipped,omitempty"`
	At       time.Time         `json:"at"`
	Edited   time.Time         `json:"edited,omitzero"`
}

// StandupID is the key of a person's answer: there is one per day.
func StandupID(team string, on Date, person string) string {
	return team + "|" + string(on) + "|" + person
}

// The questions that ship. What was logged and what is due next is filled in for the
// first two (U16).
const (
	AskDone     = "done"
	AskPlan     = "plan"
	AskBlockers = "blockers"
)

// Question is one part of a stand-up.
type Question struct {
	ID       string
	Text     map[string]string // words by language, "" for all others; nil where lang/ knows them
	Required bool
}

// MaxQuestions keeps a stand-up a matter of two minutes.
const MaxQuestions = 6

// ShippedQuestions are asked where the company has none of its own.
func ShippedQuestions() []Question {
	return []Question{{ID: AskDone}, {ID: AskPlan}, {ID: AskBlockers}}
}

// Answer to a question; "" is none.
func (s Standup) Answer(question string) string {
	switch question {
	case AskDone:
		return s.Done
	case AskPlan:
		return s.Plan
	case AskBlockers:
		return s.Blockers
	}
	return s.More[question]
}

// With is s with another answer to one question.
func (s Standup) With(question, text string) Standup {
	switch question {
	case AskDone:
		s.Done = text
	case AskPlan:
		s.Plan = text
	case AskBlockers:
		s.Blockers = text
	default:
		s.More = maps.Clone(s.More)
		if s.More == nil {
			s.More = map[string]string{}
		}
		if s.More[question] = text; text == "" {
			delete(s.More, question)
		}
	}
	return s
}

// Answered lists the questions that have an answer: in their order, and behind them those
// that are asked no more.
func (s Standup) Answered(questions []Question) (ids []string) {
	for _, q := range questions {
		ids = append(ids, q.ID)
	}
	for _, id := range slices.Concat([]string{AskDone, AskPlan, AskBlockers}, slices.Sorted(maps.Keys(s.More))) {
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return slices.DeleteFunc(ids, func(id string) bool { return s.Answer(id) == "" })
}

// Empty reports whether nothing was answered.
func (s Standup) Empty() bool { return len(s.Answered(nil)) == 0 }

// Slow is what somebody says slows the team down, without a name (R139). It has no author
// and no time but the day, and its ID is made of its words alone: neither it nor the order
// of several tells who said it or when, and said twice it is one.
type Slow struct {
	ID   string `json:"id"`
	Team string `json:"team"`
	On   Date   `json:"on"` // in the team's zone
	Text string `json:"text"`
}

// SlowMax is how long such a remark can be, in characters.
const SlowMax = 500

// AddLeave is leave with one more span. Spans that touch become one.
func AddLeave(leave []Span, s Span) []Span {
	var all []Span
	for _, l := range leave {
		if l.To.AddDays(1) < s.From || s.To.AddDays(1) < l.From {
			all = append(all, l)
			continue
		}
		s = Span{min(s.From, l.From), max(s.To, l.To)}
	}
	all = append(all, s)
	slices.SortFunc(all, func(a, b Span) int { return strings.Compare(string(a.From), string(b.From)) })
	return all
}

// CutLeave is leave without the days of s.
func CutLeave(leave []Span, s Span) []Span {
	var all []Span
	for _, l := range leave {
		if l.To < s.From || s.To < l.From {
			all = append(all, l)
			continue
		}
		if l.From < s.From {
			all = append(all, Span{l.From, s.From.AddDays(-1)})
		}
		if s.To < l.To {
			all = append(all, Span{s.To.AddDays(1), l.To})
		}
	}
	return all
}
