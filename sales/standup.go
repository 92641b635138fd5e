package sales

import (
	"maps"
	"slices"
	"strings"
	"time"

	"dealdesk/sales/calendar"
)

// Standup is one person's answer for one day.
type Standup struct {
	ID       string            `json:"id"` // team|date|person, see StandupID
	Team     string            `json:"team"`
	Person   string            `json:"person"`
	On       calendar.Date     `json:"on"`
	Done     string            `json:"done,omitempty"`
	Plan     string            `json:"plan,omitempty"`
	Blockers string            `json:"blockers,omitempty"`
	More     map[string]string `json:"more,omitempty"`    // to the company's own questions, by Question.ID
	Helpers  []string          `json:"helpers,omitempty"` // Person.IDs of people asked to help with the blockers
	Helping  []string          `json:"helping,omitempty"` // those who are helping
	Skipped  bool              `json:"skipped,omitempty"`
	At       time.Time         `json:"at"`
	Edited   time.Time         `json:"edited,omitzero"`
}

// StandupID is the key of a person's answer: there is one per day.
func StandupID(team string, on calendar.Date, person string) string {
	return team + "|" + string(on) + "|" + person
}

// The questions that ship. The first two are filled in with what was logged and what is due
// next.
const (
	AskDone     = "done"
	AskPlan     = "plan"
	AskBlockers = "blockers"
)

// Question is one part of a stand-up.
type Question struct {
	ID       string
	Text     map[string]string // by language, "" for all others; nil if lang/ has the words
	Required bool
}

// MaxQuestions keeps a stand-up within two minutes.
const MaxQuestions = 6

// ShippedQuestions are asked unless the company has its own.
func ShippedQuestions() []Question {
	return []Question{{ID: AskDone}, {ID: AskPlan}, {ID: AskBlockers}}
}

// Answer returns the answer to a question; "" is none.
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

// With returns s with another answer to one question.
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

// Answered lists the questions that have an answer: in their order, followed by those that
// are no longer asked.
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

// Slow is a remark on what slows the team down, without a name. It has no author and
// no time but the day, and its ID depends only on its words: neither the ID nor the order of
// remarks reveals who made one or when, and a remark made twice is stored once.
type Slow struct {
	ID   string        `json:"id"`
	Team string        `json:"team"`
	On   calendar.Date `json:"on"` // in the team's zone
	Text string        `json:"text"`
}

// SlowMax is how long such a remark may be, in characters.
const SlowMax = 500

// AddLeave returns leave with one more span. Adjoining spans are merged.
func AddLeave(leave []calendar.Span, s calendar.Span) []calendar.Span {
	var all []calendar.Span
	for _, l := range leave {
		if l.To.AddDays(1) < s.From || s.To.AddDays(1) < l.From {
			all = append(all, l)
			continue
		}
		s = calendar.Span{From: min(s.From, l.From), To: max(s.To, l.To)}
	}
	all = append(all, s)
	slices.SortFunc(all, func(a, b calendar.Span) int { return strings.Compare(string(a.From), string(b.From)) })
	return all
}

// CutLeave returns leave without the days of s.
func CutLeave(leave []calendar.Span, s calendar.Span) []calendar.Span {
	var all []calendar.Span
	for _, l := range leave {
		if l.To < s.From || s.To < l.From {
			all = append(all, l)
			continue
		}
		if l.From < s.From {
			all = append(all, calendar.Span{From: l.From, To: s.From.AddDays(-1)})
		}
		if s.To < l.To {
			all = append(all, calendar.Span{From: s.To.AddDays(1), To: l.To})
		}
	}
	return all
}
