package sales

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAnActivityAddsToTheCounters(t *testing.T) {
	for kind, metric := range map[ActivityKind]string{Call: "calls", Visit: "visits", Meeting: "meetings", Email: "emails", Demo: "demos",
		Chat: "messages"} {
		if diff := cmp.Diff([]Tally{{metric, 1}, {"contacts", 1}}, ActivityCounts(Activity{Kind: kind})); diff != "" {
			t.Errorf("%s:\n%s", kind, diff)
		}
	}
	for _, c := range []struct {
		name string
		a    Activity
		want []Tally
	}{
		{"a call of twenty minutes", Activity{Kind: Call, Minutes: 20}, []Tally{{"calls", 1}, {"contacts", 1}, {"minutes", 20}}},
		{"a note is no contact", Activity{Kind: Note}, []Tally{{"notes", 1}}},
		{"a complaint is no contact", Activity{Kind: Complaint}, []Tally{{"complaints", 1}}},
		{"a score is no contact", Activity{Kind: Score, Score: 4}, []Tally{{"scores", 1}, {"score_sum", 4}}},
		{"the first contact", Activity{Kind: Call, Waited: Waited{90, true}},
			[]Tally{{"calls", 1}, {"contacts", 1}, {"response", 90}, {"responses", 1}}},
		{"a first contact at once", Activity{Kind: Call, Waited: Waited{0, true}},
			[]Tally{{"calls", 1}, {"contacts", 1}, {"response", 0}, {"responses", 1}}},
		{"an attempt is counted apart", Activity{Kind: Attempt}, []Tally{{"attempts", 1}}},
		{"a note that took time", Activity{Kind: Note, Minutes: 5}, []Tally{{"notes", 1}, {"minutes", 5}}},
		{"an amount talked about is no number", Activity{Kind: Visit, Amount: Money{500, "CNY"}}, []Tally{{"visits", 1}, {"contacts", 1}}},
	} {
		if diff := cmp.Diff(c.want, ActivityCounts(c.a)); diff != "" {
			t.Errorf("%s:\n%s", c.name, diff)
		}
		for _, tally := range c.want {
			if !OfActivities(tally.Metric) {
				t.Errorf("%s: %s is not known to be of activities", c.name, tally.Metric)
			}
		}
	}
	if len(ActivityKinds) != 10 {
		t.Errorf("%d kinds of activity, this table knows ten", len(ActivityKinds))
	}
}

func TestAnEventAddsToTheCounters(t *testing.T) {
	for _, c := range []struct {
		name string
		e    Event
		want []Tally
	}{
		{"created", Event{Kind: Created, Amount: Money{500, "CNY"}}, []Tally{{"created", 1}}},
		{"created in a stage", Event{Kind: Created, To: "lead"}, []Tally{{"created", 1}, {"in:lead", 1}}},
		{"advanced", Event{Kind: Advanced, From: "lead", To: "quote", Days: 3},
			[]Tally{{"advanced", 1}, {"left:lead", 1}, {"on:lead", 1}, {"in:quote", 1}, {"stay:lead:3", 1}}},
		{"advanced over criteria", Event{Kind: Advanced, From: "lead", To: "quote", Days: DaysUnknown, Unmet: []string{"field.need", "field.next"}},
			[]Tally{{"overrides", 1}, {"advanced", 1}, {"left:lead", 1}, {"on:lead", 1}, {"in:quote", 1}}},
		{"back", Event{Kind: WentBack, From: "quote", To: "lead"},
			[]Tally{{"back", 1}, {"left:quote", 1}, {"in:lead", 1}, {"stay:quote:0", 1}}},
		{"won", Event{Kind: ClosedWon, From: "quote", Amount: Money{500, "CNY"}, Discount: 1500, Days: 12, Stay: 4},
			[]Tally{{"won", 1}, {"left:quote", 1}, {"on:quote", 1}, {"stay:quote:4", 1}, {"won:CNY", 500},
				{"priced:CNY", 1}, {"cycle", 12}, {"cycles", 1},
				{"cycle:12", 1}, {"given", 1500}}},
		{"won elsewhere, nobody knows for how much, nor how long it took", Event{Kind: ClosedWon, From: "quote", Days: DaysUnknown, Stay: DaysUnknown},
			[]Tally{{"won", 1}, {"left:quote", 1}, {"on:quote", 1}}},
		{"lost", Event{Kind: ClosedLost, From: "quote", Amount: Money{500, "CNY"}}, []Tally{{"lost", 1}, {"left:quote", 1}, {"stay:quote:0", 1}}},
		{"a win that was taken back", Event{Kind: ClosedWon, Amount: Money{500, "CNY"}, Unmet: []string{"field.need"}, TakenBack: "E-9"}, nil},
		{"a loss that was taken back", Event{Kind: ClosedLost, TakenBack: "E-9"}, nil},
		{"a reopening", Event{Kind: Reopened, From: "won", Amount: Money{500, "USD"}}, nil},
		{"a discount", Event{Kind: Granted}, []Tally{{"discounts", 1}}},
		{"another amount", Event{Kind: Repriced}, nil},
		{"another owner", Event{Kind: Given}, nil},
		{"another date", Event{Kind: Redated}, nil},
	} {
		if diff := cmp.Diff(c.want, EventCounts(c.e)); diff != "" {
			t.Errorf("%s:\n%s", c.name, diff)
		}
	}
}
