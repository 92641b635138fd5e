package sales

import (
	"slices"
	"testing"
	"time"

	"dealdesk/sales/calendar"
)

// silentDeal was spoken to on Wednesday, 18 November, at ten in Shanghai.
func silentDeal() (Deal, *time.Location) {
	zone := time.FixedZone("Shanghai", 8*3600)
	at := time.Date(2026, 11, 18, 10, 0, 0, 0, zone)
	return Deal{ID: "D-1", Status: Open, Created: at.AddDate(0, -1, 0), StageSince: at.AddDate(0, -1, 0), Contacted: at}, zone
}

func TestADealAsksForItsOwnerWhenSilentOrOverdue(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Deal, *Nudge)
		on     string // nine in the morning there
		quiet  int
		due    calendar.Date
		silent int
		noStep bool
	}{
		"two days are few":           {on: "2026-11-20", quiet: 3, noStep: true},
		"three are not":              {on: "2026-11-21", quiet: 3, silent: 3, noStep: true},
		"more of them are":           {on: "2026-11-21", quiet: 4, noStep: true},
		"silence is switched off":    {on: "2026-12-21", quiet: 0, noStep: true},
		"due today is not overdue":   {func(d *Deal, _ *Nudge) { d.Next.Due = "2026-11-19" }, "2026-11-19", 3, "", 0, false},
		"due yesterday is":           {func(d *Deal, _ *Nudge) { d.Next.Due = "2026-11-18" }, "2026-11-19", 3, "2026-11-18", 0, false},
		"both":                       {func(d *Deal, _ *Nudge) { d.Next.Due = "2026-11-20" }, "2026-11-21", 3, "2026-11-20", 3, false},
		"a step without a day":       {func(d *Deal, _ *Nudge) { d.Next.What = "call" }, "2026-11-20", 3, "", 0, false},
		"closed":                     {func(d *Deal, _ *Nudge) { d.Status = Won }, "2026-12-21", 3, "", 0, false},
		"snoozed":                    {func(_ *Deal, n *Nudge) { n.Until = "2026-11-24" }, "2026-11-23", 3, "", 0, false},
		"the day it wakes":           {func(_ *Deal, n *Nudge) { n.Until = "2026-11-24" }, "2026-11-24", 3, "", 6, true},
		"not needed":                 {func(d *Deal, n *Nudge) { *n = n.Drop(*d) }, "2026-12-21", 3, "", 0, true},
		"not needed, contacted":      {func(d *Deal, n *Nudge) { *n = n.Drop(*d); d.Contacted = d.Contacted.Add(time.Minute) }, "2026-11-21", 3, "", 3, true},
		"not needed, moved":          {func(d *Deal, n *Nudge) { *n = n.Drop(*d); d.StageSince = d.Contacted.Add(time.Minute) }, "2026-11-21", 3, "", 3, true},
		"not needed, contact undone": {func(d *Deal, n *Nudge) { *n = n.Drop(*d); d.Contacted = d.Contacted.Add(-time.Hour) }, "2026-11-21", 3, "", 0, true},
		"not needed, a new step": {func(d *Deal, n *Nudge) { d.Next.Due = "2026-11-19"; *n = n.Drop(*d); d.Next.Due = "2026-11-20" },
			"2026-11-21", 3, "2026-11-20", 0, false},
	} {
		t.Run(name, func(t *testing.T) {
			d, zone := silentDeal()
			var n Nudge
			if c.change != nil {
				c.change(&d, &n)
			}
			m := d.Matter(n, c.quiet, calendar.Date(c.on).In(zone).Add(9*time.Hour), everyDay(zone))
			if m.Due != c.due || m.Silent != c.silent || m.NoStep != c.noStep || m.Nudges() != (c.due != "" || c.silent > 0) {
				t.Errorf("%+v", m)
			}
		})
	}
}

