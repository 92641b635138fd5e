package sales

import (
	"strings"
	"testing"
	"time"
)

func TestAnImportedDealKeepsItsPast(t *testing.T) {
	began := Act{"U-ann", time.Date(2016, 10, 20, 0, 0, 0, 0, time.UTC), "2016-10-20"}
	ended := Act{"U-ann", time.Date(2017, 3, 1, 0, 0, 0, 0, time.UTC), "2017-03-01"}
	draft := Deal{ID: "D-1", Name: "GTX Basic", Owner: "U-ann", Stage: "proposal"}
	for _, c := range []struct {
		name         string
		status       Status
		began, ended Act
		reason       string
		events       []EventKind
		created      time.Time
		days         int
		why          string
	}{
		{"still open", Open, began, Act{}, "", []EventKind{Created}, began.At, 0, ""},
		{"open, with an unknown beginning", Open, Act{}, Act{}, "", nil, monday, 0, ""},
		{"won without an amount", Won, began, ended, "", []EventKind{Created, ClosedWon}, began.At, 132, ""},
		{"lost for no known reason", Lost, began, ended, "", []EventKind{Created, ClosedLost}, began.At, 132, ReasonUnknown},
		{"lost for a reason off the list", Lost, began, ended, "moved house", []EventKind{Created, ClosedLost}, began.At, 132, "moved house"},
		{"won, with an unknown beginning", Won, Act{}, ended, "", []EventKind{ClosedWon}, ended.At, 0, ""},
	} {
		d := draft
		d.Status, d.Reason = c.status, c.reason
		got, past, err := d.Bring(Templates()[0], c.began, c.ended, act)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got.Status != c.status || got.Stage != "proposal" || got.Pipeline != "standard" || got.Terms != 1 || !got.Created.Equal(c.created) ||
			got.Reason != c.why {
			t.Errorf("%s: %+v", c.name, got)
		}
		if len(past) != len(c.events) {
			t.Errorf("%s: %v", c.name, past)
			continue
		}
		for i, e := range past {
			if e.Kind != c.events[i] || e.Deal != "D-1" {
				t.Errorf("%s: event %d is %+v", c.name, i, e)
			}
		}
		if n := len(past); c.status != Open && (past[n-1].Days != c.days || past[n-1].On != "2017-03-01" || got.Close != "2017-03-01") {
			t.Errorf("%s: it ended as %+v", c.name, past[n-1])
		}
	}
}

func TestAnImpossiblePastIsRefused(t *testing.T) {
	began := Act{"U-ann", monday, today}
	early := Act{"U-ann", monday.AddDate(0, 0, -1), today.AddDays(-1)}
	for _, c := range []struct {
		name  string
		spoil func(*Deal)
		code  string
	}{
		{"an unknown stage", func(d *Deal) { d.Stage = "Engaging" }, "deal.stage_unknown"},
		{"no name", func(d *Deal) { d.Name = "" }, "name.missing"},
		{"a debt", func(d *Deal) { d.Amount = Money{-5, "CNY"} }, "amount.not_positive"},
		{"closed before it began", func(d *Deal) { d.Status = Won }, "deal.closed_before_created"},
		{"an endless reason", func(d *Deal) { d.Status, d.Created, d.Reason = Lost, early.At, strings.Repeat("x", TextMax+1) }, "text.too_long"},
	} {
		d := Deal{ID: "D-1", Name: "GTX", Stage: "lead", Status: Open}
		c.spoil(&d)
		from := began
		if c.code == "text.too_long" {
			from = early
		}
		_, _, err := d.Bring(Templates()[0], from, early, act)
		refused(t, err, c.code)
	}
	_, _, err := Deal{Status: Won}.Settle(Won, "", "", act)
	refused(t, err, "deal.closed")
}

func TestADealThatMovedElsewhereIsShifted(t *testing.T) {
	for to, kind := range map[string]EventKind{"payment": Advanced, "lead": WentBack} {
		d, e, err := aDeal().Shift(Templates()[0], to, act)
		if err != nil || d.Stage != to || e.Kind != kind || e.From != "discovery" || e.To != to || d.Overrides != 0 {
			t.Errorf("to %s: %+v %v", to, e, err)
		}
	}
	for _, to := range []string{"discovery", "closing", ""} {
		_, _, err := aDeal().Shift(Templates()[0], to, act)
		refused(t, err, "deal.stage_unknown")
	}
	d := aDeal()
	d.Status = Lost
	_, _, err := d.Shift(Templates()[0], "lead", act)
	refused(t, err, "deal.closed")
}
