package phrase

import (
	"testing"
	"time"
)

// What is still to come is never logged as done today.
func TestADayToComeIsTheDayOfTheContact(t *testing.T) {
	o := LogOptions{Now: time.Date(2026, 11, 27, 10, 0, 0, 0, time.UTC), Currency: "CNY", Known: known}
	for line, want := range map[string]string{
		"call Acme next Monday 10am":     "kind=call about=Acme on=2026-11-30",
		"call Acme 2026-11-30 10m":       "kind=call about=Acme min=10 on=2026-11-30",
		"call Acme tomorrow":             "kind=call about=Acme on=2026-11-28",
		"call Acme tomorrow about price": "kind=call about=Acme on=2026-11-28 note=about price",
		"call Acme on 3 Dec":             "kind=call about=Acme on=2026-12-03",
		"call Acme 3 Dec talked price":   "kind=call about=Acme on=2026-12-03 note=talked price",
		"call Acme 12/3 10m":             "kind=call about=Acme min=10 on=2026-12-03",
		"call Acme 2027-01-01 hello":     "kind=call about=Acme on=2027-01-01 note=hello",
		"call Acme 5m tomorrow hello":    "kind=call about=Acme min=5 on=2026-11-28 note=hello",
		"demo Acme 2026-12-01 planned":   "kind=demo about=Acme on=2026-12-01 note=planned",
		"call Acme tomorrow they sign":   "kind=call about=Acme note=tomorrow they sign",
		"next Monday call Acme":          "kind=call about=Acme on=2026-11-30",
		"电话 华星科技 下周一上午10点 30分钟":          "kind=call about=华星科技 min=30 on=2026-11-30",
		"拜访 华星科技 12月3号 1小时":              "kind=visit about=华星科技 min=60 on=2026-12-03",
		"拜访 华星科技 28号 1小时":                "kind=visit about=华星科技 min=60 on=2026-11-28",
		"拜访 华星科技 明天 谈合同":                 "kind=visit about=华星科技 on=2026-11-28 note=谈合同",
		"明天拜访华星科技":                       "kind=visit about=华星科技 on=2026-11-28",
		// what was typed of the past, and what is only part of the note, stays as it was
		"拜访 华星科技 10月20日 1小时":         "kind=visit about=华星科技 min=60 on=2026-10-20",
		"拜访 华星科技 25号 1小时":            "kind=visit about=华星科技 min=60 on=2026-11-25",
		"拜访 华星科技 2025年12月3日 1小时":     "kind=visit about=华星科技 min=60 on=2025-12-03",
		"call Acme Fri 10m":          "kind=call about=Acme min=10 on=2026-11-27",
		"call Acme tomorrow is fine": "kind=call about=Acme note=tomorrow is fine",
		"call Acme 1/2 price offer":  "kind=call about=Acme note=1/2 price offer",
		"call Acme 50/50 split":      "kind=call about=Acme note=50/50 split",
		"call Tomorrow 20m hi":       "kind=call about=Tomorrow min=20 note=hi",
		"拜访华星科技 明天签合同":               "kind=visit about=华星科技 note=明天签合同",
	} {
		if l, err := ReadLog(line, o); err != nil || short(l) != want {
			t.Errorf("ReadLog(%q)\n got %s, %v\nwant %s", line, short(l), err, want)
		}
	}
	for _, line := range []string{"call Acme 32/11", "call Acme 31/11 10m", "拜访 华星科技 11月31日", "拜访 华星科技 11月32号 1小时"} {
		if l, err := ReadLog(line, o); code(err) != "date.impossible" {
			t.Errorf("ReadLog(%q) = %s, %v", line, short(l), err)
		}
	}
}