func TestADealThatWasToCloseByNowAsksWhatBecameOfIt(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Deal, *Nudge)
		late   calendar.Date
	}{
		"it closes today":              {func(d *Deal, _ *Nudge) { d.Close = "2026-11-19" }, ""},
		"it was to close yesterday":    {func(d *Deal, _ *Nudge) { d.Close = "2026-11-18" }, "2026-11-18"},
		"it has no date":               {nil, ""},
		"it was won":                   {func(d *Deal, _ *Nudge) { d.Close, d.Status = "2026-11-18", Won }, ""},
		"snoozed":                      {func(d *Deal, n *Nudge) { d.Close, n.Until = "2026-11-18", "2026-11-24" }, ""},
		"not needed":                   {func(d *Deal, n *Nudge) { d.Close = "2026-11-18"; *n = n.Drop(*d) }, ""},
		"not needed, a new date":       {func(d *Deal, n *Nudge) { d.Close = "2026-11-10"; *n = n.Drop(*d); d.Close = "2026-11-18" }, "2026-11-18"},
		"dropped before it had a date": {func(d *Deal, n *Nudge) { *n = n.Drop(*d); d.Close = "2026-11-18" }, "2026-11-18"},
	} {
		d, zone := silentDeal()
		var n Nudge
		if c.change != nil {
			c.change(&d, &n)
		}
		m := d.Matter(n, 3, calendar.Date("2026-11-19").In(zone).Add(9*time.Hour), everyDay(zone))
		if m.Late != c.late || m.Nudges() != (c.late != "") {
			t.Errorf("%s: %+v", name, m)
		}
	}
	all := []Matter{{Deal: Deal{ID: "D-1"}, Silent: 9}, {Deal: Deal{ID: "D-2"}, Late: "2026-11-18"},
		{Deal: Deal{ID: "D-3"}, Late: "2026-11-10"}, {Deal: Deal{ID: "D-4"}, Due: "2026-11-18"}}
	slices.SortFunc(all, Urgent)
	if all[0].Deal.ID != "D-4" || all[1].Deal.ID != "D-3" || all[2].Deal.ID != "D-2" {
		t.Errorf("sorted: %+v", all)
	}
}

func TestSilentDaysAreCountedInTheOwnersZone(t *testing.T) {
	d, shanghai := silentDeal()
	at := time.Date(2026, 11, 20, 17, 0, 0, 0, time.UTC) // one in the morning of the third day in Shanghai
	newYork := time.FixedZone("New York", -5*3600)
	if here, there := d.Matter(Nudge{}, 3, at, everyDay(shanghai)), d.Matter(Nudge{}, 3, at, everyDay(newYork)); here.Silent != 3 || there.Silent != 3 {
		// In New York it was still the seventeenth when they spoke.
		t.Errorf("%d days in Shanghai, %d in New York", here.Silent, there.Silent)
	}
	if before := d.Matter(Nudge{}, 3, at.Add(-2*time.Hour), everyDay(shanghai)); before.Silent != 0 {
		t.Errorf("%d days before midnight", before.Silent)
	}
}

func TestADealIsNotNamedTwiceOnADayTheClockRepeats(t *testing.T) {
	n := Nudge{On: "2026-11-24"}
	for on, named := range map[calendar.Date]bool{"2026-11-22": true, "2026-11-24": true, "2026-11-25": false} {
		if n.Named(on) != named {
			t.Errorf("named on %s: %v", on, !named)
		}
	}
	if (Nudge{}).Named("2026-11-24") {
		t.Error("named, though it never was")
	}
}

func TestTheMostUrgentComesFirst(t *testing.T) {
	all := []Matter{
		{Deal: Deal{ID: "D-5"}, NoStep: true},
		{Deal: Deal{ID: "D-4"}, Silent: 4},
		{Deal: Deal{ID: "D-3"}, Silent: 90},
		{Deal: Deal{ID: "D-2"}, Due: "2026-11-20"},
		{Deal: Deal{ID: "D-1"}, Due: "2026-11-19", Silent: 3},
		{Deal: Deal{ID: "D-0"}, Silent: 4},
	}
	slices.SortFunc(all, Urgent)
	var ids []string
	for _, m := range all {
		ids = append(ids, m.Deal.ID)
	}
	if want := []string{"D-1", "D-2", "D-3", "D-0", "D-4", "D-5"}; !slices.Equal(ids, want) {
		t.Errorf("%q, want %q", ids, want)
	}
}

// everyDay is a worktime of which each day is one.
func everyDay(zone *time.Location) calendar.Worktime { return calendar.Worktime{Days: 127, Zone: zone} }
