package sales

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"dealdesk/sales/calendar"
)

func TestAnAnswerBelongsToItsQuestionAndNoAnswerIsLost(t *testing.T) {
	var s Standup
	if !s.Empty() {
		t.Error("nothing is an answer")
	}
	mood := s.With("mood", "fine")
	both := mood.With(AskPlan, "call Acme").With("zeal", "yes")
	if s.More != nil || len(mood.More) != 1 {
		t.Errorf("an answer changed those before it: %v, %v", s, mood)
	}
	asked := []Question{{ID: "mood"}, {ID: AskBlockers}, {ID: AskDone}}
	if got := both.Answered(asked); !slices.Equal(got, []string{"mood", AskPlan, "zeal"}) {
		t.Errorf("answered are %v", got)
	}
	if gone := both.With("mood", "").With("zeal", "").With(AskPlan, ""); !gone.Empty() {
		t.Errorf("what was cleared is still there: %+v", gone)
	}
	for _, q := range ShippedQuestions() {
		if got := s.With(q.ID, "x").Answer(q.ID); got != "x" {
			t.Errorf("%s is answered with %q", q.ID, got)
		}
	}
}

// Compares leave with a set of days that is added to and cut from.
func TestLeaveIsWhatWasAddedLessWhatWasCancelled(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var leave []calendar.Span
		days := map[calendar.Date]bool{}
		for range 12 {
			from := calendar.Date("2026-11-20").AddDays(rapid.IntRange(0, 30).Draw(t, "from"))
			s := calendar.Span{From: from, To: from.AddDays(rapid.IntRange(0, 6).Draw(t, "days"))}
			add := rapid.Bool().Draw(t, "add")
			for d := s.From; d <= s.To; d = d.AddDays(1) {
				days[d] = add
			}
			if add {
				leave = AddLeave(leave, s)
			} else {
				leave = CutLeave(leave, s)
			}
			for d := calendar.Date("2026-11-10"); d < "2027-01-10"; d = d.AddDays(1) {
				if away := (Person{Away: leave}).AwayOn(d); away != days[d] {
					t.Fatalf("on %s away is %v, in %v", d, away, leave)
				}
			}
			for i := 1; i < len(leave); i++ {
				if leave[i].From <= leave[i-1].To {
					t.Fatalf("spans overlap: %v", leave)
				}
			}
		}
	})
}
