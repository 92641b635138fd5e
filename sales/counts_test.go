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
		{"an attempt is counted apart", Activity{Kind: Attempt}, []Tally{{"attempts", 1}}},
		{"a note that took time", Activity{Kind: Note, Minutes: 5}, []Tally{{"notes", 1}, {"minutes", 5}}},
		{"an amount talked about is no number", Activity{Kind: Visit, Amount: Money{500, "CNY"}}, []Tally{{"visits", 1}, {"contacts", 1}}},
	} {
		if diff := cmp.Diff(c.want, ActivityCounts(c.a)); diff != "" {
			t.Errorf("%s:\n%s", c.name, diff)
		}
	}
	if len(ActivityKinds) != 8 {
		t.Errorf("%d kinds of activity, this table knows eight", len(ActivityKinds))
	}
}

func TestAnEventAddsToTheCounters(t *testing.T) {
	for _, c := range []struct {
		name string
		e    Event
		want []Tally
	}{
		{"created", Event{Kind: Created, Amount: Money{500, "CNY"}}, []Tally{{"created", 1}}},
		{"advanced", Event{Kind: Advanced}, []Tally{{"advanced", 1}}},
		{"advanced over criteria", Event{Kind: Advanced, Unmet: []string{"field.need", "field.next"}}, []Tally{{"advanced", 1}, {"overrides", 1}}},
		{"back", Event{Kind: WentBack}, []Tally{{"back", 1}}},
		{"won", Event{Kind: ClosedWon, Amount: Money{500, "CNY"}}, []Tally{{"won", 1}, {"won:CNY", 500}}},
		{"won elsewhere, nobody knows for how much", Event{Kind: ClosedWon}, []Tally{{"won", 1}}},
		{"lost", Event{Kind: ClosedLost, Amount: Money{500, "CNY"}}, []Tally{{"lost", 1}}},
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
