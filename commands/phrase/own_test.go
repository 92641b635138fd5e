package phrase

import (
	"testing"

	"dealdesk/sales"
)

func TestTheCompanysOwnWordsNameAKindOfContact(t *testing.T) {
	kinds := Kinds{"townhall": sales.Meeting, "site": sales.Visit, "site walk": sales.Demo, "lunch": sales.Visit,
		"沙盘": sales.Demo, "沙盘推演": sales.Meeting}
	for line, want := range map[string]struct {
		kind sales.ActivityKind
		note string
	}{
		"townhall Acme 20m all came":      {sales.Meeting, "all came"},
		"Acme Townhall 20m all came":      {sales.Meeting, "all came"},
		"had a townhall with Acme 20m ok": {sales.Meeting, "ok"},
		"site Acme 20m ok":                {sales.Visit, "ok"},
		"site walk Acme 20m ok":           {sales.Demo, "ok"},
		"lunch Acme 20m ok":               {sales.Visit, "ok"},
		"call Acme 20m townhall is next":  {sales.Call, "townhall is next"},
		"沙盘 Acme 20分钟 好":                  {sales.Demo, "好"},
		"Acme 沙盤 20分钟 好":                  {sales.Demo, "好"},
		"Acme 沙盘推演 20分钟 好":                {sales.Meeting, "好"},
		"Acme 开了个沙盘 20分钟 好":               {sales.Demo, "好"},
		"华星科技沙盘了20分钟 好":                   {sales.Demo, "好"},
	} {
		l, err := ReadLog(line, LogOptions{Now: wednesday, Currency: "CNY", Known: known, Kinds: kinds})
		if err != nil || l.Kind != string(want.kind) || l.Minutes != 20 || l.Note != want.note {
			t.Errorf("%s: %+v %v", line, l, err)
		}
	}
	for _, line := range []string{"townhalls Acme 20m", "xtownhall Acme 20m", "sites Acme 20m"} {
		if l, err := ReadLog(line, LogOptions{Now: wednesday, Currency: "CNY", Known: known, Kinds: kinds}); err != nil || l.Kind != "" {
			t.Errorf("%s: %+v %v", line, l, err)
		}
	}
}
