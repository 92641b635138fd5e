package kpi_test

import (
	"slices"
	"testing"

	"dealdesk/sales/kpi"
)

func TestAShiftIsToldOnceWhenItIsClear(t *testing.T) {
	now := map[string]int64{"Robots": 13, "Cloud": 10, "Pumps": 4, "New": 5, "": 90}
	was := map[string]int64{"Robots": 10, "Cloud": 9, "Pumps": 1, "Sensors": 6, "": 10}
	all := kpi.Shifts(now, was)
	want := []kpi.Shift{{Key: "Sensors", Now: 0, Was: 6}, {Key: "Robots", Now: 13, Was: 10}}
	if !slices.Equal(all, want) {
		t.Errorf("%+v", all)
	}
	if want[0].Up() || !want[1].Up() {
		t.Error("up is down")
	}
	before := []kpi.Shift{{Key: "Sensors", Now: 2, Was: 6}, {Key: "Robots", Now: 3, Was: 10}}
	if news := kpi.News(all, before); !slices.Equal(news, want[1:]) { // Sensors was told; Robots fell then
		t.Errorf("%+v", news)
	}
}
