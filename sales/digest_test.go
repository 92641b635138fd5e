package sales

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dealdesk/sales/calendar"
)

// ids of events, by the deal they are about.
func ids(events []Event) (list []string) {
	for _, e := range events {
		list = append(list, e.Deal)
	}
	return list
}

func TestADigestShowsTheDayOfATeam(t *testing.T) {
	cny := func(n int64) Money { return Money{n, "CNY"} }
	answers := []Standup{
		{Person: "U-ann", On: today, Done: "two calls", Plan: "the quote", Blockers: "legal"},
		{Person: "U-bo", On: today, Skipped: true},
		{Person: "U-eve", On: today, Done: "answered from the beach"},
		{Person: "U-out", On: today, Done: "secret"},
	}
	leave := []calendar.Span{{From: "2026-11-16", To: "2026-11-18"}}
	d := NewDigest(DigestInput{
		On: today, Now: monday, Quiet: func(Deal) int { return 3 },
		People: []Person{{ID: "U-gil", Gone: true}, {ID: "U-mia"}, {ID: "U-ann"}, {ID: "U-bo"}, {ID: "U-cy"}, {ID: "U-eve", Away: leave},
			{ID: "U-fay", Away: leave}, {ID: "U-out", Outside: true}},
		Answers: answers,
		Counts: []Count{{today, "U-ann", "calls", 2}, {today, "U-ann", "contacts", 2}, {today, "U-cy", "visits", 1},
			{today, "U-gil", "calls", 9}, {today, "U-ann", "calls", 1}},
		Events: []Event{
			{Deal: "D-1", Kind: Created}, {Deal: "D-2", Kind: Advanced, From: "lead", To: "discovery"},
			{Deal: "D-3", Kind: Advanced, From: "lead", To: "discovery", Unmet: []string{"field.need"}}, {Deal: "D-4", Kind: WentBack, From: "proposal", To: "lead"},
			{Deal: "D-2", Kind: Advanced, From: "discovery", To: "proposal"}, {Deal: "D-14", Kind: Advanced, From: "lead", To: "discovery"}, {Deal: "D-14", Kind: WentBack, From: "discovery", To: "lead"},
			{Deal: "D-5", Kind: ClosedWon, Amount: cny(700)}, {Deal: "D-6", Kind: ClosedWon, Amount: Money{5, "USD"}},
			{Deal: "D-7", Kind: ClosedWon, Amount: cny(900), TakenBack: "E-1"}, {Deal: "D-7", Kind: Reopened, From: "won"},
			{Deal: "D-8", Kind: ClosedLost, TakenBack: "E-2"}, {Deal: "D-8", Kind: Reopened, From: "lost"}, {Deal: "D-8", Kind: ClosedWon, Amount: cny(30)},
			{Deal: "D-9", Kind: ClosedLost}, {Deal: "D-10", Kind: Given}, {Deal: "D-11", Kind: Granted}, {Deal: "D-12", Kind: Repriced}, {Deal: "D-13", Kind: Redated},
		},
		Waiting: []Approval{{ID: "R-2", Status: Waiting, Created: monday}, {ID: "R-3", Status: Approved},
			{ID: "R-1", Status: Waiting, Created: monday.Add(-time.Hour)}},
		Open: []Deal{{ID: "D-20", Status: Open, Created: monday.AddDate(0, 0, -5), Next: NextStep{"call", "2026-11-15", ""}},
			{ID: "D-21", Status: Open, Created: monday}},
	})

	people := []PersonDay{
		{"U-ann", &answers[0], map[string]int64{"calls": 3, "contacts": 2}},
		{"U-cy", nil, map[string]int64{"visits": 1}},
		{"U-eve", &answers[2], nil},
	}
	if diff := cmp.Diff(people, d.People); diff != "" {
		t.Errorf("people:\n%s", diff)
	}
	for _, c := range []struct {
		name      string
		got, want []string
	}{
		{"absent", d.Absent, []string{"U-mia", "U-cy"}},
		{"skipped", d.Skipped, []string{"U-bo"}},
		{"away", d.Away, []string{"U-fay"}},
		{"created", ids(d.Created), []string{"D-1"}},
		{"steps", ids(d.Steps), []string{"D-2", "D-3", "D-4", "D-2", "D-14", "D-14"}},
		{"moved", ids(d.Moved), []string{"D-3", "D-4", "D-2"}},
		{"overrides", ids(d.Overrides), []string{"D-3"}},
		{"won", ids(d.Won), []string{"D-5", "D-6", "D-8"}},
		{"lost", ids(d.Lost), []string{"D-9"}},
		{"given", ids(d.Given), []string{"D-10"}},
		{"discounts", ids(d.Discounts), []string{"D-11"}},
	} {
		if !slices.Equal(c.got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, c.got, c.want)
		}
	}
	if diff := cmp.Diff(Totals{"CNY": 730, "USD": 5}, d.WonTotal); diff != "" {
		t.Errorf("won:\n%s", diff)
	}
	if len(d.Waiting) != 2 || d.Waiting[0].ID != "R-1" {
		t.Errorf("waiting: %v", d.Waiting)
	}
	if d.Stale.Of != 1 || d.Overdue.Of != 1 || d.NoNext.Of != 1 || d.NoNext.Deals[0].ID != "D-21" {
		t.Errorf("watch: %+v", d.Watch)
	}
}

func TestTheDigestOfAnUneventfulDayIsEmpty(t *testing.T) {
	d := NewDigest(DigestInput{On: today, Now: monday})
	if d.People != nil || d.Absent != nil || len(d.WonTotal) != 0 || d.Stale.Of != 0 {
		t.Errorf("%+v", d)
	}
}

func TestStepsOfADealAreOneMoveFromItsFirstToItsLastStage(t *testing.T) {
	got := Moves([]Event{
		{Deal: "D-1", Kind: Advanced, From: "lead", To: "discovery"},
		{Deal: "D-2", Kind: WentBack, From: "proposal", To: "lead"},
		{Deal: "D-1", Kind: Advanced, From: "discovery", To: "proposal"},
		{Deal: "D-3", Kind: Advanced, From: "lead", To: "discovery"},
		{Deal: "D-3", Kind: WentBack, From: "discovery", To: "lead"},
		{Deal: "D-4", Kind: ClosedWon, From: "proposal"},
	})
	want := []Event{{Deal: "D-2", Kind: WentBack, From: "proposal", To: "lead"}, {Deal: "D-1", Kind: Advanced, From: "lead", To: "proposal"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
