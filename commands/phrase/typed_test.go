package phrase

import "testing"

// readTyped compares how lines are read where these customers are known, also by the beginning of
// their names.
func readTyped(t *testing.T, want map[string]string) {
	t.Helper()
	index := NewIndex([]Named{
		{"A-1", "Acme"}, {"A-2", "Northgate Bank"}, {"A-3", "Alder Clinics"}, {"A-4", "Juniper Schools"}, {"A-5", "Stonebridge"},
		{"A-6", "Lumen"}, {"A-7", "Linden theatres"}, {"A-8", "Onyx Labs"}, {"A-9", "华星科技"}, {"A-10", "绿源环保"},
	})
	o := LogOptions{Now: wednesday, Currency: "CNY",
		Known:  func(text string) int { return index.Known(text, nil) },
		Called: func(word string) bool { return Sure(index.Find(word, nil)) }}
	for line, want := range want {
		l, err := ReadLog(line, o)
		got := short(l)
		if err != nil {
			got = code(err)
		}
		if got != want {
			t.Errorf("ReadLog(%q)\n got %s\nwant %s", line, got, want)
		}
	}
}

func TestAnEverydayWordIsNoName(t *testing.T) {
	readTyped(t, map[string]string{
		"call no answer Acme":                      "kind=call about=Acme note=no answer Acme",
		"no answer from Acme, tried twice":         "about=Acme note=no answer from Acme, tried twice",
		"no show at Acme meeting":                  "about=Acme note=no show at Acme meeting",
		"al fine with acme":                        "about=acme note=al fine with acme",
		"an email to Acme about pricing":           "about=Acme note=an email to Acme about pricing",
		"ok with Linden now":                       "about=Linden note=ok with Linden now",
		"Called the CFO of Linden":                 "kind=call about=Linden note=the CFO of Linden",
		"call No answer Acme":                      "kind=call about=Acme note=No answer Acme",
		"call no answer":                           "kind=call note=no answer",
		"on hold with purchasing":                  "note=on hold with purchasing",
		"call nor 20m prices":                      "kind=call about=nor min=20 note=prices",
		"call Ald about Acme":                      "kind=call about=Ald note=about Acme",
		"no answer from Acme or Lumen":             "note=no answer from Acme or Lumen",
		"call no 20m prices":                       "kind=call note=no 20m prices",
		"电话 没人接 华星科技":                              "kind=call about=华星科技 note=没人接 华星科技",
		"no call with Acme today they cancelled":   "log.no_contact",
		"No meeting with Acme, they postponed":     "log.no_contact",
		"didn't call Acme":                         "log.no_contact",
		"meeting with Acme cancelled":              "log.no_contact",
		"call Acme 20m cancelled the old contract": "kind=call about=Acme min=20 note=cancelled the old contract",
		"meeting Acme was cancelled, new date Fri": "log.no_contact",
		"没打电话给华星科技":                                "log.no_contact",
		"没有拜访华星科技，客户临时有事":                          "log.no_contact",
		"拜访 华星科技 取消了":                              "log.no_contact",
		"note no call with Acme today":             "kind=note about=Acme note=no call with Acme today",
	})
}
