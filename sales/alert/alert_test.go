package alert_test

import (
	"testing"

	"dealdesk/sales"
	"dealdesk/sales/alert"
	"dealdesk/sales/calendar"
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

func wins(owner string, n int, amount int64) (all []sales.Event) {
	for range n {
		all = append(all, sales.Event{Kind: sales.ClosedWon, Owner: owner, Amount: sales.Money{Minor: amount, Currency: "USD"}})
	}
	return all
}

func TestADropNamesBothValuesAndWhoHasPartInIt(t *testing.T) {
	was := append(wins("U1", 4, 100), wins("U2", 2, 100)...)
	now := append(wins("U1", 1, 100), wins("U2", 3, 100)...)
	all := alert.Drops("east", now, was, nil, nil, november, 15_00)
	if len(all) != 2 || all[1].Was != 600 || all[1].Now != 400 || len(all[1].Drivers) != 1 ||
		all[1].Drivers[0] != (alert.Driver{Person: "U1", By: -300}) {
		t.Errorf("%+v", all)
	}
	if all := alert.Drops("east", now, was, nil, nil, november, 40_00); len(all) != 0 {
		t.Errorf("a third is less than 40%%: %+v", all)
	}
	if all := alert.Drops("east", nil, wins("U1", 4, 100), nil, nil, november, 15_00); len(all) != 0 {
		t.Errorf("four wins are no sample: %+v", all)
	}
}

func TestAStageAndTheCycleNeedASample(t *testing.T) {
	stage := func(forward, out int) []sales.StageMoves {
		return []sales.StageMoves{{Stage: "proposal", Forward: forward, Out: out}}
	}
	was := sales.Numbers{Stages: stage(6, 10), Cycle: sales.Median{Days: 30, N: 8}}
	now := sales.Numbers{Stages: stage(3, 10), Cycle: sales.Median{Days: 45, N: 5}}
	all := alert.Stages("east", now, was, november, 20_00)
	if len(all) != 1 || all[0].Was != 60_00 || all[0].Now != 30_00 || all[0].NowOf != 10 {
		t.Errorf("%+v", all)
	}
	if all := alert.Cycles("east", now, was, november, 20_00); len(all) != 1 || all[0].Was != 30 || all[0].Now != 45 {
		t.Errorf("%+v", all)
	}
	few := sales.Numbers{Stages: stage(0, 4), Cycle: sales.Median{Days: 90, N: 4}}
	if len(alert.Stages("east", few, was, november, 20_00))+len(alert.Cycles("east", few, was, november, 20_00)) != 0 {
		t.Error("four cases were enough")
	}
}
