package alert_test

import (
	"testing"

	"dealdesk/sales"
	"dealdesk/sales/alert"
	"dealdesk/sales/calendar"
	"dealdesk/sales/kpi"
)

func TestExactlyTheLimitIsNoAlert(t *testing.T) {
	for _, c := range []struct {
		was, now int64
		limit    sales.Percent
		more     bool
		want     bool
	}{
		{100, 85, 15_00, false, false},
		{100, 84, 15_00, false, true},
		{10_000, 8_500, 15_00, false, false},
		{10_000, 8_499, 15_00, false, true},
		{100, 120, 15_00, false, false},
		{100, 120, 20_00, true, false},
		{100, 121, 20_00, true, true},
		{0, 0, 15_00, false, false},
		{100, 0, 0, false, false},
		{1_000_000_000_000_000, 850_000_000_000_000, 15_00, false, false},
	} {
		if got := alert.Beyond(c.was, c.now, c.limit, c.more); got != c.want {
			t.Errorf("%d to %d by %d: %v", c.was, c.now, c.limit, got)
		}
	}
}

var november = calendar.Span{From: "2026-11-01", To: "2026-11-30"}

func wins(n, amount int64) kpi.Counts {
	return kpi.Counts{sales.CountWon: n, sales.CountWon + ":USD": n * amount, sales.CountPriced + ":USD": n}
}

func TestADropNamesBothValuesAndWhoHasPartInIt(t *testing.T) {
	was, now := wins(6, 100), wins(4, 100)
	all := alert.Drops("east", now, was, november, 15_00)
	if len(all) != 2 || all[1].Was != 600 || all[1].Now != 400 {
		t.Fatalf("%+v", all)
	}
	people := alert.DriversOf(all[1], map[string]kpi.Counts{"U1": wins(1, 100), "U2": wins(3, 100)},
		map[string]kpi.Counts{"U1": wins(4, 100), "U2": wins(2, 100)})
	if len(people) != 1 || people[0] != (alert.Driver{Person: "U1", By: -300}) {
		t.Errorf("%+v", people)
	}
	if all := alert.Drops("east", now, was, november, 40_00); len(all) != 0 {
		t.Errorf("a third is less than 40%%: %+v", all)
	}
	if all := alert.Drops("east", kpi.Counts{}, wins(4, 100), november, 15_00); len(all) != 0 {
		t.Errorf("four wins are no sample: %+v", all)
	}
}

func TestAStageAndTheCycleNeedASample(t *testing.T) {
	stages := []sales.Stage{{ID: "lead"}, {ID: "proposal"}}
	counts := func(on, left int64, days string, cycles int64) kpi.Counts {
		return kpi.Counts{sales.CountOn + ":proposal": on, sales.CountLeft + ":proposal": left, sales.CountCycle + ":" + days: cycles}
	}
	was, now := counts(6, 10, "30", 8), counts(3, 10, "45", 5)
	all := alert.Stages("east", now, was, stages, november, 20_00)
	if len(all) != 1 || all[0].What != "proposal" || all[0].Was != 60_00 || all[0].Now != 30_00 || all[0].NowOf != 10 {
		t.Errorf("%+v", all)
	}
	if all := alert.Cycles("east", now, was, november, 20_00); len(all) != 1 || all[0].Was != 30 || all[0].Now != 45 {
		t.Errorf("%+v", all)
	}
	few := counts(0, 4, "90", 4)
	if len(alert.Stages("east", few, was, stages, november, 20_00))+len(alert.Cycles("east", few, was, november, 20_00)) != 0 {
		t.Error("four cases were enough")
	}
}
